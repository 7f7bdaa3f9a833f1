"""Features of the words near names, for a whole batch of articles at once: hashed n-grams, shapes, lists.

A *unit* is a token, cut before each capital inside it ("Bắc | Ninh"), so that names can begin and end
wherever a capital stands.  Only units close to a capital can be part of a name; neighbouring ones make a
*stretch*, and features are computed for stretches alone.  Training and prediction share this module, so
that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.entities.names import surnames
from nqtext.entities.word_classes import AT, FACTORS, KNOWN, characters, classes_of, scattered, unit_keys
from nqtext.runs import among, positions, run_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.entities.recognizer import Context

    Keys = NDArray[np.uint64]
    Rows = NDArray[np.int64]

__all__ = ["BITS", "Layout", "feature_rows", "lay_out"]

BITS = 19  # binary logarithm of the rows of the table of weights
_PAD = 3  # empty places between paragraphs, as far as a feature looks
_BEFORE, _BEHIND = 2, 4  # units before and behind a capital that may belong to its name
_AT_A_TIME = 1024
_LONGEST = 96  # units after which a stretch is cut

#: Shapes of a unit; they fit into three bits.
_OUTSIDE, _LOWER, _TITLE, _UPPER, _INITIAL, _NUMBER, _MARK, _MIXED = range(8)


_AFFIX = scattered(2000, 8)
_OUTSIDE_KEY, _NUMBER_KEY = scattered(7001, 2)


@dataclass(frozen=True, slots=True)
class Layout:
    """The units of a batch, and a row of them with empty places between paragraphs.

    Attributes:
        spans: offsets of each unit into its own text, shape (n, 2).
        bounds: the units of article i are ``bounds[i]`` to ``bounds[i + 1]``, shape (articles + 1,).
        starts: where each unit begins in all texts joined by line breaks, ascending, shape (n,).
        offsets: where each text begins there, shape (articles + 1,).
        active: numbers of the units in stretches, ascending, shape (m,).
        opens: which of them open a stretch, shape (m,).
        row: what the features are made of, by name; each of equal length.
        at: where the active units stand in the row, shape (m,).
        affixes: hashes of the first three, the last three and the last two characters of the active units.
    """

    spans: Rows
    bounds: Rows
    starts: Rows
    offsets: Rows
    active: Rows
    opens: NDArray[np.bool_]
    row: dict[str, NDArray[Any]]
    at: Rows
    affixes: tuple[Keys, Keys, Keys]


def lay_out(contexts: Sequence[Context], classes: NDArray[np.uint32]) -> Layout:
    """Cut texts into units, find the stretches and hash what the features are made of.

    Args:
        contexts: the texts, segmented.
        classes: see :func:`nqtext.entities.word_classes.word_classes`.
    """
    hashes, cases, capital, blank = characters()
    text = "\n".join(context.text for context in contexts)
    offsets = np.cumsum([0, *(len(context.text) + 1 for context in contexts)])
    tokens = _joined([context.tokens for context in contexts], offsets)
    if not len(tokens):
        nothing = np.zeros(0, dtype=np.int64)
        spans, bounds = np.zeros((0, 2), np.int64), np.zeros(len(offsets), np.int64)
        affixes = (np.zeros(0, np.uint64),) * 3
        return Layout(spans, bounds, nothing, offsets, nothing, np.zeros(0, np.bool_), {}, nothing, affixes)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.minimum(codes, KNOWN - 1).astype(np.int64)
    paragraphs = _joined([context.paragraphs for context in contexts], offsets)
    sentences = _joined([context.sentences for context in contexts], offsets)

    begins = np.zeros(len(codes) + 1, dtype=np.bool_)
    begins[1:-1] = capital.take(codes, mode="clip")[1:] & blank.take(codes, mode="clip")[:-1]
    begins[tokens[:, 0]] = True
    starts = begins.nonzero()[0]
    count = len(starts)
    first_of_token = np.zeros(len(begins), dtype=np.bool_)
    first_of_token[tokens[:, 0]] = True
    opens_token = first_of_token[starts]
    token = np.cumsum(opens_token) - 1
    ends = tokens[token, 1]
    ends[:-1] = np.where(opens_token[1:], ends[:-1], starts[1:] - 1)
    bounds = np.searchsorted(starts, offsets)
    own = np.repeat(offsets[:-1], bounds[1:] - bounds[:-1])
    first = np.zeros(count, dtype=np.bool_)
    first[np.searchsorted(starts, paragraphs[:, 0])] = True  # a paragraph is not blank
    paragraph = np.cumsum(first) - 1
    sentence = np.zeros(count, dtype=np.bool_)
    sentence[np.searchsorted(starts, sentences[:, 0]).clip(max=count - 1)] = True

    place = np.arange(count) + (paragraph + 1) * _PAD
    size = count + (len(paragraphs) + 1) * _PAD
    row: dict[str, NDArray[Any]] = {}

    def lay(name: str, values: NDArray[Any], outside: int = 0) -> None:
        row[name] = np.full(size, outside, dtype=values.dtype)
        row[name][place] = values

    codes_from = codes[starts[0] :]
    counted = np.add.reduceat(cases.take(codes_from, mode="clip"), starts - starts[0])
    capitals, smalls = counted & 0xFFFFFFFF, counted >> 32
    shape = _shapes(codes[starts], capitals, smalls)
    lengths = run_lengths(starts, len(codes))
    scattered = hashes.take(codes_from, mode="clip")
    scattered *= AT.take(positions(lengths) & 31, mode="clip")
    keys = np.add.reduceat(scattered, starts - starts[0])
    keys[shape == _NUMBER] = _NUMBER_KEY

    small_in = np.bincount(paragraph, weights=smalls, minlength=len(paragraphs))
    loud = (small_in == 0)[paragraph]
    length = np.minimum(np.bincount(paragraph, minlength=len(paragraphs)), 63)[paragraph] >> 2
    known, common = _surname_keys()
    family = np.zeros(count, dtype=np.int64)
    capitalised = (capitals > 0).nonzero()[0]
    family[capitalised] = among(keys[capitalised], known).astype(np.int64) + among(keys[capitalised], common)
    glued = np.zeros(count, dtype=np.bool_)
    glued[1:] = starts[1:] == ends[:-1]

    lay("key", keys, int(_OUTSIDE_KEY))
    for name, values in (
        ("shape", shape),
        ("family", family),
        ("token", opens_token.astype(np.int64)),
        ("glued", glued.astype(np.int64)),
        ("loud", loud.astype(np.int64)),
        ("length", length),
        ("sentence", sentence.astype(np.int64)),
        ("first", first.astype(np.int64)),
    ):
        lay(name, values)
    row["begun"], row["inside"] = classes_of(row["key"], classes)
    active, opens = _stretches(capitals > 0, paragraph, sentence | first)
    spans = np.stack([starts - own, ends - own], axis=1)
    affixes = _affixes(hashes, codes, starts[active], ends[active])
    return Layout(spans, bounds, starts, offsets, active, opens, row, place[active], affixes)


def _affixes(hashes: Keys, codes: NDArray[Any], starts: Rows, ends: Rows) -> tuple[Keys, Keys, Keys]:
    """Hashes of the first three, the last three and the last two characters of units."""

    def part(at: Rows, factor: int, least: int) -> Keys:
        inside = np.where(ends - starts > least, hashes.take(codes.take(at, mode="clip")) * _AFFIX[factor], 0)
        return inside.astype(np.uint64, copy=False)

    prefix = part(starts, 0, 0) + part(starts + 1, 1, 1) + part(starts + 2, 2, 2)
    ending = part(ends - 1, 3, 0) + part(ends - 2, 4, 1)
    return prefix, ending + part(ends - 3, 5, 2), ending


def feature_rows(layout: Layout) -> Iterator[Rows]:
    """For each feature its row in the table of weights, for some active units at a time.

    Yields:
        Rows of shape (number of features, units); together they are those of all active units in order.
    """
    if not len(layout.at):
        return
    features = list(_features(layout))
    parts = {id(part): part for feature in features for part in feature}
    stacked = np.empty((len(parts), len(layout.at)), dtype=np.uint64)
    for i, part in enumerate(parts.values()):
        stacked[i] = part
    place = {key: i for i, key in enumerate(parts)}
    plan = _plan(tuple(tuple(place[id(part)] for part in feature) for feature in features))
    shift = np.uint64(64 - BITS)
    for first in range(0, len(layout.at), _AT_A_TIME):  # what stays in the cache is hashed much faster
        block = stacked[:, first : first + _AT_A_TIME]
        rows = np.empty((len(features), block.shape[1]), dtype=np.uint64)
        for numbers, salt, terms in plan:
            total = np.repeat(salt, block.shape[1], axis=1)
            for which, factors in terms:
                total += block.take(which, axis=0) * factors
            rows[numbers] = total
        rows >>= shift
        yield rows.view(np.int64)


@cache
def _plan(
    features: tuple[tuple[int, ...], ...],
) -> tuple[tuple[Rows, Keys, tuple[tuple[Rows, Keys], ...]], ...]:
    """How features of equally many parts are hashed together.

    Args:
        features: the numbers of the parts of each.

    Returns:
        For each number of parts: the features, where their hashes begin, and what is added to them: of which
        parts, times what.
    """
    alike: dict[int, list[int]] = {}
    for number, parts in enumerate(features):
        alike.setdefault(len(parts), []).append(number)
    return tuple(
        (
            np.array(numbers),
            FACTORS[[511 - number for number in numbers]][:, None],
            tuple(
                (
                    np.array([features[number][k] for number in numbers]),
                    FACTORS[[number * 5 + k for number in numbers]][:, None],
                )
                for k in range(size)
            ),
        )
        for size, numbers in alike.items()
    )


def _features(layout: Layout) -> Iterator[tuple[NDArray[Any], ...]]:
    """The features, each as the parts that are hashed together."""
    row = layout.row
    places = {by: layout.at + by for by in range(-3, 4)}
    at = places[0]

    def near(name: str, by: int = 0) -> NDArray[Any]:
        return row[name].take(places[by], mode="clip")

    k = {by: near("key", by) for by in places}
    s = {by: near("shape", by).astype(np.int64) for by in range(-2, 3)}
    loud = near("loud")
    cased = s[0] | loud << 3
    yield from ((k[by],) for by in range(-3, 4))
    yield from ((k[0], cased), (k[-1], s[0]), (k[1], s[0]))
    yield from ((k[-1], k[0]), (k[0], k[1]), (k[-2], k[-1]), (k[1], k[2]))
    yield from ((k[-1], k[0], k[1]), (k[-2], k[-1], k[0]), (k[0], k[1], k[2]), (k[-1], k[1]))
    three = (s[-1] << 3 | s[0]) << 3 | s[1]
    yield s[-2] << 12 | three << 3 | s[2], loud
    yield three, k[0]
    yield from ((affix, cased) for affix in layout.affixes)
    yield ((near("family", -2) * 3 + near("family", -1)) * 3 + near("family")) * 3 + near("family", 1), three
    opening = near("sentence") | near("first") << 1
    yield near("length"), s[0] | opening << 3 | loud << 5
    edges = near("token") | near("token", 1) << 1 | near("glued") << 2 | near("glued", 1) << 3
    yield opening | near("sentence", -1) << 2 | edges << 3, s[0]

    # the run of capitals around: the unit before it, the unit behind it, where its head stands
    shape, key = row["shape"], row["key"]
    every = np.arange(len(key))
    capital = (shape == _TITLE) | (shape == _UPPER) | (shape == _INITIAL)
    plain = ~capital & (shape != _MIXED)
    left = np.maximum.accumulate(every * plain).take(at, mode="clip")
    behind = np.where(plain, every, len(every) - 1)
    right = np.minimum.accumulate(behind[::-1])[::-1].take(at, mode="clip")
    to_left, to_right = np.minimum(at - left, 6), np.minimum(right - at, 6)
    yield key.take(left, mode="clip"), to_left
    yield key.take(right, mode="clip"), to_right
    yield to_left * 8 + to_right, s[0]
    heads = capital.copy()
    heads[1:] &= ~capital[:-1]
    head = np.maximum.accumulate(every * heads).take(at, mode="clip")
    head_key = key.take(head, mode="clip")
    yield from ((head_key, np.minimum(at - head, 9)), (head_key, k[0]))

    # lists: the last unit before that is no name, comma or "và", and how many members lie between
    comma, conjunction = _joints()
    joint = (key == comma) | (key == conjunction)
    opener = np.maximum.accumulate(every * (plain & ~joint)).take(at, mode="clip")
    joints = np.cumsum(joint)
    members = np.minimum(joints.take(at, mode="clip") - joints.take(opener, mode="clip"), 3)
    opener_key = key.take(opener, mode="clip")
    yield from ((opener_key, members, s[0]), (opener_key, k[-1]))
    yield opener_key, key.take(np.maximum(opener - 1, 0), mode="clip"), members

    begun, inside = near("begun"), near("inside")
    yield begun, inside, s[0]
    yield near("begun", 1), inside, s[-1] << 3 | s[0]
    yield near("begun", -1), near("inside", -1), begun
    yield begun, inside, k[0]


def _joined(layers: Sequence[NDArray[np.int32]], offsets: Rows) -> Rows:
    """Spans of several texts as spans of the joined text."""
    moved = [
        layer.astype(np.int64).reshape(-1, 2) + int(by)
        for layer, by in zip(layers, offsets[:-1], strict=True)
    ]
    return np.concatenate(moved) if moved else np.zeros((0, 2), dtype=np.int64)


def _shapes(heads: NDArray[Any], capitals: Rows, smalls: Rows) -> NDArray[np.uint8]:
    shape = np.full(len(heads), _MIXED, dtype=np.uint8)
    shape[(capitals == 0) & (smalls > 0)] = _LOWER
    shape[characters()[2][heads] & (capitals == 1)] = _TITLE
    shape[(smalls == 0) & (capitals > 1)] = _UPPER
    shape[(smalls == 0) & (capitals == 1)] = _INITIAL
    shape[capitals + smalls == 0] = _MARK
    shape[(heads >= 48) & (heads <= 57)] = _NUMBER
    return shape


def _stretches(
    capital: NDArray[np.bool_], paragraph: Rows, opening: NDArray[np.bool_]
) -> tuple[Rows, NDArray[np.bool_]]:
    """Units close to a capital of their paragraph, and which of them open a stretch."""
    near = capital.copy()
    for by in range(1, _BEHIND + 1):
        near[by:] |= capital[:-by] & (paragraph[by:] == paragraph[:-by])
        if by <= _BEFORE:
            near[:-by] |= capital[by:] & (paragraph[by:] == paragraph[:-by])
    active = near.nonzero()[0]
    opens = opening[active]
    opens[:1] = True
    opens[1:] |= active[1:] - active[:-1] > 1
    since = np.arange(len(active)) - np.maximum.accumulate(np.where(opens, np.arange(len(active)), 0))
    return active, opens | (since % _LONGEST == 0)


@cache
def _joints() -> Keys:
    return unit_keys([",", "và"])


@cache
def _surname_keys() -> tuple[Keys, Keys]:
    known, common = surnames().known, surnames().common
    return np.sort(unit_keys(sorted(known))), np.sort(unit_keys(sorted(common)))
