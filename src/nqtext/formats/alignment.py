"""Spans made to fit: on export to the words of an article, on import to the words and lines of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nqtext.errors import AlignmentError
from nqtext.formats.names import Misaligned
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.article import Article
    from nqtext.records import Mention

__all__ = ["TokenSpan", "Words", "fit_lines", "split_tokens", "stripped", "token_spans"]

#: A mark that belongs to the character before it: accents, variants and skin tones of emoji.
_MARKS = "\u0300-\u036f\ufe0f\U0001f3fb-\U0001f3ff"
_MARK = re.compile(f"[{_MARKS}]")
_RUN = re.compile(f"(?:\\w|[{_MARKS}]|\\S(?=[{_MARKS}]))+")


class TokenSpan(NamedTuple):
    """An entity in tokens: ``article.tokens[first:last]``."""

    first: int
    last: int
    mention: Mention


def split_tokens(article: Article) -> Article:
    """The article with each token cut where an entity begins or ends inside it.

    >>> import nqtext
    >>> from nqtext.records import Mention
    >>> article = nqtext.load(recognizers=[])("Trình Chính phủ")
    >>> article = replace(article, entities=(Mention(6, 15, "Chính phủ", "ORGANIZATION", "Chính phủ"),))
    >>> split_tokens(article).tokens.texts
    ['Trình', 'Chính phủ']
    """
    edges = sorted({edge for mention in article.entities for edge in (mention.start, mention.end)})
    text, tags = article.text, article.tokens.tags
    spans: list[tuple[int, int]] = []
    kept: list[str] = []
    for k, (start, end) in enumerate(article.tokens.spans.tolist()):
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        pieces = [stripped(text, *piece) for piece in pairwise([start, *inside, end])]
        pieces = [piece for piece in pieces if piece[0] < piece[1]]
        spans += pieces
        kept += [tags[k]] * len(pieces) if tags is not None else []
    array = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return replace(article, tokens=Tokens(text, array, tuple(kept) if tags is not None else None))


def token_spans(article: Article, misaligned: Misaligned = Misaligned.RAISE) -> list[TokenSpan]:
    """The entities of an article as ranges of tokens.

    Args:
        article: the article.
        misaligned: ``expand`` or ``contract`` an entity whose edge lies inside a token; where an expanded
            one meets the one before it, the shared token stays with that.

    Raises:
        AlignmentError: an edge lies inside a token, and the caller did not choose; or no token is left.

    >>> import nqtext
    >>> article = nqtext.analyze("Theo Nghị quyết số 06-NQ/TW")
    >>> [article.tokens.texts[span.first:span.last] for span in token_spans(article)]
    [['Nghị quyết', 'số', '06-NQ/TW']]
    """
    starts, ends = article.tokens.spans[:, 0], article.tokens.spans[:, 1]
    edges = np.array([(m.start, m.end) for m in article.entities], dtype=np.int64).reshape(-1, 2)
    outer_first = np.searchsorted(ends, edges[:, 0], side="right").tolist()
    outer_last = np.searchsorted(starts, edges[:, 1], side="left").tolist()
    inner_first = np.searchsorted(starts, edges[:, 0], side="left").tolist()
    inner_last = np.searchsorted(ends, edges[:, 1], side="right").tolist()
    spans: list[TokenSpan] = []
    done = 0
    for i, mention in enumerate(article.entities):
        first, last = outer_first[i], outer_last[i]
        if (first, last) != (inner_first[i], inner_last[i]):
            if misaligned not in (Misaligned.EXPAND, Misaligned.CONTRACT):
                words = " | ".join(article.tokens[first:last].texts)
                raise AlignmentError(
                    f"{_name(article, mention)} ends inside a token ({words}); "
                    "choose expand, contract or split"
                )
            if misaligned is Misaligned.CONTRACT:
                first, last = inner_first[i], inner_last[i]
        first = max(first, done)
        if first >= last:
            other = "expand" if misaligned is Misaligned.CONTRACT else "contract"
            raise AlignmentError(
                f"{_name(article, mention)} has no token of its own; choose {other} or split"
            )
        spans.append(TokenSpan(first, last, mention))
        done = last
    return spans


class Words:
    """The runs of letters and digits of a text, which no span should cut in two."""

    def __init__(self, text: str) -> None:
        runs = [match.span() for match in _RUN.finditer(text)]
        self._text = text
        self._starts = [start for start, _ in runs]
        self._ends = [end for _, end in runs]

    def fit(self, start: int, end: int, misaligned: Misaligned, where: str) -> tuple[int, int]:
        """A span that cuts no run in two; with ``keep`` only no character from its accents.

        Raises:
            AlignmentError: it does cut one, and the caller did not choose what to do.

        >>> Words("Nghị quyết này").fit(0, 8, Misaligned.EXPAND, "")
        (0, 10)
        """
        cut_start, cut_end = self._cut(start), self._cut(end)
        if misaligned is Misaligned.KEEP:
            marks = [at for at in (start, end) if _MARK.match(self._text[at : at + 1])]
            if not marks:
                return start, end
            raise AlignmentError(
                f"{where}: the span {start}:{end} parts a letter from its accent; choose expand or contract"
            )
        if cut_start is None and cut_end is None:
            return start, end
        if misaligned not in (Misaligned.EXPAND, Misaligned.CONTRACT):
            around = f"{self._text[max(start - 10, 0) : start]}[{self._text[start:end]}]"
            around += self._text[end : end + 10]
            raise AlignmentError(
                f"{where}: the span {start}:{end} cuts a word in two: {around!r}; "
                "choose expand, contract or keep"
            )
        outward = misaligned is Misaligned.EXPAND
        first = start if cut_start is None else cut_start[0 if outward else 1]
        last = end if cut_end is None else cut_end[1 if outward else 0]
        first, last = stripped(self._text, first, last)
        if first >= last:
            raise AlignmentError(f"{where}: the span {start}:{end} holds no whole word; choose expand")
        return first, last

    def _cut(self, at: int) -> tuple[int, int] | None:
        """The run that an offset lies inside of, if any."""
        k = bisect_right(self._starts, at) - 1
        if k >= 0 and self._starts[k] < at < self._ends[k]:
            return self._starts[k], self._ends[k]
        return None


def fit_lines(
    starts: Sequence[int], ends: Sequence[int], start: int, end: int, misaligned: Misaligned, where: str
) -> range:
    """The lines that a span covers.

    Args:
        starts: where each line starts, its outer blanks left out, in order.
        ends: where each ends.
        start: first code point of the span.
        end: one past its last.
        misaligned: what to do where it covers a line in part.
        where: the place for messages.

    Raises:
        AlignmentError: it covers one in part, and the caller did not choose; or it covers none.

    >>> fit_lines([0, 6], [5, 12], 0, 9, Misaligned.CONTRACT, "")
    range(0, 1)
    """
    touched = range(bisect_right(ends, start), bisect_right(starts, end - 1))
    whole = [i for i in touched if start <= starts[i] and ends[i] <= end]
    if len(whole) != len(touched) and misaligned not in (Misaligned.EXPAND, Misaligned.CONTRACT):
        raise AlignmentError(
            f"{where}: the span {start}:{end} covers a paragraph in part; choose expand or contract"
        )
    chosen = touched if misaligned is Misaligned.EXPAND or len(whole) == len(touched) else whole
    if not chosen:
        raise AlignmentError(f"{where}: the span {start}:{end} covers no whole paragraph; choose expand")
    return range(chosen[0], chosen[-1] + 1)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without its outer white space.

    >>> stripped(" Mục tiêu ", 0, 10)
    (1, 9)
    """
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _name(article: Article, mention: Mention) -> str:
    where = f"{article.id}: " if article.id is not None else ""
    return f"{where}{mention.label} {mention.text!r} at {mention.start}:{mention.end}"
