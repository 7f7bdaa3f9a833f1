"""Steering committees: their names say in lower case what they are for, to the end of the clause."""

from __future__ import annotations

from nqtext.entities.territory import PERSON
from nqtext.unicode import pattern

__all__ = ["task_end"]

#: Whose committee it is.
_OWNER = pattern(
    "(?i: của Chính phủ| quốc gia| liên ngành trung ương| trung ương| nhà nước| cấp tỉnh| của tỉnh"
    "| của Thủ tướng(?: Chính phủ)?)(?!\\w)"
)
#: What it is for, by how that begins.
_TASK = pattern(
    f"(?:{_OWNER.pattern}){{0,2}}"
    "(?: về (?!việc )| phòng| triển khai| thực hiện| tổng kết| rà soát| khắc phục| hội nhập| chống| xây dựng"
    "| phát triển| [Đđ]ổi mới| điều hành| các (?:công trình|chương trình|dự án)| công tác| phong trào"
    '| cải cách)[^.;:()"\\n]{3,220}(?: \\(sửa đổi\\))?'
)
#: Where the clause goes on about something else.
_STOP = pattern(
    "(?<!không)(?<!về)(?<!và)(?<!để) (?:đã|sẽ|đang|là|được|do|giao|cần|phải|để|gồm|ngày|theo|như|với|nhằm|khi"
    "|vào|bằng|họp|nghe|yêu cầu|chỉ đạo|đề nghị|chủ trì|chủ động|phối hợp|tham mưu|báo cáo|quyết định|xem xét"
    "|ban hành|tiếp tục|hoàn thành|kết luận|kết quả|cho biết|cho rằng|kịp thời|thường xuyên|căn cứ|thống nhất"
    "|tổ chức (?:phiên|họp|hội)|có (?:trách|nhiệm)|trên cơ sở|từ khi|sau khi|tại(?! Hội)|của các"
    "|các (?:bộ, ngành|địa phương|tỉnh|cấp)|và (?:các (?:bộ|ban|cơ)|hướng dẫn|địa phương)|chiều|sáng(?! tạo)"
    "|cũng|đều|vừa|luôn|khẳng định|nhấn mạnh|thông báo|đánh giá|biểu dương|đảm bảo|(?<!đến )năm \\d{4}"
    "|trong (?:đó|tháng|năm|quý|thời gian|việc|quá trình|giai đoạn|Quý))(?!\\w)"
    "|, (?=(?:đồng thời|Bộ|Sở"
    "|Ban|Ủy ban|Thủ tướng|Chủ tịch|UBND|Chính phủ|yêu cầu|đề nghị|giao|chủ trì|do|ngày"
    "|các (?:bộ|sở|cơ quan|ban))(?!\\w))"
    "| - (?=(?:Bộ|Sở|Ban|Ông|Bà|Cơ quan|Thủ tướng|Chủ tịch|Phó|Ủy ban|Trưởng)(?!\\w))"
    "| và (?=(?:Ban|Bộ|Sở|Ủy|Văn phòng|Tổ) )"
)


def task_end(text: str, at: int) -> int:
    """Where the owner or the task ends that follows "Ban Chỉ đạo".

    Args:
        text: folded text.
        at: the offset behind the type word.

    Returns:
        The end; ``at`` where neither follows.

    >>> text = "Ban Chỉ đạo quốc gia về chuyển đổi xanh yêu cầu các bộ báo cáo."
    >>> text[: task_end(text, 11)]
    'Ban Chỉ đạo quốc gia về chuyển đổi xanh'
    """
    task = _TASK.match(text, at)
    if task:
        stop = _STOP.search(text, at + 2, task.end())
        end = stop.start() if stop else task.end()
        person = PERSON.search(text, at, end)
        return person.start() if person and not text.startswith(" Hồ Chí Minh", person.start()) else end
    owner = _OWNER.match(text, at)
    return owner.end() if owner else at
