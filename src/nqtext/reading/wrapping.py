"""Hard-wrapped lines: told from text of one paragraph a line, and joined back into paragraphs.

Whoever breaks a paragraph into lines fills each of them: the first word of the next had no room left.
So a line goes on in the next where that is so, unless a sentence ended and the next line opens
something.  The same holds for columns of characters and for points on a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

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
_ENDS = re.compile(r"[.;:!?…/][\"”’')\]]*$")
_ENDS_ITEM = re.compile(r"(?:[;:]|\./\.?)[\"”’')\]]*$")
_WORD = re.compile(r"\S+")
#: A hyphen or stroke that stands inside a word: what follows belongs to it.
_INSIDE = re.compile(r"\S[-\u2010\u2011/]$")
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
        apart: whether more space than usual stands before it.
    """

    text: str
    left: float
    right: float
    low: float
    high: float
    apart: bool = False


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
    marked = _marks_beginnings(lines)
    paragraph = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, marked):
            paragraph.append(line)
        else:
            yield paragraph
            paragraph = [line]
    yield paragraph


def glued(lines: Sequence[Line]) -> str:
    """The text of a paragraph.

    A word that was cut at its hyphen or stroke is put together: ``2021-`` and ``2025``.
    """
    text = ""
    for line in lines:
        if text.endswith(_SOFT):
            text = text[:-1] + line.text
        elif not text or _INSIDE.search(text):
            text += line.text
        else:
            text += f" {line.text}"
    return text


def _marks_beginnings(lines: Sequence[Line]) -> bool:
    """Whether an indent or more space tells where paragraphs begin: then a line that lacks both goes on."""
    wide = [line for line in lines if line.right - line.left > 0.5 * (line.high - line.low)]
    marked = sum(line.apart or _is_indented(line) for line in wide)
    return bool(wide) and marked >= 0.1 * len(wide)


def _is_indented(line: Line) -> bool:
    return line.left - line.low > 0.02 * (line.high - line.low)


def _goes_on(before: Line, line: Line, marked: bool) -> bool:
    small = line.text[0].islower()
    if line.apart and not small:
        return False
    ended = _ENDS.search(before.text) is not None
    if _OPENS.match(line.text) is not None:
        return False
    full = _is_full(before, line)
    if before.text.isupper() and not line.text.isupper() and not small:
        return False
    if line.text.isupper() and not before.text.isupper():
        return full and not ended and len(line.text) <= 12  # the last word may be an abbreviation
    if not full:
        return small and not ended
    if not ended:
        return True
    return marked and not _is_indented(line) and _ENDS_ITEM.search(before.text) is None


def _is_full(before: Line, line: Line) -> bool:
    """Whether the first word of a line had no room in the line before (which may be centred)."""
    first = _WORD.match(line.text)
    size = (line.right - line.left) / max(len(line.text), 1)
    need = size * (1 + (first.end() if first else 0))
    room = 0.01 * (before.high - before.low)
    width = before.right - before.left
    return before.right + need > before.high - room or width + need > before.high - before.low - room
