"""Training of the word segmenter in ``models/segmenter``.

``python -m nqtext.training segmenter SHARED -o OUTPUT``, with the folder of the shared data, makes the model
anew: a logistic regression over the features of :mod:`nqtext.segmentation.features`.  It learns from

* the treebank's train split, which says what a word is;
* a sample of the gold data of RDRsegmenter: the same kind of text, nearly the same convention;
* raw policy and press paragraphs labelled by RDRsegmenter, for the vocabulary.

Features of the treebank's sentences are there twice, the second time for the treebank alone
(Daumé III 2007, "Frustratingly easy domain adaptation"): what is common is learned from all, and
the treebank overrules the others where it differs (``người | dân``, ``người_ta``).  In the
model both are one weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.artifacts import write_artifact
from nqtext.segmentation.features import FAMILIES, HashedLexicon, windows
from nqtext.segmentation.linear import KIND
from nqtext.segmentation.paragraphs import paragraph_spans
from nqtext.segmentation.units import find_units
from nqtext.training.teachers import cleaned, lexicon, read_output
from nqtext.training.threads import one_thread
from nqtext.training.treebank import GoldText, read_conllu, read_lines, read_underscored, rebuild
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Units

__all__ = ["Examples", "examples", "gold_joins", "overruled", "train_segmenter"]

VERSION = "1.0"

#: How much one gap counts: in the treebank, in the gold sample, in text labelled by a teacher.
_WEIGHTS = (5.0, 2.0, 1.0)
_C = 2.0  # inverse strength of the L2 penalty
_ITERATIONS = 90  # more change no decision
_SURE_FROM, _DOUBT = 3, 0.15  # the treebank overrules a teacher on pairs seen so often and so uniform
_SEEN = 2  # features seen less often are left out
_STEP = 1 / 24  # of the integer weights, in log-odds
_BATCH = 500  # texts

_SIZES = np.array([len(family.gaps) << family.bits for family in FAMILIES])
_BASES = np.concatenate([[0], np.cumsum(_SIZES)])


@dataclass(frozen=True, slots=True)
class Examples:
    """Gaps between units that may be joined.

    Attributes:
        features: numbers of the features of each gap, shape (n, k), int32.
        joined: whether the gap is inside a word, shape (n,).
        pairs: hash of the two units, shape (n,).
    """

    features: NDArray[np.int32]
    joined: NDArray[np.bool_]
    pairs: NDArray[np.uint64]


def train_segmenter(shared: Path, folder: Path, paragraphs: int | None = None) -> Path:
    """Train the segmenter and write it.

    Args:
        shared: the folder with ``treebank/`` and ``corpora/``.
        folder: the folder to write, e.g. ``models/segmenter``.
        paragraphs: how many paragraphs of the background corpus to use; None is all.

    Returns:
        The folder written.
    """
    words = HashedLexicon.build(lexicon())
    treebank = map(rebuild, read_conllu(read_lines(shared / "treebank" / "vi_vtb-ud-train.conllu.gz")))
    sample = map(
        rebuild, read_underscored(read_lines(shared / "treebank" / "rdrsegmenter_sample_gold.txt.gz"))
    )
    corpora = shared / "corpora"
    output = read_output(corpora / "background.txt.gz", corpora / "background.rdrsegmenter.txt.gz")
    background = [cleaned(text) for text in islice(output, paragraphs)]
    parts = [examples(texts, words) for texts in (treebank, sample, background)]
    parts[1:] = [overruled(part, parts[0]) for part in parts[1:]]
    weights, intercept = _fit(parts)
    arrays: dict[str, NDArray[Any]] = {"lexicon": words.buckets}
    for family, base, size in zip(FAMILIES, _BASES[:-1], _SIZES, strict=True):
        table = np.rint(weights[base : base + size] / _STEP).clip(-127, 127).astype(np.int8)
        arrays[family.name] = table.reshape(-1, len(family.gaps))
    gaps = [len(part.joined) for part in parts]
    return write_artifact(
        folder,
        KIND,
        VERSION,
        {"weights.npz": arrays},
        {"CARD.md": Path(__file__).with_name("segmenter_card.md").read_text(encoding="utf-8")},
        {
            "licence": "Apache-2.0",
            "threshold": int(np.floor(-intercept / _STEP)),
            "training": {
                "gaps": gaps,
                "weights": list(_WEIGHTS),
                "C": _C,
                "iterations": _ITERATIONS,
                "step": _STEP,
            },
        },
    )


def examples(texts: Iterable[GoldText], words: HashedLexicon) -> Examples:
    """The gaps of segmented texts as examples.

    Args:
        texts: the texts; one whose folded spelling has another length is left out.
        words: the lexicon of the model.
    """
    parts: list[Examples] = []
    batch: list[GoldText] = []
    for text in texts:
        if len(fold(text.text).text) == len(text.text):
            batch.append(text)
        if len(batch) == _BATCH:
            parts.append(_batch_examples(batch, words))
            batch = []
    if batch:
        parts.append(_batch_examples(batch, words))
    return Examples(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.joined for part in parts]),
        np.concatenate([part.pairs for part in parts]),
    )


def overruled(taught: Examples, treebank: Examples) -> Examples:
    """Labels of a teacher with those pairs corrected that the treebank always treats the other way.

    Args:
        taught: examples labelled by a teacher.
        treebank: examples of the treebank.
    """
    pairs, number = np.unique(treebank.pairs, return_inverse=True)
    seen = np.bincount(number)
    share = np.bincount(number, weights=treebank.joined) / seen
    sure = seen >= _SURE_FROM
    joined = taught.joined | np.isin(taught.pairs, pairs[sure & (share >= 1 - _DOUBT)])
    joined &= ~np.isin(taught.pairs, pairs[sure & (share <= _DOUBT)])
    return replace(taught, joined=joined)


def gold_joins(units: Units, words: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which units continue a gold word, shape (n,)."""
    bounds = np.array(words, dtype=np.int64).reshape(-1, 2)
    starts = units.spans[:, 0]
    at = np.searchsorted(bounds[:, 0], starts, side="right") - 1
    joined: NDArray[np.bool_] = (at >= 0) & (starts > bounds[at, 0]) & (starts < bounds[at, 1])
    return joined


