"""Page furniture: the lines that a portal puts around every article, as data.

A rule matches a whole line, folded, in lower case and without its bullet.  Where a rule counts
(before the headline, after the article, anywhere) and how much it proves is decided in
:mod:`nqtext.reading.portal`; here stands only what such lines look like.

Source: the forms seen on portals of ministries, provinces and newspapers; each rule has an example
and a counter-example beside it, and those are its test.
"""

from __future__ import annotations

from dataclasses import dataclass

from nqtext.unicode import pattern

__all__ = ["MAX_FURNITURE_LINE", "RULES", "FurnitureRule", "kind_of"]

#: Longer lines are never furniture by a rule (they may be by their place).
MAX_FURNITURE_LINE = 300

_WEEKDAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_DATE = r"\d{1,2}\s?(?:/|-|\.|\stháng\s)\s?\d{1,2}\s?(?:/|-|\.|,?\snăm\s)\s?\d{4}"
_LANGUAGE = r"(?:tiếng việt|tiếng anh|vietnamese|english|français|中文|vi|en|vn|vie|eng)"
_MENU = (
    r"(?:trang chủ|trang nhất|home|giới thiệu(?: chung)?|tin tức(?: - sự kiện| & sự kiện|, sự kiện"
    r"| và sự kiện)?"
    r"|tin hoạt động|sự kiện|thông báo|văn bản(?: pháp luật| pháp quy| - pháp luật| chỉ đạo điều hành)?"
    r"|hệ thống văn bản|chỉ đạo điều hành|thông tin chỉ đạo(?:,)? điều hành|lịch công tác|cơ cấu tổ chức"
    r"|chức năng nhiệm vụ|thủ tục hành chính|dịch vụ công(?: trực tuyến)?|cải cách hành chính|hỏi - đáp"
    r"|hỏi đáp"
    r"|góp ý(?: dự thảo)?|lấy ý kiến(?: dự thảo)?|liên hệ|sơ đồ (?:cổng|trang|site|web(?:site)?)|sitemap"
    r"|site map|rss"
    r"|thư điện tử|thư viện(?: ảnh| video| số)?|hình ảnh|video(?: clip)?|multimedia|đa phương tiện"
    r"|infographics?"
    r"|đăng nhập|đăng ký|đăng xuất|sign in|log ?in|tìm kiếm(?: nâng cao)?(?:\.\.\.|…)?|search|menu"
    r"|đường dây nóng|liên kết web(?:site)?"
    r"|báo điện tử|tra cứu|công khai(?: ngân sách)?|thông tin đấu thầu|thống kê|chuyên mục|tất cả"
    r"|danh mục|bản đồ)"
)
_TOOL = (
    r"(?:in (?:trang|bài|bài viết|tin|ấn)|bản in|gửi (?:cho )?bạn bè|gửi (?:bài|bài viết|email|mail|tin)"
    r"|chia sẻ(?: bài viết)?"
    r"|chia sẻ (?:lên|qua|trên) \w{2,12}|facebook|twitter|zalo|google\+?|linkedin|pinterest|messenger"
    r"|lưu (?:tin|bài)|print|share|tweet"
    r"|like|thích|sao chép liên kết|copy link|nghe đọc bài|đọc bài viết|tải ứng dụng|download on the"
    r"|get it on"
    r"|quay lại|quay về|trở lại|trở về|về trang trước|về đầu trang|lên đầu trang|đầu trang|trang trước"
    r"|back to top|email|in)"
)
_COUNT = (
    r"(?:tổng )?(?:số )?(?:lượt|lần|người)?\s?(?:truy cập|truy nhập|xem|đọc|đang xem|đang truy cập"
    r"|đang online|views?|hits?)(?: tin| bài(?: viết)?)?"
)


def _row(item: str, between: str, most: int) -> str:
    """An expression for a line of items, which holds the expression of an item once: it is a large one."""
    return f"(?:(?:^|(?<!^){between}){item}){{1,{most}}}"


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """A kind of furniture: a pattern for the whole line, what it must match and what it must not."""

    name: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


