"""Many articles: files, folders, globs, tables and standard input, one after the other."""

from __future__ import annotations

import glob as globbing
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Literal, overload

from nqtext.errors import ConfigurationError, LimitError, NqtextError, ReadError
from nqtext.reading import Source, read, read_text
from nqtext.reading.limits import Limits
from nqtext.reading.tables import Row, format_of_table, rows_of
from nqtext.records import FrozenDict

if TYPE_CHECKING:
    from nqtext.reading import AnyPath

__all__ = ["read_many"]

#: Columns that are taken as metadata where none are named.
_KNOWN = ("title", "published", "author", "publisher", "url")
_MAGIC = frozenset("*?[")
_PEEK = 64


@overload
def read_many(
    paths: AnyPath | Iterable[AnyPath],
    *,
    text: str = ...,
    id: str = ...,
    metadata: Sequence[str] | Mapping[str, str] | None = ...,
    format: str | None = ...,
    unwrap: bool | None = ...,
    errors: Literal["raise"] = ...,
    limits: Limits | None = ...,
) -> Iterator[Source]: ...
@overload
def read_many(
    paths: AnyPath | Iterable[AnyPath],
    *,
    text: str = ...,
    id: str = ...,
    metadata: Sequence[str] | Mapping[str, str] | None = ...,
    format: str | None = ...,
    unwrap: bool | None = ...,
    errors: str,
    limits: Limits | None = ...,
) -> Iterator[Source | NqtextError]: ...
def read_many(
    paths: AnyPath | Iterable[AnyPath],
    *,
    text: str = "text",
    id: str = "id",
    metadata: Sequence[str] | Mapping[str, str] | None = None,
    format: str | None = None,
    unwrap: bool | None = None,
    errors: str = "raise",
    limits: Limits | None = None,
) -> Iterator[Source | NqtextError]:
    """Read the articles of files, folders and tables, in order, one at a time.

    Args:
        paths: one or several of: a file that :func:`nqtext.read` reads; a folder, whose files are read, and
            those of the folders in it, by name, without hidden ones; a pattern such as ``news/**/*.html``; a
            table (``.jsonl``, ``.ndjson``, ``.csv``, ``.tsv``, ``.parquet``, each but the last also ``.gz``
            and ``.zst``); ``-`` for standard input, an article or JSON Lines.
        text: the column of a table that holds the text.
        id: the column that identifies an article; where it is missing, the path and the number of the row.
        metadata: the columns that are metadata, by name, or by key of the metadata; None takes ``title``,
            ``published``, ``author``, ``publisher`` and ``url`` where they are there.
        format: what the files, or the texts of a table, are: see :func:`nqtext.read`.
        unwrap: see :func:`nqtext.read`; None leaves the texts of a table as they are.
        errors: ``"raise"`` ends with the first error; ``"yield"`` gives it in place of the article and goes
            on with the next row or file.
        limits: what is refused; ``max_bytes`` holds for each file and for each row of a table.

    Returns:
        An iterator of :class:`Source`; with ``errors="yield"`` of sources and errors.

    Raises:
        ConfigurationError: ``errors`` is neither ``"raise"`` nor ``"yield"``.
        ReadError, LimitError, MissingExtraError: as of :func:`nqtext.read`, and where a table is broken or
            lacks the column of the text.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "bài.jsonl")
    >>> rows = '{"id": "a1", "text": "Sáng nay, tỉnh họp.", "published": "2024-03-12"}\\n{"id": "a2"}'
    >>> _ = path.write_text(rows, encoding="utf-8")
    >>> first, second = read_many(path, errors="yield")
    >>> first.id, first.metadata["published"], type(second).__name__
    ('a1', '2024-03-12', 'ReadError')
    """
    if errors not in ("raise", "yield"):
        raise ConfigurationError(f'errors: {errors!r} is not known; give "raise" or "yield"')
    table = _Columns(text, id, metadata)
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    return _each(several, table, format, unwrap, errors == "yield", limits or Limits())


class _Columns:
    """Which column of a table is what."""

    def __init__(self, text: str, id: str, metadata: Sequence[str] | Mapping[str, str] | None) -> None:
        self.text, self.id = text, id
        named = metadata if isinstance(metadata, Mapping) else None
        self.metadata = dict(named) if named is not None else {name: name for name in metadata or _KNOWN}

    def all(self) -> list[str]:
        return [self.text, self.id, *self.metadata.values()]


