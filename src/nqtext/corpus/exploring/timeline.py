"""A timeline: the days, deadlines and periods that paragraphs speak of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.corpus.exploring.selection import day_of
from nqtext.corpus.tables import Column
from nqtext.unicode import fold, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.corpus.exploring.selection import Passages
    from nqtext.records import Mention

__all__ = ["KINDS", "TIMELINE", "timeline_rows"]

KINDS = ("deadline", "from", "period", "time")
#: Labels of the paragraphs that speak of what is to be done, not of what was.
_AHEAD = ("goal", "task", "directive")
TIMELINE = (
    Column("kind", "text", "deadline (until then), from (since then), period, or time (any other)"),
    Column("first_day", "text", "the first day meant, ISO 8601"),
    Column("last_day", "text", "the last day meant"),
    Column("date", "text", "the date as written"),
    Column("label", "text", "the label of the paragraph"),
    Column("article", "text", "id of the article, or null"),
    Column("published", "text", "its date, or null"),
    Column("paragraph", "integer", "place of the paragraph in the article"),
    Column("sentence", "text", "the sentence"),
    Column("start", "integer", "first code point of the date in the article's text"),
    Column("end", "integer", "one past its last"),
)

_PART = r"(?: (?:cuối|hết|đầu|giữa|trước|thời điểm|mốc|ngày|tháng|quý|năm))*:?\s*$"
#: What stands right before a deadline: "đến năm 2030", "trước ngày 30/6", "chậm nhất là ngày 15/7".
_UNTIL = pattern(
    r"\b(?:(?<!tính )đến|tới|trước|không quá|không muộn hơn|(?:(?:muộn|chậm) nhất|thời hạn)(?: là)?(?: vào)?)"
    + _PART,
    re.IGNORECASE,
)
#: The same where something is to be done: "vào năm 2025", "trong quý III", "cuối năm 2025", "xong tháng 6".
_BY = pattern(r"\b(?:vào|trong|cuối|hết|xong|hoàn thành)" + _PART, re.IGNORECASE)
#: What stands right before a beginning: "từ năm 2026", "kể từ ngày 1/7/2025".
_FROM = pattern(r"\b(?:từ|sau)" + _PART, re.IGNORECASE)
_PERIOD = pattern(r"^(?:giai đoạn|thời kỳ|nhiệm kỳ)\b", re.IGNORECASE)
_BEFORE = 40  # code points; the longest of these expressions is shorter


def timeline_rows(asked: Iterable[Passages], kinds: frozenset[str] | None = None) -> list[tuple[Any, ...]]:
    """Rows of :data:`TIMELINE` for every date that can be put on a calendar, the earliest last day first."""
    rows = [row for passages in asked for row in _rows(passages) if kinds is None or row[0] in kinds]
    return sorted(rows, key=lambda row: (row[2], row[1], row[5] or "", row[9]))


def _rows(passages: Passages) -> Iterator[tuple[Any, ...]]:
    article = passages.article
    day = day_of(article)
    spans = article.sentence_spans
    for home, mention in passages.mentions():
        first, last = mention.attributes.get("start"), mention.attributes.get("end")
        if mention.label != "DATE" or not first or not last:
            continue
        at = int(np.searchsorted(spans[:, 0], spans.dtype.type(mention.start), side="right")) - 1
        low, high = spans[at].tolist()
        yield (
            _kind(
                article.text[max(low, mention.start - _BEFORE) : mention.start],
                mention,
                ahead=article.decided[home] in _AHEAD,
                past=last < (day or ""),
            ),
            first,
            last,
            mention.text,
            article.decided[home],
            article.id,
            day,
            home,
            article.text[low:high],
            mention.start,
            mention.end,
        )


def _kind(before: str, mention: Mention, ahead: bool, past: bool) -> str:
    """What kind of date it is, by what stands before it.

    Args:
        before: what stands before.
        mention: the date.
        ahead: whether the paragraph speaks of what is to be done.
        past: whether the date lies before that of the article.
    """
    told = fold(before).text
    if _UNTIL.search(told):
        return "deadline" if ahead or not past else "time"
    if _PERIOD.search(fold(mention.text).text) or mention.attributes.get("granularity") == "period":
        return "period"
    if _FROM.search(told):
        return "from"
    return "deadline" if ahead and not past and _BY.search(told) else "time"
