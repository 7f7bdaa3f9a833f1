"""Finding thousands of terms in one pass over a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import ahocorasick_rs

from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["TermIndex"]

T = TypeVar("T")


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
        self._build()

    def find(self, lower: str) -> list[tuple[int, int, T]]:
        """The longest terms from left to right, none overlapping.

        Args:
            lower: folded text in lower case (``Folded.lower``).

        Returns:
            Tuples (start, end, value).
        """
        found: list[tuple[int, int, T]] = []
        done = 0
        for start, end, value in self.find_all(lower):
            if start >= done:
                found.append((start, end, value))
                done = end
        return found

    def find_all(self, lower: str) -> list[tuple[int, int, T]]:
        """Every term, overlapping ones included, by start and the longer first."""
        if not self._values:
            return []
        find = self._automaton.find_matches_as_indexes
        try:
            matches = find(lower, overlapping=True)
        except UnicodeEncodeError:
            matches = find(_encodable(lower), overlapping=True)
        entries, found, size = self._entries, [], len(lower)
        for i, start, end in matches:
            opens, closes, value = entries[i]
            if start and opens and ((before := lower[start - 1]).isalnum() or before == "_"):
                continue
            if end < size and closes and ((after := lower[end]).isalnum() or after == "_"):
                continue
            found.append((start, end, value))
        found.sort(key=_longest_first)
        return found

    def __contains__(self, term: str) -> bool:
        return fold_key(term) in self._values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, term: str) -> T | None:
        """What a term stands for, or None."""
        return self._values.get(fold_key(term))

    def _build(self) -> None:
        keys = sorted(self._values)
        self._entries = [(_is_word(key[:1]), _is_word(key[-1:]), self._values[key]) for key in keys]
        self._automaton = ahocorasick_rs.AhoCorasick([_encodable(key) for key in keys])

    def __getstate__(self) -> dict[str, T]:
        return self._values

    def __setstate__(self, values: dict[str, T]) -> None:
        self._values = values
        self._build()


def _longest_first(match: tuple[int, int, object]) -> tuple[int, int]:
    return match[0], -match[1]


def _is_word(c: str) -> bool:
    return c.isalnum() or c == "_"


def _encodable(text: str) -> str:
    """Lone surrogates cannot be handed to the library; no term has one (equal length)."""
    return text.encode("utf-8", "replace").decode("utf-8")
