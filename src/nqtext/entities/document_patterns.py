"""How documents are written in running text: the patterns that the recogniser is made of.

They match folded text (:mod:`nqtext.unicode`).  Every repetition is bounded or possessive, so that the
time grows with the text whatever it is.  ``tests/test_documents.py`` holds a sentence for each.
"""

from __future__ import annotations

import re

from nqtext.unicode import pattern

__all__ = [
    "AFTER_LISTED",
    "BROKEN_NUMBER",
    "CONGRESS",
    "COUNTED",
    "GENERIC_TITLE",
    "ISSUED_BEFORE",
    "LAW_JOINT",
    "LAW_LIST",
    "LISTED",
    "LIST_HEAD",
    "MODIFIER",
    "NATIONAL_TARGET",
    "NUMBER_WORD",
    "OPENING_BEFORE",
    "ORDINAL",
    "PARTS",
    "PARTS_LINK",
    "PART_BEFORE",
    "PLURAL_BEFORE",
    "PROGRAMME_STOP",
    "RULES_OF_BODY",
    "SHORT_NUMBER",
    "SPELLED_TREATY",
    "STANDARD",
    "STANDARD_WORD",
    "TERM",
    "TRADE_AGREEMENT",
    "TREATY_SHORT",
    "WORDS_AND_NUMBER_WORD",
    "YEAR",
    "YEAR_OF_TITLE",
]


def any_of(*phrases: str) -> str:
    """A pattern for one of several phrases, given between bars, that ends at a word's edge."""
    return "(?:" + "|".join(phrases) + r")(?!\w)"


