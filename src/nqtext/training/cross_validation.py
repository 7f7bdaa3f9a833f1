"""Cross-validation over articles: what a model says of paragraphs whose article it has not seen.

Near-duplicates stay on one side; the second stage and the temperature are fitted to what the first stage
says of articles that it has not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.context import surroundings
from nqtext.errors import ConfigurationError
from nqtext.training.duplicates import near_duplicates
from nqtext.training.estimators import fit_averaged, fit_logistic, label_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.training.design import Design
    from nqtext.training.examples import Examples
    from nqtext.training.settings import Settings

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["CrossValidation"]


class CrossValidation:
    """The folds of some examples.

    Attributes:
        rows: the annotated paragraphs.
        weight: what each paragraph weighs in training, shape (p,).
        splits: for each fold the paragraphs to train on and those held out.

    Raises:
        ConfigurationError: there are too few articles or labels.
    """

    def __init__(self, examples: Examples, design: Design, width: int, settings: Settings) -> None:
        from sklearn.model_selection import GroupKFold

        alike = np.array(near_duplicates([article.text for article in examples.articles]))
        if width < 2 or len(np.unique(alike)) < settings.folds:
            raise ConfigurationError(
                f"training needs two labels and {settings.folds} different articles, found {width} and "
                f"{len(np.unique(alike))}; annotate more, or give fewer folds"
            )
        self._features, self._design, self._width, self._settings = examples.features, design, width, settings
        self._groups = alike[design.article_of]
        self.rows: Rows = np.flatnonzero(design.target >= 0)
        target = design.target[self.rows]
        sizes = np.bincount(design.article_of, minlength=len(examples.articles))
        self.weight: Floats = label_weights(target, width, settings.balance)[design.target]
        self.weight *= (sizes.mean() / sizes[design.article_of]) ** settings.article_balance
        self.splits = [
            (self.rows[train], self.rows[test])
            for train, test in GroupKFold(settings.folds).split(self.rows, target, self._groups[self.rows])
        ]

    def folds(self) -> Rows:
        """The fold that each annotated paragraph is held out in."""
        folds = np.zeros(len(self.weight), dtype=np.int64)
        for number, (_, test) in enumerate(self.splits):
            folds[test] = number
        return folds[self.rows]

    def first(self, columns: Rows | None = None, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """What the first stage says of every paragraph, its article unseen, shape (p, width).

        Args:
            columns: the columns of the design matrix to learn from; None is all.
            chosen: the paragraphs that may be learned from; None is all.
        """
        matrix = self._design.matrix if columns is None else self._design.matrix[:, columns]
        unseen = np.zeros((len(self.weight), self._width))
        for train, test in self.splits:
            own = train if chosen is None else train[chosen[train]]
            model = fit_averaged(
                matrix[own],
                self._design.target[own],
                self.weight[own],
                self._width,
                self._settings.inverse_penalty,
            )
            inside = np.isin(self._groups, self._groups[test])
            unseen[inside] = model.logits(matrix[inside])
        return unseen

    def second(self, unseen: Floats, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """What the second stage makes of it, shape (p, width); zero where nothing is annotated.

        Args:
            unseen: what :meth:`first` returned.
            chosen: the paragraphs that may be learned from; None is all.
        """
        around = surroundings(unseen, self._features)
        final = np.zeros_like(unseen)
        for train, test in self.splits:
            own = train if chosen is None else train[chosen[train]]
            model = fit_logistic(
                around[own],
                self._design.target[own],
                self.weight[own],
                self._width,
                self._settings.context_inverse_penalty,
            )
            final[test] = model.logits(around[test])
        return final
