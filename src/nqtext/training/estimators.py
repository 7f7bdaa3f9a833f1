"""Estimators: scikit-learn's logistic regression, and what nqtext takes out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["full", "label_weights", "logistic", "logits", "store"]


def logistic(inverse_penalty: float) -> Any:
    """scikit-learn's estimator for both stages."""
    from sklearn.linear_model import LogisticRegression

    # Stopped early, a model hangs on where it was stopped: a few paragraphs more or less move every figure.
    return LogisticRegression(C=inverse_penalty, max_iter=1000, tol=1e-5)


def label_weights(target: NDArray[np.int64], width: int, balance: float) -> Floats:
    """What a paragraph of each label weighs: rare ones more, by ``balance`` from 0 to 1."""
    counts = np.maximum(np.bincount(target, minlength=width), 1)
    weights: Floats = (counts.max() / counts) ** balance
    return weights


def full(estimator: Any, width: int) -> tuple[Floats, Floats]:
    """Coefficients and intercepts with one row a label; a label that was not seen is out of reach."""
    coefficients, intercepts = estimator.coef_, estimator.intercept_
    if len(estimator.classes_) == 2:  # scikit-learn keeps one row for two labels
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        intercepts = np.append(0.0, intercepts)
    full = np.zeros((width, coefficients.shape[1]))
    bias = np.full(width, intercepts.min() - 10.0)
    full[estimator.classes_] = coefficients
    bias[estimator.classes_] = intercepts
    return full, bias


def logits(estimator: Any, matrix: Any, width: int) -> Floats:
    """What an estimator says of the rows of a matrix, shape (rows, width)."""
    coefficients, bias = full(estimator, width)
    return np.asarray(matrix @ coefficients.T) + bias


def store(estimator: Any, shares: Floats, least: float) -> None:
    """Give an estimator the weights as they are stored: small ones dropped, single precision.

    Args:
        estimator: the fitted first stage.
        shares: what the values of each column were multiplied with.
        least: a column of which no label makes as much is dropped.
    """
    stored = (estimator.coef_ * shares).astype(np.float32).astype(np.float64)
    stored[:, np.abs(estimator.coef_).max(axis=0) < least] = 0.0
    estimator.coef_ = np.divide(stored, shares, out=np.zeros_like(stored), where=shares > 0)
