"""Packed files: gzip and Zstandard, unpacked up to a limit."""

from __future__ import annotations

import io
import zlib
from typing import IO, TYPE_CHECKING, cast

from nqtext.errors import LimitError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from nqtext.reading.limits import Limits

__all__ = ["SUFFIXES", "is_packed", "opened", "unpacked"]

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: How the names of packed files end.
SUFFIXES = (".gz", ".zst")
_CHUNK = 1 << 20


def is_packed(data: bytes) -> bool:
    """Whether bytes begin like a gzip or a Zstandard file."""
    return data.startswith((_GZIP, _ZSTD))


def unpacked(data: bytes, name: str, limits: Limits) -> bytes:
    """What is packed in a gzip or Zstandard file.

    Args:
        data: the file.
        name: what to call it in an error.
        limits: holds ``max_unpacked_bytes``; no more than that is ever unpacked.

    Raises:
        MissingExtraError: Zstandard needs pyarrow, which is not installed.
        LimitError: it unpacks to more than the limit.
        ReadError: it is broken or cut short.

    >>> import gzip
    >>> from nqtext.reading.limits import Limits
    >>> unpacked(gzip.compress("Nghị quyết".encode()), "a.gz", Limits()).decode()
    'Nghị quyết'
    """
    stream = opened(io.BytesIO(data), data[:4], name)
    pieces = []
    size = 0
    try:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > limits.max_unpacked_bytes:
                what = f"unpacks to more than {limits.max_unpacked_bytes} bytes"
                raise LimitError(limits.passed(name, what, "max_unpacked_bytes"))
            pieces.append(piece)
    except (EOFError, OSError, ValueError, zlib.error) as error:
        raise ReadError(f"{name}: a broken or truncated packed file ({error}); get the whole file") from None
    return b"".join(pieces)


def opened(file: IO[bytes], start: bytes, name: str) -> IO[bytes]:
    """A packed file as a stream of what is in it; any other file as it is.

    Args:
        file: the file, at its beginning.
        start: its first bytes.
        name: what to call it in an error.

    Raises:
        MissingExtraError: Zstandard needs pyarrow, which is not installed.
    """
    if start.startswith(_GZIP):
        import gzip

        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if not start.startswith(_ZSTD):
        return file
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError(f"{name}: unpacking Zstandard", "tables") from None
    stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(file, mode="r"), "zstd")
    return io.BufferedReader(stream)  # which knows lines
