"""Which mentions mean the same body, and what points at one ("Bộ", "Quỹ này").

Ids are ``organization:`` and the slug of the full name.  Mentions that name a body in short are first
completed from the article itself: "UBND tỉnh" with its province, "Đảng ủy" with the one body whose name
begins so, "(Ban Chỉ đạo)" with the name before the brackets, "Quỹ thúc đẩy SDNLTK&HQ" with the name that its
letters abbreviate.  Where two completions are possible there is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.entities.anaphora import Pointer, Sighting, resolve
from nqtext.entities.bodies import agreed, slug
from nqtext.entities.linking import LETTERS, Chain, abbreviates
from nqtext.entities.recognizer import Candidate
from nqtext.gazetteers import TermIndex, table
from nqtext.unicode import fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nqtext.entities.recognizer import Context

__all__ = ["link_organizations", "with_province"]

#: A name that ends in a bare territory, or is one of a province's own bodies without its name.
_WITHOUT_NAME = re.compile(r"(?:.* (?P<type>tỉnh|thành phố)|(?:.*\b)?(?P<party>tỉnh|thành) (?:ủy|đoàn))$")
#: Words between a body's own name and the name of its territory.
_TERRITORY = pattern(r" (?:tỉnh|thành phố|thị xã|huyện|quận|phường|xã)(?= [A-ZĐ])", re.IGNORECASE)
_OF_CITY = pattern(
    r"((?:.* )?(?:Ủy ban nhân dân|Hội đồng nhân dân|Công an)|Sở [^()]*?)(?<!phố) "
    r"(Hà Nội|Hồ Chí Minh|Đà Nẵng|Hải Phòng|Cần Thơ)$"
)
_OF_PROVINCE = pattern(r"(?:^| )((?i:tỉnh|thành phố|thành))(?: ủy)? ((?!ủy)[A-ZĐ].*)$")
#: Words that say that a name is one of a company.
_COMPANY = pattern(
    r"(?:(?:tổng )?công ty|cty|tập đoàn|ngân hàng)(?: (?:tnhh|cp|cổ phần|mtv|một thành viên|tmcp))* ",
    re.IGNORECASE,
)

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
_POINTS = pattern(
    rf"(?<![\w-])(?:(?P<this>(?i:{_KINDS})) này(?!\w)|(?P<word>{_CAPITAL_KINDS})(?= |[.,;:)?!…\"\n]|$))"
)
_NAMED = pattern(rf"(?<![\w-])(?P<word>{_CAPITAL_KINDS}) (?P<name>[A-ZĐ]\w*(?: \w+)?)")
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
    completed = _completed(context, mentions)
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


def _completed(context: Context, mentions: Sequence[Candidate]) -> dict[str, str]:
    """Names that the article completes, with the full one."""
    names = dict.fromkeys(mention.norm for mention in mentions)
    completed = _defined(context, mentions)
    rules: tuple[Callable[[Mapping[str, None]], Mapping[str, str]], ...] = (
        _of_one_territory,
        _of_one_company,
        _begun,
        _without_type,
        _spelled,
    )
    for rule in rules:
        for short, full in rule({name: None for name in names if name not in completed}).items():
            completed.setdefault(short, full)
    now = {name: _last(completed, name) for name in names}
    provinces = with_province(context, dict.fromkeys(now.values()))
    now = {name: provinces.get(full, full) for name, full in now.items()}
    for rule in (_of_cities, _of_one_territory, _begun, lambda names: _departments(context, names)):
        completed = rule(dict.fromkeys(now.values()))
        now = {name: completed.get(full, full) for name, full in now.items()}
    return {name: full for name, full in now.items() if full != name}


def _last(steps: Mapping[str, str], name: str) -> str:
    """Follow completions to their end; each makes a name longer, so there is one."""
    for _ in range(4):
        if name not in steps:
            break
        name = steps[name]
    return name


def _only(full: Mapping[str, set[str]], short: str) -> str | None:
    found = full.get(short, set()) - {short}
    return next(iter(found)) if len(found) == 1 else None


def _defined(context: Context, mentions: Sequence[Candidate]) -> dict[str, str]:
    """Short names in brackets directly behind the full one: "Công ty Honda Việt Nam (HVN)"."""
    found: dict[str, set[str]] = {}
    for first, second in pairwise(mentions):
        long, short = first.norm, second.norm
        if long == short or context.text[first.end : second.start] != " (":
            continue
        if context.text[second.end : second.end + 1] == ")" and (
            long.lower().startswith(short.lower() + " ") or long.lower().endswith(" " + short.lower())
        ):
            found.setdefault(short, set()).add(long)
    return {short: full for short in found if (full := _only(found, short))}


def _of_one_territory(names: Mapping[str, None]) -> dict[str, str]:
    """ "Công an Đà Lạt" is "Công an thành phố Đà Lạt", where no other Đà Lạt is named."""
    typed: dict[str, set[str]] = {}
    for name in names:
        bare = _TERRITORY.sub("", name)
        if bare != name:
            typed.setdefault(bare, set()).add(name)
    return {name: full for name in names if (full := _only(typed, name))}


def _of_one_company(names: Mapping[str, None]) -> dict[str, str]:
    """ "Honda Việt Nam" is "Công ty Honda Việt Nam", where no other company of that name is named."""
    typed: dict[str, set[str]] = {}
    for name in names:
        match = _COMPANY.match(name)
        if match and match.end() < len(name):
            typed.setdefault(name[match.end() :], set()).add(name)
    return {name: full for name in names if (full := _only(typed, name))}


def _begun(names: Mapping[str, None]) -> dict[str, str]:
    """ "Đảng ủy" is "Đảng ủy UBND tỉnh", where no other party committee is named."""
    begun: dict[str, set[str]] = {}
    for name in names:
        words = name.split(" ")
        for count in range(1, min(len(words), 12)):
            head = " ".join(words[:count])
            if head in names and (head in _bare_heads() or head.startswith("Ban Chỉ đạo ")):
                begun.setdefault(head, set()).add(name)
    return {name: full for name in names if (full := _only(begun, name))}


def _without_type(names: Mapping[str, None]) -> dict[str, str]:
    """ "Hải quan Quảng Ninh" is "Cục Hải quan Quảng Ninh"; "Văn phòng Trung ương" is the one of the Party."""
    longer = {
        name: {f"{type_} {name}" for type_ in ("Tổng cục", "Cục", "Chi cục")} | {f"{name} Đảng"}
        for name in names
        if name.count(" ") > 1
    }
    found = {name: {other for other in others if other in names} for name, others in longer.items()}
    return {name: next(iter(full)) for name, full in found.items() if len(full) == 1}


@cache
def _bare_heads() -> frozenset[str]:
    """Words that open the names of many bodies and may stand alone for one."""
    rows = (row for row in table("body_types") if "bare" in row["form"].split(" ") and row["kind"] != "front")
    return frozenset(row["type"] for row in rows) - {"Tỉnh ủy", "Thành ủy"} | {"Ủy ban nhân dân"}


def _spelled(names: Mapping[str, None]) -> dict[str, str]:
    """ "Quỹ thúc đẩy SDNLTK&HQ" is the name that has the words for these letters."""
    by_head: dict[str, list[str]] = {}
    for name in names:
        by_head.setdefault(name.split(" ")[0].lower(), []).append(name)
    completed = {}
    for name in names:
        if not LETTERS.search(name):
            continue
        full = [other for other in by_head[name.split(" ")[0].lower()][:50] if abbreviates(name, other)]
        if len(full) == 1:
            completed[name] = full[0]
    return completed


def with_province(context: Context, names: Mapping[str, None]) -> dict[str, str]:
    """Names of provincial bodies and offices that lack their territory: "UBND tỉnh", "Bí thư Thành ủy".

    The territory comes from the same body named in full, if there is one such, else from the
    provinces the article names, if it is one.

    Args:
        context: what the recognisers saw.
        names: canonical names, in order.

    Returns:
        Those that can be completed, with the full name.
    """
    vague = {name: match for name in names if (match := _WITHOUT_NAME.match(name.lower()))}
    if not vague:
        return {}
    from nqtext.entities.geography import provinces_named

    completed = {}
    for name, match in vague.items():
        full = {
            key.lower(): key
            for key in names
            if key.lower().startswith(name.lower() + " ") and key[len(name) + 1].isupper()
        }
        if len(full) == 1:
            completed[name] = next(iter(full.values()))
            continue
        kind = "thành phố" if (match["type"] or match["party"]).startswith("thành") else "tỉnh"
        provinces = provinces_named(context).get(kind, set())
        if not full and len(provinces) == 1:
            completed[name] = f"{name} {next(iter(provinces))}"
    return completed


def _of_cities(names: Mapping[str, None]) -> dict[str, str]:
    """ "UBND Hà Nội" is "UBND thành phố Hà Nội": of these cities there is one of the name."""
    found = {name: match for name in names if (match := _OF_CITY.match(name))}
    return {name: f"{match[1]} thành phố {match[2]}" for name, match in found.items()}


def _departments(context: Context, names: Mapping[str, None]) -> dict[str, str]:
    """ "Sở Xây dựng" is the one of the province whose bodies the article names, where that is one."""
    bare = [name for name in names if name.startswith("Sở ") and not _OF_PROVINCE.search(name)]
    if not bare:
        return {}
    from nqtext.entities.geography import provinces_named

    provinces = provinces_named(context)
    named = {
        (kind, match[2])
        for name in names
        if (match := _OF_PROVINCE.search(name))
        and match[2] in provinces.get(kind := "tỉnh" if match[1].lower() == "tỉnh" else "thành phố", ())
    }
    if len(named) != 1:
        return {}
    territory = " ".join(next(iter(named)))
    return {name: f"{name} {territory}" for name in bare}


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
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] <= match.start():
            continue
        kind = (match["word"] or match["this"]).lower()
        if kind not in kinds or _INDEFINITE_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        if match["word"] and not _stands_alone(text, match.start(), match.end()):
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
