"""The learned tagger: decoding, layout, names made of its spans, the model that ships."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import nqtext
from nqtext.artifacts import models_folder
from nqtext.entities import Candidate, Context
from nqtext.entities.naming import named
from nqtext.entities.tagger import TAGS, Tagger, best_tags, load_tagger
from nqtext.entities.tagger_features import lay_out
from nqtext.entities.word_classes import word_classes
from nqtext.errors import ArtifactError
from tests.contexts import context_of

VARIED = (
    "ông Lý Hà và bà Mai Thị Út ở xã Ba Lòng",
    "",
    "không có chữ hoa nào",
    "BẢNG TỔNG HỢP\n\n1. Ấp Chợ, Ấp Đình; 2. Ấp Rẫy",
    "Y Moan H'Rin, Jean-Paul Martin (UNESCO) 🙂 \ud800 Bắc",
)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_decoding_finds_the_best_of_all_sequences(seed: int) -> None:
    random = np.random.default_rng(seed)
    tags = 3
    lengths = random.integers(1, 5, size=3)
    opens = np.concatenate([[True, *[False] * (length - 1)] for length in lengths.tolist()])
    scores = random.integers(-9, 10, size=(len(opens), tags)).astype(np.int32)
    moves = random.integers(-9, 10, size=(tags, tags)).astype(np.int32)

    def total(start: int, sequence: tuple[int, ...]) -> int:
        path = (0, *sequence, 0)
        units = sum(int(scores[start + k, tag]) for k, tag in enumerate(sequence))
        return units + sum(int(moves[pair]) for pair in itertools.pairwise(path))

    found = best_tags(scores, opens, moves).tolist()
    start = 0
    for length in lengths.tolist():
        best = max(total(start, s) for s in itertools.product(range(tags), repeat=length))
        assert total(start, tuple(found[start : start + length])) == best
        start += length


def test_units_are_tokens_cut_before_capitals() -> None:
    text = "Ông Lý Hà đến xã Ba Lòng.\nNgày mai nếu trời không mưa thì ông sẽ về."
    layout = lay_out([context_of(text)], word_classes())
    units = [text[start:end] for start, end in layout.spans.tolist()]
    assert units[:7] == ["Ông", "Lý", "Hà", "đến", "xã", "Ba", "Lòng"]
    assert "về" not in [units[i] for i in layout.active.tolist()]  # no capital in reach


def test_stretches_end_with_sentences_and_paragraphs() -> None:
    layout = lay_out([context_of("Ông Lý Hà về. Bà Út đến.\nBà Mai")], word_classes())
    firsts = [layout.active[k] for k in np.flatnonzero(layout.opens)]
    text = "Ông Lý Hà về. Bà Út đến.\nBà Mai"
    assert [text[slice(*layout.spans[unit])] for unit in firsts] == ["Ông", "Bà", "Bà"]


def test_scores_do_not_depend_on_the_batch() -> None:
    contexts = [context_of(text) for text in VARIED]
    tagger = load_tagger()
    together = tagger.read(contexts).scores
    apart = np.concatenate([tagger.read([context]).scores for context in contexts])
    assert np.array_equal(together, apart)


@pytest.mark.parametrize("texts", [[], [""], ["\n\n"], ["không có gì"]])
def test_nothing_to_tag(texts: list[str]) -> None:
    reading = load_tagger().read([context_of(text) for text in texts])
    assert reading.scores.shape == (0, TAGS)


def test_a_long_line_of_capitals_is_cut() -> None:
    layout = lay_out([context_of("A " * 1000)], word_classes())
    assert np.diff(np.flatnonzero(np.append(layout.opens, True))).max() <= 96


@pytest.mark.parametrize(
    ("text", "span", "label", "norm", "attributes"),
    [
        ("gặp Ngoại trưởng Jean Martin", "Ngoại trưởng Jean Martin", "OFFICIAL", "Jean Martin",
         {"name": "Jean Martin", "titles": [{"title": "Ngoại trưởng"}]}),
        ("gặp ông Trần Văn Lúa", "ông Trần Văn Lúa", "PERSON", "Trần Văn Lúa", {"name": "Trần Văn Lúa"}),
        ("ở tỉnh Ninh Bình", "Ninh Bình", "LOCATION", "Tỉnh Ninh Bình", None),
        ("của BỘ Y TẾ", "BỘ Y TẾ", "ORGANIZATION", "Bộ Y tế", None),
        ("của Hội Cây Xanh", "Hội Cây Xanh", "ORGANIZATION", "Hội Cây Xanh", {"kind": None}),
    ],
)  # fmt: skip
def test_names_made_of_bare_spans(
    text: str, span: str, label: str, norm: str, attributes: dict[str, object] | None
) -> None:
    start = text.index(span)
    found = named(context_of(text), start, start + len(span), label, "tagger", 0.9)
    assert (found.label, found.norm, found.source) == (label, norm, "tagger")
    if attributes is not None:
        assert dict(found.attributes) == attributes


def test_a_title_that_the_recognisers_know_ends_where_the_name_begins() -> None:
    text = "Tổng thống Putin nói"
    title = Candidate(0, 10, "OFFICIAL", "Tổng thống", {"titles": [{"title": "Tổng thống"}]})
    found = named(context_of(text), 0, 16, "OFFICIAL", "tagger", 0.9, [title])
    assert found.attributes == {"name": "Putin", "titles": [{"title": "Tổng thống"}]}


def test_mentions_of_the_tagger_say_so_and_are_linked() -> None:
    text = "Theo Tổng thống Marquez, hai nước sẽ hợp tác.\nĐoàn đến các xã Bến Gỗ, Cây Đa và Gò Sỏi."
    found = [m for m in nqtext.analyze(text).entities if m.source == "tagger"]
    assert found
    for mention in found:
        assert mention.link is not None
        assert 0.5 < mention.score <= 1


def test_the_callers_own_recogniser_has_precedence() -> None:
    class Own:
        name = "own"

        def recognize(self, context: Context) -> list[Candidate]:
            start = context.text.find("Marquez")
            return [Candidate(start, start + 7, "AUTHOR", "Marquez", {}, "own")]

    text = "Theo Tổng thống Marquez, hai nước sẽ hợp tác."
    article = nqtext.load(recognizers=[Own()])(text)
    assert ("Marquez", "AUTHOR") in [(m.text, m.label) for m in article.entities]


def test_articles_name_the_tagger() -> None:
    assert load_tagger().version in nqtext.analyze("Hà Nội").versions["tagger"]


def test_the_card_holds_the_ablation() -> None:
    card = (models_folder() / "tagger" / "CARD.md").read_text("utf-8")
    for word in (
        "rules",
        "tagger",
        "both",
        "dev.jsonl",
        "news",
        "document",
        "python -m nqtext.training tagger",
    ):
        assert word in card


def test_a_model_of_another_shape_is_refused() -> None:
    arrays: dict[str, NDArray[Any]] = {
        "weights": np.zeros((4, 8), dtype=np.int8),
        "transitions": np.zeros((TAGS, TAGS), dtype=np.int32),
    }
    with pytest.raises(ArtifactError, match="no table 'weights'"):
        Tagger(arrays, 1.0, {})


def gold_file(path: Path) -> Path:
    names = ["Bến Gỗ", "Cây Đa", "Gò Sỏi", "Rạch Tre", "Xóm Lưới", "Đồng Dứa", "Vàm Sáo", "Hòn Khói"]
    verbs = ["làm đường", "trồng rừng", "mở chợ", "xây trường", "đào kênh", "họp dân", "phát gạo", "sửa cầu"]
    lines = []
    for name, verb in zip(names, verbs, strict=True):
        text = f"Hôm nay bà con ở {name} đi {verb}."
        start = text.index(name)
        entities = [{"start": start, "end": start + len(name), "label": "LOCATION"}]
        paragraphs = [{"start": 0, "end": len(text), "label": "other"}]
        lines.append(json.dumps({"id": name, "text": text, "paragraphs": paragraphs, "entities": entities}))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_training_learns_and_gives_the_same_bytes(tmp_path: Path) -> None:
    from nqtext.training.tagger import train_tagger

    gold = gold_file(tmp_path / "gold.jsonl")
    first, second = tmp_path / "first" / "tagger", tmp_path / "second" / "tagger"
    figures = train_tagger(gold, first, gold)
    train_tagger(gold, second, gold)
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes()
    assert figures["gold.jsonl"].tagger["all"].by_label["LOCATION"].f1 == 1
    assert Tagger.load(first).version.startswith("1.0+")


def test_without_the_tagger_names_come_from_rules_alone() -> None:
    text = "Ông Nguyễn Văn An, Chủ tịch UBND tỉnh Bắc Ninh, làm việc với Tập đoàn Viettel."
    alone = nqtext.load(tagger=False)(text)
    assert {entity.source for entity in alone.entities} & {"tagger"} == set()
    assert alone.versions["tagger"] == f"rules {nqtext.__version__}"
    assert nqtext.analyze(text).versions["tagger"] != alone.versions["tagger"]
