"""Dates, months, quarters, years and periods, with ISO 8601 values.

A form is a pattern with an example and a counter-example, which are its test.  Forms without a
word of their own (``28/12``, ``2030``) count only with evidence around them: ``1/2`` may be a fraction,
``2030`` a number of people.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["FORMS", "DateForm", "DateRecognizer", "link_dates"]

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:1[89]|20)\d\d"
_HEAD = r"(?<![\w/.,:-])"
_TAIL = r"(?![\w/]|[.,]\d|-\d|%)"
_TO = r"(?: ?- ?-?)"

#: What makes a bare ``28/12`` or ``2030`` a date: the word before it.
_BEFORE_DAY = pattern(
    r"(?i:(?<!\w)(?:sáng|trưa|chiều|tối|đêm|nay|qua|mai|hôm|dịp|lễ|tết|từ|đến|tới|hết|trước|sau|vào|khánh|tháng|ngày|và|hoặc|kể từ|tính đến|hạn)"
    r"[ ,(]{1,2})$|[\d)] ?[,-] ?$|\d và $|^\W*$|[\n]\W*$|(?i:qua|nay|mai|sáng|chiều|tối) ?[,(] ?$"
)
_BEFORE_MONTH = pattern(r"(?i:(?<!\w)(?:từ|đến|tới|hết|trước|sau|vào|tháng|cuối|đầu|và|nhất|kỳ|so với|trong) )$")
_BEFORE_YEAR = pattern(
    r"(?i:(?<!\w)(?:đến|từ|trước|sau|cuối|đầu|giữa|nhìn|hướng|kỳ|sn|sinh|hết|vào|tới|khoảng|trong|tháng|năm|dự toán|tết|đán|hội"
    r"|tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi) )$|\d{4}(?:,| và| -|,? đến) $|\((?:\w{1,12} ){0,2}$|[A-ZĐÀ-Ỹ]\w* \w+ $"
)
#: What is counted, where the number before it is none of a date.
_COUNTED = pattern(
    r" ?(?i:%|số|tổng|tỉnh|thành|xã|huyện|quận|phường|chỉ tiêu|tiêu chí|điều kiện|doanh nghiệp|dn|ha|km|m2|người|hộ|diện tích|đại biểu|quỹ|ngày|giờ|tỷ|tỉ"
    r"|triệu|nghìn|ngàn|đồng|usd|tấn|chi cục|đơn vị|vụ|suất|học sinh|cán bộ|trường|dự án|căn|lượt|máy|con|cây|bộ,|mẫu|ca |nhóm|nội dung|thành viên|lần|cơ sở|hồ sơ)"
)
_RECURRING = pattern(r" (?i:hằng|hàng|mỗi) (?i:tháng|năm|quý)")
_CONTEXT = 24  # code points looked at on the left


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date.

    Attributes:
        name: what it is.
        expression: pattern with groups named ``d``, ``m``, ``y``, ``q``, ``c`` and, for an end, ``d2`` and so on.
        granularity: of the value.
        example: what it matches whole, and the ISO value with no article's date known.
        counter_examples: texts in which it matches nothing.
        evidence: pattern for the text before it, or None where the form is evidence enough.
    """

    name: str
    expression: str
    granularity: str
    example: tuple[str, str]
    counter_examples: tuple[str, ...]
    evidence: re.Pattern[str] | None = None


