"""What the library returns: an :class:`Article`, and views of its parts.

An article holds the caller's text and, beside it, arrays of offsets and tuples of plain
records.  Paragraphs, sentences and tokens are views made when they are asked for.  Nothing in
it can be changed; two articles with the same content are equal and hash alike; it pickles.

Every offset is a half-open range of code points into ``article.text``, the very string that
was passed in.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

import numpy as np

from nqtext.errors import ConfigurationError
from nqtext.records import ENTITY_LABELS, Block, FrozenDict, Issue, Mention, Reason, Referent
from nqtext.tokens import Tokens, read_only

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["Article", "Paragraph", "Sentence"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _View:
    """A paragraph or sentence: index i of an array of spans of an article."""

    __slots__ = ("_article", "_index")

    def __init__(self, article: Article, index: int) -> None:
        self._article = article
        self._index = index

    def _span(self) -> tuple[int, int]:
        raise NotImplementedError

    @property
    def index(self) -> int:
        """Its place among its like in the article, from 0."""
        return self._index

    @property
    def start(self) -> int:
        """First code point in ``article.text``."""
        return self._span()[0]

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self._span()[1]

    @property
    def text(self) -> str:
        """``article.text[start:end]``."""
        start, end = self._span()
        return self._article.text[start:end]

    @property
    def tokens(self) -> Tokens:
        """The words inside."""
        tokens = self._article.tokens
        start, end = self._span()
        low, high = _between(tokens.spans, start, end)
        return tokens[low:high]

    @property
    def entities(self) -> tuple[Mention, ...]:
        """The entities inside."""
        start, end = self._span()
        return self._article.entities_between(start, end)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, _View)
        return self._index == other._index and self._article == other._article

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._index, self._article))

    def __repr__(self) -> str:
        text = " ".join(self.text.split())
        return f"{type(self).__name__}({self.start}, {self.end}, {text[:60]!r})"


class Sentence(_View):
    """A sentence of an article."""

    __slots__ = ()

    def _span(self) -> tuple[int, int]:
        start, end = self._article.sentence_spans[self._index].tolist()
        return start, end

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph it stands in."""
        before, _ = _between(self._article.paragraph_spans, self.start + 1, self.start + 1)
        return self._article.paragraphs[before - 1]

    @property
    def scores(self) -> Mapping[str, float] | None:
        """Probability of each label of paragraphs for this sentence alone; None where not asked for.

        >>> import nqtext
        >>> nlp = nqtext.load(sentences=True)
        >>> article = nlp("Sáng 18/5, hội nghị đã diễn ra. Thủ tướng yêu cầu các bộ khẩn trương thực hiện.")
        >>> [max(sentence.scores, key=sentence.scores.get) for sentence in article.sentences]
        ['other', 'directive']
        """
        scores = self._article.sentence_scores
        if scores is None:
            return None
        return FrozenDict(dict(zip(self._article.labels, scores[self._index].tolist(), strict=True)))


