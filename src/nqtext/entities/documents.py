"""Documents of Party and State: found by number, by title, or by congress.

What identifies a document decides its span: a number (with or without the word of its type), the
proper title behind a capitalised type word, or the congress or plenum that adopted it.  Articles,
clauses and points written before a document belong to its span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nqtext.entities import document_patterns as written
from nqtext.entities.document_attributes import AttributeReader
from nqtext.entities.document_links import link_documents
from nqtext.entities.document_numbers import NUMBER, DocumentNumber, issuer_of, parse, render
from nqtext.entities.document_titles import (
    announced_title_end,
    law_title_end,
    programme_title_end,
    year_suffix_end,
)
from nqtext.entities.document_types import TypeWord, treaty_pattern, type_of_code, type_row, type_words
from nqtext.entities.recognizer import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Context

__all__ = ["DocumentRecognizer", "link_documents"]

#: How many words a title must have to identify a document without year, period or quotation marks.
_LEAST_WORDS = {"đề án": 2, "chiến lược": 2, "quy hoạch": 3, "quy chế": 4, "điều lệ": 2, "nội quy": 2}
_LEAST_WORDS_ELSE = 4
#: Bodies whose code never stands first in a number.
_ISSUERS_AFTER_TYPE = frozenset({"TW", "TU", "CP", "TTg", "UBND", "HĐND"})
#: Types that a plain number names only behind "số", and those whose word is a verb, too ("Quy định 377").
_NEVER_BARE = frozenset({"văn bản", "báo cáo", "hướng dẫn", "lệnh", "văn kiện"})
_DONE_TOO = frozenset({"quy định", "quy hoạch", "chiến lược"})
_HEAD = 180  # code points searched back for the type word of a number


@dataclass(frozen=True, slots=True)
class _Found:
    """A document found in a paragraph, before its attributes are read."""

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
        parts = _parts_by_end(context.text)
        for start, end in context.paragraphs.tolist():
            for found in _documents(context.text, context.lower, start, end):
                first, cited = _with_parts(context.text, found.start, parts, start)
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


def _documents(text: str, lower: str, start: int, end: int) -> list[_Found]:
    """The documents of one paragraph in order; the longest wins where two overlap."""
    words = type_words(text, lower, start, end)
    candidates = [
        *_numbered(text, words, start, end),
        *_short_numbered(text, words, end),
        *_titled(text, lower, words, end),
        *_named(text, start, end),
    ]
    chosen: list[_Found] = []
    for found in sorted(candidates, key=lambda f: (f.start, -f.end)):
        if chosen and found.start < chosen[-1].end:
            if found.end - found.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = found
            continue
        chosen.append(found)
    return _with_lists(text, chosen, end)


def _numbered(text: str, words: list[TypeWord], start: int, end: int) -> Iterator[_Found]:
    """Documents by a number with codes: with their type word, or bare where it is unmistakable."""
    ends = [word.end for word in words]
    last: str | None = None
    for match in NUMBER.finditer(text, start, end):
        number = parse(match.group())
        if number is None or not number.symbols:
            continue
        at = bisect_right(ends, match.start())
        near = [word for word in words[max(0, at - 6) : at] if match.start() - word.end <= _HEAD]
        word = next((word for word in near if _leads_to(text, word, match.start())), None)
        if word is None and near and written.LIST_HEAD.fullmatch(text, near[-1].end, match.start()):
            last = near[-1].type
        stop, year = _year_behind(text, match.end(), number.year is None)
        year = number.year or year
        if word is not None:
            number = _completed(number, word.type)
            type_, first = _specific(word.type, number), word.start
            title = text[word.start : match.start()] if word.titled == "law" else ""
            last = type_
            yield _Found(first, stop, type_, "number", _number_norm(type_, number, year, title), number, year)
        elif _unmistakable(number, _preceded_by_number_word(text, match.start())):
            first = match.start() - 3 if _preceded_by_number_word(text, match.start()) else match.start()
            own = type_of_code().get(number.type_code or "")
            inherited = ("type",) if own is None and last else ()
            yield _Found(
                first,
                stop,
                own or last,
                "bare number",
                _number_norm(own or last, number, year),
                number,
                year,
                inherited=inherited,
                score=0.9,
            )


def _leads_to(text: str, word: TypeWord, number: int) -> bool:
    """Whether a type word and a number belong together: "Công điện hỏa tốc số 541/CĐ-TTg"."""
    at = word.end
    while modifier := written.MODIFIER.match(text, at, number):
        at = modifier.end()
    between = (written.NUMBER_WORD, written.WORDS_AND_NUMBER_WORD)
    if any(pattern.fullmatch(text, at, number) for pattern in between):
        return True
    if word.titled == "law" and word.end + 1 < number:
        title = law_title_end(text, word.end + 1, number, word.capital)
        return title is not None and bool(written.NUMBER_WORD.fullmatch(text, title, number))
    return False


def _unmistakable(number: DocumentNumber, after_number_word: bool) -> bool:
    known = issuer_of(number.issuer_code) is not None
    if number.type_code:
        return number.issuer_code is not None and (
            known or number.year is not None or len(number.symbols[0]) > 1
        )
    return (known and (len(number.symbols) > 1 or number.year is not None)) or (after_number_word and known)


def _preceded_by_number_word(text: str, at: int) -> bool:
    return text[max(0, at - 3) : at].lower() == "số " and not text[at - 4 : at - 3].isalnum()


def _completed(number: DocumentNumber, type_: str) -> DocumentNumber:
    """The number with the code of the type word where it has none itself: "NQ 06/TW"."""
    code = type_row(type_)["codes"].split(",")[0]
    if len(number.symbols) == 1 and number.symbols[0] in _ISSUERS_AFTER_TYPE and code:
        return replace(number, symbols=(code, *number.symbols))
    return number


def _specific(type_: str, number: DocumentNumber) -> str:
    """The type that the number tells where the word is general: "văn bản số 109/BC-BTC"."""
    if type_ == "văn bản" and number.type_code:
        return type_of_code()[number.type_code]
    return type_


def _short_numbered(text: str, words: list[TypeWord], end: int) -> Iterator[_Found]:
    """Documents by a type word and a plain number: "Nghị quyết 57", "Nghị định 119/2018"."""
    for word in words:
        match = written.SHORT_NUMBER.match(text, word.end, end)
        if match is None or word.titled in ("law", "treaty", "standard", "rules"):
            continue
        with_word = match.start(1) - word.end > 1
        if not with_word and word.type in _NEVER_BARE:
            continue
        if not with_word and word.type in _DONE_TOO and (not word.capital or _opens(text, word.start)):
            continue
        if written.COUNTED.match(text, match.end(), end) and not with_word:
            continue
        if not with_word and (
            (len(match[1]) == 4 and match[1].startswith(("19", "20")))
            or (not word.capital and len(match[1]) < 2)
        ):
            continue
        number = _over_line_break(text, match.end(), match[1], word.type) or parse(match[1])
        if number is None:
            continue
        stop, year = _year_behind(text, match.end(), False)
        year = number.year or year
        norm = _number_norm(word.type, number, year)
        yield _Found(word.start, stop, word.type, "short number", norm, number, year, score=0.9)


def _over_line_break(text: str, at: int, head: str, type_: str) -> DocumentNumber | None:
    """The whole number where a line break cuts it, and its code is that of the type word."""
    rest = written.BROKEN_NUMBER.match(text, at)
    number = parse(f"{head}/{rest[1]}") if rest else None
    return number if number and number.type_code in type_row(type_)["codes"].split(",") else None


def _titled(text: str, lower: str, words: list[TypeWord], end: int) -> Iterator[_Found]:
    """Documents by their proper title, or by the congress that adopted them."""
    for word in words:
        kind, after = word.titled, word.end + 1
        if kind == "law":
            stop = _law_end(text, word, end)
            if stop is not None:
                yield _Found(word.start, stop, word.type, "law", *_title_norm(text, word, stop))
        elif kind == "congress":
            match = written.CONGRESS.match(text, word.end, end)
            if match is not None and (word.capital or re.search(r"\d|[IVX]", match.group())):
                yield _Found(
                    word.start, match.end(), word.type, "congress", *_title_norm(text, word, match.end()),
                    term=_term_of(match.group()),
                )  # fmt: skip
        elif kind in ("programme", "rules") and word.capital and text[word.end : after] == " ":
            rules = written.RULES_OF_BODY.match(text, word.start, end)
            if rules:
                yield _Found(
                    word.start,
                    rules.end(),
                    word.type,
                    "title",
                    *_title_norm(text, word, rules.end()),
                    score=0.9,
                )
                continue
            short = written.SHORT_NUMBER.match(text, word.end, end)
            if written.PROGRAMME_STOP.match(lower, after, end) or (
                short and not written.COUNTED.match(text, short.end(), end)
            ):
                continue
            title = programme_title_end(text, lower, after, end)
            if written.ISSUED_BEFORE.search(lower, max(0, word.start - 9), word.start):
                announced = announced_title_end(lower, after, end)
                if announced is not None and text.count(" ", after, announced) >= _LEAST_WORDS_ELSE - 1:
                    title = announced, True
            if title is None or NUMBER.search(text, after, title[0]):
                continue
            stop, sure = title
            if text.find(f" {text[word.start : word.end]} ", after, stop) >= 0:
                continue  # a table: "Kế hoạch 2026 Kế hoạch 2027"
            if not sure and not text[after].isupper() and _opens(text, word.start):
                continue
            enough = len(text[after:stop].split()) >= _LEAST_WORDS.get(word.type, _LEAST_WORDS_ELSE)
            if written.GENERIC_TITLE.fullmatch(lower, after, stop) and lower.startswith(" về", stop):
                continue
            if not sure and written.PLURAL_BEFORE.search(lower, max(0, word.start - 7), word.start):
                continue
            if sure or enough or written.NATIONAL_TARGET.search(text, after, stop):
                yield _Found(
                    word.start,
                    stop,
                    word.type,
                    "title",
                    *_title_norm(text, word, stop),
                    score=0.9 if sure else 0.7,
                )
        elif kind == "treaty" and word.capital and text[word.end : after] == " ":
            match = treaty_pattern().match(text, after, end)
            title = None
            if match is None and written.SPELLED_TREATY.match(text, word.end, end):
                title = programme_title_end(text, lower, after, end)
            if match is None and title is None:
                continue
            stop = match.end() if match else (title or (after, False))[0]
            if short := written.TREATY_SHORT.search(text, after, stop):
                stop = short.end()
            yield _Found(word.start, stop, word.type, "treaty", *_title_norm(text, word, stop), score=0.8)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence or an item of a list begins here, so that the capital says nothing."""
    return bool(written.OPENING_BEFORE.search(text, max(0, at - 16), at))


