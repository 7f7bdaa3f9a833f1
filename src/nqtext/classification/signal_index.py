"""Which signals stand in which paragraphs, for a whole batch at once.

The words of all signals are looked up together.  A signal that is no more than words is
found by them alone; of the others only the paragraphs are searched in which its words stand, in
order and close enough.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.signals import COMPILED
from nqtext.classification.syllables import KeyIndex, cut, gram_key, gram_keys

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.signals import Signal
    from nqtext.classification.syllables import Syllables

    Rows = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Sightings", "SignalIndex", "signal_index"]

_TAIL = 64  # no pattern goes on so far behind the word it holds
_NUMBER = "#"  # stands for any number among the words of a signal


@dataclass(frozen=True, slots=True)
class Sightings:
    """Where signals stand: the first match of each in each paragraph, by paragraph and signal.

    Attributes:
        paragraph: shape (n,).
        signal: its place in :data:`nqtext.classification.signals.SIGNALS`.
        starts: first character of the match.
        ends: one past the last.
    """

    paragraph: Rows
    signal: Rows
    starts: Rows
    ends: Rows


@dataclass(frozen=True, slots=True)
class _Hits:
    """Words found, in order of the text: the paragraph, the first character and the end of each."""

    paragraph: Rows
    starts: Rows
    ends: Rows

    def __getitem__(self, which: slice | Rows) -> _Hits:
        return _Hits(self.paragraph[which], self.starts[which], self.ends[which])

    def first_of_each(self) -> _Hits:
        """The first in each paragraph."""
        return self[np.flatnonzero(np.diff(self.paragraph, prepend=-1))]


class SignalIndex:
    """The words of all signals, and for each what they say."""

    def __init__(self) -> None:
        words: dict[str, list[int]] = {}
        self._slots: list[tuple[int, int]] = []  # (signal, 0 words only, 1 begins, 2 holds)
        for at, (signal, _) in enumerate(COMPILED):
            for role, listed in enumerate((signal.words, signal.begins.split("|"), signal.holds.split("|"))):
                chosen = [word for word in listed if word]
                for rank, word in enumerate(chosen):
                    words.setdefault(word, []).append(len(self._slots) << 8 | rank)
                if chosen:
                    self._slots.append((at, role))
        numbers = words.pop(_NUMBER, [])
        self._of_numbers = np.array(numbers, dtype=np.int64)
        grams = {word: tuple(_syllables(word)) for word in words}
        self._sizes = sorted({len(gram) for gram in grams.values()})
        self._words = list(words)
        # words that differ in punctuation alone share a hash: every one of them is looked at
        sharing: dict[int, list[int]] = {}
        for i, gram in enumerate(grams.values()):
            sharing.setdefault(gram_key(gram), []).append(i)
        self._index = KeyIndex(list(sharing))
        self._of_hash = _Lists(list(sharing.values()))
        self._of_word = _Lists(list(words.values()))
        self._exact = np.array([role == 0 for _, role in self._slots], dtype=np.bool_)
        self._spelled = np.array([" ".join(grams[word]) != word for word in words], dtype=np.bool_)

    def find(self, syllables: Syllables, starts: Rows, ends: Rows) -> Sightings:
        """Search a batch of paragraphs.

        Args:
            syllables: of the text that holds them.
            starts: where the paragraphs begin, outer blanks left out, shape (p,).
            ends: one past the end of each.
        """
        hits: dict[int, dict[int, _Hits]] = {}
        for (at, role), found in zip(self._slots, self._hits(syllables, starts, ends), strict=True):
            hits.setdefault(at, {})[role] = found
        seen = [
            hits[at][0].first_of_each()
            if 0 in hits[at]
            else _verified(signal, compiled, hits[at], syllables.text, starts, ends)
            for at, (signal, compiled) in enumerate(COMPILED)
        ]
        paragraph = np.concatenate([found.paragraph for found in seen])
        signal = np.repeat(np.arange(len(seen)), [len(found.paragraph) for found in seen])
        order = np.argsort(paragraph, kind="stable")
        return Sightings(
            paragraph[order],
            signal[order],
            np.concatenate([found.starts for found in seen])[order],
            np.concatenate([found.ends for found in seen])[order],
        )

    def _hits(self, syllables: Syllables, starts: Rows, ends: Rows) -> list[_Hits]:
        """The words found for each slot."""
        places, words, lasts = [], [], []
        for size in self._sizes:
            at, hashes = self._index.find(gram_keys(syllables.keys, size))
            owners, held = self._of_hash.expand(hashes)
            places.append(at[owners])
            words.append(held)
            lasts.append(at[owners] + size - 1)
        first, word, last = np.concatenate(places), np.concatenate(words), np.concatenate(lasts)
        owners, slots = self._of_word.expand(word)
        keep = ~self._exact[slots >> 8] | self._stands(syllables, first, last, word)[owners]
        numbers = np.flatnonzero(syllables.is_number)
        first = np.append(first[owners[keep]], np.tile(numbers, len(self._of_numbers)))
        last = np.append(last[owners[keep]], np.tile(numbers, len(self._of_numbers)))
        slots = np.append(slots[keep], np.repeat(self._of_numbers, len(numbers)))
        begins, finish = syllables.starts[first], syllables.ends[last]
        order = np.argsort((slots >> 8) << 48 | begins << 8 | slots & 0xFF)
        begins, finish, slots = begins[order], finish[order], slots[order] >> 8
        paragraph = np.searchsorted(starts, begins, side="right") - 1
        inside = (paragraph >= 0) & (finish <= ends[paragraph])
        found = _Hits(paragraph, begins, finish)[np.flatnonzero(inside)]
        bounds = np.searchsorted(slots[inside], np.arange(len(self._slots) + 1)).tolist()
        return [found[start:end] for start, end in itertools.pairwise(bounds)]

    def _stands(self, syllables: Syllables, first: Rows, last: Rows, word: Rows) -> Flags:
        """Whether a word is written as it should be and touched by nothing."""
        apart = np.append(0, np.cumsum(~syllables.joined))
        whole = apart[last] == apart[first]
        for i in np.flatnonzero(self._spelled[word]).tolist():
            written = syllables.text[syllables.starts[first[i]] : syllables.ends[last[i]]]
            whole[i] = written == self._words[word[i]]
        stands: Flags = whole & syllables.free[first, 0] & syllables.free[last, 1]
        return stands


class _Lists:
    """Lists of numbers, looked up for many at once."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._sizes = np.array([len(numbers) for numbers in lists], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._numbers = np.array([number for numbers in lists for number in numbers], dtype=np.int64)

    def expand(self, which: Rows) -> tuple[Rows, Rows]:
        """For each number in the lists asked for: which list (by its place in ``which``), and the number."""
        sizes = self._sizes[which]
        owners = np.repeat(np.arange(len(which)), sizes)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return owners, self._numbers[self._starts[which[owners]] + within]


