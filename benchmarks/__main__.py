"""Run every benchmark and print its figures."""

from __future__ import annotations

from benchmarks import entities, growth, segmentation, startup, throughput

for title, module in (
    ("Start", startup),
    ("Words", segmentation),
    ("Throughput", throughput),
    ("Entities", entities),
    ("Growth", growth),
):
    print(f"\n{title}")
    print(*module.measure(), sep="\n")
