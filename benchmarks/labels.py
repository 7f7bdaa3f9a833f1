"""What labelling paragraphs adds to the time of segmentation and entities, in one run; budget 20 %."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from benchmarks.corpus import articles, syllables
from nqtext.classification import ParagraphClassifier
from nqtext.entities import Context, builtin, recognize_batch
from nqtext.entities.tagger import load_tagger
from nqtext.reading.portal import inspect
from nqtext.reading.source import Source
from nqtext.segmentation import segment_batch
from nqtext.segmentation.linear import LinearSegmenter
from nqtext.texts import batches, date_of
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from nqtext.entities import Candidate

    Described = list[tuple[Context, list[Candidate]]]

_ROUNDS = 5  # the best of them counts: what a machine does beside it only ever makes a run slower


def measure(texts: list[str] | None = None) -> list[str]:
    """Lines of the report; times are those of the processor.

    Args:
        texts: distinct articles; None takes the benchmark's.
    """
    given = articles() if texts is None else texts
    chunks = list(batches(given))
    describe, classifier = _describer(), ParagraphClassifier.load()
    described = [describe(chunk) for chunk in chunks]
    work = {
        "segmentation and entities": lambda: [describe(chunk) for chunk in chunks],
        "labels": lambda: [classifier.predict_batch(batch) for batch in described],
        "labels and their reasons": lambda: [
            [prediction.evidence[:] for prediction in classifier.predict_batch(batch)] for batch in described
        ],
    }
    seconds = {name: [_seconds(run)] for name, run in work.items()}
    for _ in range(_ROUNDS - 1):  # in turn, so that a slow moment meets all of them
        for name, run in work.items():
            seconds[name].append(_seconds(run))
    base, *added = (min(times) for times in seconds.values())
    amount = sum(map(syllables, given))
    lines = [f"{len(given)} articles, {amount} syllables"]
    lines.append(f"{'segmentation and entities':32}{amount / base:12,.0f} syllables/s")
    names = list(work)[1:]
    lines.extend(f"{name:32}{'+':>12}{share / base:.1%}" for name, share in zip(names, added, strict=True))
    return lines


def _describer() -> Callable[[list[str]], Described]:
    """Everything of an analysis that comes before the labels of paragraphs."""
    segmenter, tagger = LinearSegmenter.load(), load_tagger()
    recognizers, linkers = builtin()

    def describe(texts: list[str]) -> Described:
        folded = [fold(text) for text in texts]
        pages = [inspect(text, Source(text.source)) for text in folded]
        layers = segment_batch(folded, segmenter, None, [page.furniture for page in pages])
        contexts = [
            Context.of(text, layer, date_of(page.metadata.get("published")), page.metadata)
            for text, layer, page in zip(folded, layers, pages, strict=True)
        ]
        found = recognize_batch(contexts, (), recognizers, linkers, tagger)
        return [(context, list(entities.mentions)) for context, entities in zip(contexts, found, strict=True)]

    return describe


def _seconds(run: Callable[[], object]) -> float:
    gc.disable()  # as a pipeline does while it works on a batch
    begin = time.process_time()
    run()
    taken = time.process_time() - begin
    gc.enable()
    return taken


if __name__ == "__main__":
    print(*measure(), sep="\n")
