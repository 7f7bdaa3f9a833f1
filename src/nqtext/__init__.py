"""nqtext: Vietnamese policy articles, tokenized, tagged and told apart.

The public names are imported when they are first used: ``import nqtext`` loads neither
underthesea nor scikit-learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext._version import __version__

if TYPE_CHECKING:
    from nqtext.article import Article, Paragraph, Sentence
    from nqtext.corpus.exploring.corpus import Corpus
    from nqtext.corpus.exploring.plot import plot
    from nqtext.corpus.frames import to_frame
    from nqtext.corpus.store import Store
    from nqtext.errors import (
        AlignmentError,
        ArtifactError,
        ConfigurationError,
        GazetteerError,
        LimitError,
        MissingExtraError,
        NqtextError,
        OffsetError,
        ReadError,
        SchemaError,
        StoreError,
        StoreVersionError,
        WorkerError,
    )
    from nqtext.functions import analyze, pipe, segment, sent_tokenize, word_tokenize
    from nqtext.pipeline import Pipeline, load
    from nqtext.reading import Limits, Source, read
    from nqtext.reading.many import read_many
    from nqtext.records import Issue, Mention, Reason, Referent
    from nqtext.schema import from_dict
    from nqtext.tokens import Token, Tokens

_HOME = {
    **dict.fromkeys(
        (
            "AlignmentError",
            "ArtifactError",
            "ConfigurationError",
            "GazetteerError",
            "LimitError",
            "MissingExtraError",
            "NqtextError",
            "OffsetError",
            "ReadError",
            "SchemaError",
            "StoreError",
            "StoreVersionError",
            "WorkerError",
        ),
        "errors",
    ),
    **dict.fromkeys(("Pipeline", "load"), "pipeline"),
    **dict.fromkeys(("analyze", "pipe", "segment", "sent_tokenize", "word_tokenize"), "functions"),
    **dict.fromkeys(("Limits", "Source", "read"), "reading"),
    **dict.fromkeys(("Article", "Paragraph", "Sentence"), "article"),
    **dict.fromkeys(("Token", "Tokens"), "tokens"),
    **dict.fromkeys(("Issue", "Mention", "Reason", "Referent"), "records"),
    "Corpus": "corpus.exploring.corpus",
    "Store": "corpus.store",
    "from_dict": "schema",
    "plot": "corpus.exploring.plot",
    "read_many": "reading.many",
    "to_frame": "corpus.frames",
}

__all__ = [
    "AlignmentError",
    "Article",
    "ArtifactError",
    "ConfigurationError",
    "Corpus",
    "GazetteerError",
    "Issue",
    "LimitError",
    "Limits",
    "Mention",
    "MissingExtraError",
    "NqtextError",
    "OffsetError",
    "Paragraph",
    "Pipeline",
    "ReadError",
    "Reason",
    "Referent",
    "SchemaError",
    "Sentence",
    "Source",
    "Store",
    "StoreError",
    "StoreVersionError",
    "Token",
    "Tokens",
    "WorkerError",
    "__version__",
    "analyze",
    "from_dict",
    "load",
    "pipe",
    "plot",
    "read",
    "read_many",
    "segment",
    "sent_tokenize",
    "to_frame",
    "word_tokenize",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nqtext' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"nqtext.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
