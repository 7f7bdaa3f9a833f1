"""Units: a text cut into syllables, atoms and punctuation marks.

:data:`nqtext.segmentation.patterns.UNIT` says what a unit is.  Most of a text is so plain that
character classes say the same: letters with blanks or simple punctuation around them.  These are
cut in one numpy pass over all texts, and the pattern sees only the runs between blanks in which
something else occurs (a digit beside a letter, a stop inside, a slash, a mark).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.layers import Units
from nqtext.segmentation.patterns import TITLE_ABBREVIATIONS, UNIT
from nqtext.segmentation.sentences import sentence_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["find_units", "opens_with_capital"]

#: Classes of characters, one bit each.  A small letter has two.
_LETTER, _DIGIT, _BLANK, _MARK, _OPENING, _SPECIAL, _HARD, _SMALL = (np.uint8(1 << k) for k in range(8))
_TABLE = 0x2000  # code points with a class of their own; the others are left to the pattern

#: A small word of this many letters before a full stop is no abbreviation.
_NO_ABBREVIATION = 1 + max(len(word) for word in TITLE_ABBREVIATIONS if word[-1].islower())


@cache
def _classes() -> NDArray[np.uint8]:
    table = np.full(_TABLE, _HARD, dtype=np.uint8)
    for code in range(_TABLE):
        c = chr(code)
        if c.isspace():
            table[code] = _BLANK
        elif c.isalpha():
            table[code] = _LETTER | _SMALL if c.islower() else _LETTER
    for characters, kind in ((',;!?)]"', _MARK), ("([", _OPENING), (".:-", _SPECIAL), ("0123456789", _DIGIT)):
        for c in characters:
            table[ord(c)] = kind
    return table


def find_units(texts: Sequence[str], paragraphs: Sequence[Offsets]) -> list[Units]:
    """Cut folded texts into units and mark the sentences.

    Args:
        texts: folded texts.
        paragraphs: the paragraphs of each, shape (p, 2).

    Returns:
        The units of each text.
    """
    joined = "\n".join(texts)
    spans, joinable = _cut(joined)
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    edges = np.searchsorted(spans[:, 0], bounds).tolist()
    result = []
    for i, (text, blocks) in enumerate(zip(texts, paragraphs, strict=True)):
        own = (spans[edges[i] : edges[i + 1]] - bounds[i]).astype(np.int32)
        opens = np.zeros(len(own), dtype=np.bool_)
        at = np.searchsorted(own[:, 0], blocks[:, 0])
        opens[at[at < len(own)]] = True
        first = sentence_starts(text, own, opens)
        result.append(Units(text, own, joinable[edges[i] : edges[i + 1]], first))
    return result


def opens_with_capital(units: Units) -> NDArray[np.bool_]:
    """Which units begin with a capital letter, shape (n,)."""
    codes = np.frombuffer(units.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _capitals().take(codes[units.spans[:, 0]], mode="clip")


@cache
def _capitals() -> NDArray[np.bool_]:
    return np.array([chr(code).isupper() for code in range(_TABLE)])


def _cut(text: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Offsets of the units, shape (n, 2), and whether each may be joined, shape (n,)."""
    if not text:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.bool_)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    padded = np.full(len(codes) + 2, _BLANK, dtype=np.uint8)  # a blank on both sides
    kinds = padded[1:-1]
    _classes().take(codes, mode="clip", out=kinds)
    kinds[codes >= _TABLE] = _HARD

    blank = padded == _BLANK
    edges = np.flatnonzero(blank[1:] != blank[:-1])
    runs, run_ends = edges[::2], edges[1::2]
    if not len(runs):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.bool_)
    in_hard_run = np.zeros(len(runs), dtype=np.bool_)
    in_hard_run[np.searchsorted(runs, _hard(codes, padded), side="right") - 1] = True

    # a letter goes on with a letter, a digit with a digit; all else stands alone
    edge = (padded[1:] & padded[:-1] & (_LETTER | _DIGIT)) == 0
    starts, ends = edge[:-1] & ~blank[1:-1], edge[1:] & ~blank[1:-1]
    pieces: list[tuple[int, int]] = []
    alphabetic: list[bool] = []
    for start, end in zip(runs[in_hard_run].tolist(), run_ends[in_hard_run].tolist(), strict=True):
        starts[start:end] = ends[start:end] = False
        for match in UNIT.finditer(text, start, end):
            pieces.append(match.span())
            group = match.lastindex
            alphabetic.append(group == 1 or (not group and match.group().isalpha()))
    first = np.flatnonzero(starts)
    spans = np.stack([first, np.flatnonzero(ends) + 1], axis=1)
    joinable = (kinds[first] & _LETTER) > 0
    if pieces:
        spans = np.concatenate([spans, np.array(pieces, dtype=np.int64)])
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
