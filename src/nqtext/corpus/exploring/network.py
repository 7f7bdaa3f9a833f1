"""Networks: who is named with whom, which documents are cited together."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nqtext.corpus.exploring.naming import meant
from nqtext.corpus.frames import clean_row, frame
from nqtext.corpus.tables import Column
from nqtext.errors import ConfigurationError, MissingExtraError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.corpus.exploring.selection import Passages

__all__ = ["EDGES", "NODES", "WITHIN", "Edge", "Network", "Node", "network_of"]

WITHIN = ("sentence", "paragraph", "article")
NODES = (
    Column("id", "text", "id of what is meant; of an ambiguous one with the article"),
    Column("label", "text", "label of entities"),
    Column("norm", "text", "readable canonical name"),
    Column("places", "integer", "in how many sentences, paragraphs or articles it is named"),
    Column("degree", "integer", "with how many others it is named"),
)
EDGES = (
    Column("source", "text", "id of the one"),
    Column("target", "text", "id of the other"),
    Column("places", "integer", "in how many sentences, paragraphs or articles both are named"),
    Column("npmi", "number", "how much more often than by chance, from -1 (never) over 0 to 1 (always)"),
)
#: What XML cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Node(NamedTuple):
    """Something named: a row of :data:`NODES`."""

    id: str
    label: str
    norm: str
    places: int
    degree: int


class Edge(NamedTuple):
    """Two things named together: a row of :data:`EDGES`."""

    source: str
    target: str
    places: int
    npmi: float


@dataclass(frozen=True)
class Network:
    """What is named together.

    Attributes:
        members: what is named, the one with most others first.
        ties: what is named together, the strongest first.
        left_out: how many places named too many things to say who belongs to whom.
        library: of the data frames.
    """

    members: tuple[Node, ...]
    ties: tuple[Edge, ...]
    left_out: int = 0
    library: str | None = None

    @property
    def nodes(self) -> Any:
        """A data frame of what is named."""
        return frame(NODES, [clean_row(node) for node in self.members], self.library)

    @property
    def edges(self) -> Any:
        """A data frame of what is named together."""
        return frame(EDGES, [clean_row(edge) for edge in self.ties], self.library)

    def to_networkx(self) -> Any:
        """The network as a ``networkx.Graph``, for measures of centrality, communities and the like.

        Raises:
            MissingExtraError: networkx is not installed.
        """
        if find_spec("networkx") is None:
            raise MissingExtraError("a graph", "network")
        graph = import_module("networkx").Graph()
        for node in self.members:
            graph.add_node(_xml(node.id), label=_xml(node.norm), entity=_xml(node.label), places=node.places)
        for edge in self.ties:
            graph.add_edge(_xml(edge.source), _xml(edge.target), weight=edge.places, npmi=edge.npmi)
        return graph

    def to_graphml(self, path: str | os.PathLike[str]) -> None:
        """Write the network as GraphML, which Gephi, Cytoscape, igraph and others read.

        Args:
            path: the file; nodes have ``label`` (the name), ``entity`` and ``places``, edges ``weight`` and
                ``npmi``.

        Raises:
            MissingExtraError: networkx is not installed.
            StoreError: the file cannot be written.
        """
        graph = self.to_networkx()
        try:
            import_module("networkx").write_graphml_xml(graph, os.fspath(path))
        except OSError as error:
            raise StoreError(f"{os.fspath(path)}: cannot be written: {error.strerror}") from None

    def __repr__(self) -> str:
        return f"<Network: {len(self.members)} nodes, {len(self.ties)} edges>"


def network_of(
    asked: Iterable[Passages],
    labels: frozenset[str],
    within: str = "paragraph",
    minimum: int = 1,
    merge: bool = False,
    largest: int = 50,
    library: str | None = None,
) -> Network:
    """The network of what is named in one sentence, paragraph or article.

    Args:
        asked: what is asked.
        labels: labels of the entities.
        within: ``"sentence"``, ``"paragraph"`` or ``"article"``.
        minimum: in how many of them two must be named together.
        merge: take what is ambiguous for the same in all articles.
        largest: one that names more things than this (a list of attendees) is left out.
        library: of the data frames.

    Raises:
        ConfigurationError: ``within`` is not known.
    """
    if within not in WITHIN:
        raise ConfigurationError(f"within: {within!r} is not known; give one of {', '.join(WITHIN)}")
    names: dict[str, tuple[str, str]] = {}
    places, together = Counter[str](), Counter[tuple[str, str]]()
    total = left_out = 0
    for passages in asked:
        known = meant(passages, merge)
        for links in _groups(passages, labels, within):
            keys = sorted({known[link][1] for link in links if link in known})
            if len(keys) > largest:
                left_out += 1
                continue
            for link in links & known.keys():
                referent, key = known[link]
                names.setdefault(key, (referent.label, referent.norm))
            total += 1
            places.update(keys)
            together.update(combinations(keys, 2))
    edges = sorted(
        (
            Edge(a, b, count, _npmi(count, places[a], places[b], total))
            for (a, b), count in together.items()
            if count >= minimum
        ),
        key=lambda edge: (-edge.places, edge[:2]),
    )
    degree = Counter(key for edge in edges for key in edge[:2])
    nodes = sorted(
        (Node(key, *names[key], places[key], degree[key]) for key in degree),
        key=lambda node: (-node.degree, -node.places, node.id),
    )
    return Network(tuple(nodes), tuple(edges), left_out, library)


def _groups(passages: Passages, labels: frozenset[str], within: str) -> Iterator[set[str]]:
    """The links of what is named in each sentence, paragraph or article that names anything."""
    found: dict[int, set[str]] = {}
    spans = passages.article.sentence_spans
    for home, mention in passages.mentions(anaphora=True):
        if mention.label in labels and mention.link is not None:
            if within == "sentence":
                home = int(np.searchsorted(spans[:, 0], spans.dtype.type(mention.start), side="right"))
            found.setdefault(0 if within == "article" else home, set()).add(mention.link)
    yield from found.values()


def _npmi(together: int, first: int, second: int, total: int) -> float:
    """Pointwise mutual information, normalised (G. Bouma, 2009, Proceedings of GSCL)."""
    if together == total:
        return 1.0
    return round(log(together * total / (first * second)) / -log(together / total), 4)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
