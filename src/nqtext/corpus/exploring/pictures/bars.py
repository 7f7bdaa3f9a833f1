"""Bars: counts, words, words that tell groups apart, words that go together, what is named."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from nqtext.corpus.exploring.counts import order_of
from nqtext.corpus.exploring.pictures.calendar import all_between
from nqtext.corpus.exploring.pictures.canvas import (
    FAINT,
    bar_labels,
    canvas,
    caption,
    colour,
    hatch,
    legend,
    plain,
    readable,
    rows_axis,
)
from nqtext.display.tones import TONES

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axis import Axis

    from nqtext.corpus.exploring.pictures.canvas import Picture

__all__ = [
    "draw_collocates",
    "draw_collocations",
    "draw_counts",
    "draw_frequency",
    "draw_keyness",
    "draw_named",
]

Rows = list[dict[str, Any]]

_TIMES = ("year", "quarter", "month", "day")
_UNKNOWN = "unknown"
_SERIES = 8  # more than these are drawn together
_COLUMNS = 400
_LETTERS = 72  # of ticks beside each other
_MORE, _FEWER = TONES["task"].light[0], TONES["ORGANIZATION"].light[0]


def draw_counts(rows: Rows, top: int, title: str | None) -> Picture:
    """Counts by one or two things; over time where the first is a time."""
    by = list(rows[0])[:-2] if rows else [""]
    first, second = by[0], by[1] if len(by) > 1 else None
    cells = {(row[first], row[second] if second else None): row["count"] for row in rows}
    names = list(dict.fromkeys(name for name, _ in cells))
    series = _series(cells, second is not None)
    told = title or ("Counts by " + " and ".join(by) if rows else "Counts")
    if first in _TIMES:
        return _over_time(names, series, told)
    totals = {name: sum(values.get(name, 0) for values in series.values()) for name in names}
    if first not in ("label", "entity"):
        names.sort(key=lambda name: (-totals[name], order_of(name)))
    names = names[:top]
    with canvas(_height(len(names), with_legend=second is not None), told) as (picture, axes):
        lefts = [0.0] * len(names)
        for place, (one, values) in enumerate(series.items()):
            widths = [float(values.get(name, 0)) for name in names]
            own = [colour(one if second else name, place) for name in names]
            kinds = [hatch(one if second else name, place) for name in names]
            bars = axes.barh(range(len(names)), widths, left=lefts, color=own, height=0.72)
            for bar, kind in zip(bars, kinds, strict=True):
                bar.set_hatch(kind or "")
                bar.set_edgecolor("white")
            if second:
                bars.set_label(readable(one or _UNKNOWN))
            lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
        rows_axis(axes, [name or _UNKNOWN for name in names])
        bar_labels(axes, lefts, [f"{int(value):,}" for value in lefts])
        _whole_numbers(axes.xaxis)
        axes.margins(x=0.1)
        if second:
            legend(axes, *axes.get_legend_handles_labels())
    return picture


def draw_frequency(rows: Rows, top: int, title: str | None) -> Picture:
    """Words and how often they occur."""
    return _simple(
        rows[:top],
        title or "Most frequent words",
        lambda row: row["word"],
        lambda row: row["count"],
        lambda row: f"{row['count']:,} in {_number(row['articles'], 'article')}",
        "occurrences",
    )


def draw_collocations(rows: Rows, top: int, title: str | None) -> Picture:
    """Pairs of words and how sure they are."""
    return _simple(
        rows[:top],
        title or "Words that stand together",
        lambda row: f"{row['first']} · {row['second']}",
        lambda row: row["log_likelihood"],
        lambda row: f"{row['count']:,} ×",
        "log-likelihood (Dunning 1993); behind the bars: how often together",
    )


def draw_collocates(rows: Rows, top: int, title: str | None) -> Picture:
    """The neighbours of a word and how sure they are."""
    return _simple(
        rows[:top],
        title or "Words that stand near",
        lambda row: row["word"],
        lambda row: row["log_likelihood"],
        lambda row: f"{row['count']:,} of {row['total']:,}",
        "log-likelihood (Dunning 1993); behind the bars: how many of the word's occurrences are near",
    )


def draw_named(rows: Rows, top: int, title: str | None) -> Picture:
    """What is named, or cited, and in how many articles."""
    shown = rows[:top]
    labels = [row.get("label", "DOCUMENT") for row in shown]
    cited = bool(rows) and "label" not in rows[0]
    with canvas(
        _height(len(shown), with_legend=len(set(labels)) > 1),
        title or ("Documents cited" if cited else "Who and what is named"),
    ) as (picture, axes):
        values = [row["articles"] for row in shown]
        bars = axes.barh(range(len(shown)), values, color=[colour(label) for label in labels], height=0.72)
        for bar, label in zip(bars, labels, strict=True):
            bar.set_hatch((hatch(label) or "") if len(set(labels)) > 1 else "")
            bar.set_edgecolor("white")
        rows_axis(axes, [f"{row['norm']}{' ?' if row['ambiguous'] else ''}" for row in shown])
        bar_labels(axes, values, [_number(row["mentions"], "mention") for row in shown])
        _whole_numbers(axes.xaxis)
        axes.margins(x=0.1)
        doubt = "; ? may be another one in another article" if any(row["ambiguous"] for row in shown) else ""
        caption(axes, f"articles{doubt}")
        if len(set(labels)) > 1:
            first = dict(zip(reversed(labels), reversed(list(bars)), strict=True))
            ordered = sorted(first, key=order_of)
            legend(
                axes,
                [first[label] for label in ordered],
                [TONES[n].meaning if n in TONES else n for n in ordered],
            )
    return picture


def draw_keyness(rows: Rows, top: int, title: str | None) -> Picture:
    """The words that a group has most more of, and those it has most less of."""
    surest = sorted(rows, key=lambda row: -abs(row["log_likelihood"]))[:top]
    shown = sorted(surest, key=lambda row: -row["log_likelihood"])
    values = [row["log_likelihood"] for row in shown]
    with canvas(_height(len(shown)), title or "Words that tell the groups apart") as (picture, axes):
        axes.barh(range(len(shown)), values, color=[_MORE if v >= 0 else _FEWER for v in values], height=0.72)
        rows_axis(axes, [row["word"] for row in shown])
        bar_labels(axes, values, [_times(row["log_ratio"]) for row in shown])
        axes.axvline(0, color=FAINT, linewidth=0.8)
        axes.margins(x=0.16)
        caption(
            axes,
            "← fewer here · log-likelihood (Rayson and Garside 2000) · more here →\n"
            "behind the bars: how many times as often as in the other group",
        )
    return picture


def _simple(
    rows: Rows,
    title: str,
    name: Callable[[dict[str, Any]], str],
    value: Callable[[dict[str, Any]], float],
    text: Callable[[dict[str, Any]], str],
    told: str,
) -> Picture:
    with canvas(_height(len(rows)), title) as (picture, axes):
        values = [value(row) for row in rows]
        axes.barh(range(len(rows)), values, color=plain(), height=0.72)
        rows_axis(axes, [name(row) for row in rows])
        bar_labels(axes, values, [text(row) for row in rows])
        axes.margins(x=0.14)
        caption(axes, told)
    return picture


def _over_time(
    names: list[str | None], series: dict[str | None, dict[str | None, int]], title: str
) -> Picture:
    """Bars on a calendar, with gaps where nothing is, unless there would be too many to see."""
    known = [name for name in names if name is not None]
    times = all_between(min(known), max(known)) if known else []
    gaps = len(times) <= _COLUMNS
    if not gaps:
        times = sorted(known)
    shown: list[str | None] = [*times, *([None] if None in names else [])]
    with canvas(4.2, title) as (picture, axes):
        bottoms = [0.0] * len(shown)
        for place, (one, values) in enumerate(series.items()):
            heights = [float(values.get(name, 0)) for name in shown]
            axes.bar(
                range(len(shown)),
                heights,
                bottom=bottoms,
                width=0.78,
                color=colour(one, place) if len(series) > 1 else plain(),
                edgecolor="white",
                hatch=hatch(one, place) if len(series) > 1 else None,
                label=readable(one or _UNKNOWN),
            )
            bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]
        step = ceil(len(shown) * (len(shown[0] or _UNKNOWN) + 1) / _LETTERS) if shown else 1
        ticks = range(0, len(shown), step)
        axes.set_xticks(ticks, [shown[tick] or _UNKNOWN for tick in ticks])
        axes.set_xlim(-0.6, max(len(shown), 3) - 0.4)
        if not gaps:
            caption(axes, f"only the {len(times)} times at which there is something")
        axes.tick_params(axis="x", length=0)
        _whole_numbers(axes.yaxis)
        axes.grid(axis="y")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=FAINT)
        if len(series) > 1:
            legend(axes, *axes.get_legend_handles_labels())
    return picture


def _series(
    cells: dict[tuple[str | None, str | None], int], named: bool
) -> dict[str | None, dict[str | None, int]]:
    """By the second thing the counts of each of the first; the smaller ones together where there are many."""
    found: dict[str | None, dict[str | None, int]] = {}
    for (first, second), count in cells.items():
        found.setdefault(second, {})[first] = count
    if not named:
        return found
    largest = sorted(found, key=lambda name: (-sum(found[name].values()), order_of(name)))
    if len(largest) > _SERIES:
        rest: dict[str | None, int] = {}
        for name in largest[_SERIES - 1 :]:
            for first, count in found.pop(name).items():
                rest[first] = rest.get(first, 0) + count
        found["all others"] = rest
    return {name: found[name] for name in sorted(found, key=lambda n: (n == "all others", order_of(n)))}


def _height(rows: int, with_legend: bool = False) -> float:
    return 1.3 + 0.27 * max(rows, 2) + (0.3 if with_legend else 0)


def _whole_numbers(axis: Axis) -> None:
    axis.set_major_locator(MaxNLocator(integer=True))
    axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _times(log_ratio: float) -> str:
    ratio: float = 2**log_ratio
    return f"× {ratio:.1f}" if ratio >= 1 else f"÷ {1 / ratio:.1f}"
