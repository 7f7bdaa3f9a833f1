"""Folding: one spelling for matching, with an exact way back to the caller's string.

The same Vietnamese word reaches us as ``hòa`` or ``hoà``, precomposed or as base letter and
accents, with ``đ`` or ``ð``, with non-breaking spaces, seven kinds of dash and zero-width
characters inside.  Everything after this module works on one folded spelling; nothing
but this module knows how to get back.

:func:`fold` makes two steps:

1. *Composition*: NFC, and format characters (zero-width, soft hyphen, marks of direction)
   handed to the character they touch.  Only this step changes the length; it keeps a map.
2. *Substitution*, one code point for one: tone placement, dashes, spaces, quotation marks,
   ``ð``, full-width forms and look-alike letters of other scripts.

Source of the composition rules: Unicode Standard Annex 15 (stream-safe limit included: more
than 30 combining marks in a row are composed in groups, which keeps the work linear).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property, lru_cache, partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

__all__ = ["LINE_BREAK", "Folded", "fold", "fold_key", "lower", "pattern"]

#: Line breaks of the contract; ``\\r\\n`` is one break.
LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")

_MARKS_IN_A_ROW = 30

_SPACES = (
    "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = "“”„‟«»″"
_SINGLE_QUOTES = "‘’‚‛′ʼ`´"

#: One code point for one, wherever it stands.
_SUBSTITUTES: dict[str, str] = {
    **dict.fromkeys("\r\u2028\u2029", "\n"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _DASHES},
    "ð": "đ",
    "Ð": "Đ",
    "ɖ": "đ",
    "Ɖ": "Đ",
    "⁄": "/",
    "∕": "/",
}

#: Letters of other scripts that look Latin; folded only inside a word that is otherwise Latin.
_LOOK_ALIKES = str.maketrans(
    "АВЕЗІЈКМНОРСТУХЅаеіјорсухѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορυ",
    "ABE3IJKMHOPCTYXSaeijopcyxs" + "ABEZHIKMNOPTYXvopu",
)
_OTHER_SCRIPT = re.compile("[Ͱ-ϿЀ-ӿ]")
_LATIN_OR_DIGIT = re.compile("[A-Za-z0-9À-ɏẠ-ỹ]")
_RUN = re.compile(r"\S+")

# Tone placement: the *new* style puts the tone on the last vowel of an open oa, oe, uy
# (hoà, khoẻ, thuỷ); policy texts mostly use the old one (hòa, khỏe, thủy), so we fold to it.
# A closed syllable (hoàn, thuyết) and qu- (quý) are written alike in both.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_PLAIN_AND_TONED = [
    (vowel, tone, unicodedata.normalize("NFC", vowel + tone)) for vowel in "aeyAEY" for tone in _TONES
]
_NEW_TO_OLD: dict[str, str] = {
    glide + toned: unicodedata.normalize("NFC", glide + tone) + vowel
    for vowel, tone, toned in _PLAIN_AND_TONED
    for glide in ("uU" if vowel in "yY" else "oO")
}
# One set of letters first, because the engine then skips to it; pairs that are none ("uà") stay as they are.
_NEW_PLACEMENT = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?!\w)(?<![qQ][uU].)")
_PLACEMENT_LETTERS = frozenset(toned for _, _, toned in _PLAIN_AND_TONED)

Offsets = NDArray[np.int32]


class Folded:
    """A text folded for matching, and the way back into the text it was made from.

    Attributes:
        source: the caller's string, untouched.
        text: the folded spelling, case kept; ``text[i]`` stands for ``source[a:b]`` with
            ``a, b = span(i, i + 1)``.
    """

    __slots__ = ("__dict__", "_ends", "_starts", "source", "text")

    def __init__(self, source: str, text: str, starts: Offsets | None, ends: Offsets | None) -> None:
        self.source = source
        self.text = text
        self._starts = starts
        self._ends = ends

    @cached_property
    def lower(self) -> str:
        """The folded text in lower case, of equal length."""
        return lower(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of ``source`` that ``text[start:end]`` stands for.

        >>> folded = fold("ho\\u0300a bi\\u0300nh")
        >>> folded.text, folded.span(4, 8)
        ('hòa bình', (5, 10))
        """
        if self._starts is None or self._ends is None:
            return start, end
        if start >= end:
            at = int(self._starts[start]) if start < len(self._starts) else len(self.source)
            return at, at
        return int(self._starts[start]), int(self._ends[end - 1])

    def spans(self, ranges: Offsets) -> Offsets:
        """:meth:`span` for an array of shape (n, 2) of ranges that are not empty."""
        if self._starts is None or self._ends is None or not len(ranges):
            return ranges
        return np.stack([self._starts[ranges[:, 0]], self._ends[ranges[:, 1] - 1]], axis=1)

    def locate(self, offset: int) -> int:
        """The folded offset of the character that holds ``source[offset]``."""
        if self._ends is None:
            return offset
        return int(np.searchsorted(self._ends, offset, side="right"))


