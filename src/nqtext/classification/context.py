"""The second stage: what the paragraphs around one are said to be, as numbers.

The first stage reads each paragraph and those it sees; the second reads the first stage's
*probabilities* of the same paragraphs: a list goes on, a speech goes on, what stands under a heading
does what the heading announces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.features import VIEWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.classification.features import Features

    Floats = NDArray[np.float64]

__all__ = ["SOURCES", "surroundings"]

_CLIP = 6.0
_DECAY = 0.6

#: Where the second stage's numbers come from, one block of ``len(labels)`` columns each.
SOURCES = (
    "itself",
    "itself, probability",
    *VIEWS[1:],
    "before, list goes on",
    "after, list goes on",
    "before, speech goes on",
    "after, speech goes on",
    "list",
    "section",
    "so far",
    "to come",
    "article",
)


def surroundings(logits: Floats, features: Features) -> Floats:
    """Describe what surrounds each paragraph of one article.

    Args:
        logits: the first stage's, shape (p, len(labels)).
        features: the paragraphs and what they see.

    Returns:
        Shape (p, len(SOURCES) * len(labels)).
    """
    count, width = logits.shape
    centred = np.clip(logits - logits.mean(axis=1, keepdims=True), -_CLIP, _CLIP)
    exponentials = np.exp(centred)
    chances = exponentials / exponentials.sum(axis=1, keepdims=True)
    padded = np.vstack([chances, np.zeros((1, width))])  # index -1: nothing is seen
    views = features.views
    blocks = [centred, chances, *(padded[views[:, k]] for k in range(1, len(VIEWS)))]
    before, after = views[:, 1], views[:, 2]
    style = [next((s for s in signals if s.startswith("numbered:")), "") for signals in features.signals] + [
        "-"
    ]
    speech = np.array(
        ["speech:next" in s or "speech:on" in s for s in features.signals] + [False], dtype=bool
    )
    same_before = np.array(
        [bool(style[i]) and style[i] == style[before[i]] for i in range(count)], dtype=bool
    )
    same_after = np.array([bool(style[i]) and style[i] == style[after[i]] for i in range(count)], dtype=bool)
    blocks.append(padded[before] * same_before[:, None])
    blocks.append(padded[after] * same_after[:, None])
    blocks.append(padded[before] * speech[:count, None])
    blocks.append(padded[after] * speech[after][:, None])
    blocks.append(_others(chances, views[:, VIEWS.index("lead-in")]))
    blocks.append(_others(chances, views[:, VIEWS.index("heading")]))
    blocks.append(_running(chances))
    blocks.append(_running(chances[::-1])[::-1])
    total = chances.sum(axis=0)
    blocks.append((total - chances) / max(1, count - 1))
    return np.hstack(blocks)


def _others(chances: Floats, keys: NDArray[np.int32]) -> Floats:
    """The mean over the other paragraphs with the same key; zero without any, or for key -1."""
    means = np.zeros_like(chances)
    groups: dict[int, list[int]] = {}
    for i, key in enumerate(keys.tolist()):
        if key >= 0:
            groups.setdefault(key, []).append(i)
    for members in groups.values():
        if len(members) > 1:
            means[members] = (chances[members].sum(axis=0) - chances[members]) / (len(members) - 1)
    return means


def _running(chances: Floats) -> Floats:
    """A mean over all paragraphs before each, the nearest weighing most."""
    means = np.zeros_like(chances)
    mean = np.zeros(chances.shape[1])
    for i, row in enumerate(chances):
        means[i] = mean
        mean = mean * _DECAY + row * (1 - _DECAY)
    return means
