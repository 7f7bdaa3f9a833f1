"""Evaluation: what a pipeline finds, held against a gold file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.errors import SchemaError
from nqtext.pipeline import Pipeline
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.training.bootstrap import intervals
from nqtext.training.gold import stripped
from nqtext.training.scores import (
    Count,
    Outcome,
    Scores,
    calibration_error,
    label_scores,
    span_counts,
    span_scores,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from nqtext.article import Article
    from nqtext.training.gold import GoldArticle, GoldFile

__all__ = ["Mistake", "Report", "evaluate"]

_NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in its context.

    Attributes:
        article: the article's id.
        what: ``paragraph``, ``missed``, ``spurious`` or ``wrong label``.
        wanted: the gold label.
        given: the label given.
        text: what it is about.
        before: the text before it.
        after: the text after it.
    """

    article: str
    what: str
    wanted: str
    given: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """What :func:`evaluate` returns.

    Attributes:
        data: name of the gold file.
        sha256: of the gold file.
        labels: paragraph labels.
        paragraphs: scores over ``all`` and over each kind of article.
        entities: scores of exact spans over ``all`` and each kind; empty where no entity is annotated.
        overlap: the same where spans of one label only need to overlap.
        also: secondary labels as a set.
        calibration: expected calibration error, ten bins of equal mass.
        intervals: 95 % intervals of figures by name, see :func:`nqtext.training.bootstrap.intervals`.
        mistakes: every mistake.
        versions: what made the predictions.
    """

    data: str
    sha256: str
    labels: tuple[str, ...]
    paragraphs: dict[str, Scores]
    entities: dict[str, Scores]
    overlap: dict[str, Scores]
    also: Count
    calibration: float
    intervals: dict[str, tuple[float, float]]
    mistakes: tuple[Mistake, ...]
    versions: dict[str, Any]

    def figures(self) -> dict[str, float]:
        """The headline figures by name, each between 0 and 1, higher is better."""
        figures = {
            "paragraphs/macro_f1": self.paragraphs["all"].macro_f1,
            "paragraphs/accuracy": self.paragraphs["all"].accuracy,
        }
        for kind, scores in self.paragraphs.items():
            if kind != "all":
                figures[f"paragraphs/{kind}/accuracy"] = scores.accuracy
        for label, count in self.paragraphs["all"].by_label.items():
            figures[f"paragraphs/{label}/f1"] = count.f1
        if self.entities:
            figures["entities/micro_f1"] = self.entities["all"].micro.f1
            figures["entities/macro_f1"] = self.entities["all"].macro_f1
            figures["entities/overlap_micro_f1"] = self.overlap["all"].micro.f1
            for label, count in self.entities["all"].by_label.items():
                figures[f"entities/{label}/f1"] = count.f1
        return {name: round(value, 4) for name, value in figures.items()}


