"""Features: what is noticed in each paragraph of an article, and which other paragraphs it sees.

One function, used for training and for prediction alike.  A paragraph is described by the
*words* in it (n-grams of syllables, its opening) and by *signals* (layout, verbs, speakers,
numbers, entities, its place in the article).  A model reads the description of the paragraph itself
and, with other weights, those of the paragraphs in its *views*: the ones before and after it, the
headings above it, the line that opens its list.

Nothing here looks at word boundaries, so that a model outlives the word segmenter.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.signals import COMPILED, COMPILED_SECTIONS, WORK_VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.entities import Candidate, Context
    from nqtext.records import Block

__all__ = ["OPENING", "VIEWS", "WORD", "Features", "extract"]

#: Prefixes of word features; every other feature is a signal.
WORD, OPENING = "w ", "o "

#: What a paragraph sees: itself, its neighbours, the headings above it, the line that opens its list.
VIEWS = ("self", "before", "after", "before2", "after2", "heading", "above", "lead-in", "opener")

_SYLLABLE = re.compile(r"[^\W\d_]+|\d+|[%\"?]")
_NUMBERING = re.compile(
    r"\s*(?:(?:điều|khoản|mục|phần|chương)\s+[\divxlc]{1,5}\b|[ivx]{1,5}(?=[.)/:-])"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}(?=[.)/: -])"
    r"|\([\da-zđ]{1,2}\)|[a-zđ]{1,2}\d?(?=\))|[a-eđ](?=[.]))?[\s.)/:*•●○■▪▫◦‣·+-]*"
)
_ANNOUNCED = re.compile(r"(?:sau|gồm|là|rằng)\s?:$|\?$")
_YEARS = frozenset({"2025", "2026", "2030", "2035", "2045", "2050"})
_MAX_SYLLABLES = 400  # what a paragraph does is said before that
_MAX_HEADING = 160
_PAST = frozenset({"đã", "vừa", "được", "đang", "từng", "bị"})
_MODAL = frozenset({"cần", "phải", "sẽ", "nên", "hãy"})
_LENGTHS = (4, 9, 16, 30, 60, 110, 200)
#: Signals that mean different things in news, plans and laws, under different headings, and in a speech.
_CROSSED = frozenset(
    [
        "must",
        "future",
        "continue",
        "purpose",
        "strive",
        "until_year",
        "percent",
        "past",
        "passive",
        "progress",
        "joint_action",
        "verb:bare",
        "verb:modal",
        "verb:past",
        "solutions",
        "body_opening",
        "lead_body",
        "speaker_command",
        "addressee_must",
        "assign",
        "command",
        "goes_on",
        "first_second",
        "quote_open",
        "says",
        "urgent",
        "document_says",
        "norm",
        "number",
        "title_opening",
        "stress_must",
        "target_number",
        "goal_opening",
        "responsible",
        "citizen_says",
        "we",
        "own_plan",
        "aim_is",
        "reached",
        "order_opens",
        "purpose",
    ]
)
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
_BREAKS = frozenset(["event", "according", "attendance", "citizen_says", "photo", "legal_basis"])


@dataclass(frozen=True, slots=True)
class Features:
    """The paragraphs of one article as a model sees them.

    Attributes:
        words: for each paragraph its word features, without repetition.
        signals: for each paragraph its signals, without repetition.
        views: shape (p, len(VIEWS)): index of the paragraph seen, or -1.
    """

    words: tuple[tuple[str, ...], ...]
    signals: tuple[tuple[str, ...], ...]
    views: NDArray[np.int32]


def extract(context: Context, mentions: Sequence[Candidate]) -> Features:
    """Describe the paragraphs of an article.

    Args:
        context: the segmented text.
        mentions: its entities, in order.

    Returns:
        One description a paragraph, and what each sees.
    """
    spans = context.paragraphs.tolist()
    lines = [context.lower[start:end].strip() for start, end in spans]
    raw = [context.text[start:end].strip() for start, end in spans]
    blocks = context.blocks
    syllables = [_syllables(line) for line in lines]
    content = [i for i, block in enumerate(blocks) if not block.furniture]
    sections = [
        _section(line) if _may_open(line, block) else "" for line, block in zip(lines, blocks, strict=True)
    ]
    noticed = [
        [*_layout(raw[i], blocks[i], syllables[i]), *_found(lines[i]), *_first_verb(syllables[i])]
        for i in range(len(lines))
    ]
    _place(noticed, content)
    _entities(noticed, spans, mentions)
    views = _views(raw, blocks, sections, content)
    genre = _genre(blocks, noticed, content)
    under = _sections(noticed, sections, blocks, content, views)
    speech = _speech(noticed, raw, content)
    for i, signals in enumerate(noticed):
        signals.append(f"genre:{genre}")
        crossed = [signal for signal in signals if signal in _CROSSED or signal.startswith("kind:")]
        for circumstance in (f"genre:{genre}", under[i], speech[i]):
            if circumstance:
                signals.extend(f"{circumstance} & {signal}" for signal in crossed)
        if speech[i]:
            signals.append(speech[i])
    return Features(
        tuple(_words(opening) for opening in syllables),
        tuple(tuple(dict.fromkeys(signals)) for signals in noticed),
        views,
    )


def _syllables(line: str) -> list[str]:
    """The syllables behind the numbering; numbers become ``#``, a year ``#y``."""
    numbering = _NUMBERING.match(line)
    found = _SYLLABLE.findall(line, numbering.end() if numbering else 0)[:_MAX_SYLLABLES]
    return [
        syllable
        if not syllable[0].isdigit() or syllable in _YEARS
        else "#y"
        if len(syllable) == 4 and syllable[:2] in ("19", "20")
        else "#"
        for syllable in found
    ]


