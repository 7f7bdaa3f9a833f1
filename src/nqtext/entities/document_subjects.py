"""What a document is about, as the text says behind its name: "về đô thị", "quy định chi tiết ..."."""

from __future__ import annotations

from nqtext.unicode import pattern

__all__ = ["subject_behind"]

_MOST = 200
_OPENS = pattern(
    r",? (?:[Vv]ề việc|[Vv]ề|(?=[Qq]uy định (?!tại|của|như|trên|rõ|thì|[:\"]))|(?=phê duyệt)) ?(?=\S)"
)
#: Verbs that say what it does; they open a subject only behind its date or issuer.
_ACTS = pattern(
    r",? (?=(?:[Ss]ửa đổi, bổ sung|[Hh]ướng dẫn|[Bb]ãi bỏ|[Cc]ông bố|[Qq]uy định)"
    r"(?! (?:tại|của|như|trên|rõ|thì))"
    r"|[Bb]an hành (?=[A-ZĐ]|danh mục|chính sách|quy))"
)
#: An issuer whose name no code tells: "của Bộ trưởng Bộ Y tế về ...", up to what opens the subject.
_ISSUER = pattern(
    r",? của (?:(?:Bộ trưởng|Chủ nhiệm|Thống đốc|Tổng Thanh tra|Chánh án|Viện trưởng|Chủ tịch|Giám đốc) )?"
    r"(?:Bộ|Ủy ban|UBND|HĐND|Hội đồng|Ban|Sở|Ngân hàng|Thanh tra|Tòa án|Viện|Văn phòng|Tổng cục|Cục|Đảng ủy)"
    r"(?:(?:,(?= [A-ZĐ])| -)? (?!(?:đã|được|có|là|tại|trong|theo|với|để|cho|sẽ|cần|phải|nêu|về)(?!\w))"
    r"[^\W\d_]{1,10}){0,16}? (?=(?:[Vv]ề|[Qq]uy định|[Hh]ướng dẫn|[Ss]ửa đổi|[Bb]an hành|phê duyệt|công bố) )"
)
_TYPE = (
    r"(?:Nghị quyết|Nghị định|Quyết định|Chỉ thị|Thông tư|Kết luận|Quy định|Hướng dẫn|Kế hoạch|Công văn"
    r"|Thông báo|Tờ trình|Báo cáo|Công điện|Đề án|Chương trình)"
)
_NUMBERED = pattern(rf"{_TYPE} (?:số )?\d|Luật [A-ZĐ]")
_ENDS = pattern(
    r"[.;:?!\n\"()=]"
    r"|,(?<!Văn hóa,)(?<!Lao động,) (?=[A-ZĐ])"
    r"|, (?=được|đã|có hiệu|trong đó|theo đó|với|do|ông|bà|đồng chí|nhằm)"
    r"| (?:được|đã) (?=ban hành|thông qua|thay đổi|có|chính thức|nêu|xác định|đề ra|tạo|góp phần|đi vào|bị)"
    r"| (?=(?:có|hết) hiệu lực|thay thế (?:Nghị|Quyết|Thông|Chỉ|Quy|Luật))"
    r"| do (?=[A-ZĐ][^,.;:\n]{2,70} ban hành)"
    r"| vào (?=thực tế|cuộc sống)"
    rf"| và (?={_TYPE} (?:số )?\d)"
)


def subject_behind(text: str, at: int, limit: int, told: bool, cited: bool) -> str | None:
    """The subject of a document.

    Args:
        text: folded text.
        at: the offset behind the name, its date and its issuer.
        limit: end of the paragraph.
        told: whether a date or an issuer stands behind the name.
        cited: whether articles of it are cited: then "quy định" right behind the name is the verb.

    >>> text = "Nghị định số 1/2026/NĐ-CP về đô thị và Quyết định số 2/QĐ-TTg"
    >>> subject_behind(text, 25, len(text), False, False)
    'đô thị'
    """
    if text[at : at + 1] not in (" ", ","):
        return None
    issuer = _ISSUER.match(text, at, limit)
    if issuer:
        at, told = issuer.end() - 1, True
    opened = _OPENS.match(text, at, limit) or (_ACTS.match(text, at, limit) if told else None)
    if opened is None or (cited and not told and opened.end() - at < 4):
        return None
    start, limit = opened.end(), min(limit, opened.end() + _MOST)
    stop = limit
    for end in _ENDS.finditer(text, start, limit):
        # "sửa đổi Nghị định số 1 và Nghị định số 2" is one subject
        if not (end.group().startswith(" và") and _NUMBERED.search(text, start, end.start())):
            stop = end.start()
            break
    else:
        if stop < len(text) and text[stop].isalnum():
            stop = text.rfind(" ", start, stop)
    subject = " ".join(text[start:stop].split()).rstrip(" ,")
    return subject if subject.lower() not in ("", "quy định", "phê duyệt", "hướng dẫn", "công bố") else None
