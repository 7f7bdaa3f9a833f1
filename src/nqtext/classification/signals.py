"""Signals: what a reader notices in a paragraph, each a pattern with a name in plain English.

The patterns match *folded text in lower case* (see :mod:`nqtext.unicode`).  Each is data with an
example and a counter-example, and those are its test.  Every repetition is bounded.

Source: the wording of speeches, dispatches and plans that the annotation guide describes, in
the project's own lists.
"""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nqtext.unicode import fold_key, pattern

__all__ = [
    "COMPILED_SECTIONS",
    "CROSSED",
    "PHRASES",
    "SECTIONS",
    "SIGNALS",
    "WORK_VERBS",
    "Section",
    "Signal",
    "compiled",
]


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern searched for in a paragraph.

    Most paragraphs can be passed over by a glance at their words, which are found for all signals
    together; ``begins``, ``holds`` and ``ends`` say what every match has.

    Attributes:
        name: the feature's name.
        phrase: what it is called in evidence; ``{}`` stands for the words found.
        expression: over folded lower-case text.
        examples: texts it is found in.
        counter_examples: texts it is not found in.
        begins: words, separated by ``|``, with one of which a match begins; ``#`` is any number.
        holds: words one of which a match holds, behind those it begins with.
        within: the word it holds begins at most so many characters behind the word it begins with, or
            behind the start of the paragraph where the pattern is anchored there; a pattern that only
            begins with words, and what it looks ahead to, ends so many characters behind their start.
        ends: the last character of the paragraph.
    """

    name: str
    phrase: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    begins: str = ""
    holds: str = ""
    within: int = 0
    ends: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are all there is to the pattern; empty where there is more to it."""
        plain = _WORDS_ONLY.fullmatch(self.expression)
        return tuple(plain[1].split("|")) if plain else ()

    @property
    def anchored(self) -> bool:
        """Whether a match begins where the paragraph begins."""
        return self.expression.startswith("^")


