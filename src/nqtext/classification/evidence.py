"""Evidence: the strongest reasons for a label, in plain terms, from the model's own weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.context import SOURCES
from nqtext.classification.features import OPENING, VIEWS, WORD
from nqtext.classification.signals import COMPILED, PHRASES
from nqtext.records import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.classification.features import Features
    from nqtext.classification.model import Encoded, LinearModel
    from nqtext.entities import Context

    Floats = NDArray[np.float64]

__all__ = ["MOST", "reasons"]

#: At most so many reasons a paragraph.
MOST = 5
_LEAST = 0.05  # log-odds
_CANDIDATES = 16
_QUOTED = 60
_SEARCH = {signal.name: compiled for signal, compiled in COMPILED}


def reasons(
    context: Context,
    features: Features,
    model: LinearModel,
    encoded: Encoded,
    parts: Floats,
    around: Floats,
    best: NDArray[np.int64],
    furniture: NDArray[np.bool_],
) -> tuple[tuple[Reason, ...], ...]:
    """The reasons for the best label of each paragraph of one article.

    A weight is what a reason adds to the log-odds of the label against the mean of the others.

    Args:
        context: the segmented text.
        features: what was noticed.
        model: the model.
        encoded: ``features`` as numbers.
        parts: what each entry of ``encoded`` weighs, shape (entries, len(VIEWS), len(labels)).
        around: the second stage's input.
        best: index of the label of each paragraph.
        furniture: which paragraphs are page furniture.
    """
    count, width = len(best), len(model.labels)
    directions = (np.eye(width) * width - 1) / max(1, width - 1)  # label against the mean of the others
    names = list(model.vocabulary)
    ends = np.append(encoded.starts[1:], len(encoded.ids))
    own = model.context[:width] - model.context[:width].mean(axis=0)  # logits enter the second stage centred
    sums = np.add.reduceat(parts, encoded.starts, axis=0)
    lines = [context.text[start:end].strip() for start, end in context.paragraphs.tolist()]
    result: list[tuple[Reason, ...]] = []
    for i in range(count):
        if furniture[i]:
            result.append((Reason("page furniture", 1.0),))
            continue
        direction = directions[best[i]] / model.temperature
        through = own @ direction
        start, end = int(encoded.starts[i]), int(ends[i])
        weights = parts[start:end, 0] @ through
        strongest = [start + at for at in np.argsort(-weights, kind="stable")[:_CANDIDATES].tolist()]
        candidates = [
            (float(weights[at - start]), _of_feature(names[encoded.ids[at]], lines[i]))
            for at in strongest
            if encoded.ids[at] < len(names)
        ]
        candidates.extend(_of_views(features.views[i], sums, through, lines))
        candidates.extend(_of_sources(around[i], model, direction, features.views[i], lines))
        result.append(_strongest(candidates))
    return tuple(result)


def _strongest(candidates: list[tuple[float, str]]) -> tuple[Reason, ...]:
    """Reasons of one wording added up, the strongest first; of words inside words only the longest."""
    together: dict[str, float] = {}
    for weight, text in candidates:
        if text:
            together[text] = together.get(text, 0.0) + weight
    chosen: list[Reason] = []
    for text, weight in sorted(together.items(), key=lambda item: (-item[1], item[0])):
        if weight < _LEAST or len(chosen) == MOST:
            break
        words = _words_of(text)
        if words and any(
            words in _words_of(other.text) or _words_of(other.text) in words
            for other in chosen
            if _words_of(other.text)
        ):
            continue
        chosen.append(Reason(text, round(weight, 3)))
    return tuple(chosen)


def _words_of(text: str) -> str:
    return (
        text.split("'")[1]
        if text.startswith(("words '", "word '", "opens with '")) and text.count("'") >= 2
        else ""
    )


def _of_feature(name: str, line: str) -> str:
    if name.startswith(WORD):
        words = name[len(WORD) :]
        if "#" in words or not words[0].isalpha():
            return ""
        return f"words '{words}'" if " " in words else f"word '{words}'" if len(words) > 2 else ""
    if name.startswith(OPENING):
        words = name[len(OPENING) :]
        return f"opens with '{words}'" if words[0].isalpha() else ""
    circumstance, _, signal = name.rpartition(" & ")
    phrase = _of_signal(signal, line)
    if not circumstance or not phrase:
        return phrase
    setting = PHRASES.get(circumstance, "")
    return f"{phrase}, {setting}" if setting else phrase


def _of_signal(signal: str, line: str) -> str:
    phrase = PHRASES.get(signal, "")
    if "{}" not in phrase:
        return phrase
    match = _SEARCH[signal].search(line.lower()) if signal in _SEARCH else None
    if match is not None:
        return phrase.format(_short(line[match.start() : match.end()]))
    return phrase.format(_short(" ".join(line.split()[:2])))


def _of_views(
    views: NDArray[np.int32], sums: Floats, through: Floats, lines: list[str]
) -> list[tuple[float, str]]:
    """What the words of other paragraphs in view say, one reason a paragraph."""
    found = []
    for k, view in enumerate(VIEWS):
        j = int(views[k])
        if k and j >= 0:
            found.append((float(sums[j, k] @ through), _of_view(view, lines[j])))
    return found


def _of_view(view: str, line: str) -> str:
    if view in ("heading", "above", "opener"):
        return f"under heading '{_short(line)}'"
    if view == "lead-in":
        return f"in the list opened by '{_short(line)}'"
    return "the paragraph before" if view.startswith("before") else "the paragraph after"


def _of_sources(
    row: Floats, model: LinearModel, direction: Floats, views: NDArray[np.int32], lines: list[str]
) -> list[tuple[float, str]]:
    """What the labels of other paragraphs say."""
    width = len(model.labels)
    found = []
    for k, source in enumerate(SOURCES):
        if k < 2:
            continue
        values = row[k * width : (k + 1) * width]
        if not values.any():
            continue
        weight = float(values @ (model.context[k * width : (k + 1) * width] @ direction))
        label = model.labels[int(values.argmax())]
        if source in VIEWS:
            j = int(views[VIEWS.index(source)])
            text = _of_view(source, lines[j]) if source in ("heading", "above", "lead-in", "opener") else ""
            text = text or f"the paragraph {source.rstrip('2')} is {label}"
        elif "speech" in source:
            text = (
                "speech of the paragraph before goes on"
                if source.startswith("before")
                else "the paragraph after goes on with the speech"
            )
        elif "list" in source:
            text = f"the list it stands in is {label}"
        else:
            text = f"the paragraphs around are {label}" if source != "article" else ""
        found.append((weight, text))
    return found


def _short(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;:")
    return text if len(text) <= _QUOTED else text[: _QUOTED - 3].rstrip() + "..."
