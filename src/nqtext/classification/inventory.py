"""The inventory: every signal that a paragraph can have, under a number.

What is noticed in a batch of articles is kept as two arrays, paragraphs and numbers of signals, since
thousands of names would have to be looked up one by one.  Names are for people and for model files.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.signals import SECTIONS, SIGNALS
from nqtext.records import ENTITY_LABELS, PARAGRAPH_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Rows = NDArray[np.int64]
    Noted = tuple[Rows, Rows]  # paragraphs, and the number of a signal of each

__all__ = ["ENDS", "NAMES", "NUMBERS", "PARTS", "STYLES", "UNNAMED", "VOICES", "Having", "numbers"]

#: What a heading announces that no section fits.
UNNAMED = "unnamed"
#: Marks that the end of a paragraph is told apart by.
ENDS = '!"%),-./:;?…'
#: Ways of numbering.
STYLES = ("bullet", "number", "decimal", "letter", "roman", "ordinal")
#: Who speaks.
VOICES = ("citizen", "high", "local", "document")
#: An article is looked at in so many parts.
PARTS = 5

_SECTIONS = tuple(section.name for section in SECTIONS)
_FAMILIES: tuple[tuple[str, Iterable[object]], ...] = (
    ("", (signal.name for signal in SIGNALS)),
    ("verb:", ("bare", "modal", "past")),
    ("kind:", PARAGRAPH_KINDS),
    ("length:", range(8)),
    ("numbered:", STYLES),
    ("ends:", (*ENDS, "word")),
    ("", ("capitals", "starts small", "name-like")),
    ("place:", range(PARTS)),
    ("from start:", range(3)),
    ("from end:", range(2)),
    ("names:", ENTITY_LABELS),
    ("names many:", ENTITY_LABELS),
    ("opens with:", ENTITY_LABELS),
    ("whole:", ENTITY_LABELS),
    ("announces:", (*_SECTIONS, UNNAMED)),
    ("under:", _SECTIONS),
    ("under0:", _SECTIONS),
    ("under1:", _SECTIONS),
    ("under2:", _SECTIONS),
    ("path:", ("", *_SECTIONS, *(f"{one}/{other}" for one in _SECTIONS for other in _SECTIONS))),
    ("latest:", _SECTIONS),
    ("just:", _SECTIONS),
    ("part:", _SECTIONS),
    ("genre:", ("news", "mixed", "plan", "law")),
    ("voice:", VOICES),
    ("voice on:", VOICES),
    ("", ("inside quotation",)),
    ("speech:", ("next", "on", "maybe")),
)

#: The names of all signals; those that are patterns come first, in the order of ``SIGNALS``.
NAMES: tuple[str, ...] = tuple(f"{prefix}{member}" for prefix, members in _FAMILIES for member in members)
#: The number of each.
NUMBERS = {name: number for number, name in enumerate(NAMES)}


def numbers(prefix: str, members: Iterable[object]) -> Rows:
    """The numbers of some signals.

    >>> [NAMES[i] for i in numbers("verb:", ("bare", "past"))]
    ['verb:bare', 'verb:past']
    """
    return np.array([NUMBERS[f"{prefix}{member}"] for member in members], dtype=np.int64)


class Having:
    """Which paragraphs have some signal.

    Args:
        noted: what was noted in them.
        count: how many there are.
    """

    def __init__(self, noted: Sequence[Noted], count: int) -> None:
        self._owners = np.concatenate([owners for owners, _ in noted])
        self._signals = np.concatenate([signals for _, signals in noted])
        self._count = count

    def __call__(self, names: tuple[str, ...]) -> Flags:
        """Those that have one of the signals named, shape (count,)."""
        found = np.zeros(self._count, dtype=np.bool_)
        found[self._owners[_among(names)[self._signals]]] = True
        return found


@cache
def _among(names: tuple[str, ...]) -> Flags:
    chosen = np.zeros(len(NAMES), dtype=np.bool_)
    chosen[[NUMBERS[name] for name in names]] = True
    return chosen
