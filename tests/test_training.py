"""Training: one command, any labels, the same bytes, and the arrays say what the estimator says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import nqtext
from nqtext.artifacts import Artifact
from nqtext.classification import ParagraphClassifier
from nqtext.classification.context import surroundings
from nqtext.classification.model import KIND
from nqtext.errors import ArtifactError, ConfigurationError, SchemaError
from nqtext.pipeline import Pipeline
from nqtext.training.__main__ import main
from nqtext.training.design import Design, vocabulary_of
from nqtext.training.duplicates import near_duplicates
from nqtext.training.estimators import fit_averaged
from nqtext.training.examples import read_features
from nqtext.training.gold import read_gold
from nqtext.training.paragraphs import fit, train_paragraphs
from nqtext.training.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIELDS = ("giao thông", "giáo dục", "y tế", "du lịch", "thủy lợi", "đô thị", "nông nghiệp", "công nghiệp")
_YEARS = (2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033)


def _gold(path: Path, labels: dict[str, str] | None = None) -> Path:
    """A small gold file in our own words; ``labels`` renames the labels."""
    lines = []
    for i, (field, year) in enumerate(zip(_FIELDS, _YEARS, strict=True)):
        paragraphs = [
            (f"KẾ HOẠCH PHÁT TRIỂN {field.upper()}", "other", []),
            ("I. MỤC TIÊU", "goal", []),
            (f"- Phấn đấu đến năm {year}, {60 + 4 * i}% dịch vụ {field} đạt chuẩn.", "goal", []),
            (
                f"- Đến năm {year + 10}, {field} của tỉnh {'đứng đầu' if i % 2 else 'dẫn đầu'} vùng.",
                "goal",
                ["task"],
            ),
            ("II. NHIỆM VỤ, GIẢI PHÁP", "task", []),
            (f"- Hoàn thiện {'quy định' if i % 2 else 'chính sách'} về {field}.", "task", []),
            (f"- Đẩy mạnh đầu tư cho {field} ở {'miền núi' if i % 3 else 'hải đảo'}.", "task", []),
            (f"Hội nghị về {field} đã diễn ra sáng {i + 1}/3 tại nhà văn hóa.", "other", []),
        ]
        text, spans = "", []
        for line, label, also in paragraphs:
            rename = labels or {}
            spans.append(
                {
                    "start": len(text),
                    "end": len(text) + len(line),
                    "label": rename.get(label, label),
                    "also": [rename.get(x, x) for x in also],
                }
            )
            text += line + "\n"
        kind = "document" if i % 2 else "news"
        lines.append(
            json.dumps({"id": f"a{i}", "kind": kind, "text": text, "paragraphs": spans}, ensure_ascii=False)
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


SMALL = Settings(min_articles=2, neighbour_articles=2, folds=3)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _gold(tmp_path_factory.mktemp("gold") / "gold.jsonl")


def test_the_arrays_say_what_the_stages_say(gold: Path, tmp_path: Path) -> None:
    file = read_gold(gold)
    examples = read_features(file.articles, Pipeline(segmenter="syllable"))
    trained = fit(examples, SMALL)
    train_paragraphs(file, tmp_path / "model", SMALL)
    model = ParagraphClassifier.load(tmp_path / "model").model
    vocabulary, scale, allowed = vocabulary_of(examples, SMALL)
    data = Design(examples, model.labels, vocabulary, scale, allowed, SMALL)
    first, second = trained.stages
    logits = first.logits(data.matrix)
    ours = model.first(examples.features)[0]
    assert np.abs(ours - logits).max() < 1e-5  # weights are of single precision
    theirs = second.logits(surroundings(logits, examples.features)) / model.temperature
    theirs = np.exp(theirs - theirs.max(axis=1, keepdims=True))
    theirs /= theirs.sum(axis=1, keepdims=True)
    chances, _ = model.second(ours, examples.features)
    assert np.abs(chances - theirs).max() < 1e-5


def test_the_same_data_gives_the_same_bytes(gold: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        train_paragraphs(gold, tmp_path / name / "model", SMALL, check=gold)
    files = sorted(path.name for path in (tmp_path / "one" / "model").iterdir())
    assert files == ["CARD.md", "calibration.svg", "manifest.json", "vocabulary.txt", "weights.npz"]
    for file in files:
        assert (tmp_path / "one" / "model" / file).read_bytes() == (
            tmp_path / "two" / "model" / file
        ).read_bytes()


def test_labels_are_those_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = _gold(tmp_path / "gold.jsonl", {"goal": "đích", "task": "việc", "other": "khác"})
    arguments = [
        "paragraphs",
        str(gold),
        "-o",
        str(tmp_path / "model"),
        "--min-articles",
        "2",
        "--folds",
        "3",
    ]
    assert main([*arguments, "--furniture-label", "khác"]) == 0
    assert "macro" in capsys.readouterr().out
    nlp = nqtext.load(segmenter="syllable", paragraphs=tmp_path / "model")
    article = nlp("KẾ HOẠCH\nI. MỤC TIÊU\n- Phấn đấu đến năm 2029, 80% dịch vụ y tế đạt chuẩn.\n")
    assert set(article.labels) == {"đích", "việc", "khác"}
    assert article.paragraphs[2].label == "đích"
    assert main(["evaluate", str(gold), "--model", str(tmp_path / "model")]) == 0
    assert "đích" in capsys.readouterr().out


def test_two_models_are_averaged_and_what_was_not_seen_is_out_of_reach() -> None:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    draw = np.random.default_rng(0)
    target = np.repeat([0, 1, 3], 40)
    rows = (draw.random((120, 6)) < np.array([0.2, 0.5, 0.8, 0.5])[target, None]).astype(float)
    matrix, weight = sparse.csr_matrix(rows), np.where(target == 1, 2.0, 1.0)

    def fitted(values: NDArray[np.float64], wanted: NDArray[np.int64]) -> LogisticRegression:
        return LogisticRegression(C=2.0, tol=1e-5, max_iter=1000).fit(values, wanted, weight)

    joint = fitted(rows, target).decision_function(rows)
    apart = np.zeros((120, 3))
    for k, label in enumerate((0, 1, 3)):
        inside, outside = rows[target == label].sum(axis=0) + 1, rows[target != label].sum(axis=0) + 1
        ratio = np.abs(np.log((inside / 40) / (outside / 80)))
        scale = 0.5 + 0.5 * ratio / np.average(ratio, weights=inside + outside)
        apart[:, k] = fitted(rows * scale, target == label).decision_function(rows * scale)
    expected = (joint + apart) / 2
    found = fit_averaged(matrix, target, weight, 4, 2.0).logits(matrix)
    seen = found[:, [0, 1, 3]]
    assert np.abs((seen - seen[:, :1]) - (expected - expected[:, :1])).max() < 1e-3
    assert (found[:, 2] < seen.min(axis=1) - 3).all()


def test_a_large_collection_asks_for_more_articles() -> None:
    grown = Settings(min_articles=5, collection=100).grown(200)
    assert (grown.min_articles, grown.grown(200)) == (10, grown)
    assert Settings(min_articles=5, collection=100).grown(20).min_articles == 5


def test_features_of_too_few_articles_are_left_out(gold: Path) -> None:
    examples = read_features(read_gold(gold).articles, Pipeline(segmenter="syllable"))
    few = vocabulary_of(examples, SMALL)[0]
    half = replace(SMALL, collection=len(examples.articles) // 2)
    more = vocabulary_of(examples, half)[0]
    assert set(more.names) < set(few.names)


def test_a_model_of_other_features_is_refused(gold: Path, tmp_path: Path) -> None:
    train_paragraphs(gold, tmp_path / "model", SMALL)
    manifest = tmp_path / "model" / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(said | {"features": said["features"] - 1}), "utf-8")
    with pytest.raises(ArtifactError, match=r"expected features \d, found \d; train it again"):
        ParagraphClassifier.load(tmp_path / "model")


def test_two_labels_are_enough(tmp_path: Path) -> None:
    gold = _gold(tmp_path / "gold.jsonl", {"task": "policy", "goal": "policy"})
    train_paragraphs(gold, tmp_path / "model", SMALL)
    article = nqtext.load(segmenter="syllable", paragraphs=tmp_path / "model")(
        "I. MỤC TIÊU\n- Phấn đấu đạt 90%.\n"
    )
    assert set(article.labels) == {"policy", "other"}
    assert article.paragraphs[1].label == "policy"


def test_too_little_data_is_refused(tmp_path: Path, gold: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(gold.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    with pytest.raises(ConfigurationError, match="3 different articles, found 3 and 1"):
        train_paragraphs(one, tmp_path / "model", SMALL)


def test_a_label_on_no_paragraph_is_refused(tmp_path: Path, gold: Path) -> None:
    raw = json.loads(gold.read_text("utf-8").splitlines()[0])
    raw["paragraphs"][0]["end"] -= 3
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps(raw, ensure_ascii=False) + "\n", "utf-8")
    with pytest.raises(SchemaError, match=r"'a0': 0 to .* is no paragraph"):
        train_paragraphs(bad, tmp_path / "model", SMALL)


def test_near_duplicates_stay_together() -> None:
    one = " ".join(f"từ{i}" for i in range(80))
    groups = near_duplicates(
        [one, "một bài khác hẳn về chuyện khác", one + " thêm vài chữ cuối bài", "bài thứ tư"]
    )
    assert groups == [0, 1, 0, 3]


def test_the_card_says_how_to_make_it_again(gold: Path, tmp_path: Path) -> None:
    train_paragraphs(gold, tmp_path / "model", SMALL, check=gold)
    card = (tmp_path / "model" / "CARD.md").read_text("utf-8")
    assert "python -m nqtext.training paragraphs gold.jsonl -o model --name own --check gold.jsonl\n" in card
    assert read_gold(gold).sha256 in card
    assert "| all | 64 |" in card
    assert str(tmp_path) not in card


def test_our_own_model_is_small_and_names_its_data() -> None:
    folder = Artifact.open(Path(__file__).parent.parent / "models" / "paragraphs", KIND)
    assert sum(file.stat().st_size for file in folder.path.iterdir()) < 3_000_000
    assert folder.manifest["labels"] == ["goal", "task", "directive", "other"]
    assert folder.manifest["data"]["name"] == "train.jsonl"
    names = folder.lines("vocabulary.txt")
    assert max(len(name.split(" ", 1)[1].split()) for name in names if name[:2] in ("w ", "o ")) <= 3
