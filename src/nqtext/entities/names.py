"""Personal names: where one begins and how far it goes.

A Vietnamese name is a family name, mostly a middle name, and a given name: two to four
syllables, five with "Thị".  In print it is a run of capitalised syllables, and so are the end of a
body's name before it ("Cục Hải quan Cao Bằng Đàm Viết Nghị") and a title behind it; the functions here say
which part of a run is the name.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from nqtext.entities.expressions import opening
from nqtext.entities.offices import known_places
from nqtext.entities.syllables import is_syllable
from nqtext.gazetteers import table
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Iterable, Iterator

__all__ = [
    "HISTORICAL",
    "INITIALS",
    "LOWER",
    "NAME_WORD",
    "Surnames",
    "free_names",
    "holder_in",
    "is_namesake",
    "name_end",
    "name_openings",
    "name_words",
    "slug",
    "surnames",
]

#: A small letter of the Latin script as Vietnamese uses it, as a character class.
LOWER = (
    "[a-zß-öø-ÿ"
    + "".join(
        c
        for c in map(chr, (*range(0x100, 0x1B2), *range(0x1EA1, 0x1EFA)))
        if c.islower() and "LATIN" in unicodedata.name(c, "")
    )
    + "]"
)

#: One word of a name: Nguyễn, Y, H'Ăng, Diaz-Canel, NGUYỄN.
NAME_WORD = f"(?:{CAPITAL}{{2,12}}|{CAPITAL}{LOWER}{{0,14}}(?:['-]{CAPITAL}?{LOWER}{{1,14}}){{0,2}})(?!\\w)"


def name_words(fewest: int, most: int) -> str:
    """An expression for some words of a name, which holds the expression of a word once: it is a large one.

    >>> pattern(name_words(2, 4)).findall("ông Hồ Chí Minh")
    ['Hồ Chí Minh']
    """
    return f"(?! )(?: ?{NAME_WORD}){{{fewest},{most}}}"


_RUN = pattern(name_words(1, 8))

#: Initials, with or without the last name behind them: N.H, H.Dịu, P.T.T.Huyền.
INITIALS = f"(?:{CAPITAL}\\.){{1,4}} ?{CAPITAL}(?:{LOWER}{{1,7}})?(?!\\w)"
_INITIALS = pattern(f"{INITIALS}|{CAPITAL}(?!\\w)")

#: Words that open a body, a place or a title: a name never goes on over one.
_STOPS = frozenset(
    "bộ sở ủy ban cục vụ viện tổng phó chủ trưởng giám chánh chi hội phòng ubnd hđnd tỉnh tp ông bà bí thứ "
    "thủ "
    "đảng ảnh theo tại và của nguyên báo nhóm".split()
) - {"chi", "hội", "viện", "vụ"}

#: Persons of history: a PERSON whatever title they are named with.
HISTORICAL = frozenset(
    {
        "hồ chí minh", "bác hồ", "cụ hồ", "nguyễn ái quốc", "nguyễn tất thành", "tôn đức thắng",
        "trần phú", "lê hồng phong", "hà huy tập", "nguyễn văn cừ", "trường chinh", "lê duẩn",
        "nguyễn văn linh", "phạm văn đồng", "võ nguyên giáp", "phan bội châu", "phan châu trinh",
        "trần hưng đạo", "lê lợi", "nguyễn trãi", "quang trung", "hoàng văn thụ", "nguyễn thị minh khai",
        "nguyễn chí thanh", "văn tiến dũng", "lê đức thọ", "phạm hùng", "huỳnh thúc kháng", "các mác",
        "lênin", "v.i.lênin",
    }
)  # fmt: skip

#: Behind these words the name of a person is the name of a street, a school or a place.
_NAMESAKES = pattern(
    "(?:đường|phố|phường|quận|xã|huyện|trường|thpt|thcs|tiểu học|cầu|công viên|quảng trường|bệnh viện"
    "|giải thưởng"
    "|giải|tượng đài|nhà hát|sân vận động|bảo tàng|lăng|cảng|ga|chùa|đền|hồ|sông|kênh|khu|làng|ấp|thôn|tp\\.?"
    "|thành phố|cộng sản|quốc gia|đại lộ|hẻm|ngõ|đảo|núi|đèo|thị trấn|thị xã|quỹ|hang"
    "|(?:số|nhà) \\d{1,4}[a-z]?|(?:tại|ở|trụ sở) \\d{1,4}[a-z]?) $"
)
#: Places that look like the beginning of a name.
_PLACES = frozenset(
    {
        "hà nam",
        "hà nội",
        "hà giang",
        "hà tĩnh",
        "cao bằng",
        "lâm đồng",
        "thái nguyên",
        "thái bình",
        "mai châu",
    }
)
#: A capitalised word before a name, not the first of a sentence: the name is part of something longer.
_INSIDE = pattern(f'(?<=[^.!?:;"\\n] ){CAPITAL}\\w{{0,12}} $')
#: A word in capitals before a name in capitals: a heading, which says nothing of names.
_SHOUTED = pattern(f"{CAPITAL}{{2,12}} $")


@dataclass(frozen=True, slots=True)
class Surnames:
    """Family names in lower case.

    Attributes:
        known: all of them.
        common: those that suffice to see a name in running text.
        opening: matches the beginning of a name that opens with a common one.
    """

    known: frozenset[str]
    common: frozenset[str]
    opening: re.Pattern[str]


@cache
def surnames() -> Surnames:
    """The table of family names.

    >>> "nguyễn" in surnames().common, "nguyễn" in surnames().known
    (True, True)
    """
    rows = table("surnames")
    common = [row["surname"] for row in rows if row["common"]]
    either = opening(sorted({*common, *(name.upper() for name in common)}), "\\w'-")
    return Surnames(
        frozenset(row["surname"].lower() for row in rows),
        frozenset(name.lower() for name in common),
        pattern(f"{either}(?= {CAPITAL})"),
    )


def name_end(text: str, start: int, cuts: Container[int] = (), trusted: bool = False) -> int:
    """How far the personal name goes that begins at an offset.

    Args:
        text: folded text.
        start: where the name would begin.
        cuts: offsets that it must not run over (where titles begin).
        trusted: whether what stands before ("ông", "Đại tá") lets only a name follow; then one
            syllable, initials and any capitalised words are a name.

    Returns:
        One past its last character; ``start`` where no name begins.

    >>> text = "Đàm Viết Nghị cho biết"
    >>> text[: name_end(text, 0)]
    'Đàm Viết Nghị'
    >>> name_end("Xây dựng", 0)
    0
    """
    run = _RUN.match(text, start)
    if run is None or (trusted and text[run.end() : run.end() + 1] == "." and len(run.group()) == 1):
        initials = _INITIALS.match(text, start) if trusted else None
        return initials.end() if initials else start
    words = _uncut(run.group().split(" "), start, cuts)
    end = start + len(" ".join(words[: _length(words, trusted)]))
    hyphen = text.rfind("-", start, end)
    return hyphen if hyphen > start and hyphen + 1 in cuts else end


def name_openings(text: str) -> list[int]:
    """Where names may begin that open with a common family name.

    >>> name_openings("Trên đường Nguyễn Văn Cừ")
    [11]
    """
    return [match.start() for match in surnames().opening.finditer(text)]


def free_names(
    text: str, cuts: Container[int] = (), openings: Iterable[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Names of three syllables and more that open with a common family name, wherever they stand.

    Names of streets, schools and places after a person are left out.

    Args:
        text: folded text.
        cuts: offsets that a name must not run over.
        openings: what :func:`name_openings` finds; None seeks it.

    >>> text = "Trên đường Nguyễn Văn Cừ, Trần Văn Bảy bán sách."
    >>> [text[start:end] for start, end in free_names(text)]
    ['Trần Văn Bảy']
    """
    done = 0
    for start in name_openings(text) if openings is None else openings:
        if start < done:
            continue
        end = name_end(text, start, cuts)
        if end == start:
            continue
        before = text[max(0, start - 24) : start]
        inside = done != start - 1 and _INSIDE.search(before)
        words = text[start:end].split(" ")
        capitals = words[0].isupper() and (
            text[end : end + 2].strip().isupper() or bool(_SHOUTED.search(before))
        )
        place = lower(" ".join(words[:2])) in _PLACES or (
            words[0] == "Đoàn" and lower(" ".join(words[1:])) in known_places()
        )
        if len(words) > 2 and not (inside or capitals or place) and not is_namesake(text, start):
            yield start, end
        done = end


