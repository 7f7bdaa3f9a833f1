"""Word files: their paragraphs as a reader of the page sees them.

Numbers that Word makes itself are written out, tables come row by row, footnotes at the end, text
boxes after the paragraph that holds them, and tracked changes as if they were accepted.  The parts
of the file are read with lxml, for an article's numbering, boxes and changes lie below what
libraries for writing Word files show.  Nothing is run and nothing is fetched: macros, fields and
links are left alone, and entities are not expanded.  Needs the extra ``docx``.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Any

from nqtext.errors import LimitError, MissingExtraError, ReadError
from nqtext.reading.docx_fonts import Fonts
from nqtext.reading.docx_numbering import Numbering, attribute, children, first
from nqtext.reading.docx_text import State, lines_of, notes_of
from nqtext.reading.legacy import convert, recognise
from nqtext.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_docx"]

_DOCUMENT = "word/document.xml"


def read_docx(data: bytes, name: str, limits: Limits | None = None) -> str:
    """The text of a Word file.

    Args:
        data: the file.
        name: what to call it in an error.
        limits: holds ``max_unpacked_bytes``.

    Returns:
        One paragraph a line.  A row of a table is one line, its cells divided by `` | ``; a table that only
        places text side by side, as in the head of official documents, is read cell by cell.  The mark of
        a footnote is ``[1]``, in the text and before the note at the end.

    Raises:
        MissingExtraError: lxml is not installed.
        LimitError: it unpacks to more than the limit.
        ReadError: it is no Word file, or broken, or holds no text.
    """
    archive = _opened(data, name, limits or Limits())
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError("reading DOCX", "docx") from None
    # Depth stays limited and entities unexpanded, whatever the file declares.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        with archive:
            lines = list(_lines(archive, lambda part: etree.fromstring(part, parser)))
    except ReadError as error:
        raise ReadError(f"{name}: {error}") from None
    except Exception as error:
        raise ReadError(f"{name}: a broken Word file ({type(error).__name__}: {error})") from error
    text = "\n".join(lines)
    encoding = recognise(text)
    if encoding is not None:
        text = convert(text, encoding)
    if not lines:
        raise ReadError(f"{name}: the Word file holds no text (is it a picture of a page?)")
    return text


def _opened(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadError(f"{name}: a broken or truncated DOCX file ({error}); get the whole file") from None
    if not any(entry.filename.startswith("word/") for entry in entries):
        raise ReadError(f"{name}: a ZIP archive, but no Word document ({_DOCUMENT} is missing)")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError(f"{name}: an encrypted file; remove the password first")
    unpacked = sum(entry.file_size for entry in entries)  # zipfile reads no entry beyond what it says
    if unpacked > limits.max_unpacked_bytes:
        raise LimitError(limits.passed(name, f"unpacks to {unpacked} bytes", "max_unpacked_bytes"))
    return archive


def _lines(archive: zipfile.ZipFile, parsed: Any) -> Iterator[str]:
    names = frozenset(archive.namelist())

    def part(name: str) -> Any:
        """The root of a part, None where the file does not have it."""
        if name not in names:
            return None
        root = parsed(archive.read(name))
        if root.getroottree().docinfo.doctype:
            raise ReadError(f"a Word file whose part {name} declares a document type; save it anew in Word")
        return root

    main = _main_part(part, names)
    folder = posixpath.dirname(main)
    body = first(part(main), "body")
    if body is None:
        raise ReadError("a Word file without a body; save it anew in Word")
    styles = part(f"{folder}/styles.xml")
    numbering = Numbering(part(f"{folder}/numbering.xml"), styles)
    state = State(numbering, Fonts(styles, numbering))
    notes = {kind: part(f"{folder}/{kind}s.xml") for kind in ("footnote", "endnote")}
    yield from lines_of(body, state)
    yield from notes_of(notes, state)


def _main_part(part: Any, names: frozenset[str]) -> str:
    """The name of the part that is the document: as the package says, for not every tool calls it alike."""
    relations = part("_rels/.rels")
    for relation in () if relations is None else children(relations, "Relationship"):
        target = str(attribute(relation, "Target") or "").lstrip("/")
        if str(attribute(relation, "Type")).endswith("/officeDocument") and target in names:
            return target
    if _DOCUMENT not in names:
        raise ReadError(f"a ZIP archive, but no Word document ({_DOCUMENT} is missing)")
    return _DOCUMENT