def evaluate(
    gold: GoldFile, pipeline: Pipeline | None = None, paragraphs: str | os.PathLike[str] | None = None
) -> Report:
    """Analyse the texts of a gold file and compare.

    Args:
        gold: the gold file.
        pipeline: what analyses them; None is nqtext's own.
        paragraphs: folder of a paragraph model of your own, where no pipeline is given.

    Returns:
        The report.

    Raises:
        SchemaError: an annotated paragraph is none in the text.
    """
    pipeline = pipeline or Pipeline(paragraphs=paragraphs)
    sources = (
        Source(
            article.text,
            FrozenDict({"published": article.published} if article.published else {}),
            id=article.id,
        )
        for article in gold.articles
    )
    outcomes: list[Outcome] = []
    mistakes: list[Mistake] = []
    labels: dict[str, None] = {}
    versions: dict[str, Any] = {}
    for article, found in zip(gold.articles, pipeline.pipe(sources), strict=True):
        versions = dict(found.versions)
        labels.update(dict.fromkeys(found.labels))
        pairs, chances, secondary = _compare_paragraphs(article, found, mistakes)
        wanted, given = set(), set()
        if article.entities is not None:
            wanted = {(*stripped(article.text, e.start, e.end), e.label) for e in article.entities}
            given = {(e.start, e.end, e.label) for e in found.entities}
            mistakes.extend(_entity_mistakes(article, wanted, given))
        exact, overlap = (span_counts(wanted, given, exact) for exact in (True, False))
        outcomes.append(Outcome(article.kind, tuple(pairs), tuple(chances), exact, overlap, secondary))
    labels.update(dict.fromkeys(sorted({wanted for outcome in outcomes for wanted, _ in outcome.labels})))
    groups = {"all": outcomes}
    for kind in sorted({outcome.kind for outcome in outcomes}):
        groups[kind] = [outcome for outcome in outcomes if outcome.kind == kind]
    annotated = any(article.entities is not None for article in gold.articles)
    return Report(
        gold.name,
        gold.sha256,
        tuple(labels),
        {kind: _paragraph_scores(group, tuple(labels)) for kind, group in groups.items()},
        {kind: span_scores([o.exact for o in group]) for kind, group in groups.items()} if annotated else {},
        {kind: span_scores([o.overlap for o in group]) for kind, group in groups.items()}
        if annotated
        else {},
        sum((outcome.also for outcome in outcomes), Count(0, 0, 0)),
        calibration_error([chance for outcome in outcomes for chance in outcome.chances]),
        intervals(outcomes),
        tuple(mistakes),
        versions,
    )


def _paragraph_scores(outcomes: Sequence[Outcome], labels: Sequence[str]) -> Scores:
    pairs = [pair for outcome in outcomes for pair in outcome.labels]
    return label_scores([wanted for wanted, _ in pairs], [given for _, given in pairs], labels)


def _compare_paragraphs(
    article: GoldArticle, found: Article, mistakes: list[Mistake]
) -> tuple[list[tuple[str, str]], list[tuple[float, bool]], Count]:
    """Gold and given labels, how sure the given ones are, and the count of secondary labels."""
    place = {
        stripped(article.text, start, end): i for i, (start, end) in enumerate(found.paragraph_spans.tolist())
    }
    pairs, chances = [], []
    also = Count(0, 0, 0)
    for paragraph in article.paragraphs:
        span = stripped(article.text, paragraph.start, paragraph.end)
        if span not in place:
            raise SchemaError(
                f"article {article.id!r}: {span[0]} to {span[1]} is no paragraph of the text; "
                "a paragraph is a whole line that is not blank"
            )
        view = found.paragraphs[place[span]]
        given = view.label or _NONE
        pairs.append((paragraph.label, given))
        chances.append((max(view.scores.values()), given == paragraph.label))
        wanted_also, given_also = set(paragraph.also), set(view.also)
        also += Count(len(wanted_also & given_also), len(given_also), len(wanted_also))
        if given != paragraph.label:
            mistakes.append(_mistake(article, "paragraph", paragraph.label, given, *span))
    return pairs, chances, also


def _entity_mistakes(
    article: GoldArticle, wanted: set[tuple[int, int, str]], given: set[tuple[int, int, str]]
) -> list[Mistake]:
    labels = {(start, end): label for start, end, label in given}
    found = []
    for start, end, label in sorted(wanted - given):
        other = labels.get((start, end))
        found.append(
            _mistake(article, "wrong label" if other else "missed", label, other or _NONE, start, end)
        )
    spans = {(start, end) for start, end, _ in wanted}
    found.extend(
        _mistake(article, "spurious", _NONE, label, start, end)
        for start, end, label in sorted(given - wanted)
        if (start, end) not in spans
    )
    return found


def _mistake(article: GoldArticle, what: str, wanted: str, given: str, start: int, end: int) -> Mistake:
    text = article.text
    return Mistake(
        article.id,
        what,
        wanted,
        given,
        text[start:end],
        text[max(0, start - 60) : start],
        text[end : end + 60],
    )
