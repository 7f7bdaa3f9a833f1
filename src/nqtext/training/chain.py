"""Training of a linear chain: a conditional random field over sparse features.

The likelihood and its gradient are exact (forward and backward sums, all stretches of equal place at once);
the optimiser is SciPy's L-BFGS.  Nothing is drawn at random: the same data give the same weights.

Source of the method: conditional random fields (Lafferty et al. 2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.entities.tagger import steps
from nqtext.training.threads import one_thread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

__all__ = ["Chain", "fit_chain"]


@dataclass(frozen=True, slots=True)
class Chain:
    """What was learned.

    Attributes:
        weights: of each feature for each tag, shape (features, tags).
        transitions: of a tag (column) behind another (row), that of tag 0 behind itself being 0; minus
            infinity where that cannot be.
    """

    weights: Reals
    transitions: Reals


def fit_chain(
    design: Any,
    tags: NDArray[np.int64],
    opens: NDArray[np.bool_],
    allowed: NDArray[np.bool_],
    penalty: float,
    iterations: int,
    start: Chain | None = None,
) -> Chain:
    """Find the weights of highest likelihood under an L2 penalty.

    Tag 0 stands before and behind every stretch.

    Args:
        design: sparse matrix of the features of each unit, shape (units, features).
        tags: the right tag of each unit.
        opens: which units open a stretch.
        allowed: which tag (column) may follow which (row), shape (tags, tags).
        penalty: strength of the penalty.
        iterations: most steps of the optimiser.
        start: where it begins; None is at zero.
    """
    from scipy.optimize import minimize

    units, features = design.shape
    count = len(allowed)
    across = design.T.tocsr()
    groups = steps(opens)
    right = np.zeros((units, count))
    right[np.arange(units), tags] = 1
    seen = np.asarray(across @ right)
    inner = np.flatnonzero(~opens)
    last = np.append(np.flatnonzero(opens)[1:], units) - 1
    followed = np.zeros((count, count))
    np.add.at(followed, (tags[inner - 1], tags[inner]), 1)
    followed[0] += right[opens].sum(axis=0)
    followed[:, 0] += right[last].sum(axis=0)
    size = features * count

    begin = np.zeros(size + count * count)
    if start is not None:
        begin[:size] = start.weights.ravel()
        begin[size:] = np.where(allowed, start.transitions, 0.0).ravel()

    def loss(flat: Reals) -> tuple[float, Reals]:
        weights, transitions = flat[:size].reshape(features, count), flat[size:].reshape(count, count)
        scores = np.asarray(design @ weights)
        top = scores.max(axis=1, keepdims=True)
        factor = np.exp(scores - top)
        move = np.where(allowed, np.exp(transitions), 0.0)
        forward, scale = np.zeros((units, count)), np.ones(units)
        for k, place in enumerate(groups):
            sums = factor[place] * (forward[place - 1] @ move if k else move[0])
            scale[place] = sums.sum(axis=1)
            forward[place] = sums / scale[place, None]
        total = forward[last] @ move[:, 0]
        backward, moved = np.ones((units, count)), np.zeros((count, count))
        backward[last] = move[:, 0] / total[:, None]
        for place in reversed(groups[1:]):
            ahead = factor[place] * backward[place] / scale[place, None]
            backward[place - 1] = ahead @ move.T
            moved += forward[place - 1].T @ ahead
        chance = forward * backward
        moved *= move
        moved[0] += chance[groups[0]].sum(axis=0)
        moved[:, 0] += chance[last].sum(axis=0)
        value = np.log(scale).sum() + np.log(total).sum() + top.sum()
        value -= (seen * weights).sum() + (followed * transitions).sum()
        gradient = np.concatenate([(np.asarray(across @ chance) - seen).ravel(), (moved - followed).ravel()])
        return value + penalty / 2 * float(flat @ flat), gradient + penalty * flat

    with one_thread():
        found = minimize(
            loss,
            begin,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": iterations, "maxcor": 6},
        )
    weights, transitions = found.x[:size].reshape(features, count), found.x[size:].reshape(count, count)
    return Chain(weights, np.where(allowed, transitions - transitions[0, 0], -np.inf))
