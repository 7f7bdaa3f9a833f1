"""Tables with rules on a PDF page: which cell a character stands in, so that a cell of several lines is one.

Writers draw the rules of a table as they like: cell by cell, as lines or as thin boxes.  Pieces of one
rule are put together first; rules that touch make a grid.  A table without rules is no grid: its rows are
told by their gaps (see :mod:`nqtext.reading.pdf_layout`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Grid", "Rule", "grids_of"]

_NEAR = 3.0  # pieces of rules that are so near touch
_MAX_RULES = 150  # of one direction; what has more is a drawing
_MIN_EDGES = 3  # two columns have three edges


class Rule(NamedTuple):
    """A straight line: where it stands, across its direction, and from where to where it goes, in points."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Whether the rule passes a place."""
        return self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of a table.

    Attributes:
        rows: its horizontal rules, from the top of the page.
        columns: its vertical rules, from the left.
    """

    rows: tuple[Rule, ...]
    columns: tuple[Rule, ...]

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.rows[0].at

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.rows[-1].at

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the table."""
        return self.bottom < y < self.top and self.columns[0].at - 1 < x < self.columns[-1].at + 1

    def cell(self, x: float, y: float) -> tuple[float, float]:
        """The cell of a point that is in the table: where its upper and its left rule are."""
        above = [rule.at for rule in self.rows if rule.at >= y and rule.covers(x)]
        left = [rule.at for rule in self.columns if rule.at <= x + 1 and rule.covers(y)]
        return min(above, default=self.top), max(left, default=self.columns[0].at)

    def cells(self, top: float) -> list[tuple[float, float]]:
        """The cells of the row below a rule, from the left."""
        return [(top, rule.at) for rule in self.columns[:-1] if rule.covers(top - 2 * _NEAR)]


def grids_of(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Grid]:
    """The tables that rules make, from the top of the page.

    >>> grid, = grids_of([Rule(90, 10, 50), Rule(50, 10, 50)], [Rule(x, 50, 90) for x in (10, 30, 50)])
    >>> grid.cell(35, 60)
    (90, 30)
    """
    rows, columns = _merged(horizontal), _merged(vertical)
    if not 2 <= len(rows) <= _MAX_RULES or not _MIN_EDGES <= len(columns) <= _MAX_RULES:
        return []
    group = list(range(len(rows)))  # by union: the first row of the table that a row belongs to

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    touching: list[int | None] = []
    for column in columns:
        met = [i for i, row in enumerate(rows) if column.covers(row.at) and row.covers(column.at)]
        for i in met[1:]:
            group[root(i)] = root(met[0])
        touching.append(met[0] if met else None)
    grids = []
    for first in sorted({root(i) for i in range(len(rows))}):
        own = [row for i, row in enumerate(rows) if root(i) == first]
        edges = [
            column
            for column, met in zip(columns, touching, strict=True)
            if met is not None and root(met) == first
        ]
        if len(_levels(own)) >= 2 and len(_levels(edges)) >= _MIN_EDGES:
            grids.append(Grid(tuple(sorted(own, reverse=True)), tuple(sorted(edges))))
    return sorted(grids, key=lambda grid: -grid.top)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules, the pieces of each put together, and those that stand on almost one line moved onto it."""
    rules = list(rules)
    levels = _levels(rules)
    pieces: dict[float, list[Rule]] = defaultdict(list)
    for rule in rules:
        pieces[levels[max(bisect_left(levels, rule.at + 1e-6) - 1, 0)]].append(rule)
    merged: list[Rule] = []
    for level, parts in pieces.items():
        parts.sort(key=lambda rule: rule.start)
        start, end = parts[0].start, parts[0].end
        for part in parts[1:]:
            if part.start > end + _NEAR:
                merged.append(Rule(level, start, end))
                start, end = part.start, part.end
            end = max(end, part.end)
        merged.append(Rule(level, start, end))
    return merged


def _levels(rules: Sequence[Rule]) -> list[float]:
    """Where rules stand, those that are near counted as one."""
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not levels or at > levels[-1] + _NEAR:
            levels.append(at)
    return levels
