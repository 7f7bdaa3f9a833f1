"""Words that point at a body named before: "Bộ", "Quỹ này"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Pointer
from nqtext.gazetteers import TermIndex, longest
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["KINDS", "body_pointers", "pointing_kinds"]

#: Words that stand for a body named before, where they stand alone.
KINDS = (
    "tổng công ty", "tổng cục", "chi cục", "công ty", "tập đoàn", "bộ", "sở", "cục", "quỹ", "ủy ban",
    "hội đồng", "học viện", "viện", "trung tâm", "hiệp hội", "liên đoàn", "ngân hàng",
)  # fmt: skip
_THIS = pattern(" này(?!\\w)")
_WORD_ENDS = pattern(r" |[.,;:)?!…\"\n]|$")
#: What may follow such a word where it stands alone: the end of a phrase, or a predicate.
_ALONE = pattern(
    r"[ \n]*(?:[.;:)?!…\"\n]|$)"
    r"|,(?! (?:ban|ngành|sở|bộ|cục|vụ|phòng|địa phương|cơ quan|đơn vị|tổng công ty|viện)(?!\w))"
    r"| (?:và|cũng|có|còn|đã|sẽ|cần|đang|được|phải|là|để|theo|tại|trong|vào|trên|với|nhằm|cho biết|yêu cầu"
    r"|khẳng định|thực hiện|trực thuộc|gồm|này|quản lý|giao|đề nghị|tiếp tục|chủ trì|phối hợp|tổ chức)(?!\w)"
)
#: "Bộ" and "Sở" with a capital in mid-sentence stand alone before any word but these.
_STANDS_FOR_ITSELF = pattern(
    r"(?:Bộ|Sở|Tổng cục)(?= [a-zà-ỹđ])(?! (?:phận|trưởng|đội|máy|luật|môn|phim|tiêu|chỉ|quy tắc|công cụ|mã"
    r"|hồ|câu|nhận|đề|dữ|sản|tài|giải|sưu|hữu|dĩ|thích|giao dịch|chuẩn|khung|đồ|sách|ngành|quy chuẩn|định)"
    r"(?!\w))"
)
_MID_SENTENCE = pattern(r"[\w,)\"] $")
_NOT_ALONE = pattern(
    r" (?:và tương đương|và (?:các )?(?:cơ quan|đơn vị)(?! trực thuộc)|quản lý dự án|(?:này )?và ngành)(?!\w)"
)
_INDEFINITE_BEFORE = pattern(
    r"(?i:(?<!\w)(?:các|những|mỗi|mọi|từng|một|nhiều|một số|số|hai|ba|\d+|ngành|ngang|liên|cấp|tổng|nam|bắc"
    r"|trung|đông|tây|giám đốc|trưởng|phó|chánh|văn phòng|thanh tra|chủ tịch|cục|vụ|sở|thành lập|lập"
    r"|(?:bộ|sở|ngành|cục|vụ|ban|phòng)[,/]) )$|/$"
)


@cache
def pointing_kinds() -> TermIndex[str]:
    """The words, ready to be found in a text."""
    return TermIndex((kind, kind) for kind in KINDS)


def body_pointers(
    context: Context, kinds: Container[str], taken: Sequence[tuple[int, int]]
) -> Iterator[Pointer]:
    """The words that may point at a body.

    Args:
        context: what the recognisers saw.
        kinds: those of :data:`KINDS` that the names of the bodies of the article open with.
        taken: ranges of mentions of bodies, in order.

    Yields:
        Pointers in order; their kind is a word.
    """
    text = context.text
    at = 0
    for start, end, kind in longest(context.terms(pointing_kinds)):
        if kind not in kinds or text[start - 1 : start] == "-":
            continue
        this = _THIS.match(text, end)
        capital = text[start].isupper() and text[start + 1 : end].islower()
        if not this and not (capital and _WORD_ENDS.match(text, end)):
            continue
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] <= start:
            continue
        if _INDEFINITE_BEFORE.search(text, max(0, start - 12), start):
            continue
        if this or _stands_alone(text, start, end):
            yield Pointer(start, this.end() if this else end, kind)


def _stands_alone(text: str, start: int, end: int) -> bool:
    if _NOT_ALONE.match(text, end):
        return False
    if _ALONE.match(text, end):
        return True
    return bool(
        _MID_SENTENCE.search(text, max(0, start - 2), start) and _STANDS_FOR_ITSELF.match(text, start)
    )
