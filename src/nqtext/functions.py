"""The functions of ``import nqtext``: the pipeline that nobody had to choose."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from nqtext.errors import ConfigurationError
from nqtext.pipeline import Pipeline
from nqtext.texts import checked

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from nqtext.article import Article
    from nqtext.reading.source import Source
    from nqtext.tokens import Tokens

__all__ = ["analyze", "pipe", "segment", "sent_tokenize", "word_tokenize"]


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
        LimitError: the text is longer than :data:`nqtext.texts.MAX_CHARACTERS`.
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
    words = next(segment([checked(text, "text")])).texts
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
