"""An article taken apart into the rows of a store, and put together again without loss.

What no table has (reasons, the blanks between paragraphs, versions, metadata) is in ``rest``, compressed
JSON; the offsets of the words are an array.  An article that tables cannot hold as it is (lone surrogates,
NUL) is in ``rest`` whole, as JSON of schema ``nqtext/1``, and its rows are for searching only.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nqtext.corpus import rows
from nqtext.errors import SchemaError
from nqtext.records import SCHEMA, thaw
from nqtext.schema import from_dict
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqtext.article import Article
    from nqtext.reading.source import Source
    from nqtext.records import Mention

__all__ = ["PARTS", "Record", "pack", "quoted", "text_of", "unpack"]

#: The tables of the parts of an article, with the columns of their rows after ``article``.
PARTS: dict[str, tuple[str, ...]] = {
    "paragraphs": (
        *("paragraph", "start", "end", "kind", "number", "heading", "furniture"),
        *("label", "score", "scores", "also", "words", "text"),
    ),
    "mention_spans": (
        *("mention", "paragraph", "sentence", "start", "end", "text", "label"),
        *("kind", "source", "score", "referent", "norm", "attributes"),
    ),
    "referents": ("referent", "link", "label", "norm", "ambiguous", "mentions", "first", "attributes"),
}

_LEVEL = 1  # of compression; higher ones save a tenth and cost three times as much
_NARROW = 255  # no word is longer as a rule, and no gap
_STEP = {False: "<u1", True: "<i4"}
_UNHELD = re.compile("[\x00\ud800-\udfff]")

Row = tuple[Any, ...]


class Record(NamedTuple):
    """An article in rows.

    Attributes:
        article: the columns of ``articles`` that are known of the article itself.
        parts: the rows of each of :data:`PARTS`.
        source: what was analysed, but for the text: id, metadata, furniture; JSON.
        rest: what no table has, compressed JSON.
        tokens: the offsets of the words, each less the one before, compressed.
        sentences: paragraph, first code point, the one past the last, and number of words of each; JSON.
    """

    article: Row
    parts: dict[str, list[Row]]
    source: str
    rest: bytes
    tokens: bytes
    sentences: str


def pack(article: Article, source: Source) -> Record:
    """Take an article apart.

    Args:
        article: the article.
        source: what was analysed.
    """
    mentions = rows.all_mentions(article)
    parts = {  # SQLite takes a truth value for an object that it has to ask what it is
        "paragraphs": list(rows.paragraphs_rows(article, int)),
        "mention_spans": list(_mention_rows(article, mentions)),
        "referents": list(rows.referents_rows(article, int)),
    }
    (own,) = rows.articles_rows(article)
    steps = np.diff(article.tokens.spans.reshape(-1), prepend=0)
    wide = len(steps) > 0 and int(steps.max()) > _NARROW
    told = {"id": source.id, "metadata": thaw(source.metadata), "furniture": source.furniture}
    if _held(article, mentions, parts):
        rest = _rest(article)
    else:
        empty = Tokens(article.text, article.tokens.spans[:0], None if article.tokens.tags is None else ())
        rest = {"whole": replace(article, tokens=empty).to_dict(), "pos": article.tokens.tags}
        own = _replaced(own)
        parts = {name: list(map(_replaced, part)) for name, part in parts.items()}
    rest["wide"] = wide
    tokens = steps.astype(_STEP[wide]).tobytes()
    sentences = rows.json_text(rows.sentences_cells(article))
    return Record(own, parts, json.dumps(told), _compressed(_bytes(rest)), _compressed(tokens), sentences)


def unpack(rest: bytes, tokens: bytes, sentences: str, parts: Mapping[str, Sequence[Row]]) -> Article:
    """The article.

    Args:
        rest: as of :class:`Record`.
        tokens: as of :class:`Record`.
        sentences: as of :class:`Record`.
        parts: the rows of each of :data:`PARTS`, in order.

    Raises:
        ValueError, zlib.error, SchemaError, OffsetError: it is damaged.
    """
    told = _read(rest)
    steps = np.frombuffer(zlib.decompress(tokens), dtype=_STEP[told["wide"]])
    data: dict[str, Any] = told["whole"] if "whole" in told else _data(told, sentences, parts)
    data["tokens"] = np.cumsum(steps, dtype=np.int64).reshape(-1, 2).tolist()
    if told.get("pos") is not None:
        data["pos"] = told["pos"]
    return from_dict(data)


def quoted(columns: Iterable[str]) -> str:
    """The names of columns as SQL has them; ``end`` is a word of its own there.

    >>> quoted(["start", "end"])
    '"start", "end"'
    """
    return ", ".join(f'"{column}"' for column in columns)


def text_of(rest: bytes, paragraphs: Iterable[str]) -> str:
    """The text alone, from ``rest`` and the texts of the paragraphs.

    Raises:
        ValueError, zlib.error: it is damaged.
    """
    told = _read(rest)
    return str(told["whole"]["text"]) if "whole" in told else _joined(told["gaps"], list(paragraphs))


def _mention_rows(article: Article, mentions: list[Mention]) -> Iterator[Row]:
    """Rows without norm and attributes where those are the referent's, as they are nine times in ten."""
    places = {referent.id: i for i, referent in enumerate(article.referents)}
    starts = np.array([mention.start for mention in mentions], dtype=np.int64)
    paragraphs, sentences = (
        rows.containing(starts, spans) for spans in (article.paragraph_spans, article.sentence_spans)
    )
    for i, (mention, paragraph, sentence) in enumerate(zip(mentions, paragraphs, sentences, strict=True)):
        at = None if mention.link is None else places.get(mention.link)
        referent = None if at is None else article.referents[at]
        yield (
            i,
            paragraph,
            sentence,
            mention.start,
            mention.end,
            mention.text,
            mention.label,
            mention.kind,
            mention.source,
            mention.score,
            at,
            None if referent and mention.norm == referent.norm else mention.norm,
            None
            if referent and mention.attributes == referent.attributes
            else rows.attributes_json(mention.attributes),
        )


