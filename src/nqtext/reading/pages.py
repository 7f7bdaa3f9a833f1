"""Pages put together: paragraphs run on over the edge of a page, its running heads and number do not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.reading.official import is_head_line
from nqtext.reading.wrapping import Line, glued, joined
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["assembled", "is_printed", "pages_of_text"]

_PAGE_NUMBER = re.compile(r"\W{0,3}(?:trang |page |tr\. ?)?\d{1,4}(?:\s?/\s?\d{1,4})?\W{0,3}", re.I)
#: What a browser prints above and below a page: time and title, address and number.
_PRINTED = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?: (?:[AP]M|SA|CH))?"
    r"|\d{1,2}:\d{2},? \d{1,2}/\d{1,2}/\d{2,4})(?: \| .{1,300})?"
    r"|(?:https?|file)://\S{1,500}(?: \| \d{1,4}/\d{1,4})?"
)
_FIGURES = re.compile(r"\d+")
_ITEM = re.compile(
    r"(?:\d{1,3}|[a-zđ]|[IVX]{1,5})[.)]\s"
)  # numbered paragraphs may begin alike on every page
_EDGE = 2  # running heads and feet are at most so many lines
_GAP = re.compile(r"(?<=\S)[ \t\xa0]{3,}(?=\S)")
_HEAD_LINES = 20
_WIDE, _CAPITAL, _NARROW = 1.55, 1.35, 0.5
_NARROW_LETTERS = frozenset(" .,;:ijlrtfI!|()[]-/'")
_BLANKS = re.compile(r"[ \t\xa0]+")


def assembled(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of all pages, one paragraph a line, and the ranges of what belongs to the pages alone.

    Args:
        pages: the lines of each page, in the order in which they are read.

    Returns:
        The text; page numbers, running heads and feet stand behind the paragraph that they interrupted.
    """
    running = _running(pages)
    body: list[Line] = []
    aside: list[tuple[int, str]] = []  # (how many lines of the body stand before it, text)
    for page in pages:
        first = True
        for i, line in enumerate(page):
            outer = i == 0 or i == len(page) - 1
            edge = i < _EDGE or i >= len(page) - _EDGE
            number = outer and _PAGE_NUMBER.fullmatch(line.text) and len(page) > 1
            if number or (outer and is_printed(line.text)) or (edge and _shape(line, outer) in running):
                aside.append((len(body), line.text))
            else:
                body.append(replace(line, apart=None) if first else line)
                first = False
    pieces: list[str] = []
    furniture: list[tuple[int, int]] = []
    at = taken = done = 0
    for paragraph in [*joined(body), None]:
        taken += 0 if paragraph is None else len(paragraph)
        texts = [] if paragraph is None else [(glued(paragraph), False)]
        while done < len(aside) and (aside[done][0] <= taken or paragraph is None):
            # what stands before the first line of all stays there
            texts.insert(0 if aside[done][0] == 0 else len(texts), (aside[done][1], True))
            done += 1
        for text, mark in texts:
            if mark:
                furniture.append((at, at + len(text)))
            pieces.append(text)
            at += len(text) + 1
    return "\n".join(pieces), tuple(furniture)


def is_printed(text: str) -> bool:
    """Whether a line is what a browser prints above or below a page: time and title, or address and number.

    >>> is_printed("https://tinh-a.example.vn/tin/1 | 2/3"), is_printed("Quyết định số 1/2")
    (True, False)
    """
    return _PRINTED.fullmatch(text) is not None


