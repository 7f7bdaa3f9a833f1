"""Which mentions mean the same document, and its identifier.

An id has three or four fields::

    document:<type>/<number and code, or title>/<year, term or period>[/<province>]

    document:nghi-quyet/06-NQ-TW/2022           Nghị quyết số 06-NQ/TW ngày 24/01/2022
    document:nghi-quyet/06-NQ-TW/               Nghị quyết số 06-NQ/TW, year unknown: ambiguous
    document:luat/dat-dai/2024                  Luật Đất đai năm 2024
    document:quy-hoach/thu-do/2021-2030         Quy hoạch thủ đô thời kỳ 2021-2030, tầm nhìn đến năm 2050
    document:nghi-quyet/dai-hoi/XIII            Nghị quyết Đại hội XIII
    document:quyet-dinh/80-QD-UBND/2025/nghe-an a provincial one

Letters are ASCII; what is not known is left empty, and ``ambiguous`` is then true: party numbers
repeat from term to term, those of the state from year to year, local ones from place to place.  The
serial number has at least two digits, the code is the canonical one of
:mod:`nqtext.entities.document_numbers`, so all spellings of a document have one id.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nqtext.entities.anaphora import Sighting, resolve
from nqtext.entities.bodies import canonical
from nqtext.entities.document_attributes import is_ambiguous, period_of, province_of
from nqtext.entities.document_numbers import ascii_key, issuer_code_of, issuer_of, parse
from nqtext.entities.document_pointers import ISSUED_WITH, document_pointers
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqtext.entities.anaphora import Pointer
    from nqtext.entities.recognizer import Context

__all__ = ["link_documents"]

_YEARS = pattern(
    r",? ?\(?(?:và )?(?:(?:đến|tầm nhìn|định hướng|giai đoạn|thời kỳ|nhiệm kỳ|(?:\d{1,2} )?năm|từ) ){0,3}"
    r"(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\)?|,? \(sửa đổi[^)]{0,20}\)| sửa đổi$|,? nhiệm kỳ.*$|"
    r",? \(?khóa \w+\)?"
)
_LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp", "nghị quyết", "văn kiện"})
_NATIONAL_CONGRESS = pattern(
    r"^(?:trình )?(?:của )?(?:các )?(?:đại hội)(?: đại biểu)?(?: toàn quốc)?(?: đảng)?"
    r"(?: cộng sản việt nam)?(?: lần)?(?: thứ)? (\w+)$"
)
_COMPARED = pattern("(?i:so với) $")  # what another document is compared with is not what is spoken of
_LISTED = pattern("(?:, | và |, và )")
#: Between a decision and the plan that it issues: "Quyết định số ... về Kế hoạch hoạt động năm 2025".
_ISSUES = pattern(r" (?:(?:về |về việc )?(?:ban hành |phê duyệt )|về )")


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
        if period := _period(mention):
            self._values["period"].add(period)

    def known(self, key: str) -> set[Any]:
        return self._values[key]

    def agrees(self, key: str, value: Any) -> bool:
        """Whether a value contradicts none of the mentions: what is not said agrees with all."""
        return value is None or not self._values[key] or value in self._values[key]


def link_documents(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """Gather the mentions of each document, and what points at it.

    Two mentions are linked when only one reading is possible: a short number to the one full
    number it fits, a bare title to the dated one that came before it.

    Args:
        context: what the recognisers saw.
        mentions: the documents named, in order of the text.

    Returns:
        One chain for each document; a mention with two possible readings is in none.
    """
    itself = _itself(context)
    by_id: dict[str, list[Candidate]] = {}
    for group in _groups(mentions, _issuers(context, mentions)):  # two spellings of one title may get one id
        by_id.setdefault(_chain(group.mentions, itself).id, []).extend(group.mentions)
    chains = [_chain(sorted(group, key=lambda m: m.start), itself) for group in by_id.values()]
    return _with_anaphora(context, chains)


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


def _groups(mentions: Sequence[Candidate], issuers: Mapping[int, str]) -> list[_Group]:
    """Mentions that mean the same document; one that fits two groups is left out."""
    coded = [m for m in mentions if m.attributes.get("code")]
    short = [m for m in mentions if _short(m)]
    titled = [m for m in mentions if not m.attributes.get("number") and _title(m)]
    dated = [m for m in mentions if not m.attributes.get("number") and not _title(m)]  # "Luật năm 2015"
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
        if title := _title(group.mentions[0]):
            by_title.setdefault((group.mentions[0].attributes.get("type"), title), []).append(group)
    for mention in sorted(titled, key=_dated_programmes_first):
        found = by_title.setdefault((mention.attributes.get("type"), _title(mention)), [])
        fitting = [group for group in found if _same_title(mention, group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
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


def _dated_first(mention: Candidate) -> tuple[bool, int]:
    return mention.attributes.get("year") is None, mention.start


def _dated_programmes_first(mention: Candidate) -> tuple[bool, int]:
    """A bare title of a plan may mean the one whose period stands behind it; that of a law may not."""
    bare = mention.attributes.get("type") not in _LAWS and _period(mention) is None
    return bare, mention.start


def _period(mention: Candidate) -> str | None:
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
    return group.agrees("term", term) and group.agrees("period", _period(mention))


def _title(mention: Candidate) -> str:
    """The title as a key: without type word, number, years and "(sửa đổi)"."""
    type_ = mention.attributes.get("type") or ""
    name = mention.norm.lower()
    if not name.startswith(type_):
        return ascii_key(name).lower()
    name = re.sub(r" số \S+$", "", name[len(type_) :])
    if mention.attributes.get("number") and not name.strip():
        return ""
    return ascii_key(_YEARS.sub("", name)).lower()


def _itself(context: Context) -> dict[str, Any]:
    """What the head of an official document says of the document that it opens."""
    number = parse(str(context.metadata.get("document_number") or ""))
    if number is None or context.published is None:
        return {}
    itself: dict[str, Any] = {"number": number.serial, "code": number.code, "year": context.published.year}
    if issuer := context.metadata.get("issuer"):
        itself["issuer"] = canonical(str(issuer))
    return itself


def _chain(group: list[Candidate], itself: Mapping[str, Any]) -> Chain:
    """One document from its mentions: what is known comes from the most explicit."""
    best = min(group, key=_explicitness)
    attributes: dict[str, Any] = {}
    for mention in [best, *group]:
        for key, value in mention.attributes.items():
            if key not in ("parts", "inherited", "ambiguous"):
                attributes.setdefault(key, value)
    if itself and all(attributes.get(key) == itself[key] for key in ("number", "code")):
        attributes.setdefault("year", itself["year"])
        if "issuer" in itself and province_of(attributes.get("issuer")) is None:
            attributes["issuer"] = itself["issuer"]
    parts = sorted({m.attributes["parts"] for m in group if m.attributes.get("parts")})
    if parts:
        attributes["parts"] = "; ".join(parts)
    known = attributes | {"year": attributes.get("year") or _period(best)}
    named = attributes.get("number") or _title(best) or attributes.get("type") == "hiến pháp"
    attributes["ambiguous"] = not named or is_ambiguous(known)
    norm = best.norm
    year = attributes.get("year")
    if year and attributes.get("number") and str(year) not in norm:
        norm = f"{norm} năm {year}"
    return Chain(_id(attributes, best), "DOCUMENT", norm, attributes, tuple(group))


def _explicitness(mention: Candidate) -> tuple[bool, int, int]:
    known = mention.attributes.keys() - {"parts", "subject", "inherited"}
    return _period(mention) is None, -len(known), mention.start


def _id(attributes: dict[str, Any], best: Candidate) -> str:
    type_ = ascii_key(attributes.get("type") or "")
    year = str(attributes.get("year") or "")
    place = ""
    if attributes.get("number"):
        year = year or str(attributes.get("term") or "")
        name = ascii_key("-".join(filter(None, (attributes["number"], attributes.get("code")))))
        row = issuer_of(issuer_code_of(attributes["code"])) if attributes.get("code") else None
        if row and row["level"]:
            place = "/" + ascii_key(province_of(attributes.get("issuer")) or "").lower()
    else:
        title = best.norm.lower().removeprefix(attributes.get("type") or "").strip()
        congress = _NATIONAL_CONGRESS.match(title)
        name = "dai-hoi" if congress else _title(best)
        year = attributes.get("term") or year or _period(best) or ""
    return f"document:{type_}/{name}/{year}{place}"


def _with_anaphora(context: Context, chains: list[Chain]) -> list[Chain]:
    """Add what only points: "Nghị quyết này", and the capitalised type word alone."""
    by_id = {chain.id: chain for chain in chains}
    named = sorted(
        ((m, chain.id) for chain in chains for m in chain.mentions), key=lambda pair: pair[0].start
    )
    sightings = [
        Sighting(m.start, type_, id)
        for m, id in named
        if (type_ := by_id[id].attributes.get("type"))
        and not _COMPARED.search(context.text, max(0, m.start - 8), m.start)
    ]
    pointers, rivals = document_pointers(context, sightings, [(m.start, m.end) for m, _ in named])
    told = _issued_with(context, pointers, named, by_id)
    sightings += rivals
    sightings += [Sighting(pointer.start, pointer.kind, id) for pointer, id in told]
    done = {pointer for pointer, _ in told}
    resolved = resolve(context, [pointer for pointer in pointers if pointer not in done], sightings)
    found: dict[str, list[Candidate]] = {}
    for pointer, id in (*told, *((pointer, id) for pointer, id in resolved if id in by_id)):
        candidate = Candidate(
            pointer.start,
            pointer.end,
            "DOCUMENT",
            by_id[id].norm,
            {"type": pointer.kind},
            "documents: anaphor",
            0.8,
        )
        found.setdefault(id, []).append(candidate)
    return [replace(chain, anaphora=tuple(found.get(chain.id, ()))) for chain in chains]


def _issued_with(
    context: Context,
    pointers: Sequence[Pointer],
    named: Sequence[tuple[Candidate, str]],
    by_id: Mapping[str, Chain],
) -> list[tuple[Pointer, str]]:
    """Pointers whose document the text tells: "Kế hoạch ban hành kèm theo Quyết định số ..."."""
    issued: dict[tuple[str, str], set[str]] = {}
    for (first, id), (second, other) in pairwise(named):
        type_ = by_id[other].attributes.get("type")
        if type_ and _ISSUES.fullmatch(context.text, first.end, second.start):
            issued.setdefault((id, type_), set()).add(other)
    at = {mention.start: id for mention, id in named}
    told = []
    for pointer in pointers:
        match = ISSUED_WITH.match(context.text, pointer.end)
        plans = issued.get((at.get(match.end(), ""), pointer.kind), set()) if match else set()
        if len(plans) == 1:
            told.append((pointer, next(iter(plans))))
    return told
