"""Training of paragraph models: from a gold file to a model folder.

Everything is decided by cross-validation over articles: near-duplicates stay on one side, the second
stage and the temperature are fitted to what the first stage says of articles that it has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext._version import __version__
from nqtext.artifacts import write_artifact
from nqtext.classification.context import surroundings
from nqtext.classification.encoding import Vocabulary
from nqtext.classification.features import extract
from nqtext.classification.model import KIND, LinearModel, Prediction
from nqtext.classification.structure import VIEWS
from nqtext.errors import ConfigurationError, SchemaError
from nqtext.pipeline import Pipeline
from nqtext.reading.source import Source
from nqtext.records import PARAGRAPH_LABELS, FrozenDict
from nqtext.training.calibration import secondary_thresholds, softmax, temperature_of_least_loss
from nqtext.training.duplicates import near_duplicates
from nqtext.training.gold import GoldArticle, GoldFile, GoldParagraph, read_gold, stripped
from nqtext.training.judged import Judged
from nqtext.training.threads import one_thread

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.features import Features
    from nqtext.entities import Candidate, Context

    Floats = NDArray[np.float64]
    Matrix = Any  # scipy.sparse.csr_matrix

__all__ = ["Settings", "Trained", "fit", "judge", "read_features", "train_paragraphs"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a model is trained with; the defaults were chosen by cross-validation on nqtext's own data.

    Attributes:
        min_articles: a feature seen in fewer articles is left out.
        inverse_penalty: scikit-learn's ``C`` of the first stage.
        context_inverse_penalty: that of the second.
        signal_weight: value of a signal, where the words of a paragraph have length 1.
        pair_weight: value of a pair of signals.
        pair_articles: a pair seen in fewer articles is left out.
        view_weights: how much of each view enters, in the order of :data:`VIEWS`.
        neighbour_articles: words of *other* paragraphs have to be seen in so many articles.
        least_weight: weights below it are dropped.
        balance: exponent of label weights: 0 none, 1 rare labels weigh as much as common ones.
        article_balance: exponent of article weights: 0 every paragraph counts alike, 1 every article does.
        folds: of the cross-validation.
        furniture_label: the label of page furniture.
    """

    min_articles: int = 3
    inverse_penalty: float = 20.0
    context_inverse_penalty: float = 0.03
    signal_weight: float = 0.15
    pair_weight: float = 0.08
    pair_articles: int = 8
    view_weights: tuple[float, ...] = (1.0, 0.4, 0.4, 0.25, 0.25, 0.6, 0.6, 0.6, 0.5, 0.3, 0.2)
    neighbour_articles: int = 6
    least_weight: float = 0.02
    balance: float = 0.3
    article_balance: float = 0.4
    folds: int = 5
    furniture_label: str = "other"


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model, with what cross-validation says about it.

    Attributes:
        model: the arrays.
        estimators: the two fitted scikit-learn estimators whose weights they are.
        unseen: the paragraphs trained on, with probabilities from models that have not seen their article.
        folds: the fold of the cross-validation that each was held out in.
    """

    model: LinearModel
    estimators: tuple[Any, Any]
    unseen: Judged
    folds: NDArray[np.int64]


class _Recorder:
    """Stands in for the classifier and notes what it would have been given."""

    version = "training"

    def __init__(self) -> None:
        self.seen: list[tuple[Context, Sequence[Candidate]]] = []

    def predict_batch(self, batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> list[Prediction]:
        self.seen.extend(batch)
        sizes = [len(context.paragraphs) for context, _ in batch]
        return [Prediction(("",), np.ones((size, 1)), ((),) * size, ((),) * size) for size in sizes]


@dataclass(frozen=True, slots=True)
class Examples:
    """Articles ready for training.

    Attributes:
        articles: their annotations.
        features: what is noticed in the paragraphs of all of them.
        annotated: for each paragraph its annotation, or None (page furniture, or not annotated).
    """

    articles: tuple[GoldArticle, ...]
    features: Features
    annotated: tuple[GoldParagraph | None, ...]


def read_features(articles: Sequence[GoldArticle], pipeline: Pipeline | None = None) -> Examples:
    """Run the stages below the classifier, with nqtext's own recognisers, and describe every paragraph.

    Raises:
        SchemaError: an annotated paragraph is none in the text.
    """
    recorder = _Recorder()
    # The tagger has learned from such articles: what it says of them is better than of any other.
    pipeline = pipeline or Pipeline(tagger=False)
    pipeline._classifier = recorder  # type: ignore[assignment]
    sources = (
        Source(gold.text, FrozenDict({"published": gold.published} if gold.published else {}), id=gold.id)
        for gold in articles
    )
    annotated: list[GoldParagraph | None] = []
    for gold, article in zip(articles, pipeline.pipe(sources), strict=True):
        place = {stripped(gold.text, p.start, p.end): p for p in gold.paragraphs}
        spans = [stripped(gold.text, start, end) for start, end in article.paragraph_spans.tolist()]
        unknown = place.keys() - set(spans)
        if unknown:
            start, end = min(unknown)
            raise SchemaError(
                f"article {gold.id!r}: {start} to {end} is no paragraph of the text; "
                "a paragraph is a whole line that is not blank"
            )
        annotated.extend(
            None if block.furniture else place.get(span)
            for span, block in zip(spans, article.blocks, strict=True)
        )
    return Examples(tuple(articles), extract(recorder.seen), tuple(annotated))


def train_paragraphs(
    gold: str | os.PathLike[str] | GoldFile,
    folder: str | os.PathLike[str],
    settings: Settings | None = None,
    name: str = "own",
    check: str | os.PathLike[str] | None = None,
    licence: str | None = None,
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

    Returns:
        The model and its cross-validation.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: it is no gold file.
        ConfigurationError: there are too few articles or labels to learn from.
    """
    from nqtext.training.card import paragraph_card

    settings = settings or Settings()
    file = gold if isinstance(gold, GoldFile) else read_gold(gold)
    with one_thread():
        trained = fit(read_features(file.articles), settings)
    arrays, texts, about = trained.model.parts()
    about |= {"data": {"name": file.name, "sha256": file.sha256, "articles": len(file.articles)}}
    about |= {"settings": {key: getattr(settings, key) for key in Settings.__slots__}}
    about["settings"]["view_weights"] = list(settings.view_weights)
    if licence is not None:
        about["licence"] = licence
    write_artifact(folder, KIND, __version__, arrays, texts, about)
    checked = None if check is None else read_gold(check)
    judged = None if checked is None else judge(trained.model, read_features(checked.articles, Pipeline()))
    card = paragraph_card(name, file, trained, settings, Path(folder), checked, judged)
    write_artifact(folder, KIND, __version__, arrays, texts | {"CARD.md": card}, about)
    return trained


