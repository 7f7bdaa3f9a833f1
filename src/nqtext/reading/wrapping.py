"""Hard-wrapped lines: told from text of one paragraph a line, and joined back into paragraphs.

Whoever breaks a paragraph into lines fills each of them: the first word of the next had no room left.
So a line goes on in the next where that is so, unless a sentence ended and the next line opens
something.  The same holds for columns of characters and for points on a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqtext.reading.lines import dateline
from nqtext.reading.official import is_alone, is_body, is_territory
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import fold, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Line", "glued", "is_wrapped", "joined"]

_OPENS = pattern(
    rf"(?:[-–—]\s?(?=[\"“(]?(?:{CAPITAL}|\d))|[+*•●○■▪]\s?\S"
    r"|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-EĐ]|[IVX]{1,5})\s?[.)/]\s|\d{1,2}(?:\.\d{1,2}){1,3}\s"
    r"|(?:Điều|ĐIỀU)\s\d{1,3}[a-z]?\s?(?:[.:]|$)"
    r"|(?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC)\s(?:[IVXLC]{1,6}|\d{1,3}|thứ\s\S{2,5})\b"
    r"\s?(?:[.:]|$)"
    r"|Căn cứ\s|Xét\s|Theo đề nghị\s|Nơi nhận|Số\s?:|Kính gửi|TM\.|KT\.|TL\.|TUQ\.|Q\.|\[\d{1,3}\]\s"
    r"|(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|THÔNG TƯ|KẾ HOẠCH)\s?:?$)"
)
_ENDS = re.compile(r"(?:[.;:!?…]|\./)[\"”’')\]]*$")
#: What opens a paragraph, but may stand in a sentence, too.
_MAY_OPEN = pattern(r"[-–—]\s|Căn cứ\s|Xét\s|Theo đề nghị\s")
_WORD = re.compile(r"\S+")
#: A hyphen or stroke that stands inside a word: what follows belongs to it.
_INSIDE = re.compile(r"[^\W_][-\u2010\u2011/]$")
_MAX_ALONE = 120
_SOFT = "\xad"

_MIN_WIDTH, _MAX_WIDTH = 40, 180
_MIN_CUT_LINES, _MIN_CUT_SHARE = 3, 0.12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page or a text, in columns of characters or in points.

    Attributes:
        text: what stands in it, without blanks around.
        left: where it begins.
        right: where it ends.
        low: where the lines of its column begin.
        high: where the lines of its column end.
        apart: whether more space than usual stands before it; None where a page or column begins.
        whole: whether it is a paragraph of its own, as a row of a table is.
    """

    text: str
    left: float
    right: float
    low: float
    high: float
    apart: bool | None = False
    whole: bool = False


def is_wrapped(text: str) -> bool:
    """Whether a text is broken into lines of about one width, in the midst of its sentences.

    >>> is_wrapped("Nghị quyết về đô thị\\nSáng 18/5, hội nghị đã họp tại Hà Nội.")
    False
    """
    lines = [line.strip() for line in text.splitlines()]
    widths = sorted(len(line) for line in lines if line)
    if len(widths) < 2 * _MIN_CUT_LINES:
        return False
    width = widths[int(0.9 * (len(widths) - 1))]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or widths[-1] > 1.4 * width:
        return False
    cut = sum(
        bool(before and after)
        and after[0].islower()
        and len(before) >= 0.6 * width
        and _ENDS.search(before) is None
        for before, after in pairwise(lines)
    )
    return cut >= _MIN_CUT_LINES and cut >= _MIN_CUT_SHARE * len(widths)


