"""Keyness: which words one group has more, or fewer, of than another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.corpus.exploring.measures import difference, log_ratio, probability
from nqtext.corpus.tables import Column

if TYPE_CHECKING:
    from nqtext.corpus.exploring.words import WordCounts

__all__ = ["KEYNESS", "keyness_rows"]

KEYNESS = (
    Column("word", "text", "the word, or the words with blanks between, folded and in lower case"),
    Column("count", "integer", "how often it occurs in the group"),
    Column("reference", "integer", "how often it occurs in the group it is compared with"),
    Column("per_million", "number", "how often in a million words of the group"),
    Column("reference_per_million", "number", "how often in a million words of the other"),
    Column("log_likelihood", "number", "how sure the difference is; negative for what the group has less of"),
    Column("log_ratio", "number", "how large it is: 1 is twice as often, -1 half as often"),
    Column("p", "number", "how probable it is by chance, for this one word"),
    Column("articles", "integer", "in how many articles of the group it occurs"),
)


def keyness_rows(group: WordCounts, other: WordCounts, minimum: int = 5) -> list[tuple[Any, ...]]:
    """Rows of :data:`KEYNESS`, what the group has most more of first, what it has most less of last."""
    rows = []
    for word in group.counts.keys() | other.counts.keys():
        count, reference = group.counts[word], other.counts[word]
        if count + reference < minimum:
            continue
        sizes = count, group.total, reference, other.total
        surprise = difference(*sizes)
        rows.append(
            (
                word,
                count,
                reference,
                round(group.per_million(word), 2),
                round(other.per_million(word), 2),
                round(surprise, 4),
                round(log_ratio(*sizes), 4),
                probability(surprise),
                group.articles[word],
            )
        )
    return sorted(rows, key=lambda row: (-row[5], row[0]))
