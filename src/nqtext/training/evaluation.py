"""Evaluation: what a pipeline finds, held against a gold file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.errors import SchemaError
from nqtext.pipeline import Pipeline
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.training.gold import stripped

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from nqtext.article import Article
    from nqtext.training.gold import GoldArticle, GoldFile

__all__ = ["Count", "Mistake", "Report", "Scores", "evaluate", "label_scores"]

_NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Count:
    """Hits, and how many were given and wanted.

    >>> Count(hits=6, given=8, wanted=10).f1
    0.6666666666666666
    """

    hits: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what was given that is right (0 where nothing was given)."""
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 1 where nothing was wanted and nothing given."""
        total = self.given + self.wanted
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over labels.

    Attributes:
        by_label: counts of each label.
        count: number of paragraphs, or of wanted entities.
        confusion: (gold, predicted) to number; paragraphs only.
    """

    by_label: dict[str, Count]
    count: int
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def micro(self) -> Count:
        """All labels taken together."""
        counts = self.by_label.values()
        return Count(sum(c.hits for c in counts), sum(c.given for c in counts), sum(c.wanted for c in counts))

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the labels that occur (in gold or prediction)."""
        occurring = [c.f1 for c in self.by_label.values() if c.given or c.wanted]
        return sum(occurring) / len(occurring) if occurring else 0.0

    @property
    def accuracy(self) -> float:
        """Share of paragraphs whose label is right."""
        return self.micro.hits / self.count if self.count else 0.0


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
    pairs: list[tuple[str, str, str]] = []  # kind, wanted, given
    chances: list[tuple[float, bool]] = []
    also = [0, 0, 0]
    spans: list[tuple[str, set[tuple[int, int, str]], set[tuple[int, int, str]]]] = []
    mistakes: list[Mistake] = []
    labels: dict[str, None] = {}
    versions: dict[str, Any] = {}
    for article, found in zip(gold.articles, pipeline.pipe(sources), strict=True):
        versions = dict(found.versions)
        labels.update(dict.fromkeys(found.labels))
        _compare_paragraphs(article, found, pairs, chances, also, mistakes)
        if article.entities is not None:
            wanted = {(*stripped(article.text, e.start, e.end), e.label) for e in article.entities}
            given = {(e.start, e.end, e.label) for e in found.entities}
            spans.append((article.kind, wanted, given))
            mistakes.extend(_entity_mistakes(article, wanted, given))
    labels.update(dict.fromkeys(sorted({wanted for _, wanted, _ in pairs})))
    kinds = ["all", *sorted({article.kind for article in gold.articles})]
    order = tuple(labels)
    return Report(
        gold.name,
        gold.sha256,
        order,
        {
            kind: label_scores(
                [w for k, w, _ in pairs if kind in ("all", k)],
                [g for k, _, g in pairs if kind in ("all", k)],
                order,
            )
            for kind in kinds
        },
        {kind: _span_scores([s for s in spans if kind in ("all", s[0])], exact=True) for kind in kinds}
        if spans
        else {},
        {kind: _span_scores([s for s in spans if kind in ("all", s[0])], exact=False) for kind in kinds}
        if spans
        else {},
        Count(*also),
        _calibration_error(chances),
        tuple(mistakes),
        versions,
    )


def label_scores(wanted: Sequence[str], given: Sequence[str], labels: Iterable[str]) -> Scores:
    """Scores of one label each.

    Args:
        wanted: gold labels.
        given: predicted labels, as many.
        labels: every label, in order of display.

    >>> label_scores(["goal", "task"], ["goal", "goal"], ["goal", "task"]).by_label["goal"].precision
    0.5
    """
    confusion = Counter(zip(wanted, given, strict=True))
    givens, wants = Counter(given), Counter(wanted)
    return Scores(
        {label: Count(confusion[label, label], givens[label], wants[label]) for label in labels},
        len(wanted),
        dict(confusion),
    )


def _compare_paragraphs(
    article: GoldArticle,
    found: Article,
    pairs: list[tuple[str, str, str]],
    chances: list[tuple[float, bool]],
    also: list[int],
    mistakes: list[Mistake],
) -> None:
    place = {
        stripped(article.text, start, end): i for i, (start, end) in enumerate(found.paragraph_spans.tolist())
    }
    for paragraph in article.paragraphs:
        span = stripped(article.text, paragraph.start, paragraph.end)
        if span not in place:
            raise SchemaError(
                f"article {article.id!r}: {span[0]} to {span[1]} is no paragraph of the text; "
                "a paragraph is a whole line that is not blank"
            )
        view = found.paragraphs[place[span]]
        given = view.label or _NONE
        pairs.append((article.kind, paragraph.label, given))
        chances.append((max(view.scores.values()), given == paragraph.label))
        wanted_also, given_also = set(paragraph.also), set(view.also)
        also[0] += len(wanted_also & given_also)
        also[1] += len(given_also)
        also[2] += len(wanted_also)
        if given != paragraph.label:
            mistakes.append(_mistake(article, "paragraph", paragraph.label, given, *span))


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


def _span_scores(
    articles: Sequence[tuple[str, set[tuple[int, int, str]], set[tuple[int, int, str]]]], exact: bool
) -> Scores:
    labels = sorted({label for _, wanted, given in articles for *_, label in wanted | given})
    counts = {}
    for label in labels:
        hits = givens = wants = 0
        for _, wanted, given in articles:
            mine = sorted(span[:2] for span in wanted if span[2] == label)
            found = sorted(span[:2] for span in given if span[2] == label)
            wants, givens = wants + len(mine), givens + len(found)
            hits += len(set(mine) & set(found)) if exact else _overlapping(mine, found)
        counts[label] = Count(hits, givens, wants)
    return Scores(counts, sum(len(wanted) for _, wanted, _ in articles))


def _overlapping(wanted: list[tuple[int, int]], given: list[tuple[int, int]]) -> int:
    """How many pairs can be made of spans that overlap, each used once."""
    hits = at = 0
    for start, end in wanted:
        while at < len(given) and given[at][1] <= start:
            at += 1
        if at < len(given) and given[at][0] < end:
            hits += 1
            at += 1
    return hits


def _calibration_error(chances: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Mean distance between confidence and accuracy over bins of equal mass."""
    if not chances:
        return 0.0
    ordered = np.array(sorted(chances), dtype=np.float64)
    parts = np.array_split(ordered, min(bins, len(ordered)))
    return float(sum(abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts) / len(ordered))
