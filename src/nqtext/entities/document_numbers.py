"""Numbers of documents: parsed into their fields, and written in one canonical way.

A number such as ``1658/QĐ-TTg`` holds a serial number, sometimes a year, and *symbols*: the
code of the type (``QĐ``), of the issuing body (``TTg``) and of the unit that drafted it.
State bodies write ``1658/QĐ-TTg`` and ``30/2020/NĐ-CP``, the National Assembly ``59/2020/QH14``,
party bodies ``06-NQ/TW``; careless writers mix these forms, leave diacritics out and put spaces in.

Source of the forms: Nghị định 30/2020/NĐ-CP, annex III; Hướng dẫn 36-HD/VPTW on party documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nqtext.gazetteers import table
from nqtext.segmentation.patterns import CODE, DOCUMENT_NUMBER, MORE_CODES
from nqtext.unicode import fold, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "NUMBER",
    "DocumentNumber",
    "ascii_key",
    "assembly_term",
    "issuer_code_of",
    "issuer_of",
    "numbers_in",
    "parse",
    "render",
]

_WIDE_CODE = (
    "(?:(?!&)[A-ZĐƯ&]{2,16}+(?:(?<=TT)g)?(?:\\d{1,3}+)?(?:\\.[A-ZĐƯ]{1,6}+)?+|CTr|TTr|QyĐ|ThU|SNgV|Ttg)"
    "(?![\\w&])"
)
_HEAD = "\\d{1,6}+[a-zđA-E]?(?: ?[-/] ?[12]\\d\\d\\d(?!\\d))?"
_TYPES = "|".join(
    sorted(
        {code for row in table("document_types") for code in row["codes"].split(",") if code}
        | {"ND", "QD", "CD"}
    )
)
_SPACED = " ?[-/] ?"
_NEXT = "(?: ?[-/](?! )|[-/] | - (?=TW|CP|TTg))"  # "59/2020/QH14 - UBND" holds a dash between two names
#: A number as it stands in running text: without inner spaces, or with a few at its separators.  A dash
#: between spaces continues a number only while the issuing body is missing: "57-NQ - TW".
NUMBER = pattern(
    "(?<![\\w/.,-])(?:"
    f"{_HEAD}(?:"
    # TTLT - BTP - BNV
    f"{_SPACED}(?:TTLT|TTLB|NQLT)(?:{_SPACED}{_WIDE_CODE}){{2,8}}+"
    # 132- KL/TW   23 - NQ/TW   71/NQ -CP   223/KH - UBND   10- CTr/TU   57-NQ/T.Ư   18 NQ/TW
    f"|(?:{_SPACED}| )(?:{_TYPES}){_SPACED}(?:{_WIDE_CODE}|T\\.[ƯW](?!\\w))(?:{_NEXT}{_WIDE_CODE}){{0,3}}+"
    # 930/BGDĐT- GDTC
    f"|{_SPACED}{_WIDE_CODE}(?:{_NEXT}{_WIDE_CODE}){{1,3}}+"
    f"){MORE_CODES}"
    # 348/TCT - CS   202/2025 / QH15
    f"|\\d{{1,6}}+ ?/ ?{_WIDE_CODE} - {_WIDE_CODE}"
    f"|{_HEAD} ?/ ?(?:QH|UBTVQH)(?:\\d{{1,2}}|[IVX]{{1,5}})?(?!\\w| ?[-/])"
    # 42/CT TTG   06-NQ T.Ư
    "|\\d{1,6}+/(?:QĐ|CT|CĐ) TT[gG](?!\\w)"
    "|\\d{1,6}+[-/](?:NQ|CT|QĐ|KL|HD|TB) T\\.[ƯW](?!\\w)"
    f"|{DOCUMENT_NUMBER}"
    # 1717/ QĐ, the issuing body left out
    f"|{_HEAD} ?/ ?(?:{_TYPES})(?!\\w| ?[-/])"
    ")"
)
#: A number may begin with digits that have this behind them, or with one of the codes glued to digits.
_OPENING = pattern(r"[a-zđA-E]?(?: ?[-/] ?(?:[12]\d{3} ?[-/] ?)?[A-ZĐƯ]| (?:[A-ZĐ]{2}|CTr|TTr))")
_GLUED_CODES = ("NQ", "CT", "QĐ", "NĐ", "KL", "TT")

_SERIAL = re.compile(r"(\d{1,6})([a-zđA-E]?)(?:[/-]([12]\d\d\d))?(?:[/-](.+))?", re.DOTALL)
_GLUED = re.compile(r"(NQ|CT|QĐ|NĐ|KL|TT)(\d{1,4})(?:-?/?(TW))?")
_CODE = pattern(CODE)
#: The National Assembly, its Standing Committee and its committees, with the term: QH15, UBTVQHXIV.
_ASSEMBLY = re.compile(r"(QH|UBTVQH|UBTQH|TVQH|HĐNN|(?:HĐDT|UB[A-ZĐ]{2,6})(?=\d))K?([IVXLC]+|\d{1,2})")
#: Units of tax departments: "CT" before them is Cục Thuế, and no directive (chỉ thị).
_TAX_UNITS = frozenset("TTHT CS NVT PC HTr CĐS KTNB HCAC QLN TNCN THNVDT KTT KK TTr TTR TT".split())
#: Types that several bodies issue together, each with its code: TTLT-BTP-BNV.
_JOINT = frozenset({"TTLT", "TTLB", "NQLT"})
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
#: A type's code with the diacritics left out, where it cannot mean anything else.
_BARE_CODES = {
    "ND": "NĐ",
    "QD": "QĐ",
    "CD": "CĐ",
    "TTR": "TTr",
    "CTR": "CTr",
    "TƯ": "TW",
    "TTG": "TTg",
    "TTGCP": "TTg",
}
_ASCII = str.maketrans("ĐƯđưÔÂÊôâê", "DUduOAEoae")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The fields of a number.

    Attributes:
        serial: the serial number, at least two digits, with its letter: ``06``, ``36a``.
        year: where the number itself holds it.
        symbols: canonical codes in order: type (if any), issuer, units.
    """

    serial: str
    year: int | None = None
    symbols: tuple[str, ...] = ()

    @property
    def type_code(self) -> str | None:
        """The code of the type, or None (letters and laws have none)."""
        first = self.symbols[0] if self.symbols else None
        if first == "CT" and len(self.symbols) > 1 and self.symbols[1] in _TAX_UNITS:
            return None
        return first if first in _types() else None

    @property
    def issuer_code(self) -> str | None:
        """The code of the issuing body, or None."""
        rest = self.symbols[1:] if self.type_code else self.symbols
        return rest[0] if rest else None

    @property
    def issuer_codes(self) -> tuple[str, ...]:
        """The codes of all bodies that issued it: several for a joint circular or resolution."""
        rest = self.symbols[1:] if self.type_code else self.symbols
        return rest if self.type_code in _JOINT else rest[:1]

    @property
    def code(self) -> str | None:
        """The symbols in one string, equal for all spellings: ``NQ-TW``, or None."""
        return "-".join(self.symbols) or None


