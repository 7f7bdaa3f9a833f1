"""What is looked up for all recognisers together is what each would find alone."""

from __future__ import annotations

import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqtext.entities.sweep import _TABLES
from nqtext.gazetteers import TermIndex, TermSweep, longest
from nqtext.runs import positions, run_lengths, run_starts
from nqtext.unicode import fold
from tests.contexts import context_of
from tests.strategies import texts

_TERMS = st.dictionaries(
    st.sampled_from(["bộ", "bộ y tế", "y tế", "tế", "tp.", "(bộ)", "y"]), st.integers(), max_size=5
)
_WRITTEN = st.lists(
    st.sampled_from(["bộ", " ", "y", "tế", "tp.", "(bộ)", "Bộ", "x", "_", "\ud800", "\n"]), max_size=12
)


@given(st.lists(_TERMS, max_size=4), _WRITTEN)
def test_a_sweep_finds_what_every_index_finds(tables: list[dict[str, int]], pieces: list[str]) -> None:
    indexes = [TermIndex(table) for table in tables]
    lower = fold("".join(pieces)).lower
    found = TermSweep(indexes).find_all(lower)
    assert found == [index.find_all(lower) for index in indexes]
    for terms, table in zip(found, tables, strict=True):
        assert terms == sorted(terms, key=lambda term: (term[0], -term[1]))
        whole = {
            (match.start(), match.start() + len(key))
            for key in table
            for match in re.finditer(f"(?={re.escape(fold(key).lower)})", lower)
        }
        assert {term[:2] for term in terms} <= whole


@pytest.mark.parametrize("terms", [{}, {"bộ": 1}])
def test_an_index_pickles(terms: dict[str, int]) -> None:
    index = TermIndex(terms)
    index.find("bộ")
    assert pickle.loads(pickle.dumps(index)).find("Bộ họp".lower()) == index.find("bộ họp")


def test_longest_leaves_out_what_stands_inside_or_across() -> None:
    assert longest([(0, 7, "a"), (0, 2, "b"), (3, 9, "c"), (7, 9, "d")]) == [(0, 7, "a"), (7, 9, "d")]


@pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.__name__)
def test_every_table_of_the_sweep_can_be_asked_for(table: object) -> None:
    context = context_of(
        "Thủ tướng yêu cầu Bộ Y tế, UBND tỉnh Bắc Ninh thực hiện Nghị quyết này. Ảnh: Bác Hồ tại Việt Nam"
    )
    assert callable(table)
    assert list(context.terms(table)) == table().find_all(context.lower)
    assert context.terms(table)


@given(texts)
def test_numbers_are_runs_of_digits_and_paragraphs_hold_what_is_in_them(text: str) -> None:
    context = context_of(text)
    assert list(context.numbers()) == [match.span() for match in re.finditer("[0-9]+", context.text)]
    spans = [tuple(span) for span in context.paragraphs.tolist()]
    for offset in range(len(context.text) + 1):
        holding = next((span for span in spans if span[0] <= offset < span[1]), None)
        assert context.paragraph_at(offset) == holding


@given(st.lists(st.integers(0, 2), max_size=30))
def test_runs_are_cut_where_values_change(values: list[int]) -> None:
    starts = run_starts(np.array(values, dtype=np.int64))
    lengths = run_lengths(starts, len(values))
    assert starts.tolist() == [i for i in range(len(values)) if not i or values[i] != values[i - 1]]
    assert lengths.sum() == len(values)
    places = positions(lengths)
    assert [values[i] for i in range(len(values))] == [
        values[int(start) + int(place)]
        for start, place in zip(np.repeat(starts, lengths).tolist(), places.tolist(), strict=True)
    ]
