"""HTML pages, through trafilatura: paragraphs, headings, list items and table rows, one a line.

Scripts are not run and nothing is fetched; trafilatura takes out menus and footers.  Needs the extra
``html``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nqtext.errors import LimitError, MissingExtraError, ReadError
from nqtext.reading.limits import Limits
from nqtext.reading.plain import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.I)
_WHITE = re.compile(r"\s+")
#: Elements of trafilatura's tree that stand on lines of their own.
_BLOCKS = frozenset("p head item quote row code ab list table main body div figure graphic lb fw".split())
_METADATA = {"title": "title", "author": "author", "sitename": "publisher", "url": "url", "date": "published"}


def read_html(data: bytes, name: str, limits: Limits | None = None) -> tuple[str, dict[str, Any]]:
    """Text and metadata of a page.

    Args:
        data: the page.
        name: what to call it in an error.
        limits: holds ``max_html_bytes`` and ``max_depth``.

    Returns:
        The text, one block a line, and what the page's own metadata say: ``title``, ``author``,
        ``publisher``, ``url``, ``published``.

    Raises:
        MissingExtraError: trafilatura is not installed.
        LimitError: the page is longer, or its elements are nested deeper, than the limit.
        ReadError: there is no text in it.
    """
    limits = limits or Limits()
    if len(data) > limits.max_html_bytes:
        raise LimitError(limits.passed(name, f"a page of {len(data)} bytes", "max_html_bytes"))
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError("reading HTML", "html") from None
    page = _decode(data, name)
    try:
        document = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=True,
            # A date guessed from anywhere in the page may be today's; a dateline is read later.
            # The latest date is fixed: the same page gives the same article whenever it is read.
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": "2100-01-01",
            },
        )
    except Exception as error:
        raise ReadError(f"{name}: the page could not be read ({type(error).__name__}: {error})") from error
    if document is None or isinstance(document, dict) or document.body is None:
        raise ReadError(f"{name}: no article text was found in the page")
    lines = [line for block in _blocks(document.body) for line in block.split("\n") if line]
    if not lines:
        raise ReadError(f"{name}: no article text was found in the page")
    values = document.as_dict()
    metadata = {key: values[theirs] for theirs, key in _METADATA.items() if values.get(theirs)}
    title = metadata.get("title")
    if title and title not in lines:
        lines.insert(0, title)
    return "\n".join(lines), metadata


def _decode(data: bytes, name: str) -> str:
    """The page as text; what it says about its charset counts only where it is not Unicode."""
    try:
        return decode(data, name)
    except ReadError:
        charset = _CHARSET.search(data[:4096])
        if charset is None:
            raise
        try:
            return data.decode(charset[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            said = charset[1].decode("ascii")
            raise ReadError(f"{name}: the page says it is {said}, but it is not valid in it") from None


def _blocks(body: Any) -> Iterator[str]:
    """The text of each innermost block in order; the cells of a table's row are one block."""
    from lxml import etree

    parts: list[str] = []
    rows = 0

    def flush() -> str:
        text = _WHITE.sub(" ", "".join(parts)).strip()
        parts.clear()
        return text.removesuffix(" |")

    for event, node in etree.iterwalk(body, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        breaks = tag in _BLOCKS and (rows == 0 or tag == "row")
        if breaks and (text := flush()):
            yield text
        if event == "start":
            rows += tag == "row"
            if rows and tag in _BLOCKS:
                parts.append(" ")
            parts.append(node.text or "" if tag else "")
        else:
            rows -= tag == "row"
            if tag == "cell":
                parts.append(" | ")
            if node is not body:
                parts.append(node.tail or "")
    if text := flush():
        yield text
