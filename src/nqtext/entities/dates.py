"""Dates, months, quarters, years and periods, with ISO 8601 values."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.entities.date_forms import (
    COUNTED,
    DAY_BLANK,
    DAY_DASH,
    DAY_MARK,
    DAY_SLASH,
    FORMS,
    REST_OF_LIST,
    YEAR,
)
from nqtext.entities.expressions import places
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    import datetime
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from nqtext.entities.date_forms import DateForm
    from nqtext.entities.recognizer import Context

__all__ = ["DateRecognizer", "link_dates", "matches"]

_CONTEXT = 24  # code points looked at on the left

_COMPILED = tuple((form, pattern(form.expression)) for form in FORMS)
_WORDS = tuple(dict.fromkeys(word for form in FORMS for word in form.opens if word[0].isalpha()))
#: What may follow a number of one or two digits that opens a date.
_BEHIND = {" ": (DAY_BLANK,), "/": (DAY_SLASH, DAY_MARK), ".": (DAY_MARK,), "-": (DAY_MARK, DAY_DASH)}
#: Behind a date of the lunar calendar, which has no ISO value.
_LUNAR = (" âm lịch", " (âm lịch", ", âm lịch")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SCHOOL_YEAR = ("09-01", "05-31")
_LONGEST_PERIOD = 120  # years


@dataclass(frozen=True, slots=True)
class _Point:
    """A day, month or year; what is not written is None."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def possible(self) -> bool:
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.month is None:
            return True
        days = calendar.monthrange(self.year or 2024, self.month)[1]  # 29 February may be without a year
        return 1 <= self.day <= days

    def iso(self) -> str:
        year = "-" if self.year is None else f"{self.year:04d}"
        return year + "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)

    def first(self) -> str:
        return f"{self.year:04d}-{self.month or 1:02d}-{self.day or 1:02d}"

    def last(self) -> str:
        month = self.month or 12
        return f"{self.year:04d}-{month:02d}-{self.day or calendar.monthrange(self.year or 1, month)[1]:02d}"


