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

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nqtext.entities.anaphora import Sighting, resolve
from nqtext.entities.bodies import canonical
from nqtext.entities.document_attributes import is_ambiguous, province_of
from nqtext.entities.document_groups import grouped, title_key, title_period, title_words
from nqtext.entities.document_numbers import ascii_key, issuer_code_of, issuer_of, parse
from nqtext.entities.document_pointers import ISSUED_WITH, document_pointers, subjects
from nqtext.entities.linking import LETTERS, Chain
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqtext.entities.anaphora import Pointer
    from nqtext.entities.recognizer import Context

__all__ = ["link_documents"]

_NATIONAL_CONGRESS = pattern(
    r"^(?:trình )?(?:của )?(?:các )?(?:đại hội)(?: đại biểu)?(?: toàn quốc)?(?: đảng)?"
    r"(?: cộng sản việt nam)?(?: lần)?(?: thứ)? (\w+)$"
)
#: "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX": every province has one.
_LOCAL = pattern(r"(?i:đảng bộ|hội đồng nhân dân|hđnd) (?i:tỉnh|thành phố|huyện|quận|xã|phường)(?! [A-ZĐ])")
#: Where an article that is about one law only cites another.
_CITED = pattern("(?i:quy định (?:của|tại)|căn cứ|phù hợp với|thi hành|theo) $")
_COMPARED = pattern("(?i:so với) $")  # what another document is compared with is not what is spoken of
#: Between a decision and the plan that it issues: "Quyết định số ... về Kế hoạch hoạt động năm 2025".
_ISSUES = pattern(r" (?:(?:về |về việc )?(?:ban hành |phê duyệt )|về )")


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
    alike: dict[str, list[Chain]] = {}
    for group in grouped(context, mentions):
        chain = _chain(sorted(group, key=lambda m: m.start), itself)
        alike.setdefault(chain.id, []).append(chain)
    chains = [
        same[0]
        if len(same) == 1
        else _chain(sorted((m for chain in same for m in chain.mentions), key=lambda m: m.start), itself)
        for same in alike.values()  # two spellings of one title may get one id
    ]
    return _with_anaphora(context, chains, mentions)


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
    if province_of(attributes.get("issuer")) is None:
        for mention in group:
            if province_of(mention.attributes.get("issuer")):
                attributes["issuer"] = mention.attributes["issuer"]
                break
    parts = sorted({m.attributes["parts"] for m in group if m.attributes.get("parts")})
    if parts:
        attributes["parts"] = "; ".join(parts)
    known = attributes | {"year": attributes.get("year") or title_period(best)}
    named = attributes.get("number") or title_key(best) or attributes.get("type") == "hiến pháp"
    local = not attributes.get("number") and _LOCAL.search(best.norm) is not None
    attributes["ambiguous"] = not named or local or is_ambiguous(known)
    norm = best.norm
    year = attributes.get("year")
    if year and attributes.get("number") and str(year) not in norm:
        norm = f"{norm} năm {year}"
    return Chain(_id(attributes, best), "DOCUMENT", norm, attributes, tuple(group))


def _explicitness(mention: Candidate) -> tuple[bool, bool, bool, int, int]:
    known = mention.attributes.keys() - {"parts", "subject", "inherited"}
    named = mention.attributes.get("number") or title_key(mention)
    in_letters = LETTERS.search(title_words(mention)) is not None
    return not named, title_period(mention) is None, in_letters, -len(known), mention.start


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
        name = "dai-hoi" if congress else title_key(best)
        year = attributes.get("term") or year or title_period(best) or ""
    return f"document:{type_}/{name}/{year}{place}"


def _with_anaphora(context: Context, chains: list[Chain], mentions: Sequence[Candidate]) -> list[Chain]:
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
    about = subjects(context, sightings)
    sightings = [
        sighting
        for sighting in sightings
        if about.get(sighting.kind, sighting.referent) == sighting.referent
        or not _CITED.search(context.text, max(0, sighting.start - 24), sighting.start)
    ]
    pointing = document_pointers(context, sightings, [(m.start, m.end) for m in mentions])
    told = _issued_with(context, pointing.pointers, named, by_id)
    linked = {m.start for m, _ in named}
    sightings += [  # a mention with two readings is a rival, too
        Sighting(m.start, m.attributes.get("type") or "", f"unlinked at {m.start}")
        for m in mentions
        if m.start not in linked
    ]
    sightings += pointing.rivals
    sightings += [Sighting(pointer.start, pointer.kind, id) for pointer, id in told]
    done = {pointer for pointer, _ in told}
    rest = [pointer for pointer in pointing.pointers if pointer not in done]
    resolved = [
        (pointer, id)
        for pointer, id in resolve(context, rest, sightings)
        if id in by_id and pointing.about.get(pointer.start, id) == id
    ]
    found: dict[str, list[Candidate]] = {}
    for pointer, id in (*told, *resolved):
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
