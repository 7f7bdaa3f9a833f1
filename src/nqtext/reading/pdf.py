"""PDF files with a text layer, through pypdf: lines joined back into paragraphs.

A scan has no text layer and says so.  Needs the extra ``pdf``.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.errors import LimitError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MAX_PAGES", "join_lines", "read_pdf"]

#: A file with more pages is refused.
MAX_PAGES = 2_000

_BLANKS = re.compile(r"[ \t\xa0]+")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:trang |page )?\d{1,4}(?:\s?/\s?\d{1,4})?\W{0,3}", re.I)
_OPENS = re.compile(
    r"(?:[-+*•●○■▪–—]\s?\S|(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-EĐ]|[IVX]{1,5})\s?[.)/:]\s|(?:Điều|Chương"
    r"|Mục|Phần|PHẦN|CHƯƠNG|ĐIỀU|MỤC) "
    r"|Căn cứ |Xét |Theo đề nghị |Nơi nhận|Số\s?:|Kính gửi|TM\.|KT\.|TL\.|TUQ\.|Q\.|QUYẾT |NGHỊ QUYẾT"
    r"|CHỈ THỊ|THÔNG TƯ|KẾ HOẠCH)"
)
_ENDS = re.compile(r"[.;:!?…/][\"”’')\]]*$")
_FULL = 0.78  # a line shorter than this share of the page's width ends its paragraph


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a PDF file.

    Args:
        data: the file.
        name: what to call it in an error.

    Returns:
        The text, one paragraph a line, and the ranges of the page numbers in it.

    Raises:
        MissingExtraError: pypdf is not installed.
        LimitError: it has more than :data:`MAX_PAGES` pages.
        ReadError: it is encrypted, broken, or has no text layer.
    """
    try:
        import pypdf
    except ImportError:
        raise MissingExtraError("reading PDF", "pdf") from None
    with _quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadError(f"{name}: an encrypted PDF; remove the password first")
            count = len(reader.pages)
            if count > MAX_PAGES:
                raise LimitError(f"{name}: {count} pages, the limit MAX_PAGES is {MAX_PAGES}")
            pages = [page.extract_text() or "" for page in reader.pages]
        except (ReadError, LimitError):
            raise
        except Exception as error:
            raise ReadError(f"{name}: a broken PDF ({type(error).__name__}: {error})") from error
    lines = [_lines(page) for page in pages]
    if not any(c.isalpha() for page in lines for line in page for c in line):
        raise ReadError(
            f"{name}: {count} pages without a text layer (a scan?); run text recognition (OCR) first"
        )
    return _assemble(lines)


def join_lines(lines: Sequence[str]) -> list[str]:
    """Hard-wrapped lines joined back into paragraphs.

    A line goes on in the next where it is nearly as wide as the widest ones, does not end a sentence, and
    the next does not open something; or where the next begins with a small letter.

    >>> join_lines(["Đến năm 2030, cả nước có ít nhất", "50 đô thị.", "Điều 2. Tổ chức"])
    ['Đến năm 2030, cả nước có ít nhất 50 đô thị.', 'Điều 2. Tổ chức']
    """
    if not lines:
        return []
    width = sorted(map(len, lines))[int(0.9 * (len(lines) - 1))]
    joined = [lines[0]]
    for before, line in pairwise(lines):
        unfinished = _ENDS.search(before) is None
        goes_on = line[0].islower() or len(before) >= _FULL * width
        alike = before.isupper() == line.isupper() and _OPENS.match(line) is None
        if unfinished and goes_on and alike:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _lines(page: str) -> list[str]:
    lines = (_BLANKS.sub(" ", unicodedata.normalize("NFC", line)).strip() for line in page.splitlines())
    return [line for line in lines if line]


def _assemble(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Paragraphs over all pages; a page number follows the paragraph that it interrupted."""
    body: list[str] = []
    numbers: list[tuple[int, str]] = []  # (line of the body that it stands before, number)
    for page in pages:
        rest = list(page)
        if rest and _PAGE_NUMBER.fullmatch(rest[0]):
            numbers.append((len(body), rest.pop(0)))
        foot = rest.pop() if len(rest) > 1 and _PAGE_NUMBER.fullmatch(rest[-1]) else None
        body.extend(rest)
        if foot is not None:
            numbers.append((len(body), foot))
    pieces: list[str] = []
    furniture: list[tuple[int, int]] = []
    at = taken = 0

    def put(line: str) -> None:
        nonlocal at
        pieces.append(line)
        at += len(line) + 1

    waiting = iter([*numbers, (len(body) + 1, "")])
    place, number = next(waiting)
    for paragraph in join_lines(body):
        put(paragraph)
        taken += _count(body, taken, paragraph)
        while place <= taken and number:
            furniture.append((at, at + len(number)))
            put(number)
            place, number = next(waiting)
    return "\n".join(pieces), tuple(furniture)


def _count(body: Sequence[str], start: int, paragraph: str) -> int:
    """How many lines of the body a joined paragraph is made of."""
    length = -1
    for n, line in enumerate(body[start:], 1):
        length += len(line) + 1
        if length >= len(paragraph):
            return n
    return len(body) - start


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Warnings about odd files do not belong on the caller's standard error."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
