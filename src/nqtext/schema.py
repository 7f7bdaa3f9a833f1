"""The schema ``nqtext/1``: an article as plain JSON values, and back without loss.

The format is described field by field in ``docs/schema.md`` and by the JSON Schema in
``nqtext-1.schema.json`` beside this module.  It is a promise: a field changes its meaning only
with a new schema number.  Optional fields may be added; readers ignore what they do not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.article import Article
from nqtext.errors import OffsetError, SchemaError
from nqtext.records import PARAGRAPH_KINDS, SCHEMA, Block, FrozenDict, Issue, Mention, Reason, Referent, thaw
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["from_dict", "to_dict"]

_KINDS_OF_MENTION = ("name", "anaphor")


def to_dict(article: Article) -> dict[str, Any]:
    """An article as plain JSON values; ``Article.to_dict`` calls this."""
    paragraphs = [
        {
            "start": start,
            "end": end,
            "kind": block.kind,
            "number": block.number,
            "heading": None if block.heading < 0 else block.heading,
            "furniture": block.furniture,
            "label": label,
            "scores": dict(zip(article.labels, scores, strict=True)),
            "also": list(also),
            "evidence": [{"text": reason.text, "weight": reason.weight} for reason in evidence],
        }
        for (start, end), block, label, scores, also, evidence in zip(
            article.paragraph_spans.tolist(),
            article.blocks,
            article.decided,
            article.scores.tolist(),
            article.also,
            article.evidence,
            strict=True,
        )
    ]
    result = {
        "schema": SCHEMA,
        "id": article.id,
        "text": article.text,
        "metadata": thaw(article.metadata),
        "versions": thaw(article.versions),
        "labels": list(article.labels),
        "paragraphs": paragraphs,
        "sentences": article.sentence_spans.tolist(),
        "tokens": article.tokens.spans.tolist(),
        "entities": [_mention_to_dict(mention) for mention in article.entities],
        "anaphora": [_mention_to_dict(mention) for mention in article.anaphora],
        "referents": [
            {
                "id": referent.id,
                "label": referent.label,
                "norm": referent.norm,
                "attributes": referent.attributes.known(),
                "mentions": [{"start": m.start, "end": m.end, "kind": m.kind} for m in referent.mentions],
            }
            for referent in article.referents
        ],
        "issues": [issue._asdict() for issue in article.issues],
    }
    if article.tokens.tags is not None:
        result["pos"] = list(article.tokens.tags)
    if article.sentence_scores is not None:
        result["sentence_scores"] = article.sentence_scores.tolist()
    return result


def from_dict(data: Mapping[str, Any]) -> Article:
    """The article that ``to_dict`` was asked for.

    Args:
        data: a mapping of schema ``nqtext/1``, e.g. one parsed line of JSON Lines.

    Returns:
        An article equal to the one written.

    Raises:
        TypeError: ``data`` is no mapping.
        SchemaError: it is not of this schema; the message names the field.
        OffsetError: a span lies outside the text or does not hold the text it is said to hold
            (as when offsets were counted in UTF-16 units or bytes).

    >>> import nqtext
    >>> nqtext.from_dict({"schema": "nqtext/2"})
    Traceback (most recent call last):
    nqtext.errors.SchemaError: schema: expected 'nqtext/1', found 'nqtext/2'
    """
    if not hasattr(data, "keys"):
        raise TypeError(f"data: expected a mapping, got {type(data).__name__}")
    if data.get("schema") != SCHEMA:
        raise SchemaError(f"schema: expected {SCHEMA!r}, found {data.get('schema')!r}")
    top = _Fields(data, "")
    text: str = top.get("text", str)
    labels = tuple(top.items("labels", str))
    rows = [_Fields(row, f"paragraphs[{i}]") for i, row in enumerate(top.items("paragraphs", dict))]
    paragraphs = _spans([[row.get("start", int), row.get("end", int)] for row in rows], text, "paragraphs")
    sentences = _spans(top.items("sentences", list), text, "sentences")
    tokens = _spans(top.items("tokens", list), text, "tokens")
    _inside(tokens, sentences, "tokens", "sentence")
    _inside(sentences, paragraphs, "sentences", "paragraph")
    tags = tuple(top.items("pos", str)) if "pos" in data else None
    if tags is not None and len(tags) != len(tokens):
        raise SchemaError(f"pos: {len(tags)} tags for {len(tokens)} tokens")
    sentence_scores = None
    if "sentence_scores" in data:
        sentence_scores = _table(top.items("sentence_scores", list), len(sentences), len(labels))
    entities = tuple(
        _mention(row, text, "name", f"entities[{i}]") for i, row in enumerate(top.items("entities", dict))
    )
    anaphora = tuple(
        _mention(row, text, "anaphor", f"anaphora[{i}]") for i, row in enumerate(top.items("anaphora", dict))
    )
    ends = [0, *(mention.end for mention in entities)]
    if any(mention.start < end for mention, end in zip(entities, ends, strict=False)):
        raise SchemaError("entities: they must be in order and must not overlap")
    known = {(m.start, m.end, m.kind, m.link): m for m in (*entities, *anaphora)}
    return Article(
        text=text,
        id=top.get("id", str, None),
        metadata=FrozenDict(top.get("metadata", dict)),
        paragraph_spans=paragraphs,
        blocks=tuple(_block(row, i) for i, row in enumerate(rows)),
        sentence_spans=sentences,
        tokens=Tokens(text, tokens, tags),
        entities=entities,
        anaphora=anaphora,
        referents=tuple(
            _referent(_Fields(row, f"referents[{i}]"), known)
            for i, row in enumerate(top.items("referents", dict))
        ),
        labels=labels,
        scores=np.array([_scores(row, labels) for row in rows], dtype=np.float64).reshape(-1, len(labels)),
        decided=tuple(row.get("label", str, None) for row in rows),
        also=tuple(tuple(row.items("also", str)) for row in rows),
        evidence=tuple(
            tuple(
                Reason(reason.get("text", str), float(reason.get("weight", (int, float))))
                for reason in (_Fields(item, f"{row.path}.evidence") for item in row.items("evidence", dict))
            )
            for row in rows
        ),
        issues=tuple(
            Issue(
                issue.get("code", str),
                issue.get("message", str),
                issue.get("start", int),
                issue.get("end", int),
            )
            for issue in (_Fields(row, f"issues[{i}]") for i, row in enumerate(top.items("issues", dict)))
        ),
        versions=FrozenDict(top.get("versions", dict)),
        sentence_scores=sentence_scores,
    )


_REQUIRED = object()


class _Fields:
    """A mapping whose fields are read with their types checked and errors that name the field."""

    def __init__(self, data: Mapping[str, Any], path: str) -> None:
        self.data = data
        self.path = path

    def get(self, name: str, kind: type | tuple[type, ...], default: Any = _REQUIRED) -> Any:
        """The value of a field; null and absence are allowed where there is a default."""
        value = self.data.get(name)
        if value is None and default is not _REQUIRED:
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            wanted = kind.__name__ if isinstance(kind, type) else "number"
            found = "nothing" if name not in self.data else type(value).__name__
            raise SchemaError(f"{self._name(name)}: expected {wanted}, found {found}")
        return value

    def items(self, name: str, kind: type) -> list[Any]:
        """A list whose items all have one type."""
        values = self.get(name, (list, tuple))
        for i, value in enumerate(values):
            if not isinstance(value, kind):
                raise SchemaError(
                    f"{self._name(name)}[{i}]: expected {kind.__name__}, found {type(value).__name__}"
                )
        return list(values)

    def _name(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def _mention_to_dict(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "label": mention.label,
        "norm": mention.norm,
        "attributes": mention.attributes.known(),
        "link": mention.link,
        "source": mention.source,
        "score": mention.score,
    }


def _mention(data: Mapping[str, Any], text: str, kind: str, path: str) -> Mention:
    row = _Fields(data, path)
    start, end, label = row.get("start", int), row.get("end", int), row.get("label", str)
    if not 0 <= start < end <= len(text):
        raise OffsetError(
            f"{path}: the span {start}:{end} does not lie in the text of {len(text)} code points"
        )
    held = row.get("text", str)
    if text[start:end] != held:
        raise OffsetError(
            f"{path}: text[{start}:{end}] is {text[start:end]!r}, not {held!r}; "
            "offsets must be counted in code points"
        )
    return Mention(
        start,
        end,
        held,
        label,
        row.get("norm", str),
        FrozenDict.of_label(label, row.get("attributes", dict)),
        row.get("link", str, None),
        kind,
        row.get("source", str),
        row.get("score", (int, float)),
    )


def _referent(row: _Fields, known: Mapping[tuple[int, int, str, str | None], Mention]) -> Referent:
    identifier, label = row.get("id", str), row.get("label", str)
    mentions = []
    for item in row.items("mentions", dict):
        mark = _Fields(item, f"{row.path}.mentions")
        key = (mark.get("start", int), mark.get("end", int), mark.get("kind", str), identifier)
        if key[2] not in _KINDS_OF_MENTION or key not in known:
            raise SchemaError(
                f"{row.path}.mentions: no {key[2]} at {key[0]}:{key[1]} has the link {identifier!r}"
            )
        mentions.append(known[key])
    attributes = FrozenDict.of_label(label, row.get("attributes", dict))
    return Referent(identifier, label, row.get("norm", str), attributes, tuple(mentions))


def _block(row: _Fields, index: int) -> Block:
    kind, heading = row.get("kind", str), row.get("heading", int, -1)
    if kind not in PARAGRAPH_KINDS:
        raise SchemaError(f"{row.path}.kind: expected one of {', '.join(PARAGRAPH_KINDS)}, found {kind!r}")
    if not -1 <= heading < index:
        raise SchemaError(
            f"{row.path}.heading: expected null or the index of a paragraph above, found {heading}"
        )
    return Block(kind, row.get("number", str, None), heading, row.get("furniture", bool))


def _scores(row: _Fields, labels: tuple[str, ...]) -> list[float]:
    scores = row.get("scores", dict)
    if set(scores) != set(labels):
        raise SchemaError(f"{row.path}.scores: expected a score for each of {', '.join(labels)}")
    if not all(isinstance(value, int | float) for value in scores.values()):
        raise SchemaError(f"{row.path}.scores: expected numbers")
    return [float(scores[label]) for label in labels]


def _table(rows: list[Any], count: int, width: int) -> NDArray[np.float64]:
    if len(rows) != count or any(len(row) != width for row in rows):
        raise SchemaError(f"sentence_scores: expected {count} rows of {width} numbers, one a sentence")
    if not all(isinstance(value, int | float) for row in rows for value in row):
        raise SchemaError("sentence_scores: expected numbers")
    return np.array(rows, dtype=np.float64).reshape(count, width)


def _spans(rows: list[Any], text: str, name: str) -> Offsets:
    """Pairs of offsets that lie in the text, are not empty, rise and do not overlap."""
    try:
        spans = np.array(rows, dtype=np.int64).reshape(-1, 2)
    except (ValueError, TypeError, OverflowError) as error:
        raise SchemaError(f"{name}: expected pairs [start, end] of integers") from error
    if len(spans) != len(rows):
        raise SchemaError(f"{name}: expected pairs [start, end] of integers")
    edges = spans.reshape(-1)
    if len(edges) and (edges[0] < 0 or edges[-1] > len(text)):
        raise OffsetError(f"{name}: offsets must lie in the text of {len(text)} code points")
    if (spans[:, 0] >= spans[:, 1]).any() or (spans[1:, 0] < spans[:-1, 1]).any():
        raise OffsetError(f"{name}: spans must not be empty, must rise and must not overlap")
    return spans.astype(np.int32)


def _inside(inner: Offsets, outer: Offsets, name: str, of: str) -> None:
    at = np.searchsorted(outer[:, 0], inner[:, 0], side="right") - 1
    if (at < 0).any() or (inner[:, 1] > outer[at, 1]).any():
        raise OffsetError(f"{name}: every one of them must lie inside a {of}")
