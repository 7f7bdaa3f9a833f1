"""Segmentation: paragraphs, sentences and words of a folded text.

Knows nothing of entities or labels.  :func:`segment_batch` is the one way through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.segmentation.layers import Segmentation, Units
from nqtext.segmentation.paragraphs import paragraph_blocks, paragraph_spans
from nqtext.segmentation.patterns import DATE_OPENING, DOCUMENT_OPENING
from nqtext.segmentation.units import find_units, opens_with_capital
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
    batch = find_units([text.text for text in texts], paragraphs)
    joins = segmenter.joins(batch)
    result = []
    for i, (text, spans, units) in enumerate(zip(texts, paragraphs, batch, strict=True)):
        marks = furniture[i] if furniture is not None else None
        joined = _settle(text, units, joins[i], lexicon)
        result.append(
            Segmentation(
                paragraphs=spans,
                blocks=paragraph_blocks(text.text, spans, marks) if blocks else (),
                sentences=_runs(units.spans, units.first),
                tokens=_runs(units.spans, ~joined),
            )
        )
    return result


def _settle(
    text: Folded, units: Units, joined: NDArray[np.bool_], lexicon: Lexicon | None
) -> NDArray[np.bool_]:
    """The rules that no segmenter may break, then the caller's own words."""
    joined = joined & units.joinable & ~units.first
    joined[1:] &= units.joinable[:-1]
    capital = opens_with_capital(units)
    joined[1:] &= ~(capital[1:] & ~capital[:-1])  # a name begins a word: "đề cương | Luật", "của | Chính phủ"
    for i in np.flatnonzero(joined & capital).tolist():
        joined[i] = DOCUMENT_OPENING.match(text.text, int(units.spans[i, 0])) is None
    edges = [edge for match in DATE_OPENING.finditer(text.lower) for edge in match.span()]
    at = np.searchsorted(units.spans[:, 0], edges)
    joined[at[at < len(joined)]] = False
    if lexicon is not None:
        joined = lexicon.apply(text.lower, units, joined)
    return joined


def _runs(spans: Offsets, opens: NDArray[np.bool_]) -> Offsets:
    """Ranges from each opening unit to the end of the unit before the next."""
    if not len(spans):
        return spans
    at = np.flatnonzero(opens)
    last = np.append(at[1:], len(spans)) - 1
    return np.stack([spans[at, 0], spans[last, 1]], axis=1)
