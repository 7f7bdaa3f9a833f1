"""Run every benchmark and print its figures."""

from __future__ import annotations

from benchmarks import entities, growth, report, segmentation, startup, store, throughput

for title, module in (
    ("Start", startup),
    ("Words", segmentation),
    ("Throughput", throughput),
    ("Entities", entities),
    ("Report", report),
    ("Growth", growth),
    ("Store", store),
):
    print(f"\n{title}")
    print(*module.measure(), sep="\n")