def _each(
    paths: Iterable[AnyPath],
    table: _Columns,
    format: str | None,
    unwrap: bool | None,
    lenient: bool,
    limits: Limits,
) -> Iterator[Source | NqtextError]:
    for given in paths:
        articles = _of_path(given, table, format, unwrap, lenient, limits)
        while True:
            try:
                article = next(articles, None)
            except NqtextError as error:
                if not lenient:
                    raise
                yield error
                break
            if article is None:
                break
            yield article


def _of_path(
    given: AnyPath, table: _Columns, format: str | None, unwrap: bool | None, lenient: bool, limits: Limits
) -> Iterator[Source | NqtextError]:
    for path in _files(given):
        try:
            if path == "-":
                yield from _of_input(table, format, unwrap, lenient, limits)
            elif (kind := format_of_table(path)) is not None:
                try:
                    file = open(path, "rb")  # noqa: SIM115
                except (OSError, ValueError) as error:
                    reason = getattr(error, "strerror", None) or error
                    raise ReadError(f"{path}: cannot be read ({reason})") from None
                with file:
                    rows = rows_of(file, kind, path, limits, table.all())
                    yield from _of_table(rows, path, table, format, unwrap, lenient, limits)
            else:
                yield read(path, format, unwrap=unwrap, limits=limits)
        except NqtextError as error:
            if not lenient:
                raise
            yield error


def _files(given: AnyPath) -> Iterator[str]:
    path = os.fspath(given)
    if not isinstance(path, str):
        raise TypeError(f"paths: expected paths of str, got one of {type(path).__name__}")
    if os.path.isdir(path):
        found = False
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    found = True
                    yield os.path.join(folder, name)
        if not found:
            raise ReadError(f"{path}: a folder without files")
    elif _MAGIC.isdisjoint(path) or os.path.lexists(path):
        yield path
    else:
        matches = [match for match in sorted(globbing.glob(path, recursive=True)) if not os.path.isdir(match)]
        if not matches:
            raise ReadError(f"{path}: no file matches the pattern")
        yield from matches


def _of_input(
    table: _Columns, format: str | None, unwrap: bool | None, lenient: bool, limits: Limits
) -> Iterator[Source | NqtextError]:
    """Standard input: JSON Lines where it begins like an object, else one article."""
    stream: Any = sys.stdin.buffer
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    if buffered.peek(_PEEK)[:_PEEK].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"'):
        rows = rows_of(buffered, "jsonl", "standard input", limits)
        yield from _of_table(rows, "-", table, format, unwrap, lenient, limits)
        return
    article = read(_all_of(buffered, limits), format, unwrap=unwrap, limits=limits)
    yield Source(article.text, article.metadata, article.furniture, "-")


def _all_of(stream: IO[bytes], limits: Limits) -> bytes:
    return stream.read(limits.max_bytes + 1)


def _of_table(
    rows: Iterator[Row],
    path: str,
    table: _Columns,
    format: str | None,
    unwrap: bool | None,
    lenient: bool,
    limits: Limits,
) -> Iterator[Source | NqtextError]:
    for number, values in rows:
        try:
            if isinstance(values, NqtextError):
                raise values
            yield _of_row(values, f"{path}, row {number}", f"{path}:{number}", table, format, unwrap, limits)
        except NqtextError as error:
            if not lenient:
                raise
            yield error


def _of_row(
    values: Mapping[str, Any],
    name: str,
    place: str,
    table: _Columns,
    format: str | None,
    unwrap: bool | None,
    limits: Limits,
) -> Source:
    text = values.get(table.text)
    if not isinstance(text, str):
        if table.text not in values:
            there = ", ".join(map(str, list(values)[:12])) or "none"
            raise ReadError(f"{name}: no column {table.text!r} with the text (there are: {there}); name it")
        raise ReadError(f"{name}: the column {table.text!r} holds no text")
    if len(text) > limits.max_bytes:
        raise LimitError(limits.passed(name, f"{len(text)} characters", "max_bytes"))
    known = {key: values[column] for key, column in table.metadata.items() if _is_known(values.get(column))}
    given = values.get(table.id)
    identifier = str(given) if given not in (None, "") else place
    if format not in (None, "text"):
        article = read(text.encode("utf-8", "surrogatepass"), format, limits=limits)
        return Source(article.text, FrozenDict({**article.metadata, **known}), article.furniture, identifier)
    return read_text(text, identifier, known, unwrap is True)


def _is_known(value: Any) -> bool:
    return value is not None and value != ""
