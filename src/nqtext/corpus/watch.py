"""Watching folders: files as they arrive, each when it is no longer being written."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from nqtext.corpus.inputs import files_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["arrivals"]

_State = tuple[int, int]


def arrivals(
    paths: Sequence[str],
    store: str | None = None,
    interval: float = 2.0,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[list[str]]:
    """The files that have arrived or changed since the last look, look after look, without end.

    A file counts when two looks find it alike, or when it was last written to longer ago than between
    two looks: one that is still being copied waits.

    Args:
        paths: files and folders.
        store: path of a store that may lie among them.
        interval: seconds between two looks.
        sleep: what waits.

    Yields:
        Paths in order, none where nothing is new.
    """
    before: dict[str, _State] = {}
    given: dict[str, _State] = {}
    while True:
        now = dict(_states(paths, store))
        settled_by = time.time_ns() - int(interval * 1e9)
        new = [
            path
            for path, state in now.items()
            if given.get(path) != state and (before.get(path) == state or state[1] < settled_by)
        ]
        given = {path: state for path, state in given.items() if path in now}
        given.update((path, now[path]) for path in new)
        before = now
        yield new
        sleep(interval)


def _states(paths: Sequence[str], store: str | None) -> Iterator[tuple[str, _State]]:
    for path in files_in(paths, store):
        try:
            found = os.stat(path)
        except OSError:  # gone again, or not there yet
            continue
        yield path, (found.st_size, found.st_mtime_ns)
