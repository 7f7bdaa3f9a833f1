"""Import time, time to the first article and peak memory, each in a fresh process."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.corpus import articles

_IMPORT = "import time; a = time.perf_counter(); import nqtext; print((time.perf_counter() - a) * 1000)"
_FIRST = (
    "import sys, time, resource; text = sys.stdin.read(); a = time.perf_counter(); import nqtext;"
    "nqtext.analyze(text); b = time.perf_counter(); nqtext.analyze(text); c = time.perf_counter();"
    "print(b - a, c - b, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
)


def measure(text: str | None = None, runs: int = 5) -> list[str]:
    """Lines of the report.

    Args:
        text: the article; None takes the first of the benchmark's articles.
        runs: processes a figure; the median is reported.
    """
    given = articles(1)[0] if text is None else text
    imports = [float(_run(_IMPORT, "")) for _ in range(runs)]
    firsts = [[float(value) for value in _run(_FIRST, given).split()] for _ in range(runs)]
    first, again, memory = (statistics.median(column) for column in zip(*firsts, strict=True))
    return [
        f"import nqtext                 {statistics.median(imports):8.1f} ms",
        f"first analyze, fresh process  {first * 1000:8.1f} ms ({len(given)} characters)",
        f"the same article again        {again * 1000:8.1f} ms",
        f"peak memory of that process   {memory:8.1f} MB",
    ]


def _run(code: str, text: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


if __name__ == "__main__":
    print(*measure(Path(sys.argv[1]).read_text("utf-8") if len(sys.argv) > 1 else None), sep="\n")
