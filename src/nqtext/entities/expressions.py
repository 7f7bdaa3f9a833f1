"""Expressions that are found fast.

``re`` skips to the next place where a match may begin only if the expression opens with known letters;
one that opens with ``(?<!\\w)`` is tried at every offset of a text, which costs ten times as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["opening", "places"]


def opening(words: Iterable[str], touching: str = "\\w") -> str:
    """The expression ``(?<![touching])(?:words)``, with the first letters in front.

    Args:
        words: expressions that each open with a letter.
        touching: what may not stand before them, as in a character class.

    Returns:
        An expression without groups of its own, for :func:`nqtext.unicode.pattern`.

    >>> import re
    >>> re.findall(opening(["Ảnh", "Ả.P", "Video"]), "Ảnh, ChânẢnh, Video")
    ['Ảnh', 'Video']
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(f"{c}(?<![{touching}]{c})(?:{'|'.join(rest)})" for c, rest in rests.items()) + ")"


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, inside other words, too; ten times as fast as a pattern.

    >>> list(places("ngày và ngày", "ngày"))
    [0, 8]
    """
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
