"""The words that open names of places: ``place_types.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nqtext.gazetteers import TermIndex, table
from nqtext.unicode import fold

__all__ = ["PlaceType", "place_types"]


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A word that opens names of places; the columns are described in the table.

    Attributes:
        word: the word in small letters.
        level: of the places.
        not_after: words before it that make it part of another.
        number: whether a number may be the name.
        abbreviation: whether it is written in capitals.
    """

    word: str
    level: str
    not_after: frozenset[str]
    number: bool
    abbreviation: bool


@cache
def place_types() -> TermIndex[PlaceType]:
    """The table, ready to be found in a text.

    >>> place_types().get("quận").number
    True
    """
    return TermIndex(
        (
            row["type"],
            PlaceType(
                fold(row["type"]).lower,
                row["level"],
                frozenset(row["not_after"].split()),
                row["number"] == "yes",
                row["type"].isupper(),
            ),
        )
        for row in table("place_types")
    )
