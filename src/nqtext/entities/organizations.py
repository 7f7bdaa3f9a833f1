"""Organisations: known bodies by name, others by the word that opens their name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities.bodies import (
    Body,
    attributes,
    body_meant,
    canonical,
    known_bodies,
)
from nqtext.entities.body_grammar import AND, TERM, BodyGrammar
from nqtext.entities.body_links import link_organizations
from nqtext.entities.document_attributes import roman
from nqtext.entities.foreign_bodies import foreign_bodies, name_ends
from nqtext.entities.recognizer import Candidate
from nqtext.entities.territory import heads_page, known_names
from nqtext.entities.wrapped import on_each_line, unwrapped
from nqtext.gazetteers import TermIndex
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nqtext.entities.recognizer import Context

__all__ = ["OrganizationRecognizer", "link_organizations"]

#: Behind these a name is a force or a sector ("lực lượng Công an", "ngành Hải quan").
_SECTOR_BEFORE = pattern("(?:lực lượng|ngành|lĩnh vực) $", re.IGNORECASE)
#: "Đại hội Đảng toàn quốc" is an event, "Đại hội Đảng bộ tỉnh" another body's.
_CONGRESS = pattern("[Đđ]ại hội $")
#: Words that "Đảng" is the first syllable of.
_OF_PARTY = pattern(" (?:ủy|đoàn|bộ|viên|phí|tịch)(?!\\w)")
#: "Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam"
_STATE = pattern(" nước (?:cộng hòa xã hội chủ nghĩa|CHXHCN) việt nam(?!\\w)", re.IGNORECASE)
#: What a title in capitals begins with that follows its issuer.
_ACT_LETTERS = frozenset("QBHSVUPCTƯ")
_ACT = pattern(
    " ((?:Quy định|Ban hành|Hướng dẫn|Sửa đổi|Về việc)(?!\\w)"
    "|(?:Quản lý|Về|Quyết định|Ứng dụng|Phê duyệt|Công bố|Chống|Thông qua)(?=,| (?![A-ZĐ])))"
)
_OF_LEVELS = pattern(" các cấp")
#: "Cục Hải quan tỉnh, thành phố": every such body, not one.
_EACH_AFTER = pattern(" (?:(?:các )?(?:tỉnh|thành phố|địa phương)(?: |,)(?![A-ZĐ])|các )")
#: A short name in brackets behind the full one.
_DEFINED = pattern(
    " \\((?:(?:sau đây )?(?:gọi|viết) (?:tắt )?là )?([A-ZĐƯ][A-Za-zĐƯđư&.-]{1,14}(?: (?:QG|VN|Group))?)\\)"
)
_COMPANY = pattern(
    "(?:[Cc]ông ty|[Tt]ập đoàn|[Tt]ổng công ty|[Cc]ty)(?: (?:TNHH|CP|MTV|[Cc]ổ phần)){0,3} "
    f"({CAPITAL}[\\w&.]{{0,20}}(?: {CAPITAL}[\\w&.]{{0,20}}){{0,4}})"
)
#: The site a news item comes from, in brackets at its beginning or end.
_SITE = pattern("\\(([A-Za-z][A-Za-z0-9-]{1,40}(?:\\.[a-z]{2,4}){1,2})(?=\\)(?: ?-|\\n|$))")
#: No Vietnamese syllable has these letters or endings.
_FOREIGN = re.compile("[fjwz]|[bdklrsvx]$|^(?!ngh)[bcdđghklmnpqrstvx]{3}", re.IGNORECASE)
#: Letters that are sought fast come first, what stands before them is looked at then.
_PLURAL = pattern(
    "ác(?<=[Cc]ác)(?<!\\w[Cc]ác) (?:[Bb]ộ(?:, (?:ban, )?(?:ngành|cơ quan)(?=:))?:? "
    "|[Ss]ở(?:, (?:ban, )?ngành)?:? )|Sở: (?<!\\wSở: )"
)
_LOCAL_WORD = "(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân|Huyện ủy|Tỉnh ủy|Thành ủy|Đảng ủy)"
_LOCAL = pattern(f"{_LOCAL_WORD}(?= )|(?:Ủy ban|UB)[ ]?(?:MTTQ|Mặt trận Tổ quốc)(?: Việt Nam|VN)?(?= )")
_BEFORE_LOCAL = pattern(f"(?<![\\w/-])({_LOCAL_WORD})(?:, | và | ?- ?)$")
#: Kinds of bodies that other countries have under the same names.
_OF_STATES = frozenset({"government", "assembly", "ministry", "court"})


class OrganizationRecognizer:
    """Finds named bodies.

    >>> import nqtext
    >>> article = nqtext.analyze("UBND tỉnh Bắc Ninh giao Sở Nông nghiệp và Môi trường chủ trì.")
    >>> [mention.text for mention in article.select("ORGANIZATION")]
    ['UBND tỉnh Bắc Ninh', 'Sở Nông nghiệp và Môi trường']
    """

    name = "organizations"

    def __init__(self) -> None:
        self._known = known_bodies()
        self._grammar = BodyGrammar()

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Known bodies, bodies by type word, members of lists, and short names the text defines."""
        whole = unwrapped(context)
        found = self._named(whole)
        named = on_each_line([*found.values(), *self._defined(whole, found)], context.text)
        return [*named, *_acts(context.text, found)]

    def _named(self, context: Context) -> dict[int, Candidate]:
        """All names by start, but the short ones that the text defines."""
        text = context.text
        known: dict[int, tuple[int, Body]] = {}
        for start, end, bodies in context.terms(known_bodies):
            if start not in known and any(_written_as(text[start:end], body) for body in bodies):
                known[start] = end, body_meant(bodies, context.published)
        names = {start: end for start, (end, body) in known.items() if body.kind != "none"}
        read = self._grammar.read(context, names)
        for start, (end, body) in known.items():
            if start in read and body.kind in _OF_STATES and _STATE.match(text, end):
                read.pop(start, None)
        found: dict[int, Candidate] = {}
        for start, (end, body) in known.items():
            if start not in read and body.kind != "none" and not _of_many(text, start, end, body):
                found[start] = self._body(context, start, end, body)
        for start, (end, kind) in read.items():
            found[start] = Candidate(
                start,
                end,
                "ORGANIZATION",
                canonical(text[start:end]),
                {"kind": kind.kind},
                f"{self.name}: type",
                0.8,
            )
        for start in [s for s in found if _is_sector(text, s, found[s].end)]:
            del found[start]
        for start, end, word in self._listed(context, found):
            found.setdefault(start, self._member(context, start, end, word))
        for start, end, name in list(_shared(text, found)):
            found[start] = Candidate(
                start, end, "ORGANIZATION", name, {"kind": "local"}, f"{self.name}: list", 0.7
            )
        for start, end in foreign_bodies(text, context.terms(name_ends)):
            if start not in found or end > found[start].end:
                found[start] = self._as_written(text, start, end, "company", "foreign")
        for start, end in (match.span(1) for match in _SITE.finditer(text)):
            found.setdefault(start, self._as_written(text, start, end, "media", "site"))
        return found

    def _as_written(self, text: str, start: int, end: int, kind: str, rule: str) -> Candidate:
        return Candidate(
            start, end, "ORGANIZATION", text[start:end], {"kind": kind}, f"{self.name}: {rule}", 0.7
        )

    def _body(self, context: Context, start: int, end: int, body: Body) -> Candidate:
        """A body of the tables, with its term or the country or territory behind it."""
        text, norm = context.text, body.name
        values = attributes(body, context.published)
        term = TERM.match(text, end) if body.kind in ("party", "assembly") else None
        if term:
            end = term.end()
            norm += _term(term)
        elif body.kind in _OF_STATES and (state := _STATE.match(text, end)):
            end = state.end()
            if term := TERM.match(text, end):
                end = term.end()
                norm += _term(term)
        elif text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
            stop = -1
            if body.kind in _OF_STATES or body.name == "Bộ Chính trị":
                stop = self._grammar.countries.longest(context.lower, end + 1)
                if heads_page(text, end + 1):
                    stop = -1
            elif body.kind in ("company", "bank"):
                stop = known_names().longest(context.lower, end + 1)
            if stop > 0:
                norm = f"{norm} {text[end + 1 : stop]}"
                end, values = stop, {"kind": body.kind}
        return Candidate(start, end, "ORGANIZATION", norm, values, f"{self.name}: table", 0.9)

    def _member(self, context: Context, start: int, end: int, word: str) -> Candidate:
        """A member of a list of ministries or departments, without its type word."""
        name = canonical(f"{word} {context.text[start:end]}")
        bodies = self._known.get(name)
        values: dict[str, object] = {"kind": "local"}
        if bodies:
            body = body_meant(bodies, context.published)
            name, values = body.name, attributes(body, context.published)
        return Candidate(start, end, "ORGANIZATION", name, values, f"{self.name}: list", 0.7)

    def _listed(self, context: Context, found: dict[int, Candidate]) -> Iterator[tuple[int, int, str]]:
        """Members without the type word: "Bộ Tài chính, Xây dựng", "các Bộ: Quốc phòng, Công an"."""
        text = context.text
        openings = [
            (found[start].end, text[start : start + 2])
            for start in sorted(found)
            if text.startswith(("Bộ ", "Sở "), start)
        ]
        for match in _PLURAL.finditer(text):
            word = "Bộ" if "ộ" in match.group() else "Sở"
            stop = self._field(context, match.end())
            if stop > 0 and (AND.match(text, stop) or match.group().endswith(": ")):
                yield match.end(), stop, word
                openings.append((stop, word))
        for at, word in openings:
            for _ in range(30):
                joint = AND.match(text, at)
                stop = self._field(context, joint.end()) if joint else -1
                if joint is None or stop < 0:
                    break
                yield joint.end(), stop, word
                at = stop

    def _field(self, context: Context, at: int) -> int:
        """The end of the field of a ministry or department that begins at an offset, or -1."""
        return self._grammar.fields.longest(context.lower, at) if context.text[at : at + 1].isupper() else -1

    def _defined(self, context: Context, found: dict[int, Candidate]) -> Iterator[Candidate]:
        """Short names in brackets behind a full one, and companies' own names, wherever they occur."""
        text = context.text
        meanings: dict[str, Candidate] = {}
        for candidate in found.values():
            kind = candidate.attributes.get("kind")
            match = _DEFINED.match(text, candidate.end)
            if match and (
                kind in ("company", "bank", "association") or _abbreviates(match[1], candidate.norm)
            ):
                if text[candidate.start : candidate.end].isupper():  # not the "ASEAN" of "... ASEAN (ASCN)"
                    candidate = replace(candidate, norm=match[1], attributes={"kind": kind})
                meanings.setdefault(match[1], candidate)
            if kind == "company":
                proper = _COMPANY.fullmatch(text, candidate.start, candidate.end)
                if proper and _distinctive(proper[1]):
                    meanings.setdefault(proper[1], candidate)
        if not meanings:
            return
        for start, end, candidate in TermIndex.folded(meanings.items()).find(context.lower):
            if text[start:end] not in meanings or "/" in (text[start - 1 : start], text[end : end + 1]):
                continue
            if not _is_sector(text, start, end):
                yield replace(candidate, start=start, end=end, source=f"{self.name}: defined", score=0.85)


