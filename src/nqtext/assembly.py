"""Assembly: the layers of one text become an :class:`Article`.

The only place where offsets into the folded text become offsets into the caller's string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.article import Article
from nqtext.records import FrozenDict, Mention, Referent
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from nqtext.classification import Prediction
    from nqtext.entities import Candidate, Entities
    from nqtext.reading.source import Source
    from nqtext.segmentation import Segmentation
    from nqtext.unicode import Folded

__all__ = ["assemble"]


def assemble(
    source: Source,
    folded: Folded,
    layers: Segmentation,
    entities: Entities,
    prediction: Prediction,
    metadata: Mapping[str, Any],
    versions: Mapping[str, str],
    tags: tuple[str, ...] | None = None,
    min_score: float = 0.0,
    sentence_scores: NDArray[np.float64] | None = None,
) -> Article:
    """Put an article together.

    Args:
        source: what was analysed; ``article.text`` is its text.
        folded: the text folded.
        layers: paragraphs, sentences and tokens.
        entities: mentions and chains.
        prediction: scores and reasons of the paragraphs.
        metadata: what is known about the article.
        versions: what made the layers.
        tags: parts of speech, one a token.
        min_score: a paragraph whose best score is below it has no label.
        sentence_scores: shape (s, number of labels), where they were asked for.

    Returns:
        The article.
    """
    names, anaphora, referents = _mentions(folded, entities)
    labels = prediction.labels
    return Article(
        text=source.text,
        id=source.id,
        metadata=FrozenDict(metadata),
        paragraph_spans=folded.spans(layers.paragraphs),
        blocks=layers.blocks,
        sentence_spans=folded.spans(layers.sentences),
        tokens=Tokens(folded.source, folded.spans(layers.tokens), tags),
        entities=names,
        anaphora=anaphora,
        referents=referents,
        labels=labels,
        scores=prediction.scores,
        decided=tuple(
            labels[best] if score >= min_score else None
            for best, score in zip(
                prediction.scores.argmax(axis=1).tolist(), prediction.scores.max(axis=1).tolist(), strict=True
            )
        ),
        also=prediction.also,
        evidence=prediction.evidence,
        issues=(),
        versions=FrozenDict(versions),
        sentence_scores=sentence_scores,
    )


def _mentions(
    folded: Folded, entities: Entities
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Referent, ...]]:
    """Names, anaphora and referents with offsets into the caller's string."""

    def mention(candidate: Candidate, link: str | None, kind: str) -> Mention:
        start, end = folded.span(candidate.start, candidate.end)
        return Mention(
            start,
            end,
            folded.source[start:end],
            candidate.label,
            candidate.norm,
            FrozenDict.of_label(candidate.label, candidate.attributes),
            link,
            kind,
            candidate.source,
            round(candidate.score, 6),
        )

    links = {(c.start, c.end): chain.id for chain in entities.chains for c in chain.mentions}
    names = {(c.start, c.end): mention(c, links.get((c.start, c.end)), "name") for c in entities.mentions}
    anaphora: list[Mention] = []
    referents = []
    for chain in entities.chains:
        pointing = [mention(candidate, chain.id, "anaphor") for candidate in chain.anaphora]
        anaphora.extend(pointing)
        together = [*(names[c.start, c.end] for c in chain.mentions), *pointing]
        together.sort(key=lambda m: (m.start, m.end))
        attributes = FrozenDict.of_label(chain.label, chain.attributes)
        referents.append(Referent(chain.id, chain.label, chain.norm, attributes, tuple(together)))
    anaphora.sort(key=lambda m: (m.start, m.end, m.link or ""))
    return tuple(names.values()), tuple(anaphora), tuple(referents)
