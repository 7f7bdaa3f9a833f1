"""Curated tables (TSV) and a fast way to find their terms in a text.

Each table is a UTF-8 file beside this module: a header line, tab-separated fields, ``#`` opens a
comment line.  ``SOURCES.md`` says where each came from.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.errors import GazetteerError
from nqtext.gazetteers.terms import TermIndex, TermSweep, longest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["TermIndex", "TermSweep", "longest", "parse_table", "table", "version"]

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of nqtext's tables, each a mapping from column to text.

    >>> table("document_types")[0]["type"]
    'hiến pháp'
    """
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(parse_table(text.splitlines(), f"{name}.tsv"))


def parse_table(lines: Iterable[str], name: str) -> list[dict[str, str]]:
    """Parse the lines of a table.

    Args:
        lines: a header and rows, tab-separated.
        name: what the table is called in errors.

    Returns:
        One mapping from column to text a row.

    Raises:
        GazetteerError: there is no header, or a row has another number of fields.
    """
    kept = [
        (number, line.rstrip("\r\n"))
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if not kept:
        raise GazetteerError(f"{name}: the table is empty; the first line must name the columns")
    header = kept[0][1].split("\t")
    rows = []
    for number, line in kept[1:]:
        fields = line.split("\t")
        if len(fields) != len(header):
            raise GazetteerError(
                f"{name}, line {number}: {len(fields)} fields where the header has "
                f"{len(header)} ({', '.join(header)})"
            )
        rows.append(dict(zip(header, map(str.strip, fields), strict=True)))
    return rows


@cache
def version() -> str:
    """The first 12 hexadecimal digits of a SHA-256 over all tables."""
    digest = hashlib.sha256()
    for file in sorted(_FOLDER.glob("*.tsv"), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
