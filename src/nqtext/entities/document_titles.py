"""Where the proper title of a document ends.

A law, a programme or a scheme may be named by its title alone (``Luật Đất đai``, ``Chiến lược
phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045``).  Nothing marks the end of such a
title, so laws are looked up in ``laws.tsv``; for the others the title runs on to a year or period,
which ends it, or to a word that can only belong to the sentence around it.
"""

from __future__ import annotations

import re
from functools import cache

from nqtext.gazetteers import table
from nqtext.unicode import lower as lower_case
from nqtext.unicode import pattern

__all__ = ["MAX_TITLE", "announced_title_end", "law_title_end", "programme_title_end", "year_suffix_end"]

#: Longest title of a programme, in code points.
MAX_TITLE = 420
_MAX_LAW_TITLE = 160
_MAX_LAW_WORDS = 14
_MAX_AMENDED = 3  # "Luật sửa đổi ... Luật sửa đổi ... Luật"

_WORD = re.compile(r"[^\W_]+(?:[-'&./][^\W_]+)*|[^\s\w]|_")
_YEAR = pattern(
    r"(?:(?:và |, ?)?(?:tầm nhìn|định hướng) (?:đến )?(?:năm )?\d{4}"
    r"|(?:đến )?(?:hết )?(?:các )?năm \d{4}(?: ?- ?\d{4}| và (?:năm )?\d{4})?"
    r"|(?:trong )?(?:giai đoạn|thời kỳ|nhiệm kỳ)(?: từ)?(?: năm)? ?\d{4} ?- ?-?(?:năm )?\d{4}"
    r"|\(?\d{4} ?- ?\d{4}\)?"
    r"|(?:19|20)\d\d)(?![\w/])"
)
#: Words that cannot stand inside a title, only behind it.
_ENDS = frozenset(
    "được đã đang sẽ là gồm có theo do tại về kèm như vừa mà nên thì cũng này nhưng rồi vẫn phải cần nhằm "
    "vào còn "
    "khi nếu đó ấy ra".split()
)
_END_PHRASES = pattern(
    r"(?:ban hành|như sau|kèm theo|trình (?:chính phủ|thủ tướng|quốc hội|bộ|ubnd|cấp)|báo cáo (?:chính|thủ|"
    r"bộ|cấp)"
    r"|theo |với (?!phát|bảo|xử|xây|các ngành)|đến các |trong (?:thời|quá|đó|năm|quý|tháng|hệ thống chính)|"
    r"để (?:trình|triển khai|thực hiện|báo|phát triển|bảo đảm|đảm bảo|nâng cao|tạo|góp|phục vụ|đáp ứng"
    r"|thúc đẩy|giải quyết)"
    r"|của (?:chính phủ|thủ tướng|bộ (?!luật)|ủy ban|ubnd|hđnd|ban |tỉnh|thành|quốc hội|đảng|trung ương|"
    r"ngành ngân|tổng cục|sở |cục |từng|mình)"
    r"|cho (?:công dân|ý kiến|biết)|và (?:các|những|công tác|một số|các chương|văn bản|quy định của|việc|"
    r"đề án|kế hoạch|chương trình"
    r"|nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kết luận|luật|bộ luật|chiến lược|quy hoạch|quy chế|"
    r"khung|hướng dẫn|trình|báo cáo|điều|khoản|điểm)(?!\w)"
    r"|và \d{1,3} |(?:phù hợp với|nêu (?:trên|rõ|tại))(?!\w)"
    r"|(?:phê duyệt|thông qua|sửa đổi|hướng dẫn|hiện hành|bảo đảm|đảm bảo|đạt|đặt|diễn ra|cho thấy|bao gồm|"
    r"thuộc|hằng năm|hàng năm|"
    r"tiếp tục|yêu cầu|tổ chức (?:triển|thực)|xây dựng kế|trên phạm vi|quy định tại|"
    r"giai đoạn (?:\d(?!\d)|trước|sau|tới|này)|triển khai từ|từ năm)(?!\w))"
)
#: What follows a comma that stands inside a title; behind others a new clause begins.
_CLAUSE = pattern(
    r"(?:trong đó|trong(?! (?:và )?sau |, sau )|với|có|do|theo|nhằm|để|được|đã|đang|sẽ|báo cáo|trình|"
    r"bảo đảm|đảm bảo|góp phần|cụ thể|như|qua|từ|khi"
    r"|kết hợp|gồm|bao gồm|cùng|gắn|lồng ghép|phù hợp|tập trung|tạo|trên|vì|tuy|ông|bà|đồng chí|đặc biệt|"
    r"hiện|trước mắt"
    r"|nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kết luận|luật|bộ luật|đề án|kế hoạch|chương trình|"
    r"chiến lược|quy hoạch|điều lệ|quy chế"
    r"|các (?:bộ|sở|địa|ý kiến)|xây dựng kế|ngày|đồng thời|cần|ban hành|hướng dẫn|thực hiện|triển khai|"
    r"kịp thời|hoàn thành|giao|tham mưu|làm|bố trí|ủy ban|chính phủ|quốc hội"
    r"|bộ (?!phận)|đề nghị|xem xét|tổ chức thực hiện|trọng tâm|việc|chúng|góp|kiểm tra việc|một số)(?!\w)"
)
_LAW_ENDS = pattern(
    r"(?i:luật|bộ luật|pháp lệnh|nghị|về|đã|được|có|là|của|cũng|này|và|với|các|những|cho|theo|trong|tại|"
    r"ngày|gồm|quy định|hiện hành|số|"
    r"mới|sửa đổi|thì|cần|sẽ|đang|phải|khi|"
    r"như|do|để|nhằm|hoặc|liên quan|bao|ban hành|nêu|vào|đến|từ|trên|không|còn|vẫn|chưa|lần|ra|làm|trước|"
    r"sau|nói|năm|kỳ|tới|chuyên ngành|"
    r"thể hiện|bổ sung|đồng thời|nhất|thay|đưa|tiếp|vừa|có hiệu|sư|khác|thông qua|một|hay|hết|trình|tạo|"
    r"giúp|bởi|nên|đặt|yêu cầu|cùng)(?!\w)"
)
_AMENDED = pattern(
    r"(?i:\s?\(\s?sửa đổi(?:, bổ sung)?\s?\)| sửa đổi(?=$|[.;:,\n\"]| (?:gửi|lần này|được|có|và|đã|sẽ|là|"
    r"tại|trong)))"
)
_LAW_WORD = pattern(r"(?i:bộ luật|luật|pháp lệnh|hiến pháp) ")
_LAW_YEAR = pattern(r" (?i:năm )?(?:19|20)\d\d(?![\w/]|[.,]\d| ?-)|, năm (?:19|20)\d\d(?!\w)")
_AMENDING = pattern(
    r"(?i:sửa đổi(?:, bổ sung|, bãi bỏ|, thay thế| và bổ sung)?(?: (?:một số|các))?(?: (?:điều|quy định))?"
    r"(?: của)?(?: các| \d{1,2})? )"
    r"(?=(?i:luật|bộ luật|pháp lệnh|hiến pháp)\s)"
)


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
_NEVER_LAST = frozenset(
    "sau trước trong cả từ đến cho các những và của với mà để một mọi tới bằng trên qua hay hoặc".split()
)
#: Words that end a title, unless this word stands before them: "đối với", "dựa vào", "nhỏ và vừa", "tự do".
_BOUND = {
    "với": ("đối", "gắn"),
    "vào": ("dựa", "đầu"),
    "vừa": ("và",),
    "do": ("tự",),
    "tại": ("tồn",),
    "là": ("nhất",),
}
_MORE_YEARS = pattern(r"(?:,? (?:và )?|, ?)(?:tầm nhìn|định hướng)(?: đến)?(?: năm)? \d{4}(?!\w)")
_ISSUER_AND_YEAR = pattern(
    r"của (?:(?:quốc hội|chính phủ|bộ chính trị) năm"
    r"|(?:tỉnh|thành phố|huyện|xã)(?: [^\W\d_]{1,7}){0,4} (?:năm |(?:trong )?giai đoạn \d{4} ?- ?)?) ?"
    r"\d{4}(?![\w/])"
)
#: What follows a title that is announced: "ban hành Kế hoạch phát triển hạ tầng 5G như sau:".
_ANNOUNCED = pattern(
    r"[^.;:\n]{8,420}?(?= \((?:sau đây )?(?:gọi|viết) (?:tắt|chung)|,? (?:với |cụ thể |gồm |theo )?"
    r"(?:(?:những|các) )?(?:nội dung )?(?:cụ thể |chính |chủ yếu )?(?:như )?sau(?:đây)?:)"
)
_LISTED_ABBREVIATION = re.compile(r"[A-ZĐ0-9]{2,}, \S{1,2}$|, [A-ZĐ]{2}$|, \w[A-ZĐ]")
_SHORT_BRACKET = re.compile(r"[A-Z]\w{1,8}|\d{4} ?- ?\d{4}")


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
    end = None
    for count, match in enumerate(_WORD.finditer(text, start, min(limit, start + _MAX_LAW_TITLE))):
        if count and (count == _MAX_LAW_WORDS or text[match.start() - 1] != " "):
            break
        if not match.group()[0].isalnum() or (count and _LAW_ENDS.match(text, match.start(), limit)):
            break
        end = match.end()
    return end


