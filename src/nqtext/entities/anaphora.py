"""What a word that only points at something means: "Nghị quyết này", "Bộ", "Quỹ".

A pointer has a *kind*, the word that it repeats, and may mean any referent of that kind that stands
before it.  The rules, tried in order, are about being sure rather than complete:

1. there is one such referent in the text before it;
2. one of several is named or pointed at in the same paragraph; where none is, in the paragraph before;
   where none is there either, a few lines above;
3. the last one is so far named more than twice as often as any other.

Otherwise the pointer has two readings and no link.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["Pointer", "Sighting", "resolve"]

_LINES = 400  # code points that count as near, where paragraphs are short
_DOMINANT = 2  # the last referent must be named more than so many times as often as any other


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word that points.

    Attributes:
        start: first code point.
        end: one past the last.
        kind: what it repeats, in lower case.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where a referent is named.

    Attributes:
        start: first code point.
        kind: the word that pointers at it repeat.
        referent: which thing is named.
    """

    start: int
    kind: str
    referent: str


class _Window:
    """The referents sighted from some offset on, which only moves forward."""

    def __init__(self, sightings: list[Sighting]) -> None:
        self._sightings = sightings
        self._counts: Counter[str] = Counter()
        self._begin = self._end = 0

    def since(self, start: int) -> Counter[str]:
        while self._end < len(self._sightings):
            self._counts[self._sightings[self._end].referent] += 1
            self._end += 1
        while self._begin < self._end and self._sightings[self._begin].start < start:
            gone = self._sightings[self._begin].referent
            self._counts[gone] -= 1
            if not self._counts[gone]:
                del self._counts[gone]
            self._begin += 1
        return self._counts


class _Kind:
    """The referents of one kind seen so far."""

    def __init__(self) -> None:
        self._seen: list[Sighting] = []
        self._counts: Counter[str] = Counter()
        self._leader, self._second = "", 0
        self._windows = [_Window(self._seen) for _ in range(3)]

    def see(self, sighting: Sighting) -> None:
        self._seen.append(sighting)
        self._counts[sighting.referent] += 1
        count, leading = self._counts[sighting.referent], self._counts[self._leader]
        if sighting.referent == self._leader:
            return
        if count > leading:
            self._leader, self._second = sighting.referent, leading
        else:
            self._second = max(self._second, count)

    def meant(self, starts: Sequence[int]) -> str | None:
        """The one referent that a pointer means, where near things begin at some offset, nearest first."""
        if len(self._counts) == 1:
            return self._leader
        for window, start in zip(self._windows, starts, strict=True):
            near = window.since(start)
            if len(near) == 1:
                return next(iter(near))
            if near:
                break
        last = self._seen[-1].referent if self._seen else None
        dominant = last == self._leader and self._counts[self._leader] > _DOMINANT * self._second
        return last if dominant else None


def resolve(
    context: Context, pointers: Iterable[Pointer], sightings: Iterable[Sighting]
) -> list[tuple[Pointer, str]]:
    """Find out what pointers mean.

    Args:
        context: what the recognisers saw.
        pointers: the pointers.
        sightings: where referents are named, also those that are no mention (a body inside a title).

    Returns:
        The pointers that mean one referent, with it, in order of the text.
    """
    kinds: dict[str, _Kind] = {}
    events: Sequence[Pointer | Sighting] = sorted(
        (*pointers, *sightings), key=lambda event: (event.start, isinstance(event, Pointer))
    )
    starts = context.paragraphs[:, 0]
    found = []
    for event in events:
        kind = kinds.setdefault(event.kind, _Kind())
        if isinstance(event, Sighting):
            kind.see(event)
            continue
        paragraph = int(starts.searchsorted(event.start, side="right")) - 1
        referent = kind.meant(
            (int(starts[paragraph]), int(starts[max(0, paragraph - 1)]), event.start - _LINES)
        )
        if referent is not None:
            found.append((event, referent))
            kind.see(Sighting(event.start, event.kind, referent))
    return found
