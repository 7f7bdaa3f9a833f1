"""Scores of sentences: what a sentence does, where its paragraph does several things."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import nqtext
from nqtext.classification.sentences import taken_apart
from nqtext.errors import SchemaError
from nqtext.pipeline import Pipeline
from tests.strategies import texts

MIXED = (
    "Hội nghị về nhà ở xã hội đã diễn ra sáng 18/5 tại Hà Nội. "
    "Thủ tướng yêu cầu Bộ Xây dựng khẩn trương rà soát quỹ đất. "
    "Mục tiêu đến năm 2030 là hoàn thành ít nhất 1 triệu căn nhà ở xã hội."
)


@pytest.fixture(scope="module")
def nlp() -> Pipeline:
    return nqtext.load(sentences=True)


def _best(sentence: nqtext.Sentence) -> str:
    assert sentence.scores is not None
    scores = sentence.scores
    return max(scores, key=lambda label: scores[label])


def test_the_goal_in_a_news_paragraph_can_be_pulled_out(nlp: Pipeline) -> None:
    article = nlp(f"Phát triển nhà ở xã hội\n{MIXED}")
    goals = [sentence.text for sentence in article.sentences if _best(sentence) == "goal"]
    assert goals == ["Mục tiêu đến năm 2030 là hoàn thành ít nhất 1 triệu căn nhà ở xã hội."]
    assert "directive" in {_best(sentence) for sentence in article.sentences}


def test_a_sentence_that_is_a_paragraph_has_its_scores(nlp: Pipeline) -> None:
    article = nlp(f"I. MỤC TIÊU\n- Phấn đấu đến năm 2030, 95% hộ dân có nước sạch.\n{MIXED}")
    for paragraph in article.paragraphs[:2]:
        (sentence,) = paragraph.sentences
        assert sentence.scores == paragraph.scores


def test_page_furniture_stays_in_one_piece(nlp: Pipeline) -> None:
    page = ["Trang chủ | Tin tức | Văn bản | Liên hệ", "Hội nghị về đô thị", MIXED, "Lượt xem: 18"]
    article = nlp("\n".join([*page, "Bản quyền thuộc về Bộ Xây dựng. Ghi rõ nguồn khi dùng lại."]))
    furniture = [s for p in article.paragraphs if p.furniture for s in p.sentences]
    assert len(furniture) >= 3
    assert all(s.scores == {"goal": 0, "task": 0, "directive": 0, "other": 1} for s in furniture)


def test_nobody_pays_who_did_not_ask(nlp: Pipeline) -> None:
    plain, asked = nqtext.analyze(MIXED), nlp(MIXED)
    assert plain.sentences[0].scores is None
    assert "sentence_scores" not in plain.to_dict()
    data = asked.to_dict()
    assert len(data.pop("sentence_scores")) == 3
    assert data == plain.to_dict()


def test_scores_survive_json_a_store_and_processes(nlp: Pipeline, tmp_path: Path) -> None:
    article = nlp(MIXED)
    assert nqtext.from_dict(json.loads(article.to_json())) == article
    with nqtext.Store(tmp_path / "corpus.db") as store:
        store.put(article, id="mixed")
        assert store.article("mixed") == article
    assert list(nlp.pipe([MIXED, MIXED], n_process=2)) == [article, article]


@pytest.mark.parametrize("rows", [[], [[1, 0, 0, 0]] * 2, [[1, 0]] * 3, [["a", 0, 0, 0]] * 3])
def test_scores_that_fit_no_sentence_are_refused(nlp: Pipeline, rows: list[list[object]]) -> None:
    data = nlp(MIXED).to_dict() | {"sentence_scores": rows}
    with pytest.raises(SchemaError, match="sentence_scores"):
        nqtext.from_dict(data)


@settings(max_examples=60)
@given(texts)
def test_every_sentence_of_any_text_has_scores_that_sum_to_one(nlp: Pipeline, text: str) -> None:
    article = nlp(text)
    assert article.sentence_scores is not None
    assert article.sentence_scores.shape == (len(article.sentences), 4)
    assert np.allclose(article.sentence_scores.sum(axis=1), 1)


def test_taken_apart_headings_are_still_above() -> None:
    from nqtext.entities import Context
    from nqtext.segmentation import SyllableSegmenter, segment_batch
    from nqtext.unicode import fold

    folded = fold(f"{MIXED}\nII. NHIỆM VỤ\n- Hoàn thiện thể chế. Đẩy mạnh cải cách.\n- Rà soát quy hoạch.")
    (layer,) = segment_batch([folded], SyllableSegmenter())
    pieces, owners = taken_apart(Context.of(folded, layer))
    assert owners.tolist() == [0, 0, 0, 1, 2, 2, 3]
    assert [block.heading for block in pieces.blocks] == [-1, -1, -1, -1, 3, 3, 3]
