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

    from nqtext.training.floors import Figures


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
    train.add_argument(
        "--standoff",
        nargs=2,
        metavar=("LABELS", "FOLDER"),
        help="labels of further texts (see nqtext.training.standoff), and the folder that holds the texts",
    )
    train.add_argument("--name", default="own", help="name on the card")
    train.add_argument("--licence", help="licence of the weights, for the manifest")
    train.add_argument("--min-articles", type=int, help="leave out features seen in fewer articles")
    train.add_argument("--folds", type=int, help="folds of the cross-validation")
    train.add_argument(
        "--study",
        action="store_true",
        help="also learn from ever fewer articles and without each group of features, for the card",
    )
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
    evaluate.add_argument(
        "--baselines",
        metavar="TRAIN",
        help="gold file to learn the words of paragraphs from: what they reach alone is told beside the list "
        "of keywords",
    )
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
    from nqtext.training.printing import print_scores
    from nqtext.training.tagger import train_tagger

    beside = options.gold.with_name("dev.jsonl")
    check = options.check or (beside if beside.exists() and beside != options.gold else None)
    articles = options.gold.absolute().parent.parent / "corpora" / "policy_news.jsonl.gz"
    corpus = options.corpus or (articles if articles.exists() else None)
    for name, result in train_tagger(options.gold, options.output, check, corpus).items():
        for what in ("rules", "tagger", "both"):
            print_scores(f"{name}, {what}", getattr(result, what)["all"])
    return 0


def _train(options: argparse.Namespace) -> int:
    from nqtext.training.paragraphs import train_paragraphs
    from nqtext.training.printing import print_scores
    from nqtext.training.scores import label_scores
    from nqtext.training.settings import Settings
    from nqtext.training.standoff import read_standoff

    chosen = {
        key: getattr(options, key)
        for key in ("min_articles", "folds", "furniture_label")
        if getattr(options, key) is not None
    }
    trained = train_paragraphs(
        options.gold,
        options.output,
        Settings(**chosen),
        options.name,
        options.check,
        options.licence,
        options.study,
        read_standoff(*options.standoff) if options.standoff else None,
    )
    labels = trained.model.labels
    best = trained.unseen.predicted.argmax(axis=1)
    scores = label_scores([labels[k] for k in trained.unseen.gold], [labels[k] for k in best], labels)
    print(f"{options.output}: {scores.count} paragraphs; cross-validated over articles:")
    print_scores("paragraphs", scores)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from nqtext.training.baselines import baselines
    from nqtext.training.evaluation import evaluate
    from nqtext.training.gold import read_gold
    from nqtext.training.printing import plain, print_report

    gold = read_gold(options.gold)
    simpler = baselines(gold, read_gold(options.baselines) if options.baselines else None)
    report = evaluate(gold, paragraphs=options.model)
    if options.json:
        print(json.dumps(plain(report, options.errors, simpler), ensure_ascii=False, indent=2))
    else:
        print_report(report, options.errors, simpler)
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
    from nqtext.training.printing import print_links

    print_links(evaluate_links(read_links(options.labels), read_gold(options.gold)), options.errors)
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


if __name__ == "__main__":
    sys.exit(main())
