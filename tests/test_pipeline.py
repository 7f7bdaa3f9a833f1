"""Many texts: order, processes, failures; and parts of the caller's own."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nqtext
from nqtext.entities import Candidate, Context
from nqtext.errors import ConfigurationError, GazetteerError, NqtextError, OffsetError, WorkerError
from nqtext.segmentation.layers import Units
from tests.conftest import SAMPLES

TEXTS = [f"Ngày {day}/5/2022, Chính phủ ban hành Nghị quyết số {day}/NQ-CP." for day in range(1, 29)]


def test_pipe_keeps_order_and_identity() -> None:
    for text, article in zip(TEXTS, nqtext.pipe(iter(TEXTS)), strict=True):
        assert article.text is text


def test_pipe_is_lazy() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "Chính phủ họp."

    articles = nqtext.pipe(endless())
    assert next(articles).tokens.texts[0] == "Chính phủ"
    assert taken < 200


def test_pipe_with_contexts() -> None:
    pairs = list(nqtext.pipe([(text, i) for i, text in enumerate(TEXTS)], as_tuples=True))
    assert [context for _, context in pairs] == list(range(len(TEXTS)))
    assert pairs[3][0].text is TEXTS[3]
    with pytest.raises(TypeError, match="as_tuples"):
        list(nqtext.pipe(["no pair"], as_tuples=True))


def test_a_bad_text_need_not_end_a_pipeline() -> None:
    texts: list[Any] = ["Chính phủ họp.", 3, "Quốc hội họp."]
    results = list(nqtext.pipe(texts, errors="yield"))
    assert [type(result).__name__ for result in results] == ["Article", "TypeError", "Article"]
    with pytest.raises(TypeError, match="text: expected str, got int"):
        list(nqtext.pipe(texts))


def test_pipe_checks_its_arguments() -> None:
    with pytest.raises(ConfigurationError, match="errors"):
        nqtext.pipe([], errors="ignore")
    with pytest.raises(ConfigurationError, match="n_process"):
        nqtext.pipe([], n_process=0)


def test_processes_give_the_same_bytes() -> None:
    texts: list[Any] = [*TEXTS, *TEXTS, 3, "a\u200b \ud800"]
    alone = [
        outcome if isinstance(outcome, TypeError) else outcome.to_json()
        for outcome in nqtext.pipe(texts, errors="yield")
    ]
    articles = list(nqtext.pipe(texts, n_process=2, errors="yield"))
    for text, one, two in zip(texts, alone, articles, strict=True):
        if isinstance(two, Exception):
            assert type(two) is type(one)
            assert str(two) == str(one)
        else:
            assert two.text is text
            assert two.to_json() == one


def test_a_pipeline_pickles() -> None:
    nlp = nqtext.load(words=["kinh tế số"], min_score=0.3)
    copy = pickle.loads(pickle.dumps(nlp))
    text = "Phát triển kinh tế số."
    assert copy(text) == nlp(text)


class Keywords:
    """A recogniser of the caller's own."""

    name = "keywords"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        at = context.lower.find("đô thị thông minh")
        if at >= 0:
            yield Candidate(at, at + 17, "TOPIC", "đô thị thông minh", {"field": "urban"}, self.name, 0.9)


def test_a_recogniser_of_ones_own() -> None:
    text = "Phát triển ĐÔ THỊ THÔNG MINH tại Hà Nội."
    article = nqtext.load(recognizers=[Keywords()])(text)
    (mention,) = article.select(label="TOPIC")
    assert mention.text == "ĐÔ THỊ THÔNG MINH"
    assert mention.attributes["field"] == "urban"
    assert mention.source == "keywords"
    assert nqtext.from_dict(article.to_dict()) == article
    assert not [e for e in nqtext.analyze(text).entities if e.label == "TOPIC"]


