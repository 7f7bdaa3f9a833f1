"""From a text to an article: the stages in their order, for one text and for many."""

from __future__ import annotations

import datetime
import re
import threading
from collections import deque
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from nqtext._version import __version__
from nqtext.assembly import assemble
from nqtext.entities import Context, Recognizer, TermRecognizer, builtin, recognize_batch
from nqtext.entities.tagger import load_tagger
from nqtext.errors import ConfigurationError, LimitError
from nqtext.reading.source import Source
from nqtext.records import FrozenDict
from nqtext.segmentation import Segmentation, SyllableSegmenter, WordSegmenter, segment_batch
from nqtext.segmentation.lexicon import Lexicon
from nqtext.tokens import Tokens
from nqtext.unicode import Folded, fold

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqtext.article import Article
    from nqtext.classification import ParagraphClassifier

__all__ = [
    "MAX_CHARACTERS",
    "Pipeline",
    "analyze",
    "load",
    "pipe",
    "segment",
    "sent_tokenize",
    "word_tokenize",
]

#: Longest text that is analysed; a longer one is a :class:`LimitError`, not a process out of memory.
MAX_CHARACTERS = 20_000_000

#: Texts analysed together: numpy is slow on short arrays, and a reader waits for a whole batch.
_BATCH_CHARACTERS = 500_000
_BATCH_TEXTS = 100
_CHUNK_TEXTS = 25  # that travel to a process together: small enough that all have work to the end
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?|(\d{4})(\d\d)(\d\d)(?:T.*)?")


