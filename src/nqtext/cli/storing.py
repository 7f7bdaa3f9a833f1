"""``nqtext tag PATH... --store FILE``: folders tagged into a store, once or as files arrive."""

from __future__ import annotations

import json
import logging
import os
import signal
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nqtext.cli.ending import misused
from nqtext.cli.output import writer
from nqtext.cli.progress import log_to_stderr, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqtext.corpus import Summary
    from nqtext.corpus.inputs import Input
    from nqtext.pipeline import Pipeline

__all__ = ["tag_into_store"]

_log = logging.getLogger("nqtext.corpus")


def tag_into_store(
    paths: Sequence[str],
    path: str,
    nlp: Pipeline,
    settings: dict[str, Any],
    *,
    columns: Mapping[str, Any],
    published: str | None,
    jobs: int,
    cluster: str | None,
    retry: bool,
    fail_fast: bool,
    watch: float | None,
    summary: str | None,
    quiet: bool,
) -> int:
    """Tag files and folders into a store; how many inputs failed.

    Args:
        paths: files, tables of articles, and folders; the files in them are read, too.
        path: the store.
        nlp: the pipeline.
        settings: what else makes an article what it is.
        columns: ``text``, ``id`` and ``metadata`` of tables, as :func:`nqtext.read_many` takes them.
        published: a date that holds for every article, or None.
        jobs: number of processes.
        cluster: address of the scheduler of a Dask cluster, or None.
        retry: also what failed before and has not changed.
        fail_fast: end at the first failure.
        watch: go on, and look again after so many seconds.
        summary: where to write how the run went, as one JSON object a run; ``-`` is standard output.
        quiet: no progress.
    """
    from nqtext.corpus import Store, files_in, inputs_in, tag
    from nqtext.corpus.inputs import FailedInput, is_table
    from nqtext.corpus.watch import arrivals

    if "-" in paths:
        raise misused("--store: standard input cannot be stored; give files or folders")

    failed = 0
    with log_to_stderr(quiet), _summaries(summary) as tell_summary, Store(path) as store:

        def run(files: list[str]) -> Summary:
            last: list[Summary] = []
            failing: list[str] = []

            def inputs() -> Iterator[Input]:
                for one in inputs_in(files, columns, published):
                    if isinstance(one, FailedInput):
                        failing.append(one.id)
                    yield one

            def note(now: Summary) -> None:
                last[:] = [now]
                tell(now.seen, now.tagged + now.failed, now.failed)

            try:
                tables = [file for file in files if is_table(file)]
                with progress(None if tables else len(files), quiet) as tell:
                    done = tag(
                        store,
                        inputs(),
                        nlp,
                        n_process=jobs,
                        cluster=cluster,
                        settings=settings,
                        retry=retry,
                        fail_fast=fail_fast,
                        told=paths,
                        progress=note,
                    )
            except BaseException:
                for broken in last:
                    tell_summary(broken)
                raise
            if done.state == "done":  # all rows were seen
                for table in tables:
                    store.forget_rows(os.path.abspath(table), failing)
            tell_summary(done)
            _log.info("%s: %s", path, done)
            return done

        if watch is None:
            return run(list(files_in(paths, path))).failed
        with _ended_by_signals():
            for files in arrivals(paths, path, watch):
                if files:
                    done = run(files)
                    failed += done.failed
                    if done.state == "stopped":
                        break
    return failed


@contextmanager
def _summaries(path: str | None) -> Iterator[Any]:
    """A function that writes how a run went."""
    if path is None:
        yield lambda summary: None
        return
    if path == "-":
        with writer(None) as write:
            yield lambda summary: write(_json(summary))
        return
    folder = os.path.dirname(os.path.abspath(path))
    if not os.access(folder, os.W_OK):
        raise misused(f"--summary {path}: cannot be written; is the folder there and writable?")

    def replace(summary: Summary) -> None:
        handle, whole = tempfile.mkstemp(dir=folder, prefix=f".{os.path.basename(path)}.")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(_json(summary))
        os.replace(whole, path)

    yield replace


def _json(summary: Summary) -> str:
    return json.dumps(summary.to_dict(), ensure_ascii=False) + "\n"


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Watching has no other end: an interrupt or a request to end is a good one."""

    def end(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
