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

__all__ = ["find_units"]

_BLANK, _SMALL, _CAPITAL, _MARK, _OPENING, _STOP, _COLON, _DIGIT, _DASH, _HARD = range(10)
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
            table[code] = _SMALL if c.islower() else _CAPITAL
    for c, kind in zip(",;!?)]\"([.:-", [_MARK] * 7 + [_OPENING] * 2 + [_STOP, _COLON, _DASH], strict=True):
        table[ord(c)] = kind
    table[ord("0") : ord("9") + 1] = _DIGIT
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


def _cut(text: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Offsets of the units, shape (n, 2), and whether each may be joined, shape (n,)."""
    if not text:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.bool_)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = np.full(len(codes) + 2, _BLANK, dtype=np.uint8)  # a blank on both sides
    kinds[1:-1] = _classes().take(codes, mode="clip")
    kinds[1:-1][codes >= _TABLE] = _HARD
    before, kind, after = kinds[:-2], kinds[1:-1], kinds[2:]

    blank = kind == _BLANK
    letter = (kind == _SMALL) | (kind == _CAPITAL)
    digit = kind == _DIGIT
    hard = kind == _HARD
    for i in np.flatnonzero(kind == _STOP):  # few
        run = kinds[max(i - _NO_ABBREVIATION, 0) + 1 : i + 1]
        hard[i] = after[i] != _BLANK or len(run) < _NO_ABBREVIATION or (run != _SMALL).any()
    last = after == _BLANK
    hard |= (kind == _COLON) & ~(last & ((before == _SMALL) | (before == _CAPITAL)))
    hard |= (kind == _DASH) & ~(last & (before == _BLANK))
    well_begun = (before == _BLANK) | (before == _DIGIT) | (before == _OPENING)
    well_ended = last | (after == _DIGIT) | (after == _MARK) | (after == _OPENING)
    hard |= digit & ~(well_begun & well_ended)

    filled = ~blank
    opens_run = filled & (before == _BLANK)
    runs = np.flatnonzero(opens_run)
    run_ends = np.flatnonzero(filled & last) + 1
    if not len(runs):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.bool_)
    counted = np.concatenate([[0], np.cumsum(hard)])
    hard_run = counted[run_ends] > counted[runs]

    was_letter = (before == _SMALL) | (before == _CAPITAL)
    starts = filled & ~(letter & was_letter) & ~(digit & (before == _DIGIT))
    is_letter_after = (after == _SMALL) | (after == _CAPITAL)
    ends = filled & ~(letter & is_letter_after) & ~(digit & (after == _DIGIT))
    pieces: list[tuple[int, int]] = []
    alphabetic: list[bool] = []
    for start, end in zip(runs[hard_run].tolist(), run_ends[hard_run].tolist(), strict=True):
        starts[start:end] = ends[start:end] = False
        for match in UNIT.finditer(text, start, end):
            pieces.append(match.span())
            group = match.lastindex
            alphabetic.append(group == 1 or (not group and match.group().isalpha()))
    first = np.flatnonzero(starts)
    spans = np.stack([first, np.flatnonzero(ends) + 1], axis=1)
    joinable = letter[first]
    if pieces:
        spans = np.concatenate([spans, np.array(pieces, dtype=np.int64)])
        joinable = np.concatenate([joinable, np.array(alphabetic, dtype=np.bool_)])
        order = np.argsort(spans[:, 0], kind="stable")
        spans, joinable = spans[order], joinable[order]
    return spans, joinable
