"""Worker processes: chunks of texts out, articles back, in order, a bounded number under way."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from nqtext.article import Article
from nqtext.errors import NqtextError, WorkerError
from nqtext.reading.source import Source
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from nqtext.pipeline import Pipeline

__all__ = ["analyze_in_processes"]

_CHUNKS_A_WORKER = 2


def analyze_in_processes(
    pipeline: Pipeline, chunks: Iterator[list[Any]], n_process: int
) -> Iterator[list[Any]]:
    """Analyse chunks of texts in worker processes.

    Args:
        pipeline: pickled into every worker.
        chunks: lists of ``str`` or :class:`Source`; taken as workers become free.
        n_process: number of processes.

    Yields:
        For each chunk, in order, its articles, with the exception in place of one that failed.

    Raises:
        WorkerError: a worker died.
    """
    pool = ProcessPoolExecutor(n_process, multiprocessing.get_context("spawn"), _start, (pipeline,))
    under_way: deque[tuple[list[Any], Future[list[Any]]]] = deque()
    done = 0
    try:
        while True:
            for chunk in islice(chunks, _CHUNKS_A_WORKER * n_process - len(under_way)):
                with _interrupts_held():
                    under_way.append((chunk, pool.submit(_work, chunk)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool as error:
                raise WorkerError(
                    f"a worker process died while it had items {done} to {done + len(chunk) - 1}; "
                    "run those alone with n_process=1 to see which, and check the memory"
                ) from error
            done += len(chunk)
            yield [_with_text(outcome, item) for outcome, item in zip(outcomes, chunk, strict=True)]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_pipeline: Pipeline | None = None


def _start(pipeline: Pipeline) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    global _pipeline
    _pipeline = pipeline


def _work(chunk: list[Any]) -> list[Any]:
    assert _pipeline is not None
    return [_without_text(outcome) for outcome in _pipeline.attempt(chunk)]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A worker that starts inherits the mask: an interrupt cannot reach it before it ignores them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _without_text(outcome: Any) -> Any:
    """The parent has the text; it need not travel back."""
    if isinstance(outcome, Article):
        return replace(outcome, text="", tokens=Tokens("", outcome.tokens.spans, outcome.tokens.tags))
    if isinstance(outcome, NqtextError | TypeError):
        return outcome
    return NqtextError(f"{type(outcome).__name__}: {outcome}")  # others may not survive a pickle


def _with_text(outcome: Any, item: Any) -> Any:
    if not isinstance(outcome, Article):
        return outcome
    text = item.text if isinstance(item, Source) else item
    return replace(outcome, text=text, tokens=Tokens(text, outcome.tokens.spans, outcome.tokens.tags))
