"""IOB2 in columns: word, start, end, tag, with tabs between; a blank line ends a sentence; code points.

The syllables of a word are joined by ``_``, as readers of Vietnamese data expect and others need, who split
at any blank; the offsets say what stood there.  ``-DOCSTART-`` opens an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.formats.alignment import split_tokens
from nqtext.formats.conllu import form, tags
from nqtext.formats.names import Misaligned
from nqtext.formats.offsets import sendable

if TYPE_CHECKING:
    from nqtext.article import Article

__all__ = ["to_iob2"]


def to_iob2(article: Article, misaligned: str = "raise") -> str:
    """An article as IOB2.

    Args:
        article: the article.
        misaligned: ``raise``, or ``expand`` or ``contract`` an entity that ends inside a word, or
            ``split`` the word.

    Returns:
        Lines of four columns.

    Raises:
        AlignmentError: an entity ends inside a word, and the caller did not choose.

    >>> import nqtext
    >>> print(to_iob2(nqtext.analyze("Theo Nghị quyết 57")), end="")
    -DOCSTART-	0	0	O
    <BLANKLINE>
    Theo	0	4	O
    Nghị_quyết	5	15	B-DOCUMENT
    57	16	18	I-DOCUMENT
    <BLANKLINE>
    """
    if misaligned == Misaligned.SPLIT:
        article = split_tokens(article)
    spans = article.tokens.spans.tolist()
    marks = tags(article, Misaligned(misaligned))
    words = article.tokens.texts
    lines = ["-DOCSTART-\t0\t0\tO", ""]
    for first, last in np.searchsorted(article.tokens.spans[:, 0], article.sentence_spans).tolist():
        for at in range(first, last):
            start, end = spans[at]
            lines.append(f"{form(words[at]).replace(' ', '_')}\t{start}\t{end}\t{marks[at][0]}")
        lines.append("")
    return sendable("".join(f"{line}\n" for line in lines))
