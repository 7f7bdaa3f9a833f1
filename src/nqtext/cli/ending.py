"""How a command ends: its exit code, and what it says of what went wrong."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FAILED", "INTERRUPTED", "MISUSED", "complain", "ending_well", "misused"]

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
_LINE_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@contextmanager
def ending_well() -> Iterator[None]:
    """Interruption, a reader that has gone (``| head``) and a full disk end without a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it fails no more
        raise typer.Exit from None
    except Exception as error:
        from nqtext.errors import NqtextError

        if not isinstance(error, OSError | NqtextError):
            raise
        complain(f"cannot write: {error.strerror}" if isinstance(error, OSError) else str(error))
        raise typer.Exit(FAILED) from None


def misused(message: str) -> typer.Exit:
    """Say what is wrong with the options; the exception to raise."""
    complain(message)
    return typer.Exit(MISUSED)


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"nqtext: {_LINE_BREAKS.sub(' ', message)}", file=sys.stderr)