def fit(examples: Examples, settings: Settings) -> Trained:
    """Fit both stages.

    Args:
        examples: from :func:`read_features`.
        settings: how.

    Raises:
        ConfigurationError: there are too few articles or labels.
    """
    from sklearn.model_selection import GroupKFold

    labels = _labels(examples)
    groups_of_articles = near_duplicates([article.text for article in examples.articles])
    if len(labels) < 2 or len(set(groups_of_articles)) < settings.folds:
        raise ConfigurationError(
            f"training needs two labels and {settings.folds} different articles, found {len(labels)} and "
            f"{len(set(groups_of_articles))}; annotate more, or give fewer folds"
        )
    vocabulary, scale, allowed = _vocabulary(examples, settings)
    data = _Data(examples, labels, vocabulary, scale, allowed, settings)
    groups = np.array(groups_of_articles)[data.article_of]
    rows = np.flatnonzero(data.target >= 0)
    target = data.target[rows]
    weight = _label_weights(target, len(labels), settings.balance)[data.target]
    sizes = np.bincount(data.article_of, minlength=len(examples.articles))
    weight *= (sizes.mean() / sizes[data.article_of]) ** settings.article_balance
    splits = [
        (rows[train], rows[test])
        for train, test in GroupKFold(settings.folds).split(rows, target, groups[rows])
    ]

    # What the first stage says of articles that it has not seen.
    unseen = np.zeros((len(data.target), len(labels)))
    for train, test in splits:
        estimator = _logistic(settings.inverse_penalty).fit(
            data.matrix[train], data.target[train], weight[train]
        )
        inside = np.isin(groups, groups[test])
        unseen[inside] = _logits(estimator, data.matrix[inside], len(labels))
    around = surroundings(unseen, examples.features)
    final = np.zeros_like(unseen)
    for train, test in splits:
        second = _logistic(settings.context_inverse_penalty).fit(
            around[train], data.target[train], weight[train]
        )
        final[test] = _logits(second, around[test], len(labels))
    temperature = temperature_of_least_loss(final[rows], target)
    predicted = softmax(final[rows] / temperature)
    secondary = tuple(data.secondary[row] for row in rows.tolist())
    also = secondary_thresholds(predicted, target, secondary, labels, settings.furniture_label)

    first = _logistic(settings.inverse_penalty).fit(data.matrix[rows], target, weight[rows])
    views = np.array(settings.view_weights)
    shares = np.repeat(views, len(vocabulary))
    _store(first, shares, settings.least_weight)
    second = _logistic(settings.context_inverse_penalty).fit(around[rows], target, weight[rows])
    weights = np.zeros((len(vocabulary) + 1, len(VIEWS), len(labels)))
    coefficients, bias = _full(first, len(labels))
    weights[:-1] = (
        (coefficients * shares).reshape(len(labels), len(VIEWS), len(vocabulary)).transpose(2, 1, 0)
    )
    weights = weights.astype(np.float32).astype(np.float64)
    context, context_bias = _full(second, len(labels))
    model = LinearModel(
        tuple(labels),
        vocabulary,
        scale,
        weights,
        bias,
        np.ascontiguousarray(context.T),
        context_bias,
        temperature,
        also,
        settings.furniture_label,
    )
    folds = np.zeros(len(data.target), dtype=np.int64)
    for number, (_, test) in enumerate(splits):
        folds[test] = number
    return Trained(model, (first, second), _judged(examples, data, rows, predicted), folds[rows])


