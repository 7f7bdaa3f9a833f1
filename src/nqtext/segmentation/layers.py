"""What segmentation returns: paragraphs, sentences and tokens as arrays of offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqtext.records import Block
    from nqtext.unicode import Offsets

__all__ = ["Segmentation", "Units"]


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one text: syllables, atoms and punctuation marks, in order.

    Attributes:
        text: the folded text that the offsets point into.
        spans: offsets, shape (n, 2), int32.
        joinable: shape (n,); False where a unit is a word of its own whatever stands beside it
            (atoms, punctuation).
        first: shape (n,); True where a unit opens a sentence.
    """

    text: str
    spans: Offsets
    joinable: NDArray[np.bool_]
    first: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The layers of one text; offsets are code points, half-open, into the folded text.

    Attributes:
        paragraphs: shape (p, 2): whole lines that are not blank, outer blanks included.
        blocks: one :class:`nqtext.records.Block` a paragraph.
        sentences: shape (s, 2), each inside a paragraph.
        tokens: shape (t, 2), each inside a sentence; gaps between tokens hold white space only.
    """

    paragraphs: Offsets
    blocks: tuple[Block, ...]
    sentences: Offsets
    tokens: Offsets
