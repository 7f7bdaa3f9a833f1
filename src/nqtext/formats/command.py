"""The command ``nqtext convert``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nqtext.formats.names import Cells, Misaligned, SourceFormat, TargetFormat, Unit

if TYPE_CHECKING:
    from nqtext.article import Article
    from nqtext.formats.inputs import Failures

__all__ = ["convert"]

_FAILED, _MISUSED = 1, 2


def convert(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Articles to read, or JSON Lines that tag wrote; with --from what was annotated elsewhere.",
            show_default=False,
        ),
    ],
    to: Annotated[
        TargetFormat | None, typer.Option("-t", "--to", help="The format to write.", show_default=False)
    ] = None,
    source: Annotated[
        SourceFormat | None,
        typer.Option(
            "-f",
            "--from",
            help="Read annotations of this tool; training data is written.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="A file, written whole or not at all; brat, csv: a new folder.",
        ),
    ] = None,
    misaligned: Annotated[
        Misaligned,
        typer.Option(
            help="What becomes of a span that ends inside a word; split is for --to, keep for --from."
        ),
    ] = Misaligned.RAISE,
    unit: Annotated[
        Unit | None,
        typer.Option(
            help="What the tool's offsets count.", show_default="the tool's own; see docs/formats.md"
        ),
    ] = None,
    cells: Annotated[
        Cells,
        typer.Option(help="CSV cells that look like formulas: an apostrophe in front, or all texts quoted."),
    ] = Cells.NEUTRAL,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")] = False,
    config: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write Label Studio's labelling interface here, too.")
    ] = None,
    paragraph_labels: Annotated[
        list[str] | None,
        typer.Option(
            "--paragraph-label",
            metavar="LABEL",
            help="With --from: a label that means paragraphs; may be repeated.",
            show_default="goal, task, directive, other",
        ),
    ] = None,
    unlabelled: Annotated[
        str, typer.Option(metavar="LABEL", help="With --from: the label of paragraphs that have none.")
    ] = "other",
    recursive: Annotated[
        bool, typer.Option("-r", "--recursive", help="Read the files of folders, too, and of those in them.")
    ] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Number of processes.")] = 1,
) -> None:
    """Write articles in the format of another tool, or read what was annotated there as training data.

    An input that cannot be used is told in one line on standard error, and the others go on.
    """
    from nqtext.errors import ConfigurationError, MissingExtraError
    from nqtext.formats.inputs import Failures, check_output, complain, files

    output = None if output == "-" else output
    failures = Failures()
    try:
        if (to is None) == (source is None):
            raise ConfigurationError("give either --to, a format to write, or --from, a tool to read from")
        if config is not None and to is not TargetFormat.LABEL_STUDIO:
            raise ConfigurationError("--config goes with --to label-studio")
        if to is not None:
            if misaligned is Misaligned.KEEP:
                raise ConfigurationError("--misaligned keep goes with --from")
            inputs = files(paths, recursive)
            check_output(output, inputs)
            _export(inputs, to, output, (misaligned, unit, cells, bom), config, jobs, failures)
        elif source is not None:
            if misaligned is Misaligned.SPLIT:
                raise ConfigurationError("--misaligned split goes with --to")
            check_output(output, paths)
            labels = tuple(paragraph_labels) if paragraph_labels else None
            _import(paths, source, output, misaligned, unit, labels, unlabelled, failures)
    except (ConfigurationError, MissingExtraError) as error:
        complain(str(error))
        raise typer.Exit(_MISUSED) from None
    if failures.count:
        raise typer.Exit(_FAILED)


def _export(
    inputs: list[str],
    to: TargetFormat,
    output: str | None,
    options: tuple[Misaligned, Unit | None, Cells, bool],
    config: str | None,
    jobs: int,
    failures: Failures,
) -> None:
    from nqtext.errors import ConfigurationError, MissingExtraError, NqtextError
    from nqtext.formats.inputs import articles
    from nqtext.formats.output import Options, replacing, writing

    seen: list[tuple[frozenset[str], frozenset[str]]] = []
    with writing(to, output, Options(*options)) as add:
        for article in articles(inputs, jobs, failures):
            try:
                add(article)
            except (ConfigurationError, MissingExtraError):
                raise
            except NqtextError as error:
                failures.tell(article.id or "an article", error)
            if config is not None:
                seen.append(_labels(article))
    if config is not None:
        from nqtext.formats.label_studio import label_config
        from nqtext.records import ENTITY_LABELS, PARAGRAPH_LABELS

        kinds = [frozenset().union(*kind) for kind in zip(*seen, strict=True)] or [frozenset[str]()] * 2
        known = [
            (*first, *sorted(found.difference(first)))
            for first, found in zip((ENTITY_LABELS, PARAGRAPH_LABELS), kinds, strict=True)
        ]
        with replacing(config) as file:
            file.write(label_config(*known).encode())


def _labels(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(mention.label for mention in article.entities), frozenset(article.labels)


def _import(
    paths: list[str],
    source: SourceFormat,
    output: str | None,
    misaligned: Misaligned,
    unit: Unit | None,
    labels: tuple[str, ...] | None,
    unlabelled: str,
    failures: Failures,
) -> None:
    from nqtext.errors import NqtextError
    from nqtext.formats.annotated import Reading, read_items
    from nqtext.formats.inputs import complain
    from nqtext.formats.output import replacing
    from nqtext.records import PARAGRAPH_LABELS

    reading = Reading(unit, misaligned, labels or PARAGRAPH_LABELS, unlabelled)
    count = 0
    with replacing(output) as file:
        for path in paths:
            try:
                for item in read_items(path, source, reading):
                    if isinstance(item, NqtextError):
                        failures.tell(path, item)
                    else:
                        file.write(f"{item.to_gold()}\n".encode())
                        count += 1
            except NqtextError as error:
                failures.tell(path, error)
    if output is not None and sys.stderr.isatty():
        complain(f"{os.path.basename(output)}: {count} annotated texts")