def is_namesake(text: str, start: int) -> bool:
    """Whether a name at an offset is that of a street, a school or a place, by the word before it."""
    return _NAMESAKES.search(lower(text[max(0, start - 24) : start])) is not None


def holder_in(body: str) -> str | None:
    """The holder's name that was read as part of the body behind a title: three capitals at its end.

    >>> holder_in("Cục Quản lý đê điều Phương Hoàng Kim")
    'Phương Hoàng Kim'
    """
    *before, first, middle, last = ["", "", "", *body.split(" ")]
    if not before[-1][-1:].islower() or not (first.istitle() and middle.istitle() and last.istitle()):
        return None
    name = f"{first} {middle} {last}"
    place = lower(f"{middle} {last}") in known_places() or lower(name) in known_places()
    return name if lower(first) in surnames().known and lower(name) not in HISTORICAL and not place else None


@lru_cache(1 << 14)
def slug(name: str) -> str:
    """A name as part of an identifier: small letters without diacritics, joined by hyphens.

    >>> slug("Võ Văn Thưởng")
    'vo-van-thuong'
    """
    plain = unicodedata.normalize("NFD", lower(name).replace("đ", "d"))
    return "-".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def _uncut(words: list[str], start: int, cuts: Container[int]) -> list[str]:
    """The words of a run up to the first that begins a title or a body, or is written otherwise."""
    upper = len(words[0]) > 1 and words[0].isupper()
    at = start
    for i, word in enumerate(words):
        if i and (at in cuts or (len(word) > 1 and word.isupper() != upper)):
            return words[:i]
        if lower(word) == "nguyên" and i and at + len(word) + 1 not in cuts:
            pass  # "Võ Nguyên Giáp", but "Trần Văn An Nguyên Bí thư"
        elif lower(word) in _STOPS and (i or lower(word) != "viên"):
            return words[:i]
        at += len(word) + 1
    return words


def _length(words: list[str], trusted: bool) -> int:
    """How many of the words are one name; 0 where none is."""
    if not words:
        return 0
    first = lower(words[0])
    if first in surnames().known and (len(words) > 1 or trusted):
        most = 5 if len(words) > 1 and lower(words[1]) in ("thị", "phước", "phúc") else 4
        if words[0].isupper() and len(words[0]) > 1 and len(words) > most:
            most -= 1  # in a line of capitals, what follows a name is capitalised, too
        if len(words) > most + 1:  # several names in a row without a comma
            for i in range(2, most + 1):
                if lower(words[i]) in surnames().common and lower(words[i]) not in (
                    "hà",
                    "mai",
                    "thái",
                    "cao",
                    "lâm",
                ):
                    return i
        if not trusted and first not in surnames().common and len(words) < 3:
            return 0
        return min(len(words), most)
    if trusted:
        return min(len(words), 4)
    minority = words[0] in ("Y", "A") or "'" in words[0]
    if len(words) > 1 and (minority or not all(map(is_syllable, words[:2]))):
        return min(len(words), 4)
    return 0