def _running(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The shapes of lines that stand at the edge of half the pages or more."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        if len(page) > _EDGE:
            outer = {_shape(line, True) for line in (page[0], page[-1])}
            inner = {_shape(line, False) for line in (*page[1:_EDGE], *page[-_EDGE:-1])}
            seen.update(outer | inner)
    return frozenset(
        shape
        for shape, count in seen.items()
        if count >= 2
        and 2 * count >= len(pages)
        and any(c.isalpha() for c in shape)
        and not _ITEM.match(shape)
    )


def _shape(line: Line, outer: bool) -> str:
    """What of a line comes again on other pages: at the very edge it may count."""
    return _FIGURES.sub("0", line.text) if outer else line.text


def pages_of_text(text: str) -> list[list[Line]]:
    """The lines of a hard-wrapped text, by its form feeds, or by the page numbers that count on.

    A head in two columns is read column by column.
    """
    rows = [page.splitlines() for page in text.split("\f")]
    if len(rows) == 1:
        rows = list(_by_numbers(rows[0]))
    rows[0] = list(_head_by_columns(rows[0]))
    measure = _measure([row.rstrip() for page in rows for row in page])
    pages = []
    for page in rows:
        lines: list[Line] = []
        apart = False
        for row in page:
            bare = row.strip()
            if bare:
                left = measure(row[: len(row) - len(row.lstrip())])
                right = left + measure(bare)
                lines.append(Line(_BLANKS.sub(" ", bare), left, right, 0.0, 0.0, apart if lines else None))
            apart = not bare
        pages.append(lines)
    lefts = sorted(line.left for page in pages for line in page)
    rights = sorted(line.right for page in pages for line in page)
    if not lefts:
        return []
    low, high = lefts[len(lefts) // 10], rights[int(0.97 * (len(rights) - 1))]
    return [[replace(line, low=low, high=high) for line in page] for page in pages]


def _measure(rows: Sequence[str]) -> Callable[[str], float]:
    """How wide a text is: in characters, or, where lines were broken on a page, as a page sets it."""
    lengths = sorted(len(row) for row in rows if row)
    high = lengths[int(0.97 * (len(lengths) - 1))] if lengths else 0
    ends = [
        len(before) + 1 + len(after.split(maxsplit=1)[0])
        for before, after in pairwise(rows)
        if after.lstrip()[:1].islower() and len(before) > 0.6 * high
    ]
    even = sum(end > high for end in ends) >= 0.9 * len(ends)
    return _in_characters if even else _as_set


def _in_characters(text: str) -> float:
    return float(len(text))


def _as_set(text: str) -> float:
    """The width in a common font of books, of which a small letter is 1 wide."""
    return sum(
        _WIDE if c in "mMWw" else _NARROW if c in _NARROW_LETTERS else _CAPITAL if c.isupper() else 1.0
        for c in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(c)
    )


def _by_numbers(rows: Sequence[str]) -> Iterator[list[str]]:
    """The pages of a text without form feeds: a line that is the next page's number ends or begins one."""
    wanted: tuple[str, ...] = ("1", "2")
    page: list[str] = []
    for row in rows:
        bare = row.strip().strip("-–— ")
        if bare in wanted and page:
            page.append(row)
            yield page
            page = []
            wanted = (str(int(bare) + 1),)
        else:
            page.append(row)
    yield page


def _head_by_columns(rows: Sequence[str]) -> Iterator[str]:
    """The rows, those of a head in two columns replaced by the left column and then the right one."""
    divided: dict[int, list[str]] = {}
    since = 0  # rows since the last one in two columns
    for i in [i for i, row in enumerate(rows) if row.strip()][:_HEAD_LINES]:
        bare = rows[i].strip()
        since += 1
        if _GAP.search(bare):
            divided[i] = _GAP.split(bare, maxsplit=1)
            since = 0
        elif divided and since > 2:
            break
    if not any(is_head_line(fold(part).text) for parts in divided.values() for part in parts):
        yield from rows
        return
    last = max(divided)
    left, right = [], []
    for i in range(last + 1):
        bare = rows[i].strip()
        if i in divided:
            left.append(divided[i][0])
            right.append(divided[i][1])
        elif bare:
            (right if len(rows[i]) - len(rows[i].lstrip()) > 25 else left).append(bare)
    for part in (*left, *right):
        yield part
        yield ""  # so that none of them is joined with the next
    yield from rows[last + 1 :]
