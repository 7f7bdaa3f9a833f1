"""Words that point at a document named before: "Nghị quyết này", "Nghị quyết" alone.

A type word points where it is definite: with "này", "nói trên", or capitalised and alone, followed by
what a document does ("nêu rõ", "quy định", "có hiệu lực") or by nothing.  It does not point where it means
a kind ("các nghị quyết"), something to come ("ban hành Nghị quyết") or the article itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Pointer, Sighting
from nqtext.entities.document_types import after_institution
from nqtext.gazetteers import TermIndex, longest
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["ISSUED_WITH", "DocumentPointers", "document_pointers", "pointing_types", "subjects"]

_TYPES = (
    "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư", "kết luận", "luật", "bộ luật",
    "pháp lệnh", "kế hoạch", "chương trình", "đề án", "chiến lược", "quy hoạch", "công điện", "hiệp định",
)  # fmt: skip
#: Named by a title rather than by a number: an article of such a type speaks of itself as "Kế hoạch này".
_PROGRAMMES = frozenset(
    {"kế hoạch", "chương trình", "đề án", "chiến lược", "quy hoạch", "quyết định", "thông tư"}
)
_THIS = pattern(r" (?:này|nói trên|nêu trên)(?!\w)")
#: What may follow a capitalised type word alone: the end of a phrase, or what documents do.
_ALONE = pattern(
    r"[ \n]*(?:[.;:)?!…\"\n]|$)"
    r"|,(?! (?i:nghị quyết|nghị định|pháp lệnh|quyết định|thông tư|chỉ thị|kết luận))"
    r"| (?:quan trọng |mới |đặc biệt )?này(?!\w)|"
    r" (?:là|đã|được|cũng|nêu|nêu rõ|quy định rõ|quy định|yêu cầu|xác định|đặt ra|đề ra|chỉ rõ|chỉ ra"
    r"|nhấn mạnh|khẳng định|có|còn|sẽ|gồm|bao gồm|với|và|vào|trong|tại|đến|để|nhằm|phải|cần|đang|cho phép"
    r"|lần này|tập trung|hướng tới|hướng đến|bảo đảm|đảm bảo|đưa ra|thể hiện|phù hợp"
    r"|ban hành kèm theo|như)(?!\w)"
)
_NOT_ALONE = pattern(
    r" (?:quy định chi tiết|quy định về|và (?:các|những|một)|có (?:tên|số)|gồm \d+ văn bản)(?!\w)"
)
_INDEFINITE_BEFORE = pattern(
    r"(?i:(?<!\w)(?:dự thảo|dự án|các|những|mỗi|mọi|từng|một số|nhiều|một|hai|ba|bốn|\d+|\d{1,2}[,.)]|trình"
    r"|thành|hồ sơ|xây dựng|ban hành|soạn thảo|bằng|loại|hình thức|ký) )$"
)
#: Another document of the type that has no name: "2 nghị quyết", "xây dựng Nghị định", "Nghị quyết về ...".
_RIVAL_BEFORE = pattern(
    r"(?i:(?<!\w)(?:dự thảo|dự án|\d+|hai|ba|một|trình|xây dựng|(?<!kèm theo )ban hành"
    r"|soạn thảo|thông qua|ký) )$"
)
_RIVAL_AFTER = pattern(r" (?:về|thay thế|sửa đổi|quy định chi tiết|hướng dẫn|riêng|đặc thù|mới)(?!\w)")
_BODY_BEFORE = pattern(r"(?<!\w)(?:Bộ|Ban|Tổng cục|[Nn]gành|Văn phòng|Ủy ban) $")  # "Bộ Kế hoạch và Đầu tư"
#: Behind or before these "này" is said of the text that is quoted, or of the article itself.
_OF_ITSELF_AFTER = pattern(
    r" (?:có hiệu lực|hết hiệu lực|quy định|hướng dẫn|được áp dụng|áp dụng|thay thế|bãi bỏ|phổ biến)(?!\w)"
)
_OF_ITSELF_BEFORE = pattern(
    r"(?i:(?<!\w)(?:(?:điều|khoản|điểm|mục|chương|phần) [\w.]{1,6} (?:của )?|kèm theo |thi hành |kể từ ngày |"
    r"phụ lục (?:\w{1,4} )?(?:của )?|(?:quy định|giao|nêu|phân cấp) (?:tại|trong) |theo ))$"
)
#: "Kế hoạch ban hành kèm theo Quyết định số ..."
ISSUED_WITH = pattern(r" (?:được )?(?:ban hành )?kèm theo ")
_ISSUES_ITSELF = pattern(
    r"(?:ban hành|xây dựng) (kế hoạch|chương trình|đề án)(?!\w)[^\n]{0,300}(?:cụ thể như sau|như sau):?$"
)
_LEAD = 3  # paragraphs at the beginning in which an article names what it is about


@dataclass(frozen=True, slots=True)
class DocumentPointers:
    """What points at documents in one article.

    Attributes:
        pointers: in order; their kind is a type.
        about: for those that a document says of itself the one that the article is about, by offset;
            they mean nothing else.
        rivals: sightings of documents without a name, which pointers may mean, too.
    """

    pointers: list[Pointer] = field(default_factory=list)
    about: dict[int, str] = field(default_factory=dict)
    rivals: list[Sighting] = field(default_factory=list)


@cache
def pointing_types() -> TermIndex[str]:
    """The type words, ready to be found in a text."""
    return TermIndex((type_, type_) for type_ in _TYPES)


def document_pointers(
    context: Context, sightings: Sequence[Sighting], taken: Sequence[tuple[int, int]]
) -> DocumentPointers:
    """The words that may point at a document, without those that speak of the article itself.

    Args:
        context: what the recognisers saw.
        sightings: where documents are named, with their type as kind, in order.
        taken: ranges of mentions of documents, in order.
    """
    found = DocumentPointers()
    first: dict[str, int] = {}
    for sighting in sightings:
        first.setdefault(sighting.kind, sighting.start)
    if not first:
        return found
    own = set(_own_types(context))
    lead = subjects(context, sightings)
    at = 0
    text = context.text
    for start, end, kind in longest(context.terms(pointing_types)):
        if kind not in first or kind in own or text[start - 1 : start] == "-":
            continue
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] <= start:
            continue
        this = _THIS.match(text, end)
        pointer = Pointer(start, this.end() if this else end, kind)
        if not _points(text, start, pointer.end, this is not None):
            if _unnamed(text, start, pointer.end):
                found.rivals.append(Sighting(start, kind, f"unnamed at {start}"))
        elif start < first[kind]:  # it is said of something without a name, or of the article
            own.add(kind)
        elif this and _of_itself(text, start, pointer.end):
            if kind in lead:
                found.pointers.append(pointer)
                found.about[start] = lead[kind]
        elif not this or kind not in _PROGRAMMES or kind in lead:
            found.pointers.append(pointer)
    pointers = [pointer for pointer in found.pointers if pointer.kind not in own]
    return DocumentPointers(pointers, found.about, found.rivals)


def subjects(context: Context, sightings: Sequence[Sighting]) -> dict[str, str]:
    """What the article is about: for each type the document that the first paragraphs name, if it is one."""
    if not sightings:
        return {}
    end = int(context.paragraphs[min(_LEAD, len(context.paragraphs)) - 1, 1])
    named: dict[str, set[str]] = {}
    for sighting in sightings:
        if sighting.start < end:
            named.setdefault(sighting.kind, set()).add(sighting.referent)
    return {kind: next(iter(referents)) for kind, referents in named.items() if len(referents) == 1}


def _of_itself(text: str, start: int, end: int) -> bool:
    """Whether "... này" is most likely said by a document of itself."""
    if _OF_ITSELF_AFTER.match(text, end):
        return True
    return _OF_ITSELF_BEFORE.search(text, max(0, start - 30), start) is not None


def _unnamed(text: str, start: int, end: int) -> bool:
    """Whether a type word stands for another document, one without a name."""
    if text[start].isupper() and _RIVAL_AFTER.match(text, end):
        return True
    return _RIVAL_BEFORE.search(text, max(0, start - 12), start) is not None


def _points(text: str, start: int, end: int, this: bool) -> bool:
    """Whether a type word is definite, and alone."""
    if _INDEFINITE_BEFORE.search(text, max(0, start - 12), start):
        return False
    if after_institution(text, start) or _BODY_BEFORE.search(text, max(0, start - 10), start):
        return False
    if this:
        return True
    return text[start].isupper() and not _NOT_ALONE.match(text, end) and _ALONE.match(text, end) is not None


def _own_types(context: Context) -> frozenset[str]:
    """Types that the article may be of itself, so that "Nghị quyết này" means the article."""
    own = set()
    for (start, end), block in zip(context.paragraphs.tolist(), context.blocks, strict=True):
        line = context.text[start:end].strip()
        if block.kind == "article":
            return frozenset(_TYPES)
        if line.isupper() and len(line) < 200:
            own |= {type_ for type_ in _TYPES if line.lower().startswith(type_)}
        if "như sau" in line[-9:] and (match := _ISSUES_ITSELF.search(context.lower, start, end)):
            own.add(match[1])
    return frozenset(own)
