"""Pictures of the answers of a corpus."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring.network import Network
from nqtext.errors import ConfigurationError, MissingExtraError

if TYPE_CHECKING:
    from nqtext.corpus.exploring.pictures.canvas import Picture

__all__ = ["plot"]


def plot(table: Any, *, top: int = 20, title: str | None = None) -> Picture:
    """A picture of what a verb of :class:`~nqtext.corpus.exploring.corpus.Corpus` returned.

    Filter or cut the table before, and the picture shows the rest.

    Args:
        table: of ``counts`` (by one or two things), ``frequency``, ``keyness``, ``kwic``, ``collocations``,
            ``collocates``, ``named``, ``citations`` or ``timeline``, or the network of ``network``.
        top: how many bars, rows or nodes at most.
        title: the title; None is what the table is.

    Returns:
        A ``matplotlib.figure.Figure``: shown by Jupyter, changed by ``figure.axes``, written by
        ``figure.savefig("picture.png")`` (or ``.svg``, ``.pdf``).

    Raises:
        ConfigurationError: it is another table, or ``top`` is less than 1.
        MissingExtraError: matplotlib is not installed.

    >>> import nqtext
    >>> corpus = nqtext.Corpus(nqtext.analyze("Giao Bộ Xây dựng lập quy hoạch.\\nHôm nay trời mưa."))
    >>> figure = nqtext.plot(corpus.counts("label"), title="Hai đoạn")
    >>> figure.axes[0].get_title(loc="left")
    'Hai đoạn'
    """
    if find_spec("matplotlib") is None:
        raise MissingExtraError("a picture", "plot")
    if not isinstance(top, int) or top < 1:
        raise ConfigurationError(f"top: {top!r} is no number of bars; give 1 or more")
    if isinstance(table, Network):
        from nqtext.corpus.exploring.pictures.diagram import draw_network

        return draw_network(table, top, title)
    from nqtext.corpus.exploring.pictures import draw_table

    return draw_table(table, top, title)
