"""Many articles, wherever they are, and parts of them by date, source and label."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Protocol

from nqtext.article import Article
from nqtext.corpus.exploring import selection as select
from nqtext.corpus.exploring.counts import count_rows, order_of
from nqtext.corpus.exploring.selection import Passages, Selection
from nqtext.corpus.reader import Reader

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from nqtext.pipeline import Pipeline

    #: What articles can be had from.
    Given = Reader | Article | str | os.PathLike[str] | Iterable[Article | str | os.PathLike[str]]

__all__ = ["Collection"]

_SQLITE = b"SQLite format 3\0"


class Collection:
    """Articles that can be asked again and again, and parts of them.

    Args:
        given: a store (its path, or a :class:`~nqtext.corpus.reader.Reader`), articles, or what
            :func:`nqtext.read_many` reads.
        nlp: the pipeline that analyses files; None is that of :func:`nqtext.analyze`.
        n_process: number of processes that analyse files.

    Attributes:
        failures: what could not be read or analysed.
    """

    def __init__(self, given: Given, nlp: Pipeline | None = None, n_process: int = 1) -> None:
        self.failures: tuple[Exception, ...] = ()
        self._selection = self._whole = Selection()
        self._all: _Articles
        if isinstance(given, Reader):
            self._all = _Stored(given)
        elif isinstance(given, str | os.PathLike):
            path = os.fspath(given)
            self._all = _StoreAt(path) if _is_store(path) else self._analysed([path], nlp, n_process)
        else:
            items = (given,) if isinstance(given, Article) else tuple(given)
            articles = tuple(item for item in items if isinstance(item, Article))
            paths = [os.fspath(item) for item in items if isinstance(item, str | os.PathLike)]
            if len(articles) + len(paths) < len(items):
                raise TypeError("given: expected a store, articles or paths")
            if articles and paths:
                raise TypeError("given: expected articles or paths, got both")
            self._all = self._analysed(paths, nlp, n_process) if paths else articles

    def __len__(self) -> int:
        if self._selection == Selection():
            return len(self._all)
        return sum(1 for _ in self._asked())

    def __repr__(self) -> str:
        count = len(self._all)
        part = "" if self._selection == Selection() else "part of "
        return f"<{type(self).__name__}: {part}{count} article{'s' * (count != 1)}>"

    def articles(self) -> Iterator[Article]:
        """The articles, whole, one at a time."""
        return (passages.article for passages in self._asked())

    def where(
        self,
        *tests: Callable[[Article], bool],
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        label: str | Sequence[str] | None = None,
    ) -> Self:
        """A part of the corpus, to be asked the same way.

        Args:
            tests: functions of an article that say whether it belongs to the part.
            since: the first day, ``datetime.date`` or ISO 8601; ``"2022"`` and ``"2022-05"`` will do.
            until: the last day, month or year.
            source: a publisher (else issuer, else host of the page), or several.
            label: a label of paragraphs, or several; only these are asked.

        Returns:
            The part; articles without a date are in none that has a first or last day.

        Raises:
            ConfigurationError: a date is none.

        >>> import nqtext
        >>> texts = ["Giao Bộ Xây dựng lập quy hoạch.", "Hôm nay trời mưa."]
        >>> corpus = nqtext.Corpus(
        ...     nqtext.analyze(text, published=f"202{year}-05-18") for year, text in enumerate(texts)
        ... )
        >>> len(corpus.where(since="2021")), len(corpus.where(label="directive"))
        (1, 1)
        """
        chosen = self._selection.passing(*tests)
        if since is not None:
            chosen = chosen.passing(select.since(since))
        if until is not None:
            chosen = chosen.passing(select.until(until))
        if source is not None:
            chosen = chosen.passing(select.of_sources(_several(source)))
        if label is not None:
            chosen = chosen.labelled(_several(label))
        return self._part(chosen)

    def groups(self, by: str) -> dict[str | None, Self]:
        """The corpus in parts.

        Args:
            by: ``"label"``, ``"source"``, ``"year"``, ``"quarter"``, ``"month"``, ``"day"`` or ``"article"``.

        Returns:
            The parts by name, in order; the one of None has what is not known.

        Raises:
            ConfigurationError: ``by`` is not known.
        """
        found = {row[0] for row in count_rows(self._asked(), (by,), "articles")}
        names = sorted(found, key=order_of)
        if by == "label":
            return {name: self._part(self._selection.labelled([name])) for name in names}
        return {name: self._part(self._selection.passing(select.with_key(by, name))) for name in names}

    def _part(self, selection: Selection) -> Self:
        part = object.__new__(type(self))
        part.__dict__.update(self.__dict__)
        part._selection, part._whole = selection, self._selection
        return part

    def _asked(self) -> Iterator[Passages]:
        return self._selection.passages(self._all)

    def _analysed(self, paths: list[str], nlp: Pipeline | None, n_process: int) -> tuple[Article, ...]:
        from nqtext.pipeline import load
        from nqtext.reading.many import read_many

        failures: list[Exception] = []

        def sources() -> Iterator[Any]:
            for found in read_many(paths, errors="yield"):
                if isinstance(found, Exception):
                    failures.append(found)
                else:
                    yield found

        held: list[Article] = []
        for outcome in (nlp or load()).pipe(sources(), n_process=n_process, errors="yield"):
            if isinstance(outcome, Article):
                held.append(outcome)
            else:
                failures.append(outcome)
        self.failures = tuple(failures)
        if failures:
            warnings.warn(
                f"{len(failures)} inputs failed, the first: {failures[0]}; see .failures", stacklevel=4
            )
        return tuple(held)


class _Articles(Protocol):
    """Articles that can be read again and again."""

    def __iter__(self) -> Iterator[Article]: ...
    def __len__(self) -> int: ...


class _Stored:
    """The articles of a store that somebody else opens and closes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __iter__(self) -> Iterator[Article]:
        return self._reader.articles()

    def __len__(self) -> int:
        return len(self._reader)


class _StoreAt:
    """The articles of a store that is opened only while it is read."""

    def __init__(self, path: str) -> None:
        self._path = path
        len(self)  # says at once what is wrong with it

    def __iter__(self) -> Iterator[Article]:
        with Reader(self._path) as reader:
            yield from reader.articles()

    def __len__(self) -> int:
        with Reader(self._path) as reader:
            return len(reader)


def _several(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _is_store(path: str) -> bool:
    if not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
