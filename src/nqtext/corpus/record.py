"""An article packed for the store, and unpacked without loss.

The record is the JSON of schema ``nqtext/1``, compressed, with an empty list of tokens: those are half
of it, and are kept beside it as an array, which costs a fifth of the time.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from nqtext.schema import from_dict
from nqtext.tokens import Tokens

if TYPE_CHECKING:
    from nqtext.article import Article

__all__ = ["pack", "text_of", "unpack"]

_LEVEL = 1  # of compression; higher ones save a tenth and cost three times as much


def pack(article: Article) -> tuple[bytes, bytes]:
    """The record of an article, and the offsets of its tokens."""
    tokens = article.tokens
    steps = np.diff(tokens.spans.reshape(-1), prepend=0).astype("<i4")
    tags = None if tokens.tags is None else ()
    data = replace(article, tokens=Tokens(article.text, tokens.spans[:0], tags)).to_dict()
    if tokens.tags is not None:
        data["pos"] = list(tokens.tags)
    try:
        record = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates, which JSON can write out
        record = json.dumps(data, separators=(",", ":")).encode("ascii")
    return _compressed(record), _compressed(steps.tobytes())


def unpack(record: bytes, tokens: bytes) -> Article:
    """The article.

    Raises:
        ValueError, zlib.error, SchemaError, OffsetError: it is damaged.
    """
    data = json.loads(zlib.decompress(record))
    steps = np.frombuffer(zlib.decompress(tokens), dtype="<i4")
    data["tokens"] = np.cumsum(steps).reshape(-1, 2).tolist()
    return from_dict(data)


def text_of(record: bytes) -> str:
    """The text alone."""
    return str(json.loads(zlib.decompress(record))["text"])


def _compressed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)
