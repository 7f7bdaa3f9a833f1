"""The foot of official documents: who signed it, in what office, and who receives it.

The recipients stand left, the signature right; a page that was flattened has all of them in one line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqtext.reading.findings import Findings, Place
from nqtext.reading.lines import NAME_LINE, NAMES
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["describe_foot", "is_foot_line"]

_OFFICE = pattern(
    r"(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s?\.?\s?)?(?:CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|BỘ TRƯỞNG"
    r"|THỨ TRƯỞNG|CHỦ TỊCH|PHÓ CHỦ TỊCH|BÍ THƯ"
    r"|PHÓ BÍ THƯ|TỔNG BÍ THƯ|THƯỜNG TRỰC|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG"
    r"|PHÓ CHÁNH VĂN PHÒNG|VỤ TRƯỞNG"
    r"|TỔNG CỤC TRƯỞNG|THỐNG ĐỐC|TỔNG THANH TRA|ỦY BAN NHÂN DÂN|UBND|BỘ CHÍNH TRỊ|BAN BÍ THƯ|TRƯỞNG BAN"
    r"|PHÓ TRƯỞNG BAN|CHÁNH ÁN|VIỆN TRƯỞNG)\b.{0,80}"
)
_RECIPIENTS = pattern(r"\W*nơi (?:nhận|gửi)\b", re.I)
_SIGNATURE_MARK = pattern(r"\W{0,2}(?:đã ký|ký tên, đóng dấu|đã ký tên)\W{0,2}", re.I)


_RULE_LINE = re.compile(r"[-_*=.\s]{2,}")
_RANK = r"(?:(?:Thượng|Đại|Trung|Thiếu) (?:tướng|tá)\s|(?:GS|PGS|TS|ThS)\.\s?){0,3}"
#: Office and name at the end of a line that holds the whole foot.
_FLAT = pattern(
    rf"(?:^|[.;:)\]|]\s?|\s)(?P<office>(?:(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s?\.\s?)?{CAPITAL}{{2,12}}"
    rf"(?:[\s,-]{{1,3}}(?:(?:TM|KT|TL|TUQ|Q)\s?\.\s?)?{CAPITAL}{{2,12}}){{1,14}})"
    rf"\s(?:\((?:Đã|đã) ký\)\s)?(?P<name>{_RANK}{NAMES})\W{{0,3}}$"
)
_ITEM = re.compile(r"\s*[-+•*–]\s*(?=\S)|\s*$")
_DIVIDER = re.compile(r"(?<=[;,.):])\s*[-+•]\s+(?=\S)|;\s*(?=[-+•]\S)")
_ARCHIVE = pattern(r"[-+•*]?\s*lưu\b", re.I)
_FOOT_LINES, _MAX_RECIPIENTS = 40, 60


def is_foot_line(line: str) -> bool:
    """Whether a folded line begins the recipients of an official document."""
    return _RECIPIENTS.match(line) is not None


def describe_foot(lines: Sequence[str]) -> Findings:
    """Signer, office and recipients of an official document.

    Args:
        lines: its folded lines in order.

    >>> found = describe_foot(["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT.", "KT. CHỦ TỊCH", "Lê Thị An"])
    >>> found.values["signer"], found.values["signer_office"], found.values["recipients"]
    ('Lê Thị An', 'KT. CHỦ TỊCH', ('Như Điều 3',))
    """
    found = Findings()
    foot = next((i for i in range(len(lines)) if _is_foot(lines, i)), None)  # those of annexes follow
    if foot is not None:
        found.list("recipients", lines, _recipients(lines, foot))
        flat = _FLAT.search(lines[foot][-300:])
        if flat:
            at = max(len(lines[foot]) - 300, 0)
            found.put("signer", flat["name"], Place(foot, at + flat.start("name"), at + flat.end("name")))
            office = Place(foot, at + flat.start("office"), at + flat.end("office"))
            found.put("signer_office", flat["office"], office)
        # The signature stands beside the recipients, so before or behind them.
        _signature(lines, range(min(foot + _FOOT_LINES, len(lines)) - 1, max(foot - 8, 2), -1), found, foot)
    _signature(lines, range(len(lines) - 1, max(len(lines) - 25, 2), -1), found, None)
    return found


def _is_foot(lines: Sequence[str], i: int) -> bool:
    line = lines[i]
    if not is_foot_line(line):
        return False
    bare = line.rstrip(" :*")
    return len(bare) <= 12 or "- " in line or (i + 1 < len(lines) and lines[i + 1].startswith("-"))


def _recipients(lines: Sequence[str], foot: int) -> Iterator[Place]:
    """One place a recipient; the copy that is kept (``Lưu: VT``) is none."""
    start = _RECIPIENTS.match(lines[foot])
    first = 0 if start is None else start.end()
    count = 0
    for i in range(foot, min(foot + _MAX_RECIPIENTS, len(lines))):
        line = lines[i]
        if i > foot and not line.startswith(("-", "+", "•", "–")):
            if count and not (line[:1].islower() and len(line) < 80):
                return
            continue
        at = first if i == foot else 0
        for piece in _DIVIDER.split(line[at:]):
            begin = line.index(piece, at)
            at = begin + len(piece)
            bare = piece.strip(" :;,.-+•*–")
            if not bare or bare.startswith("("):
                continue
            if _ARCHIVE.match(bare):
                return
            begin = line.index(bare, begin)
            count += 1
            yield Place(i, begin, begin + len(bare))


def _signature(lines: Sequence[str], where: range, found: Findings, foot: int | None) -> None:
    """Name and office of who signed, where lines are just that; the one nearest to the recipients."""
    if "signer" in found:
        return
    best: tuple[int, int, list[int]] | None = None
    for i in where:
        if len(lines[i]) > 60 or NAME_LINE.fullmatch(lines[i]) is None:
            continue
        offices: list[int] = []
        for at in range(i - 1, max(i - 6, -1), -1):
            line = lines[at]
            if _SIGNATURE_MARK.fullmatch(line) or _RULE_LINE.fullmatch(line):
                continue
            if not (line.isupper() and _OFFICE.fullmatch(line)):
                break
            offices.insert(0, at)
        if offices:
            far = 0 if foot is None else abs(i - foot)
            if best is None or far < best[0]:
                best = (far, i, offices)
            if foot is None:
                break
    if best is not None:
        _, i, offices = best
        name = NAME_LINE.fullmatch(lines[i])
        assert name is not None
        found.put("signer", name["name"], Place(i, *name.span("name")))
        places = [Place(at, 0, len(lines[at])) for at in offices]
        found.put("signer_office", " ".join(lines[at] for at in offices), *places)