def _law_end(text: str, word: TypeWord, end: int) -> int | None:
    if word.type == "hiến pháp":
        stop = year_suffix_end(text, word.end, end)
        return stop if stop > word.end and word.capital else None
    if text[word.end : word.end + 1] != " ":
        return None
    year = written.YEAR.match(text, word.end, end)
    if year is not None and word.capital:
        return year.end()  # "so với Luật năm 2015"
    return law_title_end(text, word.end + 1, end, word.capital)


def _named(text: str, start: int, end: int) -> Iterator[_Found]:
    """Standards, and international agreements known by their abbreviation."""
    for match in written.STANDARD.finditer(text, start, end):
        type_ = "tiêu chuẩn quốc gia" if match.group().startswith("T") else "quy chuẩn kỹ thuật quốc gia"
        head = written.STANDARD_WORD.search(text, max(start, match.start() - 40), match.start())
        first = head.start() if head else match.start()
        yield _Found(first, match.end(), type_, "standard", match.group())
    for match in written.TRADE_AGREEMENT.finditer(text, start, end):
        yield _Found(match.start(), match.end(), "hiệp định", "treaty", match.group())
    for match in treaty_pattern().finditer(text, start, end):
        yield _Found(match.start(), match.end(), "hiệp định", "treaty", match.group())


