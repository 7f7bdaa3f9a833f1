"""What the pipeline takes: texts checked, with what is known of them, in batches."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nqtext.errors import ConfigurationError, LimitError
from nqtext.reading.source import Source
from nqtext.records import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["BATCH_TEXTS", "MAX_CHARACTERS", "batches", "checked", "date_of", "pair_of", "source_of"]

#: Longest text that is analysed; a longer one is a :class:`LimitError`, not a process out of memory.
MAX_CHARACTERS = 20_000_000

#: Texts analysed together: numpy is slow on short arrays, and a reader waits for a whole batch.
BATCH_TEXTS = 100
_BATCH_CHARACTERS = 500_000
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?|(\d{4})(\d\d)(\d\d)(?:T.*)?")


def source_of(
    text: Any,
    id: str | None = None,
    published: str | datetime.date | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Source:
    """A text with what is known of it.

    Args:
        text: ``str``, or a :class:`Source` whose metadata the others override.
        id: identifier.
        published: date, ISO 8601 if a ``str``.
        metadata: what else is known.

    Raises:
        TypeError: one of them has the wrong type.
        LimitError: the text is longer than :data:`MAX_CHARACTERS`.
        ConfigurationError: ``published`` is no date.
    """
    source = text if isinstance(text, Source) else Source(checked(text, "text"))
    if len(source.text) > MAX_CHARACTERS:
        raise LimitError(
            f"the text has {len(source.text)} code points, the limit MAX_CHARACTERS is {MAX_CHARACTERS}; "
            "split it"
        )
    if id is not None and not isinstance(id, str):
        raise TypeError(f"id: expected str or None, got {type(id).__name__}")
    known = dict(source.metadata)
    known.update(metadata or {})
    if published is not None:
        if not isinstance(published, str | datetime.date):
            raise TypeError(f"published: expected str, datetime.date or None, got {type(published).__name__}")
        iso = published if isinstance(published, str) else published.isoformat()
        if date_of(iso) is None:
            raise ConfigurationError(
                f"published: {published!r} is no ISO 8601 date such as 2022-05-18 or 2022-05"
            )
        known["published"] = iso
    return replace(source, id=id if id is not None else source.id, metadata=FrozenDict(known))


def checked(text: Any, name: str) -> str:
    """The text itself; a :class:`TypeError` that names the argument where it is none."""
    if not isinstance(text, str):
        raise TypeError(f"{name}: expected str, got {type(text).__name__}")
    return text


def date_of(value: Any) -> datetime.date | None:
    """The day of an ISO 8601 date or time, the first of a month or year; None for anything else.

    >>> date_of("2022-05"), date_of("20220518T1233")
    (datetime.date(2022, 5, 1), datetime.date(2022, 5, 18))
    """
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
    try:
        return datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def pair_of(item: Any) -> tuple[Any, Any]:
    """A pair of a text and what the caller keeps with it; a :class:`TypeError` where it is none."""
    if not isinstance(item, tuple) or len(item) != 2:
        raise TypeError(
            "texts: with as_tuples=True every item must be a pair (text, context), got " + type(item).__name__
        )
    return item


def batches(texts: Iterable[Any], limit: int = BATCH_TEXTS) -> Iterator[list[Any]]:
    """Lists of at most ``limit`` texts, bounded in characters, too."""
    batch: list[Any] = []
    characters = 0
    for text in texts:
        content = text.text if isinstance(text, Source) else text
        length = len(content) if isinstance(content, str) else 0
        if batch and (len(batch) >= limit or characters + length > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += length
    if batch:
        yield batch
