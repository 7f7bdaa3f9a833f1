"""The command line ``nqtext``.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.

Exit codes: 0 all good, 1 some inputs failed, 2 usage or configuration, 130 interrupted.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from nqtext.article import Article
    from nqtext.reading import Source

__all__ = ["app", "main"]

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
_PIPED_WIDTH, _WIDEST = 100, 120
_LINE_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")

app = typer.Typer(
    name="nqtext",
    help="Vietnamese policy articles: words, entities, paragraphs sorted into goals, tasks and directives.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """What ``tag`` writes."""

    TEXT = "text"
    JSONL = "jsonl"


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
    segmenter: Annotated[
        str | None, typer.Option(metavar="NAME", help="Word segmenter: nqtext, underthesea or syllable.")
    ] = None,
    words: Annotated[
        str | None, typer.Option(metavar="FILE", help="Words of your own that are never cut, one a line.")
    ] = None,
    terms: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TSV", help="Terms of your own with the columns term and label; may be repeated."
        ),
    ] = None,
    paragraphs: Annotated[
        str | None, typer.Option(metavar="DIR", help="A paragraph model of your own.")
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Give no label to a paragraph whose best score is below."),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, metavar="N", help="Number of processes.")] = 1,
    width: Annotated[
        int | None,
        typer.Option(
            min=40,
            metavar="N",
            help="Columns of the report.",
            show_default=f"the terminal's, else {_PIPED_WIDTH}",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress bar; errors are still told.")
    ] = False,
) -> None:
    """Analyse articles: label their paragraphs, find documents, officials, bodies, places and dates.

    An input that cannot be read or analysed is told in one line on standard error, and the others go on.
    """
    import nqtext

    output = None if output == "-" else output
    on_screen = output is None and sys.stdout.isatty()
    chosen = format or (Format.TEXT if on_screen else Format.JSONL)
    with _ending_well():
        try:
            nlp = nqtext.load(segmenter, words, terms, paragraphs, min_score)
            nlp("", published=published)  # what is wrong with a model or a date shows before the first input
        except nqtext.NqtextError as error:
            raise _misused(str(error)) from None
        files = list(_files(paths, recursive))
        _check_output(output, files)
        render = _renderer(chosen, output is None, width)
        with _writer(output) as write, _progress(len(files), hidden=quiet or on_screen) as advance:
            failures = _Failures(advance)
            columns = {"text": text, "id": id, "metadata": metadata or None}
            sources = _sources(files, columns, published, recursive, failures)
            written = 0
            # A reader at a terminal gets each report when it is ready; a batch is faster.
            batches = ([item] for item in sources) if chosen is Format.TEXT and jobs == 1 else [sources]
            for batch in batches:
                for outcome, path in nlp.pipe(batch, n_process=jobs, as_tuples=True, errors="yield"):
                    if isinstance(outcome, Exception):
                        failures.tell(path, outcome)
                    else:
                        write(render(outcome))
                        written += 1
                        advance()
        if failures.count:
            if failures.count + written > 1:
                _complain(f"{failures.count} of {failures.count + written} inputs failed")
            raise typer.Exit(FAILED)


@app.command()
def info(
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Say versions, and the models with their hashes, licences and places."""
    from nqtext.about import about, about_text

    facts = about()
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n" if as_json else about_text(facts)
    with _ending_well(), _writer(None) as write:
        write(text)
        if any("error" in model for model in facts["models"]):
            raise typer.Exit(MISUSED)


class _Failures:
    """Tells what went wrong, one line an input, and counts."""

    def __init__(self, advance: Callable[[], object]) -> None:
        self.count = 0
        self._advance = advance

    def tell(self, path: str, error: Exception) -> None:
        """One line on standard error that names the input."""
        from nqtext.errors import NqtextError

        self.count += 1
        self._advance()
        name = "standard input" if path == "-" else path
        message = str(error)
        if isinstance(error, OSError) and error.strerror:
            message = error.strerror
        elif not isinstance(error, NqtextError):
            message = f"{type(error).__name__}: {error}"
        _complain(message if message.startswith((f"{name}: ", f"{name}, ")) else f"{name}: {message}")


def _files(paths: Iterable[str], recursive: bool) -> Iterator[str]:
    """The paths as given, folders replaced by the files in them where ``recursive``."""
    for path in paths:
        if not (recursive and os.path.isdir(path)):
            yield path
            continue
        found = False
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    found = True
                    yield os.path.join(folder, name)
        if not found:
            yield path  # an empty folder is told like any other path without an article


