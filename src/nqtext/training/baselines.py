"""What a model has to beat: a list of keywords, and the words of a paragraph alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.records import PARAGRAPH_LABELS
from nqtext.training.bootstrap import intervals
from nqtext.training.scores import Outcome, Scores, calibration_error, label_scores
from nqtext.unicode import fold, fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.training.gold import GoldArticle, GoldFile

__all__ = ["KEYWORDS", "WORDS_ALONE", "Baseline", "baselines", "keyword_label", "words_alone_labels"]

KEYWORDS = "list of keywords"
WORDS_ALONE = "words of the paragraph alone (TF-IDF, logistic regression)"

#: The first label one of whose words stands in a paragraph; anything else is ``other``.
_KEYWORDS = tuple(
    (label, pattern(rf"\b(?:{words})\b"))
    for label, words in (
        ("goal", "mục tiêu|mục đích|phấn đấu|tầm nhìn|đến năm 20[2-9]\\d|chỉ tiêu"),
        (
            "directive",
            "yêu cầu|giao|đề nghị|chỉ đạo|quán triệt|lưu ý|chịu trách nhiệm|có trách nhiệm|chủ trì",
        ),
        ("task", "nhiệm vụ|giải pháp|hoàn thiện|đẩy mạnh|tăng cường|nâng cao|tiếp tục|rà soát|xây dựng|sẽ"),
    )
)


def keyword_label(line: str) -> str:
    """The label that a list of keywords gives.

    >>> keyword_label("Thủ tướng yêu cầu các bộ báo cáo.")
    'directive'
    """
    key = fold_key(line)
    return next((label for label, words in _KEYWORDS if words.search(key)), "other")


def words_alone() -> Any:
    """An estimator that reads the words of a paragraph and nothing else: TF-IDF, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"\w+"),
        LogisticRegression(C=10, max_iter=400),
    )


def words_alone_labels(lines: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    """The labels that :func:`words_alone` gives after training on some paragraphs."""
    return [str(label) for label in words_alone().fit(list(lines), list(labels)).predict(list(unseen))]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What simpler means reach on a gold file.

    Attributes:
        name: what it is.
        scores: labels held against the gold ones.
        calibration: expected calibration error; None where it gives no probabilities.
        intervals: 95 % intervals, named as :func:`nqtext.training.bootstrap.intervals` names them.
    """

    name: str
    scores: Scores
    calibration: float | None
    intervals: dict[str, tuple[float, float]]


def baselines(gold: GoldFile, train: GoldFile | None = None) -> tuple[Baseline, ...]:
    """Hold simpler means against a gold file.

    Args:
        gold: the gold file.
        train: what the words of paragraphs are learned from; without it there is the list of keywords only.

    Returns:
        The list of keywords, where the labels are nqtext's own, and the words alone.
    """
    found = []
    lines = [_lines(article) for article in gold.articles]
    if all(p.label in PARAGRAPH_LABELS for article in gold.articles for p in article.paragraphs):
        found.append(_held(KEYWORDS, gold, [[(keyword_label(line), None) for line in own] for own in lines]))
    if train is not None:
        labelled = [
            (line, p.label) for a in train.articles for line, p in zip(_lines(a), a.paragraphs, strict=True)
        ]
        estimator = words_alone().fit(*map(list, zip(*labelled, strict=True)))
        given: list[list[tuple[str, float | None]]] = []
        for own in lines:
            chances = estimator.predict_proba(own) if own else []
            given.append([(str(estimator.classes_[row.argmax()]), float(row.max())) for row in chances])
        found.append(_held(WORDS_ALONE, gold, given))
    return tuple(found)


def _lines(article: GoldArticle) -> list[str]:
    return [fold(article.text[p.start : p.end]).text for p in article.paragraphs]


def _held(name: str, gold: GoldFile, given: Sequence[Sequence[tuple[str, float | None]]]) -> Baseline:
    outcomes = []
    for article, labels in zip(gold.articles, given, strict=True):
        pairs = tuple((p.label, label) for p, (label, _) in zip(article.paragraphs, labels, strict=True))
        chances = tuple(
            (chance, wanted == label)
            for (wanted, label), (_, chance) in zip(pairs, labels, strict=True)
            if chance is not None
        )
        outcomes.append(Outcome(article.kind, pairs, chances, {}, {}))
    pairs = tuple(pair for outcome in outcomes for pair in outcome.labels)
    names = dict.fromkeys((*PARAGRAPH_LABELS, *(wanted for wanted, _ in pairs)))
    scores = label_scores(
        [wanted for wanted, _ in pairs],
        [label for _, label in pairs],
        [name for name in names if any(name in pair for pair in pairs)],
    )
    chances = tuple(chance for outcome in outcomes for chance in outcome.chances)
    found = {key: value for key, value in intervals(outcomes).items() if chances or "calibration" not in key}
    return Baseline(name, scores, calibration_error(chances) if chances else None, found)
