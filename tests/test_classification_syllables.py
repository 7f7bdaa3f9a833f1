"""Syllables as numbers, and signals found by their words: the same as patterns over strings."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqtext.classification.signal_index import signal_index
from nqtext.classification.signals import SIGNALS, compiled
from nqtext.classification.syllables import KeyIndex, cut, gram_key, gram_keys, keys_of
from nqtext.unicode import fold
from tests.strategies import vietnamese

SYLLABLE = re.compile(r"[^\W\d_]+|\d+|[%\"?]")
WORDS = sorted(
    {word for s in SIGNALS for word in (*s.words, *s.begins.split("|"), *s.holds.split("|")) if word}
)
FILLERS = [
    "và",
    "của",
    "tổ",
    ",",
    ".",
    ":",
    ";",
    "-",
    "(",
    '"',
    "12",
    "2030",
    "95%",
    "là",
    "làm",
    "giao_thông",
    "số",
]


@given(vietnamese())
def test_syllables_are_those_of_the_pattern(text: str) -> None:
    lowered = fold(text).lower
    found = cut(lowered)
    spans = list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))
    assert spans == [match.span() for match in SYLLABLE.finditer(lowered)]


@given(vietnamese())
def test_syllables_of_one_spelling_have_one_key(text: str) -> None:
    found = cut(fold(text).lower)
    for i, key in enumerate(found.keys.tolist()):
        assert key == gram_key_of_one(found.word(i))
    if len(found.keys) > 1:
        assert int(gram_keys(found.keys, 2)[0]) == gram_key([found.word(0), found.word(1)])


_SYLLABLES = st.sampled_from(["cải", "#", "#y", "2030", "%", '"', "đ", "nghiêng" * 9, "𝔘ab", "?"])


@given(st.lists(st.lists(_SYLLABLES, min_size=1, max_size=3), max_size=8), st.integers(0, 1))
def test_many_keys_are_those_of_one_after_the_other(grams: list[list[str]], kind: int) -> None:
    assert keys_of([" ".join(gram) for gram in grams], kind).tolist() == [
        gram_key(gram, kind) for gram in grams
    ]


def gram_key_of_one(word: str) -> int:
    return int(cut(word if word[0] != "#" else "7" if word == "#" else "1999").keys[0])


def test_numbers_are_alike_but_years_that_plans_aim_at() -> None:
    found = cut("12 khu, 1999, 2030 và 20300")
    assert [found.word(i) for i in range(len(found.keys))] == ["#", "khu", "#y", "2030", "và", "#"]


def test_keys_that_share_a_slot_are_told_apart() -> None:
    keys = [(1 << 60) + i for i in range(500)]
    index = KeyIndex(keys)
    places, numbers = index.find(np.array([*keys, 7, (1 << 60) + 500], dtype=np.uint64))
    assert sorted(zip(places.tolist(), numbers.tolist(), strict=True)) == [(i, i) for i in range(500)]


def found_by_index(lines: list[str]) -> list[set[str]]:
    text = "\n".join(lines)
    starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])])
    ends = starts + np.array([len(line) for line in lines])
    sightings = signal_index().find(cut(text), starts, ends)
    found: list[set[str]] = [set() for _ in lines]
    for i, signal, start, end in zip(
        sightings.paragraph.tolist(),
        sightings.signal.tolist(),
        sightings.starts.tolist(),
        sightings.ends.tolist(),
        strict=True,
    ):
        match = compiled(signal).search(lines[i])
        assert match is not None
        assert (match.start() + starts[i], match.end() + starts[i]) == (start, end), SIGNALS[signal].name
        found[i].add(SIGNALS[signal].name)
    return found


def found_by_pattern(line: str) -> set[str]:
    return {signal.name for at, signal in enumerate(SIGNALS) if compiled(at).search(line)}


def test_every_example_of_every_signal() -> None:
    lines = [fold(line).text for s in SIGNALS for line in (*s.examples, *s.counter_examples)]
    for line, found in zip(lines, found_by_index(lines), strict=True):
        assert found == found_by_pattern(line), line


@given(
    st.lists(
        st.lists(st.sampled_from(WORDS) | st.sampled_from(FILLERS), min_size=1, max_size=12).map(" ".join),
        min_size=1,
        max_size=4,
    )
)
def test_signals_are_found_where_their_patterns_match(lines: list[str]) -> None:
    lines = [line for line in (fold(line).lower.strip() for line in lines) if line] or ["a"]
    assert found_by_index(lines) == [found_by_pattern(line) for line in lines]


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_every_signal_has_words_to_find_it_by(signal: object) -> None:
    assert isinstance(signal, type(SIGNALS[0]))
    assert signal.words or signal.begins or signal.holds
