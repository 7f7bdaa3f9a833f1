"""Evaluation of links: pairs are counted strictly, label files are read strictly."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.errors import ReadError, SchemaError
from nqtext.training.__main__ import main
from nqtext.training.gold import read_gold
from nqtext.training.linkage import evaluate_links, pairs_of, read_links
from nqtext.training.scores import Count

TEXT = (
    "Ngày 18/5, Bộ trưởng Trần Văn Nam ký Nghị quyết số 06-NQ/TW.\n"
    "Ông Nam nói về Nghị quyết 06 và Luật Đất đai. Nghị quyết nêu rõ."
)


def span(words: str, nth: int = 0) -> list[int]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return [at, at + len(words)]


def labels(**changes: Any) -> dict[str, Any]:
    key = {"type": "nghị quyết", "number": "06", "year": None, "code": "NQ-TW"}
    row = {
        "id": "a",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "chains": [
            {
                "label": "DOCUMENT",
                "mentions": [span("Nghị quyết số 06-NQ/TW"), span("Nghị quyết 06")],
                "anaphora": [span("Nghị quyết", 2)],
            },
            {"label": "DOCUMENT", "mentions": [span("Luật Đất đai")], "anaphora": []},
            {
                "label": "OFFICIAL",
                "mentions": [span("Bộ trưởng Trần Văn Nam"), span("Ông Nam")],
                "anaphora": [],
            },
        ],
        "keys": [dict(zip(("start", "end"), span("Nghị quyết số 06-NQ/TW"), strict=True), **key)],
        "values": [
            dict(zip(("start", "end"), span("Ngày 18/5"), strict=True), value="2022-05-18/2022-05-18")
        ],
    }
    return row | changes


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    gold = {
        "id": "a",
        "published": "2022-05-20",
        "text": TEXT,
        "paragraphs": [{"start": 0, "end": TEXT.index("\n"), "label": "other"}],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    return tmp_path / "labels.jsonl", tmp_path / "gold.jsonl"


def write(path: Path, row: dict[str, Any]) -> Path:
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", "utf-8")
    return path


def test_what_is_right_counts_as_right(files: tuple[Path, Path]) -> None:
    report = evaluate_links(read_links(write(files[0], labels())), read_gold(files[1]))
    assert report.links == {"DOCUMENT": Count(3, 3, 3), "OFFICIAL": Count(1, 1, 1)}
    assert report.bcubed == {"DOCUMENT": (1.0, 1.0), "OFFICIAL": (1.0, 1.0)}
    assert report.mistakes == ()
    assert set(report.figures().values()) == {1.0}


def test_what_is_wrong_counts_as_wrong(files: tuple[Path, Path]) -> None:
    row = labels()
    document, law, _ = row["chains"]
    law["mentions"].append(document["mentions"].pop())  # the labels say that "Nghị quyết 06" is the law
    document["anaphora"] = []
    row["keys"][0]["year"] = 2022
    row["values"][0]["value"] = "--05-18"
    report = evaluate_links(read_links(write(files[0], row)), read_gold(files[1]))
    assert report.links["DOCUMENT"] == Count(0, 3, 1)
    assert report.bcubed["DOCUMENT"] == pytest.approx((2 / 3, 2 / 3))
    assert report.keys["year"] == Count(0, 1, 1)
    assert report.keys["code"] == Count(1, 1, 1)
    assert report.keys["whole"].precision == report.values.precision == 0
    assert [mistake.what for mistake in report.mistakes] == [
        *("wrong link", "wrong link", "missing link"),
        *("key", "value"),
    ]
    assert "given nghị quyết 06 None NQ-TW" in report.mistakes[3].detail


def test_of_a_mention_that_is_not_found_every_link_is_missing(files: tuple[Path, Path]) -> None:
    pipeline = nqtext.load(recognizers=[_Nobody()], segmenter="syllable")
    report = evaluate_links(read_links(write(files[0], labels())), read_gold(files[1]), pipeline)
    assert report.links["OFFICIAL"].hits == 0
    assert report.links["OFFICIAL"].wanted == 1


class _Nobody:
    """Hides who is named."""

    name = "nobody"

    def recognize(self, context: Any) -> list[Any]:
        from nqtext.entities import Candidate

        at = context.text.index("Ông Nam")
        return [Candidate(at, at + 7, "", "")]


def test_pairs_of_chains() -> None:
    assert pairs_of([((5, 7), (0, 2))]) == {((0, 2), (5, 7))}
    assert pairs_of([((0, 2),), ()]) == set()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chains": [{"label": "DOCUMENT", "mentions": [[0, 2], [0, 2]], "anaphora": []}]}, "two chains"),
        ({"chains": None}, "line 1"),
        ({"keys": [{"start": 0}]}, "line 1"),
    ],
)
def test_label_files_are_read_strictly(
    files: tuple[Path, Path], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(SchemaError, match=message):
        read_links(write(files[0], labels(**changes)))


def test_labels_of_another_text_are_refused(files: tuple[Path, Path]) -> None:
    for changes, message in (({"sha256": "0"}, "not the one"), ({"id": "b"}, "not in gold.jsonl")):
        with pytest.raises(SchemaError, match=message):
            evaluate_links(read_links(write(files[0], labels(**changes))), read_gold(files[1]))
    with pytest.raises(ReadError):
        read_links(files[0].with_name("none.jsonl"))


def test_the_command_prints_figures_and_mistakes(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    row = labels()
    row["values"][0]["value"] = "--05-18"
    assert main(["links", str(write(files[0], row)), str(files[1]), "--errors"]) == 0
    printed = capsys.readouterr().out
    assert "DOCUMENT" in printed
    assert "value of dates     0.000" in printed
    assert "[[Ngày 18/5]]" in printed
