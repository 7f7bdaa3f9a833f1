"""What a card and an evaluation tell beside the headline: baselines, joined sentences, studies, pictures."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from nqtext.training.__main__ import main
from nqtext.training.baselines import KEYWORDS, WORDS_ALONE, baselines
from nqtext.training.examples import read_features
from nqtext.training.gold import GoldParagraph, read_gold
from nqtext.training.joined import join, judge_sentences
from nqtext.training.pictures import calibration_picture
from nqtext.training.settings import Settings
from nqtext.training.study import study
from tests.test_training import _gold

_MIXED = (
    ("Hội nghị về nhà ở đã diễn ra sáng 18/5 tại Hà Nội.", "other"),
    ("Thủ tướng yêu cầu Bộ Xây dựng khẩn trương rà soát quỹ đất.", "directive"),
    ("Mục tiêu đến năm 2030 là hoàn thành ít nhất 1 triệu căn nhà.", "goal"),
)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _gold(tmp_path_factory.mktemp("gold") / "gold.jsonl")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    text, spans = "", []
    for line, label in _MIXED:
        spans.append({"start": len(text), "end": len(text) + len(line), "label": label, "also": []})
        text += line + "\n"
    article = {"id": "a", "kind": "news", "text": text, "paragraphs": spans}
    path = tmp_path / "mixed.jsonl"
    path.write_text(json.dumps(article, ensure_ascii=False) + "\n", "utf-8")
    return path


def test_simpler_means_are_told_beside_the_model(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--baselines", str(gold)]) == 0
    printed = capsys.readouterr().out
    assert KEYWORDS in printed
    assert WORDS_ALONE in printed
    assert main(["evaluate", str(gold), "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["baselines"]) == [KEYWORDS]


def test_only_what_gives_probabilities_is_calibrated(gold: Path) -> None:
    keywords, words = baselines(read_gold(gold), read_gold(gold))
    assert keywords.calibration is None
    assert "paragraphs/calibration_error" not in keywords.intervals
    assert words.calibration is not None
    assert words.scores.accuracy > keywords.scores.accuracy  # it has learned these very paragraphs
    low, high = words.intervals["paragraphs/macro_f1"]
    assert low <= words.scores.macro_f1 <= high


def test_the_list_of_keywords_knows_our_own_labels_only(tmp_path: Path) -> None:
    other = read_gold(_gold(tmp_path / "gold.jsonl", {"goal": "vision"}))
    assert baselines(other) == ()


def test_joining_keeps_offsets_and_joins_nobody_twice(mixed: Path) -> None:
    (article,) = read_gold(mixed).articles
    text, known = join(article.text, article.paragraphs)
    assert len(text) == len(article.text)
    assert text.count("\n") == article.text.count("\n") - 1
    assert known == [(p.start, p.label) for p in article.paragraphs[:2]]
    alike = [GoldParagraph(p.start, p.end, "other") for p in article.paragraphs]
    assert join(article.text, alike) == (article.text, [])


def test_sentences_are_told_apart_where_their_line_cannot_be(mixed: Path) -> None:
    found = judge_sentences(read_gold(mixed))
    assert found.sentences.count == found.paragraphs.count == 2
    assert found.paragraphs.accuracy == 0.5
    assert found.sentences.accuracy == 1


def test_a_study_loses_most_without_what_tells_most(gold: Path) -> None:
    examples = read_features(read_gold(gold).articles)
    found = study(examples, Settings(min_articles=2, neighbour_articles=2, folds=3))
    assert found.without[0].what == "nothing"
    assert {"words", "headings above", "lines above"} <= {finding.what for finding in found.without}
    assert len({finding.what for finding in found.without}) == len(found.without)
    assert [int(f.what) for f in found.growing] == sorted(int(f.what) for f in found.growing)
    assert found.growing[-1].both == found.without[0].both
    assert all(0 <= finding.both <= 1 for finding in (*found.without, *found.growing))


def test_the_picture_of_calibration_has_a_point_a_bin() -> None:
    chances = np.linspace(0.5, 1, 40)
    predicted = np.stack([chances, 1 - chances], axis=1)
    root = ElementTree.fromstring(calibration_picture(np.zeros(40, dtype=np.int64), predicted))
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 10
