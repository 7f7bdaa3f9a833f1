"""The overlap policy: candidates against each other, and against the tagger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nqtext.entities import Candidate, Context
from nqtext.entities.overlap import choose, fit, resolve, weigh
from nqtext.entities.tagger import LABELS, TAGS, Reading, Tagger
from nqtext.entities.tagger_features import BITS
from nqtext.entities.word_classes import word_classes
from nqtext.errors import OffsetError
from tests.contexts import context_of

TEXT = "Hội nghị do Hội Mai Anh tổ chức tại Bãi Xanh Đá Bạc, có ông Lý Hà dự."


def candidate(text: str, part: str, label: str, score: float = 0.8) -> Candidate:
    start = text.index(part)
    return Candidate(start, start + len(part), label, part, {}, "rules", score)


class Told(Tagger):
    """A tagger that is told what it finds, and how sure it is of each word (in log-odds)."""

    def __init__(self, *spans: tuple[str, str, float]) -> None:
        evidence = {
            "none": 16,
            "label": 0,
            "ORGANIZATION": 128,
            "OFFICIAL": 128,
            "PERSON": 128,
            "LOCATION": 32,
            **{f"new {label}": 0 for label in LABELS},
        }
        transitions = np.zeros((TAGS, TAGS), dtype=np.int32)
        for tag in range(2, TAGS, 2):
            transitions[:, tag] = -(1 << 20)
            transitions[tag - 1 : tag + 1, tag] = 0
        arrays: dict[str, NDArray[Any]] = {
            "weights": np.zeros((1 << BITS, TAGS - 1), dtype=np.int8),
            "transitions": transitions,
            "classes": word_classes(),
        }
        super().__init__(arrays, 1 / 16, evidence)
        self.spans = spans

    def read(self, contexts: Sequence[Context]) -> Reading:
        reading = super().read(contexts)
        layout = reading.layout
        reading.scores[:, 1:] = -80
        for article, context in enumerate(contexts):
            for part, label, sure in self.spans:
                if part not in context.text:
                    continue
                start = context.text.index(part) + layout.offsets[article]
                units = layout.starts[layout.active]
                inside = np.flatnonzero((units >= start) & (units < start + len(part)))
                tag = 2 * LABELS.index(label) + 1
                reading.scores[inside, tag + 1] = round(sure * 16)
                reading.scores[inside[0], tag + 1] = -80
                reading.scores[inside[0], tag] = round(sure * 16)
        return reading


def weighed(rules: list[Candidate], *told: tuple[str, str, float]) -> list[tuple[str, str, str]]:
    context = context_of(TEXT)
    (found,) = weigh([context], [choose([rules], context)], Told(*told))
    return [(context.text[c.start : c.end], c.label, c.source) for c in found]


def test_longest_of_a_tier_wins_and_earlier_tiers_first() -> None:
    context = context_of(TEXT)
    short, long = candidate(TEXT, "Mai Anh", "PERSON"), candidate(TEXT, "Hội Mai Anh", "ORGANIZATION")
    assert resolve([[short, long]], context) == [long]
    assert resolve([[short], [long]], context) == [short]


def test_candidates_without_a_label_cover() -> None:
    context = context_of(TEXT)
    cover = replace(candidate(TEXT, "Hội Mai Anh tổ chức", "X"), label="")
    rules = [candidate(TEXT, "Hội Mai Anh", "ORGANIZATION"), cover]
    assert resolve([rules], context) == []
    assert choose([rules], context) == [cover]
    assert weighed(rules, ("Hội Mai Anh", "ORGANIZATION", 9)) == []


def test_spans_are_brought_into_form() -> None:
    context = context_of(TEXT)
    fitted = fit(Candidate(TEXT.index(" Hội Mai"), TEXT.index(" tổ chức") + 1, "ORGANIZATION", ""), context)
    assert fitted is not None
    assert TEXT[fitted.start : fitted.end] == "Hội Mai Anh"
    with pytest.raises(OffsetError, match="recogniser x returned the span 5:5"):
        fit(Candidate(5, 5, "X", "", source="x"), context)


def test_what_the_tagger_finds_alone_comes_in_when_it_is_sure() -> None:
    assert weighed([], ("Bãi Xanh", "LOCATION", 3)) == [("Bãi Xanh", "LOCATION", "tagger")]
    assert weighed([], ("Bãi Xanh", "LOCATION", 0.5)) == []


def test_a_doubtful_place_goes_and_a_body_stays() -> None:
    place, body = candidate(TEXT, "Bãi Xanh", "LOCATION"), candidate(TEXT, "Hội Mai Anh", "ORGANIZATION")
    assert weighed([place, body]) == [("Hội Mai Anh", "ORGANIZATION", "rules")]


def test_an_end_moves() -> None:
    place = candidate(TEXT, "Bãi Xanh", "LOCATION")
    assert weighed([place], ("Bãi Xanh Đá Bạc", "LOCATION", 3)) == [("Bãi Xanh Đá Bạc", "LOCATION", "tagger")]


def test_where_both_agree_the_recogniser_stands() -> None:
    place = candidate(TEXT, "Bãi Xanh", "LOCATION")
    assert weighed([place], ("Bãi Xanh", "LOCATION", 3)) == [("Bãi Xanh", "LOCATION", "rules")]


def test_neighbours_are_not_joined() -> None:
    rules = [candidate(TEXT, "Bãi Xanh", "LOCATION"), candidate(TEXT, "Đá Bạc", "LOCATION")]
    found = weighed(rules, ("Bãi Xanh Đá Bạc", "LOCATION", 3))
    assert "Bãi Xanh Đá Bạc" not in [text for text, _, _ in found]


def test_documents_dates_and_the_callers_own_stand() -> None:
    date = candidate(TEXT, "Đá Bạc", "DATE")
    assert ("Đá Bạc", "DATE", "rules") in weighed([date], ("Bãi Xanh Đá Bạc", "LOCATION", 9))
    context = context_of(TEXT)
    own = candidate(TEXT, "Bãi Xanh", "LOCATION")
    tagger = Told(("Bãi Xanh Đá Bạc", "ORGANIZATION", 9))
    (found,) = weigh([context], [[own]], tagger, [frozenset({(own.start, own.end)})])
    assert found[0] == own


def test_texts_of_a_batch_do_not_touch() -> None:
    context, other = context_of(TEXT), context_of("")
    tagger = Told(("Bãi Xanh", "LOCATION", 3))
    first = weigh([context], [[]], tagger)
    assert weigh([context, other, context], [[], [], []], tagger) == [*first, [], *first]
