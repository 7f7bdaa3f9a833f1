"""``nqtext tag``: articles in, reports, JSON Lines or a store out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from nqtext.cli.ending import FAILED, complain, ending_well, misused
from nqtext.cli.inputs import Failures, files_of, sources_of
from nqtext.cli.options import (
    Jobs,
    MinScore,
    Paragraphs,
    Quiet,
    Segmenter,
    Sentences,
    Terms,
    Words,
    pipeline,
    settings,
)
from nqtext.cli.output import PIPED_WIDTH, Format, check_output, renderer, writer
from nqtext.cli.progress import log_to_stderr, progress

__all__ = ["tag"]


def tag(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Articles to read, or tables of them (.jsonl, .csv, .parquet); - is standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="OUT", help="Write to this file, whole or not at all (JSON Lines)."
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="A report to read, or one JSON object a line.", show_default="text on a terminal, else jsonl"
        ),
    ] = None,
    recursive: Annotated[
        bool,
        typer.Option("-r", "--recursive", help="Read the files of folders, too, and of the folders in them."),
    ] = False,
    text: Annotated[
        str, typer.Option("--text-column", metavar="NAME", help="The column of a table with the text.")
    ] = "text",
    id: Annotated[
        str, typer.Option("--id-column", metavar="NAME", help="The column of a table with an identifier.")
    ] = "id",
    metadata: Annotated[
        list[str] | None,
        typer.Option(
            "--metadata-column",
            metavar="NAME",
            help="A column of a table that is metadata; may be repeated.",
            show_default="title, published, author, publisher, url",
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Date of the articles, such as 2022-05-18 or 2022-05.")
    ] = None,
    segmenter: Segmenter = None,
    words: Words = None,
    terms: Terms = None,
    paragraphs: Paragraphs = None,
    min_score: MinScore = None,
    sentences: Sentences = False,
    jobs: Jobs = 1,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            envvar="NQTEXT_DASK",
            help="With --store: let the Dask cluster with the scheduler at this address do the work.",
        ),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(
            min=40,
            metavar="N",
            help="Columns of the report.",
            show_default=f"the terminal's, else {PIPED_WIDTH}",
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            envvar="NQTEXT_STORE",
            help="Keep the articles in this SQLite file; what is in it and unchanged is skipped. "
            "Folders are read whole.",
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="With --store: go on, and tag what arrives, until interrupted.")
    ] = False,
    interval: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="With --watch: time between two looks.")
    ] = 2.0,
    retry: Annotated[
        bool, typer.Option("--retry", help="With --store: also what failed before and has not changed.")
    ] = False,
    summary: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            envvar="NQTEXT_SUMMARY",
            help="With --store: write how the run went as JSON; - is standard output.",
        ),
    ] = None,
    fail_fast: Annotated[
        bool,
        typer.Option("--fail-fast", envvar="NQTEXT_FAIL_FAST", help="End at the first input that fails."),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Analyse articles: label their paragraphs, find documents, officials, bodies, places and dates.

    An input that cannot be read or analysed is told in one line on standard error, and the others go on.
    """
    with ending_well():
        if store is None and (watch or retry or summary or dask):
            raise misused("--watch, --retry, --summary and --dask need --store FILE")
        if dask is not None and jobs > 1:
            raise misused("--dask: the cluster has its own number of processes; leave --jobs out")
        if store is not None and (output is not None or format is not None):
            raise misused(
                "--store: give either a store or --output and --format; nqtext store export writes files"
            )
        nlp = pipeline(segmenter, words, terms, paragraphs, min_score, published, sentences)
        if store is not None:
            from nqtext.cli.storing import tag_into_store

            failed = tag_into_store(
                paths,
                store,
                nlp,
                settings(words, terms, min_score, published, sentences),
                columns={"text": text, "id": id, "metadata": metadata or None},
                published=published,
                jobs=jobs,
                cluster=dask,
                retry=retry,
                fail_fast=fail_fast,
                watch=interval if watch else None,
                summary=summary,
                quiet=quiet,
            )
            if failed:
                raise typer.Exit(FAILED)
            return
        output = None if output == "-" else output
        on_screen = output is None and sys.stdout.isatty()
        chosen = format or (Format.TEXT if on_screen else Format.JSONL)
        files = list(files_of(paths, recursive))
        check_output(output, files)
        render = renderer(chosen, output is None, width)
        with (
            log_to_stderr(quiet),
            writer(output) as write,
            progress(len(files), hidden=quiet or on_screen) as tell,
        ):
            failures = Failures(tell, fail_fast)
            columns = {"text": text, "id": id, "metadata": metadata or None}
            sources = sources_of(files, columns, published, recursive, failures)
            # A reader at a terminal gets each report when it is ready; a batch is faster.
            batches = ([item] for item in sources) if chosen is Format.TEXT and jobs == 1 else [sources]
            for batch in batches:
                for outcome, path in nlp.pipe(batch, n_process=jobs, as_tuples=True, errors="yield"):
                    if isinstance(outcome, Exception):
                        failures.tell(path, outcome)
                    else:
                        write(render(outcome))
                        failures.passed()
        if failures.count:
            if failures.seen > 1:
                complain(f"{failures.count} of {failures.seen} inputs failed")
            raise typer.Exit(FAILED)