def _held(article: Article, mentions: list[Mention], parts: dict[str, list[Row]]) -> bool:
    """Whether the tables, with ``rest``, have all there is to know."""
    named = Counter(mention.link for mention in mentions if mention.link is not None)
    pointing = tuple(mention for mention in mentions if mention.kind == "anaphor")
    if pointing != article.anaphora or named != {r.id: len(r.mentions) for r in article.referents}:
        return False
    found = "".join([f"{m.label}{m.norm}{m.link}{m.source}" for m in mentions])
    known = "".join([row[-1] or "" for part in ("mention_spans", "referents") for row in parts[part]])
    named_so = "".join([f"{referent.norm}{referent.label}" for referent in article.referents])
    try:
        f"{article.text}{found}{known}{named_so}{article.id}".encode()
        json.dumps(thaw(article.metadata), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in article.text


def _rest(article: Article) -> dict[str, Any]:
    text, edges = article.text, [0, *article.paragraph_spans.reshape(-1).tolist(), len(article.text)]
    rest: dict[str, Any] = {
        "id": article.id,
        "metadata": thaw(article.metadata),
        "versions": thaw(article.versions),
        "labels": article.labels,
        "gaps": [text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)],
        "evidence": tuple(article.evidence),
        "issues": [issue._asdict() for issue in article.issues],
        "pos": article.tokens.tags,
    }
    if any(article.also):
        rest["also"] = article.also
    if article.sentence_scores is not None:
        rest["sentence_scores"] = article.sentence_scores.tolist()
    return rest


def _data(told: dict[str, Any], sentences: str, parts: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """An article as :func:`nqtext.schema.to_dict` has it, but for the words."""
    named = {name: [dict(zip(PARTS[name], row, strict=True)) for row in part] for name, part in parts.items()}
    paragraphs, mentions, referents = (named[name] for name in ("paragraphs", "mention_spans", "referents"))
    for i, paragraph in enumerate(paragraphs):
        paragraph["scores"] = json.loads(paragraph["scores"])
        paragraph["furniture"] = bool(paragraph["furniture"])
        paragraph["also"] = told["also"][i] if "also" in told else []
        paragraph["evidence"] = [{"text": text, "weight": weight} for text, weight in told["evidence"][i]]
    by_link: dict[str | None, list[dict[str, Any]]] = {}
    known = {referent["link"]: json.loads(referent["attributes"]) for referent in referents}
    for mention in mentions:
        referent = {} if mention["referent"] is None else referents[mention["referent"]]
        mention["link"] = link = referent.get("link")
        if mention["norm"] is None:
            mention["norm"] = referent["norm"]
        own = mention["attributes"]
        mention["attributes"] = known[link] if own is None else json.loads(own)
        by_link.setdefault(link, []).append(mention)
    asked = {"sentence_scores": told["sentence_scores"]} if "sentence_scores" in told else {}
    return asked | {
        "schema": SCHEMA,
        "id": told["id"],
        "text": _joined(told["gaps"], [paragraph["text"] for paragraph in paragraphs]),
        "metadata": told["metadata"],
        "versions": told["versions"],
        "labels": told["labels"],
        "paragraphs": paragraphs,
        "sentences": [[start, end] for _, start, end, _ in json.loads(sentences)],
        "entities": [mention for mention in mentions if mention["kind"] == "name"],
        "anaphora": [mention for mention in mentions if mention["kind"] == "anaphor"],
        "referents": [
            {
                "id": referent["link"],
                "label": referent["label"],
                "norm": referent["norm"],
                "attributes": known[referent["link"]],
                "mentions": by_link.get(referent["link"], []),
            }
            for referent in referents
        ],
        "issues": told["issues"],
    }


def _joined(gaps: list[str], paragraphs: list[str]) -> str:
    if len(gaps) != len(paragraphs) + 1:
        raise SchemaError(f"{len(paragraphs)} paragraphs, and {len(gaps)} gaps around them")
    return gaps[0] + "".join(text + gap for text, gap in zip(paragraphs, gaps[1:], strict=True))


def _replaced(row: Row) -> Row:
    """The row as tables can hold it, every code point in its place."""
    return tuple(_UNHELD.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in row)


def _bytes(rest: dict[str, Any]) -> bytes:
    try:
        return json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates, which JSON can write out
        return json.dumps(rest, separators=(",", ":")).encode("ascii")


def _read(rest: bytes) -> dict[str, Any]:
    told = json.loads(zlib.decompress(rest))
    if not isinstance(told, dict):
        raise SchemaError("the record is no object")
    return told


def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)
