"""The second stage: what the paragraphs around one are said to be, as numbers.

The first stage reads each paragraph and those it sees; the second reads the first stage's
*probabilities* of the same paragraphs: a list goes on, a speech goes on, what stands under a heading
does what the heading announces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.structure import VIEWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.classification.features import Features

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["SOURCES", "surroundings"]

_CLIP = 6.0
_DECAY = 0.6
_REACH = 64  # what lies farther back weighs nothing that six places would show

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
    """Describe what surrounds each paragraph.

    Args:
        logits: the first stage's, shape (p, len(labels)).
        features: the paragraphs and what they see.

    Returns:
        Shape (p, len(SOURCES) * len(labels)).
    """
    width = logits.shape[1]
    centred = np.clip(logits - logits.mean(axis=1, keepdims=True), -_CLIP, _CLIP)
    exponentials = np.exp(centred)
    chances = exponentials / exponentials.sum(axis=1, keepdims=True)
    padded = np.vstack([chances, np.zeros((1, width))])  # index -1: nothing is seen
    views = features.views
    before, after = views[:, 1], views[:, 2]
    style = np.append(features.style, -1)
    speaking = np.append(features.speaking, False)
    in_list = features.style > 0
    article = features.article
    sizes = np.bincount(article)
    place = np.arange(len(article)) - (np.cumsum(sizes) - sizes)[article]
    total = _sums(chances, article)[article]
    return np.hstack(
        [
            centred,
            chances,
            *(padded[views[:, k]] for k in range(1, len(VIEWS))),
            padded[before] * (in_list & (style[before] == features.style))[:, None],
            padded[after] * (in_list & (style[after] == features.style))[:, None],
            padded[before] * features.speaking[:, None],
            padded[after] * speaking[after][:, None],
            _others(chances, views[:, VIEWS.index("lead-in")]),
            _others(chances, views[:, VIEWS.index("heading")]),
            _running(chances, place),
            _running(chances[::-1], (sizes[article] - 1 - place)[::-1])[::-1],
            (total - chances) / np.maximum(1, sizes[article] - 1)[:, None],
        ]
    )


def _sums(chances: Floats, groups: Rows) -> Floats:
    """The sum over each group."""
    return np.stack([np.bincount(groups, weights=column) for column in chances.T], axis=1)


def _others(chances: Floats, keys: NDArray[np.int32]) -> Floats:
    """The mean over the other paragraphs with the same key; zero without any, or for key -1."""
    groups = keys.astype(np.int64) + 1
    sizes = np.bincount(groups, minlength=1)
    sizes[0] = 0
    others = np.maximum(sizes[groups] - 1, 0)[:, None]
    sums = _sums(chances, groups)[groups] - chances
    return np.where(others > 0, sums / np.maximum(others, 1), 0.0)


def _running(chances: Floats, place: Rows) -> Floats:
    """A mean over all paragraphs before each in its article, the nearest weighing most.

    Args:
        chances: shape (p, len(labels)).
        place: how many paragraphs of the same article are before each, shape (p,).
    """
    means = np.zeros_like(chances)
    later = np.flatnonzero(place >= 1)
    means[later] = chances[later - 1] * (1 - _DECAY)
    step = 1
    while step < _REACH:  # each round doubles how far a mean reaches back
        later = np.flatnonzero(place >= step)
        if not len(later):
            break
        added = means[later - step] * _DECAY**step
        means[later] += added
        step *= 2
    return means
