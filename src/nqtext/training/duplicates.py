"""Near-duplicates: texts that must not stand on both sides of a split."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["near_duplicates"]


def near_duplicates(texts: Sequence[str], least: float = 0.35) -> list[int]:
    """Group texts that share much of their wording.

    Args:
        texts: the texts.
        least: share of the shorter one's runs of five syllables that stand in the other.

    Returns:
        For each text the index of the first text of its group.
    """
    runs = []
    for text in texts:
        syllables = text.lower().split()
        runs.append({_number(syllables[i : i + 5]) for i in range(max(1, len(syllables) - 4))})
    holders: dict[int, list[int]] = {}
    for i, run in enumerate(runs):
        for key in run:
            holders.setdefault(key, []).append(i)
    shared: dict[tuple[int, int], int] = {}
    for members in holders.values():
        if 1 < len(members) <= 20:  # what everybody writes says nothing
            for x, i in enumerate(members):
                for j in members[x + 1 :]:
                    shared[i, j] = shared.get((i, j), 0) + 1
    group = list(range(len(texts)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for (i, j), count in sorted(shared.items()):
        if count >= least * min(len(runs[i]), len(runs[j])):
            a, b = sorted((root(i), root(j)))
            group[b] = a
    return [root(i) for i in range(len(texts))]


def _number(syllables: Sequence[str]) -> int:
    """A number for a run of syllables, the same in every process."""
    return crc32(" ".join(syllables).encode("utf-8", "replace"))
