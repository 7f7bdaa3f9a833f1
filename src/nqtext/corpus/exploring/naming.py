"""Who and what is named, in how many articles; which documents are cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring.selection import day_of
from nqtext.corpus.tables import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.article import Article
    from nqtext.corpus.exploring.selection import Passages
    from nqtext.records import Mention, Referent

__all__ = ["CITATIONS", "NAMED", "Identities", "citation_rows", "named_rows"]

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


class Identities:
    """What the mentions of an article mean, so that the same is the same in every article.

    An ambiguous id means one thing in one article and perhaps another in the next.

    Args:
        merge: take the ambiguous ones of all articles for one thing.
    """

    def __init__(self, merge: bool = False) -> None:
        self._merge = merge

    def of(self, passages: Passages) -> dict[str, tuple[Referent, str]]:
        """By link: the referent and the key of what is meant."""
        found = {}
        for referent in passages.article.referents:
            ambiguous = bool(referent.attributes.get("ambiguous"))
            own = ambiguous and not self._merge
            found[referent.id] = referent, f"{referent.id} @{passages.place}" if own else referent.id
        return found


@dataclass
class _Named:
    referent: Referent
    article: Article | None
    articles: int = 0
    mentions: int = 0
    days: list[str] = field(default_factory=list)

    def seen(self) -> tuple[Any, ...]:
        own = self.article
        return (
            bool(self.referent.attributes.get("ambiguous")),
            None if own is None else own.id,
            self.articles,
            self.mentions,
            min(self.days, default=None),
            max(self.days, default=None),
        )


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
    identities = Identities(merge)
    found: dict[str, _Named] = {}
    for passages in asked:
        known = identities.of(passages)
        day = day_of(passages.article)
        here: dict[str, int] = {}
        for _, mention in passages.mentions(anaphora=True):
            if mention.link in known and _is_asked(mention, labels):
                here[mention.link] = here.get(mention.link, 0) + 1
        for link, mentions in here.items():
            referent, key = known[link]
            own = key != link
            one = found.setdefault(key, _Named(referent, passages.article if own else None))
            one.articles += 1
            one.mentions += mentions
            if day is not None:
                one.days = [min(day, *one.days), max(day, *one.days)] if one.days else [day]
    return sorted(
        found.values(), key=lambda one: (-one.articles, -one.mentions, one.referent.id, one.seen()[1] or "")
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _is_asked(mention: Mention, labels: frozenset[str] | None) -> bool:
    return labels is None or mention.label in labels
