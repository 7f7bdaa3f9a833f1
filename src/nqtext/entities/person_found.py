"""Persons and titles as one pass over a text finds them, before it is judged who is an official."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nqtext.entities.offices import Office

__all__ = ["Person", "Reading", "free"]


@dataclass
class Person:
    """A place where a person is named.

    Attributes:
        start: first code point of the span: its titles, or the name.
        end: one past the name.
        name: offset where the name begins.
        before: the offices before the name.
        after: the offices behind it.
        cover: the range of the titles behind the name.
        rule: how it was found.
    """

    start: int
    end: int
    name: int
    before: tuple[Office, ...] = ()
    after: tuple[Office, ...] = ()
    cover: tuple[int, int] | None = None
    rule: str = "title"


@dataclass
class Reading:
    """What one pass over a text finds."""

    persons: list[Person] = field(default_factory=list)
    alone: list[Office] = field(default_factory=list)
    covers: list[tuple[int, int]] = field(default_factory=list)


def free(taken: list[tuple[int, int]]) -> Callable[[int, int], bool]:
    """A function that says whether a range touches none of the given ones."""
    taken = sorted(taken)
    starts = [start for start, _ in taken]
    reach: list[int] = []
    for _, end in taken:
        reach.append(max(end, reach[-1] if reach else 0))

    def untouched(start: int, end: int) -> bool:
        at = bisect_left(starts, end)
        return not at or reach[at - 1] <= start

    return untouched
