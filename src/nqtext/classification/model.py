"""The paragraph model: arrays in, probabilities and reasons out.

Two linear stages (see :mod:`nqtext.classification.features` and
:mod:`nqtext.classification.context`) and a temperature.  They are fitted with scikit-learn in
:mod:`nqtext.training.paragraphs`; here they are arrays, and scikit-learn is never imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.artifacts import Artifact, find_artifact
from nqtext.classification.context import SOURCES, surroundings
from nqtext.classification.evidence import reasons
from nqtext.classification.features import VIEWS, Features, extract
from nqtext.errors import ArtifactError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.entities import Candidate, Context
    from nqtext.records import Reason

    Floats = NDArray[np.float64]

__all__ = ["KIND", "PLACES", "Encoded", "LinearModel", "ParagraphClassifier", "Prediction", "encode"]

#: The kind of the artifact.
KIND = "paragraphs"
#: Decimal places of scores.
PLACES = 6
_ARRAYS = "weights.npz"
_VOCABULARY = "vocabulary.txt"


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
    evidence: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The descriptions of the paragraphs of one article as numbers; each row ends with a neutral entry.

    Attributes:
        ids: features of all paragraphs, one paragraph after the other; ``len(vocabulary)`` is neutral.
        values: their values.
        starts: shape (p,), where each paragraph begins.
    """

    ids: NDArray[np.int64]
    values: Floats
    starts: NDArray[np.int64]


def encode(features: Features, vocabulary: dict[str, int], scale: Floats) -> Encoded:
    """Turn descriptions into numbers: words weighted by rarity and normed to length 1, signals as they are.

    Args:
        features: the descriptions.
        vocabulary: index of each feature; others are passed over.
        scale: shape (len(vocabulary),): rarity of words, weight of signals.
    """
    ids: list[int] = []
    values: list[Floats] = []
    starts: list[int] = []
    neutral = len(vocabulary)
    for words, signals in zip(features.words, features.signals, strict=True):
        starts.append(len(ids))
        known = sorted(vocabulary[word] for word in words if word in vocabulary)
        noticed = sorted(vocabulary[signal] for signal in signals if signal in vocabulary)
        weights = scale[known]
        norm = float(np.sqrt((weights * weights).sum()))
        values.append(weights / norm if norm else weights)
        values.append(scale[noticed])
        values.append(np.zeros(1))
        ids.extend(known)
        ids.extend(noticed)
        ids.append(neutral)
    return Encoded(
        np.array(ids, dtype=np.int64),
        np.concatenate(values) if values else np.zeros(0),
        np.array(starts, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The arrays of a model.

    Attributes:
        labels: in the order of columns.
        vocabulary: index of each feature.
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
    vocabulary: dict[str, int]
    scale: Floats
    weights: Floats
    bias: Floats
    context: Floats
    context_bias: Floats
    temperature: float
    also: Floats
    furniture_label: str

    def first(self, features: Features) -> tuple[Floats, Encoded, Floats]:
        """The first stage: logits of shape (p, len(labels)), the encoding, and what each entry weighs."""
        encoded = encode(features, self.vocabulary, self.scale)
        count, width = len(features.words), len(self.labels)
        flat = self.weights.reshape(len(self.weights), -1)
        parts = flat[encoded.ids] * encoded.values[:, None]
        sums = np.add.reduceat(parts, encoded.starts, axis=0).reshape(count, len(VIEWS), width)
        seen = np.concatenate([sums, np.zeros((1, len(VIEWS), width))])
        logits = np.tile(self.bias, (count, 1))
        for k in range(len(VIEWS)):
            logits += seen[features.views[:, k], k]
        return logits, encoded, parts.reshape(-1, len(VIEWS), width)

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
        for key, expected in (("views", list(VIEWS)), ("sources", list(SOURCES))):
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
                {name: i for i, name in enumerate(names)},
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
        }
        return {_ARRAYS: arrays}, {_VOCABULARY: "\n".join(self.vocabulary) + "\n"}, about


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
        model = self.model
        labels = model.labels
        if not len(context.paragraphs):
            return Prediction(labels, np.zeros((0, len(labels))), (), ())
        features = extract(context, mentions)
        logits, encoded, parts = model.first(features)
        chances, around = model.second(logits, features)
        furniture = np.array([block.furniture for block in context.blocks], dtype=bool)
        if furniture.any():
            chances[furniture] = [float(label == model.furniture_label) for label in labels]
        scores = _rounded(chances)
        best = scores.argmax(axis=1)
        also = tuple(
            ()
            if furniture[i]
            else tuple(
                label
                for j, label in enumerate(labels)
                if j != best[i] and label != model.furniture_label and scores[i, j] >= model.also[j]
            )
            for i in range(len(scores))
        )
        evidence = reasons(context, features, model, encoded, parts, around, best, furniture)
        return Prediction(labels, scores, also, evidence)


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
