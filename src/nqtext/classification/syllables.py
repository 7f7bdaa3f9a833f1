"""Syllables of a batch of texts as numbers: where they stand, and a hash of each and of their n-grams.

One numpy pass cuts folded lower-case text into runs of letters, runs of digits and the marks
``%``, ``"`` and ``?``.  An n-gram is known by a 64-bit hash, so that looking thousands of them up makes
no strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.runs import among, positions, run_lengths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Rows = NDArray[np.int64]

__all__ = [
    "NUMBER",
    "YEAR",
    "KeyIndex",
    "Syllables",
    "cut",
    "gram_key",
    "gram_keys",
    "gram_keys_at",
    "keys_of",
]

_TABLE = 0x2000  # code points with an entry of their own; folded text hardly ever has others
_BASE = 0x9E3779B97F4A7C15  # of the polynomial that a syllable's hash is; odd, so that it has an inverse
_BLOCK = 8192  # code points hashed at a time
_OTHER, _LETTER, _DIGIT, _MARK, _UNDERSCORE = range(5)
_FEWEST_BITS = 14  # of a table's size: it fits a core's cache, and hardly any two hashes share a slot
_MARKS = '%"?'
_MASK = (1 << 64) - 1

#: What a number and a year are written as in n-grams, except the years that plans aim at.
NUMBER, YEAR = "#", "#y"
_AIMED = ("2025", "2026", "2030", "2035", "2045", "2050")


def _mix(values: Keys) -> Keys:
    """Scatter 64-bit numbers (the finalizer of splitmix64, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        values = (values + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


_ODD = _mix(np.arange(3000, 3128, dtype=np.uint64)) | np.uint64(1)
_FACTORS = _ODD[32:]  # one for each place in an n-gram, by its size
_NUMBER_KEY, _YEAR_KEY = _mix(np.array([7001, 7002], dtype=np.uint64))


def _class(c: str) -> int:
    if c.isdecimal():
        return _DIGIT
    if c.isalnum():
        return _LETTER
    return _MARK if c in _MARKS else _UNDERSCORE if c == "_" else _OTHER


@cache
def _characters() -> tuple[NDArray[np.uint8], Keys]:
    """Class and hash of each code point of the table; 0 is the hash of what is in no syllable."""
    classes = np.array([_class(chr(code)) for code in range(_TABLE)], dtype=np.uint8)
    hashes = _mix(np.arange(_TABLE, dtype=np.uint64))
    hashes[(classes == _OTHER) | (classes == _UNDERSCORE)] = 0
    return classes, hashes


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a text.

    Attributes:
        text: folded, in lower case.
        starts: first code point of each, shape (n,).
        ends: one past the last, shape (n,).
        keys: a hash of each, shape (n,); a number or year has the hash of its kind.
        is_number: which are runs of digits, shape (n,).
        free: whether no letter, digit or underscore touches it, on its left and on its right, shape (n, 2).
        joined: whether one blank and nothing else separates it from the next, shape (n,).
    """

    text: str
    starts: Rows
    ends: Rows
    keys: Keys
    is_number: NDArray[np.bool_]
    free: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    def word(self, i: int) -> str:
        """What a syllable is called in n-grams."""
        key = self.keys[i]
        if not self.is_number[i] or (key != _NUMBER_KEY and key != _YEAR_KEY):
            return self.text[self.starts[i] : self.ends[i]]
        return YEAR if key == _YEAR_KEY else NUMBER


def cut(text: str) -> Syllables:
    """Cut a text into syllables.

    Args:
        text: folded, in lower case.

    >>> found = cut("đạt 95% vào năm 2030.")
    >>> [found.word(i) for i in range(len(found.keys))]
    ['đạt', '#', '%', 'vào', 'năm', '2030']
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    padded = np.zeros(len(codes) + 2, dtype=np.uint8)
    classes = padded[1:-1]
    _characters()[0].take(codes, mode="clip", out=classes)
    for at in (codes >= _TABLE).nonzero()[0].tolist():
        classes[at] = _class(text[at])
    inside = (padded != _OTHER) & (padded != _UNDERSCORE)
    edge = (padded[1:] != padded[:-1]) | (padded[1:] == _MARK)
    starts = (edge[:-1] & inside[1:-1]).nonzero()[0]
    ends = (edge[1:] & inside[1:-1]).nonzero()[0] + 1
    keys = _polynomials(codes, starts, ends)
    is_number = classes[starts] == _DIGIT
    numbers = is_number.nonzero()[0]
    aimed = among(keys[numbers], _aimed_years())
    century = codes[starts[numbers]] * 16 + codes[np.minimum(starts[numbers] + 1, len(codes) - 1)]
    is_year = (ends[numbers] - starts[numbers] == 4) & among(century, _CENTURIES)
    keys[numbers[~aimed]] = np.where(is_year[~aimed], _YEAR_KEY, _NUMBER_KEY)
    neighbours = np.stack([padded[starts], padded[ends + 1]], axis=1)
    free = (neighbours == _OTHER) | (neighbours == _MARK)
    joined = np.zeros(len(starts), dtype=np.bool_)
    joined[:-1] = (starts[1:] - ends[:-1] == 1) & (codes[ends[:-1]] == ord(" "))
    return Syllables(text, starts, ends, keys, is_number, free, joined)


_CENTURIES = np.array([ord(a) * 16 + ord(b) for a, b in ("19", "20")], dtype=np.uint32)


@cache
def _aimed_years() -> Keys:
    return np.sort(np.array([_plain_key(year) for year in _AIMED], dtype=np.uint64))


def _plain_key(syllable: str) -> int:
    _, hashes = _characters()
    total = 0
    for i, c in enumerate(syllable):
        code = ord(c)
        hashed = int(hashes[code]) if code < _TABLE else int(_mix(np.array([code], dtype=np.uint64))[0])
        total += hashed * pow(_BASE, i, 1 << 64)
    return total & _MASK


def _polynomials(codes: NDArray[np.uint32], starts: Rows, ends: Rows) -> Keys:
    """The hash of each stretch of code points: their sum, each times the base to the power of its place.

    The sums are differences of one running sum over the text, divided by a power of the base, so that nothing
    has to be counted; that sum is made block by block, in memory that stays in the cache.
    """
    running = np.zeros(len(codes) + 1, dtype=np.uint64)
    powers, power, total = _powers(_BASE), 1, np.uint64(0)
    for begin in range(0, len(codes), _BLOCK):
        block = codes[begin : begin + _BLOCK]
        hashes = _characters()[1].take(block, mode="clip")
        far = block >= _TABLE
        if far.any():
            hashes[far] = _mix(block[far].astype(np.uint64))
        hashes *= powers[: len(block)]
        hashes *= np.uint64(power)
        sums = running[begin + 1 : begin + 1 + len(block)]
        np.cumsum(hashes, out=sums)
        sums += total
        total, power = sums[-1], power * pow(_BASE, _BLOCK, 1 << 64) & _MASK
    inverse = pow(_BASE, -1, 1 << 64)
    of_blocks = np.full(len(codes) // _BLOCK + 1, pow(inverse, _BLOCK, 1 << 64), dtype=np.uint64)
    of_blocks[0] = 1
    found: Keys = running[ends] - running[starts]
    found *= np.cumprod(of_blocks)[starts // _BLOCK] * _powers(inverse)[starts % _BLOCK]
    return found


@cache
def _powers(base: int) -> Keys:
    """The first powers of a number (modulo 2**64)."""
    powers = np.full(_BLOCK, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers)


@cache
def _factors(size: int, kind: int) -> tuple[int, ...]:
    return tuple(int(factor) for factor in _FACTORS[kind * 48 + size * 6 : kind * 48 + size * 6 + size])


def gram_key(syllables: Iterable[str], kind: int = 0) -> int:
    """The hash of one n-gram given as strings.

    Args:
        syllables: its syllables, at most six.
        kind: n-grams of another kind have other hashes (0 or 1).
    """
    keys = [_known_key(syllable) for syllable in syllables]
    return sum(key * factor for key, factor in zip(keys, _factors(len(keys), kind), strict=True)) & _MASK


@cache
def _known_key(syllable: str) -> int:
    if syllable in (NUMBER, YEAR):
        return int(_NUMBER_KEY if syllable == NUMBER else _YEAR_KEY)
    return _plain_key(syllable)


def gram_keys(keys: Keys, size: int, kind: int = 0) -> Keys:
    """The hash of the n-gram that begins at each syllable, shape (n - size + 1,).

    >>> keys = cut("đẩy mạnh cải cách").keys
    >>> int(gram_keys(keys, 2)[1]) == gram_key(["mạnh", "cải"])
    True
    """
    count = max(len(keys) - size + 1, 0)
    factors = _factors(size, kind)
    total: Keys = keys[:count] * np.uint64(factors[0])
    for k in range(1, size):
        total += keys[k : k + count] * np.uint64(factors[k])
    return total


def gram_keys_at(keys: Keys, places: Rows, size: int, kind: int = 0) -> Keys:
    """The hash of the n-gram that begins at each of some syllables, shape (len(places),).

    >>> keys = cut("đẩy mạnh cải cách").keys
    >>> gram_keys_at(keys, np.array([1]), 2).tolist() == gram_keys(keys, 2)[1:2].tolist()
    True
    """
    factors = _factors(size, kind)
    total: Keys = keys[places] * np.uint64(factors[0])
    for k in range(1, size):
        total += keys[places + k] * np.uint64(factors[k])
    return total


def keys_of(grams: Sequence[str], kind: int = 0) -> Keys:
    """:func:`gram_key` of many n-grams, shape (len(grams),).

    Args:
        grams: their syllables, with one blank between them.
        kind: of all of them.

    >>> int(keys_of(["cải", "đẩy mạnh"])[1]) == gram_key(["đẩy", "mạnh"])
    True
    """
    if not grams:
        return np.zeros(0, dtype=np.uint64)
    text = "\n".join(grams) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = ((codes == ord(" ")) | (codes == ord("\n"))).nonzero()[0]
    starts = np.append(0, ends[:-1] + 1)
    keys = _polynomials(codes, starts, ends)
    for name, key in ((NUMBER, _NUMBER_KEY), (YEAR, _YEAR_KEY)):
        named = ends - starts == len(name)
        for k, c in enumerate(name):
            named &= codes.take(starts + k, mode="clip") == ord(c)
        keys[named] = key
    first = np.append(0, (codes[ends[:-1]] == ord("\n")).nonzero()[0] + 1)
    sizes = run_lengths(first, len(keys))
    keys *= _FACTORS[kind * 48 + np.repeat(sizes, sizes) * 6 + positions(sizes)]
    found: Keys = np.add.reduceat(keys, first)
    return found


class KeyIndex:
    """Numbers of some hashes: an open-addressed table, looked up for many hashes at once.

    Args:
        keys: the hashes, none twice; a hash has the number of its place.
    """

    def __init__(self, keys: Sequence[int] | Keys) -> None:
        count = len(keys)
        self._keys = np.append(np.array(keys, dtype=np.uint64), np.uint64(0))
        bits = max(_FEWEST_BITS, (4 * count).bit_length())
        self._shift = np.uint64(64 - bits)
        wanted = (self._keys[:-1] >> self._shift).astype(np.int64)
        order, numbers = wanted.argsort(kind="stable"), np.arange(count)
        # in the slot it asks for or, where that is taken, right behind the one before it
        slots = np.maximum.accumulate(wanted[order] - numbers) + numbers
        self._table = np.full((1 << bits) + count + 1, count, dtype=np.int32)
        self._table[slots] = order

    def find(self, keys: Keys) -> tuple[Rows, Rows]:
        """Where the known ones among some hashes are, and their numbers."""
        absent = len(self._keys) - 1
        slots = (keys >> self._shift).view(np.int64)
        found = self._table[slots]
        places = (found != absent).nonzero()[0]
        found = found[places]
        equal = self._keys[found] == keys[places]
        hits, numbers = [places[equal]], [found[equal]]
        places = places[~equal]
        while len(places):  # the slot is another's: look at the next
            slots[places] += 1
            found = self._table[slots[places]]
            places, found = places[found != absent], found[found != absent]
            equal = self._keys[found] == keys[places]
            hits.append(places[equal])
            numbers.append(found[equal])
            places = places[~equal]
        return np.concatenate(hits), np.concatenate(numbers).astype(np.int64)
