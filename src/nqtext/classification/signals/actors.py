"""Actors: who opens a paragraph, and the work that a body does or is responsible for."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Signal
from nqtext.unicode import fold_key

__all__ = ["ACTORS", "BODY", "BODY_WORDS", "OFFICE", "OFFICE_WORDS", "WORK_VERBS"]

_VERBS = (
    "hoàn thiện|hoàn thành|đẩy mạnh|tăng cường|nâng cao|xây dựng|triển khai|thực hiện|tổ chức|rà soát"
    "|nghiên cứu|đổi mới|bảo đảm|đảm bảo|chú trọng|ưu tiên|khuyến khích|phát triển|phát huy|tập trung"
    "|tiếp tục|chủ động|chủ trì|phối hợp|tham mưu|hướng dẫn|kiểm tra|giám sát|theo dõi|đôn đốc|tổng hợp"
    "|báo cáo|đánh giá|đề xuất|bố trí|huy động|ban hành|sửa đổi|bổ sung|cập nhật|tuyên truyền|phổ biến"
    "|quán triệt|đào tạo|bồi dưỡng|hỗ trợ|tạo điều kiện|mở rộng|hình thành|thiết lập|kết nối|ứng dụng|áp dụng"
    "|khai thác|quản lý|kiểm soát|xử lý|ngăn chặn|phòng chống|phòng ngừa|giải quyết|tháo gỡ|khắc phục"
    "|cải thiện|cải cách|đơn giản|cắt giảm|thúc đẩy|thu hút|khơi thông|củng cố|kiện toàn|sắp xếp|bám sát"
    "|nắm chắc|chuẩn bị|cung cấp|công khai|công bố|lồng ghép|phân bổ|phân công|phân cấp|xác định|lập|trình"
    "|giao|chỉ đạo|lãnh đạo|yêu cầu|duy trì|giữ vững|bảo vệ|bảo tồn|đầu tư|cải tạo|nâng cấp|quy hoạch"
    "|chuyển đổi|số hóa|tích hợp|chia sẻ|vận hành|thí điểm|nhân rộng|khảo sát|điều tra|thống kê|hợp tác"
    "|tham gia|vận động|thường xuyên|kịp thời|khẩn trương|quyết liệt|từng bước|định kỳ|làm tốt|làm rõ"
    "|đa dạng hóa|hiện đại hóa|xã hội hóa|siết chặt"
)
#: Verbs that open a task or measure when nobody stands before them.
WORK_VERBS = frozenset(fold_key(verb) for verb in _VERBS.split("|"))

#: Somebody in office, or a document that speaks for one, and the words it begins with.
OFFICE = (
    r"(?:(?:phó\s)?thủ tướng|(?:phó\s)?chủ tịch|tổng bí thư|(?:phó\s)?bí thư|thường trực|(?:thứ|bộ)\strưởng|đồng chí|đ/c"
    r"|lãnh đạo|người đứng đầu|(?:tổng\s)?cục trưởng|(?:phó\s)?giám đốc|chánh án|viện trưởng|trưởng ban|chính phủ|quốc hội"
    r"|bộ chính trị|ban bí thư|ủy ban|ubnd|tỉnh ủy|thành ủy|ban chỉ đạo|sở [a-zđà-ỹ]|bộ [a-zđà-ỹ]|cục [a-zđà-ỹ]"
    r"|hội đồng|ban thường vụ|văn phòng|công điện|chỉ thị|công văn|văn bản|thông báo|nghị quyết|quyết định|kết luận|kế hoạch)"
)
OFFICE_WORDS = (
    "thủ tướng|phó thủ tướng|chủ tịch|phó chủ tịch|tổng bí thư|bí thư|phó bí thư|thường trực|thứ trưởng|bộ trưởng|đồng chí|đ/c|lãnh đạo|người đứng đầu|cục trưởng|tổng cục trưởng"
    "|giám đốc|phó giám đốc|chánh án|viện trưởng|trưởng ban|chính phủ|quốc hội|bộ chính trị|ban bí thư|ủy ban|ubnd|tỉnh ủy|thành ủy"
    "|ban chỉ đạo|sở|bộ|cục|hội đồng|ban thường vụ|văn phòng|công điện|chỉ thị|công văn|văn bản|thông báo|nghị quyết|quyết định"
    "|kết luận|kế hoạch"
)

#: A body that has to act, or its head, and the words it begins with.
BODY = (
    r"(?:các bộ|các sở|các cơ quan|các đơn vị|các địa phương|các cấp|các ngành|các ban|bộ, ngành|sở, ban|địa phương|ubnd"
    r"|ủy ban nhân dân|bộ [a-zđà-ỹ]+|sở [a-zđà-ỹ]+|công an|văn phòng|thủ trưởng|người đứng đầu|chủ tịch|đơn vị|cơ quan"
    r"|cấp ủy|ban [a-zđà-ỹ]+|chủ đầu tư|doanh nghiệp)"
)
BODY_WORDS = (
    "các bộ|các sở|các cơ quan|các đơn vị|các địa phương|các cấp|các ngành|các ban|bộ|sở|địa phương|ubnd|ủy ban nhân dân|công an"
    "|văn phòng|thủ trưởng|người đứng đầu|chủ tịch|đơn vị|cơ quan|cấp ủy|ban|chủ đầu tư|doanh nghiệp"
)

#: What tells who acts, and that there is work for them.
ACTORS: tuple[Signal, ...] = (
    Signal(
        "lead_body",
        "leading or joining in execution ('{}')",
        r"\b(?:chủ trì|phối hợp với|chịu trách nhiệm|có trách nhiệm|tham mưu|đầu mối)\b",
        ("chủ trì, phối hợp với sở nội vụ",),
        ("xây dựng nông thôn mới",),
    ),
    Signal(
        "responsible",
        "'{}'",
        r"\b(?:chịu trách nhiệm thi hành|chịu trách nhiệm trước|chịu trách nhiệm tổ chức|chịu trách nhiệm hướng dẫn|chịu trách nhiệm toàn diện|có trách nhiệm|chịu trách nhiệm)\b",
        ("chánh văn phòng chịu trách nhiệm thi hành quyết định",),
        ("trách nhiệm xã hội",),
    ),
    Signal("continue", "'{}' carries work on", r"\btiếp tục\b", ("tiếp tục hoàn thiện",), ("kế tiếp",)),
    Signal(
        "title_opening",
        "opens with somebody in office ('{}')",
        r"^[\W]{0,4}" + OFFICE + r"\b",
        ("thủ tướng phạm văn an",),
        ("người dân",),
        holds=OFFICE_WORDS,
        within=5,
    ),
    Signal(
        "speech_opening",
        "opens with a speech of somebody in office ('{}')",
        r"^[\W]{0,4}phát biểu[^,.]{0,60}, ?" + OFFICE + r"\b",
        ("phát biểu tại hội nghị, phó chủ tịch",),
        ("phát biểu tại hội nghị, người dân",),
        holds="phát biểu",
        within=5,
    ),
    Signal(
        "body_opening",
        "opens with the body that acts ('{}')",
        r"^[\W\d]{0,6}(?:[a-zđ]\) ?)?(?:giao )?" + BODY,
        ("- sở y tế: chủ trì", "các bộ, ngành"),
        ("hoàn thiện thể chế",),
        holds=BODY_WORDS,
        within=20,
    ),
    Signal(
        "joint_action",
        "work words '{}'",
        r"\b(?:rà soát|hoàn thiện|đẩy mạnh|tăng cường|nâng cao|xây dựng|triển khai|tổ chức thực hiện|đổi mới|bảo đảm|chú trọng|ưu tiên|khuyến khích)\b",
        ("đẩy mạnh cải cách",),
        ("cuộc họp",),
    ),
    Signal(
        "own_plan",
        "a body says what it will do ('{}')",
        r"\b(?:bộ|cục|ngành|chính phủ|ubnd|thành phố|tỉnh|đơn vị|trường|sở|ban|công ty|tập đoàn|hai bên|quốc hội)\b[^.;:]{0,60}?"
        r"\b(?:sẽ|thống nhất|cam kết|dự kiến|có kế hoạch|tập trung|tiếp tục)\b",
        ("cục hải quan sẽ tiếp tục cải cách", "hai bên thống nhất phối hợp"),
        ("nông dân sẽ gặt lúa",),
        begins="bộ|cục|ngành|chính phủ|ubnd|thành phố|tỉnh|đơn vị|trường|sở|ban|công ty|tập đoàn|hai bên|quốc hội",
        holds="sẽ|thống nhất|cam kết|dự kiến|có kế hoạch|tập trung|tiếp tục",
        within=85,
    ),
)