def fold(source: str) -> Folded:
    """Fold a text for matching.

    Args:
        source: any string, lone surrogates and control characters included.

    Returns:
        The folded text with its map; without combining marks and format characters the two
        have equal length and the map is the identity.

    >>> fold("Uỷ ban nhân dân tỉnh Ðắk Lắk – 06‑NQ/TW").text
    'Ủy ban nhân dân tỉnh Đắk Lắk - 06-NQ/TW'
    """
    notable, placed = _notable(source)
    joining = {c for c in notable if ord(c) >= 0x300 and _joins(c)}
    formats = {c for c in notable if ord(c) >= 0xAD and unicodedata.category(c) == "Cf"}
    if not joining and not formats:
        text = _substitute(source, notable) if notable else source
        return Folded(source, _substitute_tones(text) if placed else text, None, None)
    composed, starts, ends = _compose(source, joining, formats)
    return Folded(source, _substitute_tones(_substitute(composed, set(composed))), starts, ends)


@lru_cache(1 << 14)
def fold_key(term: str) -> str:
    """The key under which a term is stored and looked up: folded, lower case, single spaces.

    >>> fold_key("UỶ  BAN Nhân dân")
    'ủy ban nhân dân'
    """
    return " ".join(fold(term).lower.split())


def lower(text: str) -> str:
    """Lower case of equal length (``str.lower`` makes two code points of ``İ``)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression for folded text, whichever tone placement it is written in.

    It is compiled when it is first used: there are hundreds, and a text asks for two thirds of them.

    >>> bool(pattern("uỷ ban").search(fold("ủy ban").text))
    True
    """
    return cast("re.Pattern[str]", _Pattern(expression, flags))


class _Pattern:
    """The methods of a compiled pattern, the first call of which compiles it."""

    _METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
    __slots__ = (*_METHODS, "flags", "pattern")

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self.flags = expression, flags
        for name in self._METHODS:
            setattr(self, name, partial(self._first, name))

    def _first(self, called: str, *args: Any, **options: Any) -> Any:
        compiled = re.compile(_substitute_tones(unicodedata.normalize("NFC", self.pattern)), self.flags)
        for name in self._METHODS:
            setattr(self, name, getattr(compiled, name))
        return getattr(compiled, called)(*args, **options)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Pattern, (self.pattern, self.flags)


_SHORT = 200  # code points; below it a set of all characters costs less than a look-up in a table
#: Characters that no step but tone placement changes: in names and terms hardly ever others are met.
_PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)))) - frozenset(
    _SUBSTITUTES
)

#: Code points with kinds of their own in :func:`_kinds`; all others are notable.
_TABLE = 0x2200
_NOTABLE, _WORD, _GLIDE, _PLACED = (1 << k for k in (0, 1, 6, 7))


@cache
def _kinds() -> NDArray[np.uint8]:
    """What folding has to know of each code point, one bit each; the last entry stands for all others."""
    return np.array([*map(_kind, map(chr, range(_TABLE))), _NOTABLE], dtype=np.uint8)


