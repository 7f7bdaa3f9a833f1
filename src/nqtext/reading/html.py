"""HTML pages: the article that trafilatura finds, as the blocks of the page that belong to it.

trafilatura tells where in a page the article is, and what the page's own metadata say.  The lines are
taken from the page itself, so that captions, rows, bylines and the source are kept, paragraphs stay
apart, and lists of links inside are left out.  Scripts are not run and nothing is fetched.  Needs the
extra ``html``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nqtext.errors import LimitError, MissingExtraError, ReadError
from nqtext.reading.furniture import kind_of
from nqtext.reading.html_blocks import Block, blocks_of, outline_of
from nqtext.reading.limits import Limits
from nqtext.reading.lines import dateline, is_byline, is_caption
from nqtext.reading.official import is_alone, is_body, is_territory
from nqtext.reading.plain import decode
from nqtext.unicode import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
#: What browsers write above a page that they save.
_SAVED_FROM = re.compile(
    r"\s*(?:<!doctype[^>]{0,200}>)?\s*<!-- saved from url=\(\d{1,6}\)(\S{1,2000}) -->", re.I
)
_HEAD = 8192
_WHITE = re.compile(r"\s+")
_METADATA = {"title": "title", "author": "author", "sitename": "publisher", "url": "url", "date": "published"}
_WINDOW = 20_000  # how far behind the last block that was found the next one is looked for
_BEFORE, _BEHIND = 25, 8  # so many blocks around the article may be its headline, byline and source
_MOSTLY = 0.5
_LONG = 40


def read_html(data: bytes, name: str, limits: Limits | None = None) -> tuple[str, dict[str, Any]]:
    """Text and metadata of a page.

    Args:
        data: the page.
        name: what to call it in an error.
        limits: holds ``max_html_bytes``, ``max_elements`` and ``max_depth``.

    Returns:
        The text, one block a line, and what the page's own metadata say: ``title``, ``author``,
        ``publisher``, ``url``, ``published``.

    Raises:
        MissingExtraError: trafilatura is not installed.
        LimitError: the page is longer, or its elements are more or nested deeper, than the limit.
        ReadError: there is no text in it.
    """
    limits = limits or Limits()
    if len(data) > limits.max_html_bytes:
        raise LimitError(limits.passed(name, f"a page of {len(data)} bytes", "max_html_bytes"))
    try:
        import trafilatura
        from lxml import etree, html
    except ImportError:
        raise MissingExtraError("reading HTML", "html") from None
    data, address = _page_of_archive(data, name)
    page = _DECLARATION.sub("", _decode(data, name))
    saved = _SAVED_FROM.match(page[:4000])
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise ReadError(f"{name}: no article text was found in the page") from None
    outline = outline_of(tree)
    if outline.elements > limits.max_elements:
        raise LimitError(limits.passed(name, f"{outline.elements} elements", "max_elements"))
    if outline.depth > limits.max_depth:
        raise LimitError(limits.passed(name, f"elements nested {outline.depth} deep or deeper", "max_depth"))
    blocks = list(blocks_of(tree, outline.tables))
    try:
        document = trafilatura.bare_extraction(
            tree,
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
    values = document.as_dict()
    metadata = {key: values[theirs] for theirs, key in _METADATA.items() if values.get(theirs)}
    if address or saved:
        metadata.setdefault("url", address or (saved and saved[1]))
    extracted = "\n".join(document.body.itertext())
    title = _title(
        blocks, extracted, metadata.get("title"), _WHITE.sub(" ", tree.findtext(".//title") or "").strip()
    )
    if title:
        metadata["title"] = title
    lines = _article(blocks, extracted, title)
    if not lines:
        raise ReadError(f"{name}: no article text was found in the page")
    if title and not _is_said(title, lines):
        lines.insert(0, title)
    return "\n".join(lines), metadata


def _page_of_archive(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The page in a file that holds its pictures, too (MHTML), and its address; else the page itself."""
    if data.lstrip()[:1] in (b"<", b"") or b"multipart/related" not in data[:_HEAD]:
        return data, None
    import email

    try:
        message = email.message_from_bytes(data)
    except RecursionError:
        raise ReadError(f"{name}: a web archive (MHTML) whose parts are nested too deep") from None
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page, message["Snapshot-Content-Location"] or part["Content-Location"]
    raise ReadError(f"{name}: a web archive (MHTML) without a page in it")


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


