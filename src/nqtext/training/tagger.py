"""Training of the tagger in ``models/tagger``.

``python -m nqtext.training tagger GOLD -o OUTPUT`` makes the model anew: a conditional random field over the
features of :mod:`nqtext.entities.tagger_features`.  It does not see what the recognisers find.  These were
written with the training articles at hand, so there they are better than anywhere else, and a model that saw
their answers would learn to leave them alone.  How much their word counts against the tagger's is set by
:data:`EVIDENCE` instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.artifacts import write_artifact
from nqtext.entities.overlap import weigh
from nqtext.entities.tagger import IMPOSSIBLE, KIND, LABELS, TAGS, Tagger
from nqtext.entities.tagger_features import BITS, feature_rows, lay_out
from nqtext.entities.word_classes import word_classes
from nqtext.records import ENTITY_LABELS
from nqtext.training.chain import Chain, fit_chain
from nqtext.training.duplicates import near_duplicates
from nqtext.training.gold import read_gold
from nqtext.training.scores import Count, Scores
from nqtext.training.tagger_texts import Text, read_corpus, read_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Spans = set[tuple[int, int, str]]

__all__ = ["EVIDENCE", "Ablation", "ablation", "train_tagger"]

VERSION = "1.0"

#: What it counts, in log-odds, that the recognisers take a unit for no name ("none"), for one of some label,
#: whether it opens it or goes on with it ("label"), and, of each label, for just that part of it; and what
#: speaks against a name of a label that opens where they have none ("new").  Chosen by cross-validation and
#: by reading what changes on articles that nobody had annotated.
EVIDENCE = {
    "none": 1.0,
    "label": 3.0,
    "ORGANIZATION": 8.0,
    "OFFICIAL": 8.0,
    "PERSON": 8.0,
    "LOCATION": 1.0,
    "new ORGANIZATION": 3.0,
    "new OFFICIAL": 3.0,
    "new PERSON": 3.0,
    "new LOCATION": 0.0,
}

_PENALTY = 1.0
_ITERATIONS = 50  # on gold; more change next to nothing
_FURTHER = 30  # from there, on gold and what was tagged
_SEEN = 2  # features seen less often are left out
_STEP = 1 / 32  # of the integer weights, in log-odds
_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Ablation:
    """Scores of exact spans over ``all`` and each kind of article.

    Attributes:
        rules: of the recognisers alone.
        tagger: of the tagger alone; it knows four of the labels.
        both: of the recognisers held against the tagger.
    """

    rules: dict[str, Scores]
    tagger: dict[str, Scores]
    both: dict[str, Scores]


@dataclass(frozen=True, slots=True)
class Examples:
    """Active units of texts, in order.

    Attributes:
        rows: of each feature in the table of weights, shape (m, features).
        tags: the right tag, shape (m,).
        opens: whether a stretch opens, shape (m,).
        article: number of the text, shape (m,).
    """

    rows: NDArray[np.int32]
    tags: NDArray[np.int64]
    opens: NDArray[np.bool_]
    article: NDArray[np.int64]


def train_tagger(
    gold: Path, folder: Path, check: Path | None = None, corpus: Path | None = None
) -> dict[str, Ablation]:
    """Train the tagger and write it, with a card.

    Args:
        gold: the gold file to learn from.
        folder: the folder to write, e.g. ``models/tagger``.
        check: a second gold file, not trained on, for the figures of the card.
        corpus: articles without annotations to go on learning from (gzipped JSON Lines with ``paragraphs``):
            what the tagger of the gold file and the rules find in them together is taken as true.

    Returns:
        Ablations: cross-validated over the articles, and on the second file under its name.
    """
    from nqtext.training.tagger_card import tagger_card

    file = read_gold(gold)
    texts = read_texts(file)
    classes = word_classes()
    found = examples(texts, classes)
    checked = None if check is None else read_gold(check)
    known = [article.text for one in (file, checked) if one is not None for article in one.articles]
    raw = [] if corpus is None else read_corpus(corpus, known)
    figures = {"cross-validated": _cross_validated(texts, found, raw, classes)}
    tagger, arrays = _trained(found, raw, classes)
    if checked is not None:
        figures[checked.name] = ablation(read_texts(checked), tagger)
    write_artifact(
        folder,
        KIND,
        VERSION,
        {"weights.npz": arrays},
        {"CARD.md": tagger_card(file, checked, figures, folder.name, EVIDENCE, len(raw))},
        {
            "licence": "Apache-2.0",
            "labels": list(LABELS),
            "step": _STEP,
            "evidence": _steps(EVIDENCE),
            "training": {
                "data": file.sha256,
                "penalty": _PENALTY,
                "iterations": [_ITERATIONS, _FURTHER],
                "unlabelled articles": len(raw),
                "seen": _SEEN,
                "units": len(found.tags),
            },
        },
    )
    return figures


def ablation(texts: Sequence[Text], tagger: Tagger) -> Ablation:
    """Score the recognisers alone, the tagger alone and both.

    Args:
        texts: see :func:`read_texts`.
        tagger: a tagger that has not learned from them.
    """
    contexts = [text.context for text in texts]
    both = weigh(contexts, [text.chosen for text in texts], tagger)
    alone = weigh(contexts, [[] for _ in texts], tagger_alone(tagger))
    return _ablation(texts, [_spans(found) for found in both], [_spans(found) for found in alone])


def tagger_alone(tagger: Tagger) -> Tagger:
    """A copy to which the word of the recognisers is nothing."""
    import copy

    deaf = copy.copy(tagger)
    deaf.label_evidence = 0
    deaf.caution = np.zeros_like(tagger.caution)
    deaf.evidence = np.zeros_like(tagger.evidence)
    return deaf


def _ablation(texts: Sequence[Text], both: Sequence[Spans], alone: Sequence[Spans]) -> Ablation:
    def scores(given: Sequence[Spans], labels: Sequence[str]) -> dict[str, Scores]:
        kinds = ["all", *sorted({text.kind for text in texts})]
        pairs = list(zip(texts, given, strict=True))
        return {
            kind: _scores([(t.wanted, spans) for t, spans in pairs if kind in ("all", t.kind)], labels)
            for kind in kinds
        }

    rules = [_spans(candidate for candidate in text.chosen if candidate.label) for text in texts]
    return Ablation(scores(rules, ENTITY_LABELS), scores(alone, LABELS), scores(both, ENTITY_LABELS))


def _scores(pairs: Sequence[tuple[Spans, Spans]], labels: Sequence[str]) -> Scores:
    """Exact spans: wanted and given."""
    counts = {}
    for label in labels:
        hits = given_count = wanted_count = 0
        for wanted, given in pairs:
            mine, found = ({span for span in spans if span[2] == label} for spans in (wanted, given))
            hits, given_count = hits + len(mine & found), given_count + len(found)
            wanted_count += len(mine)
        counts[label] = Count(hits, given_count, wanted_count)
    return Scores(counts, sum(count.wanted for count in counts.values()))


def _trained(
    found: Examples, raw: Sequence[Text], classes: NDArray[np.uint32]
) -> tuple[Tagger, dict[str, NDArray[Any]]]:
    """A tagger that learned from gold, then went on with what it and the rules find in raw texts."""
    chain = _fit(found)
    arrays = _arrays(chain, classes)
    tagger = Tagger(arrays, _STEP, _steps(EVIDENCE))
    if raw:
        contexts, chosen = [text.context for text in raw], [text.chosen for text in raw]
        tagged = [
            replace(text, wanted=_spans(spans))
            for text, spans in zip(raw, weigh(contexts, chosen, tagger), strict=True)
        ]
        arrays = _arrays(_fit(_together(found, examples(tagged, classes)), chain), classes)
        tagger = Tagger(arrays, _STEP, _steps(EVIDENCE))
    return tagger, arrays


def _cross_validated(
    texts: Sequence[Text], found: Examples, raw: Sequence[Text], classes: NDArray[np.uint32]
) -> Ablation:
    """Each article tagged by a model that has seen neither it nor a near-duplicate."""
    fold_of = folds([text.context.text for text in texts])
    both: dict[int, Spans] = {}
    alone: dict[int, Spans] = {}
    for fold_number in range(_FOLDS):
        tagger, _ = _trained(_of_articles(found, fold_of != fold_number), raw, classes)
        held_out = np.flatnonzero(fold_of == fold_number).tolist()
        contexts = [texts[i].context for i in held_out]
        rules = [texts[i].chosen for i in held_out]
        given = weigh(contexts, rules, tagger), weigh(contexts, [[] for _ in rules], tagger_alone(tagger))
        for found_by, lists in zip((both, alone), given, strict=True):
            found_by.update(zip(held_out, map(_spans, lists), strict=True))
    order = range(len(texts))
    return _ablation(texts, [both[i] for i in order], [alone[i] for i in order])


def folds(texts: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each text; near-duplicates are in the same one.

    >>> folds(["một hai ba bốn năm", "sáu bảy tám chín mười", "một hai ba bốn năm"]).tolist()
    [0, 1, 0]
    """
    groups = near_duplicates(texts)
    number = {group: i % _FOLDS for i, group in enumerate(sorted(set(groups)))}
    return np.array([number[group] for group in groups])


