"""Run every benchmark and print its figures."""

from __future__ import annotations

from benchmarks import growth, startup, throughput

for title, module in (("Start", startup), ("Throughput", throughput), ("Growth", growth)):
    print(f"\n{title}")
    print(*module.measure(), sep="\n")
