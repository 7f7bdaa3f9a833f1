"""How far a command is: a bar on a terminal, lines of a log elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nqtext.cli.ending import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["log_to_stderr", "progress"]

INTERVAL = 10.0  # seconds between two lines of a log
_log = logging.getLogger("nqtext.progress")

Tell = "Callable[[int, int, int], object]"


@contextmanager
def progress(total: int | None, hidden: bool = False) -> Iterator[Callable[[int, int, int], object]]:
    """Shows progress on standard error.

    Args:
        total: the number of inputs; None where it is not known.
        hidden: show nothing.

    Yields:
        A function of the numbers of inputs done with, of those that took work, and of those that failed.
    """
    if hidden or (total is not None and total < 2):
        yield lambda seen, worked, failed: None
    elif sys.stderr.isatty():
        with _bar(total) as tell:
            yield tell
    else:
        yield _Lines(total).tell


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int, int, int], object]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Articles"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Articles", total=total, told="")
        started = time.monotonic()

        def tell(seen: int, worked: int, failed: int) -> None:
            rate = worked / max(time.monotonic() - started, 0.001)
            told = f"{rate:.1f}/s" + (f", {failed} failed" if failed else "")
            bar.update(task, completed=seen, told=told)

        yield tell


class _Lines:
    """One line every ten seconds."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._started = self._told = time.monotonic()

    def tell(self, seen: int, worked: int, failed: int) -> None:
        now = time.monotonic()
        if now - self._told < INTERVAL:
            return
        self._told = now
        rate = worked / (now - self._started)
        known = rate > 0 and self._total is not None
        left = f"{((self._total or 0) - seen) / rate:.0f} s left" if known else "time left unknown"
        of = "" if self._total is None else f" of {self._total}"
        _log.info("%d%s, %.1f articles/s, %s, %d failed", seen, of, rate, left, failed)


class _Complaints(logging.Handler):
    """Lines like those of the command itself; a bar on the terminal makes room for them."""

    def emit(self, record: logging.LogRecord) -> None:
        complain(record.getMessage())


@contextmanager
def log_to_stderr(quiet: bool = False) -> Iterator[None]:
    """What the library logs, on standard error: warnings, and where not ``quiet`` how far it is."""
    logger = logging.getLogger("nqtext")
    handler, level = _Complaints(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING if quiet else logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
