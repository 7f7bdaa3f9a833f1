"""PDF: paragraphs, columns, running heads, tables, and files that cannot be read."""

from __future__ import annotations

import contextlib
import io
import time
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.errors import ReadError
from nqtext.reading.pdf_layout import Glyph, lines_of
from tests.test_reading import pdf_file
from tests.test_reading_wrapped import PARAGRAPHS

MANY = [
    text.replace("tỉnh", f"tỉnh số {i}").replace("hiệu lực", f"hiệu lực {i}")
    for i in range(12)
    for text in PARAGRAPHS
]
Text = tuple[float, float, str]


def glyphs(*texts: Text, size: float = 10.0) -> list[Glyph]:
    """Characters of texts at a place, each half as wide as high."""
    found = []
    for left, base, text in texts:
        for i, c in enumerate(text):
            at = left + i * size / 2
            found.append(Glyph(c, base, at, at + size / 2, 0.74 * size))
    return found


def shown(*texts: Text) -> list[str]:
    return [line.text for line in lines_of(glyphs(*texts))]


def shown_of(drawn: list[Glyph]) -> list[str]:
    return [line.text for line in lines_of(drawn)]


def test_lines_are_put_in_order_by_where_they_stand() -> None:
    assert shown((50, 700, "hai"), (50, 720, "một"), (50, 680, "ba")) == ["một", "hai", "ba"]


def test_letters_of_a_second_font_are_put_in_their_place() -> None:
    main, second = (
        glyphs((50, 700, "Th"), (65, 700, " t"), (80, 700, "ng")),
        glyphs((60, 700, "ủ"), (75, 700, "ướ")),
    )
    second[-1] = second[-1]._replace(left=77.5)
    assert shown_of([*main, *second]) == ["Thủ tướng"]


def test_a_letter_drawn_twice_to_make_it_bold_comes_once() -> None:
    assert [
        line.text for line in lines_of([*glyphs((50, 700, "CHỈ THỊ")), *glyphs((50.3, 700, "CHỈ THỊ"))])
    ] == ["CHỈ THỊ"]


def test_cells_side_by_side_are_one_row() -> None:
    table = [(50, 700 - 12 * i, f"{i}") for i in range(3)] + [
        (150, 700 - 12 * i, f"xã {i}") for i in range(3)
    ]
    assert shown(*table) == ["0 | xã 0", "1 | xã 1", "2 | xã 2"]


def test_two_columns_are_read_one_after_the_other() -> None:
    rows = [
        (50.0 + 260 * side, 700.0 - 12 * i, f"{'trái' if side == 0 else 'phải'} {i} " + "chữ " * 10)
        for i in range(12)
        for side in (0, 1)
    ]
    order = [text.split()[0] for text in shown((50, 720, "ĐẦU TRANG " * 9), *rows)]
    assert order == ["ĐẦU", *["trái"] * 12, *["phải"] * 12]


def test_the_head_of_a_document_is_read_column_by_column() -> None:
    left = [(60, 700, "ỦY BAN NHÂN DÂN"), (70, 688, "TỈNH PHÚ THỌ"), (65, 664, "Số: 27/KH-UBND")]
    right = [(280, 700, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (310, 688, "Độc lập - Tự do - Hạnh phúc")]
    right += [(290, 664, "Phú Thọ, ngày 12 tháng 3 năm 2025")]
    rows = [text for pair in zip(left, right, strict=True) for text in pair]
    assert shown(*rows, (200, 640, "KẾ HOẠCH")) == [
        "ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ", "Số: 27/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Phú Thọ, ngày 12 tháng 3 năm 2025", "KẾ HOẠCH",
    ]  # fmt: skip


def set_pages(columns: int, indent: float, space: float) -> bytes:
    """The paragraphs, many times, as a typesetter sets them, with a running head and page numbers."""
    pdf = pytest.importorskip("reportlab")
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    font = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    if not font.exists():
        pytest.skip("no font with Vietnamese letters")
    del pdf
    pdfmetrics.registerFont(TTFont("Serif", str(font)))

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont("Serif", 8)
        canvas.drawString(60, 800, "CÔNG BÁO TỈNH/Số 12")
        canvas.drawCentredString(300, 30, f"- {document.page} -")

    stream = io.BytesIO()
    width = 480 / columns - (10 if columns == 2 else 0)
    frames = [Frame(57 + i * (width + 20), 55, width, 725, 0, 0, 0, 0) for i in range(columns)]
    document = BaseDocTemplate(stream, pageTemplates=[PageTemplate("page", frames, edges)])
    style = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=14, alignment=4)
    style.spaceAfter, style.firstLineIndent = space, indent
    document.build([Paragraph(text, style) for text in MANY])
    return stream.getvalue()


@pytest.mark.parametrize(("columns", "indent", "space"), [(1, 0, 6), (1, 24, 0), (2, 18, 0)])
def test_set_pages_come_back_as_paragraphs(columns: int, indent: float, space: float) -> None:
    source = nqtext.read(set_pages(columns, indent, space))
    assert source.furniture is not None
    aside = [source.text[start:end] for start, end in source.furniture]
    pages = len(aside) // 2
    assert pages >= 3
    assert sorted(aside) == sorted([f"- {i + 1} -" for i in range(pages)] + ["CÔNG BÁO TỈNH/Số 12"] * pages)
    assert [line for line in source.text.split("\n") if line not in aside] == MANY


# -- files that cannot be read ---------------------------------------------------------------------


def test_a_picture_of_a_page_says_so() -> None:
    pytest.importorskip("reportlab")
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(100, 100, 300, 400, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(ReadError, match=r"1 page without a text layer \(a scan\?\)"):
        nqtext.read(stream.getvalue())


@pytest.mark.parametrize("cut", [20, 300, 0.3, 0.6, 0.9])
def test_a_broken_file_is_one_error_or_what_is_left_of_it(cut: float) -> None:
    good = pdf_file([["abc def"] * 30] * 5)
    data = good[: int(cut * len(good)) if cut < 1 else int(cut)]
    began = time.perf_counter()
    with contextlib.suppress(ReadError):
        assert set(nqtext.read(data).text.split()) <= {"abc", "def"}
    assert time.perf_counter() - began < 5


def test_ten_thousand_characters_on_one_spot_take_bounded_time() -> None:
    began = time.process_time()
    lines_of(glyphs(*[(50, 700, "a")] * 10_000, *[(50 + i, 100 + i % 600, "b") for i in range(10_000)]))
    assert time.process_time() - began < 5


def test_threads_may_read_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    data = pdf_file([["abc def"] * 30] * 3)
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: nqtext.read(data).text, range(32)))
    assert len(set(texts)) == 1
