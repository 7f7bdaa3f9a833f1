"""An article as HTML: no script, nothing from outside, everything escaped."""

from __future__ import annotations

import html
import re
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from nqtext.display.outline import (
    LISTED,
    NAMED,
    UNSURE,
    Thing,
    count,
    facts,
    named,
    published,
    runs,
    title,
    versions,
    why,
)
from nqtext.display.tones import PLAIN, TONES, Tone, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nqtext.article import Article, Paragraph
    from nqtext.records import Mention

__all__ = ["html_fragment", "html_page"]

#: What HTML does not allow, and what UTF-8 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_fragment(article: Article) -> str:
    """An article as a piece of HTML that brings its own style, for a notebook.

    Args:
        article: the article.

    Returns:
        A ``style`` and a ``div`` element.  It reads without its style, too.

    >>> import nqtext
    >>> article = nqtext.load(segmenter="syllable")("Quy hoạch <script>alert(1)</script>")
    >>> "Quy hoạch &lt;script&gt;" in html_fragment(article)
    True
    """
    body = f"{_article(article)}\n{_legend([article])}"
    return f'<style>{_style()}</style>\n<div class="nqtext" lang="vi">\n{body}\n</div>\n'


def html_page(articles: Iterable[Article]) -> str:
    """Articles as one self-contained page: light and dark, and fit to print.

    Args:
        articles: one or more articles, shown in their order.

    Returns:
        The page; it encodes to UTF-8 whatever the articles hold.

    >>> import nqtext
    >>> html_page([nqtext.load(segmenter="syllable")("Quy hoạch đô thị")])[:32]
    '<!DOCTYPE html>\\n<html lang="vi">'
    """
    shown = list(articles)
    names = [title(article) or article.id or f"Article {number}" for number, article in enumerate(shown, 1)]
    heading = names[0] if len(shown) == 1 else f"nqtext: {count(len(shown), 'article')}"
    contents = _contents(shown, names) if len(shown) > 1 else ""
    body = "\n".join(
        _article(article, f' id="a{number}"', len(shown) == 1) for number, article in enumerate(shown, 1)
    )
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escape(heading)}</title>\n"
        f"<style>{_style()}html {{ color-scheme: light dark; }}\nbody {{ margin: 0; }}\n</style>\n</head>\n"
        f'<body>\n<main class="nqtext">\n{_legend(shown)}\n{contents}{body}\n</main>\n</body>\n</html>\n'
    )


