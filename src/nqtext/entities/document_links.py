"""Which mentions mean the same document, and its identifier.

An id has three or four fields::

    document:<type>/<number and code, or title>/<year or term>[/<province>]

    document:nghi-quyet/06-NQ-TW/2022           Nghị quyết số 06-NQ/TW ngày 24/01/2022
    document:nghi-quyet/06-NQ-TW/               Nghị quyết số 06-NQ/TW, year unknown: ambiguous
    document:luat/dat-dai/2024                  Luật Đất đai năm 2024
    document:nghi-quyet/dai-hoi/XIII            Nghị quyết Đại hội XIII
    document:quyet-dinh/80-QD-UBND/2025/nghe-an a provincial one

Letters are ASCII; what is not known is left empty, and ``ambiguous`` is then true: party numbers
repeat from term to term, those of the state from year to year, local ones from place to place.  The
serial number has at least two digits, the code is the canonical one of
:mod:`nqtext.entities.document_numbers`, so all spellings of a document have one id.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nqtext.entities.bodies import canonical
from nqtext.entities.document_attributes import is_ambiguous, province_of
from nqtext.entities.document_numbers import ascii_key, issuer_code_of, issuer_of, parse
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["link_documents"]

_YEARS = pattern(
    r",? ?\(?(?:và )?(?:(?:đến|tầm nhìn|định hướng|giai đoạn|thời kỳ|nhiệm kỳ|(?:\d{1,2} )?năm|từ) ){0,3}"
    r"(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\)?|,? \(sửa đổi[^)]{0,20}\)| sửa đổi$|,? nhiệm kỳ.*$|"
    r",? \(?khóa \w+\)?"
)
_NATIONAL_CONGRESS = pattern(
    r"^(?:trình )?(?:của )?(?:các )?(?:đại hội)(?: đại biểu)?(?: toàn quốc)?(?: đảng)?"
    r"(?: cộng sản việt nam)?(?: lần)?(?: thứ)? (\w+)$"
)
_ANAPHORIC = (
    "nghị quyết|nghị định|quyết định|chỉ thị|thông tư|kết luận|luật|bộ luật|kế hoạch|chương trình|đề án"
    "|chiến lược|công điện"
)
_POINTER = pattern(rf"(?<![\w-])(?P<type>(?i:{_ANAPHORIC}))(?!\w)(?P<this> (?:này|nói trên|nêu trên)(?!\w))?")
_NOT_ALONE = pattern(
    r" (?:số|của|về|thay thế|sửa đổi|quy định chi tiết|hướng dẫn|hành động|quốc gia|mới|do|liên tịch|"
    r"chuyên đề|khác)(?!\w)| [A-ZĐ\"0-9]"
)
_PLURAL_BEFORE = pattern(
    r"(?i:(?:dự thảo|các|những|mỗi|mọi|từng|một số|nhiều|một|hai|ba|\d+|dự án|trình|thành|hồ sơ|xây dựng|"
    r"ban hành) )$"
)
_ISSUES_ITSELF = pattern(r"(?:cụ thể như sau|như sau):?$")


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
        }

    def add(self, mention: Candidate) -> None:
        self.mentions.append(mention)
        for key in ("type", "year", "term", "issuer"):
            if mention.attributes.get(key):
                self._values[key].add(mention.attributes[key])
        if place := province_of(mention.attributes.get("issuer")):
            self._values["place"].add(place)

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
    for group in _groups(mentions):  # two spellings of one title may get one id
        by_id.setdefault(_chain(group.mentions, itself).id, []).extend(group.mentions)
    chains = [_chain(sorted(group, key=lambda m: m.start), itself) for group in by_id.values()]
    return _with_anaphora(context, chains)


def _groups(mentions: Sequence[Candidate]) -> list[_Group]:
    """Mentions that mean the same document; one that fits two groups is left out."""
    coded = [m for m in mentions if m.attributes.get("code")]
    short = [m for m in mentions if m.attributes.get("number") and not m.attributes.get("code")]
    titled = [m for m in mentions if not m.attributes.get("number")]
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
        fitting = [group for group in found if _may_be_short_for(mention, group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
    for group in groups:  # a law cited with number and title is known by its title, too
        if title := _title(group.mentions[0]):
            by_title.setdefault((group.mentions[0].attributes.get("type"), title), []).append(group)
    for mention in titled:
        found = by_title.setdefault((mention.attributes.get("type"), _title(mention)), [])
        fitting = [group for group in found if _same_title(mention, group)]
        if len(fitting) == 1:
            fitting[0].add(mention)
        elif not fitting:
            found.append(start(mention))
    return groups


def _dated_first(mention: Candidate) -> tuple[bool, int]:
    return mention.attributes.get("year") is None, mention.start


def _compatible(mention: Candidate, group: _Group) -> bool:
    """Whether two mentions with one number and code may be one document."""
    attributes = mention.attributes
    return group.agrees("year", attributes.get("year")) and group.agrees(
        "place", province_of(attributes.get("issuer"))
    )


def _may_be_short_for(short: Candidate, group: _Group) -> bool:
    """Whether "Nghị quyết 06" may mean the document of this group."""
    attributes = short.attributes
    issuer, issuers = attributes.get("issuer"), group.known("issuer")
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
    return group.agrees("term", term)


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
    best = min(group, key=lambda m: (-len(m.attributes.keys() - {"parts", "subject", "inherited"}), m.start))
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
    attributes["ambiguous"] = is_ambiguous(attributes)
    norm = best.norm
    year = attributes.get("year")
    if year and attributes.get("number") and str(year) not in norm:
        norm = f"{norm} năm {year}"
    return Chain(_id(attributes, best), "DOCUMENT", norm, attributes, tuple(group))


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
        year = attributes.get("term") or year
    return f"document:{type_}/{name}/{year}{place}"


def _with_anaphora(context: Context, chains: list[Chain]) -> list[Chain]:
    """Add what only points: "Nghị quyết này", and the capitalised type word alone."""
    by_type: dict[str, list[Chain]] = {}
    for chain in chains:
        by_type.setdefault(chain.attributes.get("type") or "", []).append(chain)
    own = _own_types(context)
    found: dict[str, list[Candidate]] = {}
    taken = sorted((m.start, m.end) for chain in chains for m in chain.mentions)
    for match in _POINTER.finditer(context.text):
        type_ = match["type"].lower()
        if type_ in own or type_ not in by_type or _inside(taken, match.start()):
            continue
        if not match["this"] and (match["type"][0].islower() or _NOT_ALONE.match(context.text, match.end())):
            continue
        if _PLURAL_BEFORE.search(context.text, max(0, match.start() - 20), match.start()):
            continue
        near = _antecedents(context, by_type[type_], match.start())
        if len(near) == 1:
            pointer = Candidate(
                match.start(),
                match.end(),
                "DOCUMENT",
                near[0].norm,
                {"type": type_},
                "documents: anaphor",
                0.8,
            )
            found.setdefault(near[0].id, []).append(pointer)
    return [replace(chain, anaphora=tuple(found.get(chain.id, ()))) for chain in chains]


def _antecedents(context: Context, chains: list[Chain], at: int) -> list[Chain]:
    """The documents of a type that a pointer may mean: the only one so far, or the only one near."""
    before = [chain for chain in chains if chain.mentions[0].start < at]
    if len(before) < 2:
        return before
    paragraph = int(context.paragraphs[:, 0].searchsorted(at, side="right")) - 1
    start = int(context.paragraphs[max(0, paragraph - 1), 0])
    return [chain for chain in before if any(start <= m.start < at for m in chain.mentions)]


def _own_types(context: Context) -> set[str]:
    """Types that the article may be of itself, so that "Nghị quyết này" means the article."""
    own = set()
    for (start, end), block in zip(context.paragraphs.tolist(), context.blocks, strict=True):
        line = context.text[start:end].strip()
        if block.kind == "article":
            return set(_ANAPHORIC.split("|"))
        if line.isupper() and len(line) < 200:
            own |= {
                type_ for type_ in _ANAPHORIC.split("|") if context.lower[start:end].strip().startswith(type_)
            }
        if _ISSUES_ITSELF.search(context.lower, start, end):
            own |= {"kế hoạch", "chương trình", "đề án"}
    return own


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return i >= 0 and spans[i][0] <= at < spans[i][1]
