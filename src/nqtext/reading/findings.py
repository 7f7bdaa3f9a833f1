"""What was found in the lines of an article, and where in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Findings", "Place", "mapped"]

_WORD = re.compile(r"\S+")


class Place(NamedTuple):
    """A range of code points in a line."""

    line: int
    start: int
    end: int


class Findings:
    """Values by key, each with the places where it is written.

    >>> found = Findings()
    >>> found.put("place", "Hà Nội", Place(2, 0, 6))
    >>> "place" in found, found.values["place"], found.places["place"][0].line
    (True, 'Hà Nội', 2)
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, tuple[Place, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def put(self, key: str, value: Any, *places: Place) -> None:
        """Keep a value and its places; what is known already stays."""
        if key not in self.values:
            self.values[key] = value
            self.places[key] = places

    def take(self, other: Findings) -> None:
        """Keep what another found, too."""
        for key, value in other.values.items():
            self.put(key, value, *other.places[key])

    def list(self, key: str, lines: Sequence[str], places: Iterable[Place]) -> None:
        """Keep a list of texts by their places; an empty one is not kept."""
        known = tuple(places)
        if known:
            self.put(key, tuple(lines[line][start:end] for line, start, end in known), *known)


def mapped(raw: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in ``" ".join(raw.split())`` as ranges in the raw line.

    >>> list(mapped("  Số:  7/CT", [(0, 3), (4, 8)]))
    [(2, 5), (7, 11)]
    """
    words = [(match.start(), match.end()) for match in _WORD.finditer(raw)]
    for start, end in places:
        at = 0
        found = [0, 0]
        for i, wanted in enumerate((start, end - 1)):
            at = 0
            for first, last in words:
                if wanted < at + last - first:
                    found[i] = first + wanted - at
                    break
                at += last - first + 1
        yield found[0], found[1] + 1
