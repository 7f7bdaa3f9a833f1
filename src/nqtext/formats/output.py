"""Articles written to a file or folder, one after the other, whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from nqtext.errors import ConfigurationError
from nqtext.formats.names import Cells, Misaligned, TargetFormat, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from nqtext.article import Article

__all__ = ["Options", "new_folder", "replacing", "write", "writing"]


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are written; each format takes what concerns it.

    Attributes:
        misaligned: what to do with an entity that ends inside a word, where the format has words.
        unit: what offsets count, for Label Studio and doccano; None is the format's usual unit.
        cells: what is done to a CSV cell that looks like a formula.
        bom: whether a CSV file begins with a byte order mark, by which Excel knows UTF-8.
    """

    misaligned: Misaligned = Misaligned.RAISE
    unit: Unit | None = None
    cells: Cells = Cells.NEUTRAL
    bom: bool = False


def write(
    articles: Iterable[Article],
    path: str | os.PathLike[str],
    format: str,
    *,
    misaligned: str = "raise",
    unit: str | None = None,
    cells: str = "neutral",
    bom: bool = False,
) -> int:
    """Write articles in the format of another tool.

    Args:
        articles: taken one at a time; only ``spacy`` holds them all in memory.
        path: a file, which appears when all is written; for ``brat`` and ``csv`` a folder, new or empty.
        format: ``jsonl``, ``conllu``, ``iob2``, ``brat``, ``label-studio``, ``doccano``, ``spacy``, ``csv``.
        misaligned: ``raise``, or ``expand`` or ``contract`` an entity that ends inside a word, or ``split``
            the word (``conllu``, ``iob2``, ``spacy``).
        unit: ``code-points`` or ``utf-16`` for ``label-studio`` and ``doccano``; by default the tool's.
        cells: ``neutral`` or ``quoted`` for ``csv``.
        bom: whether a CSV file begins with a byte order mark, by which Excel knows UTF-8.

    Returns:
        How many articles were written.

    Raises:
        AlignmentError: an entity ends inside a word, and the caller did not choose.
        ConfigurationError: the folder holds something already.
        MissingExtraError: ``spacy`` is not installed.
        ValueError: there is no such format, unit or way to fit.

    >>> import nqtext, os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(nqtext.pipe(["Họp ở Hà Nội", "Giao Bộ Y tế"]), os.path.join(folder, "a.conllu"), "conllu")
    2
    """
    options = Options(Misaligned(misaligned), None if unit is None else Unit(unit), Cells(cells), bom)
    count = 0
    with writing(TargetFormat(format), os.fspath(path), options) as add:
        for article in articles:
            add(article)
            count += 1
    return count


def writing(
    format: TargetFormat, path: str | None, options: Options
) -> AbstractContextManager[Callable[[Article], object]]:
    """A function that adds an article to an output; one that raises has added nothing.

    Args:
        format: the format.
        path: a file or folder; None is standard output, for the formats that are text.
        options: how to write.

    Raises:
        ConfigurationError: the format is not text, and there is no path.
    """
    folders_and_bytes = TargetFormat.BRAT, TargetFormat.CSV, TargetFormat.SPACY
    if format in folders_and_bytes:
        if path is None:
            raise ConfigurationError(f"{format} cannot go to standard output; give an output by -o")
        if format is TargetFormat.BRAT:
            from nqtext.formats.brat import writing_brat

            return writing_brat(path, options)
        if format is TargetFormat.CSV:
            from nqtext.formats.tables import writing_tables

            return writing_tables(path, options)
        from nqtext.formats.spacy import writing_docbin

        return writing_docbin(path, options)
    if format is TargetFormat.LABEL_STUDIO:
        return _writing_text(path, _renderer(format, options), "[\n", ",\n", "\n]\n")
    return _writing_text(path, _renderer(format, options))


def _renderer(format: TargetFormat, options: Options) -> Callable[[Article], str]:
    if format is TargetFormat.CONLLU:
        from nqtext.formats.conllu import to_conllu

        return lambda article: to_conllu(article, options.misaligned)
    if format is TargetFormat.IOB2:
        from nqtext.formats.iob2 import to_iob2

        return lambda article: to_iob2(article, options.misaligned)
    if format is TargetFormat.DOCCANO:
        from nqtext.formats.doccano import to_doccano

        return lambda article: _json(to_doccano(article, options.unit or Unit.UTF16)) + "\n"
    if format is TargetFormat.LABEL_STUDIO:
        from nqtext.formats.label_studio import to_label_studio

        return lambda article: _json(to_label_studio(article, options.unit or Unit.CODE_POINTS))
    return lambda article: article.to_json() + "\n"


def _json(value: Any) -> str:
    from nqtext.formats.offsets import sendable

    return sendable(json.dumps(value, ensure_ascii=False))


@contextmanager
def _writing_text(
    path: str | None, render: Callable[[Article], str], head: str = "", between: str = "", tail: str = ""
) -> Iterator[Callable[[Article], object]]:
    with replacing(path) as file:
        file.write(head.encode())
        empty = True

        def add(article: Article) -> None:
            nonlocal empty
            text = render(article)
            file.write(("" if empty else between).encode() + text.encode())
            empty = False

        yield add
        file.write(tail.encode())


@contextmanager
def replacing(path: str | None) -> Iterator[IO[bytes]]:
    """A file that takes the place of another when all is written; None is standard output.

    Raises:
        ConfigurationError: it cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)
    special = os.path.exists(target) and not os.path.isfile(target)  # a device or a named pipe
    try:
        if special:
            device = open(target, "wb")  # noqa: SIM115
        else:
            folder, name = os.path.split(target)
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from error
    if special:
        with device:
            yield device
        return
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def new_folder(path: str) -> None:
    """Make a folder, or take an empty one.

    Raises:
        ConfigurationError: it holds something already, or cannot be made.
    """
    try:
        os.makedirs(path, exist_ok=True)
        filled = bool(os.listdir(path))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be made a folder ({error.strerror})") from error
    if filled:
        raise ConfigurationError(f"{path}: is not empty; give a new folder")


def _mode(target: str) -> int:
    """The permissions of a file that is replaced, or those that a new one gets."""
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
