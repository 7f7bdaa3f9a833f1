"""What all pictures have in common: sizes, type, colours and marks.

The colours are the inks of :mod:`nqtext.display.tones`.  Nothing is told by colour alone: areas differ in
their hatching, points in their form.  The typeface comes with matplotlib and has every Vietnamese letter.
"""

from __future__ import annotations

import io
import unicodedata
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font
from matplotlib.layout_engine import ConstrainedLayoutEngine

from nqtext.display.tones import TONES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

__all__ = [
    "FAINT",
    "INK",
    "RULE",
    "Picture",
    "bar_labels",
    "canvas",
    "caption",
    "colour",
    "hatch",
    "legend",
    "marker",
    "plain",
    "readable",
    "rows_axis",
]

INK, FAINT, RULE = "#24272b", "#6b7077", "#d9dce0"
_FONT = "DejaVu Sans"
_WIDTH = 8.0  # inches
_LINE = 75  # letters of a legend beside each other
_STYLE: dict[Any, Any] = {
    "font.family": _FONT,
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": FAINT,
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlepad": 12,
    "axes.axisbelow": True,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "xtick.labelsize": 9,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.color": "white",
    "legend.frameon": False,
    "legend.fontsize": 9,
}
_HATCHES = {
    "goal": "///",
    "directive": "...",
    "DOCUMENT": "...",
    "OFFICIAL": "///",
    "LOCATION": "\\\\\\",
    "DATE": "xxx",
}
_MARKERS = {"goal": "o", "task": "s", "directive": "^", "other": "D"}
_PALE = "#b4b8be"
#: For what has no tone of its own: in steps of lightness, so that they are told apart without colour.
_OTHERS = ("#1d4f9c", "#e0a03a", "#0a5c66", "#c77aa0", "#7a4a00", "#8fb6e8", "#92264e", "#a9b18f")


class Picture(Figure):
    """A figure that shows itself in a notebook, whether or not ``matplotlib.pyplot`` was imported."""

    def _repr_png_(self) -> bytes:
        data = io.BytesIO()
        self.savefig(data, format="png", dpi=144)
        return data.getvalue()


@contextmanager
def canvas(height: float, title: str) -> Iterator[tuple[Picture, Axes]]:
    """A figure and its axes, whatever the settings of the caller, which stay as they are."""
    settings: dict[Any, Any] = {k: v for k, v in mpl.rcParamsDefault.items() if not k.startswith("backend")}
    with mpl.rc_context({**settings, **_STYLE}):
        picture = Picture(figsize=(_WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1))
        FigureCanvasAgg(picture)
        axes = picture.add_subplot()
        axes.set_title(readable(title, 90))
        yield picture, axes
        picture.draw_without_rendering()  # ticks take their type when they are first drawn


def legend(axes: Axes, handles: Sequence[Any], names: Sequence[str]) -> None:
    """What the colours and forms mean: below the title, or below the picture where the names are long."""
    if sum(len(name) + 5 for name in names) > _LINE:
        picture = axes.get_figure()
        assert isinstance(picture, Picture)
        picture.legend(handles, names, loc="outside lower left", ncols=2)
        picture.set_figheight(picture.get_figheight() + 0.22 * ((len(names) + 1) // 2))
        return
    axes.legend(handles, names, loc="lower right", bbox_to_anchor=(1, 1), ncols=6, borderaxespad=0.2)
    axes.set_title(axes.get_title(loc="left"), pad=28)


def caption(axes: Axes, text: str) -> None:
    """What the axis of values says."""
    axes.set_xlabel(text, loc="left")


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(findfont(_FONT)).get_charmap())


def readable(text: object, length: int = 44) -> str:
    """A text in one line, composed, shortened between words, with a box for what the typeface has not.

    >>> readable("Bô\\u0323  Xây dựng", 20), readable("Quy hoạch tổng thể quốc gia", 20)
    ('Bộ Xây dựng', 'Quy hoạch tổng thể …')
    """
    line = " ".join(unicodedata.normalize("NFC", str(text)).split())
    letters = _letters()
    line = "".join(c if ord(c) in letters else "\u25a1" for c in line)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut[: cut.rindex(" ") + 1] if " " in cut[length // 2 :] else cut) + "…"


def colour(name: str | None, place: int = 0) -> str:
    """The ink of a label; of anything else one of a few, by its place."""
    if name == "other" or name is None:
        return _PALE
    return TONES[name].light[0] if name in TONES else _OTHERS[place % len(_OTHERS)]


def hatch(name: str | None, place: int = 0) -> str | None:
    """The hatching of a label."""
    if name in TONES or name is None:
        return _HATCHES.get(name or "")
    return (None, None, "///", None, "...", None, "\\\\\\", None)[place % 8]


def marker(name: str | None) -> str:
    """The form of the points of a label."""
    return _MARKERS.get(name or "", "D")


def plain() -> str:
    """The colour of bars that stand for no label."""
    return TONES["task"].light[0]


def bar_labels(axes: Axes, values: Sequence[float], texts: Sequence[str]) -> None:
    """Write a text behind the end of each horizontal bar, whichever way it goes."""
    for at, (value, text) in enumerate(zip(values, texts, strict=True)):
        left = value < 0
        axes.annotate(
            readable(text, 60),
            (value, at),
            xytext=(-4 if left else 4, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            color=FAINT,
        )


def rows_axis(axes: Axes, names: Sequence[Any]) -> None:
    """Rows from top to bottom, with their names on the left."""
    axes.set_yticks(range(len(names)), [readable(name) for name in names])
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    if not names:
        axes.set_xlim(0, 1)
        axes.annotate("nothing to show", (0.5, 0), ha="center", color=FAINT)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
