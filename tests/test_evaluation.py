"""Evaluation counts what it says it counts, and gold files are read strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nqtext.errors import ConfigurationError, ReadError, SchemaError
from nqtext.pipeline import Pipeline
from nqtext.training.__main__ import main
from nqtext.training.bootstrap import intervals
from nqtext.training.evaluation import Report, evaluate
from nqtext.training.floors import below_floors, update_floors
from nqtext.training.gold import read_gold
from nqtext.training.scores import Count, Outcome, label_scores

TEXT = "I. MỤC TIÊU\n\n Đến năm 2030, phấn đấu 95% số xã có mạng 5G.\nGiao Sở Xây dựng chủ trì.\n"
YEAR, BODY = TEXT.index("năm 2030"), TEXT.index("Sở Xây dựng")


def _write(path: Path, **changes: Any) -> Path:
    article: dict[str, Any] = {
        "id": "a",
        "kind": "document",
        "text": TEXT,
        "paragraphs": [
            {"start": 0, "end": 11, "label": "goal"},
            {"start": TEXT.index("Đến"), "end": TEXT.index("\nGiao"), "label": "goal", "also": ["task"]},
            {"start": TEXT.index("Giao"), "end": len(TEXT) - 1, "label": "directive"},
        ],
        "entities": [
            {"start": YEAR, "end": YEAR + 8, "label": "DATE"},
            {"start": BODY, "end": BODY + 11, "label": "ORGANIZATION"},
        ],
    }
    article.update(changes)
    path.write_text(json.dumps(article, ensure_ascii=False) + "\n", "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return _write(tmp_path / "gold.jsonl")


class _Dates:
    """A recogniser that finds one date right and one span that overlaps the body."""

    name = "test"

    def recognize(self, context: Any) -> list[Any]:
        from nqtext.entities import Candidate

        at = context.text.index("năm 2030")
        body = context.text.index("Giao Sở")
        return [
            Candidate(at, at + 8, "DATE", "2030"),
            Candidate(body, body + 11, "ORGANIZATION", "Giao Sở Xây"),
        ]


def test_a_report_counts_paragraphs_and_spans(gold: Path) -> None:
    file = read_gold(gold)
    report = evaluate(file, Pipeline(recognizers=[_Dates()]))
    assert report.paragraphs["all"].count == 3
    assert sum(report.paragraphs["all"].confusion.values()) == 3
    assert report.paragraphs["document"].by_label == report.paragraphs["all"].by_label
    dates = report.entities["all"].by_label["DATE"]
    assert (dates.hits, dates.wanted) == (1, 1)
    assert report.entities["all"].by_label["ORGANIZATION"].hits == 0
    assert report.overlap["all"].by_label["ORGANIZATION"].hits == 1
    assert {m.what for m in report.mistakes if m.wanted == "ORGANIZATION"} == {"missed"}
    assert report.figures()["entities/DATE/f1"] == 1.0


def test_precision_and_recall() -> None:
    scores = label_scores(
        ["goal", "goal", "task", "other"],
        ["goal", "task", "task", "other"],
        ["goal", "task", "directive", "other"],
    )
    goal, task = scores.by_label["goal"], scores.by_label["task"]
    assert (goal.precision, goal.recall) == (1.0, 0.5)
    assert (task.precision, task.recall) == (0.5, 1.0)
    assert scores.accuracy == 0.75
    assert scores.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)  # directive does not occur
    assert scores.confusion["goal", "task"] == 1


def test_nothing_wanted_and_nothing_given_is_no_failure() -> None:
    assert Count(0, 0, 0).f1 == 1.0
    assert Count(0, 3, 0).f1 == 0.0


def test_labels_of_ones_own(gold: Path) -> None:
    report = evaluate(read_gold(_write(gold, paragraphs=[{"start": 0, "end": 11, "label": "vision"}])))
    assert report.paragraphs["all"].by_label["vision"].wanted == 1
    assert "vision" in report.labels


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": None}, "'text' must be a str, found nothing"),
        ({"paragraphs": {}}, "'paragraphs' must be a list, found dict"),
        (
            {"paragraphs": [{"start": 0, "end": 999, "label": "goal"}]},
            "paragraph 0: the range 0 to 999 is not inside",
        ),
        ({"paragraphs": [{"start": 0, "end": 11}]}, "paragraph 0: 'label' must be a str"),
        ({"paragraphs": [{"start": 0, "end": 11, "label": "goal", "also": "task"}]}, "'also' must be a list"),
        ({"entities": [{"start": 5, "end": 5, "label": "DATE"}]}, "entity 0: the range 5 to 5"),
    ],
)
def test_a_line_that_is_wrong_is_named(gold: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemaError, match=r"gold\.jsonl, line 1.*" + message):
        read_gold(_write(gold, **changes))


def test_files_that_are_no_gold_files(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_text("{", "utf-8")
    with pytest.raises(SchemaError, match="line 1: is no JSON"):
        read_gold(tmp_path / "bad.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n", "utf-8")
    with pytest.raises(SchemaError, match="holds no article"):
        read_gold(tmp_path / "empty.jsonl")


def test_a_range_that_is_no_paragraph_is_refused(gold: Path) -> None:
    file = read_gold(_write(gold, paragraphs=[{"start": 3, "end": 11, "label": "goal"}]))
    with pytest.raises(SchemaError, match="'a': 3 to 11 is no paragraph"):
        evaluate(file)


def test_outer_blanks_do_not_matter(gold: Path) -> None:
    start = TEXT.index(" Đến")
    for offset in (0, 1):
        file = read_gold(
            _write(gold, paragraphs=[{"start": start + offset, "end": TEXT.index("\nGiao"), "label": "goal"}])
        )
        assert evaluate(file).paragraphs["all"].count == 1


def test_the_command_line(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(gold, paragraphs=[{"start": 0, "end": 11, "label": "vision"}], entities=None)
    assert main(["evaluate", str(gold), "--errors"]) == 0
    printed = capsys.readouterr().out
    assert "confusion" in printed
    assert "[[I. MỤC TIÊU]]" in printed
    assert main(["evaluate", str(gold), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["confusion"]["vision"]
    assert "mistakes" not in plain
    assert main(["evaluate", str(gold.parent / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_intervals_hold_the_figure_and_narrow_with_more_articles() -> None:
    def outcome(right: int, wrong: int) -> Outcome:
        pairs = (("goal", "goal"),) * right + (("goal", "task"),) * wrong
        chances = ((0.9, True),) * right + ((0.6, False),) * wrong
        return Outcome("news", pairs, chances, {"DATE": Count(right, 10, 10)}, {})

    few = [outcome(8, 2), outcome(6, 4), outcome(9, 1), outcome(7, 3)]
    narrow, wide = intervals(few * 25), intervals(few)
    for name in ("paragraphs/accuracy", "entities/DATE/f1", "entities/micro_f1"):
        assert wide[name][0] < 0.75 < wide[name][1]
        assert narrow[name][1] - narrow[name][0] < wide[name][1] - wide[name][0]
    assert intervals(few) == wide
    assert intervals(few[:1]) == {}


def _report(macro: float, sha256: str = "0" * 64) -> Report:
    hits = round(macro * 1000)
    scores = label_scores(["a"] * 1000, ["a"] * hits + ["b"] * (1000 - hits), ["a"])
    return Report("gold.jsonl", sha256, ("a",), {"all": scores}, {}, {}, Count(0, 0, 0), 0.0, {}, (), {})


def test_floors_only_go_up(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert update_floors(file, _report(0.5))
    assert below_floors(file, _report(0.5)) == []
    assert update_floors(file, _report(0.6))
    assert update_floors(file, _report(0.6)) == []
    assert any(
        "paragraphs/accuracy: 0.5000 is below the floor 0.6000" in line
        for line in below_floors(file, _report(0.5))
    )
    before = file.read_bytes()
    with pytest.raises(ConfigurationError, match="--lower"):
        update_floors(file, _report(0.5))
    assert file.read_bytes() == before
    assert update_floors(file, _report(0.5), lower=True)
    assert below_floors(file, _report(0.5)) == []


def test_floors_of_other_data_are_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    update_floors(file, _report(0.5))
    with pytest.raises(ConfigurationError, match="belong to data of SHA-256"):
        below_floors(file, _report(0.9, "1" * 64))
    with pytest.raises(ConfigurationError, match="belong to data of SHA-256"):
        update_floors(file, _report(0.9, "1" * 64))
