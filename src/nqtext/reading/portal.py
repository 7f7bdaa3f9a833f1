"""Portal dumps: page furniture and metadata of a page that was saved as text.

What a line looks like is said by the rules of :mod:`nqtext.reading.furniture`; here is decided
where it counts.  A page has a head (skip links, menus, breadcrumb, today's date, before the
headline) and a foot (counters, rating, share buttons, related news, address, after the article's
last line).  Only in them, and only when several rules agree that there is one, is a line taken for
furniture by its place alone.  An article's own lines (headline, dateline, captions, byline, source,
the head and signature of a document) are never marked.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from nqtext.reading.findings import mapped
from nqtext.reading.furniture import kind_of
from nqtext.reading.lines import dateline, is_byline, is_caption
from nqtext.reading.metadata import describe
from nqtext.reading.official import is_head_line
from nqtext.segmentation.paragraphs import paragraph_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.reading.findings import Findings
    from nqtext.reading.source import Source
    from nqtext.unicode import Folded, Offsets

__all__ = ["Inspection", "inspect", "mark_furniture"]

_NAVIGATION = frozenset({"skip_link", "breadcrumb", "menu_bar", "menu", "language"})
_HEAD = _NAVIGATION | {"font_size", "today", "counter", "rating", "tool", "portal_name", "contact", "blank"}
#: Kinds that are furniture wherever they stand.
_SURE = frozenset({"skip_link", "excerpt", "counter"})
#: Kinds that prove a foot alone, whatever follows.
_FOOTER = frozenset({"copyright", "licence", "editor", "cite"})
#: Kinds of a foot that prove one together with another.
_FOOT = _FOOTER | set(
    "counter rating tool comments related address contact portal_name powered excerpt font_size today".split()
)
_FOOT_FILLING = _FOOT | {"blank", "menu", "menu_bar", "language", "breadcrumb", "skip_link"}

_LONG_LINE = 160  # a line longer than this, and of no kind, is the article's
_COMMITTEES = 6  # so many names of committees in a row, without numbers, are a menu
_SHORT_LINE = 60  # a line of a menu is shorter
_HEAD_LINES = 200
_FOOT_LINES = 200


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look at the lines of a text found.

    Attributes:
        furniture: one mark a paragraph: whether it belongs to the page and not to the article.
        metadata: title, published, author, publisher, ...: what the source said, then what the text says.
    """

    furniture: Sequence[bool]
    metadata: Mapping[str, Any]


def inspect(folded: Folded, source: Source, aside: Sequence[tuple[int, int]] = ()) -> Inspection:
    """Mark page furniture and read metadata from the text.

    Args:
        folded: the text, folded.
        source: the text with what is known already: its metadata win over what is found, and its
            marks of furniture, if it has any (even none at all), are taken as they are.
        aside: ranges that are known to be furniture, beside what is found.

    Returns:
        An :class:`Inspection`; the keys of metadata are those of :mod:`nqtext.reading.metadata`.

    >>> from nqtext.reading.source import Source
    >>> from nqtext.unicode import fold
    >>> lines = ["Trang chủ | Tin tức | Văn bản | Liên hệ", "Ngày 18/5/2022", "Hội nghị về đô thị",
    ...          "Sáng 18/5, hội nghị đã họp."]
    >>> text = "\\n".join(lines)
    >>> inspection = inspect(fold(text), Source(text))
    >>> inspection.furniture, inspection.metadata["title"], inspection.metadata["published"]
    ([True, False, False, False], 'Hội nghị về đô thị', '2022-05-18')
    """
    spans = paragraph_spans(folded.text)
    if source.furniture is not None:
        marks = _inside(folded.spans(spans), source.furniture)
    elif len(spans) < 3:
        marks = [False] * len(spans)
    else:
        marks = mark_furniture([folded.text[start:end].strip() for start, end in spans.tolist()])
    if aside:
        marks = [
            mark or known for mark, known in zip(marks, _inside(folded.spans(spans), aside), strict=True)
        ]
    article = [i for i, mark in enumerate(marks) if not mark]
    if len(article) < 3:
        return Inspection(marks, source.metadata)
    ranges = spans.tolist()
    lines = [_evenly_spaced(folded.text[ranges[i][0] : ranges[i][1]]) for i in article]
    footer = [_evenly_spaced(folded.text[start:end]) for start, end in ranges[article[-1] + 1 :]]
    found = describe(lines, footer, page=any(marks))
    written = _as_written(found, folded, [ranges[i] for i in article])
    return Inspection(marks, _merged(written, source.metadata))


