"""The second stage: what the paragraphs around one are said to be, as numbers.

The first stage reads each paragraph and those it sees, headings and lead-ins among them; the second reads
the first stage's *probabilities* along the article: what is done just before and after, so far and from
there on, and in the article as a whole.  More numbers than these, of lists or headings, say nothing
that the first stage has not seen, and articles unseen are labelled worse with them.
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
SOURCES = ("itself", "before", "after", "so far", "to come", "article")


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
    article = features.article
    sizes = np.bincount(article)
    place = np.arange(len(article)) - (np.cumsum(sizes) - sizes)[article]
    total = np.stack([np.bincount(article, weights=column) for column in chances.T], axis=1)[article]
    return np.hstack(
        [
            centred,
            padded[features.views[:, VIEWS.index("before")]],
            padded[features.views[:, VIEWS.index("after")]],
            _running(chances, place),
            _running(chances[::-1], (sizes[article] - 1 - place)[::-1])[::-1],
            (total - chances) / np.maximum(1, sizes[article] - 1)[:, None],
        ]
    )


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
