"""Paragraph classification: four probabilities a paragraph, with evidence."""

from __future__ import annotations

from nqtext.classification.model import ParagraphClassifier, Prediction

__all__ = ["ParagraphClassifier", "Prediction"]
