"""Segmentation: paragraphs, sentences and words of a folded text.

Knows nothing of entities or labels.  :func:`segment_batch` is the one way through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.boundaries import settle
from nqtext.segmentation.layers import Segmentation, Units
from nqtext.segmentation.paragraphs import paragraph_blocks, paragraph_spans
from nqtext.segmentation.units import find_units
from nqtext.segmentation.words import SyllableSegmenter, WordSegmenter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.lexicon import Lexicon
    from nqtext.unicode import Folded, Offsets

__all__ = ["Segmentation", "SyllableSegmenter", "Units", "WordSegmenter", "segment_batch"]


def segment_batch(
    texts: Sequence[Folded],
    segmenter: WordSegmenter,
    lexicon: Lexicon | None = None,
    furniture: Sequence[Sequence[bool] | None] | None = None,
    blocks: bool = True,
) -> list[Segmentation]:
    """Segment folded texts.

    Args:
        texts: the texts.
        segmenter: decides which units are one word.
        lexicon: words of the caller's own, which overrule the segmenter.
        furniture: for each text, marks of page furniture, one a paragraph.
        blocks: whether to say what each paragraph is in the layout; who wants words only saves the time.

    Returns:
        One :class:`Segmentation` a text; offsets are into ``Folded.text``.
    """
    paragraphs = [paragraph_spans(text.text) for text in texts]
    row = find_units([text.text for text in texts], paragraphs)
    joins = segmenter.joins(row.split())
    joined = settle(row, np.concatenate([np.zeros(0, dtype=np.bool_), *joins]))
    if lexicon is not None:
        joined = lexicon.apply(row.units, joined)
    sentences = row.spans(_runs(row.units.spans, row.units.first))
    tokens = row.spans(_runs(row.units.spans, ~joined))
    return [
        Segmentation(
            paragraphs=paragraphs[i],
            blocks=paragraph_blocks(text.text, paragraphs[i], furniture[i] if furniture else None)
            if blocks
            else (),
            sentences=sentences[i],
            tokens=tokens[i],
        )
        for i, text in enumerate(texts)
    ]


def _runs(spans: Offsets, opens: NDArray[np.bool_]) -> Offsets:
    """Ranges from each opening unit to the end of the unit before the next."""
    if not len(spans):
        return spans
    at = np.flatnonzero(opens)
    last = np.append(at[1:], len(spans)) - 1
    return np.stack([spans[at, 0], spans[last, 1]], axis=1)
