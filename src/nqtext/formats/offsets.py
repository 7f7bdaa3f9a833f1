"""Offsets in the unit of a tool: code points, as Python counts, or UTF-16 units, as JavaScript does."""

from __future__ import annotations

import re
from bisect import bisect_left

from nqtext.formats.names import Unit

__all__ = ["Offsets", "sendable"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Offsets:
    """The way between code points and another unit, for one text.

    >>> Offsets("😀 Bộ", Unit.UTF16).out(2), Offsets("😀 Bộ", Unit.UTF16).back(3)
    (3, (2, 2))
    """

    def __init__(self, text: str, unit: Unit) -> None:
        #: Code points that count twice.
        self._wide = [match.start() for match in _ASTRAL.finditer(text)] if unit is Unit.UTF16 else []
        self._wide_out = [at + k for k, at in enumerate(self._wide)]

    def out(self, offset: int) -> int:
        """A code point's offset in the unit."""
        return offset + bisect_left(self._wide, offset)

    def back(self, offset: int) -> tuple[int, int]:
        """The code points at or around an offset: two different ones where it lies inside a code point."""
        before = bisect_left(self._wide_out, offset)
        if before and self._wide_out[before - 1] == offset - 1:
            at = self._wide[before - 1]
            return at, at + 1
        return offset - before, offset - before


def sendable(text: str) -> str:
    """The text as UTF-8 can hold it: a replacement character for each lone surrogate, so that offsets stay.

    >>> sendable("Bộ\\ud800")
    'Bộ�'
    """
    return _LONE_SURROGATE.sub("\ufffd", text)
