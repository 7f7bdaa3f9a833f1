"""Who wrote and photographed: bylines below an article, credits of pictures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from nqtext.entities.names import INITIALS, NAME_WORD, name_words, surnames
from nqtext.gazetteers import TermIndex
from nqtext.segmentation.patterns import CAPITAL
from nqtext.unicode import lower, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqtext.entities.recognizer import Context

__all__ = ["authors", "credit_words", "photographers"]

_AUTHOR = f"(?:{INITIALS}|{CAPITAL}\\. ?{NAME_WORD}|{name_words(2, 4)})"
_BETWEEN = " ?[-,;/] ?"
_AUTHORS = pattern(
    f"\\s*(?:(?:Bài|Tin|Tác giả|Thực hiện|Tổng hợp)(?: và ảnh|, ảnh"
    f"|, clip)?: ?)?(?P<names>(?!{_BETWEEN})(?:(?:{_BETWEEN})?{_AUTHOR}){{1,6}})"
    "\\s*(?P<by>\\([^()\\n]{2,60}\\)|[Tt]heo [^\\n]{2,40}|[Tt]hực hiện|[Tt]ổng hợp)?\\s*\\.?\\s*"
)
_ONE = pattern(_AUTHOR)
_CREDIT_WORDS = ("Ảnh", "ảnh", "ẢNH", "Nguồn ảnh", "Đồ họa", "Clip", "Video")
_CREDIT = pattern(
    "(?: minh họa)?(?: ?: ?|(?= [A-ZĐ]\\w* ?[A-ZĐ.])) ?"
    f"(?:[A-ZĐa-z.]{{2,14}} ?[/-] ?)?(?P<name>{_AUTHOR}|{CAPITAL}{{2}}(?!\\w))"
)
#: What stands in such places and is no person.
_NOBODY = pattern(
    "(?:internet|it|st|google|nhóm|phóng viên|nguồn|báo|tạp chí|cổng|đài|thông tấn|trung tâm|ban|sở|bộ"
    "|cục|công an|việt nam|bhxh|vgp|ttxvn|tư liệu|minh họa|hải quan|văn phòng|"
    "theo|chinhphu|quochoi|nhân dân|vov|vtv|mục lục|phụ lục|quyết định|nghị quyết|nghị định|thông tư"
    "|luật|điều|chương|phần|kế hoạch|nơi nhận|"
    "căn cứ|kính gửi|đọc tiếp|xem thêm|chính phủ|quốc hội|tin liên quan|tin khác|độc lập|cộng hòa"
    "|ủy ban|hội đồng|ubnd|hđnd|tỉnh|thành phố|tp)"
    "(?!\\w)"
)
_ENDED = pattern('[.!?…"/;)]\\s*$')
_LONG = 160


@cache
def credit_words() -> TermIndex[None]:
    """The words that open credits, ready to be found in a text."""
    return TermIndex((word, None) for word in _CREDIT_WORDS)


def authors(context: Context) -> Iterator[tuple[int, int]]:
    """The names in paragraphs that hold nothing but the names of authors.

    Such a paragraph stands below the text.  A line of two capitalised words that is no family name may be
    anything ("Hà Nội"), so that is taken only where the last sentence has ended above it.

    Args:
        context: the text.

    Yields:
        Offsets of each name.
    """
    paragraphs = context.paragraphs.tolist()
    last = max((i for i, (start, end) in enumerate(paragraphs) if end - start >= _LONG), default=-1)
    below = last + 1
    for i in range(max(last, 0), len(paragraphs)):
        start, end = paragraphs[i]
        if end - start > 110:
            continue
        match = _AUTHORS.fullmatch(context.text, start, end)
        if match is None or _NOBODY.match(lower(match["names"])):
            continue
        first = lower(match["names"].split(" ")[0])
        above = context.text[slice(*paragraphs[i - 1])] if i else ""
        near = i <= below + 4 or len(paragraphs) - 3 <= i < 9 + below
        adjacent = near and len(above) > 12 and _ENDED.search(above) is not None
        if not adjacent and (first not in surnames().common or len(above) < 60):
            continue
        if (
            match["names"].isupper()
            and "." not in match["names"]
            and first not in surnames().common
            and not match["by"]
        ):
            continue
        below = -9  # there is but one
        for name in _ONE.finditer(context.text, match.start("names"), match.end("names")):
            yield name.span()


def photographers(context: Context) -> Iterator[tuple[int, int]]:
    """The names in credits of pictures: "Ảnh: Minh Quân", "(Ảnh: H.Nam/TTXVN)".

    Args:
        context: the text.

    Yields:
        Offsets of each name.
    """
    done = 0
    for start, end, _ in context.terms(credit_words):
        if start < done or context.text[start:end] not in _CREDIT_WORDS:
            continue
        match = _CREDIT.match(context.text, end)
        if match is None:
            continue
        done = match.end()
        first, _, rest = match["name"].partition(" ")
        code = rest and len(first) > 1 and first.isupper() and not rest.isupper()  # "Ảnh: SGGP Trong dịp này"
        if context.text[start:end] == "ẢNH" and ":" not in context.text[end : match.start("name")]:
            continue  # a heading in capitals
        if not (code and "." not in first) and not _NOBODY.match(lower(match["name"])):
            yield match.span("name")
