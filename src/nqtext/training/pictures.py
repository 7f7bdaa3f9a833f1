"""Pictures of a card: how sure a model is, against how often it is right, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.training.judged import calibration_bins

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["calibration_picture"]

_SIDE = 320
_EDGE = 44


def calibration_picture(gold: NDArray[np.int64], predicted: NDArray[np.float64]) -> str:
    """The bins of the calibration error as points; on the diagonal a model means what it says.

    Args:
        gold: label index of each paragraph.
        predicted: probabilities, shape (p, number of labels).

    Returns:
        An SVG image.
    """

    def at(x: float, y: float) -> tuple[str, str]:
        return f"{_EDGE + x * _SIDE:.1f}", f"{_EDGE / 2 + (1 - y) * _SIDE:.1f}"

    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    width, height = _SIDE + 1.5 * _EDGE, _SIDE + 1.5 * _EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="11" fill="#333">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>',
        f'<path d="M{left} {top}V{bottom}H{right}M{left} {bottom}L{right} {top}" fill="none" stroke="#999"/>',
    ]
    for step in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = at(step, step)
        lines.append(f'<text x="{x}" y="{float(bottom) + 14:.1f}" text-anchor="middle">{step:.1f}</text>')
        lines.append(
            f'<text x="{float(left) - 6:.1f}" y="{float(y) + 4:.1f}" text-anchor="end">{step:.1f}</text>'
        )
    for said, right_ones, size in calibration_bins(gold, predicted):
        x, y = at(said, right_ones)
        lines.append(
            f'<circle cx="{x}" cy="{y}" r="4" fill="#1f6feb">'
            f"<title>{said:.2f} said, {right_ones:.2f} right, {size} paragraphs</title></circle>"
        )
    x, _ = at(0.5, 0)
    lines.append(f'<text x="{x}" y="{float(bottom) + 30:.1f}" text-anchor="middle">confidence</text>')
    lines.append(f'<text x="{left}" y="14">accuracy</text>')
    return "\n".join([*lines, "</svg>", ""])
