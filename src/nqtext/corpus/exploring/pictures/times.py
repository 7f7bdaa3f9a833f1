"""Pictures along a line: where a word stands in each article, and what is due when."""

from __future__ import annotations

import re
from collections import Counter
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from nqtext.corpus.exploring.counts import order_of
from nqtext.corpus.exploring.pictures.calendar import day_number
from nqtext.corpus.exploring.pictures.canvas import (
    FAINT,
    canvas,
    caption,
    colour,
    legend,
    marker,
    readable,
    rows_axis,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nqtext.corpus.exploring.pictures.canvas import Picture

__all__ = ["draw_concordance", "draw_timeline"]

Rows = list[dict[str, Any]]

_ROMAN = re.compile(r"\b[ivx]+\b")


def draw_concordance(rows: Rows, top: int, title: str | None) -> Picture:
    """Where a keyword stands: an article a row, a point a place."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["article"] or "without id", []).append(row)
    names = sorted(found, key=lambda name: (-len(found[name]), name))[:top]
    labels = sorted({row["label"] for name in names for row in found[name]}, key=order_of)
    with canvas(1.7 + 0.3 * max(len(names), 2), title or "Where it stands") as (picture, axes):
        for at, name in enumerate(names):
            for label in labels:
                places = [row["start"] for row in found[name] if row["label"] == label]
                axes.plot(
                    places,
                    [at] * len(places),
                    marker(label),
                    color=colour(label),
                    markersize=7,
                    markeredgecolor="white",
                    markeredgewidth=0.6,
                )
        rows_axis(axes, _told_apart(names))
        axes.grid(axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlim(0, 1.03 * max((row["end"] for name in names for row in found[name]), default=1))
        caption(axes, "place in the text, in characters")
        _points_legend(axes, labels)
    return picture


def draw_timeline(rows: Rows, top: int, title: str | None) -> Picture:
    """What is due when: a date a row, deadlines and periods before mere times, what is said most first."""
    said = Counter(map(_span, rows))
    chosen = sorted(said, key=lambda span: (span[0] == "time", -said[span], span[2], span[1]))[:top]
    chosen.sort(key=lambda span: (span[2], span[1], span[0]))
    shown = set(chosen)
    by_label = Counter((_span(row), row["label"]) for row in rows if _span(row) in shown)
    labels = sorted({label for _, label in by_label}, key=order_of)
    with canvas(1.8 + 0.3 * max(len(chosen), 2), title or "What is due when") as (picture, axes):
        for at, span in enumerate(chosen):
            kind, first, last = span
            start, end = day_number(first), day_number(last) + 1 / 365
            main = max(labels, key=lambda label: by_label[span, label])
            width = 4.0 if kind == "period" else 1.5
            axes.plot([start, end], [at, at], color=colour(main), linewidth=width, solid_capstyle="butt")
            full = kind in ("deadline", "period")
            axes.plot(
                [end if full else start],
                [at],
                marker(main),
                color=colour(main),
                markersize=8,
                markerfacecolor=colour(main) if full else "white",
            )
            axes.annotate(
                f"{said[span]} ×",
                (end, at),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color=FAINT,
            )
        rows_axis(axes, [f"{_KINDS[span[0]]}{_written(rows, span)}" for span in chosen])
        axes.margins(x=0.08)
        _years(axes)
        caption(axes, "year; full points are last days, empty ones first days; ×: how often it is said")
        _points_legend(axes, labels)
    return picture


_KINDS = {"deadline": "until ", "from": "from ", "period": "", "time": ""}


def _span(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["kind"], row["first_day"], row["last_day"]


def _written(rows: Rows, span: tuple[str, str, str]) -> str:
    """The commonest way in which a date is written, in lower case but for Roman numerals."""
    forms = Counter(
        _ROMAN.sub(lambda number: number.group().upper(), readable(row["date"]).lower())
        for row in rows
        if _span(row) == span
    )
    form = min(forms, key=lambda form: (-forms[form], form))
    return form if span[1][:4] in form or span[2][:4] in form else f"{form} ({span[2][:4]})"


def _years(axes: Axes) -> None:
    """An axis of years: each year's number in its middle, a rule at its beginning."""
    low, high = axes.get_xlim()
    step = max(1, ceil((high - low) / 12))
    years = range(floor(low) // step * step, ceil(high) + 1, step)
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    axes.set_xticks(list(years), minor=True)
    axes.set_xlim(low, high)
    axes.tick_params(axis="x", which="both", length=0)
    axes.grid(visible=False, axis="x", which="major")
    axes.grid(axis="x", which="minor")


def _told_apart(names: list[str]) -> list[str]:
    """Ids without the folder that all of them are in."""
    first, last = min(names, default=""), max(names, default="")
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    names = [name[first.rfind("/", 0, shared) + 1 :] for name in names]
    return [f"…{name[-40:]}" if len(name) > 42 else name for name in names]


def _points_legend(axes: Axes, labels: list[str | None]) -> None:
    handles = [Line2D([], [], linestyle="", marker=marker(label), color=colour(label)) for label in labels]
    legend(axes, handles, [label or "without label" for label in labels])
