"""What reading refuses: the limits on size, unpacking, pages and nesting."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest input that is read; the error that names a limit says how to raise it.

    Attributes:
        max_bytes: the size of a file, as it lies on the disk.
        max_unpacked_bytes: the size of what a ``.gz``, ``.zst`` or ``.docx`` unpacks to; more is a bomb,
            or no article.
        max_html_bytes: the size of a page; its tree takes about twenty times as much memory.
        max_elements: the elements of a page; each takes 20 to 100 microseconds, more where they are nested.
        max_depth: how deep the elements of a page may be nested.
        max_pages: the pages of a PDF.
        max_page_characters: the characters on one of them.
        max_stream_bytes: the size of what one stream of a PDF, pictures apart, unpacks to.
        max_characters: the length of the text, whatever the format; analysis takes no longer one.

    >>> Limits(max_pages=50).max_pages
    50
    """

    max_bytes: int = 100_000_000
    max_unpacked_bytes: int = 200_000_000
    max_html_bytes: int = 20_000_000
    max_elements: int = 200_000
    max_depth: int = 500
    max_pages: int = 2_000
    max_page_characters: int = 500_000
    max_stream_bytes: int = 10_000_000
    max_characters: int = 20_000_000

    def passed(self, name: str, what: str, limit: str) -> str:
        """The message of an error: what is too large, which limit it passes, and how to raise it."""
        how = f"raise it with limits=nqtext.Limits({limit}=...)"
        return f"{name}: {what}, the limit {limit} is {getattr(self, limit)}; {how}"
