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

from nqtext.classification.signals import SIGNALS, compiled
from nqtext.classification.syllables import KeyIndex, cut, gram_key, gram_keys_at
from nqtext.runs import positions, run_lengths, run_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.syllables import Syllables

    Rows = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Sightings", "SignalIndex", "signal_index"]

_TAIL = 64  # no pattern goes on so far behind the word it holds
_BITS = 32  # more than positions in a batch have
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
    """Words found, by signal and then in order of the text.

    Attributes:
        signal: of which signal each is a word, shape (n,).
        role: 0 it is all of the signal, 1 a match begins with it, 2 a match holds it, shape (n,).
        paragraph: where it stands, shape (n,).
        starts: first character, shape (n,).
        ends: one past the last, shape (n,).
    """

    signal: Rows
    role: Rows
    paragraph: Rows
    starts: Rows
    ends: Rows

    def __getitem__(self, which: slice | Rows | Flags) -> _Hits:
        return _Hits(
            self.signal[which], self.role[which], self.paragraph[which], self.starts[which], self.ends[which]
        )

    def runs(self) -> tuple[Rows, Rows]:
        """The first and the last hit of each signal in each paragraph."""
        first = run_starts(self.signal << _BITS | self.paragraph)
        return first, first + run_lengths(first, len(self.signal)) - 1


@dataclass(frozen=True, slots=True)
class _Glances:
    """Where a signal that is more than words may be: what of a paragraph its pattern is to see.

    Attributes:
        signal: which, shape (n,).
        paragraph: in which paragraph, shape (n,).
        starts: first character to be searched, shape (n,).
        ends: one past the last, shape (n,).
    """

    signal: Rows
    paragraph: Rows
    starts: Rows
    ends: Rows


class SignalIndex:
    """The words of all signals, and for each what they say."""

    def __init__(self) -> None:
        words: dict[str, list[int]] = {}
        slots: list[tuple[int, int]] = []  # a signal, and what its words are to it
        for at, signal in enumerate(SIGNALS):
            for role, listed in enumerate((signal.words, signal.begins.split("|"), signal.holds.split("|"))):
                chosen = [word for word in listed if word]
                for rank, word in enumerate(chosen):
                    words.setdefault(word, []).append(len(slots) << 8 | rank)
                if chosen:
                    slots.append((at, role))
        numbers = words.pop(_NUMBER, [])
        self._of_numbers = np.array(numbers, dtype=np.int64)
        grams = dict(zip(words, _syllables(list(words)), strict=True))
        self._words = list(words)
        # words that differ in punctuation alone share a hash: every one of them is looked at
        whole: dict[tuple[str, ...], list[int]] = {}
        for i, gram in enumerate(grams.values()):
            whole.setdefault(gram, []).append(i)
        self._levels = tuple(_Level(size, whole) for size in range(1, max(len(gram) for gram in whole) + 1))
        self._of_word = _Lists(list(words.values()))
        self._signal, self._role = np.array(slots, dtype=np.int64).reshape(-1, 2).T
        self._exact = self._role == 0
        roles = [{role for at, role in slots if at == i} for i in range(len(SIGNALS))]
        self._is_alone = np.array([has in ({1}, {2}) for has in roles], dtype=np.bool_)
        self._is_followed = np.array([has == {1, 2} for has in roles], dtype=np.bool_)
        self._within = np.array([signal.within for signal in SIGNALS], dtype=np.int64)
        self._spelled = np.array([" ".join(grams[word]) != word for word in words], dtype=np.bool_)

    def find(self, syllables: Syllables, starts: Rows, ends: Rows) -> Sightings:
        """Search a batch of paragraphs.

        Args:
            syllables: of the text that holds them.
            starts: where the paragraphs begin, outer blanks left out, shape (p,).
            ends: one past the end of each.
        """
        hits = self._hits(syllables, starts, ends)
        words = hits[hits.role == 0]
        words = words[words.runs()[0]]
        verified = [
            _verified(glances, syllables.text)
            for glances in (
                self._alone(hits[self._is_alone[hits.signal]], starts, ends),
                self._followed(hits[self._is_followed[hits.signal]], starts, ends),
            )
        ]
        paragraph, signal, begins, finish = (
            np.concatenate([column, *(table[:, k] for table in verified)])
            for k, column in enumerate((words.paragraph, words.signal, words.starts, words.ends))
        )
        order = np.argsort(paragraph << _BITS | signal)
        return Sightings(paragraph[order], signal[order], begins[order], finish[order])

    def _hits(self, syllables: Syllables, starts: Rows, ends: Rows) -> _Hits:
        """The words found."""
        places = np.arange(len(syllables.keys))  # where a word may begin, fewer with every syllable
        found = []
        for level in self._levels:
            places, owners, word = level.find(syllables, places)
            found.append((places[owners], places[owners] + level.size - 1, word))
        first, last, word = (np.concatenate(column) for column in zip(*found, strict=True))
        owners, slots = self._of_word.expand(word)
        keep = ~self._exact[slots >> 8] | self._stands(syllables, first, last, word)[owners]
        numbers = syllables.is_number.nonzero()[0]
        first = np.concatenate([first[owners[keep]], *[numbers] * len(self._of_numbers)])
        last = np.concatenate([last[owners[keep]], *[numbers] * len(self._of_numbers)])
        slots = np.concatenate([slots[keep], np.repeat(self._of_numbers, len(numbers))])
        begins, finish = syllables.starts[first], syllables.ends[last]
        order = np.argsort((slots >> 8) << 48 | begins << 8 | slots & 0xFF)
        begins, finish, slots = begins[order], finish[order], slots[order] >> 8
        paragraph = np.searchsorted(starts, begins, side="right") - 1
        inside = (paragraph >= 0) & (finish <= ends[paragraph])
        return _Hits(self._signal[slots], self._role[slots], paragraph, begins, finish)[inside]

    def _alone(self, hits: _Hits, starts: Rows, ends: Rows) -> _Glances:
        """Paragraphs with a word that a match of a signal begins with, or with one that it holds."""
        held = hits.role == 2
        within = self._within[hits.signal]
        hits = hits[~held | (within == 0) | (hits.starts - starts[hits.paragraph] <= within)]
        first, last = hits.runs()
        latest = hits.starts[last]
        hits = hits[first]
        held, within, stops = hits.role == 2, self._within[hits.signal], ends[hits.paragraph]
        stops = np.where(held | (within == 0), stops, np.minimum(stops, latest + within))
        return _Glances(
            hits.signal, hits.paragraph, np.where(held, starts[hits.paragraph], hits.starts), stops
        )

    def _followed(self, hits: _Hits, starts: Rows, ends: Rows) -> _Glances:
        """Paragraphs where a word that a match holds follows one that it begins with."""
        heads, tails = hits[hits.role == 1], hits[hits.role == 2]
        if not len(heads.signal):
            tails = tails[:0]
        earliest = np.maximum(tails.starts - self._within[tails.signal], starts[tails.paragraph])
        at = np.searchsorted(heads.signal << _BITS | heads.starts, tails.signal << _BITS | earliest)
        at = np.minimum(at, len(heads.signal) - 1)
        after = (heads.signal[at] == tails.signal) & (heads.paragraph[at] == tails.paragraph)
        after &= heads.starts[at] <= tails.starts
        tails, froms = tails[after], heads.starts[at[after]]
        first, last = tails.runs()
        stops = np.minimum(ends[tails.paragraph[first]], tails.starts[last] + _TAIL)
        return _Glances(tails.signal[first], tails.paragraph[first], froms[first], stops)

    def _stands(self, syllables: Syllables, first: Rows, last: Rows, word: Rows) -> Flags:
        """Whether a word is written as it should be and touched by nothing."""
        apart = np.concatenate([[0], (~syllables.joined).cumsum()])
        whole = apart[last] == apart[first]
        for i in self._spelled[word].nonzero()[0].tolist():
            written = syllables.text[syllables.starts[first[i]] : syllables.ends[last[i]]]
            whole[i] = written == self._words[word[i]]
        stands: Flags = whole & syllables.free[first, 0] & syllables.free[last, 1]
        return stands


