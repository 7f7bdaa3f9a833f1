"""Metadata from the text itself: headline, dateline, byline; number, issuer and signing of a document.

=====================  ==========================================================================
key                    what
=====================  ==========================================================================
``title``              the headline; of an official document its type and subject
``published``          ISO 8601: of the dateline (with the time where it is written), else of the
                       signing, adoption or attachment of a document
``author``             the byline
``publisher``          the source line below the byline, else the portal that the footer names
``captions``           tuple of photo captions
``document_type``      of an official document, as written: ``CHỈ THỊ``
``document_number``    its number: ``47/CT-TTg``
``issuer``             the body in its head, as written
``place``              where it was signed
``signer``             who signed it
``signer_office``      in what office, as written above the name
``subject``            what it is about: the title without the type
``legal_basis``        tuple of what it rests on, each without "Căn cứ"
``recipients``         tuple of who receives it ("Nơi nhận"), without the copy that is kept
``spans``              by key, where each value is written: ``[[start, end], ...]``, half-open ranges of
                       code points of the text; one range a line or a member of a list
=====================  ==========================================================================

Formats add ``url`` and other keys where the file states them (see their modules).  A key that is
not found is absent.  A wrong date is worse than none, for it decides what "ngày 18/5" means: only
whole lines that are a dateline or a signing line count, and the clock in a page's head never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.reading.findings import Findings, Place
from nqtext.reading.furniture import kind_of
from nqtext.reading.lines import (
    AUTHOR,
    CREDIT,
    NAME_LINE,
    PRESS_DATELINE,
    SITE,
    SOURCE,
    dateline,
    is_caption,
    iso_date,
)
from nqtext.reading.official import describe_document
from nqtext.unicode import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

__all__ = ["describe"]

_PUBLISHER = pattern(
    r"(?:Bộ|Sở|Báo|Tạp chí|Cổng|Trang|Trung tâm|Thời báo|Đài|Ban|UBND|Ủy ban|Văn phòng|Tỉnh ủy|Thành ủy"
    r"|Cục|Tổng cục|Thông tấn xã|TTXVN|Vụ|Phòng|Viện)\b"
    r"[^.;:!?]{1,100}"
)
_AGENCY = pattern(r"\(([A-ZĐ][A-Za-zĐđ.]{1,20})\)\s?-\s")
_NUMBERED = pattern(r"\s*(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])\s?[.)/]|\s?[-+*•]\s")
_MAX_TITLE = 250


def describe(lines: Sequence[str], footer: Sequence[str] = (), page: bool = False) -> Findings:
    """Metadata of an article from its lines.

    Args:
        lines: the article's folded lines, page furniture left out, in order.
        footer: the lines of furniture behind it.
        page: whether there is furniture around it: then it certainly begins with its headline.

    Returns:
        The keys of the module's table that were found, values in folded spelling, with their places in
        the lines.

    >>> lines = ["CHỈ THỊ", "Số: 47/CT-TTg", "Hà Nội, ngày 26 tháng 11 năm 2019"]
    >>> describe(lines).values["document_number"]
    '47/CT-TTg'
    """
    if len(lines) < 3:
        return Findings()
    document = describe_document(lines)
    if document.values:
        return document
    return _news(lines, footer, page)


def _news(lines: Sequence[str], footer: Sequence[str], page: bool) -> Findings:
    found = Findings()
    dates = [i for i, line in enumerate(lines[:8]) if dateline(line)]
    dated = dates[-1] if dates else None  # of two, the first is the clock in the page's head
    if dated is not None and not (dated == 0 and kind_of(lines[0]) == "today"):
        found.put("published", dateline(lines[dated]), _whole(lines, dated))
    else:
        press = next(((i, m) for i, line in enumerate(lines[:4]) if (m := PRESS_DATELINE.match(line))), None)
        if press and (iso := iso_date(press[1].groupdict())):
            found.put("published", iso, Place(press[0], press[1].start("d"), press[1].end("y")))
    title = _headline(lines, dated, page)
    if title is not None:
        found.put("title", lines[title], _whole(lines, title))
    captions = (_whole(lines, i) for i, line in enumerate(lines) if is_caption(line))
    found.list("captions", lines, captions)
    found.take(_byline(lines))
    if "publisher" not in found:
        portal = next((line for line in footer if kind_of(line) == "portal_name"), None)
        agency = next(((i, m) for i, line in enumerate(lines[:6]) if (m := _AGENCY.match(line))), None)
        if portal:
            found.put("publisher", portal)
        elif agency:
            found.put("publisher", agency[1][1], Place(agency[0], *agency[1].span(1)))
    return found


def _whole(lines: Sequence[str], i: int) -> Place:
    return Place(i, 0, len(lines[i]))


def _headline(lines: Sequence[str], dated: int | None, page: bool) -> int | None:
    """The line that is the headline: next to the dateline, or first and followed by the lead."""
    sure = page or dated is not None
    if dated:  # something stands before the dateline: the nearest line that can be a headline
        return next((i for i in range(dated - 1, -1, -1) if _can_be_headline(lines, i, sure)), None)
    first = 1 if dated == 0 else 0
    return first if first < len(lines) and _can_be_headline(lines, first, sure) else None


def _can_be_headline(lines: Sequence[str], i: int, sure: bool) -> bool:
    line = lines[i]
    if not 12 <= len(line) <= (_MAX_TITLE if sure else 130) or not any(c.isalpha() for c in line):
        return False
    if line.rstrip("\"' ").endswith((".", ";", ":", ",", "/")) or is_caption(line) or _NUMBERED.match(line):
        return False
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "\"'"):
        return False
    if sure:
        return True
    # Without a dateline the lead must prove it: a full sentence, longer than the headline.
    after = lines[i + 1]
    sentence = after.rstrip("\"' )").endswith((".", ":", "…", "!"))
    return sentence and len(line.split()) >= 5 and len(after) > max(len(line), 100)


def _byline(lines: Sequence[str]) -> Findings:
    """Author and source from the last lines; the line before them must end the article."""
    found = Findings()
    for i in range(len(lines) - 1, max(len(lines) - 5, 1), -1):
        line = lines[i]
        if len(line) > 110 or line.endswith((".", ":", ";")):
            break
        name = CREDIT.fullmatch(line) or AUTHOR.fullmatch(line)
        source = SITE.fullmatch(line) or SOURCE.fullmatch(line)
        if name:
            found.put("author", *_named(i, name))
        elif source:
            found.put("publisher", *_named(i, source))
        elif i > 1 and _PUBLISHER.fullmatch(line) and len(line.split()) >= 2 and "author" not in found:
            found.put("publisher", line, _whole(lines, i))
        elif (name := NAME_LINE.fullmatch(line)) and "author" not in found:
            found.put("author", *_named(i, name))
        else:
            break
    else:
        return found if len(lines) > 5 else Findings()
    return found


def _named(line: int, match: re.Match[str]) -> tuple[str, Place]:
    name = match["name"].strip()
    start = match.start("name") + match["name"].index(name)
    return name, Place(line, start, start + len(name))
