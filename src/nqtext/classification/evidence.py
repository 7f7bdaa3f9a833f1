"""Evidence: the strongest reasons for a label, in plain terms, from the model's own weights.

Reasons are put together when somebody asks for them, for a whole batch at once: most of those who count
labels never do, and it nearly doubles the work of labelling.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from nqtext.classification.context import SOURCES
from nqtext.classification.features import OPENING
from nqtext.classification.signals import PHRASES, SIGNALS
from nqtext.classification.structure import VIEWS
from nqtext.records import Reason
from nqtext.runs import run_starts

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nqtext.classification.encoding import Encoded, Vocabulary
    from nqtext.classification.features import Features
    from nqtext.classification.model import LinearModel
    from nqtext.classification.signal_index import Sightings

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]
    Weighed = tuple[Rows, Rows, Floats]  # paragraph, number of the wording, weight

__all__ = ["MOST", "Evidence", "Explanation", "Wording"]

#: At most so many reasons a paragraph.
MOST = 5
_LEAST = 0.05  # log-odds
_NOT_ASKED = -2  # of a word: whether it says something to a reader
_QUOTED = 60
_SIGNALS = {signal.name: at for at, signal in enumerate(SIGNALS)}
#: What is said of a line that a paragraph stands under, by the view it is seen in.
_UNDER = {
    "heading": "under heading '{}'",
    "above": "under heading '{}'",
    "opener": "under heading '{}'",
    "lead-in": "in the list opened by '{}'",
    "speech": "in the speech opened by '{}'",
    "title": "under the title '{}'",
}
_UNDERS = tuple(dict.fromkeys(_UNDER.values()))


class Wording:
    """How reasons are put, each under a number, so that what is put alike can be added up.

    Numbers below ``len(self._phrases)`` are phrases, then come the words of the vocabulary, then what is
    said of a line above.

    Args:
        vocabulary: the features of the model.
        labels: its labels.
    """

    def __init__(self, vocabulary: Vocabulary, labels: Sequence[str]) -> None:
        self._names = vocabulary.names
        self._phrases: dict[tuple[str, str], int] = {}
        self._views = [self._number(f"the paragraph {view.rstrip('2')}") for view in VIEWS]
        self._sources = [[self._number(self._of_source(s, label)) for label in labels] for s in SOURCES]
        numbers = [
            -1 if word else self._number(*self._of_signal(name))
            for name, word in zip(self._names, vocabulary.is_word.tolist(), strict=True)
        ]
        self._texts = list(self._phrases)
        self._of_feature = np.array([*numbers, -1], dtype=np.int64)
        self._of_feature[:-1][vocabulary.is_word] = _NOT_ASKED
        self._lines = len(self._texts) + len(self._names)

    @property
    def phrases(self) -> int:
        """How many numbers are those of phrases."""
        return len(self._texts)

    def of_features(self, ids: Rows) -> Rows:
        """The numbers of what features are called; -1 for what says nothing to a reader."""
        numbers = self._of_feature.take(ids)
        asked = ids[numbers == _NOT_ASKED]
        if len(asked):
            for i in set(asked.tolist()):
                self._of_feature[i] = i + len(self._texts) if _speaks(self._names[i]) else -1
            numbers = self._of_feature.take(ids)
        return numbers

    def of_view(self, k: int, seen: Rows) -> Rows:
        """The numbers of what is said of the paragraphs in a view."""
        if VIEWS[k] in _UNDER:
            return self._lines + len(_UNDERS) * seen + _UNDERS.index(_UNDER[VIEWS[k]])
        return np.full(len(seen), self._views[k])

    def of_source(self, k: int, labels: Rows) -> Rows:
        """The numbers of what is said of a source of the second stage."""
        return np.array(self._sources[k], dtype=np.int64)[labels]

    def words(self, number: int) -> str:
        """The words that a reason quotes from the vocabulary, or nothing."""
        if len(self._texts) <= number < self._lines:
            return self._names[number - len(self._texts)].split(" ", 1)[1]
        return ""

    def text(self, number: int, i: int, quotes: _Quotes) -> str:
        """A reason in words.

        Args:
            number: which.
            i: the paragraph it is given for.
            quotes: what the paragraphs say.
        """
        if number >= self._lines:
            seen, under = divmod(number - self._lines, len(_UNDERS))
            return _UNDERS[under].replace("{}", quotes.line(seen))
        words = self.words(number)
        if words:
            if self._names[number - len(self._texts)].startswith(OPENING):
                return f"opens with '{words}'"
            return f"words '{words}'" if " " in words else f"word '{words}'"
        phrase, signal = self._texts[number]
        return phrase.replace("{}", quotes.found(i, signal)) if signal else phrase

    def _number(self, phrase: str, signal: str = "") -> int:
        if not phrase:
            return -1
        return self._phrases.setdefault((phrase, signal), len(self._phrases))

    def _of_signal(self, name: str) -> tuple[str, str]:
        if " + " in name:  # a reader is told of the more telling one of the two
            one, _, other = name.partition(" + ")
            return self._of_signal(one if "{}" in PHRASES.get(one, "") else other)
        circumstance, _, signal = name.rpartition(" & ")
        phrase = PHRASES.get(signal, "")
        setting = PHRASES.get(circumstance, "")
        put = f"{phrase}, {setting}" if phrase and setting else phrase
        return put, signal if "{}" in phrase else ""

    def _of_source(self, source: str, label: str) -> str:
        if source in VIEWS:
            return f"the paragraph {source} is {label}"
        return f"the paragraphs around are {label}" if source != "article" else ""


class Evidence(Sequence[tuple[Reason, ...]]):
    """The reasons for the label of each paragraph of an article, strongest first.

    Args:
        explanation: of the batch that the article is part of.
        own: which paragraphs of the batch are its own.
    """

    __slots__ = ("_explanation", "_own")

    def __init__(self, explanation: Explanation, own: range) -> None:
        self._explanation = explanation
        self._own = own

    @overload
    def __getitem__(self, i: int) -> tuple[Reason, ...]: ...
    @overload
    def __getitem__(self, i: slice) -> tuple[tuple[Reason, ...], ...]: ...
    def __getitem__(self, i: int | slice) -> Any:
        reasons = self._explanation.reasons()
        return reasons[self._own[i]] if isinstance(i, int) else tuple(reasons[at] for at in self._own[i])

    def __len__(self) -> int:
        return len(self._own)

    def __eq__(self, other: object) -> bool:
        return self[:] == other[:] if isinstance(other, Evidence | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self[:])

    def __repr__(self) -> str:
        return repr(self[:])

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self[:],)  # what travels is what is said


class Explanation:
    """Why the paragraphs of a batch got their labels.

    It holds what the model read, about twenty-five bytes a syllable, until it is first asked.

    Args:
        model: the model.
        features: what was noticed.
        encoded: ``features`` as numbers.
        around: the second stage's input.
        best: index of the label of each paragraph.
        furniture: which paragraphs are page furniture.
    """

    def __init__(
        self,
        model: LinearModel,
        features: Features,
        encoded: Encoded,
        around: Floats,
        best: Rows,
        furniture: NDArray[np.bool_],
    ) -> None:
        # not the features themselves, which hold much more
        quotes = _Quotes(features.lines, features.sightings, features.offsets)
        ids = encoded.ids.astype(np.int32)
        self._tell: Callable[[], tuple[tuple[Reason, ...], ...]] | None = partial(
            _put_together, model, quotes, features.views, ids, encoded.starts, around, best, furniture
        )
        self._reasons: tuple[tuple[Reason, ...], ...] = ()

    def reasons(self) -> tuple[tuple[Reason, ...], ...]:
        """At most five reasons a paragraph, strongest first."""
        tell = self._tell
        if tell is not None:  # threads may both come here, and find the same
            self._reasons = tell()
            self._tell = None
        return self._reasons


def _put_together(
    model: LinearModel,
    quotes: _Quotes,
    views: NDArray[np.int32],
    ids: NDArray[np.int32],
    starts: Rows,
    around: Floats,
    best: Rows,
    furniture: NDArray[np.bool_],
) -> tuple[tuple[Reason, ...], ...]:
    width, wording = len(model.labels), model.wording
    # label against the mean of the others, through the second stage, which logits enter centred
    directions = (np.eye(width) * width - 1) / max(1, width - 1) / model.temperature
    own = model.context[:width] - model.context[:width].mean(axis=0)
    through = (directions @ own.T)[best]
    encoded = model.vocabulary.unpack(ids, starts, model.scale)
    parts = model.weights[:, 0].take(encoded.ids, axis=0) * encoded.values[:, None]
    sums = model.weigh(encoded, views)
    weighed = [_of_entries(encoded, parts, through, wording)]
    everyone = np.arange(len(best))
    for k in range(1, len(VIEWS)):
        seen = views[:, k].astype(np.int64)
        weighed.append(_reached(seen, wording.of_view(k, seen), (sums[seen, k] * through).sum(axis=1)))
    for k in range(1, len(SOURCES)):
        values = around[:, k * width : (k + 1) * width]
        weights = (values * (directions @ model.context[k * width : (k + 1) * width].T)[best]).sum(axis=1)
        given = np.where(values.any(axis=1), everyone, -1)
        weighed.append(_reached(given, wording.of_source(k, values.argmax(axis=1)), weights))
    owners, numbers, weights = _added_up(weighed)
    bounds = np.searchsorted(owners, np.arange(len(best) + 1)).tolist()
    listed, rounded = numbers.tolist(), weights.round(3).tolist()
    return tuple(
        (Reason("page furniture", 1.0),)
        if is_furniture
        else _chosen(wording, i, listed[start:end], rounded[start:end], quotes)
        for i, (is_furniture, start, end) in enumerate(
            zip(furniture.tolist(), bounds, bounds[1:], strict=False)
        )
    )


def _of_entries(encoded: Encoded, parts: Floats, through: Floats, wording: Wording) -> Weighed:
    numbers = wording.of_features(encoded.ids)
    some = (numbers >= 0).nonzero()[0]
    owners = encoded.paragraph[some]
    weights = np.einsum("ij,ij->i", parts.take(some, axis=0), through.take(owners, axis=0), optimize=False)
    numbers = numbers[some]
    return owners, numbers, weights


def _reached(given: Rows, numbers: Rows, weights: Floats) -> Weighed:
    """One number a paragraph, left out where nothing is given or said."""
    some = ((given >= 0) & (numbers >= 0)).nonzero()[0]
    return some, numbers[some], weights[some]


def _added_up(weighed: list[Weighed]) -> Weighed:
    """Weights of one wording added up, the strongest of each paragraph first, weak ones left out."""
    owners, numbers, weights = (np.concatenate(column) for column in zip(*weighed, strict=True))
    base = int(numbers.max(initial=0)) + 1
    keys = owners * base + numbers
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = run_starts(keys)
    total = np.add.reduceat(weights[order], starts) if len(starts) else weights
    strong = (total >= _LEAST).nonzero()[0]
    keys, total = keys[starts[strong]], total[strong]
    owners = keys // base
    numbers = keys - owners * base
    order = np.lexsort((-numbers, -total, owners))  # of words as strong as words inside them the longer
    return owners[order], numbers[order], total[order]


def _chosen(
    wording: Wording, i: int, numbers: list[int], weights: list[float], quotes: _Quotes
) -> tuple[Reason, ...]:
    """The strongest reasons; of words inside words only the stronger."""
    chosen: list[Reason] = []
    quoted: list[str] = []
    for number, weight in zip(numbers, weights, strict=True):
        words = wording.words(number)
        if words:
            if any(words in other or other in words for other in quoted):
                continue
            quoted.append(words)
        chosen.append(Reason(wording.text(number, i, quotes), weight))
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _speaks(name: str) -> bool:
    """Whether a word feature says something to a reader."""
    words = name[2:]
    if not words[0].isalpha():
        return False
    return name.startswith(OPENING) or ("#" not in words and (" " in words or len(words) > 2))


class _Quotes:
    """What paragraphs say, cut short, for reasons to quote."""

    def __init__(self, lines: Sequence[str], sightings: Sightings, offsets: Rows) -> None:
        self._lines = lines
        self._sightings = sightings
        self._offsets = offsets
        self._short: dict[int, str] = {}

    @cached_property
    def _found(self) -> dict[int, tuple[int, int]]:
        sightings = self._sightings
        keys = (sightings.paragraph * len(SIGNALS) + sightings.signal).tolist()
        starts = (sightings.starts - self._offsets[sightings.paragraph]).tolist()
        lengths = (sightings.ends - sightings.starts).tolist()
        return dict(zip(keys, zip(starts, lengths, strict=True), strict=True))

    def line(self, i: int) -> str:
        """A whole paragraph."""
        if i not in self._short:
            self._short[i] = _short(self._lines[i])
        return self._short[i]

    def found(self, i: int, signal: str) -> str:
        """The words of a paragraph that a signal was noticed by."""
        found = self._found.get(i * len(SIGNALS) + _SIGNALS[signal]) if signal in _SIGNALS else None
        if found is None:
            return _short(" ".join(self._lines[i].split(None, 2)[:2]))
        start, length = found
        return _short(self._lines[i][start : start + length])


def _short(text: str) -> str:
    text = " ".join(text[: 4 * _QUOTED].split()).strip(" ,;:")
    return text if len(text) <= _QUOTED else text[: _QUOTED - 3].rstrip() + "..."