def _words(syllables: list[str]) -> tuple[str, ...]:
    grams = dict.fromkeys(WORD + syllable for syllable in syllables)
    grams.update(dict.fromkeys(f"{WORD}{a} {b}" for a, b in itertools.pairwise(syllables)))
    grams.update(
        dict.fromkeys(
            f"{WORD}{a} {b} {c}" for a, b, c in zip(syllables, syllables[1:], syllables[2:], strict=False)
        )
    )
    for length in range(1, min(4, len(syllables) + 1)):
        grams[OPENING + " ".join(syllables[:length])] = None
    return tuple(grams)


def _layout(line: str, block: Block, syllables: list[str]) -> list[str]:
    signals = [f"kind:{block.kind}", f"length:{bisect_left(_LENGTHS, len(syllables))}"]
    if block.number is not None:
        signals.append("numbered:" + _style(block.number))
    last = line[-1:]
    signals.append(f"ends:{last}" if last and not last.isalnum() else "ends:word")
    letters = [c for c in line[:200] if c.isalpha()]
    if letters and not any(c.islower() for c in letters):
        signals.append("capitals")
    elif letters and letters[0].islower():
        signals.append("starts small")
    if (
        len(syllables) <= 8
        and letters
        and sum(word[:1].isupper() for word in line.split()) >= len(line.split()) * 0.8
    ):
        signals.append("name-like")
    return signals


def _style(number: str) -> str:
    if number.replace(".", "").isdigit():
        return "decimal" if "." in number.strip(".") else "number"
    if len(number) == 1 and not number.isalnum():
        return "bullet"
    return "letter" if number.islower() and len(number) <= 3 else "roman" if number.isupper() else "ordinal"


def _found(line: str) -> list[str]:
    return [signal.name for signal, compiled in COMPILED if compiled.search(line)]


def _first_verb(syllables: list[str]) -> list[str]:
    """Whether the paragraph opens with a bare verb, and what mood comes first."""
    signals = []
    if " ".join(syllables[:2]) in WORK_VERBS or (syllables and syllables[0] in WORK_VERBS):
        signals.append("verb:bare")
    for syllable in syllables[:40]:
        if syllable in _PAST:
            signals.append("verb:past")
            break
        if syllable in _MODAL:
            signals.append("verb:modal")
            break
    return signals


def _place(noticed: list[list[str]], content: list[int]) -> None:
    count = len(content)
    for at, i in enumerate(content):
        noticed[i].append(f"place:{min(at * 5 // count, 4)}")
        if at < 3:
            noticed[i].append(f"from start:{at}")
        if at >= count - 2:
            noticed[i].append(f"from end:{count - 1 - at}")


