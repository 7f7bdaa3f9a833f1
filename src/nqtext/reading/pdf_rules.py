"""The straight lines that a PDF page draws, as PDFium gives its paths."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from nqtext.reading.pdf_tables import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["rules_of"]

_THIN = 2.5  # a box that is no wider is a line
_SHORT = 4.0  # and one that is no longer a dot
_MAX_OBJECTS, _MAX_SEGMENTS = 50_000, 20_000  # what draws more is a picture

_Box = tuple[float, float, float, float]


def rules_of(page: Any, raw: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines of a page; none where it draws too many.

    Args:
        page: PDFium's page.
        raw: the module ``pypdfium2.raw``.
    """
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    count = raw.FPDFPage_CountObjects(page)
    left = _MAX_SEGMENTS
    for i in range(count if count <= _MAX_OBJECTS else 0):
        path = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(path) != raw.FPDF_PAGEOBJ_PATH:
            continue
        left -= max(raw.FPDFPath_CountSegments(path), 1)
        if left < 0:
            return [], []
        for x0, y0, x1, y1 in _lines(path, raw):
            if y1 - y0 <= _THIN and x1 - x0 > _SHORT:
                horizontal.append(Rule((y0 + y1) / 2, x0, x1))
            elif x1 - x0 <= _THIN and y1 - y0 > _SHORT:
                vertical.append(Rule((x0 + x1) / 2, y0, y1))
    return horizontal, vertical


def _lines(path: Any, raw: Any) -> Iterator[_Box]:
    """The boxes of the lines that a path consists of: itself where it is thin."""
    edges = [ctypes.c_float() for _ in range(4)]
    if raw.FPDFPageObj_GetBounds(path, *map(ctypes.byref, edges)):
        x0, y0, x1, y1 = (edge.value for edge in edges)
        if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
            yield x0, y0, x1, y1
            return
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix)):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield _box(before, point)
        before = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield _box(before, first)
            before = first


def _box(a: tuple[float, float], b: tuple[float, float]) -> _Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
