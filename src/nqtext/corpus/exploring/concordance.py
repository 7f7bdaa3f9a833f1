"""Keyword in context, and paragraphs that hold all words of a query, with or without diacritics."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nqtext.corpus.exploring.selection import day_of
from nqtext.corpus.searching import written
from nqtext.corpus.tables import Column
from nqtext.errors import ConfigurationError
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.corpus.exploring.selection import Passages
    from nqtext.records import Mention

__all__ = ["CONCORDANCE", "FOUND", "Levelled", "Phrase", "concordance_rows", "found_rows", "phrases"]

_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]")

CONCORDANCE = (
    Column("article", "text", "id of the article, or null"),
    Column("published", "text", "its date, or null"),
    Column("paragraph", "integer", "place of the paragraph in the article"),
    Column("label", "text", "the label of the paragraph"),
    Column("left", "text", "what stands before, as written"),
    Column("keyword", "text", "what was found, as written"),
    Column("right", "text", "what stands behind, as written"),
    Column("entity", "text", "the label of the entity that it lies in or touches, or null"),
    Column("link", "text", "the id of what that entity means, or null"),
    Column("start", "integer", "first code point of the keyword in the article's text"),
    Column("end", "integer", "one past its last"),
)
FOUND = (
    Column("article", "text", "id of the article, or null"),
    Column("published", "text", "its date, or null"),
    Column("paragraph", "integer", "place of the paragraph in the article"),
    Column("label", "text", "the label of the paragraph"),
    Column("text", "text", "the paragraph"),
)


class Levelled:
    """A text to search: folded, and the same in lower case without diacritics, of equal length."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.level = _level(self.folded.lower)


class Phrase:
    """Words that follow each other, as a search has them.

    A word with diacritics is found only as written, one without whatever its diacritics; ``*`` at its end
    stands for any ending.  Case, tone placement and decomposed letters do not matter.

    Args:
        query: the words.

    Raises:
        ConfigurationError: there is no word in it.

    >>> list(Phrase("do thi").places(Levelled("Phát triển đô thị, đồ thị")))
    [(11, 17), (19, 25)]
    >>> list(Phrase("đô thi*").places(Levelled("đô thị, đô thịnh, đồ thị")))
    [(0, 6), (8, 16)]
    """

    def __init__(self, query: str) -> None:
        pieces = written(query).split()
        if not any(map(_WORD.search, pieces)):
            raise ConfigurationError(f"query: {query!r} has no word to search for")
        expressions = []
        self._exact: list[str | None] = []
        for piece in pieces:
            stem = piece.rstrip("*") or piece
            bare = _level(stem)
            ending = r"\w*" if stem != piece else ""
            expressions.append(f"({re.escape(bare)}){ending}")
            self._exact.append(None if bare == stem else stem)
        together = r"\s+".join(expressions)
        self._pattern = re.compile(rf"(?<!\w){together}(?!\w)")

    def places(self, text: Levelled) -> Iterator[tuple[int, int]]:
        """Where it stands, as half-open ranges of the text as it was given."""
        lower = text.folded.lower
        for match in self._pattern.finditer(text.level):
            if all(
                exact is None or lower[slice(*match.span(i))] == exact
                for i, exact in enumerate(self._exact, start=1)
            ):
                yield text.folded.span(*match.span())


def phrases(query: str) -> list[Phrase]:
    """The words and ``"phrases"`` of a query.

    Raises:
        ConfigurationError: there is no word in it.
    """
    found = [Phrase(given) for a, b in _PIECE.findall(query) if _WORD.search(given := a or b)]
    if not found:
        raise ConfigurationError(f"query: {query!r} has no word to search for")
    return found


class _Line(NamedTuple):
    start: int
    end: int
    paragraph: int
    mention: Mention | None


