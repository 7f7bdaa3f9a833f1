"""Word segmentation: where its time goes, how far from the floor it is, how it grows, what it needs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

import nqtext
from benchmarks.corpus import articles, syllables
from benchmarks.growth import ADVERSARIAL, ratios
from nqtext.segmentation import boundaries, segment_batch
from nqtext.segmentation.features import FAMILIES, windows
from nqtext.segmentation.linear import LinearSegmenter
from nqtext.segmentation.paragraphs import paragraph_spans
from nqtext.segmentation.units import find_units
from nqtext.tokens import Tokens
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation import Units

_BATCH = 32
_ROUNDS = 7
_LOAD = (
    "import time; from nqtext.segmentation.linear import LinearSegmenter; a = time.perf_counter();"
    "LinearSegmenter.load(); b = time.perf_counter(); import nqtext; import sys;"
    "next(nqtext.segment(['Phát triển đô thị.'])); c = time.perf_counter();"
    "assert 'underthesea' not in sys.modules; print((b - a) * 1000, (c - b) * 1000)"
)
_MEMORY = (
    "import sys, resource, nqtext; text = sys.stdin.read();"
    "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024; before = used();"
    "tokens = next(nqtext.segment([text])); print(before, used(), len(text))"
)


def measure() -> list[str]:
    """Lines of the report."""
    texts = articles()
    batches = [texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH)]
    amount = sum(map(syllables, texts))
    rounds = [_stages(batches) for _ in range(_ROUNDS)]
    best = {stage: min(seconds[stage] for seconds in rounds) for stage in rounds[0]}
    floor = min(_floor(batches) for _ in range(_ROUNDS))
    whole = sum(best.values())
    lines = [f"{len(texts)} articles, {amount} syllables, batches of {_BATCH}"]
    lines += [
        f"{stage:32}{seconds / amount * 1e9:8.0f} ns a syllable {seconds / whole:6.1%}"
        for stage, seconds in best.items()
    ]
    lines.append(f"{'all stages':32}{whole / amount * 1e9:8.0f} ns a syllable")
    lines.append(
        f"{'floor: decode, look up, read':32}{floor / amount * 1e9:8.0f} ns a syllable; "
        f"all stages are {whole / floor:.1f} x that"
    )
    loads = [list(map(float, _run(_LOAD).split())) for _ in range(5)]
    load, first = (min(column) for column in zip(*loads, strict=True))
    lines.append(f"load the model {load:.0f} ms, then first words {first:.0f} ms")
    for times in (1, 8):
        before, after, size = map(float, _run(_MEMORY, "\n".join(texts[:60]) * times).split())
        lines.append(
            f"peak memory, one text of {size / 1e6:.1f} M characters: {after:.0f} MB ({before:.0f} MB before)"
        )
    lines += ratios(
        {"articles": "\n".join(texts[:40]), **{repr(piece): piece for piece in ADVERSARIAL}}, _segment
    )
    return lines


def _segment(text: str) -> None:
    next(nqtext.segment([text]))


def _stages(batches: Sequence[Sequence[str]]) -> dict[str, float]:
    """Seconds of each stage; the stages are those of :func:`nqtext.segmentation.segment_batch`."""
    segmenter = LinearSegmenter.load()
    seconds: dict[str, float] = defaultdict(float)
    before = time.process_time()

    def done(stage: str) -> None:
        nonlocal before
        now = time.process_time()
        seconds[stage] += now - before
        before = time.process_time()

    for batch in batches:
        before = time.process_time()
        folded = [fold(text) for text in batch]
        done("fold")
        row = find_units([text.text for text in folded], [paragraph_spans(text.text) for text in folded])
        done("paragraphs, units, sentences")
        joined = np.concatenate(segmenter.joins(row.split()))
        done("model: features and weights")
        boundaries.settle(row, joined)
        done("boundaries")
        layers = segment_batch(folded, _Known(joined), blocks=False)
        before = time.process_time()
        for text, layer in zip(folded, layers, strict=True):
            Tokens(text.source, text.spans(layer.tokens)).texts  # noqa: B018
        done("words as strings")
    return dict(seconds)


class _Known:
    """A segmenter that says what has been found before."""

    name, version = "known", "1"

    def __init__(self, joined: NDArray[np.bool_]) -> None:
        self._joined = joined

    def joins(self, batch: Sequence[Units]) -> list[NDArray[np.bool_]]:
        return np.split(self._joined, np.cumsum([len(units) for units in batch])[:-1])


def _floor(batches: Sequence[Sequence[str]]) -> float:
    """Seconds to decode the texts, fetch one weight for each feature, and read the words as strings."""
    segmenter = LinearSegmenter.load()
    seconds = 0.0
    for batch in batches:
        folded = [fold(text) for text in batch]
        row = find_units([text.text for text in folded], [paragraph_spans(text.text) for text in folded])
        window = windows(row.split(), segmenter._lexicon)
        rows = [family.rows(window, family.bits) for family in FAMILIES]
        tables = [np.zeros(1 << family.bits, dtype=np.int32) for family in FAMILIES]
        layers = segment_batch(folded, segmenter, blocks=False)
        words = [
            Tokens(text.source, text.spans(layer.tokens)) for text, layer in zip(folded, layers, strict=True)
        ]
        started = time.process_time()
        for text in batch:
            np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for table, at in zip(tables, rows, strict=True):
            table.take(at, mode="clip")
        for tokens in words:
            tokens.texts  # noqa: B018
        seconds += time.process_time() - started
    return seconds


def _run(code: str, text: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


if __name__ == "__main__":
    print(*measure(), sep="\n")
