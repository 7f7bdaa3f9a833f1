"""Signals: what a reader notices in a paragraph, each a pattern with a name in plain English.

The patterns match *folded text in lower case* (see :mod:`nqtext.unicode`).  Each is data with an
example and a counter-example, and those are its test.  Every repetition is bounded.  A module holds
the signals of one theme; :mod:`~nqtext.classification.signals.catalogue` numbers them.

Source: the wording of speeches, dispatches and plans that the annotation guide describes, in
the project's own lists.
"""

from __future__ import annotations

from nqtext.classification.signals.actors import WORK_VERBS
from nqtext.classification.signals.catalogue import CROSSED, PHRASES, SIGNALS, THEMES, compiled
from nqtext.classification.signals.headings import COMPILED_SECTIONS, SECTIONS
from nqtext.classification.signals.signal import Section, Signal

__all__ = [
    "COMPILED_SECTIONS",
    "CROSSED",
    "PHRASES",
    "SECTIONS",
    "SIGNALS",
    "THEMES",
    "WORK_VERBS",
    "Section",
    "Signal",
    "compiled",
]
