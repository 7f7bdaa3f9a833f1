"""Documents by their number: with codes, plain behind a type word, or in a list under one type word."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities import document_patterns as written
from nqtext.entities.document_found import DONE_TOO, Found, number_norm, opens, year_behind
from nqtext.entities.document_numbers import DocumentNumber, issuer_of, parse
from nqtext.entities.document_types import TypeWord, heading_type, type_of_code, type_row
from nqtext.entities.law_titles import law_title_end

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

__all__ = ["numbered", "short_numbered", "with_lists"]

#: Bodies whose code never stands first in a number.
_ISSUERS_AFTER_TYPE = frozenset({"TW", "TU", "CP", "TTg", "UBND", "HĐND"})
#: Types that a plain number names only behind "số".
_NEVER_BARE = frozenset({"văn bản", "báo cáo", "hướng dẫn", "lệnh", "văn kiện", "phương án", "biên bản"})
_HEAD = 180  # code points searched back for the type word of a number


def numbered(text: str, words: Sequence[TypeWord], numbers: Sequence[re.Match[str]]) -> Iterator[Found]:
    """Documents by a number with codes: with their type word, or bare where it is unmistakable."""
    ends = [word.end for word in words]
    last: str | None = None
    for match in numbers:
        number = parse(match.group())
        if number is None or not number.symbols:
            continue
        at = bisect_right(ends, match.start())
        near = [word for word in words[max(0, at - 6) : at] if match.start() - word.end <= _HEAD]
        word = next((word for word in near if _leads_to(text, word, match.start())), None)
        if word is None and near and written.LIST_HEAD.fullmatch(text, near[-1].end, match.start()):
            last = near[-1].type
        stop, year = year_behind(text, match.end(), number.year is None)
        year = number.year or year
        if word is not None:
            number = _completed(number, word.type)
            type_, first = _specific(word.type, number), word.start
            title = text[word.start : match.start()] if word.titled == "law" else ""
            last = type_
            yield Found(first, stop, type_, "number", number_norm(type_, number, year, title), number, year)
        elif _unmistakable(number, _preceded_by_number_word(text, match.start())):
            first = match.start() - 3 if _preceded_by_number_word(text, match.start()) else match.start()
            code = number.type_code or ""
            own = heading_type(text, match.end(), code) or type_of_code().get(code)
            inherited = ("type",) if own is None and last else ()
            yield Found(
                first,
                stop,
                own or last,
                "bare number",
                number_norm(own or last, number, year),
                number,
                year,
                inherited=inherited,
                score=0.9,
            )


def short_numbered(text: str, words: Sequence[TypeWord], end: int) -> Iterator[Found]:
    """Documents by a type word and a plain number: "Nghị quyết 57", "Nghị định 119/2018"."""
    for word in words:
        match = written.SHORT_NUMBER.match(text, word.end, end)
        if match is None or word.titled in ("law", "treaty", "standard", "rules"):
            continue
        with_word = match.start(1) - word.end > 1
        if not with_word and word.type in _NEVER_BARE:
            continue
        if not with_word and word.type in DONE_TOO and (not word.capital or opens(text, word.start)):
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
        stop, year = year_behind(text, match.end(), False)
        year = number.year or year
        norm = number_norm(word.type, number, year)
        yield Found(word.start, stop, word.type, "short number", norm, number, year, score=0.9)


def _over_line_break(text: str, at: int, head: str, type_: str) -> DocumentNumber | None:
    """The whole number where a line break cuts it, and its code is that of the type word."""
    rest = written.BROKEN_NUMBER.match(text, at)
    number = parse(f"{head}/{rest[1].rstrip('.-/')}") if rest else None
    return number if number and number.type_code in type_row(type_)["codes"].split(",") else None


def with_lists(text: str, documents: list[Found], end: int) -> list[Found]:
    """Add plain numbers that follow under one type word: "Nghị quyết 71, 57 và 59"."""
    result: list[Found] = []
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
            stop, year = year_behind(text, match.end(), False)
            norm = number_norm(found.type, number, year)
            result.append(
                Found(match.start(1), stop, found.type, "list", norm, number, year, None, ("type",), 0.8)
            )
            at = stop
    return result


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
