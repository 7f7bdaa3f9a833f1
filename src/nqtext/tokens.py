"""Words: one array of offsets, and a view of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from nqtext.unicode import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.unicode import Offsets

__all__ = ["Token", "Tokens", "read_only"]


class Token:
    """A word: a view of one row of :class:`Tokens`."""

    __slots__ = ("_index", "_tokens")

    def __init__(self, tokens: Tokens, index: int) -> None:
        self._tokens = tokens
        self._index = index

    @property
    def start(self) -> int:
        """First code point in the text."""
        return int(self._tokens.spans[self._index, 0])

    @property
    def end(self) -> int:
        """One past the last code point."""
        return int(self._tokens.spans[self._index, 1])

    @property
    def text(self) -> str:
        """The word as written."""
        return self._tokens.source[self.start : self.end]

    @property
    def norm(self) -> str:
        """The word folded: NFC, old tone placement, plain dashes and spaces, case kept."""
        return " ".join(fold(self.text).text.split())

    @property
    def pos(self) -> str | None:
        """Part of speech (VLSP tag set), where the pipeline was loaded with ``pos=True``."""
        return None if self._tokens.tags is None else self._tokens.tags[self._index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Token):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Token({self.start}, {self.end}, {self.text!r})"

    def _key(self) -> tuple[int, int, str, str | None]:
        return self.start, self.end, self.text, self.pos


class Tokens(Sequence[Token]):
    """The words of a text or of a part of it: a sequence of :class:`Token` over one array.

    Attributes:
        source: the text.
        spans: offsets into the text, shape (n, 2), int32, read-only.
        tags: parts of speech, one a token, or None.
    """

    __slots__ = ("source", "spans", "tags")

    def __init__(self, source: str, spans: Offsets, tags: tuple[str, ...] | None = None) -> None:
        self.source = source
        self.spans = read_only(spans)
        self.tags = tags

    def __len__(self) -> int:
        return len(self.spans)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Tokens: ...
    def __getitem__(self, index: int | slice) -> Token | Tokens:
        if isinstance(index, slice):
            return Tokens(self.source, self.spans[index], None if self.tags is None else self.tags[index])
        return Token(self, range(len(self.spans))[index])

    @property
    def texts(self) -> list[str]:
        """The words as a list of str."""
        source = self.source
        starts, ends = self.spans[:, 0].tolist(), self.spans[:, 1].tolist()  # faster than rows
        return [source[start:end] for start, end in zip(starts, ends, strict=True)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return (
            np.array_equal(self.spans, other.spans) and self.texts == other.texts and self.tags == other.tags
        )

    def __hash__(self) -> int:
        return hash((self.spans.tobytes(), self.tags))

    def __reduce__(self) -> tuple[type[Tokens], tuple[str, Offsets, tuple[str, ...] | None]]:
        return type(self), (self.source, self.spans, self.tags)

    def __repr__(self) -> str:
        return f"Tokens({self.texts!r})"


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """The array, or a copy of it where it is a view of another, that cannot be written to."""
    if array.flags.writeable:
        array = array.copy() if array.base is not None else array
        array.setflags(write=False)
    return array
