"""Reading: from a file, page or byte string to a :class:`Source`.

What a file is, is decided by what it begins with, and only then by its name: a page saved as
``.txt`` is a page, an old Word file named ``.docx`` is told apart.  Each format has one module
that turns bytes into text; :mod:`nqtext.reading.portal` then marks the furniture around the
article and reads its metadata, whatever the format was.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqtext.errors import LimitError, ReadError
from nqtext.reading.compression import SUFFIXES, is_packed, unpacked
from nqtext.reading.limits import Limits
from nqtext.reading.plain import decode
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Limits", "Source", "read", "read_text"]

#: What other files begin with, and what to call them.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Word file (.doc), or one with a password; save it as .docx first",
    ),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt first"),
    (b"\x1f\x8b", "a file that is packed twice; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a file that is packed twice; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x89PNG", "a picture (PNG); run text recognition (OCR) on it first"),
    (b"\xff\xd8\xff", "a picture (JPEG); run text recognition (OCR) on it first"),
    (b"GIF8", "a picture (GIF); run text recognition (OCR) on it first"),
    (b"\x7fELF", "a program, not text"),
    (b"SQLite format 3\x00", "a SQLite database, not text"),
    (b"PAR1", "a Parquet table of many articles; read it with nqtext.read_many"),
)
_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
#: A page with its pictures in one file (MHTML), as browsers save it.
_ARCHIVE_START = re.compile(
    rb"(?:From: <Saved by |(?:[A-Za-z-]{2,40}: [^\r\n]{0,1000}\r?\n[^\S\n]?){0,12}?"
    rb"Content-Type: multipart/related)"
)
_HTML_LATER = re.compile(rb"<(?:html|head|body|article|main|div|p)\b[^>]{0,500}>", re.I)
_FORMATS = ("text", "html", "docx", "pdf")
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})

_Ranges = tuple[tuple[int, int], ...]
#: What names a file.
AnyPath = str | os.PathLike[str]


def read(
    source: str | os.PathLike[str] | bytes,
    format: str | None = None,
    *,
    unwrap: bool | None = None,
    limits: Limits | None = None,
) -> Source:
    """Read an article from a file, or from the bytes of one.

    Args:
        source: the path of a text, HTML, DOCX or PDF file, plain or packed (``.gz``, ``.zst``), or its
            content as ``bytes``.
        format: ``"text"``, ``"html"``, ``"docx"`` or ``"pdf"``; None finds out.
        unwrap: whether the lines of a text file are joined into paragraphs; None joins them where the file
            is broken into lines in the midst of its sentences.  The text of the source is then the joined
            one: one paragraph a line, without blank lines and indents, a head in two columns read column by
            column.  False keeps a text as it was decoded.
        limits: what is refused; None is ``Limits()``.

    Returns:
        The text, whole, with its furniture marked and the metadata that were found; ``id`` is the path
        as given, None for ``bytes``.

    Raises:
        TypeError: ``source`` is neither path nor bytes.
        ReadError: it is missing, unreadable, a folder, binary, broken, or of no known encoding.
        LimitError: it passes one of the limits, which the message names.
        MissingExtraError: its format needs an optional dependency.

    >>> source = read("CHỈ THỊ\\nSố: 47/CT-TTg\\nHà Nội, ngày 26 tháng 11 năm 2019".encode())
    >>> source.metadata["published"], source.id
    ('2019-11-26', None)
    >>> start, end = source.metadata["spans"]["document_number"][0]
    >>> source.text[start:end]
    '47/CT-TTg'
    """
    if format is not None and format not in _FORMATS:
        raise ReadError(f"format: {format!r} is not known; give one of {', '.join(_FORMATS)}, or None")
    limits = limits or Limits()
    if isinstance(source, bytes | bytearray | memoryview):
        data, name, path, id = bytes(source), "the bytes", "", None
        if len(data) > limits.max_bytes:
            raise LimitError(limits.passed(name, f"{len(data)} bytes", "max_bytes"))
    elif isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        if not isinstance(path, str):
            raise TypeError(f"source: expected a path of str, got one of {type(path).__name__}")
        data, name, id = _bytes_of(path, limits), path, path
    else:
        raise TypeError(f"source: expected a path or bytes, got {type(source).__name__}")
    if is_packed(data):
        data = unpacked(data, name, limits)
        path = path.removesuffix(SUFFIXES[0]).removesuffix(SUFFIXES[1])
    text, metadata, furniture = _text_of(data, name, format or _format_of(data, path), unwrap, limits)
    if len(text) > limits.max_characters:
        raise LimitError(limits.passed(name, f"a text of {len(text)} characters", "max_characters"))
    return _inspected(Source(text, FrozenDict(metadata), None, id), furniture)


def _bytes_of(path: str, limits: Limits) -> bytes:
    try:
        if os.path.isdir(path):
            raise ReadError(f"{path}: a folder, not a file; give the files in it")
        size = os.path.getsize(path)
        if size > limits.max_bytes:
            raise LimitError(limits.passed(path, f"{size} bytes", "max_bytes"))
        with open(path, "rb") as file:
            data = file.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ReadError(f"{path}: cannot be read ({reason})") from None
    if len(data) > limits.max_bytes:  # a device has no size
        raise LimitError(limits.passed(path, f"more than {limits.max_bytes} bytes", "max_bytes"))
    return data


def _format_of(data: bytes, path: str) -> str:
    """By content; the name decides only where a page does not begin like one."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    plain = data[:8192].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
    if _HTML_START.match(plain) or _ARCHIVE_START.match(plain):
        return "html"
    named = Path(path).suffix.lower() in _HTML_SUFFIXES
    return "html" if named and _HTML_LATER.search(plain) else "text"


