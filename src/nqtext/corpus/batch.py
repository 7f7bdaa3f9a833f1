"""Arrow batches: what an engine that scales out hands to a worker, and gets back.

One function from a ``pyarrow.RecordBatch`` to another serves Dask, Spark (``mapInArrow``) and Ray
alike; it gives the rows that a local run gives, one for each row that it gets, in order.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nqtext.corpus.rows import json_text
from nqtext.corpus.tables import TABLES
from nqtext.errors import ConfigurationError, MissingExtraError
from nqtext.pipeline import Pipeline, load
from nqtext.reading.source import Source
from nqtext.records import FrozenDict, thaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqtext.article import Article

__all__ = ["output_schema", "tag_batch"]

_NESTED = ("paragraphs", "mentions", "referents")


def tag_batch(
    batch: Any, nlp: Pipeline | None = None, *, text: str = "text", id: str = "id", record: bool = False
) -> Any:
    """Tag a batch of articles.

    Args:
        batch: a ``pyarrow.RecordBatch``.  Its column ``text`` is the text; ``id``, where there is one, the
            identifier; ``published``, ``title``, ``author``, ``publisher`` and ``url``, where there are any,
            what is known of the article.  Other columns are passed over.
        nlp: the pipeline; None is the default one, loaded once a process.
        text: the name of the column with the text.
        id: the name of the column with the identifier.
        record: also give each article whole, as JSON of schema ``nqtext/1``, in the column ``record``.

    Returns:
        A ``pyarrow.RecordBatch`` of :func:`output_schema`: a row for each row.  Where an article failed (or
        has no text), ``error`` says why and the rest is null.

    Raises:
        ConfigurationError: there is no column with the text.
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow  # doctest: +SKIP
    >>> texts = ["Giao Bộ Xây dựng lập quy hoạch."]
    >>> batch = pyarrow.RecordBatch.from_pydict({"text": texts})  # doctest: +SKIP
    >>> tag_batch(batch)["paragraphs"][0][0]["label"].as_py()  # doctest: +SKIP
    'directive'
    """
    pyarrow = _pyarrow()
    names = batch.schema.names
    if text not in names:
        raise ConfigurationError(f"text: the batch has no column {text!r}; it has {', '.join(names)}")
    outcomes = (nlp or _default()).pipe(_sources(batch, text, id, names), errors="yield")
    ids = batch.column(id).to_pylist() if id in names else [None] * batch.num_rows
    rows = [
        _row(outcome, None if key is None else str(key), record)
        for outcome, key in zip(outcomes, ids, strict=True)
    ]
    return pyarrow.RecordBatch.from_pylist(rows, schema=output_schema(record))


def output_schema(record: bool = False) -> Any:
    """The ``pyarrow.Schema`` of what :func:`tag_batch` gives.

    Args:
        record: whether it has the column ``record``.

    Returns:
        ``id`` (string), ``error`` (string), ``versions`` (string, JSON), ``words`` (int64), and the lists of
        structs ``paragraphs``, ``mentions`` and ``referents``, whose fields are the columns of
        :func:`nqtext.to_frame`.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pyarrow = _pyarrow()
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    fields = [
        ("id", pyarrow.string()),
        ("error", pyarrow.string()),
        ("versions", pyarrow.string()),
        ("words", pyarrow.int64()),
    ]
    for name in _NESTED:
        struct = pyarrow.struct([(column.name, types[column.type]) for column in TABLES[name].columns])
        fields.append((name, pyarrow.list_(struct)))
    if record:
        fields.append(("record", pyarrow.string()))
    return pyarrow.schema(fields)


def _sources(batch: Any, text: str, id: str, names: list[str]) -> Iterator[Any]:
    known = [name for name in ("title", "published", "author", "publisher", "url") if name in names]
    columns = [batch.column(name).to_pylist() for name in known]
    texts = batch.column(text).to_pylist()
    ids = batch.column(id).to_pylist() if id in names else [None] * len(texts)
    for i, (content, key) in enumerate(zip(texts, ids, strict=True)):
        metadata: dict[str, Any] = {
            name: str(column[i]) for name, column in zip(known, columns, strict=True) if column[i] is not None
        }
        named = None if key is None else str(key)
        yield None if content is None else Source(content, FrozenDict(metadata), None, named)


def _row(outcome: Article | Exception, id: str | None, record: bool) -> dict[str, Any]:
    if isinstance(outcome, Exception):
        return {"id": id, "error": f"{type(outcome).__name__}: {outcome}"}
    row: dict[str, Any] = {
        "id": id,
        "versions": json_text(thaw(outcome.versions)),
        "words": len(outcome.tokens),
    }
    for name in _NESTED:
        columns = [column.name for column in TABLES[name].columns]
        row[name] = [dict(zip(columns, cells, strict=True)) for cells in TABLES[name].rows(outcome)]
    if record:
        row["record"] = outcome.to_json()
    return row


@cache
def _default() -> Pipeline:
    return load()


def _pyarrow() -> Any:
    if find_spec("pyarrow") is None:
        raise MissingExtraError("tag_batch", "tables")
    return import_module("pyarrow")
