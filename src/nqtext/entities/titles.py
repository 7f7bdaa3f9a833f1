"""The grammar of offices: titles, the bodies that complete them, and their chains.

A *title* is an entry of ``offices.tsv``.  An *office* is a title as it stands in a text, with what
completes it: "Phó Chủ tịch thường trực | UBND tỉnh Bắc Ninh".  Offices stand in chains before a name
("Ủy viên Bộ Chính trị, Thường trực Ban Bí thư ...") and behind one.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from nqtext.entities.bodies import canonical
from nqtext.entities.names import (
    LOWER,
    holder_in,
    is_namesake,
    name_end,
    name_openings,
    name_words,
    surnames,
)
from nqtext.entities.offices import Office, Title, known_bodies, known_places, titles
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["Office", "OfficeReader"]

_MODIFIER = pattern(
    " (?:thường trực|thứ nhất|hoạt động chuyên trách|chuyên trách|dự khuyết|cấp cao|trung cấp"
    "|thường vụ)(?!\\w)"
)
#: "Phó Thủ tướng thường trực Chính phủ": the body is part of the canonical title.
_GOVERNMENT = pattern(" chính phủ(?!\\w)")
#: "Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam": the whole name of the state.
_STATE = pattern(" (?:nước )?(?:cộng hòa xã hội chủ nghĩa|chxhcn) việt nam(?!\\w)")
_OF_STATE = frozenset({"state", "assembly", "government"})
#: What completes a party committee: "Bí thư Đảng ủy cơ quan".
_OF_OFFICE = pattern(
    f" (?:cơ quan|bộ phận|Bộ [Tt]ham mưu)(?! {CAPITAL}| (?:nhà|trung|đảng|hành|chuyên|thuộc|có|phải))"
)
_CAPITALS = pattern(f"{CAPITAL}{{2,}}+ {CAPITAL}{{2,}}+(?!\\w)")
_MINORITY = pattern(f"(?<= )(?:[YAHK]|[HK]'{CAPITAL}?{LOWER}{{1,9}}) {CAPITAL}")
_OF = pattern(" của (?=\\w)")
_FORMER = pattern("(?:nguyên|cựu|nguyên là) $")
_ACTING = pattern("(?:quyền|q\\.) ?$")
#: What makes a body generic: no single holder is meant.
_GENERIC = pattern(
    " (?:của các|ở nước|các|cấp|nơi|mỗi|ngang|quản lý(?= chuyên| ngành| lĩnh vực)|trực thuộc"
    "|thành(?! phố))(?!\\w)"
    "|(?:,| và| hoặc) (?:thành phố|huyện|quận|xã|phường|thị xã|tỉnh)(?!\\w)|/(?:thành|tp)"
)
_BARE = pattern(
    "(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)(?: (?:huyện|quận|xã|phường|thị xã|thị trấn|đặc khu"
    "|cấp xã|cấp huyện|cấp tỉnh))?"
    "|hội đồng|ủy ban|bộ|ban|phòng|đoàn|tổ|xã|huyện|phường|quận"
)
#: Committees of a level, written small: "các Bí thư tỉnh ủy".
_ANY_COMMITTEE = ("tỉnh", "thành", "huyện", "cấp")
_TERRITORY = pattern(
    "(?:tỉnh|thành phố|TP\\.?|Tỉnh|Thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|bang"
    "|nước)(?!\\w)(?! ủy)"
)
_RUN = pattern(name_words(1, 8))
_CODE = pattern(f"{CAPITAL}[A-ZĐƯa-z0-9]{{0,8}}(?:[-&][A-ZĐƯ]{{1,8}}){{0,3}}(?![\\w'-])")
#: A body that the recogniser of bodies does not know: its type word and words in the common capitalisation.
_VERBS = "của|và|là|cho|nêu|nói|yêu|đã|vừa|đề|phát|nhấn|khẳng|chỉ|ký|giao|trình|báo|tại|về"
_SMALL = f"{LOWER}{{1,6}}(?!\\w)"
_WORD = f"{CAPITAL}(?:{_SMALL}(?: (?!(?:{_VERBS}) ){_SMALL})?|[A-ZĐƯ&-]{{1,10}}(?!\\w))"
_BODY = pattern(
    "(?:[Bb]an [Cc]án sự [Đđ]ảng|Đảng đoàn|(?:Ủy ban|Hội đồng) nhân dân|(?:UBND|HĐND)|[Tt]ỉnh ủy|[Tt]hành ủy"
    "|[Hh]uyện ủy|[Qq]uận ủy|cấp ủy"
    "|(?:Bộ|Sở|[Bb]an|Cục|Vụ|Viện|Phòng|Tổng cục|Chi cục|Văn phòng|Thanh tra|Ủy ban|Hội đồng|Đoàn"
    "|Trung tâm|Trường|Học viện|Đại học"
    "|Bệnh viện|Kho bạc|Công an|Quỹ|Tổ|Ngân hàng|Hải quan|Tập đoàn|Tổng công ty|Công ty|Hiệp hội|Hội"
    "|Liên đoàn|Báo|Đảng ủy|Đảng bộ"
    f"|bệnh viện|sở|cục|văn phòng)(?!\\w)(?: {_WORD}(?:(?: và| -|-| về) ?{_WORD}){{0,3}})?)(?!\\w)"
)
_SPOKEN = pattern(
    "[,;.)]|$|\\n| (?:cho biết|cho rằng|cho hay|nói|nêu|khẳng định|nhấn mạnh|phát biểu|đề nghị"
    "|chia sẻ)(?!\\w)"
)
_SEPARATOR = pattern("(?:,? kiêm |, ?| ?- ?|; | )(?:(?:kiêm|đồng thời là|nguyên|cựu|quyền) )?")
_ABBREVIATION = pattern(f" ?\\({CAPITAL}[A-ZĐƯ&.a-z -]{{1,14}}\\)")


class OfficeReader:
    """Reads the offices of one text.

    Args:
        context: the text.
        bodies: names of bodies in it.

    Attributes:
        heads: where titles begin: offset to (end, title), the longest at each place.
        openings: where names may begin that open with a common family name, in order.
    """

    def __init__(self, context: Context, bodies: Iterable[Candidate]) -> None:
        self.text = context.text
        self.lower = context.lower
        self.heads: dict[int, tuple[int, Title]] = {}
        for start, end, title in context.terms(titles):
            if context.text[max(0, start - 4) : start] != "Phủ ":  # "tại Phủ Chủ tịch"
                self.heads.setdefault(start, (end, title))
        self.cuts = frozenset(
            at for at, (_, title) in self.heads.items() if title.kind != "honorific" or at == 0
        )
        self.openings = name_openings(context.text)
        self._bodies: dict[int, int] = {}
        for body in bodies:
            if not body.label:
                continue
            end = self._without_name(body.start, body.end)
            self._bodies[body.start] = max(end, self._bodies.get(body.start, 0))

    def office(self, start: int) -> Office | None:
        """The office that begins at an offset, or None."""
        head = self.heads.get(start)
        if head is None:
            return None
        end, title = head
        if title.kind in ("academic", "honorific"):
            if (
                self.text[end : end + 1] == "."
                and self.text[end - 1].isalpha()
                and self.text[start:end] != "bà"
            ):
                end += 1
            return Office(start, end, title, title.canonical)
        end, name = self._modified(end, title.canonical)
        organization, generic = None, False
        if title.body == "place" and (
            state := (_GOVERNMENT.match(self.lower, end) or _STATE.match(self.lower, end))
        ):
            end = state.end()
        elif title.body != "no":
            places = title.body == "place"
            last = self.text.rfind(" ", start, end) + 1
            inner = (
                (self.text.rfind(" ", start, last - 1) + 1, last)
                if title.body == "inside" and end == head[0]
                else ()
            )
            if self.lower.startswith(self.lower[last:end] + " ", end + 1):
                inner = ()  # "Trưởng ban Ban Quản lý": the body has its own word
            found = next((body for at in inner if at > start and (body := self._body(at, end))), None)
            if found is None:
                of = _OF.match(self.lower, end)
                at = of.end() if of else end + 1
                found = self._body(at, end, places) if self.text[end : end + 1] == " " else None
            if found is not None:
                begin, stop = found
                organization, end = self.text[begin].upper() + self.text[begin + 1 : stop], stop
                if " " in organization and organization.isupper():
                    organization = canonical(organization)
                if title.body == "place":
                    name = title.canonical.removesuffix(" Chính phủ")  # of another country
                generic = _BARE.fullmatch(lower(organization)) is not None or organization.startswith(
                    _ANY_COMMITTEE
                )
            if organization or title.alone != "yes":
                generic = generic or _GENERIC.match(self.lower, end) is not None
        if (
            self.lower.startswith(" nước ", end)
            and title.level in _OF_STATE
            and (whole := _STATE.match(self.lower, end))
        ):
            end = whole.end()
        before = self.lower[max(0, start - 12) : start]
        former, acting = bool(_FORMER.search(before)), bool(_ACTING.search(before))
        return Office(
            start,
            end,
            title,
            name,
            organization,
            generic,
            former,
            acting,
            _CAPITALS.match(self.text, start, end) is not None,
        )

    def chain(self, start: int) -> list[Office]:
        """The offices that follow each other from an offset on, joined by commas, dashes or nothing."""
        offices: list[Office] = []
        at = start
        while (office := self.office(at)) is not None and len(offices) < 12:
            if offices and not self._joins(offices[-1], office):
                break
            offices.append(office)
            separator = _SEPARATOR.match(self.lower, self.beyond(office.end))
            if separator is None:
                break
            at = separator.end()
        return offices

    def beyond(self, end: int) -> int:
        """The offset behind an abbreviation, or a body, in brackets."""
        match = _ABBREVIATION.match(self.text, end)
        if match:
            return match.end()
        stop = self._bodies.get(end + 2, 0) if self.text[end : end + 2] == " (" else 0
        return stop + 1 if stop and self.text[stop : stop + 1] == ")" else end

    def tail(self, end: int) -> int:
        """The end of a chain behind a name, with the bodies above it ("..., Cục A, Bộ B cho biết")."""
        if (
            self.text[end : end + 2] == " ("
            and (close := self.text.find(")", end, end + 90)) > 0
            and "\n" not in self.text[end:close]
        ):
            end = close + 1
        for _ in range(3):
            stop = self._bodies.get(end + 2, 0) if self.text[end : end + 2] == ", " else 0
            if not stop or not _SPOKEN.match(self.text, stop):
                break
            end = stop
        return end

    def body_after_comma(self, end: int) -> int:
        """The end of a body that follows after a comma, or the offset itself."""
        end = self.beyond(end)
        return self._bodies.get(end + 2, end) if self.text[end : end + 2] == ", " else end

    def _without_name(self, start: int, end: int) -> int:
        """The end of a body without the name of a person that was read as part of it."""
        first = bisect_left(self.openings, start + 3)
        for at in self.openings[first : bisect_left(self.openings, end, first)]:
            if (
                self.text.count(" ", at, end) >= 2
                and name_end(self.text, at, self.cuts) == end
                and not is_namesake(self.text, at)
            ):
                return at - 1
        minority = _MINORITY.search(self.text, start + 3, end)
        return minority.start() - 1 if minority else end

    def _joins(self, left: Office, right: Office) -> bool:
        between = self.text[left.end : right.start]
        if right.title.kind in ("honorific", "profession"):
            return between == " "
        if left.title.kind == "honorific" or left.title.kind == "academic":
            return between == " " or between == ""
        if left.upper and right.upper and between == " ":
            return False  # "KT. BỘ TRƯỞNG THỨ TRƯỞNG"
        top = left.title.alone == "yes" and left.title.level in ("state", "assembly", "government")
        if top and (right.title.kind != "office" or right.title.canonical.startswith("Phó")):
            return between == " "
        if between == " ":
            return self.text[right.start].isupper()
        sole = (
            left.title.alone == "yes"
            and right.title.alone == "yes"
            and not left.title.canonical.startswith("Phó")
        )
        return not sole or left.title.canonical == "Tổng Bí thư"

    def _modified(self, end: int, name: str) -> tuple[int, str]:
        match = _MODIFIER.match(self.lower, end)
        return (match.end(), name + self.text[end : match.end()]) if match else (end, name)

    def is_place(self, name: str) -> bool:
        """Whether a run of capitalised words is, or ends with, a province or country."""
        words = lower(name).split(" ")
        return lower(name) in known_places() or " ".join(words[-2:]) in known_places()

    def _body(self, at: int, end: int, places: bool = False) -> tuple[int, int] | None:
        """The body that begins at an offset and goes beyond the title's end, or None."""
        stop = 0 if places else self._bodies.get(at, 0)
        if stop and (holder := holder_in(self.text[at:stop])):
            stop -= len(holder) + 1
        if stop <= end:
            stop = 0 if places else self._known(at, end)
            if stop or self._names_person(end + 1):
                pass
            elif places:
                match = _RUN.match(self.text, at)
                stop = self._place(match.group().split(" "), at) if match else 0
            elif (match := _TERRITORY.match(self.text, at)) is not None:
                stop = self._territory(match.end(), match.end() + 1)
            elif (match := _BODY.match(self.text, at)) is not None and match.end() > end:
                stop = match.end()
            elif (match := _RUN.match(self.text, at)) is not None:
                stop = self._place(match.group().split(" "), at)
            if (
                not stop
                and not places
                and (match := _CODE.match(self.text, at)) is not None
                and match.group().isupper()
                and len(match.group()) > 2
            ):
                stop = match.end()
        if not stop:
            return None
        if self.text[stop : stop + 1] == " " and (nested := self._bodies.get(stop + 1, 0)):
            stop = nested
        own = _OF_OFFICE.match(self.text, stop)
        if own is not None and self.lower.endswith(("đảng ủy", "đảng bộ"), at, stop):
            return at, own.end()
        match = _TERRITORY.match(self.text, stop + 1)
        if match and self.text[stop] == " " and not _GENERIC.match(self.lower, match.end()):
            stop = self._territory(match.end(), match.end() + 1)
        return at, stop

    def _names_person(self, at: int) -> bool:
        """Whether a full name with a common family name begins at an offset."""
        if not surnames().opening.match(self.text, at):
            return False
        return self.text.count(" ", at, name_end(self.text, at, self.cuts)) >= 2

    def _known(self, at: int, end: int) -> int:
        """The end of a known body in any case ("ban Tổ chức Trung ương"), or 0."""
        words = self.lower[at : at + 80].split("\n")[0].split(" ")
        for count in range(min(len(words), 10), 0, -1):
            name = " ".join(words[:count])
            if name in known_bodies() and at + len(name) > end:
                return at + len(name)
        return 0

    def _territory(self, end: int, at: int) -> int:
        """The end of the place name behind a type word; the word's own end where there is none."""
        match = _RUN.match(self.text, at) if self.text[end : end + 1] == " " else None
        if match is None:
            return end
        words = match.group().split(" ")
        if words[0] in ("Y", "A") or "'" in words[0]:  # the name of a person
            return end
        if (stop := self._place(words, at)) > 0:
            return stop
        for count in (2, 3, 1):
            if 2 <= len(words) - count <= 4 and lower(words[count]) in surnames().known:
                return at + len(" ".join(words[:count]))
        if 3 <= len(words) <= 4 and lower(words[0]) in surnames().common:
            return end
        return at + len(" ".join(words[:3]))

    def _place(self, words: list[str], at: int) -> int:
        """The end of the known place that opens a run of words, or 0."""
        for count in range(min(len(words), 4), 0, -1):
            place = " ".join(words[:count])
            if lower(place) in known_places():
                return at + len(place)
        return 0