def _batch_examples(batch: Sequence[GoldText], words: HashedLexicon) -> Examples:
    texts = [fold(gold.text).text for gold in batch]
    units = find_units(texts, [paragraph_spans(text) for text in texts]).split()
    gold = np.concatenate([gold_joins(own, text.words) for own, text in zip(units, batch, strict=True)])
    joinable = np.concatenate([own.joinable for own in units])
    first = np.concatenate([own.first for own in units])
    open_gaps = joinable & ~first
    open_gaps[1:] &= joinable[:-1]
    window = windows(units, words)
    places = window.places[open_gaps]
    columns = []
    for family, base in zip(FAMILIES, _BASES[:-1], strict=True):
        rows = family.rows(window, family.bits)
        for column, gap in enumerate(family.gaps):
            at = places - gap
            # a gap near the edge of the batch has no such n-gram; its feature is never learned
            row = np.where((at >= 0) & (at < len(rows)), rows[at.clip(0, len(rows) - 1)], 0)
            columns.append((base + row * len(family.gaps) + column).astype(np.int32))
    pairs = window.keys[places - 1] * np.uint64(3) + window.keys[places]
    return Examples(np.stack(columns, axis=1), gold[open_gaps], pairs)


def _fit(parts: Sequence[Examples]) -> tuple[NDArray[np.float64], float]:
    """One weight a feature, and the intercept."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    counts = sum(np.bincount(part.features.ravel(), minlength=_BASES[-1]) for part in parts)
    kept = np.flatnonzero(counts >= _SEEN)
    number = np.full(_BASES[-1], -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    matrices = []
    for part in parts:
        columns = number[part.features]
        seen = columns >= 0
        ends = np.concatenate([[0], np.cumsum(seen.sum(axis=1))])
        ones = np.ones(int(ends[-1]), dtype=np.float32)
        matrices.append(sparse.csr_matrix((ones, columns[seen], ends), shape=(len(columns), len(kept))))
    own = np.flatnonzero(np.asarray(matrices[0].sum(axis=0)).ravel() >= _SEEN)
    copies = [matrices[0][:, own]]
    copies += [sparse.csr_matrix((matrix.shape[0], len(own)), dtype=np.float32) for matrix in matrices[1:]]
    design = sparse.vstack(
        [sparse.hstack(pair, format="csr") for pair in zip(matrices, copies, strict=True)], format="csr"
    )
    importance = np.concatenate(
        [
            np.full(len(part.joined), weight, dtype=np.float32)
            for part, weight in zip(parts, _WEIGHTS, strict=True)
        ]
    )
    model = LogisticRegression(C=_C, tol=1e-6, max_iter=_ITERATIONS)
    import warnings

    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops at the limit is meant
        model.fit(design, np.concatenate([part.joined for part in parts]), sample_weight=importance)
    weights = np.zeros(_BASES[-1])
    weights[kept] = model.coef_[0, : len(kept)]
    weights[kept[own]] += model.coef_[0, len(kept) :]
    return weights, float(model.intercept_[0])