def _acts(text: str, found: Mapping[int, Candidate]) -> Iterator[Candidate]:
    """What a body does, in capitals behind its name ("của Bộ Y tế Quy định ..."): no part of any name."""
    for body in found.values():
        act = _ACT.match(text, body.end) if text[body.end + 1 : body.end + 2] in _ACT_LETTERS else None
        if act is not None:
            yield Candidate(act.start(1), act.end(1), "", "", {}, "organizations: act")


def _term(match: re.Match[str]) -> str:
    number = match.group().split()[-1]
    return f" khóa {roman(int(number)) if number.isdigit() else number.upper()}"


def _shared(text: str, found: Mapping[int, Candidate]) -> Iterator[tuple[int, int, str]]:
    """Local bodies before one whose territory they share: "HĐND, UBND tỉnh Bắc Ninh"."""
    for start, body in found.items():
        own = _LOCAL.match(text, start, body.end)
        territory = text[own.end() : body.end] if own else ""
        for _ in range(3 if territory else 0):
            before = _BEFORE_LOCAL.search(text, max(0, start - 30), start)
            if before is None or before.start(1) in found:
                break
            start = before.start(1)
            yield start, before.end(1), canonical(before[1] + territory)


def _is_sector(text: str, start: int, end: int) -> bool:
    """Whether the name stands for a force or a sector; "ngành BHXH Việt Nam" names the body."""
    if text.startswith("Đảng", start) and end - start == 4:
        if _OF_PARTY.match(text, end):
            return True
        if _CONGRESS.search(text, max(0, start - 9), start):
            return not _OF_LEVELS.match(text, end)
    return bool(_SECTOR_BEFORE.search(text[max(0, start - 12) : start])) and not text.endswith(
        "Việt Nam", start, end
    )


