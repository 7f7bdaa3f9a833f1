"""Entities: from a segmented text to mentions and the things they mean.

Recognisers find candidates, one overlap policy chooses among them and holds the choice against the
learned tagger, linkers say which mentions mean the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.entities.linking import Chain, link
from nqtext.entities.overlap import choose, weigh
from nqtext.entities.recognizer import Candidate, Context, Recognizer
from nqtext.entities.terms import TermRecognizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.entities.linking import Linker
    from nqtext.entities.tagger import Tagger

__all__ = [
    "Candidate",
    "Context",
    "Entities",
    "Recognizer",
    "TermRecognizer",
    "builtin",
    "recognize",
    "recognize_batch",
]


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of one text, offsets into the folded text.

    Attributes:
        mentions: chosen candidates in order.
        chains: the things meant.
    """

    mentions: tuple[Candidate, ...]
    chains: tuple[Chain, ...]


def builtin() -> tuple[tuple[Recognizer, ...], dict[str, Linker]]:
    """nqtext's own recognisers, and its linkers by label."""
    from nqtext.entities import addresses, dates, documents, officials, organizations, places

    bodies = organizations.OrganizationRecognizer()
    recognizers: tuple[Recognizer, ...] = (
        documents.DocumentRecognizer(),
        dates.DateRecognizer(),
        bodies,
        places.LocationRecognizer(),
        officials.OfficialRecognizer(bodies),
        addresses.AddressRecognizer(),
    )
    linkers: dict[str, Linker] = {
        "DOCUMENT": documents.link_documents,
        "DATE": dates.link_dates,
        "ORGANIZATION": organizations.link_organizations,
        "LOCATION": places.link_locations,
        "OFFICIAL": officials.link_officials,
        "PERSON": officials.link_persons,
    }
    return recognizers, linkers


def recognize(
    context: Context,
    own: Sequence[Recognizer],
    recognizers: Sequence[Recognizer],
    linkers: Mapping[str, Linker],
    tagger: Tagger | None = None,
) -> Entities:
    """Find, choose and link in one text; see :func:`recognize_batch`."""
    return recognize_batch([context], own, recognizers, linkers, tagger)[0]


def recognize_batch(
    contexts: Sequence[Context],
    own: Sequence[Recognizer],
    recognizers: Sequence[Recognizer],
    linkers: Mapping[str, Linker],
    tagger: Tagger | None = None,
) -> list[Entities]:
    """Find, choose and link.

    Args:
        contexts: the segmented texts.
        own: the caller's recognisers; what they find has precedence over everything.
        recognizers: the built-in ones.
        linkers: by label.
        tagger: what the built-in ones are held against; None leaves them alone.

    Returns:
        Mentions and chains of each text.
    """
    chosen, fixed = [], []
    for context in contexts:
        first, second = (
            [candidate for recognizer in group for candidate in context.recognized(recognizer)]
            for group in (own, recognizers)
        )
        chosen.append(choose([first, second], context))
        fixed.append(frozenset((c.start, c.end) for c in choose([first], context)))
    if tagger is None:
        mentions = [[candidate for candidate in candidates if candidate.label] for candidates in chosen]
    else:
        mentions = weigh(contexts, chosen, tagger, fixed)
    return [
        Entities(tuple(found), tuple(link(context, found, linkers)))
        for context, found in zip(contexts, mentions, strict=True)
    ]
