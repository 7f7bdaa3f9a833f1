"""Encoding: descriptions of paragraphs as numbers of a vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.features import OPENING, WORD
from nqtext.classification.inventory import NAMES, NUMBERS
from nqtext.classification.syllables import KeyIndex, gram_keys, gram_keys_at, keys_of
from nqtext.runs import positions, run_lengths, run_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nqtext.classification.features import Features

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]
    Entries = tuple[Rows, Rows]  # paragraphs, in order, and the number of a feature of each

__all__ = ["Encoded", "Vocabulary"]

_SIZES = (1, 2, 3)  # of n-grams


@dataclass(frozen=True, slots=True)
class Encoded:
    """The descriptions of some paragraphs as numbers; each row ends with a neutral entry.

    Attributes:
        ids: features of all paragraphs, one paragraph after the other; ``len(vocabulary)`` is neutral.
        values: their values.
        paragraph: the paragraph of each.
        starts: where each paragraph begins, shape (p,).
    """

    ids: Rows
    values: Floats
    paragraph: Rows
    starts: Rows


class Vocabulary:
    """The features that a model knows.

    Args:
        names: the features; the number of one is its place.

    Attributes:
        names: the same.
        is_word: which of them are words, shape (len(names),).
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        kinds = [[i for i, name in enumerate(names) if name.startswith(prefix)] for prefix in (WORD, OPENING)]
        self._grams = np.array([i for words in kinds for i in words], dtype=np.int64)
        self._index = KeyIndex(
            np.concatenate(
                [keys_of([names[i][len(WORD) :] for i in words], kind) for kind, words in enumerate(kinds)]
            )
        )
        self.is_word = np.zeros(len(names), dtype=np.bool_)
        self.is_word[self._grams] = True
        crossed: list[tuple[str, str, int]] = []
        paired: list[tuple[str, str, int]] = []
        self._plain = np.full(len(NAMES), -1)
        for number in (~self.is_word).nonzero()[0].tolist():
            name = names[number]
            one, _, other = name.partition(" + ")
            circumstance, _, signal = name.rpartition(" & ")
            if other:
                paired.append((one, other, number))
            elif circumstance:
                crossed.append((circumstance, signal, number))
            elif name in NUMBERS:
                self._plain[NUMBERS[name]] = number
        # circumstance against signal; the last row is that of those which the model does not know
        self._rows, rows = _places(circumstance for circumstance, _, _ in crossed)
        self._columns, columns = _places(signal for _, signal, _ in crossed)
        self._crosses = np.full((len(rows) + 1, max(1, len(columns))), -1, dtype=np.int64)
        for circumstance, signal, number in crossed:
            self._crosses[rows[circumstance], columns[signal]] = number
        self._members, members = _places(signal for pair in paired for signal in pair[:2])
        self._pairs = np.full((len(members), len(members)), -1, dtype=np.int64)
        for one, other, number in paired:
            at = members[one], members[other]
            self._pairs[at] = self._pairs[at[::-1]] = number

    def __len__(self) -> int:
        return len(self.names)

    def encode(self, features: Features, scale: Floats) -> Encoded:
        """Turn descriptions into numbers.

        Words are weighted by rarity and divided by the root of the sum of squares of all in the paragraph;
        one that is repeated weighs more than once.

        Args:
            features: the descriptions; what is not in the vocabulary is passed over.
            scale: rarity of words, weight of signals, shape (len(vocabulary),).
        """
        count = len(features.lines)
        everyone = np.arange(count)
        neutral = everyone, np.full(count, len(self.names))
        paragraph, ids, starts = _merged([*self._words(features), *self._signals(features), neutral], count)
        return Encoded(ids, self._values(ids, paragraph, starts, scale), paragraph, starts)

    def unpack(self, ids: NDArray[np.int32], starts: Rows, scale: Floats) -> Encoded:
        """What :meth:`encode` gave, from its features and where paragraphs begin: a sixth of the room.

        Args:
            ids: ``Encoded.ids``.
            starts: ``Encoded.starts``.
            scale: the same as before.
        """
        count = len(starts)
        paragraph = np.repeat(np.arange(count), np.diff(starts, append=len(ids)))
        features = ids.astype(np.int64)
        return Encoded(features, self._values(features, paragraph, starts, scale), paragraph, starts)

    def _values(self, ids: Rows, paragraph: Rows, starts: Rows, scale: Floats) -> Floats:
        values: Floats = np.append(scale, 0.0).take(ids)
        if len(starts):
            squares = np.append(np.where(self.is_word, scale**2, 0.0), 0.0).take(ids)
            lengths = np.sqrt(np.add.reduceat(squares, starts))
            lengths[lengths == 0] = 1.0
            values *= np.where(np.append(self.is_word, False).take(ids), (1 / lengths).take(paragraph), 1.0)
        return values

    def _words(self, features: Features) -> tuple[Entries, Entries]:
        """N-grams in the order of the text, and as often as they stand there; openings."""
        keys, paragraph = features.syllables.keys[features.chosen], features.paragraph
        first = run_starts(paragraph)
        left = run_lengths(first, len(paragraph))  # syllables of the paragraph, from its first on
        grams, rows = [], []
        for size in _SIZES:
            inside = (paragraph[: max(0, len(paragraph) - size + 1)] == paragraph[size - 1 :]).nonzero()[0]
            grams.append(gram_keys(keys, size)[inside])
            rows.append(inside)
        for size in _SIZES:
            long_enough = (left >= size).nonzero()[0]
            grams.append(gram_keys_at(keys, first[long_enough], size, 1))
            rows.append(len(keys) + long_enough)
        slots = np.concatenate([row * len(_SIZES) + k % len(_SIZES) for k, row in enumerate(rows)])
        places, numbers = self._index.find(np.concatenate(grams))
        table = np.full((len(keys) + len(first)) * len(_SIZES), -1)
        table[slots[places]] = self._grams[numbers]
        of_text = table[: len(keys) * len(_SIZES)].reshape(-1, len(_SIZES))
        again = (of_text[1:] == of_text[:-1]) & (paragraph[1:] == paragraph[:-1])[:, None]
        of_text[1:][again] = -1  # said over and over, as in a line of marks, it says no more than once
        known = (table >= 0).nonzero()[0]
        owners = np.append(paragraph, paragraph[first])[known // len(_SIZES)]
        opening = known.searchsorted(len(keys) * len(_SIZES))
        numbers = table[known]
        return (owners[:opening], numbers[:opening]), (owners[opening:], numbers[opening:])

    def _signals(self, features: Features) -> tuple[Entries, ...]:
        """Signals as they are, crossed with the circumstances of their paragraph, and in pairs."""
        owners, signals = features.owners, features.signals
        numbers, columns = self._plain[signals], self._columns[signals]
        plain, crossed = (numbers >= 0).nonzero()[0], (columns >= 0).nonzero()[0]
        around = self._rows[features.circumstances][owners[crossed]]
        crosses = self._crosses[around, columns[crossed, None]].reshape(-1)
        known = (crosses >= 0).nonzero()[0]
        return (
            (owners[plain], numbers[plain]),
            (np.repeat(owners[crossed], around.shape[1])[known], crosses[known]),
            self._paired(self._members[signals], owners),
        )

    def _paired(self, members: Rows, owners: Rows) -> Entries:
        some = (members >= 0).nonzero()[0]
        owners, members = owners[some], members[some]
        last = np.searchsorted(owners, owners, side="right")
        later = last - np.arange(len(owners)) - 1  # how many signals of the same paragraph follow each
        one = np.repeat(np.arange(len(owners)), later)
        other = one + 1 + positions(later)
        numbers = self._pairs[members[one], members[other]]
        known = (numbers >= 0).nonzero()[0]
        return owners[one[known]], numbers[known]


def _merged(parts: Sequence[Entries], count: int) -> tuple[Rows, Rows, Rows]:
    """Entries of several kinds as one list, paragraph by paragraph, without a sort.

    Returns:
        The paragraph of each entry, its feature, and where each paragraph begins.
    """
    sizes = np.array([np.bincount(owners, minlength=count) for owners, _ in parts])
    total = sizes.sum(axis=0)
    starts = np.cumsum(total) - total
    ids = np.empty(int(total.sum()), dtype=np.int64)
    shifts = starts + np.cumsum(sizes, axis=0) - np.cumsum(sizes, axis=1)  # of each kind in each paragraph
    for (owners, numbers), shift in zip(parts, shifts, strict=True):
        ids[np.arange(len(owners)) + shift.take(owners)] = numbers
    return np.repeat(np.arange(count), total), ids, starts


def _places(names: Iterable[str]) -> tuple[Rows, dict[str, int]]:
    """Numbers of some signals: by their number in the inventory, which ends with -1 for none; by name."""
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    table = np.full(len(NAMES) + 1, -1)
    for name, place in places.items():
        if name in NUMBERS:
            table[NUMBERS[name]] = place
    return table, places
