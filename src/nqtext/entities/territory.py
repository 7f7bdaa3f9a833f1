"""Territories inside names: where a name of a place ends, and which places are known by name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nqtext.gazetteers import table
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PERSON", "SURNAMES", "Phrases", "capital_run", "heads_page", "known_names", "territory_end"]

_SYLLABLE = re.compile(r"\w+")
#: A capitalised syllable, or a name with something inside it ("T&T", "H'Mông", "Z113").
_NAME = f"{CAPITAL}\\w*(?:[&'.]\\w{{1,20}}){{0,3}}"
_NEXT_NAME = pattern(f"(?: - | -|- |-| )({_NAME})")
#: The commonest family names.
SURNAMES = frozenset(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Đinh Trịnh Trương Tô Tạ Lương "
    "Quách Tống Lưu".split()
)
#: The beginning of a person's name of three or more syllables.
PERSON = pattern(f" (?:{'|'.join(sorted(SURNAMES))}) {CAPITAL}\\w*(?: {CAPITAL}\\w*)")
_HONORIFIC = pattern(" (?:Ông|Bà|Đồng chí)(?!\\w)")
_TERRITORY = pattern(
    " ((?i:TP\\.|TX\\.)"
    "|(?i:tỉnh|thành phố|TP|thủ đô|thị xã|TX|thị trấn|huyện|quận|phường|xã|đặc khu|khu vực|vùng)(?!\\w))"
    f"(?: ?(?=({CAPITAL}|\\d)))?"
)
#: "tỉnh ủy" is no territory, but "tỉnh ủy quyền" names one.
_COMMITTEE = pattern(" ủy(?! (?:quyền|thác|nhiệm))(?!\\w)")
#: What stands for one territory when no name follows.
_ALONE = frozenset({"tỉnh", "thành phố"})


class Phrases:
    """Phrases looked up at a given place of a text, the longest first.

    >>> Phrases(["nông nghiệp", "nông nghiệp và môi trường"]).longest("sở nông nghiệp và môi trường", 3)
    28
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_syllable: dict[str, list[str]] = {}
        for phrase in sorted({fold_key(phrase) for phrase in phrases}, key=lambda p: (-len(p), p)):
            first = _SYLLABLE.match(phrase)
            if first:
                self._by_syllable.setdefault(first.group(), []).append(phrase)

    def longest(self, lower: str, at: int) -> int:
        """The end of the longest phrase that begins at an offset, or -1."""
        first = _SYLLABLE.match(lower, at)
        if first is None:
            return -1
        for phrase in self._by_syllable.get(first.group(), ()):
            end = at + len(phrase)
            if lower.startswith(phrase, at) and not (
                end < len(lower) and (lower[end].isalnum() or lower[end] == "_")
            ):
                return end
        return -1


@cache
def known_names() -> Phrases:
    """Provinces, countries, regions, and the districts there were, by name."""
    names = []
    for name in ("provinces", "countries", "regions"):
        for row in table(name):
            if row.get("level") != "none":
                names += [row["name"], *filter(None, row["other_names"].split(";"))]
    for row in table("units"):
        if row["level"] == "district":
            names += [unit.split(" ", 2)[2] for unit in row["units"].split(";") if not unit[-1].isdigit()]
    return Phrases(names)


def capital_run(text: str, at: int, limit: int = 5, persons: bool = False, dash: bool = False) -> int:
    """Where a run of capitalised syllables ends.

    Args:
        text: folded text.
        at: the offset behind what stands before the run, at its space or dash.
        limit: the most syllables.
        persons: whether the run may begin with what looks like a person's name.
        dash: whether it may begin behind a dash ("Nghi Sơn - Diễn Châu").

    Returns:
        The end, ``at`` where no capitalised syllable follows.

    >>> capital_run("xã Bắc Lý Trần Văn An", 2)
    9
    """
    end = at
    for _ in range(limit):
        if (end > at or not persons) and (PERSON.match(text, end) or _HONORIFIC.match(text, end)):
            break
        match = _NEXT_NAME.match(text, end)
        if match is None or (end == at and not dash and match.start(1) - at > 1):
            break
        end = match.end()
    return end


def heads_page(text: str, at: int) -> bool:
    """Whether the heading of the state begins at an offset, which stands beside that of the body."""
    return text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", at)


def territory_end(text: str, lower: str, at: int) -> tuple[int, bool]:
    """Where a territory ends that begins at an offset: "tỉnh Bắc Ninh", "Hà Nội", "Thành phố".

    Args:
        text: folded text.
        lower: the same in lower case.
        at: the offset of the space before it.

    Returns:
        The end (``at`` where there is none) and whether the territory has a name.

    >>> text = "UBND tỉnh Bắc Ninh"
    >>> territory_end(text, text.lower(), 4)
    (18, True)
    """
    if text[at : at + 1] == " " and text[at + 1 : at + 2].isupper():
        end = known_names().longest(lower, at + 1)
        if end > 0 and _capitalised(text, at + 1, end) and not heads_page(text, at + 1):
            return end, True
    match = _TERRITORY.match(text, at)
    if match is None:
        return at, False
    word = match[1].lower().strip()
    if match[2] is not None:
        start = match.end()
        end = known_names().longest(lower, start)
        if end > 0 and _capitalised(text, start, end):
            return end, True
        number = _NUMBER.match(text, start)
        if number:
            return number.end(), True
        if not match[1].isupper() or word in ("tp", "tp.", "tx", "tx."):
            end = capital_run(text, start - 1, 4)
            if end > start:
                return end, True
    alone = word in _ALONE and not _COMMITTEE.match(lower, match.end(1))
    return (match.end(1), False) if alone else (at, False)


_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,6})(?!\w)")


def _capitalised(text: str, start: int, end: int) -> bool:
    return all(word[0].isupper() for word in re.split("[ -]+", text[start:end]) if word)
