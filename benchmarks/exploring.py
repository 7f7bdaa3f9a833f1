"""A corpus asked: time of each question as the corpus grows, memory, and the same answers from elsewhere.

``python -m benchmarks.exploring 1000`` takes as many articles; the benchmark's own are repeated, each with
a line of its own so that no two are alike.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scipy.stats import power_divergence

import nqtext
from benchmarks.corpus import articles
from benchmarks.store import resident
from nqtext.corpus import Store
from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROUNDS = 3
_QUERIES = ("phat trien", "phát triển", "thu tuong", "nghi quyet so")
_QUESTIONS: dict[str, Callable[[nqtext.Corpus], Any]] = {
    "counts by source and label": lambda corpus: corpus.counts("source", "label"),
    "keyword in context": lambda corpus: corpus.kwic("phat trien"),
    "search": lambda corpus: corpus.search("quy hoach do thi"),
    "frequency": lambda corpus: corpus.frequency(),
    "sequences of three": lambda corpus: corpus.frequency(3, minimum=2),
    "keyness of directives": lambda corpus: corpus.where(label="directive").keyness(),
    "collocations": lambda corpus: corpus.collocations(),
    "collocates": lambda corpus: corpus.collocates("phát triển"),
    "citations": lambda corpus: corpus.citations(),
    "network of names": lambda corpus: corpus.network().edges,
    "timeline": lambda corpus: corpus.timeline(),
}


def measure(count: int = 332) -> list[str]:
    """Lines of the report.

    Args:
        count: how many articles the corpus has.
    """
    texts = articles(count)
    whole = [f"{texts[i % len(texts)]}\nBản số {i}." for i in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        halves = [Path(folder) / name for name in ("first.db", "second.db")]
        _fill(halves[0], whole[::2])
        _fill(halves[1], whole)
        before = resident()
        held = nqtext.Corpus(nqtext.Corpus(halves[1]).articles())
        size = (resident() - before) / count * 1000
        return [
            f"{count} articles, {size:.0f} kB each when held",
            *_times(held, *map(nqtext.Corpus, halves)),
            *_memory(halves[1]),
            *_compared(held),
        ]


def _fill(path: Path, texts: list[str]) -> None:
    sources = (nqtext.Source(text, id=str(i)) for i, text in enumerate(texts))
    with Store(path) as store:
        for article in nqtext.pipe(sources):
            store.put(article)


def _times(held: nqtext.Corpus, half: nqtext.Corpus, stored: nqtext.Corpus) -> Iterator[str]:
    yield f"  ms an article {'held':>20}{'stored':>8}, and what twice as many stored ones take"
    for name, ask in _QUESTIONS.items():
        in_memory, small, large = (
            min(_seconds(ask, corpus) for _ in range(_ROUNDS)) for corpus in (held, half, stored)
        )
        each = 1000 / len(stored)
        yield f"  {name:28}{in_memory * each:8.2f}{large * each:8.2f} ms   x {large / small:.2f}"


def _memory(path: Path) -> Iterator[str]:
    """What a store costs that is asked ten times over, after the first question."""
    corpus = nqtext.Corpus(path)
    corpus.counts()
    before = resident()
    for _ in range(10):
        corpus.counts()
        corpus.kwic("khong co tu nay")
    yield f"  memory for 20 questions more {resident() - before:7.1f} MB"


def _compared(corpus: nqtext.Corpus) -> Iterator[str]:
    """The answers beside those of scipy, and of a search that knows nothing of nqtext's."""
    part, rest = corpus.where(label="directive"), corpus.where(label=["goal", "task", "other"])
    counts = [_plain_counts(side) for side in (part, rest)]
    totals = [side.total() for side in counts]
    largest, words = 0.0, 0
    for row in part.keyness(minimum=1).to_dict("records"):
        seen = [side[row["word"]] for side in counts]
        assert seen == [row["count"], row["reference"]]
        share = sum(seen) / sum(totals)
        theirs = power_divergence(seen, [total * share for total in totals], lambda_="log-likelihood")
        largest = max(largest, abs(abs(row["log_likelihood"]) - theirs.statistic))
        words += 1
    yield f"  keyness of {words} words beside scipy: largest difference {largest:.0e} (rounded to 4 places)"
    for query in _QUERIES:
        lines = corpus.kwic(query)
        plain = sum(_plain_hits(article, query) for article in corpus.articles())
        yield f"  lines of {query!r}: {len(lines)}, of a plain search {plain}"


def _plain_counts(corpus: nqtext.Corpus) -> Counter[str]:
    labels = corpus._selection.labels or ()
    return Counter(
        fold_key(token.text)
        for article in corpus.articles()
        for paragraph in article.paragraphs
        if paragraph.label in labels and not paragraph.furniture
        for token in paragraph.tokens
        if any(map(str.isalnum, token.text))
    )


def _plain_hits(article: nqtext.Article, query: str) -> int:
    """Occurrences as whole words, compared letter by letter after decomposition."""
    exact = query != _bare(query)
    pattern = re.compile(rf"(?<!\w){re.escape(query)}(?!\w)".replace(r"\ ", r"\s+"))
    texts = (p.text for p in article.paragraphs if not p.furniture)
    return sum(
        len(pattern.findall(unicodedata.normalize("NFC", text).lower() if exact else _bare(text)))
        for text in texts
    )


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in letters if not unicodedata.combining(c))


def _seconds(ask: Callable[[nqtext.Corpus], Any], corpus: nqtext.Corpus) -> float:
    started = time.process_time()
    ask(corpus)
    return time.process_time() - started


if __name__ == "__main__":
    print(*measure(*map(int, sys.argv[1:])), sep="\n")
