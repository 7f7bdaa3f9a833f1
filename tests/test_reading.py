"""Reading files: what they hold, or one clear error."""

from __future__ import annotations

import builtins
import gzip
import io
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.errors import LimitError, MissingExtraError, NqtextError, ReadError
from nqtext.reading import Limits
from nqtext.reading.plain import decode

TEXT = "Nghị quyết số 06-NQ/TW\r\nđặt mục tiêu đến năm 2030, tỷ lệ đô thị hóa đạt trên 50%.\n\nỦy ban nhân dân\u2028"
SENTENCE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở khẩn trương thực hiện Nghị quyết về phát triển đô thị bền vững."
)


def windows_1258(text: str) -> bytes:
    """As old Vietnamese editors wrote it: letters with their hat or horn, tones as marks behind them."""
    pieces = []
    for c in text:
        decomposed = unicodedata.normalize("NFD", c)
        tones = "".join(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
        pieces.append(
            unicodedata.normalize("NFC", decomposed.translate(dict.fromkeys(map(ord, tones)))) + tones
        )
    return "".join(pieces).encode("cp1258")


# -- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
    ids=[
        "utf-8",
        "utf-8 bom",
        "utf-16",
        "utf-16-le bom",
        "utf-16-be bom",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
    ],
)
def test_text_is_kept_as_decoded(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bài viết.txt"
    path.write_bytes(data)
    assert nqtext.read(data).text == TEXT
    assert nqtext.read(path).text == TEXT
    assert nqtext.read(path).id == str(path)
    assert nqtext.read(data).id is None


def test_windows_1258_only_where_it_reads_as_vietnamese() -> None:
    assert unicodedata.normalize("NFC", decode(windows_1258(SENTENCE))) == SENTENCE
    with pytest.raises(ReadError, match="not valid UTF-8 at byte"):
        decode("Le président a déjà été reçu à l'hôtel de ville; ça va très bien.".encode("cp1252"))


def test_decomposed_text_stays_decomposed() -> None:
    text = unicodedata.normalize("NFD", SENTENCE)
    assert nqtext.read(text.encode()).text == text


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_or_blank_file_is_an_empty_article(data: bytes) -> None:
    source = nqtext.read(data)
    assert not source.text.strip()
    assert len(nqtext.analyze(source).paragraphs) == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (SENTENCE.encode()[:-1] + "ề".encode()[:2], "middle of a character"),
        (SENTENCE.encode("utf-16")[:-1], "cut short"),
        (bytes(range(256)) * 20, "binary"),
        (b"abc\x00\x01\x02\x03\x04\x05\x06" * 50, "binary"),
        (SENTENCE.encode() + "ề".encode("utf-16-le") + SENTENCE.encode(), "binary|not valid UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"\.doc\b"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture"),
        (b"\x1f\x8b\x08" + bytes(60), "packed"),
        (gzip.compress(gzip.compress(b"abc")), "packed twice"),
        (b"{\\rtf1 abc}", "RTF"),
    ],
)
def test_bytes_that_are_no_text_are_one_error(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=message):
        nqtext.read(data)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=message) as caught:
        nqtext.read(path)
    assert str(path) in str(caught.value)


def test_paths_that_cannot_be_read_are_one_error(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        ("a\x00b", "cannot be read"),
    ):
        with pytest.raises(ReadError, match=message):
            nqtext.read(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="cannot be read"):
        nqtext.read(path)


@pytest.mark.parametrize("source", [7, None, ["a.txt"]])
def test_wrong_type(source: Any) -> None:
    with pytest.raises(TypeError, match="source"):
        nqtext.read(source)


def test_limit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    for source in (path, SENTENCE.encode()):
        with pytest.raises(LimitError, match="the limit max_bytes is 10"):
            nqtext.read(source, limits=Limits(max_bytes=10))


def test_furniture_and_metadata_are_found_and_text_is_whole() -> None:
    lines = [
        "\ufeffTrang chủ > Tin tức",
        "12/03/2024 15:20",
        "Tỉnh họp về đô thị",
        SENTENCE,
        SENTENCE,
        "Lan Chi",
    ]
    foot = ["Lượt xem: 2", "Bản quyền thuộc về tỉnh"]
    text = "\r\n\r\n".join([*lines, *foot])
    source = nqtext.read(text.encode())
    assert source.text == text[1:]
    assert source.furniture is not None
    assert [source.text[start:end] for start, end in source.furniture] == [lines[0][1:], *foot]
    assert {key: value for key, value in source.metadata.items() if key != "spans"} == {
        "published": "2024-03-12T15:20:00",
        "title": "Tỉnh họp về đô thị",
        "author": "Lan Chi",
    }


