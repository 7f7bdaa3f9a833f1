"""Names of bodies in short, and the full names that an article completes them to.

"UBND tỉnh" gets its province, "Đảng ủy" is the one body whose name begins so, "(Ban Chỉ đạo)" has the
name before the brackets, "Quỹ thúc đẩy SDNLTK&HQ" the words that its letters abbreviate.  Where two
completions are possible there is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nqtext.entities.linking import LETTERS, abbreviates
from nqtext.entities.offices import known_places
from nqtext.gazetteers import table
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nqtext.entities.recognizer import Candidate, Context

__all__ = ["completed_names", "with_province"]

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


def completed_names(context: Context, mentions: Sequence[Candidate]) -> dict[str, str]:
    """The names that an article completes, with the full one.

    Args:
        context: what the recognisers saw.
        mentions: mentions of organisations in order.

    Returns:
        Canonical names that are short for another one, with that.
    """
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
        bare = _without_territory(name)
        if bare != name:
            typed.setdefault(bare, set()).add(name)
    return {name: full for name in names if (full := _only(typed, name))}


@lru_cache(1 << 14)
def _without_territory(name: str) -> str:
    return _TERRITORY.sub("", name)


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
    vague = {
        name: match
        for name in names
        if (low := name.lower()).endswith(("ỉnh", "ố", "ủy", "oàn")) and (match := _WITHOUT_NAME.match(low))
    }
    if not vague:
        return {}
    from nqtext.entities.geography import in_force, provinces_named

    completed = {}
    for name, match in vague.items():
        kind = "thành phố" if (match["type"] or match["party"]).startswith("thành") else "tỉnh"
        provinces = provinces_named(context).get(kind, set())
        owners = {
            key[len(name) + 1 :]: key
            for key in names
            if key.lower().startswith(name.lower() + " ") and key[len(name) + 1].isupper()
        }
        current = in_force({*owners, *provinces}, context.published)
        full = {key.lower(): key for owner, key in owners.items() if owner in current}
        if len(full) == 1:
            completed[name] = next(iter(full.values()))
            continue
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
    kind, province = next(iter(named))
    own = [name for name in bare if " ".join(name.lower().split(" ")[-2:]) not in known_places()]
    full = {name: f"{name} {kind} {province}" for name in own}
    # "Sở Du lịch Kiên Giang" has the name alone
    return full | {
        name: f"{name.removesuffix(province)}{kind} {province}"
        for name in bare
        if name.endswith(f" {province}")
    }
