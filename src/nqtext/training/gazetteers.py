"""Checks of the gazetteers: what a wrong row in a table would silently break.

Each check is a function over the tables that yields problems.  :func:`check_gazetteers` runs them all; the
examples in the tables are tried with the recognisers as they are.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.entities import Context, builtin
from nqtext.entities.overlap import resolve
from nqtext.errors import ConfigurationError
from nqtext.gazetteers import parse_table, table
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.unicode import fold, fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nqtext.entities.recognizer import Recognizer

    Row = Mapping[str, str]
    Tables = Mapping[str, Sequence[Row]]

__all__ = ["Problem", "check_gazetteers", "tables"]

#: The columns that together name a row once; rows of one name need validity that does not overlap.
_KEYS: dict[str, tuple[str, ...]] = {
    "bodies": ("name",),
    "body_abbreviations": ("abbreviation",),
    "body_fields": ("field",),
    "body_types": ("type",),
    "body_words": ("word",),
    "countries": ("code",),
    "document_types": ("type",),
    "issuers": ("code",),
    "laws": ("type", "title"),
    "offices": ("title",),
    "place_types": ("type",),
    "provinces": ("code",),
    "regions": ("name",),
    "surnames": ("surname",),
    "treaties": ("abbreviation",),
    "units": ("level", "parent"),
}
#: Keys in which capitals count.
_CASED = frozenset({"body_abbreviations", "issuers", "laws"})
#: Tables that are looked up together: no spelling may mean two things on one day.
_SPELLINGS = (
    (("bodies", "name", "abbreviations", ";"),),
    (("issuers", "code", "aliases", ","),),
    (
        ("provinces", "name", "other_names", ";"),
        ("countries", "name", "other_names", ";"),
        ("regions", "name", "other_names", ";"),
    ),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST, _LAST = "0000-00-00", "9999-99-99"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a table.

    Attributes:
        table: name of the table.
        row: what the row is called.
        message: what is wrong, and with which other row.
    """

    table: str
    row: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}.tsv: {self.row}: {self.message}"


