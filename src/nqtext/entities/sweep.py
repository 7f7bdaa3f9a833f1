"""Every table of terms that recognisers read, found in a text in one pass."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import known_bodies
from nqtext.entities.body_pointers import pointing_kinds
from nqtext.entities.body_types import body_types
from nqtext.entities.bylines import credit_words
from nqtext.entities.document_pointers import pointing_types
from nqtext.entities.document_types import opening_terms
from nqtext.entities.foreign_bodies import name_ends
from nqtext.entities.geography import known_places
from nqtext.entities.mentions import historical_names
from nqtext.entities.offices import titles
from nqtext.entities.place_types import place_types
from nqtext.gazetteers import TermSweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nqtext.gazetteers import TermIndex

__all__ = ["swept"]

_TABLES: tuple[Callable[[], TermIndex[Any]], ...] = (
    known_bodies,
    pointing_kinds,
    body_types,
    credit_words,
    historical_names,
    pointing_types,
    opening_terms,
    name_ends,
    known_places,
    titles,
    place_types,
)


def swept(lower: str) -> Iterable[tuple[Callable[[], TermIndex[Any]], Sequence[tuple[int, int, Any]]]]:
    """The tables, each with its terms in a text, overlapping ones included.

    Args:
        lower: folded text in lower case.
    """
    return zip(_TABLES, _sweep().find_all(lower), strict=True)


@cache
def _sweep() -> TermSweep:
    return TermSweep([table() for table in _TABLES])
