"""Where the title of a law ends.

Nothing marks the end of ``Luật Đất đai``, so laws are looked up in ``laws.tsv``; one that it does not have
ends before a word that can only belong to the sentence.
"""

from __future__ import annotations

import re
from functools import cache

from nqtext.entities.document_titles import WORD
from nqtext.gazetteers import table
from nqtext.unicode import pattern

__all__ = ["law_title_end", "listed_law_end", "year_suffix_end"]

_MAX_LAW_TITLE = 160
_MAX_LAW_WORDS = 14
_MAX_AMENDED = 3  # "Luật sửa đổi ... Luật sửa đổi ... Luật"
_LAW_ENDS = pattern(
    r"(?i:luật|bộ luật|pháp lệnh|nghị|về|đã|được|có|là|của|cũng|này|và|với|các|những|cho|theo|trong|tại|"
    r"ngày|gồm|quy định|hiện hành|số|"
    r"mới|sửa đổi|thì|cần|sẽ|đang|phải|khi|"
    r"như|do|để|nhằm|hoặc|liên quan|bao|ban hành|nêu|vào|đến|từ|trên|(?<!àng )không|còn|vẫn|chưa|lần|ra|làm|"
    r"trước|sau|nói|năm|kỳ|tới|chuyên ngành|"
    r"thể hiện|bổ sung|đồng thời|nhất|thay|đưa|tiếp|vừa|có hiệu|sư|khác|thông qua|một|hay|hết|trình|tạo|"
    r"giúp|bởi|nên|đặt|yêu cầu|cùng|nhưng|mà|ở|thuộc|áp dụng|quyết định|chính thức|hiện nay|biết)(?!\w)"
)
#: Work that alone is no title of a law: "và" behind it goes on with the title.
_WORK = pattern(
    r"(?:Quản lý|Bảo vệ|Bảo tồn|Hoạt động|Tổ chức|Khai thác|Sử dụng|Phát triển|Huy động|Khuyến khích)"
)
_STRUGGLE = pattern(r"Phòng, ?chống ")
#: What only follows the title of a law: behind these the words before are one title, "và" or not.
_SURE_END = pattern(r" ?\(sửa đổi| số \d{1,3}/\d{4}/| (?:năm )?(?:19|20)\d\d(?![\w/]|[.,]\d| ?-)")
_AMENDED = pattern(
    r"(?i:\s?\(\s?sửa đổi(?:, bổ sung)?\s?\)| sửa đổi(?=$|[.;:,\n\"]| (?:gửi|lần này|được|có|và|đã|sẽ|là|"
    r"tại|trong|số (?:\d|\Z))))"
)
_LAW_WORD = pattern(r"(?i:bộ luật|luật|pháp lệnh|hiến pháp) ")
_LAW_YEAR = pattern(r" (?i:năm )?(?:19|20)\d\d(?![\w/]|[.,]\d| ?-)|, năm (?:19|20)\d\d(?!\w)")
_AMENDING = pattern(
    r"(?i:sửa đổi(?:,? bổ sung|, bãi bỏ|, thay thế| và bổ sung)?(?: (?:một số|các))?(?: (?:điều|quy định))?"
    r"(?: của)?(?: các| \d{1,2})? )"
    r"(?=(?i:luật|bộ luật|pháp lệnh|hiến pháp)\s)"
)
#: "Luật sửa đổi giáo dục đại học"
_AMENDING_TITLE = pattern(r"(?i:sửa đổi(?:,? bổ sung)?) (?=\w)")
#: What identifies many laws amended by one: "10 luật có liên quan đến an ninh, trật tự".
_OF_FIELDS = pattern(r"(?:(?:có )?liên quan (?:đến|tới)|trong lĩnh vực) ")
_FIELD_JOINT = pattern(r"(?:, | và )(?!cơ quan|đại biểu|chính phủ|quốc hội|ủy ban|các|một)")
_MOST_FIELDS = 3
#: How writers abbreviate parts of a law's title.
_SHORT_FORMS = {
    "thu nhập cá nhân": "TNCN",
    "thu nhập doanh nghiệp": "TNDN",
    "giá trị gia tăng": "GTGT",
    "tiêu thụ đặc biệt": "TTĐB",
    "xuất khẩu": "XK",
    "nhập khẩu": "NK",
    "Ngân sách nhà nước": "NSNN",
    "doanh nghiệp nhỏ và vừa": "DNNVV",
    "Viện kiểm sát nhân dân": "VKSND",
    "Tòa án nhân dân": "TAND",
    "Hội đồng nhân dân": "HĐND",
    "bất động sản": "BĐS",
    "Sở hữu trí tuệ": "SHTT",
    "bảo vệ môi trường": "BVMT",
    "Doanh nghiệp": "DN",
    "doanh nghiệp": "DN",
}