class _Level:
    """A level of a trie of words: the first syllables of all that have so many.

    Args:
        size: how many.
        words: numbers of words by their syllables.
    """

    def __init__(self, size: int, words: dict[tuple[str, ...], list[int]]) -> None:
        prefixes = list(dict.fromkeys(gram[:size] for gram in words if len(gram) >= size))
        self.size = size
        self._index = KeyIndex([gram_key(prefix) for prefix in prefixes])
        self._words = _Lists([words.get(prefix, []) for prefix in prefixes])

    def find(self, syllables: Syllables, places: Rows) -> tuple[Rows, Rows, Rows]:
        """Look at some places where all syllables but the last are known.

        Returns:
            The places where this one is, too; the words that end here: which of these places, and the number.
        """
        places = places[places <= len(syllables.keys) - self.size]
        at, prefixes = self._index.find(gram_keys_at(syllables.keys, places, self.size))
        return places[at], *self._words.expand(prefixes)


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
        return owners, self._numbers[self._starts[which[owners]] + positions(sizes)]


@cache
def signal_index() -> SignalIndex:
    """The index, made once."""
    return SignalIndex()


def _syllables(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The syllables of each of some words, which are cut together."""
    found = cut("\n".join(words))
    ends = np.cumsum([len(word) + 1 for word in words])
    bounds = np.searchsorted(found.starts, np.concatenate([[0], ends])).tolist()
    return [tuple(map(found.word, range(first, last))) for first, last in itertools.pairwise(bounds)]


def _verified(glances: _Glances, text: str) -> Rows:
    """The first match of each signal in what is to be seen: paragraph, signal, start, end; shape (n, 4)."""
    chosen: list[tuple[int, int, int, int]] = []
    rows = (column.tolist() for column in (glances.signal, glances.paragraph, glances.starts, glances.ends))
    for at, paragraph, start, stop in zip(*rows, strict=True):
        signal = SIGNALS[at]
        expression = compiled(at)
        search = expression.match if signal.anchored else expression.search
        if "^" in signal.expression:  # which only holds at the beginning of a string
            match, offset = search(text[start:stop]), start
        else:
            match, offset = search(text, start, stop), 0
        if match is not None:
            chosen.append((paragraph, at, match.start() + offset, match.end() + offset))
    return np.array(chosen, dtype=np.int64).reshape(-1, 4)
