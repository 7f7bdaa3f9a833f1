"""What the text says of a document beside its name: date, issuer, subject, term.

These stand behind the name in a fixed order, each of them optional: "Nghị quyết số 06-NQ/TW *ngày
24/01/2022* *của Bộ Chính trị* *khóa XIII* *về quy hoạch ...*", the date sometimes before it: "*Ngày
24/1/2022*, Bộ Chính trị ban hành Nghị quyết số 06-NQ/TW".
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from nqtext.entities.document_numbers import DocumentNumber, assembly_term, issuer_code_of, issuer_of
from nqtext.entities.document_subjects import subject_behind
from nqtext.entities.geography import in_force, provinces_named
from nqtext.gazetteers import table
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["AttributeReader", "is_ambiguous", "period_of", "province_of", "with_shared_dates"]

_DAY = r"(\d{1,2})(?: ?[/.-] ?| tháng )(\d{1,2})(?: ?[/.-] ?| năm )(\d{4})(?!\d)"
_DATE_BEHIND = pattern(rf",? (?:(?:ban hành |ký |cùng |đều ){{0,3}}(?i:ngày) |\((?:ngày )?){_DAY}\)?")
_LISTED = pattern("(?:, |; | và |, và )(?:số )?")
_SAID_OF_ALL = pattern(",? (?:(?:ban hành|ký) )?(?:cùng|đều) ")
_NAME = f"{CAPITAL}\\w*(?: (?:- )?{CAPITAL}\\w*){{0,3}}"
_PLACE = (
    f"(?: (?i:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)| TP\\.?)? ?(?!(?:Thành phố|Tỉnh|TP)(?!\\w)){_NAME}"
)
_YEAR_BEHIND = pattern(r" \([A-ZĐƯ&]{2,12}\) (?:(?i:năm) )?((?:19|20)\d\d)(?![\w/-])")
_ISSUER_BEHIND = pattern(
    r",? (?:(?:do|của) )("
    r"(?:Bộ Chính trị|Chính phủ|Ban Bí thư|Thủ tướng(?: Chính phủ)?|Ban Chấp hành Trung ương(?: Đảng)?"
    r"|Chủ tịch nước|Quốc hội|Ủy ban Thường vụ Quốc hội)(?!\w)"
    r"|(?:(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân)"
    rf"|(?:Ban Thường vụ )?(?:Tỉnh ủy|Thành ủy)){_PLACE})"
)
_TERM_BEHIND = pattern(r",? ?\(?(?i:khóa) ([IVX]{1,5})(?!\w)")
_PERIOD = pattern(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?: ?- ?(?:(?i:năm) )?((?:19|20)\d\d)(?!\d))?")
_DATE_BEFORE = pattern(
    rf"(?i:ngày) {_DAY}, [^.;\n]{{2,60}} (?:(?:đã|vừa) )?(?:ký )?(?:ban hành|ký|có|thông qua) $"
)
_JUST_ISSUED = pattern(r"(?:vừa|mới) (?:ký )?(?:ban hành|ký|có|thông qua) $")
_LOCAL_BODY = pattern(
    r"(?:(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Đảng bộ)(?: (?i:tỉnh|thành phố)| TP\.?) ?|"
    r"(?:Tỉnh ủy|Thành ủy) )"
    rf"({_NAME})"
)
_PROVINCE = pattern(rf"(?:(?i:tỉnh|thành phố)|TP\.?|ủy) ?({_NAME})$")
#: "87-TTr/BTC": so the Party writes; Bộ Tài chính writes "87/TTr-BTC".
_FINANCE = "-BTC"
_OF_PARTY = pattern(r"\d ?- ?[A-ZĐ]\w{1,3} ?/ ?BTC(?!\w)")
_COMMITTEE = "Tỉnh ủy, Thành ủy"  # in the table, where the place is not known yet
_ALIASES = {"HCM": "Hồ Chí Minh", "TPHCM": "Hồ Chí Minh", "HN": "Hà Nội"}
_DATED_BY_YEAR = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp", "chiến lược", "quy hoạch"})
#: Known by title and the year of adoption; the title is the subject.
_ADOPTED = frozenset({"luật", "bộ luật", "pháp lệnh"})
_DATED_BY_TERM = frozenset({"nghị quyết", "văn kiện", "chỉ thị", "kết luận", "báo cáo"})
_LOCAL_TYPES = frozenset({"kế hoạch", "chương trình", "đề án", "quy chế", "nội quy", "điều lệ", None})
_CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})


class AttributeReader:
    """Reads the attributes of documents in one article.

    Args:
        context: what the recogniser saw.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(
        self,
        start: int,
        end: int,
        limit: int,
        type: str | None,
        number: DocumentNumber | None,
        year: int | None,
        term: str | None,
        parts: str | None,
        inherited: tuple[str, ...],
    ) -> dict[str, Any]:
        """The attributes of a document whose name is ``start:end`` in a paragraph that ends at ``limit``."""
        text = self._context.text
        code = number.code if number else None
        at = end
        match = _YEAR_BEHIND.match(text, at, limit)
        if match and year is None and number is None:  # "Luật Bảo hiểm xã hội (BHXH) 2014"
            year, at = int(match[1]), match.end()
        date = issuer = subject = None
        for _ in range(2):  # date and issuer come in either order
            match = _DATE_BEHIND.match(text, at, limit)
            if match and date is None:
                date = _iso(match[1], match[2], match[3])
                at = match.end()
            match = _ISSUER_BEHIND.match(text, at, limit)
            if match and issuer is None:
                issuer = _with_known_place(match[1])
                at = match.start(1) + len(issuer)
        match = _TERM_BEHIND.match(text, at, limit)
        if match and (code is None or code.endswith("TW")):
            term, at = term or match[1], match.end()
        if type not in _ADOPTED:  # "Luật Giá về ..." goes on with what another document says
            subject = subject_behind(
                text, at, limit, date is not None or issuer is not None, parts is not None
            )
        if date is None:
            before = _DATE_BEFORE.search(text, max(0, start - 120), start)
            if before:
                date = _iso(before[1], before[2], before[3])
        if term is not None and term.isdigit():
            term = roman(int(term))
        if number and term is None and (assembly := assembly_term(number.issuer_code)):
            term = roman(assembly)
        if year is None and date is not None and (number is not None or type in _ADOPTED):
            year = int(date[:4])
        if year is None and number is not None and self._just_issued(start):
            year = self._context.published.year if self._context.published else None
        of_party = code is not None and code.endswith(_FINANCE) and _OF_PARTY.search(text, start, end)
        committee = self._committee if of_party else None
        known = {
            "type": type,
            "number": number.serial if number else None,
            "year": year,
            "term": term,
            "code": code,
            "issuer": committee or self._issuer(number, issuer),
            "date": date,
            "subject": subject,
            "parts": parts,
            "inherited": list(inherited) or None,
        }
        known["ambiguous"] = is_ambiguous(known | {"year": year or period_of(text[start:end])}) or (
            committee is not None and not committee.endswith("Trung ương")
        )
        return {key: value for key, value in known.items() if value is not None}

    def _just_issued(self, start: int) -> bool:
        """Whether the article calls the document new; in early January that may be last year's."""
        published = self._context.published
        if published is None or (published.month == 1 and published.day <= 15):
            return False
        return bool(_JUST_ISSUED.search(self._context.text, max(0, start - 40), start))

    def _issuer(self, number: DocumentNumber | None, written: str | None) -> str | None:
        """The body behind the code, with the province that the text names; TW alone names none."""
        if number is not None and len(number.issuer_codes) > 1:
            rows = [issuer_of(code) for code in number.issuer_codes]
            return ", ".join(row["body"] for row in rows if row and row["body"]) or written
        row = issuer_of(number.issuer_code) if number else None
        if row is None or not row["body"]:
            return written
        if row["level"] != "province":
            return row["body"]
        province = province_of(written) if written else self._province
        if province is None:
            return written or row["body"]
        city = province in _CITIES
        if row["body"].endswith(_COMMITTEE):  # "Ban Tổ chức Tỉnh ủy Nghệ An"
            return f"{row['body'].removesuffix(_COMMITTEE)}{'Thành' if city else 'Tỉnh'} ủy {province}"
        return f"{row['body']} {'thành phố' if city else 'tỉnh'} {province}"

    @cached_property
    def _committee(self) -> str | None:
        """The organising committee of the Party that the article names: its code is that of a ministry."""
        names = {match.group() for match in _committees().finditer(self._context.text)}
        full = [name for name in names if " ủy" in name or name.endswith("ương")]
        return full[0] if len(full) == 1 else "Ban Tổ chức" if names else None

    @cached_property
    def _province(self) -> str | None:
        """The province whose bodies the article names, where it is one alone."""
        names = {_known_place(_ALIASES.get(m[1], m[1])) for m in _LOCAL_BODY.finditer(self._context.text)}
        if names and self._context.published is not None:
            # what a province has issued now, not one merged into it before
            every = names.union(*provinces_named(self._context).values())
            current = in_force(every, self._context.published)
            names = names if names <= current else current
        return names.pop() if len(names) == 1 else None