def examples(texts: Sequence[Text], classes: NDArray[np.uint32]) -> Examples:
    """The active units of texts with their features and gold tags.

    Args:
        texts: see :func:`read_texts`.
        classes: see :func:`nqtext.entities.word_classes.word_classes`.
    """
    layout = lay_out([text.context for text in texts], classes)
    tags = np.zeros(len(layout.starts), dtype=np.int64)
    for i, text in enumerate(texts):
        for start, end, label in sorted(text.wanted):
            if label in LABELS:
                first, behind = np.searchsorted(layout.starts, np.array([start + 1, end]) + layout.offsets[i])
                tags[first - 1 : behind] = 2 * LABELS.index(label) + 2
                tags[first - 1] = 2 * LABELS.index(label) + 1
    tags = tags[layout.active]
    opens = layout.opens
    for k in np.flatnonzero((tags > 0) & (tags % 2 == 0)).tolist():
        if opens[k] or tags[k - 1] not in (tags[k], tags[k] - 1):
            tags[k] -= 1  # the beginning lies outside the stretch
    rows = np.concatenate(list(feature_rows(layout)), axis=1).T.astype(np.int32)
    article = np.searchsorted(layout.bounds, layout.active, side="right") - 1
    return Examples(rows, tags, opens, article)


def _of_articles(found: Examples, chosen: NDArray[np.bool_]) -> Examples:
    kept = chosen[found.article]
    return Examples(found.rows[kept], found.tags[kept], found.opens[kept], found.article[kept])


