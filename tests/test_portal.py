"""Page furniture and metadata of pages and documents that were saved as text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from nqtext.reading.furniture import RULES, FurnitureRule, kind_of
from nqtext.reading.lines import dateline, is_byline, is_caption
from nqtext.reading.metadata import describe
from nqtext.reading.portal import inspect, mark_furniture
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.unicode import fold

SAMPLES = Path(__file__).parent.parent / "notebooks" / "articles"

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
HEADLINE = "Phiên họp tháng 3 của tỉnh: gỡ vướng cho các công trình"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LEAD = (
    "Sáng 12/3, Ủy ban nhân dân tỉnh họp phiên thường kỳ, bàn về tiến độ các công trình trọng điểm và việc sắp xếp "
    "lại các phòng chuyên môn ở những xã mới lập; đại diện các sở, ngành cùng dự."
)
BODY = (
    "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở rà soát lại kế hoạch, chậm nhất ngày 20/3 phải có báo cáo bằng "
    "văn bản; nơi nào chậm thì người đứng đầu nơi đó chịu trách nhiệm trước tỉnh."
)


def furniture(lines: list[str]) -> list[str]:
    """The lines that are marked."""
    folded = [fold(line).text.strip() for line in lines]
    return [line for line, mark in zip(lines, mark_furniture(folded), strict=True) if mark]


def metadata(lines: list[str], source: Source | None = None) -> dict[str, object]:
    text = "\n".join(lines)
    found = dict(inspect(fold(text), source or Source(text)).metadata)
    found.pop("spans", None)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_matches_its_examples_and_not_its_counter_examples(rule: FurnitureRule) -> None:
    assert [kind_of(fold(example).text) for example in rule.examples] == [rule.name] * len(rule.examples)
    assert [kind_of(fold(example).text) for example in rule.counter_examples] == [None] * len(
        rule.counter_examples
    )


@pytest.mark.parametrize(
    ("head", "own", "foot"),
    [
        pytest.param(
            ["Skip Ribbon Commands", "Thứ năm, ngày 9 tháng 5 năm 2024", "English", "a A"],
            ["Ngày 12/03/2024-03:20:00 PM", HEADLINE, LEAD, "Lan Chi", "Sở Xây dựng"],
            ["• Tổng số lượt xem: 36", "•", "Đánh giá", "Cổng thông tin tỉnh A", "Bản quyền thuộc về tỉnh A"],
            id="sharepoint",
        ),
        pytest.param(
            ["Trang chủ", "Giới thiệu", "Thông tin của tỉnh", "Văn bản", "Liên hệ", "Tin trong tỉnh"],
            [HEADLINE, "12/03/2024 15:20", LEAD, BODY, "Hoài An"],
            ["Chia sẻ:", "Facebook", "Zalo", "Tin khác", "Khởi công cầu mới", "© Cổng TTĐT tỉnh A"],
            id="one menu entry a line, headline above the date",
        ),
        pytest.param(
            ["Trang chủ » Tin tức » Thời sự", "Tin trong tỉnh"],
            ["Thứ Ba, 12/03/2024 | 15:20", HEADLINE, LEAD, BODY, "Tin, ảnh: Lan Chi"],
            [
                "In bài viết",
                "Quay lại",
                "Các tin khác",
                "Địa chỉ: số 1 phố B. ĐT: 0123 456",
                "Giấy phép số 9/GP-TTĐT",
            ],
            id="breadcrumb, headline below the date",
        ),
        pytest.param(
            [],
            [HEADLINE, LEAD, BODY, "Lan Chi", "Theo Báo Tỉnh A"],
            ["Từ khóa: phiên họp, công trình", "Bình luận (0)", "Đọc nhiều", "Một bài khác rất hay"],
            id="newspaper",
        ),
    ],
)
def test_pages_lose_their_furniture_and_keep_the_article(
    head: list[str], own: list[str], foot: list[str]
) -> None:
    assert furniture([*head, *own, *foot]) == [*head, *foot]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([HEADLINE, LEAD, "Quang cảnh phiên họp. Ảnh: Lan Chi", BODY, "Lan Chi"], id="news"),
        pytest.param(
            ["I. Đánh giá", LEAD, "Đánh giá", BODY, "Giới thiệu", LEAD, "Văn bản", BODY, "Ý kiến", LEAD],
            id="headings that are also words of menus",
        ),
        pytest.param(
            [
                "ỦY BAN NHÂN DÂN",
                "TỈNH A",
                COUNTRY,
                MOTTO,
                "Số: 12/KH-UBND",
                "Tỉnh A, ngày 3 tháng 4 năm 2024",
                "KẾ HOẠCH",
                "Về phòng, chống lụt bão",
                LEAD,
                BODY,
                "Nơi nhận:",
                "- Như trên;",
                "- Lưu: VT.",
                "TM. ỦY BAN NHÂN DÂN",
                "CHỦ TỊCH",
                "Nguyễn Văn An",
            ],
            id="official document",
        ),
        pytest.param(
            [LEAD, "Địa chỉ: số 1 phố B", "Điện thoại: 0123 456 789", BODY, LEAD],
            id="address inside an article",
        ),
        pytest.param(["Tin liên quan", "Trang chủ"], id="too little to tell"),
    ],
)
def test_nothing_of_an_article_is_furniture(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert not any(inspect(fold(text), Source(text)).furniture)


def test_a_menu_of_committees_is_furniture_and_a_few_names_are_not() -> None:
    names = [f"Ban Chỉ đạo quốc gia về lĩnh vực {i}" for i in range(7)]
    around = ["Hội nghị về đô thị", "Sáng 18/5, hội nghị đã họp."]
    assert mark_furniture([*around, *names]) == [False] * 2 + [True] * 7
    assert not any(mark_furniture([*around, *names[:5]]))
    assert not any(mark_furniture([*around, *(f"{name}." for name in names)]))


def test_what_the_source_marked_is_taken_as_it_is() -> None:
    text = f"{HEADLINE}\nTrang chủ | Tin | Ảnh | Liên hệ\n{LEAD}\n{BODY}"
    at = text.index("Trang chủ")
    marked = Source(text, furniture=((0, len(HEADLINE)),))
    assert list(inspect(fold(text), marked).furniture) == [True, False, False, False]
    assert not any(inspect(fold(text), Source(text, furniture=())).furniture)
    assert list(inspect(fold(text), Source(text, furniture=((at, at + 3),))).furniture) == [
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Ngày 18/05/2022-12:33:00 PM", "2022-05-18T12:33:00"),
        ("Ngày 18/05/2022-12:33:00 AM", "2022-05-18T00:33:00"),
        ("Thứ Sáu, 18/04/2025, 14:20 [GMT+7]", "2025-04-18T14:20:00"),
        ("16/07/2024 17:42 GMT+7", "2024-07-16T17:42:00"),
        ("15:07, Thứ Hai, 1-7-2024", "2024-07-01T15:07:00"),
        ("Cập nhật lúc: 08h05 ngày 3/2/2023", "2023-02-03T08:05:00"),
        ("Ngày đăng: 3.2.2023", "2023-02-03"),
        ("31/02/2024", None),
        ("Ngày 18/5/2022, Bộ Chính trị họp", None),
        ("18/5", None),
        ("25:70 18/5/2022", None),
    ],
)
def test_datelines(line: str, iso: str | None) -> None:
    assert dateline(line) == iso


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        pytest.param(
            ["English", "a A", "Thứ tư, ngày 17 tháng 8 năm 2022", HEADLINE, LEAD, BODY], None, id="today"
        ),
        pytest.param(["Thứ tư, ngày 17 tháng 8 năm 2022", HEADLINE, LEAD, BODY], None, id="today alone"),
        pytest.param(
            ["Thứ tư, 17/8/2022 10:20", HEADLINE, "18/05/2022", LEAD, BODY],
            "2022-05-18",
            id="a clock and a date",
        ),
        pytest.param(
            [HEADLINE, LEAD, "Quyết định ngày 14/6/2022 nêu rõ việc này.", BODY], None, id="running text"
        ),
        pytest.param(
            [HEADLINE, f"Hà Nội, 12/3/2024 (TTXVN) - {LEAD}", BODY], "2024-03-12", id="press dateline"
        ),
        pytest.param(
            ["NGHỊ QUYẾT", "Về đô thị", "Số: 1/NQ-CP", "Hà Nội, ngày ... tháng 6 năm 2022", LEAD],
            None,
            id="unsigned",
        ),
        pytest.param(
            [
                "NGHỊ QUYẾT",
                "Về đô thị",
                "Căn cứ Hiến pháp ngày 28 tháng 11 năm 2013;",
                LEAD,
                "Nghị quyết này được Quốc hội khóa XV, kỳ họp thứ 3 thông qua ngày 16 tháng 6 năm 2022.",
            ],
            "2022-06-16",
            id="adopted",
        ),
    ],
)
def test_published_is_sure_or_absent(lines: list[str], published: str | None) -> None:
    assert metadata(lines).get("published") == published


def test_official_document_in_two_columns_on_one_line() -> None:
    found = metadata(
        [
            f"ỦY BAN NHÂN DÂN TỈNH A | {COUNTRY} {MOTTO}",
            "Số: 7/QĐ-UBND | Cần Thơ, ngày 4 tháng 02 năm 2026",
            "QUYẾT ĐỊNH",
            "CÔNG BỐ CÁC THỦ TỤC",
            "TRONG LĨNH VỰC THỦY SẢN",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A",
            LEAD,
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "(Đã ký)",
            "Lê Thị Bình",
        ]
    )
    assert found == {
        "document_type": "QUYẾT ĐỊNH",
        "document_number": "7/QĐ-UBND",
        "issuer": "ỦY BAN NHÂN DÂN TỈNH A",
        "place": "Cần Thơ",
        "published": "2026-02-04",
        "title": "QUYẾT ĐỊNH CÔNG BỐ CÁC THỦ TỤC TRONG LĨNH VỰC THỦY SẢN",
        "signer": "Lê Thị Bình",
        "signer_office": "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "subject": "CÔNG BỐ CÁC THỦ TỤC TRONG LĨNH VỰC THỦY SẢN",
    }


def test_news() -> None:
    found = metadata(
        [HEADLINE, LEAD, "Quang cảnh “phiên họp”. Ảnh: Lan Chi", BODY, "N.Linh – H. Vi", "Theo VOV"]
    )
    assert found == {
        "title": HEADLINE,
        "captions": ("Quang cảnh “phiên họp”. Ảnh: Lan Chi",),
        "author": "N.Linh - H. Vi",
        "publisher": "VOV",
    }


def test_what_the_caller_says_wins() -> None:
    lines = ["12/03/2024 15:20", HEADLINE, LEAD, BODY]
    text = "\n".join(lines)
    found = metadata(lines, Source(text, FrozenDict({"published": "2024-03-13", "id": 7})))
    assert (found["published"], found["id"], found["title"]) == ("2024-03-13", 7, HEADLINE)


def test_lines_of_an_article_are_told_apart() -> None:
    assert is_byline("Tin, ảnh: Trọng Nhân")
    assert not is_caption("Tin, ảnh: Trọng Nhân")
    assert is_caption("Toàn cảnh hội nghị. Ảnh: VGP")
    assert not is_byline("Mục tiêu tổng quát")
    assert not is_byline("Bộ trưởng yêu cầu báo cáo")


def test_one_paragraph_has_no_metadata() -> None:
    assert describe([LEAD]).values == {}
    assert metadata([LEAD]) == {}


@pytest.mark.parametrize(
    ("name", "head", "foot", "expected"),
    [
        (
            "nghi-quyet-06-do-thi-cong-bo.txt",
            "Ngày 20/5/2022-09:15:00 AM",
            "Trung tâm Thông tin - Bộ Xây dựng",
            {
                "published": "2022-05-20T09:15:00",
                "author": "Hoàng Lan",
                "publisher": "Trung tâm Thông tin - Bộ Xây dựng",
            },
        ),
        (
            "nghi-quyet-57-ben-tre-nfd.txt",
            "Thứ Sáu, 18/04/2025, 14:20 [GMT+7]",
            "Tin, ảnh: Trọng Nhân",
            {"published": "2025-04-18T14:20:00", "author": "Trọng Nhân"},
        ),
        (
            "tin-dung-chinh-sach-2024.txt",
            "Tín dụng chính sách mười năm: từ con bò cái đến ngôi nhà có mái",
            "Lường Hạnh",
            {"published": "2024-12-11T10:05:00", "author": "Lường Hạnh"},
        ),
    ],
)
def test_sample_pages(name: str, head: str, foot: str, expected: dict[str, str]) -> None:
    """Everything before the dateline (or headline) and after the byline is furniture, nothing between."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    lines = [line.strip() for line in fold(text).text.split("\n") if line.strip()]
    inspection = inspect(fold(text), Source(text))
    first, last = lines.index(head), lines.index(foot)
    marked = [i for i, mark in enumerate(inspection.furniture) if mark]
    font_switch = [i for i, line in enumerate(lines) if line.startswith("Cỡ chữ")]
    assert sorted({*marked, *font_switch}) == sorted(
        {*range(first), *font_switch, *range(last + 1, len(lines))}
    )
    assert {key: inspection.metadata[key] for key in expected} == expected


