"""The text of a Word document's body: paragraphs, tables, boxes and notes, each as one line or several."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nqtext.reading.docx_numbering import Numbering, attribute, children, first
from nqtext.reading.official import is_head_line
from nqtext.reading.official_foot import is_foot_line
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqtext.reading.docx_fonts import Fonts

__all__ = ["State", "lines_of", "notes_of"]

_BREAKS = re.compile(r"[\r\n\v\f]+")
_BLANKS = re.compile(r"[ \t]+")
#: Elements that only hold others; what was deleted or moved away (``del``, ``moveFrom``) is not among them.
_HOLDERS = frozenset(
    "ins moveTo smartTag sdt sdtContent customXml hyperlink fldSimple dir bdo AlternateContent Choice "
    "object ruby rubyBase drawing pict".split()
)
_BLOCKS = frozenset(("p", "tbl"))
_MARKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
#: A table with more rows or columns holds data, whatever its borders.
_MAX_BESIDE_ROWS, _MAX_BESIDE_COLUMNS = 6, 3


@dataclass(frozen=True, slots=True)
class State:
    """What is known while a document is read.

    Attributes:
        numbering: counts the numbered paragraphs.
        fonts: tells what runs show.
        marks: the marks of the notes that were referred to, by kind and id.
    """

    numbering: Numbering
    fonts: Fonts
    marks: dict[tuple[str, str], str] = field(default_factory=dict)


def lines_of(body: Any, state: State) -> Iterator[str]:
    """The lines of a body, a cell, a box or a note.

    Args:
        body: the element that holds the blocks.
        state: what is known, and counted, so far.
    """
    before = ""  # text of a paragraph whose end was deleted: it goes on in the next
    for block in _blocks(body):
        if _name(block) == "tbl":
            yield from _table(block, state)
            continue
        boxes: list[Any] = []
        properties = first(block, "pPr")
        text = before + "".join(_text(block, properties, state, boxes))
        before = ""
        if first(properties, "rPr", "del") is not None:
            before = text
            continue
        lines = [_BLANKS.sub(" ", line).strip() for line in _BREAKS.split(text)]
        lines = [line for line in lines if line]
        mark = state.numbering.mark(properties)  # an empty paragraph is counted, too
        for line in lines:
            yield mark + line
            mark = ""
        for box in boxes:
            yield from lines_of(box, state)
    if before.strip():
        yield _BLANKS.sub(" ", before).strip()


def notes_of(parts: Mapping[str, Any], state: State) -> Iterator[str]:
    """The notes that were referred to, in the order of their marks, each with its mark before it.

    Args:
        parts: the roots of the parts that hold the notes, by kind; None where there is none.
        state: what is known after the body was read.
    """
    notes = {
        (kind, attribute(note, "id") or ""): note
        for kind, part in parts.items()
        for note in (() if part is None else children(part, kind))
    }
    for key, mark in state.marks.items():
        if key in notes:
            lines = list(lines_of(notes[key], replace(state, marks={})))
            if lines:
                yield " ".join((mark, *lines))


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _blocks(body: Any) -> Iterator[Any]:
    for node in body:
        name = _name(node)
        if name in _BLOCKS:
            yield node
        elif name in _HOLDERS:
            yield from _blocks(node)


def _text(node: Any, paragraph: Any, state: State, boxes: list[Any]) -> Iterator[str]:
    """The text inside a paragraph; the text boxes in it are put aside."""
    for child in node:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name == "r":
            properties = first(child, "rPr")
            if first(properties, "vanish") is None:
                text = "".join(_text(child, paragraph, state, boxes))
                yield state.fonts.shown(text, properties, paragraph)
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "br":
            yield "\n"
        elif name in ("footnoteReference", "endnoteReference"):
            key = (name.removesuffix("Reference"), attribute(child, "id") or "")
            yield state.marks.setdefault(key, f"[{len(state.marks) + 1}]")
        elif name in ("drawing", "pict"):
            boxes.extend(_boxes(child))
        elif name in _HOLDERS:
            yield from _text(child, paragraph, state, boxes)


def _boxes(node: Any) -> Iterator[Any]:
    """The outermost text boxes of a drawing; what older programs are shown instead is left out."""
    for child in node:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name != "Fallback":
            yield from _boxes(child)


def _table(table: Any, state: State) -> Iterator[str]:
    rows = [[list(lines_of(cell, state)) for cell in cells] for cells in _rows(table)]
    if _is_beside(table, rows, state.numbering):
        for row in rows:
            for cell in row:
                yield from cell
        return
    for row in rows:
        line = " | ".join(" ".join(cell) for cell in row).rstrip(" |").lstrip()
        if line:
            yield line


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in _held(table, "tr"):
        if first(row, "trPr", "del") is None:
            yield [cell for cell in _held(row, "tc") if first(cell, "tcPr", "cellDel") is None]


def _held(node: Any, wanted: str) -> Iterator[Any]:
    for child in node:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in _HOLDERS:
            yield from _held(child, wanted)


def _is_beside(table: Any, rows: Sequence[Sequence[Sequence[str]]], numbering: Numbering) -> bool:
    """Whether a table only places text side by side: the head of a document, its signature, two columns."""
    if len(rows) > _MAX_BESIDE_ROWS or any(len(row) > _MAX_BESIDE_COLUMNS for row in rows):
        return False
    lines = [fold(line).text.strip() for row in rows for cell in row for line in cell]
    if any(is_head_line(line) or is_foot_line(line) for line in lines):
        return True
    return any(len(cell) > 1 for row in rows for cell in row) and not _is_ruled(table, numbering)


def _is_ruled(table: Any, numbering: Numbering) -> bool:
    """Whether a table has lines of its own, or of its style."""
    properties = first(table, "tblPr")
    own = first(properties, "tblBorders")
    holders = [] if own is None else [own]
    if own is None:
        style = attribute(first(properties, "tblStyle"))
        inherited = (first(node, "tblPr", "tblBorders") for _, node in numbering.chain(style))
        holders = [next((borders for borders in inherited if borders is not None), ())]
    holders += [
        borders
        for cells in _rows(table)
        for cell in cells
        if (borders := first(cell, "tcPr", "tcBorders")) is not None
    ]
    return any(attribute(side) not in (None, "none", "nil") for borders in holders for side in borders)
