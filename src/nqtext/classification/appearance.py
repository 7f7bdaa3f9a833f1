"""Appearance: what a paragraph looks like, where it stands, and which entities it names.

Everything is noted for a whole batch of articles at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.inventory import ENDS, NUMBERS, PARTS, STYLES, numbers
from nqtext.records import ENTITY_LABELS, PARAGRAPH_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.classification.inventory import Noted
    from nqtext.classification.structure import Content
    from nqtext.entities import Candidate, Context
    from nqtext.records import Block

    Rows = NDArray[np.int64]

__all__ = ["note_entities", "note_layout", "note_place"]

_LENGTHS = np.array([4, 9, 16, 30, 60, 110, 200])  # syllables
_HEAD = 200  # code points; whether a line is in capitals is seen before that
_NAME_SYLLABLES = 8
_OPENING = 12  # code points
_WHOLE = 0.8  # of a line
_MANY = 3
_NO_NUMBER = -1

_KINDS = {kind: NUMBERS[f"kind:{kind}"] for kind in PARAGRAPH_KINDS}
_LENGTH = numbers("length:", range(len(_LENGTHS) + 1))
_STYLES = {style: NUMBERS[f"numbered:{style}"] for style in STYLES}
_ENDS = {mark: NUMBERS[f"ends:{mark}"] for mark in ENDS}
_LABELS = {label: i for i, label in enumerate(ENTITY_LABELS)}
_NAMED, _NAMED_OFTEN, _OPENS, _WHOLLY = (
    numbers(prefix, ENTITY_LABELS) for prefix in ("names:", "names many:", "opens with:", "whole:")
)
_PLACES, _FROM_START, _FROM_END = (
    numbers(prefix, range(count))
    for prefix, count in (("place:", PARTS), ("from start:", 3), ("from end:", 2))
)


def note_layout(lines: Sequence[str], blocks: Sequence[Block], lengths: Rows) -> Iterator[Noted]:
    """Note what paragraphs look like.

    Args:
        lines: as written, outer blanks left out.
        blocks: their layout.
        lengths: in syllables, shape (p,).
    """
    everyone = np.arange(len(lines))
    yield everyone, np.array([_KINDS[block.kind] for block in blocks], dtype=np.int64)
    yield everyone, _LENGTH[_LENGTHS.searchsorted(lengths)]
    numbered = [
        (i, _STYLES[_style(block.number)]) for i, block in enumerate(blocks) if block.number is not None
    ]
    yield _columns(numbered)
    word = NUMBERS["ends:word"]
    last = [line[-1:] for line in lines]
    ends = [_ENDS.get(c, word if not c or c.isalnum() else _NO_NUMBER) for c in last]
    found = np.array(ends, dtype=np.int64)
    yield everyone[found >= 0], found[found >= 0]
    small, capitals, name_like = (NUMBERS[name] for name in ("starts small", "capitals", "name-like"))
    noted = [(i, capitals) for i, line in enumerate(lines) if line[:_HEAD].isupper()]
    noted += [(i, small) for i, line in enumerate(lines) if _starts_small(line)]
    short = (lengths <= _NAME_SYLLABLES).nonzero()[0].tolist()
    noted += [(i, name_like) for i in short if _is_name_like(lines[i])]
    yield _columns(noted)


def note_place(content: Content) -> Iterator[Noted]:
    """Note where paragraphs stand in their article."""
    yield content.places, _PLACES[content.at * PARTS // content.counts]
    for distance, of in ((content.at, _FROM_START), (content.counts - 1 - content.at, _FROM_END)):
        near = (distance < len(of)).nonzero()[0]
        yield content.places[near], of[distance[near]]


def note_entities(
    batch: Sequence[tuple[Context, Sequence[Candidate]]], lines: Sequence[str], firsts: Sequence[int]
) -> Iterator[Noted]:
    """Note which entities paragraphs name; labels of the caller's own recognisers say nothing here.

    Args:
        batch: for each article the segmented text and its entities in order.
        lines: its paragraphs as written, outer blanks left out.
        firsts: the first paragraph of each article.
    """
    owners, offsets = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for (context, mentions), first in zip(batch, firsts, strict=True):
        starts = context.paragraphs[:, 0]
        of = np.array([mention.start for mention in mentions], dtype=np.int64)
        inside = starts.searchsorted(of, side="right") - 1
        owners.append(np.where(inside >= 0, first + inside, -1))
        offsets.append(of - starts[inside] if len(starts) else of)
    listed = [mention for _, mentions in batch for mention in mentions]
    labels = np.array([_LABELS.get(mention.label, _NO_NUMBER) for mention in listed], dtype=np.int64)
    sizes = np.array([mention.end - mention.start for mention in listed], dtype=np.int64)
    owner, offset = np.concatenate(owners), np.concatenate(offsets)
    known = ((labels >= 0) & (owner >= 0)).nonzero()[0]
    owner, offset, labels, sizes = (column[known] for column in (owner, offset, labels, sizes))
    keys, first, times = np.unique(owner * len(ENTITY_LABELS) + labels, return_index=True, return_counts=True)
    owner, label = np.divmod(keys, len(ENTITY_LABELS))
    yield owner, _NAMED[label]
    many = times >= _MANY
    yield owner[many], _NAMED_OFTEN[label[many]]
    opens = (offset[first] < _OPENING).nonzero()[0]
    yield owner[opens], _OPENS[label[opens]]
    lengths = np.array([len(lines[i]) for i in owner[opens].tolist()], dtype=np.int64)
    opens = opens[sizes[first[opens]] >= _WHOLE * lengths]
    yield owner[opens], _WHOLLY[label[opens]]


def _columns(noted: list[tuple[int, int]]) -> Noted:
    table = np.array(noted, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _starts_small(line: str) -> bool:
    first = line[:1]
    if not first.isalpha():
        first = next(filter(str.isalpha, line[:_HEAD]), "")
    return first.islower()


def _is_name_like(line: str) -> bool:
    words = line.split()
    return sum(word[:1].isupper() for word in words) >= len(words) * 0.8 and any(
        map(str.isalpha, line[:_HEAD])
    )


def _style(number: str) -> str:
    if number.replace(".", "").isdigit():
        return "decimal" if "." in number.strip(".") else "number"
    if len(number) == 1 and not number.isalnum():
        return "bullet"
    return "letter" if number.islower() and len(number) <= 3 else "roman" if number.isupper() else "ordinal"
