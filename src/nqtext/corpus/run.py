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
from nqtext.corpus.tagging import Chosen, Tagging, outcomes
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
    cluster: str | None = None,
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
        cluster: address of the scheduler of a Dask cluster that does the work, or None.
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
        WorkerError: the processes cannot start, or the cluster cannot be reached.
        MissingExtraError: Dask is not installed.

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
    versions = thaw(nlp("").versions)
    run = store.begin_run(told, versions, settings or {})
    summary = Summary(store.path, run)
    _log.debug("run %d begins", run)
    going = _Run(store, making, summary, retry, fail_fast, progress)
    work = outcomes(Tagging(nlp, versions), going.chosen(inputs), n_process, cluster)
    try:
        for chunk, done in work:
            for item, outcome in zip(chunk, done, strict=True):
                going.take(item, outcome)
        summary.state = "done"
    except _Stopped:
        summary.state = "stopped"
    except BaseException as error:
        summary.state = "interrupted" if isinstance(error, KeyboardInterrupt) else "broken"
        raise
    finally:
        work.close()  # the workers end with the run, however it ends
        going.end()
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

    @property
    def size(self) -> int:
        return len(self.source.text)

    def content(self) -> str:
        return self.hash

    def read(self) -> Source:
        return self.source


class _Run:
    """One run: which inputs are taken, and what becomes of them."""

    def __init__(
        self,
        store: Store,
        making: str,
        summary: Summary,
        retry: bool,
        fail_fast: bool,
        progress: Callable[[Summary], object] | None,
    ) -> None:
        self._store = store
        self._making = making
        self._summary = summary
        self._retry = retry
        self._fail_fast = fail_fast
        self._progress = progress
        self._started = time.monotonic()

    def chosen(self, inputs: Iterable[Input | Source]) -> Iterator[Chosen]:
        """What is new or has changed; the rest is counted."""
        for item in inputs:
            one: Input = SourceInput(item) if isinstance(item, Source) else item
            state = one.content(), self._making
            if self._store.known(one.id) == state:
                self._summary.skipped += 1
                self._done()
            elif not self._retry and self._store.failed(one.id) == state:
                self._summary.failed_before += 1
                self._done()
            else:
                yield Chosen(one, state[0])

    def take(self, item: Chosen, outcome: Any) -> None:
        """Store what became of an input."""
        if isinstance(outcome, Exception):
            self._fail(item.id, outcome, item.content)
            return
        if self._store.write(outcome, item.id, item.content, self._making):
            self._summary.tagged += 1
        else:
            self._summary.skipped += 1
        self._done()

    def end(self) -> None:
        """The time it took."""
        self._summary.seconds = time.monotonic() - self._started

    def _fail(self, id: str, error: Exception, content: str) -> None:
        self._store.fail(id, error, content, self._making)
        self._summary.failed += 1
        failure = {"article": id, "error": type(error).__name__, "reason": str(error)}
        if len(self._summary.failures) < _TOLD:
            self._summary.failures.append(failure)
        _log.warning("%s", error if str(error).startswith(f"{id}: ") else f"{id}: {error}")
        self._done()
        if self._fail_fast:
            raise _Stopped

    def _done(self) -> None:
        self.end()
        if self._progress is not None:
            self._progress(self._summary)
