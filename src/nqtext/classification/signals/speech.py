"""Speech: who says something, in quotation or report, and how it goes on."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Signal

__all__ = ["SPEECH"]

#: People who are heard but command nobody.
_PEOPLE = r"(?:ông|bà|anh|chị|chuyên gia|luật sư|đại biểu|đbqh|cử tri|người dân|gs|pgs|ts|ths|tiến sĩ|giáo sư|bác sĩ)"
_PEOPLE_WORDS = (
    "ông|bà|anh|chị|chuyên gia|luật sư|đại biểu|đbqh|cử tri|người dân|gs|pgs|ts|ths|tiến sĩ|giáo sư|bác sĩ"
)

#: Verbs of saying, those of command left out.
_SAYS = (
    r"(?:cho biết|cho hay|cho rằng|chia sẻ|nhận định|bày tỏ|nói|khẳng định|đánh giá|phân tích|kiến nghị|nhận xét|phản ánh"
    r"|lo ngại|tâm sự|kể)"
)
_SAYS_WORDS = (
    "cho biết|cho hay|cho rằng|chia sẻ|nhận định|bày tỏ|nói|khẳng định|đánh giá|phân tích|kiến nghị|nhận xét|phản ánh|lo ngại"
    "|tâm sự|kể"
)

#: Verbs of somebody in office who speaks.
_VERBS_OF_SPEECH = (
    "yêu cầu|đề nghị|chỉ đạo|giao|lưu ý|nhấn mạnh|khẳng định|cho biết|cho rằng|nêu rõ|phát biểu|kết luận|đánh giá|thông tin"
    "|chia sẻ|kiến nghị|đề xuất|bày tỏ|mong muốn|nói"
)

#: What tells that somebody speaks.
SPEECH: tuple[Signal, ...] = (
    Signal(
        "says",
        "reported speech ('{}')",
        r"\b" + _SAYS + r"\b",
        ("ông an cho biết",),
        ("ông an ký",),
    ),
    Signal(
        "citizen_says",
        "an opinion or statement of a person ('{}')",
        r"\b" + _PEOPLE + r"\.?\s[^.;:\"]{0,90}?\b" + _SAYS + r"\b",
        ("chuyên gia lê lan cho rằng chính sách còn chậm",),
        ("chính phủ cho biết",),
        begins=_PEOPLE_WORDS,
        holds=_SAYS_WORDS,
        within=120,
    ),
    Signal(
        "expert",
        "an expert, delegate or citizen ('{}')",
        r"\b(?:chuyên gia|luật sư|đại biểu quốc hội|đbqh|cử tri|người dân|pgs|gs\.? ?ts|tiến sĩ|giáo sư|hiệp hội|giám đốc công ty|tổng giám đốc|nhà báo)\b",
        ("theo chuyên gia kinh tế",),
        ("các bộ, ngành",),
        begins="chuyên gia|luật sư|đại biểu quốc hội|đbqh|cử tri|người dân|pgs|gs ts|gsts|tiến sĩ|giáo sư|hiệp hội|giám đốc công ty|tổng giám đốc|nhà báo",
    ),
    Signal(
        "according",
        "a source is given ('{}')",
        r"^[\W\d]{0,6}theo (?!đó)(?:báo cáo|thống kê|số liệu|kết quả|thông tin|ông|bà|bộ|sở|quy định|đánh giá|đại diện|tổng cục|cục|luật|nghị|quyết định|dự thảo|kế hoạch)",
        ("theo báo cáo của sở", "theo thống kê, cả nước có"),
        ("theo đó, các tỉnh",),
        holds="theo",
        within=10,
    ),
    Signal(
        "first_second",
        "counted points of a speech ('{}')",
        r"^[\W]{0,4}(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám) là|cuối cùng)\b",
        ("thứ hai, đẩy mạnh cải cách", "một là, hoàn thiện"),
        ("thứ trưởng",),
        holds="thứ nhất|thứ hai|thứ ba|thứ tư|thứ năm|thứ sáu|thứ bảy|thứ tám|thứ chín|một là|hai là|ba là|bốn là|năm là|sáu là|bảy là|tám là|cuối cùng",
        within=5,
    ),
    Signal(
        "goes_on",
        "goes on with '{}'",
        r"^[\W]{0,4}(?:cùng với đó|đồng thời|bên cạnh đó|ngoài ra|theo đó|trong đó|cụ thể|đặc biệt|cùng với|mặt khác|về(?= )|đối với|song song|tiếp đó|riêng|trước mắt|từ đó|do đó|vì vậy|tuy nhiên|trước đó)\b",
        ("cùng với đó, cần rà soát",),
        ("sáng nay",),
        holds="cùng với|đồng thời|bên cạnh đó|ngoài ra|theo đó|trong đó|cụ thể|đặc biệt|mặt khác|về|đối với|song song|tiếp đó|riêng|trước mắt|từ đó|do đó|vì vậy|tuy nhiên|trước đó",
        within=5,
    ),
    Signal(
        "quote_open",
        "opens with a quotation mark",
        r"^\s{0,4}[-]?\s?\"",
        ('"chúng ta phải làm', '- "phải làm'),
        ("chúng ta",),
        holds='"',
        within=8,
    ),
    Signal(
        "quote",
        "quotes somebody",
        r"\"[^\"]{25,400}",
        ('ông nói: "chúng ta phải làm ngay từ hôm nay"',),
        ('"xanh"',),
        begins='"',
    ),
    Signal(
        "leader_says",
        "a leader of the state or party speaks ('{}')",
        r"\b(?:thủ tướng|tổng bí thư|chủ tịch nước|chủ tịch quốc hội|phó chủ tịch quốc hội|bộ trưởng|thứ trưởng|thường trực ban bí thư|trưởng ban)\b[^.;:\"]{0,90}?\b(?:"
        + _VERBS_OF_SPEECH
        + r")\b",
        ("thủ tướng phạm văn an nhấn mạnh", "thứ trưởng cho biết"),
        ("thủ tướng dự lễ",),
        begins="thủ tướng|tổng bí thư|chủ tịch nước|chủ tịch quốc hội|phó chủ tịch quốc hội|bộ trưởng|thứ trưởng|thường trực ban bí thư|trưởng ban",
        holds=_VERBS_OF_SPEECH,
        within=140,
    ),
    Signal(
        "local_says",
        "a local leader speaks ('{}')",
        r"\b(?:chủ tịch ubnd|chủ tịch ủy ban nhân dân|bí thư tỉnh ủy|bí thư thành ủy|bí thư huyện ủy|giám đốc sở|phó giám đốc sở|cục trưởng|tổng cục trưởng|vụ trưởng|lãnh đạo tỉnh|lãnh đạo thành phố|lãnh đạo sở)\b[^.;:\"]{0,90}?\b(?:"
        + _VERBS_OF_SPEECH
        + r")\b",
        ("giám đốc sở y tế lê văn bình cho biết",),
        ("giám đốc sở y tế dự lễ",),
        begins="chủ tịch ubnd|chủ tịch ủy ban nhân dân|bí thư tỉnh ủy|bí thư thành ủy|bí thư huyện ủy|giám đốc sở|phó giám đốc sở|cục trưởng|tổng cục trưởng|vụ trưởng|lãnh đạo tỉnh|lãnh đạo thành phố|lãnh đạo sở",
        holds=_VERBS_OF_SPEECH,
        within=140,
    ),
    Signal(
        "opinion",
        "a view, not an order ('{}')",
        r"\b(?:theo tôi|tôi cho rằng|chúng tôi cho rằng|theo chúng tôi|quan điểm của|ý kiến của|nhiều ý kiến|có ý kiến|một số ý kiến|đại biểu cho rằng|mong muốn|băn khoăn|tán thành|góp ý)\b",
        ("nhiều ý kiến băn khoăn",),
        ("yêu cầu các sở",),
    ),
)
