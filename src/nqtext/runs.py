"""Runs in arrays: stretches of equal values, and stretches of given lengths laid end to end.

Written with plain slices, since ``numpy.diff(..., prepend=...)`` costs more than all the rest on the
short arrays of a single article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

__all__ = ["among", "positions", "run_lengths", "run_starts"]


def among(values: NDArray[Any], chosen: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are among some; ``numpy.isin`` for a few that are sorted.

    Args:
        values: shape (n,).
        chosen: sorted, not empty.

    >>> among(np.array([3, 1, 4]), np.array([1, 3])).tolist()
    [True, True, False]
    """
    found: NDArray[np.bool_] = chosen.take(chosen.searchsorted(values), mode="clip") == values
    return found


def run_starts(values: NDArray[Any]) -> Rows:
    """Where a value differs from the one before it.

    Args:
        values: shape (n,).

    >>> run_starts(np.array([3, 3, 5, 5, 5, 3])).tolist()
    [0, 2, 5]
    """
    starts = np.empty(len(values), dtype=np.bool_)
    starts[:1] = True
    np.not_equal(values[1:], values[:-1], out=starts[1:])
    return starts.nonzero()[0]


def run_lengths(starts: Rows, end: int) -> Rows:
    """How long each run is that begins where one is said to and ends where the next begins.

    Args:
        starts: where runs begin, in order, shape (n,).
        end: where the last ends.

    >>> run_lengths(np.array([0, 2, 5]), 6).tolist()
    [2, 3, 1]
    """
    lengths = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
    lengths[-1:] = end - starts[-1:]
    return lengths


def positions(lengths: Rows) -> Rows:
    """The place of each member in its run.

    Args:
        lengths: of the runs, shape (n,).

    >>> positions(np.array([2, 3, 1])).tolist()
    [0, 1, 0, 1, 2, 0]
    """
    ends = lengths.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths)
