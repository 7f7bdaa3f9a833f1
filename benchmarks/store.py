"""Many articles: the store beside the analysis, processes, memory, a second run, searching.

``python -m benchmarks.store 10000 3000`` takes as many articles; the benchmark's own are repeated, each with
a line of its own so that no two are alike.
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nqtext
from benchmarks.corpus import articles
from nqtext.corpus import FileInput, Reader, Store, files_in, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROUNDS = 3
_QUERIES = (
    "quy hoach do thi",
    "quy hoạch đô thị",
    "06-NQ/TW",
    '"phat trien kinh te"',
    "thu tuong yeu cau bo*",
)


def measure(count: int = 1000, processes: int = 600) -> list[str]:
    """Lines of the report.

    Args:
        count: how many articles the store is filled with.
        processes: how many one and two processes share; the start of a process costs as much as 100.
    """
    texts = articles()
    nqtext.analyze(texts[0])
    gc.freeze()  # as the command does
    return [*_overhead(texts), *_processes(texts, processes), *_filled(texts, count)]


def _overhead(texts: list[str]) -> list[str]:
    """What storing adds to analysing, in time of the processor, the best of several rounds."""
    sources = [nqtext.Source(text, id=str(i)) for i, text in enumerate(texts)]
    nlp = nqtext.load()

    def alone() -> None:
        _exhaust(nlp.pipe(sources))

    def explained() -> None:
        for article in nlp.pipe(sources):
            _ = article.evidence[:1]  # both ways of keeping an article keep the reasons, too

    def lines() -> None:
        with tempfile.TemporaryFile("w", encoding="utf-8") as file:
            file.writelines(article.to_json() + "\n" for article in nlp.pipe(sources))

    def stored() -> None:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "corpus.db") as store:
            tag(store, sources, nlp)

    nlp("")  # loads the models
    best = {run.__name__: float("inf") for run in (alone, explained, lines, stored)}
    for _ in range(_ROUNDS):
        for run in (alone, explained, lines, stored):
            best[run.__name__] = min(best[run.__name__], _cpu(run))
    per = {name: seconds / len(texts) * 1000 for name, seconds in best.items()}

    def beside(name: str, other: str) -> str:
        return f"{per[name] / per[other] - 1:+.0%}"

    return [
        f"analysis alone          {per['alone']:8.2f} ms an article",
        f"with its reasons read   {per['explained']:8.2f} ms ({beside('explained', 'alone')})",
        f"with JSON Lines written {per['lines']:8.2f} ms ({beside('lines', 'explained')} beside that)",
        f"with a store            {per['stored']:8.2f} ms ({beside('stored', 'explained')} beside that, "
        f"{beside('stored', 'lines')} beside JSON Lines)",
    ]


def _processes(texts: list[str], count: int) -> list[str]:
    """Articles a second; and what two idle cores would give, by time of the processors.

    With two processes nothing can be faster than half the work of all, nor than the parent alone.
    """
    with _inbox(texts, count) as inbox:
        lines = []
        many = [f"{texts[i % len(texts)]}\nBản số {i}." for i in range(count)]

        def pipe(n_process: int) -> None:
            _exhaust(nqtext.pipe(many, n_process=n_process))

        def store(n_process: int) -> None:
            _into_store(inbox, n_process)

        for name, run in (("pipe", pipe), ("folder to store", store)):
            one, two = _spent(partial(run, 1)), _spent(partial(run, 2))
            lines += [
                f"{name + ', 1':25} {count / one.wall:8.1f} articles/s, processor {one.own:.1f} s",
                f"{name + ', 2':25} {count / two.wall:8.1f} articles/s, x {one.wall / two.wall:.2f}; "
                f"parent {two.own:.1f} s, workers {two.workers:.1f} s, on two idle cores at most "
                f"x {one.own / max(two.own, (two.own + two.workers) / 2):.2f}",
            ]
            if run is store and find_spec("distributed") is not None:
                dask = _spent(lambda: _on_dask(inbox))
                lines.append(
                    f"{'folder to store, Dask':25} {count / dask.wall:8.1f} articles/s, "
                    f"x {one.wall / dask.wall:.2f}; parent and scheduler {dask.own:.1f} s, "
                    f"2 workers {dask.workers:.1f} s, start of the cluster included"
                )
        return lines


class _Spent(NamedTuple):
    wall: float
    own: float
    workers: float


def _spent(run: Callable[[], object]) -> _Spent:
    """Seconds: of the clock, of the processor in this process, and of the processors in its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own, wall = time.process_time(), time.perf_counter()
    run()
    wall, own = time.perf_counter() - wall, time.process_time() - own
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Spent(wall, own, children)


def _into_store(inbox: Path, n_process: int, cluster: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "corpus.db") as store:
        files = (FileInput(path) for path in files_in([str(inbox)]))
        assert tag(store, files, n_process=n_process, cluster=cluster).failed == 0


def _on_dask(inbox: Path) -> None:
    cluster_of: Any = import_module("distributed").LocalCluster
    with cluster_of(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as cluster:
        _into_store(inbox, 1, cluster.scheduler_address)


@contextmanager
def _inbox(texts: list[str], count: int) -> Iterator[Path]:
    """A folder of as many articles, no two of them alike."""
    with tempfile.TemporaryDirectory() as folder:
        for i in range(count):
            text = f"{texts[i % len(texts)]}\nBản số {i}."
            Path(folder, f"{i:06}.txt").write_text(text, encoding="utf-8", errors="replace")
        yield Path(folder)


def _filled(texts: list[str], count: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, _inbox(texts, count) as inbox:
        path = Path(folder) / "corpus.db"
        memory: list[float] = []

        def files() -> Iterator[FileInput]:
            for i, file in enumerate(files_in([str(inbox)])):
                if i * 10 // count > len(memory) - 1:
                    memory.append(resident())
                yield FileInput(file)

        with Store(path) as store:
            filling = _wall(lambda: tag(store, files()))
            again = _wall(lambda: tag(store, (FileInput(file) for file in files_in([str(inbox)]))))
        size = path.stat().st_size
        with Reader(path) as reader:
            spent = {query: _search(reader, query) for query in _QUERIES}
    kilo = size / count / 1000
    return [
        f"{count:6} files stored     {count / filling:8.1f} articles/s, {kilo:.1f} kB an article",
        f"  memory, tenth by tenth {', '.join(f'{mega:.0f}' for mega in memory)} MB",
        f"  a second run          {again:8.2f} s ({again / count * 1000:.2f} ms an article)",
        *(f"  search {query!r:32} {seconds * 1000:8.2f} ms" for query, seconds in spent.items()),
    ]


def _exhaust(found: Iterator[nqtext.Article]) -> None:
    for _ in found:
        pass


def _cpu(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _wall(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _search(store: Reader, query: str) -> float:
    return statistics.median(_wall(lambda: store.search(query)) for _ in range(9))


def resident() -> float:
    """Memory of this process now, in MB; where the system does not tell, the most it ever had."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    print(*measure(*map(int, sys.argv[1:])), sep="\n")
