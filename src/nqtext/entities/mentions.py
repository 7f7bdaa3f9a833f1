"""Reading a text for persons: titles and the names that follow them, names that stand alone, bylines.

What is found here is not yet judged: :mod:`nqtext.entities.officials` decides who is an official.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.bylines import authors, photographers
from nqtext.entities.names import HISTORICAL, free_names, name_end, surnames
from nqtext.entities.person_found import Person, Reading, free
from nqtext.entities.titles import Office, OfficeReader
from nqtext.gazetteers import TermIndex
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["historical_names", "read"]

_TO_NAME = pattern(" ?- ?| |\\.(?=[A-ZĐ])")
#: Between a name and the titles behind it.
_TO_TITLE = pattern(
    "(?: \\([^()\\n]{1,40}\\))?(?P<mark>,| ?-| ?\\(|)(?: (?:là |hiện là |nay là |kiêm |đồng thời là "
    "|quyền |giữ chức vụ |giữ chức |hiện giữ chức )?|(?=[bpctgđuvhảủ]))(?P<former>(?:nguyên|cựu) (?:là )?)?"
)
_APPOINTED = pattern(
    "(?<!thôi )(?:giữ chức vụ|giữ chức|giữ cương vị|bầu làm|, làm|nay là|hiện là|nguyên là) $"
)
_RANK_GIVEN = pattern("(?:hàm|cấp bậc) \\Z")
_GIVEN = pattern(" ([A-ZĐ]\\w{0,6})(?!\\w)(?! [A-ZĐ])")
_SENTENCE = pattern("\\n|[.!?] ")
_LISTED = pattern("(?:, |; | và )")
#: Where a sentence or a list's member opens.
_OPENING = pattern('(?:^|[.:;!?"(\\n•]|[-/]) ?$')
#: "Trưởng ban: Nguyễn Văn A".
_LABEL = pattern(" ?: ")
_ENDS = pattern('\\s*(?:[,;.:)(\\-"]|$|\\n)')
_SAME_NAME = pattern(
    "(?:đường|phố|trường|thpt|thcs|quỹ|lăng|bảo tàng|khu di tích|đoàn|thành phố|tp\\.?|cộng sản|quốc gia) $"
)
#: Between the title and the name of who signs.
_SIGNATURE = pattern("[ \n]*(?:\\(?(?:đã ký|Đã ký|ĐÃ KÝ|đã kí)\\)?[ \n]*)?")
_HISTORICAL = frozenset({"Hồ Chí Minh", "Nguyễn Ái Quốc", "Bác Hồ", "Cụ Hồ", "Các Mác", "Lênin"})


@cache
def historical_names() -> TermIndex[None]:
    """Names of persons of history that need no title, ready to be found in a text."""
    return TermIndex((name, None) for name in _HISTORICAL)


def read(context: Context, bodies: Iterable[Candidate]) -> Reading:
    """Find everything in a text that may be a mention of a person or of a holder of office.

    Args:
        context: the text.
        bodies: names of bodies in it.

    Returns:
        Persons in no order, titles without a name, ranges of titles behind names.
    """
    reader = OfficeReader(context, bodies)
    reading = Reading()
    _read_titles(context, reader, reading)
    _read_names(context, reader, reading)
    _read_given(context, reader, reading)
    _read_bylines(context, reading)
    return reading


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
        if (
            len(chain) > 1
            and chain[0].title.kind == "rank"
            and _RANK_GIVEN.search(context.lower, max(0, start - 12), start)
        ):
            chain = chain[1:]  # "thăng cấp bậc hàm Thượng tướng, Chủ tịch nước ..."
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
        if word not in ("Ông", "Đồng chí", "Ngài", "Đ/c", "Mr", "Mrs", "Ms") and not _OPENING.search(
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
    historical = [(s, e) for s, e, _ in context.terms(historical_names) if text[s:e] in _HISTORICAL]
    spans = [*free_names(text, reader.cuts, reader.openings), *historical]
    known = {text[p.name : p.end] for p in reading.persons if text.count(" ", p.name, p.end) >= 1}
    for start, end, name in TermIndex.folded((name, name) for name in sorted(known)).find(context.lower):
        if text[start:end] == name and not text[end : end + 2].strip()[:1].isupper():
            spans.append((start, end))
    signing = [office for office in reading.alone if office.upper]
    signed_at = [office.end for office in signing]
    done = 0
    untouched = free(taken)
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start < done or not untouched(start, end):
            continue
        if lower(text[start:end]) in HISTORICAL and text[start:end] not in _HISTORICAL:
            continue
        if _SAME_NAME.search(context.lower, max(0, start - 16), start):
            continue
        person = Person(start, end, start, rule="name")
        after = _behind(context, reader, person)
        if person.cover and not untouched(*person.cover):
            person.cover, after = None, person.end
        reading.persons.append(person)
        title = bisect_left(signed_at, start) - 1
        if not person.after and title >= 0 and _SIGNATURE.fullmatch(text, signed_at[title], start):
            person.after = (signing[title],)
        done = after


def _read_given(context: Context, reader: OfficeReader, reading: Reading) -> None:
    """Given names behind the title that the article has given them with the full name: "thứ trưởng Phúc"."""
    text = context.text
    held: dict[str, set[str]] = {}
    for person in reading.persons:
        if text.count(" ", person.name, person.end) > 1:
            given = text[text.rfind(" ", person.name, person.end) + 1 : person.end]
            for office in (*person.before, *person.after):
                if office.title.kind == "office":
                    held.setdefault(given, set()).add(office.title.canonical)
    titles = {title for of_one in held.values() for title in of_one}
    if not titles:
        return
    found = []
    for start, (end, title) in reader.heads.items():
        match = _GIVEN.match(text, end) if title.canonical in titles else None
        if match and title.canonical in held.get(match[1], ()):
            before = (Office(start, end, title, title.canonical),)
            found.append(Person(start, match.end(), match.start(1), before))
    if found:
        untouched = free([(person.start, person.end) for person in reading.persons] + reading.covers)
        reading.persons.extend(person for person in found if untouched(person.start, person.end))


def _read_bylines(context: Context, reading: Reading) -> None:
    """Bylines and credits, where nothing else was read."""
    for rule, spans in (("credit", photographers(context)), ("byline", authors(context))):
        untouched = free([(person.start, person.end) for person in reading.persons])
        reading.persons.extend(
            Person(start, end, start, rule=rule) for start, end in list(spans) if untouched(start, end)
        )
