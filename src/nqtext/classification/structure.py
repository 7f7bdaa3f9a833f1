"""Structure: which paragraphs of an article see each other, and what kind of article it is.

Paragraphs of a whole batch are numbered through; page furniture is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.inventory import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.records import Block

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]
    Views = NDArray[np.int32]

__all__ = ["VIEW", "VIEWS", "Content", "genres", "views"]

#: What a paragraph sees: itself, its neighbours, the headings above it, the line that opens its list.
VIEWS = (
    "self",
    "before",
    "after",
    "before2",
    "after2",
    "heading",
    "above",
    "lead-in",
    "opener",
    "speech",
    "title",
)
#: The column of each.
VIEW = {view: k for k, view in enumerate(VIEWS)}


_DIGITS = 3  # of a number that counts in a list
_RESUMED_WITHIN = 12  # paragraphs


@dataclass(frozen=True, slots=True)
class Content:
    """The paragraphs of a batch that are no page furniture.

    Attributes:
        places: which they are, shape (c,).
        article: the article of each, shape (c,).
        at: how many stand before each in its article, shape (c,).
        counts: how many its article has, shape (c,).
    """

    places: Rows
    article: Rows
    at: Rows
    counts: Rows

    @classmethod
    def of(cls, blocks: Sequence[Block], article: Rows) -> Content:
        """Those of some articles.

        Args:
            blocks: the layout of all paragraphs.
            article: the article of each.
        """
        places = np.array([i for i, block in enumerate(blocks) if not block.furniture], dtype=np.int64)
        owners = article[places]
        sizes = np.bincount(owners, minlength=1)
        at = np.arange(len(places)) - (np.cumsum(sizes) - sizes)[owners]
        return cls(places, owners, at, sizes[owners])

    def latest(self, marked: Flags) -> Rows:
        """For each the last one before it in its article that is marked (as a place among these), or -1."""
        everyone = np.arange(len(self.places))
        latest = np.full(len(everyone), -1)
        latest[1:] = np.maximum.accumulate(np.where(marked, everyone, -1))[:-1]
        latest[latest < everyone - self.at] = -1
        return latest


def views(
    lines: Sequence[str], blocks: Sequence[Block], headings: Rows, telling: Flags, content: Content
) -> Views:
    """For each paragraph which others it sees, all but speeches, shape (p, len(VIEWS)).

    Args:
        lines: as written.
        blocks: their layout.
        headings: the heading right above each, or -1, shape (p,).
        telling: which say what the paragraphs below them do, shape (p,).
        content: those that are no page furniture.
    """
    seen = np.full((len(blocks), len(VIEWS)), -1, dtype=np.int32)
    seen[:, 0] = np.arange(len(blocks))
    places, at = content.places, content.at
    for view, step in (("before", 1), ("before2", 2)):
        some = (at >= step).nonzero()[0]
        seen[places[some], VIEW[view]] = places[some - step]
        seen[places[some - step], VIEW[view.replace("before", "after")]] = places[some]
    some = (at > 1).nonzero()[0]
    seen[places[some], VIEW["title"]] = places[some - at[some]]
    heading = headings[places]
    seen[places, VIEW["heading"]] = heading
    seen[places, VIEW["above"]] = np.where(heading >= 0, headings[heading], -1)
    opener = content.latest(telling[places])
    seen[places, VIEW["opener"]] = np.where(opener >= 0, places[opener], -1)
    seen[places, VIEW["lead-in"]] = _lead_ins(lines, blocks, content)
    return seen


def _lead_ins(lines: Sequence[str], blocks: Sequence[Block], content: Content) -> Rows:
    """For each the line that opens its list: the first that ends in a colon, since the list began.

    A list that a plain line breaks into goes on where its numbering does.
    """
    which = content.places.tolist()
    listed = np.array(
        [
            blocks[i].number is not None
            or lines[i][:1] in "(-"
            or lines[i][:1].islower()
            or lines[i][-1:] == ";"
            for i in which
        ],
        dtype=np.bool_,
    )
    colons = np.array([k for k, i in enumerate(which) if lines[i].endswith(":")], dtype=np.int64)
    lists = np.cumsum(~listed | (content.at == 0)) - 1
    first = np.full(len(which), len(which))
    first[lists[colons[::-1]]] = colons[::-1]  # of several in one list the last written stays
    opened = first[lists]
    opened[~listed | (opened >= np.arange(len(which)))] = -1
    of_content = [blocks[i] for i in which]
    opened = np.array(
        _resumed(opened.tolist(), listed.tolist(), of_content, content.at.tolist()), dtype=np.int64
    )
    return np.where(opened >= 0, content.places[opened], -1)


def _resumed(opened: list[int], listed: list[bool], blocks: list[Block], at: list[int]) -> list[int]:
    """The lines that open lists, where a number tells that a list goes on behind lines that are not of it."""
    found = []
    awaited: dict[int, tuple[int, int]] = {}  # by the next number: what opens the list, where its latest is
    resumed = since = -1
    for k, (own, is_listed, block, place) in enumerate(zip(opened, listed, blocks, at, strict=True)):
        number = block.number or ""
        value = int(number) if number.isdecimal() and len(number) <= _DIGITS else 0
        if place == 0 or block.kind == "article" or (block.kind == "heading" and not value):
            awaited.clear()
        if place == 0 or not is_listed:
            resumed = since = -1
        if value == 1 and own < 0:
            awaited.clear()  # another list begins
        outer, latest = awaited.pop(value, (-1, k))
        if value > 1 and (own < 0 or 0 <= outer < own):
            resumed, since = outer if k - latest <= _RESUMED_WITHIN else -1, k
        opener = resumed if own < since else own
        if value:
            awaited[value + 1] = opener, k
        found.append(opener)
    return found


def genres(blocks: Sequence[Block], content: Content, articles: int) -> Rows:
    """The signal of each article's genre, news, plan or law, by layout, shape (articles,)."""
    own = [blocks[i] for i in content.places.tolist()]
    sizes = np.maximum(1, np.bincount(content.article, minlength=articles))
    legal, listed = (
        np.bincount(content.article, weights=marked, minlength=articles) / sizes
        for marked in (
            np.array([block.kind in ("article", "clause", "point") for block in own], dtype=np.float64),
            np.array(
                [block.number is not None or block.kind == "heading" for block in own], dtype=np.float64
            ),
        )
    )
    law, plan, mixed, news = numbers("genre:", ("law", "plan", "mixed", "news"))
    found: Rows = np.select([legal >= 0.25, listed >= 0.4, listed >= 0.15], [law, plan, mixed], news)
    return found
