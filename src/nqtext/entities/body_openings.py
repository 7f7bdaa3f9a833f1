"""Where a type word opens no name: as part of another word, of a person's name or of a document's number."""

from __future__ import annotations

import re

from nqtext.entities.territory import SURNAMES
from nqtext.unicode import pattern

__all__ = ["is_kind", "opens_body"]

#: Letters that only say which kind of body it is.
_KINDS = frozenset({"ĐH", "CĐ", "THPT", "THCS", "DN", "HTX"})
_IN_PLACE = pattern("(?<!\\w)(?:xã|phường|thị trấn|thôn|ấp|bản) (?:[A-ZĐ]\\w{0,6} ){1,2}$")
_LINE = pattern("(?:\\A|\\n)(?:[-+*•]|[a-zđ0-9]{1,2}[.)])? ?\\Z")
_NO_SCHOOL = pattern("(?:thị|môi|hội|quảng|hiện|lập|chủ|công|nghị|thương|nông) $", re.IGNORECASE)
#: "Phó Thủ tướng Thường trực Chính phủ": a rank of the person, no body.
_RANK = pattern("(?:tướng|trưởng|tịch|thư|đốc|tra|viên|nhiệm) $")
#: In a line of capitals a type word of one syllable opens a body only behind these.
_BEFORE_BODY = frozenset(
    "của và tại các do giữa với cho thuộc trình giao ở từ bởi gửi đốc trưởng tịch thư nhiệm lệnh phó ủy "
    "phòng tra sự viên ngành về theo gồm là cùng".split()
)
#: "80/QĐ-UBND"
_NUMBER = pattern("/[A-ZĐ]{1,6}-$")


def opens_body(text: str, start: int, end: int, word: str) -> bool:
    """Whether a type word can open the name of a body, by what stands before it.

    Args:
        text: folded text.
        start: where the word stands.
        end: one past it.
        word: the word as inside a sentence.

    >>> [opens_body(text, 5, 7, "Vụ") for text in ("PHỤC VỤ NHÂN DÂN", "CỦA  VỤ PHÁP CHẾ")]
    [False, True]
    """
    if text[end + 1 : end + 2] == "T" and text.startswith((" Trưởng", " TRƯỞNG"), end):
        return False  # "Cục Trưởng" is a title
    before = text[max(0, start - 12) : start]
    if word == "Tổ chức" and (_LINE.search(before) or text[start:end].isupper()):
        return False  # "Tổ chức thanh tra": the line says what is done
    if word == "Phòng" and text.startswith((" chống", " Chống", " CHỐNG"), end):
        return False
    if word == "Thường trực":
        return _RANK.search(before) is None
    if before.endswith("-"):
        return _NUMBER.search(before) is None
    last = before.split()[-1] if before.endswith(" ") and before.strip() else ""
    if word.startswith("Ban") and last.lower() == "ủy":
        return False
    if " " in word or not last:
        return True
    if last[0].isupper() and _IN_PLACE.search(text, max(0, start - 24), start):
        return False  # "xã Mỹ Hội Đông"
    if last in SURNAMES:
        return False  # "Nguyễn Trường Giang"
    if word == "Trường" and text[start].islower() and _NO_SCHOOL.search(before):
        return False
    capitals = text[start:end].isupper() and not word.isupper()
    return not (capitals and last.isupper() and last.isalpha() and last.lower() not in _BEFORE_BODY)


def is_kind(text: str, end: int, stop: int) -> bool:
    """Whether what was read behind a type word up to ``stop`` only says which kind of body it is.

    >>> is_kind("các trường ĐH, CĐ", 10, 13)
    True
    """
    return text[end + 1 : stop] in _KINDS and not text.startswith(" nhỏ và vừa", stop)
