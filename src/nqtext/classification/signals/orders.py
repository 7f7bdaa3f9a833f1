"""Orders: somebody commands, prescribes or requests, and of whom."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.actors import BODY, BODY_WORDS, OFFICE, OFFICE_WORDS
from nqtext.classification.signals.signal import Signal

__all__ = ["ORDERS"]

#: Verbs of command that are as often nouns, with the neighbours that make them nouns; a look at the first
#: letter spares most places the looks behind.
_ORDER = (
    r"(?=y)(?<!theo )(?<!các )(?<!số )(?<!ứng )(?<!với )(?<!những )(?<!đích, )(?<!mục đích và )(?<!nhiệm vụ, )yêu cầu(?! của| về| cấp thiết| đặt ra| kỹ thuật| nhiệm vụ)"
    r"|(?=c)(?<!phát biểu )(?<!ban )(?<!sự )(?<!ý kiến )(?<!tư tưởng )(?<!quan điểm )(?<!công tác )(?<!lãnh đạo, )chỉ đạo(?! của| điều hành|, điều hành| hội nghị)"
    r"|(?=đ)(?<!theo )(?<!xét )đề nghị(?! của)"
)
_ORDER_WORDS = "yêu cầu|chỉ đạo|đề nghị|giao|lưu ý|chỉ thị|quán triệt|phân công|kêu gọi"

#: "chỉ thị" where it is no document.
_INSTRUCT = r"chỉ thị(?! số| của| \d| này| trên| nêu| về)"

#: "cần" where it asks for something: not in "cần thiết", not in the names of places.
_NEED = r"cần(?! thiết| thơ| giờ| giuộc| đước)"

#: What tells that something is to be done, or only that somebody asked for it.
ORDERS: tuple[Signal, ...] = (
    Signal(
        "command",
        "order verb '{}'",
        r"\b(?:"
        + _ORDER
        + r"|giao nhiệm vụ|"
        + _INSTRUCT
        + r"|quán triệt|lưu ý|đôn đốc|kêu gọi|phân công|nhắc nhở|giao (?=bộ|sở|ubnd|ủy ban|các|cho|chính phủ|công an|ban|văn phòng|cục|đảng|vụ|tổng cục|thanh tra|đồng chí))",
        ("thủ tướng yêu cầu các bộ khẩn trương thực hiện", "giao bộ xây dựng chủ trì"),
        (
            "theo yêu cầu của cử tri",
            "gắn với yêu cầu xanh",
            "giao thông đường bộ",
            "sự chỉ đạo của chính phủ",
            "thực hiện chỉ thị 13 của tỉnh ủy",
            "chỉ thị này có hiệu lực",
        ),
        begins=_ORDER_WORDS + "|đôn đốc|nhắc nhở",
        within=64,
    ),
    Signal(
        "speaker_command",
        "somebody in office gives an order ('{}')",
        r"\b"
        + OFFICE
        + r"[^.;:\"]{0,90}?\b(?:"
        + _ORDER
        + r"|giao(?! thông| dịch| lưu| ban)|lưu ý|"
        + _INSTRUCT
        + r"|quán triệt|phân công|kêu gọi)\b",
        ("bộ trưởng lan yêu cầu các đơn vị", "phó chủ tịch đề nghị các sở"),
        (
            "nông dân yêu cầu bồi thường",
            "bộ trưởng phát biểu chỉ đạo hội nghị",
            "chính phủ ban hành chỉ thị 13",
        ),
        begins=OFFICE_WORDS,
        holds=_ORDER_WORDS,
        within=130,
    ),
    Signal(
        "stress_must",
        "a speaker stresses what has to be done ('{}')",
        r"\b(?:nhấn mạnh|cho rằng|nêu rõ|lưu ý|khẳng định|chỉ rõ|phát biểu)\b[^.;\"]{0,160}?\b(?:"
        + _NEED
        + r"|phải|tập trung|tiếp tục)\b",
        ("đồng chí nhấn mạnh, các cấp phải vào cuộc",),
        ("đồng chí cảm ơn các cấp",),
        begins="nhấn mạnh|cho rằng|nêu rõ|lưu ý|khẳng định|chỉ rõ|phát biểu",
        holds="cần|phải|tập trung|tiếp tục",
        within=180,
    ),
    Signal(
        "addressee_must",
        "an addressee has to act ('{}')",
        r"\b"
        + BODY
        + r"[^.;:\"]{0,60}?\b(?:phải|"
        + _NEED
        + r"|có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|tiếp tục|tập trung)\b",
        ("các địa phương phải báo cáo trước ngày 15",),
        ("cây lúa cần nước",),
        begins=BODY_WORDS,
        holds="phải|cần|có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|tiếp tục|tập trung",
        within=110,
    ),
    Signal(
        "assign",
        "a task is assigned ('{}')",
        r"\bgiao\s(?:cho\s)?(?:các\s)?(?:bộ|sở|ubnd|ủy ban|cơ quan|đơn vị|chính phủ|công an|ban|văn phòng|cục|đảng|thủ trưởng|tỉnh|chủ tịch|viện|trung tâm|hội đồng|vụ|tổng cục|thanh tra|đồng chí)\b",
        ("giao sở y tế chủ trì", "giao cho các cơ quan liên quan", "giao vụ pháp chế rà soát"),
        ("giao thông", "bàn giao mặt bằng"),
        begins="giao",
        within=64,
    ),
    Signal(
        "past_command",
        "an order of the past ('{}')",
        r"\b(?:đã|vừa|vừa có)\s(?:ký\s|ban hành\s|có\s)?(?:[a-zđà-ỹ]+\s){0,4}?(?:yêu cầu|chỉ đạo|giao|đề nghị|chỉ thị|công văn|công điện)\b",
        ("bộ đã có văn bản yêu cầu các tỉnh", "thủ tướng vừa ký công điện"),
        ("yêu cầu các tỉnh",),
        begins="đã|vừa",
        holds="yêu cầu|chỉ đạo|giao|đề nghị|chỉ thị|công văn|công điện",
        within=80,
    ),
    Signal(
        "must",
        "'{}' prescribes",
        r"\b(?:" + _NEED + r"|phải|cần phải)\b",
        ("các cấp phải vào cuộc", "cần rà soát"),
        ("cần thiết", "thành phố cần thơ"),
        begins="cần|phải",
    ),
    Signal(
        "proposal_up",
        "a proposal to a higher level ('{}')",
        r"\b(?:kiến nghị|đề xuất|trình|xin ý kiến|báo cáo)\s(?:[a-zđà-ỹ]+\s){0,2}?(?:chính phủ|thủ tướng|quốc hội|trung ương|bộ trưởng|cấp có thẩm quyền)\b",
        ("kiến nghị chính phủ sửa luật",),
        ("yêu cầu các sở",),
        begins="kiến nghị|đề xuất|trình|xin ý kiến|báo cáo",
        holds="chính phủ|thủ tướng|quốc hội|trung ương|bộ trưởng|cấp có thẩm quyền",
        within=60,
    ),
    Signal(
        "urgent",
        "'{}' urges",
        r"\b(?:khẩn trương|nghiêm túc|quyết liệt|kịp thời|ngay|kiên quyết|tuyệt đối không|bằng được|nghiêm)\b",
        ("khẩn trương rà soát",),
        ("từ từ",),
    ),
    Signal(
        "request_up",
        "a request to a higher level ('{}')",
        r"\b(?:đề nghị|kiến nghị|đề xuất|mong|mong muốn|xin)\s(?:với\s|đảng, )?(?:[a-zđà-ỹ]+\s){0,2}?(?:chính phủ|thủ tướng|quốc hội|trung ương|bộ trưởng|nhà nước|cấp có thẩm quyền|các bộ, ngành trung ương|bộ (?!phận|máy|ngành)[a-zđà-ỹ]+)\b",
        ("đề nghị chính phủ cho phép", "kiến nghị bộ tài chính xem xét"),
        ("đề nghị các sở",),
        begins="đề nghị|kiến nghị|đề xuất|mong|mong muốn|xin",
        holds="chính phủ|thủ tướng|quốc hội|trung ương|bộ trưởng|nhà nước|cấp có thẩm quyền|bộ",
        within=60,
    ),
    Signal(
        "request_down",
        "a request to those who carry it out ('{}')",
        r"\b(?:đề nghị|yêu cầu|giao|chỉ đạo|đôn đốc)\s(?:[a-zđà-ỹ]+\s){0,1}?(?:các (?:bộ|sở|cấp|ngành|địa phương|đơn vị|cơ quan|tỉnh|xã|phường|lực lượng|đồng chí)|ubnd|ủy ban nhân dân|sở|địa phương|lực lượng|công an|cục|thủ trưởng|người đứng đầu|từng)\b",
        ("yêu cầu các địa phương khẩn trương", "đề nghị ubnd tỉnh chỉ đạo"),
        ("đề nghị chính phủ",),
        begins="đề nghị|yêu cầu|giao|chỉ đạo|đôn đốc",
        holds="các bộ|các sở|các cấp|các ngành|các địa phương|các đơn vị|các cơ quan|các tỉnh|các xã|các phường|các lực lượng|các đồng chí|ubnd|ủy ban nhân dân|sở|địa phương|lực lượng|công an|cục|thủ trưởng|người đứng đầu|từng",
        within=40,
    ),
    Signal(
        "told_only",
        "tells that something was asked for ('{}')",
        r"\b(?:theo|tại|trong|thực hiện|sau|trên cơ sở|tiếp thu|chấp hành)\s(?:ý kiến |tinh thần |sự |văn bản |các |nội dung ){0,2}(?:chỉ đạo|yêu cầu|kết luận|đề nghị|chỉ thị)\b",
        ("thực hiện chỉ đạo của thủ tướng", "theo yêu cầu của bộ"),
        ("thủ tướng chỉ đạo các bộ",),
        begins="theo|tại|trong|thực hiện|sau|trên cơ sở|tiếp thu|chấp hành",
        holds="chỉ đạo|yêu cầu|kết luận|đề nghị|chỉ thị",
        within=50,
    ),
)
