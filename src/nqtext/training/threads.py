"""Training on one thread, so that the bytes of a model do not depend on the number of cores."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold every numeric library to one thread: sums come out in one order."""
    import sklearn.linear_model  # noqa: F401  (only libraries that are loaded can be held)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
