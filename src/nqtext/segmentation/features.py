"""Features of the gaps between units, for a whole batch at once: hashed n-grams, shapes, and a lexicon.

Everything is numpy over one row of units.  An n-gram is hashed once wherever it begins; the gaps that
it speaks about are columns of its table (see :class:`Family`).  Training and prediction share this
module, so that they cannot differ.

Source of the method: feature hashing (Weinberger et al. 2009).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.runs import positions, run_lengths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Units

    Keys = NDArray[np.uint64]
    Rows = NDArray[np.int64]

__all__ = ["FAMILIES", "Family", "HashedLexicon", "Window", "unit_keys", "windows"]

#: Shapes of a unit; they fit into three bits.
_OUTSIDE, _LOWER, _TITLE, _UPPER, _INITIAL, _NUMBER, _MARK, _MIXED = range(8)

_PAD = 2  # empty places between sentences, so that no n-gram of one sentence sees another
_KNOWN = 0x2000  # code points with a hash of their own; folded text hardly ever has others
_LONGEST = 32  # code points after which positions in a unit repeat


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit numbers (the finalizer of splitmix64, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        values = (values + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


_ODD = _mix(np.arange(1000, 1064, dtype=np.uint64)) | np.uint64(1)
_AT = _ODD[:_LONGEST]  # one factor for each position in a unit
_FACTORS = _ODD[_LONGEST:]  # one for each place in an n-gram
_OUTSIDE_KEY, _NUMBER_KEY = (np.uint64(key) for key in _mix(np.array([7001, 7002], dtype=np.uint64)))
_SHAPE_KEYS = _mix(np.arange(8000, 8064, dtype=np.uint64))
_LEXICAL_KEYS = _mix(np.arange(9000, 11048, dtype=np.uint64))


@cache
def _characters() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """For each code point: hash of its lower case (0 for a blank), and 1 if a capital, 2**32 if small."""
    letters = [chr(code) for code in range(_KNOWN)]
    lower = [ord(low) if len(low := c.lower()) == 1 and ord(low) < _KNOWN else ord(c) for c in letters]
    case = [(1 if unicodedata.category(c) == "Lu" else 1 << 32) if c.isalpha() else 0 for c in letters]
    hashes = _mix(np.array(lower, dtype=np.uint64))
    hashes[[c.isspace() for c in letters]] = 0
    return hashes, np.array(case, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Window:
    """The units of a batch in one row, with empty places between sentences.

    Attributes:
        keys: hash of each unit in lower case, shape (n,).
        shapes: shape (n,).
        known: shape (n,); what the lexicon knows of the n-grams that begin here: bits 0 to 2 are the
            rank of the pair, bits 3, 4 and 5 are set for the triple, the quadruple, the unit alone.
        heads: class of the first letter of each unit, shape (n,), below 128.
        pairs: shapes of two neighbours as one number, shape (n - 1,).
        near: what the lexicon knows close to a gap, shape (n - 3,), see :func:`_near`.
        places: where the units of the batch stand in the row, shape (units,).
    """

    keys: Keys
    shapes: NDArray[np.uint8]
    known: NDArray[np.uint8]
    heads: NDArray[np.uint8]
    pairs: NDArray[np.uint8]
    near: Rows
    places: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Family:
    """Features of one kind: an n-gram, and the gaps it speaks about.

    Attributes:
        name: names its table.
        bits: binary logarithm of the number of rows.
        gaps: for each column the gap, as its right unit counted from the first unit of the n-gram.
        rows: row of the table for each place where an n-gram begins.
    """

    name: str
    bits: int
    gaps: tuple[int, ...]
    rows: Callable[[Window, int], Rows]


def _rows(keys: Keys, bits: int) -> Rows:
    rows: Rows = ((keys * _FACTORS[31]) >> np.uint64(64 - bits)).view(np.int64)
    return rows


def _ngrams(keys: Keys, size: int) -> Keys:
    """Hash of the n-gram that begins at each place, shape (n - size + 1,)."""
    count = max(len(keys) - size + 1, 0)
    total: Keys = keys[:count] * _FACTORS[4 * size]
    for k in range(1, size):
        total += keys[k : k + count] * _FACTORS[4 * size + k]
    return total


def _ngram(size: int) -> Callable[[Window, int], Rows]:
    return lambda window, bits: _rows(_ngrams(window.keys, size), bits)


def _skip(window: Window, bits: int) -> Rows:
    return _rows(window.keys[:-2] * _FACTORS[20] + window.keys[2:] * _FACTORS[21], bits)


def _cased_left(window: Window, bits: int) -> Rows:
    return _rows(window.keys[:-1] * _FACTORS[22] + _SHAPE_KEYS[window.pairs], bits)


def _cased_right(window: Window, bits: int) -> Rows:
    return _rows(window.keys[1:] * _FACTORS[23] + _SHAPE_KEYS[window.pairs], bits)


def _cased_pair(window: Window, bits: int) -> Rows:
    keys = window.keys[:-1] * _FACTORS[24] + window.keys[1:] * _FACTORS[25]
    return _rows(keys + _SHAPE_KEYS[window.pairs], bits)


def _outline(window: Window, bits: int) -> Rows:
    """The shapes of five units in a row, as they are."""
    shapes = window.shapes.astype(np.int64)
    count = len(shapes) - 4
    total = shapes[:count]
    for k in range(1, 5):
        total = (total << 3) | shapes[k : k + count]
    return total


def _far(window: Window, bits: int) -> Rows:
    """All n-grams in the lexicon that touch or cross the gap, seen from the third unit before it."""
    known = window.known.astype(np.int64)
    count = len(known) - 4
    total = window.near[1:]
    total = total << 2 | (known[:count] & 7 > 0) << 1 | (known[4 : 4 + count] & 7 > 0)
    for place, bit in ((0, 8), (3, 8), (0, 16), (1, 16), (2, 16)):
        total = (total << 1) | ((known[place : place + count] & bit) > 0)
    return _rows(total.view(np.uint64) * _FACTORS[29], bits)


def _near_shapes(window: Window, bits: int) -> Rows:
    return _rows((window.near << 6 | window.pairs[1:-1]).view(np.uint64) * _FACTORS[28], bits)


def _near_left(window: Window, bits: int) -> Rows:
    return _rows(window.keys[1:-2] * _FACTORS[26] + _LEXICAL_KEYS[window.near & 2047], bits)


def _near_right(window: Window, bits: int) -> Rows:
    return _rows(window.keys[2:-1] * _FACTORS[27] + _LEXICAL_KEYS[window.near & 2047], bits)


def _echo(window: Window, bits: int) -> Rows:
    """Reduplication: the same unit again, or one with the same first letter."""
    same = (window.keys[:-1] == window.keys[1:]).astype(np.int64)
    alike = (window.heads[:-1] == window.heads[1:]).astype(np.int64)
    echo: Rows = window.pairs.astype(np.int64) << 5 | same << 4 | alike << 3 | (window.known[:-1] & 7)
    return echo


def _heads(window: Window, bits: int) -> Rows:
    """First letters on both sides of a gap, and whether the lexicon has the pair."""
    heads = window.heads.astype(np.int64)
    return (heads[:-1] << 7 | heads[1:]) << 3 | (window.known[:-1] & 7)


FAMILIES: tuple[Family, ...] = (
    Family("unit", 15, (2, 1, 0, -1), _ngram(1)),
    Family("pair", 18, (2, 1, 0, -1), _ngram(2)),
    Family("triple", 19, (3, 2, 1, 0), _ngram(3)),
    Family("quadruple", 19, (3, 2, 1), _ngram(4)),
    Family("skip", 18, (2, 1), _skip),
    Family("cased_left", 17, (1,), _cased_left),
    Family("cased_right", 17, (1,), _cased_right),
    Family("cased_pair", 18, (1,), _cased_pair),
    Family("outline", 15, (2,), _outline),
    Family("far", 17, (3,), _far),
    Family("echo", 11, (1,), _echo),
    Family("heads", 17, (1,), _heads),
    Family("near_shapes", 17, (2,), _near_shapes),
    Family("near_left", 17, (2,), _near_left),
    Family("near_right", 17, (2,), _near_right),
)


@dataclass(frozen=True, slots=True)
class HashedLexicon:
    """Words of one to four units, each with how common it is: buckets of two 16-bit entries.

    An entry is a fingerprint of 13 bits and a rank from 1 to 7 (see the training).

    Attributes:
        buckets: shape (2**bits,), uint32; 0 is an empty half.
    """

    buckets: NDArray[np.uint32]

    @classmethod
    def build(cls, words: Mapping[tuple[str, ...], int], bits: int = 18) -> HashedLexicon:
        """A lexicon of words given as folded lower-case units; what overflows a bucket is left out."""
        buckets = np.zeros(1 << bits, dtype=np.uint32)
        lexicon = cls(buckets)
        for size in range(1, 5):
            chosen = [word for word in words if len(word) == size]
            if not chosen:
                continue
            keys = unit_keys([unit for word in chosen for unit in word])
            slots, prints = lexicon._slots(_ngrams(keys, size)[::size])
            for word, slot, fingerprint in zip(chosen, slots.tolist(), prints.tolist(), strict=True):
                held = int(buckets[slot])
                entry = fingerprint | words[word]
                if not held & 0xFFFF:
                    buckets[slot] = held | entry
                elif not held >> 16:
                    buckets[slot] = held | entry << 16
        return lexicon

    def _slots(self, keys: Keys) -> tuple[Rows, NDArray[np.uint32]]:
        mixed = keys * _FACTORS[30]
        bits = len(self.buckets).bit_length() - 1
        slots = (mixed >> np.uint64(64 - bits)).view(np.int64)
        return slots, (mixed >> np.uint64(20)).astype(np.uint32) & np.uint32(0xFFF8)

    def known(self, keys: Keys) -> NDArray[np.uint8]:
        """For each place which n-grams that begin there are words, see :class:`Window`."""
        known = np.zeros(len(keys), dtype=np.uint8)
        for size in range(1, 5):
            slots, prints = self._slots(_ngrams(keys, size))
            held = self.buckets.take(slots, mode="clip")
            low, high = (held & np.uint32(0xFFFF)) ^ prints, (held >> np.uint32(16)) ^ prints
            rank = np.where(low < 8, low, np.where(high < 8, high, np.uint32(0))).astype(np.uint8)
            if size == 2:
                known[: len(rank)] |= rank
            else:
                known[: len(rank)] |= (rank > 0).view(np.uint8) << np.uint8((5, 0, 3, 4)[size - 1])
        return known


def unit_keys(units: Sequence[str]) -> Keys:
    """The hash of each of some folded units, shape (n,)."""
    hashes, _ = _characters()
    keys = np.zeros(len(units), dtype=np.uint64)
    for i, unit in enumerate(units):
        codes = np.minimum(np.frombuffer(unit.encode("utf-32-le"), dtype=np.uint32), _KNOWN - 1)
        keys[i] = (hashes[codes] * _AT[np.arange(len(codes)) & (_LONGEST - 1)]).sum(dtype=np.uint64)
    return keys


def _near(flags: NDArray[np.uint8]) -> Rows:
    """What the lexicon knows close to a gap, seen from the second unit before it; 13 bits."""
    known = flags.astype(np.int64)
    count = len(known) - 3
    a, b, c = (known[k : k + count] for k in range(3))
    # pairs before, across and behind the gap; triples across it; the two units themselves
    pairs = (a & 7) | (b & 7) << 3 | (c & 7) << 6
    near: Rows = pairs | (a & 8) << 6 | (b & 8) << 7 | (b & 32) << 6 | (c & 32) << 7
    return near


def windows(batch: Sequence[Units], lexicon: HashedLexicon) -> Window:
    """Hash and lay out the units of a batch.

    Args:
        batch: the units of each text.
        lexicon: the words that the model knows as such.

    Returns:
        One row for the whole batch.
    """
    hashes, case = _characters()
    text = "\n".join(units.text for units in batch)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    offset = 0
    starts_of: list[Rows] = []
    for units in batch:
        starts_of.append(units.spans[:, 0].astype(np.intp) + offset)
        offset += len(units.text) + 1
    starts = np.concatenate(starts_of)
    first = np.concatenate([units.first for units in batch])
    joinable = np.concatenate([units.joinable for units in batch])
    count = len(starts)
    first[:1] = True
    sentence = np.cumsum(first)
    places = np.arange(count) + sentence * _PAD
    size = count + _PAD * (int(sentence[-1]) + 1 if count else 1)
    keys = np.full(size, _OUTSIDE_KEY)
    shapes = np.zeros(size, dtype=np.uint8)
    if not count:
        return _window(keys, shapes, np.zeros_like(shapes), lexicon, places)
    lengths = run_lengths(starts, len(codes))
    codes = codes[starts[0] :].astype(np.int64)
    starts -= starts[0]
    position = positions(lengths) & (_LONGEST - 1)
    characters = hashes.take(codes, mode="clip") * _AT.take(position, mode="clip")
    hashed = np.add.reduceat(characters, starts)
    cases = np.add.reduceat(case.take(codes, mode="clip"), starts)
    capitals, smalls = cases & 0xFFFFFFFF, cases >> 32
    head = codes[starts].clip(max=_KNOWN - 1)
    opens_with_capital = case[head] == 1
    shape = np.full(count, _MIXED, dtype=np.uint8)
    shape[(capitals == 0) & (smalls > 0)] = _LOWER
    shape[opens_with_capital & (capitals == 1)] = _TITLE
    shape[(smalls == 0) & (capitals > 1)] = _UPPER
    shape[(smalls == 0) & (capitals == 1)] = _INITIAL
    # a sentence in capitals throughout says nothing by them
    small_in_sentence = np.add.reduceat(smalls, np.flatnonzero(first))
    loud = (small_in_sentence == 0)[sentence - 1] & (capitals > 0) & joinable
    shape[loud] = _LOWER
    digit = (head >= 48) & (head <= 57) & ~joinable
    shape[(cases == 0) & ~joinable] = _MARK
    shape[digit] = _NUMBER
    hashed[digit] = _NUMBER_KEY
    keys[places] = hashed
    shapes[places] = shape
    heads = np.zeros(size, dtype=np.uint8)
    heads[places] = (hashes[head] >> np.uint64(57)).astype(np.uint8)
    return _window(keys, shapes, heads, lexicon, places)


def _window(
    keys: Keys,
    shapes: NDArray[np.uint8],
    heads: NDArray[np.uint8],
    lexicon: HashedLexicon,
    places: NDArray[np.intp],
) -> Window:
    known = lexicon.known(keys)
    pairs = (shapes[:-1] << np.uint8(3)) | shapes[1:]
    return Window(keys, shapes, known, heads, pairs, _near(known), places)
