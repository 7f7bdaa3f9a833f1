"""Arrow batches: a row for each row, the same as a local run gives."""

from __future__ import annotations

import datetime
import json

import pytest

import nqtext
from nqtext.corpus import output_schema, tag_batch
from nqtext.corpus.tables import TABLES
from nqtext.errors import ConfigurationError, MissingExtraError

pyarrow = pytest.importorskip("pyarrow")
TEXT = "Ngày 18/5, Thủ tướng yêu cầu Bộ Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\nHai bên đã họp."


@pytest.fixture(scope="module")
def nlp() -> nqtext.Pipeline:
    return nqtext.load(segmenter="syllable")


def test_rows_are_those_of_a_local_run(nlp: nqtext.Pipeline) -> None:
    batch = pyarrow.RecordBatch.from_pydict(
        {
            "id": [7, 8, 9],
            "text": [TEXT, None, ""],
            "published": [datetime.date(2022, 5, 18), None, None],
            "unused": [1, 2, 3],
        }
    )
    result = tag_batch(batch, nlp, record=True)
    assert result.schema == output_schema(record=True)
    first, missing, empty = result.to_pylist()
    article = nlp(TEXT, id="7", published="2022-05-18")
    assert nqtext.from_dict(json.loads(first["record"])) == article
    assert (first["id"], first["error"], first["words"]) == ("7", None, len(article.tokens))
    for kind in ("paragraphs", "mentions", "referents"):
        names = [column.name for column in TABLES[kind].columns]
        assert [tuple(row[name] for name in names) for row in first[kind]] == list(TABLES[kind].rows(article))
    assert missing["id"] == "8"
    assert missing["error"].startswith("TypeError: text: expected str")
    assert missing["paragraphs"] is None
    assert (empty["paragraphs"], empty["error"]) == ([], None)


def test_any_cut_gives_the_same_rows(nlp: nqtext.Pipeline) -> None:
    whole = pyarrow.RecordBatch.from_pydict({"body": [f"{TEXT} Lần {i}." for i in range(5)]})
    parts = [tag_batch(whole.slice(i, 2), nlp, text="body") for i in range(0, 5, 2)]
    assert pyarrow.Table.from_batches(parts).to_pylist() == tag_batch(whole, nlp, text="body").to_pylist()
    assert tag_batch(whole.slice(0, 0), nlp, text="body").num_rows == 0


def test_what_is_missing(nlp: nqtext.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = pyarrow.RecordBatch.from_pydict({"body": ["a"]})
    with pytest.raises(ConfigurationError, match="no column 'text'; it has body"):
        tag_batch(batch, nlp)
    monkeypatch.setattr("nqtext.corpus.batch.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"nqtext\[tables\]"):
        tag_batch(batch, nlp)
