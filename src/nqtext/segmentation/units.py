"""Units: a text cut into syllables, atoms and punctuation marks.

:data:`nqtext.segmentation.patterns.UNIT` says what a unit is.  Most of a text is so plain that
character classes say the same: letters with blanks or simple punctuation around them.  These are
cut in one numpy pass over all texts, and the pattern sees only the runs between blanks in which
something else occurs (a digit beside a letter, a stop inside, a slash, a mark).
"""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.layers import Row, Units
from nqtext.segmentation.patterns import TITLE_ABBREVIATIONS, UNIT
from nqtext.segmentation.sentences import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["find_units"]

#: Classes of characters, one bit each.  A small letter has two.
_LETTER, _DIGIT, _BLANK, _MARK, _OPENING, _SPECIAL, _HARD, _SMALL = (np.uint8(1 << k) for k in range(8))
_TABLE = 0x2000  # code points with a class of their own; the others are left to the pattern

#: So many small letters before a full stop are the end of no abbreviation.
_NO_ABBREVIATION = 1 + max(len(word) - len(word.rstrip(ascii_lowercase)) for word in TITLE_ABBREVIATIONS)


@cache
def _classes() -> NDArray[np.uint8]:
    small = _LETTER | _SMALL
    table = np.array(
        [
            (small if c.islower() else _LETTER) if c.isalpha() else _BLANK if c.isspace() else _HARD
            for c in map(chr, range(_TABLE))
        ]
    )
    for characters, kind in ((',;!?)]"', _MARK), ("([", _OPENING), (".:-", _SPECIAL), ("0123456789", _DIGIT)):
        for c in characters:
            table[ord(c)] = kind
    return table


def find_units(texts: Sequence[str], paragraphs: Sequence[Offsets]) -> Row:
    """Cut folded texts into units and mark the sentences.

    Args:
        texts: folded texts.
        paragraphs: the paragraphs of each, shape (p, 2).

    Returns:
        The units of all texts in one row.
    """
    joined = "\n".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    spans, joinable = _cut(joined, codes)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    edges = np.searchsorted(spans[:, 0], starts)
    opens = np.zeros(len(spans), dtype=np.bool_)
    lines = [blocks[:, 0] + start for blocks, start in zip(paragraphs, starts.tolist(), strict=False)]
    at = np.searchsorted(spans[:, 0], np.concatenate(lines) if lines else [])
    opens[at[at < len(opens)]] = True
    first = sentence_starts(joined, spans, opens)
    return Row(Units(joined, spans, joinable, first), codes, texts, starts, edges)


def _cut(text: str, codes: NDArray[np.uint32]) -> tuple[Offsets, NDArray[np.bool_]]:
    """Offsets of the units, shape (n, 2), and whether each may be joined, shape (n,)."""
    padded = np.full(len(codes) + 2, _BLANK, dtype=np.uint8)  # a blank on both sides
    kinds = padded[1:-1]
    _classes().take(codes, mode="clip", out=kinds)
    kinds[codes >= _TABLE] = _HARD

    blank = padded == _BLANK
    edges = np.flatnonzero(blank[1:] != blank[:-1])
    runs, run_ends = edges[::2], edges[1::2]
    if not len(runs):
        return np.zeros((0, 2), dtype=np.int32), np.zeros(0, dtype=np.bool_)
    in_hard_run = np.zeros(len(runs), dtype=np.bool_)
    in_hard_run[np.searchsorted(runs, _hard(codes, padded), side="right") - 1] = True

    # a letter goes on with a letter, a digit with a digit; all else stands alone
    edge = (padded[1:] & padded[:-1] & (_LETTER | _DIGIT)) == 0
    starts, ends = edge[:-1] & ~blank[1:-1], edge[1:] & ~blank[1:-1]
    pieces: list[tuple[int, int]] = []
    alphabetic: list[bool] = []
    steps = np.zeros(len(codes) + 1, dtype=np.int8)
    steps[runs[in_hard_run]], steps[run_ends[in_hard_run]] = 1, -1
    plain = np.cumsum(steps[:-1], dtype=np.int8) == 0
    starts, ends = starts & plain, ends & plain
    for start, end in zip(runs[in_hard_run].tolist(), run_ends[in_hard_run].tolist(), strict=True):
        for match in UNIT.finditer(text, start, end):
            pieces.append(match.span())
            group = match.lastindex
            alphabetic.append(group == 1 or (not group and match.group().isalpha()))
    first = np.flatnonzero(starts)
    spans = np.stack([first, np.flatnonzero(ends) + 1], axis=1).astype(np.int32)
    joinable = (kinds[first] & _LETTER) > 0
    if pieces:
        spans = np.concatenate([spans, np.array(pieces, dtype=np.int32)])
        joinable = np.concatenate([joinable, np.array(alphabetic, dtype=np.bool_)])
        order = np.argsort(spans[:, 0], kind="stable")
        spans, joinable = spans[order], joinable[order]
    return spans, joinable


def _hard(codes: NDArray[np.uint32], padded: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Where characters are that only the pattern can judge; offsets into the text."""
    kinds = padded[1:-1]
    digits = np.flatnonzero(kinds == _DIGIT)
    begun = padded[digits] & (_BLANK | _DIGIT | _OPENING)
    ended = padded[digits + 2] & (_BLANK | _DIGIT | _MARK | _OPENING)
    specials = np.flatnonzero(kinds == _SPECIAL)
    signs, before = codes[specials], padded[specials]
    plain = padded[specials + 2] == _BLANK  # what has something behind it is hard, and so is
    plain &= (signs != ord(":")) | ((before & _LETTER) > 0)
    plain &= (signs != ord("-")) | (before == _BLANK)
    stops = np.flatnonzero(signs == ord("."))
    for k in range(_NO_ABBREVIATION):  # a stop behind what may be an abbreviation
        plain[stops] &= padded[np.maximum(specials[stops] - k, 0)] == (_LETTER | _SMALL)
    hard = specials[~plain]
    return np.concatenate([np.flatnonzero(kinds == _HARD), digits[(begun == 0) | (ended == 0)], hard])
