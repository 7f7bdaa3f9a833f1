"""A store of articles: one SQLite file with tables to ask and the articles whole.

Every article is written in one transaction, so that a process may end at any moment; readers and
other writers go on meanwhile (write-ahead log).
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nqtext.corpus.connection import clean, key_of
from nqtext.corpus.reader import Reader
from nqtext.corpus.record import pack
from nqtext.corpus.searching import indexed
from nqtext.corpus.tables import TABLES
from nqtext.errors import ConfigurationError, StoreError
from nqtext.reading.source import Source
from nqtext.records import thaw

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from nqtext.article import Article

__all__ = ["Store"]

_PARTS = ("paragraphs", "sentences", "mentions", "referents", "dates")


class Store(Reader):
    """A store of articles, made where there is none.

    Args:
        path: the file.

    Raises:
        StoreError: it cannot be opened, or is no store.
        StoreVersionError: it has the layout of another version of nqtext.

    >>> import nqtext, tempfile, os
    >>> folder = tempfile.TemporaryDirectory()
    >>> with Store(os.path.join(folder.name, "corpus.db")) as store:
    ...     store.put(nqtext.analyze("Giao Bộ Xây dựng lập quy hoạch đô thị.", id="a"))
    ...     [hit.article for hit in store.search("do thi")], len(store.article("a").paragraphs)
    True
    (['a'], 1)
    >>> folder.cleanup()
    """

    _read_only = False

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__(path)
        self._run: int | None = None

    def close(self) -> None:
        """Close the file."""
        if self._run is not None and not self._connection.in_transaction:
            with suppress(StoreError):
                self.end_run("done")
        self._connection.close()

    def put(
        self,
        article: Article,
        id: str | None = None,
        content: str = "",
        making: str = "",
        source: Source | None = None,
    ) -> bool:
        """Add an article, or replace the one of the same id, in one transaction.

        Args:
            article: the article.
            id: under which it is kept; None is ``article.id``.
            content: hash of what was analysed.
            making: hash of the versions and settings that made it.
            source: what was analysed, where that was more than the text (see :meth:`sources`).

        Returns:
            Whether it was written: False where the same content, made in the same way, was there already.

        Raises:
            ConfigurationError: it has no id.
            StoreError: it cannot be written; the store is as it was.
        """
        id = article.id if id is None else id
        if not id:
            raise ConfigurationError("id: an article without an id cannot be stored; give one")
        record, tokens = pack(article)
        given = source or Source(article.text, article.metadata, None, article.id)
        kept = json.dumps({"id": given.id, "metadata": thaw(given.metadata), "furniture": given.furniture})
        rows = {name: list(TABLES[name].rows(article)) for name in ("articles", *_PARTS)}
        key = key_of(id)
        run = self._run or self.begin_run(["put"], {}, {})
        with self._transaction() as connection:
            old = connection.execute(
                "SELECT id, content, making FROM articles WHERE article = ?", (key,)
            ).fetchone()
            if old is not None and content and old[1:] == (content, making):
                return False  # another run was faster
            if old is not None:
                for part in _PARTS:
                    connection.execute(f"DELETE FROM {part} WHERE article = ?", old[:1])
                connection.execute("DELETE FROM articles WHERE id = ?", old[:1])
            connection.execute("DELETE FROM failures WHERE article = ?", (key,))
            added = connection.execute(
                f"INSERT INTO articles VALUES (NULL{', ?' * 19})",
                (key, *map(clean, rows["articles"][0]), content, making, run, _now(), kept, record, tokens),
            ).lastrowid
            for part in _PARTS:
                _insert(connection, part, added, rows[part])
            self._index(connection, rows["paragraphs"])
        return True

    def fail(self, id: str, error: Exception, content: str | None = None, making: str = "") -> None:
        """Put on record that an input failed, and why; an article of the same id stays."""
        from nqtext.errors import NqtextError

        reason = str(error) if isinstance(error, NqtextError) else f"{type(error).__name__}: {error}"
        now = _now()
        run = self._run or self.begin_run(["fail"], {}, {})
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO failures VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (article) DO UPDATE SET "
                "error = excluded.error, reason = excluded.reason, content = excluded.content, "
                "making = excluded.making, attempts = attempts + 1, run = excluded.run, last = excluded.last",
                (key_of(id), type(error).__name__, clean(reason), content, making, run, now, now),
            )

    def begin_run(
        self, inputs: Iterable[str], versions: Mapping[str, Any], settings: Mapping[str, Any]
    ) -> int:
        """Put on record that a run begins; what is written from now on belongs to it."""
        import socket

        with self._transaction() as connection:
            self._run = connection.execute(
                "INSERT INTO runs VALUES (NULL, ?, NULL, 'running', ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)",
                (
                    _now(),
                    socket.gethostname(),
                    os.getpid(),
                    *(
                        clean(json.dumps(value, ensure_ascii=False))
                        for value in (list(inputs), dict(versions), dict(settings))
                    ),
                ),
            ).lastrowid
        assert self._run is not None
        return self._run

    def end_run(
        self,
        state: str,
        tagged: int | None = None,
        skipped: int | None = None,
        failed: int | None = None,
        failed_before: int | None = None,
    ) -> None:
        """Put on record how a run ended."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, state = ?, tagged = ?, skipped = ?, failed = ?, "
                "failed_before = ? WHERE id = ?",
                (_now(), state, tagged, skipped, failed, failed_before, self._run),
            )
        self._run = None

    def reindex(self) -> None:
        """Make the search index anew: smaller and faster after many articles were replaced."""
        with self._transaction() as connection:
            connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
            last = 0
            while True:
                rows = connection.execute(
                    "SELECT id, furniture, text FROM paragraphs WHERE id > ? ORDER BY id LIMIT 5000", (last,)
                ).fetchall()
                if not rows:
                    break
                _fill_index(connection, [(id, text) for id, furniture, text in rows if not furniture])
                last = rows[-1][0]

    @staticmethod
    def _index(connection: sqlite3.Connection, paragraphs: list[tuple[Any, ...]]) -> None:
        """Index the paragraphs that were just inserted; their ids are the last ones."""
        (last,) = connection.execute("SELECT max(id) FROM paragraphs").fetchone()
        first = (last or 0) - len(paragraphs) + 1
        _fill_index(connection, [(first + row[0], row[-1]) for row in paragraphs if not row[6]])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            if self._connection.in_transaction:  # an interrupt came between a beginning and its body
                self._connection.execute("ROLLBACK")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _insert(
    connection: sqlite3.Connection, part: str, article: int | None, rows: list[tuple[Any, ...]]
) -> None:
    if not rows:
        return
    columns = ", ".join(f'"{column.name}"' for column in TABLES[part].columns)
    sql = f"INSERT INTO {part} (article, {columns}) VALUES (?{', ?' * len(rows[0])})"
    try:
        connection.executemany(sql, [(article, *row) for row in rows])
    except UnicodeEncodeError:  # lone surrogates; the rows before the one with them are in already
        connection.execute(f"DELETE FROM {part} WHERE article = ?", (article,))
        connection.executemany(sql, [(article, *map(clean, row)) for row in rows])


def _fill_index(connection: sqlite3.Connection, paragraphs: list[tuple[int, str]]) -> None:
    sql = "INSERT INTO search (rowid, written, plain) VALUES (?, ?, ?)"
    forms = indexed([clean(text) for _, text in paragraphs])
    connection.executemany(sql, [(id, *form) for (id, _), form in zip(paragraphs, forms, strict=True)])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
