"""How dates are written: one form after the other, as data.

Each form is a pattern with an example and a counter-example, which are its test.  Forms without a
word of their own (``28/12``, ``2030``) count only with evidence around them: ``1/2`` may be a fraction,
``2030`` a number of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.unicode import pattern

if TYPE_CHECKING:
    import re

__all__ = [
    "COUNTED",
    "DAY_BLANK",
    "DAY_DASH",
    "DAY_MARK",
    "DAY_SLASH",
    "FORMS",
    "REST_OF_LIST",
    "YEAR",
    "DateForm",
]

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:1[89]|20)\d\d"
_HEAD = r"(?<![\w/.,:-])"
_TAIL = r"(?![\w/]|[.,]\d|-\d|%)"
_TO = r"(?: ?- ?-?)"
#: Not "1 tháng 3 tháng 6 tháng", the terms in the head of a table.
_NO_TERMS = r"(?! (?i:tháng)(?! (?:này|tới|trước|sau)))"

#: Numbers that open a date: of one or two digits before a blank, a slash, or a slash, point or dash; of four.
DAY_BLANK, DAY_SLASH, DAY_MARK, DAY_DASH, YEAR = "00 ", "00/", "00.", "00-", "0000"

#: What makes a bare ``28/12`` or ``2030`` a date: the word before it.
_BEFORE_DAY = pattern(
    r"(?i:(?<!\w)(?:sáng|trưa|chiều|tối|đêm|nay|qua|mai|hôm|dịp|lễ|tết|từ|đến|tới|hết|trước|sau|vào|khánh|"
    r"tháng|ngày|và|hoặc|kể từ|tính đến|hạn)"
    r"[ ,(]{1,2})$|[\d)] ?[,-] ?$|\d và $|(?i:qua|nay|mai|sáng|chiều|tối) ?[,(] ?$"
)
_BEFORE_MONTH = pattern(
    r"(?i:(?<!\w)(?:từ|đến|tới|hết|trước|sau|vào|tháng|cuối|đầu|và|nhất|kỳ|so với|trong) )$"
)
_BEFORE_YEAR = pattern(
    r"(?i:(?<!\w)(?:đến|từ|trước|sau|cuối|đầu|giữa|nhìn|hướng|kỳ|sn|sinh|hết|vào|tới|khoảng|trong|tháng|"
    r"riêng|năm|dự toán|tết|đán|hội"
    r"|tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi) )$|\d{4}(?:,| và| -|,? đến) $|\("
    r"(?:\w{1,12} ){0,2}$|[A-ZĐÀ-Ỹ]\w* \w+ $"
)
#: What is counted, where the number before it is none of a date.
COUNTED = pattern(
    r" ?(?i:%|số|tổng|tỉnh|thành|xã|huyện|quận|phường|chỉ tiêu|tiêu chí|điều kiện|doanh nghiệp|dn|ha|km|m2|"
    r"người|hộ|diện tích|đại biểu|quỹ|ngày|giờ|tỷ|tỉ"
    r"|triệu|nghìn|ngàn|đồng|usd|tấn|chi cục|đơn vị|vụ|suất|học sinh|cán bộ|trường|dự án|căn|lượt|máy|con|"
    r"cây|bộ,|mẫu|ca |nhóm|nội dung|thành viên|lần|cơ sở|hồ sơ)"
)


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date.

    Attributes:
        name: what it is.
        expression: pattern with groups ``d``, ``m``, ``y``, ``q`` (quarter), ``c`` (century); for an end
            ``d2``, ``m2``, ``y2``.
        granularity: of the value.
        example: what it matches whole, and the ISO value with no article's date known.
        counter_examples: texts in which it matches nothing.
        opens: what it begins with: words in small letters, a number such as
            :data:`DAY_SLASH` or :data:`YEAR`; it is tried nowhere else.
        evidence: pattern for the text before it, or None where the form is evidence enough.
    """

    name: str
    expression: str
    granularity: str
    example: tuple[str, str]
    counter_examples: tuple[str, ...]
    opens: tuple[str, ...]
    evidence: re.Pattern[str] | None = None


