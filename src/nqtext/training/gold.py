"""Gold files: articles with the labels and entities that somebody annotated, one JSON object a line."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqtext.errors import ReadError, SchemaError

if TYPE_CHECKING:
    import os

__all__ = ["GoldArticle", "GoldEntity", "GoldFile", "GoldParagraph", "read_gold", "stripped"]


@dataclass(frozen=True, slots=True)
class GoldParagraph:
    """A paragraph with its label: ``text[start:end]``, and its secondary labels."""

    start: int
    end: int
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity with its label: ``text[start:end]``."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An annotated article.

    Attributes:
        id: its identifier.
        kind: a group for which figures are given apart (``news``, ``document``).
        published: ISO 8601, or None.
        text: the text that offsets point into.
        paragraphs: in order.
        entities: in order; None where the file has none at all.
        source: where the text came from (repository and commit), or "".
    """

    id: str
    kind: str
    published: str | None
    text: str
    paragraphs: tuple[GoldParagraph, ...]
    entities: tuple[GoldEntity, ...] | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A gold file, read.

    Attributes:
        name: its file name.
        sha256: of its bytes.
        articles: in order.
    """

    name: str
    sha256: str
    articles: tuple[GoldArticle, ...]


def read_gold(path: str | os.PathLike[str]) -> GoldFile:
    """Read a gold file.

    Every line is an object with ``text`` and ``paragraphs`` (objects with ``start``, ``end``,
    ``label`` and, at will, ``also``); ``id``, ``kind``, ``published`` and ``entities`` may be left
    out.  Offsets are code points into ``text``.

    Args:
        path: the file, UTF-8.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: a line is not what it should be; the message says which and why.
    """
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ReadError(f"{file}: cannot be read ({error.strerror}); give the path of a gold file") from error
    articles = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            articles.append(_article(line, f"{file}, line {number}", number))
    if not articles:
        raise SchemaError(f"{file}: holds no article; expected one JSON object a line")
    return GoldFile(file.name, hashlib.sha256(content).hexdigest(), tuple(articles))


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without its outer white space.

    >>> stripped(" Mục tiêu ", 0, 10)
    (1, 9)
    """
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _article(line: bytes, where: str, number: int) -> GoldArticle:
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise SchemaError(f"{where}: is no JSON ({error})") from error
    if not isinstance(raw, dict):
        raise SchemaError(f"{where}: expected an object, found {type(raw).__name__}")
    text = _field(raw, "text", str, where)
    paragraphs = tuple(
        GoldParagraph(
            *_span(item, text, f"{where}, paragraph {k}"), tuple(_also(item, f"{where}, paragraph {k}"))
        )
        for k, item in enumerate(_field(raw, "paragraphs", list, where))
    )
    entities = None
    if raw.get("entities") is not None:
        entities = tuple(
            GoldEntity(*_span(item, text, f"{where}, entity {k}"))
            for k, item in enumerate(_field(raw, "entities", list, where))
        )
    for before, after in itertools.pairwise(paragraphs):
        if after.start < before.end:
            raise SchemaError(f"{where}: paragraphs overlap at {after.start}; list them in order")
    published = raw.get("published")
    return GoldArticle(
        str(raw.get("id") or number),
        str(raw.get("kind") or "text"),
        published if isinstance(published, str) else None,
        text,
        paragraphs,
        entities,
        " @ ".join(str(raw[key]) for key in ("source", "commit") if raw.get(key)),
    )


def _field(raw: dict[str, Any], name: str, kind: type, where: str) -> Any:
    value = raw.get(name)
    if not isinstance(value, kind):
        found = "nothing" if value is None else type(value).__name__
        raise SchemaError(f"{where}: {name!r} must be a {kind.__name__}, found {found}")
    return value


def _span(item: Any, text: str, where: str) -> tuple[int, int, str]:
    if not isinstance(item, dict):
        raise SchemaError(f"{where}: expected an object, found {type(item).__name__}")
    start, end = _field(item, "start", int, where), _field(item, "end", int, where)
    label = _field(item, "label", str, where)
    if not 0 <= start < end <= len(text):
        raise SchemaError(
            f"{where}: the range {start} to {end} is not inside the text of {len(text)} code points"
        )
    return start, end, label


def _also(item: dict[str, Any], where: str) -> list[str]:
    also = item.get("also") or []
    if not isinstance(also, list) or not all(isinstance(label, str) for label in also):
        raise SchemaError(f"{where}: 'also' must be a list of labels")
    return also
