"""PDF: paragraphs, columns, running heads, tables, and files that cannot be read."""

from __future__ import annotations

import contextlib
import io
import time
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.errors import LimitError, ReadError
from nqtext.reading.pages import assembled
from nqtext.reading.pdf_layout import Glyph, lines_of
from nqtext.reading.pdf_tables import Grid, Rule, grids_of
from nqtext.reading.wrapping import Line, glued, joined
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


def test_a_head_beside_the_other_column_of_text_belongs_to_its_own() -> None:
    head = ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ", "Số: 27/KH-UBND", "KẾ HOẠCH"]
    left = [
        (50.0, 700.0 - 12 * i, text)
        for i, text in enumerate([*head, *(f"trái {i} " + "chữ " * 10 for i in range(14))])
    ]
    right = [(310.0, 700.0 - 12 * i, f"phải {i} " + "chữ " * 10) for i in range(16)]
    last = (50.0, 700.0 - 12 * 18, "trái cuối " + "chữ " * 10)  # the left column is longer than the right one
    order = [text if text in head else text.split()[0] for text in shown(*left, *right, last)]
    assert order == [*head, *["trái"] * 15, *["phải"] * 16]


def test_a_head_in_two_columns_stands_above_two_columns_of_text() -> None:
    head = [
        (60, 700, "ỦY BAN NHÂN DÂN"), (280, 700, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (70, 688, "TỈNH PHÚ THỌ"), (310, 688, "Độc lập - Tự do - Hạnh phúc"),
        (65, 664, "Số: 27/KH-UBND"), (330, 664, "Phú Thọ, ngày 12 tháng 3 năm 2025"),
    ]  # fmt: skip
    rows = [
        (50.0 + 260 * side, 640.0 - 12 * i, f"{'trái' if side == 0 else 'phải'} {i} " + "chữ " * 10)
        for i in range(12)
        for side in (0, 1)
    ]
    read = shown(*head, *rows)
    assert read[:6] == [text for _, _, text in (*head[::2], *head[1::2])]
    assert [text.split()[0] for text in read[6:]] == [*["trái"] * 12, *["phải"] * 12]


def test_capitals_with_marks_do_not_hide_the_gap_between_columns() -> None:
    def word(left: float, text: str) -> list[Glyph]:
        return [
            glyph._replace(height=14.0 if glyph.text in "ỘẾỦỆ" else 7.4)
            for glyph in glyphs((left, 700, text))
        ]

    assert shown_of([*word(50, "ỘẾỦỆ ỘẾỦỆ VIỆT"), *word(140, "GRDP;")]) == ["ỘẾỦỆ ỘẾỦỆ VIỆT | GRDP;"]


def test_one_line_paragraphs_do_not_hide_the_space_between_paragraphs() -> None:
    texts = ["Một câu ngắn đứng riêng, dài gần hết dòng rồi."] * 8
    longer = [
        "Đoạn dài hơn thì chạy sang dòng thứ hai của đoạn",
        "này, và còn sang dòng thứ ba của chính đoạn này,",
        "rồi hết.",
    ]
    rows, at = [], 700.0
    for paragraph in [*([text] for text in texts), longer, *([text] for text in texts)]:
        for line in paragraph:
            rows.append((50.0, at, line))
            at -= 12
        at -= 6
    found = [glued(part) for part in joined(lines_of(glyphs(*rows)))]
    assert found == [*texts, " ".join(longer), *texts]


def test_numbered_paragraphs_that_begin_alike_are_no_running_heads() -> None:
    pages = [
        [
            Line(f"{i}. Phạt tiền từ {i}.500.000 đồng đến", 50, 290, 50, 300),
            Line(f"{i}.900.000 đồng.", 50, 120, 50, 300),
        ]
        for i in range(1, 4)
    ]
    text, furniture = assembled(
        [
            [*page, Line("Câu cuối trang là " + "đây đó kia"[: 3 * i + 3], 50, 200, 50, 300)]
            for i, page in enumerate(pages)
        ]
    )
    assert not furniture
    assert text.split("\n")[::2] == [
        f"{i}. Phạt tiền từ {i}.500.000 đồng đến {i}.900.000 đồng." for i in range(1, 4)
    ]


def test_short_lines_alone_on_the_last_page_stay_apart() -> None:
    body = ["Câu này dài vừa hết một dòng của trang, chữ sau không còn chỗ", "nên sang dòng."] * 4
    data = pdf_pages([body * 5, ["• Xin cảm ơn ông!", "HỒNG HÀ (thực hiện)"]])
    assert nqtext.read(data).text.split("\n")[-2:] == ["• Xin cảm ơn ông!", "HỒNG HÀ (thực hiện)"]


def test_a_line_of_dashes_is_joined_with_nothing() -> None:
    page = [Line("-----", 100, 140, 50, 140), Line("CHỦ TỊCH NƯỚC", 90, 140, 50, 140)]
    assert assembled([page])[0] == "-----\nCHỦ TỊCH NƯỚC"


# -- tables with rules -----------------------------------------------------------------------------

TABLE = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì"],
    [
        "1",
        "Rà soát quỹ đất ở của các xã vùng cao, ưu tiên nơi đã sạt lở trong mùa mưa vừa qua",
        "Sở Xây dựng",
    ],
    ["2", "lập bản đồ ngập", "Sở Nông nghiệp và Môi trường cùng các xã ven sông"],
    ["", "Tổng cộng", "02 nhiệm vụ"],
]
ROWS = [" | ".join(row).lstrip() for row in TABLE]