def _contents(articles: Sequence[Article], names: Sequence[str]) -> str:
    """The index of a page of several articles: a link to each, its date, and how many of what it holds."""
    labels = dict.fromkeys(label for article in articles for label in article.labels if label != "other")
    heads = ["Article", "Published", *labels, "entities"]
    rows = []
    for number, (article, name) in enumerate(zip(articles, names, strict=True), 1):
        counts = [*(article.decided.count(label) for label in labels), len(article.entities)]
        of = zip(heads[2:], counts, strict=True)
        cells = [
            f'<th scope="row"><a href="#a{number}">{_escape(name)}</a></th>',
            f'<td class="date">{_escape(published(article))}</td>',
            *(f'<td class="count" data-of="{_escape(head)}">{n or ""}</td>' for head, n in of),
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    head = "".join(f'<th scope="col">{_escape(name)}</th>' for name in heads)
    return (
        f'<nav id="index" aria-label="Index">\n<table>\n<thead lang="en"><tr>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n</nav>\n"
    )


def _article(article: Article, anchor: str = "", alone: bool = True) -> str:
    parts = [f"<article{anchor}>"]
    if anchor and not alone:
        parts.append('<p class="up" lang="en"><a href="#index">↑ index</a></p>')
    if name := title(article):
        parts.append(f"<h2>{_escape(name)}</h2>")
    parts += [
        '<div class="meta" lang="en">',
        *(f"<div>{_escape(fact)}</div>" for fact in facts(article)),
        "</div>",
    ]
    for furniture, group in groupby(runs(article), key=lambda run: run[0].furniture):
        if furniture:
            lines = [f"<p>{_marked(pieces)}</p>" for _, pieces in group]
            summary = f"[page furniture, {count(len(lines), 'line')}]"
            parts.append(
                f'<div class="row"><details class="furniture"><summary lang="en">{summary}</summary>'
                f"{''.join(lines)}</details></div>"
            )
        else:
            parts += [_paragraph(paragraph, pieces) for paragraph, pieces in group]
    parts += [_things(label, things) for label, things in named(article).items()]
    parts.append(f'<p class="versions" lang="en">{_escape(versions(article))}</p>\n</article>')
    return "\n".join(parts)


def _paragraph(paragraph: Paragraph, pieces: Sequence[tuple[str, Mention | None]]) -> str:
    label = paragraph.label or UNSURE
    classes = ["row", _class(label)]
    classes += ["marked"] if paragraph.label not in (None, "other") else []
    classes += ["heading"] if paragraph.kind == "heading" else []
    scores = ", ".join(f"{name} {score:.2f}" for name, score in paragraph.scores.items())
    badge = f'<span class="badge" lang="en" title="{_escape(scores)}">{_escape(label)}</span>'
    reasons = " · ".join(why(paragraph))
    below = f'<div class="why">{_escape(reasons)}</div>' if reasons else ""
    return f'<div class="{" ".join(classes)}">{badge}<p>{_marked(pieces)}</p>{below}</div>'


def _marked(pieces: Iterable[tuple[str, Mention | None]]) -> str:
    return "".join(_escape(text) if mention is None else _mark(text, mention) for text, mention in pieces)


def _mark(text: str, mention: Mention) -> str:
    about = [
        f"{mention.label}: {mention.norm}",
        mention.link or "",
        mention.source and f"found by {mention.source}",
    ]
    return (
        f'<mark class="{_class(mention.label)}" data-tag="{_escape(tag(mention.label))}" '
        f'title="{_escape(chr(10).join(filter(None, about)))}">{_escape(text)}</mark>'
    )


def _things(label: str, things: Sequence[Thing]) -> str:
    items = []
    for thing in things:
        times = f" ×{thing.mentions}" if thing.mentions > 1 or label in LISTED else ""
        details = f' <span class="detail">· {_escape(thing.details)}</span>' if thing.details else ""
        name = _escape(thing.norm)
        items.append(
            (f'<mark class="{_class(label)}">{name}</mark>' if thing.mentions else name) + times + details
        )
    heading = _escape(LISTED.get(label) or NAMED.get(label, label))
    if label in LISTED:
        return f'<h3 lang="en">{heading}</h3>\n<ul>{"".join(f"<li>{item}</li>" for item in items)}</ul>'
    return f'<p class="things"><b lang="en">{heading}:</b> {"; ".join(items)}</p>'


def _legend(articles: Iterable[Article]) -> str:
    """The labels of nqtext, and those of the caller's own recognisers that occur."""
    own = {mention.label for article in articles for mention in article.entities} - TONES.keys()
    entries = []
    for label, look in [*TONES.items(), *((label, PLAIN) for label in sorted(own))]:
        meaning = _escape(look.meaning or label)
        if label.islower() and label in TONES:
            entries.append(
                f'<span class="{_class(label)}"><span class="badge">{label}</span> {meaning}</span>'
            )
        else:
            letters = _escape(tag(label))
            entries.append(
                f'<span><mark class="{_class(label)}" data-tag="{letters}">{meaning}</mark></span>'
            )
    return f'<div class="legend" lang="en">{" ".join(entries)}</div>'


def _class(label: str) -> str:
    return f"is-{label}" if label in TONES else "is-plain"


@cache
def _style() -> str:
    """The style sheet with one rule a label; ``light-dark`` follows the reader's preference."""
    sheet = resources.files("nqtext.display").joinpath("article.css").read_text(encoding="utf-8")
    rules = [_rule("is-plain", PLAIN), *(_rule(f"is-{label}", look) for label, look in TONES.items())]
    return "\n" + sheet + "\n".join(rules) + "\n"


def _rule(name: str, look: Tone) -> str:
    (ink, tint), (dark_ink, dark_tint) = look.light, look.dark
    colors = f"--ink: light-dark({ink}, {dark_ink}); --tint: light-dark({tint}, {dark_tint});"
    return f".nqtext .{name} {{ {colors} }}"


def _escape(text: str) -> str:
    return html.escape(_FORBIDDEN.sub("\ufffd", text), quote=True)
