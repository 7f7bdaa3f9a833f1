"""Reading a store: the articles whole, rows, searches, what failed and how runs went."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from nqtext.corpus import layout
from nqtext.corpus.connection import Key, connect, id_of, key_of, told
from nqtext.corpus.record import PARTS, quoted, text_of, unpack
from nqtext.corpus.searching import BACKLOG, fill, match_expression
from nqtext.errors import OffsetError, SchemaError, StoreError
from nqtext.reading.source import Source
from nqtext.records import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from nqtext.article import Article

__all__ = ["Failure", "Hit", "Reader", "Status"]


_ARTICLE = "SELECT id, article, rest, tokens, sentence_spans FROM articles"
_PARTS = {
    name: f"SELECT {quoted(columns)} FROM {name} WHERE article = ? ORDER BY 1"
    for name, columns in PARTS.items()
}


class Hit(NamedTuple):
    """A paragraph that a search found, the best first; ``rank`` is lower for better ones."""

    article: str
    title: str | None
    published: str | None
    paragraph: int
    label: str | None
    text: str
    rank: float


class Failure(NamedTuple):
    """An input that is on record as failed, and why."""

    article: str
    error: str
    reason: str
    attempts: int
    first: str
    last: str


class Status(NamedTuple):
    """What is in a store."""

    path: str
    layout: int
    size: int
    articles: int
    paragraphs: int
    mentions: int
    failures: int
    makings: tuple[tuple[str, int], ...]
    runs: tuple[dict[str, Any], ...]


class Reader:
    """A store that is only read; :class:`~nqtext.corpus.store.Store` writes, too.

    Args:
        path: the file.

    Raises:
        StoreError: it cannot be opened, or is no store.
        StoreVersionError: it has the layout of another version of nqtext.
    """

    _read_only = True

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._connection = connect(self.path, self._read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM articles"))

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.known(id) is not None

    def article(self, id: str) -> Article:
        """An article, equal to the one that was put in.

        Raises:
            StoreError: there is none of this id, or its record is damaged.
        """
        with self._errors():
            row = self._connection.execute(f"{_ARTICLE} WHERE article = ?", (key_of(id),)).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: there is no article {id!r}")
        return self._unpacked(*row)

    def articles(self) -> Iterator[Article]:
        """All articles in the order of their ids, in constant memory."""
        after: Key = ""
        while True:
            with self._errors():
                rows = self._connection.execute(
                    f"{_ARTICLE} WHERE article > ? ORDER BY article LIMIT 50", (after,)
                ).fetchall()
            for row in rows:
                yield self._unpacked(*row)
            if not rows:
                return
            after = rows[-1][1]

    def sources(self, making: str | None = None) -> Iterator[tuple[str, str, Source]]:
        """What was analysed: id, hash of the content, and source of every article.

        Args:
            making: leave out the articles made in this way (see :meth:`put`).
        """
        after: Key = ""
        while True:
            with self._errors():
                rows = self._connection.execute(
                    "SELECT id, article, content, source, rest FROM articles "
                    "WHERE article > ? AND making IS NOT ? ORDER BY article LIMIT 50",
                    (after, making),
                ).fetchall()
            for number, key, content, source, rest in rows:
                given = json.loads(source)
                paragraphs = self.query(
                    "SELECT text FROM paragraphs WHERE article = ? ORDER BY paragraph", (number,)
                )
                furniture = given["furniture"]
                yield (
                    id_of(key),
                    content,
                    Source(
                        text_of(rest, [text for (text,) in paragraphs]),
                        FrozenDict(given["metadata"]),
                        None if furniture is None else tuple((start, end) for start, end in furniture),
                        given["id"],
                    ),
                )
            if not rows:
                return
            after = rows[-1][1]

    def query(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of your own (docs/store.md describes the tables)."""
        with self._errors():
            return self._connection.execute(sql, parameters).fetchall()

    def search(self, query: str, *, label: str | None = None, limit: int = 20) -> list[Hit]:
        """The paragraphs that hold all words of a query, page furniture left out.

        Args:
            query: words, ``"phrases"``, document numbers, beginnings (``quy*``).  What is written without
                diacritics is found with any; what is written with them only as written.
            label: only paragraphs with this label.
            limit: how many at most.

        Returns:
            The hits, the best first.

        Raises:
            ConfigurationError: there is no word in the query.
        """
        wanted = match_expression(query)
        found = [f"SELECT rowid, rank FROM {index} WHERE {index} MATCH :wanted" for index in self._indexes()]
        rows = self.query(
            "SELECT a.article, a.title, a.published, p.paragraph, p.label, p.text, found.rank "
            f"FROM ({' UNION ALL '.join(found)}) AS found "
            "JOIN paragraphs AS p ON p.id = found.rowid JOIN articles AS a ON a.id = p.article "
            "WHERE :label IS NULL OR p.label = :label ORDER BY found.rank, p.id LIMIT :limit",
            {"wanted": wanted, "label": label, "limit": limit},
        )
        return [Hit(id_of(row[0]), *row[1:]) for row in rows]

    def _indexes(self) -> list[str]:
        """The indexes to search: that of the store, and one in memory of what it does not have yet."""
        with self._errors():
            backlog = self._connection.execute(BACKLOG).fetchall()
            if not backlog:
                return ["search"]
            self._connection.execute("DROP TABLE IF EXISTS temp.recent")
            self._connection.execute(
                "CREATE VIRTUAL TABLE temp.recent USING fts5(written, plain, content='', "
                'tokenize="unicode61 remove_diacritics 0")'
            )
            fill(self._connection, "temp.recent", backlog)
        return ["search", "recent"]

    def known(self, id: str) -> tuple[str, str] | None:
        """Hash of the content, and making, of an article; None where there is none."""
        with self._errors():
            return self._connection.execute(  # type: ignore[no-any-return]
                "SELECT content, making FROM articles WHERE article = ?", (key_of(id),)
            ).fetchone()

    def failed(self, id: str) -> tuple[str | None, str] | None:
        """The same of an input that is on record as failed."""
        with self._errors():
            return self._connection.execute(  # type: ignore[no-any-return]
                "SELECT content, making FROM failures WHERE article = ?", (key_of(id),)
            ).fetchone()

    def failures(self) -> list[Failure]:
        """What failed and has not succeeded since."""
        rows = self.query(
            "SELECT article, error, reason, attempts, first, last FROM failures ORDER BY article"
        )
        return [Failure(id_of(row[0]), *row[1:]) for row in rows]

    def status(self, runs: int = 5) -> Status:
        """What is in the store, and the last runs, the latest first."""
        columns = (
            "id",
            "started",
            "ended",
            "state",
            "tagged",
            "skipped",
            "failed",
            "failed_before",
            "inputs",
        )
        rows = self.query(f"SELECT {', '.join(columns)} FROM runs ORDER BY id DESC LIMIT ?", (runs,))
        files = (f"{self.path}{suffix}" for suffix in ("", "-wal"))
        return Status(
            self.path,
            layout.LAYOUT,
            sum(os.path.getsize(path) for path in files if os.path.exists(path)),
            len(self),
            self._one("SELECT count(*) FROM paragraphs"),
            self._one("SELECT count(*) FROM mentions"),
            self._one("SELECT count(*) FROM failures"),
            tuple(self.query("SELECT making, count(*) FROM articles GROUP BY making ORDER BY 2 DESC, 1")),
            tuple(dict(zip(columns, row, strict=True)) for row in rows),
        )

    def _unpacked(self, number: int, key: Key, rest: bytes, tokens: bytes, sentences: str) -> Article:
        parts = {name: self.query(sql, (number,)) for name, sql in _PARTS.items()}
        try:
            return unpack(rest, tokens, sentences, parts)
        except (zlib.error, LookupError, ValueError, SchemaError, OffsetError) as error:
            raise StoreError(
                f"{self.path}: the record of {id_of(key)!r} is damaged ({error}); tag it again"
            ) from error

    def _one(self, sql: str) -> int:
        return int(self.query(sql)[0][0])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise told(error, self.path) from error