_NUMERAL = (
    "(?:[IVXLC]{1,6}|\\d{1,3}|thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
    "|mười(?: một| hai| ba| bốn| lăm)?|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín)"
)
#: Congresses, plenums and sessions, behind the type word ("Nghị quyết", "Văn kiện").
CONGRESS = pattern(
    "(?i: của| các)?(?: trình)? (?:"
    # Đại hội (đại biểu) (toàn quốc) (Đảng bộ tỉnh ...) (lần thứ) XIII (, nhiệm kỳ 2025 - 2030)
    "(?i:đại hội)(?i: đại biểu)?(?i: toàn quốc)?"
    "(?i:(?: của)? đảng(?: cộng sản việt nam"
    "|(?: bộ)?(?: (?:[A-ZĐ]\\w*|tỉnh|thành phố|quận|huyện|xã|phường|các|cơ quan)){0,6}))?"
    f"(?: (?i:lần|khóa))?(?: (?i:thứ))? (?i:{_NUMERAL})(?!\\w)"
    "(?:(?i:,? của Đảng bộ [^,.;\\n]{2,40}?)?,? ?\\(?(?i:nhiệm kỳ) ?\\d{4} ?- ?\\d{4}\\)?)?"
    # (Hội nghị) (lần thứ tám Ban Chấp hành) Trung ương 4 (Đảng) khóa XII
    f"|(?i:hội nghị )?(?i:lần thứ {_NUMERAL},? )?(?i:ban chấp hành )?(?i:trung ương)(?i: đảng)?"
    f"(?: (?i:lần thứ )?(?i:{_NUMERAL})(?!\\w))?(?i: của đảng)?"
    ",? ?\\(?(?i:khóa) (?:[IVX]{1,5}|\\d{1,2})(?!\\w)\\)?"
    f"|(?i:hội nghị )?(?i:trung ương) (?:[IVX]{{1,5}}|\\d{{1,2}})(?![\\w/%])"
    # kỳ họp thứ 9(, Quốc hội khóa XIV); phiên họp Chính phủ thường kỳ tháng 8
    f"|(?i:kỳ họp thứ) (?i:{_NUMERAL})(?!\\w)(?:,? (?i:Quốc hội khóa) [IVX]{{1,5}})?"
    "|(?i:phiên họp Chính phủ thường kỳ) tháng \\d{1,2}(?:/\\d{4}| năm \\d{4})?"
    ")"
)
#: National standards: TCVN 6072:2013, QCVN 01:2021/BXD.
STANDARD = pattern(r"(?:TCVN|QCVN)(?: ISO)? ?(?:\d{1,6}[\d:.-]{0,14}\d|\d{1,6})(?:/[A-ZĐ]{2,8})?(?!\w)")
_UNIT = (
    "(?i:tiểu mục|điểm|khoản|điều|mục|chương|phần|phụ lục|tiết) "
    "(?:[a-zđ]\\d?|\\d{1,3}[a-zđ]?|[IVXLC]{1,6}|[A-Z])(?![\\w/])"
    "(?:(?:, ?| và |; | hoặc |-| đến )"
    "(?:[a-zđ]\\d?|\\d{1,3}[a-zđ]?|[IVXLC]{1,6})(?![\\w/]| (?:nghị|luật|thông|quyết)))"
    "{0,40}+"
)
#: Articles, clauses and points in a row: "điểm a, điểm b khoản 2 Điều 24".
PARTS = pattern(f"(?<!\\w){_UNIT}(?:(?:, ?| và |; | hoặc | đến | )(?i:(?:của|tại) )?{_UNIT}){{0,24}}+")
PARTS_LINK = pattern(r",? (?:của )?")
#: A quick look whether a part may end right before a document.
PART_BEFORE = pattern(r"(?<![^\W_])(?:[a-zđ]\d?|\d{1,3}[a-zđ]?|[IVXLC]{1,6}|[A-Z]),? (?i:(?:của|tại) )?\Z")
#: Who issued a document, where that stands before its number: "Nghị quyết Chính phủ số 01".
_ISSUER = "(?: (?:Chính phủ|Quốc hội|Bộ Chính trị|Ban Bí thư|Trung ương))"
#: Words that stand between a type word and "số": "Công điện hỏa tốc số", "Kế hoạch hành động số".
MODIFIER = pattern(
    " "
    + any_of(
        "hỏa tốc|khẩn|hành động|kết luận|liên tịch|phối hợp|đầu tư|xuất khẩu|nhập khẩu|chuyên đề|đặc biệt|"
        "mật",
        "triển khai|công tác|chỉ đạo",
    )
)
#: What stands between a type word and its number.
NUMBER_WORD = pattern(r" ?\(?(?i:số)\s?: ?| (?i:số) | ?: ?| ?\(| ")
#: What stands between a plural type word and the first of its numbers: "các văn bản: số".
LIST_HEAD = pattern(r" ?: (?i:số) ")
WORDS_AND_NUMBER_WORD = pattern(
    r"(?: (?!của|về|ngày|theo|tại|do|và|này|trên|được|có|đã)[a-zđà-ỹ]{1,7}){1,4}"
    r"(?:,(?: (?!của|về|ngày|theo|tại|do|và|này|trên|được|có|đã)[a-zđà-ỹ]{1,7}){2})? (?i:số) "
    f"|{_ISSUER} (?i:số) "
)
#: A plain number behind a type word: "Nghị quyết số 57", "Nghị định 119/2018".
SHORT_NUMBER = pattern(
    f"(?:{_ISSUER}(?= số ))?"
    r" (?:(?i:số) )?(\d{1,5}[a-zđ]?(?:/(?:19|20)\d\d)?)(?![\w%]|/.|[.,-]\d|-[A-Z])"
)
#: The rest of a number that a line break cuts in two: "Nghị quyết số 06-" and "NQ/TW" on the next line.
BROKEN_NUMBER = pattern(r"(?: ?[-/] ?\n ?[-/]?| ?\n ?[-/]) ?([A-ZĐƯ][\w&./-]{0,40}+)")
#: What is counted behind a number that is then no document's: "Kế hoạch 5 năm".
COUNTED = pattern(
    " ?(?i:"
    + any_of(
        "năm(?! (?:19|20)\\d\\d)|tháng|ngày(?! \\d{1,2}[/-]\\d)|giờ|quý|tuần|tỷ|triệu|nghìn|tỉ|đồng|người|"
        "nhóm|nhiệm vụ|nội dung|mục",
        "điểm|cấp|bước|lần|đợt|xã|huyện|tỉnh|dự án|kế hoạch|chương|điều|phần|nghị|luật|loại|trường|đơn vị",
        "cơ quan|bộ|chỉ tiêu|giải pháp|biện pháp|hộ|ha|km|m|kg|tấn|đại biểu|%",
    )
    + ")"
)
#: A further plain number under one type word, and what may follow it.
LISTED = pattern(
    r"(?: ngày \d{1,2}[/-]\d{1,2}[/-]\d{4})?"
    r"(?:, ?|; ?| và | hoặc |,? cùng )(?:(?i:số) )?(\d{1,4}[a-z]?(?:/(?:19|20)\d\d)?)(?![\w/%]|[.,-]\d)"
)
#: What opens a list of laws behind "các Luật", and what joins its members.
LAW_LIST = pattern(": ?")
LAW_JOINT = pattern("(?:, |; | và )")
AFTER_LISTED = pattern(
    r"\s*(?:[,;.:)?!\"…]|$| (?:và|của|năm 20|đã|được|là|do|về|ngày|này|ra|quy định|có)(?!\w))"
)
#: The term of a committee, the ordinal of a congress, the year that completes a name.
TERM = pattern(r"(?i:khóa) ([IVX]{1,5}|\d{1,2})(?!\w)")
ORDINAL = pattern(r"(?<!\w)([IVXLC]{1,6}|\d{1,2})(?!\w)")
STANDARD_WORD = pattern(r"(?i:(?:tiêu chuẩn|quy chuẩn(?: kỹ thuật)?)(?: quốc gia)?) (?:(?i:số) )?$")
YEAR = pattern(
    r" (?i:năm) ((?:19|20)\d\d)(?![\w/])|, (?i:năm) ((?:19|20)\d\d)(?=[,;.\n])"
    r"| (20\d\d)(?![\w/]|[.,]\d| ?- ?\d)"
)
#: The year of a document in its title ("Luật Đất đai năm 2024"), not a horizon ("đến năm 2030") or period.
YEAR_OF_TITLE = pattern(
    "".join(
        rf"(?<!{word} )(?<!{word} năm )" for word in ("đến", "từ", "nhìn", "hướng", "đoạn", "kỳ", "khóa", "-")
    )
    + r"(?<![\d-])((?:19|20)\d\d)(?!\d| ?- ?(?:năm )?(?:19|20)\d\d)",
    re.IGNORECASE,
)

