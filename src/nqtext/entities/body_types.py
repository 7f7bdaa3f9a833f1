"""The words that open names of bodies: ``body_types.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nqtext.gazetteers import TermIndex, table
from nqtext.unicode import fold

__all__ = ["BodyType", "body_types"]


@dataclass(frozen=True, slots=True)
class BodyType:
    """A word that opens names, and what they go on with; the columns are described in the table.

    Attributes:
        word: the word as written inside a sentence.
        kind: what sort of body it opens.
        goes_on: what the name goes on with.
        form: how it may be written.
    """

    word: str
    kind: str
    goes_on: frozenset[str]
    form: frozenset[str]


@cache
def body_types() -> TermIndex[BodyType]:
    """The table, ready to be found in a text.

    >>> body_types().get("Sở").kind
    'local'
    """
    return TermIndex(
        (
            row["type"],
            BodyType(
                fold(row["type"]).text,
                row["kind"],
                frozenset(row["goes_on"].split()),
                frozenset(row["form"].split()),
            ),
        )
        for row in table("body_types")
    )
