"""The command line ``nqtext``.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.

Exit codes: 0 all good, 1 some inputs failed, 2 usage or configuration, 130 interrupted.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from nqtext.cli.ending import INTERRUPTED, MISUSED, ending_well
from nqtext.cli.output import writer
from nqtext.cli.store_commands import commands as store_commands
from nqtext.cli.tag_command import tag
from nqtext.display.command import report
from nqtext.formats.command import convert

__all__ = ["app", "main"]

app = typer.Typer(
    name="nqtext",
    help="Vietnamese policy articles: words, entities, paragraphs sorted into goals, tasks and directives.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(tag)
app.command()(ending_well()(convert))
app.command()(ending_well()(report))


def main() -> None:
    """Run the command line; the entry point ``nqtext``."""
    try:
        app(prog_name="nqtext")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _version(asked: bool) -> None:
    if asked:
        from nqtext._version import __version__

        typer.echo(f"nqtext {__version__}")
        raise typer.Exit


@app.callback()
def _nqtext(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def info(
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Say versions, and the models with their hashes, licences and places."""
    from nqtext.about import about, about_text

    facts = about()
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n" if as_json else about_text(facts)
    with ending_well(), writer(None) as write:
        write(text)
        if any("error" in model for model in facts["models"]):
            raise typer.Exit(MISUSED)


app.add_typer(store_commands, name="store")
