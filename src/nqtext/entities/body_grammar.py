"""The grammar of bodies' names: from the word that opens one to where it ends.

``body_types.tsv`` says what a type word goes on with, ``body_words.tsv`` which words names are made
of.  A name is read word by word behind its type word; every step is bounded, and names are
read from the last of a text to the first, so that a name inside another is there when it is
needed ("Văn phòng [UBND tỉnh]").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.entities.body_openings import is_kind, opens_body
from nqtext.entities.body_tails import FORM_BEHIND, LEGAL_FORM, OF_TRADES, tail_end, trade_end
from nqtext.entities.body_types import BodyType, body_types
from nqtext.entities.committees import task_end
from nqtext.entities.party_committees import DISTRICT_COMMITTEES, district_end, means_all
from nqtext.entities.territory import Phrases, capital_run, heads_page, territory_end
from nqtext.gazetteers import table
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from nqtext.entities.recognizer import Context

__all__ = ["AND", "TERM", "BodyGrammar", "BodyType"]

_MOST_ELEMENTS = 14
_LONGEST = 300  # characters of a name: it bounds names inside names
_JOINT = pattern("(?:, | và |, và | - |- | -|-| & | \\+ )")
_ABOUT = pattern(" về (?=[^\\W\\d_])")
_NUMBER = pattern(
    " (?:số \\d{1,3}(?!\\w)|\\d{1,3}(?:/[A-ZĐ]{1,4})?(?![\\w/.,]\\d)(?!\\w)|[IVX]{1,6}(?!\\w)"
    "|[A-Z]\\d{2,3}[A-Z]?(?!\\w))(?! ?[-/]\\d|%)"
)
_AT = pattern(" tại (?=[A-ZĐa-zđ])")
_IN_BRACKETS = pattern(" \\(([A-ZĐ][\\w&.-]{1,14})\\)(?= (?:tỉnh|thành phố|TP|Việt Nam|[A-ZĐ]))")
#: The term of an assembly or committee.
TERM = pattern(" (?:thông )?khóa (?:[IVXLC]{1,6}|\\d{1,2})(?![\\w/])", re.IGNORECASE)
#: Between the members of a list.
AND = pattern("(?: và |, |; |, và )")
#: Behind "UBND tỉnh" these make it a kind of body, not one body.
_GENERIC_TAIL = pattern(
    "(?:,| và|/| -) ?(?i:tỉnh|thành phố|TP|huyện|quận|thị xã|xã|phường|thị trấn)(?!\\w)(?! [A-ZĐ])"
    "| (?:trực thuộc|nơi|các|mới|đó|bạn|khác)(?!\\w)"
)
#: Behind any name these do.
_GENERIC_AFTER = pattern(
    " (?:cấp (?!cao)|(?:ở )?các (?:tỉnh|địa phương|huyện|xã|phường|bộ|sở|cấp|đơn vị|ban|quận|thành phố|ngành)"
    "|địa phương(?!\\w)|xã, phường|huyện, |trực thuộc)|/(?=Sở |Thành |Tỉnh |thành |tỉnh )"
)
_EACH_AFTER = pattern(" (?:của )?(?:các|từng|mỗi) ")
_EACH_BEFORE = pattern("(?:các|những|mỗi|từng) $", re.IGNORECASE)
_OF_MANY = frozenset({"local", "agency", "international"})
_SIGNED = pattern("(?<!\\w)(?:TM|T/M|KT)\\.? $")
_UNIT = pattern(" (?=[A-ZĐ\\d])| (?i:tỉnh|thành phố|TP|huyện|quận|xã|phường|thị xã|khu vực)(?!\\w)")


@dataclass(slots=True)
class _Name:
    """A name as far as it is read: its end, how many elements, the last end at which it is whole,
    whether the last word may be a verb, too, and whether a territory has been read.
    """

    end: int
    elements: int = 0
    closed: int = -1
    act: bool = True
    placed: bool = False

    def take(self, stop: int, whole: bool = True, act: bool = False) -> None:
        self.end, self.act = stop, act
        self.elements += 1
        if whole:
            self.closed = stop


class BodyGrammar:
    """Reads bodies' names from their type words on."""

    def __init__(self) -> None:
        fields = [
            spelling
            for row in table("body_fields")
            for spelling in (row["field"], *row["abbreviations"].split(";"))
            if spelling
        ]
        words = table("body_words")
        self.fields = Phrases(fields)
        self._words = Phrases([row["word"] for row in words] + [row["field"] for row in table("body_fields")])
        self._acts = frozenset(row["word"] for row in words if row["class"] == "act")
        self._open = frozenset(row["word"] for row in words if row["class"] == "open")
        self.countries = Phrases(
            name
            for row in table("countries")
            for name in (row["name"], *row["other_names"].split(";"))
            if name
        )

    def read(self, context: Context, known: dict[int, int]) -> dict[int, tuple[int, BodyType]]:
        """Names read from type words.

        Args:
            context: the text.
            known: start and end of the names that stand in tables.

        Returns:
            For each start the end and the type word's row; only names that go on behind known ones.
        """
        text = context.text
        longest = {start: (end, kind) for start, end, kind in reversed(context.terms(body_types))}
        names = dict(known)
        read: dict[int, tuple[int, BodyType]] = {}
        for start, (end, kind) in longest.items():
            if not text[start].isupper() and "any" not in kind.form:
                continue
            stop = self._read_on(context, start, end, kind, names, longest)
            if stop < 0:
                continue
            done = known.get(start, start)
            if stop > done and (end > done or _UNIT.match(text, done)):
                names[start] = stop
                read[start] = stop, kind
        return read

    def _read_on(
        self,
        context: Context,
        start: int,
        end: int,
        kind: BodyType,
        names: dict[int, int],
        starts: Container[int],
    ) -> int:
        """Where the name ends that the type word ``text[start:end]`` opens, or -1."""
        text = context.text
        if not opens_body(text, start, end, kind.word):
            return -1
        name = self._elements(context, start, end, kind, names, starts)
        if name is None:
            return -1
        stop = name.closed if name.closed > 0 else end
        form = LEGAL_FORM.match(text, end) if kind.kind == "company" else None
        if form and " " not in text[form.end() + 1 : stop]:
            trade = trade_end(text, form.end(), starts)
            if trade > max(stop, form.end()):
                return trade
        if form and stop <= form.end():
            stop = tail_end(text, context.lower, start, form.end(), starts)
            return stop if stop > form.end() else -1
        if not self._is_name(context, start, end, stop, kind, name.elements):
            return -1
        if kind.kind in OF_TRADES or kind.word == "Trung tâm":
            stop = tail_end(text, context.lower, start, stop, starts)
        term = TERM.match(text, stop)
        if term:
            stop = term.end()
            if "places" in kind.goes_on:
                stop = territory_end(text, context.lower, stop)[0]
        form = FORM_BEHIND.match(text, stop) if kind.kind == "company" else None
        return form.end() if form else stop

    def _is_name(
        self, context: Context, start: int, end: int, stop: int, kind: BodyType, elements: int
    ) -> bool:
        """Whether a type word and what was read behind it name one body."""
        text = context.text
        before = text[max(0, start - 12) : start]
        if _GENERIC_AFTER.match(text, stop):
            return False
        if is_kind(text, end, stop) or (kind.kind == "party" and means_all(text, start, stop)):
            return False
        capital = text[start].isupper()
        if stop == end:
            signed = kind.word == "Ủy ban nhân dân" and bool(_SIGNED.search(before))
            written = text[start:end] == kind.word or text[start:end].isupper()
            alone = "bare" in kind.form and written and not _EACH_AFTER.match(text, end)
            return capital and (signed or alone)
        if _EACH_BEFORE.search(before) and kind.kind in _OF_MANY and not AND.match(text, stop):
            return False
        first = text[end + 1 : end + 2]
        if not capital:  # "công ty Nhật Bản" is a kind of company
            if kind.kind == "company" and text.startswith("Nhà nước", end + 1):
                return False
            return first.isupper() and not (
                kind.kind in ("company", "bank", "health", "education")
                and self.countries.longest(context.lower, end + 1) == stop
            )
        if first.islower() and "topics" not in kind.goes_on and not _UNIT.match(text, end):
            return "low" in kind.form and elements > 1
        return True

    def _elements(
        self,
        context: Context,
        start: int,
        at: int,
        kind: BodyType,
        names: dict[int, int],
        starts: Container[int],
    ) -> _Name | None:
        """What follows a type word, element by element; None where it makes the word generic."""
        text, lower, ways = context.text, context.lower, kind.goes_on
        name = _Name(at)
        upper = not kind.word.isupper() and text[start:at].isupper()
        if "countries" in ways:
            stop = self.countries.longest(lower, at + 1)
            if (
                text[at : at + 1] == " "
                and stop > 0
                and text[at + 1].isupper()
                and not heads_page(text, at + 1)
            ):
                name.take(stop)
            return name
        if "topics" in ways and (stop := task_end(text, at)) > at:
            name.take(stop)
            return name
        if "field" in ways:
            stop = self.fields.longest(lower, at + 1)
            if text[at : at + 1] == " " and stop > 0 and text[at + 1].isupper():
                name.take(stop)
                place, named = territory_end(text, lower, stop)
                if place > stop and (named or not _GENERIC_TAIL.match(text, place)):
                    name.take(place)
                return name
        while name.elements < _MOST_ELEMENTS:
            bracket = _IN_BRACKETS.match(text, name.end)
            behind = bracket.end() if bracket else name.end
            if "places" in ways:
                place, named = territory_end(text, lower, behind)
                if place == behind and not name.elements and kind.word in DISTRICT_COMMITTEES:
                    place, named = district_end(text, behind, upper), True
                elif place > behind and "words" in ways and self._words.longest(lower, behind + 1) > place:
                    place = behind  # "Ban Pháp chế" has no France in it
                if place > behind:
                    if not named and _GENERIC_TAIL.match(text, place):
                        return None
                    inner = names.get(behind + 1, -1) if "bodies" in ways else -1
                    name.take(inner if place < inner < start + _LONGEST else place)
                    name.placed = True
                    if "names" not in ways or not named:
                        break
                    continue
            inner = names.get(behind + 1, -1) if text[behind : behind + 1] == " " else -1
            if "bodies" in ways and 0 < inner < start + _LONGEST:
                return self._with_body(context, name, inner, kind)
            if "words" in ways and self._word(text, lower, name, kind, upper, names):
                continue
            if upper:
                break
            number = _NUMBER.match(text, name.end)
            if number:
                name.take(number.end())
                continue
            if not self._proper(text, lower, name, kind, (names, starts)):
                break
        return name

    def _with_body(self, context: Context, name: _Name, stop: int, kind: BodyType) -> _Name | None:
        """A body inside the name ends it, but for the territory behind."""
        text, lower = context.text, context.lower
        place, _ = territory_end(text, lower, stop)
        if place == stop and "placed" in kind.form:
            at = _AT.match(text, stop)
            place = territory_end(text, lower, at.end() - 1)[0] if at else stop
            if place <= (at.end() if at else stop):
                return None
        name.take(place if place > stop and not _GENERIC_TAIL.match(text, place) else stop)
        return name

    def _word(
        self, text: str, lower: str, name: _Name, kind: BodyType, upper: bool, names: dict[int, int]
    ) -> bool:
        """Take the next word of the tables, behind a space, a joint ("và") or "về"."""
        end = name.end
        for joint in (None, _JOINT, _ABOUT):
            if joint is None:
                if text[end : end + 1] != " ":
                    continue
                at = end + 1
            else:
                match = joint.match(text, end) if name.elements else None
                if match is None:
                    continue
                at = match.end()
            stop = self._words.longest(lower, at)
            if stop < 0 or (upper and not text[at:stop].isupper()):
                continue
            if joint is not None and at in names and text[at].isupper():
                return False  # another body: "Vụ Tín dụng - Ngân hàng Nhà nước"
            word = lower[at:stop]
            act, open_ = word in self._acts, word in self._open
            in_list = joint is _JOINT and text[end] == ","
            if text[at].isupper():
                if in_list and not self._list_closes(text, lower, stop):
                    continue
            elif (
                upper
                or name.placed
                or (not name.elements and not ("low" in kind.form or open_))
                or (" " not in word and not open_ and name.closed == name.end)
                or (" " not in word and not open_ and not name.elements)
                or (act and not name.act)
                or (in_list and not (act and name.act))
            ):
                continue
            name.take(stop, whole=not open_, act=act)
            return True
        return False

    def _list_closes(self, text: str, lower: str, at: int) -> bool:
        """Whether "và" and a further word follow: then the list belongs to one name."""
        for _ in range(4):
            if text.startswith(" và ", at):
                return self._words.longest(lower, at + 4) > 0
            step = 2 if text.startswith(", ", at) else 1
            at = self._words.longest(lower, at + step) if text[at : at + 1] in (",", " ") else -1
            if at < 0:
                break
        return False

    def _proper(
        self,
        text: str,
        lower: str,
        name: _Name,
        kind: BodyType,
        others: tuple[Collection[int], Container[int]],
    ) -> bool:
        """Take capitalised syllables that no table knows, up to the next word that one does."""
        any_name = "names" in kind.goes_on
        if not any_name and "words" not in kind.goes_on:
            return False
        end = name.end
        last = capital_run(text, end, 6, persons=any_name)
        if last == end or (not any_name and any(end + 1 in starts for starts in others)):
            return False
        one = " " not in text[end + 1 : last] and not text[end + 1 : last].isupper()
        if one and not any_name and text[last : last + 1] == " " and text[last + 1 : last + 2].islower():
            return False  # "Ban Chấm phúc khảo": one capital alone is no name
        stop = capital_run(text, end, 1, persons=any_name)
        while stop < last and self._words.longest(lower, stop + 1) < 0:
            stop = capital_run(text, stop, 1, persons=any_name, dash=True)
        name.take(stop)
        name.placed = any_name
        return True
