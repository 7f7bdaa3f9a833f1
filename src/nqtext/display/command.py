"""The command ``nqtext report``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

__all__ = ["report"]

_FAILED, _MISUSED = 1, 2


def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE", help="Articles to read, or JSON Lines that tag wrote.", show_default=False
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="HTML", help="The page, written whole or not at all."),
    ] = None,
    recursive: Annotated[
        bool, typer.Option("-r", "--recursive", help="Read the files of folders, too, and of those in them.")
    ] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Number of processes.")] = 1,
) -> None:
    """Write one page to look at: an article with its labels and entities, or many behind an index.

    The page needs no network and no script; it follows the reader's light or dark theme, and prints.
    """
    from nqtext.display.html import html_page
    from nqtext.errors import ConfigurationError
    from nqtext.formats.inputs import Failures, articles, check_output, complain, files
    from nqtext.formats.output import replacing

    output = None if output == "-" else output
    failures = Failures()
    try:
        if output is None and sys.stdout.isatty():
            raise ConfigurationError("a page is no text for a terminal; give an output by -o report.html")
        inputs = files(paths, recursive)
        check_output(output, inputs)
        with replacing(output) as file:
            shown = list(articles(inputs, jobs, failures))
            if shown:
                file.write(html_page(shown).encode())
            else:
                raise ConfigurationError("there is no article to show")
    except ConfigurationError as error:
        complain(str(error))
        raise typer.Exit(_MISUSED) from None
    if failures.count:
        raise typer.Exit(_FAILED)
