"""Lines of news: datelines, captions, bylines and sources, each told by the line alone."""

from __future__ import annotations

import datetime
import re

from nqtext.segmentation.patterns import CAPITAL, LETTER
from nqtext.unicode import pattern

__all__ = [
    "AUTHOR",
    "CREDIT",
    "DAY",
    "DAY_IN_WORDS",
    "NAMES",
    "NAME_LINE",
    "PRESS_DATELINE",
    "SITE",
    "SOURCE",
    "dateline",
    "is_byline",
    "is_caption",
    "iso_date",
]

_SMALL = "a-zß-öø-ÿăđĩũơưạ-ỹ"
_NAME_WORD = f"{CAPITAL}[{_SMALL}]{{0,7}}(?:'{LETTER}{{1,8}})?"
_INITIALS = f"(?:{CAPITAL}[{_SMALL}]?\\.\\s?){{1,3}}(?:{_NAME_WORD})?(?:\\s{_NAME_WORD}){{0,2}}"
_NAME = f"(?:{_NAME_WORD}(?:\\s{_NAME_WORD}){{1,4}}|{_INITIALS})"
NAMES = f"{_NAME}(?:\\s?(?:-|,|;|và)\\s?{_NAME}){{0,5}}"

DAY = r"(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<y>(?:19|20)\d\d)"
DAY_IN_WORDS = r"(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s*,?\s+năm\s+(?P<y2>(?:19|20)\d\d)"
_CLOCK = (
    r"(?P<h>\d{1,2})\s?(?::|h|giờ|g)\s?(?P<min>[0-5]\d)(?:\s?(?::|phút|')\s?(?P<sec>[0-5]\d)?)?"
    r"\s?(?P<half>[ap]m)?"
)
_WEEKDAY = r"(?:(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s?,?\s?)"
_BEFORE = r"(?:(?:ngày )?(?:đăng|cập nhật|xuất bản|đưa tin|tạo|gửi)(?: (?:lúc|ngày|bài|tin)){0,2}\s?:?\s?)"
_BETWEEN = r"[\s,|;()@\-]{0,4}(?:lúc\s)?"
_DATELINES = (
    pattern(
        rf"\W{{0,3}}{_BEFORE}?{_WEEKDAY}?(?:ngày\s)?(?:{DAY}"
        rf"|{DAY_IN_WORDS})(?:{_BETWEEN}{_CLOCK})?\W{{0,3}}(?:\[?gmt\s?[+-]\s?\d{{1,2}}\]?)?\W{{0,3}}",
        re.I,
    ),
    pattern(
        rf"\W{{0,3}}{_BEFORE}?{_WEEKDAY}?{_CLOCK}{_BETWEEN}{_WEEKDAY}?(?:ngày\s)?(?:{DAY}"
        rf"|{DAY_IN_WORDS})\W{{0,3}}(?:\[?gmt\s?[+-]\s?\d{{1,2}}\]?)?\W{{0,3}}",
        re.I,
    ),
)
_WITH_DATE = re.compile(r"\d{4}")
PRESS_DATELINE = pattern(rf"{CAPITAL}[\w .]{{2,25}},\s(?:ngày\s)?{DAY}\s?(?:\([^()]{{2,20}}\))?\s?[-:]\s")

#: A line that describes a picture.
CAPTION = pattern(
    r"\bảnh(?: minh họa| tư liệu| chụp)?\s?(?::|-|\()|\(\s?ảnh\b|^\s?ảnh minh họa"
    r"|\bphoto\s?:|\bđồ họa\s?:",
    re.I,
)
#: One of them stands in every caption; looking for them costs less than the pattern.
_PICTURES = ("ảnh", "photo", "đồ họa")
CREDIT = pattern(
    r"\W{0,3}(?:tin|bài|bài viết)\s?(?:,|và|-|&|/)?\s?(?:ảnh)?\s?(?:,|và|-|&|/)?\s?(?:ảnh"
    r"|video|clip)?\s?:\s?(?P<name>.{2,80})",
    re.I,
)
AUTHOR = pattern(r"\W{0,2}(?:tác giả|người viết|theo pv|phóng viên)\s?:?\s(?P<name>.{2,60})", re.I)
NAME_LINE = pattern(
    rf"\W{{0,2}}(?P<name>{NAMES}|Nhóm PV|PV|BBT|Ban Biên tập)(?:\s\((?:[Tt]hực hiện"
    rf"|[Tt]ổng hợp|[Ll]ược ghi|[Gg]hi)\))?\W{{0,2}}"
)
SOURCE = pattern(
    r"\W{0,2}(?:nguồn(?: tin)?\s?:\s?"
    r"|(?:tổng hợp )?theo\s)(?P<name>[^.;:!?]{2,80}?(?:\.(?:vn|com|org|net))*(?:\.vn)?)\W{0,2}",
    re.I,
)
SITE = pattern(
    r"\(?(?P<name>(?:[A-Za-z0-9-]{2,30}\.){1,4}(?:vn|com|org|net)|VOV|TTXVN|VTV|VGP|TTO"
    r"|VnExpress)\)?"
)


def dateline(line: str) -> str | None:
    """The ISO date (with the time, if written) of a line that is nothing but a date.

    Args:
        line: a folded line.

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM-DDThh:mm:ss``, or None.

    >>> dateline("Ngày 18/05/2022-12:33:00 PM"), dateline("Thứ Ba, 19/12/2023 | 16:05")
    ('2022-05-18T12:33:00', '2023-12-19T16:05:00')
    """
    if len(line) > 90 or not _WITH_DATE.search(line):
        return None
    for form in _DATELINES:
        match = form.fullmatch(line)
        if match:
            return iso_date(match.groupdict())
    return None


def is_caption(line: str) -> bool:
    """Whether a folded line describes a picture (``Tin, ảnh: ...`` is a byline, not a caption)."""
    if len(line) > 400:
        return False
    small = line.lower()
    for picture in _PICTURES:
        if picture in small:
            return CAPTION.search(line) is not None and CREDIT.fullmatch(line) is None
    return False


def is_byline(line: str) -> bool:
    """Whether a folded line names who wrote an article or where it was taken from."""
    return len(line) <= 110 and any(
        form.fullmatch(line) for form in (NAME_LINE, CREDIT, AUTHOR, SOURCE, SITE)
    )


def iso_date(parts: dict[str, str | None]) -> str | None:
    """ISO 8601 of the groups of a date pattern, or None where there is no such day or time."""
    day, month, year = (parts.get(key) or parts.get(f"{key}2") for key in ("d", "m", "y"))
    if day is None or month is None or year is None:
        return None
    try:
        date = datetime.date(int(year), int(month), int(day))
        if parts.get("h") is None:
            return date.isoformat()
        hour = int(parts["h"] or 0)
        half = (parts.get("half") or "").lower()
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        time = datetime.time(hour, int(parts["min"] or 0), int(parts.get("sec") or 0))
    except ValueError:
        return None
    return f"{date.isoformat()}T{time.isoformat()}"
