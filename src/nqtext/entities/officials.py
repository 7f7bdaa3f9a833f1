"""Officials and other persons: who is named, with which titles, and whether they hold office.

:class:`OfficialRecognizer` reads mentions in three steps: titles and what follows them; names that stand
alone, where the article or their form says that they are names; bylines and credits.  A person is
OFFICIAL where the article gives them a public or party office anywhere, before or behind the name,
else PERSON.  Titles behind a name are no mention; the recogniser yields a candidate without a label
over them, so that the bodies in them are none either (see :mod:`nqtext.entities.overlap`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.entities.holders import link_officials, link_persons
from nqtext.entities.mentions import Person, Reading, free, read
from nqtext.entities.names import HISTORICAL, surnames
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Context, Recognizer
    from nqtext.entities.titles import Office

__all__ = ["OfficialRecognizer", "link_officials", "link_persons", "postposed_titles"]

_PLURAL = pattern(
    "(?:các|những|số|hai|ba|bốn|năm|\\d|nhiều|mỗi|từng|mọi|một|vị|vai trò|cương vị|chức danh"
    "|(?<!thôi giữ )chức vụ|số lượng|bầu các|cấp|hàm|thành viên|nữ|tân)"
    "(?: (?:đồng chí|ông|bà|vị|nguyên|chức danh))? $"
)
_AGREES = pattern("(?:vị|nữ|tân|cấp) $")
_INDEFINITE = pattern(
    ",? (?:và tương đương|, thủ trưởng|thủ trưởng|các |và các |hoặc |khác(?!\\w))|, (?:thủ trưởng|các phó)"
)


class OfficialRecognizer:
    """Finds holders of public and party office, and other persons.

    Args:
        bodies: the recogniser of bodies, which complete titles.

    >>> import nqtext
    >>> article = nqtext.analyze("Bộ trưởng Bộ Xây dựng Trần Văn Nam tiếp ông Lê Văn Bảy, nông dân.")
    >>> [(mention.text, mention.label) for mention in article.entities]
    [('Bộ trưởng Bộ Xây dựng Trần Văn Nam', 'OFFICIAL'), ('ông Lê Văn Bảy', 'PERSON')]
    """

    name = "officials"

    def __init__(self, bodies: Recognizer) -> None:
        self.bodies = bodies

    def recognize(self, context: Context) -> Iterable[Candidate]:
        """Mentions of officials and persons; candidates without a label over titles behind names."""
        return _candidates(context, read(context, context.recognized(self.bodies)))


def postposed_titles(context: Context, bodies: Recognizer) -> list[tuple[int, int]]:
    """The ranges of titles that stand behind the name of an official."""
    return [(c.start, c.end) for c in OfficialRecognizer(bodies).recognize(context) if not c.label]


def _candidates(context: Context, reading: Reading) -> Iterator[Candidate]:
    """Decide who is an official, who is meant by short names and bare titles."""
    text = context.text
    people = _People(text, reading.persons)
    covered = free([*reading.covers, *(person.cover for person in reading.persons if person.cover)])
    for person in sorted(reading.persons, key=lambda p: p.start):
        name = text[person.name : person.end]
        full = people.full(name)
        official = people.official(full)
        offices = people.offices.get(_key(full), ())
        attributes: dict[str, Any] = {"name": full}
        titles = _titles(offices)
        if titles:
            attributes["titles"] = titles
        if official:
            if all(office.former for office in offices if office.public):
                attributes["former"] = True
            if any(office.acting for office in offices):
                attributes["acting"] = True
        start = person.start if official or _key(name) in HISTORICAL else _personal_start(person)
        label = "OFFICIAL" if official else "PERSON"
        yield Candidate(start, person.end, label, full, attributes, f"officials: {person.rule}", 0.9)
        if person.cover and official:
            yield Candidate(*person.cover, "", "", {}, "officials: titles behind a name")
    for start, end in reading.covers:
        yield Candidate(start, end, "", "", {}, "officials: titles behind a name")
    done = 0
    for office in sorted(reading.alone, key=lambda office: office.start):
        if (
            office.start >= done
            and covered(office.start, office.end)
            and _denotes_one(context, office, people)
        ):
            done = office.end
            holder = people.holder(office)
            attributes = {"titles": _titles([office])}
            if holder:
                attributes["name"] = holder
            yield Candidate(
                office.start, office.end, "OFFICIAL", holder or office.full, attributes, "officials: office"
            )


def _denotes_one(context: Context, office: Office, people: _People) -> bool:
    """Whether a title without a name denotes one holder of office."""
    text = context.text
    if not text[office.start].isupper() and lower(text[office.start : office.start + 8]) != "đồng chí":
        return False
    alone = office.title.alone
    if not office.public or office.generic or alone == "no" or office.former:
        return False
    before = context.lower[max(0, office.start - 22) : office.start]
    if _PLURAL.search(before) and not _AGREES.search(before):
        return False
    deputy = office.title.canonical.startswith("Phó")
    if deputy and alone != "yes" and "hường trực" not in office.name and not people.holder(office):
        return False
    if alone == "yes":
        return True
    if _INDEFINITE.match(context.lower, office.end):
        return False
    if office.title.canonical.endswith("Trưởng Ban") and not office.organization:
        return context.lower.count("ban chỉ đạo") >= 5 and (not deputy or "hường trực" in office.name)
    if office.organization:
        return office.title.sector != "body" or office.public
    return alone == "known" and bool(people.holders(office))


def _personal_start(person: Person) -> int:
    """Where the span of a person without office begins: at the honorific, not at a title."""
    start = person.name
    for office in reversed(person.before):
        if office.title.kind in ("office", "member", "rank"):
            break
        start = office.start
    return start


class _People:
    """The persons that an article names, by full name."""

    def __init__(self, text: str, persons: list[Person]) -> None:
        self.offices: dict[str, list[Office]] = {}
        self._full: dict[str, str] = {}
        self._by_last: dict[str, set[str]] = {}
        self._officials: set[str] = set()
        self._by_first: dict[str, list[str]] = {}
        self._holders: dict[str, list[tuple[str, str]]] = {}
        self._asked: dict[tuple[str, str], frozenset[str]] = {}
        for person in persons:
            name = text[person.name : person.end]
            if " " in name and person.rule not in ("byline", "credit"):
                key = _key(name)
                if key not in self._full:
                    self._by_first.setdefault(key.split(" ")[0], []).append(key)
                self._full.setdefault(key, name if not name.isupper() else name.title())
                self._by_last.setdefault(key.split(" ")[-1], set()).add(key)
        for person in persons:
            key = _key(self.full(text[person.name : person.end]))
            offices = [
                office
                for office in (*person.before, *person.after)
                if office.title.kind not in ("honorific",)
            ]
            self.offices.setdefault(key, []).extend(offices)
            held = [*person.before, *(office for office in person.after if not office.former)]
            if key not in HISTORICAL and any(office.public for office in held):
                self._officials.add(key)
            for office in offices if key in self._full else ():
                for title in {office.title.canonical, office.title.canonical.split(",")[0]}:
                    self._holders.setdefault(title, []).append(
                        (_key(office.organization or ""), self._full[key])
                    )

    def full(self, name: str) -> str:
        """The one full name that ends with a short one, or the name itself."""
        key = _key(name)
        if key in self._full:
            return self._full[key]
        longer = [other for other in self._by_last.get(key.split(" ")[-1], ()) if other.endswith(" " + key)]
        if not longer and key not in surnames().known:  # a foreign name: Raúl Castro, ông Raúl
            longer = [
                other for other in self._by_first.get(key.split(" ")[0], ()) if other.startswith(key + " ")
            ]
        return self._full[longer[0]] if len(longer) == 1 else name

    def official(self, name: str) -> bool:
        """Whether the article gives them public office; a former one counts only before the name."""
        return _key(name) in self._officials

    def holders(self, office: Office) -> frozenset[str]:
        """The persons whom the article names with an office; any body where the office has none."""
        title, body = office.title.canonical, _key(office.organization or "")
        if (title, body) not in self._asked:
            self._asked[title, body] = frozenset(
                name for held, name in self._holders.get(title, ()) if body in held
            )
        return self._asked[title, body]

    def holder(self, office: Office) -> str | None:
        """The one holder of an office that the article names, or None."""
        holders = self.holders(office)
        return next(iter(holders)) if len(holders) == 1 else None


def _titles(offices: Iterable[Office]) -> list[dict[str, str]]:
    """Attributes of offices, each once."""
    titles: dict[tuple[str, str], dict[str, str]] = {}
    for office in offices:
        if office.title.kind in ("honorific", "academic", "profession"):
            continue
        entry = {"title": office.name}
        if office.organization:
            entry["organization"] = office.organization
        titles.setdefault((office.name, _key(office.organization or "")), entry)
    return list(titles.values())


def _key(name: str) -> str:
    return " ".join(lower(name).split())
