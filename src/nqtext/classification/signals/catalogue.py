"""The catalogue: the signals of all themes, numbered, and what they are called when they are reasons."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from nqtext.classification.signals.actors import ACTORS
from nqtext.classification.signals.aims import AIMS
from nqtext.classification.signals.documents import DOCUMENTS
from nqtext.classification.signals.headings import SECTIONS
from nqtext.classification.signals.orders import ORDERS
from nqtext.classification.signals.reports import REPORTS
from nqtext.classification.signals.speech import SPEECH
from nqtext.unicode import pattern

if TYPE_CHECKING:
    import re

    from nqtext.classification.signals.signal import Signal

__all__ = ["CROSSED", "PHRASES", "SIGNALS", "THEMES", "compiled"]

#: The signals by what they tell of.
THEMES: tuple[tuple[Signal, ...], ...] = (ORDERS, ACTORS, SPEECH, AIMS, REPORTS, DOCUMENTS)

#: Signals are noted, and their weights summed, in this order; a new one goes to the end.
_ORDER = (
    "command speaker_command stress_must addressee_must assign lead_body responsible "
    "past_command says citizen_says expert according past passive progress future must continue "
    "strive purpose goal_opening target_number until_year percent money number document_says "
    "solutions event attendance shortcoming result legal_basis norm definition proposal_up "
    "first_second goes_on quote_open quote photo scene title_opening "
    "body_opening joint_action own_plan aim_is reached urgent powers "
    "leader_says local_says request_up request_down told_only opinion aims_at decided "
    "speech_opening document_sets"
).split()
_BY_NAME = {signal.name: signal for theme in THEMES for signal in theme}
SIGNALS: tuple[Signal, ...] = tuple(_BY_NAME[name] for name in _ORDER)

#: Signals that mean different things in news, plans and laws, under different headings, and in a speech.
CROSSED = frozenset(
    (
        "must future continue purpose strive until_year percent past "
        "passive progress joint_action verb:bare verb:modal verb:past solutions body_opening "
        "lead_body speaker_command addressee_must assign command goes_on first_second quote_open "
        "says urgent document_says norm number title_opening stress_must target_number "
        "goal_opening responsible citizen_says own_plan aim_is reached "
        "request_up request_down leader_says local_says decided aims_at told_only "
        "speech_opening document_sets "
    ).split()
)

#: What each signal is called in evidence; a signal without a phrase is no reason that helps a reader.
PHRASES: dict[str, str] = {
    **{signal.name: signal.phrase for signal in SIGNALS},
    **{f"under:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under0:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under1:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"under2:{section.name}": f"under a heading of {section.phrase}" for section in SECTIONS},
    **{f"latest:{section.name}": f"after a heading of {section.phrase}" for section in SECTIONS},
    **{f"just:{section.name}": f"after a heading of {section.phrase}" for section in SECTIONS},
    **{f"part:{section.name}": f"in a part on {section.phrase}" for section in SECTIONS},
    **{f"announces:{section.name}": f"announces {section.phrase}" for section in SECTIONS},
    "verb:bare": "bare verb '{}'",
    "verb:modal": "first verb prescribes",
    "verb:past": "first verb tells what has happened",
    "whole:ORGANIZATION": "only the name of a body",
    "whole:PERSON": "only the name of a person",
    "whole:OFFICIAL": "only an official",
    "voice:high": "a leader of the state or party speaks",
    "voice:local": "a local leader speaks",
    "voice:citizen": "an expert, delegate or citizen speaks",
    "voice:document": "the content of a document is told",
    "speech:next": "speech of the paragraph before goes on",
    "speech:on": "speech of the paragraph before goes on",
    "speech:maybe": "follows a speech",
    "inside quotation": "inside a quotation",
    "genre:news": "in a news text",
    "genre:plan": "in a plan",
    "genre:law": "in a legal text",
    "genre:mixed": "in a text with lists",
    "kind:heading": "is a heading",
    "kind:caption": "is a caption",
    "kind:item": "is a list item",
    "kind:article": "is an article of a law",
    "kind:clause": "is a clause of a law",
    "kind:point": "is a point of a law",
    "kind:text": "is running text",
    "name-like": "only a name",
    "capitals": "written in capitals",
    "from start:0": "opens the text",
    "from end:0": "closes the text",
    "from end:1": "stands near the end",
    "opens with:ORGANIZATION": "opens with a body",
    "opens with:OFFICIAL": "opens with an official",
    "opens with:PERSON": "opens with a person",
    "opens with:DATE": "opens with a date",
    "names:ORGANIZATION": "names a body",
    "names:OFFICIAL": "names an official",
    "names:PERSON": "names a person",
    "names:DATE": "names a date",
    "names:DOCUMENT": "names a document",
    "names:LOCATION": "names a place",
    "names many:ORGANIZATION": "names several bodies",
    "names many:DOCUMENT": "names several documents",
}


@cache
def compiled(at: int) -> re.Pattern[str]:
    """The pattern of a signal, by its place in :data:`SIGNALS`; many texts need only a few of them."""
    return pattern(SIGNALS[at].expression)
