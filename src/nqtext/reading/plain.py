"""Text files: from bytes to the text they hold, or one clear error.

UTF-8 (with and without byte order mark) and UTF-16 are read strictly.  What is neither may be
Windows-1258, the old code page of Vietnamese, or in the old encodings TCVN3 and VNI; since every byte
string can be decoded that way, it is accepted only where the result reads as Vietnamese.  Text in TCVN3
or VNI that was saved as UTF-8 is converted, too.  Else the text is kept as decoded: line breaks and
combining accents stay as they are, only the byte order mark goes.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from nqtext.errors import ReadError
from nqtext.reading.legacy import convert, recognise

__all__ = ["decode"]

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_MAX_CONTROL = 0.02  # share of control characters above which bytes are no text

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_VIETNAMESE_LETTERS = _ENGLISH_LETTERS | {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
} | {"đ"}  # fmt: skip
#: Letters that Vietnamese alone has: French and Spanish share the others.
_TELLING_LETTERS = _VIETNAMESE_LETTERS - _ENGLISH_LETTERS - frozenset("àáâãèéêìíòóôõùúýăĩũ")
_LEGACY = frozenset("µ¶·¸¹»¼½¾ÆÇ®©ªñïöûëäåü")  # what TCVN3 and VNI look like in a Western code page
_WESTERN = [bytes([i]).decode("cp1252", "replace").replace("\ufffd", chr(i)) for i in range(256)]


def decode(data: bytes, name: str = "the bytes") -> str:
    """The text of a byte string.

    Args:
        data: the bytes of a text file.
        name: what to call them in an error.

    Returns:
        The text, without byte order mark, else exactly as decoded; converted from TCVN3 and VNI.

    Raises:
        ReadError: they are binary, cut inside a character, or of no known encoding.

    >>> decode("Nghị quyết".encode("utf-16")), decode("Nghị quyết".encode())
    ('Nghị quyết', 'Nghị quyết')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _converted(_checked(_strict(data[len(mark) :], encoding, name), name))
    wide = _wide_encoding(data[:_SAMPLE])
    if wide is not None:
        return _checked(_strict(data, wide, name), name)
    try:
        return _converted(_checked(data.decode("utf-8"), name))
    except UnicodeDecodeError as error:
        old = _windows_1258(data)
        old = _old_font(data) if old is None else old
        if old is not None:
            return old
        raise ReadError(_no_encoding(data, error, name)) from None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: begins like {encoding.upper()}, but is not valid in it at byte {error.start} "
            f"({error.reason}); the file may be cut short"
        ) from None


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of spaces and plain letters is zero."""
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.25 and even < 0.01:
        return "utf-16-le"
    if even > 0.25 and odd < 0.01:
        return "utf-16-be"
    return None


def _checked(text: str, name: str) -> str:
    """A valid decoding of a binary file is still no text."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(_MAX_CONTROL * len(sample), 3):
        raise ReadError(f"{name}: a binary file, not text; give a text, HTML, DOCX or PDF file")
    return text


def _converted(text: str) -> str:
    """The text itself, or converted where it was copied out of an old font."""
    encoding = recognise(text)
    return text if encoding is None else convert(text, encoding)


def _old_font(data: bytes) -> str | None:
    """The text in TCVN3 or VNI if it reads as Vietnamese in one of them, else None."""
    western = "".join(map(_WESTERN.__getitem__, data))
    encoding = None if _CONTROL.search(western[:_SAMPLE]) else recognise(western)
    return None if encoding is None else convert(western, encoding)


def _windows_1258(data: bytes) -> str | None:
    """The text in Windows-1258 if it reads as Vietnamese in it, else None."""
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    if _CONTROL.search(sample):
        return None
    words = [word.lower() for word in _WORD.findall(sample)]
    marked = [word for word in words if not _ENGLISH_LETTERS.issuperset(word)]
    if not marked or any(unicodedata.combining(c) for c in sample):
        return None
    vietnamese = sum(len(word) <= 7 and _VIETNAMESE_LETTERS.issuperset(word) for word in marked)
    telling = sum(not _TELLING_LETTERS.isdisjoint(word) for word in marked)
    # No symbol stands inside a Vietnamese word; the old font encodings put them there.
    symbols = len(re.findall(r"(?<=[^\W\d_])[^\w\s.,;:!?()/'\"%&+-–—“”‘’…](?=[^\W\d_])", sample))
    if vietnamese >= 0.95 * len(marked) and telling >= 0.25 * len(marked) and symbols <= 0.02 * len(words):
        return text
    return None


def _no_encoding(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample.decode("latin-1"))) > _MAX_CONTROL * len(sample):
        return f"{name}: a binary file, not text; give a text, HTML, DOCX or PDF file"
    if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
        return f"{name}: cut off in the middle of a character at byte {error.start}; get the whole file"
    western = sample.decode("latin-1")
    legacy = sum(c in _LEGACY for c in western)
    broken = sample.decode("utf-8", "replace").count("\ufffd")  # few, where the rest is UTF-8
    if legacy > 0.03 * len(western) and 2 * broken > sum(not c.isascii() for c in western):
        return (
            f"{name}: no known encoding; it looks like an old Vietnamese font encoding, but is not wholly "
            "in TCVN3 or VNI; convert it to UTF-8 first"
        )
    return (
        f"{name}: not valid UTF-8 at byte {error.start}, and neither UTF-16 nor Windows-1258; "
        "save it as UTF-8 first"
    )
