"""Boundaries: where words stand apart whatever a segmenter says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.patterns import DATE_OPENINGS, DOCUMENT_OPENING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Row

__all__ = ["settle"]

_BLANK = ord(" ")
_KNOWN = 0x2000  # code points with an entry of their own; no letter of Vietnamese lies beyond
_NUMBER = re.compile(r"\d|[IVXivx]{1,5}\b")


def settle(row: Row, joined: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Overrule what a segmenter said where words stand apart.

    * Marks and indivisible words are words of their own, and no word crosses the edge of a sentence.
    * A name begins a word: "đề cương | Luật", "của | Chính phủ".
    * So does the type word of a document inside a name: "Xét | Tờ trình".
    * What opens a date, period or number stands apart on both sides: "hằng | năm | 2030".

    Args:
        row: the units of a batch.
        joined: shape (n,), True where a unit continues the word of the unit before it.

    Returns:
        Shape (n,), with fewer True.
    """
    units = row.units
    joined = joined & units.joinable & ~units.first
    joined[1:] &= units.joinable[:-1]
    capital = _characters()[0].take(row.codes[units.spans[:, 0]], mode="clip")
    joined[1:] &= ~(capital[1:] & ~capital[:-1])
    inside_names = np.flatnonzero(joined & capital)
    joined[inside_names] = [
        DOCUMENT_OPENING.match(units.text, start) is None for start in units.spans[inside_names, 0].tolist()
    ]
    joined[_edges_of_date_openings(row)] = False
    return joined


@cache
def _characters() -> NDArray[np.bool_]:
    """For each code point whether it is a capital, a digit, a letter of roman numerals; shape (3, _KNOWN)."""
    characters = [chr(code) for code in range(_KNOWN)]
    tests: tuple[Callable[[str], bool], ...] = (str.isupper, str.isdigit, frozenset("IVXivx").__contains__)
    return np.array([list(map(test, characters)) for test in tests])


def _edges_of_date_openings(row: Row) -> list[int]:
    """Units at which a date opening begins or ends; there is a number behind it, one blank between."""
    text, spans, codes = row.units.text, row.units.spans, row.codes
    _, digit, roman = _characters()
    behind_blank = np.flatnonzero((spans[1:, 0] - spans[:-1, 1] == 1) & (codes[spans[:-1, 1]] == _BLANK)) + 1
    starts, ends = spans[behind_blank].T
    numeric = digit.take(codes[starts], mode="clip")
    numeric |= roman.take(codes[starts], mode="clip") & roman.take(codes[ends - 1], mode="clip")
    numbers = behind_blank[numeric]
    edges = []
    for back in (2, 1):  # an opening of two units, or of one
        behind = numbers[numbers >= back]
        bounds = zip(
            spans[behind - back, 0].tolist(), spans[behind, 0].tolist(), behind.tolist(), strict=True
        )
        edges += [
            edge
            for start, at, i in bounds
            if text[start : at - 1].lower() in DATE_OPENINGS and _NUMBER.match(text, at)
            for edge in (i - back, i)
        ]
    return edges
