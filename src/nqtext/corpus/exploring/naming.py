"""Who and what is named, in how many articles; which documents are cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring.selection import day_of
from nqtext.corpus.tables import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.corpus.exploring.selection import Passages
    from nqtext.records import Referent

__all__ = ["CITATIONS", "NAMED", "citation_rows", "meant", "named_rows"]

_DOCUMENT = ("type", "number", "year", "code", "issuer")
_SEEN = (
    Column("ambiguous", "boolean", "whether another article may mean another thing by the same id"),
    Column("article", "text", "the one article that is meant, where it is ambiguous; else null"),
    Column("articles", "integer", "number of articles that name it"),
    Column("mentions", "integer", "number of mentions, those that only point at it included"),
    Column("first", "text", "date of the first article that names it, or null"),
    Column("last", "text", "date of the last one, or null"),
)
NAMED = (
    Column("link", "text", "id of what is meant"),
    Column("label", "text", "label of entities"),
    Column("norm", "text", "readable canonical name"),
    *_SEEN,
)
CITATIONS = (
    Column("link", "text", "id of the document"),
    Column("norm", "text", "readable canonical name"),
    *(Column(key, "text", f"`attributes.{key}`, or null") for key in _DOCUMENT),
    *_SEEN,
)


def meant(passages: Passages, merge: bool) -> dict[str, tuple[Referent, str]]:
    """What the links of an article mean: the referent, and a key that is the same where the same is meant.

    Args:
        passages: the article.
        merge: take what is ambiguous, and may mean one thing here and another there, for the same.
    """
    article = passages.article
    own = f" @{passages.place if article.id is None else article.id}"
    return {
        referent.id: (
            referent,
            referent.id + (own if referent.attributes.get("ambiguous") and not merge else ""),
        )
        for referent in article.referents
    }


@dataclass
class _Named:
    referent: Referent
    article: str | None
    articles: int = 0
    mentions: int = 0
    first: str | None = None
    last: str | None = None

    def seen(self) -> tuple[Any, ...]:
        ambiguous = bool(self.referent.attributes.get("ambiguous"))
        return ambiguous, self.article, self.articles, self.mentions, self.first, self.last


def named_rows(
    asked: Iterable[Passages], labels: frozenset[str] | None = None, merge: bool = False
) -> list[tuple[Any, ...]]:
    """Rows of :data:`NAMED`, what most articles name first."""
    return [
        (one.referent.id, one.referent.label, one.referent.norm, *one.seen())
        for one in _named(asked, labels, merge)
    ]


def citation_rows(asked: Iterable[Passages], merge: bool = False) -> list[tuple[Any, ...]]:
    """Rows of :data:`CITATIONS`, the document that most articles cite first."""
    return [
        (
            one.referent.id,
            one.referent.norm,
            *(_text(one.referent.attributes.get(key)) for key in _DOCUMENT),
            *one.seen(),
        )
        for one in _named(asked, frozenset(("DOCUMENT",)), merge)
    ]


def _named(asked: Iterable[Passages], labels: frozenset[str] | None, merge: bool) -> list[_Named]:
    found: dict[str, _Named] = {}
    for passages in asked:
        known = meant(passages, merge)
        day = day_of(passages.article)
        here: dict[str, int] = {}
        for _, mention in passages.mentions(anaphora=True):
            if mention.link in known and (labels is None or mention.label in labels):
                here[mention.link] = here.get(mention.link, 0) + 1
        for link, mentions in here.items():
            referent, key = known[link]
            one = found.setdefault(key, _Named(referent, None if key == link else passages.article.id))
            one.articles += 1
            one.mentions += mentions
            if day is not None:
                one.first, one.last = min(day, one.first or day), max(day, one.last or day)
    return sorted(
        found.values(), key=lambda one: (-one.articles, -one.mentions, one.referent.id, one.article or "")
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
