"""Snapshots: what a version finds in a fixed set of articles, as offsets without their texts.

A snapshot is JSON Lines.  The first line names the schema and the versions, every other line is an
article: its id, the SHA-256 of its text, and its entities as ``[start, end, label, norm, link]``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqtext.errors import ReadError, SchemaError
from nqtext.functions import pipe
from nqtext.reading import read
from nqtext.reading.source import Source
from nqtext.records import FrozenDict

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Entity", "Snapshot", "read_snapshot", "read_texts", "take_snapshot", "write_snapshot"]

_SCHEMA = "nqtext-entities/1"


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A mention as a snapshot keeps it."""

    start: int
    end: int
    label: str
    norm: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Entities by article.

    Attributes:
        versions: of what found them.
        articles: id to the SHA-256 of the text, and the entities in order.
    """

    versions: Mapping[str, str]
    articles: Mapping[str, tuple[str, tuple[Entity, ...]]]


def read_texts(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Source]:
    """Articles from files: JSON Lines (``.jsonl``, ``.jsonl.gz``), or anything that nqtext reads.

    A line of JSON is an object with ``text``, or ``paragraphs`` that are a list of str; ``id`` and
    ``published`` may be left out.  The id of other files is their path as given.

    Raises:
        ReadError: a file cannot be read.
        SchemaError: a line is not what it should be.
    """
    for path in paths:
        name = str(path)
        if not name.endswith((".jsonl", ".jsonl.gz")):
            yield read(path)
            continue
        for number, line in enumerate(_lines(name), 1):
            if line.strip():
                yield _source(line, name, number)


def take_snapshot(sources: Iterable[Source]) -> Snapshot:
    """What this version of nqtext finds.

    Args:
        sources: articles, each with an id of its own.

    Raises:
        SchemaError: two have one id.

    >>> snapshot = take_snapshot([Source("Nghị quyết số 06-NQ/TW nêu rõ.", id="a")])
    >>> snapshot.articles["a"][1][0].norm
    'Nghị quyết số 06-NQ/TW'
    """
    versions: Mapping[str, str] = {}
    articles: dict[str, tuple[str, tuple[Entity, ...]]] = {}
    for article in pipe(sources):
        id = article.id or ""
        if id in articles:
            raise SchemaError(f"two articles have the id {id!r}; give each its own")
        entities = tuple(Entity(e.start, e.end, e.label, e.norm, e.link) for e in article.entities)
        articles[id] = (text_hash(article.text), entities)
        versions = {key: str(value) for key, value in article.versions.items()}
    return Snapshot(versions, articles)


def text_hash(text: str) -> str:
    """The SHA-256 of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_snapshot(snapshot: Snapshot, path: str | os.PathLike[str]) -> None:
    """Write a snapshot; equal snapshots are equal bytes."""
    lines: list[Any] = [{"schema": _SCHEMA, "versions": dict(snapshot.versions)}]
    for id, (sha256, entities) in snapshot.articles.items():
        found = [[e.start, e.end, e.label, e.norm, e.link] for e in entities]
        lines.append({"id": id, "sha256": sha256, "entities": found})
    text = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
    Path(path).write_text(text, encoding="utf-8")


def read_snapshot(path: str | os.PathLike[str]) -> Snapshot:
    """Read a snapshot.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: it is no snapshot.
    """
    lines = [line for line in _lines(str(path)) if line.strip()]
    try:
        head, *rest = [json.loads(line) for line in lines]
        if head["schema"] != _SCHEMA:
            raise ValueError(head["schema"])
        articles = {
            line["id"]: (line["sha256"], tuple(Entity(*entity) for entity in line["entities"]))
            for line in rest
        }
        return Snapshot(dict(head["versions"]), articles)
    except (ValueError, KeyError, TypeError) as error:
        raise SchemaError(
            f"{path}: is no snapshot of schema {_SCHEMA} ({error}); make one with "
            "python -m nqtext.training entities TEXTS -o FILE"
        ) from error


def _lines(name: str) -> list[str]:
    try:
        data = Path(name).read_bytes()
        return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadError(f"{name}: cannot be read ({error})") from error


def _source(line: str, name: str, number: int) -> Source:
    where = f"{name}, line {number}"
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise SchemaError(f"{where}: is no JSON ({error})") from error
    text = raw.get("text") if isinstance(raw, dict) else None
    if text is None and isinstance(raw, dict) and isinstance(raw.get("paragraphs"), list):
        text = "\n".join(str(paragraph) for paragraph in raw["paragraphs"])
    if not isinstance(text, str):
        raise SchemaError(f"{where}: expected an object with 'text', or a list of 'paragraphs'")
    published = raw.get("published")
    metadata = FrozenDict({"published": published} if isinstance(published, str) else {})
    return Source(text, id=str(raw.get("id") or f"{Path(name).name}:{number}"), metadata=metadata)
