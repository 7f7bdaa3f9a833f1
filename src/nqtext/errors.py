"""Every error nqtext raises on purpose.

One small tree: catch :class:`NqtextError` to catch them all.  Each message says what
happened, on which input, and what to do about it.  (A wrong *type* of argument is a plain
``TypeError``: it is a mistake in the calling program, not in its data.)
"""

from __future__ import annotations

__all__ = [
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
]


class NqtextError(Exception):
    """Root of the tree."""


class ReadError(NqtextError):
    """A file, page or byte string could not be turned into text."""


class LimitError(NqtextError):
    """An input is larger than a limit that protects the process; the message names the limit."""


class ArtifactError(NqtextError):
    """A file under ``models/`` is missing, truncated, swapped or of another version."""


class GazetteerError(NqtextError):
    """A table of terms does not have the form it should have."""


class SchemaError(NqtextError):
    """A dictionary or JSON text is not a valid ``nqtext/1`` article."""


class StoreError(NqtextError):
    """A store of articles cannot be opened, read or written; what is in it stays."""


class StoreVersionError(StoreError):
    """A store has the layout of another version of nqtext."""


class OffsetError(NqtextError):
    """A span lies outside its text, or does not hold the text it is said to hold."""


class AlignmentError(OffsetError):
    """A span has an edge inside a word or covers a paragraph in part; the message says what can be chosen."""


class ConfigurationError(NqtextError):
    """``nqtext.load`` or the command line was asked for a part that does not exist."""


class MissingExtraError(NqtextError):
    """A format needs an optional dependency; the message says what to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional dependency: pip install 'nqtext[{extra}]'")
        self.what = what
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.what, self.extra)


class WorkerError(NqtextError):
    """A worker process of ``pipe`` died or could not start; the message names the article it had."""
