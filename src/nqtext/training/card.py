"""The card of a paragraph model: what it was made from, how to make it again, how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqtext.records import PARAGRAPH_LABELS
from nqtext.training.baselines import KEYWORDS, WORDS_ALONE, keyword_label, words_alone_labels
from nqtext.training.judged import calibration_bins, calibration_error, interval, macro_f1
from nqtext.training.scores import Scores, label_scores
from nqtext.training.study import FOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nqtext.training.evaluation import Report
    from nqtext.training.gold import GoldFile
    from nqtext.training.joined import Joined
    from nqtext.training.judged import Judged
    from nqtext.training.paragraphs import Trained
    from nqtext.training.settings import Settings
    from nqtext.training.study import Study

__all__ = ["Checked", "paragraph_card"]


#: What nqtext's own model is called.
OWN_NAME = "nqtext"
_LONG_LINE = 40  # characters; shorter ones are headings and names that mean what stands around them
#: What is known to go wrong, with examples in our own words.
_LIMITS = (
    "* News is harder than documents: what is an aim, a measure or an order in running text is often "
    "said between the lines.",
    "* Whose plan it is: a ministry's own measures, told by its minister (“Một là, ngành sẽ đổi mới "
    "xúc tiến”), are a `task`, the same words to those below a `directive`; they are mixed up.",
    "* Speech that runs on without a cue (“Phát triển đô thị phải gắn với bảo tồn.”, two paragraphs "
    "after the speaker was named) is easily read as `other`.",
    "* A request of a province to the Government is `other`, one of the Government to a province a "
    "`directive`; where only a name tells them apart, it is a guess.",
    "* Lists of aims under a question (“Mục tiêu của Kế hoạch ra sao?”) lose it after some items.",
    "* What a decision allows or pays for (“Nghị quyết cho phép tỉnh giữ lại phần tăng thu”) is a `task` "
    "where it is what the policy does, `other` where it is a rule; the line is thin.",
    "* Duties in regulations (“Người được giao hồ sơ có trách nhiệm nộp lưu”) are `other`, in the part on "
    "who carries it out `directive`; cut off from its heading one looks like the other.",
    "* Secondary labels are too few to learn from; where a paragraph does several jobs, look at the scores "
    "of its sentences.",
    "* Excerpts whose heading is missing are read without it.",
    "* Trained on Vietnamese policy texts of 2012 to 2025; other kinds of text were not tried.",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A gold file that was not trained on, and what the model reaches on it.

    Attributes:
        file: the gold file.
        judged: its annotated paragraphs with the model's probabilities.
        report: the evaluation of the whole pipeline.
        sentences: how well single sentences are told apart.
    """

    file: GoldFile
    judged: Judged
    report: Report
    sentences: Joined


def paragraph_card(
    name: str,
    file: GoldFile,
    trained: Trained,
    settings: Settings,
    folder: Path,
    checked: Checked | None,
    study: Study | None = None,
    further: GoldFile | None = None,
    licence: str | None = None,
) -> str:
    """The text of ``CARD.md``.

    Args:
        name: what the model is called.
        file: what it was trained on.
        trained: the model.
        settings: how it was trained.
        folder: where its files are.
        checked: what it reaches on another gold file, or None.
        study: what features and articles are worth, or None.
        further: what else it was trained on, or None.
        licence: of the weights, or None.
    """
    labels, unseen = trained.model.labels, trained.unseen
    lines = [
        *_made_from(name, file, trained, settings, further),
        *_made_by(name, file, settings, folder, checked, study, further, licence),
        "",
        f"## Figures, cross-validated over articles ({settings.folds} folds, near-duplicates on one side)",
        "",
        *_table(unseen, labels, sorted(set(unseen.kinds))),
        "",
        *_trust(unseen, labels),
        "",
        "![How sure the model is, against how often it is right](calibration.svg)",
        *_baselines(trained, labels, unseen),
    ]
    if checked is not None:
        lines += _checked(trained, checked)
    if study is not None:
        lines += _studied(study)
    if set(labels) == set(PARAGRAPH_LABELS):
        lines += ["", "## Limits", "", *_LIMITS]
    return "\n".join([*lines, ""])


