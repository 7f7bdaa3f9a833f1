"""Sections: what headings announce, and what the paragraphs below them stand under.

Paragraphs of a whole batch are numbered through; page furniture is passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.inventory import NUMBERS, UNNAMED, numbers
from nqtext.classification.signals import COMPILED_SECTIONS, SECTIONS
from nqtext.classification.structure import VIEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.inventory import Noted
    from nqtext.classification.structure import Content
    from nqtext.records import Block

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]

__all__ = ["announcements", "note_sections", "telling"]

_ANNOUNCED = re.compile(r"(?:sau|gồm|là|rằng)\s?:$|\?$")
_MAX_HEADING = 160
_SECTIONS = tuple(section.name for section in SECTIONS)
_BODY, _NOTHING = _SECTIONS.index("body"), -1
_NO_SECTION = len(_SECTIONS)  # a heading that no section fits
_DEEPEST = 6  # headings above each other that count
_JUST = 3  # paragraphs between a heading and one that stands just behind it
_LATEST = 12  # paragraphs between a heading and the last that it is the setting of

_ANNOUNCES = numbers("announces:", (*_SECTIONS, UNNAMED))
_LATEST_OF, _JUST_OF, _PART_OF, _UNDER = (
    numbers(prefix, _SECTIONS) for prefix in ("latest:", "just:", "part:", "under:")
)


def announcements(lowered: Sequence[str], blocks: Sequence[Block]) -> Rows:
    """What each line announces if it may be a heading.

    Args:
        lowered: the paragraphs in lower case, outer blanks left out.
        blocks: their layout.

    Returns:
        The place of a section in ``SECTIONS``, ``len(SECTIONS)`` for a heading that none fits, -1 for other
        lines.
    """
    return np.array(
        [
            _announced(line) if _may_open(line, block) else _NOTHING
            for line, block in zip(lowered, blocks, strict=True)
        ],
        dtype=np.int64,
    )


def _announced(line: str) -> int:
    head = line if len(line) <= _MAX_HEADING else line[-_MAX_HEADING:]  # a long lead-in says it at its end
    return next((i for i, (_, section) in enumerate(COMPILED_SECTIONS) if section.search(head)), _NO_SECTION)


def _may_open(line: str, block: Block) -> bool:
    """Whether a line may be a heading, however the layout came out."""
    if block.kind in ("heading", "article"):
        return True
    if line[-1:] in (":", "?"):
        return len(line) <= _MAX_HEADING or (
            len(line) <= 3 * _MAX_HEADING and _ANNOUNCED.search(line, len(line) - 12) is not None
        )
    return block.number is not None and 0 < len(line) <= 90 and line[-1] not in ".;,"


def telling(sections: Rows) -> Flags:
    """Which announcements say what the paragraphs below do."""
    flags: Flags = (sections >= 0) & (sections != _NO_SECTION) & (sections != _BODY)
    return flags


def note_sections(
    sections: Rows, headings: Rows, blocks: Sequence[Block], content: Content, seen: NDArray[np.int32]
) -> tuple[list[Noted], Rows]:
    """Note what the headings above announce.

    Returns:
        What is noted; for each paragraph the signal of the nearest announcement, or -1, shape (p,).
    """
    places = content.places
    own = sections[places]
    named = telling(own)
    of_heading = np.array([blocks[i].kind == "heading" for i in places.tolist()], dtype=np.bool_)
    latest = content.latest(named)
    age = np.arange(len(places)) - latest - 1
    part = content.latest(named & of_heading)
    announcing = (own >= 0).nonzero()[0]
    some = (latest >= 0).nonzero()[0]
    just = some[age[some] <= _JUST]
    parts = (part >= 0).nonzero()[0]
    noted = [
        (places[announcing], _ANNOUNCES[own[announcing]]),
        (places[some], _LATEST_OF[own[latest[some]]]),
        (places[just], _JUST_OF[own[latest[just]]]),
        (places[parts], _PART_OF[own[part[parts]]]),
    ]
    # its list's first line, or one of the two lines above
    opener = np.where(age <= 1, seen[places, VIEW["opener"]], -1)
    opened = np.maximum(seen[places, VIEW["lead-in"]], opener)
    heading = headings[places]
    opened[(opened <= heading) | (sections[opened] == _NO_SECTION) | (sections[opened] < 0)] = -1
    under = np.full(len(places), -1)
    near = some[age[some] <= _LATEST]
    under[near] = _LATEST_OF[own[latest[near]]]
    below = ((opened >= 0) | (heading >= 0)).nonzero()[0]
    paths = _paths(opened[below], heading[below], sections.tolist(), headings.tolist())
    for k, path in zip(below.tolist(), paths, strict=True):
        if path:
            under[k] = _UNDER[path[0]]
    signals = [_signals_of_path(())] * len(places)
    for k, path in zip(below.tolist(), paths, strict=True):
        signals[k] = _signals_of_path(path)
    owners = np.repeat(places, [len(listed) for listed in signals])
    noted.append((owners, np.array([signal for listed in signals for signal in listed], dtype=np.int64)))
    nearest = np.full(len(sections), -1)
    nearest[places] = under
    return noted, nearest


def _paths(opened: Rows, heading: Rows, sections: list[int], headings: list[int]) -> list[tuple[int, ...]]:
    """For each paragraph the sections above it, the nearest first."""
    above: dict[int, tuple[int, ...]] = {-1: ()}

    def path_of(i: int) -> tuple[int, ...]:
        chain = []
        while i not in above:
            chain.append(i)
            i = headings[i]
        for at in reversed(chain):
            own = (sections[at],) if sections[at] not in (_NOTHING, _NO_SECTION) else ()
            above[at] = (*own, *above[headings[at]])[:_DEEPEST]
        return above[chain[0] if chain else i]

    return [
        (sections[line], *path_of(at))[:_DEEPEST] if line >= 0 else path_of(at)
        for line, at in zip(opened.tolist(), heading.tolist(), strict=True)
    ]


@lru_cache(maxsize=4096)
def _signals_of_path(path: tuple[int, ...]) -> tuple[int, ...]:
    names = [_SECTIONS[section] for section in path]
    return tuple(
        NUMBERS[name]
        for name in (
            *(f"under{depth}:{name}" for depth, name in enumerate(names[:3])),
            *(f"under:{name}" for name in dict.fromkeys(names)),
            "path:" + "/".join(names[:2]),
        )
    )
