"""Known bodies: their table, and what an article's date says of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from nqtext.gazetteers import TermIndex, table
from nqtext.unicode import fold, fold_key, pattern

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

__all__ = [
    "Body",
    "agreed",
    "attributes",
    "body_meant",
    "canonical",
    "known_bodies",
    "slug",
]

_ATTRIBUTES = ("kind", "code", "valid_from", "valid_to", "successor")


@dataclass(frozen=True, slots=True)
class Body:
    """A row of ``bodies.tsv``.

    Attributes:
        name: the canonical full name.
        spellings: the name and its other spellings, as written.
        kind: what sort of body; ``none`` for what only looks like one.
        code: as in document numbers, or None.
        valid_from, valid_to: first and last day under this name (ISO 8601), or None.
        successor: name of the body that took over its work, or None.
    """

    name: str
    spellings: tuple[str, ...]
    kind: str
    code: str | None
    valid_from: str | None
    valid_to: str | None
    successor: str | None


@cache
def known_bodies() -> TermIndex[tuple[Body, ...]]:
    """The bodies of ``bodies.tsv`` under all their spellings; a spelling of several bodies gives them all."""
    terms: dict[str, tuple[Body, ...]] = {}
    for row in table("bodies"):
        name = fold(row["name"]).text
        spellings = [name, *(fold(other).text for other in row["abbreviations"].split(";") if other)]
        for spelling in tuple(spellings):
            if ", " in spelling or " - " in spelling:
                spellings += [
                    re.sub(",| -", "", spelling),
                    spelling.replace(" - ", ", "),
                    spelling.replace(" - ", "-"),
                ]
        body = Body(
            name, tuple(dict.fromkeys(spellings)), row["kind"], *(row[key] or None for key in _ATTRIBUTES[1:])
        )
        for key in dict.fromkeys(map(fold_key, body.spellings)):
            terms[key] = (*terms.get(key, ()), body)
    return TermIndex(terms)


def body_meant(bodies: tuple[Body, ...], published: datetime.date | None) -> Body:
    """Which of several bodies a spelling means on an article's date.

    Args:
        bodies: the bodies that share the spelling, not empty.
        published: the article's date, or None.

    Returns:
        The body of that day; without a date, or where none or several fit, what all of them share
        (under the last one's name).
    """
    if len(bodies) == 1:
        return bodies[0]
    fitting = bodies
    if published is not None:
        day = published.isoformat()
        fitting = tuple(b for b in bodies if (b.valid_from or "") <= day <= (b.valid_to or "9999")) or bodies
    if len(fitting) == 1:
        return fitting[0]
    shared = agreed([{key: getattr(body, key) for key in _ATTRIBUTES} for body in fitting])
    last = fitting[-1]
    return Body(
        last.name,
        last.spellings,
        shared.get("kind") or last.kind,
        shared["code"],
        None,
        None,
        shared["successor"],
    )


def attributes(body: Body, published: datetime.date | None) -> dict[str, Any]:
    """What is known about a body on a day; before its first day the name meant something else."""
    if published is not None and body.valid_from is not None and published.isoformat() < body.valid_from:
        return {"kind": body.kind}
    return {key: getattr(body, key) for key in _ATTRIBUTES}


def agreed(readings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The values that all readings share; None where they differ."""
    if all(reading == readings[0] for reading in readings[1:]):
        return dict(readings[0])
    keys = dict.fromkeys(key for reading in readings for key in reading)
    return {
        key: readings[0].get(key) if len({repr(reading.get(key)) for reading in readings}) == 1 else None
        for key in keys
    }


#: In capitals "TƯ" is a syllable of its own, too.
_NO_CENTRE = r"TƯ (?:PHÁP|VẤN|NHÂN|LIỆU|TƯỞNG|LỆNH)(?!\w)"


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    full = {row["abbreviation"]: fold(row["full"]).text for row in table("body_abbreviations")}
    for row in table("body_fields"):
        full.update(
            (short, fold(row["field"]).text)
            for short in map(str.strip, row["abbreviations"].split(";"))
            if short
        )
    alternatives = "|".join(map(re.escape, sorted(full, key=lambda short: (-len(short), short))))
    return re.compile(rf"(?<![\w&-])(?!{_NO_CENTRE})(?:{alternatives})(?![\w&-])"), full


@cache
def _spellings() -> TermIndex[str]:
    """Words with the capitals they have in names, to write names in capitals as names are written."""
    rows = [*((row["field"], row["field"]) for row in table("body_fields"))]
    rows += [(row["type"], row["type"]) for row in table("body_types")]
    rows += [
        (row["word"], row["word"][0].upper() + row["word"][1:])
        for row in table("body_words")
        if row["class"] != "open"
    ]
    rows += [
        (row["name"], row["name"]) for name in ("provinces", "countries", "regions") for row in table(name)
    ]
    return TermIndex((fold_key(key), fold(value).text) for key, value in rows)


#: The name of a place that no table has, at the end of a body's in capitals.
_UNKNOWN_PLACE = pattern(
    "(?:[Hh]uyện|[Qq]uận|[Tt]hị|[Xx]ã|[Pp]hường)(?: ủy| xã| trấn)? (?=\\S+(?: \\S+){1,2}$)"
)
#: "Ủy ban nhân dân (UBND) thành phố Hà Nội"
_INSERTED = re.compile(r" \([A-ZĐƯ&.-]{2,14}\)(?= )")


@lru_cache(1 << 14)
def canonical(text: str) -> str:
    """A name with its abbreviations written out, in the capitals of a name.

    >>> canonical("UBND TP. Hà Nội")
    'Ủy ban nhân dân Thành phố Hà Nội'
    >>> canonical("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    'Sở Nông nghiệp và Môi trường'
    """
    expression, full = _abbreviations()
    text = _INSERTED.sub("", text)
    name = " ".join(expression.sub(lambda match: full[match.group()] + " ", text).split())
    if text.isupper() and " " in text and name == " ".join(text.split()):
        lower = name.lower()
        pieces, done = [], 0
        for start, end, value in _spellings().find(lower):
            pieces += [lower[done:start], value]
            done = end
        name = "".join([*pieces, lower[done:]])
        place = _UNKNOWN_PLACE.search(name)
        if place and name[place.end() :].islower():
            name = name[: place.end()] + name[place.end() :].title()
    return name[:1].upper() + name[1:]


@lru_cache(1 << 14)
def slug(name: str) -> str:
    """A name as part of an id: small letters without accents, joined by dashes.

    >>> slug("Bộ Kế hoạch và Đầu tư")
    'bo-ke-hoach-va-dau-tu'
    """
    plain = unicodedata.normalize("NFD", fold_key(name).replace("đ", "d"))
    return re.sub("[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