def _made_from(
    name: str, file: GoldFile, trained: Trained, settings: Settings, further: GoldFile | None
) -> list[str]:
    twice, unlike = _annotated_twice(trained.unseen)
    articles = (*file.articles, *(further.articles if further else ()))
    seen_in = settings.grown(len(articles)).min_articles
    lines = [
        f"# Paragraph model ({name})",
        "",
        "Gives each paragraph of an article one of the labels "
        + ", ".join(f"`{label}`" for label in trained.model.labels)
        + ".",
        "Two linear stages (scikit-learn's `LogisticRegression`): words and signals of a paragraph and",
        "of the paragraphs it sees (the mean of a model over all labels and of one label against the rest),",
        "then the first stage's probabilities around it; calibrated by a temperature.",
        "",
        "## Data",
        "",
        f"`{file.name}` (SHA-256 `{file.sha256}`): {len(file.articles)} articles, "
        f"{_paragraphs(file)} annotated paragraphs.",
        *_further(further),
        "The annotations are the project's own; the texts are their owners' and no part of the model, which",
        f"holds n-grams of at most three syllables seen in at least {seen_in} articles.",
        "",
        f"{sum(map(bool, trained.unseen.secondary))} paragraphs have a secondary label.  Of {twice} lines "
        f"that stand word for word in several articles {unlike} are annotated differently.",
    ]
    sources = sorted({article.source for article in articles if article.source})
    if sources:
        lines += [
            "",
            "Texts from (repository @ commit; no licence stated there: press, portals, official documents):",
            "",
            *(f"* {source}" for source in sources),
        ]
    return lines


def _further(further: GoldFile | None) -> list[str]:
    if further is None:
        return []
    return [
        f"`{further.name}` (SHA-256 `{further.sha256}`): {len(further.articles)} further articles, "
        f"{_paragraphs(further)} annotated paragraphs, chosen where a model was unsure, or by chance.",
        "Each was labelled by one reader after the same guide; where the reader was of two minds, the",
        "paragraph is left out.",
    ]


def _paragraphs(file: GoldFile) -> int:
    return sum(len(article.paragraphs) for article in file.articles)


def _annotated_twice(judged: Judged) -> tuple[int, int]:
    """How many longer lines stand in several articles, and how many of them have different labels."""
    labels: dict[str, set[int]] = {}
    articles: dict[str, set[int]] = {}
    for line, label, article in zip(
        judged.lines, judged.gold.tolist(), judged.articles.tolist(), strict=True
    ):
        key = " ".join(line.lower().split())
        if len(key) > _LONG_LINE:
            labels.setdefault(key, set()).add(label)
            articles.setdefault(key, set()).add(article)
    twice = [key for key, members in articles.items() if len(members) > 1]
    return len(twice), sum(len(labels[key]) > 1 for key in twice)


def _made_by(
    name: str,
    file: GoldFile,
    settings: Settings,
    folder: Path,
    checked: Checked | None,
    study: Study | None,
    further: GoldFile | None,
    licence: str | None,
) -> list[str]:
    return [
        "",
        "## Made by",
        "",
        "```sh",
        f"python -m nqtext.training paragraphs {_place(name, file)}"
        + f" -o {'models/' if name == OWN_NAME else ''}{folder.name} --name {name}"
        + (f" --licence {licence}" if licence else "")
        + (f" --check {_place(name, checked.file)}" if checked else "")
        + (f' --standoff src/nqtext/training/{further.name} "$NQTEXT_SHARED/corpora"' if further else "")
        + (" --study" if study else ""),
        "```",
        "",
        "The same file, settings and versions give the same bytes.  Settings (chosen by "
        "cross-validation, close calls by the figures below): "
        + ", ".join(f"{key} {getattr(settings, key)}" for key in settings.__slots__)
        + ".",
    ]


def _place(name: str, file: GoldFile) -> str:
    """Where a gold file lies: that of nqtext's own model with the shared data."""
    return f'"$NQTEXT_SHARED/gold/{file.name}"' if name == OWN_NAME else file.name


def _checked(trained: Trained, checked: Checked) -> list[str]:
    report, labels = checked.report, trained.model.labels
    sentences, lines = checked.sentences.sentences, checked.sentences.paragraphs
    return [
        "",
        f"## Figures on `{checked.file.name}` (SHA-256 `{checked.file.sha256}`), not trained on",
        "",
        *_head(report.labels),
        *(_row(kind, scores, report.labels) for kind, scores in report.paragraphs.items()),
        "",
        f"F1 of the set of secondary labels: {report.also.f1:.3f} ({report.also.wanted} annotated).",
        "",
        *_trust(checked.judged, labels),
        *_baselines(trained, labels, checked.judged),
        "",
        "Single sentences (`Sentence.scores`), on neighbouring paragraphs of one sentence each that do "
        "different things, joined to one line:",
        "",
        *_head(report.labels, "labels"),
        _row("of the sentence", sentences, report.labels),
        _row("of the whole line", lines, report.labels),
    ]


