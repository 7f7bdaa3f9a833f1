"""Linking officials and persons: which mentions mean the same holder of office, or the same person.

Ids: ``official:<name>`` for a person in office (``official:vo-van-thuong``), ``official:office/<title>``
for a holder whom the article does not name (``official:office/thu-tuong-chinh-phu``), ``person:<name>`` for
anybody else.  Names are written without diacritics, joined by hyphens; two persons of one name share an id.
Where an article names two that differ in diacritics alone ("Hùng", "Hưng"), their ids keep these.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import canonical
from nqtext.entities.body_completion import with_province
from nqtext.entities.linking import Chain
from nqtext.entities.names import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["body_key", "link_officials", "link_persons"]

#: The head of the Party is meant by the title alone as much as with the body behind it.
_TOP = {"Tổng Bí thư": ("ban-chap-hanh-trung-uong", "dang-cong-san-viet-nam")}


def link_officials(context: Context, mentions: Sequence[Candidate]) -> list[Chain]:
    """One chain for each person in office, and for each office whose holder the article does not name.

    A short name ("đồng chí Thưởng") belongs to the one full name that ends so, a bare title ("Thủ tướng")
    to the one holder the article names with it, or names nearby; the recogniser has noted who that is.
    Where several could be meant, the mention has no link.

    Args:
        context: what the recogniser saw.
        mentions: mentions of officials in order of the text.

    Returns:
        Chains in order of their first mention.
    """
    holders: dict[str, set[tuple[str, str]]] = {}
    for mention in mentions:
        if name := mention.attributes.get("name"):
            for title in mention.attributes.get("titles", ()):
                holders.setdefault(title["title"], set()).add((body_key(title.get("organization")), name))
    groups: dict[str, list[Candidate]] = {}
    unnamed = dict.fromkeys(canonical(m.norm) for m in mentions if not m.attributes.get("name"))
    full = with_province(context, unnamed)
    offices: dict[tuple[str, str], str | None] = {}
    for mention in mentions:
        if local := _name(mention) or _office(mention, holders, full, offices):
            groups.setdefault(f"official:{local}", []).append(mention)
    return _chains("OFFICIAL", groups)


def link_persons(context: Context, mentions: Sequence[Candidate]) -> list[Chain]:
    """One chain for each person; a short name that may be two persons' has no link.

    Args:
        context: what the recogniser saw.
        mentions: mentions of persons in order of the text.

    Returns:
        Chains in order of their first mention.
    """
    groups: dict[str, list[Candidate]] = {}
    for mention in mentions:
        if local := _name(mention):
            groups.setdefault(f"person:{local}", []).append(mention)
    return _chains("PERSON", groups)


@lru_cache(4096)
def body_key(organization: str | None) -> str:
    """A body in an office, equal for all its spellings.

    >>> body_key("Bộ GTVT") == body_key("Bộ Giao thông vận tải")
    True
    """
    return slug(canonical(organization)) if organization else ""


def _name(mention: Candidate) -> str | None:
    return slug(str(mention.attributes.get("name") or "")) or None


def _office(
    mention: Candidate,
    holders: Mapping[str, set[tuple[str, str]]],
    full: Mapping[str, str],
    known: dict[tuple[str, str], str | None],
) -> str | None:
    """The office of a title without a name; None where the article names several holders of it."""
    titles = mention.attributes.get("titles") or ()
    if not titles:
        return None
    title, body = titles[0]["title"], body_key(titles[0].get("organization"))
    if (title, body) not in known:
        several = len({name for held, name in holders.get(title, ()) if body in held}) > 1
        top = any(body.startswith(words) for words in _TOP.get(title, ()))
        norm = canonical(mention.norm)
        office = slug(title if top else full.get(norm, norm))
        known[title, body] = f"office/{office}" if office and not several else None
    return known[title, body]


def _chains(label: str, groups: Mapping[str, Sequence[Candidate]]) -> list[Chain]:
    chains = [
        Chain(id, label, mentions[0].norm, _merged(mentions), tuple(mentions))
        for plain, group in groups.items()
        for id, mentions in _persons(plain, group).items()
    ]
    return sorted(chains, key=lambda chain: chain.mentions[0].start)


def _persons(id: str, group: Sequence[Candidate]) -> Mapping[str, Sequence[Candidate]]:
    """The mentions of each person among those whose names are equal without diacritics, by id.

    Names are a slip of the pen for each other where the given name is the same, or a title; else they are
    those of two persons.
    """
    by_name: dict[str, list[Candidate]] = {}
    for mention in group:
        by_name.setdefault(" ".join(str(mention.attributes.get("name") or "").lower().split()), []).append(
            mention
        )
    if len(by_name) == 1:
        return {id: group}
    persons: list[tuple[list[Candidate], set[str], set[tuple[str, str]]]] = []
    for name, mentions in by_name.items():
        given = name.split(" ")[-1]
        titles = {
            (title["title"], body_key(title.get("organization")))
            for mention in mentions
            for title in mention.attributes.get("titles", ())
        }
        same = next((p for p in persons if given in p[1] or titles & p[2]), None)
        if same is None:
            persons.append((mentions, {given}, titles))
        else:
            same[0].extend(mentions)
            same[1].add(given)
            same[2].update(titles)
    if len(persons) == 1:
        return {id: group}
    prefix = id.split(":")[0]
    return {
        f"{prefix}:{'-'.join(str(mentions[0].attributes['name']).lower().split())}": sorted(
            mentions, key=lambda mention: mention.start
        )
        for mentions, _, _ in persons
    }


def _merged(mentions: Sequence[Candidate]) -> dict[str, Any]:
    """What the mentions together say; every title once, without its body only where no mention has it."""
    merged: dict[str, Any] = {}
    titles: dict[tuple[str, str], Any] = {}
    for mention in mentions:
        for key, value in mention.attributes.items():
            if key == "titles":
                for title in value:
                    titles.setdefault((title["title"], body_key(title.get("organization"))), title)
            else:
                merged.setdefault(key, value)
    complete = {title for title, body in titles if body}
    if titles:
        merged["titles"] = [title for (name, body), title in titles.items() if body or name not in complete]
    return merged
