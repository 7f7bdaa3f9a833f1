"""Worker processes: chunks of work out, outcomes back, in order, a bounded number under way.

Each process has a thread that feeds it one chunk at a time through a pipe of its own.  So it is
known which process died over which chunk: that chunk is done again, item by item, in a new
process, and the item that brings that one down, too, gets a :class:`WorkerError` for an outcome.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import pickle
import signal
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol

from nqtext.article import Article
from nqtext.errors import NqtextError, WorkerError
from nqtext.reading.source import Source
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection

    from nqtext.pipeline import Pipeline

__all__ = ["Task", "analyze_in_processes", "in_processes", "portable"]

_CHUNKS_A_WORKER = 2
_GARBAGE = 20_000  # objects between two looks for garbage
_LONGEST_NAME = 60  # of a text without an id, in the report of a death
_log = logging.getLogger(__name__)


class Task(Protocol):
    """What workers do; it is pickled into every one of them."""

    def prepare(self) -> None:
        """Load now what would be loaded late."""

    def __call__(self, chunk: list[Any]) -> list[Any]:
        """An outcome for each item; a :func:`portable` exception in place of one that failed."""


def analyze_in_processes(
    pipeline: Pipeline, chunks: Iterator[list[Any]], n_process: int
) -> Iterator[list[Any]]:
    """Analyse chunks of texts in worker processes.

    Args:
        pipeline: pickled into every worker.
        chunks: lists of ``str`` or :class:`Source`; taken as workers become free.
        n_process: number of processes.

    Yields:
        For each chunk, in order, its articles, with the exception in place of one that failed; that
        is a :class:`WorkerError` for the article over which a worker died.

    Raises:
        WorkerError: a worker could not start.
    """
    for chunk, outcomes in in_processes(_Analysis(pipeline), chunks, n_process):
        yield [_with_text(outcome, item) for outcome, item in zip(outcomes, chunk, strict=True)]


def in_processes(
    task: Task, chunks: Iterator[list[Any]], n_process: int
) -> Generator[tuple[list[Any], list[Any]]]:
    """Do a task in worker processes.

    Args:
        task: the task.
        chunks: lists of items; taken as workers become free.
        n_process: number of processes.

    Yields:
        Each chunk, in order, with its outcomes; a :class:`WorkerError` for an item over which a worker
        died.

    Raises:
        WorkerError: a worker could not start.
    """
    pickled = pickle.dumps(task)
    workers = [_Worker(pickled) for _ in range(n_process)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def outcomes(chunk: list[Any]) -> list[Any]:
        worker = idle.get()
        try:
            return worker.analyze(chunk)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(n_process, "nqtext-feeder")
    under_way: deque[tuple[list[Any], Future[list[Any]]]] = deque()
    try:
        while True:
            for chunk in islice(chunks, _CHUNKS_A_WORKER * n_process - len(under_way)):
                under_way.append((chunk, threads.submit(outcomes, chunk)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            yield chunk, future.result()
    finally:
        for worker in workers:
            worker.stop()
        threads.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.join()


class _Worker:
    """One process, started when it is first needed and again after a death."""

    def __init__(self, task: bytes) -> None:
        self._task = task  # pickled
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._stopped = False

    def analyze(self, chunk: list[Any]) -> list[Any]:
        """The outcomes of a chunk, whatever becomes of the process."""
        try:
            return self._ask(chunk)
        except (EOFError, OSError):
            how = self._end()
        if self._stopped:
            return []
        if len(chunk) > 1:
            _log.warning("a worker process died (%s); its %d articles are done one by one", how, len(chunk))
            return [self.analyze([item])[0] for item in chunk]
        message = (
            f"a worker process died ({how}) while it analysed {_name(chunk[0])}; "
            "the memory may not suffice: split it, or analyse it alone with n_process=1"
        )
        return [WorkerError(message)]

    def stop(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.terminate()

    def join(self) -> None:
        """Wait until the process that was stopped is gone."""
        if self._process is not None:
            self._process.join(5)
        if self._pipe is not None:
            self._pipe.close()

    def _ask(self, chunk: list[Any]) -> list[Any]:
        pipe = self._pipe or self._start()
        pipe.send(chunk)
        outcomes: list[Any] = pipe.recv()
        return outcomes

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with self._lock, _interrupts_held():
            if self._stopped:
                raise EOFError
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            self._process = process
        theirs.close()  # so that the end of the process ends the pipe
        try:
            # Not as an argument: were it to die before it has read its arguments, we would write for ever.
            ours.send_bytes(self._task)
            ours.recv()
        except (EOFError, OSError):
            how = self._end()
            if self._stopped:
                raise EOFError from None
            raise WorkerError(
                f"a worker process could not start ({how}); the calling module must be importable without "
                'side effects (if __name__ == "__main__":), and the memory must hold one more process'
            ) from None
        self._pipe = ours
        return ours

    def _end(self) -> str:
        """Clear the dead process away and say how it died."""
        process = self._process
        assert process is not None
        if self._pipe is not None:
            self._pipe.close()
        process.join(5)
        code = process.exitcode
        self._process = self._pipe = None
        if code is None or code >= 0:
            return f"exit code {code}"
        with suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
        return f"killed by signal {-code}"


def _work(pipe: Connection) -> None:
    """What a worker does: takes its task, and answers chunks until the pipe ends, as with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    try:
        task: Task = pickle.loads(pipe.recv_bytes())
    except (EOFError, OSError):
        return
    task.prepare()
    gc.freeze()  # the tables stay: to look through them again and again costs a tenth of the time
    gc.set_threshold(_GARBAGE)
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send(task(pipe.recv()))


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


def _name(item: Any) -> str:
    if not isinstance(item, str) and getattr(item, "id", None) is not None:
        return repr(item.id)
    text = item.text if isinstance(item, Source) else str(item)
    start = " ".join(text[: 4 * _LONGEST_NAME].split())[:_LONGEST_NAME]
    return f"the text of {len(text)} code points that begins {start!r}"


class _Analysis:
    """Texts to articles, which leave their texts behind: the parent has them."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def prepare(self) -> None:
        self._pipeline.attempt([""])

    def __call__(self, chunk: list[Any]) -> list[Any]:
        return [_without_text(outcome) for outcome in self._pipeline.attempt(chunk)]


def portable(error: Exception) -> Exception:
    """The error, or one that says the same and is sure to survive a pickle."""
    if isinstance(error, NqtextError | TypeError):
        return error
    return NqtextError(f"{type(error).__name__}: {error}")


def _without_text(outcome: Any) -> Any:
    if isinstance(outcome, Article):
        return replace(outcome, text="", tokens=Tokens("", outcome.tokens.spans, outcome.tokens.tags))
    return portable(outcome)


def _with_text(outcome: Any, item: Any) -> Any:
    if not isinstance(outcome, Article):
        return outcome
    text = item.text if isinstance(item, Source) else item
    return replace(outcome, text=text, tokens=Tokens(text, outcome.tokens.spans, outcome.tokens.tags))
