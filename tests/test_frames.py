"""Articles as data frames and files: the same rows in every library, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.corpus.exports import export
from nqtext.corpus.tables import TABLES
from nqtext.errors import ConfigurationError, MissingExtraError, StoreError

TEXT = (
    "Ngày 20/5/2022, Thủ tướng Chính phủ Phạm Minh Chính họp về Nghị quyết số 06-NQ/TW.\n"
    "Thủ tướng yêu cầu Bộ Xây dựng khẩn trương lập quy hoạch.\n=1+2|cmd\n"
)
KINDS = tuple(TABLES)


@pytest.fixture(scope="module")
def articles() -> list[nqtext.Article]:
    nlp = nqtext.load(segmenter="syllable")
    return [nlp(TEXT, id="a"), nlp("", id="trống"), nlp("lạ \ud800.", id=None)]


def rows(frame: Any) -> list[dict[str, Any]]:
    """Rows with None for what is not known, whatever the library."""
    if hasattr(frame, "to_pylist"):
        return list(frame.to_pylist())
    if hasattr(frame, "to_dicts"):
        return list(frame.to_dicts())
    import pandas

    return [
        {key: None if cell is pandas.NA else cell for key, cell in row.items()}
        for row in frame.to_dict("records")
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_columns_types_and_rows(articles: list[nqtext.Article], kind: str, library: str) -> None:
    pytest.importorskip(library)
    frame = nqtext.to_frame(articles, kind, library)
    names = ["article", *(column.name for column in TABLES[kind].columns)]
    types = {
        "pandas": {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"},
        "polars": {"text": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean"},
        "pyarrow": {"text": "string", "integer": "int64", "number": "double", "boolean": "bool"},
    }[library]
    wanted = [types[kind] for kind in ("text", *(column.type for column in TABLES[kind].columns))]
    if library == "pyarrow":
        assert [(field.name, str(field.type)) for field in frame.schema] == list(
            zip(names, wanted, strict=True)
        )
    else:
        assert [str(column) for column in frame.columns] == names
        assert [str(type) for type in frame.dtypes] == wanted
    told = [(row["article"], *(row[name] for name in names[1:])) for row in rows(frame)]
    plain = [
        tuple(c.replace("\ud800", "\\ud800") if isinstance(c, str) else c for c in (article.id, *row))
        for article in articles
        for row in TABLES[kind].rows(article)
    ]
    assert told == plain


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_without_articles_there_are_columns(library: str) -> None:
    pytest.importorskip(library)
    frame = nqtext.to_frame([], "mentions", library)
    assert len(frame) == 0
    assert len(frame.columns) == 14


def test_what_the_rows_say(articles: list[nqtext.Article]) -> None:
    article = articles[0]
    by_kind = {
        kind: [
            dict(zip((column.name for column in TABLES[kind].columns), row, strict=True))
            for row in TABLES[kind].rows(article)
        ]
        for kind in KINDS
    }
    for kind in ("paragraphs", "sentences", "tokens", "mentions"):
        assert all(article.text[row["start"] : row["end"]] == row["text"] for row in by_kind[kind])
    paragraphs = article.paragraphs
    assert [row["words"] for row in by_kind["paragraphs"]] == [len(p.tokens) for p in paragraphs]
    assert [row["score"] for row in by_kind["paragraphs"]] == [max(p.scores.values()) for p in paragraphs]
    for row in by_kind["mentions"]:
        assert paragraphs[row["paragraph"]].start <= row["start"] < paragraphs[row["paragraph"]].end
        assert article.sentences[row["sentence"]].start <= row["start"]
    assert [row["link"] for row in by_kind["documents"]] == [d.id for d in article.documents]
    assert by_kind["documents"][0]["number"]
    titles = sum(max(1, len(o.attributes["titles"] or ())) for o in article.officials)
    assert len(by_kind["officials"]) == titles > 0
    assert [row["first_day"] for row in by_kind["dates"]] == ["2022-05-20"]
    (row,) = by_kind["articles"]
    assert (row["words"], row["entities"]) == (len(article.tokens), len(article.entities))


def test_what_is_not_known_or_not_installed(
    articles: list[nqtext.Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match="kind: 'words' is not known; give one of articles,"):
        nqtext.to_frame(articles, "words")
    with pytest.raises(ConfigurationError, match="library: 'excel'"):
        nqtext.to_frame(articles, library="excel")
    monkeypatch.setattr("nqtext.corpus.frames.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"nqtext\[tables\]"):
        nqtext.to_frame(articles)


class TestExport:
    def test_json_lines(self, articles: list[nqtext.Article], tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        assert export(articles, path) == 3
        lines = path.read_bytes().split(b"\n")[:-1]
        assert [nqtext.from_dict(json.loads(line)) for line in lines] == articles

    def test_a_cell_of_csv_is_no_formula(self, tmp_path: Path) -> None:
        nlp = nqtext.load(segmenter="syllable")
        texts = ["=cmd|' /C calc'!A0", "+84 24", "-1", "@SUM(A1)", "\t=1", 'Tỉnh, "họp"\u2028xong']
        path = tmp_path / "out.csv"
        assert export([nlp(text, id=f"={i}") for i, text in enumerate(texts)], path) >= len(texts)
        with open(path, encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file))
        for row in read:
            assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())
        assert read[0]["text"] == "'=cmd|' /C calc'!A0"
        assert {row["article"] for row in read} == {f"'={i}" for i in range(len(texts))}

    def test_parquet(self, articles: list[nqtext.Article], tmp_path: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        path = tmp_path / "out.parquet"
        assert export(iter(articles), path, kind="mentions") > 3
        assert parquet.read_table(path).equals(nqtext.to_frame(articles, "mentions", "pyarrow"))

    def test_what_fails_leaves_the_old_file(self, articles: list[nqtext.Article], tmp_path: Path) -> None:
        path = tmp_path / "out.csv"
        path.write_text("old")

        def broken() -> Any:
            yield articles[0]
            raise RuntimeError

        with pytest.raises(RuntimeError):
            export(broken(), path)
        assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
        assert path.read_text() == "old"
        with pytest.raises(StoreError, match="cannot be written"):
            export(articles, tmp_path / "no" / "out.csv")
        with pytest.raises(ConfigurationError, match="format: 'txt'"):
            export(articles, tmp_path / "out.txt")


def test_every_name_of_the_package_is_what_it_says() -> None:
    import nqtext.corpus

    assert all(getattr(nqtext.corpus, name) is not None for name in nqtext.corpus.__all__)
    assert nqtext.corpus.export is export
