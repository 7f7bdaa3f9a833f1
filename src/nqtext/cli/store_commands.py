"""The commands ``nqtext store``: what is in a store, and what comes out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nqtext.cli.ending import FAILED, ending_well, misused
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
from nqtext.cli.output import writer
from nqtext.cli.progress import log_to_stderr, progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.corpus import Reader

__all__ = ["commands"]

commands = typer.Typer(
    help="A store of tagged articles, made by nqtext tag PATH... --store FILE.", no_args_is_help=True
)
_Path = Annotated[str, typer.Argument(metavar="STORE", help="The store.", show_default=False)]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


@commands.command()
def status(store: _Path, as_json: _Json = False) -> None:
    """Say how many articles there are, what made them, what failed, and how the last runs went."""
    with ending_well(), _open(store) as opened:
        found = opened.status()
        if as_json:
            _write([json.dumps({**found._asdict(), "makings": dict(found.makings)}, ensure_ascii=False)])
            return
        _write(
            [
                f"{found.path}: layout {found.layout}, {found.size / 1e6:.1f} MB",
                f"{found.articles} articles, {found.paragraphs} paragraphs, {found.mentions} mentions, "
                f"{found.failures} failures",
                *(f"made in the way {making or '-'}: {count} articles" for making, count in found.makings),
                *(
                    f"run {run['id']}, {run['started']} to {run['ended'] or '?'}, {run['state']}: "
                    f"{_number(run['tagged'])} tagged, {_number(run['skipped'])} unchanged, "
                    f"{_number(run['failed'])} failed, {_number(run['failed_before'])} failed before"
                    for run in found.runs
                ),
            ]
        )


@commands.command()
def failures(store: _Path, as_json: _Json = False) -> None:
    """List the inputs that failed and have not succeeded since, with the reason; exit code 1 if any."""
    with ending_well(), _open(store) as opened:
        found = opened.failures()
        if as_json:
            _write(json.dumps(failure._asdict(), ensure_ascii=False) for failure in found)
        else:
            _write(
                f"{_line(failure.article)}: {_line(failure.reason.removeprefix(f'{failure.article}: '))} "
                f"({failure.error}, tried {failure.attempts} x, last {failure.last})"
                for failure in found
            )
        if found:
            raise typer.Exit(FAILED)


@commands.command()
def search(
    store: _Path,
    query: Annotated[
        str,
        typer.Argument(help='Words, "phrases", numbers; without diacritics they are found with any.'),
    ],
    label: Annotated[
        str | None, typer.Option(metavar="LABEL", help="Only goal, task, directive or other.")
    ] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, metavar="N", help="At most so many.")] = 20,
    as_json: _Json = False,
) -> None:
    """Find paragraphs, the best first; exit code 1 if there is none."""
    from nqtext.corpus.searching import excerpt
    from nqtext.errors import ConfigurationError

    with ending_well(), _open(store) as opened:
        try:
            hits = opened.search(query, label=label, limit=limit)
        except ConfigurationError as error:
            raise misused(str(error)) from None
        if as_json:
            _write(json.dumps(hit._asdict(), ensure_ascii=False) for hit in hits)
        else:
            _write(
                f"{_line(hit.article)}:{hit.paragraph + 1} [{hit.label or '-'}] {excerpt(hit.text, query)}"
                for hit in hits
            )
        if not hits:
            raise typer.Exit(FAILED)


@commands.command()
def export(
    store: _Path,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="The file: .jsonl, .csv or .parquet.")
    ],
    format: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="jsonl, csv or parquet.", show_default="by OUT")
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="What a row of CSV or Parquet is: articles, paragraphs, sentences, tokens, mentions, "
            "referents, documents, officials or dates.",
        ),
    ] = "paragraphs",
) -> None:
    """Write the articles whole (JSON Lines), or one table of them (CSV, Parquet)."""
    import nqtext.corpus
    from nqtext.errors import ConfigurationError, MissingExtraError

    with ending_well(), _open(store) as opened:
        try:
            nqtext.corpus.export(opened.articles(), output, format, kind)
        except (ConfigurationError, MissingExtraError) as error:
            raise misused(str(error)) from None


@commands.command()
def retag(
    store: _Path,
    segmenter: Segmenter = None,
    words: Words = None,
    terms: Terms = None,
    paragraphs: Paragraphs = None,
    min_score: MinScore = None,
    sentences: Sentences = False,
    jobs: Jobs = 1,
    quiet: Quiet = False,
) -> None:
    """Tag anew, from the texts in the store, the articles that other versions or settings made."""
    import nqtext.corpus

    with ending_well(), log_to_stderr(quiet):
        nlp = pipeline(segmenter, words, terms, paragraphs, min_score, sentences=sentences)
        with _open(store) as opened:
            total = len(opened)
        with nqtext.corpus.Store(store) as target, progress(total, quiet) as tell:
            summary = nqtext.corpus.retag(
                target,
                nlp,
                n_process=jobs,
                settings=settings(words, terms, min_score, sentences=sentences),
                progress=lambda now: tell(now.seen, now.tagged + now.failed, now.failed),
            )
        _write([json.dumps(summary.to_dict(), ensure_ascii=False)])
        if summary.failed:
            raise typer.Exit(FAILED)


def _open(path: str) -> Reader:
    from nqtext.corpus import Reader

    return Reader(path)


def _write(lines: Iterable[str]) -> None:
    with writer(None) as write:
        for line in lines:
            write(f"{line}\n")


def _line(text: str) -> str:
    return " ".join(text.split())


def _number(value: Any) -> Any:
    return "?" if value is None else value
