"""Counts: how many articles, paragraphs, words or mentions there are, by label, time, source and entity."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.corpus.exploring.selection import ARTICLE_KEYS
from nqtext.corpus.tables import Column
from nqtext.errors import ConfigurationError
from nqtext.records import ENTITY_LABELS, PARAGRAPH_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.corpus.exploring.selection import Passages

__all__ = ["UNITS", "count_rows", "counts_columns", "order_of"]

UNITS = ("articles", "paragraphs", "sentences", "words", "mentions")
_KEYS = (*ARTICLE_KEYS, "label", "entity")
_ORDER = {label: place for place, label in enumerate((*PARAGRAPH_LABELS, *ENTITY_LABELS))}

Key = tuple[str | None, ...]


def counts_columns(by: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns: those that are counted by, the count, its share."""
    return (
        *(Column(name, "text", f"the {name}, or null where it is not known") for name in by),
        Column("count", "integer", "how many there are"),
        Column("share", "number", "of all with the same values before the last column counted by"),
    )


def count_rows(asked: Iterable[Passages], by: tuple[str, ...], of: str) -> list[tuple[Any, ...]]:
    """Rows of :func:`counts_columns`, in the order of what is counted by, the unknown last.

    Raises:
        ConfigurationError: ``by`` or ``of`` is not known, or entities are asked of what has none.
    """
    _check(by, of)
    counts, totals = Counter[Key](), Counter[Key]()
    for passages in asked:
        here = Counter[Key]()
        for key, number in _keyed(passages, by, of):
            here[key] += number
        if of == "articles":
            here = Counter(here.keys())
            totals.update({key[:-1] for key in here})
        else:
            for key, number in here.items():
                totals[key[:-1]] += number
        counts.update(here)
    return [
        (*key, number, round(number / totals[key[:-1]], 4))
        for key, number in sorted(counts.items(), key=lambda item: tuple(map(order_of, item[0])))
        if number
    ]


def order_of(value: str | None) -> tuple[bool, int, str]:
    """Labels in the order of the guide, anything else by spelling, the unknown last."""
    return value is None, _ORDER.get(value or "", -1), value or ""


def _check(by: tuple[str, ...], of: str) -> None:
    for name in by:
        if name not in _KEYS:
            raise ConfigurationError(f"by: {name!r} is not known; give some of {', '.join(_KEYS)}")
    if not by or len(set(by)) < len(by):
        raise ConfigurationError(f"by: {by!r}; give one or several of {', '.join(_KEYS)}, each once")
    if of not in UNITS:
        raise ConfigurationError(f"of: {of!r} is not known; give one of {', '.join(UNITS)}")
    if "entity" in by and of not in ("articles", "mentions"):
        raise ConfigurationError(f"of: {of} have no label of entities; give 'mentions' or 'articles'")


def _keyed(passages: Passages, by: tuple[str, ...], of: str) -> Iterator[tuple[Key, int]]:
    """What there is, with its key; of articles any number above 0 will do."""
    article = passages.article
    fixed = {name: ARTICLE_KEYS[name](article) for name in by if name in ARTICLE_KEYS}
    decided = article.decided

    def key(paragraph: int | None, entity: str | None) -> Key:
        label = None if paragraph is None else decided[paragraph]
        return tuple(label if name == "label" else entity if name == "entity" else fixed[name] for name in by)

    if "entity" in by or of == "mentions":
        for paragraph, mention in passages.mentions():
            yield key(paragraph, mention.label), 1
    elif of == "articles" and "label" not in by:
        yield key(None, None), 1
    else:
        numbers = _numbers(passages, of)
        for paragraph in passages.paragraphs():
            yield key(paragraph, None), numbers[paragraph]


def _numbers(passages: Passages, of: str) -> list[int]:
    """How many there are in each paragraph."""
    article = passages.article
    if of in ("articles", "paragraphs"):
        return [1] * len(passages.chosen)
    spans = article.sentence_spans if of == "sentences" else article.tokens.spans
    counted: list[int] = np.bincount(passages.homes(spans[:, 0]), minlength=len(passages.chosen)).tolist()
    return counted