def _title(blocks: Sequence[Block], extracted: str, title: str | None, window: str) -> str | None:
    """The title; where it stands only behind the article, or nowhere, what the browser's window says."""
    shown = [block.text for block in blocks]
    hits = [i for i, hit in enumerate(_found(blocks, extracted)) if hit]
    behind = bool(hits) and title in shown and shown.index(title) > hits[-1]
    return window if window and (behind or (window in shown and title not in shown)) else title


def _article(blocks: Sequence[Block], extracted: str, title: str | None) -> list[str]:
    """The blocks that are the article's: from its headline to its source, without lists of links."""
    found = _found(blocks, extracted)
    hits = [i for i, hit in enumerate(found) if hit]
    if not hits:
        return [line for line in (_WHITE.sub(" ", line).strip() for line in extracted.split("\n")) if line]
    first, last = hits[0], hits[-1]
    start, end = _start(blocks, first, title), _end(blocks, last)
    return [
        block.text
        for i, block in enumerate(blocks[start:end], start)
        if found[i] or block.text == title or (block.linked < _MOSTLY and (i >= first or _is_own(block)))
    ]


def _is_said(title: str, lines: Sequence[str]) -> bool:
    """Whether the first lines say the title already, in one or, as documents do, in several."""
    if title in lines:
        return True
    rest = _WHITE.sub("", title).casefold()
    for line in lines[:_BEFORE]:
        bare = _WHITE.sub("", line).casefold()
        if rest in bare:
            return True
        # Lines that the title leaves out may stand between its own, and marks in brackets behind them.
        rest = rest.removeprefix(bare.partition("(")[0] or bare)
    return not rest


def _found(blocks: Sequence[Block], extracted: str) -> list[bool]:
    """Which blocks stand in what was extracted, in its order; white space does not count."""
    text = _WHITE.sub("", extracted)
    lines = {_WHITE.sub("", line) for line in extracted.split("\n")}
    found = []
    at = 0
    for block in blocks:
        bare = _WHITE.sub("", block.text.replace(" | ", "") if block.kind == "row" else block.text)
        place = text.find(bare, at, at + _WINDOW + len(bare)) if len(bare) > 1 else -1
        # A short block may stand anywhere by chance: only a long one says how far we are.
        sure = place >= 0 and (len(bare) > _LONG or place == at)
        found.append(sure or (place >= 0 and bare in lines))
        if sure:
            at = place + len(bare)
    return found


def _start(blocks: Sequence[Block], first: int, title: str | None) -> int:
    """Where the article begins: at its headline or the dateline above, if they stand near."""
    start = first
    for i in range(first - 1, max(first - _BEFORE, 0) - 1, -1):
        if blocks[i].text == title and blocks[i].linked < _MOSTLY:
            start = i
            break
    for i in range(start - 1, max(start - 4, 0) - 1, -1):
        line = fold(blocks[i].text).text
        if dateline(line) or is_alone(line) or is_body(line):
            start = i
    return start


def _end(blocks: Sequence[Block], last: int) -> int:
    """Behind the article's last lines: byline, source and captions that were left out."""
    end = last + 1
    for i in range(last + 1, min(last + 1 + _BEHIND, len(blocks))):
        if blocks[i].linked >= _MOSTLY or kind_of(fold(blocks[i].text).text) is not None:
            break
        if _is_own(blocks[i]):
            end = i + 1
    return end


def _is_own(block: Block) -> bool:
    """Whether only an article has such a block, wherever it stands."""
    line = fold(block.text).text
    if is_alone(line) or is_body(line) or is_territory(line):
        return True
    return block.kind == "caption" or is_caption(line) or is_byline(line) or dateline(line) is not None
