"""Calibration: probabilities that mean what they say, and thresholds on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["secondary_thresholds", "softmax", "temperature_of_least_loss"]


def softmax(logits: Floats) -> Floats:
    """Probabilities of rows of logits."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return chances


def temperature_of_least_loss(logits: Floats, target: NDArray[np.int64]) -> float:
    """The temperature of least log loss (golden-section search)."""

    def loss(log_temperature: float) -> float:
        chances = softmax(logits / np.exp(log_temperature))
        return float(-np.log(np.maximum(chances[np.arange(len(target)), target], 1e-12)).mean())

    low, high, ratio = -1.5, 1.5, (5**0.5 - 1) / 2
    for _ in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return round(float(np.exp((low + high) / 2)), 6)


def secondary_thresholds(
    predicted: Floats,
    target: NDArray[np.int64],
    secondary: Sequence[tuple[int, ...]],
    labels: Sequence[str],
    furniture_label: str,
) -> Floats:
    """The probability from which a label is a secondary one: one for all labels, of best F1 unseen.

    Where no secondary labels are annotated it is out of reach.
    """
    best = predicted.argmax(axis=1)
    wanted = {(i, label) for i, others in enumerate(secondary) for label in others if label != best[i]}
    reach = 1.01
    found_best = 0.0
    if wanted:
        second = predicted.copy()
        second[np.arange(len(best)), best] = 0
        for j, label in enumerate(labels):
            if label == furniture_label:
                second[:, j] = 0
        for threshold in np.arange(0.05, 0.5, 0.01):
            given = {(int(i), int(j)) for i, j in zip(*np.nonzero(second >= threshold), strict=True)}
            hits = len(given & wanted)
            f1 = 2 * hits / max(1, len(given) + len(wanted))
            if f1 > found_best:
                found_best, reach = f1, round(float(threshold), 2)
    return np.full(len(labels), reach)
