"""The rows of an article, one function a kind of table; :mod:`nqtext.corpus.tables` has their columns."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nqtext.article import Article
    from nqtext.records import FrozenDict, Mention

__all__ = [
    "METADATA",
    "all_mentions",
    "articles_rows",
    "attributes_json",
    "containing",
    "dates_rows",
    "documents_rows",
    "json_text",
    "mentions_rows",
    "officials_rows",
    "paragraphs_rows",
    "referents_rows",
    "sentences_cells",
    "sentences_rows",
    "tokens_rows",
]

Row = tuple[Any, ...]
METADATA = ("title", "published", "author", "publisher", "url")


def articles_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``articles``."""
    yield (
        *(_text(article.metadata.get(key)) for key in METADATA),
        len(article.text),
        len(article.paragraph_spans),
        len(article.sentence_spans),
        len(article.tokens),
        len(article.entities),
        len(article.issues),
    )


def paragraphs_rows(article: Article, truth: type[int] = bool) -> Iterator[Row]:
    """The rows of the table ``paragraphs``; its truth values as numbers, where ``truth`` is ``int``."""
    text = article.text
    words = _counts(article.tokens.spans, article.paragraph_spans)
    as_json = _template(article.labels)
    for i, ((start, end), block, label, scores, also, count) in enumerate(
        zip(
            article.paragraph_spans.tolist(),
            article.blocks,
            article.decided,
            article.scores.tolist(),
            article.also,
            words,
            strict=True,
        )
    ):
        yield (
            i,
            start,
            end,
            block.kind,
            block.number,
            None if block.heading < 0 else block.heading,
            truth(block.furniture),
            label,
            max(scores),
            as_json % tuple(scores),
            " ".join(also),
            count,
            text[start:end],
        )


def sentences_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``sentences``."""
    for i, (home, start, end, count) in enumerate(sentences_cells(article)):
        yield i, home, start, end, count, article.text[start:end]


def sentences_cells(article: Article) -> list[list[int]]:
    """Of each sentence its paragraph, first code point, the one past the last, and number of words."""
    spans = article.sentence_spans
    homes = containing(spans[:, 0], article.paragraph_spans)
    words = _counts(article.tokens.spans, spans)
    return np.column_stack([homes, spans, words]).tolist()  # type: ignore[no-any-return]


def tokens_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``tokens``."""
    tokens = article.tokens
    homes = containing(tokens.spans[:, 0], article.sentence_spans)
    tags = tokens.tags or (None,) * len(tokens)
    for i, (home, (start, end), text, tag) in enumerate(
        zip(homes, tokens.spans.tolist(), tokens.texts, tags, strict=True)
    ):
        yield i, home, start, end, text, tag


def all_mentions(article: Article) -> list[Mention]:
    """Names and anaphora in one order: that of the table ``mentions``."""
    return sorted((*article.entities, *article.anaphora), key=_place)


def _place(mention: Mention) -> tuple[int, int, bool, str]:
    return mention.start, mention.end, mention.kind != "name", mention.link or ""


def mentions_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``mentions``."""
    mentions = all_mentions(article)
    starts = np.array([mention.start for mention in mentions], dtype=np.int64)
    paragraphs, sentences = (
        containing(starts, spans) for spans in (article.paragraph_spans, article.sentence_spans)
    )
    for i, (mention, paragraph, sentence) in enumerate(zip(mentions, paragraphs, sentences, strict=True)):
        yield (
            i,
            paragraph,
            sentence,
            mention.start,
            mention.end,
            mention.text,
            mention.label,
            mention.norm,
            mention.kind,
            mention.link,
            mention.source,
            mention.score,
            attributes_json(mention.attributes),
        )


def referents_rows(article: Article, truth: type[int] = bool) -> Iterator[Row]:
    """The rows of the table ``referents``; its truth values as of :func:`paragraphs_rows`."""
    for i, referent in enumerate(article.referents):
        yield (
            i,
            referent.id,
            referent.label,
            referent.norm,
            truth(bool(referent.attributes.get("ambiguous"))),
            len(referent.mentions),
            referent.mentions[0].start,
            attributes_json(referent.attributes),
        )


def dates_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``dates``."""
    dates = [(i, mention) for i, mention in enumerate(all_mentions(article)) if mention.label == "DATE"]
    homes = containing(np.array([mention.start for _, mention in dates], np.int64), article.paragraph_spans)
    for (i, mention), home in zip(dates, homes, strict=True):
        known = mention.attributes
        yield (
            i,
            home,
            mention.start,
            mention.end,
            mention.text,
            mention.norm,
            _text(known.get("start")),
            _text(known.get("end")),
            _text(known.get("granularity")),
            bool(known.get("inferred")),
        )


def documents_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``documents``."""
    for referent in article.documents:
        known = referent.attributes
        yield (
            referent.id,
            referent.norm,
            *(
                _text(known.get(key))
                for key in ("type", "number", "year", "term", "code", "issuer", "date", "subject")
            ),
            bool(known.get("ambiguous")),
            len(referent.mentions),
            referent.mentions[0].start,
        )


def officials_rows(article: Article) -> Iterator[Row]:
    """The rows of the table ``officials``."""
    for referent in article.officials:
        known = referent.attributes
        titles: tuple[Mapping[str, Any], ...] = known.get("titles") or ({},)
        for held in titles:
            yield (
                referent.id,
                referent.norm,
                known.get("name"),
                held.get("title"),
                held.get("organization"),
                bool(known.get("former")),
                bool(known.get("acting")),
                len(referent.mentions),
                referent.mentions[0].start,
            )


@lru_cache(8)
def _template(labels: tuple[str, ...]) -> str:
    """The JSON of numbers that have these names, to be filled in: a third of the time of an encoder."""
    return "{" + ",".join(f"{json_text(label).replace('%', '%%')}:%r" for label in labels) + "}"


def _counts(inner: Any, outer: Any) -> list[int]:
    """How many of the inner spans begin in each of the outer ones."""
    counts = np.searchsorted(inner[:, 0], outer[:, 1]) - np.searchsorted(inner[:, 0], outer[:, 0])
    return counts.tolist()  # type: ignore[no-any-return]


def containing(starts: Any, spans: Any) -> list[int]:
    """The index of the span that each place lies in."""
    return (np.searchsorted(spans[:, 0], starts, side="right") - 1).tolist()  # type: ignore[no-any-return]


_quoted = json.encoder.encode_basestring
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_text(value: Any) -> str:
    """A value as JSON, in one line."""
    return _encode(value)


def attributes_json(attributes: FrozenDict) -> str:
    """What is known of a thing, as JSON in one line; most of it is text, for which no encoder is needed."""
    known = [
        f"{_quoted(key)}:{_quoted(value) if type(value) is str else _encode(value)}"
        for key, value in attributes.known().items()
    ]
    return "{" + ",".join(known) + "}"


def _text(value: Any) -> str | None:
    return value if value is None or type(value) is str else str(value)
