"""Features: what is noticed in each paragraph of a batch of articles, and which others it sees.

One function, used for training and for prediction alike.  A paragraph is described by the
*words* in it (n-grams of syllables, its opening) and by *signals* (layout, verbs, speakers,
numbers, entities, its place in the article).  A model reads the description of the paragraph itself
and, with other weights, those of the paragraphs in its *views*: the ones before and after it, the
headings above it, the line that opens its list.

Nothing here looks at word boundaries, so that a model outlives the word segmenter.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.signal_index import signal_index
from nqtext.classification.signals import CROSSED, SIGNALS, WORK_VERBS
from nqtext.classification.structure import (
    VIEWS,
    announcement,
    genre,
    note_sections,
    note_speech,
    note_voices,
    views,
)
from nqtext.classification.syllables import Syllables, cut, gram_key, gram_keys
from nqtext.runs import among

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nqtext.classification.signal_index import Sightings
    from nqtext.entities import Candidate, Context
    from nqtext.records import Block

    Rows = NDArray[np.int64]

__all__ = ["MOST_CIRCUMSTANCES", "OPENING", "WORD", "Features", "extract"]

#: Prefixes of word features; every other feature is a signal.
WORD, OPENING = "w ", "o "

_NUMBERING = re.compile(
    r"\s*(?:(?:điều|khoản|mục|phần|chương)\s+[\divxlc]{1,5}\b|[ivx]{1,5}(?=[.)/:-])"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}(?=[.)/: -])"
    r"|\([\da-zđ]{1,2}\)|[a-zđ]{1,2}\d?(?=\))|[a-eđ](?=[.]))?[\s.)/:*•●○■▪▫◦‣·+-]*"
)
_MAX_SYLLABLES = 400  # what a paragraph does is said before that
_MOOD_SYLLABLES = 40
_NAMES = tuple(signal.name for signal in SIGNALS)
_PATTERNS = frozenset(_NAMES)
_PAIRED = ("kind:", "verb:", "voice", "opens with:", "under0:", "names:")
_PAST = frozenset({"đã", "vừa", "được", "đang", "từng", "bị"})
_MODAL = frozenset({"cần", "phải", "sẽ", "nên", "hãy"})
_LENGTHS = (4, 9, 16, 30, 60, 110, 200)
#: Genre, heading, speech.
MOST_CIRCUMSTANCES = 3


@dataclass(frozen=True, slots=True)
class Features:
    """The paragraphs of a batch of articles as a model sees them.

    Attributes:
        syllables: of the text of the batch.
        chosen: the syllables that count, behind the numbering of their paragraph, shape (n,).
        paragraph: the paragraph that each of them stands in, shape (n,).
        lines: the paragraphs as written, folded.
        sightings: where the signals stand that are patterns.
        offsets: where each paragraph begins in the text of the batch, shape (p,).
        signals: for each paragraph its signals, without repetition.
        circumstances: for each paragraph what its signals are crossed with: genre, heading, speech.
        article: the article of each paragraph, shape (p,).
        views: shape (p, len(VIEWS)): index of the paragraph seen, or -1.
    """

    syllables: Syllables
    chosen: Rows
    paragraph: Rows
    lines: tuple[str, ...]
    sightings: Sightings
    offsets: Rows
    signals: tuple[tuple[str, ...], ...]
    circumstances: tuple[tuple[str, ...], ...]
    article: Rows
    views: NDArray[np.int32]

    def word_names(self) -> list[dict[str, None]]:
        """For each paragraph the names of its word features."""
        lines: list[list[str]] = [[] for _ in self.signals]
        for i, at in zip(self.paragraph.tolist(), self.chosen.tolist(), strict=True):
            lines[i].append(self.syllables.word(at))
        return [dict.fromkeys(_word_names(line)) for line in lines]

    def signal_names(self) -> list[dict[str, None]]:
        """For each paragraph the names of its signals, of those crossed with circumstances, and of pairs."""
        return [
            dict.fromkeys(
                (
                    *signals,
                    *(f"{c} & {s}" for c in circumstances for s in signals if _crosses(s)),
                    *(" + ".join(pair) for pair in _pairs(signals)),
                )
            )
            for signals, circumstances in zip(self.signals, self.circumstances, strict=True)
        ]


def _crosses(signal: str) -> bool:
    """Whether a signal is crossed with the circumstances of its paragraph."""
    return signal in CROSSED or signal.startswith("kind:")


def _pairs(signals: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Two signals that stand together, one of them a pattern: they may mean what neither does alone."""
    paired = sorted(s for s in signals if s in _PATTERNS or s.startswith(_PAIRED))
    return ((a, b) for a, b in itertools.combinations(paired, 2) if a in _PATTERNS or b in _PATTERNS)


