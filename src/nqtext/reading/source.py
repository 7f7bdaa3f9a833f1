"""A text as it was read: whole, with what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nqtext.records import FrozenDict

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """What ``nqtext.read`` returns and ``nqtext.analyze`` takes.

    Attributes:
        text: the text, whole; ``article.text`` is this very object.
        metadata: title, published, author, publisher, url and more, where they were found.
        furniture: half-open ranges of code points of ``text`` that are page furniture, or None
            where nobody has looked yet.
        id: an identifier (for files the path as given), or None.
    """

    text: str
    metadata: FrozenDict = field(default_factory=FrozenDict)
    furniture: tuple[tuple[int, int], ...] | None = None
    id: str | None = None
