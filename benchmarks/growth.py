"""Cost as the text grows: time(2n) / time(n), on real and on adversarial input."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import nqtext
from benchmarks.corpus import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Repeated, each has brought down one tokenizer or pattern or another.
ADVERSARIAL = (
    "(", "a.", "1/", "A. ", "Ông ", "“", "a", "1", "-", "Điều 1 ", "06-NQ/", "ngày 1/", "Bộ ", "Nghị quyết ",
    "Nguyễn ", "o\u0300", "a\u200b", "\n", "a\n", ", ", "Chủ tịch ", "các Bộ: ",
    "ngày 1, 2, ", "tháng 1-", "2021 - ", "giai đoạn 2021-", "1/2-", "năm ", "quý I/", "tỉnh ", "Ảnh: A",
    "Công ty A ", "Ban Chỉ đạo về A ", "đồng chí ", "A - ",
)  # fmt: skip
_CHARACTERS = 200_000


def measure(segmenter: str | None = None) -> list[str]:
    """Lines of the report: seconds for n characters, and the ratio for 2n."""
    nlp = nqtext.load(segmenter=segmenter)
    real = "\n".join(articles(40))
    nlp(real[:1000])
    return ratios({"articles": real, **{repr(piece): piece for piece in ADVERSARIAL}}, nlp)


def ratios(pieces: Mapping[str, str], run: Callable[[str], object]) -> list[str]:
    """What a function of a text costs on each piece repeated, and on twice as much of it."""
    lines = []
    for name, piece in pieces.items():
        text = (piece * (_CHARACTERS // len(piece) + 1))[:_CHARACTERS]
        once, twice = _seconds(run, text), _seconds(run, text + text)
        lines.append(f"{name:16} {once:7.3f} s   x {twice / once:4.2f}")
    return lines


def _seconds(run: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        run(text)
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    print(*measure(), sep="\n")