# -- HTML ------------------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Tỉnh A bàn về đô thị xanh</title>
<script>document.write("<p>mã độc</p>")</script></head><body onload="alert(1)">
<div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li></ul></div>
<div class="content"><h1>Tỉnh A bàn về đô thị xanh</h1><p>{SENTENCE}</p><h2>Mục tiêu</h2>
<p>Đến năm 2030, toàn tỉnh có ít nhất năm đô thị đạt tiêu chí xanh, mỗi người dân nội thị có mười mét vuông cây.</p>
<ul><li>Hoàn thiện quy hoạch các đô thị trong tỉnh.</li><li>Trồng mới một triệu cây xanh.</li></ul>
<table><tr><td>Năm</td><td>Số cây</td></tr><tr><td>2025</td><td>300.000</td></tr></table>
<p>Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Sở Xây dựng trình kế hoạch, giao Sở Tài chính bố trí vốn.</p>
<p><b>Minh An</b></p></div><div id="footer"><p>Bản quyền thuộc về tỉnh A</p></div></body></html>"""


def test_html_gives_paragraphs_in_order_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"  # what it is, its content says
    path.write_text(PAGE, encoding="utf-8")
    source = nqtext.read(path)
    lines = source.text.split("\n")
    kept = [
        SENTENCE,
        "Mục tiêu",
        "Hoàn thiện quy hoạch các đô thị trong tỉnh.",
        "Năm | Số cây",
        "2025 | 300.000",
        "Minh An",
    ]
    assert [line for line in lines if line in kept] == kept
    assert lines.count("Tỉnh A bàn về đô thị xanh") == 1
    assert "mã độc" not in source.text
    assert "Giới thiệu" not in source.text
    assert source.metadata["title"] == "Tỉnh A bàn về đô thị xanh"
    assert "published" not in source.metadata


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>alert(1)</script></body></html>",
        "<html><body>" + "<div>" * 100_000,
        "<html><body>" + "<table><tr><td>" * 50_000,
    ],
    ids=["empty", "script", "nested", "nested tables"],
)
def test_a_page_without_text_is_one_error(page: str) -> None:
    with pytest.raises((ReadError, LimitError), match=r"no article text|the limit max_depth is"):
        nqtext.read(page.encode())


def test_page_limit_is_named() -> None:
    with pytest.raises(LimitError, match="max_html_bytes"):
        nqtext.read(PAGE.encode(), limits=Limits(max_html_bytes=100))


# -- DOCX ------------------------------------------------------------------------------------------


def word_file() -> bytes:
    import docx

    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "THỦ TƯỚNG CHÍNH PHỦ\nSố: 47/CT-TTg"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    head.cell(0, 1).add_paragraph("Hà Nội, ngày 26 tháng 11 năm 2019")
    document.add_paragraph("CHỈ THỊ")
    document.add_paragraph("Về việc giữ nước mùa khô")
    document.add_paragraph("Các tỉnh rà soát hồ chứa.", style="List Bullet")
    table = document.add_table(2, 3)
    for row, texts in enumerate((("TT", "Tỉnh", "Số hồ"), ("1", "Bến Tre", "12"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph(SENTENCE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_docx_gives_paragraphs_and_rows_in_order() -> None:
    source = nqtext.read(word_file())
    assert source.text.split("\n") == [
        "THỦ TƯỚNG CHÍNH PHỦ",
        "Số: 47/CT-TTg",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hà Nội, ngày 26 tháng 11 năm 2019",
        "CHỈ THỊ",
        "Về việc giữ nước mùa khô",
        "- Các tỉnh rà soát hồ chứa.",
        "TT | Tỉnh | Số hồ",
        "1 | Bến Tre | 12",
        SENTENCE,
    ]
    assert source.metadata["document_number"] == "47/CT-TTg"
    assert source.metadata["published"] == "2019-11-26"
    assert source.metadata["issuer"] == "THỦ TƯỚNG CHÍNH PHỦ"


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return stream.getvalue()


def test_docx_that_is_none_is_one_error() -> None:
    good = word_file()
    for data, message in (
        (good[: len(good) // 2], "broken or truncated"),
        (archive({"a.txt": b"abc"}), "no Word document"),
        (archive({"word/document.xml": b"<a>"}), "broken Word file"),
    ):
        with pytest.raises(ReadError, match=message):
            nqtext.read(data)


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(LimitError, match="max_unpacked_bytes"):
        nqtext.read(archive({"word/document.xml": b" " * 250_000_000}))


def test_xml_entities_are_not_expanded() -> None:
    good = {}
    with zipfile.ZipFile(io.BytesIO(word_file())) as source:
        good = {name: source.read(name) for name in source.namelist()}
    document = good["word/document.xml"]
    start = document.index(b"<w:document")
    declared = b'<!DOCTYPE d [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    good["word/document.xml"] = (
        document[:start] + declared + document[start:].replace(b"TT</w:t>", b"&b;</w:t>", 1)
    )
    try:
        text = nqtext.read(archive(good)).text
    except NqtextError:
        return
    assert "x" * 1000 not in text


# -- PDF -------------------------------------------------------------------------------------------


def pdf_file(pages: list[list[str]]) -> bytes:
    """A PDF with a text layer of plain letters."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    kids = []
    for lines in pages:
        moves = b" ".join(b"(%s) Tj 0 -14 Td" % line.encode("ascii") for line in lines)
        stream = b"BT /F1 10 Tf 72 760 Td " + moves + b" ET"
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, trailer)


