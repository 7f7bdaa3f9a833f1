"""Boundaries: where words stand apart whatever a segmenter says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.patterns import DATE_OPENINGS, DOCUMENT_OPENING

if TYPE_CHECKING:
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
    heads = row.codes[units.spans[:, 0]]
    capital, digit = (table.take(heads, mode="clip") for table in _heads())
    joined[1:] &= ~(capital[1:] & ~capital[:-1])
    for i in np.flatnonzero(joined & capital).tolist():
        joined[i] = DOCUMENT_OPENING.match(units.text, int(units.spans[i, 0])) is None
    joined[_edges_of_date_openings(row, digit)] = False
    return joined


@cache
def _heads() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each code point whether it is a capital, and whether a number may begin with it."""
    characters = [chr(code) for code in range(_KNOWN)]
    return (
        np.array([c.isupper() for c in characters]),
        np.array([c.isdigit() or c in "IVXivx" for c in characters]),
    )


def _edges_of_date_openings(row: Row, may_be_number: NDArray[np.bool_]) -> list[int]:
    """Units at which a date opening begins or ends; there is a number behind it, one blank between."""
    text, spans = row.units.text, row.units.spans
    behind_blank = (spans[1:, 0] - spans[:-1, 1] == 1) & (row.codes[spans[:-1, 1]] == _BLANK)
    edges = []
    for i in (np.flatnonzero(may_be_number[1:] & behind_blank) + 1).tolist():
        *starts, at = spans[max(i - 2, 0) : i + 1, 0].tolist()
        if not _NUMBER.match(text, at):
            continue
        for k, start in enumerate(starts):  # the longer opening first: "năm học 2020" before "học 2020"
            if text[start : at - 1].lower() in DATE_OPENINGS:
                edges += [i - len(starts) + k, i]
                break
    return edges
