"""Labels kept apart from their texts: what paragraphs do, where the text itself may not go along.

A file of such labels is JSON Lines.  A line has the SHA-256 of a text, where that came from, and ``labels``:
one letter for each paragraph (each line of the text that is not blank), ``g`` goal, ``t`` task,
``d`` directive, ``o`` other, ``-`` not annotated, because the reader was of two minds.  ``also`` has
secondary labels by the number of the paragraph.  A text that is a stretch of a long file has ``path``, the
name of that file, and ``lines``, its first line in it, counted from 0, and one past its last.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqtext.errors import ReadError, SchemaError
from nqtext.segmentation.paragraphs import paragraph_spans
from nqtext.training.gold import GoldArticle, GoldFile, GoldParagraph, stripped
from nqtext.unicode import fold

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

__all__ = ["FURTHER", "LETTERS", "letters_of", "read_standoff"]

#: The labels of nqtext's own paragraph model beside the gold file.
FURTHER = Path(__file__).with_name("further_labels.jsonl")
LETTERS = {"g": "goal", "t": "task", "d": "directive", "o": "other"}
_NONE = "-"
_KEYS = ("source", "commit", "kind", "sha256", "labels")


def read_standoff(path: str | os.PathLike[str], texts: str | os.PathLike[str]) -> GoldFile:
    """The labels of a file with their texts, as a gold file has them.

    Args:
        path: the labels.
        texts: folder of the files that hold the texts: ``*.jsonl.gz``, in which a line has ``paragraphs``, a
            list of str, and ``*.txt.gz``.

    Returns:
        The articles in the order of the labels; a paragraph that is not annotated is left out.

    Raises:
        ReadError: a file cannot be read, or the folder lacks a text.
        SchemaError: a line is not what it should be.
    """
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file}: cannot be read ({error.strerror}); give the path of the labels") from error
    rows = [_row(line, f"{file}, line {number}") for number, line in enumerate(content.splitlines(), 1)]
    wanted = {row["sha256"] for row in rows}
    known = chain(_texts(Path(texts)), _stretches(Path(texts), rows))
    found = {digest: text for digest, text in known if digest in wanted}
    missing = len(wanted - found.keys())
    if missing:
        raise ReadError(
            f"{texts}: lacks {missing} of the {len(wanted)} texts labelled in {file.name}; give the "
            "folder of the corpora that it was made from"
        )
    articles = [
        _article(row, found[row["sha256"]], f"{file}, line {number}") for number, row in enumerate(rows, 1)
    ]
    return GoldFile(file.name, hashlib.sha256(content).hexdigest(), tuple(articles))


def letters_of(labels: list[str | None]) -> str:
    """Labels as letters; None is not annotated.

    >>> letters_of(["other", None, "goal"])
    'o-g'
    """
    letters = {label: letter for letter, label in LETTERS.items()}
    return "".join(_NONE if label is None else letters[label] for label in labels)


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SchemaError(f"{where}: is not JSON ({error})") from error
    fitting = isinstance(row, dict) and all(isinstance(row.get(key), str) for key in _KEYS)
    if fitting and "lines" in row:
        lines = row["lines"]
        fitting = isinstance(row.get("path"), str) and isinstance(lines, list) and len(lines) == 2
        fitting = fitting and all(isinstance(number, int) and number >= 0 for number in lines)
    if not fitting:
        raise SchemaError(
            f"{where}: expected the texts {', '.join(_KEYS)} and, of a stretch of a file, path and two lines"
        )
    return dict(row)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The texts of a folder with their digests."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        for line in _unpacked(path).split("\n"):
            if not line:
                continue
            try:
                text = "\n".join(json.loads(line)["paragraphs"])
            except (ValueError, KeyError, TypeError) as error:
                raise ReadError(f"{path}: expected lines with paragraphs ({error!r})") from error
            yield hashlib.sha256(text.encode("utf-8")).hexdigest(), text


def _stretches(folder: Path, rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The texts that are stretches of long files, with their digests."""
    for path in sorted(folder.glob("*.txt.gz")):
        stretches = [row["lines"] for row in rows if "lines" in row and row["path"] == path.name]
        lines = _unpacked(path).split("\n") if stretches else []
        for first, end in stretches:
            text = "\n".join(lines[first:end])
            yield hashlib.sha256(text.encode("utf-8")).hexdigest(), text


def _unpacked(path: Path) -> str:
    try:
        return gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be unpacked ({error}); copy the file again") from error


def _article(row: dict[str, Any], text: str, where: str) -> GoldArticle:
    folded = fold(text)
    spans = folded.spans(paragraph_spans(folded.text)).tolist()
    letters = row["labels"]
    unknown = set(letters) - LETTERS.keys() - {_NONE}
    if unknown or len(letters) != len(spans):
        raise SchemaError(
            f"{where}: expected {len(spans)} letters, each one of {', '.join(LETTERS)} or {_NONE}, "
            f"found {len(letters)}: {letters}"
        )
    also = {int(number): tuple(labels) for number, labels in row.get("also", {}).items()}
    paragraphs = tuple(
        GoldParagraph(*stripped(text, *span), LETTERS[letter], also.get(i, ()))
        for i, (span, letter) in enumerate(zip(spans, letters, strict=True))
        if letter != _NONE
    )
    source = " @ ".join((row["source"], row["commit"]))
    return GoldArticle(row["sha256"][:12], f"{row['kind']}, further", None, text, paragraphs, None, source)
