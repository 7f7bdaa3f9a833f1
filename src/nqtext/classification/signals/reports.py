"""Reports: what has happened, who was there, and how things stand."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Signal

__all__ = ["REPORTS"]

#: What tells of the past and the present.
REPORTS: tuple[Signal, ...] = (
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
        "reached",
        "a result that is reached ('{}')",
        r"\b(?:đã đạt|đã hoàn thành|đã có|đã thực hiện|đã triển khai|đã được|đã ban hành|đạt được|tính đến hết|tính đến ngày|tính đến tháng|tính đến cuối|so với cùng kỳ|so với năm|ước đạt|lũy kế)\b",
        ("tính đến hết tháng 10, giải ngân ước đạt 68%",),
        ("phấn đấu đạt 95%",),
    ),
)
