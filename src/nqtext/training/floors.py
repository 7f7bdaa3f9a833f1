"""Floors: figures that tests hold an evaluation to, and that only go up.

A floor file names the gold file by its hash, so that figures on other data are never mistaken
for better or worse ones.  Raising a floor is free; lowering one takes a flag of its own.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nqtext.errors import ConfigurationError, ReadError, SchemaError

if TYPE_CHECKING:
    import os

__all__ = ["Figures", "below_floors", "read_floors", "update_floors"]


class Figures(Protocol):
    """A report whose figures can be held to floors."""

    @property
    def data(self) -> str:
        """Name of the gold file."""

    @property
    def sha256(self) -> str:
        """Of the gold file."""

    def figures(self) -> dict[str, float]:
        """The figures by name, higher is better."""


def read_floors(path: str | os.PathLike[str]) -> dict[str, Any]:
    """A floor file: ``{"data": {"name", "sha256"}, "floors": {figure: least}}``.

    Raises:
        ReadError: it cannot be read.
        SchemaError: it is no floor file.
    """
    try:
        stored = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SchemaError(f"{path}: is no JSON ({error})") from error
    if (
        not isinstance(stored, dict)
        or not isinstance(stored.get("floors"), dict)
        or "sha256" not in stored.get("data", {})
    ):
        raise SchemaError(f"{path}: expected an object with 'data' and 'floors'")
    return stored


def below_floors(path: str | os.PathLike[str], report: Figures) -> list[str]:
    """Figures that do not reach their floor, one line each; empty when all is well.

    Raises:
        ConfigurationError: the floors belong to other data.
    """
    stored = read_floors(path)
    _same_data(path, stored, report)
    figures = report.figures()
    return [
        f"{name}: {figures.get(name, 0.0):.4f} is below the floor {least:.4f}"
        for name, least in sorted(stored["floors"].items())
        if figures.get(name, 0.0) < least
    ]


def update_floors(path: str | os.PathLike[str], report: Figures, lower: bool = False) -> list[str]:
    """Raise floors to the figures of a report, rounded down to 3 places.

    Args:
        path: the floor file; made where there is none.
        report: the figures.
        lower: whether floors above their figure, or floors of other data, are lowered or replaced.

    Returns:
        One line for each floor that changed.

    Raises:
        ConfigurationError: a figure is below its floor, or they belong to other data, without ``lower``.
    """
    file = Path(path)
    floors: dict[str, float] = {}
    if file.exists():
        stored = read_floors(file)
        if not lower:
            _same_data(file, stored, report)
            missed = below_floors(file, report)
            if missed:
                raise ConfigurationError("; ".join(missed) + "; give --lower to lower these floors")
        floors = dict(stored["floors"])
    figures = {name: math.floor(value * 1000) / 1000 for name, value in report.figures().items()}
    changes = []
    for name, value in sorted(figures.items()):
        old = floors.get(name)
        if old is None or value > old or (lower and value < old):
            floors[name] = value
            changes.append(f"{name}: {'new' if old is None else f'{old:.3f}'} -> {value:.3f}")
    content = {"data": {"name": report.data, "sha256": report.sha256}, "floors": dict(sorted(floors.items()))}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")
    return changes


def _same_data(path: str | os.PathLike[str], stored: dict[str, Any], report: Figures) -> None:
    if stored["data"]["sha256"] != report.sha256:
        raise ConfigurationError(
            f"{path}: the floors belong to data of SHA-256 {stored['data']['sha256']}, "
            f"the report to {report.sha256}; "
            "give --lower to start anew on other data"
        )
