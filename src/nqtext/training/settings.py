"""Settings: what a paragraph model is trained with."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a model is trained with; the defaults were chosen by cross-validation on nqtext's own data.

    Attributes:
        min_articles: a feature seen in fewer articles is left out.
        collection: the size of collection that the three numbers of articles are meant for, in articles;
            for a larger one they grow in proportion (:meth:`grown`).
        inverse_penalty: scikit-learn's ``C`` of the first stage.
        context_inverse_penalty: that of the second.
        signal_weight: value of a signal, where the squares of a paragraph's words add up to 1.
        pair_weight: value of a pair of signals.
        pair_articles: a pair seen in fewer articles is left out.
        view_weights: how much of each view enters, in the order of :data:`VIEWS`.
        neighbour_articles: words of *other* paragraphs have to be seen in so many articles.
        least_weight: weights below it are dropped.
        balance: exponent of label weights: 0 none, 1 rare labels weigh as much as common ones.
        article_balance: exponent of article weights: 0 every paragraph counts alike, 1 every article does.
        folds: of the cross-validation.
        furniture_label: the label of page furniture.
    """

    min_articles: int = 5
    collection: int = 660
    inverse_penalty: float = 5.0
    context_inverse_penalty: float = 0.03
    signal_weight: float = 0.15
    pair_weight: float = 0.08
    pair_articles: int = 8
    view_weights: tuple[float, ...] = (1.0, 0.4, 0.4, 0.25, 0.25, 0.6, 0.6, 0.6, 0.5, 0.3, 0.2)
    neighbour_articles: int = 6
    least_weight: float = 0.02
    balance: float = 0.3
    article_balance: float = 0.4
    folds: int = 5
    furniture_label: str = "other"

    def grown(self, articles: int) -> Settings:
        """The same for a collection of some size: of a larger one, features have to be seen in more articles.

        >>> Settings(min_articles=5, collection=600).grown(1200).min_articles
        10
        """
        growth = max(1.0, articles / self.collection)
        return replace(
            self,
            collection=max(self.collection, articles),
            min_articles=round(growth * self.min_articles),
            pair_articles=round(growth * self.pair_articles),
            neighbour_articles=round(growth * self.neighbour_articles),
        )
