"""Hard-wrapped text: told from text of one paragraph a line, and joined back into its paragraphs."""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import pytest

import nqtext
from nqtext.reading.wrapping import Line, glued, is_wrapped, joined

SAMPLES = sorted((Path(__file__).parent.parent / "notebooks" / "articles").glob("*.txt"))
PARAGRAPHS = [
    "1. Ủy ban nhân dân tỉnh giao Sở Xây dựng chủ trì, phối hợp với các sở, ngành và địa phương rà soát quy hoạch "
    "các đô thị trong tỉnh, hoàn thành trong giai đoạn 2021 - 2025; hằng quý báo cáo kết quả bằng văn bản.",
    "- Sở Tài chính bố trí vốn cho năm đầu tiên, ưu tiên các xã vùng cao; xã nào dùng vốn sai mục đích thì phải hoàn "
    "trả ngân sách tỉnh trong năm, không được chuyển sang năm sau dưới bất cứ hình thức nào.",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký.",
    "Chánh Văn phòng tỉnh, thủ trưởng các sở cùng chủ tịch những xã, phường nói ở Điều 1 chịu trách "
    "nhiệm thi hành Quyết định này./.",
]
HEAD = [
    "ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "TỈNH PHÚ THỌ                        Độc lập - Tự do - Hạnh phúc",
    "Số: 27/QĐ-UBND               Phú Thọ, ngày 12 tháng 3 năm 2025",
    "",
    "                        QUYẾT ĐỊNH",
    "             Về quy hoạch đô thị năm 2025",
    "",
]


def wrapped(width: int, indent: int = 0, between: str = "\n") -> str:
    return between.join(textwrap.fill(p, width, initial_indent=" " * indent) for p in PARAGRAPHS)


@pytest.mark.parametrize("width", [48, 60, 72, 80, 100])
@pytest.mark.parametrize(("indent", "between"), [(0, "\n"), (0, "\n\n"), (4, "\n"), (8, "\r\n")])
def test_lines_come_back_as_their_paragraphs(width: int, indent: int, between: str) -> None:
    text = wrapped(width, indent, between)
    assert nqtext.read(text.encode(), unwrap=True).text.split("\n") == PARAGRAPHS
    if width <= 80:
        assert nqtext.read(text.encode()).text.split("\n") == PARAGRAPHS


def test_a_text_is_kept_when_asked() -> None:
    text = wrapped(60)
    assert is_wrapped(text)
    assert nqtext.read(text.encode(), unwrap=False).text == text


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_text_of_one_paragraph_a_line_is_kept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not is_wrapped(text)
    assert nqtext.read(path).text == text


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "một dòng", "\n".join(["Một câu ngắn."] * 50), "\n".join(f"- mục {i}" for i in range(50))],
)
def test_short_lines_are_no_wrapped_text(text: str) -> None:
    assert not is_wrapped(text)
    assert nqtext.read(text.encode(), unwrap=True).text.split() == text.split()


def test_a_head_in_two_columns_is_read_column_by_column() -> None:
    source = nqtext.read(("\n".join(HEAD) + wrapped(66)).encode())
    assert source.text.split("\n") == [
        "ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ", "Số: 27/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Phú Thọ, ngày 12 tháng 3 năm 2025", "QUYẾT ĐỊNH",
        "Về quy hoạch đô thị năm 2025", *PARAGRAPHS,
    ]  # fmt: skip
    assert [source.metadata[key] for key in ("issuer", "document_number", "place", "published")] == [
        "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ", "27/QĐ-UBND", "Phú Thọ", "2025-03-12",
    ]  # fmt: skip


@pytest.mark.parametrize("feed", ["\f", ""])
def test_page_numbers_inside_are_furniture_and_paragraphs_run_on_over_them(feed: str) -> None:
    rows = wrapped(60).split("\n")
    text = "\n".join([*rows[:2], "", "                         1", feed + rows[2], *rows[3:], "", "      2"])
    source = nqtext.read(text.encode())
    assert source.furniture is not None
    assert [source.text[start:end] for start, end in source.furniture] == ["1", "2"]
    assert [line for line in source.text.split("\n") if line not in ("1", "2")] == PARAGRAPHS


