"""A study of a paragraph model: what each group of features and each further article is worth.

Every figure is cross-validated over articles, in fewer folds than the model itself: there are many models
to fit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.structure import VIEWS
from nqtext.training.calibration import softmax
from nqtext.training.cross_validation import CrossValidation
from nqtext.training.design import Design, vocabulary_of
from nqtext.training.examples import labels_of
from nqtext.training.judged import macro_f1

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.training.examples import Examples
    from nqtext.training.settings import Settings

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["FOLDS", "Finding", "Study", "group_of", "study"]

#: Folds of the cross-validation at most.
FOLDS = 2
_NEIGHBOURS = ("before", "after", "before2", "after2")
#: How the names of signals begin, by what they tell; anything else is a pattern or a verb.
_GROUPS = (
    ("headings above", ("under", "announces:", "path:", "latest:", "just:", "part:")),
    ("who speaks", ("voice", "speech:", "inside quotation")),
    ("entities", ("names", "opens with:", "whole:")),
    ("place in the article", ("place:", "from ", "genre:")),
    ("layout", ("kind:", "numbered:", "length:", "ends:", "capitals", "starts small", "name-like")),
)
_SHARES = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a study.

    Attributes:
        what: what was left out, or how many articles were learned from.
        first: macro-F1 of the first stage alone.
        both: macro-F1 of both stages.
    """

    what: str
    first: float
    both: float


@dataclass(frozen=True, slots=True)
class Study:
    """What :func:`study` returns.

    Attributes:
        without: the model without each group of features; the first row is the whole model.
        growing: the model learned from ever more articles.
    """

    without: tuple[Finding, ...]
    growing: tuple[Finding, ...]


def group_of(name: str) -> str:
    """The group that a feature belongs to.

    >>> group_of("w cải cách"), group_of("under0:goal"), group_of("genre:news & must"), group_of("must")
    ('words', 'headings above', 'signals in their setting', 'patterns and verbs')
    """
    if name.startswith(("w ", "o ")):
        return "words"
    if " + " in name:
        return "pairs of signals"
    if " & " in name:
        return "signals in their setting"
    return next((group for group, starts in _GROUPS if name.startswith(starts)), "patterns and verbs")


def study(examples: Examples, settings: Settings) -> Study:
    """Leave out each group of features in turn, and learn from ever more articles.

    Args:
        examples: from :func:`nqtext.training.examples.read_features`.
        settings: how the model is trained.
    """
    settings = replace(settings, folds=min(FOLDS, settings.folds))
    labels = labels_of(examples)
    vocabulary, scale, allowed = vocabulary_of(examples, settings)
    design = Design(examples, labels, vocabulary, scale, allowed, settings)
    validation = CrossValidation(examples, design, len(labels), settings)
    target = design.target[validation.rows]

    def finding(what: str, columns: Flags | None = None, chosen: Flags | None = None) -> Finding:
        unseen = validation.first(None if columns is None else np.flatnonzero(columns), chosen)
        both = validation.second(unseen, chosen)
        first, second = (macro_f1(target, softmax(part[validation.rows])) for part in (unseen, both))
        return Finding(what, first, second)

    groups = np.array([group_of(name) for name in vocabulary.names])
    view = np.repeat(np.array(VIEWS), len(vocabulary))
    without = [finding("nothing")]
    without += [
        finding(str(group), np.tile(groups != group, len(VIEWS)))
        for group in dict.fromkeys(sorted(groups.tolist()))
    ]
    without.append(finding("paragraphs before and after", ~np.isin(view, _NEIGHBOURS)))
    without.append(finding("lines above", np.isin(view, (*_NEIGHBOURS, "self"))))
    order = np.random.default_rng(0).permutation(len(examples.articles))
    growing = []
    for share in _SHARES[:-1]:
        count = round(share * len(order))
        if count < 2 * settings.folds:
            continue  # a fold may be left with nothing to learn from
        chosen = np.isin(design.article_of, order[:count])
        growing.append(finding(f"{round(count * (1 - 1 / settings.folds))}", None, chosen))
    whole = f"{round(len(order) * (1 - 1 / settings.folds))}"
    growing.append(Finding(whole, without[0].first, without[0].both))
    return Study(tuple(without), tuple(growing))
