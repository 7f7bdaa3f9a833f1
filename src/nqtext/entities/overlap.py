"""The one overlap policy: which of the candidates become mentions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.errors import OffsetError
from nqtext.records import ENTITY_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.entities.recognizer import Candidate, Context
    from nqtext.unicode import Offsets

__all__ = ["fit", "resolve"]

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
    at = _containing(context.paragraphs, start)
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
    """Choose candidates that do not overlap.

    A candidate of an earlier tier beats those of later ones (the caller's own recognisers come
    before the built-in ones).  Inside a tier the longest wins: a name inside a longer name is
    part of it.  Between equals the surer one wins, then the order of the label list.  A candidate
    without a label takes part like any other and is then dropped: so a recogniser says that what it
    covers is no mention.

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
            at = bisect_right(starts, candidate.start)
            if at and chosen[at - 1].end > candidate.start:
                continue
            if at < len(chosen) and chosen[at].start < candidate.end:
                continue
            starts.insert(at, candidate.start)
            chosen.insert(at, candidate)
    return [candidate for candidate in chosen if candidate.label]


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
