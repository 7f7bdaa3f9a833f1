"""The layout of a PDF page: from characters with boxes to lines in the order in which they are read.

Characters become pieces (without a wide gap), pieces that stand side by side become the rows of a table,
and pieces on either side of a gutter two columns: running text, the head of an official document, or its
recipients beside its signature.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqtext.reading.official import is_motto
from nqtext.reading.official_foot import is_foot_line
from nqtext.reading.wrapping import Line
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Glyph", "lines_of"]


class Glyph(NamedTuple):
    """A character and its box, in points from the lower left; ``made`` where the file does not draw it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    made: bool = False


@dataclass(slots=True)
class _Piece:
    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_GAP = 1.6  # a gap wider than so many heights of a character parts two pieces
_SPACE = 0.18  # and one wider than this two words
_MIN_COLUMN_ROWS = 6
_APART = 1.25  # a distance of so many usual ones is more space than usual


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a page in reading order.

    Args:
        glyphs: its characters in the order of the file.
    """
    pieces = [piece for piece in _pieces(glyphs) if piece.text]
    if not pieces:
        return []
    rows = _rows(pieces)
    lines: list[Line] = []
    for band, columns in _bands(rows):
        for column in columns:
            lines += _column(column, band)
    return lines


def _pieces(glyphs: Iterable[Glyph]) -> Iterator[_Piece]:
    """Runs of characters on one line, parted at wide gaps."""
    run: list[str] = []
    box = _Piece("", 0, 0, 0, 0)

    def ended() -> _Piece:
        text = unicodedata.normalize("NFC", " ".join("".join(run).split()))
        run.clear()
        return _Piece(text, box.left, box.right, box.bottom, box.top)

    for text, left, right, bottom, top, made in glyphs:
        if text in "\r\n" or (made and not text.isspace()):
            if text in "\r\n" and run:
                yield ended()
            continue
        if made or text.isspace():
            if run:
                run.append(" ")
            continue
        if text == "\ufffe" or text == "\x02":  # how PDFium shows a hyphen at the end of a line
            text = "-"
        if run:
            height = max(min(box.top - box.bottom, top - bottom), 1.0)
            level = min(box.top, top) - max(box.bottom, bottom) > 0.3 * height
            gap = left - box.right
            if not level or gap > _GAP * height or left < box.left - height:
                yield ended()
            elif gap > _SPACE * height and run[-1] != " ":
                run.append(" ")
        if not run:
            box = _Piece("", left, right, bottom, top)
        run.append(text)
        box.left, box.right = min(box.left, left), max(box.right, right)
        box.bottom, box.top = min(box.bottom, bottom), max(box.top, top)
    if run:
        yield ended()


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces on one level, from the top of the page to its bottom, each row from left to right."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < 0.4 * min(rows[-1][0].height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows


Band = tuple[float, float]


def _bands(rows: Sequence[list[_Piece]]) -> Iterator[tuple[Band, list[list[list[_Piece]]]]]:
    """Bands of the page from top to bottom, each with its columns, each of them a list of rows."""
    low = min(row[0].left for row in rows)
    high = max(row[-1].right for row in rows)
    gutter = _gutter(rows, low, high)
    sides = [_side(row, gutter) for row in rows] if gutter is not None else [""] * len(rows)
    at = 0
    for divided, group in groupby(range(len(rows)), key=lambda i: sides[i] != ""):
        band = list(group)
        part = [rows[i] for i in band]
        at += len(part)
        if gutter is not None and divided and _is_columns(part, sides[band[0] : at], gutter, low, high):
            left = [[piece for piece in row if piece.right <= gutter] for row in part]
            right = [[piece for piece in row if piece.right > gutter] for row in part]
            yield (low, high), [[row for row in side if row] for side in (left, right)]
        else:
            yield (low, high), [part]


def _gutter(rows: Sequence[Sequence[_Piece]], low: float, high: float) -> float | None:
    """Where the fewest pieces are cut in the middle of the page; None where no row has two pieces."""
    if not any(len(row) > 1 for row in rows):
        return None
    best: tuple[int, float, float] | None = None
    width = high - low
    pieces = [piece for row in rows for piece in row if piece.right - piece.left < 0.6 * width]
    edges = sorted(piece.right for row in rows for piece in row[:-1])
    for edge in edges[:: max(len(edges) // 64, 1)]:
        x = edge + 1.0
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


def _is_columns(
    rows: Sequence[Sequence[_Piece]], sides: Sequence[str], gutter: float, low: float, high: float
) -> bool:
    """Whether rows beside a gutter are two columns and not the rows of a table."""
    if "both" not in sides and not ("left" in sides and "right" in sides):
        return False
    texts = [fold(piece.text).text for row in rows for piece in row]
    if any(is_motto(text) or is_foot_line(text) for text in texts):
        return True
    both = sum(side == "both" for side in sides)
    if len(rows) < _MIN_COLUMN_ROWS or any(len(row) > 2 for row in rows):
        return False
    left = sorted(piece.right - piece.left for row in rows for piece in row if piece.right <= gutter)
    right = sorted(piece.right - piece.left for row in rows for piece in row if piece.left >= gutter)
    filled = (
        bool(left and right)
        and left[len(left) // 2] > 0.7 * (gutter - low)
        and right[len(right) // 2] > 0.7 * (high - gutter) * 0.9
    )
    return filled and (both >= 0.4 * len(rows) or min(len(left), len(right)) >= _MIN_COLUMN_ROWS)


def _column(rows: Sequence[Sequence[_Piece]], band: Band) -> list[Line]:
    """The lines of a column; pieces that stand side by side are the cells of a row."""
    if not rows:
        return []
    lefts = sorted(row[0].left for row in rows)
    rights = sorted(row[-1].right for row in rows)
    low, high = lefts[len(lefts) // 10], rights[-1 - len(rights) // 20]
    if len(rows) < 3:
        low, high = band
    steps = sorted(step for above, row in pairwise(rows) if (step := above[0].middle - row[0].middle) > 1)
    usual = steps[len(steps) // 4] if steps else 0.0
    lines = []
    above: _Piece | None = None
    for row in rows:
        text = " | ".join(piece.text for piece in row)
        apart = above is not None and above.middle - row[0].middle > _APART * usual + 1
        alone = len(row) > 1  # a row of a table is a paragraph of its own
        lines.append(Line(text, row[0].left, row[-1].right, low, high, apart or alone))
        above = row[0]
    return lines
