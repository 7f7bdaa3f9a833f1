"""brat standoff: a folder with a ``.txt`` and an ``.ann`` for each article; offsets in code points.

Entities and the labels of paragraphs are text-bound annotations (``T``), the canonical name and the link
of an entity a note (``#``).  Written besides: ``annotation.conf``, which tells brat the labels.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nqtext.errors import NqtextError, ReadError, SchemaError
from nqtext.formats.annotated import Annotated, Reading, ToolSpan, annotated, labelled_spans
from nqtext.formats.names import Unit
from nqtext.formats.offsets import sendable
from nqtext.records import ENTITY_LABELS, PARAGRAPH_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nqtext.article import Article
    from nqtext.formats.output import Options

__all__ = ["read_brat", "to_brat", "writing_brat"]

_TYPE = re.compile(r"[A-Za-z0-9_-]+")
_BOUND = re.compile(r"(T[^\t]+)\t([^\t ]+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80


def to_brat(article: Article) -> tuple[str, str]:
    """The contents of an article's ``.txt`` and ``.ann``.

    Args:
        article: the article.

    Returns:
        The text unchanged (a lone surrogate is replaced), and its annotations.

    Raises:
        SchemaError: brat allows no such label.

    >>> import nqtext
    >>> to_brat(nqtext.analyze("Theo Nghị quyết số 06-NQ/TW"))[1].splitlines()[0]
    'T1\\tDOCUMENT 5 27\\tNghị quyết số 06-NQ/TW'
    """
    text = sendable(article.text)
    known = {(m.start, m.end, m.label): m for m in article.entities}
    lines = []
    for number, span in enumerate(labelled_spans(article), 1):
        if not _TYPE.fullmatch(span.label):
            raise SchemaError(f"{span.label!r} is no label for brat: letters of ASCII, digits, - and _ only")
        held = " ".join(re.split(r"\s", text[span.start : span.end]))
        lines.append(f"T{number}\t{span.label} {span.start} {span.end}\t{held}")
        if mention := known.get(span):
            note = " ".join(" · ".join(filter(None, (mention.norm, mention.link))).split())
            lines.append(f"#{number}\tAnnotatorNotes T{number}\t{sendable(note)}")
    return text, "".join(f"{line}\n" for line in lines)


def read_brat(path: str | os.PathLike[str], reading: Reading) -> Iterator[Annotated | NqtextError]:
    """The annotated texts of a folder and the folders in it, by name; an error in the place of a bad one."""
    names = []
    for folder, folders, files in os.walk(path):
        folders.sort()
        names += [os.path.join(folder, name[:-4]) for name in sorted(files) if name.endswith(".ann")]
    if not names:
        yield ReadError(f"{path}: holds no .ann file; give the folder of a brat collection")
    for name in names:
        try:
            yield _read(name, os.path.relpath(name, path).replace(os.sep, "/"), reading)
        except NqtextError as error:
            yield error


def _read(name: str, id: str, reading: Reading) -> Annotated:
    text, lines = _content(f"{name}.txt"), _content(f"{name}.ann").split("\n")
    spans = []
    for number, line in enumerate(lines, 1):
        if line.startswith("T"):
            match = _BOUND.fullmatch(line.rstrip("\r"))
            if match is None:
                raise SchemaError(f"{name}.ann, line {number}: is no text-bound annotation: {line[:60]!r}")
            pieces = [tuple(map(int, piece.split())) for piece in match[3].split(";")]
            held = match[4] if len(pieces) == 1 else None
            spans += [ToolSpan(start, end, match[2], held) for start, end in pieces]
    return annotated(text, spans, reading, Unit.CODE_POINTS, id, f"{name}.ann")


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: is not UTF-8 ({error.reason} at byte {error.start})") from error


@contextmanager
def writing_brat(folder: str, options: Options) -> Iterator[Callable[[Article], object]]:
    """A function that adds an article to a new folder."""
    from nqtext.formats.output import new_folder

    new_folder(folder)
    taken: set[str] = set()
    labels: set[str] = set()

    def add(article: Article) -> None:
        text, annotations = to_brat(article)
        path = os.path.join(folder, _name(article.id, taken))
        for suffix, content in ((".txt", text), (".ann", annotations)):
            with open(path + suffix, "w", encoding="utf-8", newline="") as file:
                file.write(content)
        labels.update(mention.label for mention in article.entities)
        labels.update(article.labels)

    yield add
    with open(os.path.join(folder, "annotation.conf"), "w", encoding="utf-8", newline="") as file:
        file.write(_configuration(labels))


def _name(id: str | None, taken: set[str]) -> str:
    """A file name for an article: its id's last part, made safe and unique."""
    stem = os.path.splitext(os.path.basename(id or ""))[0]
    base = _UNSAFE.sub("_", stem).strip("._")[:_LONGEST_NAME] or "article"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name


def _configuration(labels: set[str]) -> str:
    first = (*PARAGRAPH_LABELS, *ENTITY_LABELS)
    names = [*first, *sorted(labels.difference(first))]
    return "\n".join(["[entities]", *names, "[relations]", "[events]", "[attributes]", ""])
