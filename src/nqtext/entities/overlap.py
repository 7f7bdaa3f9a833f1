"""The one overlap policy: which of the candidates become mentions.

:func:`choose` decides between candidates of recognisers.  :func:`weigh` then holds what was chosen against
the learned tagger: what a recogniser says of a unit counts so and so much, as measured (``Tagger.evidence``),
what the tagger says counts its score, and the sequence of highest sum stands.  So a name that no rule
knows comes in, a doubtful one goes, and an end moves, each only where the tagger is that sure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nqtext.entities.naming import named
from nqtext.entities.tagger import IMPOSSIBLE, LABELS, TAGS
from nqtext.errors import OffsetError
from nqtext.records import ENTITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.entities.recognizer import Candidate, Context
    from nqtext.entities.tagger import Reading, Tagger
    from nqtext.entities.tagger_features import Layout
    from nqtext.unicode import Offsets

__all__ = ["choose", "fit", "resolve", "weigh"]

_RANK = {label: rank for rank, label in enumerate(ENTITY_LABELS)}
#: Labels whose spans consist of whole tokens.
_WHOLE_TOKENS = frozenset({"DOCUMENT", "DATE"})
_OUTER = " \n.,;:!?\"'-/…"
_CLOSING = {")": "(", "]": "["}


def fit(candidate: Candidate, context: Context) -> Candidate | None:
    """Bring a candidate into the form that the contract asks of a mention.

    It is cut at the end of its paragraph, stripped of outer space and punctuation, and documents
    and dates are widened to whole tokens.

    Args:
        candidate: from any recogniser.
        context: what the recogniser saw.

    Returns:
        The candidate in form, or None where nothing of it is left.

    Raises:
        OffsetError: it does not lie in the text.
    """
    start, end = candidate.start, candidate.end
    if not 0 <= start < end <= len(context.text):
        raise OffsetError(
            f"recogniser {candidate.source or '?'} returned the span {start}:{end}; "
            f"spans must be non-empty and lie in 0:{len(context.text)}"
        )
    start, end = _strip(context.text, start, end)
    at = context.paragraph_at(start)
    if at is None or start >= end:
        return None
    if end > at[1]:
        start, end = _strip(context.text, start, at[1])
    if candidate.label in _WHOLE_TOKENS and start < end:
        head, tail = _containing(context.tokens, start), _containing(context.tokens, end - 1)
        start = min(start, head[0]) if head else start
        end = max(end, tail[1]) if tail else end
    if (start, end) == (candidate.start, candidate.end):
        return candidate
    return replace(candidate, start=start, end=end) if start < end else None


def resolve(tiers: Iterable[Iterable[Candidate]], context: Context) -> list[Candidate]:
    """:func:`choose`, and drop what has no label."""
    return [candidate for candidate in choose(tiers, context) if candidate.label]


def choose(tiers: Iterable[Iterable[Candidate]], context: Context) -> list[Candidate]:
    """Choose candidates that do not overlap.

    A candidate of an earlier tier beats those of later ones (the caller's own recognisers come
    before the built-in ones).  Inside a tier the longest wins: a name inside a longer name is
    part of it.  Between equals the surer one wins, then the order of the label list.  A candidate
    without a label takes part like any other and is dropped in the end: so a recogniser says that what
    it covers is no mention.

    Args:
        tiers: candidates, most binding first.
        context: what the recognisers saw.

    Returns:
        The chosen candidates in order of the text.
    """
    chosen: list[Candidate] = []
    starts: list[int] = []
    for tier in tiers:
        fitted = [fit(candidate, context) for candidate in tier]
        for candidate in sorted((c for c in fitted if c is not None), key=_preference):
            _insert(candidate, chosen, starts)
    return chosen


def weigh(
    contexts: Sequence[Context],
    chosen: Sequence[Sequence[Candidate]],
    tagger: Tagger,
    fixed: Sequence[frozenset[tuple[int, int]]] = (),
) -> list[list[Candidate]]:
    """Hold what the recognisers found against the tagger.

    Args:
        contexts: the texts of a batch.
        chosen: for each text the candidates chosen, those without a label included.
        tagger: the tagger.
        fixed: for each text spans among them that stand whatever the tagger says; so do candidates of
            labels that it does not know, and those that have no capital in reach.

    Returns:
        For each text the candidates that stand, in order; those without a label are dropped.
    """
    reading = tagger.read(contexts)
    given = np.zeros(len(reading.scores), dtype=np.int64)
    bound = np.zeros(len(reading.scores), dtype=np.bool_)
    standing: list[list[Candidate]] = [[] for _ in contexts]
    doubted: dict[tuple[int, int, int], tuple[int, Candidate]] = {}
    for article, candidate, begin, end, whole in _places(reading.layout, chosen):
        own = bool(fixed) and (candidate.start, candidate.end) in fixed[article]
        if whole and not own and candidate.label in LABELS:
            tag = 2 * LABELS.index(candidate.label) + 1
            given[begin:end] = tag + 1
            given[begin] = tag
            doubted[begin, end, tag] = article, candidate
        else:
            standing[article].append(candidate)
            bound[begin:end] = True
    new = []
    for key in _tagged(reading, tagger, given, bound):
        if key in doubted:
            article, candidate = doubted.pop(key)
            standing[article].append(candidate)
        else:
            new.append(key)
    replaced: dict[int, list[Candidate]] = {}
    for article, candidate in doubted.values():
        replaced.setdefault(article, []).append(candidate)
    for candidates in standing:
        candidates.sort(key=lambda candidate: candidate.start)
    for begin, end, tag in new:
        article, candidate = _named(contexts, reading, tagger, (begin, end, tag), replaced)
        fitted = fit(candidate, contexts[article])
        if fitted is not None:
            _insert(fitted, standing[article], [other.start for other in standing[article]])
    return [[candidate for candidate in candidates if candidate.label] for candidates in standing]


def _places(
    layout: Layout, chosen: Sequence[Sequence[Candidate]]
) -> Iterator[tuple[int, Candidate, int, int, bool]]:
    """The range of active units that each candidate covers, and whether that is all of it, in one stretch."""
    flat = [(article, candidate) for article, group in enumerate(chosen) for candidate in group]
    if not flat or not len(layout.starts):
        return
    spans = np.array([(candidate.start, candidate.end) for _, candidate in flat])
    spans += layout.offsets[[article for article, _ in flat]][:, None]
    first = np.searchsorted(layout.starts, spans[:, 0], side="right") - 1
    behind = np.searchsorted(layout.starts, spans[:, 1], side="left")
    begin = np.searchsorted(layout.active, first)
    end = np.searchsorted(layout.active, behind)
    opened = np.concatenate([[0], np.cumsum(layout.opens)])
    whole = (end - begin == behind - first) & (opened[end] == opened[np.minimum(begin + 1, len(opened) - 1)])
    rows = zip(flat, begin.tolist(), end.tolist(), whole.tolist(), strict=True)
    for (article, candidate), start, stop, inside in rows:
        yield article, candidate, start, stop, inside


def _tagged(
    reading: Reading, tagger: Tagger, given: NDArray[np.int64], bound: NDArray[np.bool_]
) -> list[tuple[int, int, int]]:
    """Names in the sequence of tags of highest sum, as first unit, end and tag of the first unit."""
    opens = reading.layout.opens
    scores = reading.scores.copy()
    scores[np.arange(len(scores)), given] += tagger.evidence[given]
    scores[given == 0, 1::2] -= tagger.caution
    for tag in range(1, TAGS, 2):  # the label counts whether the unit opens the name or goes on with it
        scores[(given == tag) | (given == tag + 1), tag : tag + 2] += tagger.label_evidence
    scores[bound, 1:] = IMPOSSIBLE
    # where a recogniser's name begins right behind another, no name runs over the joint
    joint = given % 2 == 1
    joint[1:] &= (given[:-1] > 0) & ~opens[1:]
    joint[:1] = False
    scores[joint, 2::2] = IMPOSSIBLE
    tags = tagger.decode(scores, opens)
    begins = np.flatnonzero(tags % 2)
    stops = np.append(np.flatnonzero((tags == 0) | (tags % 2 == 1)), len(tags))
    ends = stops[np.searchsorted(stops, begins, side="right")] if len(begins) else begins
    return list(zip(begins.tolist(), ends.tolist(), tags[begins].tolist(), strict=True))


def _named(
    contexts: Sequence[Context],
    reading: Reading,
    tagger: Tagger,
    span: tuple[int, int, int],
    replaced: dict[int, list[Candidate]],
) -> tuple[int, Candidate]:
    """The candidate of a name that the tagger found, and the number of its text."""
    begin, end, tag = span
    layout = reading.layout
    first, last = int(layout.active[begin]), int(layout.active[end - 1])
    article = int(np.searchsorted(layout.bounds, first, side="right")) - 1
    start, stop = int(layout.spans[first, 0]), int(layout.spans[last, 1])
    gain = reading.scores[begin, tag] + reading.scores[begin + 1 : end, tag + 1].sum()
    score = 1 / (1 + math.exp(-tagger.step * float(gain) / (end - begin)))
    over = [other for other in replaced.get(article, ()) if other.start < stop and start < other.end]
    label = LABELS[tag // 2]
    return article, named(contexts[article], start, stop, label, "tagger", score, over)


def _insert(candidate: Candidate, chosen: list[Candidate], starts: list[int]) -> None:
    """Put a candidate in its place, unless another one stands there."""
    at = bisect_right(starts, candidate.start)
    if at and chosen[at - 1].end > candidate.start:
        return
    if at < len(chosen) and chosen[at].start < candidate.end:
        return
    starts.insert(at, candidate.start)
    chosen.insert(at, candidate)


def _preference(candidate: Candidate) -> tuple[int, float, int, int, str, str]:
    return (
        candidate.start - candidate.end,
        -candidate.score,
        _RANK.get(candidate.label, len(_RANK)),
        candidate.start,
        candidate.label,
        candidate.norm,
    )


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _OUTER or text[start].isspace()):
        start += 1
    while start < end and (
        text[end - 1] in _OUTER
        or text[end - 1].isspace()
        or (text[end - 1] in _CLOSING and _CLOSING[text[end - 1]] not in text[start:end])
    ):
        if text[end - 1] in "\"'" and text[end - 1] in text[start : end - 1]:
            break  # a closing quotation mark ends a span that contains its opening one
        end -= 1
    return start, end


def _containing(spans: Offsets, offset: int) -> tuple[int, int] | None:
    """The span that holds an offset, or None."""
    # Of all edges in a row an odd number lies at or before what is inside a span.  A column, or a number of
    # another type, would make numpy copy the whole array.
    edges = int(spans.ravel().searchsorted(spans.dtype.type(offset), side="right"))
    if edges % 2 == 0:
        return None
    start, end = spans[edges // 2].tolist()
    return start, end
