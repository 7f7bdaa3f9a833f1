"""Word files: numbering, tables, boxes, notes, tracked changes and the head of official documents."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

import nqtext
from nqtext.errors import LimitError, ReadError
from nqtext.reading import Limits
from nqtext.reading.docx import read_docx
from nqtext.reading.docx_numbering import written

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def word(body: str, main: str = "word/document.xml", namespace: str = WORD, **parts: str) -> bytes:
    """A Word file of a body and further parts, each given as what stands inside its root."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Type="{OFFICE}" Target="{main}"/></Relationships>',
        )
        archive.writestr(
            main, f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'.encode()
        )
        for name, inner in parts.items():
            archive.writestr(
                f"word/{name}.xml", f'<w:{name} xmlns:w="{namespace}">{inner}</w:{name}>'.encode()
            )
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, text: str, format: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def lines(data: bytes) -> list[str]:
    return read_docx(data, "a.docx").split("\n")


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


# -- numbering -------------------------------------------------------------------------------------


def test_levels_count_and_begin_anew_below_a_higher_one() -> None:
    levels = numbering(
        level(0, "Chương %1.", "upperRoman"), level(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>'),
        level(2, "%3."), level(3, "%4)", "lowerLetter"), level(4, "", "bullet"),
    )  # fmt: skip
    body = [
        ("Chung", 0),
        ("Phạm vi", 1),
        ("Áp dụng cho xã", 2),
        ("Xã vùng cao", 3),
        ("Xã đảo", 3),
        ("Nhỏ", 4),
    ]
    body += [("Không áp dụng cho huyện", 2), ("Thị trấn", 3), ("Vốn", 0), ("Nguồn", 1)]
    assert lines(word("".join(numbered(*item) for item in body), numbering=levels)) == [
        "Chương I. Chung",
        "Điều 1. Phạm vi",
        "1. Áp dụng cho xã",
        "a) Xã vùng cao",
        "b) Xã đảo",
        "- Nhỏ",
        "2. Không áp dụng cho huyện",
        "a) Thị trấn",
        "Chương II. Vốn",
        "Điều 2. Nguồn",
    ]


def test_a_number_names_the_levels_above_it() -> None:
    levels = numbering(
        level(0, "%1.", "upperRoman", start=3), level(1, "%1.%2.", more="<w:isLgl/>"), level(2, "%1.%3)")
    )
    body = numbered("Vốn") + numbered("Tỉnh", 1) + numbered("Xã", 1) + numbered("Lạ", 2)
    assert lines(word(body, numbering=levels)) == ["III. Vốn", "3.1. Tỉnh", "3.2. Xã", "III.1) Lạ"]


def test_a_second_list_goes_on_or_starts_anew_as_it_says() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = (
        numbered("a")
        + p("giữa")
        + numbered("b", number=2)
        + numbered("c", number=3)
        + numbered("d", number=3)
    )
    assert lines(word(body, numbering=numbering(level(0, "%1."), more=more))) == [
        "1. a", "giữa", "2. b", "5. c", "6. d",
    ]  # fmt: skip


def test_numbers_come_from_styles_and_are_taken_away_by_zero() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Dieu"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    levels = numbering(level(0, "Điều %1."), level(1, "%2.", more='<w:pStyle w:val="Dieu"/>'))
    body = (
        p("Một", '<w:pStyle w:val="Khoan"/>')
        + p("Hai", '<w:pStyle w:val="Khoan"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("Ba", '<w:pStyle w:val="Vong"/>')
    )
    assert lines(word(body, numbering=levels, styles=styles)) == ["1. Một", "Hai", "Ba"]


def test_an_empty_numbered_paragraph_counts_and_an_unknown_list_does_not_matter() -> None:
    body = numbered("a") + numbered("") + numbered("b") + numbered("c", number=9) + numbered("d", level=7)
    assert lines(word(body, numbering=numbering(level(0, "%1.")))) == ["1. a", "3. b", "c", "d"]
    assert lines(word(numbered("a"))) == ["a"]


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("decimal", ["1", "2", "9", "14", "27"]),
        ("lowerRoman", ["i", "ii", "ix", "xiv", "xxvii"]),
        ("upperLetter", ["A", "B", "I", "N", "AA"]),
        ("decimalZero", ["01", "02", "09", "14", "27"]),
        ("vietnameseCounting", ["một", "hai", "chín", "mười bốn", "hai mươi bảy"]),
        ("none", [""] * 5),
        ("khác lạ", ["1", "2", "9", "14", "27"]),
    ],
)
def test_formats_of_numbers(format: str, shown: list[str]) -> None:
    assert [written(number, format) for number in (1, 2, 9, 14, 27)] == shown


