"""Examples: annotated articles, seen as the paragraph model sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.features import extract
from nqtext.classification.model import Prediction
from nqtext.errors import SchemaError
from nqtext.pipeline import Pipeline
from nqtext.reading.source import Source
from nqtext.records import PARAGRAPH_LABELS, FrozenDict
from nqtext.training.gold import GoldArticle, GoldParagraph, stripped
from nqtext.training.judged import Judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.classification.features import Features
    from nqtext.entities import Candidate, Context

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["Examples", "Targets", "judged", "labels_of", "read_features"]


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


class Targets:
    """The labels of all paragraphs as numbers; -1 is not annotated."""

    def __init__(self, examples: Examples, labels: Sequence[str]) -> None:
        index = {label: i for i, label in enumerate(labels)}
        self.target = np.array([-1 if p is None else index.get(p.label, -1) for p in examples.annotated])
        self.secondary = [
            () if p is None else tuple(index[x] for x in p.also if x in index) for p in examples.annotated
        ]


def judged(examples: Examples, targets: Targets, rows: Rows, predicted: Floats) -> Judged:
    """Some paragraphs with what a model says of them."""
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


def labels_of(examples: Examples) -> list[str]:
    """nqtext's own labels in their usual order, then others by name."""
    seen = {
        label for article in examples.articles for p in article.paragraphs for label in (p.label, *p.also)
    }
    usual = [label for label in PARAGRAPH_LABELS if label in seen]
    return usual + sorted(seen - set(usual))
