"""The paragraph model: arrays in, probabilities and reasons out.

Two linear stages (see :mod:`nqtext.classification.features` and
:mod:`nqtext.classification.context`) and a temperature.  They are fitted with scikit-learn in
:mod:`nqtext.training.paragraphs`; here they are arrays, and scikit-learn is never imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.artifacts import Artifact, find_artifact
from nqtext.classification.context import SOURCES, surroundings
from nqtext.classification.encoding import Encoded, Vocabulary
from nqtext.classification.evidence import Evidence, Explanation, Wording
from nqtext.classification.features import EDITION, Features, extract
from nqtext.classification.structure import VIEWS
from nqtext.errors import ArtifactError
from nqtext.runs import run_starts

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.entities import Candidate, Context
    from nqtext.records import Reason

    Floats = NDArray[np.float64]
    Singles = NDArray[np.float32]
    Rows = NDArray[np.int64]

__all__ = ["KIND", "PLACES", "LinearModel", "ParagraphClassifier", "Prediction"]

#: The kind of the artifact.
KIND = "paragraphs"
#: Decimal places of scores.
PLACES = 6
_ARRAYS = "weights.npz"
_VOCABULARY = "vocabulary.txt"
_AT_A_TIME = 1 << 16  # weights
#: Nearly every paragraph is seen by its neighbours, few from below, as headings or openings are.
_SEEN_ALIKE = (slice(1, VIEWS.index("heading")), slice(VIEWS.index("heading"), len(VIEWS)))


@dataclass(frozen=True, slots=True)
class Prediction:
    """The labels of the paragraphs of one article.

    Attributes:
        labels: the model's labels, in the order of the columns of ``scores``.
        scores: probabilities, shape (p, len(labels)), rounded to 6 places.
        also: secondary labels of each paragraph.
        evidence: at most five reasons a paragraph, strongest first.
    """

    labels: tuple[str, ...]
    scores: Floats
    also: tuple[tuple[str, ...], ...]
    evidence: Sequence[tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The arrays of a model.

    Attributes:
        labels: in the order of columns.
        vocabulary: the features.
        scale: shape (v,).
        weights: first stage, shape (v + 1, len(VIEWS), len(labels)); the last row is zero.
        bias: shape (len(labels),).
        context: second stage, shape (len(SOURCES) * len(labels), len(labels)).
        context_bias: shape (len(labels),).
        temperature: logits are divided by it.
        also: for each label the probability from which it is a secondary label.
        furniture_label: the label of page furniture.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    scale: Floats
    weights: Floats
    bias: Floats
    context: Floats
    context_bias: Floats
    temperature: float
    also: Floats
    furniture_label: str
    wording: Wording = field(init=False, repr=False, compare=False)
    _own: Singles = field(init=False, repr=False, compare=False)
    _others: tuple[_OtherWeights, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wording", Wording(self.vocabulary, self.labels))
        # single precision, as stored: half of the memory has to be walked through
        weights = self.weights.astype(np.float32)
        object.__setattr__(self, "_own", np.ascontiguousarray(weights[:, 0]))
        tables = tuple(_OtherWeights(weights[:, views], views) for views in _SEEN_ALIKE)
        object.__setattr__(self, "_others", tables)

    def first(self, features: Features) -> tuple[Floats, Encoded]:
        """The first stage: logits of shape (p, len(labels)), and the encoding."""
        encoded = self.vocabulary.encode(features, self.scale)
        sums = self.weigh(encoded, features.views)
        return self.bias + sums[features.views, np.arange(len(VIEWS))].sum(axis=1), encoded

    def weigh(self, encoded: Encoded, views: NDArray[np.int32]) -> Floats:
        """What each paragraph weighs in the first stage for those that see it.

        Args:
            encoded: the paragraphs.
            views: which others each of them sees, shape (p, len(VIEWS)).

        Returns:
            Shape (p + 1, len(VIEWS), len(labels)); of no meaning in views in which none sees it, zero in the
            last row, which is for those that see nothing.
        """
        sums = np.zeros((len(encoded.starts) + 1, len(VIEWS), len(self.labels)))
        if len(encoded.starts):
            values = encoded.values.astype(np.float32)
            own = self._own.take(encoded.ids, axis=0)  # far faster than an index
            own *= values[:, None]
            sums[:-1, 0] = np.add.reduceat(own, encoded.starts, axis=0)
            for table in self._others:
                table.add_up(encoded, values, views, sums)
        return sums

    def second(self, logits: Floats, features: Features) -> tuple[Floats, Floats]:
        """The second stage: probabilities, and its input."""
        around = surroundings(logits, features)
        final = np.einsum("ij,jk->ik", around, self.context, optimize=False) + self.context_bias
        return _softmax(final / self.temperature), around

    @classmethod
    def read(cls, artifact: Artifact) -> LinearModel:
        """From an opened artifact.

        Raises:
            ArtifactError: it was made by a version of nqtext with other features.
        """
        manifest = artifact.manifest
        arrays = artifact.arrays(_ARRAYS)
        names = artifact.lines(_VOCABULARY)
        labels = tuple(manifest.get("labels", ()))
        for key, expected in (("views", list(VIEWS)), ("sources", list(SOURCES)), ("features", EDITION)):
            if manifest.get(key) != expected:
                raise ArtifactError(
                    f"{artifact.path}: expected {key} {expected}, found {manifest.get(key)}; "
                    "train it again with this version"
                )
        weights = np.zeros(((len(names) + 1) * len(VIEWS), len(labels)))
        try:
            weights[arrays["rows"]] = arrays["weights"]
            model = cls(
                labels,
                Vocabulary(names),
                arrays["scale"].astype(np.float64),
                weights.reshape(len(names) + 1, len(VIEWS), len(labels)),
                arrays["bias"],
                arrays["context"],
                arrays["context_bias"],
                float(arrays["temperature"][0]),
                arrays["also"],
                str(manifest["furniture_label"]),
            )
        except (KeyError, ValueError, IndexError) as error:
            raise ArtifactError(
                f"{artifact.path}: arrays do not fit together ({error}); train it again"
            ) from error
        if len(model.scale) != len(names) or len(model.context) != len(SOURCES) * len(labels):
            raise ArtifactError(f"{artifact.path}: vocabulary and arrays differ in size; train it again")
        return model

    def parts(self) -> tuple[dict[str, dict[str, NDArray[Any]]], dict[str, str], dict[str, Any]]:
        """Arrays, texts and manifest entries to be written by :func:`nqtext.artifacts.write_artifact`."""
        flat = self.weights.reshape(-1, len(self.labels))
        rows = np.flatnonzero(np.abs(flat).max(axis=1) > 0).astype(np.int32)
        arrays: dict[str, NDArray[Any]] = {
            "rows": rows,
            "weights": flat[rows].astype(np.float32),
            "scale": self.scale.astype(np.float32),
            "bias": self.bias,
            "context": self.context,
            "context_bias": self.context_bias,
            "temperature": np.array([self.temperature]),
            "also": self.also,
        }
        about = {
            "labels": list(self.labels),
            "furniture_label": self.furniture_label,
            "views": list(VIEWS),
            "sources": list(SOURCES),
            "features": EDITION,
        }
        return {_ARRAYS: arrays}, {_VOCABULARY: "\n".join(self.vocabulary.names) + "\n"}, about


class ParagraphClassifier:
    """A paragraph model, opened.

    Attributes:
        version: its version, in ``article.versions``.
        labels: in the order of the columns of scores.
    """

    def __init__(self, model: LinearModel, version: str) -> None:
        self.model = model
        self.version = version
        self.labels = model.labels

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> ParagraphClassifier:
        """Open a model folder.

        Args:
            path: the folder; None is nqtext's own.

        Raises:
            ArtifactError: it is not one, or its files are not whole.

        >>> ParagraphClassifier.load().labels
        ('goal', 'task', 'directive', 'other')
        """
        artifact = find_artifact(KIND, KIND) if path is None else Artifact.open(path, KIND)
        return cls(LinearModel.read(artifact), artifact.version)

    def predict(self, context: Context, mentions: Sequence[Candidate]) -> Prediction:
        """Label the paragraphs of one article.

        Args:
            context: the segmented text.
            mentions: its entities, in order.
        """
        return self.predict_batch([(context, mentions)])[0]

    def predict_batch(self, batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> list[Prediction]:
        """Label the paragraphs of several articles; the answers are those of :meth:`predict`.

        Args:
            batch: for each article the segmented text and its entities in order.
        """
        model, labels = self.model, self.labels
        features = extract(batch)
        logits, encoded = model.first(features)
        chances, around = model.second(logits, features)
        furniture = _furniture(batch)
        scores = self._scores(chances, furniture)
        best = scores.argmax(axis=1)
        secondary = scores >= model.also
        secondary[np.arange(len(best)), best] = False
        secondary[furniture] = False
        secondary[:, [label == model.furniture_label for label in labels]] = False
        also: list[tuple[str, ...]] = [()] * len(best)
        for i in np.flatnonzero(secondary.any(axis=1)).tolist():
            also[i] = tuple(label for label, given in zip(labels, secondary[i], strict=True) if given)
        why = Explanation(model, features, encoded, around, best, furniture)
        return [
            Prediction(labels, scores[own], tuple(also[own]), Evidence(why, range(own.start, own.stop)))
            for own in _articles(batch)
        ]

    def scores(self, batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> list[Floats]:
        """The probabilities alone, for each article of shape (p, len(labels)).

        Args:
            batch: for each article the segmented text and its entities in order.
        """
        features = extract(batch)
        chances, _ = self.model.second(self.model.first(features)[0], features)
        scores = self._scores(chances, _furniture(batch))
        return [scores[own] for own in _articles(batch)]

    def _scores(self, chances: Floats, furniture: NDArray[np.bool_]) -> Floats:
        chances[furniture] = [float(label == self.model.furniture_label) for label in self.labels]
        return _rounded(chances)


class _OtherWeights:
    """What features weigh for paragraphs that see them in some views: a table of those that weigh anything.

    Args:
        weights: of all features in these views, shape (v + 1, k, labels).
        views: the views.
    """

    def __init__(self, weights: Singles, views: slice) -> None:
        flat = weights.reshape(len(weights), -1)
        some = np.flatnonzero(flat.any(axis=1))
        self._views = views
        self._rows = np.full(len(flat), -1, dtype=np.int64)
        self._rows[some] = np.arange(len(some))
        self._weights = np.ascontiguousarray(flat[some])

    def add_up(self, encoded: Encoded, values: Singles, views: NDArray[np.int32], sums: Floats) -> None:
        """Add up the entries of the paragraphs that are seen in these views.

        Args:
            encoded: the paragraphs.
            values: those of ``encoded``.
            views: which others each of them sees, shape (p, len(VIEWS)).
            sums: filled in, shape (p + 1, len(VIEWS), labels).
        """
        seen = np.zeros(len(sums), dtype=np.bool_)
        seen[views[:, self._views]] = True
        at = self._rows[encoded.ids]
        some = ((at >= 0) & seen[encoded.paragraph]).nonzero()[0]
        at, values, owners = at[some], values[some], encoded.paragraph[some]
        starts, at_a_time = run_starts(owners), _AT_A_TIME // self._weights.shape[1]
        first = 0
        while first < len(starts):  # a part at a time: what stays in the cache is added up much faster
            last = max(first + 1, int(np.searchsorted(starts, starts[first] + at_a_time)))
            part = slice(starts[first], starts[last] if last < len(starts) else None)
            weighed = self._weights.take(at[part], axis=0)
            weighed *= values[part, None]
            added = np.add.reduceat(weighed, starts[first:last] - starts[first], axis=0)
            sums[owners[starts[first:last]], self._views] = added.reshape(len(added), -1, sums.shape[2])
            first = last


def _furniture(batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> NDArray[np.bool_]:
    return np.array([block.furniture for context, _ in batch for block in context.blocks], dtype=np.bool_)


def _articles(batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> Iterator[slice]:
    """Where the paragraphs of each article stand among those of all."""
    first = 0
    for context, _ in batch:
        yield slice(first, first + len(context.paragraphs))
        first += len(context.paragraphs)


def _softmax(logits: Floats) -> Floats:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return chances


def _rounded(chances: Floats) -> Floats:
    """Rounded to :data:`PLACES`; what rounding leaves over goes to the largest, so that rows sum to 1."""
    unit = 10**PLACES
    whole = np.rint(chances * unit).astype(np.int64)
    largest = whole.argmax(axis=1)
    whole[np.arange(len(whole)), largest] += unit - whole.sum(axis=1)
    rounded: Floats = whole / unit
    return rounded
