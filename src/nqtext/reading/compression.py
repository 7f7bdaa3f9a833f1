"""Packed files, gzip and Zstandard, and the packed streams of PDF: unpacked up to a limit."""

from __future__ import annotations

import io
import re
import zlib
from typing import IO, TYPE_CHECKING, cast

from nqtext.errors import LimitError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.reading.limits import Limits

__all__ = ["SUFFIXES", "check_streams", "is_packed", "opened", "unpacked"]

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
#: How the names of packed files end.
SUFFIXES = (".gz", ".zst")
_CHUNK = 1 << 20
#: Where the content of a stream of a PDF begins.
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEADER = 1000


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


def check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a PDF one of whose streams unpacks to too much: PDFium would hold many times its size in memory.

    Pictures are left out, for nothing unpacks them; so are the streams of an encrypted file.

    Args:
        data: the file.
        name: what to call it in an error.
        limits: holds ``max_stream_bytes``, and ``max_unpacked_bytes`` for all streams together.

    Raises:
        LimitError: a stream, or all together, unpack to more.
    """
    total = 0
    for found in _STREAM.finditer(data):
        header = data[max(found.start() - _HEADER, 0) : found.start()]
        header = header[header.rfind(b"obj") + 1 :]
        if b"/Fl" not in header or b"/Image" in header:
            continue
        size = _inflated(data, found.end(), limits.max_stream_bytes, header.count(b"/Fl") > 1)
        total += size
        if size > limits.max_stream_bytes:
            what = f"a stream that unpacks to more than {limits.max_stream_bytes} bytes"
            raise LimitError(limits.passed(name, what, "max_stream_bytes"))
        if total > limits.max_unpacked_bytes:
            what = f"streams that unpack to more than {limits.max_unpacked_bytes} bytes"
            raise LimitError(limits.passed(name, what, "max_unpacked_bytes"))


def _inflated(data: bytes, start: int, most: int, twice: bool) -> int:
    """How large a stream is unpacked, counted to just above a limit; as far as it is valid."""
    pieces = _inflate(data[at : at + _CHUNK // 16] for at in range(start, len(data), _CHUNK // 16))
    size = 0
    for piece in _inflate(pieces) if twice else pieces:
        size += len(piece)
        if size > most:
            break
    return size


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is packed in pieces of a stream, in pieces."""
    inflater = zlib.decompressobj()
    try:
        for packed in pieces:
            rest = packed
            while rest and not inflater.eof:
                yield inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
            if inflater.eof:
                return
    except zlib.error:
        return
