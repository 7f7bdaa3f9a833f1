"""Words: units joined by a segmenter behind one small protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Units

__all__ = ["SyllableSegmenter", "WordSegmenter"]


@runtime_checkable
class WordSegmenter(Protocol):
    """Decides for every gap between neighbouring units whether they are one word.

    A segmenter never sees offsets it could get wrong: units, atoms, sentence edges and the way
    back to the caller's string are nqtext's.

    Attributes:
        name: the name it has in ``article.versions``.
        version: the version of its model.
    """

    name: str
    version: str

    def joins(self, batch: Sequence[Units]) -> list[NDArray[np.bool_]]:
        """Decide a batch of texts.

        Args:
            batch: the units of each text.

        Returns:
            For each text an array of shape (n,): True where a unit continues the word of the
            unit before it.  What is said of a unit that opens a sentence, or that is not
            joinable, is overruled.
        """
        ...


class SyllableSegmenter:
    """Every syllable a word: the baseline, and the fastest."""

    name = "syllable"
    version = "1"

    def joins(self, batch: Sequence[Units]) -> list[NDArray[np.bool_]]:
        """No unit continues a word."""
        return [np.zeros(len(units), dtype=np.bool_) for units in batch]