#: Ordered: where two begin at one place the longer wins, then the earlier.
FORMS: tuple[DateForm, ...] = (
    DateForm(
        "day in words",
        rf"(?<!\w)(?:(?i:ngày|mùng) )?(?<![\d/.,-])(?P<d>\d{{1,2}}) (?i:tháng) ?(?P<m>\d{{1,2}})(?:,? (?i:năm) (?P<y>{_Y}))?{_TAIL}",
        "day",
        ("ngày 24 tháng 01 năm 2022", "2022-01-24"),
        ("trong 24 tháng", "9.24 tháng 1"),
    ),
    DateForm(
        "days in words",
        rf"(?<!\w)(?i:ngày) (?P<d>{_D})(?:{_TO}|(?:, ?| và | đến )(?=\d))(?P<d2>{_D}) (?i:tháng) (?P<m2>{_M})(?: (?i:năm) (?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("ngày 12-13 tháng 5 năm 2021", "2021-05-12/2021-05-13"),
        ("ngày 12 tháng 5",),
    ),
    DateForm(
        "day with its word",
        rf"(?<!\w)(?i:ngày|mùng) ?(?P<d>\d{{1,2}}) ?(?P<s>[/.-]) ?(?P<m>\d{{1,2}})(?: ?(?P=s) ?(?P<y>{_Y}))?(?![\w/]|[.,]\d|-\d(?!\d?:)|%)",
        "day",
        ("ngày 18/5/2022", "2022-05-18"),
        ("ngày 18/5/22022", "mùng 1"),
    ),
    DateForm(
        "days with their word",
        rf"(?<!\w)(?i:ngày) ?(?P<d>{_D})(?:/(?P<m>{_M}))?(?:/(?P<y>{_Y}))?{_TO}(?P<d2>{_D})/(?P<m2>{_M})(?:/(?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("ngày 12-13/5/2021", "2021-05-12/2021-05-13"),
        ("ngày 12/5/2021",),
    ),
    DateForm(
        "first of two days",
        rf"(?<!\w)(?i:ngày) (?P<d>{_D})(?=(?:(?:, \d{{1,2}}){{0,3}},? (?i:và|đến|và ngày|đến ngày|đến hết ngày) |, |{_TO}){_D}(?:/{_M}(?!\d)| (?i:tháng) \d))",
        "day of a list",
        ("ngày 18 và 19/5", "--05-18"),
        ("ngày 18 và nhiều ngày sau", "trước ngày 20 hằng tháng"),
    ),
    DateForm(
        "days",
        rf"{_HEAD}(?P<d>{_D})/(?P<m>{_M}){_TO}(?P<d2>{_D})/(?P<m2>{_M})(?:/(?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("01/9 - 30/11/2020", "2020-09-01/2020-11-30"),
        ("1/2-3/4/2005/1",),
    ),
    DateForm(
        "day in figures",
        rf"{_HEAD}(?P<d>\d{{1,2}})(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>{_Y})(?![\w/]|[.,]\d|-\d(?!\d?:))",
        "day",
        ("01.10.2021", "2021-10-01"),
        ("1.10.2021.5", "18/5/2022/QĐ"),
    ),
    DateForm(
        "ISO day",
        rf"{_HEAD}(?P<y>{_Y})-(?P<m>{_M})-(?P<d>{_D}){_TAIL}",
        "day",
        ("2022-05-18", "2022-05-18"),
        ("2022-05-181",),
    ),
    DateForm(
        "day without its year",
        rf"{_HEAD}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_TAIL}",
        "day",
        ("28/12", "--12-28"),
        ("24/7", "30/2020", "1/2 diện tích"),
        _BEFORE_DAY,
    ),
    DateForm(
        "day without its year, with a point or dash",
        rf"{_HEAD}(?P<d>\d{{1,2}})(?P<s>[.-])(?P<m>\d{{1,2}}){_TAIL}",
        "day",
        ("28.4", "--04-28"),
        ("28.45",),
        pattern(r"(?i:(?<!\w)(?:sáng|trưa|chiều|tối|đêm|ngày) )$"),
    ),
    DateForm(
        "months",
        rf"(?<!\w)(?i:tháng|các tháng) (?P<m>{_M}){_TO}(?P<m2>{_M})(?:/| (?i:năm) )(?P<y2>{_Y}){_TAIL}",
        "month",
        ("tháng 1-3/2021", "2021-01/2021-03"),
        ("tháng 3/2021",),
    ),
    DateForm(
        "month",
        rf"(?<![\w/])(?i:tháng) ?(?P<m>{_M})(?:(?: ?[/.-] ?|,? (?i:năm) )(?P<y>{_Y}))?{_TAIL}",
        "month",
        ("tháng 6 năm 2022", "2022-06"),
        ("6 tháng", "tháng 13", "tháng 5-10%", "đồng/tháng 2"),
    ),
    DateForm(
        "month in figures",
        rf"{_HEAD}(?P<m>{_M})[/](?P<y>{_Y}){_TAIL}",
        "month",
        ("6/2022", "2022-06"),
        ("30/2020", "6/2022/NĐ-CP"),
        _BEFORE_MONTH,
    ),
    DateForm(
        "quarter",
        rf"(?<!\w)(?i:quý) (?P<q>IV|I{{1,3}}|[1-4])(?:(?: ?[/-] ?| (?i:năm) )(?P<y>{_Y}))?{_TAIL}",
        "quarter",
        ("quý III/2025", "2025-07/2025-09"),
        ("quý V/2025", "quý khách"),
    ),
    DateForm(
        "school year",
        rf"(?<!\w)(?i:năm học|niên khóa)(?: mới)? (?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "school year",
        ("năm học 2025 - 2026", "2025-09/2026-05"),
        ("năm học mới",),
    ),
    DateForm(
        "period",
        rf"(?<!\w)(?i:giai đoạn|thời kỳ|nhiệm kỳ)(?: \d{{1,2}} năm)?(?: từ)?(?: năm)? ?(?P<y>{_Y}){_TO}(?:năm )?(?P<y2>{_Y}){_TAIL}",
        "period",
        ("giai đoạn 2021-2025", "2021/2025"),
        ("giai đoạn 2", "giai đoạn 5 năm"),
    ),
    DateForm(
        "years",
        rf"(?<!\w)(?<!\d )(?i:năm) (?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "period",
        ("năm 2016-2020", "2016/2020"),
        ("năm 2016", "5 năm 2016-2020"),
    ),
    DateForm(
        "year",
        rf"(?<!\w)(?i:năm)(?: (?i:mới))? (?P<y>{_Y}){_TAIL}",
        "year",
        ("năm 2030", "2030"),
        ("năm 30", "năm 20300"),
    ),
    DateForm(
        "century",
        r"(?<!\w)(?i:thế kỷ)(?: thứ)? (?P<c>[IVX]{1,5}|1?\d|2[01])(?![\w/%])",
        "century",
        ("thế kỷ XXI", "2001/2100"),
        ("thế kỷ này",),
    ),
    DateForm(
        "bare period",
        rf"{_HEAD}(?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "period",
        ("2026 - 2030", "2026/2030"),
        ("2026-20300",),
    ),
    DateForm(
        "bare year",
        rf"{_HEAD}(?P<y>(?:19|20)\d\d){_TAIL}",
        "year",
        ("2045", "2045"),
        ("2.045", "20455"),
        _BEFORE_YEAR,
    ),
)
_COMPILED = tuple((form, pattern(form.expression)) for form in FORMS)
_ROMAN = {"I": 1, "V": 5, "X": 10}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SCHOOL_YEAR = ("09-01", "05-31")
_LONGEST_PERIOD = 120  # years


