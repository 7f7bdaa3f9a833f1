"""A recogniser for a word list of the caller's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.entities.recognizer import Candidate
from nqtext.errors import ConfigurationError, GazetteerError
from nqtext.gazetteers import TermIndex, parse_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nqtext.entities.recognizer import Context

__all__ = ["TermRecognizer"]


class TermRecognizer:
    """Finds the terms of a table.

    The table is tab-separated with a header.  Columns ``term`` and ``label`` are required,
    ``norm`` is the canonical form (default: the term); every further column becomes an attribute.

    Args:
        rows: the rows of the table, each a mapping from column to text.
        name: shown in ``Mention.source``.

    Raises:
        GazetteerError: a row has no ``term`` or no ``label``.

    >>> import nqtext
    >>> terms = TermRecognizer([{"term": "chuyển đổi số", "label": "TOPIC"}])
    >>> nqtext.load(recognizers=[terms])("Đẩy mạnh chuyển đổi số.").entities[0].label
    'TOPIC'
    """

    def __init__(self, rows: Iterable[Mapping[str, str]], name: str = "terms") -> None:
        self.name = name
        entries = []
        for number, row in enumerate(rows, 1):
            if not row.get("term", "").strip() or not row.get("label", "").strip():
                raise GazetteerError(
                    f"{name}, row {number}: every row needs a term and a label, got {dict(row)!r}"
                )
            entries.append((row["term"], dict(row)))
        self._index = TermIndex(entries)

    @classmethod
    def from_tsv(cls, path: str | os.PathLike[str]) -> TermRecognizer:
        """Read the table from a UTF-8 file.

        Raises:
            ConfigurationError: the file cannot be read.
            GazetteerError: it is no such table.
        """
        try:
            lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"recognizers: cannot read {os.fspath(path)!r}: {error}") from error
        return cls(parse_table(lines, os.fspath(path)), name=Path(path).name)

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Every term in the text, the longest at each place."""
        for start, end, row in self._index.find(context.lower):
            attributes = {
                key: value for key, value in row.items() if key not in ("term", "label", "norm") and value
            }
            yield Candidate(start, end, row["label"], row.get("norm") or row["term"], attributes, self.name)
