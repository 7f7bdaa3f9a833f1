"""Sentences: what each sentence of a paragraph does that holds several.

The paragraph model is asked again, with each sentence in the place of a paragraph: under the headings
of its own, beside the sentences before and after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.model import ParagraphClassifier, Prediction
    from nqtext.entities import Candidate, Context

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["sentence_scores", "taken_apart"]


def sentence_scores(
    classifier: ParagraphClassifier,
    batch: Sequence[tuple[Context, Sequence[Candidate]]],
    predictions: Sequence[Prediction],
) -> list[Floats]:
    """Probabilities of the labels for each sentence of several articles.

    Args:
        classifier: the paragraph model.
        batch: for each article the segmented text and its entities in order.
        predictions: what the model says of its paragraphs; a sentence that is a whole paragraph, or stands
            in page furniture, has the paragraph's scores.

    Returns:
        For each article an array of shape (number of sentences, number of labels), rounded to 6 places.
    """
    apart = [taken_apart(context) for context, _ in batch]
    asked = [(pieces, mentions) for (pieces, _), (_, mentions) in zip(apart, batch, strict=True)]
    found: list[Floats] = []
    for (pieces, owners), alone, prediction in zip(apart, classifier.scores(asked), predictions, strict=True):
        whole = np.bincount(owners, minlength=len(prediction.scores)) == 1
        scores = np.where(whole[owners, None], prediction.scores[owners], alone)
        found.append(scores[_holders(pieces.sentences, pieces.paragraphs)])
    return found


def taken_apart(context: Context) -> tuple[Context, Rows]:
    """An article with each sentence a paragraph of its own; page furniture stays in one piece.

    Returns:
        The article, and for each of its paragraphs the one that it was part of.
    """
    owner = _holders(context.sentences, context.paragraphs)
    furniture = np.array([block.furniture for block in context.blocks], dtype=np.bool_)
    sizes = np.bincount(owner, minlength=len(furniture))
    split = (sizes > 1) & ~furniture
    spans: list[list[int]] = []
    owners: list[int] = []
    first = np.searchsorted(owner, np.arange(len(furniture)))
    for i, paragraph in enumerate(context.paragraphs.tolist()):
        pieces = context.sentences[first[i] : first[i] + sizes[i]].tolist() if split[i] else [paragraph]
        spans.extend(pieces)
        owners.extend([i] * len(pieces))
    places = np.searchsorted(owners, np.arange(len(furniture))).tolist()
    blocks = [
        block if block.heading < 0 else replace(block, heading=places[block.heading])
        for block in (context.blocks[i] for i in owners)
    ]
    paragraphs = np.array(spans, dtype=context.paragraphs.dtype).reshape(-1, 2)
    return replace(context, paragraphs=paragraphs, blocks=tuple(blocks)), np.array(owners, dtype=np.int64)


def _holders(inner: NDArray[np.integer], outer: NDArray[np.integer]) -> Rows:
    """For each of some spans the index of the one it lies in."""
    return np.searchsorted(outer[:, 0], inner[:, 0], side="right") - 1
