"""Bootstrap intervals: how much a figure would move with other articles of the same kind.

Source of the method: the percentile bootstrap (Efron 1979) over articles, not paragraphs or mentions,
because those of one article are right or wrong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.training.scores import calibration_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.training.scores import Outcome

    Floats = NDArray[np.float64]

__all__ = ["intervals"]

_ROUNDS = 1000
_SEED = 20220124
_PERCENTILES = (2.5, 97.5)


def intervals(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, float]]:
    """95 % intervals of the headline figures.

    Args:
        outcomes: what was counted, article by article.

    Returns:
        By the name of the figure (``paragraphs/macro_f1``, ``paragraphs/calibration_error``,
        ``entities/micro_f1``, ``entities/DATE/f1``, ...) its lower and upper bound, to 4 places; the same
        for the same outcomes.  Empty with fewer than two articles.
    """
    if len(outcomes) < 2:
        return {}
    random = np.random.default_rng(_SEED)
    drawn = random.multinomial(len(outcomes), np.full(len(outcomes), 1 / len(outcomes)), size=_ROUNDS)
    figures = {**_paragraph_figures(outcomes, drawn), **_entity_figures(outcomes, drawn)}
    found = {}
    for name, values in figures.items():
        low, high = np.nanpercentile(values, _PERCENTILES)
        found[name] = round(float(low), 4), round(float(high), 4)
    return found


def _paragraph_figures(outcomes: Sequence[Outcome], drawn: NDArray[np.int64]) -> dict[str, Floats]:
    labels = sorted({label for outcome in outcomes for pair in outcome.labels for label in pair})
    index = {label: k for k, label in enumerate(labels)}
    confusion = np.zeros((len(outcomes), len(labels), len(labels)))
    for table, outcome in zip(confusion, outcomes, strict=True):
        for wanted, given in outcome.labels:
            table[index[wanted], index[given]] += 1
    counts = np.tensordot(drawn, confusion, axes=1)
    hits, wanted, given = np.einsum("rkk->rk", counts), counts.sum(axis=2), counts.sum(axis=1)
    f1 = _f1(hits, given, wanted)
    figures = {f"paragraphs/{label}/f1": f1[:, k] for label, k in index.items() if wanted[:, k].any()}
    figures["paragraphs/macro_f1"] = np.nanmean(f1, axis=1)
    figures["paragraphs/accuracy"] = hits.sum(axis=1) / counts.sum(axis=(1, 2))
    also = drawn @ np.array([(o.also.hits, o.also.given, o.also.wanted) for o in outcomes])
    if also[:, 2].any():
        figures["paragraphs/also_f1"] = _f1(*also.T)
    articles = np.arange(len(outcomes))
    figures["paragraphs/calibration_error"] = np.array(
        [
            calibration_error(
                [chance for i in np.repeat(articles, row).tolist() for chance in outcomes[i].chances]
            )
            for row in drawn
        ]
    )
    return figures


def _entity_figures(outcomes: Sequence[Outcome], drawn: NDArray[np.int64]) -> dict[str, Floats]:
    labels = sorted({label for outcome in outcomes for label in outcome.exact})
    if not labels:
        return {}
    table = np.zeros((len(outcomes), len(labels), 3))
    for row, outcome in zip(table, outcomes, strict=True):
        for label, count in outcome.exact.items():
            row[labels.index(label)] = count.hits, count.given, count.wanted
    hits, given, wanted = np.moveaxis(np.tensordot(drawn, table, axes=1), 2, 0)
    f1 = _f1(hits, given, wanted)
    figures = {f"entities/{label}/f1": f1[:, k] for k, label in enumerate(labels)}
    figures["entities/micro_f1"] = _f1(hits.sum(axis=1), given.sum(axis=1), wanted.sum(axis=1))
    return figures


def _f1(hits: Floats, given: Floats, wanted: Floats) -> Floats:
    """F1 of each round; NaN where a label does not occur in it."""
    total = given + wanted
    f1: Floats = np.divide(2 * hits, total, out=np.full(total.shape, np.nan), where=total > 0)
    return f1
