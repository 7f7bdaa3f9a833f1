"""Figures on the held-out gold articles do not fall below their floors."""

from __future__ import annotations

from pathlib import Path

from nqtext.training.evaluation import evaluate
from nqtext.training.floors import below_floors
from nqtext.training.gold import read_gold
from nqtext.training.linkage import evaluate_links, read_links

FLOORS = Path(__file__).parent / "floors.json"
LINKS = Path(__file__).parent / "dev_links.jsonl"
LINK_FLOORS = Path(__file__).parent / "link_floors.json"


def test_figures_reach_their_floors(shared: Path) -> None:
    report = evaluate(read_gold(shared / "gold" / "dev.jsonl"))
    assert below_floors(FLOORS, report) == []


def test_links_keys_and_values_reach_their_floors(shared: Path) -> None:
    report = evaluate_links(read_links(LINKS), read_gold(shared / "gold" / "dev.jsonl"))
    assert below_floors(LINK_FLOORS, report) == []


def test_labels_of_links_are_stand_off(shared: Path) -> None:
    words = {
        word for line in LINKS.read_text("utf-8").splitlines() for word in line.split('"') if " " in word
    }
    types = {str(key["type"]) for article in read_links(LINKS) for key in article.keys.values()}
    assert {word for word in words if any(c.isalpha() and not c.isascii() for c in word)} <= types
