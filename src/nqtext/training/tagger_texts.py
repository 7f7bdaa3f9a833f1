"""Texts as the tagger sees them: gold articles with their spans, and articles without annotations."""

from __future__ import annotations

import datetime
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nqtext.entities import Context, builtin
from nqtext.entities.overlap import choose
from nqtext.reading.portal import inspect
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.segmentation import segment_batch
from nqtext.segmentation.linear import LinearSegmenter
from nqtext.training.duplicates import near_duplicates
from nqtext.training.gold import stripped
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nqtext.entities import Candidate
    from nqtext.training.gold import GoldFile
    from nqtext.unicode import Folded

    Spans = set[tuple[int, int, str]]

__all__ = ["Text", "read_corpus", "read_texts"]


@dataclass(frozen=True, slots=True)
class Text:
    """A gold article as the tagger sees it.

    Attributes:
        kind: as in the gold file.
        context: the text, segmented.
        chosen: what the recognisers found, candidates without a label included.
        wanted: gold spans with their labels, offsets into the folded text.
    """

    kind: str
    context: Context
    chosen: list[Candidate]
    wanted: Spans


def read_texts(file: GoldFile) -> list[Text]:
    """Segment the articles of a gold file and run the recognisers on them.

    Args:
        file: the gold file; articles without entities are left out.
    """
    reader = _Reader()
    texts = []
    for article in file.articles:
        if article.entities is None:
            continue
        folded, context, chosen = reader.read(article.text, article.published)
        wanted = set()
        for entity in article.entities:
            start, end = stripped(article.text, entity.start, entity.end)
            wanted.add((folded.locate(start), folded.locate(end - 1) + 1, entity.label))
        texts.append(Text(article.kind, context, chosen, wanted))
    return texts


def read_corpus(path: Path, known: Sequence[str]) -> list[Text]:
    """Articles without annotations, each once.

    Args:
        path: gzipped JSON Lines with ``paragraphs``; what a tool has segmented is left out.
        known: texts; articles that repeat one of them are left out.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [*known, *("\n".join(row["paragraphs"]) for row in rows if not row.get("segmented"))]
    reader = _Reader()
    read = []
    for i, group in enumerate(near_duplicates(texts)):
        if i >= len(known) and group == i:
            _, context, chosen = reader.read(texts[i], None)
            read.append(Text("text", context, chosen, set()))
    return read


class _Reader:
    """The stages below the tagger."""

    def __init__(self) -> None:
        self._segmenter = LinearSegmenter.load()
        self._recognizers, _ = builtin()

    def read(self, text: str, published: str | None) -> tuple[Folded, Context, list[Candidate]]:
        """A text folded, its context, and what the recognisers find in it."""
        folded = fold(text)
        seen = inspect(folded, Source(text, FrozenDict({"published": published} if published else {})))
        (layers,) = segment_batch([folded], self._segmenter, None, [seen.furniture])
        context = Context.of(folded, layers, _day(seen.metadata.get("published")), seen.metadata)
        candidates = [c for recognizer in self._recognizers for c in context.recognized(recognizer)]
        return folded, context, choose([candidates], context)


def _day(iso: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(iso))
    except ValueError:
        return None
