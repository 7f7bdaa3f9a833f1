"""Headings: what each announces for the paragraphs below it."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Section
from nqtext.unicode import pattern

__all__ = ["COMPILED_SECTIONS", "SECTIONS"]

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
