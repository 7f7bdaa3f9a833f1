"""Documents by their proper title, by the congress that adopted them, or by a name of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities import document_patterns as written
from nqtext.entities.document_found import Found, opens, title_norm
from nqtext.entities.document_titles import MAX_TITLE, announced_title_end, programme_title_end
from nqtext.entities.document_types import treaty_pattern
from nqtext.entities.law_titles import law_title_end, listed_law_end, year_suffix_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nqtext.entities.document_types import TypeWord

__all__ = ["agreement", "named", "titled"]

#: How many words a title must have to identify a document without year, period or quotation marks.
_LEAST_WORDS = {"đề án": 2, "chiến lược": 2, "quy hoạch": 3, "quy chế": 4, "điều lệ": 2, "nội quy": 2}
_LEAST_WORDS_ELSE = 4
_MOST_LISTED = 20


def titled(
    text: str, lower: str, words: Sequence[TypeWord], end: int, has_number: Callable[[int, int], bool]
) -> Iterator[Found]:
    """Documents named by a type word and a title, in one paragraph.

    Args:
        text: folded text.
        lower: the same in lower case.
        words: the type words of the paragraph, in order.
        end: where the paragraph ends.
        has_number: whether a document number begins in a range of the text.
    """
    for word in words:
        found = None
        if word.titled == "law":
            found = _law(text, word, end)
        elif word.titled == "congress":
            found = _congress(text, word, end)
        elif word.capital and text[word.end : word.end + 1] == " ":
            if word.titled in ("programme", "rules"):
                found = _programme(text, lower, word, end, has_number)
            elif word.titled == "treaty":
                found = _treaty(text, lower, word, end)
        if found is not None:
            yield found
        if word.type == "luật" and lower.endswith(("các ", "những "), max(0, word.start - 7), word.start):
            yield from _listed_laws(text, word, found.end if found else word.end, end)


def _listed_laws(text: str, word: TypeWord, at: int, end: int) -> Iterator[Found]:
    """Further laws under one plural type word: "các Luật Đất đai, Nhà ở", "các Luật: Giá, Đầu tư"."""
    for _ in range(_MOST_LISTED):
        joint = (written.LAW_JOINT if at > word.end else written.LAW_LIST).match(text, at, end)
        stop = listed_law_end(text, joint.end(), end) if joint else None
        if joint is None or stop is None or not written.AFTER_LISTED.match(text, stop, end):
            break
        norm, number, year = title_norm(text, replace(word, end=joint.end() - 1), stop)
        yield Found(joint.end(), stop, word.type, "list", norm, number, year, None, ("type",), 0.8)
        at = stop


def named(text: str) -> Iterator[Found]:
    """Standards, and trade agreements named by their parties, in a whole text."""
    if "CVN" in text:
        for match in written.STANDARD.finditer(text):
            type_ = "tiêu chuẩn quốc gia" if match.group().startswith("T") else "quy chuẩn kỹ thuật quốc gia"
            head = written.STANDARD_WORD.search(text, max(0, match.start() - 40), match.start())
            yield Found(
                head.start() if head else match.start(), match.end(), type_, "standard", match.group()
            )
    if "FTA " in text:
        for match in written.TRADE_AGREEMENT.finditer(text):
            yield agreement(text, match.start(), match.end())


def agreement(text: str, start: int, end: int) -> Found:
    """An international agreement without a type word."""
    return Found(start, end, "hiệp định", "treaty", text[start:end])


def _law(text: str, word: TypeWord, end: int) -> Found | None:
    stop: int | None
    if word.type == "hiến pháp":
        stop = year_suffix_end(text, word.end, end)
        stop = stop if stop > word.end and word.capital else None
    elif text[word.end : word.end + 1] != " ":
        return None
    elif word.capital and (year := written.YEAR.match(text, word.end, end)):
        stop = year.end()  # "so với Luật năm 2015"
    else:
        stop = law_title_end(text, word.end + 1, end, word.capital)
    if stop is None:
        return None
    return Found(word.start, stop, word.type, "law", *title_norm(text, word, stop))


def _congress(text: str, word: TypeWord, end: int) -> Found | None:
    match = written.CONGRESS.match(text, word.end, end)
    if match is None or not (word.capital or re.search(r"\d|[IVX]", match.group())):
        return None
    norm = title_norm(text, word, match.end())
    return Found(word.start, match.end(), word.type, "congress", *norm, term=_term_of(match.group()))


def _programme(
    text: str, lower: str, word: TypeWord, end: int, has_number: Callable[[int, int], bool]
) -> Found | None:
    """A programme, scheme, strategy, plan or rules by the title behind the capitalised type word."""
    after = word.end + 1
    if rules := written.RULES_OF_BODY.match(text, word.start, end):
        norm = title_norm(text, word, rules.end())
        return Found(word.start, rules.end(), word.type, "title", *norm, score=0.9)
    short = written.SHORT_NUMBER.match(text, word.end, end)
    if short and not written.COUNTED.match(text, short.end(), end):
        return None
    if written.PROGRAMME_STOP.match(lower, after, end):
        return None
    title = None
    if written.ISSUED_BEFORE.search(lower, max(0, word.start - 9), word.start):
        stop = announced_title_end(lower, after, end)
        if stop is not None and text.count(" ", after, stop) >= _LEAST_WORDS_ELSE - 1:
            title = stop, True
    if title is None:
        # the same word again: "Kế hoạch 2026 Kế hoạch 2027" is a table
        again = text.find(f" {text[word.start : word.end]} ", after, min(end, after + MAX_TITLE))
        title = programme_title_end(text, lower, after, end if again < 0 else again)
        if title is None or (
            again >= 0 and text[title[0] : again].strip() in ("", "với", "của", "cho", "từ")
        ):
            return None
    stop, sure = title
    if has_number(after, stop) or not (sure or _identifies(text, lower, word, stop)):
        return None
    if written.GENERIC_TITLE.fullmatch(lower, after, stop) and lower.startswith(" về", stop):
        return None
    norm = title_norm(text, word, stop)
    return Found(word.start, stop, word.type, "title", *norm, score=0.9 if sure else 0.7)


def _identifies(text: str, lower: str, word: TypeWord, stop: int) -> bool:
    """Whether a title without year, period or quotation marks still means one document."""
    after = word.end + 1
    proper = text[after].isupper() or text[stop - 1] == ")"  # "Chương trình mỗi xã một sản phẩm (OCOP)"
    if not proper and opens(text, word.start):
        return False
    if written.PLURAL_BEFORE.search(lower, max(0, word.start - 7), word.start):
        return False
    enough = len(text[after:stop].split()) >= _LEAST_WORDS.get(word.type, _LEAST_WORDS_ELSE)
    return enough or bool(written.NATIONAL_TARGET.search(text, after, stop))


def _treaty(text: str, lower: str, word: TypeWord, end: int) -> Found | None:
    after = word.end + 1
    stop = None
    if match := treaty_pattern().match(text, after, end):
        stop = match.end()
    elif written.SPELLED_TREATY.match(text, word.end, end):
        title = programme_title_end(text, lower, after, end)
        stop = title[0] if title else None
    if stop is None:
        return None
    if short := written.TREATY_SHORT.search(text, after, stop):
        stop = short.end()
    return Found(word.start, stop, word.type, "treaty", *title_norm(text, word, stop), score=0.8)


def _term_of(text: str) -> str | None:
    """The ordinal of a congress or the term of a committee, in Roman numerals as written."""
    match = written.TERM.search(text) or written.ORDINAL.search(text)
    return match[1] if match else None
