"""Sentences: where a full stop ends one and where it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.patterns import TITLE_ABBREVIATIONS
from nqtext.unicode import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["sentence_starts"]

_LONGEST = 40  # code points of a unit that may end a sentence
_TERMINATOR = re.compile("[.!?…]")
_CLOSERS = frozenset("\"')]}")
_OPENERS = frozenset("\"'([{-+*•●○■▪▫◦‣·")
_ABBREVIATIONS = frozenset(fold(abbreviation).text for abbreviation in TITLE_ABBREVIATIONS)
#: What a label of a list or an article consists of: "1", "1.2", "a", "IV", behind these words or none.
_LABEL = re.compile(r"\d{1,2}(?:\.\d{1,2})*|[a-zđA-ZĐ]|[IVX]{1,5}")
_LABEL_WORDS = frozenset({"điều", "khoản", "mục", "chương", "phần", "bài", "phụ", "lục", "số"})
#: Words that go on behind "T.Ư." or "v.v.": the stop belongs to the abbreviation.
_CONTINUES = frozenset({"đảng", "đoàn", "hội", "mttq", "mặt"})


def sentence_starts(text: str, units: Offsets, opens_paragraph: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the units that open a sentence.

    A stop ends a sentence when white space follows it (closing quotes and brackets first) and
    what comes next begins like a sentence.  It does not behind abbreviations (``TP.``, ``TS.``),
    the label of a list or article (``1.``, ``Điều 5.``), or an initial in a name.

    Args:
        text: folded text.
        units: offsets of its units, shape (n, 2).
        opens_paragraph: shape (n,), True at the first unit of each paragraph.

    Returns:
        Shape (n,), True where a unit opens a sentence.

    >>> text = "TS. Lan nói. Điều 5. Hiệu lực"
    >>> units = np.array([[m.start(), m.end()] for m in re.finditer(r"TS\\.|\\w+|\\.", text)], dtype=np.int32)
    >>> opens = np.zeros(len(units), dtype=bool); opens[0] = True
    >>> text[units[np.flatnonzero(sentence_starts(text, units, opens))[1], 0]:]
    'Điều 5. Hiệu lực'
    """
    first = opens_paragraph.copy()
    count = len(units)
    start_of, end_of = units[:, 0].item, units[:, 1].item
    paragraph_firsts = np.maximum.accumulate(np.where(opens_paragraph, np.arange(count), 0))
    started = 0  # the unit that opened the current sentence
    for i in _candidates(text, units, opens_paragraph).tolist():
        started = max(started, int(paragraph_firsts[i]))
        after = i + 1
        while after < count and start_of(after) == end_of(after - 1) and text[start_of(after)] in _CLOSERS:
            after += 1
        if after >= count or opens_paragraph[after] or start_of(after) == end_of(after - 1):
            continue
        if not _begins_sentence(text, units, opens_paragraph, after):
            continue
        if text[end_of(i) - 1] == "." and _is_label_or_name(text, units, i, started):
            continue
        first[after] = True
        started = after
    return first


def _candidates(text: str, units: Offsets, opens_paragraph: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Units inside a paragraph that may end a sentence: terminators, abbreviations with a final stop."""
    stops = np.array([match.end() for match in _TERMINATOR.finditer(text)], dtype=np.int32)
    at = np.searchsorted(units[:, 1], stops)
    at = at[at < len(units) - 1]
    stops = stops[: len(at)]
    ends_here = (units[at, 1] == stops) & (stops - units[at, 0] < _LONGEST) & ~opens_paragraph[at + 1]
    found: NDArray[np.intp] = at[ends_here]
    return found


def _begins_sentence(text: str, units: Offsets, opens_paragraph: NDArray[np.bool_], i: int) -> bool:
    """Whether unit i looks like the beginning of a sentence (openers are looked through)."""
    for k, start in enumerate(units[i : i + 3, 0].tolist(), i):
        if k > i and opens_paragraph[k]:
            break
        c = text[start]
        if c not in _OPENERS:
            return not c.islower()
    return True


def _is_label_or_name(text: str, units: Offsets, i: int, started: int) -> bool:
    """Whether the stop in unit i belongs to an abbreviation, a label or an initial."""
    spans = units[max(i - 2, 0) : i + 2].tolist()
    unit, following = (text[start:end] for start, end in spans[-2:])
    if len(unit) > 1 and not unit.startswith("."):
        return not unit.lower().startswith("v.v")  # TP.  GS.TS.  Đ/c.
    if i == started or spans[-3][1] != spans[-2][0]:
        return False
    before = text[spans[-3][0] : spans[-3][1]]
    if "." in before and before.isupper():  # T.Ư. Đảng
        return following.lower() in _CONTINUES
    if before in _ABBREVIATIONS:
        return True
    if _LABEL.fullmatch(before):
        if i - 1 == started:
            return True
        earlier = text[spans[-4][0] : spans[-4][1]]
        if i - 2 == started and earlier.lower() in _LABEL_WORDS:
            return True
        if earlier in (":", ";") and (before.isdigit() or before.islower()):
            return True
        if len(before) == 1 and before.isupper() and earlier[:1].isupper():  # Nguyễn V. An
            return True
    return False
