"""Portal dumps: page furniture and metadata of a page that was saved as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.segmentation.paragraphs import paragraph_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.reading.source import Source
    from nqtext.unicode import Folded

__all__ = ["Inspection", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look at the lines of a text found.

    Attributes:
        furniture: one mark a paragraph: whether it belongs to the page and not to the article.
        metadata: title, published, author, publisher, ...: what the source said, then what the text says.
    """

    furniture: Sequence[bool]
    metadata: Mapping[str, Any]


def inspect(folded: Folded, source: Source) -> Inspection:
    """Mark page furniture and read metadata from the text."""
    spans = paragraph_spans(folded.text)
    return Inspection([False] * len(spans), source.metadata)
