"""Aims: what is to be reached, until when, and the numbers it is measured by."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Signal

__all__ = ["AIMS"]

#: What tells what something is for.
AIMS: tuple[Signal, ...] = (
    Signal(
        "future",
        "'{}' speaks of the future",
        r"\b(?:sẽ|thời gian tới|trong thời gian tới|sắp tới|tới đây)\b",
        ("chính phủ sẽ ban hành",),
        ("đã ban hành",),
    ),
    Signal(
        "strive",
        "'{}' sets an aim",
        r"\b(?:phấn đấu|hướng tới|hướng đến|tầm nhìn|mục tiêu|kỳ vọng|trở thành|đặt mục tiêu|chỉ tiêu)\b",
        ("phấn đấu đến năm 2030", "mục tiêu tổng quát là"),
        ("đã đấu giá",),
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
    Signal("number", "a number", r"\d+", ("5 khu",), ("năm khu",)),
    Signal(
        "aim_is",
        "says what the aim is ('{}')",
        r"\b(?:mục tiêu|mục đích)\b[^.;:]{0,80}?\blà\b|\b(?:nhằm|với|đặt|đề ra|đặt ra) mục (?:tiêu|đích)\b|\bphấn đấu\b|\bmục tiêu \d",
        ("mục tiêu của đề án là giảm chi phí", "phấn đấu đạt 95%"),
        ("đã đạt mục tiêu",),
        holds="mục tiêu|mục đích|phấn đấu",
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
)
