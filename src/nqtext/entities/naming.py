"""From a bare span to a candidate: norm and attributes of a name that no recogniser has read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import agreed, attributes, body_meant, canonical, known_bodies
from nqtext.entities.geography import known_places, places_meant, readings
from nqtext.entities.names import NAME_WORD, name_words, surnames
from nqtext.entities.recognizer import Candidate, Context
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["named"]

_WORD = pattern(NAME_WORD)
_TRAILING_NAME = pattern(f"{name_words(1, 4)}$")
_HONORIFIC = pattern(
    "(?:nguyên |cựu |cố )?(?:đồng chí|đ/c|ông|bà|ngài|cụ|bác|chú|cô|anh|chị|em|mrs?\\.?|ms\\.?) $",
    re.IGNORECASE,
)


def named(
    context: Context,
    start: int,
    end: int,
    label: str,
    source: str,
    score: float,
    replaced: Sequence[Candidate] = (),
) -> Candidate:
    """Make a candidate of a span.

    Args:
        context: the text.
        start: first code point.
        end: one past the last.
        label: its label.
        source: who found it.
        score: how sure that is.
        replaced: candidates of the recognisers that it takes the place of; what they know is kept.

    >>> from nqtext.segmentation import SyllableSegmenter, segment_batch
    >>> from nqtext.unicode import fold
    >>> text = fold("Ngoại trưởng Jean Martin đến Hà Nội")
    >>> context = Context.of(text, segment_batch([text], SyllableSegmenter())[0])
    >>> named(context, 0, 24, "OFFICIAL", "tagger", 0.9).attributes
    {'name': 'Jean Martin', 'titles': [{'title': 'Ngoại trưởng'}]}
    """
    text = context.text[start:end]
    alike = [other for other in replaced if other.label == label]
    if label == "ORGANIZATION":
        norm, values = _body(context, text, alike)
    elif label == "LOCATION":
        norm, values = _place(context, text, alike)
    else:
        norm, values = _person(text, start, label, alike)
    return Candidate(start, end, label, norm, values, source, score)


def _body(context: Context, text: str, alike: Sequence[Candidate]) -> tuple[str, dict[str, Any]]:
    bodies = tuple(body for body in known_bodies().get(text) or () if body.kind != "none")
    if bodies:
        body = body_meant(bodies, context.published)
        return body.name, attributes(body, context.published)
    kinds = {other.attributes.get("kind") for other in alike}
    return canonical(text), {"kind": kinds.pop() if len(kinds) == 1 else None}


def _place(context: Context, text: str, alike: Sequence[Candidate]) -> tuple[str, dict[str, Any]]:
    meant = readings(known_places().get(text) or (), context.published)
    norm = canonical(text)
    meant = tuple(place for place in meant if place.level != "none") or places_meant(context, norm)
    if meant:
        return meant[-1].name, agreed([place.attributes() for place in meant])
    levels = {other.attributes.get("level") for other in alike}
    return norm, {"level": levels.pop() if len(levels) == 1 else None}


def _person(text: str, start: int, label: str, alike: Sequence[Candidate]) -> tuple[str, dict[str, Any]]:
    """The name at the end of the span, and the title before it."""
    at = _name_at(text)
    for other in alike:
        known = other.end - start
        if other.start == start and known < len(text) and "name" not in other.attributes:
            at = known + 1  # the recognisers know the title, not the name behind it
    name = text[at:].strip()
    values: dict[str, Any] = {"name": name}
    title = _HONORIFIC.sub("", text[:at] if text[:at].endswith(" ") else text[:at] + " ").strip(" ,-")
    if label == "OFFICIAL" and title:
        values["titles"] = [{"title": title}]
    return name or text, values


def _name_at(text: str) -> int:
    """Where the name begins: at a family name that only names follow, else at the last run of capitals."""
    words: list[re.Match[str]] = list(_WORD.finditer(text))
    for word in words:
        rest = text[word.start() :].split(" ")
        if lower(word.group()) in surnames().known and 1 < len(rest) <= 5 and all(map(_WORD.fullmatch, rest)):
            return word.start()
    trailing = _TRAILING_NAME.search(text)
    return trailing.start() if trailing else 0
