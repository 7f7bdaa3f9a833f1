"""Options that several commands have, and the pipeline that they ask for."""

from __future__ import annotations

import gc
import hashlib
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nqtext.cli.ending import misused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.pipeline import Pipeline

__all__ = [
    "Jobs",
    "MinScore",
    "Paragraphs",
    "Quiet",
    "Segmenter",
    "Sentences",
    "Terms",
    "Words",
    "pipeline",
    "settings",
]

Segmenter = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        envvar="NQTEXT_SEGMENTER",
        help="Word segmenter: nqtext, underthesea or syllable.",
    ),
]
Words = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", envvar="NQTEXT_WORDS", help="Words of your own that are never cut, one a line."
    ),
]
Terms = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TSV",
        envvar="NQTEXT_TERMS",
        help="Terms of your own with the columns term and label; may be repeated.",
    ),
]
Paragraphs = Annotated[
    str | None,
    typer.Option(metavar="DIR", envvar="NQTEXT_PARAGRAPHS", help="A paragraph model of your own."),
]
MinScore = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        envvar="NQTEXT_MIN_SCORE",
        help="Give no label to a paragraph whose best score is below.",
    ),
]
Sentences = Annotated[
    bool, typer.Option("--sentences", help="Also give each sentence scores (JSON Lines, store).")
]
Jobs = Annotated[
    int,
    typer.Option("-j", "--jobs", min=1, metavar="N", envvar="NQTEXT_JOBS", help="Number of processes."),
]
Quiet = Annotated[
    bool,
    typer.Option("-q", "--quiet", envvar="NQTEXT_QUIET", help="No progress; errors are still told."),
]


def pipeline(
    segmenter: str | None,
    words: str | None,
    terms: list[str] | None,
    paragraphs: str | None,
    min_score: float | None,
    published: str | None = None,
    sentences: bool = False,
) -> Pipeline:
    """The pipeline asked for; what is wrong with a model or a date shows before the first input."""
    import nqtext

    try:
        nlp = nqtext.load(segmenter, words, terms, paragraphs, min_score, sentences=sentences)
        nlp("", published=published)
    except nqtext.NqtextError as error:
        raise misused(str(error)) from None
    gc.freeze()  # the tables stay: to look through them again and again costs a tenth of the time
    return nlp


def settings(
    words: str | None,
    terms: Sequence[str] | None,
    min_score: float | None,
    published: str | None = None,
    sentences: bool = False,
) -> dict[str, Any]:
    """What makes an article besides the versions of the pipeline; tables count by their content."""
    told: dict[str, Any] = {"min_score": min_score, "published": published}
    told["words"] = None if words is None else _hash(words)
    told["terms"] = [_hash(path) for path in terms or ()] or None
    told["sentences"] = sentences or None
    return {name: value for name, value in told.items() if value is not None}


def _hash(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
