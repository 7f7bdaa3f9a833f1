"""Time to render a page, and its size, for an article of 5,000 syllables; budgets 100 ms and 1 MB."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import nqtext
from benchmarks.corpus import articles, syllables
from nqtext.display import html_page, text_report

if TYPE_CHECKING:
    from collections.abc import Callable

_SYLLABLES = 5_000
_RUNS = 5


def measure(texts: list[str] | None = None) -> list[str]:
    """Lines of the report.

    Args:
        texts: articles to join to one; None takes the benchmark's.
    """
    given = articles() if texts is None else texts
    text, count = "", 0
    for piece in itertools.cycle(given):
        text += piece + "\n"
        count += syllables(piece)
        if count >= _SYLLABLES:
            break
    article = nqtext.analyze(text)
    lines = [f"one article, {syllables(text)} syllables, {len(article.entities)} entities"]
    renderings: dict[str, Callable[[], str]] = {
        "page": lambda: html_page([article]),
        "text": lambda: text_report(article),
    }
    for name, render in renderings.items():
        best = min(_seconds(render) for _ in range(_RUNS))
        lines.append(f"{name:32}{best * 1000:12.1f} ms {len(render().encode()) / 1e6:12.3f} MB")
    return lines


def _seconds(run: Callable[[], str]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin
