"""Which mentions mean the same body, and what points at one ("Bộ", "Quỹ này").

Ids are ``organization:`` and the slug of the full name; names in short are first completed from the article
itself (:mod:`nqtext.entities.body_completion`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Sighting, resolve
from nqtext.entities.bodies import agreed, slug
from nqtext.entities.body_completion import completed_names
from nqtext.entities.body_pointers import KINDS, body_pointers
from nqtext.entities.expressions import opening
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.gazetteers import TermIndex
from nqtext.unicode import fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["link_organizations"]

#: Bodies that are never called by the first word of their name.
_NEVER_SHORT = pattern(
    r"bộ (?:chính trị|tư lệnh|chỉ huy|tổng)|ủy ban (?:nhân dân|thường vụ)|hội đồng nhân dân"
)
_KIND_OF = pattern(f"(?:{'|'.join(KINDS)})(?= )")
_NAMED = re.compile(
    "(?P<word>"
    + opening([kind[0].upper() + kind[1:] for kind in KINDS], r"\w-")
    + r") (?P<name>[A-ZĐ]\w*(?: \w+)?)"
)


def link_organizations(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """One chain for each body meant: ``organization:`` and the slug of the canonical name.

    The slug is made of the full name, so an abbreviation and the name it stands for share an id,
    and the same body has the same id in every article.  A body of "tỉnh" or "thành phố" gets the
    territory's name where the article names one such territory only; otherwise it stays without.

    Args:
        context: what the recognisers saw.
        mentions: mentions of organisations in order.

    Returns:
        The chains, by first mention, with the words that point at them.
    """
    completed = completed_names(context, mentions)
    groups: dict[str, list[tuple[str, Candidate]]] = {}
    for mention in mentions:
        name = completed.get(mention.norm, mention.norm)
        groups.setdefault(slug(name) or fold_key(name), []).append((name, mention))
    chains = [
        Chain(
            f"organization:{key}",
            "ORGANIZATION",
            group[0][0],
            agreed([dict(mention.attributes) for _, mention in group]),
            tuple(mention for _, mention in group),
        )
        for key, group in groups.items()
    ]
    return _with_anaphora(context, chains)


def _with_anaphora(context: Context, chains: list[Chain]) -> list[Chain]:
    """Add the words that point at a body: "Bộ", "Quỹ này"."""
    kinds = {
        chain.id: match.group()
        for chain in chains
        if (match := _KIND_OF.match(chain.norm.lower())) and not _NEVER_SHORT.match(chain.norm.lower())
    }
    taken = sorted((m.start, m.end) for chain in chains for m in chain.mentions)
    pointers = list(body_pointers(context, set(kinds.values()), taken)) if kinds else []
    if not pointers:
        return chains
    named = list(_sightings(context, chains, kinds))
    by_id = {chain.id: chain for chain in chains}
    found: dict[str, list[Candidate]] = {}
    for pointer, id in resolve(context, pointers, named):
        if id in by_id:
            chain = by_id[id]
            values = {"kind": chain.attributes.get("kind")}
            found.setdefault(id, []).append(
                Candidate(
                    pointer.start, pointer.end, chain.label, chain.norm, values, "organizations: anaphor", 0.8
                )
            )
    return [replace(chain, anaphora=tuple(found.get(chain.id, ()))) for chain in chains]


def _sightings(context: Context, chains: Sequence[Chain], kinds: Mapping[str, str]) -> Iterator[Sighting]:
    """Every place where a body of some kind is named, those inside titles and other names included."""
    surfaces: dict[str, str] = {}
    starts = set()
    for chain in chains:
        for mention in chain.mentions:
            if chain.id in kinds:
                surfaces[context.text[mention.start : mention.end]] = chain.id
    for start, _, id in TermIndex.folded(surfaces.items()).find(context.lower):
        starts.add(start)
        yield Sighting(start, kinds[id], id)
    for match in _NAMED.finditer(context.text):
        name = match.group().lower()
        if match.start() not in starts and not _NEVER_SHORT.match(name):
            yield Sighting(match.start(), match["word"].lower(), name)
