"""A document found in a paragraph, before its attributes are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.entities import document_patterns as written
from nqtext.entities.document_numbers import DocumentNumber, render

if TYPE_CHECKING:
    from nqtext.entities.document_types import TypeWord

__all__ = ["DONE_TOO", "Found", "number_norm", "opens", "title_norm", "year_behind"]

#: Types whose word is a verb or a practice, too: "Quy định 377", but "quy hoạch 02 chức danh".
DONE_TOO = frozenset({"quy định", "quy hoạch", "chiến lược"})


@dataclass(frozen=True, slots=True)
class Found:
    """A span that names a document.

    Attributes:
        start: first code point, articles and clauses before it left out.
        end: one past the last.
        type: as in the table, or None.
        rule: what found it.
        norm: its readable name.
        number: parsed, or None.
        year: that the name holds.
        term: of the congress or committee, as written.
        inherited: attributes that the first of a list lent.
        score: how sure the rule is.
    """

    start: int
    end: int
    type: str | None
    rule: str
    norm: str
    number: DocumentNumber | None = None
    year: int | None = None
    term: str | None = None
    inherited: tuple[str, ...] = ()
    score: float = 1.0


def year_behind(text: str, at: int, alone: bool) -> tuple[int, int | None]:
    """A year that completes the name: "Nghị quyết 57-NQ/TW năm 2024"."""
    match = written.YEAR.match(text, at)
    if match is None or (match[3] and not alone):
        return at, None
    return match.end(), int(match[1] or match[2] or match[3])


def number_norm(type_: str | None, number: DocumentNumber, year: int | None, title: str = "") -> str:
    """Readable name of a document with a number: type or title, number, and the year if it is apart."""
    head = " ".join((title or (type_ or "").capitalize()).removesuffix("số ").removesuffix("Số ").split())
    tail = f" năm {year}" if year and not number.year else ""
    return f"{head} số {render(number)}{tail}".strip() if head else f"{render(number)}{tail}"


def title_norm(text: str, word: TypeWord, stop: int) -> tuple[str, None, int | None]:
    """Readable name, number (none) and year of a document with a title; a period or horizon is no year."""
    title = " ".join(text[word.end : stop].split())
    year = written.YEAR_OF_TITLE.search(title)
    return f"{word.type.capitalize()} {title}", None, int(year[1]) if year else None


def opens(text: str, at: int) -> bool:
    """Whether a sentence or an item of a list begins here, so that the capital says nothing."""
    return bool(written.OPENING_BEFORE.search(text, max(0, at - 16), at))
