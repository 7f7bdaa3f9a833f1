"""doccano: JSON Lines for its sequence labelling projects; offsets in UTF-16 units, as its pages count.

A project that counts grapheme clusters instead agrees with neither unit where a text has emoji of several
parts or decomposed letters; leave that setting off.  Labels of paragraphs are spans over the whole
paragraph: switch "Allow overlapping spans" on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nqtext.errors import NqtextError, SchemaError
from nqtext.formats.annotated import Annotated, Reading, ToolSpan, annotated, labelled_spans
from nqtext.formats.jsonl import read_lines
from nqtext.formats.names import Unit
from nqtext.formats.offsets import Offsets, sendable

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from nqtext.article import Article

__all__ = ["read_doccano", "to_doccano"]


def to_doccano(article: Article, unit: str = "utf-16") -> dict[str, Any]:
    """An article as doccano imports it: one object, with the columns ``text`` and ``label``.

    Args:
        article: the article.
        unit: what the offsets count: ``utf-16`` or ``code-points``.

    Returns:
        Plain JSON values; ``article`` and ``published`` become the text's metadata there.

    >>> import nqtext
    >>> to_doccano(nqtext.analyze("😀 Nghị quyết số 06-NQ/TW"))["label"]
    [[3, 25, 'DOCUMENT']]
    """
    offsets = Offsets(article.text, Unit(unit))
    row = {
        "text": sendable(article.text),
        "label": [
            [offsets.out(start), offsets.out(end), label] for start, end, label in labelled_spans(article)
        ],
    }
    published = article.metadata.get("published")
    known = {"article": article.id, "published": published if isinstance(published, str) else None}
    return row | {key: sendable(value) for key, value in known.items() if value is not None}


def read_doccano(path: str | os.PathLike[str], reading: Reading) -> Iterator[Annotated | NqtextError]:
    """The annotated texts of an export; an error in the place of a bad line."""
    for where, line in read_lines(path):
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise SchemaError(f"{where}: expected an object with a text; export as JSONL")
            yield _read(row, where, reading)
        except ValueError as error:
            yield SchemaError(f"{where}: is no JSON ({error})")
        except NqtextError as error:
            yield error


def _read(row: dict[str, Any], where: str, reading: Reading) -> Annotated:
    marks: Any = next((row[key] for key in ("label", "labels", "entities") if row.get(key)), [])
    if not isinstance(marks, list):
        raise SchemaError(f"{where}: 'label' must be a list, found {type(marks).__name__}")
    meta = row.get("meta")
    known = row | (meta if isinstance(meta, dict) else {})
    names = known.get("article"), row.get("id"), where.rpartition(" ")[2]
    id = next(str(name) for name in names if name is not None)
    published = known.get("published")
    return annotated(
        row["text"],
        [_span(mark, where) for mark in marks],
        reading,
        Unit.UTF16,
        id,
        where,
        published if isinstance(published, str) else None,
    )


def _span(mark: Any, where: str) -> ToolSpan:
    """A span: ``[start, end, label]``, or an object in projects that have relations, too."""
    if isinstance(mark, dict):
        mark = [mark.get("start_offset"), mark.get("end_offset"), mark.get("label")]
    match mark:
        case [int(start), int(end), str(label)]:
            return ToolSpan(start, end, label)
    raise SchemaError(
        f"{where}: expected [start, end, label], found {json.dumps(mark, ensure_ascii=False)[:80]}"
    )