def test_samples_that_are_no_pages_have_no_furniture() -> None:
    pages = (
        "nghi-quyet-06-do-thi-cong-bo.txt",
        "nghi-quyet-57-ben-tre-nfd.txt",
        "tin-dung-chinh-sach-2024.txt",
    )
    others = [path for path in SAMPLES.glob("*.txt") if path.name not in pages]
    assert others
    for path in others:
        text = path.read_text(encoding="utf-8")
        inspection = inspect(fold(text), Source(text))
        assert not any(inspection.furniture), path.name
        assert {"title", "published"} <= set(inspection.metadata), path.name


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit", ["a A ", "Trang chủ | ", "( ", "In ", "> a ", "1/", "Ông ", "Lượt xem: 1 | "]
)
@pytest.mark.parametrize("separator", ["", "\n"])
def test_time_is_linear(unit: str, separator: str) -> None:
    def seconds(n: int) -> float:
        text = (unit + separator) * n
        folded = fold(text)
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            inspect(folded, Source(text))
            best = min(best, time.process_time() - began)
        return best

    assert seconds(8000) < 6 * seconds(4000) + 0.05


@pytest.mark.parametrize("split", ["dev", "train"])
def test_no_line_of_gold_that_has_a_function_is_furniture(shared: Path, split: str) -> None:
    wrong = []
    with open(shared / "gold" / f"{split}.jsonl", encoding="utf-8") as file:
        for row in map(json.loads, file):
            marks = inspect(fold(row["text"]), Source(row["text"])).furniture
            wrong += [
                row["text"][paragraph["start"] : paragraph["end"]]
                for paragraph, mark in zip(row["paragraphs"], marks, strict=True)
                if mark and paragraph["label"] != "other"
            ]
    assert wrong == []