@cache
def _law_pattern() -> re.Pattern[str]:
    titles = sorted((row["title"] for row in table("laws")), key=len, reverse=True)
    # an optional comma: "Thi đua khen thưởng", "Thi đua - Khen thưởng" are written, too
    loose = ["(?:, ?| - | )".join(re.escape(piece) for piece in title.split(", ")) for title in titles]
    # "…" in the table stands for the words in the middle of a very long title
    loose = [title.replace(re.escape(" … "), r",?(?: [^\s.;:]{1,12}){1,12}? ") for title in loose]
    for phrase, short in _SHORT_FORMS.items():
        loose = [title.replace(re.escape(phrase), f"(?:{re.escape(phrase)}|{short})") for title in loose]
    return pattern("(?i:(?:" + "|".join(loose) + r")(?!\w))")


def law_title_end(text: str, start: int, limit: int, sure: bool) -> int | None:
    """Where the title of a law ends.

    Args:
        text: folded text.
        start: offset of the title's first character, behind the type word and a space.
        limit: end of the paragraph.
        sure: whether the type word is written with a capital.

    Returns:
        The end with "(sửa đổi)" and year, or None where no title stands here.

    >>> text = "Luật Đất đai năm 2024 quy định"
    >>> text[:law_title_end(text, 5, len(text), True)]
    'Luật Đất đai năm 2024'
    """
    for _ in range(_MAX_AMENDED):
        amending = _AMENDING.match(text, start, limit)
        if amending is None:
            break
        word = _LAW_WORD.match(text, amending.end(), limit)
        if word is None:
            return None
        start, sure = word.end(), True
        if of_fields := _OF_FIELDS.match(text, start, limit):
            fields = _fields_end(text, of_fields.end(), limit)
            return year_suffix_end(text, fields, limit) if fields else None
    if sure and (amending := _AMENDING_TITLE.match(text, start, limit)):
        start = amending.end()
        known = _law_pattern().match(text, start, limit)
        return year_suffix_end(text, known.end(), limit) if known else None
    if start >= limit:
        return None
    known = _law_pattern().match(text, start, limit)
    if known and (sure or text[start].isupper()):
        end = known.end()
        return year_suffix_end(text, end, limit)
    if sure and text[start].isupper() and not _LAW_ENDS.match(text, start, limit):
        end_or_none = _unknown_law_end(text, start, limit)
        return None if end_or_none is None else year_suffix_end(text, end_or_none, limit)
    return None


def listed_law_end(text: str, start: int, limit: int) -> int | None:
    """Where a title ends that stands without its type word in a list: one that the table knows.

    >>> text = "các Luật: Đất đai, Nhà ở"
    >>> text[10:listed_law_end(text, 10, len(text))]
    'Đất đai'
    """
    known = _law_pattern().match(text, start, limit) if text[start : start + 1].isupper() else None
    return year_suffix_end(text, known.end(), limit) if known else None


def year_suffix_end(text: str, end: int, limit: int) -> int:
    """The end of a name with "(sửa đổi)" and a year behind it.

    >>> year_suffix_end("Luật Viên chức (sửa đổi) có", 14, 27)
    24
    """
    for suffix in (_AMENDED, _LAW_YEAR, _AMENDED):
        match = suffix.match(text, end, limit)
        end = match.end() if match else end
    return end


def _unknown_law_end(text: str, start: int, limit: int) -> int | None:
    """The end of a run of words that may all be part of a law's title."""
    struggle = _STRUGGLE.match(text, start, limit)
    end = _run_end(text, struggle.end() if struggle else start, limit)
    if end is None or not text.startswith(" và ", end) or text[end + 4 : end + 5].isupper():
        return None if end and _WORK.fullmatch(text, start, end) else end
    further = _run_end(text, end + 4, limit)
    if further is None or _LAW_ENDS.match(text, end + 4, limit):
        return None if _WORK.fullmatch(text, start, end) else end
    return further if _WORK.fullmatch(text, start, end) or _SURE_END.match(text, further, limit) else end


def _fields_end(text: str, at: int, limit: int) -> int | None:
    """The end of a list of fields of law, the further ones of two or three words."""
    end = None
    for _ in range(_MOST_FIELDS):
        run = _run_end(text, at, limit, 3 if end else 7)
        if run is None or (end and (" " not in text[at:run] or _LAW_ENDS.match(text, at, limit))):
            break
        end = run
        joint = _FIELD_JOINT.match(text, end, limit)
        if joint is None:
            break
        at = joint.end()
    return end


def _run_end(text: str, start: int, limit: int, most: int = _MAX_LAW_WORDS) -> int | None:
    end = None
    for count, match in enumerate(WORD.finditer(text, start, min(limit, start + _MAX_LAW_TITLE))):
        if count and (count == most or text[match.start() - 1] != " "):
            break
        if not match.group()[0].isalnum() or (count and _LAW_ENDS.match(text, match.start(), limit)):
            break
        end = match.end()
    return end
