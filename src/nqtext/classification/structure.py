"""Structure: which paragraphs of an article see each other, what headings announce, how far a speech goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.signals import COMPILED_SECTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqtext.records import Block

__all__ = ["VIEWS", "announcement", "genre", "note_sections", "note_speech", "note_voices", "views"]

#: What a paragraph sees: itself, its neighbours, the headings above it, the line that opens its list.
VIEWS = (
    "self",
    "before",
    "after",
    "before2",
    "after2",
    "heading",
    "above",
    "lead-in",
    "opener",
    "speech",
    "title",
)

_ANNOUNCED = re.compile(r"(?:sau|gồm|là|rằng)\s?:$|\?$")
_MAX_HEADING = 160
_GOES_ON = frozenset(
    [
        "first_second",
        "goes_on",
        "quote_open",
        "must",
        "continue",
        "urgent",
        "verb:bare",
        "addressee_must",
        "lead_body",
    ]
)
_ASIDE = frozenset(["kind:caption", "photo", "scene"])
#: Who speaks, by what is noticed; the first that fits.
_VOICES = (
    ("citizen", frozenset(["citizen_says"])),
    ("high", frozenset(["leader_says"])),
    ("local", frozenset(["local_says"])),
    ("document", frozenset(["document_says", "decided"])),
)
_VOICE_CARRIES = 6
_BREAKS = frozenset(["event", "according", "attendance", "citizen_says", "photo", "scene", "legal_basis"])


def announcement(line: str, block: Block) -> str:
    """What a line announces if it may be a heading: a section's name, ``unnamed``, or nothing."""
    if not _may_open(line, block):
        return ""
    head = line if len(line) <= _MAX_HEADING else line[-_MAX_HEADING:]  # a long lead-in says it at its end
    return next((section.name for section, compiled in COMPILED_SECTIONS if compiled.search(head)), "unnamed")


def _may_open(line: str, block: Block) -> bool:
    """Whether a line may be a heading, however the layout came out."""
    if block.kind in ("heading", "article"):
        return True
    if not line or len(line) > 3 * _MAX_HEADING:
        return False
    if line[-1] in ":?":
        return len(line) <= _MAX_HEADING or _ANNOUNCED.search(line, len(line) - 12) is not None
    return block.number is not None and len(line) <= 90 and line[-1] not in ".;,"


def note_sections(
    noticed: list[list[str]],
    sections: list[str],
    blocks: tuple[Block, ...],
    content: list[int],
    seen: NDArray[np.int32],
) -> list[str]:
    """Note what the headings above announce; returns for each paragraph the nearest announcement."""
    under = [""] * len(blocks)
    latest = latest_numbered = ""
    age = 0
    for i in content:
        path = []
        at = blocks[i].heading
        opened = max(
            int(seen[i, 7]), int(seen[i, 8]) if age <= 1 else -1
        )  # its list's first line, or the line just above
        if opened > at and sections[opened] not in ("", "unnamed"):
            path.append(sections[opened])
        while at >= 0 and len(path) < 6:
            if sections[at] not in ("", "unnamed"):
                path.append(sections[at])
            at = blocks[at].heading
        own = sections[i]
        if own:
            noticed[i].append(f"announces:{own}")
        for depth, name in enumerate(path[:3]):
            noticed[i].append(f"under{depth}:{name}")
        noticed[i].extend(f"under:{name}" for name in dict.fromkeys(path))
        noticed[i].append("path:" + "/".join(path[:2]))
        if latest:
            noticed[i].append(f"latest:{latest}")
            if age <= 3:
                noticed[i].append(f"just:{latest}")
        if latest_numbered:
            noticed[i].append(f"part:{latest_numbered}")
        under[i] = f"under:{path[0]}" if path else f"latest:{latest}" if latest and age <= 12 else ""
        age += 1
        if own not in ("", "unnamed"):
            if own != "body":
                latest, age = own, 0
            if blocks[i].kind == "heading":
                latest_numbered = own if own != "body" else latest_numbered
    return under


