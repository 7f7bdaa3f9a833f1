"""What an article is in rows: the columns of each kind of table, and the rows themselves.

The store, the data frames and the exports all have these columns, so that a query and a frame
agree.  Offsets are half-open ranges of code points into the article's text; places among their
like count from 0.  ``docs/store.md`` lists every column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nqtext.corpus import rows
from nqtext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nqtext.article import Article

__all__ = ["TABLES", "Column", "Table", "table"]

Row = tuple[Any, ...]


class Column(NamedTuple):
    """A column: its name, its type (``text``, ``integer``, ``number`` or ``boolean``) and its meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table.

    Attributes:
        meaning: what one row is.
        columns: its columns, without the leading ``article``.
        rows: the rows of one article, in order.
    """

    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Article], Iterator[Row]]


def table(kind: str) -> Table:
    """The table of a kind.

    Raises:
        ConfigurationError: there is no such kind.

    >>> [column.name for column in table("sentences").columns][:3]
    ['sentence', 'paragraph', 'start']
    """
    if kind not in TABLES:
        raise ConfigurationError(f"kind: {kind!r} is not known; give one of {', '.join(TABLES)}")
    return TABLES[kind]


_SPAN = (
    Column("start", "integer", "first code point"),
    Column("end", "integer", "one past the last"),
)
_MENTIONED = (
    Column("mentions", "integer", "number of its mentions, anaphora included"),
    Column("first", "integer", "where the first of them begins"),
)
_LINK = Column("link", "text", "id of the referent; the same in every article, unless ambiguous")

TABLES: dict[str, Table] = {
    "articles": Table(
        "an article",
        (
            *(Column(key, "text", f"`metadata.{key}`, or null") for key in rows.METADATA),
            Column("characters", "integer", "length of the text in code points"),
            Column("paragraphs", "integer", "number of paragraphs"),
            Column("sentences", "integer", "number of sentences"),
            Column("words", "integer", "number of words"),
            Column("entities", "integer", "number of entities"),
            Column("issues", "integer", "number of guards that tripped"),
        ),
        rows.articles_rows,
    ),
    "paragraphs": Table(
        "a paragraph",
        (
            Column("paragraph", "integer", "its place in the article"),
            *_SPAN,
            Column("kind", "text", "what it is in the layout"),
            Column("number", "text", "its numbering as written, or null"),
            Column("heading", "integer", "place of the paragraph that is the heading above, or null"),
            Column("furniture", "boolean", "whether it is page furniture"),
            Column("label", "text", "goal, task, directive, other; null below `min_score`"),
            Column("score", "number", "probability of the likeliest label"),
            Column("scores", "text", "probability of each label, a JSON object"),
            Column("also", "text", "secondary labels, with a blank between them"),
            Column("words", "integer", "number of words"),
            Column("text", "text", "the paragraph"),
        ),
        rows.paragraphs_rows,
    ),
    "sentences": Table(
        "a sentence",
        (
            Column("sentence", "integer", "its place in the article"),
            Column("paragraph", "integer", "place of its paragraph"),
            *_SPAN,
            Column("words", "integer", "number of words"),
            Column("text", "text", "the sentence"),
        ),
        rows.sentences_rows,
    ),
    "tokens": Table(
        "a word",
        (
            Column("token", "integer", "its place in the article"),
            Column("sentence", "integer", "place of its sentence"),
            *_SPAN,
            Column("text", "text", "the word as written"),
            Column("pos", "text", "part of speech, where it was asked for, else null"),
        ),
        rows.tokens_rows,
    ),
    "mentions": Table(
        "a mention: an entity, or an anaphor that points at one",
        (
            Column("mention", "integer", "its place in the article"),
            Column("paragraph", "integer", "place of its paragraph"),
            Column("sentence", "integer", "place of the sentence it begins in"),
            *_SPAN,
            Column("text", "text", "the mention as written"),
            Column("label", "text", "DOCUMENT, OFFICIAL, PERSON, ORGANIZATION, LOCATION, DATE, or your own"),
            Column("norm", "text", "readable canonical form"),
            Column("kind", "text", "name or anaphor"),
            _LINK,
            Column("source", "text", "the recogniser and rule that made it"),
            Column("score", "number", "how sure it is, 0 to 1"),
            Column("attributes", "text", "what is known of it, a JSON object"),
        ),
        rows.mentions_rows,
    ),
    "referents": Table(
        "a document, official, person, body, place or date that an article speaks of",
        (
            Column("referent", "integer", "its place in the article"),
            _LINK,
            Column("label", "text", "as of mentions"),
            Column("norm", "text", "readable canonical name"),
            Column("ambiguous", "boolean", "whether another article may mean another thing by the same id"),
            *_MENTIONED,
            Column("attributes", "text", "what is known of it, a JSON object"),
        ),
        rows.referents_rows,
    ),
    "dates": Table(
        "a mention of a date",
        (
            Column("mention", "integer", "its place among the mentions"),
            Column("paragraph", "integer", "place of its paragraph"),
            *_SPAN,
            Column("text", "text", "the date as written"),
            Column("norm", "text", "ISO 8601"),
            Column("first_day", "text", "the first day meant, ISO 8601, or null"),
            Column("last_day", "text", "the last day meant, or null"),
            Column("granularity", "text", "day, month, quarter, year, period and the like"),
            Column("inferred", "boolean", "whether a part of it comes from the article's date"),
        ),
        rows.dates_rows,
    ),
    "documents": Table(
        "a document that an article speaks of",
        (
            _LINK,
            Column("norm", "text", "readable canonical name"),
            *(
                Column(key, "text", f"`attributes.{key}`, or null")
                for key in ("type", "number", "year", "term", "code", "issuer", "date", "subject")
            ),
            Column("ambiguous", "boolean", "whether another article may mean another one by the same id"),
            *_MENTIONED,
        ),
        rows.documents_rows,
    ),
    "officials": Table(
        "a title of an official that an article speaks of; one without a title has one row, too",
        (
            _LINK,
            Column("norm", "text", "readable canonical name"),
            Column("name", "text", "the name, or null"),
            Column("title", "text", "the title, or null"),
            Column("organization", "text", "the body, or null"),
            Column("former", "boolean", "whether it is a former office"),
            Column("acting", "boolean", "whether it is held for the time being"),
            *_MENTIONED,
        ),
        rows.officials_rows,
    ),
}
