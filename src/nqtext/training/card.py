"""The card of a paragraph model: what it was made from, how to make it again, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.records import PARAGRAPH_LABELS
from nqtext.training.baselines import keyword_label, words_alone_labels
from nqtext.training.evaluation import evaluate
from nqtext.training.judged import calibration_bins, calibration_error, interval, macro_f1
from nqtext.training.scores import Scores, label_scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nqtext.training.gold import GoldFile
    from nqtext.training.judged import Judged
    from nqtext.training.paragraphs import Settings, Trained

__all__ = ["paragraph_card"]


def paragraph_card(
    name: str,
    file: GoldFile,
    trained: Trained,
    settings: Settings,
    folder: Path,
    checked: GoldFile | None,
    judged: Judged | None,
) -> str:
    """The text of ``CARD.md``.

    Args:
        name: what the model is called.
        file: what it was trained on.
        trained: the model.
        settings: how it was trained.
        folder: where its files are.
        checked: a gold file to report on, or None.
        judged: what the model says of it.
    """
    labels = trained.model.labels
    sources = sorted({article.source for article in file.articles if article.source})
    unseen = trained.unseen
    kinds = sorted(set(unseen.kinds))
    lines = [
        f"# Paragraph model ({name})",
        "",
        "Gives each paragraph of an article one of the labels "
        + ", ".join(f"`{label}`" for label in labels)
        + ".",
        "Two linear stages (scikit-learn's `LogisticRegression`): words and signals of a paragraph and",
        "of the paragraphs it sees, then the first stage's probabilities around it; calibrated by a "
        "temperature.",
        "",
        "## Data",
        "",
        f"`{file.name}` (SHA-256 `{file.sha256}`): {len(file.articles)} articles, "
        f"{len(unseen.gold)} paragraphs.",
        "The annotations are the project's own; the texts are their owners' and no part of the model, which",
        f"holds n-grams of at most three syllables seen in at least {settings.min_articles} articles.",
    ]
    if sources:
        lines += [
            "",
            "Texts from (repository @ commit; no licence stated there: press, portals, official documents):",
            "",
        ]
        lines += [f"* {source}" for source in sources]
    lines += [
        "",
        "## Made by",
        "",
        "```sh",
        f'python -m nqtext.training paragraphs "$NQTEXT_SHARED/gold/{file.name}"'
        + f" -o models/{folder.name} --name {name} --licence Apache-2.0"
        + (f' --check "$NQTEXT_SHARED/gold/{checked.name}"' if checked else ""),
        "```",
        "",
        "The same file, settings and versions give the same bytes.  Settings (chosen by "
        "cross-validation, close calls by the figures below): "
        + ", ".join(f"{key} {getattr(settings, key)}" for key in settings.__slots__)
        + ".",
        "",
        f"## Figures, cross-validated over articles ({settings.folds} folds, near-duplicates on one side)",
        "",
    ]
    lines += _table(unseen, labels, kinds)
    lines += ["", *_trust(unseen, labels), *_baselines(trained, labels, unseen)]
    if checked is not None and judged is not None:
        report = evaluate(checked, paragraphs=folder)
        lines += ["", f"## Figures on `{checked.name}` (SHA-256 `{checked.sha256}`), not trained on", ""]
        lines += [
            "| articles | paragraphs | macro-F1 | accuracy | "
            + " | ".join(f"F1 {label}" for label in report.labels)
            + " |"
        ]
        lines += ["|---" * (4 + len(report.labels)) + "|"]
        for kind, scores in report.paragraphs.items():
            lines.append(_row(kind, scores, report.labels))
        lines += [
            "",
            f"F1 of the set of secondary labels: {report.also.f1:.3f} ({report.also.wanted} annotated).",
            "",
            *_trust(judged, labels),
            *_baselines(trained, labels, judged),
        ]
    lines += [
        "",
        "## Limits",
        "",
        "* News is harder than documents: what is an aim, a measure or an order in running text is often "
        "said between the lines.",
        "* Whose plan it is: a ministry's own measures, told by its minister (“Một là, ngành sẽ đổi mới "
        "xúc tiến”), are a `task`, the same words to those below a `directive`; they are mixed up.",
        "* Speech that runs on without a cue (“Phát triển đô thị phải gắn với bảo tồn.”, two paragraphs "
        "after the speaker was named) is easily read as `other`.",
        "* A request of a province to the Government is `other`, one of the Government to a province a "
        "`directive`; where only a name tells them apart, it is a guess.",
        "* Lists of aims under a question (“Mục tiêu của Kế hoạch ra sao?”) lose it after some items.",
        "* Excerpts whose heading is missing are read without it.",
        "* Trained on Vietnamese policy texts of 2013 to 2025; other kinds of text were not tried.",
        "",
    ]
    return "\n".join(lines)


def _table(judged: Judged, labels: Sequence[str], kinds: Sequence[str]) -> list[str]:
    lines = [
        "| articles | paragraphs | macro-F1 | accuracy | "
        + " | ".join(f"F1 {label}" for label in labels)
        + " |"
    ]
    lines.append("|---" * (4 + len(labels)) + "|")
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
        rows.append(("list of keywords", [keyword_label(line) for line in judged.lines]))
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
    rows.append(("words of the paragraph alone (TF-IDF, logistic regression)", alone))
    lines = ["", "| for comparison | paragraphs | macro-F1 | accuracy | " + " | ".join(labels) + " |"]
    lines.append("|---" * (4 + len(labels)) + "|")
    lines += [_row(name, label_scores(gold, given, labels), labels) for name, given in rows]
    return lines


def _row(kind: str, scores: Scores, labels: Sequence[str]) -> str:
    each = " | ".join(
        f"{scores.by_label[label].f1:.3f}" if label in scores.by_label else "" for label in labels
    )
    return f"| {kind} | {scores.count} | {scores.macro_f1:.3f} | {scores.accuracy:.3f} | {each} |"
