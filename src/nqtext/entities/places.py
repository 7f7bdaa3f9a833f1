"""Places: known ones by name, others by the word that opens their name.

A ward's or a village's name counts only behind its type word; once a text has named a place in
full ("xã Thạnh An"), its bare name counts there, too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities import expressions
from nqtext.entities.bodies import agreed, canonical
from nqtext.entities.geography import (
    Place,
    known_places,
    link_locations,
    places_meant,
    readings,
    units_named,
)
from nqtext.entities.place_context import is_direction, places_in_context
from nqtext.entities.place_types import PlaceType, place_types
from nqtext.entities.recognizer import Candidate
from nqtext.entities.syllables import is_syllable
from nqtext.entities.territory import capital_run, known_names
from nqtext.gazetteers import TermIndex, longest
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Context

__all__ = ["LocationRecognizer", "link_locations"]

#: Between a type word and the name: "cửa khẩu quốc tế Na Mèo", "sân bay quốc tế Nội Bài".
_BETWEEN = pattern(
    "(?: (?:[Qq]uốc tế|[Qq]uốc gia|cửa ngõ|chính|phụ|sinh thái|toàn cầu|đặc biệt|ven biển|động lực|đô thị"
    "|[Vv]ành đai)){0,3}"
)
#: Between "nhà máy" and the name: "nhà máy bột giấy Phương Nam".
_TRADE = pattern(
    "(?:(?: (?!(?:của|về|tại|ở|nhỏ|lớn|mới|này|cho|do|và|đang|đã|sẽ|có|quy|công|đạt|trên|trong)(?!\\w))"
    f"[^\\W\\d_A-ZĐ][^\\W\\d_]{{0,6}}){{1,6}}(?= {CAPITAL}\\w+ {CAPITAL}))?"
)
_NUMBER = pattern(" ?(?:số )?\\d{1,3}[A-Z]?(?![\\w/.,]\\d)(?![\\w%])(?: - \\d{1,3}[A-Z]?(?!\\w))?")
_DIRECTION = pattern(" phía (?:Đông|Tây|Nam|Bắc)(?: (?:Nam|Bắc))?")
_ONE_CAPITAL = pattern(f" {CAPITAL}\\w{{0,7}} (?=[a-zà-ỹđ])")
_CAPITAL_NEXT = pattern(f" {CAPITAL}")
#: Common words where only the first syllable has a capital.
_COMMON = frozenset({"Hòa bình"})
#: Levels whose names have two syllables where no table knows them.
_NO_SYLLABLE = frozenset({"village", "province", "city", "town", "township", "district"})
_OF_COUNTRIES = frozenset({"sea", "port", "border gate"})
#: "tiếng Anh", "đô la Mỹ"
_TONGUE_OR_MONEY = pattern("(?:tiếng|đô la|đô-la) $")
#: Levels at which the word before a list belongs to its first member: "các xã Bắc Lý, Chân Lý".
_OWN_TYPE = frozenset(
    {
        "province",
        "city",
        "town",
        "township",
        "district",
        "ward",
        "commune",
        "village",
        "river",
        "lake",
        "mountain",
    }
    | {"island", "road", "site"}
)
_DISTRICTS = frozenset({"district", "city", "town"})
_DISTRICT = PlaceType("huyện", "district", frozenset(), False, False)
#: "3 ấp: Thạnh Hòa, ...", "2 thôn (Hoàng Các và Nại Khê)"
_LIST_OPENS = pattern(f"(?::| \\(| \\(?gồm:?| là) ?(?={CAPITAL}\\w+ {CAPITAL})")
_LIST_JOINT = pattern("(?: \\([^()\\n]{3,40}\\))?(?:, và |, | và |; )")
_SYLLABLE = re.compile(r"\w+")
#: "Vĩnh Châu A": a letter that tells two communes of one name apart.
_LETTER = pattern(" [A-E](?![\\w.])")
#: "Đảng bộ và Nhân dân Ba Vì": the people are no part of the name.
_PEOPLE = "Nhân dân"
_BEFORE_PEOPLE = pattern("(?:(?:^|(?<!\\w))và |, |\\n|\\A)\\Z")
_MANY = frozenset("các những hai ba hàng nhiều".split())
_CALENDAR = frozenset("ngày tháng năm quý".split())
#: "yêu cầu Bộ Y tế" names no bridge.
_BODY_WORD = pattern(
    "(?:Bộ|Sở|Ủy|UBND|HĐND|Chính|Chủ|Thủ tướng|Ban|Thường|Tổng|Tổ|Các|Ông|Phó|Trưởng|Đảng|Quốc hội|Công an"
    "|Văn phòng|Vận tải|Tết|Trọng tài|Ngành|Quý(?= [IVX\\d]))(?!\\w)"
)
#: Words for a people or a habit, too, or parts of names: they need to stand free, inside a sentence.
_SINGLE = frozenset(
    {"Anh", "Áo", "Ý", "Nga", "Pháp", "Đức", "Bỉ", "Úc", "Mỹ", "Lào", "Nhật", "Séc", "Síp", "Vinh", "Huế"}
)


class LocationRecognizer:
    """Finds named places.

    >>> import nqtext
    >>> article = nqtext.analyze("Hội nghị họp tại xã Bắc Lý, tỉnh Ninh Bình.")
    >>> [mention.text for mention in article.entities]
    ['xã Bắc Lý', 'tỉnh Ninh Bình']
    """

    name = "places"

    def __init__(self) -> None:
        self._known = known_places()
        self._names = known_names()

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Known places, places by type word, and bare names of places named in full elsewhere."""
        text, lower = context.text, context.lower
        found: dict[int, Candidate] = {}
        for start, end, places in longest(context.terms(known_places)):
            if places[0].level == "region" and is_direction(lower, start, end):
                yield Candidate(start, end, "", "", {}, f"{self.name}: direction")
                continue
            if places[0].level == "none" or _TONGUE_OR_MONEY.search(lower, max(0, start - 8), start):
                continue
            if lower.startswith("nước ", start) and lower.endswith("nhà ", 0, start):
                start += len("nước ")  # "Nhà nước" has its own "nước"
            if any(_written_as(text, start, end, place) for place in places):
                found[start] = self._known_place(context, start, end, places)
        bare: dict[str, Candidate] = {}
        units: list[tuple[Candidate, PlaceType]] = []
        for start, end, kind in context.terms(place_types):
            if kind.not_after and _word_before(lower, start) in kind.not_after:
                continue
            many = text[start].islower() and _of_many(lower, start)
            opened = _LIST_OPENS.match(text, end) if many else None
            stop = opened.end() if opened else self._read_on(context, start, end, kind)
            if stop < 0 or (kind.word == "vùng" and is_direction(lower, end + 1, stop)):
                continue
            if many and (opened or not kind.number):
                for i, (first, last) in enumerate(
                    self._list(context, opened.end() - 1 if opened else end, kind.level == "country")
                ):
                    at = start if i == 0 and not opened and self._is_unit(lower[first:last], kind) else first
                    member = canonical(f"{kind.word} {text[first:last]}")
                    found[at] = self._unit(context, at, last, member, kind.level)
                    listed = self._known.get(lower[first:last]) if kind.level == "province" else None
                    if listed and found[at].attributes.get("code") is None:  # "các tỉnh: ..., Hà Nội"
                        found[at] = self._known_place(context, at, last, listed)
                continue
            if start not in found or stop > found[start].end:
                found[start] = self._unit(context, start, stop, canonical(text[start:stop]), kind.level)
                units.append((found[start], kind))
            name = text[end + 1 : stop]
            if " " in name and name[0].isupper() and not name.isupper() and text[end] == " ":
                bare.setdefault(name, found[start])
        for start, end, full in TermIndex.folded(bare.items()).find(lower) if bare else ():
            if start not in found and text[start].isupper() and not _CAPITAL_NEXT.match(text, end):
                found[start] = replace(full, start=start, end=end, source=f"{self.name}: bare")
        for start, end, level in list(places_in_context(context, found)):
            found[start] = self._unit(context, start, end, text[start:end], level)
        units += [
            (place, _DISTRICT) for place in found.values() if place.attributes.get("level") in _DISTRICTS
        ]
        for unit, kind in units:
            for first, last in self._further(context, unit.end, kind):
                member = canonical(f"{kind.word} {text[first:last]}")
                found.setdefault(first, self._unit(context, first, last, member, kind.level))
        yield from found.values()
        for start in expressions.places(text, _PEOPLE):
            end = start + len(_PEOPLE)
            if _CAPITAL_NEXT.match(text, end) and _BEFORE_PEOPLE.search(text, max(0, start - 4), start):
                yield Candidate(start, end, "", "", {}, f"{self.name}: people")

    def _names_other(self, context: Context, at: int) -> bool:
        """Whether a country, or another sea, stands behind "vùng biển": then that alone is the name."""
        if context.lower.startswith(("vịnh ", "biển "), at):
            return True
        end = self._names.longest(context.lower, at)
        places = self._known.get(context.lower[at : max(at, end)])
        return (
            places is not None and places[0].level == "country" and not _CAPITAL_NEXT.match(context.text, end)
        )

    def _is_unit(self, name: str, kind: PlaceType) -> bool:
        """Whether a plural type word belongs to the name behind it: not in "các tỉnh Đông Nam Bộ"."""
        if kind.level not in _OWN_TYPE:
            return False
        return kind.level != "province" or all(p.level == "province" for p in self._known.get(name) or ())

    def _known_place(self, context: Context, start: int, end: int, places: tuple[Place, ...]) -> Candidate:
        meant = readings(places, context.published)
        if not meant:
            return Candidate(start, end, "LOCATION", context.text[start:end], {}, f"{self.name}: table", 0.9)
        values = agreed([place.attributes() for place in meant])
        return Candidate(start, end, "LOCATION", meant[-1].name, values, f"{self.name}: table", 0.9)

    def _unit(self, context: Context, start: int, end: int, norm: str, level: str) -> Candidate:
        """A place with a type word; the tables know its code where one unit of that name fits."""
        norm = norm[:1].upper() + norm[1:]
        meant = places_meant(context, norm)
        values = agreed([place.attributes() for place in meant]) if meant else {"level": level}
        norm = meant[-1].name if meant and len({place.name for place in meant}) == 1 else norm
        return Candidate(start, end, "LOCATION", norm, values, f"{self.name}: type", 0.8)

    def _read_on(self, context: Context, start: int, at: int, kind: PlaceType) -> int:
        """The end of the name behind a type word, or -1."""
        text, lower = context.text, context.lower
        between = _TRADE if kind.word == "nhà máy" else _BETWEEN
        begin = between.match(text, at).end()  # type: ignore[union-attr]
        if kind.number:
            number = _NUMBER.match(text, begin)
            if number:
                return number.end()
        glued = text[begin - 1] == "."
        first = begin if glued and text[begin : begin + 1] != " " else begin + 1
        if first == begin + 1 and text[begin : begin + 1] != " ":
            return -1
        if _BODY_WORD.match(text, first):
            return -1
        if kind.level in _OF_COUNTRIES and self._names_other(context, first):
            return -1
        upper = text[start:at].isupper() and not kind.abbreviation
        if kind.level == "country" and self._names.longest(lower, first) < 0:
            return -1
        run = capital_run(
            text,
            first - 1,
            10 if kind.level == "road" else 5,
            persons=kind.level in ("road", "site", "ward", "commune"),
        )
        known = (
            self._names.longest(lower, first)
            if text[first : first + 1].isupper() or kind.word == "vùng"
            else -1
        )
        if known > 0 and (
            upper or run <= known or kind.level in ("province", "country") or text[known : known + 1] != " "
        ):
            end = known
        elif upper or run <= first:
            return -1
        elif kind.level in _NO_SYLLABLE and not kind.number and _one_syllable(text, first, run):
            return -1  # "bản Kế hoạch", "thành phố Đại học"
        else:
            end = run
        if kind.level in ("ward", "commune", "village"):
            end = _with_letter(text, end)
        if kind.level == "road":
            end = capital_run(text, end, 8, dash=True) if text.startswith(("-", " -"), end) else end
            direction = _DIRECTION.match(text, end)
            if direction:
                end = direction.end()
            number = _NUMBER.match(text, end)
            if number:
                end = number.end()
        return end

    def _further(self, context: Context, at: int, kind: PlaceType) -> Iterator[tuple[int, int]]:
        """Members of a list behind its first: "xã Hải Đông và Vạn Ninh"; only names that the tables know."""
        text, lower = context.text, context.lower
        for _ in range(20):
            joint = _LIST_JOINT.match(text, at)
            if joint is None or not text[joint.end() : joint.end() + 1].isupper():
                return
            first = joint.end()
            end = self._names.longest(lower, first) if kind.level in _DISTRICTS else -1
            if end < 0:
                end = capital_run(text, first - 1, 4)
                if not units_named(kind.word, lower[first:end]):
                    return
            if _CAPITAL_NEXT.match(text, end):
                return
            yield first, end
            at = end

    def _list(self, context: Context, at: int, country: bool) -> Iterator[tuple[int, int]]:
        """Members without the type word: "các huyện Ba Vì, Đan Phượng và Thạch Thất"."""
        text, lower = context.text, context.lower
        for _ in range(40):
            first = at + 1 if text[at : at + 1] in (" ", "(") else at
            opening = _SYLLABLE.match(text, first)
            if opening is None or not text[first].isupper():
                return
            known = self._names.longest(lower, first)
            run = capital_run(text, opening.end(), 3)
            whole = known > 0 and (country or run <= known or text[known : known + 1] != " ")
            end = _with_letter(text, known if whole else run)
            yield first, end
            joint = _LIST_JOINT.match(text, end)
            if joint is None or not text[joint.end() : joint.end() + 1].isupper():
                return
            at = joint.end()


