"""What ``tag`` reads, and what could not be read."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from nqtext.cli.ending import FAILED, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nqtext.reading import Source

__all__ = ["Failures", "files_of", "sources_of"]


class Failures:
    """Tells what went wrong, one line an input, and counts.

    Args:
        tell: called with the numbers of inputs seen, analysed and failed.
        fail_fast: end the command at the first failure.
    """

    def __init__(self, tell: Callable[[int, int, int], object], fail_fast: bool = False) -> None:
        self.count = 0
        self.seen = 0
        self._tell = tell
        self._fail_fast = fail_fast

    def passed(self) -> None:
        """One more input is done with."""
        self.seen += 1
        self._tell(self.seen, self.seen, self.count)

    def tell(self, path: str, error: Exception) -> None:
        """One line on standard error that names the input."""
        from nqtext.errors import NqtextError

        self.count += 1
        self.passed()
        name = "standard input" if path == "-" else path
        message = str(error)
        if isinstance(error, OSError) and error.strerror:
            message = error.strerror
        elif not isinstance(error, NqtextError):
            message = f"{type(error).__name__}: {error}"
        complain(message if message.startswith((f"{name}: ", f"{name}, ")) else f"{name}: {message}")
        if self._fail_fast:
            raise typer.Exit(FAILED)


def files_of(paths: Iterable[str], recursive: bool) -> Iterator[str]:
    """The paths as given, folders replaced by the files in them where ``recursive``."""
    for path in paths:
        if not (recursive and os.path.isdir(path)):
            yield path
            continue
        found = False
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    found = True
                    yield os.path.join(folder, name)
        if not found:
            yield path  # an empty folder is told like any other path without an article


def sources_of(
    paths: Iterable[str],
    columns: Mapping[str, Any],
    published: str | None,
    recursive: bool,
    failures: Failures,
) -> Iterator[tuple[Source, str]]:
    """What was read, with its path; what could not be read is told and left out.

    Args:
        paths: files, tables of articles, or ``-``.
        columns: ``text``, ``id`` and ``metadata`` as :func:`nqtext.read_many` takes them.
        published: a date that holds for every article, or None.
        recursive: whether the files in folders were asked for.
        failures: is told what could not be read.
    """
    import nqtext
    from nqtext.records import FrozenDict

    for path in paths:
        try:
            if path != "-" and os.path.isdir(path):
                what = "it holds no file to read" if recursive else "name its files, or give --recursive"
                raise nqtext.ReadError(f"{path}: is a folder; {what}")
            for source in nqtext.read_many(path, **columns, errors="yield"):
                if isinstance(source, Exception):
                    failures.tell(path, source)
                elif published is None:
                    yield source, source.id or path
                else:
                    known = FrozenDict({**source.metadata, "published": published})
                    yield replace(source, metadata=known), source.id or path
        except typer.Exit:
            raise
        except Exception as error:  # whatever a parser stumbles over, the other inputs go on
            failures.tell(path, error)