# -- what a reader of the page sees ----------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Chậm nhất </w:t></w:r><w:del><w:r><w:delText>tháng 5</w:delText></w:r>"
        "</w:del><w:ins><w:r><w:t>tháng 6</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> cũ</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Giao Sở </w:t></w:r></w:p>"
        + p("Xây dựng chủ trì")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('bỏ')}</w:tc></w:tr>{row(p('giữ'), p('lại'))}</w:tbl>"
    )
    assert lines(word(body)) == ["Chậm nhất tháng 6", "Giao Sở Xây dựng chủ trì", "giữ | lại"]


def test_notes_stand_at_the_end_with_their_marks() -> None:
    body = (
        "<w:p><w:r><w:t>Theo Nghị quyết</w:t><w:footnoteReference w:id='4'/></w:r>"
        "<w:r><w:t>, toàn tỉnh làm</w:t><w:endnoteReference w:id='2'/></w:r></w:p>" + p("Hết.")
    )
    notes = f"<w:footnote w:id='-1'>{p('vạch')}</w:footnote><w:footnote w:id='4'>{p('Số 1.')}{p('Bản cũ.')}</w:footnote>"
    ends = f"<w:endnote w:id='2'>{p('Từ tháng 3.')}</w:endnote>"
    assert lines(word(body, footnotes=notes, endnotes=ends)) == [
        "Theo Nghị quyết[1], toàn tỉnh làm[2]", "Hết.", "[1] Số 1. Bản cũ.", "[2] Từ tháng 3.",
    ]  # fmt: skip


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Trước</w:t></w:r><w:r><w:AlternateContent><w:Choice><w:drawing><w:anchor>"
        f"{box}</w:anchor></w:drawing></w:Choice><w:Fallback><w:pict>{box}</w:pict></w:Fallback>"
        "</w:AlternateContent></w:r></w:p>" + p("Sau")
    )
    assert lines(word(body)) == ["Trước", "Trong khung", "Sau"]


def test_what_is_hidden_or_only_an_instruction_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink><w:r><w:t>Cổng tỉnh</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:caps/></w:rPr><w:t xml:space='preserve'> chỉ thị</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('Trong khuôn')}</w:sdtContent></w:sdt>"
    )
    assert lines(word(body)) == ["Cổng tỉnh CHỈ THỊ", "Trong khuôn"]


def test_a_table_comes_row_by_row_and_keeps_its_columns() -> None:
    ruled = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    merged = "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    table = f"<w:tbl>{ruled}{row(p('Xã'), p('Việc') + p('Vốn'))}{row(merged, p('3'), p('4'))}{row(p(''), p(''))}</w:tbl>"
    assert lines(word(table)) == ["Xã | Việc Vốn", "| 3 | 4"]


# -- official documents ----------------------------------------------------------------------------

