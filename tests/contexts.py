"""What a recogniser sees, made from a text without the rest of the pipeline."""

from __future__ import annotations

import datetime

from nqtext.entities.recognizer import Context
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.unicode import fold


def context_of(text: str, published: str | None = None) -> Context:
    """The context of a text, every syllable a word.

    Args:
        text: any text.
        published: its date, ISO 8601.
    """
    folded = fold(text)
    (layers,) = segment_batch([folded], SyllableSegmenter())
    return Context.of(folded, layers, datetime.date.fromisoformat(published) if published else None)