def concordance_rows(
    asked: Iterable[Passages],
    query: str | None = None,
    entity: str | None = None,
    link: str | None = None,
    window: int = 8,
) -> Iterator[tuple[Any, ...]]:
    """Rows of :data:`CONCORDANCE`, in order of the text."""
    if query is None and entity is None and link is None:
        raise ConfigurationError("query: give words, or a label of entities, or a link")
    if window < 0:
        raise ConfigurationError(f"window: {window!r} is no number of words; give 0 or more")
    phrase = None if query is None else Phrase(query)
    for passages in asked:
        mentions = [
            found
            for found in passages.mentions(anaphora=True)
            if entity in (None, found[1].label) and link in (None, found[1].link)
        ]
        if phrase is None:
            lines: Iterable[_Line] = (_Line(m.start, m.end, home, m) for home, m in mentions)
        else:
            lines = _matches(passages, phrase, mentions, entity is not None or link is not None)
        article, day = passages.article, day_of(passages.article)
        for start, end, home, mention in lines:
            low, high = _context(passages, start, end, home, window)
            text = article.text
            yield (
                article.id,
                day,
                home,
                article.decided[home],
                text[low:start],
                text[start:end],
                text[end:high],
                None if mention is None else mention.label,
                None if mention is None else mention.link,
                start,
                end,
            )


def found_rows(asked: Iterable[Passages], query: str) -> Iterator[tuple[Any, ...]]:
    """Rows of :data:`FOUND`: the paragraphs that hold all words of a query."""
    wanted = phrases(query)
    for passages in asked:
        article = passages.article
        text = Levelled(article.text)
        held = [{home for _, _, home in _places(passages, phrase, text)} for phrase in wanted]
        for home in sorted(set.intersection(*held)):
            start, end = article.paragraph_spans[home].tolist()
            yield article.id, day_of(article), home, article.decided[home], article.text[start:end]


def _places(passages: Passages, phrase: Phrase, text: Levelled) -> Iterator[tuple[int, int, int]]:
    """Where a phrase stands in the paragraphs asked: start, end and paragraph."""
    spans = list(phrase.places(text))
    if not spans:
        return
    homes = passages.homes([start for start, _ in spans]).tolist()
    ends = passages.article.paragraph_spans[:, 1].tolist()
    for (start, end), home in zip(spans, homes, strict=True):
        if passages.chosen[home] and end <= ends[home]:  # a phrase does not go over the end of a paragraph
            yield start, end, home


def _matches(
    passages: Passages, phrase: Phrase, mentions: list[tuple[int, Mention]], within: bool
) -> Iterator[_Line]:
    """Where a phrase stands, with the first mention that it touches."""
    at = 0
    for start, end, home in _places(passages, phrase, Levelled(passages.article.text)):
        while at < len(mentions) and mentions[at][1].end <= start:
            at += 1
        touched = at < len(mentions) and mentions[at][1].start < end
        if touched or not within:
            yield _Line(start, end, home, mentions[at][1] if touched else None)


def _context(passages: Passages, start: int, end: int, home: int, window: int) -> tuple[int, int]:
    """Where so many words before and behind begin and end, inside the paragraph."""
    article = passages.article
    low, high = article.paragraph_spans[home].tolist()
    spans = article.tokens.spans
    key = spans.dtype.type
    first = int(np.searchsorted(spans[:, 1], key(start), side="right"))  # the first word not wholly before
    last = int(np.searchsorted(spans[:, 0], key(end)))  # the first word wholly behind
    if first - window >= 0 and first - window < len(spans):
        low = max(low, min(int(spans[first - window, 0]), start))
    if 0 <= last + window - 1 < len(spans):
        high = min(high, max(int(spans[last + window - 1, 1]), end))
    return low, high


def _level(text: str) -> str:
    """A folded text in lower case without diacritics, of equal length."""
    if text.isascii():
        return text
    return text.translate({ord(c): _base(c) for c in set(text) if not c.isascii()})


def _base(c: str) -> str:
    if c == "đ":
        return "d"
    parts = unicodedata.normalize("NFD", c)
    return parts[0] if len(parts) > 1 and all(map(unicodedata.combining, parts[1:])) else c