#: Ordered: where two begin at one place the longer wins, then the earlier.
FORMS: tuple[DateForm, ...] = (
    DateForm(
        "day in words",
        rf"(?<!\w)(?:(?i:ngày|mùng) )?(?<![\d/.,-])(?<!tuổi )(?P<d>\d{{1,2}}) (?i:tháng) ?(?P<m>\d{{1,2}})"
        rf"(?:,? (?i:năm) (?P<y>{_Y}))?{_TAIL}{_NO_TERMS}",
        "day",
        ("ngày 24 tháng 01 năm 2022", "2022-01-24"),
        ("trong 24 tháng", "9.24 tháng 1", "phí của 1 tháng 3 tháng 6 tháng", "đủ 60 tuổi 9 tháng 1"),
        ("ngày", "mùng", DAY_BLANK),
    ),
    DateForm(
        "days in words",
        rf"(?<!\w)(?i:ngày) (?P<d>{_D})(?:{_TO}|(?:, ?| và | đến )(?=\d))(?P<d2>{_D}) (?i:tháng) "
        rf"(?P<m2>{_M})(?: (?i:năm) (?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("ngày 12-13 tháng 5 năm 2021", "2021-05-12/2021-05-13"),
        ("ngày 12 tháng 5",),
        ("ngày",),
    ),
    DateForm(
        "day with its word",
        rf"(?<!\w)(?i:ngày|mùng) ?(?P<d>\d{{1,2}}) ?(?P<s>[/.-]) ?(?P<m>\d{{1,2}})(?: ?(?P=s) ?"
        rf"(?P<y>{_Y}))?(?![\w/]|[.,]\d|-\d(?!\d?:)|%)",
        "day",
        ("ngày 18/5/2022", "2022-05-18"),
        ("ngày 18/5/22022", "mùng 1"),
        ("ngày", "mùng"),
    ),
    DateForm(
        "days with their word",
        rf"(?<!\w)(?i:ngày) ?(?P<d>{_D})(?:/(?P<m>{_M}))?(?:/(?P<y>{_Y}))?{_TO}(?P<d2>{_D})/(?P<m2>{_M})"
        rf"(?:/(?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("ngày 12-13/5/2021", "2021-05-12/2021-05-13"),
        ("ngày 12/5/2021",),
        ("ngày",),
    ),
    DateForm(
        "first of two days",
        rf"(?<!\w)(?i:ngày) (?P<d>{_D})(?=(?:(?:, \d{{1,2}}){{0,3}},? (?i:và|đến|và ngày|đến ngày|"
        rf"đến hết ngày) |, |{_TO}){_D}(?:/{_M}(?!\d)| (?i:tháng) \d))",
        "day of a list",
        ("ngày 18 và 19/5", "--05-18"),
        ("ngày 18 và nhiều ngày sau", "trước ngày 20 hằng tháng"),
        ("ngày",),
    ),
    DateForm(
        "first of two days without its word",
        rf"{_HEAD}(?P<d>{_D})(?= (?i:và|đến|đến hết) {_D}/{_M}(?!\d))",
        "day of a list",
        ("18 đến 19/5", "--05-18"),
        ("18 và nhiều ngày sau",),
        (DAY_BLANK,),
        pattern(r"(?i:(?<!\w)(?:từ|các ngày|hai ngày) )$"),
    ),
    DateForm(
        "days",
        rf"{_HEAD}(?P<d>{_D})/(?P<m>{_M}){_TO}(?P<d2>{_D})/(?P<m2>{_M})(?:/(?P<y2>{_Y}))?{_TAIL}",
        "day",
        ("01/9 - 30/11/2020", "2020-09-01/2020-11-30"),
        ("1/2-3/4/2005/1",),
        (DAY_SLASH,),
    ),
    DateForm(
        "day in figures",
        rf"{_HEAD}(?P<d>\d{{1,2}})(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>{_Y})(?![\w/]|[.,]\d|-\d(?!\d?:))",
        "day",
        ("01.10.2021", "2021-10-01"),
        ("1.10.2021.5", "18/5/2022/QĐ"),
        (DAY_MARK,),
    ),
    DateForm(
        "ISO day",
        rf"{_HEAD}(?P<y>{_Y})-(?P<m>{_M})-(?P<d>{_D}){_TAIL}",
        "day",
        ("2022-05-18", "2022-05-18"),
        ("2022-05-181",),
        (YEAR,),
    ),
    DateForm(
        "day without its year",
        rf"{_HEAD}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_TAIL}",
        "day",
        ("28/12", "--12-28"),
        ("24/7", "30/2020", "1/2 diện tích"),
        (DAY_SLASH,),
        _BEFORE_DAY,
    ),
    DateForm(
        "day without its year, with a point or dash",
        rf"{_HEAD}(?P<d>\d{{1,2}})(?P<s>[.-])(?P<m>\d{{1,2}}){_TAIL}",
        "day",
        ("28.4", "--04-28"),
        ("28.45",),
        (DAY_MARK,),
        pattern(r"(?i:(?<!\w)(?:sáng|trưa|chiều|tối|đêm|ngày) )$"),
    ),
    DateForm(
        "months",
        rf"(?<!\w)(?i:tháng|các tháng) (?P<m>{_M}){_TO}(?P<m2>{_M})(?:/| (?i:năm) )(?P<y2>{_Y}){_TAIL}",
        "month",
        ("tháng 1-3/2021", "2021-01/2021-03"),
        ("tháng 3/2021",),
        ("tháng", "các tháng"),
    ),
    DateForm(
        "month",
        rf"(?<![\w/])(?<!3[2-9] )(?<![4-9]\d )(?<!tuổi \d )(?i:tháng) ?(?P<m>{_M})"
        rf"(?:(?: ?[/.-] ?|,? (?i:năm) )(?P<y>{_Y}))?{_TAIL}{_NO_TERMS}",
        "month",
        ("tháng 6 năm 2022", "2022-06"),
        (
            "6 tháng",
            "tháng 13",
            "tháng 5-10%",
            "đồng/tháng 2",
            "12 tháng 24 tháng 36 tháng 1 xe",
            "1 tháng 3 tháng",
        ),
        ("tháng",),
    ),
    DateForm(
        "month in figures",
        rf"{_HEAD}(?P<m>{_M})[/](?P<y>{_Y}){_TAIL}",
        "month",
        ("6/2022", "2022-06"),
        ("30/2020", "6/2022/NĐ-CP"),
        (DAY_SLASH,),
        _BEFORE_MONTH,
    ),
    DateForm(
        "month in figures, with a dash",
        rf"{_HEAD}(?P<m>{_M})-(?P<y>{_Y}){_TAIL}",
        "month",
        ("9-1944", "1944-09"),
        ("9-19445",),
        (DAY_DASH,),
        pattern(r"\($|(?i:(?<!\w)(?:từ|đến|hết|cuối|đầu|giữa|tháng) )$"),
    ),
    DateForm(
        "quarter",
        rf"(?<!\w)(?i:quý) (?P<q>IV|I{{1,3}}|[1-4])(?:(?: ?[/-] ?| (?i:năm) )(?P<y>{_Y}))?{_TAIL}",
        "quarter",
        ("quý III/2025", "2025-07/2025-09"),
        ("quý V/2025", "quý khách"),
        ("quý",),
    ),
    DateForm(
        "school year",
        rf"(?<!\w)(?i:năm học|niên khóa)(?: mới)? (?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "school year",
        ("năm học 2025 - 2026", "2025-09/2026-05"),
        ("năm học mới",),
        ("năm học", "niên khóa"),
    ),
    DateForm(
        "period",
        rf"(?<!\w)(?i:giai đoạn|thời kỳ|nhiệm kỳ)(?: \d{{1,2}} năm)?(?: từ)?(?: năm)? ?(?P<y>{_Y}){_TO}"
        rf"(?:năm )?(?P<y2>{_Y}){_TAIL}",
        "period",
        ("giai đoạn 2021-2025", "2021/2025"),
        ("giai đoạn 2", "giai đoạn 5 năm"),
        ("giai đoạn", "thời kỳ", "nhiệm kỳ"),
    ),
    DateForm(
        "years",
        rf"(?<!\w)(?<!\d )(?i:năm) (?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "period",
        ("năm 2016-2020", "2016/2020"),
        ("năm 2016", "5 năm 2016-2020"),
        ("năm",),
    ),
    DateForm(
        "year",
        rf"(?<!\w)(?!(?<=\d )(?i:năm) {_Y}{_TO}{_Y})(?i:năm)(?: (?i:mới))? (?P<y>{_Y}){_TAIL}",
        "year",
        ("năm 2030", "2030"),
        ("năm 30", "năm 20300", "5 năm 2016 - 2020"),
        ("năm",),
    ),
    DateForm(
        "century",
        r"(?<!\w)(?i:thế kỷ)(?: thứ)? (?P<c>[IVX]{1,5}|1?\d|2[01])(?![\w/%])",
        "century",
        ("thế kỷ XXI", "2001/2100"),
        ("thế kỷ này",),
        ("thế kỷ",),
    ),
    DateForm(
        "bare period",
        rf"{_HEAD}(?P<y>{_Y}){_TO}(?P<y2>{_Y}){_TAIL}",
        "period",
        ("2026 - 2030", "2026/2030"),
        ("2026-20300",),
        (YEAR,),
    ),
    DateForm(
        "bare year",
        rf"{_HEAD}(?P<y>(?:19|20)\d\d){_TAIL}",
        "year",
        ("2045", "2045"),
        ("2.045", "20455"),
        (YEAR,),
        _BEFORE_YEAR,
    ),
)
#: The day that ends a list and says which month is meant: "ngày 18 và 19/5".
REST_OF_LIST = pattern(rf"{_D}(?:/| (?i:tháng) )(?P<m>{_M})(?:(?:/| (?i:năm) )(?P<y>{_Y}))?(?!\d)")
