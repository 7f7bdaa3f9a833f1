"""An article as text: for a terminal, a mail or a log."""

from __future__ import annotations

import io
import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from nqtext.display.outline import LISTED, NAMED, UNSURE, count, facts, named, runs, title, versions, why
from nqtext.display.tones import tag, tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    from nqtext.article import Article, Paragraph
    from nqtext.records import Mention

__all__ = ["text_report"]

_NARROWEST = 40
_WIDEST_LABEL = 14

_BLANK = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: Format characters, those of direction among them: a terminal treats them as it likes.
_FORMAT = re.compile(
    "[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CLUSTER = re.compile("(?s:.)?[\u0300-\u036f]{1,30}")
_SUPERSCRIPT = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def text_report(article: Article, width: int = 100, color: bool = False) -> str:
    """An article as text for a terminal or a file.

    An entity stands in brackets with its label behind: ``[Bộ Y tế]ᵒʳᵍ``.  The text is shown composed
    (NFC); its control characters become symbols and its format characters are left out, so that no
    article gives orders to the terminal.

    Args:
        article: the article.
        width: cells a line, at least 40.
        color: whether to write ANSI colours; the text is the same with and without.

    Returns:
        Lines, each with a line break at its end.

    >>> import nqtext
    >>> article = nqtext.load(segmenter="syllable")("Tỉnh họp về quy hoạch.")
    >>> print(text_report(article).splitlines()[2])
    other      Tỉnh họp về quy hoạch.
    """
    from rich.color import ColorSystem
    from rich.console import Console

    console = Console(file=io.StringIO(), width=max(width, _NARROWEST), color_system=None, _environ={})
    lines = []
    for line in _lines(article, console):
        segments = line.render(console)
        lines.append(
            "".join(
                segment.style.render(segment.text, color_system=ColorSystem.STANDARD)
                if color and segment.style
                else segment.text
                for segment in segments
            )
        )
    return "".join(f"{line}\n" for line in lines)


def _lines(article: Article, console: Console) -> Iterator[Text]:
    from rich.text import Text

    if name := title(article):
        yield from _wrapped(_styled(_plain(name), "bold"), console)
    for fact in facts(article):
        yield from _wrapped(_styled(_plain(fact), "dim"), console)

    labels = [label or UNSURE for label in (*article.labels, *article.decided)]
    indent = min(max(map(len, labels), default=0), _WIDEST_LABEL) + 2
    loose = True  # a paragraph of several lines has a blank line on both sides
    for furniture, group in groupby(runs(article), key=lambda run: run[0].furniture):
        if furniture:
            note = f"[page furniture, {count(sum(1 for _ in group), 'line')}]"
            yield from (Text(), _styled(" " * indent + note, "dim italic"))
            loose = True
            continue
        for paragraph, pieces in group:
            shown = _paragraph(paragraph, pieces, indent, console)
            if loose or len(shown) > 1:
                yield Text()
            loose = len(shown) > 1
            yield from shown

    yield from _things(article, console)
    yield Text()
    yield from _wrapped(_styled(_plain(versions(article)), "dim"), console)


def _paragraph(
    paragraph: Paragraph, pieces: Sequence[tuple[str, Mention | None]], indent: int, console: Console
) -> list[Text]:
    """The lines of one paragraph: label, marked text, reasons."""
    from rich.cells import cell_len
    from rich.text import Text

    look = tone(paragraph.label).terminal
    quiet = paragraph.label in (None, "other")
    label = _styled(
        (paragraph.label or UNSURE)[:_WIDEST_LABEL].ljust(indent), "dim" if quiet else f"bold {look}"
    )
    text = Text(style="bold" if paragraph.kind == "heading" else "")
    for piece, mention in pieces:
        if mention is None:
            text.append(_plain(piece))
        else:
            text.append(
                f"[{_plain(piece)}]{_plain(tag(mention.label)).translate(_SUPERSCRIPT)}",
                tone(mention.label).terminal,
            )
    lines = _wrapped(text, console, label)
    if reasons := why(paragraph):
        line = _plain(reasons[0])
        for reason in map(_plain, reasons[1:]):  # as many as one line holds
            if indent + 2 + cell_len(f"{line} · {reason}") <= console.width or line == reasons[0]:
                line += f" · {reason}"
            else:
                break
        lines += _wrapped(_styled(line, "dim"), console, _styled(" " * indent + "↳ ", "dim"))
    return lines


def _things(article: Article, console: Console) -> Iterator[Text]:
    """The documents and officials, one a line or more; then the other things, one line or more a kind."""
    from rich.text import Text

    rows: list[Text] = []
    for label, things in named(article).items():
        names = [_styled(_plain(thing.norm), tone(label).terminal) for thing in things]
        for name, thing in zip(names, things, strict=True):
            name.append(f" ×{thing.mentions}" if thing.mentions > 1 or label in LISTED else "", "default")
            name.append(f" · {_plain(thing.details)}" if thing.details else "", "dim")
        if label in LISTED:
            yield from (Text(), _styled(LISTED[label], "bold"))
            for name in names:
                yield from _wrapped(name, console, Text("  - "))
        else:
            heading = _styled(f"{_plain(NAMED.get(label, label))}: ", "bold")
            rows += _wrapped(Text.assemble(heading, Text("; ").join(names)), console, hang=2)
    if rows:
        yield from (Text(), *rows)


def _wrapped(text: Text, console: Console, head: Text | None = None, hang: int = 0) -> list[Text]:
    """The lines of a text, the first behind a head, the others indented by its width (or by ``hang``)."""
    from rich.text import Text

    first = head if head is not None else Text()
    indent = first.cell_len or hang
    lines: list[Text] = []
    for line in text.wrap(console, console.width - indent) or [Text()]:
        line.rstrip()
        lines.append((Text(" " * indent) if lines else first.copy()).append_text(line))
    return lines


def _styled(text: str, style: str) -> Text:
    """A text of one style that does not pass to what is appended."""
    from rich.text import Text

    return Text.assemble((text, style))


def _plain(text: str) -> str:
    """Text that moves no cursor: composed, without format characters, controls as symbols."""
    text = _FORMAT.sub("", _BLANK.sub(" ", text))
    text = _CLUSTER.sub(lambda match: unicodedata.normalize("NFC", match.group()), text)
    return _CONTROL.sub(lambda match: _symbol(match.group()), text)


def _symbol(control: str) -> str:
    if control < " ":
        return chr(0x2400 + ord(control))
    return "␡" if control == "\x7f" else "\ufffd"
