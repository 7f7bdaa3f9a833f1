"""Scores: counts of hits, precision, recall and F1 over labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Count", "Outcome", "Scores", "calibration_error", "label_scores", "span_counts", "span_scores"]

Spans = set[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Count:
    """Hits, and how many were given and wanted.

    >>> Count(hits=6, given=8, wanted=10).f1
    0.6666666666666666
    """

    hits: int
    given: int
    wanted: int

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.given + other.given, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Share of what was given that is right (0 where nothing was given)."""
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where nothing was wanted and nothing given."""
        total = self.given + self.wanted
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over labels.

    Attributes:
        by_label: counts of each label.
        count: number of paragraphs, or of wanted entities.
        confusion: (gold, predicted) to number; paragraphs only.
    """

    by_label: dict[str, Count]
    count: int
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def micro(self) -> Count:
        """All labels taken together."""
        return sum(self.by_label.values(), Count(0, 0, 0))

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the labels that occur (in gold or prediction)."""
        occurring = [c.f1 for c in self.by_label.values() if c.given or c.wanted]
        return sum(occurring) / len(occurring) if occurring else 0.0

    @property
    def accuracy(self) -> float:
        """Share of paragraphs whose label is right."""
        return self.micro.hits / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was counted in one article.

    Attributes:
        kind: the article's kind.
        labels: gold and given label of each paragraph.
        chances: probability of each given label, and whether it is right.
        exact: counts of exact spans by entity label.
        overlap: the same where spans of one label only need to overlap.
        also: secondary labels as a set.
    """

    kind: str
    labels: tuple[tuple[str, str], ...]
    chances: tuple[tuple[float, bool], ...]
    exact: dict[str, Count]
    overlap: dict[str, Count]
    also: Count = Count(0, 0, 0)


def label_scores(wanted: Sequence[str], given: Sequence[str], labels: Iterable[str]) -> Scores:
    """Scores of one label each.

    Args:
        wanted: gold labels.
        given: predicted labels, as many.
        labels: every label, in order of display.

    >>> label_scores(["goal", "task"], ["goal", "goal"], ["goal", "task"]).by_label["goal"].precision
    0.5
    """
    confusion = Counter(zip(wanted, given, strict=True))
    givens, wants = Counter(given), Counter(wanted)
    return Scores(
        {label: Count(confusion[label, label], givens[label], wants[label]) for label in labels},
        len(wanted),
        dict(confusion),
    )


def span_counts(wanted: Spans, given: Spans, exact: bool) -> dict[str, Count]:
    """Counts of each label in one article.

    Args:
        wanted: gold spans (start, end, label).
        given: predicted spans.
        exact: whether both edges must be right, or an overlap is enough.

    >>> span_counts({(0, 4, "DATE")}, {(0, 5, "DATE")}, exact=False)
    {'DATE': Count(hits=1, given=1, wanted=1)}
    """
    counts = {}
    for label in sorted({span[2] for span in wanted | given}):
        mine = sorted(span[:2] for span in wanted if span[2] == label)
        found = sorted(span[:2] for span in given if span[2] == label)
        hits = len(set(mine) & set(found)) if exact else _overlapping(mine, found)
        counts[label] = Count(hits, len(found), len(mine))
    return counts


def span_scores(articles: Sequence[dict[str, Count]]) -> Scores:
    """The counts of several articles taken together."""
    total = {
        label: sum((counts[label] for counts in articles if label in counts), Count(0, 0, 0))
        for label in sorted({label for counts in articles for label in counts})
    }
    return Scores(total, sum(count.wanted for count in total.values()))


def calibration_error(chances: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: mean distance between confidence and accuracy over bins of equal mass.

    Args:
        chances: probability of each given label, and whether it is right.
        bins: number of bins.
    """
    if not chances:
        return 0.0
    ordered = np.array(sorted(chances), dtype=np.float64)
    parts = np.array_split(ordered, min(bins, len(ordered)))
    return float(sum(abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts) / len(ordered))


def _overlapping(wanted: list[tuple[int, int]], given: list[tuple[int, int]]) -> int:
    """How many pairs can be made of spans that overlap, each used once."""
    hits = at = 0
    for start, end in wanted:
        while at < len(given) and given[at][1] <= start:
            at += 1
        if at < len(given) and given[at][0] < end:
            hits += 1
            at += 1
    return hits
