"""Run every benchmark and print its figures."""

from __future__ import annotations

from benchmarks import (
    entities,
    exploring,
    growth,
    labels,
    reading,
    report,
    segmentation,
    startup,
    store,
    throughput,
)

for title, module in (
    ("Start", startup),
    ("Words", segmentation),
    ("Throughput", throughput),
    ("Entities", entities),
    ("Labels", labels),
    ("Reading", reading),
    ("Report", report),
    ("Growth", growth),
    ("Store", store),
    ("Exploring", exploring),
):
    print(f"\n{title}")
    print(*module.measure(), sep="\n")