def _together(some: Examples, more: Examples) -> Examples:
    return Examples(
        np.concatenate([some.rows, more.rows]),
        np.concatenate([some.tags, more.tags]),
        np.concatenate([some.opens, more.opens]),
        np.concatenate([some.article, more.article + some.article[-1] + 1]),
    )


def _fit(found: Examples, start: Chain | None = None) -> Chain:
    """Weights of every row of the table."""
    from scipy import sparse

    rows, size = found.rows, 1 << BITS
    kept = np.flatnonzero(np.bincount(rows.ravel(), minlength=size) >= _SEEN)
    number = np.full(size, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    columns = number[rows]
    seen = columns >= 0
    ends = np.concatenate([[0], np.cumsum(seen.sum(axis=1))])
    design = sparse.csr_matrix((np.ones(int(ends[-1])), columns[seen], ends), shape=(len(rows), len(kept)))
    if start is not None:
        start = replace(start, weights=start.weights[kept])
    iterations = _ITERATIONS if start is None else _FURTHER
    chain = fit_chain(design, found.tags, found.opens, _allowed(), _PENALTY, iterations, start)
    weights = np.zeros((size, TAGS))
    weights[kept] = chain.weights
    return replace(chain, weights=weights)


def _allowed() -> NDArray[np.bool_]:
    """A name goes on only where one of the same label has begun."""
    allowed = np.ones((TAGS, TAGS), dtype=np.bool_)
    for tag in range(2, TAGS, 2):
        allowed[:, tag] = False
        allowed[tag - 1 : tag + 1, tag] = True
    return allowed


def _arrays(chain: Chain, classes: NDArray[np.uint32]) -> dict[str, NDArray[Any]]:
    """The tables of the model, in steps; the first tag has the score 0 everywhere."""
    weights = (chain.weights - chain.weights[:, :1])[:, 1:] / _STEP
    transitions = np.where(np.isfinite(chain.transitions), chain.transitions / _STEP, IMPOSSIBLE)
    return {
        "weights": np.rint(weights).clip(-127, 127).astype(np.int8),
        "transitions": np.rint(transitions).astype(np.int32),
        "classes": classes,
    }


def _steps(evidence: dict[str, float]) -> dict[str, int]:
    return {name: round(value / _STEP) for name, value in evidence.items()}


def _spans(candidates: Any) -> Spans:
    return {(candidate.start, candidate.end, candidate.label) for candidate in candidates}
