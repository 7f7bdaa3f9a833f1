"""Exports of a store, or of any articles: JSON Lines, CSV, Parquet."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from nqtext.corpus.frames import arrow_schema, columns_of, rows_of
from nqtext.corpus.tables import table
from nqtext.errors import ConfigurationError, MissingExtraError, StoreError
from nqtext.formats.tables import neutral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.article import Article

__all__ = ["FORMATS", "export"]

FORMATS = ("jsonl", "csv", "parquet")
_GROUP = 50_000  # rows of a Parquet table that are held at a time


def export(
    articles: Iterable[Article],
    path: str | os.PathLike[str],
    format: str | None = None,
    kind: str = "paragraphs",
) -> int:
    """Write articles to a file that appears when it is whole.

    Args:
        articles: such as ``store.articles()``; memory does not grow with their number.
        path: the file.
        format: ``"jsonl"`` (articles whole, schema ``nqtext/1``), ``"csv"`` or ``"parquet"`` (rows of one
            kind); None goes by the ending of the path.
        kind: as in :func:`nqtext.to_frame`; of no matter to JSON Lines.

    Returns:
        The number of lines or rows.

    Raises:
        ConfigurationError: there is no such format or kind.
        MissingExtraError: Parquet needs pyarrow.
        StoreError: the file cannot be written; an older one stays as it was.

    A cell of CSV that a spreadsheet would take for a formula (``=``, ``+``, ``-``, ``@`` at its start) gets
    an apostrophe before it; JSON Lines and Parquet keep every cell as it is.
    """
    target = os.fspath(path)
    chosen = format or os.path.splitext(target)[1].lower().removeprefix(".")
    if chosen not in FORMATS:
        raise ConfigurationError(f"format: {chosen!r} is not known; give one of {', '.join(FORMATS)}")
    found = table(kind)
    if chosen == "parquet" and find_spec("pyarrow") is None:
        raise MissingExtraError("a Parquet table", "tables")
    with _whole(target) as file:
        if chosen == "jsonl":
            return _jsonl(articles, file)
        rows = (row for article in articles for row in rows_of(article, found))
        if chosen == "csv":
            return _csv([column.name for column in columns_of(found)], rows, file)
        return _parquet(arrow_schema(found), rows, file)


def _jsonl(articles: Iterable[Article], file: IO[bytes]) -> int:
    count = 0
    for article in articles:
        file.write(article.to_json().encode("utf-8") + b"\n")
        count += 1
    return count


def _csv(names: list[str], rows: Iterable[tuple[Any, ...]], file: IO[bytes]) -> int:
    import io

    # Spreadsheets take a file for UTF-8 when it begins with the mark.
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        count += 1
    text.detach()
    return count


def _parquet(schema: Any, rows: Iterator[tuple[Any, ...]], file: IO[bytes]) -> int:
    pyarrow = import_module("pyarrow")
    count = 0
    with import_module("pyarrow.parquet").ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            cells = zip(*group, strict=True)
            arrays = [pyarrow.array(cell, field.type) for cell, field in zip(cells, schema, strict=True)]
            writer.write_table(pyarrow.table(arrays, schema=schema))
            count += len(group)
    return count


def _harmless(cell: Any) -> Any:
    return neutral(cell) if isinstance(cell, str) else cell


@contextmanager
def _whole(target: str) -> Iterator[IO[bytes]]:
    """A file that takes the place of the target when all is written."""
    try:
        handle, path = tempfile.mkstemp(
            dir=os.path.dirname(os.path.abspath(target)), prefix=f".{os.path.basename(target)}."
        )
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(path, 0o666 & ~mask)
        os.replace(path, target)
    except BaseException as error:
        os.unlink(path)
        if isinstance(error, OSError):
            raise StoreError(f"{target}: cannot be written: {error.strerror}") from None
        raise
