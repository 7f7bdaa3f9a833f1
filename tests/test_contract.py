"""The public contract: what other tools are written against."""

from __future__ import annotations

import dataclasses
import datetime
import json
import pickle
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings

import nqtext
from nqtext.errors import ConfigurationError, LimitError, OffsetError, SchemaError
from nqtext.records import ATTRIBUTES, ENTITY_LABELS, PARAGRAPH_KINDS, PARAGRAPH_LABELS
from tests.strategies import texts

TEXT = """THỦ TƯỚNG CHÍNH PHỦ LÀM VIỆC VỚI TỈNH BẮC NINH
Ngày 20/5/2022, Thủ tướng Chính phủ Phạm Minh Chính làm việc với tỉnh Bắc Ninh; hai bên đã nghe báo cáo về Nghị quyết số 06-NQ/TW do Bộ Chính trị ban hành.
Thủ tướng yêu cầu Bộ Xây dựng chủ trì, phối hợp với các địa phương khẩn trương xây dựng kế hoạch hành động.
Mục tiêu đến năm 2030, tỷ lệ đô thị hóa đạt trên 50%."""


@pytest.fixture(scope="module")
def article() -> nqtext.Article:
    return nqtext.analyze(TEXT, id="bac-ninh", published="2022-05-20", metadata={"publisher": "Báo thử"})


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    text = resources.files("nqtext").joinpath("nqtext-1.schema.json").read_text("utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def check_invariants(article: nqtext.Article, text: str) -> None:
    """Everything that the design page promises of any article."""
    assert article.text is text
    done = 0
    for token in article.tokens:
        assert not text[done : token.start].strip()
        assert text[token.start : token.end] == token.text
        done = token.end
    assert not text[done:].strip()
    for paragraph in article.paragraphs:
        assert text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.kind in PARAGRAPH_KINDS
        assert sum(paragraph.scores.values()) == pytest.approx(1)
        assert paragraph.label == max(paragraph.scores, key=lambda label: paragraph.scores[label])
        assert len(paragraph.explain()) <= 5
        assert all(paragraph.start <= s.start < s.end <= paragraph.end for s in paragraph.sentences)
        if paragraph.furniture:
            assert paragraph.label == "other"
            assert paragraph.scores["other"] == 1
    edges = {int(edge) for edge in article.tokens.spans.reshape(-1)}
    done = 0
    for mention in article.entities:
        assert done <= mention.start < mention.end
        done = mention.end
        assert text[mention.start : mention.end] == mention.text == mention.text.strip()
        assert any(p.start <= mention.start and mention.end <= p.end for p in article.paragraphs)
        assert mention.kind == "name"
        assert set(ATTRIBUTES[mention.label]) == set(mention.attributes)
        assert mention.norm
        assert 0 <= mention.score <= 1
        if mention.label in ("DOCUMENT", "DATE"):
            assert {mention.start, mention.end} <= edges
    ids = [referent.id for referent in article.referents]
    assert len(ids) == len(set(ids))
    linked = {mention.link for mention in (*article.entities, *article.anaphora)} - {None}
    assert linked == set(ids)
    for referent in article.referents:
        assert {mention.link for mention in referent.mentions} == {referent.id}
        assert {mention.label for mention in referent.mentions} == {referent.label}
    assert {m for r in article.referents for m in r.mentions} >= set(article.anaphora)


@settings(max_examples=120)
@given(texts)
def test_the_contract_holds_for_any_text(text: str) -> None:
    article = nqtext.analyze(text)
    check_invariants(article, text)
    again = nqtext.from_dict(json.loads(article.to_json().encode("utf-8")))
    assert again == article
    assert again.to_json() == article.to_json()


def test_the_contract_holds_for_the_samples(samples: list[Path], schema: dict[str, Any]) -> None:
    assert len(samples) >= 20
    validator = jsonschema.Draft202012Validator(schema)
    for path in samples:
        source = nqtext.read(path)
        article = nqtext.analyze(source)
        check_invariants(article, source.text)
        validator.validate(article.to_dict())
        assert nqtext.from_dict(json.loads(article.to_json())) == article


def test_names_of_the_contract(article: nqtext.Article) -> None:
    paragraph, token, entity = article.paragraphs[2], article.tokens[0], article.entities[0]
    for (
        name
    ) in "start end text label scores sentences tokens entities kind number heading also furniture".split():
        assert hasattr(paragraph, name)
    for name in "start end text norm".split():
        assert hasattr(token, name)
    for name in "start end text label norm attributes link".split():
        assert hasattr(entity, name)
    for (
        name
    ) in "id metadata sentences issues versions documents officials persons organizations locations".split():
        assert hasattr(article, name)
    assert article.id == "bac-ninh"
    assert article.metadata["publisher"] == "Báo thử"
    assert article.metadata["published"] == "2022-05-20"
    assert set(article.versions) >= {"nqtext", "segmenter", "tagger", "classifier", "gazetteers"}
    assert article.labels == PARAGRAPH_LABELS
    assert {mention.label for mention in article.entities} <= set(ENTITY_LABELS)


def test_a_real_paragraph_says_what_it_is(article: nqtext.Article) -> None:
    assert [p.label for p in article.paragraphs][1:] == ["other", "directive", "goal"]
    assert [e.text for e in article.select(label="DOCUMENT")] == ["Nghị quyết số 06-NQ/TW"]
    (document,) = article.documents
    assert document.attributes["number"] == "06"
    official = article.officials[0]
    assert "Phạm Minh Chính" in official.norm
    assert article.paragraphs[2].entities[0].link == official.id
    assert article.paragraphs[2].explain()


def test_articles_are_immutable(article: nqtext.Article) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        article.tokens.spans[0, 0] = 7
    with pytest.raises(ValueError, match="read-only"):
        article.scores[0, 0] = 1
    with pytest.raises(TypeError):
        article.metadata["title"] = "x"  # type: ignore[index]
    with pytest.raises(AttributeError):
        article.paragraphs[0].label = "goal"  # type: ignore[misc]


def test_articles_pickle_compare_and_hash(article: nqtext.Article) -> None:
    copy = pickle.loads(pickle.dumps(article))
    assert copy == article
    assert hash(copy) == hash(article)
    assert len({copy, article}) == 1
    assert nqtext.analyze(TEXT) != article  # no id
    assert copy.paragraphs[1] == article.paragraphs[1]
    assert copy.tokens[3] == article.tokens[3]
    assert not copy.tokens.spans.flags.writeable


def test_views_are_sequences(article: nqtext.Article) -> None:
    assert article.tokens[-1] == list(article.tokens)[-1]
    assert article.tokens[2:5].texts == article.tokens.texts[2:5]
    assert article.paragraphs[-1].index == len(article.paragraphs) - 1
    assert [s.paragraph.index for s in article.sentences] == sorted(
        s.paragraph.index for s in article.sentences
    )
    with pytest.raises(IndexError):
        article.paragraphs[99]


def test_real_output_is_valid_json_of_the_schema(article: nqtext.Article, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(article.to_dict())
    for text in ("", " \n\t\n", "\ud800"):
        validator.validate(nqtext.analyze(text).to_dict())
    broken = article.to_dict()
    broken["paragraphs"][0]["kind"] = "chapter"
    assert not validator.is_valid(broken)


@pytest.mark.parametrize(
    ("path", "value", "error", "message"),
    [
        (("schema",), "nqtext/9", SchemaError, "expected 'nqtext/1'"),
        (("text",), None, SchemaError, "text: expected str"),
        (("tokens",), [[0]], SchemaError, "tokens"),
        (("tokens",), [[0, 10**9]], OffsetError, "tokens"),
        (("tokens",), [[5, 5]], OffsetError, "tokens"),
        (("paragraphs", 0, "heading"), 5, SchemaError, "heading"),
        (("paragraphs", 0, "scores"), {"goal": 1.0}, SchemaError, "scores"),
        (("entities", 0, "start"), 1, OffsetError, "code points"),
        (("entities", 0, "label"), 3, SchemaError, "label"),
        (("referents", 0, "id"), "nobody", SchemaError, "nobody"),
    ],
)
def test_damaged_articles_are_refused(
    article: nqtext.Article, path: tuple[Any, ...], value: Any, error: type[Exception], message: str
) -> None:
    data = article.to_dict()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(error, match=message):
        nqtext.from_dict(data)


def test_offsets_counted_in_other_units_are_noticed() -> None:
    data = nqtext.analyze("😀 Ngày 18/5/2022, Chính phủ họp.").to_dict()
    for entity in data["entities"]:  # as UTF-16 would count
        entity["start"] += 1
        entity["end"] += 1
    with pytest.raises(OffsetError, match="code points"):
        nqtext.from_dict(data)


@pytest.mark.parametrize("value", [None, 3, b"Ngh\xe1\xbb\x8b quy\xe1\xba\xbft", ["a"], object()])
def test_a_text_of_another_type_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match=f"text: expected str, got {type(value).__name__}"):
        nqtext.analyze(value)
    with pytest.raises(TypeError):
        nqtext.word_tokenize(value)
    with pytest.raises(TypeError):
        nqtext.sent_tokenize(value)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n \u2028", "\xa0"])
def test_an_empty_text_is_an_empty_article(text: str) -> None:
    article = nqtext.analyze(text)
    assert (len(article.paragraphs), len(article.sentences), len(article.tokens)) == (0, 0, 0)
    assert article.entities == ()
    assert article.documents == ()
    assert article.text is text
    assert nqtext.from_dict(article.to_dict()) == article


def test_arguments_are_checked() -> None:
    with pytest.raises(TypeError, match="id"):
        nqtext.analyze("a", id=3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="published"):
        nqtext.analyze("a", published=2022)  # type: ignore[arg-type]
    for wrong in ("18/5/2022", "2022-13", "soon"):
        with pytest.raises(ConfigurationError, match="published"):
            nqtext.analyze("a", published=wrong)
    assert nqtext.analyze("a", published=datetime.date(2022, 5, 18)).metadata["published"] == "2022-05-18"
    with pytest.raises(ConfigurationError, match="segmenter"):
        nqtext.load(segmenter="spacy")
    with pytest.raises(ConfigurationError, match="min_score"):
        nqtext.load(min_score=7)
    with pytest.raises(ConfigurationError, match="recognizers"):
        nqtext.load(recognizers=[object()])  # type: ignore[list-item]
    with pytest.raises(ConfigurationError, match="goals"):
        nqtext.analyze("a").select(label="goals")
    with pytest.raises(ConfigurationError, match="format"):
        nqtext.word_tokenize("a", format="json")  # type: ignore[call-overload]


def test_a_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nqtext.texts.MAX_CHARACTERS", 100)
    with pytest.raises(LimitError, match=r"200 code points, the limit MAX_CHARACTERS is 100"):
        nqtext.analyze("a " * 100)


def test_min_score_abstains() -> None:
    nlp = nqtext.load(min_score=1.0)
    article = nlp(TEXT)
    assert None in [p.label for p in article.paragraphs]
    assert all(max(p.scores.values()) < 1 for p in article.paragraphs if p.label is None)
    assert nqtext.from_dict(article.to_dict()) == article


def test_output_does_not_depend_on_the_batch() -> None:
    batch = [TEXT, "Chính phủ họp.", TEXT.upper(), ""]
    together = [article.to_json() for article in nqtext.pipe(batch)]
    assert together == [nqtext.analyze(text).to_json() for text in batch]


def test_scores_are_float64_and_rounded(article: nqtext.Article) -> None:
    assert article.scores.dtype == np.float64
    assert (np.round(article.scores, 6) == article.scores).all()
