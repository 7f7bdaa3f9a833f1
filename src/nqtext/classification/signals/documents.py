"""Documents: what they lay down, what they rest on, how they are signed."""

# ruff: noqa: E501  (a pattern is read more easily on one line)

from __future__ import annotations

from nqtext.classification.signals.signal import Signal

__all__ = ["DOCUMENTS"]

#: What tells of the content of a document, or stands only in one.
DOCUMENTS: tuple[Signal, ...] = (
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
        "powers",
        "'{}' lists what a body has to do",
        r"\b(?:nhiệm vụ, quyền hạn|nhiệm vụ và quyền hạn|chức năng, nhiệm vụ|quyền hạn)\b",
        ("nhiệm vụ, quyền hạn của sở",),
        ("nhiệm vụ trọng tâm",),
    ),
    Signal(
        "decided",
        "what a decision or plan contains ('{}')",
        r"\b(?:theo đó|theo quyết định|theo nghị quyết|theo kế hoạch|theo đề án|theo dự thảo|theo chỉ thị|theo công điện|theo chương trình|theo quy hoạch|theo thông tư|theo nghị định|theo luật)\b",
        ("theo đề án, đến năm 2030",),
        ("ban hành kế hoạch",),
    ),
    Signal(
        "document_sets",
        "a decision or plan lays down ('{}')",
        r"\b(?:quyết định|nghị quyết|kế hoạch|đề án|chỉ thị|công điện|chương trình|chiến lược|quy hoạch)(?: số)?(?: \d[\w/-]{0,24})?(?: này)? (?:nêu|xác định|đề ra|đặt ra|yêu cầu|quy định|tập trung|hướng|cũng|còn)\b",
        ("kế hoạch đề ra các nhiệm vụ", "nghị quyết số 06-nq/tw hướng tới đô thị xanh"),
        ("ban hành kế hoạch", "theo quyết định của tỉnh"),
        begins="quyết định|nghị quyết|kế hoạch|đề án|chỉ thị|công điện|chương trình|chiến lược|quy hoạch",
        holds="nêu|xác định|đề ra|đặt ra|yêu cầu|quy định|tập trung|hướng|cũng|còn",
        within=64,
    ),
)
