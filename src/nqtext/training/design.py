"""The design matrix: which features a model knows, and the paragraphs of all examples in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.classification.encoding import Vocabulary
from nqtext.training.examples import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.training.examples import Examples
    from nqtext.training.settings import Settings

    Floats = NDArray[np.float64]
    Matrix = Any  # scipy.sparse.csr_matrix

__all__ = ["Design", "vocabulary_of"]


class Design(Targets):
    """The paragraphs of all examples as one matrix."""

    def __init__(
        self,
        examples: Examples,
        labels: Sequence[str],
        vocabulary: Vocabulary,
        scale: Floats,
        allowed: NDArray[np.bool_],
        settings: Settings,
    ) -> None:
        from scipy import sparse

        super().__init__(examples, labels)
        self.article_of = examples.features.article
        encoded = vocabulary.encode(examples.features, scale)
        count = len(self.target)
        described = sparse.csr_matrix(
            (encoded.values, encoded.ids, np.append(encoded.starts, len(encoded.ids))),
            shape=(count, len(vocabulary) + 1),
        )[:, :-1]
        padded = sparse.vstack([described, sparse.csr_matrix((1, len(vocabulary)))], format="csr")
        blocks = []
        for k, share in enumerate(settings.view_weights):
            block = padded[examples.features.views[:, k]] * share
            if k:
                block = block @ sparse.diags(allowed.astype(float))
            blocks.append(block)
        self.matrix: Matrix = sparse.hstack(blocks, format="csr")
        self.matrix.eliminate_zeros()


def vocabulary_of(examples: Examples, settings: Settings) -> tuple[Vocabulary, Floats, NDArray[np.bool_]]:
    """Features seen in enough articles, their scale, and which of them count in other paragraphs."""
    features = examples.features
    articles: dict[str, int] = {}
    paragraphs: dict[str, int] = {}
    latest: dict[str, int] = {}
    for article, words, signals in zip(
        features.article.tolist(), features.word_names(), features.signal_names(), strict=True
    ):
        for name in (*words, *signals):
            paragraphs[name] = paragraphs.get(name, 0) + 1
            if latest.get(name) != article:
                latest[name] = article
                articles[name] = articles.get(name, 0) + 1
    settings = settings.grown(len(examples.articles))
    least = {True: max(settings.pair_articles, settings.min_articles), False: settings.min_articles}
    vocabulary = Vocabulary(sorted(name for name, n in articles.items() if n >= least[" + " in name]))
    frequency = np.array([paragraphs[name] for name in vocabulary.names], dtype=np.float64)
    rarity = np.log((1 + len(features.lines)) / (1 + frequency)) + 1
    values = [settings.pair_weight if " + " in name else settings.signal_weight for name in vocabulary.names]
    scale = np.where(vocabulary.is_word, rarity, values).astype(np.float32).astype(np.float64)
    allowed = np.array(
        [
            articles[name] >= settings.neighbour_articles and name.count(" ") <= 2
            if word
            else " & " not in name and " + " not in name
            for name, word in zip(vocabulary.names, vocabulary.is_word.tolist(), strict=True)
        ],
        dtype=bool,
    )
    return vocabulary, scale, allowed