def _word_names(line: list[str]) -> Iterable[str]:
    for size in (1, 2, 3):
        for i in range(len(line) - size + 1):
            yield WORD + " ".join(line[i : i + size])
    for size in range(1, min(4, len(line) + 1)):
        yield OPENING + " ".join(line[:size])


def extract(batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> Features:
    """Describe the paragraphs of some articles.

    Args:
        batch: the segmented text of each, and its entities in order.

    Returns:
        One description a paragraph, and what each sees.
    """
    text = "\n".join(context.lower for context, _ in batch)
    raw: list[str] = []
    starts: list[int] = []
    offset = 0
    for context, _ in batch:
        for start, end in context.paragraphs.tolist():
            line = context.text[start:end]
            starts.append(offset + end - len(line.lstrip()))
            raw.append(line.strip())
        offset += len(context.text) + 1
    lines = [text[start : start + len(line)] for start, line in zip(starts, raw, strict=True)]
    places = np.array(starts, dtype=np.int64)
    ends = places + np.array([len(line) for line in lines], dtype=np.int64)
    syllables = cut(text)
    sightings = signal_index().find(syllables, places, ends)
    noticed = _named(sightings, len(lines))
    chosen, paragraph, lengths = _choose(syllables, lines, places, ends)
    _first_verbs(noticed, syllables.keys[chosen], paragraph, lengths)
    sizes = [len(context.paragraphs) for context, _ in batch]
    circumstances: list[tuple[str, ...]] = []
    seen = []
    first = 0
    for (context, mentions), size in zip(batch, sizes, strict=True):
        own, blocks = slice(first, first + size), context.blocks
        signals, written, lowered = noticed[own], raw[own], lines[own]
        content = [i for i, block in enumerate(blocks) if not block.furniture]
        for i, length in enumerate(lengths[own].tolist()):
            _layout(signals[i], written[i], blocks[i], length)
        _place(signals, content)
        _entities(signals, written, context.paragraphs[:, 0].tolist(), mentions)
        sections = [announcement(line, block) for line, block in zip(lowered, blocks, strict=True)]
        view = views(written, blocks, sections, content)
        of_genre = f"genre:{genre(blocks, content)}"
        under = note_sections(signals, sections, blocks, content, view)
        note_voices(signals, content)
        speech = note_speech(signals, written, content, view)
        for i in range(size):
            signals[i].append(of_genre)
            if speech[i]:
                signals[i].append(speech[i])
            circumstances.append(tuple(c for c in (of_genre, under[i], speech[i]) if c))
        seen.append(np.where(view >= 0, view + first, -1).astype(np.int32))
        first += size
    return Features(
        syllables,
        chosen,
        paragraph,
        tuple(raw),
        sightings,
        places,
        tuple(tuple(dict.fromkeys(signals)) for signals in noticed),
        tuple(circumstances),
        np.repeat(np.arange(len(batch)), sizes),
        np.concatenate(seen) if seen else np.zeros((0, len(VIEWS)), dtype=np.int32),
    )


def _choose(syllables: Syllables, lines: list[str], starts: Rows, ends: Rows) -> tuple[Rows, Rows, Rows]:
    """The syllables behind the numbering of each line, the line of each, and how many a line has."""
    behind = [match.end() if (match := _NUMBERING.match(line)) else 0 for line in lines]
    low = np.searchsorted(syllables.starts, starts + np.array(behind, dtype=np.int64))
    high = np.searchsorted(syllables.starts, ends)
    lengths = np.clip(high - low, 0, _MAX_SYLLABLES)
    paragraph = np.repeat(np.arange(len(lines)), lengths)
    chosen = np.arange(len(paragraph)) + np.repeat(low - (np.cumsum(lengths) - lengths), lengths)
    return chosen, paragraph, lengths


def _named(sightings: Sightings, count: int) -> list[list[str]]:
    names = [_NAMES[signal] for signal in sightings.signal.tolist()]
    bounds = np.searchsorted(sightings.paragraph, np.arange(count + 1)).tolist()
    return [names[start:end] for start, end in itertools.pairwise(bounds)]


@cache
def _verb_keys() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of the verbs that open a task, of words of the past, of words that prescribe."""

    def keys(words: Iterable[str]) -> NDArray[np.uint64]:
        return np.array(sorted(gram_key(word.split()) for word in words), dtype=np.uint64)

    return keys(verb for verb in WORK_VERBS if verb.count(" ") < 2), keys(_PAST), keys(_MODAL)


def _first_verbs(noticed: list[list[str]], keys: NDArray[np.uint64], paragraph: Rows, lengths: Rows) -> None:
    """Note whether a paragraph opens with a bare verb, and what mood comes first."""
    work, past, modal = _verb_keys()
    first = np.cumsum(lengths) - lengths
    for size in (1, 2):
        long_enough = np.flatnonzero(lengths >= size)
        opening = gram_keys(keys, size)[first[long_enough]]
        for i in long_enough[among(opening, work)].tolist():
            noticed[i].append("verb:bare")
    of_mood = gram_keys(keys, 1)
    is_past = among(of_mood, past)
    early = np.arange(len(keys)) - first[paragraph] < _MOOD_SYLLABLES
    found = np.flatnonzero((is_past | among(of_mood, modal)) & early)
    which, at = np.unique(paragraph[found], return_index=True)
    for i, says_past in zip(which.tolist(), is_past[found[at]].tolist(), strict=True):
        noticed[i].append("verb:past" if says_past else "verb:modal")


def _layout(signals: list[str], line: str, block: Block, length: int) -> None:
    """Note what a paragraph looks like."""
    signals.append(f"kind:{block.kind}")
    signals.append(f"length:{bisect_left(_LENGTHS, length)}")
    if block.number is not None:
        signals.append("numbered:" + _style(block.number))
    last = line[-1:]
    signals.append(f"ends:{last}" if last and not last.isalnum() else "ends:word")
    head = line[:200]
    if head.isupper():
        signals.append("capitals")
    elif next(filter(str.isalpha, head), "").islower():
        signals.append("starts small")
    if length <= 8:
        words = line.split()
        if sum(word[:1].isupper() for word in words) >= len(words) * 0.8 and any(map(str.isalpha, head)):
            signals.append("name-like")


def _style(number: str) -> str:
    if number.replace(".", "").isdigit():
        return "decimal" if "." in number.strip(".") else "number"
    if len(number) == 1 and not number.isalnum():
        return "bullet"
    return "letter" if number.islower() and len(number) <= 3 else "roman" if number.isupper() else "ordinal"


def _place(noticed: list[list[str]], content: list[int]) -> None:
    count = len(content)
    for at, i in enumerate(content):
        noticed[i].append(f"place:{min(at * 5 // count, 4)}")
        if at < 3:
            noticed[i].append(f"from start:{at}")
        if at >= count - 2:
            noticed[i].append(f"from end:{count - 1 - at}")


def _entities(
    noticed: list[list[str]], lines: list[str], starts: list[int], mentions: Sequence[Candidate]
) -> None:
    counts: dict[tuple[int, str], int] = {}
    for mention in mentions:
        i = bisect_left(starts, mention.start + 1) - 1
        if i < 0:
            continue
        counts[i, mention.label] = counts.get((i, mention.label), 0) + 1
        if mention.start - starts[i] < 12 and counts[i, mention.label] == 1:
            noticed[i].append(f"opens with:{mention.label}")
            if mention.end - mention.start >= 0.8 * len(lines[i]):
                noticed[i].append(f"whole:{mention.label}")
    for (i, label), count in counts.items():
        noticed[i].append(f"names:{label}")
        if count >= 3:
            noticed[i].append(f"names many:{label}")