def _kind(c: str) -> int:
    notable = c not in _PLAIN and (
        c in _SUBSTITUTES
        or "\u0370" <= c < "\u1e00"  # other scripts: letters that look Latin, letters that compose
        or (c >= "\u0300" and _joins(c))
        or (c >= "\xad" and unicodedata.category(c) == "Cf")
    )
    return (
        (_NOTABLE if notable else 0)
        | (_WORD if c.isalnum() or c == "_" else 0)
        | (_GLIDE if c in "oOuU" else 0)
        | (_PLACED if c in _PLACEMENT_LETTERS else 0)
    )


def _notable(source: str) -> tuple[set[str], bool]:
    """Characters among which are all that folding may change, and whether a tone may have to move."""
    if len(source) < _SHORT:
        return set(source) - _PLAIN, True
    codes = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = np.append(_kinds().take(codes, mode="clip"), np.uint8(0))
    notable = set(map(chr, set(codes[(kinds[:-1] & _NOTABLE) > 0].tolist())))
    if any(c.isalnum() for c in notable):
        return notable, True  # it may become one of the letters
    placed = (kinds[:-2] << 1) & kinds[1:-1] & _PLACED
    return notable, bool((placed & ~(kinds[2:] << 6)).any())


@lru_cache(4096)
def _joins(c: str) -> bool:
    """Whether NFC may change this character, or compose it with the one before."""
    return (
        unicodedata.category(c)[0] == "M" or "\u1160" <= c <= "\u11ff" or unicodedata.normalize("NFC", c) != c
    )


def _compose(source: str, joining: set[str], formats: set[str]) -> tuple[str, Offsets, Offsets]:
    """NFC cluster by cluster, format characters dropped where a neighbour can own them."""
    marks = "".join(map(re.escape, sorted(joining)))
    invisible = "".join(map(re.escape, sorted(formats)))
    alternatives = []
    if marks:
        alternatives.append(f"(?s:[^{marks}{invisible}]?[{marks}]{{1,{_MARKS_IN_A_ROW}}})")
    if invisible:
        alternatives.append(f"(?P<format>[{invisible}]+)")
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0  # source offset up to which everything is emitted
    owed: int | None = None  # start of format characters that the next character will own

    def emit(piece: str, start: int, end: int) -> None:
        """Emit ``piece`` for ``source[start:end]``; surplus source goes to its first character."""
        nonlocal owed
        surplus = (end - start) - (len(piece) - 1)
        bounds = [start, *range(start + surplus, end + 1)]
        if owed is not None:
            bounds[0], owed = owed, None
        pieces.append(piece)
        starts.extend(bounds[:-1])
        ends.extend(bounds[1:])

    for match in re.finditer("|".join(alternatives), source):
        start, end = match.span()
        if done < start:
            emit(source[done:start], done, start)
        done = end
        if invisible and match["format"] is not None:
            if pieces and not pieces[-1][-1].isspace():
                ends[-1] = end
            elif end < len(source) and not source[end].isspace():
                owed = start
            else:
                emit(match.group(), start, end)
            continue
        composed = unicodedata.normalize("NFC", match.group())
        if len(composed) > end - start:  # NFC of a few compatibility characters is longer
            composed = match.group()
        emit(composed, start, end)
    if done < len(source):
        emit(source[done:], done, len(source))
    return "".join(pieces), np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32)


def _substitute(text: str, characters: set[str]) -> str:
    for c in sorted(characters & _SUBSTITUTES.keys()):
        text = text.replace(c, _SUBSTITUTES[c])
    if any("\u0370" <= c <= "\u04ff" for c in characters):
        text = _RUN.sub(_latin_of_look_alikes, text)
    return text


def _substitute_tones(text: str) -> str:
    return _NEW_PLACEMENT.sub(lambda match: _NEW_TO_OLD.get(match.group(), match.group()), text)


def _latin_of_look_alikes(match: re.Match[str]) -> str:
    run = match.group()
    if not _OTHER_SCRIPT.search(run) or not _LATIN_OR_DIGIT.search(run):
        return run
    latin = run.translate(_LOOK_ALIKES)
    return run if _OTHER_SCRIPT.search(latin) else latin
