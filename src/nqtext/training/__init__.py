"""How every file in ``models/`` was made, how to make one's own, and evaluation.

A paragraph model of your own, with labels of your own::

    from nqtext.training import train_paragraphs

    train_paragraphs("my-gold.jsonl", "my-model", check="my-held-out.jsonl")
    nlp = nqtext.load(paragraphs="my-model")
"""

from __future__ import annotations

from nqtext.training.paragraphs import train_paragraphs
from nqtext.training.settings import Settings

__all__ = ["Settings", "train_paragraphs"]
