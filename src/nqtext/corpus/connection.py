"""The connection to a SQLite file, and what its errors and strings mean."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from nqtext.corpus import layout
from nqtext.errors import StoreError

__all__ = ["Key", "clean", "connect", "id_of", "key_of", "told"]

_LOG = 4000  # pages; a longer log is taken over less often, and fewer pages twice
_CACHE = 16_000  # kB
PATIENCE = 60  # seconds that one writer waits for another

Key = str | bytes


def connect(path: str, read_only: bool) -> sqlite3.Connection:
    """A connection to a store, which is made where there is none.

    Raises:
        StoreError: it cannot be opened, or is no store.
        StoreVersionError: it has the layout of another version of nqtext.
    """
    if read_only and not os.path.exists(path):
        raise StoreError(f"{path}: there is no such store; nqtext tag PATH... --store {path} makes one")
    if read_only and not os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        raise StoreError(f"{path}: cannot be opened for reading; may this user read the file?")
    try:
        if not read_only:
            return _writable(path)
        try:
            return _readable(path, "mode=ro")
        except sqlite3.OperationalError:
            if os.path.exists(f"{path}-wal"):
                raise
            # In a folder that cannot be written to no log can be made; where there is none, none is needed.
            return _readable(path, "immutable=1")
    except sqlite3.Error as error:
        raise told(error, path) from error


def _readable(path: str, mode: str) -> sqlite3.Connection:
    uri = f"{Path(path).absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        layout.check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _writable(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                _prepare(connection, path)
                return connection
            except sqlite3.OperationalError as error:
                # Where two make the same store at once, SQLite does not wait of its own.
                if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > end:
                    raise
                time.sleep(0.05)
    except BaseException:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection, path: str) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        layout.check(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # a power cut may cost the last articles, never the file
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG}")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    layout.create(connection, path)


def told(error: sqlite3.Error, path: str) -> StoreError:
    """An error of SQLite, with what a user can do about it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        what = "the disk is full; free some space and run again, what is stored stays"
    elif name.startswith("SQLITE_IOERR"):
        what = f"the disk does not take it ({name}: a quota, a limit of file sizes?); what is stored stays"
    elif name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        what = "cannot be opened for writing; are the folder there and both folder and file writable?"
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        what = f"another program has kept it locked for {PATIENCE} seconds; end that, or run again"
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        what = "is no intact SQLite file; give another file, or restore a copy"
    else:
        what = f"{error}"
    return StoreError(f"{path}: {what}")


def clean(value: Any) -> Any:
    """Text that SQLite can hold: a lone surrogate is written out."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(value, str) else value


def key_of(id: str) -> Key:
    """An id as SQLite holds it; the names of files need not be UTF-8."""
    try:
        id.encode("utf-8")
    except UnicodeEncodeError:
        return id.encode("utf-8", "surrogatepass")
    return id


def id_of(key: Key) -> str:
    """The id that a key stands for."""
    return key if isinstance(key, str) else key.decode("utf-8", "surrogatepass")
