"""The card of a paragraph model: what it was made from, how to make it again, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.training.evaluation import evaluate
from nqtext.training.scores import Scores, label_scores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nqtext.training.gold import GoldFile
    from nqtext.training.paragraphs import Settings, Trained

__all__ = ["paragraph_card"]


def paragraph_card(
    name: str, file: GoldFile, trained: Trained, settings: Settings, folder: Path, checked: GoldFile | None
) -> str:
    """The text of ``CARD.md``.

    Args:
        name: what the model is called.
        file: what it was trained on.
        trained: the model.
        settings: how it was trained.
        folder: where its files are.
        checked: a gold file to report on, or None.
    """
    labels = trained.model.labels
    sources = sorted({article.source for article in file.articles if article.source})
    kinds = sorted(set(trained.kinds))
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
        f"{len(trained.gold)} paragraphs.",
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
    lines += _table(trained, labels, kinds)
    if checked is not None:
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
            f"Expected calibration error (ten bins of equal mass): {report.calibration:.3f}.  "
            f"F1 of the set of secondary labels: {report.also.f1:.3f}.",
        ]
    lines += [
        "",
        "## Limits",
        "",
        "* News is harder than documents: what is an aim, a measure or an order in running text is often "
        "said between the lines.",
        "* Excerpts whose heading is missing are read without it.",
        "* Trained on Vietnamese policy texts of 2013 to 2025; other kinds of text were not tried.",
        "",
    ]
    return "\n".join(lines)


def _table(trained: Trained, labels: Sequence[str], kinds: Sequence[str]) -> list[str]:
    best = trained.predicted.argmax(axis=1)
    lines = [
        "| articles | paragraphs | macro-F1 | accuracy | "
        + " | ".join(f"F1 {label}" for label in labels)
        + " |"
    ]
    lines.append("|---" * (4 + len(labels)) + "|")
    of = np.array(trained.kinds)
    for kind in ("all", *kinds):
        rows = np.ones(len(best), dtype=bool) if kind == "all" else of == kind
        gold = [labels[k] for k in trained.gold[rows]]
        lines.append(_row(kind, label_scores(gold, [labels[k] for k in best[rows]], labels), labels))
    return lines


def _row(kind: str, scores: Scores, labels: Sequence[str]) -> str:
    each = " | ".join(
        f"{scores.by_label[label].f1:.3f}" if label in scores.by_label else "" for label in labels
    )
    return f"| {kind} | {scores.count} | {scores.macro_f1:.3f} | {scores.accuracy:.3f} | {each} |"
