"""Pictures: which picture a table gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring import collocations, concordance, keyness, naming, timeline, words
from nqtext.corpus.exploring.pictures import bars, times
from nqtext.corpus.frames import records
from nqtext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nqtext.corpus.exploring.pictures.canvas import Picture
    from nqtext.corpus.tables import Column

__all__ = ["draw_table"]

Rows = list[dict[str, Any]]

_PICTURES: tuple[tuple[Sequence[Column], Callable[[Rows, int, str | None], Picture]], ...] = (
    (words.FREQUENCY, bars.draw_frequency),
    (keyness.KEYNESS, bars.draw_keyness),
    (collocations.COLLOCATIONS, bars.draw_collocations),
    (collocations.COLLOCATES, bars.draw_collocates),
    (naming.NAMED, bars.draw_named),
    (naming.CITATIONS, bars.draw_named),
    (concordance.CONCORDANCE, times.draw_concordance),
    (timeline.TIMELINE, times.draw_timeline),
)


def draw_table(table: Any, top: int, title: str | None) -> Picture:
    """The picture of a table.

    Raises:
        ConfigurationError: it is no table that a verb returns, or one without a picture.
    """
    rows = records(table)
    names = tuple(map(str, getattr(table, "column_names", None) or table.columns))
    for columns, draw in _PICTURES:
        if names == tuple(column.name for column in columns):
            return draw(rows, top, title)
    if names[-2:] == ("count", "share") and 1 <= len(names) - 2 <= 2:
        return bars.draw_counts(rows, top, title)
    raise ConfigurationError(
        f"table: there is no picture of the columns {', '.join(names)}; give what counts (by one or two "
        "things), frequency, keyness, kwic, collocations, collocates, named, citations or timeline returned"
    )