def joined(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph.

    Args:
        lines: all lines in the order in which they are read.

    >>> texts = ["Đến năm 2030, cả nước có ít nhất", "50 đô thị.", "Điều 2. Tổ chức"]
    >>> lines = [Line(text, 0, len(text), 0, 32) for text in texts]
    >>> [glued(paragraph) for paragraph in joined(lines)]
    ['Đến năm 2030, cả nước có ít nhất 50 đô thị.', 'Điều 2. Tổ chức']
    """
    if not lines:
        return
    style = _style(lines)
    paragraph = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, style):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def glued(lines: Sequence[Line]) -> str:
    """The text of a paragraph.

    A word that was cut at its hyphen or stroke is put together: ``2021-`` and ``2025``.
    """
    pieces: list[str] = []
    for line in lines:
        if pieces and pieces[-1].endswith(_SOFT):
            pieces[-1] = pieces[-1][:-1]
        elif pieces and not _INSIDE.search(pieces[-1][-2:]):
            pieces.append(" ")
        pieces.append(line.text)
    return "".join(pieces)


class _Style(NamedTuple):
    """How a text shows where its paragraphs begin."""

    marked: bool
    indent: float | None


def _style(lines: Sequence[Line]) -> _Style:
    """Whether space or an indent, and which, tells where paragraphs begin."""
    wide = [line for line in lines if line.right - line.left > 0.5 * (line.high - line.low)]
    indents = Counter(round(_indent(line), 2) for line in wide if _is_indented(line))
    indent, count = indents.most_common(1)[0] if indents else (0.0, 0)
    apart = sum(bool(line.apart) for line in wide)
    enough = 0.1 * len(wide)
    return _Style(bool(wide) and max(apart, count) >= enough, indent if count and count >= enough else None)


def _indent(line: Line) -> float:
    return (line.left - line.low) / max(line.high - line.low, 1.0)


def _is_indented(line: Line) -> bool:
    return _indent(line) > 0.02


def _goes_on(before: Line, line: Line, style: _Style) -> bool:
    if before.whole or line.whole:
        return False
    small = line.text[0].islower()
    ended = _ENDS.search(before.text) is not None
    full = _is_full(before, line)
    if not small and (_stands_alone(before.text) or (_stands_alone(line.text) and (ended or not full))):
        return False
    if is_body(before.text) and (is_territory(line.text) or is_body(line.text)):
        return False  # the head of a document names the body, and below it the territory or its office
    if line.apart and not small:
        return False
    if _INSIDE.search(before.text) and line.text[0].isalnum():
        return True
    if _OPENS.match(line.text) is not None and (ended or not full or _MAY_OPEN.match(line.text) is None):
        return False
    if small:
        return full or not ended
    if style.indent is not None and abs(_indent(line) - style.indent) < 0.01:
        return False
    capitals = _is_capitals(before.text), _is_capitals(line.text)
    if capitals == (True, False):
        first = line.text.split()[0]
        return full and not ended and len(first) > 2 and first.isupper()  # a title that ends in small letters
    if capitals == (False, True):
        # The last words may be abbreviations.
        return full and not ended and (len(line.text) <= 12 or before.text.endswith(","))
    if not full or not ended:
        return full
    # Where every paragraph is indented, what is not goes on, even over the edge of a page.
    return style.marked and (line.apart is not None or style.indent is not None) and not _is_indented(line)


def _stands_alone(text: str) -> bool:
    """Whether a line is a dateline, or one of the head of a document."""
    if len(text) > _MAX_ALONE:
        return False
    line = fold(text).text
    return is_alone(line) or dateline(line) is not None


def _is_capitals(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return (
        2 * letters > len(text) and sum(map(str.isupper, text)) >= 0.9 * letters
    )  # IoT may stand among them


def _is_full(before: Line, line: Line) -> bool:
    """Whether the first word of a line had no room in the line before (which may be centred)."""
    first = _WORD.match(line.text)
    size = (line.right - line.left) / max(len(line.text), 1)
    need = size * (1 + (first.end() if first else 0))
    room = 0.01 * (before.high - before.low)
    width = before.right - before.left
    return before.right + need > before.high - room or width + need > before.high - before.low - room
