"""JSON Lines of the schema ``nqtext/1``: the native format, without loss; offsets in code points."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nqtext.errors import NqtextError, ReadError, SchemaError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from nqtext.article import Article

__all__ = ["read_jsonl", "read_lines"]


def read_lines(path: str | os.PathLike[str]) -> Iterator[tuple[str, bytes]]:
    """The lines of a file that are not blank, each with its place for messages.

    Raises:
        ReadError: the file cannot be read.
    """
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield f"{path}, line {number}", line
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error


def read_jsonl(path: str | os.PathLike[str]) -> Iterator[Article]:
    """The articles of a file that ``nqtext tag`` or :func:`nqtext.formats.write` wrote, one at a time.

    Args:
        path: a file of JSON Lines, UTF-8.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: a line is no article; the message says which and why.
        OffsetError: its offsets are not code points.

    >>> import nqtext, os, tempfile
    >>> article = nqtext.analyze("Nghị quyết số 06-NQ/TW")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.jsonl")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write(article.to_json())
    ...     list(read_jsonl(path)) == [article]
    True
    """
    for where, line in read_lines(path):
        yield parse_line(where, line)


def parse_line(where: str, line: bytes) -> Article:
    """The article of one line."""
    from nqtext.schema import from_dict

    try:
        data = json.loads(line)
    except ValueError as error:
        raise SchemaError(f"{where}: is no JSON ({error})") from error
    if not isinstance(data, dict):
        raise SchemaError(f"{where}: expected an object, found {type(data).__name__}")
    try:
        return from_dict(data)
    except NqtextError as error:
        raise type(error)(f"{where}: {error}") from error
