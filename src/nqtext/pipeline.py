"""From a text to an article: the stages in their order, for one text and for many."""

from __future__ import annotations

import datetime
import re
import threading
from collections import deque
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from nqtext._version import __version__
from nqtext.entities import Context, Entities, Recognizer, TermRecognizer, builtin, recognize
from nqtext.errors import ConfigurationError, LimitError, NqtextError, WorkerError
from nqtext.reading.source import Source
from nqtext.records import Article, FrozenDict, Mention, Referent, Tokens
from nqtext.segmentation import Segmentation, SyllableSegmenter, WordSegmenter, segment_batch
from nqtext.segmentation.lexicon import Lexicon
from nqtext.unicode import Folded, fold

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from nqtext.classification import ParagraphClassifier, Prediction
    from nqtext.entities import Candidate

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

_BATCH_CHARACTERS = 200_000
_BATCH_TEXTS = 32
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?")

Text = "str | Source"


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
    ) -> None:
        self._segmenter = _segmenter(segmenter)
        self._lexicon = None if words is None else Lexicon(words)
        self._own = tuple(_recognizer(item) for item in recognizers or ())
        if min_score is not None and not 0 <= min_score <= 1:
            raise ConfigurationError(f"min_score: {min_score!r} is no probability; give a number from 0 to 1")
        self._min_score = min_score
        self._tagger = _pos_tagger() if pos else None
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
        for batch in _batches(texts, lambda text: len(_checked(text, "texts"))):
            folded = [fold(text) for text in batch]
            layers = segment_batch(folded, self._segmenter, self._lexicon)
            for text, layer in zip(folded, layers, strict=True):
                yield self._tokens(text, layer)

    def sentences(self, text: str) -> list[str]:
        """The sentences of a text as a list of str."""
        folded = fold(_checked(text, "text"))
        (layer,) = segment_batch([folded], SyllableSegmenter())
        return [text[start:end] for start, end in folded.spans(layer.sentences).tolist()]

    def _pipe(self, items: Iterable[Any], n_process: int, as_tuples: bool, strict: bool) -> Iterator[Any]:
        chunks = _batches(items, _weigh_tuple if as_tuples else _weigh)
        results = (
            self._in_process(chunks, as_tuples)
            if n_process == 1
            else self._in_processes(chunks, as_tuples, n_process)
        )
        for chunk, outcomes in results:
            for item, outcome in zip(chunk, outcomes, strict=True):
                if isinstance(outcome, BaseException) and strict:
                    raise outcome
                yield (outcome, item[1]) if as_tuples else outcome

    def _in_process(
        self, chunks: Iterator[list[Any]], as_tuples: bool
    ) -> Iterator[tuple[list[Any], list[Any]]]:
        for chunk in chunks:
            yield chunk, self._attempt([item[0] if as_tuples else item for item in chunk])

    def _in_processes(
        self, chunks: Iterator[list[Any]], as_tuples: bool, n_process: int
    ) -> Iterator[tuple[list[Any], list[Any]]]:
        """Chunks in worker processes, in order, at most two a worker under way."""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        pool = ProcessPoolExecutor(
            n_process, multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(self,)
        )
        under_way: deque[tuple[list[Any], list[Any], Future[list[Any]]]] = deque()
        done = 0
        try:
            while True:
                for chunk in islice(chunks, 2 * n_process - len(under_way)):
                    texts = [item[0] if as_tuples else item for item in chunk]
                    under_way.append((chunk, texts, pool.submit(_work, texts)))
                if not under_way:
                    return
                chunk, texts, future = under_way.popleft()
                try:
                    outcomes = future.result()
                except BrokenProcessPool as error:
                    raise WorkerError(
                        f"a worker process died while it had items {done} to {done + len(chunk) - 1}; "
                        "run those alone with n_process=1 to see which, and check the memory"
                    ) from error
                done += len(chunk)
                yield (
                    chunk,
                    [_with_text(outcome, text) for outcome, text in zip(outcomes, texts, strict=True)],
                )
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _attempt(self, texts: list[Any]) -> list[Any]:
        """Articles, with the exception in place of one that failed."""
        try:
            return list(self._analyze([_source(text) for text in texts]))
        except Exception as error:
            if len(texts) == 1:
                return [error]
            return [self._attempt([text])[0] for text in texts]

    def _analyze(self, sources: Sequence[Source]) -> list[Article]:
        from nqtext.reading.portal import inspect

        folded = [fold(source.text) for source in sources]
        inspections = [inspect(text, source) for text, source in zip(folded, sources, strict=True)]
        layers = segment_batch(
            folded, self._segmenter, self._lexicon, [inspection.furniture for inspection in inspections]
        )
        recognizers, linkers = _builtin()
        classifier = self._load_classifier()
        articles = []
        for source, text, layer, inspection in zip(sources, folded, layers, inspections, strict=True):
            context = Context(
                text.text,
                text.lower,
                layer.paragraphs,
                layer.blocks,
                layer.sentences,
                layer.tokens,
                _date(inspection.metadata.get("published")),
                inspection.metadata,
            )
            entities = recognize(context, self._own, recognizers, linkers)
            prediction = classifier.predict(context, entities.mentions)
            articles.append(self._article(source, text, layer, entities, prediction, inspection.metadata))
        return articles

    def _article(
        self,
        source: Source,
        folded: Folded,
        layer: Segmentation,
        entities: Entities,
        prediction: Prediction,
        metadata: Mapping[str, Any],
    ) -> Article:
        names, anaphora, referents = _records(folded, entities)
        labels = prediction.labels
        best = prediction.scores.argmax(axis=1) if len(labels) else np.zeros(0, dtype=int)
        floor = self._min_score if self._min_score is not None else 0.0
        return Article(
            text=source.text,
            id=source.id,
            metadata=FrozenDict(metadata),
            paragraph_spans=folded.spans(layer.paragraphs),
            blocks=layer.blocks,
            sentence_spans=folded.spans(layer.sentences),
            tokens=self._tokens(folded, layer),
            entities=names,
            anaphora=anaphora,
            referents=referents,
            labels=labels,
            scores=prediction.scores,
            decided=tuple(
                labels[column] if row[column] >= floor else None
                for row, column in zip(prediction.scores.tolist(), best.tolist(), strict=True)
            ),
            also=prediction.also,
            evidence=prediction.evidence,
            issues=(),
            versions=self._versions(),
        )

    def _tokens(self, folded: Folded, layer: Segmentation) -> Tokens:
        tags = None
        if self._tagger is not None:
            words = [folded.text[start:end] for start, end in layer.tokens.tolist()]
            first = np.isin(layer.tokens[:, 0], layer.sentences[:, 0])
            tags = tuple(self._tagger.tag(words, first))
        return Tokens(folded.source, folded.spans(layer.tokens), tags)

    def _versions(self) -> FrozenDict:
        from nqtext import gazetteers

        return FrozenDict(
            {
                "nqtext": __version__,
                "segmenter": f"{self._segmenter.name} {self._segmenter.version}",
                "tagger": f"rules {__version__}",
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
) -> Pipeline:
    """A pipeline with other parts; what is chosen holds for it alone.

    Args:
        segmenter: ``"underthesea"`` (default), ``"syllable"``, or an object of your own that is a
            :class:`nqtext.segmentation.WordSegmenter`.
        words: words of your own that are never cut: a list, or a file with one a line.
        recognizers: further recognisers: objects with a ``recognize`` method, or paths of TSV
            files with the columns ``term`` and ``label``; what they find has precedence.
        paragraphs: folder of a paragraph model of your own.
        min_score: a paragraph whose best score is below it gets the label None.
        pos: whether tokens get part-of-speech tags.

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
    return Pipeline(segmenter, words, recognizers, paragraphs, min_score, pos)


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
        :class:`nqtext.records.Tokens`: ``.spans`` is the array of offsets, ``.texts`` the list of str.

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
    if choice in (None, "underthesea"):
        from nqtext.segmentation.underthesea import UndertheseaSegmenter

        return UndertheseaSegmenter()
    if choice == "syllable":
        return SyllableSegmenter()
    if isinstance(choice, str) or not isinstance(choice, WordSegmenter):
        raise ConfigurationError(
            f"segmenter: {choice!r} is not known; give 'underthesea', 'syllable' or an object with a name, "
            "a version and a method joins"
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
    try:
        return datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _records(
    folded: Folded, entities: Entities
) -> tuple[tuple[Mention, ...], tuple[Mention, ...], tuple[Referent, ...]]:
    """Candidates and chains as records with offsets into the caller's string."""

    def mention(candidate: Candidate, link: str | None, kind: str) -> Mention:
        start, end = folded.span(candidate.start, candidate.end)
        attributes = FrozenDict.of_label(candidate.label, candidate.attributes)
        return Mention(
            start,
            end,
            folded.source[start:end],
            candidate.label,
            candidate.norm,
            attributes,
            link,
            kind,
            candidate.source,
            round(candidate.score, 6),
        )

    links = {(c.start, c.end): chain.id for chain in entities.chains for c in chain.mentions}
    made = {(c.start, c.end): mention(c, links.get((c.start, c.end)), "name") for c in entities.mentions}
    anaphora: list[Mention] = []
    referents = []
    for chain in entities.chains:
        pointing = [mention(candidate, chain.id, "anaphor") for candidate in chain.anaphora]
        anaphora.extend(pointing)
        mentions = sorted(
            [*(made[c.start, c.end] for c in chain.mentions), *pointing], key=lambda m: (m.start, m.end)
        )
        attributes = FrozenDict.of_label(chain.label, chain.attributes)
        referents.append(Referent(chain.id, chain.label, chain.norm, attributes, tuple(mentions)))
    anaphora.sort(key=lambda m: (m.start, m.end, m.link or ""))
    return tuple(made.values()), tuple(anaphora), tuple(referents)


def _weigh(item: Any) -> int:
    text = item.text if isinstance(item, Source) else item
    return len(text) if isinstance(text, str) else 0


def _weigh_tuple(item: Any) -> int:
    if not isinstance(item, tuple) or len(item) != 2:
        raise TypeError(
            f"texts: with as_tuples=True every item must be a pair (text, context), got {type(item).__name__}"
        )
    return _weigh(item[0])


def _batches(items: Iterable[Any], weigh: Any) -> Iterator[list[Any]]:
    """Lists of items, bounded in number and in characters."""
    batch: list[Any] = []
    characters = 0
    for item in items:
        weight = weigh(item)
        if batch and (len(batch) >= _BATCH_TEXTS or characters + weight > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += weight
    if batch:
        yield batch


_worker: Pipeline | None = None


def _start_worker(pipeline: Pipeline) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle, without a traceback here
    global _worker
    _worker = pipeline


def _work(texts: list[Any]) -> list[Any]:
    assert _worker is not None
    return [_without_text(outcome) for outcome in _worker._attempt(texts)]


def _without_text(outcome: Any) -> Any:
    """The parent has the text; it need not travel back."""
    if not isinstance(outcome, Article):
        return (
            outcome
            if isinstance(outcome, NqtextError | TypeError)
            else NqtextError(f"{type(outcome).__name__}: {outcome}")
        )
    return replace(outcome, text="", tokens=Tokens("", outcome.tokens.spans, outcome.tokens.tags))


def _with_text(outcome: Any, item: Any) -> Any:
    if not isinstance(outcome, Article):
        return outcome
    text = item.text if isinstance(item, Source) else item
    return replace(outcome, text=text, tokens=Tokens(text, outcome.tokens.spans, outcome.tokens.tags))