def _entities(noticed: list[list[str]], spans: list[list[int]], mentions: Sequence[Candidate]) -> None:
    starts = [start for start, _ in spans]
    counts: dict[tuple[int, str], int] = {}
    for mention in mentions:
        i = bisect_left(starts, mention.start + 1) - 1
        if i < 0:
            continue
        counts[i, mention.label] = counts.get((i, mention.label), 0) + 1
        if mention.start - starts[i] < 12 and counts[i, mention.label] == 1:
            noticed[i].append(f"opens with:{mention.label}")
    for (i, label), count in counts.items():
        noticed[i].append(f"names:{label}")
        if count >= 3:
            noticed[i].append(f"names many:{label}")


def _may_open(line: str, block: Block) -> bool:
    """Whether a line may be a heading, however the layout came out."""
    if block.kind in ("heading", "article"):
        return True
    if not line or len(line) > 3 * _MAX_HEADING:
        return False
    if line[-1] in ":?":
        return len(line) <= _MAX_HEADING or _ANNOUNCED.search(line, len(line) - 12) is not None
    return block.number is not None and len(line) <= 90 and line[-1] not in ".;,"


def _section(line: str) -> str:
    head = line if len(line) <= _MAX_HEADING else line[-_MAX_HEADING:]  # a long lead-in says it at its end
    for section, compiled in COMPILED_SECTIONS:
        if compiled.search(head):
            return section.name
    return "unnamed"


def _sections(
    noticed: list[list[str]],
    sections: list[str],
    blocks: tuple[Block, ...],
    content: list[int],
    views: NDArray[np.int32],
) -> list[str]:
    """Note what the headings above announce; returns for each paragraph the nearest announcement."""
    under = [""] * len(blocks)
    latest = latest_numbered = ""
    age = 0
    for i in content:
        path = []
        at = blocks[i].heading
        opened = max(
            int(views[i, 7]), int(views[i, 8]) if age <= 1 else -1
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


def _genre(blocks: tuple[Block, ...], noticed: list[list[str]], content: list[int]) -> str:
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


def _speech(noticed: list[list[str]], raw: list[str], content: list[int]) -> list[str]:
    """For each paragraph whether the speech of a paragraph before it goes on.

    A speech opens with an order or what somebody says has to be done; it goes on as long as
    paragraphs go on with it and neither an event nor another source breaks in.
    """
    speech = [""] * len(noticed)
    distance = -1
    inside_quote = False
    for i in content:
        signals = set(noticed[i])
        if inside_quote:
            noticed[i].append("inside quotation")
        if raw[i].count('"') % 2:
            inside_quote = not inside_quote
        if "kind:caption" in signals or "photo" in signals:
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
        if signals & {"speaker_command", "stress_must", "assign"}:
            distance = 0
        elif distance >= 0:
            distance += 1
            if distance > 12:
                distance = -1
    return speech


def _views(
    raw: list[str], blocks: tuple[Block, ...], sections: list[str], content: list[int]
) -> NDArray[np.int32]:
    views = np.full((len(blocks), len(VIEWS)), -1, dtype=np.int32)
    views[:, 0] = np.arange(len(blocks))
    lead_in = opener = -1
    for at, i in enumerate(content):
        for column, other in ((1, at - 1), (2, at + 1), (3, at - 2), (4, at + 2)):
            if 0 <= other < len(content):
                views[i, column] = content[other]
        heading = blocks[i].heading
        views[i, 5] = heading
        views[i, 6] = blocks[heading].heading if heading >= 0 else -1
        views[i, 8] = opener
        if sections[i] not in ("", "unnamed", "body"):
            opener = i
        listed = (
            blocks[i].number is not None or raw[i][:1] in "(-" or raw[i][:1].islower() or raw[i][-1:] == ";"
        )
        if not listed:
            lead_in = -1
        views[i, 7] = lead_in
        if raw[i].endswith(":") and not (listed and lead_in >= 0):
            lead_in = i
    return views
