"""What a model says of annotated paragraphs that it has not seen, and how far to trust the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["Judged", "calibration_bins", "calibration_error", "interval", "macro_f1"]

_ROUNDS = 1000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Annotated paragraphs with the probabilities of a model.

    Attributes:
        lines: the paragraphs, folded.
        gold: label index of each.
        predicted: probabilities, shape (p, number of labels).
        secondary: for each the indexes of its secondary labels.
        kinds: the kind of each one's article.
        articles: a number for each one's article.
    """

    lines: tuple[str, ...]
    gold: Rows
    predicted: Floats
    secondary: tuple[tuple[int, ...], ...]
    kinds: tuple[str, ...]
    articles: Rows


def macro_f1(gold: Rows, predicted: Floats) -> float:
    """Mean F1 over the labels that occur.

    >>> macro_f1(np.array([0, 1]), np.array([[0.9, 0.1], [0.2, 0.8]]))
    1.0
    """
    width = predicted.shape[1]
    given = predicted.argmax(axis=1)
    hits = np.bincount(gold[gold == given], minlength=width)
    total = np.bincount(gold, minlength=width) + np.bincount(given, minlength=width)
    return float((2 * hits[total > 0] / total[total > 0]).mean()) if len(gold) else 0.0


def calibration_error(gold: Rows, predicted: Floats) -> float:
    """Mean distance between confidence and accuracy over ten bins of equal mass."""
    if not len(gold):
        return 0.0
    return sum(abs(said - right) * size for said, right, size in calibration_bins(gold, predicted)) / len(
        gold
    )


def calibration_bins(gold: Rows, predicted: Floats) -> list[tuple[float, float, int]]:
    """Mean confidence, accuracy and size of ten bins of equal mass, the least sure first."""
    confidence = predicted.max(axis=1)
    right = (predicted.argmax(axis=1) == gold).astype(np.float64)
    order = np.lexsort((right, confidence))
    return [
        (float(confidence[part].mean()), float(right[part].mean()), len(part))
        for part in np.array_split(order, min(_BINS, len(order)))
    ]


def interval(judged: Judged, figure: Callable[[Rows, Floats], float]) -> tuple[float, float]:
    """The middle 95 % of a figure over articles drawn again and again (bootstrap, a fixed seed).

    Paragraphs of one article are alike, so whole articles are drawn.
    """
    generator = np.random.default_rng(0)
    numbers = np.unique(judged.articles)
    members = [np.flatnonzero(judged.articles == number) for number in numbers.tolist()]
    values = []
    for _ in range(_ROUNDS):
        drawn = generator.integers(0, len(members), len(members))
        rows = np.concatenate([members[k] for k in drawn.tolist()])
        values.append(figure(judged.gold[rows], judged.predicted[rows]))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
