"""Printing: reports of evaluation as text on a terminal, and as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.training.baselines import Baseline
    from nqtext.training.evaluation import Report
    from nqtext.training.linkage import LinkReport
    from nqtext.training.scores import Scores

__all__ = ["plain", "print_baselines", "print_links", "print_report", "print_scores"]


def print_report(report: Report, errors: bool, simpler: Sequence[Baseline] = ()) -> None:
    """Print what an evaluation found.

    Args:
        report: from :func:`nqtext.training.evaluation.evaluate`.
        errors: whether every mistake is printed in its context.
        simpler: what simpler means reach on the same paragraphs.
    """
    print(f"{report.data}  SHA-256 {report.sha256}")
    print("  ".join(f"{key} {value}" for key, value in report.versions.items()))
    for kind, scores in report.paragraphs.items():
        print_scores(f"paragraphs, {kind}", scores)
    _print_confusion(report)
    print(
        f"\nsecondary labels: F1 {report.also.f1:.3f} (of {report.also.wanted})   "
        f"calibration error {report.calibration:.3f}"
    )
    print_baselines(simpler)
    for kind, scores in report.entities.items():
        print_scores(f"entities, {kind}, exact span", scores)
    if report.overlap:
        print_scores("entities, all, overlap", report.overlap["all"])
    if report.intervals:
        print("\n95 % intervals (bootstrap over articles)")
        for name, (low, high) in sorted(report.intervals.items()):
            print(f"  {name:<32}{low:>8.3f} to {high:.3f}")
    if errors:
        for mistake in report.mistakes:
            place = f"{mistake.article}: {mistake.what}, wanted {mistake.wanted}, given {mistake.given}"
            before, after = " ".join(mistake.before.split()), " ".join(mistake.after.split())
            print(f"\n{place}\n  …{before} [[{mistake.text}]] {after}…")


def print_scores(title: str, scores: Scores) -> None:
    """Print precision, recall and F1 of each label."""
    micro = scores.micro
    print(f"\n{title} ({scores.count})")
    print(f"  {'':<14}{'precision':>10}{'recall':>10}{'F1':>10}{'wanted':>9}")
    for label, count in (*scores.by_label.items(), ("micro", micro)):
        print(f"  {label:<14}{count.precision:>10.3f}{count.recall:>10.3f}{count.f1:>10.3f}{count.wanted:>9}")
    print(f"  {'macro':<14}{'':>20}{scores.macro_f1:>10.3f}")


def print_baselines(simpler: Sequence[Baseline]) -> None:
    """Print what simpler means reach, with 95 % intervals."""
    for baseline in simpler:
        print(f"\nfor comparison: {baseline.name}")
        told = [("macro-F1", baseline.scores.macro_f1, "paragraphs/macro_f1")]
        if baseline.calibration is not None:
            told.append(("calibration error", baseline.calibration, "paragraphs/calibration_error"))
        for name, value, key in told:
            low, high = baseline.intervals.get(key, (value, value))
            print(f"  {name:<32}{value:>8.3f}   {low:.3f} to {high:.3f}")
        each = "   ".join(f"{label} {count.f1:.3f}" for label, count in baseline.scores.by_label.items())
        print(f"  {'accuracy':<32}{baseline.scores.accuracy:>8.3f}   F1: {each}")


def print_links(report: LinkReport, errors: bool) -> None:
    """Print how well mentions are linked, and every mistake where asked for."""
    print(f"{report.data}  SHA-256 {report.sha256}")
    print("\nlinks: pairs of mentions, and B-cubed over the mentions found")
    print(f"  {'':<14}{'precision':>10}{'recall':>10}{'pairs':>9}{'B3 prec.':>10}{'B3 recall':>10}")
    for label, count in (*report.links.items(), ("all", report.all_links)):
        line = f"  {label:<14}{count.precision:>10.3f}{count.recall:>10.3f}{count.wanted:>9}"
        print(line + "".join(f"{value:>10.3f}" for value in report.bcubed.get(label, ())))
    print("\naccuracy over the mentions found")
    for name, count in (*report.keys.items(), ("value of dates", report.values)):
        print(f"  {name:<14}{count.precision:>10.3f}{count.given:>9}")
    if errors:
        for mistake in report.mistakes:
            print(f"\n{mistake.article}: {mistake.what}, {mistake.label} {mistake.detail}")
            print("\n".join(f"  {context}" for context in mistake.contexts))


def _print_confusion(report: Report) -> None:
    confusion = report.paragraphs["all"].confusion
    columns = [*report.labels, *sorted({given for _, given in confusion} - set(report.labels))]
    print("\nconfusion (rows: gold, columns: given)")
    print("  " + " " * 14 + "".join(f"{label[:11]:>12}" for label in columns))
    for wanted in report.labels:
        print(f"  {wanted:<14}" + "".join(f"{confusion.get((wanted, given), 0):>12}" for given in columns))


def plain(report: Report, errors: bool, simpler: Sequence[Baseline] = ()) -> dict[str, object]:
    """A report as JSON values."""

    def scores(group: dict[str, Scores]) -> dict[str, object]:
        return {
            kind: {
                "count": s.count,
                "macro_f1": round(s.macro_f1, 6),
                "micro_f1": round(s.micro.f1, 6),
                "labels": {
                    label: {
                        "precision": round(c.precision, 6),
                        "recall": round(c.recall, 6),
                        "f1": round(c.f1, 6),
                        "wanted": c.wanted,
                        "given": c.given,
                        "hits": c.hits,
                    }
                    for label, c in s.by_label.items()
                },
            }
            for kind, s in group.items()
        }

    confusion = report.paragraphs["all"].confusion
    told: dict[str, object] = {
        "data": report.data,
        "sha256": report.sha256,
        "versions": report.versions,
        "figures": report.figures(),
        "paragraphs": scores(report.paragraphs),
        "confusion": {
            wanted: {given: confusion.get((wanted, given), 0) for given in report.labels}
            for wanted in report.labels
        },
        "also_f1": round(report.also.f1, 6),
        "calibration_error": round(report.calibration, 6),
        "intervals": report.intervals,
        "baselines": {
            baseline.name: {
                "macro_f1": round(baseline.scores.macro_f1, 6),
                "accuracy": round(baseline.scores.accuracy, 6),
                "calibration_error": baseline.calibration,
                "intervals": baseline.intervals,
            }
            for baseline in simpler
        },
        "entities": scores(report.entities),
        "entities_overlap": scores(report.overlap),
    }
    if errors:
        told["mistakes"] = [{key: getattr(m, key) for key in m.__slots__} for m in report.mistakes]
    return told
