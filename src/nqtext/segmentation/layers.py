"""What segmentation returns: paragraphs, sentences and tokens as arrays of offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.records import Block
    from nqtext.unicode import Offsets

__all__ = ["Row", "Segmentation", "Units"]


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
class Row:
    """The units of a batch of texts, one text behind the other with a line break between.

    What holds for units is decided for a whole batch at once: numpy is slow on short arrays.

    Attributes:
        units: the units of the joined text.
        codes: code points of the joined text, shape (characters,), uint32.
        texts: the texts.
        starts: where each text begins in the joined text, shape (len(texts) + 1,).
        edges: the first unit of each text, shape (len(texts) + 1,).
    """

    units: Units
    codes: NDArray[np.uint32]
    texts: Sequence[str]
    starts: NDArray[np.int64]
    edges: NDArray[np.int64]

    def split(self) -> list[Units]:
        """The units of each text."""
        spans = self.spans(self.units.spans)
        cuts = self.edges[1:-1]
        joinable, first = np.split(self.units.joinable, cuts), np.split(self.units.first, cuts)
        return [Units(*parts) for parts in zip(self.texts, spans, joinable, first, strict=True)]

    def spans(self, ranges: Offsets) -> list[Offsets]:
        """Ranges in the joined text, shape (n, 2), as ranges in each text."""
        of_text = np.searchsorted(ranges[:, 0], self.starts)
        shift = np.repeat(self.starts[:-1], np.diff(of_text)).astype(np.int32)
        return np.split(ranges - shift[:, None], of_text[1:-1])


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
