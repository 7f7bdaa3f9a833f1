"""spaCy: a ``Doc`` with words, sentences, entities, spans for the paragraphs.  Needs the extra ``spacy``."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.errors import MissingExtraError
from nqtext.formats.alignment import split_tokens, token_spans
from nqtext.formats.names import Misaligned
from nqtext.formats.offsets import sendable
from nqtext.records import thaw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nqtext.article import Article
    from nqtext.formats.output import Options

__all__ = ["to_spacy", "writing_docbin"]

_LANGUAGE = "xx"  # spaCy's "vi" wants a tokenizer of its own to be installed
_PARAGRAPHS, _ALSO = "paragraphs", "also"


def to_spacy(article: Article, vocab: Any = None, misaligned: str = "raise") -> Any:
    """An article as a spaCy ``Doc``.

    ``doc.text`` is the article's text (a lone surrogate is replaced).  ``doc.ents`` have their link as
    ``kb_id_``; ``doc.spans["paragraphs"]`` have the paragraph's label, ``doc.spans["also"]`` one span for
    each secondary label; ``doc.user_data`` has ``id`` and ``metadata``.

    Args:
        article: the article.
        vocab: a spaCy ``Vocab`` to share, such as ``nlp.vocab``; by default that of ``spacy.blank("xx")``.
        misaligned: ``raise``, or ``expand`` or ``contract`` an entity that ends inside a word, or
            ``split`` the word.

    Returns:
        A ``spacy.tokens.Doc``.

    Raises:
        MissingExtraError: spaCy is not installed.
        AlignmentError: an entity ends inside a word, and the caller did not choose.
    """
    spacy = _spacy()
    from spacy.tokens import Doc, Span

    if misaligned == Misaligned.SPLIT:
        article = split_tokens(article)
    words, spaces, places = _words(article)
    tags = article.tokens.tags
    named: list[str] | None = None
    if tags is not None:
        named = [""] * len(words)
        for place, tag in zip(places, tags, strict=True):
            named[place] = tag
    at = np.array([*places, len(words)], dtype=np.int64)
    starts: list[bool | int | None] = [False] * len(words)
    for first in np.searchsorted(article.tokens.spans[:, 0], article.sentence_spans[:, 0]).tolist():
        starts[places[first]] = True
    doc = Doc(vocab or spacy.blank(_LANGUAGE).vocab, words, spaces, tags=named, sent_starts=starts)
    doc.ents = [
        Span(doc, int(at[first]), int(at[last - 1]) + 1, sendable(m.label), kb_id=sendable(m.link or ""))
        for first, last, m in token_spans(article, Misaligned(misaligned))
    ]
    edges = np.searchsorted(article.tokens.spans[:, 0], article.paragraph_spans).tolist()
    rows = [
        (int(at[first]), int(at[last - 1]) + 1, label, also)
        for (first, last), label, also in zip(edges, article.decided, article.also, strict=True)
    ]
    doc.spans[_PARAGRAPHS] = [Span(doc, first, last, label or "") for first, last, label, _ in rows]
    doc.spans[_ALSO] = [Span(doc, first, last, name) for first, last, _, also in rows for name in also]
    doc.user_data["id"] = article.id
    doc.user_data["metadata"] = thaw(article.metadata)
    return doc


@contextmanager
def writing_docbin(path: str, options: Options) -> Iterator[Callable[[Article], object]]:
    """A function that adds an article to a ``DocBin``, held in memory and written when all are in."""
    spacy = _spacy()
    from spacy.tokens import DocBin

    from nqtext.formats.output import replacing

    vocab = spacy.blank(_LANGUAGE).vocab
    bin = DocBin(store_user_data=True)
    yield lambda article: bin.add(to_spacy(article, vocab, options.misaligned))
    with replacing(path) as file:
        file.write(bin.to_bytes())


def _words(article: Article) -> tuple[list[str], list[bool], list[int]]:
    """The words of the ``Doc``, whether a blank follows each, and where the article's tokens are among them.

    White space other than one blank between words is a word of its own, as spaCy has it.
    """
    text = sendable(article.text)
    words: list[str] = []
    spaces: list[bool] = []
    places: list[int] = []
    done = 0
    for start, end in [*article.tokens.spans.tolist(), [len(text), len(text)]]:
        gap = text[done:start]
        if gap:
            if words and gap[0] == " ":
                spaces[-1], gap = True, gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
        if end > start:
            places.append(len(words))
            words.append(text[start:end])
            spaces.append(False)
        done = end
    return words, spaces, places


def _spacy() -> Any:
    try:
        import spacy
    except ImportError:
        raise MissingExtraError("writing for spaCy", "spacy") from None
    return spacy
