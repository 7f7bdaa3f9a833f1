"""What a Vietnamese syllable can look like; a word that is none is a foreign name or an abbreviation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from nqtext.unicode import lower, pattern

__all__ = ["is_syllable"]

_SYLLABLE = pattern(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@lru_cache(1 << 14)
def is_syllable(word: str) -> bool:
    """Whether a word is a possible Vietnamese syllable.

    >>> is_syllable("nghiêng"), is_syllable("Samsung")
    (True, False)
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", lower(word)).translate(_TONES))
    return _SYLLABLE.fullmatch(plain) is not None
