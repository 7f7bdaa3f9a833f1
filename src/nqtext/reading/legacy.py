"""Old Vietnamese encodings of fonts: TCVN3 (ABC) and VNI, told from other text and converted.

Both put Vietnamese letters where a Western code page has others, so that a file, or a text copied out
of one, reads ``Uû ban nh©n d©n`` (TCVN3) or ``UÛy ban nhaân daân`` (VNI).  Any bytes can be read that
way; one of them is taken only where what comes out is made of Vietnamese syllables and what went in
was not.

Source of the tables: TCVN 5712:1993, set VN3, as the ``TCVN`` converter of the GNU C library has it;
VNI for Windows as published by the VNI Software Company, checked against the table of xvnkb.
"""

from __future__ import annotations

import re
import unicodedata

from nqtext.segmentation.patterns import LETTER

__all__ = ["ENCODINGS", "convert", "recognise", "vietnamese_share"]

#: What is converted, in the order in which it is tried.
ENCODINGS = ("TCVN3", "VNI")

_TCVN3_FIRST = 0xA1
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ" "·····" "·àảãáạ·ằẳẵắ" "·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
#: Capital letters with a tone have no place: fonts of capitals show the small ones' codes.
_TCVN3 = {_TCVN3_FIRST + i: letter for i, letter in enumerate(_TCVN3_LETTERS) if letter != "·"}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
#: VNI writes a letter and behind it a mark for tone and hat together.
_VNI_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_HATS = {"â": _HAT} | {mark: _HAT + tone for mark, tone in zip("áàåãä", _VNI_TONES.values(), strict=True)}
_VNI_BREVES = {"ê": _BREVE} | {
    mark: _BREVE + tone for mark, tone in zip("éèúüë", _VNI_TONES.values(), strict=True)
}
_VNI_BEHIND = {
    **dict.fromkeys("aA", _VNI_TONES | _VNI_HATS | _VNI_BREVES),
    **dict.fromkeys("eEoO", _VNI_TONES | _VNI_HATS),
    **dict.fromkeys("uUyYôÔöÖ", _VNI_TONES),
}
_VNI_ALONE = str.maketrans("ôÔöÖñÑíÍìÌæÆóÓòÒîÎ", "ơƠưƯđĐíÍìÌỉỈĩĨịỊỵỴ")
_VNI_PAIR = re.compile(
    f"([aA])([{''.join(_VNI_BEHIND['a'])}{''.join(_VNI_BEHIND['a']).upper()}])"
    f"|([eEoO])([{''.join(_VNI_BEHIND['e'])}{''.join(_VNI_BEHIND['e']).upper()}])"
    f"|([uUyYôÔöÖ])([{''.join(_VNI_TONES)}{''.join(_VNI_TONES).upper()}])"
    "|([ôÔöÖñÑíÍìÌæÆóÓòÒîÎ])"
)

#: A word as its writer saw it: the old encodings use symbols for letters, too.
_OLD_WORD = re.compile(r"(?:[^\W\d_]|[\xa1-\xbf\xd7\xf7])+")
_TONES = re.compile(f"[{_ACUTE}{_GRAVE}{_HOOK}{_TILDE}{_DOT}]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:[aăâeêioôơuưy]|[iu]ê|yê|oa|oă|oe|uâ|ua|uô|uơ|uy|uyê|uya|ưa|ươ|ia|oo"
    r"|(?:[aâeêioôơuư]|iê|yê|oa|oe|uâ|uô|ươ|uy)[iouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(f"{LETTER}+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TONED = re.compile("[\u1ea0-\u1ef9]")  # letters that no Western code page has
#: A letter with a tone that begins a sentence; a line may begin in the midst of one.
_BEGINS = re.compile(r"(?<=[^\W\d_]{2}[.!?…] )[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_SAMPLE = 65536
_MIN_WORDS, _MIN_SHARE, _MAX_SHARE_BEFORE = 3, 0.9, 0.6


def recognise(text: str) -> str | None:
    """The old encoding that a text is in, read as if it were Western; None where it is in none.

    >>> recognise("Uû ban nh©n d©n tØnh yªu cÇu"), recognise("UÛy ban nhaân daân tænh yeâu caàu")
    ('TCVN3', 'VNI')
    >>> recognise("Ủy ban nhân dân tỉnh yêu cầu"), recognise("Le président a déjà été reçu à l'hôtel")
    (None, None)
    """
    sample = text[:_SAMPLE]
    marked = sum(map(len, _BEYOND_ASCII.findall(sample)))
    if (
        not marked
        or 10 * len(_TONED.findall(sample)) > marked
        or vietnamese_share(sample) > _MAX_SHARE_BEFORE
    ):
        return None
    shares = {name: _share_after(sample, name) for name in ENCODINGS}
    best = max(ENCODINGS, key=lambda name: shares[name])
    return best if shares[best] >= _MIN_SHARE else None


def convert(text: str, encoding: str) -> str:
    """A text in an old encoding, read as if it were Western, in Unicode (NFC).

    Args:
        text: the text.
        encoding: one of :data:`ENCODINGS`.

    >>> convert("CéNG HßA X· HéI, Uû ban", "TCVN3"), convert("Quyeát ñònh soá 7", "VNI")
    ('CỘNG HÒA XÃ HỘI, Uỷ ban', 'Quyết định số 7')
    """
    if encoding == "VNI":
        return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))
    return "".join(_tcvn3_line(line) for line in text.splitlines(keepends=True))


def vietnamese_share(text: str) -> float:
    """Which share of the words with letters beyond ASCII are Vietnamese syllables; 0 where there are few."""
    words = {word for word in _OLD_WORD.findall(text) if not word.isascii()}
    if len(words) < _MIN_WORDS:
        return 0.0
    return sum(map(_is_syllable, words)) / len(words)


def _share_after(text: str, encoding: str) -> float:
    words = {word for word in _OLD_WORD.findall(text) if not word.isascii()}
    if len(words) < _MIN_WORDS:
        return 0.0
    return sum(_is_syllable(convert(word, encoding)) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _vni_letter(match: re.Match[str]) -> str:
    pair = match[0]
    letter = pair[0].translate(_VNI_ALONE)
    if len(pair) == 1:
        return letter
    return letter + _VNI_BEHIND[pair[0]][pair[1].lower()]


def _tcvn3_line(line: str) -> str:
    """Letters with a tone stand in capital words like small ones; the plain letters beside tell which.

    A word with one plain letter (``X·``) is in capitals where a neighbour is, and none is in small letters.
    Whoever began a sentence with a letter that the encoding lacks as a capital wrote the small one.
    """
    shown = line.translate(_TCVN3)
    words = list(_WORD.finditer(shown))
    plain = ["".join(c for c in line[word.start() : word.end()] if c.isascii()) for word in words]
    capital = [len(letters) > 1 and letters.isupper() for letters in plain]
    small = [any(c.islower() for c in letters) for letters in plain]
    pieces = []
    at = 0
    for i, word in enumerate(words):
        beside = (i > 0 and capital[i - 1] and line[words[i - 1].end() : word.start()] == " ") or (
            i + 1 < len(words) and capital[i + 1] and line[word.end() : words[i + 1].start()] == " "
        )
        between = any(small[j] for j in (i - 1, i + 1) if 0 <= j < len(small))
        if capital[i] or (beside and not between and (plain[i].isupper() or not plain[i])):
            pieces += [shown[at : word.start()], word[0].upper()]
            at = word.end()
    return _BEGINS.sub(lambda match: match[0].upper(), "".join((*pieces, shown[at:])))
