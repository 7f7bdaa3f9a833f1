"""Word files, through python-docx: paragraphs with their list marks, tables row by row.

Nothing is run: macros, fields and links are left alone.  Needs the extra ``docx``.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from nqtext.errors import LimitError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_UNPACKED_BYTES", "read_docx"]

#: A file that unpacks to more is refused: a zip bomb, or no article.
MAX_UNPACKED_BYTES = 200_000_000

_BREAKS = re.compile(r"[\r\n\v\f]+")
_BLANKS = re.compile(r"[ \t]+")
_DOCUMENT = "word/document.xml"


def read_docx(data: bytes, name: str) -> str:
    """The text of a Word file.

    Args:
        data: the file.
        name: what to call it in an error.

    Returns:
        One paragraph a line.  A row of a table is one line, its cells divided by `` | ``; a table that only
        places text side by side, as in the head of official documents, is read cell by cell.

    Raises:
        MissingExtraError: python-docx is not installed.
        LimitError: it unpacks to more than :data:`MAX_UNPACKED_BYTES`.
        ReadError: it is no Word file, or broken, or holds no text.
    """
    _check(data, name)
    try:
        import docx
    except ImportError:
        raise MissingExtraError("reading DOCX", "docx") from None
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except Exception as error:
        raise ReadError(f"{name}: a broken Word file ({type(error).__name__}: {error})") from error
    if not lines:
        raise ReadError(f"{name}: the Word file holds no text (is it a picture of a page?)")
    return "\n".join(lines)


def _check(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise ReadError(f"{name}: a broken or truncated DOCX file ({error}); get the whole file") from None
    if not any(entry.filename == _DOCUMENT for entry in entries):
        raise ReadError(f"{name}: a ZIP archive, but no Word document ({_DOCUMENT} is missing)")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError(f"{name}: an encrypted file; remove the password first")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise LimitError(
            f"{name}: unpacks to {unpacked} bytes, the limit MAX_UNPACKED_BYTES is {MAX_UNPACKED_BYTES}"
        )


def _lines(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
        else:
            yield from _paragraph(block)


def _paragraph(paragraph: Any) -> Iterator[str]:
    mark = _list_mark(paragraph)
    for line in _BREAKS.split(paragraph.text):
        line = _BLANKS.sub(" ", line).strip()
        if line:
            yield mark + line
            mark = ""


def _list_mark(paragraph: Any) -> str:
    """A dash for an automatic bullet; automatic numbers are not written in the file."""
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    return "- " if style.startswith("list bullet") else ""


def _table(table: Any) -> Iterator[str]:
    rows = [[list(_cell(cell)) for cell in _cells(row)] for row in table.rows]
    beside = len(rows) <= 3 and all(len(row) <= 3 for row in rows)
    if beside and any(len(cell) > 1 for row in rows for cell in row):
        for row in rows:
            for cell in row:
                yield from cell
        return
    for row in rows:
        line = " | ".join(" ".join(cell) for cell in row if cell)
        if line:
            yield line


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row; one that is merged over several columns comes once."""
    seen: set[int] = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:
            seen.add(id(cell._tc))
            yield cell


def _cell(cell: Any) -> Iterator[str]:
    from docx.table import Table

    for block in cell.iter_inner_content():
        yield from _table(block) if isinstance(block, Table) else _paragraph(block)
