"""Officials and other persons: who is named, with which titles, and whether they hold office.

:class:`OfficialRecognizer` reads mentions in three steps: titles and what follows them; names that stand
alone, where the article or their form says that they are names; bylines and credits.  A person is
OFFICIAL where the article gives them a public or party office anywhere, before or behind the name,
else PERSON.  Titles behind a name are no mention; the recogniser yields a candidate without a label over them, so
that the bodies in them are none either (see :mod:`nqtext.entities.overlap`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nqtext.entities.bylines import authors, photographers
from nqtext.entities.holders import link_officials, link_persons
from nqtext.entities.names import HISTORICAL, free_names, name_end, surnames
from nqtext.entities.recognizer import Candidate
from nqtext.entities.titles import Office, OfficeReader
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities.recognizer import Context, Recognizer

__all__ = ["OfficialRecognizer", "link_officials", "link_persons", "postposed_titles"]

_TO_NAME = pattern(" ?- ?| |\\.(?=[A-ZĐ])")
#: Between a name and the titles behind it.
_TO_TITLE = pattern(
    "(?: \\([^()\\n]{1,40}\\))?(?P<mark>,| ?-| ?\\(|)(?: (?:là |hiện là |nay là |kiêm |đồng thời là |quyền |giữ chức vụ |giữ chức |hiện giữ chức )?|(?=[bpctgđuvhảủ]))(?P<former>(?:nguyên|cựu) (?:là )?)?"
)
_APPOINTED = pattern(
    "(?<!thôi )(?:giữ chức vụ|giữ chức|giữ cương vị|bầu làm|, làm|nay là|hiện là|nguyên là) $"
)
_SENTENCE = pattern("\\n|[.!?] ")
_LISTED = pattern("(?:, |; | và )")
_PLURAL = pattern(
    "(?:các|những|số|hai|ba|bốn|năm|\\d|nhiều|mỗi|từng|mọi|một|vị|vai trò|cương vị|chức danh|(?<!thôi giữ )chức vụ|số lượng|bầu các|cấp|hàm|thành viên|nữ|tân)"
    "(?: (?:đồng chí|ông|bà|vị|nguyên|chức danh))? $"
)
_AGREES = pattern("(?:vị|nữ|tân|cấp) $")
#: Where a sentence or a list's member opens.
_OPENING = pattern('(?:^|[.:;!?"(\\n•]|[-/]) ?$')
#: "Trưởng ban: Nguyễn Văn A".
_LABEL = pattern(" ?: ")
_ENDS = pattern('\\s*(?:[,;.:)(\\-"]|$|\\n)')
_SAME_NAME = pattern(
    "(?:đường|phố|trường|thpt|thcs|quỹ|lăng|bảo tàng|khu di tích|đoàn|thành phố|tp\\.?|cộng sản|quốc gia) $"
)
_INDEFINITE = pattern(
    ",? (?:và tương đương|, thủ trưởng|thủ trưởng|các |và các |hoặc |khác(?!\\w))|, (?:thủ trưởng|các phó)"
)
#: Between the title and the name of who signs.
_SIGNATURE = pattern("[ \n]*(?:\\(?(?:đã ký|Đã ký|ĐÃ KÝ|đã kí)\\)?[ \n]*)?")
_HISTORICAL = pattern("(?<!\\w)(?:Hồ Chí Minh|Bác Hồ|Cụ Hồ|Các Mác|Lênin)(?!\\w)")


@dataclass
class Person:
    """A place where a person is named.

    Attributes:
        start: first code point of the span: its titles, or the name.
        end: one past the name.
        name: offset where the name begins.
        before: the offices before the name.
        after: the offices behind it.
        cover: the range of the titles behind the name.
        rule: how it was found.
    """

    start: int
    end: int
    name: int
    before: tuple[Office, ...] = ()
    after: tuple[Office, ...] = ()
    cover: tuple[int, int] | None = None
    rule: str = "title"


@dataclass
class Reading:
    """What one pass over a text finds."""

    persons: list[Person] = field(default_factory=list)
    alone: list[Office] = field(default_factory=list)
    covers: list[tuple[int, int]] = field(default_factory=list)


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
        reader = OfficeReader(context, context.recognized(self.bodies))
        reading = Reading()
        _read_titles(context, reader, reading)
        _read_names(context, reader, reading)
        _read_bylines(context, reading)
        return _candidates(context, reading)


def postposed_titles(context: Context, bodies: Recognizer) -> list[tuple[int, int]]:
    """The ranges of titles that stand behind the name of an official."""
    return [(c.start, c.end) for c in OfficialRecognizer(bodies).recognize(context) if not c.label]


def _read_titles(context: Context, reader: OfficeReader, reading: Reading) -> None:
    """Titles from left to right, each with the name that follows."""
    done = 0
    for start in sorted(reader.heads):
        if start < done:
            continue
        chain = reader.chain(start)
        if not chain:
            continue
        appointed = _APPOINTED.search(context.lower, max(0, start - 24), start)
        named = _named(context, reader, chain)
        if named is None or appointed:
            done = _read_alone(context, chain, reading, bool(appointed), reader)
            continue
        chain, name, end = named
        person = Person(chain[0].start, end, name, tuple(chain))
        done = _behind(context, reader, person)
        reading.persons.append(person)
        done = _read_listed(context, reader, person, done, reading)


def _named(
    context: Context, reader: OfficeReader, chain: list[Office]
) -> tuple[list[Office], int, int] | None:
    """The chain, and the name that follows it directly; None where none does."""
    last = chain[-1]
    trusted = last.title.kind in ("honorific", "rank", "academic", "profession")
    ends = [last.end, reader.beyond(last.end)]
    if last.organization:
        ends.append(reader.body_after_comma(last.end))
    for end in dict.fromkeys(ends):
        link = _TO_NAME.match(context.text, end)
        if link is None:
            continue
        at = link.end()
        stop = name_end(context.text, at, reader.cuts, trusted and link.group() == " ")
        if stop > at and not _credible(context, reader, last, context.text[at:stop]):
            continue
        if stop == at and link.group() == " " and not last.organization and last.title.kind == "office":
            continue
        if stop > at and (link.group() == " " or context.text.count(" ", at, stop) >= 2):
            if last.title.kind == "honorific" and not context.text[at:stop].strip():
                continue
            return chain, at, stop
    return None


def _credible(context: Context, reader: OfficeReader, last: Office, name: str) -> bool:
    """Whether what follows a title is no place, and the title none by chance ("Cô Tô", "kỹ sư An toàn")."""
    if lower(name.split(" ")[0]) not in surnames().known and reader.is_place(name):
        return False
    kind, word = last.title.kind, context.text[last.start : last.end]
    if kind == "profession":
        return " " in name and not name.split(" ")[0].isupper()
    if kind == "honorific" and word[0].isupper():
        if len(word) > 1 and word.isupper():
            return word in ("ÔNG", "BÀ", "ĐỒNG CHÍ") and lower(name.split(" ")[0]) in surnames().known
        if word not in ("Ông", "Đồng chí", "Ngài", "Đ/c") and not _OPENING.search(
            context.text, max(0, last.start - 4), last.start
        ):
            return name.count(" ") >= 2 and lower(name.split(" ")[0]) in surnames().known and word == "Bà"
    return True


def _read_alone(
    context: Context, chain: list[Office], reading: Reading, appointed: bool, reader: OfficeReader
) -> int:
    """Titles without a name: remember those that may denote one holder."""
    if appointed and chain[0].title.kind == "office":
        end = reader.tail(chain[-1].end)
        if reading.persons and chain[0].start - reading.persons[-1].end < 200:
            person = reading.persons[-1]
            if not _SENTENCE.search(context.text, person.end, chain[0].start):
                person.after = (*person.after, *chain)
        reading.covers.append((chain[0].start, end))
        return end
    offices = chain
    if chain[0].title.kind == "honorific" and len(chain) > 1 and chain[1].title.kind == "office":
        offices = [replace(chain[1], start=chain[0].start), *chain[2:]]
    last = offices[-1]
    labelled = _LABEL.match(context.text, last.end)
    artists = last.title.kind in ("academic", "profession")
    if labelled and (end := name_end(context.text, labelled.end(), reader.cuts, artists)) > labelled.end():
        person = Person(labelled.end(), end, labelled.end(), rule="list")
        if last.title.kind == "office":
            person.after = tuple(offices)
            reading.covers.append((offices[0].start, last.end))
        done = _behind(context, reader, person)
        reading.persons.append(person)
        return _read_listed(context, reader, person, done, reading, artists)
    for before, office in zip((None, *offices), offices, strict=False):
        if before is not None and "-" in context.text[before.end : office.start]:
            reading.covers.append((office.start, office.end))  # in apposition to the one before
        elif office.title.kind == "office":
            reading.alone.append(office)
    return last.end


def _behind(context: Context, reader: OfficeReader, person: Person) -> int:
    """Attach the titles behind a name to it.

    Returns:
        Where reading goes on.
    """
    link = _TO_TITLE.match(context.lower, person.end)
    if link is None or link.end() == person.end:
        return person.end
    chain = reader.chain(link.end())
    while chain and chain[-1].title.kind in ("honorific", "academic"):
        chain.pop()
    if not chain or chain[0].title.kind in ("honorific", "profession") or person.end == link.end():
        return person.end
    if (
        not link["mark"]
        and " là " not in link.group()
        and "chức" not in link.group()
        and not context.text[chain[0].start].isupper()
    ):
        return person.end
    if (
        not link["mark"]
        and chain[0].title.alone == "yes"
        and " là" not in link.group()
        and "chức" not in link.group()
    ):
        return person.end
    if _named(context, reader, chain) is not None:
        titled = any(office.title.kind == "office" for office in person.before)
        if titled or len(chain) == 1:
            return person.end
        chain = chain[:-1]
    end = reader.tail(chain[-1].end)
    closed = _ENDS.match(context.text, end) is not None
    if link["mark"] == ",":
        titled = any(office.title.kind in ("office", "member") for office in person.before)
        according = context.lower[max(0, person.start - 5) : person.start] == "theo "
        if (according or (titled and chain[0].title.alone == "yes")) and not closed:
            return person.end
    if end > chain[-1].end and chain[-1].organization:
        chain[-1] = replace(
            chain[-1], organization=context.text[chain[-1].end - len(chain[-1].organization) : end]
        )
    if link["former"]:
        chain = [replace(office, former=True) for office in chain]
    person.after = (*person.after, *chain)
    person.cover = (link.end(), end)
    return end


def _read_listed(
    context: Context, reader: OfficeReader, person: Person, done: int, reading: Reading, trusted: bool = False
) -> int:
    """Further bare names under one title, or in one list of persons."""
    text = context.text
    first = person
    while (link := _LISTED.match(text, done)) is not None:
        at = link.end()
        stop = name_end(text, at, reader.cuts, trusted)
        words = text.count(" ", at, stop) + 1
        known = lower(text[at:stop].split(" ")[0]) in surnames().known or (trusted and words > 1)
        if stop == at or at in reader.heads or not known or reader.is_place(text[at:stop]):
            break
        if words < 3 and not (words == 2 and first.rule == "list"):
            break
        shared = tuple(o for o in first.before if o.title.kind == "office") if not first.cover else ()
        person = Person(at, stop, at, (), shared, None, "list")
        end = _behind(context, reader, person)
        reading.persons.append(person)
        done = end
    return done


def _read_names(context: Context, reader: OfficeReader, reading: Reading) -> None:
    """Names without a title: in running text, and those that the article has named before."""
    text = context.text
    taken = sorted(
        [(p.start, max(p.end, p.cover[1] if p.cover else 0)) for p in reading.persons] + reading.covers
    )
    spans = [*free_names(text, reader.cuts), *(match.span() for match in _HISTORICAL.finditer(text))]
    known = {text[p.name : p.end] for p in reading.persons if text.count(" ", p.name, p.end) >= 1}
    for name in sorted(known):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (
                text[at - 1 : at].isalnum()
                or text[end : end + 1].isalnum()
                or text[end : end + 2].strip()[:1].isupper()
            ):
                spans.append((at, end))
            at = text.find(name, end)
    done = 0
    free = _free(taken)
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start < done or not free(start, end):
            continue
        if _key(text[start:end]) in HISTORICAL and not _HISTORICAL.match(text, start):
            continue
        if _SAME_NAME.search(context.lower, max(0, start - 16), start):
            continue
        person = Person(start, end, start, rule="name")
        after = _behind(context, reader, person)
        if person.cover and not free(person.cover[0], person.cover[1]):
            person.cover, after = None, person.end
        reading.persons.append(person)
        if not person.after and reading.alone:
            signed = [office for office in reading.alone if office.upper and office.end < start]
            if signed and _SIGNATURE.fullmatch(text, signed[-1].end, start):
                person.after = (signed[-1],)
        done = after


def _read_bylines(context: Context, reading: Reading) -> None:
    free = _free(sorted([(p.start, p.end) for p in reading.persons]))
    for rule, spans in (("credit", photographers(context)), ("byline", authors(context))):
        for start, end in spans:
            if free(start, end):
                reading.persons.append(Person(start, end, start, rule=rule))
                free = _free(sorted([(p.start, p.end) for p in reading.persons]))


def _candidates(context: Context, reading: Reading) -> Iterator[Candidate]:
    """Decide who is an official, who is meant by short names and bare titles."""
    text = context.text
    people = _People(text, reading.persons)
    covered = _free(sorted([*reading.covers, *(p.cover for p in reading.persons if p.cover)]))
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
        self._holders: list[tuple[Office, str]] = []
        for person in persons:
            name = text[person.name : person.end]
            if " " in name and person.rule not in ("byline", "credit"):
                key = _key(name)
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
            self._holders.extend((office, self._full.get(key, "")) for office in offices)

    def full(self, name: str) -> str:
        """The one full name that ends with a short one, or the name itself."""
        key = _key(name)
        if key in self._full:
            return self._full[key]
        longer = [other for other in self._by_last.get(key.split(" ")[-1], ()) if other.endswith(" " + key)]
        if not longer and key not in surnames().known:  # a foreign name: Raúl Castro, ông Raúl
            longer = [other for other in self._full if other.startswith(key + " ")]
        return self._full[longer[0]] if len(longer) == 1 else name

    def official(self, name: str) -> bool:
        """Whether the article gives them a public office."""
        key = _key(name)
        return key not in HISTORICAL and any(
            office.public and not (office.former and office.title.kind == "office")
            for office in self.offices.get(key, ())
        )

    def holders(self, office: Office) -> set[str]:
        """The persons whom the article names with an office."""
        return {
            name
            for held, name in self._holders
            if name
            and (
                held.title.canonical == office.title.canonical
                or held.title.canonical.startswith(office.title.canonical + ",")
            )
            and (office.organization is None or _key(office.organization) in _key(held.organization or ""))
        }

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


def _free(taken: list[tuple[int, int]]) -> Any:
    """A function that says whether a range touches none of the given ones."""
    from bisect import bisect_left

    starts = [start for start, _ in taken]
    reach: list[int] = []
    for _, end in taken:
        reach.append(max(end, reach[-1] if reach else 0))

    def free(start: int, end: int) -> bool:
        at = bisect_left(starts, end)
        return not at or reach[at - 1] <= start

    return free
