"""What ``tag`` writes, and where to."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from nqtext.cli.ending import misused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nqtext.article import Article

__all__ = ["PIPED_WIDTH", "Format", "check_output", "renderer", "writer"]

PIPED_WIDTH, _WIDEST = 100, 120


class Format(StrEnum):
    """What ``tag`` writes."""

    TEXT = "text"
    JSONL = "jsonl"


def renderer(format: Format, to_stdout: bool, width: int | None) -> Callable[[Article], str]:
    """From an article to what is written for it."""
    if format is Format.JSONL:
        return lambda article: article.to_json() + "\n"
    from rich.console import Console

    from nqtext.display import text_report

    screen = Console(file=sys.stdout)  # knows NO_COLOR, FORCE_COLOR, TERM and old Windows consoles
    color = (
        to_stdout and screen.color_system is not None and not screen.no_color and not screen.legacy_windows
    )
    columns = width or (min(screen.width, _WIDEST) if to_stdout and sys.stdout.isatty() else PIPED_WIDTH)
    rule = itertools.chain([""], itertools.repeat(f"\n{'═' * columns}\n\n"))
    return lambda article: next(rule) + text_report(article, columns, color)


@contextmanager
def writer(output: str | None) -> Iterator[Callable[[str], object]]:
    """A function that writes text to standard output, or to a file that appears when all is written."""
    if output is None:
        stdout = sys.stdout
        encoding = stdout.encoding if stdout.isatty() else "utf-8"

        def write(text: str) -> None:
            stdout.buffer.write(text.encode(encoding, "replace"))
            stdout.buffer.flush()

        yield write
        return
    target = os.path.realpath(output)
    regular = os.path.isfile(target) or not os.path.exists(target)  # not a device or a named pipe
    try:
        if regular:
            handle, path = tempfile.mkstemp(
                dir=os.path.dirname(target), prefix=f".{os.path.basename(target)}."
            )
            file = os.fdopen(handle, "wb")
        else:
            path, file = target, open(target, "wb")  # noqa: SIM115
    except OSError as error:
        raise misused(f"{output}: cannot be written: {error.strerror}") from None
    try:
        with file:
            yield lambda text: file.write(text.encode("utf-8", "replace"))
        if regular:
            os.chmod(path, _mode(target))
            os.replace(path, target)
    except BaseException:
        if regular:
            os.unlink(path)
        raise


def _mode(target: str) -> int:
    """The permissions of a file that is replaced, or those that a new one gets."""
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def check_output(output: str | None, files: Iterable[str]) -> None:
    """Refuse to write over an article that is to be read."""
    if output is None or not os.path.exists(output):
        return
    for path in files:
        if path != "-" and os.path.isfile(path) and os.path.samefile(path, output):
            raise misused(f"{output}: is one of the articles to read; give another output")