@dataclass(frozen=True, slots=True)
class _Point:
    """A day, month or year; what is not written is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def possible(self) -> bool:
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.month is None:
            return True
        days = calendar.monthrange(self.year or 2024, self.month)[1]  # 29 February may be without a year
        return 1 <= self.day <= days

    def iso(self) -> str:
        year = "-" if self.year is None else f"{self.year:04d}"
        return year + "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)

    def first(self) -> str:
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}"

    def last(self) -> str:
        month = self.month or 12
        return f"{self.year:04d}-{month:02d}-{self.day or calendar.monthrange(self.year or 1, month)[1]:02d}"


class DateRecognizer:
    """Finds dates and periods; clock times, durations and relative times are none.

    A missing year is the one nearest to the article's date, and ``inferred`` is then True; without an
    article's date the value has no year (``--05-18``) and neither start nor end.

    >>> import nqtext
    >>> article = nqtext.load(segmenter="syllable")("Sáng 18/5, Bộ họp về giai đoạn 2021-2025.", published="2022-05-18")
    >>> [(e.text, e.norm) for e in article.entities if e.label == "DATE"]
    [('18/5', '2022-05-18'), ('giai đoạn 2021-2025', '2021/2025')]
    """

    name = "dates"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Every date in the text, none overlapping another."""
        done = 0
        for form, match in _matches(context.text):
            if match.start() < done:
                continue
            done = match.end()
            value = _value(form, match, context.text, context.published)
            if value is not None:
                norm, attributes = value
                score = 0.9 if form.evidence else 1.0
                yield Candidate(match.start(), match.end(), "DATE", norm, attributes, f"dates: {form.name}", score)