class DateRecognizer:
    """Finds dates and periods; clock times, durations and relative times are none.

    A missing year is the one nearest to the article's date, and ``inferred`` is then True; without an
    article's date the value has no year (``--05-18``) and neither start nor end.

    >>> import nqtext
    >>> nlp = nqtext.load(segmenter="syllable")
    >>> article = nlp("Sáng 18/5, Bộ họp về giai đoạn 2021-2025.", published="2022-05-18")
    >>> [(e.text, e.norm) for e in article.entities if e.label == "DATE"]
    [('18/5', '2022-05-18'), ('giai đoạn 2021-2025', '2021/2025')]
    """

    name = "dates"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Every date in the text, none overlapping another."""
        done = 0
        for form, match in matches(context):
            if match.start() < done:
                continue
            done = match.end()
            value = _value(form, match, context.text, context.published)
            if value is not None and context.lower.startswith(_LUNAR, match.end()):
                value = f"{' '.join(match.group().split())} âm lịch", {"granularity": form.granularity}
            if value is not None:
                norm, attributes = value
                score = 0.9 if form.evidence else 1.0
                yield Candidate(
                    match.start(), match.end(), "DATE", norm, attributes, f"dates: {form.name}", score
                )


def link_dates(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """One chain for each date; dates whose year is not known have none.

    The id is the ISO 8601 value: ``date:2022-05-18``, ``date:2021/2025``.
    """
    chains: dict[str, list[Candidate]] = {}
    for mention in mentions:
        if mention.attributes.get("start"):
            chains.setdefault(mention.norm, []).append(mention)
    for norm, group in chains.items():
        attributes = dict(group[0].attributes)
        if not all(mention.attributes.get("inferred") for mention in group):
            attributes.pop("inferred", None)
        yield Chain(f"date:{norm}", "DATE", norm, attributes, tuple(group))


def matches(context: Context) -> Iterator[tuple[DateForm, re.Match[str]]]:
    """Every match of every form that has its evidence, by start and the longer first.

    Args:
        context: the text.

    Yields:
        The form and its match; matches of different forms may overlap.
    """
    text, openings = context.text, _openings(context)
    found = [
        (match.start(), -match.end(), order, form, match)
        for order, (form, compiled) in enumerate(_COMPILED)
        for match in _tried(compiled, text, [at for opening in form.opens for at in openings[opening]])
        if form.evidence is None or _evident(form, match, text)
    ]
    found.sort(key=lambda item: item[:3])
    for _, _, _, form, match in found:
        yield form, match


def _openings(context: Context) -> dict[str, list[int]]:
    """Where each opening of a form stands: to try a form only there is ten times faster than everywhere."""
    openings: dict[str, list[int]] = {word: list(places(context.lower, word)) for word in _WORDS}
    openings.update((number, []) for number in (DAY_BLANK, DAY_SLASH, DAY_MARK, DAY_DASH, YEAR))
    for start, end in context.numbers():
        if end - start <= 2:
            for number in _BEHIND.get(context.text[end : end + 1], ()):
                openings[number].append(start)
        elif end - start == len(YEAR):
            openings[YEAR].append(start)
    return openings


def _tried(compiled: re.Pattern[str], text: str, offsets: list[int]) -> Iterator[re.Match[str]]:
    """What :meth:`re.Pattern.finditer` gives, where matches begin only at the given offsets."""
    done = 0
    for at in sorted(offsets):
        if at >= done and (match := compiled.match(text, at)):
            yield match
            done = match.end()


def _evident(form: DateForm, match: re.Match[str], text: str) -> bool:
    """Whether what stands around a bare number makes it a date."""
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    assert form.evidence is not None
    return bool(form.evidence.search(before)) and not COUNTED.match(text, match.end())


def _value(
    form: DateForm, match: re.Match[str], text: str, published: datetime.date | None
) -> tuple[str, dict[str, Any]] | None:
    """ISO value and attributes, or None for what is impossible."""
    groups = match.groupdict()

    def number(name: str) -> int | None:
        value = groups.get(name)
        return int(value) if value else None

    if form.granularity == "century":
        century = int(groups["c"]) if groups["c"].isdigit() else _roman(groups["c"])
        return _interval(_Point(century * 100 - 99), _Point(century * 100), "century", False)
    if form.granularity == "quarter":
        quarter = _QUARTERS.get(groups["q"]) or int(groups["q"])
        year, inferred = _year(number("y"), quarter * 3 - 1, None, published)
        if year is None:
            return f"--Q{quarter}", {"granularity": "quarter"}
        return _interval(_Point(year, quarter * 3 - 2), _Point(year, quarter * 3), "quarter", inferred)
    if form.granularity == "day of a list":
        rest = REST_OF_LIST.search(text, match.end(), match.end() + 60)
        if rest is None:
            return None
        groups |= {"m": rest["m"], "y": rest["y"]}
    day2, month2, year2 = number("d2"), number("m2"), number("y2")
    month = number("m") or (month2 if day2 else None)
    year = number("y") or (year2 if month2 else None)
    granularity = "day" if form.granularity == "day of a list" else form.granularity
    if month2 is None and year2 is None:
        year, inferred = _year(year, month, number("d"), published)
        point = _Point(year, month, number("d"))
        return _point(point, granularity, inferred) if point.possible() else None
    if month2 is not None:
        year2, inferred = _year(year2, month2, day2, published)
        year = year or year2
        if year is not None and not number("y") and month is not None and month > month2:
            year -= 1  # 30/12 - 2/1
    else:
        inferred = False
    first, last = _Point(year, month, number("d")), _Point(year2, month2, day2)
    if not (first.possible() and last.possible()):
        return None
    if year is None or year2 is None:
        return f"{first.iso()}/{last.iso()}", {"granularity": granularity}
    if first.first() > last.last() or year2 - year > _LONGEST_PERIOD:
        return None
    if granularity == "school year":
        start, end = (f"{y}-{day}" for y, day in zip((year, year2), _SCHOOL_YEAR, strict=True))
        return f"{start[:7]}/{end[:7]}", {"start": start, "end": end, "granularity": granularity}
    return _interval(first, last, granularity, inferred)


def _point(point: _Point, granularity: str, inferred: bool) -> tuple[str, dict[str, Any]]:
    if point.year is None:
        return point.iso(), {"granularity": granularity}
    attributes = {"start": point.first(), "end": point.last(), "granularity": granularity}
    return point.iso(), attributes | ({"inferred": True} if inferred else {})


def _interval(first: _Point, last: _Point, granularity: str, inferred: bool) -> tuple[str, dict[str, Any]]:
    attributes = {"start": first.first(), "end": last.last(), "granularity": granularity}
    return f"{first.iso()}/{last.iso()}", attributes | ({"inferred": True} if inferred else {})


def _year(
    year: int | None, month: int | None, day: int | None, published: datetime.date | None
) -> tuple[int | None, bool]:
    """The year written, or the one that brings the date nearest to the article's."""
    if year is not None or published is None or month is None or not 1 <= month <= 12:
        return year, False
    at = published.year * 12 + published.month

    def distance(candidate: int) -> int:
        return abs(candidate * 12 + month - at)

    if day == 29 and month == 2:
        leap = [y for y in range(published.year - 4, published.year + 5) if calendar.isleap(y)]
        return min(leap, key=distance), True
    return min((published.year, published.year - 1, published.year + 1), key=distance), True


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
