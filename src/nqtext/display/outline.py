"""What both renderings show of an article, as plain text without escapes, colours or widths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqtext.article import Article, Paragraph
    from nqtext.records import FrozenDict, Mention

__all__ = [
    "LISTED",
    "NAMED",
    "UNSURE",
    "Thing",
    "count",
    "facts",
    "named",
    "published",
    "runs",
    "title",
    "versions",
    "why",
]

#: Labels whose things are listed one by one, and those that are only named in a row.
LISTED = {"DOCUMENT": "Documents", "OFFICIAL": "Officials"}
NAMED = {"PERSON": "Other persons", "ORGANIZATION": "Organisations", "LOCATION": "Places"}
#: Stands in the place of a label that was not given because of ``min_score``.
UNSURE = "unsure"

_METADATA = ("published", "document_number", "issuer", "signer", "author", "publisher", "url")
_CLOCK = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")
_REASONS = 3
_LONGEST_REASON = 60
_LONGEST_DETAIL = 120
_LONGEST_ROW = 15


class Thing(NamedTuple):
    """One thing that the article names: its canonical name, how often, what is known of it."""

    norm: str
    mentions: int
    details: str = ""


def runs(article: Article) -> Iterator[tuple[Paragraph, list[tuple[str, Mention | None]]]]:
    """Each paragraph, with its text in pieces that are an entity or none, outer blanks left out."""
    entities, at = article.entities, 0
    for paragraph in article.paragraphs:
        done, end = paragraph.start, paragraph.end
        pieces: list[tuple[str, Mention | None]] = []
        while at < len(entities) and entities[at].start < end:
            mention = entities[at]
            pieces.append((article.text[done : mention.start], None))
            pieces.append((mention.text, mention))
            done, at = mention.end, at + 1
        pieces.append((article.text[done:end].rstrip(), None))
        pieces[0] = (pieces[0][0].lstrip(), None)
        yield paragraph, [piece for piece in pieces if piece[0]]


def title(article: Article) -> str | None:
    """The article's title, where it is known."""
    return _words(article.metadata.get("title")) or None


def published(article: Article) -> str:
    """The day on which the article appeared, as far as it is known, else nothing."""
    known = _words(article.metadata.get("published"))
    day = _CLOCK.match(known)
    return day[1] if day else known


def facts(article: Article) -> list[str]:
    """Lines of what is known about the article: where it is from, what is in it, what went wrong."""
    known = [_words(article.metadata[key]) for key in _METADATA if article.metadata.get(key)]
    known = [_CLOCK.sub(r"\1 \2", fact) for fact in known]
    if article.id is not None and article.id not in known:
        known.append(article.id)
    labels = [f"{n} {label}" for label in article.labels if (n := article.decided.count(label))]
    if unsure := article.decided.count(None):
        labels.append(f"{unsure} {UNSURE}")
    counts = [
        count(len(article.blocks), "paragraph") + (f" ({', '.join(labels)})" if labels else ""),
        count(len(article.tokens), "word"),
        count(len(article.entities), "entity", "entities"),
    ]
    lines = [" · ".join(known), " · ".join(counts), *(f"note: {issue.message}" for issue in article.issues)]
    return [line for line in lines if line]


def why(paragraph: Paragraph) -> list[str]:
    """Score, secondary labels and strongest reasons of a paragraph that does a job, where it has any."""
    if paragraph.label is None or paragraph.label == "other":
        return []
    parts = [f"also {', '.join(paragraph.also)}"] if paragraph.also else []
    parts += [
        f"{_short(reason.text, _LONGEST_REASON)} {reason.weight:+.1f}"
        for reason in paragraph.explain()[:_REASONS]
    ]
    return [f"{paragraph.scores[paragraph.label]:.2f}", *parts] if parts else []


def named(article: Article) -> dict[str, list[Thing]]:
    """By label, the things that the article names; dates are left out.

    Things that are listed stand in order of their first mention; of the others the most often
    named, and how many more there are.
    """
    groups: dict[str, list[Thing]] = {label: [] for label in (*LISTED, *NAMED)}
    for referent in article.referents:
        details = " · ".join(part for part in _details(referent.attributes) if part != referent.norm)
        groups.setdefault(referent.label, []).append(Thing(referent.norm, len(referent.mentions), details))
    unlinked: dict[tuple[str, str], int] = {}
    for mention in article.entities:
        if mention.link is None:
            key = mention.label, mention.norm
            unlinked[key] = unlinked.get(key, 0) + 1
    for (label, norm), mentions in unlinked.items():
        groups.setdefault(label, []).append(Thing(norm, mentions))
    groups.pop("DATE", None)
    return {label: things if label in LISTED else _row(things) for label, things in groups.items() if things}


def versions(article: Article) -> str:
    """What made the article."""
    return " · ".join(f"{part} {version}" for part, version in article.versions.items())


def count(n: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "line"), count(3, "entity", "entities")
    ('1 line', '3 entities')
    """
    return f"{n} {noun if n == 1 else plural or noun + 's'}"


def _row(things: Sequence[Thing]) -> list[Thing]:
    often = sorted(things, key=lambda thing: -thing.mentions)  # a stable sort: else by first mention
    if len(often) <= _LONGEST_ROW:
        return often
    return [*often[:_LONGEST_ROW], Thing(f"and {len(often) - _LONGEST_ROW} more", 0)]


def _details(attributes: FrozenDict) -> list[str]:
    """The attributes that help a reader, in words."""
    date = _words(attributes.get("date"))
    parts = [
        _words(attributes.get("titles")),
        _words(attributes.get("issuer")),
        f"dated {date}" if date else "",
        _short(_words(attributes.get("subject")), _LONGEST_DETAIL),
        *(word for word in ("former", "acting", "ambiguous") if attributes.get(word) is True),
    ]
    return [part for part in parts if part]


def _words(value: Any) -> str:
    """A value of metadata or attributes in words: lists joined, a title with its organisation."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        office, body = _words(value.get("title")), _words(value.get("organization"))
        return office if body in office else f"{office} {body}".strip()
    if isinstance(value, list | tuple):
        return ", ".join(_words(item) for item in value)
    return str(value)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
