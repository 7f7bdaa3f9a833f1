"""The words of what is asked, as numbers: one number for all spellings of a word, in any case."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.corpus.tables import Column
from nqtext.errors import ConfigurationError
from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nqtext.corpus.exploring.selection import Passages

__all__ = ["END", "GAP", "Vocabulary", "WordCounts", "count_words"]

#: What stands for punctuation, and for the end of a sentence, among the numbers of words.
GAP, END = -1, -2
_WORD = re.compile(r"[^\W_]")
_PER = 1_000_000

Gram = tuple[int, ...]


class Vocabulary:
    """Words and their numbers; the two spellings of ``hòa`` and ``hoà``, or ``Bộ`` and ``bộ``, are one word.

    >>> vocabulary = Vocabulary()
    >>> vocabulary.numbers(["Uỷ ban", ",", "ủy ban"]).tolist(), vocabulary.words
    ([0, -1, 0], ['ủy ban'])
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._of_key: dict[str, int] = {}
        self._of_form: dict[str, int] = {}

    def numbers(self, forms: list[str]) -> NDArray[np.int64]:
        """The numbers of words as written; :data:`GAP` for what has neither letter nor digit."""
        known = self._of_form
        return np.array([known[form] if form in known else self._add(form) for form in forms], np.int64)

    def number(self, word: str) -> int | None:
        """The number of a word, None where it has none."""
        return self._of_key.get(fold_key(word))

    def known(self, words: Iterable[str]) -> set[int]:
        """The numbers of those of the words that have one."""
        return {number for word in words if (number := self.number(word)) is not None}

    def _add(self, form: str) -> int:
        number = GAP
        if _WORD.search(form):
            key = fold_key(form)
            number = self._of_key.setdefault(key, len(self.words))
            if number == len(self.words):
                self.words.append(key)
        self._of_form[form] = number
        return number

    def stream(self, passages: Passages) -> NDArray[np.int64]:
        """The words asked, in order, each sentence with an :data:`END` before it."""
        article = passages.article
        starts = article.tokens.spans[:, 0]
        kept = passages.chosen[passages.homes(starts)] if len(passages.chosen) else np.zeros(0, np.bool_)
        numbers = self.numbers(article.tokens.texts)
        edges = np.searchsorted(starts, article.sentence_spans[:, 0])
        found = np.insert(numbers, edges, END)
        return np.asarray(found[np.insert(kept, edges, True)], np.int64)


@dataclass
class WordCounts:
    """How often words, or sequences of words, occur.

    Attributes:
        total: number of all, repeated ones included.
        counts: how often each occurs.
        articles: in how many articles each occurs.
    """

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)

    def without(self, part: WordCounts) -> WordCounts:
        """What is left when a part is taken away; ``articles`` are those of the whole."""
        return WordCounts(self.total - part.total, self.counts - part.counts, self.articles)

    def per_million(self, word: str) -> float:
        """How often a word occurs in a million."""
        return self.counts[word] / self.total * _PER if self.total else 0.0


def count_words(asked: Iterable[Passages], n: int = 1, without: Iterable[str] = ()) -> WordCounts:
    """Count words, or sequences of n words of a sentence without punctuation between them.

    Args:
        asked: what is asked.
        n: number of words.
        without: words that are not listed, nor sequences that begin or end with one; ``total`` counts them.
    """
    if not isinstance(n, int) or n < 1:
        raise ConfigurationError(f"n: {n!r} is no number of words; give 1 or more")
    vocabulary = Vocabulary()
    total, counts, articles = 0, Counter[Gram](), Counter[Gram]()
    for passages in asked:
        numbers = vocabulary.stream(passages).tolist()
        here = Counter(gram for gram in zip(*(numbers[i:] for i in range(n)), strict=False) if min(gram) >= 0)
        total += here.total()
        counts.update(here)
        articles.update(here.keys())
    left_out = vocabulary.known(without)
    found = WordCounts(total)
    for gram, count in counts.items():
        if gram[0] not in left_out and gram[-1] not in left_out:
            # Two sequences may be spelled alike: "học sinh | học" and "học | sinh học".
            spelled = " ".join(vocabulary.words[number] for number in gram)
            found.counts[spelled] += count
            found.articles[spelled] += articles[gram]
    return found


FREQUENCY = (
    Column("word", "text", "the word, or the words with blanks between, folded and in lower case"),
    Column("count", "integer", "how often it occurs"),
    Column("per_million", "number", "how often in a million"),
    Column("articles", "integer", "in how many articles"),
)


def frequency_rows(found: WordCounts, minimum: int) -> list[tuple[Any, ...]]:
    """Rows of :data:`FREQUENCY`, the most frequent first."""
    rows = [
        (word, count, round(found.per_million(word), 2), found.articles[word])
        for word, count in found.counts.items()
        if count >= minimum
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
