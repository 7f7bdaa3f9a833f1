"""Entities: from a segmented text to mentions and the things they mean.

Recognisers find candidates, one overlap policy chooses among them, linkers say which mentions
mean the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.entities.linking import Chain, link
from nqtext.entities.overlap import resolve
from nqtext.entities.recognizer import Candidate, Context, Recognizer
from nqtext.entities.terms import TermRecognizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.entities.linking import Linker

__all__ = ["Candidate", "Context", "Entities", "Recognizer", "TermRecognizer", "builtin", "recognize"]


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
    from nqtext.entities import dates, documents, officials, organizations, places

    bodies = organizations.OrganizationRecognizer()
    recognizers: tuple[Recognizer, ...] = (
        documents.DocumentRecognizer(),
        dates.DateRecognizer(),
        bodies,
        places.LocationRecognizer(),
        officials.OfficialRecognizer(bodies),
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
) -> Entities:
    """Find, choose and link.

    Args:
        context: the segmented text.
        own: the caller's recognisers; what they find has precedence.
        recognizers: the built-in ones.
        linkers: by label.

    Returns:
        Mentions and chains.
    """
    tiers = [
        [candidate for recognizer in group for candidate in context.recognized(recognizer)]
        for group in (own, recognizers)
    ]
    mentions = resolve(tiers, context)
    return Entities(tuple(mentions), tuple(link(context, mentions, linkers)))