SAMPLE_HEAD = {
    "two rows": row(p("ỦY BAN NHÂN DÂN") + p("TỈNH PHÚ THỌ"), p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc"))
    + row(p("Số: 27/KH-UBND"), p("Phú Thọ, ngày 12 tháng 3 năm 2025")),
    "one row": row(
        p("ỦY BAN NHÂN DÂN") + p("TỈNH PHÚ THỌ") + p("-------") + p("Số: 27/KH-UBND"),
        p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc") + p("Phú Thọ, ngày 12 tháng 3 năm 2025"),
    ),
    "a line a row": row(p("ỦY BAN NHÂN DÂN"), p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    + row(p("TỈNH PHÚ THỌ"), p("Độc lập - Tự do - Hạnh phúc"))
    + row(p("Số: 27/KH-UBND"), p("Phú Thọ, ngày 12 tháng 3 năm 2025")),
}  # fmt: skip


@pytest.mark.parametrize("head", SAMPLE_HEAD.values(), ids=SAMPLE_HEAD)
@pytest.mark.parametrize(
    "borders", ["", '<w:tblPr><w:tblBorders><w:top w:val="none"/></w:tblBorders></w:tblPr>']
)
def test_the_head_in_two_columns_becomes_metadata(head: str, borders: str) -> None:
    source = nqtext.read(
        word(
            f"<w:tbl>{borders}{head}</w:tbl>"
            + p("KẾ HOẠCH")
            + p("Về trồng rừng năm 2025")
            + p("Các xã trồng rừng.")
        )
    )
    assert {
        key: source.metadata[key] for key in ("issuer", "document_number", "place", "published", "title")
    } == {
        "issuer": "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ",
        "document_number": "27/KH-UBND",
        "place": "Phú Thọ",
        "published": "2025-03-12",
        "title": "KẾ HOẠCH Về trồng rừng năm 2025",
    }


# -- bad files -------------------------------------------------------------------------------------


def test_another_name_and_the_strict_form_are_read() -> None:
    assert lines(word(p("Chào"), main="word/document2.xml")) == ["Chào"]
    assert lines(word(p("Chào"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")) == ["Chào"]


def test_a_declared_entity_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 30))
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e0 "xxxxxxxxxx">{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
            "<w:t>&e29;</w:t></w:r></w:p></w:body></w:document>",
        )
    began = time.process_time()
    with pytest.raises(ReadError, match=r"declares a document type|broken Word file"):
        nqtext.read(stream.getvalue())
    assert time.process_time() - began < 5


def test_a_bomb_is_refused_by_a_limit_that_can_be_set() -> None:
    with pytest.raises(LimitError, match="max_unpacked_bytes is 1000"):
        read_docx(word(p("a" * 2000)), "a.docx", limits=Limits(max_unpacked_bytes=1000))


@pytest.mark.parametrize("body", ["<w:sdt>" * 5000 + "</w:sdt>" * 5000, "<w:p><w:r><w:t>a</w:p>", "&nbsp;"])
def test_what_is_nested_or_broken_is_one_error(body: str) -> None:
    with pytest.raises(ReadError, match="broken Word file"):
        nqtext.read(word(body))


@pytest.mark.endurance
def test_time_is_linear_in_numbered_paragraphs() -> None:
    def seconds(n: int) -> float:
        data = word(numbered("Một việc") * n, numbering=numbering(level(0, "%1.")))
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            read_docx(data, "a.docx")
            best = min(best, time.process_time() - began)
        return best

    assert seconds(8000) < 4 * seconds(4000) + 0.05


# -- old fonts -------------------------------------------------------------------------------------


def run(text: str, font: str = "") -> str:
    name = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{name}<w:t xml:space="preserve">{text}</w:t></w:r>'


def test_each_run_is_converted_by_its_own_font() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="Cu"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Cu"/></w:style>'
    )
    body = (
        f"<w:p>{run('Nghị quyết số 7 ')}{run('vÒ ®« thÞ', '.VnTime')}{run(' tænh', 'VNI-Times')}</w:p>"
        f"<w:p>{run('céng hßa', '.VnTimeH')}{run(' là à', 'Arial')}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Con"/></w:pPr>{run("Uû ban")}{run(" tỉnh", "Arial")}</w:p>'
    )
    assert lines(word(body, styles=styles)) == [
        "Nghị quyết số 7 về đô thị tỉnh",
        "CỘNG HÒA là à",
        "Uỷ ban tỉnh",
    ]


def test_the_font_of_the_whole_document_counts_where_no_other_is_named() -> None:
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert lines(word(p("Quyeát ñònh"), styles=styles)) == ["Quyết định"]
