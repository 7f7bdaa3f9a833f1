"""PDF files with a text layer, through PDFium: lines joined back into paragraphs, in reading order.

A scan has no text layer and says so.  Scripts, forms and links in the file are left alone.  Needs the
extra ``pdf``.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.errors import LimitError, MissingExtraError, ReadError
from nqtext.reading.compression import check_streams
from nqtext.reading.legacy import convert, recognise
from nqtext.reading.limits import Limits
from nqtext.reading.pages import assembled
from nqtext.reading.pdf_layout import Glyph, lines_of
from nqtext.reading.pdf_rules import rules_of
from nqtext.reading.pdf_tables import grids_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nqtext.reading.wrapping import Line

__all__ = ["read_pdf"]

#: PDFium may be used by one thread at a time.
_LOCK = threading.Lock()
_PASSWORD, _SECURITY = 4, 5  # error codes of PDFium
_FEW_LINES = 8
_HYPHEN = 2  # how PDFium shows a hyphen at the end of a line


def read_pdf(data: bytes, name: str, limits: Limits | None = None) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a PDF file.

    Args:
        data: the file.
        name: what to call it in an error.
        limits: holds ``max_pages``, ``max_page_characters``, ``max_characters``, ``max_stream_bytes`` and
            ``max_unpacked_bytes``.

    Returns:
        The text, one paragraph a line, and the ranges of page numbers, running heads and feet in it.

    Raises:
        MissingExtraError: pypdfium2 is not installed.
        LimitError: it has more pages, or more characters on one of them, than the limit.
        ReadError: it is encrypted, broken, or has no text layer.
    """
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError("reading PDF", "pdf") from None
    limits = limits or Limits()
    check_streams(data, name, limits)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY) or "password" in str(error):
                raise ReadError(f"{name}: an encrypted PDF; remove the password first") from None
            raise ReadError(f"{name}: a broken PDF ({error}); get the whole file") from None
        try:
            count = len(document)
            if count > limits.max_pages:
                raise LimitError(limits.passed(name, f"{count} pages", "max_pages"))
            pages = []
            size = 0
            for i in range(count):
                pages.append(_lines(document[i], pypdfium2.raw, name, limits))
                size += sum(len(line.text) for line in pages[-1])
                if size > limits.max_characters:
                    what = f"more than {limits.max_characters} characters"
                    raise LimitError(limits.passed(name, what, "max_characters"))
        except pypdfium2.PdfiumError as error:
            raise ReadError(f"{name}: a broken PDF ({error}); get the whole file") from None
        finally:
            document.close()
    if not any(c.isalpha() for page in pages for line in page for c in line.text):
        noun = "page" if count == 1 else "pages"
        raise ReadError(
            f"{name}: {count} {noun} without a text layer (a scan?); run text recognition (OCR) first"
        )
    return assembled(_in_unicode(_evened(pages)))


def _lines(page: Any, raw: Any, name: str, limits: Limits) -> list[Line]:
    """The lines of a page in reading order."""
    try:
        glyphs = _glyphs(page, raw, name, limits)
        return lines_of(glyphs, grids_of(*rules_of(page.raw, raw)) if glyphs else ())
    finally:
        page.close()


def _glyphs(page: Any, raw: Any, name: str, limits: Limits) -> list[Glyph]:
    """The characters that a page draws, with their places."""
    textpage = page.get_textpage()
    handle = textpage.raw
    x, base = ctypes.c_double(), ctypes.c_double()
    origin = [ctypes.byref(x), ctypes.byref(base)]
    box = raw.FS_RECTF()
    room = ctypes.byref(box)
    glyphs = []
    count = raw.FPDFText_CountChars(handle)
    if count > limits.max_page_characters:
        raise LimitError(limits.passed(name, f"a page of {count} characters", "max_page_characters"))
    for i in range(count):
        code = raw.FPDFText_GetUnicode(handle, i)
        code = ord("-") if code == _HYPHEN else code
        if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if raw.FPDFText_IsGenerated(handle, i) == 1:  # a space that PDFium guesses
            continue
        if raw.FPDFText_GetLooseCharBox(handle, i, room) and raw.FPDFText_GetCharOrigin(handle, i, *origin):
            glyphs.append(Glyph(chr(code), base.value, box.left, box.right, box.top - box.bottom))
    textpage.close()
    return glyphs


def _evened(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages; few lines do not show how wide the text is, so that it is taken from the page before."""
    evened: list[list[Line]] = []
    for page in pages:
        if evened and evened[-1] and len(page) < _FEW_LINES:
            high = evened[-1][-1].high
            page = [replace(line, high=max(line.high, high)) for line in page]
        evened.append(page)
    return evened


def _in_unicode(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages, converted where they are set in the fonts of an old encoding."""
    encoding = recognise("\n".join(line.text for page in pages for line in page))
    if encoding is None:
        return [list(page) for page in pages]
    return [[replace(line, text=convert(line.text, encoding)) for line in page] for page in pages]
