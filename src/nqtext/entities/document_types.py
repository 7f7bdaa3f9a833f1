"""The words that name a type of document, from ``document_types.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from nqtext.gazetteers import TermIndex, longest, table
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqtext.entities.recognizer import Context

__all__ = [
    "TypeWord",
    "after_institution",
    "heading_type",
    "opening_terms",
    "treaty_pattern",
    "type_of_code",
    "type_row",
    "type_words",
]

#: Codes of types that stand for the word before a number: "NQ 06", "QĐ số 80".
_ABBREVIATIONS = frozenset({"NQLT", "TTLT", "NQ", "NĐ", "QĐ", "CT", "KL", "TT", "KH"})
#: How far below the number of a document its heading stands, in code points.
_HEADING_WITHIN = 200
_BEHIND_NUMBER = frozenset("-/ ,.;)\n")
#: Words that make the next one part of a name or compound: "Đại học Luật", "pháp luật".
_COMPOUNDS = ("pháp", "kỷ", "đạo", "đại học", "cử nhân", "phòng", "đối thoại", "diễn đàn")
_INSTITUTIONS = ("Trường", "Viện", "Khoa", "Sở", "Trung tâm", "Vụ", "Cục", "Phòng", "Công ty", "Quỹ", "Đoàn")
_JOINING = tuple(
    f"{form} "
    for word in (*_INSTITUTIONS, *_COMPOUNDS)
    for form in ((word,) if word in _INSTITUTIONS else (word, word.capitalize(), word.title(), word.upper()))
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
    for start, end, term in longest(context.terms(opening_terms)):
        if term in _rows():
            if not after_institution(text, start):
                words.append(TypeWord(start, end, term, text[start].isupper()))
        elif text[start:end] == term and not _joined(text, start):
            agreements.append((start, end))
    words += [
        TypeWord(start, end, type_of_code()[text[start:end]], True)
        for start, end in _abbreviations(text, context.numbers())
    ]
    return sorted(words, key=attrgetter("start")), agreements


def _abbreviations(text: str, numbers: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Codes of types that stand alone before a number of a few digits."""
    for first, last in numbers:
        if last - first > 5 or (last < len(text) and text[last] not in _BEHIND_NUMBER):
            continue
        end = first - (4 if text[max(0, first - 4) : first] == " số " else 1)
        if end < 2 or text[end] != " ":
            continue
        for start in (end - 4, end - 2):
            if start >= 0 and text[start:end] in _ABBREVIATIONS and not _joined(text, start):
                yield start, end


def after_institution(text: str, start: int) -> bool:
    """Whether the word before makes what begins here part of a name or compound."""
    if not text.endswith(_JOINING, max(0, start - 12), start):
        return False
    return any(
        text.endswith(word, 0, start)
        and not text[max(0, start - len(word) - 1) : start - len(word)].isalnum()
        for word in _JOINING
    )


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
    return {code: types[0] for code, types in _types_of_codes().items()}


@cache
def _types_of_codes() -> dict[str, list[str]]:
    """The types that share each code, in the order of the table."""
    shared: dict[str, list[str]] = {}
    for row in table("document_types"):
        for code in filter(None, row["codes"].split(",")):
            shared.setdefault(code, []).append(row["type"])
    return shared


def heading_type(text: str, at: int, code: str) -> str | None:
    """The type in the heading below a document's own number, where its code leaves several.

    >>> heading_type("Số 383-QĐ/TW, ngày 19 tháng 11 năm 2025\\nQUY ĐỊNH\\n", 12, "QĐ")
    'quy định'
    """
    types = _types_of_codes().get(code, ())
    if len(types) < 2:
        return None
    below = (line.strip().lower() for line in text[at : at + _HEADING_WITHIN].split("\n")[1:])
    return next((line for line in below if line in types), None)


@cache
def opening_terms() -> TermIndex[str]:
    """The words of types, and the abbreviations of agreements."""
    return TermIndex({term: term for term in (*_rows(), *(row["abbreviation"] for row in table("treaties")))})


@cache
def treaty_pattern() -> re.Pattern[str]:
    """A pattern for agreements known by their abbreviation; what it is joined to is for the caller to see."""
    names = sorted((row["abbreviation"] for row in table("treaties")), key=len, reverse=True)
    return pattern("(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
