"""Reading: from a file, page or byte string to a :class:`Source`."""

from __future__ import annotations

from typing import Any

from nqtext.reading.source import Source

__all__ = ["Source", "read"]


def read(source: Any) -> Source:
    """Read a file."""
    raise NotImplementedError