def grid_of(xs: list[float], ys: list[float]) -> list[Grid]:
    """A grid, its rules drawn cell by cell."""
    horizontal = [Rule(y, a, b) for y in ys for a, b in pairwise(xs)]
    return grids_of(horizontal, [Rule(x, b, a) for x in xs for a, b in pairwise(ys)])


def test_a_cell_of_several_lines_stays_whole() -> None:
    texts = [
        (55, 690, "1"),
        (85, 690, "Rà soát quỹ"),
        (85, 678, "đất ở"),
        (205, 690, "Sở Xây"),
        (205, 678, "dựng"),
    ]
    around = [(50, 720, "Giao nhiệm vụ:"), (50, 640, "Hết.")]
    lines = lines_of(glyphs(*around, *texts, (85, 660, "họp")), grid_of([50, 80, 200, 300], [700, 672, 655]))
    assert [line.text for line in lines] == [
        "Giao nhiệm vụ:",
        "1 | Rà soát quỹ đất ở | Sở Xây dựng",
        "| họp",
        "Hết.",
    ]


def test_a_cell_that_spans_rows_comes_in_its_first() -> None:
    horizontal = [Rule(700, 50, 300), Rule(680, 100, 300), Rule(660, 50, 300)]
    grids = grids_of(horizontal, [Rule(x, 660, 700) for x in (50, 100, 300)])
    texts = glyphs((55, 678, "Bước 1"), (110, 688, "tiếp nhận"), (110, 668, "trả kết quả"))
    assert [line.text for line in lines_of(texts, grids)] == ["Bước 1 | tiếp nhận", "| trả kết quả"]


