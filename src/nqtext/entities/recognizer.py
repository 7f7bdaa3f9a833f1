"""The protocol of recognisers, what they see and what they return."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nqtext.gazetteers import TermIndex
    from nqtext.records import Block
    from nqtext.segmentation import Segmentation
    from nqtext.unicode import Folded, Offsets

__all__ = ["Candidate", "Context", "Recognizer"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a recogniser sees of an article.

    All offsets, those of the candidates it returns included, are into ``text``, the *folded*
    text (NFC, old tone placement, plain dashes and spaces, case kept; see
    :mod:`nqtext.unicode`).  nqtext maps them into the caller's string.

    Attributes:
        text: folded text.
        lower: the same in lower case, of equal length.
        paragraphs: offsets, shape (p, 2).
        blocks: layout of each paragraph.
        sentences: offsets, shape (s, 2).
        tokens: offsets, shape (t, 2).
        published: the article's date, where it is known.
        metadata: what else is known about the article.
    """

    text: str
    lower: str
    paragraphs: Offsets
    blocks: tuple[Block, ...]
    sentences: Offsets
    tokens: Offsets
    published: datetime.date | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    _found: dict[int, tuple[Candidate, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _edges: list[int] = field(default_factory=list, init=False, repr=False, compare=False)
    _numbers: list[tuple[int, int]] = field(default_factory=list, init=False, repr=False, compare=False)
    _terms: dict[Any, Sequence[tuple[int, int, Any]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        folded: Folded,
        layers: Segmentation,
        published: datetime.date | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Context:
        """The context of a segmented text."""
        return cls(
            folded.text,
            folded.lower,
            layers.paragraphs,
            layers.blocks,
            layers.sentences,
            layers.tokens,
            published,
            metadata or {},
        )

    def terms(self, table: Callable[[], TermIndex[T]]) -> Sequence[tuple[int, int, T]]:
        """What is found here of one of the tables of :mod:`nqtext.entities.sweep`, overlaps included.

        All of them are looked up together when the first is asked for.

        Args:
            table: the function that returns the table.

        Returns:
            Tuples (start, end, value) by start and the longer first.
        """
        if not self._terms:
            from nqtext.entities.sweep import swept  # which knows the tables of every recogniser

            self._terms.update(swept(self.lower))
        return self._terms[table]

    def paragraph_at(self, offset: int) -> tuple[int, int] | None:
        """Start and end of the paragraph that holds an offset, or None."""
        edges = self._edges
        if not edges:
            edges.extend(self.paragraphs.ravel().tolist())
        at = bisect_right(edges, offset)
        return (edges[at - 1], edges[at]) if at % 2 else None

    def numbers(self) -> Sequence[tuple[int, int]]:
        """Where runs of the digits 0 to 9 stand: pairs of start and end, in order."""
        if not self._numbers:
            codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            inside = np.zeros(len(codes) + 2, dtype=np.bool_)
            np.less(codes - np.uint32(ord("0")), 10, out=inside[1:-1])  # what is below "0" wraps around
            edges = (inside[1:] != inside[:-1]).nonzero()[0].tolist()
            self._numbers.extend(zip(edges[::2], edges[1::2], strict=True))
        return self._numbers

    def recognized(self, recognizer: Recognizer) -> tuple[Candidate, ...]:
        """What a recogniser finds here, found once however often it is asked for.

        This is how one recogniser builds on another: titles of officials on names of bodies.
        """
        key = id(recognizer)
        if key not in self._found:
            self._found[key] = tuple(recognizer.recognize(self))
        return self._found[key]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may become a mention, if the overlap policy keeps it.

    Attributes:
        start: first code point in ``Context.text``.
        end: one past the last.
        label: entity label; empty for a span in which nothing is to be a mention.
        norm: readable canonical form.
        attributes: by label, see :data:`nqtext.records.ATTRIBUTES`.
        source: recogniser and rule.
        score: how sure the recogniser is, 0 to 1.
    """

    start: int
    end: int
    label: str
    norm: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    score: float = 1.0


@runtime_checkable
class Recognizer(Protocol):
    """Finds candidates of one or more labels.

    Attributes:
        name: shown in ``Mention.source``.
    """

    name: str

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Find candidates; they may overlap each other and those of other recognisers."""
        ...