def genre(blocks: tuple[Block, ...], content: list[int]) -> str:
    """News, plan or law, by layout."""
    if not content:
        return "news"
    kinds = [blocks[i].kind for i in content]
    legal = sum(kind in ("article", "clause", "point") for kind in kinds) / len(kinds)
    listed = sum(blocks[i].number is not None or blocks[i].kind == "heading" for i in content) / len(kinds)
    if legal >= 0.25:
        return "law"
    if listed >= 0.4:
        return "plan"
    return "mixed" if listed >= 0.15 else "news"


def note_voices(noticed: list[list[str]], content: list[int]) -> None:
    """Note who speaks in each paragraph, or spoke last."""
    voice, age = "", 0
    for i in content:
        signals = set(noticed[i])
        if signals & _ASIDE:
            continue
        own = next((name for name, marks in _VOICES if signals & marks), "")
        if own:
            noticed[i].append(f"voice:{own}")
            voice, age = own, 0
        elif "kind:heading" in signals or "event" in signals:
            voice = ""
        elif voice:
            age += 1
            noticed[i].append(f"voice on:{voice}")
            if age >= _VOICE_CARRIES:
                voice = ""


def note_speech(
    noticed: list[list[str]], raw: list[str], content: list[int], seen: NDArray[np.int32]
) -> list[str]:
    """For each paragraph whether the speech of a paragraph before it goes on.

    A speech opens with an order or what somebody says has to be done; it goes on as long as
    paragraphs go on with it and neither an event nor another source breaks in.
    """
    speech = [""] * len(noticed)
    distance = opener = -1
    inside_quote = False
    for i in content:
        signals = set(noticed[i])
        if inside_quote:
            noticed[i].append("inside quotation")
        if raw[i].count('"') % 2:
            inside_quote = not inside_quote
        if signals & _ASIDE:
            continue
        if distance >= 0:
            if (
                ("document_says" in signals and not signals & {"goes_on", "speaker_command"})
                or signals & _BREAKS
                or signals & {"announces:goal", "announces:task", "kind:heading"}
            ):
                distance = -1
            elif signals & _GOES_ON:
                speech[i] = "speech:next" if distance == 0 else "speech:on"
            else:
                speech[i] = "speech:maybe" if distance <= 2 else ""
        if distance >= 0:
            seen[i, VIEWS.index("speech")] = opener
        if signals & {"speaker_command", "stress_must", "assign"}:
            distance, opener = 0, i
        elif distance >= 0:
            distance += 1
            if distance > 12:
                distance = -1
    return speech


def views(
    raw: list[str], blocks: tuple[Block, ...], sections: list[str], content: list[int]
) -> NDArray[np.int32]:
    """For each paragraph of an article which others it sees, shape (p, len(VIEWS))."""
    seen = np.full((len(blocks), len(VIEWS)), -1, dtype=np.int32)
    seen[:, 0] = np.arange(len(blocks))
    lead_in = opener = -1
    for at, i in enumerate(content):
        for column, other in ((1, at - 1), (2, at + 1), (3, at - 2), (4, at + 2)):
            if 0 <= other < len(content):
                seen[i, column] = content[other]
        heading = blocks[i].heading
        seen[i, 5] = heading
        seen[i, 6] = blocks[heading].heading if heading >= 0 else -1
        seen[i, 8] = opener
        if at > 1:
            seen[i, VIEWS.index("title")] = content[0]
        if sections[i] not in ("", "unnamed", "body"):
            opener = i
        listed = (
            blocks[i].number is not None or raw[i][:1] in "(-" or raw[i][:1].islower() or raw[i][-1:] == ";"
        )
        if not listed:
            lead_in = -1
        seen[i, 7] = lead_in
        if raw[i].endswith(":") and not (listed and lead_in >= 0):
            lead_in = i
    return seen