def test_what_ones_own_recogniser_finds_has_precedence() -> None:
    class Whole:
        name = "whole"

        def recognize(self, context: Context) -> Iterable[Candidate]:
            at = context.text.find("06-NQ")
            yield Candidate(at, at + 5, "CODE", "06-NQ", {}, self.name, 0.1)

    article = nqtext.load(recognizers=[Whole()])("Thực hiện Nghị quyết số 06-NQ/TW.")
    assert [(e.label, e.text) for e in article.entities] == [("CODE", "06-NQ")]


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (0, 10_000)])
def test_spans_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    class Wrong:
        name = "wrong"

        def recognize(self, context: Context) -> Iterable[Candidate]:
            yield Candidate(*span, "X", "x", {}, self.name)

    with pytest.raises(OffsetError, match="wrong"):
        nqtext.load(recognizers=[Wrong()])("Chính phủ họp.")


def test_a_table_of_ones_own_terms(tmp_path: Path) -> None:
    table = tmp_path / "terms.tsv"
    table.write_text(
        "term\tlabel\tnorm\tfield\nkinh tế số\tTOPIC\tKinh tế số\teconomy\nHoà Lạc\tZONE\t\t\n", "utf-8"
    )
    article = nqtext.load(recognizers=[table])("KINH TẾ SỐ tại Khu công nghệ cao Hòa Lạc")
    assert [(e.text, e.label, e.norm) for e in article.entities if e.label in ("TOPIC", "ZONE")] == [
        ("KINH TẾ SỐ", "TOPIC", "Kinh tế số"),
        ("Hòa Lạc", "ZONE", "Hoà Lạc"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("term\tlabel\nkinh tế\n", "line 2"),
        ("term\tkind\na\tb\n", "label"),
        ("term\tlabel\n\tX\n", "term"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, content: str, message: str) -> None:
    table = tmp_path / "terms.tsv"
    table.write_text(content, "utf-8")
    with pytest.raises(GazetteerError, match=message):
        nqtext.load(recognizers=[table])
    with pytest.raises(ConfigurationError, match="cannot read"):
        nqtext.load(recognizers=[tmp_path / "none.tsv"])


def test_a_segmenter_of_ones_own() -> None:
    class Pairs:
        name = "pairs"
        version = "3"

        def joins(self, batch: Any) -> list[Any]:
            return [self._pairs(units) for units in batch]

        def _pairs(self, units: Units) -> Any:
            return np.arange(len(units)) % 2 == 1

    article = nqtext.load(segmenter=Pairs())("một hai ba bốn, năm 2030")
    assert article.tokens.texts == ["một hai", "ba bốn", ",", "năm", "2030"]
    assert article.versions["segmenter"] == "pairs 3"


@pytest.mark.endurance
@pytest.mark.parametrize(
    "piece", ["(", "a.", "1/", "A. ", "Ông ", "\x00", "\ud800", "a", "-", "Điều 1 ", "06-NQ/", "ngày 1/", "“"]
)
def test_a_million_of_the_same(piece: str) -> None:
    """An answer, with right offsets: a quadratic step would not come back before the run is stopped."""
    text = piece * (300_000 // len(piece))
    article = nqtext.load(segmenter="syllable")(text)
    assert "".join(article.tokens.texts).replace(" ", "") == text.replace(" ", "")
    assert article.text is text


def test_own_errors_pickle() -> None:
    for error in (NqtextError("x"), nqtext.MissingExtraError("HTML", "html"), WorkerError("y")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_an_analysis_leaves_nothing_to_the_garbage_collector_and_the_collector_as_it_was() -> None:
    texts = [nqtext.read(path) for path in sorted(SAMPLES.glob("*.txt"))[:3]]
    list(nqtext.pipe(texts))
    gc.collect()
    gc.disable()
    try:
        articles = list(nqtext.pipe(texts))
        assert not gc.isenabled()
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert articles == list(nqtext.pipe(texts))
    with pytest.raises(TypeError):
        nqtext.analyze(5)  # type: ignore[arg-type]
    assert gc.isenabled()


def test_what_is_made_of_one_article_may_fail_alone() -> None:
    nlp = nqtext.load(segmenter="syllable")

    def take(article: nqtext.Article, source: nqtext.Source) -> str:
        if "Nam" in source.text:
            raise ValueError(article.text)
        return article.text

    texts = ["Bộ Xây dựng họp.", "Việt Nam.", "Tỉnh họp."]
    first, failed, last = nlp.attempt(texts, take)
    assert (first, last) == (texts[0], texts[2])
    assert isinstance(failed, ValueError)
    assert str(failed) == texts[1]
