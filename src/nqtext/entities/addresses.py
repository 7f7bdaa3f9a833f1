"""Addresses of pages: what they are made of names nothing ("https://chinhphu.vn/Ha-Noi/ASEAN")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.entities.recognizer import Context

__all__ = ["AddressRecognizer"]

_ADDRESS = pattern(r"(?:https?://|www\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")


class AddressRecognizer:
    """Finds addresses, in which nothing is to be a mention.

    >>> import nqtext
    >>> article = nqtext.analyze("Xem https://chinhphu.vn/ASEAN về ASEAN.")
    >>> [mention.start for mention in article.entities]
    [33]
    """

    name = "addresses"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Candidates without a label over every address."""
        if "://" in context.text or "www." in context.text:
            for match in _ADDRESS.finditer(context.text):
                yield Candidate(match.start(), match.end(), "", "", {}, self.name)
