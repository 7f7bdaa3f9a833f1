"""The card of the word segmenter's model."""

from __future__ import annotations

__all__ = ["CARD"]

CARD = "# Word segmenter\n"