def _of_many(text: str, start: int, end: int, body: Body) -> bool:
    """Whether the name of an agency stands for each of its local branches."""
    if body.kind != "agency":
        return False
    return bool(_EACH_AFTER.match(text, end)) or text[max(0, start - 4) : start].lower() == "các "


def _written_as(written: str, body: Body) -> bool:
    """Whether the capitals are those of a name: an abbreviation of capitals is taken only as such."""
    for spelling in body.spellings:
        if len(spelling) != len(written) or spelling.lower() != written.lower():
            continue
        if written == spelling or written.isupper():
            return True
        if " " in spelling or not spelling.isupper():
            return written[0].isupper()
    return False


def _abbreviates(short: str, name: str) -> bool:
    """Whether most capitals of a short name open words of the full one ("NIC" is taken as foreign)."""
    letters = [c for c in short if c.isupper()]
    initials = {word[0].upper() for word in re.findall(r"\w+", name)}
    shared = sum(1 for letter in letters if letter in initials)
    return len(letters) > 1 and (shared >= 0.6 * len(letters) or (len(short) < 6 and short.isascii()))


def _distinctive(name: str) -> bool:
    """Whether a company's own name can be told from a common word or a place."""
    if known_names().longest(name.lower(), 0) == len(name):
        return False
    return " " in name or "&" in name or name.isupper() or bool(_FOREIGN.search(name))
