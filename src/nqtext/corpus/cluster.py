"""The same work on a Dask cluster: chunks out to its workers, outcomes back as they are done."""

from __future__ import annotations

import asyncio
import concurrent.futures
import pickle
import threading
import uuid
from collections import deque
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nqtext.errors import MissingExtraError, NqtextError, WorkerError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from nqtext.workers import Task

__all__ = ["on_cluster"]

_CHUNKS_A_THREAD = 2
_LOST = (OSError, asyncio.CancelledError, concurrent.futures.CancelledError)
_PATIENCE = 30  # seconds that a scheduler has to answer, and a first worker to be there


def on_cluster(
    task: Task, chunks: Iterator[list[Any]], address: str
) -> Generator[tuple[list[Any], list[Any]]]:
    """Do a task on the workers of a cluster.

    Where a worker dies, Dask gives its chunks to others.  Of chunks over which several have died the items
    are done one by one, with nothing else under way that could be the cause, and the item over which several
    have died again gets a :class:`WorkerError` for an outcome.

    Args:
        task: sent to every worker once, and to those that come later.
        chunks: lists of items that travel; a bounded number is under way.
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Yields:
        Each chunk with its outcomes, in the order in which they are done.

    Raises:
        MissingExtraError: Dask is not installed.
        WorkerError: there is no scheduler, or no worker, or the scheduler has gone.
        NqtextError: the workers cannot do the task at all.
    """
    if find_spec("distributed") is None:
        raise MissingExtraError("tagging on a Dask cluster", "dask")
    distributed = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise WorkerError(f"{address}: no Dask scheduler answers there ({error})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise WorkerError(f"{address}: the Dask cluster has no workers; start some") from None
        name = f"nqtext-{uuid.uuid4()}"
        client.register_plugin(_plugin(task, name), name=name)
        try:
            yield from _done(client, name, chunks)
        except _LOST as error:
            raise WorkerError(f"{address}: the Dask scheduler has gone ({error}); run again") from error
        finally:
            with suppress(*_LOST):
                client.unregister_worker_plugin(name)


def _done(client: Any, name: str, chunks: Iterator[list[Any]]) -> Iterator[tuple[list[Any], list[Any]]]:
    distributed = import_module("distributed")
    under_way: dict[Any, list[Any]] = {}
    suspects: deque[Any] = deque()
    finished = distributed.as_completed()

    def submit(chunk: list[Any]) -> None:
        future = client.submit(_work, name, chunk, pure=False)
        under_way[future] = chunk
        finished.add(future)

    try:
        while True:
            threads = max(1, sum(client.nthreads().values()))
            if suspects and not under_way:
                submit([suspects.popleft()])
            elif not suspects:
                while len(under_way) < _CHUNKS_A_THREAD * threads and (chunk := next(chunks, None)):
                    submit(chunk)
            if not under_way:
                return
            future = next(finished)
            chunk = under_way.pop(future)
            error = None if future.status == "finished" else future.exception()
            if error is None:
                yield chunk, future.result()
            elif not isinstance(error, distributed.KilledWorker):
                if isinstance(error, NqtextError):
                    raise error
                raise WorkerError(f"the Dask cluster failed ({type(error).__name__}: {error})") from error
            elif len(chunk) > 1:
                suspects.extend(chunk)
            else:
                yield chunk, [WorkerError(f"several workers died over {chunk[0].id!r}: is it too large?")]
    finally:
        with suppress(*_LOST):
            client.cancel(list(under_way))


def _plugin(task: Task, name: str) -> Any:
    """What brings the task to every worker of the cluster."""
    base: Any = import_module("distributed").WorkerPlugin
    plugin: Any = type("TaskPlugin", (base,), {"setup": _unpacked_later})()
    plugin.name, plugin.pickled = name, pickle.dumps(task)
    return plugin


def _unpacked_later(plugin: Any, worker: Any) -> None:
    plugin.lock, plugin.task = threading.Lock(), None


def _work(name: str, chunk: list[Any]) -> list[Any]:
    """What a worker does."""
    from distributed import get_worker

    held: Any = get_worker().plugins[name]
    with held.lock:
        if held.task is None:
            task: Task = pickle.loads(held.pickled)
            task.prepare()
            held.task = task
    outcomes: list[Any] = held.task(chunk)
    return outcomes
