"""What is tagged into a store: files, and sources that were read already.

An input has an ``id``, tells the hash of its ``content`` without being read in full, and is read
only where that hash is new.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import nqtext.reading
from nqtext.errors import ConfigurationError, ReadError
from nqtext.reading.many import read_many
from nqtext.reading.tables import format_of_table
from nqtext.records import FrozenDict, thaw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nqtext.reading.source import Source

__all__ = [
    "FailedInput",
    "FileInput",
    "Input",
    "SourceInput",
    "content_of",
    "files_in",
    "inputs_in",
    "is_table",
]

_ROW = re.compile(r", row (\d+)")
_BLOCK = 1 << 20
_OF_A_STORE = ("", "-wal", "-shm", "-journal")

State = tuple[int, ...]


class Input(Protocol):
    """Something to tag."""

    @property
    def id(self) -> str:
        """Under which it is kept."""

    @property
    def size(self) -> int:
        """Of it, in bytes or code points; told after :meth:`content` was asked."""

    def content(self) -> str:
        """Hash of what is there now."""

    def read(self) -> Source:
        """What is there now, read."""


@dataclass(slots=True)
class FileInput:
    """A file; its id is the absolute path, so that it does not matter where a run was started.

    Attributes:
        path: the path.
        published: a date that holds for the article whatever it says itself, or None.
    """

    path: str
    published: str | None = None
    _state: State | None = field(default=None, init=False, repr=False)

    @property
    def id(self) -> str:
        """The absolute path."""
        return os.path.abspath(self.path)

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return self._state[1] if self._state is not None else 0

    def content(self) -> str:
        """SHA-256 of the bytes; of a file that cannot be read or changes meanwhile, its time and size."""
        self._state = None
        try:
            self._state = _state(self.path)
            digest = hashlib.sha256()
            with open(self.path, "rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
            # Else the hash of what is there now would be on record as failed, and never be tried again.
            unread = _state(self.path) != self._state
        except (OSError, ValueError):
            unread = True
        return f"unread {self._state}" if unread else digest.hexdigest()

    def read(self) -> Source:
        """The file as it was when :meth:`content` was asked.

        Raises:
            ReadError: it cannot be read, or has changed since.
        """
        source = nqtext.reading.read(self.path)
        if self._state is not None and _state(self.path) != self._state:
            raise ReadError(f"{self.path}: changed while it was read; the next run tries it again")
        return replace(_dated(source, self.published), id=self.id)


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source that was read already; it must have an id."""

    source: Source

    @property
    def id(self) -> str:
        """The id of the source."""
        if not self.source.id:
            raise ConfigurationError("id: a source without an id cannot be stored; give one")
        return self.source.id

    @property
    def size(self) -> int:
        """Of the text, in code points."""
        return len(self.source.text)

    def content(self) -> str:
        """SHA-256 of text, metadata and furniture."""
        return content_of(self.source)

    def read(self) -> Source:
        """The source."""
        return self.source


@dataclass(frozen=True, slots=True)
class FailedInput:
    """What could not be read, such as a row of a table: it is put on record with the reason."""

    id: str
    error: Exception

    @property
    def size(self) -> int:
        """Nothing."""
        return 0

    def content(self) -> str:
        """SHA-256 of the reason: another one is another failure."""
        return hashlib.sha256(str(self.error).encode("utf-8", "surrogatepass")).hexdigest()

    def read(self) -> Source:
        """The error."""
        raise self.error


def content_of(source: Source) -> str:
    """SHA-256 of the text, metadata and furniture of a source.

    >>> from nqtext import Source
    >>> content_of(Source("Tỉnh họp."))[:12] == content_of(Source("Tỉnh họp.", id="khác"))[:12]
    True
    """
    digest = hashlib.sha256(source.text.encode("utf-8", "surrogatepass"))
    told = json.dumps([thaw(source.metadata), source.furniture], sort_keys=True, default=str)
    digest.update(told.encode("ascii"))
    return digest.hexdigest()


def files_in(paths: Iterable[str], store: str | None = None) -> Iterator[str]:
    """The files of folders and of the folders in them, in order; hidden ones and the store left out.

    Args:
        paths: files and folders; a path that is none is given back as it is.
        store: path of a store that may lie among them.
    """
    own = {os.path.abspath(f"{store}{suffix}") for suffix in _OF_A_STORE} if store is not None else set()
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = os.path.join(folder, name)
                if not name.startswith(".") and os.path.abspath(file) not in own:
                    yield file


def inputs_in(
    paths: Iterable[str], columns: Mapping[str, Any] | None = None, published: str | None = None
) -> Iterator[Input]:
    """The inputs of files: one each, but for tables (JSON Lines, CSV, Parquet) one a row.

    Args:
        paths: files.
        columns: ``text``, ``id`` and ``metadata`` of tables, as :func:`nqtext.read_many` takes them; an
            article without an id has that of the file and the number of the row.
        published: a date that holds for every article whatever it says itself, or None.
    """
    for path in paths:
        if not is_table(path):
            yield FileInput(path, published)
            continue
        whole = os.path.abspath(path)
        for found in read_many(whole, **(columns or {}), errors="yield"):
            if isinstance(found, Exception):
                number = _ROW.match(str(found).removeprefix(whole))
                yield FailedInput(f"{whole}:{number[1]}" if number else whole, found)
            else:
                yield SourceInput(_dated(found, published))


def is_table(path: str) -> bool:
    """Whether a file is a table of articles, by its name."""
    return format_of_table(path) is not None


def _dated(source: Source, published: str | None) -> Source:
    if published is None:
        return source
    return replace(source, metadata=FrozenDict({**source.metadata, "published": published}))


def _state(path: str) -> State:
    """What differs when a file is written to or replaced."""
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