_WORDS_ONLY = re.compile(r"\\b(?:\(\?:)?([\w ,|]+)\)?\\b")


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading announces: a function that the paragraphs below it take over."""

    name: str
    phrase: str
    expression: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


_OFFICE = (
    r"(?:(?:phó\s)?thủ tướng|(?:phó\s)?chủ tịch|tổng bí thư|(?:phó\s)?bí thư|thường trực|(?:thứ|bộ)\strưởng|đồng chí|đ/c"
    r"|lãnh đạo|người đứng đầu|(?:tổng\s)?cục trưởng|(?:phó\s)?giám đốc|chánh án|viện trưởng|trưởng ban|chính phủ|quốc hội"
    r"|bộ chính trị|ban bí thư|ủy ban|ubnd|tỉnh ủy|thành ủy|ban chỉ đạo|sở [a-zđà-ỹ]|bộ [a-zđà-ỹ]|cục [a-zđà-ỹ]"
    r"|hội đồng|ban thường vụ|văn phòng|công điện|chỉ thị|công văn|văn bản|thông báo|nghị quyết|quyết định|kết luận|kế hoạch)"
)
#: Verbs of command that are as often nouns, with the neighbours that make them nouns.
_ORDER = (
    r"(?<!theo )(?<!các )(?<!số )(?<!ứng )(?<!với )(?<!những )(?<!đích, )(?<!mục đích và )(?<!nhiệm vụ, )yêu cầu(?! của| về| cấp thiết| đặt ra| kỹ thuật| nhiệm vụ)"
    r"|(?<!phát biểu )(?<!ban )(?<!sự )(?<!ý kiến )(?<!tư tưởng )(?<!quan điểm )(?<!công tác )(?<!lãnh đạo, )chỉ đạo(?! của| điều hành|, điều hành| hội nghị)"
    r"|(?<!theo )(?<!xét )đề nghị(?! của)"
)
#: "cần" where it asks for something: not in "cần thiết", not in the names of places.
_NEED = r"cần(?! thiết| thơ| giờ| giuộc| đước)"
_PEOPLE = r"(?:ông|bà|anh|chị|chuyên gia|luật sư|đại biểu|đbqh|cử tri|người dân|gs|pgs|ts|ths|tiến sĩ|giáo sư|bác sĩ)"
_SAYS = (
    r"(?:cho biết|cho hay|cho rằng|chia sẻ|nhận định|bày tỏ|nói|khẳng định|đánh giá|phân tích|kiến nghị|nhận xét|phản ánh"
    r"|lo ngại|tâm sự|kể)"
)
_BODY = (
    r"(?:các bộ|các sở|các cơ quan|các đơn vị|các địa phương|các cấp|các ngành|các ban|bộ, ngành|sở, ban|địa phương|ubnd"
    r"|ủy ban nhân dân|bộ [a-zđà-ỹ]+|sở [a-zđà-ỹ]+|công an|văn phòng|thủ trưởng|người đứng đầu|chủ tịch|đơn vị|cơ quan"
    r"|cấp ủy|ban [a-zđà-ỹ]+|chủ đầu tư|doanh nghiệp)"
)

#: Words of the patterns above.
_OFFICE_WORDS = (
    "thủ tướng|phó thủ tướng|chủ tịch|phó chủ tịch|tổng bí thư|bí thư|phó bí thư|thường trực|thứ trưởng|bộ trưởng|đồng chí|đ/c|lãnh đạo|người đứng đầu|cục trưởng|tổng cục trưởng"
    "|giám đốc|phó giám đốc|chánh án|viện trưởng|trưởng ban|chính phủ|quốc hội|bộ chính trị|ban bí thư|ủy ban|ubnd|tỉnh ủy|thành ủy"
    "|ban chỉ đạo|sở|bộ|cục|hội đồng|ban thường vụ|văn phòng|công điện|chỉ thị|công văn|văn bản|thông báo|nghị quyết|quyết định"
    "|kết luận|kế hoạch"
)
_ORDER_WORDS = "yêu cầu|chỉ đạo|đề nghị|giao|lưu ý|chỉ thị|quán triệt|phân công|kêu gọi"
_PEOPLE_WORDS = (
    "ông|bà|anh|chị|chuyên gia|luật sư|đại biểu|đbqh|cử tri|người dân|gs|pgs|ts|ths|tiến sĩ|giáo sư|bác sĩ"
)
_SAYS_WORDS = (
    "cho biết|cho hay|cho rằng|chia sẻ|nhận định|bày tỏ|nói|khẳng định|đánh giá|phân tích|kiến nghị|nhận xét|phản ánh|lo ngại"
    "|tâm sự|kể"
)
_BODY_WORDS = (
    "các bộ|các sở|các cơ quan|các đơn vị|các địa phương|các cấp|các ngành|các ban|bộ|sở|địa phương|ubnd|ủy ban nhân dân|công an"
    "|văn phòng|thủ trưởng|người đứng đầu|chủ tịch|đơn vị|cơ quan|cấp ủy|ban|chủ đầu tư|doanh nghiệp"
)

_VERBS_OF_SPEECH = (
    "yêu cầu|đề nghị|chỉ đạo|giao|lưu ý|nhấn mạnh|khẳng định|cho biết|cho rằng|nêu rõ|phát biểu|kết luận|đánh giá|thông tin"
    "|chia sẻ|kiến nghị|đề xuất|bày tỏ|mong muốn|nói"
)

SIGNALS: tuple[Signal, ...] = (
    Signal(
        "command",
        "order verb '{}'",
        r"\b(?:" + _ORDER + r"|giao nhiệm vụ|chỉ thị(?! số| của)"
        r"|quán triệt|lưu ý|đôn đốc|kêu gọi|phân công|nhắc nhở|giao (?=bộ|sở|ubnd|ủy ban|các|cho|chính phủ|công an|ban|văn phòng|cục|đảng|vụ|tổng cục|thanh tra|đồng chí))",
        ("thủ tướng yêu cầu các bộ khẩn trương thực hiện", "giao bộ xây dựng chủ trì"),
        (
            "theo yêu cầu của cử tri",
            "gắn với yêu cầu xanh",
            "giao thông đường bộ",
            "sự chỉ đạo của chính phủ",
        ),
        begins=_ORDER_WORDS + "|đôn đốc|nhắc nhở",
        within=64,
    ),
    Signal(
        "speaker_command",
        "somebody in office gives an order ('{}')",
        r"\b"
        + _OFFICE
        + r"[^.;:\"]{0,90}?\b(?:"
        + _ORDER
        + r"|giao(?! thông| dịch| lưu| ban)|lưu ý|chỉ thị(?! số| của)|quán triệt|phân công|kêu gọi)\b",
        ("bộ trưởng lan yêu cầu các đơn vị", "phó chủ tịch đề nghị các sở"),
        ("nông dân yêu cầu bồi thường", "bộ trưởng phát biểu chỉ đạo hội nghị"),
        begins=_OFFICE_WORDS,
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
        + _BODY
        + r"[^.;:\"]{0,60}?\b(?:phải|"
        + _NEED
        + r"|có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|tiếp tục|tập trung)\b",
        ("các địa phương phải báo cáo trước ngày 15",),
        ("cây lúa cần nước",),
        begins=_BODY_WORDS,
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
    Signal(
        "deadline_report",
        "a report is due ('{}')",
        r"\b(?:báo cáo|gửi|hoàn thành|trình)\b[^.;]{0,80}?\b(?:trước ngày|chậm nhất|trước tháng|định kỳ)\b|\bđịnh kỳ\b[^.;]{0,60}?\bbáo cáo\b",
        ("báo cáo thủ tướng trước ngày 15/6",),
        ("báo cáo nêu nhiều kết quả",),
        begins="báo cáo|gửi|hoàn thành|trình|định kỳ",
        holds="trước ngày|chậm nhất|trước tháng|định kỳ|báo cáo",
        within=100,
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
        "past",
        "'{}' tells what has happened",
        r"\b(?:đã|vừa qua|vừa được|đã được)\b",
        ("tỉnh đã hoàn thành",),
        ("tỉnh sẽ hoàn thành",),
    ),
    Signal("passive", "passive '{}'", r"\b(?:được|bị)\b", ("dự án được duyệt",), ("duyệt dự án",)),
    Signal(
        "progress",
        "'{}' describes the present",
        r"\b(?:đang|hiện nay|hiện tại|hiện có|hiện)\b",
        ("hiện nay có 5 khu",),
        ("năm 2030",),
    ),
    Signal(
        "future",
        "'{}' speaks of the future",
        r"\b(?:sẽ|thời gian tới|trong thời gian tới|sắp tới|tới đây)\b",
        ("chính phủ sẽ ban hành",),
        ("đã ban hành",),
    ),
    Signal(
        "must",
        "'{}' prescribes",
        r"\b(?:" + _NEED + r"|phải|cần phải)\b",
        ("các cấp phải vào cuộc", "cần rà soát"),
        ("cần thiết", "thành phố cần thơ"),
        begins="cần|phải",
    ),
    Signal("continue", "'{}' carries work on", r"\btiếp tục\b", ("tiếp tục hoàn thiện",), ("kế tiếp",)),
    Signal(
        "strive",
        "'{}' sets an aim",
        r"\b(?:phấn đấu|hướng tới|hướng đến|tầm nhìn|mục tiêu(?: tổng quát| chung| cụ thể)?|kỳ vọng|trở thành|đặt mục tiêu|chỉ tiêu)\b",
        ("phấn đấu đến năm 2030", "mục tiêu tổng quát là"),
        ("đã đấu giá",),
        begins="phấn đấu|hướng tới|hướng đến|tầm nhìn|mục tiêu|kỳ vọng|trở thành|đặt mục tiêu|chỉ tiêu",
    ),
    Signal(
        "purpose",
        "'{}' states a purpose",
        r"\b(?:nhằm|góp phần|với mục đích|để đạt)\b",
        ("nhằm xây dựng đô thị xanh",),
        ("nhầm lẫn",),
    ),
    Signal(
        "goal_opening",
        "opens with the aim ('{}')",
        r"^[\W\d]{0,8}(?:[a-zđ]\) ?)?(?:phấn đấu|mục tiêu|đến năm|đến hết năm|tỷ lệ|tầm nhìn|trên \d|100%|\d+%|tối thiểu|duy trì|giảm|tăng|đạt)\b",
        ("- phấn đấu đạt 95%", "đến năm 2030, có 50 đô thị"),
        ("sáng 18/5, phấn khởi",),
        holds="phấn đấu|mục tiêu|đến năm|đến hết năm|tỷ lệ|tầm nhìn|trên|%|tối thiểu|duy trì|giảm|tăng|đạt",
        within=40,
    ),
    Signal(
        "target_number",
        "a number to be reached ('{}')",
        r"\b(?:đạt|trên|tối thiểu|ít nhất|khoảng|không dưới|dưới|giảm|tăng|chiếm)\s(?:[a-zđà-ỹ]+\s){0,3}?\d[\d.,]{0,9}(?:\s?-\s?\d[\d.,]{0,9})?\s?%",
        ("tỷ lệ đô thị hóa đạt trên 50%",),
        ("50 khu",),
        begins="đạt|trên|tối thiểu|ít nhất|khoảng|không dưới|dưới|giảm|tăng|chiếm",
        holds="%",
        within=80,
    ),
    Signal(
        "until_year",
        "looks ahead '{}'",
        r"\b(?:đến|hết|trước|vào|tới|từ nay đến)\s(?:hết\s|cuối\s)?năm\s20(?:2[4-9]|[3-9]\d)\b",
        ("đến năm 2030", "đến hết năm 2025"),
        ("năm 2015",),
        begins="đến|hết|trước|vào|tới|từ nay đến",
        holds="năm",
        within=30,
    ),
    Signal(
        "percent",
        "a percentage ('{}')",
        r"\d[\d.,]{0,9}\s?%",
        ("đạt 45%",),
        ("đạt 45",),
        holds="%",
    ),
    Signal(
        "money",
        "an amount of money ('{}')",
        r"\b(?:tỷ|triệu|nghìn tỷ)\s?(?:đồng|usd|đô la)\b",
        ("5 tỷ đồng",),
        ("tỷ lệ",),
        begins="tỷ|triệu|nghìn tỷ",
        holds="đồng|usd|đô la",
        within=15,
    ),
    Signal("number", "a number", r"\d", ("5 khu",), ("năm khu",), begins="#"),
    Signal(
        "document_says",
        "a document lays down ('{}')",
        r"\b(?:nghị quyết|quyết định|chỉ thị|kế hoạch|đề án|chương trình|chiến lược|công điện|dự thảo|nghị định|thông tư|luật|văn bản|kết luận)\b[^.;]{0,100}?"
        r"\b(?:đề ra|nêu rõ|xác định|quy định|đặt ra|nêu|yêu cầu|chỉ rõ|đưa ra|hướng tới)\b",
        ("nghị quyết đề ra 6 nhóm giải pháp",),
        ("ban hành nghị quyết",),
        begins="nghị quyết|quyết định|chỉ thị|kế hoạch|đề án|chương trình|chiến lược|công điện|dự thảo|nghị định|thông tư|luật|văn bản|kết luận",
        holds="đề ra|nêu rõ|xác định|quy định|đặt ra|nêu|yêu cầu|chỉ rõ|đưa ra|hướng tới",
        within=125,
    ),
    Signal(
        "solutions",
        "'{}' names tasks and solutions",
        r"\b(?:nhiệm vụ trọng tâm|nhiệm vụ|giải pháp|biện pháp|nhóm nhiệm vụ)\b",
        ("các nhiệm vụ, giải pháp cụ thể",),
        ("vụ việc",),
    ),
    Signal(
        "event",
        "an event is reported ('{}')",
        r"\b(?:sáng|chiều|tối|ngày)\s(?:nay|mai|qua|\d{1,2}[/-]\d{1,2})[^.;]{0,100}?\b(?:tổ chức|diễn ra|chủ trì|họp|làm việc|khai mạc|thăm|dự|tiếp|ký|ban hành|có)\b",
        ("sáng 18/5, tại hà nội, bộ tổ chức hội nghị",),
        ("ngày càng tổ chức tốt",),
        begins="sáng|chiều|tối|ngày",
        holds="tổ chức|diễn ra|chủ trì|họp|làm việc|khai mạc|thăm|dự|tiếp|ký|ban hành|có",
        within=130,
    ),
    Signal(
        "attendance",
        "who attended ('{}')",
        r"\b(?:tham dự|cùng dự|dự hội nghị|dự buổi|chủ trì hội nghị|dự cuộc họp|tham gia hội nghị|tham gia đoàn)\b",
        ("tham dự hội nghị có các đồng chí",),
        ("dự án",),
    ),
    Signal(
        "praise",
        "praise or assessment ('{}')",
        r"\b(?:biểu dương|ghi nhận|đánh giá cao|chúc mừng|cảm ơn|tin tưởng|vui mừng|hoan nghênh|chúc)\b",
        ("thủ tướng biểu dương các lực lượng",),
        ("cần làm rõ",),
    ),
    Signal(
        "shortcoming",
        "difficulties and shortcomings ('{}')",
        r"\b(?:hạn chế|khó khăn|bất cập|tồn tại|vướng mắc|yếu kém|chưa đạt|chưa có|chưa được|chưa đáp ứng)\b",
        ("còn nhiều bất cập",),
        ("thuận lợi",),
    ),
    Signal(
        "result",
        "results so far ('{}')",
        r"\b(?:đạt được|kết quả|hoàn thành|so với cùng kỳ|lũy kế|đến nay|tính đến|tăng trưởng|giải ngân)\b",
        ("đến nay đã hoàn thành",),
        ("sẽ ban hành",),
    ),
    Signal(
        "legal_basis",
        "a legal basis ('{}')",
        r"^[\W\d]{0,6}(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|thực hiện (?:nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|luật))\b",
        ("căn cứ luật đất đai",),
        ("không có căn cứ",),
        holds="căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|thực hiện",
        within=8,
    ),
    Signal(
        "norm",
        "a legal norm ('{}')",
        r"\b(?:tổ chức, cá nhân|quy định tại|theo quy định của|theo quy định tại|được hiểu|có hiệu lực|thay thế|bãi bỏ|không được|thẩm quyền|điều kiện|trường hợp|hồ sơ|thủ tục|nghiêm cấm)\b",
        ("tổ chức, cá nhân có nhu cầu", "quy định tại khoản 2"),
        ("phấn đấu đạt",),
    ),
    Signal(
        "definition",
        "a definition ('{}')",
        r"^[\W\d]{0,6}[^.;:]{3,60}?\blà\b(?!m)",
        ("1. đô thị thông minh là đô thị",),
        ("làm việc",),
        holds="là",
        within=70,
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
    Signal("we", "first person '{}'", r"\b(?:chúng ta|chúng tôi|tôi)\b", ("chúng ta phải",), ("họ",)),
    Signal(
        "question",
        "a question",
        r"\?",
        ("vì sao?",),
        ("vì",),
        begins="?",
    ),
    Signal(
        "signature",
        "routing or signature ('{}')",
        r"^[\W]{0,4}(?:nơi nhận|lưu\s?:|như điều|tm\.|kt\.|t/m|độc lập - tự do|cộng hòa xã hội)",
        ("nơi nhận:", "kt. bộ trưởng"),
        ("nơi ở",),
        holds="nơi nhận|lưu|như điều|tm|kt|t/m|độc lập|cộng hòa xã hội",
        within=6,
    ),
    Signal(
        "photo",
        "a caption or credit ('{}')",
        r"\bảnh\s?[:(-]|\bảnh minh họa|\bvideo\s?:",
        ("ảnh: vgp", "(ảnh: vgp)", "hình ảnh minh họa"),
        ("hình ảnh đẹp",),
        begins="ảnh|video",
    ),
    Signal(
        "scene",
        "a caption of a scene ('{}')",
        r"^(?:quang cảnh|toàn cảnh)\b",
        ("toàn cảnh hội nghị",),
        ("bức tranh toàn cảnh",),
        holds="quang cảnh|toàn cảnh",
        within=1,
    ),
    Signal(
        "title_opening",
        "opens with somebody in office ('{}')",
        r"^[\W]{0,4}(?:phát biểu[^,.]{0,60}, ?)?" + _OFFICE + r"\b",
        ("thủ tướng phạm văn an", "phát biểu tại hội nghị, phó chủ tịch"),
        ("người dân",),
        holds=_OFFICE_WORDS,
        within=90,
    ),
    Signal(
        "person_opening",
        "opens with a person ('{}')",
        r"^[\W]{0,4}(?:theo )?(?:ông|bà|anh|chị)\s",
        ("ông lê an cho biết",),
        ("ủy ban",),
        holds="ông|bà|anh|chị",
        within=12,
    ),
    Signal(
        "body_opening",
        "opens with the body that acts ('{}')",
        r"^[\W\d]{0,6}(?:[a-zđ]\) ?)?(?:giao )?" + _BODY,
        ("- sở y tế: chủ trì", "các bộ, ngành"),
        ("hoàn thiện thể chế",),
        holds=_BODY_WORDS,
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
        "order_opens",
        "an order opens a list ('{}')",
        r"\b(?:nhấn mạnh|yêu cầu|đề nghị|chỉ đạo|lưu ý|nhiệm vụ|nội dung)[^.;:]{0,80}:$",
        ("bộ trưởng nhấn mạnh:", "đề nghị các sở thực hiện các nội dung sau:"),
        ("bộ trưởng nhấn mạnh: làm ngay",),
        begins="nhấn mạnh|yêu cầu|đề nghị|chỉ đạo|lưu ý|nhiệm vụ|nội dung",
        ends=":",
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
    Signal(
        "aim_is",
        "says what the aim is ('{}')",
        r"\b(?:mục tiêu|mục đích)\b[^.;:]{0,80}?\blà\b|\b(?:nhằm|với|đặt|đề ra|đặt ra) mục (?:tiêu|đích)\b|\bphấn đấu\b|\bmục tiêu \d",
        ("mục tiêu của đề án là giảm chi phí", "phấn đấu đạt 95%"),
        ("đã đạt mục tiêu",),
        holds="mục tiêu|mục đích|phấn đấu",
    ),
    Signal(
        "reached",
        "a result that is reached ('{}')",
        r"\b(?:đã đạt|đã hoàn thành|đã có|đã thực hiện|đã triển khai|đã được|đã ban hành|đạt được|tính đến hết|tính đến ngày|tính đến tháng|tính đến cuối|so với cùng kỳ|so với năm|ước đạt|lũy kế)\b",
        ("tính đến hết tháng 10, giải ngân ước đạt 68%",),
        ("phấn đấu đạt 95%",),
    ),
    Signal(
        "wish",
        "a hope or wish ('{}')",
        r"\b(?:hy vọng|tin tưởng|tin rằng|mong rằng|kỳ vọng|chúc|mong)\b",
        ("tin tưởng rằng tỉnh sẽ phát triển",),
        ("yêu cầu các sở",),
    ),
    Signal(
        "urgent",
        "'{}' urges",
        r"\b(?:khẩn trương|nghiêm túc|quyết liệt|kịp thời|ngay|kiên quyết|tuyệt đối không|bằng được|nghiêm)\b",
        ("khẩn trương rà soát",),
        ("từ từ",),
    ),
    Signal(
        "powers",
        "'{}' lists what a body has to do",
        r"\b(?:nhiệm vụ, quyền hạn|nhiệm vụ và quyền hạn|chức năng, nhiệm vụ|quyền hạn)\b",
        ("nhiệm vụ, quyền hạn của sở",),
        ("nhiệm vụ trọng tâm",),
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
    Signal(
        "opinion",
        "a view, not an order ('{}')",
        r"\b(?:theo tôi|tôi cho rằng|chúng tôi cho rằng|theo chúng tôi|quan điểm của|ý kiến của|nhiều ý kiến|có ý kiến|một số ý kiến|đại biểu cho rằng|mong muốn|băn khoăn|tán thành|góp ý)\b",
        ("nhiều ý kiến băn khoăn",),
        ("yêu cầu các sở",),
    ),
    Signal(
        "aims_at",
        "'{}' says what it is for",
        r"\b(?:nhằm|hướng tới|hướng đến|để|góp phần)\s(?:[a-zđà-ỹ]+\s){0,1}?(?:nâng cao|đẩy nhanh|tạo|xây dựng|phát triển|bảo đảm|đảm bảo|hoàn thiện|thúc đẩy|đạt|đưa|giảm|tăng|hình thành|khai thác)\b",
        ("nhằm nâng cao chất lượng", "để tạo điều kiện"),
        ("nhằm vào",),
        begins="nhằm|hướng tới|hướng đến|để|góp phần",
        holds="nâng cao|đẩy nhanh|tạo|xây dựng|phát triển|bảo đảm|đảm bảo|hoàn thiện|thúc đẩy|đạt|đưa|giảm|tăng|hình thành|khai thác",
        within=30,
    ),
    Signal(
        "decided",
        "what a decision or plan contains ('{}')",
        r"\b(?:theo (?:đó|quyết định|nghị quyết|kế hoạch|đề án|dự thảo|chỉ thị|công điện|chương trình|quy hoạch|thông tư|nghị định|luật)|(?:quyết định|nghị quyết|kế hoạch|đề án|chỉ thị|công điện|chương trình|chiến lược|quy hoạch) (?:này )?(?:nêu|xác định|đề ra|đặt ra|yêu cầu|quy định|tập trung|hướng|cũng|còn))\b",
        ("kế hoạch đề ra các nhiệm vụ", "theo đề án, đến năm 2030"),
        ("ban hành kế hoạch",),
        begins="theo đó|theo quyết định|theo nghị quyết|theo kế hoạch|theo đề án|theo dự thảo|theo chỉ thị|theo công điện|theo chương trình|theo quy hoạch|theo thông tư|theo nghị định|theo luật|quyết định|nghị quyết|kế hoạch|đề án|chỉ thị|công điện|chương trình|chiến lược|quy hoạch",
        within=64,
    ),
)


@cache
def compiled(at: int) -> re.Pattern[str]:
    """The pattern of a signal, by its place in :data:`SIGNALS`; many texts need only a few of them."""
    return pattern(SIGNALS[at].expression)


#: What a heading announces; the first that matches decides.
SECTIONS: tuple[Section, ...] = (
    Section(
        "powers", "powers of a body", r"quyền hạn|chức năng|vị trí", ("nhiệm vụ, quyền hạn",), ("nhiệm vụ",)
    ),
    Section(
        "directive",
        "who carries it out",
        r"tổ chức thực hiện|phân công|trách nhiệm|thi hành|tổ chức triển khai|điều khoản|triển khai thực hiện$",
        ("iv. tổ chức thực hiện", "trách nhiệm của các sở"),
        ("mục tiêu",),
    ),
    Section("purpose", "purpose", r"mục đích", ("i. mục đích, yêu cầu",), ("mục lục",)),
    Section(
        "goal",
        "aims",
        r"(?<!chương trình )mục tiêu(?! quốc gia)|tầm nhìn|chỉ tiêu|phấn đấu|^\W{0,3}(?:[a-zđ0-9]{1,2}[).] )?đến năm 20\d\d",
        ("ii. mục tiêu cụ thể", "a) đến năm 2030"),
        ("chương trình mục tiêu quốc gia",),
    ),
    Section(
        "principle",
        "guiding principles",
        r"quan điểm|nguyên tắc|tư tưởng chỉ đạo|phương châm",
        ("i. quan điểm chỉ đạo",),
        ("ý kiến",),
    ),
    Section(
        "situation",
        "the situation so far",
        r"tình hình|kết quả|thực trạng|hạn chế|nguyên nhân|sự cần thiết|bối cảnh|đánh giá|đặc điểm|cơ sở",
        ("i. tình hình và kết quả",),
        ("nhiệm vụ",),
    ),
    Section(
        "task",
        "tasks and solutions",
        r"nhiệm vụ|giải pháp|biện pháp|nội dung|hoạt động|công việc|tiến độ|lộ trình",
        ("iii. nhiệm vụ và giải pháp",),
        ("mục tiêu",),
    ),
    Section("requirement", "requirements", r"yêu cầu", ("2. yêu cầu",), ("cầu đường",)),
    Section(
        "scope",
        "scope and legal terms",
        r"phạm vi|đối tượng|giải thích từ ngữ|hiệu lực|căn cứ|quy định|thủ tục|hồ sơ|trình tự|điều kiện|thẩm quyền|tiêu chuẩn|tiêu chí|kinh phí|nguồn vốn",
        ("điều 1. phạm vi điều chỉnh",),
        ("giải pháp",),
    ),
    Section(
        "body",
        "a body that has to act",
        r"^[\W\d]{0,8}(?:[a-zđ]\) ?|[ivx]{1,4}[.)-] ?)?(?:giao |đề nghị |các )?(?:bộ(?! máy)|sở|ubnd|ủy ban|ban(?! hành)|cục|công an|văn phòng|hội(?! nghị| thảo| đàm| nhập)|liên đoàn|mặt trận|cơ quan|đơn vị|thủ trưởng|viện|trung tâm|đài|báo(?! cáo)|trường(?! hợp)|phòng(?!,| chống)|chi cục|kho bạc|thành viên|chủ tịch|đảng ủy|tỉnh ủy|thành ủy|đoàn)\b",
        ("1. sở nông nghiệp và môi trường", "các sở, ban, ngành"),
        ("hoàn thiện thể chế", "hội nghị triển khai nghị quyết", "trường hợp đặc biệt"),
    ),
)

COMPILED_SECTIONS = tuple((section, pattern(section.expression)) for section in SECTIONS)

#: Verbs that open a task or measure when nobody stands before them.
WORK_VERBS = frozenset(
    fold_key(verb)
    for verb in [
        "hoàn thiện",
        " hoàn thành",
        " đẩy mạnh",
        " tăng cường",
        " nâng cao",
        " xây dựng",
        " triển khai",
        " thực hiện",
        " tổ chức",
        " rà soát",
        " nghiên cứu",
        "đổi mới",
        " bảo đảm",
        " đảm bảo",
        " chú trọng",
        " ưu tiên",
        " khuyến khích",
        " phát triển",
        " phát huy",
        " tập trung",
        " tiếp tục",
        " chủ động",
        " chủ trì",
        "phối hợp",
        " tham mưu",
        " hướng dẫn",
        " kiểm tra",
        " giám sát",
        " theo dõi",
        " đôn đốc",
        " tổng hợp",
        " báo cáo",
        " đánh giá",
        " đề xuất",
        " bố trí",
        " huy động",
        "ban hành",
        " sửa đổi",
        " bổ sung",
        " cập nhật",
        " tuyên truyền",
        " phổ biến",
        " quán triệt",
        " đào tạo",
        " bồi dưỡng",
        " hỗ trợ",
        " tạo điều kiện",
        " mở rộng",
        "hình thành",
        " thiết lập",
        " kết nối",
        " ứng dụng",
        " áp dụng",
        " khai thác",
        " quản lý",
        " kiểm soát",
        " xử lý",
        " ngăn chặn",
        " phòng chống",
        " phòng ngừa",
        "giải quyết",
        " tháo gỡ",
        " khắc phục",
        " cải thiện",
        " cải cách",
        " đơn giản",
        " cắt giảm",
        " thúc đẩy",
        " thu hút",
        " khơi thông",
        " củng cố",
        " kiện toàn",
        "sắp xếp",
        " bám sát",
        " nắm chắc",
        " chuẩn bị",
        " cung cấp",
        " công khai",
        " công bố",
        " lồng ghép",
        " phân bổ",
        " phân công",
        " phân cấp",
        " xác định",
        " lập",
        "trình",
        " giao",
        " chỉ đạo",
        " lãnh đạo",
        " yêu cầu",
        " duy trì",
        " giữ vững",
        " bảo vệ",
        " bảo tồn",
        " đầu tư",
        " cải tạo",
        " nâng cấp",
        " quy hoạch",
        " chuyển đổi",
        "số hóa",
        " tích hợp",
        " chia sẻ",
        " vận hành",
        " thí điểm",
        " nhân rộng",
        " khảo sát",
        " điều tra",
        " thống kê",
        " hợp tác",
        " tham gia",
        " vận động",
        " thường xuyên",
        "kịp thời",
        " khẩn trương",
        " quyết liệt",
        " từng bước",
        " định kỳ",
        " làm tốt",
        " làm rõ",
        " đa dạng hóa",
        " hiện đại hóa",
        " xã hội hóa",
        " siết chặt",
    ]
)

#: Signals that mean different things in news, plans and laws, under different headings, and in a speech.
CROSSED = frozenset(
    (
        "must future continue purpose strive until_year percent past "
        "passive progress joint_action verb:bare verb:modal verb:past solutions body_opening "
        "lead_body speaker_command addressee_must assign command goes_on first_second quote_open "
        "says urgent document_says norm number title_opening stress_must target_number "
        "goal_opening responsible citizen_says we own_plan aim_is reached order_opens "
        "request_up request_down leader_says local_says decided aims_at told_only "
    ).split()
)

#: What each signal is called in evidence; a signal without a phrase is no reason that helps a reader.
PHRASES: dict[str, str] = {
    **{signal.name: signal.phrase for signal in SIGNALS},
    **{f"under:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under0:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under1:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under2:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"latest:{section.name}": f"after a heading of {section.phrase}" for section in SECTIONS},
    **{f"just:{section.name}": f"after a heading of {section.phrase}" for section in SECTIONS},
    **{f"part:{section.name}": f"in a part on {section.phrase}" for section in SECTIONS},
    **{f"announces:{section.name}": f"announces {section.phrase}" for section in SECTIONS},
    "verb:bare": "bare verb '{}'",
    "verb:modal": "first verb prescribes",
    "verb:past": "first verb tells what has happened",
    "whole:ORGANIZATION": "only the name of a body",
    "whole:PERSON": "only the name of a person",
    "whole:OFFICIAL": "only an official",
    "voice:high": "a leader of the state or party speaks",
    "voice:local": "a local leader speaks",
    "voice:citizen": "an expert, delegate or citizen speaks",
    "voice:document": "the content of a document is told",
    "speech:next": "speech of the paragraph before goes on",
    "speech:on": "speech of the paragraph before goes on",
    "speech:maybe": "follows a speech",
    "inside quotation": "inside a quotation",
    "genre:news": "in a news text",
    "genre:plan": "in a plan",
    "genre:law": "in a legal text",
    "genre:mixed": "in a text with lists",
    "kind:heading": "is a heading",
    "kind:caption": "is a caption",
    "kind:item": "is a list item",
    "kind:article": "is an article of a law",
    "kind:clause": "is a clause of a law",
    "kind:point": "is a point of a law",
    "kind:text": "is running text",
    "name-like": "only a name",
    "capitals": "written in capitals",
    "from start:0": "opens the text",
    "from end:0": "closes the text",
    "from end:1": "stands near the end",
    "opens with:ORGANIZATION": "opens with a body",
    "opens with:OFFICIAL": "opens with an official",
    "opens with:PERSON": "opens with a person",
    "opens with:DATE": "opens with a date",
    "names:ORGANIZATION": "names a body",
    "names:OFFICIAL": "names an official",
    "names:PERSON": "names a person",
    "names:DATE": "names a date",
    "names:DOCUMENT": "names a document",
    "names:LOCATION": "names a place",
    "names many:ORGANIZATION": "names several bodies",
    "names many:DOCUMENT": "names several documents",
}
