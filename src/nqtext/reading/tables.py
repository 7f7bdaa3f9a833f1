"""Tables of articles: JSON Lines, CSV and Parquet, plain or packed, row by row.

However long a table is, one row at a time is held (of Parquet one group of rows); a row is limited
like a file.  Parquet, and ``.zst``, need the extra ``tables``.
"""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import json
import zlib
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from nqtext.errors import LimitError, MissingExtraError, NqtextError, ReadError
from nqtext.reading.compression import SUFFIXES, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqtext.reading.limits import Limits

__all__ = ["Row", "format_of_table", "rows_of"]

_FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_BATCH = 64
_START = 4


class Row(NamedTuple):
    """A row of a table: its number, counted from 1, and its values by column, or what is wrong with it."""

    number: int
    values: Mapping[str, Any] | NqtextError


def format_of_table(path: str) -> str | None:
    """``"jsonl"``, ``"csv"`` or ``"parquet"`` by the name of a file; None for what is no table.

    >>> format_of_table("a/bài.jsonl.gz"), format_of_table("a.TSV"), format_of_table("a.txt.gz")
    ('jsonl', 'csv', None)
    """
    name = PurePath(path).name.lower()
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return _FORMATS.get(PurePath(name).suffix)


def rows_of(
    file: IO[bytes], format: str, name: str, limits: Limits, columns: Sequence[str] | None = None
) -> Iterator[Row]:
    """The rows of a table.

    Args:
        file: the table, at its beginning, plain or packed.
        format: ``"jsonl"``, ``"csv"`` or ``"parquet"``.
        name: what to call it in an error.
        limits: ``max_bytes`` holds for each row, ``max_unpacked_bytes`` for each group of rows of Parquet.
        columns: the columns that are wanted, where they are there; None for all.

    Raises:
        MissingExtraError: it needs pyarrow, which is not installed.
        LimitError: a row or a group of rows is larger than the limit.
        ReadError: the table is broken; what is wrong with one row of JSON Lines is in the row.
    """
    if format == "parquet":
        yield from _parquet(file, name, limits, columns)
        return
    start = file.read(_START)
    file.seek(0) if file.seekable() else None
    whole = file if file.seekable() else io.BufferedReader(_Chained(start, file))
    with _telling(name):
        stream = opened(whole, start, name)
        yield from _json_lines(stream, name, limits) if format == "jsonl" else _csv(stream, name, limits)


class _Chained(io.RawIOBase):
    """A stream that cannot go back, with what was read of it put before it again."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start[: len(buffer)] if self._start else self._rest.read(len(buffer))
        self._start = self._start[len(data) :]
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _telling(name: str) -> Iterator[None]:
    """What unpacking and decoding stumble over is one error that names the table."""
    try:
        yield
    except NqtextError:
        raise
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}: not valid UTF-8 ({error.reason}); save the table as UTF-8 first") from None
    except (EOFError, OSError, ValueError, zlib.error) as error:
        raise ReadError(f"{name}: a broken or truncated table ({error}); get the whole file") from None


def _json_lines(stream: IO[bytes], name: str, limits: Limits) -> Iterator[Row]:
    number = 0
    while line := stream.readline(limits.max_bytes + 1):
        number += 1
        if len(line) > limits.max_bytes:
            raise LimitError(
                limits.passed(f"{name}, row {number}", f"more than {limits.max_bytes} bytes", "max_bytes")
            )
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, ReadError(f"{name}, row {number}: not valid JSON ({error})"))
            continue
        if isinstance(values, dict):
            yield Row(number, values)
        else:
            yield Row(number, ReadError(f"{name}, row {number}: a JSON object is expected, with its columns"))


def _csv(stream: IO[bytes], name: str, limits: Limits) -> Iterator[Row]:
    # The limit is one for the whole process, and too low for articles: it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_bytes))
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    head = text.readline(limits.max_bytes)
    divider = max(",;\t|", key=head.count)
    try:
        names = next(csv.reader([head], delimiter=divider), [])
        reader = csv.reader(_limited(text, name, limits), delimiter=divider, strict=True)
        for number, cells in enumerate(reader, 1):
            if cells:
                yield Row(number, dict(zip(names, cells, strict=False)))
    except csv.Error as error:
        if "field limit" in str(error):
            raise LimitError(limits.passed(name, "a cell that is larger", "max_bytes")) from None
        raise ReadError(f"{name}: a broken CSV table ({error})") from None
    finally:
        text.detach()  # who opened the table closes it


def _limited(text: IO[str], name: str, limits: Limits) -> Iterator[str]:
    """The lines of a text, each no longer than the limit: an endless one is never held."""
    while line := text.readline(limits.max_bytes + 1):
        if len(line) > limits.max_bytes:
            raise LimitError(
                limits.passed(name, f"a line of more than {limits.max_bytes} bytes", "max_bytes")
            )
        yield line


def _parquet(file: IO[bytes], name: str, limits: Limits, columns: Sequence[str] | None) -> Iterator[Row]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError("reading Parquet", "tables") from None
    source = file if file.seekable() else io.BytesIO(file.read(limits.max_bytes))
    try:
        table = parquet.ParquetFile(source)
        groups = [table.metadata.row_group(i) for i in range(table.metadata.num_row_groups)]
        for group in groups:
            if group.total_byte_size > limits.max_unpacked_bytes:
                what = f"a group of rows unpacks to {group.total_byte_size} bytes"
                raise LimitError(limits.passed(name, what, "max_unpacked_bytes"))
        there = table.schema_arrow.names
        wanted = None if columns is None else [column for column in columns if column in there]
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, {key: _plain(value) for key, value in values.items()})
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadError(f"{name}: a broken Parquet table ({error}); get the whole file") from None


def _plain(value: Any) -> Any:
    """A value as JSON could hold it."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value
