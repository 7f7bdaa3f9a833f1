"""Files to read, written from the sample articles as portals, Word, LibreOffice and PDF writers do."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
import textwrap
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nqtext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SAMPLES = Path(__file__).parent.parent / "notebooks" / "articles"
_NUMBERED = re.compile(r"(\d{1,2})\. (?=\S)|(- )(?=\S)")
_TYPE = re.compile(r"(?:NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|KẾ HOẠCH|THÔNG BÁO|CÔNG ĐIỆN)(?: \([^()]{2,20}\))?")
_RIGHT = re.compile(r"CỘNG HÒA|Độc lập|.{2,40}, (?:hồi .{4,30} )?ngày \d")
_FONTS = ("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "DejaVuSerif.ttf")


@dataclass(frozen=True)
class Article:
    """What a reader must find: paragraphs in order, and metadata."""

    name: str
    paragraphs: tuple[str, ...]
    metadata: dict[str, Any]
    rows: tuple[tuple[str, ...], ...] = ()  # the cells of its table, between its first paragraph and its last

    @property
    def head(self) -> tuple[Sequence[str], Sequence[str], int]:
        """Left and right column of an official document's head, and where its type stands; else nothing."""
        at = next((i for i, line in enumerate(self.paragraphs[:12]) if _TYPE.fullmatch(line)), 0)
        head = [line for line in self.paragraphs[:at] if not line.startswith("---")]
        right = [line for line in head if _RIGHT.match(line)]
        return [line for line in head if line not in right], right, at


@dataclass(frozen=True)
class File:
    """A file and the article that it was written from."""

    article: Article
    data: bytes


def articles() -> list[Article]:
    """The samples, without their own page furniture; metadata as they are checked by the tests."""
    found = []
    for path in sorted(SAMPLES.glob("*.txt")):
        source = nqtext.read(path, unwrap=False)
        lines, at = [], 0
        for line in source.text.split("\n"):
            marked = any(start <= at < end for start, end in source.furniture or ())
            at += len(line) + 1
            clean = " ".join(unicodedata.normalize("NFC", line).split())
            if clean and not marked and not set(clean) <= {"-"}:
                lines.append(clean)
        known = {key: value for key, value in source.metadata.items() if key not in ("spans", "captions")}
        found.append(Article(path.stem, tuple(lines), known))
    return found


def texts(article: Article) -> Iterator[bytes]:
    """Hard-wrapped text: indented or with blank lines, the head side by side, pages with their number."""
    for width, indent in ((72, 0), (96, 4)):
        left, right, at = article.head
        rows = [f"{a:<38}   {b}".rstrip() for a, b in _side_by_side(left, right)]
        for paragraph in article.paragraphs[at:] if left else article.paragraphs:
            rows += textwrap.wrap(
                paragraph, width, initial_indent=" " * indent, break_long_words=False, break_on_hyphens=False
            )
            rows += [] if indent else [""]
        if indent:
            pages = [rows[i : i + 40] for i in range(0, len(rows), 40)]
            rows = [row for i, page in enumerate(pages, 1) for row in (*page, "", f"{i:>48}", "\f")]
        yield "\n".join(rows).encode()