@cache
def _committees() -> re.Pattern[str]:
    return pattern(f"Ban Tổ chức(?: Trung ương(?!\\w)| (?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?: {_NAME})?)?")


def with_shared_dates(text: str, documents: Sequence[Candidate]) -> list[Candidate]:
    """Give the members of a list the date behind its last where that is the date of all.

    It is where the text says so ("cùng ngày"), and where a body numbered them one behind the other.

    Args:
        text: folded text.
        documents: those of a paragraph, in order.
    """
    dated, said_of_all = list(documents), False
    for i in range(len(dated) - 1, 0, -1):
        member, next_ = dated[i - 1], dated[i]
        if "date" in documents[i].attributes:
            said_of_all = _SAID_OF_ALL.match(text, next_.end) is not None
        date = next_.attributes.get("date")
        if date is None or "date" in member.attributes:
            continue
        alike = all(member.attributes.get(key) == next_.attributes.get(key) for key in ("type", "code"))
        if not (alike and _LISTED.fullmatch(text, member.end, next_.start)):
            continue
        numbers = [found.attributes.get("number", "") for found in (member, next_)]
        following = all(map(str.isdigit, numbers)) and int(numbers[0]) + 1 == int(numbers[1])
        year = member.attributes.get("year", int(date[:4]))
        if year == int(date[:4]) and (following or said_of_all):
            known = dict(member.attributes) | {"date": date, "year": year}
            dated[i - 1] = replace(member, attributes=known | {"ambiguous": is_ambiguous(known)})
    return dated


