"""What the gazetteers say of words, as a hash table that is looked up for all words of a batch at once.

Here, too, is how units and characters are hashed for the tagger.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.gazetteers import table
from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Rows = NDArray[np.int64]

__all__ = [
    "AT",
    "CLASSES",
    "FACTORS",
    "KNOWN",
    "characters",
    "classes_of",
    "scattered",
    "unit_keys",
    "word_classes",
]

#: Code points with a hash of their own; folded text hardly ever has others.
KNOWN = 0x2000

#: What the gazetteers know of one to four units, a bit each.
CLASSES = ("province", "unit", "body", "body type", "office", "place type", "body word")

_BITS = 17  # binary logarithm of the number of slots


def scattered(seed: int, count: int) -> Keys:
    """Fixed odd 64-bit numbers (splitmix64, Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        values = (np.arange(seed, seed + count, dtype=np.uint64) + np.uint64(1)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (values ^ (values >> np.uint64(31))) | np.uint64(1)


#: One factor for each place in a combination of parts, and one for each position in a unit.
FACTORS = scattered(50_000, 512)
AT = scattered(1000, 32)


@cache
def characters() -> tuple[Keys, Rows, NDArray[np.bool_], NDArray[np.bool_]]:
    """For each code point: hash of its lower case (0 for a blank); case; whether capital; whether blank.

    The case is 1 for a capital and 2**32 for a small letter, so that one sum counts both.
    """
    letters = [chr(code) for code in range(KNOWN)]
    lower = [ord(low) if len(low := c.lower()) == 1 and ord(low) < KNOWN else ord(c) for c in letters]
    hashes = scattered(0, KNOWN)[lower]
    blank = np.array([c.isspace() for c in letters])
    capital = np.array([c.isupper() for c in letters])
    hashes[blank] = 0
    small = np.array([c.isalpha() and not c.isupper() for c in letters])
    return hashes, capital.astype(np.int64) + (small.astype(np.int64) << 32), capital, blank


def word_classes() -> NDArray[np.uint32]:
    """What the gazetteers say of words: a hash table, the training stores it with the weights.

    Returns:
        Slots with a fingerprint in the upper 24 bits and a bit for each of :data:`CLASSES` in the lower ones.
    """
    found: dict[tuple[str, ...], int] = {}

    def add(term: str, name: str) -> None:
        words = tuple(re.findall(r"[^\W_]+|[^\w\s]", fold_key(term)))
        if 0 < len(words) <= 4:
            found[words] = found.get(words, 0) | 1 << CLASSES.index(name)

    for name in ("provinces", "countries", "regions"):
        for row in table(name):
            for term in (row["name"], *row["other_names"].split(";")):
                add(term, "province")
    for row in table("units"):
        for unit in row["units"].split(";"):
            add(unit.split(" ", 2)[-1], "unit")
    for row in table("bodies"):
        for term in (row["name"], *row["abbreviations"].split(";")):
            add(term, "body")
    for name, column, kind in (
        ("body_types", "type", "body type"),
        ("offices", "title", "office"),
        ("place_types", "type", "place type"),
        ("body_words", "word", "body word"),
        ("body_fields", "field", "body word"),
    ):
        for row in table(name):
            add(row[column], kind)
    slots = np.zeros(1 << _BITS, dtype=np.uint32)
    for words in sorted(found, key=lambda words: (len(words), words)):
        slot, fingerprint = _slots(_ngrams(unit_keys(words), len(words)))
        if not slots[slot[0]]:
            slots[slot[0]] = fingerprint[0] | np.uint32(found[words])
    return slots


def classes_of(keys: NDArray[Any], classes: NDArray[np.uint32]) -> tuple[Rows, Rows]:
    """For each place what begins there, and what goes on there that began before."""
    begun = np.zeros(len(keys), dtype=np.int64)
    inside = np.zeros(len(keys), dtype=np.int64)
    for size in range(1, 5):
        slots, fingerprint = _slots(_ngrams(keys, size))
        held = classes.take(slots, mode="clip") ^ fingerprint
        found = np.where(held < 256, held, 0).astype(np.int64)
        count = len(found)
        begun[:count] |= found
        for by in range(1, size):
            inside[by : by + count] |= found
    return begun, inside


def unit_keys(units: Sequence[str]) -> Keys:
    """The hash of each of some folded units in lower case, shape (n,)."""
    hashes = characters()[0]
    keys = np.zeros(len(units), dtype=np.uint64)
    for i, unit in enumerate(units):
        codes = np.minimum(np.frombuffer(unit.encode("utf-32-le"), dtype=np.uint32), KNOWN - 1)
        keys[i] = (hashes[codes] * AT[np.arange(len(codes)) & 31]).sum(dtype=np.uint64)
    return keys


def _ngrams(keys: Keys, size: int) -> Keys:
    count = max(len(keys) - size + 1, 0)
    total: Keys = keys[:count] * FACTORS[400 + 5 * size]
    for k in range(1, size):
        total += keys[k : k + count] * FACTORS[400 + 5 * size + k]
    return total


def _slots(keys: Keys) -> tuple[Rows, NDArray[np.uint32]]:
    slots = (keys >> np.uint64(64 - _BITS)).view(np.int64)
    return slots, (keys >> np.uint64(8)).astype(np.uint32) & np.uint32(0xFFFFFF00)