class Pipeline:
    """The stages with their parts chosen; made by :func:`load`.

    Calling it analyses one text, :meth:`pipe` many, :meth:`segment` gives words only.  Nothing
    is loaded before it is needed; a pipeline may be shared by threads, and pickles.
    """

    def __init__(
        self,
        segmenter: str | WordSegmenter | None = None,
        words: Iterable[str] | str | os.PathLike[str] | None = None,
        recognizers: Iterable[Recognizer | str | os.PathLike[str]] | None = None,
        paragraphs: str | os.PathLike[str] | None = None,
        min_score: float | None = None,
        pos: bool = False,
        tagger: bool = True,
    ) -> None:
        self._segmenter = _segmenter(segmenter)
        self._lexicon = None if words is None else Lexicon(words)
        self._own = tuple(_recognizer(item) for item in recognizers or ())
        if min_score is not None and not 0 <= min_score <= 1:
            raise ConfigurationError(f"min_score: {min_score!r} is no probability; give a number from 0 to 1")
        self._min_score = min_score
        self._tagger = _pos_tagger() if pos else None
        self._names = tagger
        self._paragraphs = paragraphs
        self._lock = threading.Lock()
        self._classifier: ParagraphClassifier | None = None
        if paragraphs is not None:
            self._load_classifier()

    def __call__(
        self,
        text: str | Source,
        *,
        id: str | None = None,
        published: str | datetime.date | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Article:
        """Analyse one text; see :func:`analyze`."""
        source = _source(text, id, published, metadata)
        return self._analyze([source])[0]

    @overload
    def pipe(
        self,
        texts: Iterable[str | Source],
        *,
        n_process: int = ...,
        as_tuples: Literal[False] = ...,
        errors: Literal["raise"] = ...,
    ) -> Iterator[Article]: ...
    @overload
    def pipe(
        self, texts: Iterable[Any], *, n_process: int = ..., as_tuples: bool = ..., errors: str = ...
    ) -> Iterator[Any]: ...
    def pipe(
        self, texts: Iterable[Any], *, n_process: int = 1, as_tuples: bool = False, errors: str = "raise"
    ) -> Iterator[Any]:
        """Analyse many texts; see :func:`pipe`."""
        if errors not in ("raise", "yield"):
            raise ConfigurationError(f"errors: {errors!r} is not known; give 'raise' or 'yield'")
        if not isinstance(n_process, int) or n_process < 1:
            raise ConfigurationError(f"n_process: {n_process!r} is no number of processes; give 1 or more")
        return self._pipe(texts, n_process, as_tuples, errors == "raise")

    def segment(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """Words only; see :func:`segment`."""
        for batch in _batches(_checked(text, "texts") for text in texts):
            folded = [fold(text) for text in batch]
            layers = segment_batch(folded, self._segmenter, self._lexicon, blocks=False)
            for text, layer in zip(folded, layers, strict=True):
                yield Tokens(text.source, text.spans(layer.tokens), self._tags(text, layer))

    def sentences(self, text: str) -> list[str]:
        """The sentences of a text as a list of str."""
        folded = fold(_checked(text, "text"))
        (layer,) = segment_batch([folded], SyllableSegmenter(), blocks=False)
        return [text[start:end] for start, end in folded.spans(layer.sentences).tolist()]

    def attempt(self, texts: Sequence[Any]) -> list[Any]:
        """Analyse a batch; an exception stands in place of an article that failed."""
        try:
            return list(self._analyze([_source(text) for text in texts]))
        except Exception as error:
            if len(texts) == 1:
                return [error]
            return [self.attempt([text])[0] for text in texts]

    def _pipe(self, items: Iterable[Any], n_process: int, as_tuples: bool, strict: bool) -> Iterator[Any]:
        contexts: deque[Any] = deque()

        def texts() -> Iterator[Any]:
            for item in items:
                if as_tuples:
                    text, context = _pair(item)
                    contexts.append(context)
                    yield text
                else:
                    yield item

        chunks = _batches(texts(), _BATCH_TEXTS if n_process == 1 else _CHUNK_TEXTS)
        if n_process == 1:
            results: Iterator[list[Any]] = map(self.attempt, chunks)
        else:
            from nqtext.workers import analyze_in_processes

            results = analyze_in_processes(self, chunks, n_process)
        for outcome in chain.from_iterable(results):
            if isinstance(outcome, Exception) and strict:
                raise outcome
            yield (outcome, contexts.popleft()) if as_tuples else outcome

    def _analyze(self, sources: Sequence[Source]) -> list[Article]:
        from nqtext.reading.portal import inspect

        folded = [fold(source.text) for source in sources]
        inspections = [inspect(text, source) for text, source in zip(folded, sources, strict=True)]
        layers = segment_batch(
            folded, self._segmenter, self._lexicon, [inspection.furniture for inspection in inspections]
        )
        contexts = [
            Context.of(text, layer, _date(inspection.metadata.get("published")), inspection.metadata)
            for text, layer, inspection in zip(folded, layers, inspections, strict=True)
        ]
        recognizers, linkers = _builtin()
        found = recognize_batch(
            contexts, self._own, recognizers, linkers, load_tagger() if self._names else None
        )
        classifier = self._load_classifier()
        predictions = classifier.predict_batch(
            [(context, entities.mentions) for context, entities in zip(contexts, found, strict=True)]
        )
        return [
            assemble(
                source,
                text,
                layer,
                entities,
                prediction,
                inspection.metadata,
                self._versions(),
                self._tags(text, layer),
                self._min_score or 0.0,
            )
            for source, text, layer, entities, prediction, inspection in zip(
                sources, folded, layers, found, predictions, inspections, strict=True
            )
        ]

    def _tags(self, folded: Folded, layer: Segmentation) -> tuple[str, ...] | None:
        if self._tagger is None:
            return None
        words = [folded.text[start:end] for start, end in layer.tokens.tolist()]
        first = np.isin(layer.tokens[:, 0], layer.sentences[:, 0])
        return tuple(self._tagger.tag(words, first))

    def _versions(self) -> FrozenDict:
        from nqtext import gazetteers

        return FrozenDict(
            {
                "nqtext": __version__,
                "segmenter": f"{self._segmenter.name} {self._segmenter.version}",
                "tagger": f"rules {__version__}"
                + (f", nqtext {load_tagger().version}" if self._names else ""),
                "classifier": self._load_classifier().version,
                "gazetteers": gazetteers.version(),
                **({"pos": f"{self._tagger.name} {self._tagger.version}"} if self._tagger else {}),
            }
        )

    def _load_classifier(self) -> ParagraphClassifier:
        with self._lock:
            if self._classifier is None:
                from nqtext.classification import ParagraphClassifier

                self._classifier = ParagraphClassifier.load(self._paragraphs)
            return self._classifier

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_lock", "_classifier")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.Lock()
        self._classifier = None


def load(
    segmenter: str | WordSegmenter | None = None,
    words: Iterable[str] | str | os.PathLike[str] | None = None,
    recognizers: Iterable[Recognizer | str | os.PathLike[str]] | None = None,
    paragraphs: str | os.PathLike[str] | None = None,
    min_score: float | None = None,
    pos: bool = False,
    tagger: bool = True,
) -> Pipeline:
    """A pipeline with other parts; what is chosen holds for it alone.

    Args:
        segmenter: ``"nqtext"`` (default), ``"underthesea"``, ``"syllable"``, or an object of your own
            that is a :class:`nqtext.segmentation.WordSegmenter`.
        words: words of your own that are never cut: a list, or a file with one a line.
        recognizers: further recognisers: objects with a ``recognize`` method, or paths of TSV
            files with the columns ``term`` and ``label``; what they find has precedence.
        paragraphs: folder of a paragraph model of your own.
        min_score: a paragraph whose best score is below it gets the label None.
        pos: whether tokens get part-of-speech tags.
        tagger: whether the learned tagger of names is held against the rules; without it names come
            from rules and tables alone, a little faster.

    Returns:
        A :class:`Pipeline`.

    Raises:
        ConfigurationError: there is no such part.
        GazetteerError: a table is not one.
        ArtifactError: the model is not one.

    >>> nlp = load(segmenter="syllable")
    >>> nlp("Nghị quyết số 06-NQ/TW").tokens.texts
    ['Nghị', 'quyết', 'số', '06-NQ/TW']
    """
    return Pipeline(segmenter, words, recognizers, paragraphs, min_score, pos, tagger)


def analyze(
    text: str | Source,
    id: str | None = None,
    published: str | datetime.date | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Article:
    """Analyse one text.

    Args:
        text: the text, or what ``nqtext.read`` returned.
        id: your identifier for it.
        published: its date, ``datetime.date`` or ISO 8601 (``2022-05-18``, ``2022-05``); it decides
            what "ngày 18/5" and "Bộ Kế hoạch và Đầu tư" mean.
        metadata: what else is known; overrides what is found in the text.

    Returns:
        The article; ``article.text is text`` for a ``str``.

    Raises:
        TypeError: an argument has the wrong type.
        LimitError: the text is longer than :data:`MAX_CHARACTERS`.
        ConfigurationError: ``published`` is no date.

    >>> article = analyze("Thủ tướng yêu cầu các bộ khẩn trương thực hiện Nghị quyết số 06-NQ/TW.")
    >>> article.paragraphs[0].label
    'directive'
    """
    return _default()(text, id=id, published=published, metadata=metadata)


def pipe(
    texts: Iterable[Any], *, n_process: int = 1, as_tuples: bool = False, errors: str = "raise"
) -> Iterator[Any]:
    """Analyse many texts, in order, in constant memory.

    Args:
        texts: ``str`` or :class:`Source`; with ``as_tuples`` pairs of one and a context.
        n_process: number of processes; above 1 the calling module must be importable without
            side effects (``if __name__ == "__main__":``).
        as_tuples: yield pairs (article, context).
        errors: ``"raise"``, or ``"yield"`` to get the exception in place of an article that failed.

    Yields:
        Articles (or pairs, or exceptions).

    Raises:
        WorkerError: a worker process died.

    >>> [len(article.tokens) for article in pipe(["Phát triển đô thị.", ""])]
    [3, 0]
    """
    return _default().pipe(texts, n_process=n_process, as_tuples=as_tuples, errors=errors)


def segment(texts: Iterable[str]) -> Iterator[Tokens]:
    """Words only: for each text a sequence of tokens, equal to ``analyze(text).tokens``.

    Args:
        texts: the texts; they are taken in batches.

    Yields:
        :class:`nqtext.tokens.Tokens`: ``.spans`` is the array of offsets, ``.texts`` the list of str.

    Raises:
        TypeError: ``texts`` is a single ``str``, or an item is none.

    >>> next(segment(["Phát triển đô thị"])).texts
    ['Phát triển', 'đô thị']
    """
    if isinstance(texts, str):
        raise TypeError("texts: expected an iterable of str, got a single str; write segment([text])")
    return _default().segment(texts)


@overload
def word_tokenize(text: str, format: None = None) -> list[str]: ...
@overload
def word_tokenize(text: str, format: Literal["text"]) -> str: ...
def word_tokenize(text: str, format: str | None = None) -> list[str] | str:
    """The words of a text, in the call people know.

    Args:
        text: the text.
        format: None for a list of words as written, ``"text"`` for one line with ``_`` inside words.

    Returns:
        A list of str, or one str.

    >>> word_tokenize("Phát triển đô thị", format="text")
    'Phát_triển đô_thị'
    """
    if format not in (None, "text"):
        raise ConfigurationError(f"format: {format!r} is not known; give None or 'text'")
    words = next(segment([_checked(text, "text")])).texts
    if format is None:
        return words
    return " ".join("_".join(word.split()) for word in words)


def sent_tokenize(text: str) -> list[str]:
    """The sentences of a text as written.

    >>> sent_tokenize("TP. Huế có 9 phường. Tỉnh đã họp.")
    ['TP. Huế có 9 phường.', 'Tỉnh đã họp.']
    """
    return _default().sentences(text)


@cache
def _default() -> Pipeline:
    return Pipeline()


@cache
def _builtin() -> tuple[tuple[Recognizer, ...], dict[str, Any]]:
    return builtin()


def _pos_tagger() -> Any:
    from nqtext.segmentation.underthesea import UndertheseaTagger

    return UndertheseaTagger()


def _segmenter(choice: str | WordSegmenter | None) -> WordSegmenter:
    if choice in (None, "nqtext"):
        from nqtext.segmentation.linear import LinearSegmenter

        return LinearSegmenter.load()
    if choice == "underthesea":
        from nqtext.segmentation.underthesea import UndertheseaSegmenter

        return UndertheseaSegmenter()
    if choice == "syllable":
        return SyllableSegmenter()
    if isinstance(choice, str) or not isinstance(choice, WordSegmenter):
        raise ConfigurationError(
            f"segmenter: {choice!r} is not known; give 'nqtext', 'underthesea', 'syllable' or an object "
            "with a name, a version and a method joins"
        )
    return choice


def _recognizer(item: Any) -> Recognizer:
    import os

    if isinstance(item, str | os.PathLike):
        return TermRecognizer.from_tsv(item)
    if isinstance(item, Recognizer):
        return item
    raise ConfigurationError(
        f"recognizers: {item!r} is neither the path of a TSV file nor an object with a name "
        "and a method recognize"
    )


def _source(
    text: Any,
    id: str | None = None,
    published: str | datetime.date | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Source:
    source = text if isinstance(text, Source) else Source(_checked(text, "text"))
    if len(source.text) > MAX_CHARACTERS:
        raise LimitError(
            f"the text has {len(source.text)} code points, the limit MAX_CHARACTERS is {MAX_CHARACTERS}; "
            "split it"
        )
    if id is not None and not isinstance(id, str):
        raise TypeError(f"id: expected str or None, got {type(id).__name__}")
    known = dict(source.metadata)
    known.update(metadata or {})
    if published is not None:
        if not isinstance(published, str | datetime.date):
            raise TypeError(f"published: expected str, datetime.date or None, got {type(published).__name__}")
        iso = published if isinstance(published, str) else published.isoformat()
        if _date(iso) is None:
            raise ConfigurationError(
                f"published: {published!r} is no ISO 8601 date such as 2022-05-18 or 2022-05"
            )
        known["published"] = iso
    return replace(source, id=id if id is not None else source.id, metadata=FrozenDict(known))


def _checked(text: Any, name: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{name}: expected str, got {type(text).__name__}")
    return text


def _date(value: Any) -> datetime.date | None:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    try:
        return datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _pair(item: Any) -> tuple[Any, Any]:
    if not isinstance(item, tuple) or len(item) != 2:
        raise TypeError(
            "texts: with as_tuples=True every item must be a pair (text, context), got " + type(item).__name__
        )
    return item


def _batches(texts: Iterable[Any], limit: int = _BATCH_TEXTS) -> Iterator[list[Any]]:
    """Lists of texts, bounded in number and in characters."""
    batch: list[Any] = []
    characters = 0
    for text in texts:
        content = text.text if isinstance(text, Source) else text
        length = len(content) if isinstance(content, str) else 0
        if batch and (len(batch) >= limit or characters + length > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += length
    if batch:
        yield batch
