"""Searching: words as they are written, and the same without diacritics."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.errors import ConfigurationError
from nqtext.unicode import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BACKLOG", "excerpt", "fill", "indexed", "match_expression", "plain", "written"]

#: The paragraphs that the index does not have yet: those stored after the last one that it has.
BACKLOG = (
    "SELECT id, text FROM paragraphs WHERE id > (SELECT coalesce(max(id), 0) FROM search_docsize) "
    "AND NOT furniture ORDER BY id"
)
_FIRST_MARK, _LAST_MARK = 0x300, 0x36F
_LAST_LATIN = 0x1F00
_TOGETHER = 25  # paragraphs: one long text folds faster than short ones, but one rare letter slows it all
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]")


def written(text: str) -> str:
    """A text as the index has it: one spelling of each word, lower case, diacritics kept.

    >>> written("Uỷ ban Nhân dân")
    'ủy ban nhân dân'
    """
    return fold(text).lower


def plain(text: str) -> str:
    """The same without diacritics.

    >>> plain("Đường bộ, Uỷ ban")
    'duong bo, uy ban'
    """
    return _stripped(written(text))


def indexed(paragraphs: list[str]) -> list[tuple[str, str]]:
    """What the index has of each paragraph: :func:`written` and :func:`plain`.

    >>> indexed(["Hoà Bình", "Đô thị"])
    [('hòa bình', 'hoa binh'), ('đô thị', 'do thi')]
    """
    together = written("\n".join(paragraphs))  # one long text costs less than many short ones
    pairs = list(zip(together.split("\n"), _stripped(together).split("\n"), strict=False))
    if len(pairs) == len(paragraphs) and together.count("\n") == len(paragraphs) - 1:
        return pairs
    return [(written(text), plain(text)) for text in paragraphs]


def fill(connection: sqlite3.Connection, index: str, paragraphs: Sequence[tuple[int, str]]) -> None:
    """Add paragraphs, given by their ids and texts, to an index."""
    for start in range(0, len(paragraphs), _TOGETHER):
        group = paragraphs[start : start + _TOGETHER]
        forms = indexed([text for _, text in group])
        connection.executemany(
            f"INSERT INTO {index} (rowid, written, plain) VALUES (?, ?, ?)",
            [(id, *form) for (id, _), form in zip(group, forms, strict=True)],
        )


def match_expression(query: str) -> str:
    """What FTS5 is asked for a query.

    All words must stand in one paragraph; ``"..."`` is a phrase, and so is what holds together without
    blanks (``06-NQ/TW``); ``*`` at the end stands for any ending.  What is written with diacritics is found
    only as written, what is written without is found whatever its diacritics.

    Raises:
        ConfigurationError: there is no word in it.

    >>> match_expression('nghi quyet "đô thị" 06-NQ*')
    'plain : "nghi" AND plain : "quyet" AND written : "đô thị" AND plain : "06-nq" *'
    """
    parts = []
    for phrase, word in _PIECE.findall(query):
        piece = written(phrase or word)
        if not _WORD.search(piece):
            continue
        bare = _stripped(piece)
        prefix = " *" if piece.endswith("*") else ""
        column = "plain" if bare == piece else "written"
        parts.append(f'{column} : "{piece.rstrip("*")}"{prefix}'.replace("\x00", " "))
    if not parts:
        raise ConfigurationError(f"query: {query!r} has no word to search for")
    return " AND ".join(parts)


def excerpt(text: str, query: str, length: int = 160) -> str:
    """The part of a paragraph around the first word of a query, in one line.

    >>> excerpt("Bộ Xây dựng chủ trì, phối hợp với các địa phương lập quy hoạch đô thị.", "do thi", 30)
    '… phương lập quy hoạch đô thị.'
    """
    line = " ".join(fold(text).text.split())
    bare = _stripped(line.lower())
    wanted = [plain(phrase or word).rstrip("*") for phrase, word in _PIECE.findall(query)]
    at = min((place for word in wanted if (place := bare.find(word)) >= 0), default=0)
    if len(bare) != len(line) or len(line) <= length:
        return line[:length]
    start = max(0, min(at - length // 3, len(line) - length))
    end = start + length
    if start:
        start = line.find(" ", start, at) if " " in line[start:at] else start
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def _stripped(text: str) -> str:
    """Without combining marks, with d for đ: as an array, because this is done to every word stored."""
    if text.isascii():
        return text
    units = _bare()[np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")]
    bare: bytes = units[units > 0].tobytes()
    return bare.decode("utf-16-le", "surrogatepass")


@cache
def _bare() -> NDArray[np.uint16]:
    """For each unit of UTF-16 the letter without marks, 0 for a mark alone."""
    bare = np.arange(1 << 16, dtype="<u2")
    for unit in range(0xC0, _LAST_LATIN):
        decomposed = unicodedata.normalize("NFD", chr(unit))
        if all(_FIRST_MARK <= ord(mark) <= _LAST_MARK for mark in decomposed[1:]):
            bare[unit] = ord(decomposed[0])
    bare[_FIRST_MARK : _LAST_MARK + 1] = 0
    bare[ord("đ")], bare[ord("Đ")] = ord("d"), ord("D")
    return bare
