"""Names over two lines: hard-wrapped text read as it was before it was wrapped.

A line that goes on with a small letter goes on with the sentence of the line above.  A name that crosses
such a break is found in the text without it, and gets a span on each line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["on_each_line", "unwrapped"]

_BREAK = pattern("\n(?<=[\\w,]\n)(?=[^\\W\\d_A-ZĐ]{2})")


def unwrapped(context: Context) -> Context:
    """The text with a space for each break inside a sentence, of equal length.

    Args:
        context: the text.

    Returns:
        A context with another text; the same one where there is no such break.
    """
    breaks = [m.start() for m in _BREAK.finditer(context.text) if context.text[m.end()].islower()]
    if not breaks:
        return context
    return replace(context, text=_spaced(context.text, breaks), lower=_spaced(context.lower, breaks))


def on_each_line(candidates: Iterable[Candidate], text: str) -> Iterator[Candidate]:
    """Candidates of the unwrapped text, one for each line that they stand on.

    Args:
        candidates: what was found in the unwrapped text.
        text: the text with its breaks.

    Yields:
        Candidates that cross no break.
    """
    for candidate in candidates:
        start = candidate.start
        while (cut := text.find("\n", start, candidate.end)) >= 0:
            yield replace(candidate, start=start, end=cut)
            start = cut + 1
        yield replace(candidate, start=start) if start > candidate.start else candidate


def _spaced(text: str, breaks: list[int]) -> str:
    pieces, done = [], 0
    for at in breaks:
        pieces += [text[done:at], " "]
        done = at + 1
    return "".join([*pieces, text[done:]])
