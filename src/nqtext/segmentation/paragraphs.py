"""Paragraphs: where they are, what each is in the layout, and the heading it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from nqtext.records import Block
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.unicode import Offsets

__all__ = ["LABELS", "NumberPattern", "paragraph_blocks", "paragraph_spans"]

_LINE = re.compile(r"[^\n]+")

# Depth of a heading or numbered line: what stands deeper belongs to what stands above it.
_TITLE, _PART, _CHAPTER, _SECTION, _ROMAN, _PLAIN, _ARTICLE, _DECIMAL = range(8)
_LETTER, _BULLET, _TEXT = 12, 13, 14  # room for 2.1, 2.1.1, 2.1.1.1 below 2


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A form of numbering: the pattern at the start of a paragraph, and how deep it stands.

    Group 1 of the pattern is the number.
    """

    name: str
    expression: str
    depth: int
    examples: tuple[tuple[str, str], ...]  # (paragraph, number)
    counter_examples: tuple[str, ...]


#: Numberings of Vietnamese documents, the first that matches decides.  Source: the forms laid
#: down for official documents (Nghị định 30/2020/NĐ-CP, annex I) and those seen in the press.
LABELS: tuple[NumberPattern, ...] = (
    NumberPattern(
        "part",
        r"(?:PHẦN|Phần)\s+((?:THỨ\s+|[Tt]hứ\s+)?[^\W_]+)\b",
        _PART,
        (("PHẦN THỨ NHẤT", "THỨ NHẤT"), ("Phần II. Nội dung", "II")),
        ("Phần lớn các địa phương đã báo cáo rằng công việc đang được triển khai đúng tiến độ.",),
    ),
    NumberPattern(
        "chapter",
        r"(?:CHƯƠNG|Chương)\s+([IVXLC]+|\d+)\b",
        _CHAPTER,
        (("Chương II", "II"), ("CHƯƠNG 3. TỔ CHỨC", "3")),
        ("Chương trình hành động",),
    ),
    NumberPattern(
        "section",
        r"(?:MỤC|Mục|TIỂU MỤC|Tiểu mục|PHỤ LỤC|Phụ lục)\s+([IVXLC]+|\d+)\b",
        _SECTION,
        (("Mục 1. Quy định chung", "1"), ("PHỤ LỤC II", "II")),
        ("Mục tiêu tổng quát",),
    ),
    NumberPattern(
        "article",
        r"(?:ĐIỀU|Điều)\s+(\d{1,3}[a-zđ]?)\b",
        _ARTICLE,
        (("Điều 1. Phạm vi điều chỉnh", "1"), ("ĐIỀU 12: Hiệu lực", "12")),
        ("Điều này cho thấy", "Điều kiện 1"),
    ),
    NumberPattern(
        "ordinal",
        r"((?:Thứ|Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười)"
        r"(?:\s+(?:là|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|một)){1,2})(?=\s*[,:](?!\s*(?i:ngày)))",
        _DECIMAL,
        (("Thứ nhất, tiếp tục hoàn thiện", "Thứ nhất"), ("Hai là, đẩy mạnh", "Hai là")),
        ("Thứ trưởng Nguyễn Văn A", "Năm 2025, cả nước", "Thứ tư, ngày 18/5/2022"),
    ),
    NumberPattern(
        "roman",
        r"([IVX]{1,5})\s*[.)/:-]\s*(?=\S)",
        _ROMAN,
        (("II. MỤC TIÊU", "II"), ("IV/ Tổ chức thực hiện", "IV")),
        ("Việt Nam", "I ốt"),
    ),
    NumberPattern(
        "decimal",
        r"\((\d{1,2})\)\s*(?=\S)|(\d{1,2}(?:\.\d{1,2}){0,4})\s*[.)/:-]\s*(?=[^\W\d_]|[\"'(])|(\d{1,2}(?:\.\d{1,2}){1,4})\s+(?=[^\W\d_])",
        _DECIMAL,
        (
            ("1. Mục tiêu", "1"),
            ("2.1. Tổng quát", "2.1"),
            ("1.2 Cụ thể", "1.2"),
            ("3) Tiếp tục", "3"),
            ("(4) Rà soát", "4"),
        ),
        ("1.234 tỷ đồng là tổng vốn", "18/5/2022", "2030"),
    ),
    NumberPattern(
        "letter",
        r"([a-zđ]{1,2}\d?)\s*\)\s*|([a-zđ])\.\s+|([A-EĐ])[.)]\s+(?=\S)",
        _LETTER,
        (("a) Rà soát", "a"), ("đ) Bố trí kinh phí", "đ"), ("b. Yêu cầu", "b"), ("A. PHẦN CHUNG", "A")),
        ("anh", "là)"),
    ),
    NumberPattern(
        "bullet",
        r"([-+*•●○■▪▫◦‣·])\s*(?=[^\W_]|[\"'(])",
        _BULLET,
        (("- Chủ trì, phối hợp", "-"), ("+ Đến năm 2030", "+"), ("• Phấn đấu", "•")),
        ("--", "-"),
    ),
)
_COMPILED = tuple((label, pattern(r"\s*" + label.expression)) for label in LABELS)
_ANY = pattern(r"\s*(?:" + "|".join(label.expression for label in LABELS) + ")")

