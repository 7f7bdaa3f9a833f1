"""Places by what stands around them: "tại Hải Lăng, Quảng Trị", "Nà Lạn (Cao Bằng)", "tuyến số 1 (A - B)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.entities.names import surnames
from nqtext.entities.territory import capital_run, known_names
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["is_direction", "places_in_context"]

_NAME = f"{CAPITAL}\\w*(?:-{CAPITAL}\\w*)*(?: {CAPITAL}\\w+){{0,3}}"
#: Before a province or country, behind a comma or in brackets.
_WITHIN = pattern(
    f"(?P<opening>\\(|(?<!\\w)(?:tại|ở|từ|đến|và|của|qua|về) |[,;:] )(?P<name>{_NAME})(?P<mark>, | \\()$"
)
#: Words after which only a place can follow.
_PLACE_ONLY = ("tại ", "ở ", "qua ")
_ROUTE = pattern(f"\\((?P<name>{_NAME} - {_NAME})\\)")
_LINE = pattern("(?:tuyến|đường)(?: \\w{1,12}){1,7}(?:, (?:tuyến )?số \\d)? $", 2)
#: "số nhà 36B Lý Nam Đế, phường ...": the street without its word.
_STREET = pattern("nhà \\d{1,4}[A-Z]?,? (?=[A-ZĐ])")
_BEHIND_STREET = (", phường", ", quận", ", xã", ", thị trấn", ", TP", ", thành phố", ", tổ")
#: "phía Tây Bắc", "vùng Tây Bắc huyện Ba Vì": a direction, no region.
_COMPASS = pattern("(?:tây|đông) (?:bắc|nam)")
_TOWARDS = pattern("(?:phía|hướng|phía góc) $")
_OF_UNIT = pattern(" (?:của )?(?:huyện|tỉnh|thành phố|thị xã|xã|phường)(?!\\w)")
_ABOVE = frozenset({"province", "country"})
_LONGEST = 48


def places_in_context(context: Context, found: Mapping[int, Candidate]) -> Iterator[tuple[int, int, str]]:
    """Names that no table or type word gives, but their place before a province or behind a line.

    Args:
        context: the text.
        found: the places known so far, by start.

    Yields:
        Start, end and level of each.
    """
    text, lower = context.text, context.lower
    above = [(start, place.attributes.get("level")) for start, place in found.items()]
    for start, level in above:
        if level not in _ABOVE:
            continue
        if not text.startswith((", ", " ("), start - 2):
            continue
        before = _WITHIN.search(text, max(0, start - _LONGEST), start)
        if before is None or before.start("name") in found:
            continue
        first, last = before.span("name")
        bracket = before["mark"] == " ("
        if bracket and (level == "country" or not text.startswith(")", found[start].end)):
            continue
        opening = before["opening"]
        if known_names().longest(lower, first) == last:
            yield first, last, "district"
        elif (opening in _PLACE_ONLY or (bracket and opening[0] in ",;:")) and not _personal(before["name"]):
            yield first, last, "place"
    for street in _STREET.finditer(text) if "nhà " in text else ():
        end = capital_run(text, street.end() - 1, 4, persons=True)
        if street.end() not in found and text.startswith(_BEHIND_STREET, end):
            yield street.end(), end, "road"
    for route in _ROUTE.finditer(text):
        if route.start("name") not in found and _LINE.search(text, max(0, route.start() - 60), route.start()):
            yield *route.span("name"), "road"


def _personal(name: str) -> bool:
    """Whether a name may be a person's, or opens with an abbreviation: "ĐB Lê Văn Tám (Cà Mau)"."""
    first = name.split(" ")[0]
    return first.isupper() or first.lower() in surnames().known


def is_direction(lower: str, start: int, end: int) -> bool:
    """Whether the name of a region says only where in a place, or towards where."""
    if not _COMPASS.fullmatch(lower, start, end):
        return False
    return bool(_TOWARDS.search(lower, max(0, start - 9), start) or _OF_UNIT.match(lower, end))
