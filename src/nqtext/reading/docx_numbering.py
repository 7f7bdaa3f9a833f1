"""Automatic numbering of Word files: what Word writes before a paragraph and does not keep in its text.

Source of the rules: ECMA-376 part 1, section 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Numbering", "attribute", "children", "first", "written"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_PLACE = re.compile(r"%([1-9])")
#: Bullets that are written as they are; others (symbols of special fonts) become a dash.
_BULLETS = frozenset("-–—+*•")
_MAX_STYLES = 50  # a style based on itself ends here


def children(node: Any, *names: str) -> Iterator[Any]:
    """The children of an element with one of the local names, in either namespace of Word."""
    for child in node:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in names:
            yield child


def first(node: Any, *path: str) -> Any:
    """The first child with the local name, and of that the next name; None where there is none."""
    for name in path:
        node = None if node is None else next(children(node, name), None)
    return node


def attribute(node: Any, name: str = "val") -> str | None:
    """The attribute of a local name; None where node or attribute are not there."""
    for key, value in () if node is None else node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def written(number: int, format: str) -> str:
    """A number in one of Word's formats; one that is not known is written in figures.

    >>> [written(4, format) for format in ("decimal", "upperRoman", "lowerLetter", "decimalZero")]
    ['4', 'IV', 'd', '04']
    >>> written(25, "vietnameseCounting"), written(28, "upperLetter")
    ('hai mươi lăm', 'BB')
    """
    if format in ("none", "bullet"):
        return ""
    if format.endswith("Roman") and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
        return text.upper() if format == "upperRoman" else text
    if format.endswith("Letter") and 0 < number <= 780:
        text = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return text.upper() if format == "upperLetter" else text
    if format == "vietnameseCounting" and 0 < number < 100:
        return _in_words(number)
    return f"{number:02}" if format == "decimalZero" else str(number)


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{head} {tail}".rstrip()


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False

    @classmethod
    def of(cls, node: Any) -> _Level:
        return cls(
            _integer(attribute(first(node, "start")), 1),
            attribute(first(node, "numFmt")) or "decimal",
            attribute(first(node, "lvlText")) or "",
            _integer(attribute(first(node, "lvlRestart")), None),
            _on(first(node, "isLgl")),
        )


@dataclass(slots=True)
class _List:
    """An abstract list: its levels, which style stands on which, and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    link: str | None = None


class Numbering:
    """Counts the numbered paragraphs of a document, in their order.

    Args:
        numbering: the root of ``numbering.xml``, or None.
        styles: the root of ``styles.xml``, or None.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.styles: Mapping[str, Any] = {
            attribute(style, "styleId") or "": style
            for style in (() if styles is None else children(styles, "style"))
        }
        self.default = next(
            (
                key
                for key, style in self.styles.items()
                if attribute(style, "type") == "paragraph" and _true(attribute(style, "default"))
            ),
            "",
        )
        self._lists: dict[str, _List] = {}
        self._of: dict[str, tuple[str, Any]] = {}
        self._begun: set[str] = set()
        if numbering is None:
            return
        for node in children(numbering, "abstractNum"):
            made = _List(link=attribute(first(node, "numStyleLink")))
            for level in children(node, "lvl"):
                at = _integer(attribute(level, "ilvl"), 0)
                made.levels[at] = _Level.of(level)
                if style := attribute(first(level, "pStyle")):
                    made.styles[style] = at
            self._lists[attribute(node, "abstractNumId") or ""] = made
        for node in children(numbering, "num"):
            abstract = attribute(first(node, "abstractNumId")) or ""
            self._of[attribute(node, "numId") or ""] = (abstract, node)

    def chain(self, style: str | None) -> Iterator[tuple[str, Any]]:
        """A style and those that it is based on."""
        for _ in range(_MAX_STYLES):
            if style is None or style not in self.styles:
                return
            yield style, self.styles[style]
            style = attribute(first(self.styles[style], "basedOn"))

    def mark(self, properties: Any) -> str:
        """What Word writes before the next paragraph, with a blank behind; "" where nothing.

        Args:
            properties: the paragraph's ``w:pPr``, or None.
        """
        number, level = self._place(properties)
        if number is None or number not in self._of:
            return ""
        abstract, node = self._of[number]
        known = self._resolved(abstract)
        if known is None:
            return ""
        levels = self._overridden(known, node)
        here = levels.get(level)
        if here is None:
            return ""
        self._count(known, levels, level, number, node)
        if here.format == "bullet":
            bullet = here.text.strip()
            return f"{bullet if bullet in _BULLETS and bullet else '-'} "

        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            count = known.counts.get(at, levels[at].start)
            return written(count, "decimal" if here.legal else levels[at].format)

        text = _PLACE.sub(place, here.text).strip()
        return f"{text} " if text else ""

    def _place(self, properties: Any) -> tuple[str | None, int]:
        """The number and level of a paragraph: its own, else those of its style."""
        own = first(properties, "numPr")
        number, level = attribute(first(own, "numId")), attribute(first(own, "ilvl"))
        style = attribute(first(properties, "pStyle")) or self.default
        for key, node in self.chain(style):
            if number is not None:
                break
            inherited = first(node, "pPr", "numPr")
            number = attribute(first(inherited, "numId"))
            if number is not None:
                listed = self._resolved(self._of.get(number, ("", None))[0])
                at = listed.styles.get(key) if listed is not None else None
                level = level or (str(at) if at is not None else attribute(first(inherited, "ilvl")))
        return (None if number == "0" else number), _integer(level, 0)

    def _resolved(self, abstract: str) -> _List | None:
        """The list itself, or the one of the style that it points to."""
        listed = self._lists.get(abstract)
        if listed is None or listed.link is None or listed.levels:
            return listed
        number = attribute(first(self.styles.get(listed.link), "pPr", "numPr", "numId"))
        other = self._lists.get(self._of.get(number or "", ("", None))[0])
        return None if other is None or other.link is not None else other

    @staticmethod
    def _overridden(listed: _List, node: Any) -> Mapping[int, _Level]:
        own = {
            _integer(attribute(override, "ilvl"), 0): _Level.of(level)
            for override in children(node, "lvlOverride")
            if (level := first(override, "lvl")) is not None
        }
        return {**listed.levels, **own} if own else listed.levels

    def _count(self, listed: _List, levels: Mapping[int, _Level], level: int, number: str, node: Any) -> None:
        counts = listed.counts
        if number not in self._begun:
            self._begun.add(number)
            for override in children(node, "lvlOverride"):  # a list that starts anew
                start = attribute(first(override, "startOverride"))
                if start is not None:
                    counts[_integer(attribute(override, "ilvl"), 0)] = _integer(start, 1) - 1
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [at for at in counts if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]


def _integer(text: str | None, default: Any) -> Any:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _true(value: str | None) -> bool:
    return value is not None and value.lower() not in ("0", "false", "off")


def _on(node: Any) -> bool:
    return node is not None and (attribute(node) is None or _true(attribute(node)))
