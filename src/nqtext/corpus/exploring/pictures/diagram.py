"""A network drawn: nodes and the lines between them, with names that do not cover each other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from nqtext.corpus.exploring.counts import order_of
from nqtext.corpus.exploring.pictures.canvas import FAINT, INK, RULE, canvas, colour, legend, readable
from nqtext.display.tones import TONES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from nqtext.corpus.exploring.network import Edge, Network, Node
    from nqtext.corpus.exploring.pictures.canvas import Picture

__all__ = ["draw_network"]

_FORMS = {
    "DOCUMENT": "s", "OFFICIAL": "o", "PERSON": "^", "ORGANIZATION": "D", "LOCATION": "v", "DATE": "P"
}  # fmt: skip
_HALO = [withStroke(linewidth=2.5, foreground="white")]
#: Where a name may stand beside its node, in points: right, above, left, below and between.
_SIDES = (
    (9, 0, "left", "center"),
    (7, 9, "left", "bottom"),
    (0, 9, "center", "bottom"),
    (-7, 9, "right", "bottom"),
    (-9, 0, "right", "center"),
    (-7, -9, "right", "top"),
    (0, -9, "center", "top"),
    (7, -9, "left", "top"),
)

Places = dict[str, "NDArray[np.float64]"]


def draw_network(network: Network, top: int, title: str | None) -> Picture:
    """The strongest ties between so many nodes; the same network always looks the same."""
    members, ties = _strongest(network, top)
    places, middles = _laid_out(members, ties)
    with canvas(6.4, title or _title(members)) as (picture, axes):
        axes.set_axis_off()
        heaviest = max((tie.places for tie in ties), default=1)
        for tie in ties:
            (x1, y1), (x2, y2) = places[tie.source], places[tie.target]
            axes.plot([x1, x2], [y1, y2], color=RULE, linewidth=0.8 + 3 * tie.places / heaviest, zorder=1)
        most = max((node.places for node in members), default=1)
        for node in members:
            axes.plot(
                *places[node.id],
                _FORMS.get(node.label, "o"),
                color=colour(node.label),
                markersize=5 + 11 * (node.places / most) ** 0.5,
                markeredgecolor="white",
                zorder=2,
            )
        axes.margins(0.14, 0.1)
        if not members:
            axes.annotate("nothing to show", (0.5, 0.5), ha="center", color=FAINT)
        labels = sorted({node.label for node in members}, key=order_of)
        legend(
            axes,
            [Line2D([], [], linestyle="", marker=_FORMS.get(n, "o"), color=colour(n)) for n in labels],
            [TONES[n].meaning if n in TONES else n for n in labels],
        )
        picture.draw_without_rendering()
        _write_names(axes, members, places, middles)
    return picture


def _title(members: list[Node]) -> str:
    labels = {node.label for node in members}
    if labels == {"DOCUMENT"}:
        return "Documents cited together"
    return "Who is named with whom" if labels <= {"OFFICIAL", "PERSON"} else "Who and what is named together"


def _strongest(network: Network, top: int) -> tuple[list[Node], list[Edge]]:
    """Nodes by their strongest ties, none without one."""
    by_id = {node.id: node for node in network.members}

    def weakness(edge: Edge) -> tuple[int, int, Edge]:
        return -edge.places, -by_id[edge.source].degree - by_id[edge.target].degree, edge

    chosen: set[str] = set()
    for edge in sorted(network.ties, key=weakness):
        if len(chosen | {edge.source, edge.target}) <= top:
            chosen |= {edge.source, edge.target}
    ties = [edge for edge in network.ties if edge.source in chosen and edge.target in chosen]
    return [node for node in network.members if node.id in chosen], ties


def _laid_out(members: list[Node], ties: list[Edge]) -> tuple[Places, Places]:
    """Where the nodes lie, and the middle of what each is connected with: part by part, on shelves."""
    networkx = import_module("networkx")
    graph = networkx.Graph()
    graph.add_nodes_from(node.id for node in members)
    graph.add_edges_from((tie.source, tie.target) for tie in ties)
    drawn = []
    for part in sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part))):
        names = sorted(part)
        own = networkx.Graph()  # a subgraph has its nodes in the order of a set, which differs between runs
        own.add_nodes_from(names)
        own.add_edges_from(sorted(graph.edges(names)))
        found = networkx.kamada_kawai_layout(own, scale=0.55 * len(names) ** 0.5)
        drawn.append((names, _lying(np.array([found[name] for name in names]))))
    width = 1.3 * sum(float(np.prod(np.ptp(points, axis=0) + 1)) for _, points in drawn) ** 0.5
    places: Places = {}
    middles: Places = {}
    x = y = shelf = 0.0
    for names, points in drawn:
        across, down = np.ptp(points, axis=0).tolist()
        if x and x + across > width:
            x, y, shelf = 0.0, y - shelf - 0.8, 0.0
        points = points - points.min(axis=0) + (x, y - down)
        places.update(zip(names, points, strict=True))
        middles.update(dict.fromkeys(names, points.mean(axis=0)))
        x += across + 2.0
        shelf = max(shelf, down)
    return places, middles


def _lying(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points turned so that they spread from left to right, for names are wide."""
    _, _, axes = np.linalg.svd(points - points.mean(axis=0))
    axes = axes * np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
    return np.asarray(points @ axes.T, np.float64)


def _write_names(axes: Axes, members: list[Node], places: Places, middles: Places) -> None:
    """Each name where it covers no other name or node, rather outwards; without room, not at all."""
    at = {name: axes.transData.transform(place) for name, place in places.items()}
    taken = [Bbox.from_extents(x - 7, y - 7, x + 7, y + 7) for x, y in at.values()]
    for node in members:
        outwards = at[node.id] - axes.transData.transform(middles[node.id])

        def inwards(side: tuple[float, float, str, str], out: Any = outwards) -> float:
            return -float(np.dot(out, side[:2]) / np.hypot(*side[:2]))

        for dx, dy, ha, va in sorted(_SIDES, key=inwards):
            text = axes.annotate(
                readable(node.norm, 30),
                tuple(places[node.id]),
                xytext=(dx, dy),
                textcoords="offset points",
                ha=ha,
                va=va,
                fontsize=8,
                color=INK,
                zorder=3,
                annotation_clip=False,
                path_effects=_HALO,
            )
            box = text.get_window_extent()
            inside = box.x0 >= 0 and box.x1 <= axes.figure.bbox.x1
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
