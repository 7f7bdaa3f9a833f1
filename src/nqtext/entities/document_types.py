"""The words that name a type of document, from ``document_types.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nqtext.entities.document_patterns import INSTITUTION_BEFORE
from nqtext.gazetteers import table
from nqtext.unicode import pattern

__all__ = ["TypeWord", "treaty_pattern", "type_of_code", "type_row", "type_words"]


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


def type_words(text: str, lower: str, start: int, end: int) -> list[TypeWord]:
    """The type words of a paragraph in order, abbreviations before a number ("NQ 06") among them."""
    words = [
        TypeWord(m.start(), m.end(), m.group(), text[m.start()].isupper())
        for m in _type_pattern().finditer(lower, start, end)
    ]
    words = [
        word for word in words if not INSTITUTION_BEFORE.search(text, max(start, word.start - 10), word.start)
    ]
    words += [
        TypeWord(m.start(), m.end(), type_of_code()[m.group()], True)
        for m in _abbreviation_pattern().finditer(text, start, end)
    ]
    return sorted(words, key=lambda word: word.start)


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
def _type_pattern() -> re.Pattern[str]:
    types = sorted(_rows(), key=len, reverse=True)
    return pattern(r"(?<!\w)(?:" + "|".join(types) + r")(?!\w)")


@cache
def _abbreviation_pattern() -> re.Pattern[str]:
    return pattern(r"(?<![\w/-])(?:NQLT|TTLT|NQ|NĐ|QĐ|CT|KL|TT|KH)(?= (?:số )?\d{1,5}(?:[-/ ,.;)]|$))")


@cache
def treaty_pattern() -> re.Pattern[str]:
    """A pattern for agreements known by their abbreviation."""
    names = sorted((row["abbreviation"] for row in table("treaties")), key=len, reverse=True)
    return pattern(r"(?<![\w/-])(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