def _text_of(
    data: bytes, name: str, format: str, unwrap: bool | None, limits: Limits
) -> tuple[str, dict[str, Any], _Ranges]:
    for start, what in _FOREIGN:
        if data.startswith(start):
            raise ReadError(f"{name}: {what}")
    if format == "html":
        from nqtext.reading.html import read_html

        return (*read_html(data, name, limits), ())
    if format == "docx":
        from nqtext.reading.docx import read_docx

        return read_docx(data, name, limits), {}, ()
    if format == "pdf":
        from nqtext.reading.pdf import read_pdf

        text, furniture = read_pdf(data, name, limits)
        return text, {}, furniture
    text = decode(data, name)
    if unwrap is None:
        from nqtext.reading.wrapping import is_wrapped

        unwrap = is_wrapped(text)
    return _unwrapped(text) if unwrap else (text, {}, ())


def read_text(text: str, id: str | None, metadata: Mapping[str, Any], unwrap: bool = False) -> Source:
    """A text that is at hand, with its furniture marked and metadata read, as :func:`read` gives one.

    Args:
        text: the text.
        id: its identifier.
        metadata: what is known about it.
        unwrap: whether its lines are joined into paragraphs.

    >>> read_text("CHỈ THỊ\\nSố: 47/CT-TTg\\nHà Nội, ngày 26 tháng 11 năm 2019", "a", {}).metadata["place"]
    'Hà Nội'
    """
    furniture: _Ranges = ()
    if unwrap:
        text, _, furniture = _unwrapped(text)
    return _inspected(Source(text, FrozenDict(metadata), None, id), furniture)


def _unwrapped(text: str) -> tuple[str, dict[str, Any], _Ranges]:
    from nqtext.reading.pages import assembled, pages_of_text

    joined, furniture = assembled(pages_of_text(text))
    return joined, {}, furniture


def _inspected(source: Source, furniture: _Ranges) -> Source:
    """The source with what its lines tell, beside what its format told."""
    from nqtext.reading.portal import inspect
    from nqtext.segmentation.paragraphs import paragraph_spans

    folded = fold(source.text)
    inspection = inspect(folded, source, furniture)
    spans = folded.spans(paragraph_spans(folded.text)).tolist()
    marked = [(start, end) for (start, end), mark in zip(spans, inspection.furniture, strict=True) if mark]
    ranges = tuple(sorted({*marked, *furniture}))
    return Source(source.text, FrozenDict(inspection.metadata), ranges, source.id)