def test_pdf_joins_hard_wrapped_lines_over_pages_and_marks_page_numbers() -> None:
    source = nqtext.read(
        pdf_file(
            [
                [
                    "NGHI QUYET",
                    "1. Uy ban nhan dan tinh chi dao cac so, nganh khan truong",
                    "thuc hien ke hoach nay va bao cao",
                ],
                ["2", "truoc ngay 30 thang 6.", "2. Giao So Xay dung chu tri."],
            ]
        )
    )
    assert source.text.split("\n") == [
        "NGHI QUYET",
        "1. Uy ban nhan dan tinh chi dao cac so, nganh khan truong thuc hien ke hoach nay va bao cao truoc ngay 30 thang 6.",
        "2",
        "2. Giao So Xay dung chu tri.",
    ]
    assert source.furniture is not None
    assert [source.text[start:end] for start, end in source.furniture] == ["2"]


def test_pdf_that_cannot_be_read_is_one_error() -> None:
    import pypdf

    scan = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(612, 792)
    writer.write(scan)
    locked = io.BytesIO()
    writer.encrypt("bí mật", algorithm="RC4-128")
    writer.write(locked)
    for data, message in (
        (scan.getvalue(), "without a text layer"),
        (locked.getvalue(), "encrypted"),
        (b"%PDF-1.4\nkh\xc3\xb4ng", "broken PDF"),
        (pdf_file([["abc"]])[:200], "broken PDF|without a text layer"),
    ):
        with pytest.raises(ReadError, match=message):
            nqtext.read(data)


def test_page_count_limit_is_named() -> None:
    with pytest.raises(LimitError, match="max_pages"):
        nqtext.read(pdf_file([["abc"], ["abc"]]), limits=Limits(max_pages=1))
    with pytest.raises(LimitError, match=r"characters, the limit max_page_characters is 2"):
        nqtext.read(pdf_file([["abc"]]), limits=Limits(max_page_characters=2))


# -- extras ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "extra", "data"),
    [
        ("trafilatura", "html", PAGE.encode()),
        ("lxml", "docx", word_file()),
        ("pypdfium2", "pdf", pdf_file([["abc"]])),
    ],
)
def test_a_missing_extra_says_what_to_install(
    package: str, extra: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:
        if name.split(".")[0] == package:
            raise ModuleNotFoundError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=rf"nqtext\[{extra}\]"):
        nqtext.read(data)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nghi-quyet-41-nq-cp.docx",
            {"document_number": "41/NQ-CP", "published": "2026-03-11", "place": "Hà Nội"},
        ),
        ("nghi-quyet-84-nq-hdnd-lam-dong.docx", {"document_number": "84/NQ-HĐND", "published": "2025-12-30"}),
        ("quyet-dinh-80-qd-ubnd-nghe-an.pdf", {"document_number": "80/QĐ-UBND", "published": "2026-01-12"}),
        ("thong-tu-1-2026-tt-bnv.pdf", {"document_number": "1/2026/TT-BNV", "published": "2026-01-09"}),
        ("mpi-2022-05-18.txt", {"published": "2022-05-18T12:33:00", "author": "Minh Hậu"}),
    ],
)
def test_real_files(shared: Path, name: str, expected: dict[str, str]) -> None:
    source = nqtext.read(shared / "articles" / name)
    assert {key: source.metadata[key] for key in expected} == expected
