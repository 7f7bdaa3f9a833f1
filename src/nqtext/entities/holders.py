"""Linking officials and persons: which mentions mean the same holder of office, or the same person.

Ids: ``official:<name>`` for a person in office (``official:vo-van-thuong``), ``official:office/<title>``
for a holder whom the article does not name (``official:office/thu-tuong-chinh-phu``), ``person:<name>`` for
anybody else.  Names are written without diacritics, joined by hyphens; two persons of one name share an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.entities.linking import Chain
from nqtext.entities.names import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["link_officials", "link_persons"]


def link_officials(context: Context, mentions: Sequence[Candidate]) -> list[Chain]:
    """One chain for each person in office, and for each office whose holder the article does not name.

    A short name ("đồng chí Thưởng") belongs to the one full name that ends so, a bare title ("Thủ tướng")
    to the one holder the article names with it; the recogniser has noted who that is.  Where there are
    several, the title is a chain of its own.

    Args:
        context: what the recogniser saw.
        mentions: mentions of officials in order of the text.

    Returns:
        Chains in order of their first mention.
    """
    return _chains("OFFICIAL", "official", mentions)


def link_persons(context: Context, mentions: Sequence[Candidate]) -> list[Chain]:
    """One chain for each person.

    Args:
        context: what the recogniser saw.
        mentions: mentions of persons in order of the text.

    Returns:
        Chains in order of their first mention.
    """
    return _chains("PERSON", "person", mentions)


def _chains(label: str, prefix: str, mentions: Sequence[Candidate]) -> list[Chain]:
    groups: dict[str, list[Candidate]] = {}
    for mention in mentions:
        name = mention.attributes.get("name")
        local = slug(str(name)) if name else f"office/{slug(mention.norm)}"
        if local and not local.endswith("/"):
            groups.setdefault(f"{prefix}:{local}", []).append(mention)
    return [Chain(id, label, group[0].norm, _merged(group), tuple(group)) for id, group in groups.items()]


def _merged(mentions: Sequence[Candidate]) -> dict[str, Any]:
    """What the mentions together say; every title once."""
    merged: dict[str, Any] = {}
    titles: list[Any] = []
    for mention in mentions:
        for key, value in mention.attributes.items():
            if key == "titles":
                titles.extend(title for title in value if title not in titles)
            else:
                merged.setdefault(key, value)
    if titles:
        merged["titles"] = titles
    return merged