def tables(folder: str | os.PathLike[str] | None = None) -> dict[str, Sequence[dict[str, str]]]:
    """The tables of a folder by name.

    Args:
        folder: where the TSV files are; None takes the library's.

    Raises:
        ConfigurationError: there is no table, or one cannot be read.
        GazetteerError: a file is no table.
    """
    if folder is None:
        names = (entry.name for entry in resources.files("nqtext.gazetteers").iterdir())
        return {name[:-4]: table(name[:-4]) for name in sorted(names) if name.endswith(".tsv")}
    paths = sorted(Path(folder).glob("*.tsv"))
    if not paths:
        raise ConfigurationError(f"{os.fspath(folder)}: there is no table (*.tsv)")
    try:
        return {path.stem: parse_table(path.read_text("utf-8").splitlines(), path.name) for path in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{os.fspath(folder)}: {error}") from error


def check_gazetteers(given: Tables | None = None) -> list[Problem]:
    """Everything that is wrong in the tables.

    Args:
        given: tables by name; None takes the library's.

    Returns:
        Problems in order of the tables; none where all is well.

    >>> rows = [{"surname": "Nguyễn", "common": "yes"}, {"surname": "nguyễn", "common": ""}]
    >>> [str(problem) for problem in check_gazetteers({"surnames": rows})]
    ['surnames.tsv: nguyễn: stands twice']
    """
    found = tables() if given is None else given
    checks = (_duplicates, _collisions, _intervals, _successors, _parents, _examples)
    return [problem for check in checks for problem in check(found)]


def _duplicates(given: Tables) -> Iterator[Problem]:
    """Rows of one name, unless each holds for another time."""
    for name, rows in given.items():
        keys = _KEYS.get(name)
        if keys is None:
            yield Problem(
                name, "all rows", "the table has no key; name its columns in training/gazetteers.py"
            )
            continue
        seen: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            key = tuple(row[column] if name in _CASED else fold_key(row[column]) for column in keys)
            if not all(row[column].strip() for column in keys[:1]):
                yield Problem(name, str(dict(row)), f"has no {keys[0]}")
            elif any(_at_once(row, other) for other in seen.get(key, ())):
                yield Problem(name, " ".join(row[column] for column in keys), "stands twice")
            seen.setdefault(key, []).append(row)


def _collisions(given: Tables) -> Iterator[Problem]:
    """Spellings that fold to one key and mean two things on one day."""
    for group in _SPELLINGS:
        seen: dict[str, list[tuple[str, Row]]] = {}
        for name, column, others, mark in group:
            for row in given.get(name, ()):
                if row.get("kind") == "none" or row.get("level") == "none":
                    continue
                spellings = [row[column], *filter(None, map(str.strip, row[others].split(mark)))]
                keys = [spelling if name in _CASED else fold_key(spelling) for spelling in spellings]
                for spelling in dict.fromkeys(spellings):
                    if spellings.count(spelling) > 1:
                        yield Problem(name, row[column], f"has the spelling {spelling!r} twice")
                for key in dict.fromkeys(keys):
                    for other_table, other in seen.get(key, ()):
                        if _at_once(row, other) and row is not other:
                            other_name = other.get(column) or other["name"]
                            where = f"{other_name} of {other_table}.tsv"
                            yield Problem(name, row[column], f"shares the spelling {key!r} with {where}")
                    seen.setdefault(key, []).append((name, row))


def _intervals(given: Tables) -> Iterator[Problem]:
    """Days that are none, and validity that ends before it begins."""
    for name, rows in given.items():
        for row in rows:
            first, last = row.get("valid_from", ""), row.get("valid_to", "")
            for day in filter(None, (first, last)):
                if not _is_day(day):
                    yield Problem(name, _called(name, row), f"{day!r} is no day; write 2025-02-28")
            if first and last and first > last:
                yield Problem(name, _called(name, row), f"is valid from {first} to {last}, which is before")


def _successors(given: Tables) -> Iterator[Problem]:
    """Successors that no table has, or that did not exist on the day after."""
    for name, rows in given.items():
        known: dict[str, list[Row]] = {}
        for row in rows:
            for form in (row.get("name", ""), f"{row.get('type', '')} {row.get('name', '')}"):
                known.setdefault(fold_key(form), []).append(row)
        for row in rows:
            successor, last = row.get("successor", ""), row.get("valid_to", "")
            if not successor:
                continue
            if not last:
                yield Problem(name, _called(name, row), "has a successor and no last day")
            elif fold_key(successor) not in known:
                yield Problem(name, _called(name, row), f"its successor {successor!r} is not in the table")
            elif not any(_first(r) <= _after(last) <= _last(r) for r in known[fold_key(successor)]):
                yield Problem(
                    name, _called(name, row), f"its successor {successor!r} did not exist after {last}"
                )


def _parents(given: Tables) -> Iterator[Problem]:
    """Units below none, codes of units that stand twice, and codes that are none."""
    above = [(row["code"], row) for row in given.get("provinces", ())]
    entries = [
        (entry, row) for row in given.get("units", ()) for entry in row["units"].split(";") if entry.strip()
    ]
    above += [(entry.split(" ")[0], row) for entry, row in entries if row["level"] == "district"]
    by_code: dict[str, list[Row]] = {}
    for code, row in above:
        by_code.setdefault(code, []).append(row)
    for row in given.get("units", ()):
        if not any(_at_once(row, other) for other in by_code.get(row["parent"], ()) if other is not row):
            yield Problem("units", f"{row['level']} {row['parent']}", "the unit above is not in the tables")
    codes: dict[tuple[str, str], list[Row]] = {}
    for entry, row in entries:
        parts = entry.split(" ", 2)
        if len(parts) != 3 or not parts[0].isdigit() or parts[1] not in "HQCTPNXK":
            yield Problem("units", f"{row['level']} {row['parent']}", f"{entry!r} is no code, type and name")
            continue
        same = codes.setdefault((row["level"], parts[0]), [])
        if any(_at_once(row, other) for other in same):
            yield Problem("units", f"{row['level']} {row['parent']}", f"the code of {entry!r} stands twice")
        same.append(row)


def _examples(given: Tables) -> Iterator[Problem]:
    """Examples that are not found, counter-examples that are."""
    for name, label, frame, counter_frame in (
        ("body_types", "ORGANIZATION", "Ngày 5/3, {} họp.", "Ngày 5/3, {} được nêu."),
        ("place_types", "LOCATION", "Đoàn đã đến {}.", "Đoàn đã xem {}."),
    ):
        for row in given.get(name, ()):
            example, counter = fold(row["example"]).text, fold(row["counter_example"]).text
            if (example, label) not in _mentions(frame.format(row["example"])):
                yield Problem(name, row["type"], f"its example {example!r} is not found")
            if (counter, label) in _mentions(counter_frame.format(row["counter_example"])):
                yield Problem(name, row["type"], f"its counter-example {counter!r} is found")
    for row in given.get("offices", ()):
        span = re.search(r"\[(.+?)\]", row["example"])
        if span is None:
            yield Problem("offices", row["title"], "its example marks no span with brackets")
            continue
        if span[1] not in {text for text, _ in _mentions(re.sub(r"[\[\]]", "", row["example"]))}:
            yield Problem("offices", row["title"], f"its example {span[1]!r} is not found")
        for text, label in _mentions(row["counter_example"]):
            if label == "OFFICIAL" and fold_key(text).startswith(fold_key(row["title"])):
                yield Problem("offices", row["title"], f"its counter-example {text!r} is found")


def _mentions(text: str) -> list[tuple[str, str]]:
    """What the recognisers find in a text, with labels."""
    folded = fold(text)
    recognizers = _recognizers()
    context = Context.of(folded, segment_batch([folded], SyllableSegmenter())[0])
    mentions = resolve([[c for r in recognizers for c in context.recognized(r)]], context)
    return [(folded.text[mention.start : mention.end], mention.label) for mention in mentions]


@cache
def _recognizers() -> tuple[Recognizer, ...]:
    return builtin()[0]


def _called(name: str, row: Row) -> str:
    return " ".join(row[column] for column in _KEYS.get(name, tuple(row)[:1]))


def _is_day(day: str) -> bool:
    try:
        return bool(_DAY.fullmatch(day)) and bool(datetime.date.fromisoformat(day))
    except ValueError:
        return False


def _first(row: Row) -> str:
    return row.get("valid_from") or _FIRST


def _last(row: Row) -> str:
    return row.get("valid_to") or _LAST


def _at_once(row: Row, other: Row) -> bool:
    """Whether there is a day on which both rows hold."""
    return _first(row) <= _last(other) and _first(other) <= _last(row)


def _after(day: str) -> str:
    """The day after a day; what is no day stays as it is."""
    if not _is_day(day):
        return day
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