def _with_lists(text: str, documents: list[_Found], end: int) -> list[_Found]:
    """Add plain numbers that follow under one type word: "Nghị quyết 71, 57 và 59"."""
    result: list[_Found] = []
    for i, found in enumerate(documents):
        result.append(found)
        if found.rule != "short number":
            continue
        limit = documents[i + 1].start if i + 1 < len(documents) else end
        at = found.end
        while match := written.LISTED.match(text, at, limit):
            number = parse(match[1])
            if number is None or not written.AFTER_LISTED.match(text, match.end(), end):
                break
            stop, year = _year_behind(text, match.end(), False)
            norm = _number_norm(found.type, number, year)
            result.append(
                _Found(match.start(1), stop, found.type, "list", norm, number, year, None, ("type",), 0.8)
            )
            at = stop
    return result


def _parts_by_end(text: str) -> dict[int, int]:
    """Where a run of articles, clauses and points ends, link word included, and where it begins."""
    ends: dict[int, int] = {}
    for match in written.PARTS.finditer(text):
        link = written.PARTS_LINK.match(text, match.end())
        if link:
            ends[link.end()] = match.start()
    return ends


def _with_parts(text: str, start: int, parts: dict[int, int], paragraph: int) -> tuple[int, str | None]:
    first = parts.get(start)
    if first is None or first < paragraph:
        return start, None
    cited = re.sub(r"(?: của|,)$", "", text[first:start].rstrip())
    return first, " ".join(cited.split())


def _year_behind(text: str, at: int, alone: bool) -> tuple[int, int | None]:
    """A year that completes the name: "Nghị quyết 57-NQ/TW năm 2024"."""
    match = written.YEAR.match(text, at)
    if match is None or (match[3] and not alone):
        return at, None
    return match.end(), int(match[1] or match[2] or match[3])


def _number_norm(type_: str | None, number: DocumentNumber, year: int | None, title: str = "") -> str:
    head = " ".join((title or (type_ or "").capitalize()).removesuffix("số ").removesuffix("Số ").split())
    tail = f" năm {year}" if year and not number.year else ""
    return f"{head} số {render(number)}{tail}".strip() if head else f"{render(number)}{tail}"


def _title_norm(text: str, word: TypeWord, stop: int) -> tuple[str, None, int | None]:
    """Readable name, number (none) and year of a document with a title; a period or horizon is no year."""
    title = " ".join(text[word.end : stop].split())
    year = written.YEAR_OF_TITLE.search(title)
    return f"{word.type.capitalize()} {title}", None, int(year[1]) if year else None


def _term_of(text: str) -> str | None:
    """The ordinal of a congress or the term of a committee, in Roman numerals as written."""
    match = written.TERM.search(text) or written.ORDINAL.search(text)
    return match[1] if match else None