#: Words that never open a title: the type word is generic, or what follows says what is carried out.
PROGRAMME_STOP = pattern(
    any_of(
        # anaphora and the sentence around a bare type word
        "này|trên|đó|của|về|số|và|là|có|do|được|đã|đang|sẽ|sau|cụ thể|gồm|nêu|đặt|đưa|đề ra|theo|kèm|"
        "ban hành",
        "lần này|nhằm|cũng|với|trong|phải|cần|tại|cho|để|như|mà|thuộc|bảo đảm|chi tiết|riêng|đến|ngày|"
        "quy định",
        "hiện|vẫn|không(?! gian)|trước|gặp|từ|tiếp|hoàn|góp|giúp|bao|yêu cầu|vì|cùng|năm nay|hàng|hằng|khi|"
        "rõ|quá",
        "sửa đổi|bổ sung|báo cáo|nêu|chính trị",
        "hướng tới|đề xuất|đưa ra|mang lại|chỉ ra|chú trọng|khẳng định|chưa|ra đời|bắt đầu|kết thúc|diễn ra|"
        "thu hút|kéo dài|nhận được|trở thành",
        "nghiêm túc|làm|gửi|kế thừa|kịp thời|hiệu quả|đạt|đúng|mới|nhỏ|-",
        "chung(?! (?:thành phố|đô thị|xây dựng|khu|thị|huyện|xã))",
        # what is carried out, not a title
        "hành động (?:của|thực hiện|triển khai|này|cụ)|triển khai(?! (?:các|đợt|áp)|,)|trình",
        "(?:tổ chức |triển khai ){0,3}(?:thực hiện|thi hành)(?! lộ trình)|tổng thể (?:về|ban)",
        # events, courses, works and rules of one office
        "nghệ thuật|văn nghệ|giao lưu|biểu diễn|truyền hình|ca nhạc|bồi dưỡng|đào tạo|hội|khai mạc|bế mạc|"
        "tọa đàm",
        "kỳ họp|thi đua|phát triển liên hợp quốc|vay|xây lắp|xử lý,|phân khu|khu vực|kiểm tra[;.]",
        "làm việc(?! của)|phối hợp (?:giữa|thực hiện)|hoạt động của|tổ chức (?:trại|hội)",
    )
)
#: What alone is no title before "về".
GENERIC_TITLE = pattern(
    r"quốc gia|tổng thể|mục tiêu quốc gia|tổng thể quốc gia|hành động(?: quốc gia)?|hỗ trợ"
)
#: What announces the full title of a plan: "ban hành Kế hoạch ... như sau:".
ISSUED_BEFORE = pattern(r"(?:ban hành|xây dựng) $")
#: What a list's item or a sentence begins with: a capital there says nothing.
OPENING_BEFORE = pattern(
    r"(?:^|[.:!?\n]|^[^\w\n]{0,3}(?:[a-zđ]|[IVX]{1,4}|\d{1,2}(?:\.\d{1,2}){0,3})[.)/:]?|[-+*•]) ?\Z",
    re.MULTILINE,
)
PLURAL_BEFORE = pattern(r"(?:các|những) $")
#: Rules that only the body they bind identifies.
RULES_OF_BODY = pattern(
    "(?:Quy chế làm việc|Nội quy kỳ họp|Điều lệ) (?:của )?"
    + any_of(
        "Bộ Chính trị|Chính phủ|Ban Bí thư|Quốc hội|Ủy ban Thường vụ Quốc hội|Đảng(?: Cộng sản Việt Nam)?"
    )
)
NATIONAL_TARGET = pattern(r"(?i:mtqg|mục tiêu quốc gia)(?!\w)")
#: Its abbreviation in brackets ends the title of an agreement.
TREATY_SHORT = pattern(r"\([A-Z]{3,10}\)")
#: A free trade agreement by its parties: "FTA Việt Nam - GCC".
TRADE_AGREEMENT = pattern(
    r"(?<!\w)FTA (?:Việt Nam|ASEAN)(?: ?- ?| và | với )[A-ZĐ][\w]{1,12}(?: [A-ZĐ]\w{1,7}){0,2}+"
)
#: How the title of an agreement begins; "các Hiệp định thương mại tự do" is generic.
SPELLED_TREATY = pattern(
    " (?:(?=[A-ZĐ])(?!(?:Quốc tế|Liên (?i:hợp quốc))(?! năm)|Thương mại tự do(?! (?:Việt|giữa|ASEAN)))"
    "|thương mại (?:đối ứng|tự do (?:Việt Nam|giữa|ASEAN))|khung về)"
)
