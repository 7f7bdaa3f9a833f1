"""Training of paragraph models: from a gold file to a model folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nqtext._version import __version__
from nqtext.artifacts import write_artifact
from nqtext.classification.context import surroundings
from nqtext.classification.model import KIND, LinearModel
from nqtext.classification.structure import VIEWS
from nqtext.pipeline import Pipeline
from nqtext.training.calibration import secondary_thresholds, softmax, temperature_of_least_loss
from nqtext.training.cross_validation import CrossValidation
from nqtext.training.design import Design, vocabulary_of
from nqtext.training.estimators import fit_averaged, fit_logistic
from nqtext.training.examples import Targets, judged, labels_of, read_features
from nqtext.training.gold import GoldFile, read_gold
from nqtext.training.settings import Settings
from nqtext.training.threads import one_thread

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from nqtext.training.estimators import Linear
    from nqtext.training.examples import Examples
    from nqtext.training.judged import Judged

__all__ = ["Trained", "fit", "judge", "train_paragraphs"]


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model, with what cross-validation says about it.

    Attributes:
        model: the arrays.
        stages: the two linear models whose weights they are.
        unseen: the paragraphs trained on, with probabilities from models that have not seen their article.
        folds: the fold of the cross-validation that each was held out in.
    """

    model: LinearModel
    stages: tuple[Linear, Linear]
    unseen: Judged
    folds: NDArray[np.int64]


def train_paragraphs(
    gold: str | os.PathLike[str] | GoldFile,
    folder: str | os.PathLike[str],
    settings: Settings | None = None,
    name: str = "own",
    check: str | os.PathLike[str] | None = None,
    licence: str | None = None,
    study: bool = False,
    further: GoldFile | None = None,
) -> Trained:
    """Train a paragraph model on a gold file and write it to a folder.

    The labels are those of the file.  The same file, settings and versions give the same bytes.

    Args:
        gold: a gold file (see :func:`nqtext.training.gold.read_gold`).
        folder: where the model goes; load it with ``nqtext.load(paragraphs=folder)``.
        settings: how to train.
        name: what the card calls the model.
        check: a second gold file, not trained on, whose figures go into the card.
        licence: licence of the weights, for the manifest and ``nqtext info``.
        study: whether the card also says what each group of features and each further article is worth;
            that takes several times as long.
        further: more articles to train on, from :func:`nqtext.training.standoff.read_standoff`.

    Returns:
        The model and its cross-validation.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: it is no gold file.
        ConfigurationError: there are too few articles or labels to learn from.
    """
    from nqtext.training.card import Checked, paragraph_card
    from nqtext.training.evaluation import evaluate
    from nqtext.training.joined import judge_sentences
    from nqtext.training.pictures import calibration_picture
    from nqtext.training.study import study as study_of

    settings = settings or Settings()
    file = gold if isinstance(gold, GoldFile) else read_gold(gold)
    with one_thread():
        examples = read_features((*file.articles, *(further.articles if further else ())))
        trained = fit(examples, settings)
        studied = study_of(examples, settings) if study else None
    arrays, texts, about = trained.model.parts()
    about |= {"data": {"name": file.name, "sha256": file.sha256, "articles": len(file.articles)}}
    if further is not None:
        about["data"]["further"] = {"sha256": further.sha256, "articles": len(further.articles)}
    about |= {"settings": {key: getattr(settings, key) for key in Settings.__slots__}}
    about["settings"]["view_weights"] = list(settings.view_weights)
    if licence is not None:
        about["licence"] = licence
    write_artifact(folder, KIND, __version__, arrays, texts, about)
    checked = None if check is None else read_gold(check)
    judged_too = None
    if checked is not None:
        seen = judge(trained.model, read_features(checked.articles, Pipeline()))
        judged_too = Checked(
            checked, seen, evaluate(checked, paragraphs=folder), judge_sentences(checked, folder)
        )
    card = paragraph_card(name, file, trained, settings, Path(folder), judged_too, studied, further, licence)
    pictures = {"calibration.svg": calibration_picture(trained.unseen.gold, trained.unseen.predicted)}
    write_artifact(folder, KIND, __version__, arrays, texts | {"CARD.md": card} | pictures, about)
    return trained


def fit(examples: Examples, settings: Settings) -> Trained:
    """Fit both stages.

    Args:
        examples: from :func:`nqtext.training.examples.read_features`.
        settings: how.

    Raises:
        ConfigurationError: there are too few articles or labels.
    """
    labels = labels_of(examples)
    width = len(labels)
    vocabulary, scale, allowed = vocabulary_of(examples, settings)
    design = Design(examples, labels, vocabulary, scale, allowed, settings)
    validation = CrossValidation(examples, design, width, settings)
    rows, weight = validation.rows, validation.weight[validation.rows]
    target = design.target[rows]
    unseen = validation.first()
    final = validation.second(unseen)
    temperature = temperature_of_least_loss(final[rows], target)
    predicted = softmax(final[rows] / temperature)
    secondary = tuple(design.secondary[row] for row in rows.tolist())
    also = secondary_thresholds(predicted, target, secondary, labels, settings.furniture_label)

    shares = np.repeat(np.array(settings.view_weights), len(vocabulary))
    first = fit_averaged(design.matrix[rows], target, weight, width, settings.inverse_penalty)
    first = first.stored(shares, settings.least_weight)
    around = surroundings(unseen, examples.features)
    second = fit_logistic(around[rows], target, weight, width, settings.context_inverse_penalty)
    weights = np.zeros((len(vocabulary) + 1, len(VIEWS), width))
    by_view = (first.coefficients * shares).reshape(width, len(VIEWS), len(vocabulary))
    weights[:-1] = by_view.transpose(2, 1, 0)
    weights = weights.astype(np.float32).astype(np.float64)
    model = LinearModel(
        tuple(labels),
        vocabulary,
        scale,
        weights,
        first.bias,
        np.ascontiguousarray(second.coefficients.T),
        second.bias,
        temperature,
        also,
        settings.furniture_label,
    )
    return Trained(model, (first, second), judged(examples, design, rows, predicted), validation.folds())


def judge(model: LinearModel, examples: Examples) -> Judged:
    """What a model says of annotated articles.

    Args:
        model: the model.
        examples: from :func:`nqtext.training.examples.read_features`; paragraphs without annotation are
            passed over.
    """
    labels = model.labels
    known = [p is not None and p.label in labels for p in examples.annotated]
    logits = model.first(examples.features)[0]
    predicted, _ = model.second(logits, examples.features)
    rows = np.flatnonzero(known)
    return judged(examples, Targets(examples, labels), rows, predicted[rows])
