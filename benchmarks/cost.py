"""What very many articles cost: workers, hours, storage, from figures measured in the same run.

``python -m benchmarks.cost 100000000`` prints the tables of docs/scaling.md for as many articles.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow
import pyarrow.parquet

import nqtext
from benchmarks.corpus import articles
from nqtext.corpus import Store, tag_batch
from nqtext.corpus.record import pack

if TYPE_CHECKING:
    from collections.abc import Callable

_WORKERS = (1, 8, 32, 128, 512)
_ROUNDS = 3
_SECONDS_AN_HOUR = 3600


class Measured(NamedTuple):
    """What an article costs: seconds of one core, and bytes."""

    characters: float
    text: float
    packed: float
    written: float
    batched: float
    store: float
    parquet: float


def measure(count: int = 100_000_000) -> list[str]:
    """Lines of the report.

    Args:
        count: how many articles.
    """
    return tables(count, measured(articles()))


def measured(texts: list[str]) -> Measured:
    """Measure what an article costs on this machine, on one core, the best of several rounds.

    Args:
        texts: distinct articles.
    """
    sources = [nqtext.Source(text, id=str(i)) for i, text in enumerate(texts)]
    batch = pyarrow.RecordBatch.from_pydict({"id": [s.id for s in sources], "text": texts})
    nqtext.analyze(texts[0])
    records = [pack(article, source) for article, source in zip(nqtext.pipe(sources), sources, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)

        def write() -> None:
            with Store(path / f"{time.perf_counter_ns()}.db") as store:
                for i, record in enumerate(records):
                    store.write(record, str(i))

        def batched() -> None:
            rows = pyarrow.Table.from_batches([tag_batch(batch)])
            pyarrow.parquet.write_table(rows, path / "a.parquet", compression="zstd")

        packed = _best(
            lambda: [pack(a, s) for a, s in zip(nqtext.pipe(sources), sources, strict=True)], len(texts)
        )
        written, both = _best(write, len(texts)), _best(batched, len(texts))
        return Measured(
            characters=sum(map(len, texts)) / len(texts),
            text=sum(len(text.encode("utf-8", "replace")) for text in texts) / len(texts),
            packed=packed,
            written=written,
            batched=both,
            store=next(path.glob("*.db")).stat().st_size / len(texts),
            parquet=(path / "a.parquet").stat().st_size / len(texts),
        )


def tables(count: int, of: Measured) -> list[str]:
    """What so many articles cost, as Markdown.

    Args:
        count: how many articles.
        of: what one of them costs.

    >>> one = Measured(4000, 5000, 0.009, 0.001, 0.012, 24_000, 10_000)
    >>> print(*tables(1_000_000, one)[-5:-3], sep="\\n")
    | 1 | 2.5 | 3.3 |
    | 8 | 0.3 | 0.4 |
    """
    fed = of.packed / of.written
    lines = [
        f"An article of {of.characters:,.0f} characters ({of.text / 1000:.1f} kB), on one core:",
        "",
        "| what | milliseconds | articles an hour and core |",
        "|---|---|---|",
        *(
            f"| {name} | {seconds * 1000:.1f} | {_SECONDS_AN_HOUR / seconds:,.0f} |"
            for name, seconds in (
                ("analysed and taken apart for the store (a worker)", of.packed),
                ("written to the store (the one writer)", of.written),
                ("analysed to an Arrow batch and Parquet (a worker)", of.batched),
            )
        ),
        "",
        f"{count:,} articles:",
        "",
        "| what | storage |",
        "|---|---|",
        *(
            f"| {name} | {count * size / 1e12:.2f} TB ({size / 1000:.1f} kB an article) |"
            for name, size in (
                ("texts (UTF-8)", of.text),
                ("stores with index", of.store),
                ("Parquet, zstd", of.parquet),
            )
        ),
        "",
        f"One writer keeps up with {fed:.0f} workers, "
        f"and stores {count:,} articles in {count * of.written / _SECONDS_AN_HOUR:,.0f} hours at best.",
        "",
        "| workers (cores) | hours, stores (one for every " + f"{fed:.0f} workers) | hours, Parquet |",
        "|---|---|---|",
    ]
    for workers in _WORKERS:
        into = count * max(of.packed / workers, of.written / max(1, workers // max(1, int(fed))))
        lines.append(
            f"| {workers} | {into / _SECONDS_AN_HOUR:,.1f} "
            f"| {count * of.batched / workers / _SECONDS_AN_HOUR:,.1f} |"
        )
    return lines


def _best(run: Callable[[], object], count: int) -> float:
    """Seconds of the processor for each of so many articles."""
    spent = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        run()
        spent.append(time.process_time() - started)
    return min(spent) / count


if __name__ == "__main__":
    print(*measure(*map(int, sys.argv[1:])), sep="\n")
