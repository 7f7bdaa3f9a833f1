"""Syllables a second of the whole analysis and of its stages, beside underthesea's NER, in one run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import nqtext
from benchmarks.corpus import articles, syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ROUNDS = 3  # the best of them counts: what a machine does beside it only ever makes a run slower
_NER_SYLLABLES = 3_000  # underthesea's NER is slow; this much of the text gives a steady figure


def measure(texts: list[str] | None = None) -> list[str]:
    """Lines of the report.

    Args:
        texts: distinct articles; None takes the benchmark's.
    """
    given = articles() if texts is None else texts
    amount = sum(map(syllables, given))
    nqtext.analyze(given[0])
    rates = {
        "nqtext.segment, batch": _rate(
            amount, lambda: sum(len(tokens.texts) for tokens in nqtext.segment(given))
        ),
        "nqtext.pipe, batch": _rate(amount, lambda: _exhaust(nqtext.pipe(given))),
        "nqtext.analyze, one by one": _rate(amount, lambda: _exhaust(map(nqtext.analyze, given))),
        "nqtext.pipe, 2 processes": _rate(amount, lambda: _exhaust(nqtext.pipe(given, n_process=2))),
    }
    baseline = _underthesea_ner(given)
    lines = [f"{len(given)} articles, {amount} syllables"]
    lines.append(f"{'underthesea.ner, by sentence':32}{baseline:12,.0f} syllables/s      1.0 x")
    lines.extend(
        f"{name:32}{rate:12,.0f} syllables/s {rate / baseline:8.1f} x" for name, rate in rates.items()
    )
    return lines


def _rate(amount: int, run: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return amount / min(seconds)


def _exhaust(articles: Iterable[nqtext.Article]) -> int:
    return sum(len(article.entities) for article in articles)


def _underthesea_ner(texts: list[str]) -> float:
    from underthesea import ner

    sentences: list[str] = []
    amount = 0
    for text in texts:
        for sentence in nqtext.sent_tokenize(text):
            sentences.append(sentence)
            amount += syllables(sentence)
        if amount >= _NER_SYLLABLES:
            break
    ner("Chính phủ ban hành nghị quyết.")
    return _rate(amount, lambda: [ner(sentence) for sentence in sentences])


if __name__ == "__main__":
    print(*measure(), sep="\n")
