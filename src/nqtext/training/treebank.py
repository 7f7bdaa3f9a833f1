"""Segmented corpora: gold words read into raw text and offsets."""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["GoldText", "read_conllu", "read_lines", "read_underscored", "rebuild", "spaced"]

_CLOSES = frozenset(",.;:!?)]}%…") | {"..."}
_OPENS = frozenset("([{")
#: The treebank writes brackets as words.
_BRACKETS = {"LBKT": "(", "RBKT": ")"}


@dataclass(frozen=True, slots=True)
class GoldText:
    """A raw text and its words.

    Attributes:
        text: the text.
        words: half-open ranges of code points, in order.
    """

    text: str
    words: tuple[tuple[int, int], ...]


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, gzipped or not, without their breaks, in NFC."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield unicodedata.normalize("NFC", line.rstrip("\n"))


def read_conllu(lines: Iterable[str]) -> Iterator[list[str]]:
    """The words of each sentence of a CoNLL-U file.

    >>> list(read_conllu(["# sent_id = 1", "1\\tnhân dân\\t_", "2\\tta\\t_", ""]))
    [['nhân dân', 'ta']]
    """
    words: list[str] = []
    for line in lines:
        if not line.strip():
            if words:
                yield words
            words = []
        elif not line.startswith("#"):
            number, form = line.split("\t", 2)[:2]
            if number.isdigit():
                words.append(_BRACKETS.get(form, form))
    if words:
        yield words


def read_underscored(lines: Iterable[str]) -> Iterator[list[str]]:
    """The words of each line of a file in the form of RDRsegmenter and VnCoreNLP.

    >>> list(read_underscored(["nhân_dân ta ."]))
    [['nhân dân', 'ta', '.']]
    """
    for line in lines:
        words = [word.replace("_", " ").strip() or "_" for word in line.split()]
        if words:
            yield words


def spaced(words: Sequence[str]) -> GoldText:
    """Text with a space between all words, punctuation included, as treebanks print it.

    >>> spaced(["nhân dân", "ta", "."])
    GoldText(text='nhân dân ta .', words=((0, 8), (9, 11), (12, 13)))
    """
    return _laid_out(words, [False] * len(words))


def rebuild(words: Sequence[str]) -> GoldText:
    """Text as it was most likely written: punctuation stands close to the word that it belongs to.

    Dashes and slashes keep their spaces, because what stood there cannot be known.

    >>> rebuild(["Anh", '"', "Tư", '"', "(", "62", "tuổi", ")", "cười", "."]).text
    'Anh "Tư" (62 tuổi) cười.'
    """
    glued = []
    quoted = opened = False
    for i, word in enumerate(words):
        glue = i > 0 and (word in _CLOSES or opened)
        opened = word in _OPENS
        if word == '"':
            glue = glue or (quoted and i > 0)
            opened = not quoted
            quoted = not quoted
        glued.append(glue)
    return _laid_out(words, glued)


def _laid_out(words: Sequence[str], glued: Sequence[bool]) -> GoldText:
    pieces: list[str] = []
    spans = []
    at = 0
    for i, (word, glue) in enumerate(zip(words, glued, strict=True)):
        if i and not glue:
            pieces.append(" ")
            at += 1
        pieces.append(word)
        spans.append((at, at + len(word)))
        at += len(word)
    return GoldText("".join(pieces), tuple(spans))