def _side_by_side(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    for i in range(max(len(left), len(right))):
        yield (left[i] if i < len(left) else ""), (right[i] if i < len(right) else "")


def typed(found: Sequence[Article]) -> list[Article]:
    """The articles as they were typed where no letter but the old ones was known: ``Uỷ`` for ``Ủy``."""

    def old_way(text: str) -> str:
        return text.translate({ord("Ð"): "Đ", ord("»"): None}).replace("Ủy", "Uỷ").strip()

    def old_ways(value: Any) -> Any:
        return (
            tuple(map(old_ways, value))
            if isinstance(value, tuple)
            else old_way(value)
            if isinstance(value, str)
            else value
        )

    return [
        replace(
            article,
            paragraphs=tuple(map(old_way, article.paragraphs)),
            metadata={key: old_ways(value) for key, value in article.metadata.items()},
        )
        for article in found
    ]


def old_texts(article: Article) -> Iterator[bytes]:
    """Text in TCVN3 and VNI, one paragraph a line."""
    from tests.test_reading_legacy import old

    for encoding in ("TCVN3", "VNI"):
        yield old("\n".join(article.paragraphs), encoding).encode("cp1252", "replace")


def word_files(article: Article) -> Iterator[bytes]:
    """DOCX as python-docx writes it: the head in a table, numbers made by Word, changes tracked."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tracked in (False, True):
        document = docx.Document()
        left, right, at = article.head
        if left:
            table = document.add_table(1, 2)
            for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
                for i, line in enumerate(lines):
                    (cell.paragraphs[0] if i == 0 else cell.add_paragraph()).add_run(line)
        numbered = 0
        for paragraph in article.paragraphs[at:] if left else article.paragraphs:
            match = _NUMBERED.match(paragraph)
            if match and match[1] and int(match[1]) == numbered + 1 and numbered < 40:
                numbered += 1
                added = document.add_paragraph(paragraph[match.end() :], style="List Number")
            elif match and match[2]:
                added = document.add_paragraph(paragraph[match.end() :], style="List Bullet")
            else:
                added = document.add_paragraph(paragraph)
            if tracked and len(added.runs[0].text) > 40:
                run = added.runs[0]
                for name, inner in (("w:ins", run.text[20:]), ("w:del", "chữ đã bỏ")):
                    change, piece = OxmlElement(name), OxmlElement("w:r")
                    text = OxmlElement("w:t" if name == "w:ins" else "w:delText")
                    text.text = inner
                    text.set(qn("xml:space"), "preserve")
                    piece.append(text)
                    change.append(piece)
                    run._r.addnext(change)
                    if name == "w:ins":
                        behind = change
                run.text = run.text[:20]
                run._r.addnext(behind)
        stream = io.BytesIO()
        document.save(stream)
        yield stream.getvalue()


def tabular(article: Article) -> Article:
    """A table of tasks in the words of an article, between two of its paragraphs; its cells are wrapped."""
    body = [line for line in article.paragraphs if len(line) > 60 and "|" not in line][:12]
    rows = [("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Ghi chú")]
    rows += [
        (f"{i}", line[:220].strip(), line[-70:].strip(), "" if i % 2 else "Quý I")
        for i, line in enumerate(body[1:-1], 1)
    ]
    shown = tuple(" | ".join(row).rstrip(" |") for row in rows)
    return Article(f"{article.name}-table", (body[0], *shown, body[-1]), {}, tuple(rows))


def document_page(article: Article, size: int) -> str:
    """A page that LibreOffice or a browser turns into a document: the head and the rows in tables."""
    left, right, at = article.head
    parts = []
    if left:
        cells = [
            "".join(f"<p align=center>{html.escape(line)}</p>" for line in column) for column in (left, right)
        ]
        parts.append(f"<table width='100%'><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></table>")
    lines = [
        f"<p style='text-align: justify; font-size: {size}pt'>{html.escape(line)}</p>"
        for line in (article.paragraphs[at:] if left else article.paragraphs)
    ]
    if article.rows:
        rows = "".join(
            f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in article.rows
        )
        lines[1:-1] = [f"<table border=1 cellspacing=0 style='font-size: {size}pt'>{rows}</table>"]
    return f"<html><head><meta charset='utf-8'></head><body>{''.join([*parts, *lines])}</body></html>"


def by_libreoffice(found: Sequence[Article], form: str) -> list[File]:
    """The articles through LibreOffice, as ``docx`` or ``pdf``, in two sizes; none where it is missing."""
    office = shutil.which("soffice")
    if office is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        places = {}
        for article in found:
            for size in (11, 14):
                path = Path(folder, f"{article.name}-{size}.html")
                path.write_text(document_page(article, size), encoding="utf-8")
                places[path.stem] = article
        writer = "docx:MS Word 2007 XML" if form == "docx" else "pdf:writer_pdf_Export"
        command = [
            office,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--infilter=HTML (StarWriter)",
        ]
        command += ["--convert-to", writer, "--outdir", folder]
        subprocess.run(
            [*command, *(f"{folder}/{stem}.html" for stem in places)], capture_output=True, check=True
        )
        return [
            File(article, Path(folder, f"{stem}.{form}").read_bytes()) for stem, article in places.items()
        ]


def printed_by_chromium(found: Sequence[Article]) -> list[File]:
    """The articles as a browser prints them into PDF, in two sizes, with its head and foot on every page."""
    return [
        File(article, data)
        for article in found
        for size in (11, 14)
        for data in _chromium(document_page(article, size).encode(), "--print-to-pdf")
    ]


def saved_by_chromium(found: Sequence[Article]) -> list[File]:
    """Pages of two portals as a browser has them after loading."""
    return [
        File(article, data)
        for article in found
        for page in list(pages(article))[::2]
        for data in _chromium(page, "--dump-dom")
    ]


def _chromium(page: bytes, action: str) -> Iterator[bytes]:
    """What Chromium makes of a page; nothing where it is missing."""
    browser = shutil.which("chromium")
    if browser is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        path.write_bytes(page)
        printing = action == "--print-to-pdf"
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
        ]
        command += [f"{action}={printed}" if printing else action, path.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True)
        yield printed.read_bytes() if printing else done.stdout


def set_pdfs(article: Article) -> Iterator[bytes]:
    """PDF as reportlab sets it: one column with a running head, and two columns; page numbers below."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

    font = next((path for path in _FONTS if Path(path).exists()), None)
    if font is None:
        return
    pdfmetrics.registerFont(TTFont("Serif", font))

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont("Serif", 8)
        if document.pageTemplate.id == "one":
            canvas.drawString(60, 800, "Công báo thử nghiệm/Số 12")
        canvas.drawCentredString(300, 30, f"- {document.page} -")

    for columns in (1, 2):
        stream = io.BytesIO()
        width = 480 / columns - (10 if columns == 2 else 0)
        frames = [Frame(57 + i * (width + 20), 55, width, 725, 0, 0, 0, 0) for i in range(columns)]
        template = PageTemplate("one" if columns == 1 else "two", frames, edges)
        document = BaseDocTemplate(stream, pagesize=A4, pageTemplates=[template])
        style = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=14, alignment=TA_JUSTIFY)
        style.spaceAfter, style.firstLineIndent = (6, 0) if columns == 1 else (0, 18)
        left, right, at = article.head
        story: list[Any] = []
        if left and columns == 1:
            small = ParagraphStyle("head", fontName="Serif", fontSize=9, leading=12, alignment=1)
            cells = [[Paragraph(html.escape(line), small) for line in column] for column in (left, right)]
            story.append(Table([cells], colWidths=[200, 280]))
        body = article.paragraphs[at:] if left and columns == 1 else article.paragraphs
        story += [Paragraph(html.escape(line), style) for line in body]
        document.build(story)
        yield stream.getvalue()


