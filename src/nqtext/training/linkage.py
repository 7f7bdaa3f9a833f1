"""Evaluation of links, of the keys of documents and of the values of dates, against stand-off labels.

A label file holds no text, only offsets into the articles of a gold file, one object a line
(``docs/links.md`` says how it was labelled)::

    {"id": "...", "sha256": "of the text",
     "chains": [{"label": "DOCUMENT", "mentions": [[61, 83], [281, 303]], "anaphora": [[1247, 1257]]}],
     "keys": [{"start": 61, "end": 83, "type": "nghị quyết", "number": "06", "year": null, "code": "NQ-TW"}],
     "values": [{"start": 20, "end": 33, "value": "2022-05-18/2022-05-18"}]}
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqtext.errors import ReadError, SchemaError
from nqtext.pipeline import Pipeline
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.training.scores import Count

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from nqtext.article import Article
    from nqtext.records import Mention
    from nqtext.training.gold import GoldArticle, GoldFile

__all__ = ["ArticleLinks", "LinkMistake", "LinkReport", "evaluate_links", "pairs_of", "read_links"]

#: The attributes that make the key of a document.
KEY = ("type", "number", "year", "code")

Span = tuple[int, int]
Chain = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ArticleLinks:
    """The labels of one article.

    Attributes:
        id: the article's id in the gold file.
        sha256: of its text, UTF-8.
        chains: label and chains; every mention of the label is in one chain, alone where nothing else
            means the same thing.
        keys: the key of each document mention, by span.
        values: the value of each date, by span: first and last day, or what is known of them.
    """

    id: str
    sha256: str
    chains: Mapping[str, tuple[Chain, ...]]
    keys: Mapping[Span, Mapping[str, Any]]
    values: Mapping[Span, str]


@dataclass(frozen=True, slots=True)
class LinkMistake:
    """One mistake: two mentions wrongly linked or wrongly apart, or a wrong key or value.

    Attributes:
        article: the article's id.
        what: ``wrong link``, ``missing link``, ``key`` or ``value``.
        label: of the mentions.
        detail: what was wanted and what was given.
        contexts: each mention in its context.
    """

    article: str
    what: str
    label: str
    detail: str
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What :func:`evaluate_links` returns.

    Attributes:
        data: name of the gold file.
        sha256: of the gold file.
        links: pairs of mentions by label: two mentions are a hit where both sides link them.
        bcubed: B-cubed precision and recall by label, over the mentions that both sides have.
        keys: keys right, by attribute and ``whole``, over the documents found with their exact span.
        values: values right, over the dates found with their exact span.
        mistakes: every mistake; of a chain's links those between neighbours.
    """

    data: str
    sha256: str
    links: Mapping[str, Count]
    bcubed: Mapping[str, tuple[float, float]]
    keys: Mapping[str, Count]
    values: Count
    mistakes: tuple[LinkMistake, ...]

    @property
    def all_links(self) -> Count:
        """The pairs of all labels together."""
        counts = self.links.values()
        return Count(sum(c.hits for c in counts), sum(c.given for c in counts), sum(c.wanted for c in counts))

    def figures(self) -> dict[str, float]:
        """The headline figures by name, each between 0 and 1, higher is better."""
        figures = {
            "links/precision": self.all_links.precision,
            "links/recall": self.all_links.recall,
            "dates/value": self.values.precision,
        }
        for label, count in self.links.items():
            figures[f"links/{label}/precision"] = count.precision
            figures[f"links/{label}/recall"] = count.recall
        for name, count in self.keys.items():
            figures[f"keys/{name}"] = count.precision
        return {name: round(value, 4) for name, value in figures.items()}


