"""The blocks of a page: what stands on lines of its own when a browser shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.reading.official import is_motto
from nqtext.reading.official_foot import is_foot_line
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Block", "Outline", "blocks_of", "outline_of"]

_WHITE = re.compile(r"\s+")
_BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
#: Never shown, or no text of an article: they are passed over with all that is in them.
_SILENT = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video select button textarea "
    "input head title meta link".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_MAX_CELL = 600  # a longer cell is a part of the page's layout


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page.

    Attributes:
        text: what stands in it, blanks as one.
        linked: which share of it is links.
        kind: ``"heading"``, ``"caption"``, ``"row"`` or ``"text"``.
    """

    text: str
    linked: float
    kind: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a first walk over a page finds.

    Attributes:
        elements: how many elements it has.
        depth: how deep they are nested.
        tables: the tables that hold data.
    """

    elements: int
    depth: int
    tables: frozenset[Any]


def outline_of(tree: Any) -> Outline:
    """The outline of a page: one walk, whatever its nesting."""
    from lxml import etree

    elements = depth = deepest = 0
    opened: list[Any] = []
    innermost: list[Any] = []
    nested = False
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            elements += 1
            depth += 1
            deepest = max(deepest, depth)
            if node.tag == "table":
                opened.append(node)
                nested = False
        else:
            depth -= 1
            if node.tag == "table":
                opened.pop()
                if not nested:
                    innermost.append(node)
                nested = True
    return Outline(elements, deepest, frozenset(table for table in innermost if _is_data(table)))


def _is_data(table: Any) -> bool:
    """Whether a table holds data: several columns of short cells, not the head or foot of a document."""
    rows = 0
    for row in table.iter("tr"):
        cells = [_WHITE.sub(" ", cell.xpath("string()")).strip() for cell in row if cell.tag in ("td", "th")]
        if any(len(cell) > _MAX_CELL for cell in cells):
            return False
        if any(is_motto(folded) or is_foot_line(folded) for folded in (fold(cell).text for cell in cells)):
            return False
        rows += sum(map(bool, cells)) > 1
    return rows > 0


def blocks_of(tree: Any, tables: frozenset[Any]) -> Iterator[Block]:
    """The blocks of a page in order; a row of a table of data is one, its cells divided by `` | ``.

    Args:
        tree: the page.
        tables: the tables that hold data.
    """
    from lxml import etree

    parts: list[str] = []
    linked: list[str] = []
    links = rows = 0
    kind = "text"
    data: list[Any] = []
    behind_link = False

    def ended() -> Block | None:
        text = _WHITE.sub(" ", "".join(parts)).strip()
        share = len("".join("".join(linked).split())) / max(len("".join(text.split())), 1)
        parts.clear()
        linked.clear()
        text = text.rstrip(" |").lstrip() if rows or data else text
        return Block(text, share, kind) if text else None

    def say(text: str | None) -> None:
        nonlocal behind_link
        if text:
            parts.append(text)
            if links:
                linked.append(text)
            behind_link = False

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start" and (tag in _SILENT or not tag or _is_hidden(node)):
            walk.skip_subtree()  # its end comes all the same
            continue
        silent = tag in _SILENT or not tag or _is_hidden(node)
        breaks = tag in _BREAKING and not silent and (not rows or tag in ("tr", "table"))
        if breaks and (block := ended()):
            yield block
        if event == "start":
            if rows and tag in _BREAKING:
                parts.append(" ")
            if tag == "a":
                links += 1
                if behind_link:
                    parts.append(" ")
            if tag == "table" and node in tables:
                data.append(node)
            rows += tag == "tr" and bool(data)
            kind = _kind(tag, kind, bool(rows))
            say(node.text)
        else:
            if not silent:
                if tag == "a":
                    links -= 1
                    behind_link = True
                rows -= tag == "tr" and bool(data)
                if data and data[-1] is node:
                    data.pop()
                if rows and tag in ("td", "th"):
                    parts.append(" | ")
                if breaks:
                    kind = "text"
            if node is not tree:
                say(node.tail)
    if block := ended():
        yield block


def _kind(tag: str, kind: str, in_row: bool) -> str:
    if in_row:
        return "row"
    if tag in _HEADINGS:
        return "heading"
    if tag in ("figcaption", "caption"):
        return "caption"
    return "text" if tag in _BREAKING and kind == "row" else kind


def _is_hidden(node: Any) -> bool:
    style = node.get("style")
    return node.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)