_LINKS = """<ul><li><a href="/1">Khởi công cầu mới qua sông Mây</a></li>
<li><a href="/2">Họp báo quý I</a></li></ul>"""
_MENU = """<ul><li><a href="/">Trang chủ</a></li><li><a href="/a">Giới thiệu</a></li>
<li><a href="/b">Văn bản</a></li></ul>"""
_START = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
#: Pages built like those of SharePoint, Liferay, WordPress and home-grown portals.
_SYSTEMS = (
    """<body><form id="aspnetForm"><a href="#">Skip Ribbon Commands</a><div id="s4-workspace">
<div id="nav">{menu}</div><div class="ms-rtestate-field"><div class="line">{first}</div>
<div>{paragraphs}</div></div><ul><li>Tổng số lượt xem: 36</li></ul><div>Đánh giá</div>
<div class="other"><h3>Tin liên quan</h3>{links}</div>
<div id="footer"><p>Bản quyền thuộc về tỉnh A</p></div></div></form></body></html>""",
    """<body><div id="wrapper"><header id="banner"><nav>{menu}</nav></header><div id="content">
<div class="portlet-body"><div class="journal-content-article"><{tag}>{first}</{tag}>{paragraphs}</div></div>
<div class="portlet-asset-publisher"><h3>Các tin khác</h3>{links}</div></div>
<footer><p>© Cổng TTĐT tỉnh A</p></footer></div></body></html>""",
    """<body class="single"><header>{menu}</header><main><article class="post hentry">
<{tag}>{first}</{tag}><div class="entry-content">{paragraphs}</div><div class="sharedaddy">
<h3>Chia sẻ:</h3><ul><li>Facebook</li><li>Zalo</li></ul></div></article></main>
<aside><h2>Đọc nhiều</h2>{links}</aside><footer><p>© 2024 Báo A</p></footer></body></html>""",
    """<body><table width="100%"><tr><td colspan=2><a href="/">Trang chủ</a> | <a>Giới thiệu</a> |
<a>Tin tức</a> | <a>Liên hệ</a></td></tr><tr><td><div>Danh mục</div><div>Lịch công tác</div></td><td>
<div class="tieude">{first}</div><div class="noidung">{broken}</div><div>In trang | Gửi cho bạn bè</div>
<div><b>Tin cùng chuyên mục</b></div><div><a href=1>Khởi công cầu mới</a> (11/03/2024)</div></td></tr>
<tr><td colspan=2>Trụ sở: số 3 phố B, tỉnh A. Điện thoại: 0123 456</td></tr></table></body></html>""",
)


def pages(article: Article) -> Iterator[bytes]:
    """The article on a page of each system, among its furniture."""
    lines = [html.escape(line) for line in article.paragraphs]
    title = html.escape(str(article.metadata.get("title", article.paragraphs[0])))
    for system in _SYSTEMS:
        yield (
            (_START + system)
            .format(
                title=title,
                first=lines[0],
                tag="h1" if lines[0] == title else "div",
                paragraphs="".join(f"<p>{line}</p>" for line in lines[1:]),
                broken="<br>".join(lines[1:]),
                menu=_MENU,
                links=_LINKS,
            )
            .encode()
        )


def written(found: Sequence[Article], write: Callable[[Article], Iterator[bytes]]) -> list[File]:
    """The files that a writer makes of the articles."""
    return [File(article, data) for article in found for data in write(article)]
