"""Officials and other persons: who is named, with which titles, and whether they hold office.

:class:`OfficialRecognizer` reads mentions in three steps: titles and what follows them; names that stand
alone, where the article or their form says that they are names; bylines and credits.  A person is
OFFICIAL where the article gives them a public or party office anywhere, before or behind the name,
else PERSON.  Titles behind a name are no mention; the recogniser yields a candidate without a label
over them, so that the bodies in them are none either (see :mod:`nqtext.entities.overlap`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.entities.anaphora import Pointer, Sighting, resolve
from nqtext.entities.holders import body_key, link_officials, link_persons
from nqtext.entities.mentions import read
from nqtext.entities.names import HISTORICAL, surnames
from nqtext.entities.person_found import Person, Reading, free
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Context, Recognizer
    from nqtext.entities.titles import Office

__all__ = ["OfficialRecognizer", "link_officials", "link_persons", "postposed_titles"]

_PLURAL = pattern(
    "(?:các|những|số|hai|ba|bốn|(?<!trong )(?<!hết )(?<!hàng )(?<!cuối )(?<!đầu )năm"
    "|\\d|nhiều|mỗi|từng|mọi|một|vị|vai trò|cương vị|chức danh"
    "|(?<!thôi giữ )chức vụ|số lượng|bầu các|cấp|hàm|thành viên|nữ|tân)"
    "(?: (?:đồng chí|ông|bà|vị|nguyên|chức danh))? $"
)
_AGREES = pattern("(?:vị|nữ|tân|cấp) $")
_REMARK = pattern(r" \([^()]*\)$")  # "Chủ tịch Phòng Thương mại (VCCI)"
_INDEFINITE = pattern(
    ",? (?:và tương đương|thủ trưởng|các |và các |hoặc |khác(?!\\w))|, (?:thủ trưởng|các phó)"
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
    meant = _names_meant(context, people, reading.persons)
    seen: list[Sighting] = []
    for person in sorted(reading.persons, key=lambda p: p.start):
        name = text[person.name : person.end]
        full = meant.get(person.name) or people.full(name)
        several = people.longer(full)
        official = people.official(full) or (bool(several) and all(map(people.official, several)))
        attributes = ({} if several else {"name": full}) | people.held(full, official)
        seen += [Sighting(person.start, title, full) for title in people.titles_of(full)]
        start = person.start if official or _key(name) in HISTORICAL else _personal_start(person)
        label = "OFFICIAL" if official else "PERSON"
        yield Candidate(start, person.end, label, full, attributes, f"officials: {person.rule}", 0.9)
        if person.cover and official:
            yield Candidate(*person.cover, "", "", {}, "officials: titles behind a name")
    for start, end in reading.covers:
        yield Candidate(start, end, "", "", {}, "officials: titles behind a name")
    alone = [
        Pointer(office.start, office.end, office.title.canonical)
        for office in reading.alone
        if len(people.holders(office)) > 1
    ]
    near = {pointer.start: name for pointer, name in resolve(context, alone, seen)} if alone else {}
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
            if holder is None and near.get(office.start) in people.holders(office):
                holder = near[office.start]
            if holder:
                attributes["name"] = holder
            yield Candidate(
                office.start, office.end, "OFFICIAL", holder or office.full, attributes, "officials: office"
            )


def _names_meant(context: Context, people: _People, persons: list[Person]) -> dict[int, str]:
    """Full names of short ones that end several, where one of these is named nearby; by offset."""
    pointers, sightings = [], []
    for person in persons:
        name = context.text[person.name : person.end]
        kind = _key(name).split(" ")[-1]
        if people.longer(name):
            pointers.append(Pointer(person.name, person.end, kind))
        elif " " in name:
            sightings.append(Sighting(person.name, kind, people.full(name)))
    return (
        {pointer.start: name for pointer, name in resolve(context, pointers, sightings)} if pointers else {}
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
    if before.endswith("kt. "):
        return False  # on whose behalf another signs
    if _PLURAL.search(before) and not _AGREES.search(before):
        return False
    deputy = office.title.canonical.startswith("Phó")
    if deputy and alone != "yes" and "hường trực" not in office.name and not people.holder(office):
        return False
    if alone == "yes":
        return True
    indefinite = _INDEFINITE.match(context.lower, office.end)
    if indefinite and not _stands_apart(office, indefinite.group()):
        return False
    if office.title.canonical.endswith("Trưởng Ban") and not office.organization:
        return context.lower.count("ban chỉ đạo") >= 5 and (not deputy or "hường trực" in office.name)
    if office.organization:
        return office.title.sector != "body" or office.public
    return alone == "known" and bool(people.holders(office))


def _stands_apart(office: Office, behind: str) -> bool:
    """Whether the next of a list follows: "Giám đốc Sở Y tế, thủ trưởng ...", not "Giám đốc sở, ..."."""
    words = (office.organization or "").split(" ")
    return (behind == ", thủ trưởng" and len(words) > 1) or (
        behind == ", các " and len(words) > 2 and words[-1].istitle()
    )


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
        self._longer: dict[str, list[str]] = {}
        self._held: dict[str, dict[str, Any]] = {}
        self._titles: dict[str, dict[str, None]] = {}
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
                    self._titles.setdefault(key, {})[title] = None
                    self._holders.setdefault(title, []).append(
                        (body_key(office.organization), self._full[key])
                    )

    def longer(self, name: str) -> list[str]:
        """The full names that end with a short one, where they are several."""
        key = _key(name)
        if key in self._full:
            return []
        longer = self._ending(key)
        return [self._full[other] for other in longer] if len(longer) > 1 else []

    def titles_of(self, name: str) -> Iterable[str]:
        """The titles that the article gives to a full name, each once."""
        return self._titles.get(_key(name), ())

    def _ending(self, key: str) -> list[str]:
        """Full names that end with a short one; of "Mai Nguyễn Văn An" and "Nguyễn Văn An" the shorter."""
        if key not in self._longer:
            longer = [o for o in self._by_last.get(key.split(" ")[-1], ()) if o.endswith(" " + key)]
            inner = [other.partition(" ")[2] for other in longer]
            self._longer[key] = sorted(
                other for other, rest in zip(longer, inner, strict=True) if rest == key or rest not in longer
            )
        return self._longer[key]

    def full(self, name: str) -> str:
        """The one full name that ends with a short one, or the name itself."""
        key = _key(name)
        if key in self._full:
            inner = key.partition(" ")[2]  # "(bệnh viện Bạch) Mai Nguyễn Văn An" is "Nguyễn Văn An"
            return self._full[inner if inner.count(" ") > 1 and inner in self._full else key]
        longer = self._ending(key)
        if not longer and key not in surnames().known:  # a foreign name: Raúl Castro, ông Raúl
            longer = [
                other for other in self._by_first.get(key.split(" ")[0], ()) if other.startswith(key + " ")
            ]
        return self._full[longer[0]] if len(longer) == 1 else name

    def official(self, name: str) -> bool:
        """Whether the article gives them public office; a former one counts only before the name."""
        return _key(name) in self._officials

    def held(self, name: str, official: bool) -> dict[str, Any]:
        """The attributes that the offices of a person give, read once for all mentions."""
        key = _key(name)
        if key not in self._held:
            offices = self.offices.get(key, ())
            titles, public = _titles(offices), [office for office in offices if office.public]
            held: dict[str, Any] = {"titles": titles} if titles else {}
            if official and public and all(office.former for office in public):
                held["former"] = True
            if official and any(office.acting for office in offices):
                held["acting"] = True
            self._held[key] = held
        return self._held[key]

    def holders(self, office: Office) -> frozenset[str]:
        """The persons whom the article names with an office; any body where the office has none."""
        title, body = office.title.canonical, body_key(office.organization)
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
        if body := _REMARK.sub("", office.organization or ""):
            entry["organization"] = body
        titles.setdefault((office.name, _key(office.organization or "")), entry)
    return list(titles.values())


def _key(name: str) -> str:
    return " ".join(lower(name).split())