def judge(model: LinearModel, examples: Examples) -> Judged:
    """What a model says of annotated articles.

    Args:
        model: the model.
        examples: from :func:`read_features`; paragraphs without annotation are passed over.
    """
    labels = model.labels
    known = [p is not None and p.label in labels for p in examples.annotated]
    logits = model.first(examples.features)[0]
    predicted, _ = model.second(logits, examples.features)
    rows = np.flatnonzero(known)
    return _judged(examples, _Targets(examples, labels), rows, predicted[rows])


def _judged(examples: Examples, targets: _Targets, rows: NDArray[np.int64], predicted: Floats) -> Judged:
    chosen = rows.tolist()
    articles = examples.features.article[rows]
    return Judged(
        tuple(examples.features.lines[row] for row in chosen),
        targets.target[rows],
        predicted,
        tuple(targets.secondary[row] for row in chosen),
        tuple(examples.articles[a].kind for a in articles.tolist()),
        articles,
    )


class _Targets:
    """The labels of all paragraphs as numbers; -1 is not annotated."""

    def __init__(self, examples: Examples, labels: Sequence[str]) -> None:
        index = {label: i for i, label in enumerate(labels)}
        self.target = np.array([-1 if p is None else index.get(p.label, -1) for p in examples.annotated])
        self.secondary = [
            () if p is None else tuple(index[x] for x in p.also if x in index) for p in examples.annotated
        ]


class _Data(_Targets):
    """The paragraphs of all examples as one matrix."""

    def __init__(
        self,
        examples: Examples,
        labels: Sequence[str],
        vocabulary: Vocabulary,
        scale: Floats,
        allowed: NDArray[np.bool_],
        settings: Settings,
    ) -> None:
        from scipy import sparse

        super().__init__(examples, labels)
        self.article_of = examples.features.article
        encoded = vocabulary.encode(examples.features, scale)
        count = len(self.target)
        described = sparse.csr_matrix(
            (encoded.values, encoded.ids, np.append(encoded.starts, len(encoded.ids))),
            shape=(count, len(vocabulary) + 1),
        )[:, :-1]
        padded = sparse.vstack([described, sparse.csr_matrix((1, len(vocabulary)))], format="csr")
        blocks = []
        for k, share in enumerate(settings.view_weights):
            block = padded[examples.features.views[:, k]] * share
            if k:
                block = block @ sparse.diags(allowed.astype(float))
            blocks.append(block)
        self.matrix: Matrix = sparse.hstack(blocks, format="csr")
        self.matrix.eliminate_zeros()