def read_links(path: str | os.PathLike[str]) -> tuple[ArticleLinks, ...]:
    """Read a file of stand-off labels.

    Args:
        path: the file, UTF-8, one object a line.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: a line is not what it should be.
    """
    file = Path(path)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ReadError(
            f"{file}: cannot be read ({error.strerror}); give the path of a label file"
        ) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_labels(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SchemaError(f"{file}, line {number}: is no line of labels ({error!r})") from error
    return tuple(found)


def _labels(raw: Mapping[str, Any]) -> ArticleLinks:
    chains: dict[str, list[Chain]] = {}
    for chain in raw["chains"]:
        spans = sorted((int(start), int(end)) for start, end in (*chain["mentions"], *chain["anaphora"]))
        chains.setdefault(chain["label"], []).append(tuple(spans))
    for label, group in chains.items():
        twice = [span for span, count in Counter(span for c in group for span in c).items() if count > 1]
        if twice:
            raise ValueError(f"{label} mention in two chains: {twice[0]}")
    return ArticleLinks(
        raw["id"],
        raw["sha256"],
        {label: tuple(group) for label, group in chains.items()},
        {(key["start"], key["end"]): {name: key[name] for name in KEY} for key in raw["keys"]},
        {(value["start"], value["end"]): value["value"] for value in raw["values"]},
    )


def evaluate_links(
    labels: Sequence[ArticleLinks], gold: GoldFile, pipeline: Pipeline | None = None
) -> LinkReport:
    """Analyse the labelled articles of a gold file and compare links, keys and values.

    Links are counted strictly: a pair with a mention or anaphor that the labels do not have is a wrong
    link, and the links of a mention that was not found are missing ones.

    Args:
        labels: the stand-off labels.
        gold: the gold file that holds their texts.
        pipeline: what analyses them; None is nqtext's own.

    Returns:
        The report.

    Raises:
        SchemaError: an article is not in the gold file, or its text is another one.
    """
    pipeline = pipeline or Pipeline()
    articles = [_text_of(wanted, gold) for wanted in labels]
    sources = (
        Source(a.text, FrozenDict({"published": a.published} if a.published else {}), id=a.id)
        for a in articles
    )
    tally = _Tally()
    for wanted, article in zip(labels, pipeline.pipe(sources), strict=True):
        tally.add(wanted, article)
    return LinkReport(
        gold.name,
        gold.sha256,
        {label: tally.pairs[label] for label in sorted(tally.pairs)},
        {label: _bcubed(tally.mentions[label]) for label in sorted(tally.mentions)},
        tally.keys,
        tally.values,
        tuple(tally.mistakes),
    )


def _text_of(wanted: ArticleLinks, gold: GoldFile) -> GoldArticle:
    for article in gold.articles:
        if article.id == wanted.id:
            if hashlib.sha256(article.text.encode()).hexdigest() != wanted.sha256:
                raise SchemaError(f"article {wanted.id!r}: its text is not the one that was labelled")
            return article
    raise SchemaError(f"article {wanted.id!r}: is labelled, but not in {gold.name}")


def pairs_of(chains: Iterable[Chain]) -> set[tuple[Span, Span]]:
    """Every pair of mentions that chains link.

    >>> sorted(pairs_of([((0, 2), (5, 7), (9, 12)), ((20, 21),)]))
    [((0, 2), (5, 7)), ((0, 2), (9, 12)), ((5, 7), (9, 12))]
    """
    return {pair for chain in chains for pair in combinations(sorted(chain), 2)}


class _Tally:
    """Counts and mistakes, article by article."""

    def __init__(self) -> None:
        self.pairs: dict[str, Count] = {}
        self.mentions: dict[str, list[tuple[float, float]]] = {}
        self.keys: dict[str, Count] = {name: Count(0, 0, 0) for name in (*KEY, "whole")}
        self.values = Count(0, 0, 0)
        self.mistakes: list[LinkMistake] = []

    def add(self, wanted: ArticleLinks, article: Article) -> None:
        for label, chains in wanted.chains.items():
            given = tuple(
                tuple(dict.fromkeys((m.start, m.end) for m in referent.mentions))
                for referent in article.referents
                if referent.label == label
            )
            self._links(wanted.id, article.text, label, chains, given)
        mentions = {(m.start, m.end): m for m in article.entities}
        for span, key in wanted.keys.items():
            if (mention := mentions.get(span)) and mention.label == "DOCUMENT":
                self._key(wanted.id, article.text, mention, key)
        for span, value in wanted.values.items():
            if (mention := mentions.get(span)) and mention.label == "DATE":
                given_value = _value(mention)
                self.values = _plus(self.values, given_value == value, 1, 1)
                if given_value != value:
                    self._mistake(wanted.id, article.text, "value", "DATE", value, given_value, span)

    def _links(self, id: str, text: str, label: str, wanted: Sequence[Chain], given: Sequence[Chain]) -> None:
        wanted_pairs, given_pairs = pairs_of(wanted), pairs_of(given)
        self.pairs[label] = _plus(
            self.pairs.get(label, Count(0, 0, 0)),
            len(wanted_pairs & given_pairs),
            len(given_pairs),
            len(wanted_pairs),
        )
        self.mentions.setdefault(label, []).extend(_shares(wanted, given))
        for what, chains, other in (
            ("wrong link", given, wanted_pairs),
            ("missing link", wanted, given_pairs),
        ):
            for chain in chains:
                for first, second in zip(sorted(chain), sorted(chain)[1:], strict=False):
                    if (first, second) not in other:
                        contexts = (_context(text, first), _context(text, second))
                        self.mistakes.append(LinkMistake(id, what, label, "", contexts))

    def _key(self, id: str, text: str, mention: Mention, wanted: Mapping[str, Any]) -> None:
        given = {name: mention.attributes.get(name) for name in KEY}
        for name in KEY:
            self.keys[name] = _plus(self.keys[name], given[name] == wanted[name], 1, 1)
        self.keys["whole"] = _plus(self.keys["whole"], given == wanted, 1, 1)
        if given != wanted:
            span = mention.start, mention.end
            self._mistake(id, text, "key", "DOCUMENT", _listed(wanted), _listed(given), span)

    def _mistake(
        self, id: str, text: str, what: str, label: str, wanted: str, given: str, span: Span
    ) -> None:
        detail = f"wanted {wanted}, given {given}"
        self.mistakes.append(LinkMistake(id, what, label, detail, (_context(text, span),)))


def _plus(count: Count, hits: int, given: int, wanted: int) -> Count:
    return Count(count.hits + hits, count.given + given, count.wanted + wanted)


def _value(mention: Mention) -> str:
    first, last = mention.attributes.get("start"), mention.attributes.get("end")
    return f"{first}/{last}" if first else mention.norm


def _listed(key: Mapping[str, Any]) -> str:
    return " ".join(str(key[name]) for name in KEY)


def _shares(wanted: Sequence[Chain], given: Sequence[Chain]) -> list[tuple[float, float]]:
    """For each mention of both sides: the shares of its chain, given and wanted, that are right."""
    chain_of = {span: set(chain) for chain in given for span in chain}
    both = {span for chain in wanted for span in chain} & chain_of.keys()
    shares = []
    for chain in wanted:
        mine = set(chain) & both
        for span in mine:
            found = chain_of[span] & both
            shares.append((len(mine & found) / len(found), len(mine & found) / len(mine)))
    return shares


def _bcubed(shares: Sequence[tuple[float, float]]) -> tuple[float, float]:
    count = len(shares) or 1
    return sum(p for p, _ in shares) / count, sum(r for _, r in shares) / count


def _context(text: str, span: Span, width: int = 45) -> str:
    start, end = span
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return f"{start}: …{' '.join(before.split())} [[{text[start:end]}]] {' '.join(after.split())}…"
