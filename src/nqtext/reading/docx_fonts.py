"""Fonts of Word files, for what they show differs from what stands in the file.

A font such as ``.VnTime`` or ``VNI-Times`` holds Vietnamese letters where others have Western ones; a
file may mix it with fonts of Unicode, so each run is converted by its own font.  Capitals may be a
matter of the font, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.reading.docx_numbering import Numbering, attribute, first
from nqtext.reading.legacy import convert

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Fonts", "encoding_of"]


def encoding_of(font: str | None) -> tuple[str | None, bool]:
    """The old encoding of a font, and whether it shows capitals only.

    >>> encoding_of(".VnTimeH"), encoding_of("VNI-Times"), encoding_of("Times New Roman")
    (('TCVN3', True), ('VNI', False), (None, False))
    """
    name = (font or "").lower()
    if name.startswith(".vn"):
        return "TCVN3", name.endswith("h")
    return ("VNI" if name.startswith("vni-") else None), False


class Fonts:
    """What the runs of a document show.

    Args:
        styles: the root of ``styles.xml``, or None.
        numbering: knows the styles.
    """

    def __init__(self, styles: Any, numbering: Numbering) -> None:
        self._numbering = numbering
        self._default = first(styles, "docDefaults", "rPrDefault", "rPr")
        self._of_style: dict[str | None, str | None] = {}

    def shown(self, text: str, run: Any, paragraph: Any) -> str:
        """A run's text as a reader sees it.

        Args:
            text: the text as it stands in the file.
            run: the run's ``w:rPr``, or None.
            paragraph: the ``w:pPr`` of its paragraph, or None.
        """
        if text and not text.isascii():
            encoding, capitals = encoding_of(self._font(run, paragraph))
            if encoding is not None:
                text = convert(text, encoding)
            if capitals:
                text = text.upper()
        caps = first(run, "caps")
        return text.upper() if caps is not None and attribute(caps) not in ("0", "false") else text

    def _font(self, run: Any, paragraph: Any) -> str | None:
        """The run's own font, else that of its style, of its paragraph's style, of the document."""
        own = _name(run)
        if own is not None:
            return own
        for style in (attribute(first(run, "rStyle")), attribute(first(paragraph, "pStyle"))):
            if style is not None and (font := self._styled(style)) is not None:
                return font
        return self._styled(self._numbering.default) or _name(self._default)

    def _styled(self, style: str) -> str | None:
        if style not in self._of_style:
            self._of_style[style] = next(self._named(style), None)
        return self._of_style[style]

    def _named(self, style: str) -> Iterator[str]:
        for _, node in self._numbering.chain(style):
            font = _name(first(node, "rPr"))
            if font is not None:
                yield font


def _name(properties: Any) -> str | None:
    fonts = first(properties, "rFonts")
    return attribute(fonts, "hAnsi") or attribute(fonts, "ascii")
