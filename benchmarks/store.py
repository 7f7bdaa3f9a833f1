"""Many articles: the store beside the analysis, processes, memory, a second run, searching.

``python -m benchmarks.store 10000`` takes as many articles; the benchmark's own are repeated, each with
a line of its own so that no two are alike.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

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


def measure(count: int = 1000) -> list[str]:
    """Lines of the report.

    Args:
        count: how many articles the store is filled with.
    """
    texts = articles()
    nqtext.analyze(texts[0])
    return [*_overhead(texts), *_processes(texts), *_filled(texts, count)]


def _overhead(texts: list[str]) -> list[str]:
    """What storing adds to analysing, in time of the processor, the best of several rounds."""
    sources = [nqtext.Source(text, id=str(i)) for i, text in enumerate(texts)]
    nlp = nqtext.load()

    def alone() -> None:
        _exhaust(nlp.pipe(sources))

    def lines() -> None:
        with tempfile.TemporaryFile("w", encoding="utf-8") as file:
            file.writelines(article.to_json() + "\n" for article in nlp.pipe(sources))

    def stored() -> None:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "corpus.db") as store:
            tag(store, sources, nlp)

    nlp("")  # loads the models
    best = {run.__name__: float("inf") for run in (alone, lines, stored)}
    for _ in range(_ROUNDS):
        for run in (alone, lines, stored):
            best[run.__name__] = min(best[run.__name__], _cpu(run))
    per = {name: seconds / len(texts) * 1000 for name, seconds in best.items()}
    return [
        f"analysis alone          {per['alone']:8.2f} ms an article",
        f"with JSON Lines written {per['lines']:8.2f} ms ({per['lines'] / per['alone'] - 1:+.0%})",
        f"with a store            {per['stored']:8.2f} ms ({per['stored'] / per['alone'] - 1:+.0%}; "
        f"{per['stored'] / per['lines'] - 1:+.0%} beside JSON Lines)",
    ]


def _processes(texts: list[str]) -> list[str]:
    """Articles a second; and what two idle cores would give, by time of the processors.

    With two processes nothing can be faster than half the work of all, nor than the parent alone.
    """
    many = texts * 4
    one = _cpu(lambda: _exhaust(nqtext.pipe(many)))
    wall_one = _wall(lambda: _exhaust(nqtext.pipe(many)))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = children.ru_utime + children.ru_stime
    parent = time.process_time()
    wall_two = _wall(lambda: _exhaust(nqtext.pipe(many, n_process=2)))
    parent = time.process_time() - parent
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    workers = children.ru_utime + children.ru_stime - before
    bound = one / max(parent, (parent + workers) / 2)
    return [
        f"1 process               {len(many) / wall_one:8.1f} articles/s",
        f"2 processes             {len(many) / wall_two:8.1f} articles/s, x {wall_one / wall_two:.2f}",
        f"  by processor time     x {bound:.2f} (one {one:.1f} s; two: parent {parent:.1f} s, "
        f"workers {workers:.1f} s, their start included)",
    ]


def _filled(texts: list[str], count: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        inbox, path = Path(folder) / "inbox", Path(folder) / "corpus.db"
        inbox.mkdir()
        for i in range(count):
            text = f"{texts[i % len(texts)]}\nBản số {i}."
            (inbox / f"{i:06}.txt").write_text(text, encoding="utf-8", errors="replace")
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
