"""The names that users choose by: formats, units of offsets, what to do with a span that does not fit."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Cells", "Misaligned", "SourceFormat", "TargetFormat", "Unit"]


class TargetFormat(StrEnum):
    """What articles can be written as."""

    JSONL = "jsonl"
    CONLLU = "conllu"
    IOB2 = "iob2"
    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    SPACY = "spacy"
    CSV = "csv"


class SourceFormat(StrEnum):
    """Where annotations can come back from."""

    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"


class Unit(StrEnum):
    """What an offset counts."""

    CODE_POINTS = "code-points"
    UTF16 = "utf-16"


class Misaligned(StrEnum):
    """What becomes of a span that ends inside a word: an error, or the larger or the smaller span that fits.

    Or the span stays: on export ``split`` cuts the word at its edge, on import ``keep`` takes it as it is.
    """

    RAISE = "raise"
    EXPAND = "expand"
    CONTRACT = "contract"
    SPLIT = "split"
    KEEP = "keep"


class Cells(StrEnum):
    """What is done to a CSV cell that a spreadsheet would take for a formula."""

    NEUTRAL = "neutral"
    QUOTED = "quoted"
