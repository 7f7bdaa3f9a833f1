"""What of many articles is asked: articles by date and source, paragraphs by label."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import numpy as np

from nqtext.errors import ConfigurationError
from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from nqtext.article import Article
    from nqtext.records import Mention

__all__ = ["ARTICLE_KEYS", "Passages", "Selection", "day_of", "source_of"]

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|(\d\d)(\d\d))?(?!\d)")


def day_of(article: Article) -> str | None:
    """The date of an article as far as it is known: ``2022-05-20``, ``2022-05`` or ``2022``.

    >>> import nqtext
    >>> day_of(nqtext.analyze("Tỉnh họp.", published="2022-05"))
    '2022-05'
    """
    return _known_day(str(article.metadata.get("published") or ""))


def source_of(article: Article) -> str | None:
    """Where an article comes from: its publisher, else the issuer of a document, else the host of its page.

    >>> import nqtext
    >>> source_of(nqtext.analyze("Tỉnh họp.", metadata={"url": "https://www.chinhphu.vn/tin/1"}))
    'chinhphu.vn'
    """
    known = article.metadata
    host = urlsplit(str(known.get("url") or "")).hostname or ""
    return known.get("publisher") or known.get("issuer") or host.removeprefix("www.") or None


def _part(length: int) -> Callable[[Article], str | None]:
    def part(article: Article) -> str | None:
        day = day_of(article)
        return day[:length] if day and len(day) >= length else None

    return part


def _quarter(article: Article) -> str | None:
    day = day_of(article)
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if day and len(day) >= 7 else None


#: What articles are grouped by.
ARTICLE_KEYS: dict[str, Callable[[Article], str | None]] = {
    "article": lambda article: article.id,
    "source": source_of,
    "year": _part(4),
    "quarter": _quarter,
    "month": _part(7),
    "day": _part(10),
}


@dataclass(frozen=True, slots=True)
class Passages:
    """The part of an article that is asked.

    Attributes:
        article: the article.
        place: its place among those asked, from 0.
        chosen: which of its paragraphs are asked.
    """

    article: Article
    place: int
    chosen: NDArray[np.bool_]

    def paragraphs(self) -> list[int]:
        """The paragraphs asked, by their places."""
        return np.flatnonzero(self.chosen).tolist()

    def homes(self, starts: Any) -> NDArray[np.intp]:
        """The paragraph that each offset lies in; one before the first paragraph belongs to the first."""
        found = np.searchsorted(self.article.paragraph_spans[:, 0], starts, side="right")
        return np.asarray(np.maximum(found, 1) - 1, np.intp)

    def mentions(self, anaphora: bool = False) -> list[tuple[int, Mention]]:
        """The mentions in the paragraphs asked, each with its paragraph, in order of the text."""
        article = self.article
        found = list(article.entities)
        if anaphora:
            found = sorted((*found, *article.anaphora), key=lambda mention: (mention.start, mention.end))
        homes = self.homes([mention.start for mention in found]).tolist()
        return [(home, mention) for home, mention in zip(homes, found, strict=True) if self.chosen[home]]


@dataclass(frozen=True)
class Selection:
    """Which articles and which of their paragraphs are asked; page furniture never is.

    Attributes:
        tests: what an article must pass.
        labels: the labels of the paragraphs asked, or None for all.
    """

    tests: tuple[Callable[[Article], bool], ...] = ()
    labels: frozenset[str | None] | None = None

    def passages(self, articles: Iterable[Article]) -> Iterator[Passages]:
        """What is asked, article by article; with labels, only of articles that have a paragraph with one."""
        place = 0
        for article in articles:
            if not all(test(article) for test in self.tests):
                continue
            chosen = np.array(
                [
                    not block.furniture and (self.labels is None or label in self.labels)
                    for block, label in zip(article.blocks, article.decided, strict=True)
                ],
                dtype=np.bool_,
            )
            if self.labels is None or chosen.any():
                yield Passages(article, place, chosen)
                place += 1

    def passing(self, *tests: Callable[[Article], bool]) -> Self:
        """The same with further tests."""
        return replace(self, tests=(*self.tests, *tests))

    def labelled(self, labels: Iterable[str | None]) -> Self:
        """The same of paragraphs with one of these labels."""
        asked = frozenset(labels)
        return replace(self, labels=asked if self.labels is None else self.labels & asked)


def since(day: str | datetime.date) -> Callable[[Article], bool]:
    """A test for articles of a day or later."""
    first = _iso("since", day)
    return lambda article: (found := day_of(article)) is not None and found >= first[: len(found)]


def until(day: str | datetime.date) -> Callable[[Article], bool]:
    """A test for articles of a day (month, year) or earlier."""
    last = _iso("until", day)
    return lambda article: (found := day_of(article)) is not None and found[: len(last)] <= last


def of_sources(sources: Iterable[str]) -> Callable[[Article], bool]:
    """A test for articles of these sources, in any spelling of their names."""
    asked = {fold_key(source) for source in sources}
    return lambda article: (found := source_of(article)) is not None and fold_key(found) in asked


def with_key(name: str, value: str | None) -> Callable[[Article], bool]:
    """A test for articles with a value of one of :data:`ARTICLE_KEYS`."""
    key = ARTICLE_KEYS[name]
    return lambda article: key(article) == value


def _iso(argument: str, day: str | datetime.date) -> str:
    found = _known_day(day if isinstance(day, str) else day.isoformat())
    if found is None:
        raise ConfigurationError(
            f"{argument}: {day!r} is no ISO 8601 date such as 2022-05-18, 2022-05 or 2022"
        )
    return found


def _known_day(written: str) -> str | None:
    """The year, month and day at the beginning of a date, where the calendar has them."""
    found = _DAY.match(written)
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    try:
        datetime.date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError:
        return None
    return "-".join(parts)
