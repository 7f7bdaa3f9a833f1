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
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.appearance import note_entities, note_layout, note_place
from nqtext.classification.inventory import NAMES, NUMBERS, Having
from nqtext.classification.sections import announcements, note_sections, telling
from nqtext.classification.signal_index import signal_index
from nqtext.classification.signals import CROSSED, SIGNALS, WORK_VERBS
from nqtext.classification.speakers import find_speech, note_voices
from nqtext.classification.structure import VIEW, Content, genres, views
from nqtext.classification.syllables import Syllables, cut, gram_key, gram_keys, gram_keys_at
from nqtext.runs import among, run_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.classification.inventory import Noted
    from nqtext.classification.signal_index import Sightings
    from nqtext.entities import Candidate, Context

    Rows = NDArray[np.int64]

__all__ = ["EDITION", "OPENING", "WORD", "Features", "extract"]

#: Grows when features come to mean something else under the same names: models have to be trained again.
EDITION = 2
#: Prefixes of word features; every other feature is a signal.
WORD, OPENING = "w ", "o "

_NUMBERING = re.compile(
    r"\s*(?:(?:điều|khoản|mục|phần|chương)\s+[\divxlc]{1,5}\b|[ivx]{1,5}(?=[.)/:-])"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}(?=[.)/: -])"
    r"|\([\da-zđ]{1,2}\)|[a-zđ]{1,2}\d?(?=\))|[a-eđ](?=[.]))?[\s.)/:*•●○■▪▫◦‣·+-]*"
)
_MAX_SYLLABLES = 400  # what a paragraph does is said before that
_MOOD_SYLLABLES = 40
_PATTERNS = frozenset(signal.name for signal in SIGNALS)
_PAIRED = ("kind:", "verb:", "voice", "opens with:", "under0:", "names:")
_PAST = frozenset({"đã", "vừa", "được", "đang", "từng", "bị"})
_MODAL = frozenset({"cần", "phải", "sẽ", "nên", "hãy"})


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
        owners: the paragraphs that signals were noticed in, in order, shape (n,).
        signals: the signal noticed in each, by its number in the inventory; none twice in a paragraph.
        circumstances: what the signals of each paragraph are crossed with: genre, heading, speech; -1 is
            none, shape (p, 3).
        article: the article of each paragraph, shape (p,).
        views: shape (p, len(VIEWS)): index of the paragraph seen, or -1.
    """

    syllables: Syllables
    chosen: Rows
    paragraph: Rows
    lines: tuple[str, ...]
    sightings: Sightings
    offsets: Rows
    owners: Rows
    signals: Rows
    circumstances: Rows
    article: Rows
    views: NDArray[np.int32]

    def word_names(self) -> list[dict[str, None]]:
        """For each paragraph the names of its word features."""
        lines: list[list[str]] = [[] for _ in self.lines]
        for i, at in zip(self.paragraph.tolist(), self.chosen.tolist(), strict=True):
            lines[i].append(self.syllables.word(at))
        return [dict.fromkeys(_word_names(line)) for line in lines]

    def noticed(self) -> list[list[str]]:
        """For each paragraph the names of its signals."""
        found: list[list[str]] = [[] for _ in self.lines]
        for i, signal in zip(self.owners.tolist(), self.signals.tolist(), strict=True):
            found[i].append(NAMES[signal])
        return found

    def signal_names(self) -> list[dict[str, None]]:
        """For each paragraph the names of its signals, of those crossed with circumstances, and of pairs."""
        return [
            dict.fromkeys(
                (
                    *signals,
                    *(f"{NAMES[c]} & {s}" for c in circumstances if c >= 0 for s in signals if _crosses(s)),
                    *(" + ".join(pair) for pair in _pairs(signals)),
                )
            )
            for signals, circumstances in zip(self.noticed(), self.circumstances.tolist(), strict=True)
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
    raw, starts = _lines(batch)
    ends = starts + np.array([len(line) for line in raw], dtype=np.int64)
    lines = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    syllables = cut(text)
    sightings = signal_index().find(syllables, starts, ends)
    chosen, paragraph, lengths = _choose(syllables, lines, starts, ends)

    sizes = [len(context.paragraphs) for context, _ in batch]
    article, firsts = np.repeat(np.arange(len(batch)), sizes), np.cumsum([0, *sizes])[:-1]
    blocks = [block for context, _ in batch for block in context.blocks]
    headings = np.array([block.heading for block in blocks], dtype=np.int64)
    headings = np.where(headings >= 0, headings + firsts[article], -1)
    content = Content.of(blocks, article)
    sections = announcements(lines, blocks)
    seen = views(raw, blocks, headings, telling(sections), content)
    of_sections, under = note_sections(sections, headings, blocks, content, seen)
    noted = [
        (sightings.paragraph, sightings.signal),
        *_note_verbs(syllables.keys[chosen], paragraph, lengths),
        *note_layout(raw, blocks, lengths),
        *of_sections,
    ]
    having = Having(noted, len(raw))  # what speakers and speeches are found by
    inside, speech, seen[:, VIEW["speech"]] = find_speech(having, raw, content)
    genre = genres(blocks, content, len(batch))[article]
    goes_on = (speech >= 0).nonzero()[0]
    noted += [
        *note_place(content),
        *note_entities(batch, raw, firsts.tolist()),
        *note_voices(having, content),
        (inside, np.full(len(inside), NUMBERS["inside quotation"])),
        (np.arange(len(raw)), genre),
        (goes_on, speech[goes_on]),
    ]
    owners = np.concatenate([paragraphs for paragraphs, _ in noted])
    order = np.argsort(owners, kind="stable")
    return Features(
        syllables,
        chosen,
        paragraph,
        tuple(raw),
        sightings,
        starts,
        owners[order],
        np.concatenate([signals for _, signals in noted])[order],
        np.stack([genre, under, speech], axis=1),
        article,
        seen,
    )


def _lines(batch: Sequence[tuple[Context, Sequence[Candidate]]]) -> tuple[list[str], Rows]:
    """The paragraphs without outer blanks, and where each begins in the text of the batch."""
    lines: list[str] = []
    starts: list[int] = []
    offset = 0
    for context, _ in batch:
        for start, end in context.paragraphs.tolist():
            line = context.text[start:end]
            starts.append(offset + end - len(line.lstrip()))
            lines.append(line.strip())
        offset += len(context.text) + 1
    return lines, np.array(starts, dtype=np.int64)


def _choose(syllables: Syllables, lines: list[str], starts: Rows, ends: Rows) -> tuple[Rows, Rows, Rows]:
    """The syllables behind the numbering of each line, the line of each, and how many a line has."""
    behind = [match.end() if (match := _NUMBERING.match(line)) else 0 for line in lines]
    low = np.searchsorted(syllables.starts, starts + np.array(behind, dtype=np.int64))
    high = np.searchsorted(syllables.starts, ends)
    lengths = np.clip(high - low, 0, _MAX_SYLLABLES)
    paragraph = np.repeat(np.arange(len(lines)), lengths)
    chosen = np.arange(len(paragraph)) + np.repeat(low - (np.cumsum(lengths) - lengths), lengths)
    return chosen, paragraph, lengths


@cache
def _verb_keys() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of the verbs that open a task, of words of the past, of words that prescribe."""

    def keys(words: Iterable[str]) -> NDArray[np.uint64]:
        return np.array(sorted(gram_key(word.split()) for word in words), dtype=np.uint64)

    return keys(verb for verb in WORK_VERBS if verb.count(" ") < 2), keys(_PAST), keys(_MODAL)


def _note_verbs(keys: NDArray[np.uint64], paragraph: Rows, lengths: Rows) -> Iterator[Noted]:
    """Note whether a paragraph opens with a bare verb, and what mood comes first."""
    work, past, modal = _verb_keys()
    first = np.cumsum(lengths) - lengths
    bare = np.zeros(len(lengths), dtype=np.bool_)
    for size in (1, 2):
        long_enough = (lengths >= size).nonzero()[0]
        bare[long_enough] |= among(gram_keys(keys, size)[first[long_enough]], work)
    yield bare.nonzero()[0], np.full(np.count_nonzero(bare), NUMBERS["verb:bare"])
    early = (np.arange(len(keys)) - first[paragraph] < _MOOD_SYLLABLES).nonzero()[0]
    of_mood = gram_keys_at(keys, early, 1)
    is_past = among(of_mood, past)
    found = (is_past | among(of_mood, modal)).nonzero()[0]
    found = found[run_starts(paragraph[early[found]])]
    yield paragraph[early[found]], np.where(is_past[found], NUMBERS["verb:past"], NUMBERS["verb:modal"])
