"""Titles and offices: the entries of ``offices.tsv``, and a title as it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nqtext.entities.foreign_bodies import foreign_bodies
from nqtext.gazetteers import TermIndex, table
from nqtext.unicode import lower, pattern

__all__ = ["Office", "Title", "known_bodies", "known_places", "titles"]

#: Private bodies, and those that look like one and belong to state, Party or its mass organisations.
_PRIVATE = pattern(
    "(?<!\\w)(?:công ty|hiệp hội|câu lạc bộ|clb|vcci|phòng thương mại|hợp tác xã|htx|ngân hàng tmcp"
    "|tập đoàn|chi hội|group|hđqt"
    "|hội đồng quản trị)(?!\\w)|^(?:(?:trung ương )?hội|doanh nghiệp|liên đoàn|liên hiệp|quỹ đầu tư)(?!\\w)"
)
_STATE = pattern(
    "hội đồng|hội nông dân|hội cựu chiến binh|hội liên hiệp phụ nữ|hội phụ nữ|hội chữ thập đỏ|quốc hội"
    "|liên đoàn lao động|"
    "liên hiệp các hội khoa học|hội sinh viên|hội liên hiệp thanh niên|hội nhà báo|hội luật gia|"
    "điện lực|dầu khí|than|hóa chất|viễn thông|viettel|vnpt|evn|pvn|tkv|vinachem|petrolimex|xăng dầu"
    "|cao su|bưu chính|hàng không|"
    "đường sắt|cảng hàng không|liên hợp quốc|bảo hiểm xã hội|bhxh"
)


@dataclass(frozen=True, slots=True)
class Title:
    """An entry of the table of offices; the columns are described there."""

    canonical: str
    kind: str
    level: str
    sector: str
    alone: str
    body: str


@dataclass(frozen=True, slots=True)
class Office:
    """A title in a text with what completes it.

    Attributes:
        start: first code point.
        end: one past the last, body included.
        title: the entry.
        name: canonical title with its modifier ("Phó Thủ tướng Chính phủ Thường trực").
        organization: the body as written, or None.
        generic: whether the body stands for many ("UBND các tỉnh").
        former: after "nguyên" or "cựu".
        acting: after "quyền".
        upper: written in capitals, as above a signature.
    """

    start: int
    end: int
    title: Title
    name: str
    organization: str | None = None
    generic: bool = False
    former: bool = False
    acting: bool = False
    upper: bool = False

    @property
    def public(self) -> bool:
        """Whether it is a public or party office, as far as title and body tell."""
        body = lower(self.organization or "")
        private = (_PRIVATE.search(body) or self._foreign) and not _STATE.search(body)
        if self.title.sector == "body":
            return not private if body else self.upper  # in capitals it is the signature of a document
        return self.title.sector == "public" and (not private or self.title.level == "party")

    @property
    def _foreign(self) -> bool:
        return bool(self.organization) and next(foreign_bodies(self.organization or ""), None) is not None

    @property
    def full(self) -> str:
        """Title and body; one that opens with the title's last words shares them ("Trưởng Ban Tổ chức")."""
        words = self.name.split(" ")
        for shared in (2, 1):
            tail = " ".join(words[-shared:])
            if self.organization and lower(self.organization).startswith(lower(tail) + " "):
                return " ".join([*words[:-shared], self.organization])
        return f"{self.name} {self.organization}" if self.organization else self.name


@cache
def titles() -> TermIndex[Title]:
    """The table of titles, ready to be found in a text."""
    return TermIndex(
        (
            row["title"],
            Title(*(row[column] for column in ("canonical", "kind", "level", "sector", "alone", "body"))),
        )
        for row in table("offices")
    )


@cache
def known_places() -> frozenset[str]:
    """Provinces and countries in lower case."""
    names: set[str] = set()
    for name in ("provinces", "countries"):
        for row in table(name):
            names.update((row["name"], *row["other_names"].split(";")))
    return frozenset(lower(name) for name in names if name) - {"hồ chí minh"}


@cache
def known_bodies() -> frozenset[str]:
    """Known bodies and fields of ministries in lower case."""
    fields = (f"{row['field']}" for row in table("body_fields"))
    names = (row["name"] for row in table("bodies") if " " in row["name"] and row["kind"] != "none")
    return frozenset(map(lower, (*fields, *names)))
