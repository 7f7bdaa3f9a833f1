"""Finding thousands of terms in one pass over a text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import ahocorasick_rs

from nqtext.unicode import fold_key, lower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["TermIndex", "TermSweep", "longest"]

T = TypeVar("T")

_BITS = 28  # of an offset, and of the number of a term
_FAR = (1 << _BITS) - 1


class TermIndex(Generic[T]):
    """Terms under folded keys, found by an Aho-Corasick automaton.

    A term is found in any case, tone placement or composition, but only where no letter, digit
    or underscore touches it.  Nothing is a pattern, so nothing needs escaping.

    Args:
        terms: pairs of a term and what it stands for; a later pair of an equal key overrides.

    >>> index = TermIndex({"Bộ Y tế": "BYT", "Y tế": "health"}.items())
    >>> index.find("sở y tế và bộ y tế")
    [(3, 7, 'health'), (11, 18, 'BYT')]
    """

    def __init__(self, terms: Iterable[tuple[str, T]] | Mapping[str, T]) -> None:
        pairs = terms.items() if hasattr(terms, "items") else terms
        self._values: dict[str, T] = {fold_key(term): value for term, value in pairs}

    @classmethod
    def folded(cls, terms: Iterable[tuple[str, T]]) -> TermIndex[T]:
        """An index of terms cut from folded text, whose keys they are but for their capitals."""
        index = cls(())
        index._values.update((lower(term), value) for term, value in terms)
        return index

    def find(self, lower: str) -> list[tuple[int, int, T]]:
        """The longest terms from left to right, none overlapping.

        Args:
            lower: folded text in lower case (``Folded.lower``).

        Returns:
            Tuples (start, end, value).
        """
        return longest(self.find_all(lower))

    def find_all(self, lower: str) -> list[tuple[int, int, T]]:
        """Every term, overlapping ones included, by start and the longer first."""
        values = self._values
        return [(start, end, values[key]) for start, end, key in self._scanner.scan(lower)]

    @cached_property
    def _scanner(self) -> _Scanner:
        return _Scanner(self._values)

    def __contains__(self, term: str) -> bool:
        return fold_key(term) in self._values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, term: str) -> T | None:
        """What a term stands for, or None."""
        return self._values.get(fold_key(term))

    def items(self) -> Iterable[tuple[str, T]]:
        """Folded keys and what they stand for."""
        return self._values.items()

    def __getstate__(self) -> tuple[dict[str, T]]:
        return (self._values,)  # not the automaton; and never an empty state, which pickle would leave out

    def __setstate__(self, state: tuple[dict[str, T]]) -> None:
        (self._values,) = state


class TermSweep:
    """Several indexes looked up in one pass over a text, which costs little more than one of them.

    Args:
        indexes: the indexes.

    >>> bodies, fields = TermIndex({"Bộ Y tế": "BYT"}), TermIndex({"Y tế": "health"})
    >>> TermSweep([bodies, fields]).find_all("bộ y tế")
    [[(0, 7, 'BYT')], [(3, 7, 'health')]]
    """

    def __init__(self, indexes: Sequence[TermIndex[Any]]) -> None:
        self._count = len(indexes)
        self._targets: dict[str, list[tuple[int, Any]]] = {}
        for number, index in enumerate(indexes):
            for key, value in index.items():
                self._targets.setdefault(key, []).append((number, value))
        self._scanner = _Scanner(self._targets)

    def find_all(self, lower: str) -> list[list[tuple[int, int, Any]]]:
        """What :meth:`TermIndex.find_all` of each index gives, in their order."""
        found: list[list[tuple[int, int, Any]]] = [[] for _ in range(self._count)]
        targets = self._targets
        for start, end, key in self._scanner.scan(lower):
            for number, value in targets[key]:
                found[number].append((start, end, value))
        return found


class _Scanner:
    """An automaton that finds keys where nothing of a word touches them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        self._edges = [(_is_word(key[:1]), _is_word(key[-1:])) for key in self._keys]
        self._automaton = ahocorasick_rs.AhoCorasick([_encodable(key) for key in self._keys])

    def scan(self, lower: str) -> list[tuple[int, int, str]]:
        """Every key as (start, end, key), by start and the longer first."""
        if not self._keys:
            return []
        find = self._automaton.find_matches_as_indexes
        try:
            matches = find(lower, overlapping=True)
        except UnicodeEncodeError:
            matches = find(_encodable(lower), overlapping=True)
        edges, kept, size = self._edges, [], len(lower)
        for i, start, end in matches:
            opens, closes = edges[i]
            if start and opens and ((before := lower[start - 1]).isalnum() or before == "_"):
                continue
            if end < size and closes and ((after := lower[end]).isalnum() or after == "_"):
                continue
            kept.append((start << _BITS | _FAR - end) << _BITS | i)  # one number sorts faster than three
        kept.sort()
        keys = self._keys
        return [(code >> 2 * _BITS, _FAR - (code >> _BITS & _FAR), keys[code & _FAR]) for code in kept]


def longest(found: Iterable[tuple[int, int, T]]) -> list[tuple[int, int, T]]:
    """The longest of overlapping terms from left to right.

    Args:
        found: tuples (start, end, value), by start and the longer first.
    """
    chosen: list[tuple[int, int, T]] = []
    done = 0
    for term in found:
        if term[0] >= done:
            chosen.append(term)
            done = term[1]
    return chosen


def _is_word(c: str) -> bool:
    return c.isalnum() or c == "_"


def _encodable(text: str) -> str:
    """Lone surrogates cannot be handed to the library; no term has one (equal length)."""
    return text.encode("utf-8", "replace").decode("utf-8")