def _evenly_spaced(text: str) -> str:
    """Words with one blank between them; most lines are written so, and not taken apart."""
    line = text.strip()
    return line if line.isprintable() and "  " not in line else " ".join(line.split())


def _merged(written: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """What the source says, and what the text says beside it or more exactly."""
    known = dict(source)
    day, clock = known.get("published"), written.get("published")
    if isinstance(day, str) and isinstance(clock, str) and clock.startswith(f"{day}T"):
        known["published"] = clock  # the dateline tells the time of the day that the page tells
    title, whole = known.get("title"), written.get("title")
    if isinstance(title, str) and isinstance(whole, str) and whole.startswith(f"{title} - "):
        known["title"] = whole  # a page's title is cut where the name of a site may begin
    metadata = {key: value for key, value in {**written, **known}.items() if key != "spans"}
    # Where a value is known from elsewhere, the text does not say it at its place.
    own = {key: places for key, places in written.get("spans", {}).items() if metadata[key] == written[key]}
    spans = known.get("spans", own)
    return {**metadata, "spans": spans} if spans else metadata


def mark_furniture(lines: Sequence[str]) -> list[bool]:
    """Which lines of a page are furniture.

    Args:
        lines: the folded lines that are not blank, stripped, in order.

    Returns:
        One mark a line.

    >>> mark_furniture(["Hội nghị về đô thị", "Sáng 18/5, hội nghị đã họp tại Hà Nội.", "Minh Hậu",
    ...                 "Lượt xem: 18", "Tin liên quan", "Đô thị xanh", "Bản quyền thuộc về Bộ Xây dựng"])
    [False, False, False, True, True, True, True]
    """
    kinds = [kind_of(line) for line in lines]
    marks = [kind in _SURE for kind in kinds]
    _mark_committees(lines, marks)
    if not any(kind is not None and kind != "blank" for kind in kinds):
        return marks
    _mark_head(lines, kinds, marks)
    _mark_foot(lines, kinds, marks)
    return marks


def _mark_committees(lines: Sequence[str], marks: list[bool]) -> None:
    """Mark the menu of steering committees that the Government's portal puts around its pages."""
    start = 0
    for named, run in groupby(map(_names_committee, lines)):
        length = sum(1 for _ in run)
        if named and length >= _COMMITTEES:
            marks[start : start + length] = [True] * length
        start += length


def _names_committee(line: str) -> bool:
    return line[:11].lower() == "ban chỉ đạo" and line[-1] not in ".:;,"


def _mark_head(lines: Sequence[str], kinds: Sequence[str | None], marks: list[bool]) -> None:
    body = next((i for i, line in enumerate(lines) if _is_body(line, kinds[i])), len(lines))
    body = min(body, _HEAD_LINES)
    own = next((i for i in range(body) if is_head_line(lines[i])), body)
    seen = [i for i in range(own) if kinds[i] in _HEAD and kinds[i] != "blank"]
    navigation = [i for i in seen if kinds[i] in _NAVIGATION]
    sure = any(kinds[i] in ("skip_link", "breadcrumb", "menu_bar") for i in navigation)
    if not navigation or not (sure or len(seen) >= 2):
        # A button above the lead ("Chia sẻ", "a A") is one even where there is no menu.
        for i in range(own):
            if kinds[i] in ("font_size", "tool") and i < 6 and own < len(lines):
                marks[i] = True
        return
    for i in range(own):
        marks[i] = marks[i] or kinds[i] in _HEAD
    last = navigation[-1]
    for i in range(last):
        if kinds[i] is None and _is_menu_like(lines[i]):
            marks[i] = True
    # Between the last menu line and the dateline stand section names, or the headline.
    dated = next((i for i in range(last + 1, own) if kinds[i] is None and dateline(lines[i])), None)
    if dated is None:
        return
    between = [i for i in range(last + 1, dated) if kinds[i] is None]
    headline_follows = dated + 1 < own and kinds[dated + 1] is None and _can_be_headline(lines[dated + 1])
    for i in between if headline_follows else between[:-1]:
        if _is_menu_like(lines[i]):
            marks[i] = True


def _mark_foot(lines: Sequence[str], kinds: Sequence[str | None], marks: list[bool]) -> None:
    count = len(lines)
    floor = max(count - _FOOT_LINES, 1)
    total = sum(map(len, lines))
    last_body = next((i for i in range(count - 1, floor - 1, -1) if _is_body(lines[i], kinds[i])), floor - 1)
    start = next((i for i in range(last_body + 1, count) if kinds[i] in _FOOT and 2 * i >= floor), None)
    # An unmistakable footer line in the second half ends the article, however long teasers behind it are.
    read = 0
    for i, line in enumerate(lines):
        if kinds[i] in _FOOTER and i >= floor and 2 * read >= total:
            start = i if start is None else min(start, i)
            break
        read += len(line)
    if start is None:
        return
    tail = {kinds[i] for i in range(start, count)} & _FOOT
    if not (tail & _FOOTER) and len(tail) < 2:
        for i in range(start, count):
            if kinds[i] in ("rating", "tool", "comments") or (kinds[i] == "related" and i == count - 1):
                marks[i] = True
        return
    closed = False  # past the first line of a footer or of related news the article has nothing more to say
    for i in range(start, count):
        kind = kinds[i]
        closed = closed or kind in _FOOTER or kind in ("related", "address", "portal_name")
        own = not closed and (is_byline(lines[i]) or is_caption(lines[i]))
        marks[i] = marks[i] or kind in _FOOT_FILLING or not own


def _is_body(line: str, kind: str | None) -> bool:
    """Whether only an article says this: a long line, or the formula that ends one."""
    if kind is not None:
        return False
    return len(line) > _LONG_LINE or line.endswith("./.")


def _is_menu_like(line: str) -> bool:
    sentence = line.endswith((".", ":", ";", ",", "/", "!", "?"))
    return len(line) <= _SHORT_LINE and not sentence and not is_caption(line)


def _can_be_headline(line: str) -> bool:
    return len(line) <= 250 and not line.endswith((".", ":", ";", ",", "/")) and not is_caption(line)


def _inside(spans: Offsets, furniture: Sequence[tuple[int, int]]) -> list[bool]:
    """Which paragraphs begin inside one of the ranges (both in rising order)."""
    marks = []
    ranges = sorted(furniture)
    at = 0
    for start, end in spans.tolist():
        while at < len(ranges) and ranges[at][1] <= start:
            at += 1
        marks.append(at < len(ranges) and ranges[at][0] < end and ranges[at][1] > start)
    return marks


#: What is kept in the caller's spelling (composed); the rest is folded.
_WRITTEN = ("title", "subject")
_LISTED = ("captions", "recipients", "legal_basis")


def _as_written(found: Findings, folded: Folded, ranges: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """The values found, with their spans in the caller's text."""
    values, spans = dict(found.values), {}
    for key, places in found.places.items():
        placed = []
        for line, start, end in places:
            low, high = ranges[line]
            for first, last in mapped(folded.text[low:high], [(start, end)]):
                placed.append(folded.span(low + first, low + last))
        if placed:
            spans[key] = tuple(placed)
        shown = [unicodedata.normalize("NFC", " ".join(folded.source[a:b].split())) for a, b in placed]
        if key in _WRITTEN:
            values[key] = " ".join(shown)
        elif key in _LISTED:
            values[key] = tuple(shown)
    return {**values, "spans": spans} if spans else values
