"""The words that name a type of document, from ``document_types.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.document_patterns import INSTITUTION_BEFORE
from nqtext.gazetteers import TermIndex, longest, table
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from nqtext.entities.recognizer import Context

__all__ = ["TypeWord", "opening_terms", "treaty_pattern", "type_of_code", "type_row", "type_words"]

#: A type's code that stands for its word: "NQ 06", "QĐ số 80".
_ABBREVIATION = pattern(
    r"(?:NQLT|TTLT|NQ|NĐ|QĐ|CT|KL|TT|KH)(?= (?:số )?\d{1,5}(?:[-/ ,.;)]|$))", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A word that names a type: where it stands, and how it is written."""

    start: int
    end: int
    type: str
    capital: bool

    @property
    def titled(self) -> str:
        """Which kind of title may follow it, as in the table."""
        return type_row(self.type)["titled"]


def type_words(context: Context) -> tuple[list[TypeWord], list[tuple[int, int]]]:
    """What opens the name of a document, sought in one pass over a text.

    Args:
        context: the text.

    Returns:
        The type words in order, abbreviations before a number ("NQ 06") among them; and the ranges of
        agreements named by their abbreviation ("EVFTA").
    """
    text = context.text
    words = []
    agreements = []
    for start, end, term in longest(context.terms(opening_terms())):
        if term in _rows():
            if not INSTITUTION_BEFORE.search(text, max(0, start - 12), start):
                words.append(TypeWord(start, end, term, text[start].isupper()))
        elif text[start:end] == term and not _joined(text, start):
            agreements.append((start, end))
    words += [
        TypeWord(match.start(), match.end(), type_of_code()[match.group()], True)
        for match in _ABBREVIATION.finditer(text)
        if not _joined(text, match.start())
    ]
    return sorted(words, key=lambda word: word.start), agreements


def _joined(text: str, at: int) -> bool:
    """Whether what begins here is the tail of something longer."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_/-")


def type_row(type_: str) -> dict[str, str]:
    """The row of a type in the table."""
    return _rows()[type_]


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["type"]: row for row in table("document_types")}


@cache
def type_of_code() -> dict[str, str]:
    """Types by the code that stands in numbers."""
    found: dict[str, str] = {}
    for row in table("document_types"):
        for code in filter(None, row["codes"].split(",")):
            found.setdefault(code, row["type"])
    return found


@cache
def opening_terms() -> TermIndex[str]:
    """The words of types, and the abbreviations of agreements."""
    return TermIndex({term: term for term in (*_rows(), *(row["abbreviation"] for row in table("treaties")))})


@cache
def treaty_pattern() -> re.Pattern[str]:
    """A pattern for agreements known by their abbreviation; what it is joined to is for the caller to see."""
    names = sorted((row["abbreviation"] for row in table("treaties")), key=len, reverse=True)
    return pattern("(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
