"""Paragraph classification: four probabilities a paragraph, with evidence."""

from __future__ import annotations

from nqtext.classification.model import ParagraphClassifier, Prediction
from nqtext.classification.sentences import sentence_scores

__all__ = ["ParagraphClassifier", "Prediction", "sentence_scores"]
