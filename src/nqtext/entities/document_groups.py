"""Which mentions of documents mean the same one: by number and code, by short number, by title.

Two mentions are put together only where one reading is possible; a mention that fits two groups is in
none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import canonical
from nqtext.entities.document_attributes import period_of, province_of
from nqtext.entities.document_numbers import ascii_key
from nqtext.entities.linking import LETTERS, abbreviates
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["grouped", "title_key", "title_period", "title_words"]

_YEARS = pattern(
    r",? ?\(?(?:và )?(?:(?:đến|tầm nhìn|định hướng|giai đoạn|thời kỳ|nhiệm kỳ|(?:\d{1,2} )?năm|từ) ){0,3}"
    r"(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\)?|,? \(sửa đổi[^)]{0,20}\)| sửa đổi$|,? nhiệm kỳ.*$|"
    r",? \(?khóa \w+\)?| \d{1,2} năm$"
)
_LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp", "nghị quyết", "văn kiện"})
_LISTED = pattern("(?:, | và |, và )")


class _Group:
    """Mentions of one document, with what they say of it kept together (so that joining is cheap)."""

    def __init__(self) -> None:
        self.mentions: list[Candidate] = []
        self._values: dict[str, set[Any]] = {
            "type": set(),
            "year": set(),
            "term": set(),
            "issuer": set(),
            "place": set(),
            "period": set(),
        }

    def add(self, mention: Candidate) -> None:
        self.mentions.append(mention)
        for key in ("type", "year", "term", "issuer"):
            if mention.attributes.get(key):
                self._values[key].add(mention.attributes[key])
        if place := province_of(mention.attributes.get("issuer")):
            self._values["place"].add(place)
        if period := title_period(mention):
            self._values["period"].add(period)

    def known(self, key: str) -> set[Any]:
        return self._values[key]

    def agrees(self, key: str, value: Any) -> bool:
        """Whether a value contradicts none of the mentions: what is not said agrees with all."""
        return value is None or not self._values[key] or value in self._values[key]


def _issuers(context: Context, mentions: Sequence[Candidate]) -> dict[int, str]:
    """The issuer of each mention by its offset; in a list the last one's is said of all its members."""
    issuers: dict[int, str] = {}
    after: tuple[Candidate, str] | None = None
    for mention in reversed(mentions):
        issuer = mention.attributes.get("issuer")
        if issuer is None and after is not None and _short(mention) and _short(after[0]):
            alike = mention.attributes.get("type") == after[0].attributes.get("type")
            if alike and _LISTED.fullmatch(context.text, mention.end, after[0].start):
                issuer = after[1]
        if issuer is not None:
            issuers[mention.start] = issuer
        after = None if issuer is None else (mention, issuer)
    return issuers


def _short(mention: Candidate) -> bool:
    return bool(mention.attributes.get("number")) and not mention.attributes.get("code")


def grouped(context: Context, mentions: Sequence[Candidate]) -> list[list[Candidate]]:
    """Gather the mentions of each document.

    Args:
        context: what the recognisers saw.
        mentions: the documents named, in order of the text.

    Returns:
        The mentions of each; one with two possible readings is in none.
    """
    return [group.mentions for group in _groups(mentions, _issuers(context, mentions))]