_CAPTION = pattern(
    r"(?i:(?<!tin, )(?<!bài, )(?<!và )\bảnh\s*(?:minh họa\s*)?(?::|-|\()"
    r"|\bphoto\s*:|\(\s*ảnh\b|^\s*ảnh minh họa|\bđồ họa\s*:|\binfographic\s*:)"
)
_PICTURES = ("ảnh", "photo", "đồ họa", "infographic")  # one of them stands in every caption
_DATELINE = pattern(r"(?i)\W*(?:thứ \w+|chủ nhật)?\W*(?:ngày )?\d{1,2}(?:[/.-]\d{1,2}| tháng \d|:\d\d)")
_MAX_HEADING = 150  # code points; longer lines are text however they end
_MAX_CAPTION = 300
_ENDS_SENTENCE = re.compile(r"[.;,!?…/][\"')\]]*\s*$")


def paragraph_spans(text: str) -> Offsets:
    """Maximal blocks between line breaks that are not blank.

    Args:
        text: folded text (its line breaks are all newlines).

    Returns:
        Offsets of shape (n, 2), outer blanks included, the break excluded.

    >>> paragraph_spans("I. MỤC TIÊU\\n\\n 1. Tổng quát ").tolist()
    [[0, 11], [13, 27]]
    """
    spans = [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]
    return np.array(spans, dtype=np.int32).reshape(-1, 2)


def paragraph_blocks(text: str, spans: Offsets, furniture: Sequence[bool] | None = None) -> tuple[Block, ...]:
    """Kind, number and heading of each paragraph.

    Args:
        text: folded text.
        spans: the paragraphs, shape (n, 2).
        furniture: marks of page furniture, one a paragraph; None means none is.

    Returns:
        One :class:`Block` a paragraph.

    >>> text = "Điều 1. Mục tiêu\\n1. Đến năm 2030, cả nước có 50 đô thị thông minh."
    >>> [(block.kind, block.number, block.heading) for block in paragraph_blocks(text, paragraph_spans(text))]
    [('article', '1', -1), ('clause', '1', 0)]
    """
    count = len(spans)
    marks = [False] * count if furniture is None else list(furniture)
    lines = [text[start:end].strip() for start, end in spans.tolist()]
    labels = [_label(line) for line in lines]
    content = [i for i in range(count) if not marks[i]]
    following = dict(pairwise(content))
    blocks = [Block(furniture=True)] * count
    above: list[tuple[int, int]] = []  # (depth, index) of the headings that are open, depth rising
    in_article = False
    for i in content:
        name, number, depth = labels[i]
        line = lines[i]
        after = following.get(i)
        next_line, next_label = (None, _NO_LABEL) if after is None else (lines[after], labels[after])
        heading = _is_heading(line, name, next_line, next_label)
        if heading and not name:
            depth = _TITLE if not above and i == content[0] else _PLAIN
        if name == "article":
            kind, in_article = "article", True
        elif heading:
            kind = "heading"
            in_article &= depth > _ROMAN and not line.isupper()
        elif name in ("", "bullet") and len(line) <= _MAX_CAPTION and _is_caption(line):
            kind = "caption"
        elif in_article and name in ("decimal", "letter"):
            kind = "clause" if name == "decimal" else "point"
        else:
            kind = "item" if name else "text"
        if name == "decimal" and number is not None:
            depth += min(number.count("."), _LETTER - _DECIMAL - 1)  # 2.1 stands below 2
        while above and above[-1][0] >= depth:
            above.pop()
        blocks[i] = Block(kind, number, above[-1][1] if above else -1)
        if kind in ("heading", "article") or (name and line.endswith(":") and next_label[2] > depth):
            above.append((depth, i))
    return tuple(blocks)


_NO_LABEL: tuple[str, str | None, int] = ("", None, _TEXT)


def _label(line: str) -> tuple[str, str | None, int]:
    """Name, number and depth of the numbering a line begins with."""
    for label, compiled in _COMPILED if _ANY.match(line) else ():
        match = compiled.match(line)
        if match:
            if label.name == "part" and len(line) > 60 and not line.isupper():
                continue
            number = next(group for group in match.groups() if group is not None)
            return label.name, number, label.depth
    return _NO_LABEL


def _is_heading(line: str, name: str, after: str | None, after_label: tuple[str, str | None, int]) -> bool:
    """Whether a line opens what follows it rather than saying something itself."""
    if name in ("part", "chapter", "section"):
        return len(line) <= _MAX_HEADING
    if after is None or len(line) > _MAX_HEADING or name in ("bullet", "ordinal", "article"):
        return False
    if not any(c.isalpha() for c in line) or _is_caption(line):
        return False
    if _DATELINE.match(line):
        return False
    if line.isupper():
        return True
    if _ENDS_SENTENCE.search(line):
        return False
    if name:
        deeper = after_label[2] > {"roman": _ROMAN, "decimal": _DECIMAL, "letter": _LETTER}[name]
        return len(line) <= 120 and (line.endswith(":") or deeper or len(line) <= 60)
    if line.endswith(":"):
        return len(line) <= 60 and bool(after_label[0] or len(after) > len(line))
    first = next(c for c in line if c.isalnum() or c in "\"'(")
    return not first.islower() and len(line) <= 110 and len(after) > max(len(line), 60) and " " in line


def _is_caption(line: str) -> bool:
    """Whether a line speaks of a picture the way captions do; plain words first, for they cost less."""
    small = line.lower()
    for picture in _PICTURES:
        if picture in small:
            return _CAPTION.search(line) is not None
    return False
