"""Where the proper title of a programme, scheme, strategy or plan ends.

It may be named by its title alone (``Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm
2045``).  The title runs on to a year or period, which ends it, or to a word that can only belong to the
sentence around it.  Titles of laws are those of :mod:`nqtext.entities.law_titles`.
"""

from __future__ import annotations

import re

from nqtext.unicode import lower as lower_case
from nqtext.unicode import pattern

__all__ = ["MAX_TITLE", "WORD", "announced_title_end", "programme_title_end"]

#: Longest title of a programme, in code points.
MAX_TITLE = 420

#: A word of a title, or a mark between words.
WORD = re.compile(r"[^\W_]+(?:[-'&./][^\W_]+)*|[^\s\w]|_")
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


_NEVER_LAST = frozenset(
    "sau trước trong cả từ đến cho các những và của với mà để một mọi tới bằng trên qua hay hoặc".split()
)
#: Where a form leaves the year open: "Kế hoạch ... năm …", but "Kế hoạch ... 5 năm".
_YEAR_LEFT_OPEN = pattern(r"(?<!\d) năm$")
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
        match = WORD.match(text, at, limit)
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
    while (space := title.rfind(" ")) > 0 and (
        title[space + 1 :] in _NEVER_LAST or _YEAR_LEFT_OPEN.search(title)
    ):
        title = title[:space].rstrip(",")
    return start + len(title)
