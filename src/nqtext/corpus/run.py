"""A run: inputs tagged into a store, what is known left out, what fails put on record."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nqtext.corpus.inputs import Input, SourceInput
from nqtext.errors import StoreError
from nqtext.pipeline import Pipeline, load
from nqtext.reading.source import Source
from nqtext.records import thaw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nqtext.corpus.store import Store

__all__ = ["Summary", "making_of", "retag", "tag"]

_TOLD = 100  # failures named in a summary; the store has them all
_log = logging.getLogger("nqtext.corpus")


@dataclass
class Summary:
    """How a run went.

    Attributes:
        store: path of the store.
        run: its number in the table ``runs``.
        state: ``done``, ``stopped`` (at the first failure, where that was asked) or ``interrupted``.
        tagged: articles added or replaced.
        skipped: inputs that were tagged already and have not changed.
        failed: inputs that failed; why is in ``failures`` and in the store.
        failed_before: inputs that are on record as failed, unchanged, and were not tried again.
        seconds: how long it took.
        failures: the first hundred failures: article, error, reason.
    """

    store: str = ""
    run: int = 0
    state: str = "running"
    tagged: int = 0
    skipped: int = 0
    failed: int = 0
    failed_before: int = 0
    seconds: float = 0.0
    failures: list[dict[str, str]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many inputs are done with."""
        return self.tagged + self.skipped + self.failed + self.failed_before

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        rate = self.tagged / self.seconds if self.seconds else 0.0
        return {
            **self.__dict__,
            "seen": self.seen,
            "seconds": round(self.seconds, 3),
            "articles_per_second": round(rate, 2),
        }

    def __str__(self) -> str:
        told = [f"{self.tagged} tagged", f"{self.skipped} unchanged", f"{self.failed} failed"]
        if self.failed_before:
            told.append(f"{self.failed_before} failed before and were not tried again (--retry)")
        return f"{', '.join(told)} in {self.seconds:.1f} s ({self.state})"


class _Stopped(Exception):  # noqa: N818
    """The first failure ends the run."""


def making_of(nlp: Pipeline, settings: Mapping[str, Any] | None = None) -> str:
    """Hash of what makes an article what it is besides its content.

    Args:
        nlp: its versions count.
        settings: what else counts: options and hashes of tables of one's own.

    >>> making_of(load("syllable")) == making_of(load("syllable"), {"min_score": 0.5})
    False
    """
    told = json.dumps([thaw(nlp("").versions), dict(settings or {})], sort_keys=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()[:16]


def tag(
    store: Store,
    inputs: Iterable[Input | Source],
    nlp: Pipeline | None = None,
    *,
    n_process: int = 1,
    settings: Mapping[str, Any] | None = None,
    retry: bool = False,
    fail_fast: bool = False,
    told: Iterable[str] = (),
    progress: Callable[[Summary], object] | None = None,
) -> Summary:
    """Tag into a store what is new or has changed.

    Args:
        store: the store.
        inputs: :class:`~nqtext.corpus.inputs.FileInput`, or sources with an id; taken as they are needed.
        nlp: the pipeline; None is the default one.
        n_process: number of processes.
        settings: what makes the articles what they are besides the versions of the pipeline, as plain JSON
            values: articles made with others are tagged anew.
        retry: also what is on record as failed and has not changed.
        fail_fast: end at the first failure.
        told: what the record of the run says its inputs were.
        progress: called after every input.

    Returns:
        How it went.

    Raises:
        StoreError: the store cannot be written; what is stored stays.

    >>> import nqtext, os, tempfile
    >>> from nqtext.corpus import Store, tag
    >>> folder = tempfile.TemporaryDirectory()
    >>> store = Store(os.path.join(folder.name, "corpus.db"))
    >>> sources = [nqtext.Source("Giao Bộ Xây dựng lập quy hoạch.", id="a")]
    >>> [tag(store, sources).tagged for _ in range(2)]
    [1, 0]
    >>> store.close(); folder.cleanup()
    """
    nlp = nlp or load()
    making = making_of(nlp, settings)
    run = store.begin_run(told, thaw(nlp("").versions), settings or {})
    summary = Summary(store.path, run)
    _log.debug("run %d begins", run)
    started = time.monotonic()
    try:
        _work(store, inputs, nlp, making, summary, n_process, retry, fail_fast, started, progress)
        summary.state = "done"
    except _Stopped:
        summary.state = "stopped"
    except BaseException as error:
        summary.state = "interrupted" if isinstance(error, KeyboardInterrupt) else "broken"
        raise
    finally:
        summary.seconds = time.monotonic() - started
        with suppress(StoreError):  # where the store cannot be written, that is told already
            store.end_run(
                summary.state, summary.tagged, summary.skipped, summary.failed, summary.failed_before
            )
    return summary


def retag(
    store: Store,
    nlp: Pipeline | None = None,
    *,
    n_process: int = 1,
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[Summary], object] | None = None,
) -> Summary:
    """Tag anew, from the texts in the store, the articles that another version or setting made.

    Args:
        store: the store.
        nlp: as in :func:`tag`, and so are the others.
        n_process: number of processes.
        settings: as in :func:`tag`.
        progress: called after every article.

    Returns:
        How it went.
    """
    nlp = nlp or load()
    stored = (_Stored(*row) for row in store.sources(making_of(nlp, settings)))
    summary = tag(
        store,
        stored,
        nlp,
        n_process=n_process,
        settings=settings,
        retry=True,
        told=["retag"],
        progress=progress,
    )
    if summary.tagged:
        store.reindex()
    return summary


@dataclass(frozen=True, slots=True)
class _Stored:
    """An article in the store, as it was read; its content is that of the file it came from."""

    id: str
    hash: str
    source: Source

    def content(self) -> str:
        return self.hash

    def read(self) -> Source:
        return self.source


def _work(
    store: Store,
    inputs: Iterable[Input | Source],
    nlp: Pipeline,
    making: str,
    summary: Summary,
    n_process: int,
    retry: bool,
    fail_fast: bool,
    started: float,
    progress: Callable[[Summary], object] | None,
) -> None:
    def done() -> None:
        summary.seconds = time.monotonic() - started
        if progress is not None:
            progress(summary)

    def fail(id: str, error: Exception, content: str) -> None:
        store.fail(id, error, content, making)
        summary.failed += 1
        failure = {"article": id, "error": type(error).__name__, "reason": str(error)}
        if len(summary.failures) < _TOLD:
            summary.failures.append(failure)
        _log.warning("%s", error if str(error).startswith(f"{id}: ") else f"{id}: {error}")
        done()
        if fail_fast:
            raise _Stopped

    def chosen() -> Iterator[tuple[Source, tuple[str, str, Source]]]:
        for item in inputs:
            one: Input = SourceInput(item) if isinstance(item, Source) else item
            id, content = one.id, one.content()
            if store.known(id) == (content, making):
                summary.skipped += 1
                done()
                continue
            if not retry and store.failed(id) == (content, making):
                summary.failed_before += 1
                done()
                continue
            try:
                source = one.read()
            except Exception as error:  # whatever a parser stumbles over, the others go on
                fail(id, error, content)
                continue
            yield source, (id, content, source)

    for outcome, (id, content, source) in nlp.pipe(
        chosen(), n_process=n_process, as_tuples=True, errors="yield"
    ):
        if isinstance(outcome, Exception):
            fail(id, outcome, content)
            continue
        if store.put(outcome, id, content, making, source):
            summary.tagged += 1
        else:
            summary.skipped += 1
        done()
