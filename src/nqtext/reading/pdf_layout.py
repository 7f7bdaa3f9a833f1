"""The layout of a PDF page: from characters with boxes to lines in the order in which they are read.

Characters on one line become pieces, parted at wide gaps; pieces side by side are the cells of a table's
row, and pieces on either side of a gutter two columns: running text, the head of an official document, or its
recipients beside its signature.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqtext.reading.official import is_head_line, is_motto
from nqtext.reading.official_foot import is_foot_line
from nqtext.reading.pages import is_printed
from nqtext.reading.wrapping import Line, glued
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqtext.reading.pdf_tables import Grid

__all__ = ["Glyph", "lines_of"]


class Glyph(NamedTuple):
    """A character: the line that it stands on, and from where to where it takes room, in points."""

    text: str
    base: float
    left: float
    right: float
    height: float


@dataclass(slots=True)
class _Piece:
    text: str
    base: float
    left: float
    right: float


_CAPITAL = 1.35  # a font is so much larger than its capital letters
_GAP = 1.3  # a gap wider than so many sizes of the font parts two pieces
_SPACE = 0.09  # and one wider than this two words
_LEVEL = 0.35  # characters whose lines differ less stand on one, raised marks of notes among them
_TWICE = 0.12  # a character drawn again so near makes it bold
_MIN_COLUMN_ROWS = 6
_FAR = 2.5  # a row so many sizes of the font apart may be the head or foot of a page
_HEAD_ROWS = 10
_APART = 1.25  # a distance of so many usual ones is more space than usual


def lines_of(glyphs: Iterable[Glyph], grids: Sequence[Grid] = ()) -> list[Line]:
    """The lines of a page in reading order.

    Args:
        glyphs: its characters, in whatever order the file draws them.
        grids: its tables with rules, from the top.
    """
    glyphs = list(glyphs)
    heights = sorted(glyph.height for glyph in glyphs if not glyph.text.isspace())
    usual = _CAPITAL * heights[len(heights) // 2] if heights else 1.0
    tables = []
    for grid in grids:
        glyphs, found = _table(glyphs, grid, usual)
        tables += found
    rows = [pieces for row in _rows(glyphs) if (pieces := _pieces(row, usual))]
    lines: list[Line] = []
    at = 0
    for top, table in [*tables, (None, [])]:
        start = at
        while at < len(rows) and (top is None or rows[at][0].base > top):
            at += 1
        for part in _between_edges(rows[start:at], usual):
            for column, margins, between in _bands(part):
                lines += _column(column, margins, between)
        lines += table
    return lines


def _table(
    glyphs: list[Glyph], grid: Grid, usual: float
) -> tuple[list[Glyph], list[tuple[float, list[Line]]]]:
    """What does not stand in a table, and where the table begins with its rows, if it is one of data."""
    cells: dict[tuple[float, float], list[Glyph]] = {}
    rest = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base + 0.3 * glyph.height
        if grid.holds(x, y):
            cells.setdefault(grid.cell(x, y), []).append(glyph)
        else:
            rest.append(glyph)
    texts = {place: _cell(cell, usual) for place, cell in cells.items()}
    folded = [fold(text).text for text in texts.values()]
    beside = any(grid.bottom < glyph.base < grid.top and not glyph.text.isspace() for glyph in rest)
    if beside or not any(folded) or any(is_motto(text) or is_foot_line(text) for text in folded):
        return glyphs, []
    left, right = grid.columns[0].at, grid.columns[-1].at
    lines = []
    for top in sorted({top for top, _ in texts}, reverse=True):
        places = sorted({*grid.cells(top), *(place for place in texts if place[0] == top)})
        row = " | ".join(texts.get(place, "") for place in places).rstrip(" |").lstrip()
        if row:
            lines.append(Line(row, left, right, left, right, True, whole=True))
    return rest, [(grid.top, lines)]


def _cell(glyphs: Iterable[Glyph], usual: float) -> str:
    """The text of a cell, its lines joined."""
    texts = [" ".join(piece.text for piece in _pieces(row, usual)) for row in _rows(glyphs)]
    return glued([Line(text, 0.0, 0.0, 0.0, 0.0) for text in texts if text])


def _between_edges(rows: Sequence[list[_Piece]], usual: float) -> Iterator[Sequence[list[_Piece]]]:
    """The parts of a page; apart from them its first and last row, where they stand far from the others."""
    steps = [above[0].base - row[0].base for above, row in pairwise(rows)]
    far = max(_FAR * usual, 2 * sorted(steps)[len(steps) // 2]) if steps else 0.0
    many = len(rows) > 2
    first = many and (is_printed(rows[0][0].text) or (steps[0] > far and not _is_edge(rows[:1])))
    last = many and (is_printed(rows[-1][0].text) or steps[-1] > far)
    if first:
        yield rows[:1]
    yield from _parts(rows[first : len(rows) - last])
    if last:
        yield rows[-1:]


def _parts(rows: Sequence[list[_Piece]]) -> Iterator[Sequence[list[_Piece]]]:
    """A page, and apart from it the head of a document whose two columns stand above two columns of text."""
    motto = any(is_motto(fold(piece.text).text) for row in rows[:4] for piece in row[1:])
    if motto:
        head = [i + 1 for i, row in enumerate(rows[:_HEAD_ROWS]) if _is_edge([row])]
        low, high = min(row[0].left for row in rows), max(row[-1].right for row in rows)
        below = rows[head[-1] :]
        gutter = _gutter(below, low, high)
        if gutter is not None and _is_columns(
            [row for row in below if _side(row, gutter)], gutter, low, high
        ):
            yield rows[: head[-1]]
            yield below
            return
    yield rows


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters on one line, from the top of the page to its bottom, each row from left to right.

    A font that lacks letters is helped out by another, whose letters are drawn later: where they stand
    counts, not when they come.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if rows and rows[-1][0].base - glyph.base < _LEVEL * max(rows[-1][0].height, glyph.height, 1.0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda glyph: glyph.left)
    return rows


def _pieces(row: Sequence[Glyph], usual: float) -> list[_Piece]:
    """The runs of characters of a row, parted at wide gaps."""
    letters = [glyph for glyph in row if not glyph.text.isspace()]
    # The boxes of letters with marks above or below are higher than the font.
    heights = sorted(glyph.height for glyph in letters if glyph.text.isascii())
    heights = heights or sorted(glyph.height for glyph in letters)
    if not heights:
        return []
    size = max(_CAPITAL * heights[int(0.8 * (len(heights) - 1))], 0.7 * usual, 1.0)
    pieces: list[_Piece] = []
    run: list[str] = []
    empty = True  # whether nothing but blanks is in the run
    before: Glyph | None = None
    left = right = row[0].left

    def end() -> None:
        nonlocal empty
        text = unicodedata.normalize("NFC", " ".join("".join(run).split()))
        if text:
            pieces.append(_Piece(text, row[0].base, left, right))
        run.clear()
        empty = True

    for glyph in row:
        if glyph.text.isspace():
            run.append(" ")
            continue
        if before is not None:
            if glyph.text == before.text and glyph.left - before.left < _TWICE * size:
                continue
            gap = glyph.left - right
            if gap > _GAP * size:
                end()
            elif gap > _SPACE * size:
                run.append(" ")
        if empty:
            left, empty = glyph.left, False
        run.append(glyph.text)
        right = max(right, glyph.right) if before is not None else glyph.right
        before = glyph
    end()
    return pieces


_Margins = tuple[float | None, float | None]


def _bands(rows: Sequence[list[_Piece]]) -> Iterator[tuple[list[list[_Piece]], _Margins, str]]:
    """The columns of the page in reading order: rows, their margins where known, what parts pieces."""
    if not rows:
        return
    low = min(row[0].left for row in rows)
    high = max(row[-1].right for row in rows)
    lefts, rights = sorted(row[0].left for row in rows), sorted(row[-1].right for row in rows)
    edges = (lefts[len(lefts) // 10], rights[-1 - len(rights) // 20])
    gutter = _gutter(rows, low, high)
    sides = [_side(row, gutter) for row in rows] if gutter is not None else [""] * len(rows)
    at = 0
    for divided, group in groupby(range(len(rows)), key=lambda i: sides[i] != ""):
        start, at = at, at + len(list(group))
        part = list(rows[start:at])
        columns = gutter is not None and divided and _is_columns(part, gutter, low, high)
        edge = divided and not columns and _is_two(sides[start:at]) and _is_edge(part)
        if gutter is not None and (edge or columns):
            rest: list[list[_Piece]] = []
            if edge and not _has_foot(part):  # short lines below a head are no part of its left column
                last = max(i for i in range(start, at) if sides[i] != "left") + 1 - start
                part, rest = part[:last], part[last:]
            left = [[piece for piece in row if piece.right <= gutter] for row in part]
            right = [[piece for piece in row if piece.right > gutter] for row in part]
            # Few and short lines do not show how wide their column is.
            yield [row for row in left if row], (None, gutter if edge else None), " "
            yield [row for row in right if row], (None, high if edge else None), " "
            if rest:
                yield rest, edges, " | "
        else:
            yield part, edges, " | "


def _gutter(rows: Sequence[Sequence[_Piece]], low: float, high: float) -> float | None:
    """Where the fewest pieces are cut in the middle of the page; None where no row has two pieces."""
    if not any(len(row) > 1 for row in rows):
        return None
    best: tuple[int, float, float] | None = None
    width = high - low
    pieces = [piece for row in rows for piece in row if piece.right - piece.left < 0.6 * width]
    gaps = sorted((left.right + right.left) / 2 for row in rows for left, right in pairwise(row))
    for x in gaps[:: max(len(gaps) // 64, 1)]:
        if not low + 0.25 * width <= x <= low + 0.75 * width:
            continue
        cut = sum(piece.left < x < piece.right for piece in pieces)
        key = (cut, abs(x - low - width / 2), x)
        best = key if best is None or key < best else best
    return None if best is None else best[2]


def _side(row: Sequence[_Piece], gutter: float) -> str:
    """Where a row stands: left, right or on both sides of the gutter; "" where it crosses."""
    if any(piece.left < gutter < piece.right for piece in row):
        return ""
    left = any(piece.right <= gutter for piece in row)
    return "both" if left and row[-1].right > gutter else "left" if left else "right"


def _is_two(sides: Sequence[str]) -> bool:
    return "both" in sides or ("left" in sides and "right" in sides)


def _is_edge(rows: Sequence[Sequence[_Piece]]) -> bool:
    """Whether rows are the head or the foot of an official document."""
    return _has_foot(rows) or any(is_head_line(fold(piece.text).text) for row in rows for piece in row)


def _has_foot(rows: Sequence[Sequence[_Piece]]) -> bool:
    return any(is_foot_line(fold(piece.text).text) for row in rows for piece in row)


def _is_columns(rows: Sequence[Sequence[_Piece]], gutter: float, low: float, high: float) -> bool:
    """Whether rows beside a gutter are two columns of running text and not the rows of a table."""
    left = _extents([[piece for piece in row if piece.right <= gutter] for row in rows])
    right = _extents([[piece for piece in row if piece.left >= gutter] for row in rows])
    if min(len(left), len(right)) < _MIN_COLUMN_ROWS:
        return False
    # Running text fills its column; the cells of a table do not.
    return left[len(left) // 2] > 0.7 * (gutter - low) and right[len(right) // 2] > 0.65 * (high - gutter)


def _extents(rows: Sequence[Sequence[_Piece]]) -> list[float]:
    """How wide each row is, from the least."""
    return sorted(row[-1].right - row[0].left for row in rows if row)


def _column(rows: Sequence[Sequence[_Piece]], margins: _Margins, between: str) -> list[Line]:
    """The lines of a column; pieces that stand side by side on a whole page are the cells of a row."""
    if not rows:
        return []
    lefts = sorted(row[0].left for row in rows)
    rights = sorted(row[-1].right for row in rows)
    low = lefts[len(lefts) // 10] if margins[0] is None else margins[0]
    high = rights[-1 - len(rights) // 20] if margins[1] is None else margins[1]
    usual = _step(rows, high)
    lines = []
    above: _Piece | None = None
    for row in rows:
        text = between.join(piece.text for piece in row)
        alone = len(row) > 1 and between != " "  # a row of a table is a paragraph of its own
        apart = alone or above.base - row[0].base > _APART * usual + 1 if above is not None else None
        lines.append(Line(text, row[0].left, row[-1].right, low, high, apart, whole=alone))
        above = row[0]
    return lines


def _step(rows: Sequence[Sequence[_Piece]], high: float) -> float:
    """The distance of two lines of one paragraph: of those that surely are, else of the nearest lines."""
    steps, sure = [], []
    for above, row in pairwise(rows):
        step = above[0].base - row[0].base
        if step > 1:
            steps.append(step)
            if len(above) == len(row) == 1 and row[0].text[0].islower() and above[0].right > 0.9 * high:
                sure.append(step)
    steps.sort()
    sure.sort()
    return sure[len(sure) // 2] if len(sure) > 1 else steps[len(steps) // 4] if steps else 0.0
