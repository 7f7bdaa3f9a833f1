"""Which mentions mean the same body, and what points at one ("Bộ", "Quỹ này").

Ids are ``organization:`` and the slug of the full name; names in short are first completed from the article
itself (:mod:`nqtext.entities.body_completion`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Pointer, Sighting, resolve
from nqtext.entities.bodies import agreed, slug
from nqtext.entities.body_completion import completed_names
from nqtext.entities.expressions import any_case, opening
from nqtext.entities.linking import Chain
from nqtext.entities.recognizer import Candidate
from nqtext.gazetteers import TermIndex
from nqtext.unicode import fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["link_organizations"]

#: Words that stand for a body named before, where they stand alone.
_KINDS = (
    "tổng công ty|tổng cục|chi cục|công ty|tập đoàn|bộ|sở|cục|quỹ|ủy ban|hội đồng|học viện|viện|trung tâm|"
    "hiệp hội|liên đoàn|ngân hàng"
)
#: Bodies that are never called by the first word of their name.
_NEVER_SHORT = pattern(
    r"bộ (?:chính trị|tư lệnh|chỉ huy|tổng)|ủy ban (?:nhân dân|thường vụ)|hội đồng nhân dân"
)
_KIND_OF = pattern(rf"(?:{_KINDS})(?= )")
_CAPITAL_KINDS = "|".join(kind[0].upper() + kind[1:] for kind in _KINDS.split("|"))
# Not by pattern(): these words are folded, and "uỹ" without its "q" would be taken for new tone placement.
_POINTS = re.compile("(?P<kind>" + opening(any_case(_KINDS.split("|")), r"\w-") + r")(?P<this> này(?!\w))?")
_WORD_ENDS = pattern(r" |[.,;:)?!…\"\n]|$")
_NAMED = re.compile(
    "(?P<word>" + opening(_CAPITAL_KINDS.split("|"), r"\w-") + r") (?P<name>[A-ZĐ]\w*(?: \w+)?)"
)
#: What may follow such a word where it stands alone: the end of a phrase, or a predicate.
_ALONE = pattern(
    r"[ \n]*(?:[.;:)?!…\"\n]|$)"
    r"|,(?! (?:ban|ngành|sở|bộ|cục|vụ|phòng|địa phương|cơ quan|đơn vị|tổng công ty|viện)(?!\w))"
    r"| (?:và|cũng|có|còn|đã|sẽ|cần|đang|được|phải|là|để|theo|tại|trong|vào|trên|với|nhằm|cho biết|yêu cầu"
    r"|khẳng định|thực hiện|trực thuộc|gồm|này|quản lý|giao|đề nghị|tiếp tục|chủ trì|phối hợp|tổ chức)(?!\w)"
)
#: "Bộ" and "Sở" with a capital in mid-sentence stand alone before any word but these.
_STANDS_FOR_ITSELF = pattern(
    r"(?:Bộ|Sở|Tổng cục)(?= [a-zà-ỹđ])(?! (?:phận|trưởng|đội|máy|luật|môn|phim|tiêu|chỉ|quy tắc|công cụ|mã"
    r"|hồ|câu|nhận|đề|dữ|sản|tài|giải|sưu|hữu|dĩ|thích|giao dịch|chuẩn|khung|đồ|sách|ngành|quy chuẩn|định)"
    r"(?!\w))"
)
_MID_SENTENCE = pattern(r"[\w,)\"] $")
_NOT_ALONE = pattern(
    r" (?:và tương đương|và (?:các )?(?:cơ quan|đơn vị)(?! trực thuộc)|quản lý dự án|(?:này )?và ngành)(?!\w)"
)
_INDEFINITE_BEFORE = pattern(
    r"(?i:(?<!\w)(?:các|những|mỗi|mọi|từng|một|nhiều|một số|số|hai|ba|\d+|ngành|ngang|liên|cấp|tổng|nam|bắc"
    r"|trung|đông|tây|giám đốc|trưởng|phó|chánh|văn phòng|thanh tra|chủ tịch|cục|vụ|sở|thành lập|lập"
    r"|(?:bộ|sở|ngành|cục|vụ|ban|phòng)[,/]) )$|/$"
)


def link_organizations(context: Context, mentions: Sequence[Candidate]) -> Iterable[Chain]:
    """One chain for each body meant: ``organization:`` and the slug of the canonical name.

    The slug is made of the full name, so an abbreviation and the name it stands for share an id,
    and the same body has the same id in every article.  A body of "tỉnh" or "thành phố" gets the
    territory's name where the article names one such territory only; otherwise it stays without.

    Args:
        context: what the recognisers saw.
        mentions: mentions of organisations in order.

    Returns:
        The chains, by first mention, with the words that point at them.
    """
    completed = completed_names(context, mentions)
    groups: dict[str, list[tuple[str, Candidate]]] = {}
    for mention in mentions:
        name = completed.get(mention.norm, mention.norm)
        groups.setdefault(slug(name) or fold_key(name), []).append((name, mention))
    chains = [
        Chain(
            f"organization:{key}",
            "ORGANIZATION",
            group[0][0],
            agreed([dict(mention.attributes) for _, mention in group]),
            tuple(mention for _, mention in group),
        )
        for key, group in groups.items()
    ]
    return _with_anaphora(context, chains)


def _with_anaphora(context: Context, chains: list[Chain]) -> list[Chain]:
    """Add the words that point at a body: "Bộ", "Quỹ này"."""
    kinds = {
        chain.id: match.group()
        for chain in chains
        if (match := _KIND_OF.match(chain.norm.lower())) and not _NEVER_SHORT.match(chain.norm.lower())
    }
    taken = sorted((m.start, m.end) for chain in chains for m in chain.mentions)
    pointers = list(_pointers(context.text, set(kinds.values()), taken)) if kinds else []
    if not pointers:
        return chains
    named = list(_sightings(context, chains, kinds))
    by_id = {chain.id: chain for chain in chains}
    found: dict[str, list[Candidate]] = {}
    for pointer, id in resolve(context, pointers, named):
        if id in by_id:
            chain = by_id[id]
            values = {"kind": chain.attributes.get("kind")}
            found.setdefault(id, []).append(
                Candidate(
                    pointer.start, pointer.end, chain.label, chain.norm, values, "organizations: anaphor", 0.8
                )
            )
    return [replace(chain, anaphora=tuple(found.get(chain.id, ()))) for chain in chains]


def _pointers(text: str, kinds: set[str], taken: Sequence[tuple[int, int]]) -> Iterator[Pointer]:
    at = 0
    for match in _POINTS.finditer(text):
        word, this = match["kind"], match["this"]
        if not this and not (
            word[0].isupper() and word[1:].islower() and _WORD_ENDS.match(text, match.end())
        ):
            continue
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] <= match.start():
            continue
        kind = word.lower()
        if kind not in kinds or _INDEFINITE_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        if not this and not _stands_alone(text, match.start(), match.end()):
            continue
        yield Pointer(match.start(), match.end(), kind)


def _stands_alone(text: str, start: int, end: int) -> bool:
    if _NOT_ALONE.match(text, end):
        return False
    if _ALONE.match(text, end):
        return True
    return bool(
        _MID_SENTENCE.search(text, max(0, start - 2), start) and _STANDS_FOR_ITSELF.match(text, start)
    )


def _sightings(context: Context, chains: Sequence[Chain], kinds: Mapping[str, str]) -> Iterator[Sighting]:
    """Every place where a body of some kind is named, those inside titles and other names included."""
    surfaces: dict[str, str] = {}
    starts = set()
    for chain in chains:
        for mention in chain.mentions:
            if chain.id in kinds:
                surfaces[context.text[mention.start : mention.end]] = chain.id
    for start, _, id in TermIndex(surfaces).find(context.lower):
        starts.add(start)
        yield Sighting(start, kinds[id], id)
    for match in _NAMED.finditer(context.text):
        name = match.group().lower()
        if match.start() not in starts and not _NEVER_SHORT.match(name):
            yield Sighting(match.start(), match["word"].lower(), name)
