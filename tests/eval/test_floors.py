"""Figures on the held-out gold articles do not fall below their floors."""

from __future__ import annotations

from pathlib import Path

from nqtext.training.evaluation import evaluate
from nqtext.training.floors import below_floors
from nqtext.training.gold import read_gold

FLOORS = Path(__file__).parent / "floors.json"


def test_figures_reach_their_floors(shared: Path) -> None:
    report = evaluate(read_gold(shared / "gold" / "dev.jsonl"))
    assert below_floors(FLOORS, report) == []
