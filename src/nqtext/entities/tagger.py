"""The learned tagger: a linear chain over hashed features, for names that no rule and no table knows.

For each unit close to a capital (:mod:`nqtext.entities.tagger_features`) it has a score for each tag: outside
of a name, first or further unit of a name of each of :data:`LABELS`.  It sees words and tables, but nothing
of what the recognisers found: so its word and theirs are two, and :mod:`nqtext.entities.overlap` weighs them.
:meth:`Tagger.decode` finds the best sequence of tags (Viterbi 1967) for all stretches of a batch at once.

Weights are 8-bit integers of one common scale, so that sums are exact and the same names come out on every
machine, whatever the size of a batch.

Source of the method: conditional random fields (Lafferty et al. 2001); trained by
:mod:`nqtext.training.tagger`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.artifacts import Artifact, find_artifact
from nqtext.entities.tagger_features import BITS, Layout, feature_rows, lay_out
from nqtext.errors import ArtifactError
from nqtext.runs import run_lengths

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from nqtext.entities.recognizer import Context

    Scores = NDArray[np.int32]
    Tags = NDArray[np.int64]

__all__ = ["IMPOSSIBLE", "KIND", "LABELS", "TAGS", "Reading", "Tagger", "best_tags", "load_tagger", "steps"]

KIND = "tagger"

#: Labels that the tagger knows.  Tag 0 is no name, 2 k + 1 opens a name of label k, 2 k + 2 goes on with it.
LABELS = ("ORGANIZATION", "OFFICIAL", "PERSON", "LOCATION")
TAGS = 2 * len(LABELS) + 1

IMPOSSIBLE = -(1 << 20)  #: the score of what cannot be, far below any sum of a stretch

_LIFT = 128  # makes weights positive, so that they can be added side by side in one number
_BYTE, _EVEN = np.uint64(8), np.uint64(0x00FF00FF00FF00FF)
_DOUBT = 8.0  # log-odds against every tag of a name from which a unit is taken as none


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tagger makes of a batch of texts.

    Attributes:
        layout: the units of the texts.
        scores: of each tag for each active unit, shape (m, :data:`TAGS`), in steps of ``Tagger.step``.
    """

    layout: Layout
    scores: Scores