#: The first rule that matches gives the kind.  (``»`` is ``"`` in folded text.)
RULES: tuple[FurnitureRule, ...] = (
    FurnitureRule(
        "skip_link",
        r"skip (?:to|ribbon|navigation|navigate)\b.{0,50}|turn (?:on|off) .{0,40}|(?:chuyển|nhảy"
        r"|đi) (?:đến|tới) nội dung.{0,20}"
        r"|bỏ qua (?:nội dung|điều hướng|menu).{0,20}",
        ("Skip Ribbon Commands", "Skip to main content", "Chuyển đến nội dung chính"),
        ("Bỏ qua lợi ích trước mắt", "Chuyển đến nơi ở mới"),
    ),
    FurnitureRule(
        "breadcrumb",
        r"(?:trang chủ|trang nhất|home|bạn đang ở(?: đây)?)\s{0,3}(?:[>\"›/\\:→]|-(?=\s)).{0,200}"
        r"|(?=[^>\"›→]*[>\"›→])[^>\"›→.;:]{2,60}(?:\s[>\"›→]{1,2}\s[^>\"›→.;:]{2,80}){1,6}",
        ("Trang chủ » Tin hoạt động » Lãnh đạo Bộ", "Trang chủ > Tin tức > Khoa học", "Tin tức › Thời sự"),
        ("Trang chủ của Cổng Dịch vụ công được làm mới", "Tăng trưởng > 4%; lạm phát < 3%"),
    ),
    FurnitureRule(
        "menu_bar",
        # the head of a table is none
        r"(?=[^|]*\|)(?!(?:s?tt|số tt)\s?\|)[^|.;]{1,42}(?:\|[^|.;]{1,42}){3,20}",
        ("Trang chủ | Giới thiệu | Tin tức - Sự kiện | Văn bản | Hỏi - Đáp",),
        ("Thứ Ba, 19/12/2023 | 16:05", "TT | Nhiệm vụ | Cơ quan chủ trì | Ghi chú"),
    ),
    FurnitureRule(
        "menu",
        _row(_MENU, r"\s?[|•·]\s?", 4),
        ("Giới thiệu", "Văn bản | Liên hệ", "TÌM KIẾM"),
        ("Giới thiệu Nghị quyết số 06-NQ/TW", "Văn bản chỉ đạo của tỉnh đã ban hành"),
    ),
    FurnitureRule(
        "language",
        _row(_LANGUAGE, r"(?:\s|\s?[|/-]\s?)", 4),
        ("English", "Tiếng Việt | English", "VI / EN"),
        ("Tiếng Việt trong nhà trường",),
    ),
    FurnitureRule(
        "font_size",
        r"(?:(?:cỡ|kích thước|kiểu|co) chữ\s?:?\s?)?(?:[-+]?\s?a\s?[-+]?\s?[|,/]?\s?){2,4}|(?:tăng"
        r"|giảm)(?: / giảm|/giảm)? cỡ chữ"
        r"|(?:cỡ|kích thước) chữ\s?:?|(?:độ )?tương phản|aa?\s?aa?",
        ("a A", "A- A A+", "Cỡ chữ: A- | A+", "Tăng cỡ chữ"),
        ("A", "Cỡ chữ của văn bản là 14"),
    ),
    FurnitureRule(
        "today",
        rf"(?:hôm nay\s?[:,]?\s?)?(?:{_WEEKDAY}\s?,?\s?(?:ngày\s)?{_DATE}"
        rf"|hôm nay\s?[:,]?\s?(?:ngày\s)?{_DATE})",
        ("Thứ tư, ngày 17 tháng 8 năm 2022", "Hôm nay: 17/8/2022", "Chủ nhật, 05/06/2022"),
        ("Thứ Ba, 19/12/2023 | 16:05", "Ngày 18/05/2022-12:33:00 PM", "Hà Nội, ngày 14 tháng 6 năm 2022"),
    ),
    FurnitureRule(
        "counter",
        rf"{_COUNT}\s?(?:[:(]|là\s)\s?[\d.,]{{1,15}}\)?(?:\s?["
        rf"|,;-]?\s?{_COUNT}\s?[:(]\s?[\d.,]{{1,15}}\)?){{0,4}}"
        r"|[\d.,]{1,15} (?:lượt|người) (?:xem|đọc|truy cập|thích)",
        ("Tổng số lượt xem: 3666", "Lượt truy cập: 18.204 | Đang xem: 12", "1.204 lượt xem"),
        ("Lượt xem các phim tăng 12%", "3666"),
    ),
    FurnitureRule(
        "rating",
        r"(?:đánh giá|chấm điểm|bình chọn)(?: bài viết| cho bài viết| tin)?\s?:?|\(?(?:di chuột|bấm|nhấn"
        r"|nhấp|click|kích)\b.{0,30}\bsao\b.{0,50}"
        r"|[☆★⭐]{1,5}(?:\s?[☆★⭐]){0,4}|rate this post|[\d.,]{1,4}\s?/\s?[\d.,]{1,3} \(?\d{1,6} (?:votes?"
        r"|lượt|bình chọn|đánh giá).{0,20}",
        ("Đánh giá", "(Di chuột vào ngôi sao để chọn điểm)", "☆ ☆ ☆ ☆ ☆", "Rate this post"),
        ("Đánh giá tình hình", "Chấm điểm chỉ số cải cách hành chính của các sở"),
    ),
    FurnitureRule(
        "tool",
        _row(_TOOL, r"(?:\s|\s?[|,/·•]\s?)", 9) + r"\s?:?",
        ("In trang | Gửi cho bạn bè", "Quay lại", "In bài viết", "Chia sẻ:", "Facebook Twitter Zalo"),
        ("Chia sẻ kinh nghiệm", "Trở lại cuộc sống bình thường", "Đầu trang trại"),
    ),
    FurnitureRule(
        "comments",
        r"(?:viết |gửi |đăng )?(?:bình luận|phản hồi|ý kiến)(?: bạn đọc| của bạn"
        r"| của bạn đọc)?\s?(?:\(\d{1,5}\))?\s?:?"
        r"|(?:\d{2,5} ký tự)?\s?hiện chưa có bình luận.{0,60}|(?:đăng nhập|hãy).{0,40} bình luận"
        r"|tối đa\s?:|\d{2,5} ký tự"
        r"|nội dung mọi người đang nói đến.{0,40}|mã (?:xác nhận|bảo mật|captcha)",
        ("Bình luận (3)", "Ý kiến bạn đọc", "Hiện chưa có bình luận nào"),
        ("Ý kiến của Bộ Tài chính", "Bình luận về kết quả, ông nói"),
    ),
    FurnitureRule(
        "related",
        r"(?:(?:các|những|một số) )?(?:tin|bài)(?: bài| tức| viết)? (?:liên quan|khác|cùng chuyên mục"
        r"|cùng loại|mới nhất|mới hơn|cũ hơn|mới|cũ"
        r"|đã đưa|đã đăng|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|nổi bật|tiêu điểm)(?: khác)?\s?:?"
        r"|(?:bài|tin)(?: viết)? (?:trước|sau|tiếp theo|kế tiếp)(?: đó)?(?:\s?:.{0,200})?"
        r"|có thể bạn quan tâm|đọc nhiều nhất|xem nhiều nhất|tin cùng chuyên mục|xem thêm|đọc thêm"
        r"|tags?\s?:.{0,200}|từ khóa\s?:.{0,200}"
        r"|chủ đề\s?:.{0,100}",
        (
            "Tin liên quan",
            "Các tin khác",
            "Bài trước: Tập huấn nhà vườn",
            "TIN MỚI NHẤT",
            "Từ khóa: đô thị, quy hoạch",
        ),
        ("Tin tức khác về việc này chưa có", "Bài học kinh nghiệm"),
    ),
    FurnitureRule(
        "excerpt",
        r"more.{20,280}…",
        ("moreNgày 4/3, Thủ tướng ban hành Chỉ thị về…",),
        ("moret", "Nhiều việc phải làm…"),
    ),
    FurnitureRule(
        "copyright",
        r"(?:©|\(c\) |copyright\b|bản quyền (?:thuộc|©|\d{4})|all rights reserved).{0,200}"
        r"|.{0,120}(?:giữ bản quyền|all rights reserved)\b.{0,120}",
        ("Bản quyền thuộc về Bộ Tài chính", "© 2022 Bộ Xây dựng giữ bản quyền.", "Copyright 2020"),
        ("Bản quyền tác giả được bảo hộ theo luật",),
    ),
    FurnitureRule(
        "licence",
        r"giấy phép.{0,90}(?:\bgp|ttđt|báo chí|trang thông tin|trang tin|xuất bản|stttt|cục).{0,160}",
        (
            "Giấy phép số 09/GP-TTĐT. Trưởng Ban biên tập: ông Phạm Văn A",
            "Giấy phép hoạt động báo chí số 12/GP-BTTTT",
        ),
        ("Giấy phép xây dựng do xã cấp",),
    ),
    FurnitureRule(
        "editor",
        r"(?:(?:phó )?trưởng ban biên tập|(?:phó )?tổng biên tập|(?:người )?chịu trách nhiệm(?: chính"
        r"| nội dung| xuất bản| quản lý){0,2}"
        r"|cơ quan chủ quản|thường trực ban biên tập)\s?(?::|- ).{2,200}",
        ("Trưởng Ban Biên tập: Nguyễn Văn A - Giám đốc Trung tâm", "Chịu trách nhiệm nội dung: Nguyễn Văn B"),
        ("Chịu trách nhiệm trước Thủ tướng về kết quả", "Tổng Biên tập phát biểu"),
    ),
    FurnitureRule(
        "cite",
        r"(?:đề nghị |vui lòng |yêu cầu |xin |phải )?(?:ghi rõ|dẫn|trích dẫn|trích) nguồn.{0,200}",
        (
            "Ghi rõ nguồn Cổng thông tin điện tử khi trích dẫn lại tin từ địa chỉ này.",
            "Đề nghị dẫn nguồn khi dùng lại",
        ),
        ("Dẫn nước về đồng", "Nguồn: Báo Nhân Dân"),
    ),
    FurnitureRule(
        "address",
        r"(?:địa chỉ|trụ sở(?: chính)?|tòa soạn|số \d{1,5}[a-z]?\b).{5,140}\b(?:đt|điện thoại|tel|fax"
        r"|e-?mail|thư điện tử|hotline)\b.{0,160}"
        r"|(?:địa chỉ|trụ sở(?: chính)?|tòa soạn)\s?:.{5,200}",
        ("Địa chỉ: 1 phố A, Hà Nội - ĐT: 024.1234; Fax: 024.5678.", "Trụ sở: số 3 phố B, TP. Hà Nội"),
        ("Trụ sở làm việc của các xã mới", "Số 12 hộ dân được hỗ trợ"),
    ),
    FurnitureRule(
        "contact",
        r"(?:điện thoại|đt|số điện thoại|tel|fax|hotline|đường dây nóng|e-?mail|thư điện tử|hộp thư"
        r"|website|web)\s?[:.]\s?[^\s].{2,200}",
        ("Điện thoại: (024) 3000 0137 - Fax: (024) 3000 0138", "Email: bbt@mpi.example.vn"),
        ("Điện thoại thông minh đã phổ biến",),
    ),
    FurnitureRule(
        "portal_name",
        r"(?:cổng|trang) (?:thông tin|tin|ttđt|tin điện tử)\b[^.;:!?]{0,120}|báo điện tử [^.;:!?]{2,60}",
        ("Cổng thông tin điện tử Bộ Xây dựng", "Trang tin Sở Khoa học và Công nghệ tỉnh A"),
        ("Nguồn: Cổng thông tin điện tử tỉnh A", "Cổng thông tin đã vận hành ổn định."),
    ),
    FurnitureRule(
        "powered",
        r"(?:thiết kế(?: và phát triển)?|phát triển|xây dựng|powered|designed|developed)\s?(?:bởi"
        r"|by)\b.{1,100}",
        ("Thiết kế bởi Công ty A", "Powered by SharePoint"),
        ("Phát triển bền vững",),
    ),
)
_ANY = pattern("|".join(f"(?P<{rule.name}>{rule.expression})" for rule in RULES))
_BULLET = " \t•●○■▪◦·-–+*|»›>"


def kind_of(line: str) -> str | None:
    """The kind of furniture that a line looks like, or None.

    Args:
        line: a folded line.

    Returns:
        The name of a rule; ``"blank"`` for a line that holds nothing but a bullet.

    >>> kind_of("  • Lượt xem: 2.418"), kind_of("Mục tiêu tổng quát")
    ('counter', None)
    """
    if len(line) > MAX_FURNITURE_LINE:
        return None
    bare = line.strip(_BULLET).lower()
    if not bare:
        return "blank"
    match = _ANY.fullmatch(bare)
    return match.lastgroup if match else None
