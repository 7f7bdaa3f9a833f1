"""Speakers: who speaks in a paragraph, and how far a speech goes on.

Paragraphs of a whole batch are numbered through; page furniture is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqtext.classification.inventory import VOICES, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nqtext.classification.inventory import Having, Noted
    from nqtext.classification.structure import Content

    Rows = NDArray[np.int64]

__all__ = ["find_speech", "note_voices"]

_GOES_ON = (
    "first_second",
    "goes_on",
    "quote_open",
    "must",
    "continue",
    "urgent",
    "verb:bare",
    "addressee_must",
    "lead_body",
)
_ASIDE = ("kind:caption", "photo", "scene")
#: Who speaks, by what is noticed; the first that fits.
_VOICES = (
    ("citizen", ("citizen_says",)),
    ("high", ("leader_says",)),
    ("local", ("local_says",)),
    ("document", ("document_says", "decided", "document_sets")),
)
_VOICE_CARRIES = 6
_BREAKS = (
    "event",
    "according",
    "attendance",
    "citizen_says",
    "photo",
    "scene",
    "legal_basis",
    "announces:goal",
    "announces:task",
    "kind:heading",
)
_OPENS = ("speaker_command", "stress_must", "assign")
_SPEECH_CARRIES = 12
_MAYBE = 2


def note_voices(having: Having, content: Content) -> Iterator[Noted]:
    """Note who speaks in each paragraph, or spoke last."""
    heard = content.places[~having(_ASIDE)[content.places]]
    article = content.article[~having(_ASIDE)[content.places]]
    voice = np.full(len(heard), -1)
    for name, marks in reversed(_VOICES):
        voice[having(marks)[heard]] = VOICES.index(name)
    speaks = voice >= 0
    yield heard[speaks], numbers("voice:", VOICES)[voice[speaks]]
    everyone = np.arange(len(heard))
    begins = np.append(True, article[1:] != article[:-1])[: len(heard)]
    turns = speaks | having(("kind:heading", "event"))[heard] | begins
    last = np.maximum.accumulate(np.where(turns, everyone, 0))
    goes_on = ~turns & (voice[last] >= 0) & (everyone - last <= _VOICE_CARRIES)
    yield heard[goes_on], numbers("voice on:", VOICES)[voice[last[goes_on]]]


def find_speech(having: Having, lines: Sequence[str], content: Content) -> tuple[Rows, Rows, Rows]:
    """Find where a quotation goes on, and where a speech does.

    A speech opens with an order or what somebody says has to be done; it goes on as long as
    paragraphs go on with it and neither an event nor another source breaks in.

    Returns:
        The paragraphs that a quotation goes on in; for each paragraph the signal of the speech that goes on,
        or -1, and the paragraph that opens it, or -1, both of shape (p,).
    """
    places = content.places
    quotes = np.cumsum([lines[i].count('"') for i in places.tolist()], dtype=np.int64)
    before = np.append(0, quotes[:-1])[: len(places)]
    inside = places[(before - before[np.arange(len(places)) - content.at]) % 2 == 1]
    speech, openers = np.full(len(lines), -1), np.full(len(lines), -1)
    follows, carries_on, maybe = numbers("speech:", ("next", "on", "maybe")).tolist()
    told = having(("document_says",)) & ~having(("goes_on", "speaker_command"))
    aside, breaks, goes_on, opens = (
        marked[places].tolist()
        for marked in (having(_ASIDE), told | having(_BREAKS), having(_GOES_ON), having(_OPENS))
    )
    distance = opener = -1
    for k, (i, at) in enumerate(zip(places.tolist(), content.at.tolist(), strict=True)):
        if at == 0:
            distance = -1
        if aside[k]:
            continue
        if distance >= 0:
            if breaks[k]:
                distance = -1
            else:
                openers[i] = opener
                if goes_on[k]:
                    speech[i] = follows if distance == 0 else carries_on
                elif distance <= _MAYBE:
                    speech[i] = maybe
        if opens[k]:
            distance, opener = 0, i
        elif distance >= 0:
            distance = distance + 1 if distance < _SPEECH_CARRIES else -1
    return inside, speech, openers
