"""The command line of training and evaluation: ``python -m nqtext.training``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.errors import NqtextError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.training.evaluation import Report
    from nqtext.training.floors import Figures
    from nqtext.training.scores import Scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 all good, 1 bad data, 2 usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except NqtextError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nqtext.training", description="Train and evaluate models."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser(
        "paragraphs", help="train a paragraph model on a gold file with labels of any names"
    )
    train.add_argument("gold", help="gold file: JSON Lines with text and paragraphs")
    train.add_argument(
        "-o", "--output", default="models/paragraphs", help="model folder (default: %(default)s)"
    )
    train.add_argument(
        "--check", metavar="GOLD", help="second gold file, not trained on, for the figures of the card"
    )
    train.add_argument("--name", default="own", help="name on the card")
    train.add_argument("--licence", help="licence of the weights, for the manifest")
    train.add_argument("--min-articles", type=int, help="leave out features seen in fewer articles")
    train.add_argument("--folds", type=int, help="folds of the cross-validation")
    train.add_argument("--furniture-label", help="label of page furniture")
    train.set_defaults(run=_train)

    segmenter = commands.add_parser("segmenter", help="train nqtext's word segmenter")
    segmenter.add_argument("shared", type=Path, help="folder with treebank/ and corpora/")
    segmenter.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("models/segmenter"),
        help="model folder (default: %(default)s)",
    )
    segmenter.add_argument(
        "--paragraphs", type=int, help="paragraphs of the background corpus (default: all)"
    )
    segmenter.set_defaults(run=_segmenter)

    tagger = commands.add_parser("tagger", help="train nqtext's tagger of names")
    tagger.add_argument("gold", type=Path, help="gold file: JSON Lines with text and entities")
    tagger.add_argument(
        "-o", "--output", type=Path, default=Path("models/tagger"), help="model folder (default: %(default)s)"
    )
    tagger.add_argument(
        "--check",
        metavar="GOLD",
        type=Path,
        help="second gold file, not trained on, for the figures of the card (default: dev.jsonl beside the "
        "first, where there is one)",
    )
    tagger.add_argument(
        "--corpus",
        metavar="FILE",
        type=Path,
        help="articles without annotations, to go on learning from (default: corpora/policy_news.jsonl.gz "
        "beside the folder of the first, where there is one)",
    )
    tagger.set_defaults(run=_tagger)

    evaluate = commands.add_parser("evaluate", help="precision, recall and F1 on a gold file")
    evaluate.add_argument("gold", help="gold file")
    evaluate.add_argument("--model", metavar="DIR", help="a paragraph model of your own")
    evaluate.add_argument("--errors", action="store_true", help="print every mistake in its context")
    evaluate.add_argument("--json", action="store_true", help="print JSON")
    evaluate.set_defaults(run=_evaluate)

    numbers = commands.add_parser(
        "numbers", help="which real document numbers parse and are found, however they are spelt"
    )
    numbers.add_argument("file", help="numbers in the first column, tab-separated")
    numbers.set_defaults(run=_numbers)

    entities = commands.add_parser("entities", help="take a snapshot of the entities found in a set of texts")
    entities.add_argument(
        "texts", nargs="+", help="files that nqtext reads, or JSON Lines (.jsonl, .jsonl.gz)"
    )
    entities.add_argument("-o", "--output", required=True, metavar="SNAPSHOT", help="where it is written")
    entities.set_defaults(run=_entities)

    changes = commands.add_parser(
        "changes",
        help="what changed in the entities since a snapshot; exit code 0 nothing, 1 something, 2 trouble",
    )
    changes.add_argument("old", metavar="SNAPSHOT", help="taken by the entities command")
    changes.add_argument("texts", nargs="*", help="the texts that it was taken of")
    changes.add_argument(
        "--new", metavar="SNAPSHOT", help="compare with this one, not with what is found now"
    )
    changes.add_argument("--limit", type=int, help="how many changes of a kind are shown for a label")
    changes.set_defaults(run=_changes)
    links = commands.add_parser("links", help="precision and recall of links, accuracy of keys and values")
    links.add_argument("labels", help="stand-off labels, as tests/eval/dev_links.jsonl")
    links.add_argument("gold", help="gold file that holds the texts")
    links.add_argument("--errors", action="store_true", help="print every mistake in its context")
    links.set_defaults(run=_links)

    floors = commands.add_parser("floors", help="raise the floors that tests hold the figures to")
    floors.add_argument("gold", help="gold file")
    floors.add_argument(
        "-o", "--output", default="tests/eval/floors.json", help="floor file (default: %(default)s)"
    )
    floors.add_argument(
        "--lower", action="store_true", help="also lower floors that the figures no longer reach"
    )
    floors.add_argument("--labels", help="stand-off labels of links: floors for links, keys and values")
    floors.set_defaults(run=_floors)

    gazetteers = commands.add_parser("gazetteers", help="check the tables of terms; exit code 1 for problems")
    gazetteers.add_argument("folder", nargs="?", help="folder of TSV files (default: the library's)")
    gazetteers.set_defaults(run=_gazetteers)
    return parser


def _gazetteers(options: argparse.Namespace) -> int:
    from nqtext.training.gazetteers import check_gazetteers, tables

    given = tables(options.folder)
    problems = check_gazetteers(given)
    for problem in problems:
        print(problem)
    rows = sum(map(len, given.values()))
    print(f"{len(given)} tables, {rows} rows: {len(problems) or 'no'} problems")
    return int(bool(problems))


def _segmenter(options: argparse.Namespace) -> int:
    from nqtext.training.segmenter import train_segmenter

    print(train_segmenter(options.shared, options.output, options.paragraphs))
    return 0


def _tagger(options: argparse.Namespace) -> int:
    from nqtext.training.tagger import train_tagger

    beside = options.gold.with_name("dev.jsonl")
    check = options.check or (beside if beside.exists() and beside != options.gold else None)
    articles = options.gold.absolute().parent.parent / "corpora" / "policy_news.jsonl.gz"
    corpus = options.corpus or (articles if articles.exists() else None)
    for name, result in train_tagger(options.gold, options.output, check, corpus).items():
        for what in ("rules", "tagger", "both"):
            _print_scores(f"{name}, {what}", getattr(result, what)["all"])
    return 0


def _train(options: argparse.Namespace) -> int:
    from nqtext.training.paragraphs import Settings, train_paragraphs
    from nqtext.training.scores import label_scores

    chosen = {
        key: getattr(options, key)
        for key in ("min_articles", "folds", "furniture_label")
        if getattr(options, key) is not None
    }
    trained = train_paragraphs(
        options.gold, options.output, Settings(**chosen), options.name, options.check, options.licence
    )
    labels = trained.model.labels
    best = trained.unseen.predicted.argmax(axis=1)
    scores = label_scores([labels[k] for k in trained.unseen.gold], [labels[k] for k in best], labels)
    print(f"{options.output}: {scores.count} paragraphs; cross-validated over articles:")
    _print_scores("paragraphs", scores)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from nqtext.training.evaluation import evaluate
    from nqtext.training.gold import read_gold

    report = evaluate(read_gold(options.gold), paragraphs=options.model)
    if options.json:
        print(json.dumps(_plain(report, options.errors), ensure_ascii=False, indent=2))
        return 0
    print(f"{report.data}  SHA-256 {report.sha256}")
    print("  ".join(f"{key} {value}" for key, value in report.versions.items()))
    for kind, scores in report.paragraphs.items():
        _print_scores(f"paragraphs, {kind}", scores)
    _print_confusion(report)
    print(
        f"\nsecondary labels: F1 {report.also.f1:.3f} (of {report.also.wanted})   "
        f"calibration error {report.calibration:.3f}"
    )
    for kind, scores in report.entities.items():
        _print_scores(f"entities, {kind}, exact span", scores)
    if report.overlap:
        _print_scores("entities, all, overlap", report.overlap["all"])
    if report.intervals:
        print("\n95 % intervals (bootstrap over articles)")
        for name, (low, high) in sorted(report.intervals.items()):
            print(f"  {name:<32}{low:>8.3f} to {high:.3f}")
    if options.errors:
        for mistake in report.mistakes:
            place = f"{mistake.article}: {mistake.what}, wanted {mistake.wanted}, given {mistake.given}"
            before, after = " ".join(mistake.before.split()), " ".join(mistake.after.split())
            print(f"\n{place}\n  …{before} [[{mistake.text}]] {after}…")
    return 0


def _numbers(options: argparse.Namespace) -> int:
    from nqtext.training.numbers import check_numbers, read_numbers

    report = check_numbers(read_numbers(options.file))
    print("\n".join(report.lines()))
    return int(bool(report.unparsed))


def _entities(options: argparse.Namespace) -> int:
    from nqtext.training.snapshots import read_texts, take_snapshot, write_snapshot

    snapshot = take_snapshot(read_texts(options.texts))
    write_snapshot(snapshot, options.output)
    count = sum(len(entities) for _, entities in snapshot.articles.values())
    print(f"{options.output}: {count} entities in {len(snapshot.articles)} articles")
    return 0


def _changes(options: argparse.Namespace) -> int:
    from nqtext.training.changes import change_lines, compare
    from nqtext.training.snapshots import read_snapshot, read_texts, take_snapshot

    if not options.texts and not options.new:
        print(
            "error: give the texts that the snapshot was taken of, or another one by --new", file=sys.stderr
        )
        return 2
    try:
        sources = list(read_texts(options.texts))
        new = read_snapshot(options.new) if options.new else take_snapshot(sources)
        changes = compare(read_snapshot(options.old), new)
    except NqtextError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(
        "\n".join(change_lines(changes, {source.id or "": source.text for source in sources}, options.limit))
    )
    return int(bool(changes))


def _links(options: argparse.Namespace) -> int:
    from nqtext.training.gold import read_gold
    from nqtext.training.linkage import evaluate_links, read_links

    report = evaluate_links(read_links(options.labels), read_gold(options.gold))
    print(f"{report.data}  SHA-256 {report.sha256}")
    print("\nlinks: pairs of mentions, and B-cubed over the mentions found")
    print(f"  {'':<14}{'precision':>10}{'recall':>10}{'pairs':>9}{'B3 prec.':>10}{'B3 recall':>10}")
    for label, count in (*report.links.items(), ("all", report.all_links)):
        line = f"  {label:<14}{count.precision:>10.3f}{count.recall:>10.3f}{count.wanted:>9}"
        print(line + "".join(f"{value:>10.3f}" for value in report.bcubed.get(label, ())))
    print("\naccuracy over the mentions found")
    for name, count in (*report.keys.items(), ("value of dates", report.values)):
        print(f"  {name:<14}{count.precision:>10.3f}{count.given:>9}")
    if options.errors:
        for mistake in report.mistakes:
            print(f"\n{mistake.article}: {mistake.what}, {mistake.label} {mistake.detail}")
            print("\n".join(f"  {context}" for context in mistake.contexts))
    return 0


def _floors(options: argparse.Namespace) -> int:
    from nqtext.training.evaluation import evaluate
    from nqtext.training.floors import update_floors
    from nqtext.training.gold import read_gold
    from nqtext.training.linkage import evaluate_links, read_links

    gold = read_gold(options.gold)
    report: Figures = evaluate_links(read_links(options.labels), gold) if options.labels else evaluate(gold)
    changes = update_floors(options.output, report, lower=options.lower)
    for line in changes:
        print(line)
    print(f"{options.output}: {len(changes)} floors changed")
    return 0


def _print_scores(title: str, scores: Scores) -> None:
    micro = scores.micro
    print(f"\n{title} ({scores.count})")
    print(f"  {'':<14}{'precision':>10}{'recall':>10}{'F1':>10}{'wanted':>9}")
    for label, count in (*scores.by_label.items(), ("micro", micro)):
        print(f"  {label:<14}{count.precision:>10.3f}{count.recall:>10.3f}{count.f1:>10.3f}{count.wanted:>9}")
    print(f"  {'macro':<14}{'':>20}{scores.macro_f1:>10.3f}")


def _print_confusion(report: Report) -> None:
    confusion = report.paragraphs["all"].confusion
    columns = [*report.labels, *sorted({given for _, given in confusion} - set(report.labels))]
    print("\nconfusion (rows: gold, columns: given)")
    print("  " + " " * 14 + "".join(f"{label[:11]:>12}" for label in columns))
    for wanted in report.labels:
        print(f"  {wanted:<14}" + "".join(f"{confusion.get((wanted, given), 0):>12}" for given in columns))


def _plain(report: Report, errors: bool) -> dict[str, object]:
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
    plain: dict[str, object] = {
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
        "entities": scores(report.entities),
        "entities_overlap": scores(report.overlap),
    }
    if errors:
        plain["mistakes"] = [{key: getattr(m, key) for key in m.__slots__} for m in report.mistakes]
    return plain


if __name__ == "__main__":
    sys.exit(main())