def _with_letter(text: str, end: int) -> int:
    letter = _LETTER.match(text, end)
    return letter.end() if letter else end


def _word_before(lower: str, start: int) -> str:
    before = lower[max(0, start - 10) : start]
    return before.split(" ")[-2] if before.endswith(" ") and before.count(" ") > 1 else before.strip()


def _one_syllable(text: str, start: int, end: int) -> bool:
    """Whether a name is one syllable before a small letter; a foreign word may be a name by itself."""
    return _ONE_CAPITAL.match(text, start - 1) is not None and is_syllable(text[start:end])


def _of_many(lower: str, start: int) -> bool:
    """Whether the word before says that several places follow: "các", "2", but not "năm 2025"."""
    words = lower[max(0, start - 14) : start].split(" ")
    if words[-1] or len(words) < 2:
        return False
    number = words[-2]
    if number.isdigit():
        return len(number) < 3 and (len(words) < 3 or words[-3] not in _CALENDAR)
    return number in _MANY or words[-3:-1] == ["một", "số"]


def _written_as(text: str, start: int, end: int, place: Place) -> bool:
    written = text[start:end]
    if " " not in written and (written.isupper() or written in _SINGLE) and len(written) < 6:
        return written in place.spellings and not _part_of_name(text, start, end)
    if written in place.spellings or written.isupper():
        return True
    if written in _COMMON:
        return False
    return (
        (written[0].isupper() and " " in written)
        or any(spelling[1:] == written[1:] and written[0].isupper() for spelling in place.spellings)
        or written.startswith(("miền ", "châu "))
    )


def _part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a short name belongs to a longer one or begins a sentence: "Lê Đức Anh", "Anh nói"."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
        return True
    if start == 0 or text[start - 1] == "\n":
        return True
    previous = re.search("(\\S+) $", text[max(0, start - 14) : start])
    if previous is None:
        return text[start - 1] not in "(/-"
    return previous[1][-1] in '.!?":' or (previous[1][0].isupper() and previous[1][-1] not in ",;)")
