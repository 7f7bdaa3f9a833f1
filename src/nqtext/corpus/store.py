"""A store of articles: one SQLite file with tables to ask and the articles whole.

Every article is written in one transaction, so that a process may end at any moment; readers and
other writers go on meanwhile (write-ahead log).  The search index follows a few hundred articles
behind; what it does not have yet is searched all the same.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nqtext.corpus.connection import clean, id_of, key_of
from nqtext.corpus.reader import Reader
from nqtext.corpus.record import PARTS, pack, quoted
from nqtext.corpus.searching import BACKLOG, fill
from nqtext.errors import ConfigurationError, StoreError
from nqtext.reading.source import Source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from nqtext.article import Article
    from nqtext.corpus.reader import Hit
    from nqtext.corpus.record import Record

__all__ = ["Store"]

_INDEXED_TOGETHER = 200  # articles; a search looks through those that are not in the index yet
_INSERT = {
    part: f"INSERT INTO {part} (article, {quoted(columns)}) VALUES (?{', ?' * len(columns)})"
    for part, columns in PARTS.items()
}


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
        self._behind = 0  # articles that this store has put in since it last brought the index up to date

    def close(self) -> None:
        """Close the file."""
        if self._behind and not self._connection.in_transaction:
            with suppress(StoreError):  # what is not in the index yet is found without it
                self._catch_up()
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
        given = source or Source(article.text, article.metadata, None, article.id)
        return self.write(pack(article, given), id, content, making)

    def write(self, record: Record, id: str, content: str = "", making: str = "") -> bool:
        """The same as :meth:`put` with an article that was taken apart already (:func:`pack`)."""
        key = key_of(id)
        run = self._run or self.begin_run(["put"], {}, {})
        with self._transaction() as connection:
            old = connection.execute(
                "SELECT id, content, making FROM articles WHERE article = ?", (key,)
            ).fetchone()
            if old is not None and content and old[1:] == (content, making):
                return False  # another run was faster
            if old is not None:
                for part in PARTS:
                    connection.execute(f"DELETE FROM {part} WHERE article = ?", old[:1])
                connection.execute("DELETE FROM articles WHERE id = ?", old[:1])
            connection.execute("DELETE FROM failures WHERE article = ?", (key,))
            added = connection.execute(
                f"INSERT INTO articles VALUES (NULL{', ?' * 20})",
                (
                    *(key, *record.article, content, making, run, _now()),
                    *(record.source, record.rest, record.tokens, record.sentences),
                ),
            ).lastrowid
            for part, rows in record.parts.items():
                connection.executemany(_INSERT[part], [(added, *row) for row in rows])
        self._behind += 1
        if self._behind >= _INDEXED_TOGETHER:
            self._catch_up()
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

    def forget_rows(self, table: str, failing: Iterable[str]) -> None:
        """Take the rows of a table off the record of failures, but for those that still fail.

        Args:
            table: absolute path of the table; its rows failed under path and number.
            failing: ids of the rows that fail now.
        """
        still = set(failing)
        with self._transaction() as connection:
            found = connection.execute(
                "SELECT article FROM failures WHERE article > ? AND article < ?",
                (key_of(f"{table}:"), key_of(f"{table};")),
            ).fetchall()
            past = [
                (key,)
                for (key,) in found
                if (id := id_of(key)) not in still and id.removeprefix(f"{table}:").isdigit()
            ]
            connection.executemany("DELETE FROM failures WHERE article = ?", past)

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
        """Put on record how a run ended, and bring the search index up to date."""
        self._catch_up()
        with self._transaction() as connection:
            connection.execute("CREATE INDEX IF NOT EXISTS referents_by_link ON referents(link)")
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
            _index(connection)

    def search(self, query: str, *, label: str | None = None, limit: int = 20) -> list[Hit]:
        """See :meth:`Reader.search`."""
        self._catch_up()
        return super().search(query, label=label, limit=limit)

    def _catch_up(self) -> None:
        """Bring the search index up to date: many articles in one go cost a third of one by one."""
        self._behind = 0
        with self._errors():
            if self._connection.execute(f"{BACKLOG} LIMIT 1").fetchone() is None:
                return
        with self._transaction() as connection:
            _index(connection)

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


def _index(connection: sqlite3.Connection) -> None:
    while rows := connection.execute(f"{BACKLOG} LIMIT 5000").fetchall():
        fill(connection, "search", rows)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
