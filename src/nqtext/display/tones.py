"""The one table of how labels look, in HTML and on a terminal."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PLAIN", "TONES", "Tone", "tag", "tone"]


class Tone(NamedTuple):
    """How a label looks.

    Attributes:
        tag: the letters that stand beside the colour.
        meaning: what the label says, for the legend.
        terminal: a style of the terminal's own theme, as rich names it.
        light: ink and tint on a light page.
        dark: ink and tint on a dark page.
    """

    tag: str
    meaning: str
    terminal: str
    light: tuple[str, str]
    dark: tuple[str, str]


#: For labels of a recogniser or a model that is not nqtext's own, and for no label.
PLAIN = Tone("", "", "default", ("#55595f", "#f1f2f4"), ("#b4b8be", "#2a2d31"))

#: Labels of paragraphs (lower case) and of entities (upper case).
TONES: dict[str, Tone] = {
    "goal": Tone("goal", "what is to be reached", "green", ("#14632b", "#e4f5e8"), ("#8fe0a8", "#143321")),
    "task": Tone("task", "work laid down: the means", "blue", ("#1d4f9c", "#e5eefb"), ("#9cc2ff", "#172b4a")),
    "directive": Tone(
        "directive", "somebody tells somebody to act", "red", ("#9c1f1f", "#fdeaea"), ("#ffa8a0", "#451a1a")
    ),
    "other": PLAIN._replace(tag="other", meaning="anything else"),
    "DOCUMENT": Tone("doc", "document", "magenta", ("#6a1b9a", "#f1e6fa"), ("#dcb5ff", "#3a2350")),
    "OFFICIAL": Tone("off", "office holder", "cyan", ("#0a5c66", "#def3f5"), ("#7fdbe6", "#0f3a40")),
    "PERSON": Tone("per", "other person", "bright_blue", ("#24467a", "#e3ebf7"), ("#a9c7f5", "#1d3050")),
    "ORGANIZATION": Tone(
        "org", "body or organisation", "yellow", ("#7a4a00", "#fbeed8"), ("#f5c56b", "#42300f")
    ),
    "LOCATION": Tone("loc", "place", "green", ("#2e5d12", "#e8f3dd"), ("#b3dd8a", "#263a15")),
    "DATE": Tone("date", "date or period", "red", ("#92264e", "#fbe6ee"), ("#ffadc8", "#471f30")),
}


def tone(label: str | None) -> Tone:
    """The tone of a label, :data:`PLAIN` for one that the table does not have."""
    return TONES.get(label or "", PLAIN)


def tag(label: str) -> str:
    """The letters that stand beside the colour of an entity.

    >>> tag("ORGANIZATION"), tag("TOPIC")
    ('org', 'topic')
    """
    return tone(label).tag or label.lower()
