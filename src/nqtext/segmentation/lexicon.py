"""Words of the caller's own, kept whole by one pipeline and no other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.errors import ConfigurationError
from nqtext.gazetteers import TermIndex
from nqtext.unicode import lower

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Units

__all__ = ["Lexicon"]


class Lexicon:
    """A list of words that are never cut; the longest one at a place wins.

    Matching is on folded keys (any case, any tone placement, NFC or NFD) and at the edges of
    units only.  Nothing is escaped because nothing is a pattern.

    Args:
        words: the words, or the path of a UTF-8 file with one word a line (a line that begins with
            ``#`` is a comment).

    Raises:
        ConfigurationError: the file cannot be read, or an entry is no ``str`` or is blank.

    >>> import nqtext
    >>> nlp = nqtext.load(words=["trí tuệ nhân tạo"])
    >>> [token.text for token in nlp("Phát triển trí tuệ nhân tạo").tokens]
    ['Phát triển', 'trí tuệ nhân tạo']
    """

    def __init__(self, words: Iterable[str] | str | os.PathLike[str]) -> None:
        if isinstance(words, str | os.PathLike):
            try:
                lines = Path(words).read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"words: cannot read {os.fspath(words)!r}: {error}") from error
            entries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        else:
            entries = list(words)
        for entry in entries:
            if not isinstance(entry, str) or not entry.strip():
                raise ConfigurationError(f"words: {entry!r} is not a word; give non-blank strings")
        self._index = TermIndex((entry, None) for entry in entries)

    def apply(self, units: Units, joined: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Join the units of each own word and cut at its edges.

        Args:
            units: the units of a folded text.
            joined: what the segmenter decided, shape (n,).

        Returns:
            The decisions with the own words kept whole, shape (n,).
        """
        matches = self._index.find_all(lower(units.text))
        if not matches:
            return joined
        first_at = {start: i for i, start in enumerate(units.spans[:, 0].tolist())}
        last_at = {end: i for i, end in enumerate(units.spans[:, 1].tolist())}
        joined = joined.copy()
        done = 0
        for start, end, _ in matches:
            first, last = first_at.get(start), last_at.get(end)
            if start < done or first is None or last is None or units.first[first + 1 : last + 1].any():
                continue
            done = end
            joined[first] = False
            joined[first + 1 : last + 1] = True
            joined[last + 1 : last + 2] = False
        return joined
