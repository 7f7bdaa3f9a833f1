"""Tails of bodies' names: words that no table knows, up to what closes a name.

A company or institute is often named after a trade ("Tập đoàn Luyện kim Trung Quốc", "Hiệp hội Nuôi tôm
Cà Mau (CSA)").  No table has all trades; but where a territory or the body's abbreviation in brackets follows
a few plain words, these are part of the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqtext.entities.offices import known_places
from nqtext.entities.territory import capital_run, territory_end
from nqtext.segmentation.patterns import CAPITAL, LETTER
from nqtext.unicode import pattern

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["FORM_BEHIND", "LEGAL_FORM", "OF_TRADES", "tail_end", "trade_end"]

#: Kinds named after trades and subjects.
OF_TRADES = frozenset({"company", "association", "education", "science", "health", "bank"})
#: The legal form behind "Công ty".
LEGAL_FORM = pattern("(?: (?:TNHH|CP|[Cc]ổ phần|[Tt]rách nhiệm hữu hạn|MTV|[Mm]ột thành viên)(?!\\w)){1,3}")
#: The legal form behind the name.
FORM_BEHIND = pattern(
    "(?: - | )(?:CTCP|Công ty (?:CP|[Cc]ổ phần|TNHH(?: MTV| [Mm]ột thành viên)?)|JSC)(?![\\w]| [A-ZĐ])"
)

_MOST_WORDS = 9
_MOST_TRADES = 5
#: Words that end a name: a territory behind them is where something happens, or whose it is.
_STOP = (
    "của tại ở cho với đến từ về là đã được trên trong do để khi nhằm theo như có không cũng sẽ đang "
    "vào ra cùng bằng bởi phải cần nên gồm thuộc giữa qua sau trước này đó các những một hai ba nhiều "
    "chủ yêu đề tổ báo ký họp nói lớn nhất hàng đầu trực đạt đưa giao sang còn đều mà thì bị nếu "
    "hay hoặc nước toàn khắp vốn gần ngoài"
)
_WORD = pattern(
    f"(?: và| -|,(?= [A-ZĐ]))? ?(?!(?:{'|'.join(_STOP.split())}|(?<!và )vừa)(?!\\w))"
    f"({LETTER}[\\w&]{{0,12}})(?!\\w)"
)
#: A name that ends in two capitals is whole: what follows is told of it.
_OWN_NAME = pattern(f" {CAPITAL}\\w* {CAPITAL}\\w*$")
_ABBREVIATION = pattern(f" \\((?={CAPITAL}{{2}})[A-ZĐƯ&-]{{2,10}}\\)")


def tail_end(text: str, lower: str, start: int, at: int, others: Container[int] = ()) -> int:
    """Where a name ends that goes on with words of no table.

    Args:
        text: folded text.
        lower: the same in lower case.
        start: where the name begins.
        at: where the part that tables know ends.
        others: where other names may begin.

    Returns:
        The end of the territory, or of the last word before an abbreviation in brackets; ``at`` where neither
        follows after a few words.

    >>> text = "Hiệp hội Nuôi tôm sú Cà Mau họp."
    >>> text[: tail_end(text, text.lower(), 0, 8)]
    'Hiệp hội Nuôi tôm sú Cà Mau'
    """
    if text[start:at].isupper() or _OWN_NAME.search(text, max(start, at - 24), at):
        return at
    words = lower[max(0, at - 30) : at].split(" ")
    if " ".join(words[-2:]) in known_places() or words[-1] in known_places():
        return at  # the name has its territory
    end = at
    for _ in range(_MOST_WORDS):
        if end > at:
            place, named = territory_end(text, lower, end)
            if named:
                return place
            if _ABBREVIATION.match(text, end):
                return end
        word = _WORD.match(text, end)
        if word is None or word.start(1) in others:
            return at
        end = word.end()
    return at


def trade_end(text: str, at: int, others: Container[int] = ()) -> int:
    """Where a company's name ends that begins with its trade and ends with its own name.

    Args:
        text: folded text.
        at: the offset behind the legal form.
        others: where other names may begin.

    Returns:
        The end of the company's own name, of two capitals or more; ``at`` where none follows the trade.

    >>> text = "Công ty cổ phần Điện mặt trời Ánh Dương ký hợp đồng."
    >>> text[: trade_end(text, 15)]
    'Công ty cổ phần Điện mặt trời Ánh Dương'
    """
    end = at
    for count in range(_MOST_TRADES + 1):
        run = capital_run(text, end, 4)
        dash = text.find(" - ", end, run)
        run = dash if dash > end else run
        if count and text.count(" ", end, run) > 1 and end + 1 not in others:
            return run
        word = _WORD.match(text, end)
        if word is None or word.start(1) in others or (count and text[word.start(1)].isupper()):
            return at
        end = word.end()
    return at