class Paragraph(_View):
    """A paragraph of an article, with its label."""

    __slots__ = ()

    def _span(self) -> tuple[int, int]:
        start, end = self._article.paragraph_spans[self._index].tolist()
        return start, end

    @property
    def label(self) -> str | None:
        """The label of highest score; None where that is below the pipeline's ``min_score``."""
        return self._article.decided[self._index]

    @property
    def scores(self) -> Mapping[str, float]:
        """Probability of each label; they sum to 1."""
        row = self._article.scores[self._index].tolist()
        return FrozenDict(dict(zip(self._article.labels, row, strict=True)))

    @property
    def also(self) -> tuple[str, ...]:
        """Secondary labels: further jobs the paragraph does."""
        return self._article.also[self._index]

    @property
    def kind(self) -> str:
        """What it is in the layout: one of :data:`PARAGRAPH_KINDS`."""
        return self._block.kind

    @property
    def number(self) -> str | None:
        """Its numbering as written, or None."""
        return self._block.number

    @property
    def heading(self) -> Paragraph | None:
        """The heading it stands under, or None; ``heading.heading`` is the one above that."""
        at = self._block.heading
        return None if at < 0 else self._article.paragraphs[at]

    @property
    def furniture(self) -> bool:
        """Whether it is page furniture: a menu, a counter, a footer."""
        return self._block.furniture

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences inside."""
        start, end = self._span()
        low, high = _between(self._article.sentence_spans, start, end)
        return self._article.sentences[low:high]

    def explain(self) -> tuple[Reason, ...]:
        """The strongest reasons for the label, at most five, strongest first."""
        return self._article.evidence[self._index]

    @property
    def _block(self) -> Block:
        return self._article.blocks[self._index]


@dataclass(frozen=True, eq=False, repr=False)
class Article:
    """A text with its layers: paragraphs and their labels, sentences, words, entities.

    Made by ``nqtext.analyze``; the fields below are what a store or an exporter needs, the
    properties are what a reader wants.

    Attributes:
        text: the very object passed in.
        id: the caller's identifier, or None.
        metadata: what is known about the article (title, published, author, ...).
        paragraph_spans: shape (p, 2).
        blocks: layout of each paragraph.
        sentence_spans: shape (s, 2).
        tokens: the words.
        entities: the mentions that the annotation guide annotates, in order.
        anaphora: mentions that only point at something named elsewhere.
        referents: the things meant.
        labels: the classifier's labels, in the order of the columns of ``scores``.
        scores: probabilities, shape (p, len(labels)), rounded to 6 places.
        decided: the label of each paragraph, or None below ``min_score``.
        also: the secondary labels of each paragraph.
        evidence: the reasons for each paragraph's label; put together when they are first read.
        issues: guards that tripped.
        versions: what made this article: library, segmenter, tagger, classifier, gazetteers.
        sentence_scores: probabilities for each sentence, shape (s, len(labels)), where they were asked for.
    """

    text: str
    id: str | None
    metadata: FrozenDict
    paragraph_spans: Offsets
    blocks: tuple[Block, ...]
    sentence_spans: Offsets
    tokens: Tokens
    entities: tuple[Mention, ...]
    anaphora: tuple[Mention, ...]
    referents: tuple[Referent, ...]
    labels: tuple[str, ...]
    scores: NDArray[np.float64]
    decided: tuple[str | None, ...]
    also: tuple[tuple[str, ...], ...]
    evidence: Sequence[tuple[Reason, ...]]
    issues: tuple[Issue, ...]
    versions: FrozenDict
    sentence_scores: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        for name in ("paragraph_spans", "sentence_spans", "scores", "sentence_scores"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, read_only(getattr(self, name)))

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()  # arrays come out of a pickle writeable

    @property
    def paragraphs(self) -> _Views[Paragraph]:
        """The paragraphs: a sequence of :class:`Paragraph`."""
        return _Views(self, Paragraph, range(len(self.paragraph_spans)))

    @property
    def sentences(self) -> _Views[Sentence]:
        """The sentences: a sequence of :class:`Sentence`."""
        return _Views(self, Sentence, range(len(self.sentence_spans)))

    @property
    def documents(self) -> tuple[Referent, ...]:
        """Each document once, in order of its first mention."""
        return self._referents("DOCUMENT")

    @property
    def officials(self) -> tuple[Referent, ...]:
        """Each office holder once."""
        return self._referents("OFFICIAL")

    @property
    def persons(self) -> tuple[Referent, ...]:
        """Each other person once."""
        return self._referents("PERSON")

    @property
    def organizations(self) -> tuple[Referent, ...]:
        """Each body once."""
        return self._referents("ORGANIZATION")

    @property
    def locations(self) -> tuple[Referent, ...]:
        """Each place once."""
        return self._referents("LOCATION")

    @overload
    def select(
        self, label: Literal["DOCUMENT", "OFFICIAL", "PERSON", "ORGANIZATION", "LOCATION", "DATE"]
    ) -> tuple[Mention, ...]: ...
    @overload
    def select(self, label: Literal["goal", "task", "directive", "other"]) -> tuple[Paragraph, ...]: ...
    @overload
    def select(self, label: str) -> tuple[Any, ...]: ...
    def select(self, label: str) -> tuple[Any, ...]:
        """The paragraphs, or the entities, that have a label.

        Args:
            label: a label of paragraphs (``"goal"``) or of entities (``"DOCUMENT"``).

        Returns:
            Paragraphs or mentions, in order.

        Raises:
            ConfigurationError: neither the classifier nor any recogniser has such a label.

        >>> import nqtext
        >>> article = nqtext.analyze("Ngày 18/5/2022, Chính phủ ban hành Nghị quyết số 76/NQ-CP.")
        >>> [mention.text for mention in article.select(label="DOCUMENT")]
        ['Nghị quyết số 76/NQ-CP']
        """
        if label in self.labels:
            return tuple(p for p in self.paragraphs if p.label == label)
        chosen = tuple(e for e in self.entities if e.label == label)
        if not chosen and label not in ENTITY_LABELS:
            known = ", ".join((*self.labels, *ENTITY_LABELS))
            raise ConfigurationError(f"there is no label {label!r}; known are {known}")
        return chosen

    def entities_between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The entities that begin in a range of code points, in order."""
        low = bisect_left(self.entities, start, key=lambda mention: mention.start)
        high = bisect_left(self.entities, end, lo=low, key=lambda mention: mention.start)
        return self.entities[low:high]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, schema ``nqtext/1``; ``nqtext.from_dict`` is the way back."""
        from nqtext.schema import to_dict

        return to_dict(self)

    def to_json(self) -> str:
        """One line of JSON, schema ``nqtext/1``; it encodes to UTF-8 even with lone surrogates.

        >>> import json, nqtext
        >>> article = nqtext.analyze("Nghị quyết số 06-NQ/TW")
        >>> nqtext.from_dict(json.loads(article.to_json())) == article
        True
        """
        line = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
        return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """The article as a self-contained HTML page.

        Args:
            path: where to write it (UTF-8), or None.

        Returns:
            The page.
        """
        from nqtext.display import html_page

        page = html_page([self])
        if path is not None:
            with open(path, "w", encoding="utf-8", errors="replace") as file:
                file.write(page)
        return page

    def _repr_html_(self) -> str:
        from nqtext.display import html_fragment

        return html_fragment(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("Article(...)" if cycle else str(self))

    def __str__(self) -> str:
        from nqtext.display import text_report

        return text_report(self)

    def __repr__(self) -> str:
        name = f" {self.id!r}" if self.id is not None else ""
        counts = ", ".join(
            f"{count} {label}" for label in self.labels if (count := self.decided.count(label))
        )
        return (
            f"<Article{name}: {len(self.blocks)} paragraphs ({counts}), {len(self.tokens)} tokens, "
            f"{len(self.entities)} entities>"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        return self is other or (self.text == other.text and self.to_dict() == other.to_dict())

    def __hash__(self) -> int:
        return hash((self.text, self.id, len(self.entities), self.decided))

    def _referents(self, label: str) -> tuple[Referent, ...]:
        return tuple(referent for referent in self.referents if referent.label == label)


T = TypeVar("T", bound=_View)


class _Views(Sequence[T], Generic[T]):
    """A sequence of views that are made when they are asked for; a slice is a tuple."""

    __slots__ = ("_article", "_make", "_range")

    def __init__(self, article: Article, make: Callable[[Article, int], T], indexes: range) -> None:
        self._article = article
        self._make = make
        self._range = indexes

    def __len__(self) -> int:
        return len(self._range)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self._make(self._article, i) for i in self._range[index])
        return self._make(self._article, self._range[index])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((self._make, self._range, self._article))

    def __repr__(self) -> str:
        return f"[{', '.join(map(repr, self))}]"


def _between(spans: Offsets, start: int, end: int) -> tuple[int, int]:
    """The range of rows that begin in a range of offsets; keys of their type, lest all rows be copied."""
    low, high = spans[:, 0].searchsorted(np.array([start, end], dtype=spans.dtype))
    return int(low), int(high)
