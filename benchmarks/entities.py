"""The entity stage alone: syllables a second, its parts, and its share of the whole analysis."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

import nqtext
from benchmarks.corpus import articles, syllables
from nqtext.entities import Context, builtin
from nqtext.entities.linking import link
from nqtext.entities.overlap import resolve
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqtext.segmentation import Segmentation
    from nqtext.unicode import Folded

_ROUNDS = 5


def measure(texts: list[str] | None = None) -> list[str]:
    """Lines of the report.

    Args:
        texts: distinct articles; None takes the benchmark's.
    """
    given = articles() if texts is None else texts
    amount = sum(map(syllables, given))
    whole = min(_whole(given) for _ in range(_ROUNDS))
    stages = _stages(given)
    total = sum(stages.values())
    lines = [f"{len(given)} articles, {amount} syllables"]
    lines += [
        f"{name:32}{1e6 * seconds / amount:8.2f} us a syllable {seconds / total:8.1%} of the stage"
        for name, seconds in stages.items()
    ]
    lines.append(
        f"{'entity stage':32}{amount / total:12,.0f} syllables/s {total / whole:8.1%} of nqtext.pipe"
    )
    return lines


def _stages(texts: list[str]) -> dict[str, float]:
    """Seconds of each part, the best of some rounds; segmentation is done before."""
    folded = [fold(text) for text in texts]
    layers = segment_batch(folded, SyllableSegmenter())
    rounds = [_round(folded, layers) for _ in range(_ROUNDS)]
    return {name: min(seconds[name] for seconds in rounds) for name in rounds[0]}


def _round(folded: Sequence[Folded], layers: Sequence[Segmentation]) -> dict[str, float]:
    recognizers, linkers = builtin()
    seconds: dict[str, float] = defaultdict(float)
    for text, layer in zip(folded, layers, strict=True):
        context = Context.of(text, layer)
        at = time.process_time()
        for recognizer in recognizers:
            context.recognized(recognizer)
            seconds[recognizer.name] += -at + (at := time.process_time())
        mentions = resolve([[c for r in recognizers for c in context.recognized(r)]], context)
        seconds["overlap"] += -at + (at := time.process_time())
        link(context, mentions, linkers)
        seconds["linking"] += -at + time.process_time()
    return seconds


def _whole(texts: list[str]) -> float:
    started = time.process_time()
    for _ in nqtext.pipe(texts):
        pass
    return time.process_time() - started


if __name__ == "__main__":
    print(*measure(), sep="\n")