def link_dates(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """One chain for each date; dates whose year is not known have none.

    The id is the ISO 8601 value: ``date:2022-05-18``, ``date:2021/2025``.
    """
    chains: dict[str, list[Candidate]] = {}
    for mention in mentions:
        if mention.attributes.get("start"):
            chains.setdefault(mention.norm, []).append(mention)
    for norm, group in chains.items():
        attributes = dict(group[0].attributes)
        if not all(mention.attributes.get("inferred") for mention in group):
            attributes.pop("inferred", None)
        yield Chain(f"date:{norm}", "DATE", norm, attributes, tuple(group))


def _matches(text: str) -> Iterator[tuple[DateForm, re.Match[str]]]:
    found = [
        (match.start(), -match.end(), order, form, match)
        for order, (form, compiled) in enumerate(_COMPILED)
        for match in compiled.finditer(text)
        if form.evidence is None or _evident(form, match, text)
    ]
    found.sort(key=lambda item: item[:3])
    for _, _, _, form, match in found:
        yield form, match


def _evident(form: DateForm, match: re.Match[str], text: str) -> bool:
    """Whether what stands around a bare number makes it a date."""
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    assert form.evidence is not None
    return bool(form.evidence.search(before)) and not _COUNTED.match(text, match.end())


def _value(
    form: DateForm, match: re.Match[str], text: str, published: datetime.date | None
) -> tuple[str, dict[str, Any]] | None:
    """ISO value and attributes, or None for what is impossible."""
    groups = match.groupdict()

    def number(name: str) -> int | None:
        value = groups.get(name)
        return int(value) if value else None

    if form.granularity == "century":
        century = int(groups["c"]) if groups["c"].isdigit() else _roman(groups["c"])
        return _interval(_Point(century * 100 - 99), _Point(century * 100), "century", False)
    if form.granularity == "quarter":
        quarter = _QUARTERS.get(groups["q"]) or int(groups["q"])
        year, inferred = _year(number("y"), quarter * 3 - 1, None, published)
        if year is None:
            return f"--Q{quarter}", {"granularity": "quarter"}
        return _interval(_Point(year, quarter * 3 - 2), _Point(year, quarter * 3), "quarter", inferred)
    if form.granularity == "day of a list":
        rest = _REST_OF_LIST.search(text, match.end(), match.end() + 60)
        if rest is None:
            return None
        groups |= {"m": rest["m"], "y": rest["y"]}
    day2, month2, year2 = number("d2"), number("m2"), number("y2")
    month = number("m") or (month2 if day2 else None)
    year = number("y") or (year2 if month2 else None)
    granularity = "day" if form.granularity == "day of a list" else form.granularity
    if month2 is None and year2 is None:
        year, inferred = _year(year, month, number("d"), published)
        point = _Point(year, month, number("d"))
        return _point(point, granularity, inferred) if point.possible() else None
    if month2 is not None:
        year2, inferred = _year(year2, month2, day2, published)
        year = year or year2
        if year is not None and not number("y") and month is not None and month > month2:
            year -= 1  # 30/12 - 2/1
    else:
        inferred = False
    first, last = _Point(year, month, number("d")), _Point(year2, month2, day2)
    if not (first.possible() and last.possible()):
        return None
    if year is None or year2 is None:
        return f"{first.iso()}/{last.iso()}", {"granularity": granularity}
    if first.first() > last.last() or year2 - year > _LONGEST_PERIOD:
        return None
    if granularity == "school year":
        start, end = (f"{y}-{day}" for y, day in zip((year, year2), _SCHOOL_YEAR, strict=True))
        return f"{start[:7]}/{end[:7]}", {"start": start, "end": end, "granularity": granularity}
    return _interval(first, last, granularity, inferred)


def _point(point: _Point, granularity: str, inferred: bool) -> tuple[str, dict[str, Any]]:
    if point.year is None:
        return point.iso(), {"granularity": granularity}
    attributes = {"start": point.first(), "end": point.last(), "granularity": granularity}
    return point.iso(), attributes | ({"inferred": True} if inferred else {})


def _interval(first: _Point, last: _Point, granularity: str, inferred: bool) -> tuple[str, dict[str, Any]]:
    attributes = {"start": first.first(), "end": last.last(), "granularity": granularity}
    return f"{first.iso()}/{last.iso()}", attributes | ({"inferred": True} if inferred else {})


def _year(
    year: int | None, month: int | None, day: int | None, published: datetime.date | None
) -> tuple[int | None, bool]:
    """The year written, or the one that brings the date nearest to the article's."""
    if year is not None or published is None or month is None or not 1 <= month <= 12:
        return year, False
    at = published.year * 12 + published.month

    def distance(candidate: int) -> int:
        return abs(candidate * 12 + month - at)

    if day == 29 and month == 2:
        leap = [y for y in range(published.year - 4, published.year + 5) if calendar.isleap(y)]
        return min(leap, key=distance), True
    return min((published.year, published.year - 1, published.year + 1), key=distance), True


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


_REST_OF_LIST = pattern(rf"{_D}(?:/| (?i:tháng) )(?P<m>{_M})(?:(?:/| (?i:năm) )(?P<y>{_Y}))?(?!\d)")
