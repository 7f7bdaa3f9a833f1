"""Collocations: words that stand together more often than chance has it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.corpus.exploring.measures import association, log_dice, pmi
from nqtext.corpus.exploring.words import END, GAP, Vocabulary
from nqtext.corpus.tables import Column
from nqtext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.corpus.exploring.selection import Passages

__all__ = ["COLLOCATES", "COLLOCATIONS", "collocate_rows", "collocation_rows"]

_STRENGTH = (
    Column("log_likelihood", "number", "how sure it is; negative for what avoids each other"),
    Column("pmi", "number", "how much more often than by chance, as a binary logarithm"),
    Column("log_dice", "number", "how exclusive they are to each other; 14 is always together"),
)
COLLOCATIONS = (
    Column("first", "text", "the word before"),
    Column("second", "text", "the word behind"),
    Column("count", "integer", "how often they stand together"),
    Column("first_count", "integer", "in how many pairs the first comes before another word"),
    Column("second_count", "integer", "in how many pairs the second comes behind another word"),
    *_STRENGTH,
)
COLLOCATES = (
    Column("word", "text", "the word beside the one asked for"),
    Column("count", "integer", "how often it stands within the window"),
    Column("total", "integer", "how often it occurs at all"),
    *_STRENGTH,
)


def collocation_rows(
    asked: Iterable[Passages], window: int = 1, minimum: int = 5, without: Iterable[str] = ()
) -> list[tuple[Any, ...]]:
    """Rows of :data:`COLLOCATIONS`, the surest first.

    A pair is two words of a sentence, one behind the other at a distance of at most ``window`` words; the
    table of four cells is over all pairs.  With a window of 1 these are bigrams, and no punctuation stands
    between; in wider ones it does not count.
    """
    _check(window)
    vocabulary = Vocabulary()
    pairs = Counter[tuple[int, int]]()
    for passages in asked:
        stream = vocabulary.stream(passages)
        for run in _sentences(stream, keep_gaps=window == 1):
            for distance in range(1, window + 1):
                pairs.update(zip(run, run[distance:], strict=False))
    firsts, seconds, total = Counter[int](), Counter[int](), 0
    for (first, second), count in pairs.items():
        if first != GAP and second != GAP:
            firsts[first] += count
            seconds[second] += count
            total += count
    left_out = {GAP, *vocabulary.known(without)}
    rows = [
        (
            vocabulary.words[first],
            vocabulary.words[second],
            count,
            firsts[first],
            seconds[second],
            *_strength(count, firsts[first], seconds[second], total),
        )
        for (first, second), count in pairs.items()
        if count >= minimum and first not in left_out and second not in left_out
    ]
    return sorted(rows, key=lambda row: (-row[5], row[:2]))


def collocate_rows(
    asked: Iterable[Passages], word: str, window: int = 5, minimum: int = 3, without: Iterable[str] = ()
) -> list[tuple[Any, ...]]:
    """Rows of :data:`COLLOCATES`, the surest first.

    What stands within so many words before or behind the word, in its sentence; punctuation does not count.
    The table of four cells is Evert's for surface cooccurrence: words inside and outside of all windows, a
    word in two windows once, the word itself in neither.

    Raises:
        ConfigurationError: the corpus has no such word.
    """
    _check(window)
    vocabulary = Vocabulary()
    inside, everywhere = Counter[int](), Counter[int]()
    for passages in asked:
        stream = vocabulary.stream(passages)
        everywhere.update(stream[stream >= 0].tolist())
        node = vocabulary.number(word)
        if node is not None:
            inside.update(_windows(stream, node, window))
    node = vocabulary.number(word)
    if node is None:
        raise ConfigurationError(
            f"word: {word!r} is no word of this corpus; see frequency() for those that are"
        )
    of_node = everywhere.pop(node)
    total, size = everywhere.total(), inside.total()
    left_out = vocabulary.known(without)
    rows = [
        (
            vocabulary.words[other],
            count,
            everywhere[other],
            *_strength(count, size, everywhere[other], total, of_node),
        )
        for other, count in inside.items()
        if count >= minimum and other not in left_out
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _strength(
    together: int, first: int, second: int, total: int, of_node: int | None = None
) -> tuple[float, float, float]:
    """The three measures; logDice weighs the frequency of the word asked for, not the size of its windows."""
    return (
        round(association(together, first, second, total), 4),
        round(pmi(together, first, second, total), 4),
        round(log_dice(together, first if of_node is None else of_node, second), 4),
    )


def _windows(stream: Any, node: int, window: int) -> Iterator[int]:
    """The words within the windows of a word, each place once."""
    words = stream[stream != GAP]
    at = np.flatnonzero(words == node)
    if not len(at):
        return
    sentence = np.cumsum(words == END)
    near = np.zeros(len(words), np.bool_)
    for distance in range(1, window + 1):
        for places in (at - distance, at + distance):
            valid = (places >= 0) & (places < len(words))
            same = sentence[places[valid]] == sentence[at[valid]]
            near[places[valid][same]] = True
    yield from words[near & (words >= 0) & (words != node)].tolist()


def _sentences(stream: Any, keep_gaps: bool) -> Iterator[list[int]]:
    """The words of each sentence."""
    words = stream if keep_gaps else stream[stream != GAP]
    for run in np.split(words, np.flatnonzero(words == END)):
        yield run[run != END].tolist()


def _check(window: int) -> None:
    if not isinstance(window, int) or window < 1:
        raise ConfigurationError(f"window: {window!r} is no number of words; give 1 or more")