def _labels(examples: Examples) -> list[str]:
    """nqtext's own labels in their usual order, then others by name."""
    seen = {
        label for article in examples.articles for p in article.paragraphs for label in (p.label, *p.also)
    }
    usual = [label for label in PARAGRAPH_LABELS if label in seen]
    return usual + sorted(seen - set(usual))


def _vocabulary(examples: Examples, settings: Settings) -> tuple[Vocabulary, Floats, NDArray[np.bool_]]:
    """Features seen in enough articles, their scale, and which of them count in other paragraphs."""
    features = examples.features
    articles: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    latest: dict[str, int] = {}
    for article, words, signals in zip(
        features.article.tolist(), features.word_names(), features.signal_names(), strict=True
    ):
        for name in (*words, *signals):
            paragraphs[name] = paragraphs.get(name, 0) + 1
            if latest.get(name) != article:
                latest[name] = article
                articles[name] = articles.get(name, 0) + 1
    least = {True: max(settings.pair_articles, settings.min_articles), False: settings.min_articles}
    vocabulary = Vocabulary(sorted(name for name, n in articles.items() if n >= least[" + " in name]))
    frequency = np.array([paragraphs[name] for name in vocabulary.names], dtype=np.float64)
    rarity = np.log((1 + len(features.signals)) / (1 + frequency)) + 1
    values = [settings.pair_weight if " + " in name else settings.signal_weight for name in vocabulary.names]
    scale = np.where(vocabulary.is_word, rarity, values).astype(np.float32).astype(np.float64)
    allowed = np.array(
        [
            articles[name] >= settings.neighbour_articles and name.count(" ") <= 2
            if word
            else " & " not in name and " + " not in name
            for name, word in zip(vocabulary.names, vocabulary.is_word.tolist(), strict=True)
        ],
        dtype=bool,
    )
    return vocabulary, scale, allowed


def _logistic(inverse_penalty: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=inverse_penalty, max_iter=400, tol=3e-4)


def _label_weights(target: NDArray[np.int64], width: int, balance: float) -> Floats:
    counts = np.maximum(np.bincount(target, minlength=width), 1)
    weights: Floats = (counts.max() / counts) ** balance
    return weights


def _full(estimator: Any, width: int) -> tuple[Floats, Floats]:
    """Coefficients and intercepts with one row a label; a label that was not seen is out of reach."""
    coefficients, intercepts = estimator.coef_, estimator.intercept_
    if len(estimator.classes_) == 2:  # scikit-learn keeps one row for two labels
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        intercepts = np.append(0.0, intercepts)
    full = np.zeros((width, coefficients.shape[1]))
    bias = np.full(width, intercepts.min() - 10.0)
    full[estimator.classes_] = coefficients
    bias[estimator.classes_] = intercepts
    return full, bias


def _logits(estimator: Any, matrix: Any, width: int) -> Floats:
    coefficients, bias = _full(estimator, width)
    return np.asarray(matrix @ coefficients.T) + bias


def _store(estimator: Any, shares: Floats, least: float) -> None:
    """Give an estimator the weights as they are stored: small ones dropped, single precision.

    Args:
        estimator: the fitted first stage.
        shares: what the values of each column were multiplied with.
        least: a column of which no label makes as much is dropped.
    """
    stored = (estimator.coef_ * shares).astype(np.float32).astype(np.float64)
    stored[:, np.abs(estimator.coef_).max(axis=0) < least] = 0.0
    estimator.coef_ = np.divide(stored, shares, out=np.zeros_like(stored), where=shares > 0)