def _groups(mentions: Sequence[Candidate], issuers: Mapping[int, str]) -> list[_Group]:
    coded = [m for m in mentions if m.attributes.get("code")]
    short = [m for m in mentions if _short(m)]
    titled = [m for m in mentions if not m.attributes.get("number") and title_key(m)]
    dated = [m for m in mentions if not m.attributes.get("number") and not title_key(m)]  # "Luật năm 2015"
    by_number: dict[tuple[str, str], list[_Group]] = {}
    by_serial: dict[str, list[_Group]] = {}
    by_title: dict[tuple[str | None, str], list[_Group]] = {}
    groups: list[_Group] = []

    def start(mention: Candidate) -> _Group:
        group = _Group()
        group.add(mention)
        groups.append(group)
        return group

    for mention in sorted(coded, key=_dated_first):
        attributes = mention.attributes
        found = by_number.setdefault((attributes["number"], attributes["code"]), [])
        fitting = [group for group in found if _compatible(mention, group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
            by_serial.setdefault(attributes["number"], []).append(found[-1])
    for mention in sorted(short, key=_dated_first):
        found = by_serial.setdefault(mention.attributes["number"], [])
        fitting = [group for group in found if _may_be_short_for(mention, issuers.get(mention.start), group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
    for group in groups:  # a law cited with number and title is known by its title, too
        if title := title_key(group.mentions[0]):
            by_title.setdefault((group.mentions[0].attributes.get("type"), title), []).append(group)
    for mention in sorted(titled, key=_dated_programmes_first):
        found = by_title.setdefault((mention.attributes.get("type"), title_key(mention)), [])
        fitting = [group for group in found if _same_title(mention, group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
    groups = _spelled(groups)
    by_year: dict[tuple[Any, Any], list[_Group]] = {}
    for group in groups:
        for year in group.known("year"):
            by_year.setdefault((group.mentions[0].attributes.get("type"), year), []).append(group)
    for mention in dated:
        found = by_year.setdefault((mention.attributes.get("type"), mention.attributes.get("year")), [])
        if len(found) == 1:
            found[0].add(mention)
        elif not found:
            found.append(start(mention))
    return groups


def _spelled(groups: list[_Group]) -> list[_Group]:
    """The groups, those of a title in letters ("Luật Hỗ trợ DNNVV") joined to the one that has the words."""
    by_type: dict[str | None, list[_Group]] = {}
    for group in groups:
        by_type.setdefault(group.mentions[0].attributes.get("type"), []).append(group)
    kept = []
    for group in groups:
        first = group.mentions[0]
        short, full = title_words(first), []
        if LETTERS.search(short):
            others = by_type[first.attributes.get("type")][:50]
            full = [other for other in others if abbreviates(short, title_words(other.mentions[0]))]
        if len(full) == 1 and full[0].agrees("year", first.attributes.get("year")):
            for mention in group.mentions:
                full[0].add(mention)
        else:
            kept.append(group)
    return kept


def title_words(mention: Candidate) -> str:
    """The name of a document without number and year."""
    return _title_words(mention.norm)


@lru_cache(4096)
def _title_words(norm: str) -> str:
    return _YEARS.sub("", re.sub(r" số \S+$", "", norm))


def _dated_first(mention: Candidate) -> tuple[bool, int]:
    return mention.attributes.get("year") is None, mention.start


def _dated_programmes_first(mention: Candidate) -> tuple[bool, int]:
    """A bare title of a plan may mean the one whose period stands behind it; that of a law may not."""
    bare = mention.attributes.get("type") not in _LAWS and title_period(mention) is None
    return bare, mention.start


def title_period(mention: Candidate) -> str | None:
    """The period or year in a title; None where a number says which document is meant."""
    return None if mention.attributes.get("number") else period_of(mention.norm)


def _compatible(mention: Candidate, group: _Group) -> bool:
    """Whether two mentions with one number and code may be one document."""
    attributes = mention.attributes
    return group.agrees("year", attributes.get("year")) and group.agrees(
        "place", province_of(attributes.get("issuer"))
    )


def _may_be_short_for(short: Candidate, issuer: str | None, group: _Group) -> bool:
    """Whether "Nghị quyết 06" may mean the document of this group."""
    attributes, issuers = short.attributes, group.known("issuer")
    if issuer and issuers and not any(issuer in known or known in issuer for known in issuers):
        return False
    return attributes.get("type") in group.known("type") and group.agrees("year", attributes.get("year"))


def _same_title(mention: Candidate, group: _Group) -> bool:
    """Whether an equal title means the document of this group.

    A title without a year may mean the dated one before it ("Luật Đất đai năm 2024 ... Luật Đất
    đai").  A title with a year never joins a bare one: that may be the new law, this the old.
    """
    year, term = mention.attributes.get("year"), mention.attributes.get("term")
    if year is not None and year not in group.known("year"):
        return False
    return group.agrees("term", term) and group.agrees("period", title_period(mention))


def title_key(mention: Candidate) -> str:
    """The title as a key: without type word, number, years and "(sửa đổi)"."""
    return _key(mention.norm, mention.attributes.get("type") or "", bool(mention.attributes.get("number")))


@lru_cache(4096)
def _key(norm: str, type_: str, numbered: bool) -> str:
    name = canonical(norm).lower()
    if not name.startswith(type_):
        return ascii_key(name).lower()
    name = re.sub(r" số \S+$", "", name[len(type_) :])
    if numbered and not name.strip():
        return ""
    return ascii_key(_YEARS.sub("", name)).lower()