def _sources(
    paths: Iterable[str],
    columns: Mapping[str, Any],
    published: str | None,
    recursive: bool,
    failures: _Failures,
) -> Iterator[tuple[Source, str]]:
    """What was read, with its path; what could not be read is told and left out."""
    import nqtext
    from nqtext.records import FrozenDict

    for path in paths:
        try:
            if path != "-" and os.path.isdir(path):
                what = "it holds no file to read" if recursive else "name its files, or give --recursive"
                raise nqtext.ReadError(f"{path}: is a folder; {what}")
            for source in nqtext.read_many(path, **columns, errors="yield"):
                if isinstance(source, Exception):
                    failures.tell(path, source)
                elif published is None:
                    yield source, source.id or path
                else:
                    known = FrozenDict({**source.metadata, "published": published})
                    yield replace(source, metadata=known), source.id or path
        except Exception as error:  # whatever a parser stumbles over, the other inputs go on
            failures.tell(path, error)


def _renderer(format: Format, to_stdout: bool, width: int | None) -> Callable[[Article], str]:
    """From an article to what is written for it."""
    if format is Format.JSONL:
        return lambda article: article.to_json() + "\n"
    from rich.console import Console

    from nqtext.display import text_report

    screen = Console(file=sys.stdout)  # knows NO_COLOR, FORCE_COLOR, TERM and old Windows consoles
    color = (
        to_stdout and screen.color_system is not None and not screen.no_color and not screen.legacy_windows
    )
    columns = width or (min(screen.width, _WIDEST) if to_stdout and sys.stdout.isatty() else _PIPED_WIDTH)
    rule = itertools.chain([""], itertools.repeat(f"\n{'═' * columns}\n\n"))
    return lambda article: next(rule) + text_report(article, columns, color)


@contextmanager
def _writer(output: str | None) -> Iterator[Callable[[str], object]]:
    """A function that writes text to standard output, or to a file that appears when all is written."""
    if output is None:
        stdout = sys.stdout
        encoding = stdout.encoding if stdout.isatty() else "utf-8"

        def write(text: str) -> None:
            stdout.buffer.write(text.encode(encoding, "replace"))
            stdout.buffer.flush()

        yield write
        return
    target = os.path.realpath(output)
    regular = os.path.isfile(target) or not os.path.exists(target)  # not a device or a named pipe
    try:
        if regular:
            handle, path = tempfile.mkstemp(
                dir=os.path.dirname(target), prefix=f".{os.path.basename(target)}."
            )
            file = os.fdopen(handle, "wb")
        else:
            path, file = target, open(target, "wb")  # noqa: SIM115
    except OSError as error:
        raise _misused(f"{output}: cannot be written: {error.strerror}") from None
    try:
        with file:
            yield lambda text: file.write(text.encode("utf-8", "replace"))
        if regular:
            os.chmod(path, _mode(target))
            os.replace(path, target)
    except BaseException:
        if regular:
            os.unlink(path)
        raise


def _mode(target: str) -> int:
    """The permissions of a file that is replaced, or those that a new one gets."""
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextmanager
def _progress(total: int, hidden: bool) -> Iterator[Callable[[], object]]:
    """A bar on standard error, where that is a terminal and there is something to wait for."""
    if hidden or total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("Articles", total=total)
        yield lambda: bar.advance(task)


@contextmanager
def _ending_well() -> Iterator[None]:
    """Interruption, a reader that has gone (``| head``) and a full disk end without a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it fails no more
        raise typer.Exit from None
    except Exception as error:
        from nqtext.errors import NqtextError

        if not isinstance(error, OSError | NqtextError):
            raise
        _complain(f"cannot write: {error.strerror}" if isinstance(error, OSError) else str(error))
        raise typer.Exit(FAILED) from None


def _check_output(output: str | None, files: Iterable[str]) -> None:
    if output is None or not os.path.exists(output):
        return
    for path in files:
        if path != "-" and os.path.isfile(path) and os.path.samefile(path, output):
            raise _misused(f"{output}: is one of the articles to read; give another output")


def _misused(message: str) -> typer.Exit:
    _complain(message)
    return typer.Exit(MISUSED)


def _complain(message: str) -> None:
    print(f"nqtext: {_LINE_BREAKS.sub(' ', message)}", file=sys.stderr)
