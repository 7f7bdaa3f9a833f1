"""A corpus to question: small verbs that return tables."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring import collocations, concordance, counts, keyness, naming, timeline, words
from nqtext.corpus.exploring.collection import Collection
from nqtext.corpus.exploring.network import Network, network_of
from nqtext.corpus.frames import clean_row, frame, known_library
from nqtext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqtext.corpus.exploring.collection import Given
    from nqtext.corpus.tables import Column
    from nqtext.pipeline import Pipeline

__all__ = ["Corpus"]

_PEOPLE = ("OFFICIAL", "PERSON")


class Corpus(Collection):
    """Many articles, to be asked.

    Every question reads the articles once, one at a time, and returns a data frame: of pandas where that is
    installed, else of polars, else a ``pyarrow.Table``, or of the library that is asked for, with the types
    of :func:`nqtext.to_frame`.  Page furniture is left out throughout.

    Args:
        given: a store (a path, a :class:`~nqtext.corpus.reader.Reader`), articles, or what
            :func:`nqtext.read_many` reads: files, folders, patterns, tables.  Articles of a store are read
            again with every question and never held; all others are analysed once and held in memory.
            ``Corpus(corpus.articles())`` holds those of a store, too, which answers sooner.
        library: ``"pandas"``, ``"polars"`` or ``"pyarrow"``; None takes the first that is installed.
        nlp: the pipeline that analyses files; None is that of :func:`nqtext.analyze`.
        n_process: number of processes that analyse files.

    Attributes:
        failures: what could not be read or analysed; a warning tells when there is any.

    Raises:
        MissingExtraError: none of the libraries is installed.
        StoreError, StoreVersionError: the store cannot be opened.

    >>> import nqtext
    >>> corpus = nqtext.Corpus(nqtext.pipe(["Phấn đấu đến năm 2030, 50% dân số sống ở đô thị.", "Mưa to."]))
    >>> corpus
    <Corpus: 2 articles>
    >>> corpus.kwic("do thi")["keyword"].tolist()
    ['đô thị']
    """

    def __init__(
        self, given: Given, *, library: str | None = None, nlp: Pipeline | None = None, n_process: int = 1
    ) -> None:
        self.library = known_library(library)
        super().__init__(given, nlp, n_process)

    def counts(self, *by: str, of: str = "paragraphs") -> Any:
        """How many there are.

        Args:
            by: one or several of ``"label"`` (of paragraphs), ``"entity"`` (label of mentions), ``"source"``,
                ``"year"``, ``"quarter"``, ``"month"``, ``"day"`` and ``"article"``; none is ``"label"``.
            of: ``"articles"``, ``"paragraphs"``, ``"sentences"``, ``"words"`` (punctuation included) or
                ``"mentions"``.

        Returns:
            A frame with a column for each, ``count`` and ``share``: of all with the same values in the
            columns before the last one counted by.

        Raises:
            ConfigurationError: one is not known, or does not fit the other.

        >>> import nqtext
        >>> text = "Giao Bộ Xây dựng lập quy hoạch.\\nTrời mưa."
        >>> corpus = nqtext.Corpus(nqtext.analyze(text, published="2022"))
        >>> corpus.counts("year", "label").values.tolist()
        [['2022', 'directive', 1, 0.5], ['2022', 'other', 1, 0.5]]
        """
        chosen = by or ("label",)
        return self._frame(counts.counts_columns(chosen), counts.count_rows(self._asked(), chosen, of))

    def search(self, query: str, limit: int | None = None) -> Any:
        """The paragraphs that hold all words of a query, in order.

        Args:
            query: words and ``"phrases"``; what is written without diacritics is found with any, what is
                written with them only as written; ``quy*`` stands for any ending.
            limit: how many at most.

        Returns:
            A frame: article, published, paragraph, label, text.

        Raises:
            ConfigurationError: there is no word in the query.
        """
        return self._frame(concordance.FOUND, islice(concordance.found_rows(self._asked(), query), limit))

    def kwic(
        self,
        query: str | None = None,
        *,
        entity: str | None = None,
        link: str | None = None,
        window: int = 8,
        limit: int | None = None,
    ) -> Any:
        """Keyword in context.

        Args:
            query: words that follow each other, with or without diacritics as in :meth:`search`; or None.
            entity: a label of entities: only what lies in one or touches it; without a query, all of them.
            link: the id of a referent: only what lies in a mention of it; without a query, all mentions,
                those that only point at it ("Nghị quyết này") included.
            window: number of words before and behind, within the paragraph.
            limit: how many lines at most.

        Returns:
            A frame: article, published, paragraph, label, left, keyword, right, entity, link, start, end.
            The three pieces are cut from the text as they are: together they are one piece of it.

        Raises:
            ConfigurationError: nothing is asked for.

        >>> import nqtext
        >>> corpus = nqtext.Corpus(nqtext.analyze("Bộ Xây dựng công bố Nghị quyết số 06-NQ/TW về đô thị."))
        >>> corpus.kwic(entity="DOCUMENT", window=2)[["left", "keyword", "right"]].values.tolist()
        [['Xây dựng công bố ', 'Nghị quyết số 06-NQ/TW', ' về đô thị']]
        """
        rows = concordance.concordance_rows(self._asked(), query, entity, link, window)
        return self._frame(concordance.CONCORDANCE, islice(rows, limit))

    def frequency(self, n: int = 1, *, minimum: int = 1, without: Iterable[str] = ()) -> Any:
        """How often words occur, or sequences of words.

        Args:
            n: number of words; sequences lie within a sentence, with no punctuation between.
            minimum: how often at least.
            without: words to leave out, such as :data:`nqtext.corpus.FUNCTION_WORDS`, and sequences that
                begin or end with one; ``per_million`` counts them.

        Returns:
            A frame: word, count, per_million, articles; the most frequent first.  Words are folded and in
            lower case.
        """
        found = words.count_words(self._asked(), n, without)
        return self._frame(words.FREQUENCY, words.frequency_rows(found, minimum))

    def keyness(
        self, reference: Corpus | None = None, *, n: int = 1, minimum: int = 5, without: Iterable[str] = ()
    ) -> Any:
        """Which words this part has more, or fewer, of than another.

        Args:
            reference: the other; None is what :meth:`where` or :meth:`groups` left out of this part.
            n: number of words of a sequence.
            minimum: how often a word occurs at least, in both together.
            without: see :meth:`frequency`.

        Returns:
            A frame: word, count, reference, per_million, reference_per_million, log_likelihood (Rayson and
            Garside 2000; negative for what this part has less of), log_ratio (Hardie 2014), p, articles;
            from what it has surely more of to what it has surely less of.  Of thousands of words some have a
            small p by chance: 15.13 is the log-likelihood for p < 0.0001.

        Raises:
            ConfigurationError: there is nothing to compare with.
        """
        rows = self._keyness(reference, n, minimum, tuple(without))
        return self._frame(keyness.KEYNESS, rows)

    def collocations(self, *, window: int = 1, minimum: int = 5, without: Iterable[str] = ()) -> Any:
        """Pairs of words that stand together more often than chance has it.

        Args:
            window: how many words the second stands behind the first at most, within a sentence.
            minimum: how often together at least.
            without: words to leave out.

        Returns:
            A frame: first, second, count, first_count, second_count, log_likelihood (Dunning 1993), pmi
            (Church and Hanks 1990), log_dice (Rychlý 2008); the surest first.
        """
        rows = collocations.collocation_rows(self._asked(), window, minimum, without)
        return self._frame(collocations.COLLOCATIONS, rows)

    def collocates(self, word: str, *, window: int = 5, minimum: int = 3, without: Iterable[str] = ()) -> Any:
        """The words that stand near a word more often than chance has it.

        Args:
            word: a word as the segmenter makes them, in any case and spelling: ``"đô thị"``.
            window: number of words before and behind, within a sentence.
            minimum: how often near it at least.
            without: words to leave out.

        Returns:
            A frame: word, count, total, log_likelihood, pmi, log_dice; the surest first.

        Raises:
            ConfigurationError: the corpus has no such word.
        """
        rows = collocations.collocate_rows(self._asked(), word, window, minimum, without)
        return self._frame(collocations.COLLOCATES, rows)

    def named(self, *labels: str, merge: bool = False) -> Any:
        """Who and what is named, in how many articles.

        Args:
            labels: labels of entities; none is all.
            merge: take an ambiguous id ("Nghị quyết số 06-NQ/TW", of whatever term) for the same thing in all
                articles.

        Returns:
            A frame: link, label, norm, ambiguous, article, articles, mentions, first, last.
        """
        asked = frozenset(labels) or None
        return self._frame(naming.NAMED, naming.named_rows(self._asked(), asked, merge))

    def citations(self, *, merge: bool = False) -> Any:
        """Which documents are cited, by how many articles.

        Args:
            merge: see :meth:`named`.

        Returns:
            A frame: link, norm, type, number, year, code, issuer, ambiguous, article, articles, mentions,
            first, last.
        """
        return self._frame(naming.CITATIONS, naming.citation_rows(self._asked(), merge))

    def network(
        self,
        *labels: str,
        within: str = "paragraph",
        minimum: int = 1,
        merge: bool = False,
        largest: int = 50,
    ) -> Network:
        """Who is named with whom; with ``"DOCUMENT"``, which documents are cited together.

        Args:
            labels: labels of entities; none is officials and persons.
            within: ``"sentence"``, ``"paragraph"`` or ``"article"``.
            minimum: in how many of them two must be named together.
            merge: see :meth:`named`.
            largest: one that names more things than this, such as a list of attendees, is left out.

        Returns:
            A :class:`~nqtext.corpus.exploring.network.Network` with the frames ``nodes`` and ``edges``, and
            ``to_graphml``.
        """
        asked = frozenset(labels or _PEOPLE)
        return network_of(self._asked(), asked, within, minimum, merge, largest, self.library)

    def timeline(self, *kinds: str) -> Any:
        """The days, deadlines and periods that the paragraphs speak of.

        Args:
            kinds: ``"deadline"`` (đến năm 2030, trước ngày 30/6/2025), ``"from"`` (từ ngày 1/7/2025),
                ``"period"`` (giai đoạn 2021 - 2025) or ``"time"`` (any other); none is all.

        Returns:
            A frame: kind, first_day, last_day, date, label, article, published, paragraph, sentence, start,
            end; the earliest last day first.

        Raises:
            ConfigurationError: a kind is not known.
        """
        for kind in kinds:
            if kind not in timeline.KINDS:
                raise ConfigurationError(
                    f"kinds: {kind!r} is not known; give some of {', '.join(timeline.KINDS)}"
                )
        rows = timeline.timeline_rows(self._asked(), frozenset(kinds) or None)
        return self._frame(timeline.TIMELINE, rows)

    def _keyness(
        self, reference: Corpus | None, n: int, minimum: int, without: tuple[str, ...]
    ) -> list[tuple[Any, ...]]:
        if reference is None and self._selection == self._whole:
            raise ConfigurationError("reference: there is nothing beside the whole corpus; give another one")
        group = words.count_words(self._asked(), n, without)
        if reference is not None:
            other = words.count_words(reference._asked(), n, without)
        else:
            other = words.count_words(self._whole.passages(self._all), n, without).without(group)
        return keyness.keyness_rows(group, other, minimum)

    def _frame(self, columns: Sequence[Column], rows: Iterable[tuple[Any, ...]]) -> Any:
        return frame(columns, [clean_row(row) for row in rows], self.library)
