"""Words that point at a document named before: "Nghị quyết này", "Nghị quyết" alone.

A type word points where it is definite: with "này", "nói trên", or capitalised and alone, followed by
what a document does ("nêu rõ", "quy định", "có hiệu lực") or by nothing.  It does not point where it means
a kind ("các nghị quyết"), something to come ("ban hành Nghị quyết") or the article itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Pointer
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqtext.entities.anaphora import Sighting
    from nqtext.entities.recognizer import Context

__all__ = ["ISSUED_WITH", "document_pointers"]

_TYPES = (
    "nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kết luận|luật|bộ luật|pháp lệnh|kế hoạch|chương trình|"
    "đề án|chiến lược|quy hoạch|công điện|hiệp định"
)
#: Named by a title rather than by a number: an article of such a type speaks of itself as "Kế hoạch này".
_PROGRAMMES = frozenset({"kế hoạch", "chương trình", "đề án", "chiến lược", "quy hoạch", "quyết định", "thông tư"})
_WORD = pattern(rf"(?<![\w-])(?P<type>(?i:{_TYPES}))(?!\w)(?P<this> (?:này|nói trên|nêu trên)(?!\w))?")
#: What may follow a capitalised type word alone: the end of a phrase, or what documents do.
_ALONE = pattern(
    r"[ \n]*(?:[.,;:)?!…\"\n]|$)| (?:quan trọng |mới |đặc biệt )?này(?!\w)|"
    r" (?:là|đã|được|cũng|nêu|nêu rõ|quy định rõ|quy định|yêu cầu|xác định|đặt ra|đề ra|chỉ rõ|chỉ ra|nhấn mạnh|"
    r"khẳng định|có|còn|sẽ|gồm|bao gồm|với|và|vào|trong|tại|đến|để|nhằm|phải|cần|đang|cho phép|lần này|tập trung|"
    r"hướng tới|hướng đến|bảo đảm|đảm bảo|đưa ra|thể hiện|phù hợp|ban hành kèm theo|như)(?!\w)"
)
_NOT_ALONE = pattern(r" (?:quy định chi tiết|quy định về|và (?:các|những|một)|có (?:tên|số)|gồm \d+ văn bản)(?!\w)")
_INDEFINITE_BEFORE = pattern(
    r"(?i:(?<!\w)(?:dự thảo|dự án|các|những|mỗi|mọi|từng|một số|nhiều|một|hai|ba|bốn|\d+|trình|thành|hồ sơ|"
    r"xây dựng|ban hành|soạn thảo|bằng|loại|hình thức|ký) )$"
)
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


def document_pointers(
    context: Context, sightings: Sequence[Sighting], taken: Sequence[tuple[int, int]]
) -> Iterator[Pointer]:
    """The words that may point at a document, in order.

    Args:
        context: what the recognisers saw.
        sightings: where documents are named, with their type as kind, in order.
        taken: ranges of mentions of documents, in order.

    Yields:
        Pointers whose kind is a type; those that speak of the article itself are left out.
    """
    first: dict[str, int] = {}
    lead: dict[str, set[str]] = {}
    end_of_lead = int(context.paragraphs[min(_LEAD, len(context.paragraphs)) - 1, 1]) if sightings else 0
    for sighting in sightings:
        first.setdefault(sighting.kind, sighting.start)
        if sighting.start < end_of_lead:
            lead.setdefault(sighting.kind, set()).add(sighting.referent)
    own = _own_types(context) if sightings else frozenset()
    at = 0
    found: dict[str, list[Pointer]] = {}
    for match in _WORD.finditer(context.text):
        kind = match["type"].lower()
        if kind not in first or kind in own:
            continue
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] <= match.start():
            continue
        if not _points(context.text, match.start(), match.end(), bool(match["this"])):
            continue
        if match.start() < first[kind]:  # it is said of something that is never named, or of the article
            own |= {kind}
            continue
        itself = kind in _PROGRAMMES or _OF_ITSELF_AFTER.match(context.text, match.end())
        itself = itself or _OF_ITSELF_BEFORE.search(context.text, max(0, match.start() - 30), match.start())
        if match["this"] and itself and len(lead.get(kind, ())) != 1:
            continue
        found.setdefault(kind, []).append(Pointer(match.start(), match.end(), kind))
    for kind, pointers in found.items():
        if kind not in own:
            yield from pointers


def _points(text: str, start: int, end: int, this: bool) -> bool:
    """Whether a type word is definite, and alone."""
    if _INDEFINITE_BEFORE.search(text, max(0, start - 12), start):
        return False
    if this:
        return True
    return text[start].isupper() and not _NOT_ALONE.match(text, end) and _ALONE.match(text, end) is not None


def _own_types(context: Context) -> frozenset[str]:
    """Types that the article may be of itself, so that "Nghị quyết này" means the article."""
    own = set()
    types = _TYPES.split("|")
    for (start, end), block in zip(context.paragraphs.tolist(), context.blocks, strict=True):
        line = context.text[start:end].strip()
        if block.kind == "article":
            return frozenset(types)
        if line.isupper() and len(line) < 200:
            own |= {type_ for type_ in types if line.lower().startswith(type_)}
        if match := _ISSUES_ITSELF.search(context.lower, start, end):
            own.add(match[1])
    return frozenset(own)