def numbers_in(text: str, digits: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The document numbers of a text, in order.

    Args:
        text: folded text.
        digits: where runs of digits stand in it, in order.

    >>> text = "Nghị quyết số 06-NQ/TW"
    >>> [match.group() for match in numbers_in(text, [(14, 16)])]
    ['06-NQ/TW']
    """
    openings = []
    for start, end in digits:
        if text[max(0, start - 2) : start] in _GLUED_CODES:
            openings.append(start - 2)
        if _OPENING.match(text, end):
            openings.append(start)
    done = 0
    for at in openings:
        if at >= done and (match := NUMBER.match(text, at)):
            done = match.end()
            yield match


def parse(text: str) -> DocumentNumber | None:
    """Parse a number.

    Args:
        text: the number alone, in any spelling.

    Returns:
        Its fields, or None where it is no number of a document.

    >>> parse("1658/QĐ-TTg")
    DocumentNumber(serial='1658', year=None, symbols=('QĐ', 'TTg'))
    >>> parse("57 / NQ – TW") == parse("57-NQ/TW")
    True
    """
    plain = fold(text).text.replace("T.Ư", "TW").replace("T.W", "TW")
    plain = re.sub(r" *([-/]) *", r"\1", plain.strip())
    glued = _GLUED.fullmatch(plain)
    if glued:
        return DocumentNumber(_padded(glued[2]), None, tuple(filter(None, (glued[1], glued[3]))))
    match = _SERIAL.fullmatch(plain.replace(" ", "/"))
    if match is None:
        return None
    symbols = []
    for part in re.split("[-/.]", match[4] or ""):
        if not part:
            continue
        if not _CODE.fullmatch(part):
            return None
        symbols.append(_canonical(part))
    year = int(match[3]) if match[3] else None
    return DocumentNumber(_padded(match[1]) + match[2].lower(), year, _arranged(symbols))


def render(number: DocumentNumber) -> str:
    """Write a number in the canonical way: ``parse(render(x)) == x``.

    >>> render(parse("57/NQ-TW")), render(parse("6/2022/NQ-HĐND")), render(parse("59/2020/QH14"))
    ('57-NQ/TW', '06/2022/NQ-HĐND', '59/2020/QH14')
    """
    head = number.serial if number.year is None else f"{number.serial}/{number.year}"
    if not number.symbols:
        return head
    issuer = number.issuer_code
    if number.year is None and number.type_code and issuer and _is_party(issuer):
        return f"{head}-{number.type_code}/" + "-".join(number.symbols[1:])
    return f"{head}/" + "-".join(number.symbols)


def issuer_of(code: str | None) -> dict[str, str] | None:
    """The row of a body in ``issuers.tsv``, by its code or an alias of it.

    >>> issuer_of("TTg")["body"]
    'Thủ tướng Chính phủ'
    """
    if code is None:
        return None
    rows = _issuers()
    return rows.get(code) or (rows.get(code.rstrip("0123456789")) if _ASSEMBLY.fullmatch(code) else None)


def issuer_code_of(code: str) -> str | None:
    """The issuer's code in a canonical code such as ``NQ-TW`` or ``BGDĐT-GDTC``."""
    return DocumentNumber("", None, tuple(code.split("-"))).issuer_code


def assembly_term(code: str | None) -> int | None:
    """The term of the National Assembly in ``QH15`` or ``UBTVQH15``, else None."""
    match = _ASSEMBLY.fullmatch(code or "")
    return int(match[2]) if match and match[2].isdigit() else None


def ascii_key(text: str) -> str:
    """Text for an id: no diacritics, ``-`` between words.

    >>> ascii_key("QĐ-TTg"), ascii_key("nghị quyết")
    ('QD-TTg', 'nghi-quyet')
    """
    import unicodedata

    plain = unicodedata.normalize("NFD", text.translate(_ASCII))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def _canonical(symbol: str) -> str:
    match = _ASSEMBLY.fullmatch(symbol.upper())
    if match and match[2].isalpha():
        values = [_ROMAN[c] for c in match[2]]
        total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
        match = _ASSEMBLY.fullmatch(f"{match[1]}{total}")
    if match:
        row = _issuers().get(match[1])
        return f"{row['code'] if row else match[1]}{int(match[2])}"
    symbol = symbol.replace("&", "").replace(".", "")
    symbol = _BARE_CODES.get(symbol.upper(), symbol)
    row = _issuers().get(symbol)
    return row["code"] if row else symbol


def _arranged(symbols: list[str]) -> tuple[str, ...]:
    """The codes in their order: the type, the issuing body, units."""
    types, issuers = _types(), _issuers()
    if len(symbols) == 1 and symbols[0] not in types and not issuer_of(symbols[0]):
        # the separator was left out: "92/2017/NĐCP"
        cuts = (i for i in range(len(symbols[0]) - 1, 0, -1) if symbols[0][:i] in types)
        cut = next((i for i in cuts if issuer_of(symbols[0][i:])), None)
        symbols = [symbols[0][:cut], _canonical(symbols[0][cut:])] if cut else symbols
    if len(symbols) > 1:
        if symbols[0] not in types and symbols[1] in ("QĐ", "NQ", "CT") and symbols[0] in issuers:
            symbols[:2] = symbols[1::-1]  # 12/UBND-QĐ, the older order
        if symbols[1:3] == ["CT", "UBND"]:
            symbols[1:3] = ["CTUBND"]  # the chairman, behind the type; in 03/CT-UBND it is the type
    return tuple(symbols)


def _padded(digits: str) -> str:
    return (digits.lstrip("0") or "0").zfill(2)


def _is_party(code: str) -> bool:
    row = _issuers().get(code)
    return code.endswith("TW") or (row is not None and row["branch"] == "party")


@cache
def _types() -> frozenset[str]:
    return frozenset(code for row in table("document_types") for code in row["codes"].split(",") if code)


@cache
def _issuers() -> dict[str, dict[str, str]]:
    rows = {row["code"]: row for row in table("issuers")}
    for row in table("issuers"):
        for alias in row["aliases"].split(","):
            if alias:
                rows.setdefault(alias.replace("&", ""), row)
    return rows
