"""Cost as the text grows: time(2n) / time(n), on real and on adversarial input."""

from __future__ import annotations

import time

import nqtext
from benchmarks.corpus import articles

_ADVERSARIAL = (
    "(", "a.", "1/", "A. ", "Ông ", "“", "a", "1", "-", "Điều 1 ", "06-NQ/", "ngày 1/", "Bộ ", "Nghị quyết ",
    "Nguyễn ", "o\u0300", "a\u200b", "\n", "a\n", ", ", "Chủ tịch ", "các Bộ: ",
)  # fmt: skip
_CHARACTERS = 200_000


def measure(segmenter: str | None = None) -> list[str]:
    """Lines of the report: seconds for n characters, and the ratio for 2n."""
    nlp = nqtext.load(segmenter=segmenter)
    real = "\n".join(articles(40))
    pieces = {"articles": real, **{repr(piece): piece for piece in _ADVERSARIAL}}
    nlp(real[:1000])
    lines = []
    for name, piece in pieces.items():
        text = (piece * (_CHARACTERS // len(piece) + 1))[:_CHARACTERS]
        once, twice = _seconds(nlp, text), _seconds(nlp, text + text)
        lines.append(f"{name:16} {once:7.3f} s   x {twice / once:4.2f}")
    return lines


def _seconds(nlp: nqtext.Pipeline, text: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.perf_counter()
        nlp(text)
        best = min(best, time.perf_counter() - started)
    return best


if __name__ == "__main__":
    print(*measure(), sep="\n")
