"""Known places: their tables, what an article's date says of them, and which mentions mean the same one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import agreed, slug
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.gazetteers import TermIndex, longest, table
from nqtext.unicode import fold, fold_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from nqtext.entities.recognizer import Context

__all__ = [
    "Place",
    "in_force",
    "known_places",
    "link_locations",
    "places_meant",
    "provinces_named",
    "readings",
    "units_named",
]

#: Type words whose place stands in a table under its bare name.
_LEVELS = {"vùng": "region", "nước": "country"}
_UNIT_TYPES = {
    "H": "huyện",
    "Q": "quận",
    "C": "thành phố",
    "T": "thị xã",
    "P": "phường",
    "N": "thị trấn",
    "X": "xã",
    "K": "đặc khu",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tables.

    Attributes:
        name: the canonical name.
        spellings: its spellings, as written.
        level: ``country``, ``province``, ``district``, ``ward``, ``region`` and so on; ``none`` for what
            only looks like a place.
        code: ISO 3166-1 of a country, code of the General Statistics Office of a unit, or None.
        valid_from, valid_to: first and last day of the unit, ISO 8601, or None.
        type: the type word of a unit ("tỉnh").
        parent: code of the unit above, or None.
    """

    name: str
    spellings: tuple[str, ...]
    level: str
    code: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    type: str = ""
    parent: str | None = None

    @property
    def id(self) -> str:
        """What follows ``location:`` in a link."""
        if self.level == "country":
            return str(self.code).lower()
        if self.level == "province":
            return f"vn-{slug(self.spellings[0])}"
        return f"{slug(self.name)}-{self.code}" if self.code else slug(self.name)

    def attributes(self) -> dict[str, Any]:
        """The attributes of a mention of it."""
        return {
            "level": self.level,
            "code": self.code,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


@cache
def known_places() -> TermIndex[tuple[Place, ...]]:
    """Countries, provinces, regions and known cities under all their spellings."""
    terms: dict[str, tuple[Place, ...]] = {}
    for place in _places():
        for key in dict.fromkeys(map(fold_key, place.spellings)):
            terms[key] = (*terms.get(key, ()), place)
    return TermIndex(terms)


def _places() -> Iterable[Place]:
    for row in table("countries"):
        yield Place(row["name"], _spellings(row), "country", row["code"])
    for row in table("provinces"):
        yield Place(
            f"{row['type'].capitalize()} {row['name']}",
            _spellings(row),
            "province",
            row["code"],
            row["valid_from"] or None,
            row["valid_to"] or None,
            row["type"],
        )
    for row in table("regions"):
        yield Place(row["name"], _spellings(row), row["level"])


def _spellings(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(fold(name).text for name in (row["name"], *row["other_names"].split(";")) if name)


@lru_cache(4096)
def units_named(kind: str, name: str) -> tuple[Place, ...]:
    """Districts and wards of a name.

    Args:
        kind: type word, in small letters.
        name: in small letters.

    >>> [place.code for place in units_named("quận", "ba đình")]
    ['001']
    """
    return tuple(
        _unit(*entry.split(" ", 1)) for entry in _units().get(f"{kind} {name}", "").split("\n") if entry
    )


@cache
def _units() -> dict[str, str]:
    """The entries of the table by type word and name, each behind the number of its row, a line each.

    There are more than ten thousand units, of which an article names a few: only those become objects.
    """
    units: dict[str, str] = {}
    for number, row in enumerate(table("units")):
        for entry in row["units"].split(";"):
            _, letter, name = entry.split(" ", 2)
            key = f"{_UNIT_TYPES[letter]} {name.lower()}"
            line = f"{number} {entry}"
            units[key] = f"{units[key]}\n{line}" if key in units else line
    return units


def _unit(number: str, entry: str) -> Place:
    row = table("units")[int(number)]
    code, letter, name = entry.split(" ", 2)
    kind = _UNIT_TYPES[letter]
    valid = row["valid_from"] or None, row["valid_to"] or None
    return Place(f"{kind.capitalize()} {name}", (name,), row["level"], code, *valid, kind, row["parent"])


def readings(places: Sequence[Place], published: datetime.date | None) -> tuple[Place, ...]:
    """The places among several that existed on a day, else those that had; all where no day is known."""
    if published is None:
        return tuple(places)
    day = published.isoformat()
    return _existing(places, published) or tuple(p for p in places if (p.valid_from or "") <= day)


class _Provinces:
    """Finds each province an article names, once; used through ``Context.recognized``, so once an article."""

    name = "provinces"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        seen = set()
        for start, end, places in longest(context.terms(known_places)):
            if places in seen or not context.text[start].isupper():
                continue
            seen.add(places)
            provinces = readings([place for place in places if place.level == "province"], context.published)
            if provinces:
                yield Candidate(start, end, provinces[-1].type, provinces[-1].spellings[0])


_PROVINCES = _Provinces()


def _existing(places: Sequence[Place], published: datetime.date | None) -> tuple[Place, ...]:
    if published is None:
        return tuple(places)
    day = published.isoformat()
    return tuple(p for p in places if (p.valid_from or "") <= day <= (p.valid_to or "9999"))


def provinces_named(context: Context) -> dict[str, set[str]]:
    """The names of the provinces ("tỉnh") and the cities of that rank ("thành phố") that an article names.

    Beside one that there was on the article's day, those merged before are left out.
    """
    named: dict[str, set[str]] = {}
    for province in context.recognized(_PROVINCES):
        named.setdefault(province.label, set()).add(province.norm)
    return {kind: in_force(names, context.published) for kind, names in named.items()}


def in_force(names: Iterable[str], published: datetime.date | None) -> set[str]:
    """Names without those of provinces that there were not on a day.

    All of them where no other is left, or no day is known.

    >>> import datetime
    >>> in_force(["Bắc Giang", "Bắc Ninh"], datetime.date(2025, 9, 1))
    {'Bắc Ninh'}
    """
    if published is None:
        return set(names)
    day, spans, every = published.isoformat(), _spans(), set(names)
    return {
        n for n in every if n not in spans or any(first <= day <= last for first, last in spans[n])
    } or every


@cache
def _spans() -> dict[str, list[tuple[str, str]]]:
    """First and last day of the provinces under each name."""
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in table("provinces"):
        spans.setdefault(fold(row["name"]).text, []).append((row["valid_from"], row["valid_to"] or "9999"))
    return spans


def link_locations(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """One chain for each place meant.

    Ids are ``location:`` and, for a country, its ISO code (``location:vn``); for a province ``vn-`` and
    the slug of its name (``location:vn-bac-ninh``: the official codes were given to other provinces in
    2025, the names were not); for a district or ward its full name and code, where the text leaves one
    reading (``location:huyen-can-gio-787``); else the slug of the name.

    Args:
        context: what the recognisers saw.
        mentions: mentions of places in order.

    Returns:
        The chains, by first mention.
    """
    groups: dict[str, list[Candidate]] = {}
    norms: dict[str, str] = {}
    meant: dict[str, Place | None] = {}
    for mention in mentions:
        if mention.norm not in meant:
            meant[mention.norm] = _meant(context, mention.norm)
        place = meant[mention.norm]
        key = place.id if place else slug(mention.norm) or fold_key(mention.norm)
        norms.setdefault(key, place.name if place else mention.norm)
        groups.setdefault(key, []).append(mention)
    return [
        Chain(
            f"location:{key}",
            "LOCATION",
            norms[key],
            agreed([dict(m.attributes) for m in group]),
            tuple(group),
        )
        for key, group in groups.items()
    ]


def places_meant(context: Context, norm: str) -> tuple[Place, ...]:
    """The places of the tables that a canonical name can mean in an article."""
    kind, _, name = norm.partition(" ")
    if norm.lower().startswith(("thành phố ", "thị xã ", "thị trấn ", "đặc khu ")):
        first, second, name = norm.split(" ", 2)
        kind = f"{first} {second}"
    known = known_places().get(norm) or ()
    if not known:
        named = known_places().get(name) or ()
        known = tuple(p for p in named if p.type == kind.lower() or _LEVELS.get(kind.lower()) == p.level)
    units = units_named(kind.lower(), fold_key(name)) if len(kind) < len(norm) else ()
    existing = _existing(known, context.published) or _existing(units, context.published)
    if existing and existing[0].level not in ("district", "ward"):
        return existing
    units = existing or readings(known, context.published) or readings(units, context.published)
    if len(units) > 1:
        units = _in_provinces(context, units) or units
    return units


def _in_provinces(context: Context, units: Sequence[Place]) -> tuple[Place, ...]:
    """Those that lie in a province the article names."""
    names = {name for group in provinces_named(context).values() for name in group}
    codes = {row["code"] for row in table("provinces") if row["name"] in names}
    return tuple(
        unit
        for unit in units
        if unit.parent in codes or _province_of_district().get(unit.parent or "") in codes
    )


@cache
def _province_of_district() -> dict[str, str]:
    return {
        entry.split(" ", 1)[0]: row["parent"]
        for row in table("units")
        if row["level"] == "district"
        for entry in row["units"].split(";")
    }


def _meant(context: Context, norm: str) -> Place | None:
    places = places_meant(context, norm)
    return places[-1] if places and len({place.id for place in places}) == 1 else None