def test_rules_that_make_no_table_change_nothing() -> None:
    assert grid_of([50, 300], [700, 600]) == []  # a frame
    assert grids_of([Rule(700, 50, 300)], [Rule(50, 0, 10), Rule(90, 0, 10), Rule(120, 0, 10)]) == []
    texts = [(60, 690, "ỦY BAN NHÂN DÂN"), (60, 678, "TỈNH PHÚ THỌ")]
    texts += [(310, 690, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (310, 678, "Độc lập - Tự do - Hạnh phúc")]
    head = lines_of(glyphs(*texts), grid_of([50, 300, 550], [700, 670]))
    assert [line.text for line in head] == [text for _, _, text in texts]


@pytest.mark.parametrize("lines", [True, False], ids=["lines", "boxes"])
def test_a_table_comes_row_by_row_as_it_was_set(lines: bool) -> None:
    serif = font()
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = ParagraphStyle("cell", fontName=serif, fontSize=10, leading=13)
    rules = (
        [("GRID", (0, 0), (-1, -1), 0.5, "black")]
        if lines
        else [("BACKGROUND", (c, r), (c, r), "#eee") for c in range(3) for r in range(4)]
    )
    stream = io.BytesIO()
    cells = [[Paragraph(text, style) for text in row] for row in TABLE]
    SimpleDocTemplate(stream).build(
        [Paragraph("Các việc:", style), Table(cells, [40, 180, 120], style=rules), Paragraph("Hết.", style)]
    )
    assert nqtext.read(stream.getvalue()).text.split("\n") == ["Các việc:", *ROWS, "Hết."]


def font() -> str:
    """The name of a font with Vietnamese letters; without one the test is skipped."""
    pytest.importorskip("reportlab")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    if not path.exists():
        pytest.skip("no font with Vietnamese letters")
    pdfmetrics.registerFont(TTFont("Serif", str(path)))
    return "Serif"


def pdf_pages(pages: list[list[str]]) -> bytes:
    """Lines on pages, each as it is given."""
    serif = font()
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for lines in pages:
        canvas.setFont(serif, 11)
        for i, line in enumerate(lines):
            canvas.drawString(60, 780 - 14 * i, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def set_pages(columns: int, indent: float, space: float) -> bytes:
    """The paragraphs, many times, as a typesetter sets them, with a running head and page numbers."""
    serif = font()
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont(serif, 8)
        canvas.drawString(60, 800, "CÔNG BÁO TỈNH/Số 12")
        canvas.drawCentredString(300, 30, f"- {document.page} -")

    stream = io.BytesIO()
    width = 480 / columns - (10 if columns == 2 else 0)
    frames = [Frame(57 + i * (width + 20), 55, width, 725, 0, 0, 0, 0) for i in range(columns)]
    document = BaseDocTemplate(stream, pageTemplates=[PageTemplate("page", frames, edges)])
    style = ParagraphStyle("body", fontName=serif, fontSize=10.5, leading=14, alignment=4)
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


@pytest.mark.endurance
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


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(times: int) -> None:
    content = b"BT /F1 10 Tf " + b"(abc) Tj " * 4_000_000 + b"ET"
    for _ in range(times):
        content = zlib.compress(content, 9)
    header = b"<</Length %d/Filter[%s]>>" % (len(content), b"/FlateDecode" * times)
    good = pdf_file([["abc"]])
    bomb = good.replace(
        b"trailer", b"9 0 obj\n%s\nstream\n%s\nendstream\nendobj\ntrailer" % (header, content)
    )
    began = time.process_time()
    with pytest.raises(LimitError, match="the limit max_stream_bytes is 10000000"):
        nqtext.read(bomb)
    assert time.process_time() - began < 2
    assert nqtext.read(bomb.replace(b"/Length", b"/Subtype/Image/Length")).text == "abc"  # nothing unpacks it
    assert nqtext.read(bomb, limits=nqtext.Limits(max_stream_bytes=40_000_000)).text == "abc"
    with pytest.raises(LimitError, match="max_unpacked_bytes"):
        nqtext.read(bomb, limits=nqtext.Limits(max_stream_bytes=40_000_000, max_unpacked_bytes=30_000_000))


@pytest.mark.endurance
def test_time_is_linear_in_pages() -> None:
    def seconds(pages: int) -> float:
        data = pdf_file([["abc def ghi jkl mno pqr stu vwx yz"] * 50] * pages)
        began = time.process_time()
        nqtext.read(data)
        return time.process_time() - began

    seconds(2)
    assert seconds(80) < 4 * max(seconds(40), 0.05)


def test_the_length_of_a_text_is_limited_whatever_its_format() -> None:
    few = nqtext.Limits(max_characters=100)
    for data in (pdf_file([["abc"] * 20] * 3), b"abc " * 50):
        with pytest.raises(LimitError, match="the limit max_characters is 100"):
            nqtext.read(data, limits=few)


# -- what browsers print ---------------------------------------------------------------------------


@pytest.mark.parametrize("pages", [1, 2])
def test_what_a_browser_prints_around_a_page_is_furniture(pages: int) -> None:
    serif = font()
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in range(1, pages + 1):
        canvas.setFont(serif, 8)
        canvas.drawString(25, 820, "11/27/26, 5:39 PM")
        canvas.drawString(300, 820, "Chỉ thị về chống hạn")
        canvas.drawString(25, 15, "https://tinh-a.example.vn/tin/1")
        canvas.drawString(550, 15, f"{page}/{pages}")
        canvas.setFont(serif, 11)
        lines = ["CHỈ THỊ", "Về chống hạn"] if page == 1 else []
        lines += [f"{i}. Giao xã thứ {i} giữ nước cho lúa vụ {page}." for i in range(1, 42)]
        lines += ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "Lê Thị An"] if page == pages else []
        for i, text in enumerate(lines):
            canvas.drawString(60, 790 - 16 * i, text)
        canvas.showPage()
    canvas.save()
    source = nqtext.read(stream.getvalue())
    assert source.furniture is not None
    aside = [source.text[start:end] for start, end in source.furniture]
    assert aside == [
        text
        for page in range(1, pages + 1)
        for text in (
            "11/27/26, 5:39 PM | Chỉ thị về chống hạn",
            f"https://tinh-a.example.vn/tin/1 | {page}/{pages}",
        )
    ]
    assert (source.metadata["subject"], source.metadata["signer"]) == ("Về chống hạn", "Lê Thị An")
