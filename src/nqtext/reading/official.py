"""Official documents: type, number, issuer, place and date, subject and legal basis from their head.

Source of the forms: Nghị định 30/2020/NĐ-CP, annex I (documents of the state), and the usual form of
documents of the Party, as they are written in practice: in two columns, in one, or flattened to a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqtext.reading.findings import Findings, Place
from nqtext.reading.lines import DAY, DAY_IN_WORDS, iso_date
from nqtext.reading.official_foot import describe_foot
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["describe_document", "is_alone", "is_body", "is_head_line", "is_motto", "is_territory"]

_TYPES = (
    "NGHỊ QUYẾT LIÊN TỊCH|NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|NGHỊ ĐỊNH|THÔNG TƯ LIÊN TỊCH|THÔNG TƯ"
    "|THÔNG BÁO|CÔNG ĐIỆN|KẾT LUẬN"
    "|CHƯƠNG TRÌNH HÀNH ĐỘNG|CHƯƠNG TRÌNH|ĐỀ ÁN|HƯỚNG DẪN|QUY ĐỊNH|QUY CHẾ|BÁO CÁO|TỜ TRÌNH|LUẬT"
    "|PHÁP LỆNH|LỆNH|CHIẾN LƯỢC|QUY HOẠCH"
    "|ĐIỀU LỆ|DANH MỤC|PHƯƠNG ÁN|CÔNG VĂN|HIẾN PHÁP"
)
_TYPE = pattern(rf"({_TYPES})(?:\s?\([^()]{{2,20}}\))?\s*:?")
_MOTTO = pattern(
    r"(?:CỘNG (?:HÒA|HOÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Cộng (?:hòa"
    r"|hoà) xã hội chủ nghĩa Việt Nam$|ĐẢNG CỘNG SẢN VIỆT NAM)"
)
_FREEDOM = pattern(r"độc lập\s*[-*.]?\s*tự do\s*[-*.]?\s*hạnh phúc", re.I)
_NUMBER = pattern(
    r"(?:Luật\s|Nghị quyết\s)?(?:[Ss]ố"
    r"|SỐ)\s*[:.]?\s*(\d{1,6}[a-zđ]?\s?(?:[-/]\s?[A-ZĐƯa-zđư0-9&.]{1,20}\s?){1,5})(?=$|[\s|;,])"
)
_SIGNED = pattern(
    rf"(?P<place>(?!Thứ\s|Chủ nhật|Hôm nay|Sáng|Chiều"
    rf"|Tối){CAPITAL}[\w .-]{{1,40}}?)\s?,\s(?:hồi\s[\d\sgiờphút]{{4,20}}\s?,?\s?)?"
    rf"ngày\s{{1,2}}(?:{DAY}|{DAY_IN_WORDS})\W{{0,3}}$"
)
_ADOPTED = pattern(
    rf"(?:Luật|Nghị quyết|Pháp lệnh|Bộ luật) này (?:đã )?được (?:Quốc hội|Hội đồng nhân dân"
    rf"|Ủy ban [Tt]hường vụ Quốc hội)"
    rf".{{0,160}}thông qua (?:ngày\s)?(?:{DAY}|{DAY_IN_WORDS})"
)
_ATTACHED = pattern(
    rf"\(?(?:Ban hành )?(?:[Kk]èm theo|theo) .{{5,120}}ngày\s(?:{DAY}"
    rf"|{DAY_IN_WORDS}).{{0,80}}\)?"
)
_BODY_WORD = (
    "QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG|BỘ|ỦY BAN|UBND|HỘI ĐỒNG|HĐND|BAN|TỈNH ỦY|THÀNH ỦY|ĐẢNG|SỞ|CỤC|TỔNG CỤC"
    "|VĂN PHÒNG|THANH TRA|NGÂN HÀNG"
    "|TÒA ÁN|VIỆN|CHỦ TỊCH|HUYỆN ỦY|QUẬN ỦY|THỊ ỦY|KIỂM TOÁN|BẢO HIỂM|MẶT TRẬN|TRUNG ƯƠNG|TẬP ĐOÀN"
    "|TỔNG CÔNG TY"
)
_ISSUER = pattern(rf"(?:{_BODY_WORD})\b[^.;:]{{0,120}}")
_TERRITORY = pattern(
    r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU"
    r"|NƯỚC CỘNG)\s[^.;:]{2,60}|TRUNG ƯƠNG"
)
_RULE_LINE = re.compile(r"[-_*=.\s]{2,}")
_SUBJECT_END = pattern(
    r"(?:Căn cứ|CĂN CỨ|Điều|ĐIỀU|Thực hiện|Kính gửi|\(|I\.|1\.|PHẦN|CHƯƠNG|Chương|Phần"
    r"|Thi hành|Để |Nhằm )"
)


_ABOUT = pattern(r"(?:V/v|V\.v|[Vv]ề việc)\b[.:]?\s.{5,200}")
_ABOUT_WORD = pattern(r"(?:V/v|V\.v|[Vv]ề việc)\b[.:]?\s+")
_BASIS = pattern(r"[-+]?\s?Căn cứ\s(?:vào\s)?")
_PROPOSAL = pattern(r"[;,.]\s?(?:Theo đề nghị|Xét đề nghị)\s")
#: Where the document proper begins.
_PROPER = pattern(
    r"(?:Điều 1\b|ĐIỀU 1\b|(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT)\s?:|Chương I\b|CHƯƠNG I\b|I\.\s)"
)
_HEAD_LINES, _BASIS_LINES = 20, 80


def is_head_line(line: str) -> bool:
    """Whether a folded line can only stand in the head of an official document."""
    if len(line) > 200:
        return False
    whole = _TYPE.fullmatch(line) or _SIGNED.fullmatch(line) or _NUMBER.match(line)
    return bool(whole or _MOTTO.search(line) or _FREEDOM.search(line))


def is_motto(line: str) -> bool:
    """Whether the motto of the state or the Party stands in a folded line."""
    return bool(_MOTTO.search(line) or _FREEDOM.search(line))


def is_alone(line: str) -> bool:
    """Whether a folded line is, whole, the type, number, motto, or place and date of a document."""
    whole = (
        _TYPE.fullmatch(line) or _SIGNED.fullmatch(line) or _MOTTO.fullmatch(line) or _FREEDOM.fullmatch(line)
    )
    number = _NUMBER.match(line)
    return bool(whole or (number and number.end() == len(line)))


def is_body(line: str) -> bool:
    """Whether a folded line is the name of a body, as it stands in the head of a document."""
    return len(line) <= 120 and line.isupper() and _ISSUER.fullmatch(line) is not None


def is_territory(line: str) -> bool:
    """Whether a folded line is the territory of a body, as it stands below its name."""
    return len(line) <= 80 and line.isupper() and _TERRITORY.fullmatch(line) is not None


def describe_document(lines: Sequence[str]) -> Findings:
    """Metadata of an official document, nothing where two signs of one (its foot may be one) are not there.

    Args:
        lines: its folded lines in order.

    Returns:
        Keys of the table in :mod:`nqtext.reading.metadata`, with their places in the lines.

    >>> lines = ["CHỈ THỊ", "Số: 47/CT-TTg", "Hà Nội, ngày 26 tháng 11 năm 2019"]
    >>> describe_document(lines).values["place"]
    'Hà Nội'
    """
    found = Findings()
    evidence, number_at, type_at = _head(lines[:_HEAD_LINES], found)
    foot = describe_foot(lines) if evidence else Findings()
    if evidence + ("recipients" in foot) < 2:
        return Findings()
    _issuer(lines[: min(i for i in (number_at, type_at, len(lines[:_HEAD_LINES])) if i is not None)], found)
    _subject(lines, number_at, type_at, found)
    if "published" not in found:
        for i in range(max(len(lines) - 25, 0), len(lines)):
            line = lines[i]
            adopted = (_ADOPTED.match(line) or _SIGNED.fullmatch(line)) if len(line) <= 400 else None
            if adopted and (iso := iso_date(adopted.groupdict())):
                found.put("published", iso, _date_place(i, adopted))
    found.list("legal_basis", lines, _legal_basis(lines))
    found.take(foot)
    return found


def _head(head: Sequence[str], found: Findings) -> tuple[int, int | None, int | None]:
    """Number, type, place and date; how many signs of a document, and the lines of number and type."""
    evidence = 0
    number_at = type_at = None
    for i, line in enumerate(head):
        if len(line) > 400:
            continue
        motto = _mottos(line)
        number = _NUMBER.search(line) if motto else _NUMBER.match(line)
        evidence += bool(motto)
        if number and number_at is None and i < 15:
            shown = re.sub(r"\s*([-/])\s*", r"\1", number[1]).strip(" .,")
            start, end = number.span(1)
            found.put(
                "document_number", shown, Place(i, start, end - len(number[1]) + len(number[1].rstrip(" .,")))
            )
            number_at, evidence = i, evidence + 1
        done = max([0, *(match.end() for match in motto), number.end() if number else 0])
        rest = line[done:].strip(" |;,-_*")
        signed = _SIGNED.fullmatch(rest) if len(rest) <= 120 else None
        if signed and "published" not in found and (iso := iso_date(signed.groupdict())):
            at = line.index(rest, done)
            found.put("published", iso, _date_place(i, signed, at))
            place = signed["place"].strip()
            start = at + signed.start("place")
            found.put("place", place, Place(i, start, start + len(place)))
            evidence += 1
        kind = _TYPE.fullmatch(line)
        if kind and type_at is None:
            found.put("document_type", kind[1], Place(i, *kind.span(1)))
            type_at, evidence = i, evidence + 1
        if i < 5 and "published" not in found and (attached := _ATTACHED.fullmatch(line)):
            iso = iso_date(attached.groupdict())
            if iso:
                found.put("published", iso, _date_place(i, attached))
                evidence += 1
        evidence += line.startswith("Kính gửi") or (type_at is not None and line.startswith("Căn cứ "))
    return evidence, number_at, type_at


def _mottos(line: str) -> list[re.Match[str]]:
    """Mottos in a line; words that stand in every one are looked for first, for that costs less."""
    if ("húc" in line or "HÚC" in line) and (found := list(_FREEDOM.finditer(line))):
        return found
    return list(_MOTTO.finditer(line)) if "CỘNG" in line or "Cộng" in line else []


def _date_place(line: int, match: re.Match[str], at: int = 0) -> Place:
    """Where the day, month and year of a match stand."""
    parts = [match.span(name) for name in ("d", "y", "d2", "y2") if match[name] is not None]
    return Place(line, at + min(start for start, _ in parts), at + max(end for _, end in parts))


def _issuer(head: Sequence[str], found: Findings) -> None:
    """The last body in the head, with the territory on the next line: ``HỘI ĐỒNG NHÂN DÂN`` + ``TỈNH A``."""
    issuer = None
    places: list[Place] = []
    for i, raw in enumerate(head):
        line = _RULE_LINE.sub(" ", _FREEDOM.split(_MOTTO.split(raw)[0])[0]).strip(" |-*_")
        start = raw.find(line)
        place = Place(i, start, start + len(line)) if line and start >= 0 else Place(i, 0, len(raw))
        if issuer and line in ("VĂN PHÒNG", "VĂN PHÒNG BỘ"):
            issuer, places = f"VĂN PHÒNG {issuer}", [*places, place]
        elif line.isupper() and _ISSUER.fullmatch(line):
            issuer, places = line, [place]
        elif issuer and line.isupper() and _TERRITORY.fullmatch(line):
            issuer, places = f"{issuer} {line}", [*places, place]
    if issuer:
        found.put("issuer", issuer, *places)


def _subject(lines: Sequence[str], number_at: int | None, type_at: int | None, found: Findings) -> None:
    """What the document is about: the lines below its type, or behind ``V/v`` in a letter."""
    if type_at is None:
        first = next((i for i in range(len(lines[:_HEAD_LINES])) if _ABOUT.match(lines[i])), None)
        if first is None or number_at is None:
            return
        places = [Place(first, _ABOUT_WORD.match(lines[first]).end(), len(lines[first]))]  # type: ignore[union-attr]
        for i in range(first + 1, min(first + 4, len(lines))):
            if not lines[i][:1].islower() or len(lines[i]) > 120:
                break
            places.append(Place(i, 0, len(lines[i])))
    else:
        places = list(_subject_lines(lines, type_at + 1))
    subject = " ".join(lines[line][start:end] for line, start, end in places)
    if not 5 <= len(subject) <= 500 or subject.endswith((".", ";")):
        return
    found.put("subject", subject, *places)
    if type_at is None:
        found.put("title", subject, *places)
    else:
        found.put(
            "title", f"{found.values['document_type']} {subject}", *found.places["document_type"], *places
        )


def _subject_lines(lines: Sequence[str], start: int) -> Iterator[Place]:
    """The lines below the type word, up to where the document proper begins; at most four."""
    before: str | None = None
    count = 0
    for i in range(start, min(start + 6, len(lines))):
        line = lines[i]
        if _RULE_LINE.fullmatch(line) or (
            before is None and (_NUMBER.match(line) or _SIGNED.fullmatch(line) or is_motto(line))
        ):
            continue
        if len(line) > 400 or _SUBJECT_END.match(line) or count == 4:
            return
        capitals = line.isupper() and not _ISSUER.fullmatch(line)
        if before is not None and not (line[:1].islower() or (capitals and before.isupper())):
            return
        yield Place(i, 0, len(line))
        before, count = line, count + 1


def _legal_basis(lines: Sequence[str]) -> Iterator[Place]:
    """What the document says it rests on: ``Căn cứ ...;`` before its first article."""
    for i, line in enumerate(lines[:_BASIS_LINES]):
        if _PROPER.match(line):
            return
        match = _BASIS.match(line)
        if match:
            end = _PROPOSAL.search(line, match.end())  # who proposes it may follow in the same paragraph
            yield Place(i, match.end(), len((line[: end.start()] if end else line).rstrip(" ;,.")))