class Tagger:
    """A tagger of names; :func:`load_tagger` opens nqtext's own.

    Args:
        arrays: the tables of the model: ``weights`` of each hashed feature for each tag but the first,
            ``transitions`` of a tag (column) behind another (row), and ``classes`` of words.
        step: what one step of a score is in log-odds.
        evidence: how many steps it counts that the recognisers take a unit for no name (``"none"``), for
            one of some label (``"label"``), and, of each of :data:`LABELS`, for just that part of it; and
            how many count against a name that opens where they have none (``"new PERSON"``).
        version: the version of the model.

    Raises:
        ArtifactError: a table is missing or of another shape.
    """

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], step: float, evidence: Mapping[str, int], version: str = ""
    ) -> None:
        shapes = {"weights": (1 << BITS, TAGS - 1), "transitions": (TAGS, TAGS)}
        for name, shape in shapes.items():
            if name not in arrays or arrays[name].shape != shape:
                raise ArtifactError(f"tagger: no table {name!r} as this version of nqtext needs it")
        self.version = version
        self.step = step
        self.label_evidence = evidence["label"]
        self.caution = np.array([evidence[f"new {label}"] for label in LABELS], dtype=np.int32)
        self.evidence = np.array(
            [evidence["none"], *(evidence[label] for label in LABELS for _ in range(2))], dtype=np.int32
        )
        self._doubt = round(_DOUBT / step)
        lifted = (arrays["weights"].astype(np.int16) + _LIFT).astype(np.uint8)
        self._weights = lifted.view("<u8").astype(np.uint64, copy=False).reshape(-1)
        self._classes = arrays["classes"]
        self._transitions = arrays["transitions"].astype(np.int32)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Tagger:
        """Open a model folder; None is nqtext's own.

        Raises:
            ArtifactError: the model is missing or damaged.
        """
        artifact = find_artifact("tagger", KIND) if path is None else Artifact.open(path, KIND)
        manifest = artifact.manifest
        return cls(
            artifact.arrays("weights.npz"), float(manifest["step"]), manifest["evidence"], artifact.version
        )

    def read(self, contexts: Sequence[Context]) -> Reading:
        """Score the tags of all units near capitals.

        Args:
            contexts: the texts, segmented.
        """
        layout = lay_out(contexts, self._classes)
        scores = np.zeros((len(layout.at), TAGS), dtype=np.int32)
        first = 0
        for rows in feature_rows(layout):
            last = first + rows.shape[1]
            scores[first:last, 1:] = self._added_up(rows)
            first = last
        return Reading(layout, scores)

    def _added_up(self, rows: NDArray[np.int64]) -> Scores:
        """Weights of the features of some units, for each tag but the first, shape (units, TAGS - 1).

        The eight bytes of a row are added as four and four numbers of sixteen bits in one of sixty-four.
        """
        taken = self._weights.take(rows, mode="clip")
        lanes = np.stack([(taken & _EVEN).sum(axis=0), (taken >> _BYTE & _EVEN).sum(axis=0)], axis=1)
        added = lanes.astype("<u8", copy=False).view("<u2").reshape(-1, 2, (TAGS - 1) // 2)
        return added.transpose(0, 2, 1).reshape(-1, TAGS - 1).astype(np.int32) - _LIFT * len(rows)

    def decode(self, scores: Scores, opens: NDArray[np.bool_]) -> Tags:
        """The best sequence of tags.

        Units that are hardly part of a name are taken as none at once; what is left between them is decoded.

        Args:
            scores: of each tag for each unit, shape (m, :data:`TAGS`).
            opens: which units open a stretch, shape (m,).

        Returns:
            The tag of each unit, shape (m,).
        """
        tags = np.zeros(len(scores), dtype=np.int64)
        likely = (scores[:, 1:].max(axis=1) - scores[:, 0] > -self._doubt).nonzero()[0]
        if len(likely):
            begun = opens[likely]
            begun[0] = True
            begun[1:] |= likely[1:] - likely[:-1] > 1
            tags[likely] = best_tags(scores[likely], begun, self._transitions)
        return tags


@cache
def load_tagger() -> Tagger:
    """nqtext's own tagger, opened once."""
    return Tagger.load()


def steps(opens: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The units that stand first in their stretch, then the second ones, and so on.

    Longer stretches come first, so that the k-th unit of a stretch follows the one at the same place of the
    step before.

    >>> [units.tolist() for units in steps(np.array([True, True, False, False]))]
    [[1, 0], [2], [3]]
    """
    first = opens.nonzero()[0]
    lengths = run_lengths(first, len(opens))
    order = np.argsort(-lengths, kind="stable")
    first, lengths = first[order], lengths[order]
    longest = int(lengths[0]) if len(lengths) else 0
    reach = np.searchsorted(-lengths, -np.arange(longest), side="left")
    return [first[:count] + k for k, count in enumerate(reach.tolist())]


def best_tags(scores: Scores, opens: NDArray[np.bool_], transitions: Scores) -> Tags:
    """The sequence of tags with the highest sum of scores, for many stretches at once.

    Tag 0 stands before and behind every stretch.

    Args:
        scores: of each tag for each unit, shape (m, tags).
        opens: which units open a stretch, shape (m,).
        transitions: score of a tag (column) behind another (row).

    Returns:
        The tag of each unit, shape (m,).

    >>> scores, opens = np.array([[0, 1, 0], [0, 0, 2], [0, -3, -3]]), np.array([True, False, False])
    >>> best_tags(scores, opens, np.zeros((3, 3), dtype=np.int32)).tolist()
    [1, 2, 0]
    """
    tags = np.zeros(len(scores), dtype=np.int64)
    if not len(scores):
        return tags
    # units in the order of their steps: those of a step follow the first ones of the step before
    groups = steps(opens)
    order = np.concatenate(groups)
    sizes = [len(group) for group in groups]
    begins = [0, *itertools.accumulate(sizes)]
    best = scores[order].astype(np.int32)
    came = np.zeros(scores.shape, dtype=np.int64)
    into = np.ascontiguousarray(transitions.T)
    best[: sizes[0]] += transitions[0]
    for before, begin, end in zip(begins, begins[1:], begins[2:], strict=False):
        ways = best[before : before + end - begin, None] + into
        ways.argmax(axis=2, out=came[begin:end])
        best[begin:end] += np.maximum.reduce(ways, axis=2)
    lengths = np.searchsorted(-np.array(sizes), -np.arange(sizes[0]), side="left")
    last = np.array(begins)[lengths - 1] + np.arange(sizes[0])
    found = np.zeros(len(scores), dtype=np.int64)
    found[last] = (best[last] + transitions[:, 0]).argmax(axis=1)
    rows = np.arange(len(scores)) * scores.shape[1]
    flat = came.reshape(-1)
    for before, begin, end in zip(begins[-3::-1], begins[-2::-1], begins[:0:-1], strict=False):
        found[before : before + end - begin] = flat.take(rows[begin:end] + found[begin:end])
    tags[order] = found
    return tags