def province_of(body: str | None) -> str | None:
    """The province in the name of a local body.

    >>> province_of("UBND tỉnh Nghệ An"), province_of("UBND tỉnh Nghệ An Di")
    ('Nghệ An', 'Nghệ An')
    """
    match = _PROVINCE.search(body or "")
    return _known_place(_ALIASES.get(match[1], match[1])) if match else None


def _known_place(name: str) -> str:
    """A province's name without the words that a table or a careless writer ran on with."""
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        if " ".join(words[:count]) in _provinces() and name not in _provinces():
            return " ".join(words[:count])
    return name


def _with_known_place(body: str) -> str:
    province = province_of(body)
    return body[: body.rindex(province) + len(province)] if province and province in body else body


@cache
def _provinces() -> frozenset[str]:
    return frozenset(row["name"] for row in table("provinces"))


def period_of(title: str) -> str | None:
    """The first period or year in a title: it tells a strategy from the one before it.

    >>> period_of("Quy hoạch thủ đô thời kỳ 2021 - 2030, tầm nhìn đến năm 2050")
    '2021-2030'
    >>> period_of("Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045")
    '2030'
    """
    match = _PERIOD.search(title)
    return "-".join(filter(None, match.groups())) if match else None


def roman(number: int) -> str:
    """A number in Roman numerals.

    >>> roman(14)
    'XIV'
    """
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    result = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        result += sign * count
    return result


def _iso(day: str, month: str, year: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def is_ambiguous(attributes: Mapping[str, Any]) -> bool:
    """Whether the same name may mean another document in another article.

    >>> is_ambiguous({"type": "nghị quyết", "number": "06", "code": "NQ-TW"})
    True
    """
    type_, code = attributes.get("type"), attributes.get("code")
    if attributes.get("number") is None:
        if type_ in _DATED_BY_YEAR:
            return attributes.get("year") is None
        if type_ in _DATED_BY_TERM:
            return attributes.get("term") is None
        return type_ in _LOCAL_TYPES
    if code is None or (attributes.get("year") is None and attributes.get("term") is None):
        return True
    row = issuer_of(issuer_code_of(code))
    if row is None or row["level"] in ("district", "local"):
        return True
    return row["level"] == "province" and province_of(attributes.get("issuer")) is None
