"""Names of foreign bodies, which no type word opens: "Wan Hai Lines Ltd", "Samsung Việt Nam".

Two forms, each read from its end: capitalised words up to one that companies abroad are named with, and
words that are no Vietnamese syllables before Vietnam.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.syllables import is_syllable
from nqtext.gazetteers import TermIndex
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["foreign_bodies", "name_ends"]

_SUFFIXES = (
    "Group Holding Holdings Line Lines Shipping Ltd Limited Inc Corp Corporation Company Bank Invest "
    "Agency Airline Airlines Airways Logistics Securities Capital Electronics Motor Motors Energy "
    "Petroleum Exploration Pharma Foundation University Institute Association Technologies Software "
    "Telecom Insurance Partners Ventures Steel"
)
_CAPITAL_NEXT = pattern(f" {CAPITAL}")
_COUNTRY = ("Việt Nam", "Vietnam")
_NAME = re.compile(r"[\w&'-]*\w[\w&'-]*")
_WORDS = pattern(f"(?<![\\w.&-])(?:{CAPITAL}[\\w&'-]{{0,20}} (?:& )?){{1,4}}(?:- )?$")
#: Words that open a sentence and no name, and words of English that Vietnamese uses as such.
_NO_NAME = frozenset(
    "theo do khi cho trong sau nay tuy hay tin ông bà anh chị từ tại với và của về để các những nhưng "
    "internet online covid festival logistics fintech startup robot blockchain expo website email "
    "marketing container showroom halal golf marathon world miss forum summit made visit amazing north "
    "south tnhh cp ctcp tgđ cđt hđqt".split()
)
_LONGEST = 90


@cache
def name_ends() -> TermIndex[str]:
    """What ends a name of either form, ready to be found in a text."""
    return TermIndex((word, word) for word in (*_SUFFIXES.split(), *_COUNTRY))


def foreign_bodies(
    text: str, ends: Iterable[tuple[int, int, str]] | None = None
) -> Iterator[tuple[int, int]]:
    """Where names of foreign bodies stand.

    Args:
        text: folded text.
        ends: where the terms of :func:`name_ends` stand in it; None seeks them.

    Yields:
        Offsets of each name.

    >>> text = "Theo Wan Hai Lines, hãng Samsung Việt Nam mua của Việt Nam."
    >>> [text[start:end] for start, end in foreign_bodies(text)]
    ['Wan Hai Lines', 'Samsung Việt Nam']
    """
    for start, end, word in name_ends().find_all(lower(text)) if ends is None else ends:
        country = word in _COUNTRY
        if text[start:end] != word or (not country and _CAPITAL_NEXT.match(text, end)):
            continue
        last = text[max(0, start - 24) : start].rstrip(" ").rsplit(" ", 1)[-1]
        if country and (last.isupper() or not _foreign(last)):
            continue
        before = _WORDS.search(text, max(0, start - _LONGEST), start)
        names = list(_NAME.finditer(text, before.start(), start)) if before else []
        while names and names[0].group().lower() in _NO_NAME:
            names.pop(0)
        if names and not (country and not all(_foreign(name.group()) for name in names)):
            yield names[0].start(), end


def _foreign(word: str) -> bool:
    return word[:1].isupper() and word.isascii() and not is_syllable(word) and word.lower() not in _NO_NAME
