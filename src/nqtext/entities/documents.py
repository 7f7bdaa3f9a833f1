"""Documents of Party and State: found by number, by title, or by congress.

What identifies a document decides its span: a number (with or without the word of its type), the
proper title behind a capitalised type word, or the congress or plenum that adopted it.  Articles,
clauses and points written before a document belong to its span.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from nqtext.entities import document_patterns as written
from nqtext.entities.document_attributes import AttributeReader, with_shared_dates
from nqtext.entities.document_links import link_documents
from nqtext.entities.document_numbers import numbers_in
from nqtext.entities.document_types import type_words
from nqtext.entities.numbered_documents import numbered, short_numbered, with_lists
from nqtext.entities.recognizer import Candidate
from nqtext.entities.titled_documents import agreement, named, titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqtext.entities.document_found import Found
    from nqtext.entities.recognizer import Context

__all__ = ["DocumentRecognizer", "link_documents"]

T = TypeVar("T")


class DocumentRecognizer:
    """Finds documents.

    >>> import nqtext
    >>> nlp = nqtext.load(segmenter="syllable")
    >>> [e.text for e in nlp("Thực hiện khoản 2 Điều 5 Luật Quy hoạch và Nghị quyết số 06-NQ/TW.").entities]
    ['khoản 2 Điều 5 Luật Quy hoạch', 'Nghị quyết số 06-NQ/TW']
    """

    name = "documents"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Every document named in the text, none overlapping another."""
        reader = AttributeReader(context)
        for start, end, documents in _by_paragraph(context):
            read = self._read(reader, context.text, (start, end), documents)
            yield from with_shared_dates(context.text, list(read)) if len(documents) > 1 else read

    def _read(
        self, reader: AttributeReader, text: str, paragraph: tuple[int, int], documents: list[Found]
    ) -> Iterator[Candidate]:
        before, end = paragraph
        for found in documents:
            first, cited = _with_parts(text, before, found.start)
            before = found.end
            yield Candidate(
                first,
                found.end,
                "DOCUMENT",
                found.norm,
                reader.read(
                    found.start,
                    found.end,
                    end,
                    found.type,
                    found.number,
                    found.year,
                    found.term,
                    cited,
                    found.inherited,
                ),
                f"{self.name}: {found.rule}",
                found.score,
            )


def _by_paragraph(context: Context) -> Iterator[tuple[int, int, list[Found]]]:
    """The documents of each paragraph that names some, in order, with the paragraph's edges.

    What opens a document (type words, numbers, names) is sought in the whole text at once: most
    paragraphs hold nothing of it.
    """
    text, lower = context.text, context.lower
    words, agreements = type_words(context)
    numbers = list(numbers_in(text, context.numbers()))
    names = [*named(text), *(agreement(text, start, end) for start, end in agreements)]
    names.sort(key=attrgetter("start"))
    word_starts = [word.start for word in words]
    number_starts = [number.start() for number in numbers]
    name_starts = [name.start for name in names]

    def has_number(start: int, end: int) -> bool:
        at = bisect_left(number_starts, start)
        return at < len(number_starts) and number_starts[at] < end

    for start, end in context.paragraphs.tolist():
        own_words = _within(words, word_starts, start, end)
        own_numbers = _within(numbers, number_starts, start, end)
        own_names = _within(names, name_starts, start, end)
        if not (own_words or own_numbers or own_names):
            continue
        candidates = [
            *numbered(text, own_words, own_numbers),
            *short_numbered(text, own_words, end),
            *titled(text, lower, own_words, end, has_number),
            *own_names,
        ]
        yield start, end, with_lists(text, _longest(candidates), end)


def _within(items: Sequence[T], starts: list[int], start: int, end: int) -> Sequence[T]:
    low = bisect_left(starts, start)
    return items[low : bisect_left(starts, end, low)]


def _longest(candidates: list[Found]) -> list[Found]:
    """Documents in order, the longest where two overlap."""
    chosen: list[Found] = []
    for found in sorted(candidates, key=lambda f: (f.start, -f.end)):
        if chosen and found.start < chosen[-1].end:
            if found.end - found.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = found
            continue
        chosen.append(found)
    return chosen


def _with_parts(text: str, after: int, start: int) -> tuple[int, str | None]:
    """Where the articles, clauses and points before a document begin, and what they are.

    Args:
        text: folded text.
        after: end of the document before, or start of the paragraph.
        start: where the document itself begins.
    """
    if not written.PART_BEFORE.search(text, max(after, start - 16), start):
        return start, None
    for match in written.PARTS.finditer(text, after, start + 12):  # what follows decides whether a list ends
        link = written.PARTS_LINK.match(text, match.end(), start)
        if link and link.end() == start:
            cited = re.sub(r"(?: của|,)$", "", text[match.start() : start].rstrip())
            return match.start(), " ".join(cited.split())
    return start, None
