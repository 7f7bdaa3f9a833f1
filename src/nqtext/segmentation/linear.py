"""nqtext's own word segmenter: a linear model over hashed features of neighbouring units.

Whether two neighbouring units are one word is decided from the units around the gap
(:mod:`nqtext.segmentation.features`), for every gap of a batch in one pass of numpy operations.

Weights are 8-bit integers of one common scale, so that sums are exact: the same words come out
on every machine and whatever the size of a batch.

Source of the method: a linear boundary classifier over syllables, as usual for Vietnamese since
Dinh et al. 2008; trained by :mod:`nqtext.training.segmenter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.artifacts import Artifact, find_artifact
from nqtext.errors import ArtifactError
from nqtext.segmentation.features import FAMILIES, HashedLexicon, windows

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.features import Window
    from nqtext.segmentation.layers import Units

__all__ = ["KIND", "LinearSegmenter"]

KIND = "segmenter"


class LinearSegmenter:
    """Words by nqtext's own model.

    Args:
        artifact: an opened model; :meth:`load` finds it.

    >>> import nqtext
    >>> [token.text for token in next(iter(nqtext.segment(["Bộ Kế hoạch và Đầu tư"])))]
    ['Bộ', 'Kế hoạch', 'và', 'Đầu tư']
    """

    name = "nqtext"

    def __init__(self, artifact: Artifact) -> None:
        self.version = artifact.version
        arrays = artifact.arrays("weights.npz")
        self._threshold = int(artifact.manifest["threshold"])
        self._lexicon = HashedLexicon(arrays["lexicon"])
        self._tables = []
        for family in FAMILIES:
            table = arrays.get(family.name)
            if table is None or table.shape != (1 << family.bits, len(family.gaps)) or table.dtype != np.int8:
                raise ArtifactError(f"{artifact.path}: no table {family.name!r} as this version needs it")
            self._tables.append(_packed(table))

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> LinearSegmenter:
        """Open a model folder; None is nqtext's own.

        Raises:
            ArtifactError: the model is missing or damaged.
        """
        return cls(find_artifact("segmenter", KIND) if path is None else Artifact.open(path, KIND))

    def joins(self, batch: Sequence[Units]) -> list[NDArray[np.bool_]]:
        """See :class:`nqtext.segmentation.words.WordSegmenter`."""
        if not any(len(units) for units in batch):
            return [np.zeros(0, dtype=np.bool_) for _ in batch]
        window = windows(batch, self._lexicon)
        joined = (self._scores(window) > self._threshold)[window.places]
        return np.split(joined, np.cumsum([len(units) for units in batch])[:-1])

    def _scores(self, window: Window) -> NDArray[np.int16]:
        """For each place the score of the gap before it."""
        size = len(window.keys)
        scores = np.zeros(size, dtype=np.int16)
        for family, table in zip(FAMILIES, self._tables, strict=True):
            rows = family.rows(window, family.bits)
            weights = table.take(rows, mode="clip").view(np.int8).reshape(len(rows), -1)
            for column, gap in enumerate(family.gaps):
                first, last = max(gap, 0), min(len(rows) + gap, size)
                scores[first:last] += weights[first - gap : last - gap, column]
        return scores


def _packed(table: NDArray[np.int8]) -> NDArray[np.generic]:
    """Rows of up to four weights as one number each, so that one look-up fetches them all."""
    columns = table.shape[1]
    width = 1 if columns == 1 else 2 if columns == 2 else 4
    rows = np.zeros((len(table), width), dtype=np.int8)
    rows[:, :columns] = table
    return rows.view({1: np.int8, 2: np.int16, 4: np.int32}[width]).reshape(-1)