def lines(*texts: str, width: int = 40) -> list[Line]:
    return [Line(text, 0, len(text), 0, width) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Trong giai đoạn năm năm từ năm 2021-", "2025, tỉnh làm."], ["Trong giai đoạn năm năm từ năm 2021-2025, tỉnh làm."]),
        (["theo Nghị quyết rất dài số 06-NQ/", "TW của Bộ Chính trị."], ["theo Nghị quyết rất dài số 06-NQ/TW của Bộ Chính trị."]),
        (["Đường sắt đô thị ở Hà Nội và Thành phố\xad", "mới."], ["Đường sắt đô thị ở Hà Nội và Thành phốmới."]),
        (["Về phát triển kinh tế và văn hóa từ 2021", "- 2025 của tỉnh."], ["Về phát triển kinh tế và văn hóa từ 2021 - 2025 của tỉnh."]),
        (["Ngắn", "Điều 1. Một"], ["Ngắn", "Điều 1. Một"]),
        (["Giao Sở Nội vụ cùng các phòng, ban của", "UBND."], ["Giao Sở Nội vụ cùng các phòng, ban của UBND."]),
        (["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"], ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"]),
        (["DANH MỤC CÁC ĐƠN VỊ HÀNH CHÍNH MỚI THUỘC", "TỈNH (Kèm theo Quyết định số 7)"], ["DANH MỤC CÁC ĐƠN VỊ HÀNH CHÍNH MỚI THUỘC TỈNH (Kèm theo Quyết định số 7)"]),
        (["DANH MỤC CÁC ĐƠN VỊ HÀNH CHÍNH CỦA TỈNH", "Tỉnh có 100 xã."], ["DANH MỤC CÁC ĐƠN VỊ HÀNH CHÍNH CỦA TỈNH", "Tỉnh có 100 xã."]),
        (["VỀ VIỆC SẮP XẾP CÁC ĐƠN VỊ HÀNH CHÍNH", "CẤP XÃ NĂM 2025"], ["VỀ VIỆC SẮP XẾP CÁC ĐƠN VỊ HÀNH CHÍNH CẤP XÃ NĂM 2025"]),
    ],
)  # fmt: skip
def test_what_goes_on_and_what_does_not(texts: list[str], expected: list[str]) -> None:
    assert [glued(paragraph) for paragraph in joined(lines(*texts))] == expected


@pytest.mark.endurance
def test_time_is_linear() -> None:
    def seconds(n: int) -> float:
        text = (wrapped(60) + "\n") * n
        began = time.process_time()
        nqtext.read(text.encode(), unwrap=True)
        return time.process_time() - began

    assert seconds(400) < 4 * seconds(200) + 0.1


def test_lines_that_a_page_broke_by_the_width_of_its_letters() -> None:
    widths = {**dict.fromkeys("iljtfr .,;", 0.4), **dict.fromkeys("mwMW", 1.6)}

    def broken(text: str) -> list[str]:
        rows, width = [""], 0.0
        for word in text.split():
            needed = sum(widths.get(c, 1.4 if c.isupper() else 1.0) for c in f"{word} ")
            if width + needed > 62 and rows[-1]:
                rows, width = [*rows, ""], 0.0
            rows[-1] = f"{rows[-1]} {word}".strip()
            width += needed
        return rows

    title = "VỀ VIỆC PHÊ DUYỆT QUY HOẠCH HỆ THỐNG ĐÔ THỊ VÀ NÔNG THÔN CỦA TỈNH MỚI GIAI ĐOẠN 2026 - 2030"
    paragraphs = [title, *PARAGRAPHS, *(text.replace("tỉnh", "thành phố") for text in PARAGRAPHS)]
    text = "\n".join(row for paragraph in paragraphs for row in broken(paragraph))
    assert nqtext.read(text.encode()).text.split("\n") == paragraphs
