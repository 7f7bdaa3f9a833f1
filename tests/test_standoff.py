"""Labels kept apart from their texts find them again, and say what is wrong where they do not."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from nqtext.errors import ReadError, SchemaError
from nqtext.training.gold import GoldParagraph
from nqtext.training.standoff import FURTHER, LETTERS, letters_of, read_standoff

LINES = ["Mục tiêu", "", " Đến năm 2030, xã có nước sạch.", "Giao Sở Y tế kiểm tra.", "Ảnh: An"]
TEXT = "\n".join(LINES)
ROW = {
    "source": "a/b",
    "commit": "c0ffee",
    "kind": "news",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "labels": "ggd-",
    "also": {"1": ["task"]},
}


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as out:
        for lines in (["Văn bản khác"], LINES):
            out.write(json.dumps({"paragraphs": lines}) + "\n")
    return tmp_path


def labels(folder: Path, **changes: Any) -> Path:
    path = folder / "labels.jsonl"
    path.write_text(json.dumps(ROW | changes) + "\n", encoding="utf-8")
    return path


def test_each_letter_is_a_paragraph_and_a_dash_is_none(corpora: Path) -> None:
    (article,) = read_standoff(labels(corpora), corpora).articles
    assert (article.text, article.kind, article.source) == (TEXT, "news, further", "a/b @ c0ffee")
    assert article.paragraphs == (
        GoldParagraph(0, 8, "goal"),
        GoldParagraph(11, 41, "goal", ("task",)),
        GoldParagraph(42, 64, "directive"),
    )
    assert TEXT[11:41] == LINES[2].strip()


def test_a_text_may_be_a_stretch_of_a_long_file(corpora: Path) -> None:
    with gzip.open(corpora / "long.txt.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(["Tin khác", "Mục tiêu", "Giao Sở Y tế kiểm tra.", "Ảnh: An", "Tin khác"]) + "\n")
    digest = hashlib.sha256("\n".join(LINES[:1] + LINES[3:]).encode()).hexdigest()
    path = labels(corpora, path="long.txt.gz", lines=[1, 4], sha256=digest, labels="gd-", also={})
    (article,) = read_standoff(path, corpora).articles
    assert article.text == "\n".join(LINES[:1] + LINES[3:])
    assert [paragraph.label for paragraph in article.paragraphs] == ["goal", "directive"]
    with pytest.raises(ReadError, match="lacks 1 of the 1 texts"):
        read_standoff(labels(corpora, path="gone.txt.gz", lines=[1, 4], sha256=digest), corpora)
    with pytest.raises(ReadError, match="lacks 1 of the 1 texts"):
        read_standoff(labels(corpora, path="long.txt.gz", lines=[2, 4], sha256=digest), corpora)


def test_a_text_that_is_not_there_is_named_as_missing(corpora: Path) -> None:
    with pytest.raises(ReadError, match="lacks 1 of the 1 texts"):
        read_standoff(labels(corpora, sha256="0" * 64), corpora)


@pytest.mark.parametrize("letters", ["ggd", "ggdox", "ggdx"])
def test_letters_that_fit_no_paragraphs_are_refused(corpora: Path, letters: str) -> None:
    with pytest.raises(SchemaError, match=r"line 1: expected 4 letters"):
        read_standoff(labels(corpora, labels=letters), corpora)


@pytest.mark.parametrize(
    "changes",
    [{"sha256": None}, {"lines": [1, 4]}, {"path": "a", "lines": [1]}, {"path": "a", "lines": "1-4"}],
)
def test_a_row_that_is_not_whole_is_refused(corpora: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(SchemaError, match="line 1: expected the texts"):
        read_standoff(labels(corpora, **changes), corpora)


def test_what_is_no_json_is_refused(corpora: Path) -> None:
    (corpora / "labels.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(SchemaError, match="line 1: is not JSON"):
        read_standoff(corpora / "labels.jsonl", corpora)


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"\xff", mtime=0), gzip.compress(b"text", mtime=0)[:12]],
    ids=["other", "no UTF-8", "cut"],
)
def test_a_file_that_is_damaged_is_named(corpora: Path, content: bytes) -> None:
    (corpora / "long.txt.gz").write_bytes(content)
    with pytest.raises(ReadError, match=r"long\.txt\.gz: cannot be unpacked"):
        read_standoff(labels(corpora, path="long.txt.gz", lines=[0, 1]), corpora)


def test_labels_and_letters_are_one_to_one() -> None:
    assert letters_of([*LETTERS.values(), None]) == "".join(LETTERS) + "-"


def test_the_labels_of_the_model_fit_their_texts(shared: Path) -> None:
    file = read_standoff(FURTHER, shared / "corpora")
    texts = {article.text for article in file.articles}
    gold = [
        json.loads(line)["text"]
        for name in ("train", "dev")
        for line in (shared / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(texts) == len(file.articles) > 200
    assert not texts & set(gold)
