"""Official documents: type, number, issuer, place and date from the head, the signer from the foot.

Source of the forms: Nghị định 30/2020/NĐ-CP, annex I (documents of the state), and the usual form of
documents of the Party, as they are written in practice: in two columns, in one, or flattened to a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nqtext.reading.lines import DAY, DAY_IN_WORDS, NAME_LINE, iso_date
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["describe_document", "is_head_line"]

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
_OFFICE = pattern(
    r"(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s?\.?\s?)?(?:CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|BỘ TRƯỞNG"
    r"|THỨ TRƯỞNG|CHỦ TỊCH|PHÓ CHỦ TỊCH|BÍ THƯ"
    r"|PHÓ BÍ THƯ|TỔNG BÍ THƯ|THƯỜNG TRỰC|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG"
    r"|PHÓ CHÁNH VĂN PHÒNG|VỤ TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|TỔNG THANH TRA|ỦY BAN NHÂN DÂN|UBND|BỘ CHÍNH TRỊ|BAN BÍ THƯ|TRƯỞNG BAN"
    r"|PHÓ TRƯỞNG BAN|CHÁNH ÁN|VIỆN TRƯỞNG)\b.{0,80}"
)
_SIGNATURE_MARK = pattern(r"\W{0,2}(?:đã ký|ký tên, đóng dấu|đã ký tên)\W{0,2}", re.I)


def is_head_line(line: str) -> bool:
    """Whether a folded line can only stand in the head of an official document."""
    if len(line) > 200:
        return False
    whole = _TYPE.fullmatch(line) or _SIGNED.fullmatch(line) or _NUMBER.match(line)
    return bool(whole or _MOTTO.search(line) or _FREEDOM.search(line))


def describe_document(lines: Sequence[str]) -> dict[str, Any]:
    """Metadata of an official document, nothing where two signs of one are not there.

    Args:
        lines: its folded lines in order.

    Returns:
        Keys of the table in :mod:`nqtext.reading.metadata`.

    >>> describe_document(["CHỈ THỊ", "Số: 47/CT-TTg", "Hà Nội, ngày 26 tháng 11 năm 2019"])["place"]
    'Hà Nội'
    """
    head = lines[:20]
    found: dict[str, Any] = {}
    evidence = 0
    number_at = type_at = None
    for i, line in enumerate(head):
        if len(line) > 400:
            continue
        motto = list(_FREEDOM.finditer(line)) or list(_MOTTO.finditer(line))
        number = _NUMBER.search(line) if motto else _NUMBER.match(line)
        evidence += bool(motto)
        if number and "document_number" not in found and number_at is None and i < 15:
            found["document_number"] = re.sub(r"\s*([-/])\s*", r"\1", number[1]).strip(" .,")
            number_at, evidence = i, evidence + 1
        done = max([0, *(match.end() for match in motto), number.end() if number else 0])
        rest = line[done:].strip(" |;,-_*")
        signed = _SIGNED.fullmatch(rest) if len(rest) <= 120 else None
        if signed and "published" not in found:
            iso = iso_date(signed.groupdict())
            if iso:
                found["published"], found["place"] = iso, signed["place"].strip()
                evidence += 1
        kind = _TYPE.fullmatch(line)
        if kind and type_at is None:
            found["document_type"], type_at, evidence = kind[1], i, evidence + 1
        if i < 5 and "published" not in found and (attached := _ATTACHED.fullmatch(line)):
            iso = iso_date(attached.groupdict())
            if iso:
                found["published"], evidence = iso, evidence + 1
        evidence += line.startswith("Kính gửi") or (type_at is not None and line.startswith("Căn cứ "))
    if evidence < 2:
        return {}
    issuer = _issuer(head[: min(i for i in (number_at, type_at, len(head)) if i is not None)])
    if issuer:
        found["issuer"] = issuer
    if type_at is not None:
        subject = _subject(lines, type_at + 1)
        if subject:
            found["title"] = f"{found['document_type']} {subject}"
    if "published" not in found:
        for line in lines[-25:]:
            adopted = (_ADOPTED.match(line) or _SIGNED.fullmatch(line)) if len(line) <= 400 else None
            if adopted and (iso := iso_date(adopted.groupdict())):
                found["published"] = iso
    found.update(_signature(lines))
    return found


def _issuer(head: Sequence[str]) -> str | None:
    """The last body in the head, with the territory on the next line: ``HỘI ĐỒNG NHÂN DÂN`` + ``TỈNH A``."""
    issuer = None
    for line in head:
        line = _RULE_LINE.sub(" ", _MOTTO.split(line)[0]).strip(" |-*_")
        if issuer and line in ("VĂN PHÒNG", "VĂN PHÒNG BỘ"):
            issuer = f"VĂN PHÒNG {issuer}"
        elif line.isupper() and _ISSUER.fullmatch(line):
            issuer = line
        elif issuer and line.isupper() and _TERRITORY.fullmatch(line):
            issuer = f"{issuer} {line}"
    return issuer


def _subject(lines: Sequence[str], start: int) -> str | None:
    """The lines below the type word, up to where the document proper begins; at most four."""
    parts: list[str] = []
    for line in lines[start : start + 6]:
        if _RULE_LINE.fullmatch(line) or (not parts and (_NUMBER.match(line) or _SIGNED.fullmatch(line))):
            continue
        if len(line) > 400 or _SUBJECT_END.match(line) or len(parts) == 4:
            break
        capitals = line.isupper() and not _ISSUER.fullmatch(line)
        if parts and not (line[:1].islower() or (capitals and parts[-1].isupper())):
            break
        parts.append(line)
    subject = " ".join(parts)
    return subject if 5 <= len(subject) <= 500 and not subject.endswith((".", ";")) else None


def _signature(lines: Sequence[str]) -> dict[str, str]:
    """Name and office of who signed, where the last lines are just that."""
    for i in range(len(lines) - 1, max(len(lines) - 25, 2), -1):
        name = NAME_LINE.fullmatch(lines[i]) if len(lines[i]) <= 60 else None
        if name is None:
            continue
        offices: list[str] = []
        for line in reversed(lines[max(i - 5, 0) : i]):
            if _SIGNATURE_MARK.fullmatch(line) or _RULE_LINE.fullmatch(line):
                continue
            if not (line.isupper() and _OFFICE.fullmatch(line)):
                break
            offices.insert(0, line)
        if offices:
            return {"signer": name["name"], "signer_office": " ".join(offices)}
    return {}
