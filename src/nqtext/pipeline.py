"""From a text to an article: the stages in their order, for one text and for many."""

from __future__ import annotations

import gc
import threading
from collections import deque
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from nqtext._version import __version__
from nqtext.assembly import assemble
from nqtext.entities import Context, Recognizer, TermRecognizer, builtin, recognize_batch
from nqtext.entities.tagger import load_tagger
from nqtext.errors import ConfigurationError
from nqtext.records import FrozenDict
from nqtext.segmentation import Segmentation, SyllableSegmenter, WordSegmenter, segment_batch
from nqtext.segmentation.lexicon import Lexicon
from nqtext.texts import BATCH_TEXTS, batches, checked, date_of, pair_of, source_of
from nqtext.tokens import Tokens
from nqtext.unicode import Folded, fold

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nqtext.article import Article
    from nqtext.classification import ParagraphClassifier
    from nqtext.reading.source import Source

__all__ = ["Pipeline", "load"]

_CHUNK_TEXTS = 25  # that travel to a process together: small enough that all have work to the end


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
        sentences: bool = False,
    ) -> None:
        self._segmenter = _segmenter(segmenter)
        self._lexicon = None if words is None else Lexicon(words)
        self._own = tuple(_recognizer(item) for item in recognizers or ())
        if min_score is not None and not 0 <= min_score <= 1:
            raise ConfigurationError(f"min_score: {min_score!r} is no probability; give a number from 0 to 1")
        self._min_score = min_score
        self._tagger = _pos_tagger() if pos else None
        self._names = tagger
        self._sentences = sentences
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
        source = source_of(text, id, published, metadata)
        with _uncollected():
            (article,) = self._through_stages([source])
        return article

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
        for batch in batches(checked(text, "texts") for text in texts):
            folded = [fold(text) for text in batch]
            layers = segment_batch(folded, self._segmenter, self._lexicon, blocks=False)
            for text, layer in zip(folded, layers, strict=True):
                yield Tokens(text.source, text.spans(layer.tokens), self._tags(text, layer))

    def sentences(self, text: str) -> list[str]:
        """The sentences of a text as a list of str."""
        folded = fold(checked(text, "text"))
        (layer,) = segment_batch([folded], SyllableSegmenter(), blocks=False)
        return [text[start:end] for start, end in folded.spans(layer.sentences).tolist()]

    def attempt(
        self, texts: Sequence[Any], take: Callable[[Article, Source], Any] | None = None
    ) -> list[Any]:
        """Analyse a batch; an exception stands in place of an article that failed.

        Args:
            texts: the batch.
            take: makes of each article what is wanted.  It is called as soon as the article is put together,
                while that is in the cache of the processor, and no two of them need be there at once.
        """
        try:
            sources = [source_of(text) for text in texts]
            with _uncollected():
                articles = self._through_stages(sources)
                return list(articles if take is None else map(take, articles, sources))
        except Exception as error:
            if len(texts) == 1:
                return [error]
            return [self.attempt([text], take)[0] for text in texts]

    def _pipe(self, items: Iterable[Any], n_process: int, as_tuples: bool, strict: bool) -> Iterator[Any]:
        contexts: deque[Any] = deque()

        def texts() -> Iterator[Any]:
            for item in items:
                if as_tuples:
                    text, context = pair_of(item)
                    contexts.append(context)
                    yield text
                else:
                    yield item

        chunks = batches(texts(), BATCH_TEXTS if n_process == 1 else _CHUNK_TEXTS)
        if n_process == 1:
            results: Iterator[list[Any]] = map(self.attempt, chunks)
        else:
            from nqtext.workers import analyze_in_processes

            results = analyze_in_processes(self, chunks, n_process)
        for outcome in chain.from_iterable(results):
            if isinstance(outcome, Exception) and strict:
                raise outcome
            yield (outcome, contexts.popleft()) if as_tuples else outcome

    def _through_stages(self, sources: Sequence[Source]) -> Iterator[Article]:
        from nqtext.reading.portal import inspect

        folded = [fold(source.text) for source in sources]
        inspections = [inspect(text, source) for text, source in zip(folded, sources, strict=True)]
        layers = segment_batch(
            folded, self._segmenter, self._lexicon, [inspection.furniture for inspection in inspections]
        )
        contexts = [
            Context.of(text, layer, date_of(inspection.metadata.get("published")), inspection.metadata)
            for text, layer, inspection in zip(folded, layers, inspections, strict=True)
        ]
        recognizers, linkers = _builtin()
        found = recognize_batch(
            contexts, self._own, recognizers, linkers, load_tagger() if self._names else None
        )
        classifier = self._load_classifier()
        described = [(context, entities.mentions) for context, entities in zip(contexts, found, strict=True)]
        predictions = classifier.predict_batch(described)
        sentences: Sequence[Any] = [None] * len(sources)
        if self._sentences:
            from nqtext.classification import sentence_scores

            sentences = sentence_scores(classifier, described, predictions)
        for source, text, layer, entities, prediction, inspection, scores in zip(
            sources, folded, layers, found, predictions, inspections, sentences, strict=True
        ):
            yield assemble(
                source,
                text,
                layer,
                entities,
                prediction,
                inspection.metadata,
                self._versions(),
                self._tags(text, layer),
                self._min_score or 0.0,
                scores,
            )

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
    sentences: bool = False,
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
        sentences: whether sentences get scores, so that the goal inside a news paragraph can be pulled
            out; it adds to the time of labelling paragraphs as much again.

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
    return Pipeline(segmenter, words, recognizers, paragraphs, min_score, pos, tagger, sentences)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nobody looks for reference cycles meanwhile.

    An analysis makes none (there is a test), but tens of thousands of objects that live until it ends, and
    the collector would walk over all of them, and over all tables, again and again: a tenth of the time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


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