def _studied(study: Study) -> list[str]:
    whole = study.without[0]
    return [
        "",
        f"## What features and articles are worth (macro-F1, cross-validated in {FOLDS} folds)",
        "",
        "| left out | first stage | both stages | lost |",
        "|---|---|---|---|",
        *(
            f"| {finding.what} | {finding.first:.3f} | {finding.both:.3f} | {whole.both - finding.both:.3f} |"
            for finding in study.without
        ),
        "",
        "| learned from articles | first stage | both stages |",
        "|---|---|---|",
        *(f"| {finding.what} | {finding.first:.3f} | {finding.both:.3f} |" for finding in study.growing),
    ]


def _table(judged: Judged, labels: Sequence[str], kinds: Sequence[str]) -> list[str]:
    lines = _head(labels)
    best = judged.predicted.argmax(axis=1)
    of = np.array(judged.kinds)
    for kind in ("all", *kinds):
        rows = np.ones(len(best), dtype=bool) if kind == "all" else of == kind
        gold = [labels[k] for k in judged.gold[rows]]
        lines.append(_row(kind, label_scores(gold, [labels[k] for k in best[rows]], labels), labels))
    return lines


def _trust(judged: Judged, labels: Sequence[str]) -> list[str]:
    """How sure the figures are, what is taken for what, and whether probabilities mean what they say."""
    lines = []
    for what, figure in (
        ("Macro-F1", macro_f1),
        ("Expected calibration error (ten bins of equal mass)", calibration_error),
    ):
        low, high = interval(judged, figure)
        value = figure(judged.gold, judged.predicted)
        lines.append(f"{what}: {value:.3f} (95 % of 1,000 draws of articles: {low:.3f} to {high:.3f}).  ")
    given = judged.predicted.argmax(axis=1)
    lines += ["", "| annotated, given | " + " | ".join(labels) + " |", "|---" * (1 + len(labels)) + "|"]
    for k, label in enumerate(labels):
        counts = np.bincount(given[judged.gold == k], minlength=len(labels)).tolist()
        lines.append(f"| {label} | " + " | ".join(str(count) for count in counts) + " |")
    bins = calibration_bins(judged.gold, judged.predicted)
    lines += ["", "| | " + " | ".join(f"bin {k + 1}" for k in range(len(bins))) + " |"]
    lines.append("|---" * (1 + len(bins)) + "|")
    lines.append("| confidence | " + " | ".join(f"{said:.2f}" for said, _, _ in bins) + " |")
    lines.append("| accuracy | " + " | ".join(f"{right:.2f}" for _, right, _ in bins) + " |")
    return lines


def _baselines(trained: Trained, labels: Sequence[str], judged: Judged) -> list[str]:
    """What simpler means reach on the same paragraphs."""
    gold = [labels[k] for k in judged.gold]
    train = trained.unseen
    named = [labels[k] for k in train.gold]
    rows = []
    if set(labels) == set(PARAGRAPH_LABELS):
        rows.append((KEYWORDS, [keyword_label(line) for line in judged.lines]))
    if judged is train:
        alone = [""] * len(gold)
        for fold in range(int(trained.folds.max()) + 1):
            inside = np.flatnonzero(trained.folds == fold).tolist()
            others = np.flatnonzero(trained.folds != fold).tolist()
            found = words_alone_labels(
                [train.lines[k] for k in others], [named[k] for k in others], [train.lines[k] for k in inside]
            )
            for k, label in zip(inside, found, strict=True):
                alone[k] = label
    else:
        alone = words_alone_labels(train.lines, named, judged.lines)
    rows.append((WORDS_ALONE, alone))
    lines = ["", "| for comparison | paragraphs | macro-F1 | accuracy | " + " | ".join(labels) + " |"]
    lines.append("|---" * (4 + len(labels)) + "|")
    lines += [_row(name, label_scores(gold, given, labels), labels) for name, given in rows]
    return lines


def _head(labels: Sequence[str], what: str = "articles") -> list[str]:
    each = " | ".join(f"F1 {label}" for label in labels)
    return [f"| {what} | paragraphs | macro-F1 | accuracy | {each} |", "|---" * (4 + len(labels)) + "|"]


def _row(kind: str, scores: Scores, labels: Sequence[str]) -> str:
    each = " | ".join(
        f"{scores.by_label[label].f1:.3f}" if label in scores.by_label else "" for label in labels
    )
    return f"| {kind} | {scores.count} | {scores.macro_f1:.3f} | {scores.accuracy:.3f} | {each} |"
