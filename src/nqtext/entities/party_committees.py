"""Party committees of districts, and where those of provinces stand for all of them."""

from __future__ import annotations

from nqtext.entities.territory import SURNAMES, capital_run
from nqtext.unicode import pattern

__all__ = ["DISTRICT_COMMITTEES", "district_end", "means_all"]

#: No table has all the districts that there were.
DISTRICT_COMMITTEES = frozenset({"Huyện ủy", "Quận ủy", "Thị ủy"})

_BOTH_KINDS = pattern("[Tt]ỉnh ủy, [Tt]hành ủy(?! [A-ZĐ][a-z])|TỈNH ỦY, THÀNH ỦY")
_REACH = 12


def district_end(text: str, at: int, upper: bool) -> int:
    """Where the name of a district ends that no table knows.

    Args:
        text: folded text.
        at: the offset behind the committee's type word.
        upper: whether that is in capitals: then only the end of the line shows where the name ends.

    Returns:
        The end, ``at`` where no name of two or three syllables follows.

    >>> district_end("Huyện ủy Phú Đạo họp", 8, False)
    16
    """
    end = capital_run(text, at, 4)
    words = text[at:end].split()
    if not 2 <= len(words) <= 3 or (not upper and words[0] in SURNAMES):
        return at
    return at if upper and text[end : end + 1] not in ("", "\n") else end


def means_all(text: str, start: int, stop: int) -> bool:
    """Whether a committee stands for all of its kind: "văn phòng tỉnh ủy, thành ủy".

    >>> means_all("Tỉnh ủy, thành ủy báo cáo", 0, 7), means_all("Tỉnh ủy Nghệ An báo cáo", 0, 15)
    (True, False)
    """
    return _BOTH_KINDS.search(text, max(0, start - _REACH), stop + _REACH) is not None
