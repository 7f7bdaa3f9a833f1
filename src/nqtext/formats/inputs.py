"""What the commands ``convert`` and ``report`` take: articles of any kind, tagged or not."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from nqtext.errors import ConfigurationError, NqtextError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqtext.article import Article
    from nqtext.reading import Source

__all__ = ["Failures", "articles", "check_output", "complain", "files"]

_LINE_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")
_TAGGED = ".jsonl"


class Failures:
    """Tells what could not be used, one line each, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, name: str, error: Exception) -> None:
        """One line on standard error that names the input."""
        self.count += 1
        message = str(error) if isinstance(error, NqtextError) else f"{type(error).__name__}: {error}"
        if isinstance(error, OSError) and error.strerror:
            message = error.strerror
        complain(message if message.startswith((f"{name}: ", f"{name}, ")) else f"{name}: {message}")


def complain(message: str) -> None:
    """One line on standard error."""
    line = f"nqtext: {_LINE_BREAKS.sub(' ', message)}"
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)


def files(paths: Iterable[str], recursive: bool) -> list[str]:
    """The paths, with the files of folders in their place where ``recursive``; hidden ones are left out."""
    found: list[str] = []
    for path in paths:
        if not (recursive and os.path.isdir(path)):
            found.append(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [os.path.join(folder, name) for name in sorted(names) if not name.startswith(".")]
    return found


def articles(paths: Iterable[str], jobs: int, failures: Failures) -> Iterator[Article]:
    """The articles of files, in order: those of JSON Lines as they are, others read and analysed.

    Args:
        paths: files; ``-`` is standard input, an article to analyse.
        jobs: number of processes.
        failures: told of what cannot be used; the others go on.
    """
    for tagged, group in groupby(paths, key=lambda path: path.endswith(_TAGGED)):
        if tagged:
            for path in group:
                yield from _tagged(path, failures)
        else:
            import nqtext

            for outcome, path in nqtext.load().pipe(
                _sources(group, failures), n_process=jobs, as_tuples=True, errors="yield"
            ):
                if isinstance(outcome, Exception):
                    failures.tell(path, outcome)
                else:
                    yield outcome


def check_output(output: str | None, paths: Sequence[str]) -> None:
    """Refuse to write over an article that is to be read.

    Raises:
        ConfigurationError: the output is one of the inputs.
    """
    if output is None or not os.path.exists(output):
        return
    for path in paths:
        if path != "-" and os.path.exists(path) and os.path.samefile(path, output):
            raise ConfigurationError(f"{output}: is one of the articles to read; give another output")


def _tagged(path: str, failures: Failures) -> Iterator[Article]:
    from nqtext.formats.jsonl import parse_line, read_lines

    try:
        for where, line in read_lines(path):
            try:
                yield parse_line(where, line)
            except NqtextError as error:
                failures.tell(path, error)
    except ReadError as error:
        failures.tell(path, error)


def _sources(paths: Iterable[str], failures: Failures) -> Iterator[tuple[Source, str]]:
    import nqtext

    for path in paths:
        try:
            if path != "-" and os.path.isdir(path):
                raise ReadError(f"{path}: is a folder; name its files, or give --recursive")
            source = nqtext.read(sys.stdin.buffer.read() if path == "-" else path)
        except Exception as error:  # whatever a parser stumbles over, the other inputs go on
            failures.tell(path, error)
            continue
        yield replace(source, id=path), path