def announced_title_end(lower: str, start: int, limit: int) -> int | None:
    """Where a title ends that an official text announces, and "như sau:" follows.

    Args:
        lower: folded text in lower case.
        start: offset of the title's first character, behind the type word and a space.
        limit: end of the paragraph.

    >>> text = "ban hành kế hoạch phát triển hạ tầng số, dữ liệu tại các cảng như sau:"
    >>> text[:announced_title_end(text, 18, len(text))]
    'ban hành kế hoạch phát triển hạ tầng số, dữ liệu tại các cảng'
    """
    match = _ANNOUNCED.match(lower, start, limit)
    return match.end() if match else None


def programme_title_end(text: str, lower: str, start: int, limit: int) -> tuple[int, bool] | None:
    """Where the title of a programme, scheme, strategy or plan ends.

    Args:
        text: folded text.
        lower: the same in lower case.
        start: offset of the title's first character, behind the type word and a space.
        limit: end of the paragraph.

    Returns:
        The end, and whether a year, a period or quotation marks make the title certain; None
        where no title stands here.

    >>> text = "Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045 của Việt Nam"
    >>> text[:programme_title_end(text, text.lower(), 11, len(text))[0]]
    'Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045'
    """
    limit = min(limit, start + MAX_TITLE)
    if start < limit and text[start] == '"':
        close = text.find('"', start + 1, limit)
        return (close + 1, True) if close > start + 8 else None
    end = None
    previous = ""
    at = start
    while at < limit:
        year = _YEAR.match(lower, at, limit)
        if year and end is not None:
            more = _MORE_YEARS.match(lower, year.end(), limit)
            return (more or year).end(), True
        match = _WORD.match(text, at, limit)
        if match is None:
            break
        token = match.group()
        if token[0].isalnum():
            word = token.lower()
            bound = previous in _BOUND.get(word, ())
            previous = word
            if bound:
                end = at = match.end()
                at += at < limit and text[at] == " "
                continue
            if word in _ENDS and (token == word or text[start : match.end()].isupper()):
                break
            if end is not None and _END_PHRASES.match(lower, match.start(), limit):
                issuer = _ISSUER_AND_YEAR.match(lower, match.start(), limit)
                return (issuer.end(), True) if issuer else (_trimmed(text, start, end), False)
            end = match.end()
        elif token == ",":
            after = match.end() + 1
            if end is None or text[match.end() : after] != " " or _CLAUSE.match(lower, after, limit):
                break
            if (
                text[after : after + 1].isupper()
                and not text[start:end].isupper()
                and not _LISTED_ABBREVIATION.search(text, start, after + 3)
            ):
                break
        elif token == "(":
            close = text.find(")", match.end(), match.end() + 16)
            if close < 0 or not _SHORT_BRACKET.fullmatch(text, match.end(), close):
                break
            end = close + 1
            at = end
            if at < limit and text[at] == " ":
                at += 1
            continue
        elif token != "-" or text[match.end() : match.end() + 1] != " ":
            break
        at = match.end()
        if at < limit and text[at] == " ":
            at += 1
    return None if end is None else (_trimmed(text, start, end), False)


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without words that cannot be a title's last, as the sentence goes on with them."""
    title = text[start:end]
    if title.isupper():
        title = lower_case(title)
    while (space := title.rfind(" ")) > 0 and title[space + 1 :] in _NEVER_LAST:
        title = title[:space].rstrip(",")
    return start + len(title)
