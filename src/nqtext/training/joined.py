"""Sentences held against gold: neighbouring paragraphs with different labels, joined to one line.

Nobody annotated single sentences.  But where two paragraphs of one sentence each stand side by side and do
different things, the line that joins them is a paragraph that mixes functions, and what each of its
sentences does is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.pipeline import Pipeline
from nqtext.training.scores import label_scores

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from nqtext.article import Article
    from nqtext.training.gold import GoldArticle, GoldFile, GoldParagraph
    from nqtext.training.scores import Scores

__all__ = ["Joined", "join", "judge_sentences"]

_ENDS = (".", "!", "?", '"')


@dataclass(frozen=True, slots=True)
class Joined:
    """What :func:`judge_sentences` returns.

    Attributes:
        sentences: the scores of each sentence of a joined line.
        paragraphs: the same where each sentence has the label of its line.
    """

    sentences: Scores
    paragraphs: Scores


def join(text: str, paragraphs: Sequence[GoldParagraph]) -> tuple[str, list[tuple[int, str]]]:
    """Join neighbours that do different things.

    Args:
        text: the article.
        paragraphs: those that may be joined, each one sentence, in order.

    Returns:
        The text with some line breaks turned into blanks (offsets stay), and for each sentence of a joined
        line where it begins and its label.
    """
    characters = list(text)
    known: list[tuple[int, str]] = []
    done = -1  # a paragraph is joined once
    for one, other in pairwise(paragraphs):
        between = text[one.end : other.start]
        if one.start <= done or one.label == other.label or between.strip() or not between:
            continue
        if not text[one.start : one.end].rstrip().endswith(_ENDS):
            continue
        characters[one.end : other.start] = " " * len(between)
        known += [(one.start, one.label), (other.start, other.label)]
        done = other.start
    return "".join(characters), known


def judge_sentences(gold: GoldFile, paragraphs: str | os.PathLike[str] | None = None) -> Joined:
    """Hold scores of sentences against a gold file, on its joined lines.

    Args:
        gold: the gold file.
        paragraphs: folder of a paragraph model of your own.
    """
    nlp = Pipeline(paragraphs=paragraphs, sentences=True)
    wanted: list[str] = []
    given: list[str] = []
    lines: list[str] = []
    plain = nlp.pipe([article.text for article in gold.articles])
    joined = [join(a.text, _single(a, found)) for a, found in zip(gold.articles, plain, strict=True)]
    for (_, known), article in zip(joined, nlp.pipe([text for text, _ in joined]), strict=True):
        at = {sentence.start: sentence for sentence in article.sentences}
        for start, label in known:
            sentence = at.get(start)
            if sentence is None or sentence.scores is None:
                continue  # the line was cut elsewhere
            scores = sentence.scores
            wanted.append(label)
            given.append(max(scores, key=lambda name: scores[name]))
            lines.append(str(sentence.paragraph.label))
    names = sorted({*wanted, *given, *lines})
    return Joined(label_scores(wanted, given, names), label_scores(wanted, lines, names))


def _single(gold: GoldArticle, article: Article) -> list[GoldParagraph]:
    """The annotated paragraphs that are one sentence of running text."""
    plain = {
        (p.start + len(p.text) - len(p.text.lstrip()), p.end - len(p.text) + len(p.text.rstrip()))
        for p in article.paragraphs
        if p.kind == "text" and p.number is None and not p.furniture and len(p.sentences) == 1
    }
    stripped = []
    for paragraph in gold.paragraphs:
        text = gold.text[paragraph.start : paragraph.end]
        start = paragraph.start + len(text) - len(text.lstrip())
        span = start, start + len(text.strip())
        if span in plain:
            stripped.append(replace(paragraph, start=span[0], end=span[1]))
    return stripped