@cache
def signal_index() -> SignalIndex:
    """The index, made once."""
    return SignalIndex()


def _syllables(word: str) -> list[str]:
    found = cut(word)
    return [found.word(i) for i in range(len(found.keys))]


def _verified(
    signal: Signal,
    compiled: re.Pattern[str],
    hits: dict[int, _Hits],
    text: str,
    starts: Rows,
    ends: Rows,
) -> _Hits:
    """Search the paragraphs in which the words of a signal stand."""
    if len(hits) == 2:
        candidates, froms, stops = _followed(hits[1], hits[2], starts, ends, signal.within)
    else:
        (found,) = hits.values()
        if 2 in hits and signal.within:
            found = found[np.flatnonzero(found.starts - starts[found.paragraph] <= signal.within)]
        latest = found.starts[np.flatnonzero(np.diff(found.paragraph, append=-1))]
        found = found.first_of_each()
        candidates, stops = found.paragraph, ends[found.paragraph]
        froms = found.starts if 1 in hits else starts[candidates]
        if 1 in hits and signal.within:
            stops = np.minimum(stops, latest + signal.within)
    chosen: list[tuple[int, int, int]] = []
    search = compiled.match if signal.anchored else compiled.search
    for paragraph, start, stop in zip(candidates.tolist(), froms.tolist(), stops.tolist(), strict=True):
        if signal.ends and text[stop - 1] != signal.ends:
            continue
        if "^" in signal.expression:  # which only holds at the beginning of a string
            match, offset = search(text[start:stop]), start
        else:
            match, offset = search(text, start, stop), 0
        if match is not None:
            chosen.append((paragraph, match.start() + offset, match.end() + offset))
    table = np.array(chosen, dtype=np.int64).reshape(-1, 3)
    return _Hits(table[:, 0], table[:, 1], table[:, 2])


def _followed(heads: _Hits, tails: _Hits, starts: Rows, ends: Rows, within: int) -> tuple[Rows, Rows, Rows]:
    """Paragraphs where a word it holds follows one it begins with, and from where to where to search."""
    at = np.searchsorted(heads.starts, np.maximum(tails.starts - within, starts[tails.paragraph]))
    at = np.minimum(at, len(heads.starts) - 1) if len(heads.starts) else at[:0]
    tails = tails[: len(at)]
    after = np.flatnonzero((heads.starts[at] <= tails.starts) & (heads.paragraph[at] == tails.paragraph))
    tails, froms = tails[after], heads.starts[at[after]]
    first = np.flatnonzero(np.diff(tails.paragraph, prepend=-1))
    last = np.append(first[1:], len(after))[: len(first)] - 1
    candidates = tails.paragraph[first]
    return candidates, froms[first], np.minimum(ends[candidates], tails.starts[last] + _TAIL)
