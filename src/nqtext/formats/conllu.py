"""CoNLL-U: a sentence a block, a word a line; offsets, entities and links in MISC, code points.

``# newdoc`` and ``# newpar`` open articles and paragraphs; comments carry the paragraph's label.  Only
words are annotated: lemma, universal tag, features and heads are ``_``; XPOS holds the VLSP tag where there
is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqtext.formats.alignment import split_tokens, token_spans
from nqtext.formats.names import Misaligned
from nqtext.formats.offsets import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqtext.article import Article

__all__ = ["form", "tags", "to_conllu"]

#: What would end a line or a column, or is no character.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ESCAPES = str.maketrans({" ": "\\s", "|": "\\p", "\t": "\\t", "\r": "\\r", "\n": "\\n", "\\": "\\\\"})


def to_conllu(article: Article, misaligned: str = "raise") -> str:
    """An article as CoNLL-U.

    Args:
        article: the article.
        misaligned: ``raise``, or ``expand`` or ``contract`` an entity that ends inside a word, or
            ``split`` the word.

    Returns:
        Blocks of lines, each block with an empty line behind it.

    Raises:
        AlignmentError: an entity ends inside a word, and the caller did not choose.

    >>> import nqtext
    >>> line = to_conllu(nqtext.analyze("Theo Nghị quyết 57", id="a")).splitlines()[-3]
    >>> line.split("\\t")[1], line.split("\\t")[9]
    ('Nghị quyết', 'start_char=5|end_char=15|NER=B-DOCUMENT|Link=document:nghi-quyet/57...')
    """
    if misaligned == Misaligned.SPLIT:
        article = split_tokens(article)
    marks = tags(article, Misaligned(misaligned))
    tokens = article.tokens
    words = tokens.texts
    starts, ends = tokens.spans[:, 0].tolist(), tokens.spans[:, 1].tolist()
    edges = np.searchsorted(tokens.spans[:, 0], article.sentence_spans).tolist()
    owners = (
        np.searchsorted(article.paragraph_spans[:, 0], article.sentence_spans[:, 0], side="right") - 1
    ).tolist()
    lines: list[str] = [] if edges else [*_newdoc(article), ""]
    paragraph = -1
    for number, ((first, last), owner) in enumerate(zip(edges, owners, strict=True), 1):
        if number == 1:
            lines += _newdoc(article)
        if owner != paragraph:
            paragraph = owner
            lines += _newpar(article, owner)
        lines += [f"# sent_id = {number}", f"# text = {_line(article.text[starts[first] : ends[last - 1]])}"]
        for at in range(first, last):
            tag, link = marks[at]
            misc = [f"start_char={starts[at]}", f"end_char={ends[at]}"]
            misc += [] if tag == "O" else [f"NER={tag}"]
            misc += [f"Link={link.translate(_ESCAPES)}"] if link and tag.startswith("B-") else []
            if at + 1 < last and starts[at + 1] == ends[at]:
                misc.append("SpaceAfter=No")
            xpos = tokens.tags[at] if tokens.tags is not None else "_"
            lines.append(f"{at - first + 1}\t{form(words[at])}\t_\t_\t{xpos}\t_\t_\t_\t_\t{'|'.join(misc)}")
        lines.append("")
    return sendable("".join(f"{line}\n" for line in lines))


def tags(article: Article, misaligned: Misaligned) -> list[tuple[str, str | None]]:
    """For each token its tag in the scheme IOB2, and the link of the entity it is in."""
    marks: list[tuple[str, str | None]] = [("O", None)] * len(article.tokens)
    for first, last, mention in token_spans(article, misaligned):
        label = "-".join(mention.label.split())
        marks[first] = f"B-{label}", mention.link
        for at in range(first + 1, last):
            marks[at] = f"I-{label}", mention.link
    return marks


def form(word: str) -> str:
    """A word as a column holds it: single blanks, no control characters.

    >>> form("phát\\xa0 triển")
    'phát triển'
    """
    return " ".join(_CONTROL.sub(lambda m: " " if m.group().isspace() else "\ufffd", word).split())


def _newdoc(article: Article) -> Iterator[str]:
    yield f"# newdoc id = {_line(article.id)}" if article.id else "# newdoc"
    for key in ("title", "published"):
        if isinstance(value := article.metadata.get(key), str):
            yield f"# {key} = {_line(value)}"


def _newpar(article: Article, index: int) -> Iterator[str]:
    paragraph = article.paragraphs[index]
    yield f"# newpar id = p{index + 1}"
    yield f"# paragraph_start = {paragraph.start}"
    yield f"# paragraph_end = {paragraph.end}"
    if paragraph.label is not None:
        yield f"# paragraph_label = {paragraph.label}"
    if paragraph.also:
        yield f"# paragraph_also = {' '.join(paragraph.also)}"
    if paragraph.furniture:
        yield "# furniture = yes"


def _line(text: str) -> str:
    """A text on one line, a code point for a code point."""
    return _CONTROL.sub(lambda m: " " if m.group().isspace() else "\ufffd", text)
