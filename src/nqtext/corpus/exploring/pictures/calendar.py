"""Years, quarters, months and days, all of them between two."""

from __future__ import annotations

import datetime

__all__ = ["all_between", "day_number"]


def all_between(first: str, last: str) -> list[str]:
    """All years, quarters, months or days from one to another.

    >>> all_between("2023-Q3", "2024-Q1")
    ['2023-Q3', '2023-Q4', '2024-Q1']
    >>> all_between("2023-11", "2024-01"), all_between("2024-02-28", "2024-03-01")
    (['2023-11', '2023-12', '2024-01'], ['2024-02-28', '2024-02-29', '2024-03-01'])
    """
    year, end = int(first[:4]), int(last[:4])
    if len(first) == 4:
        return [f"{y:04}" for y in range(year, end + 1)]
    if "Q" in first:
        span = range(year * 4 + int(first[-1]) - 1, end * 4 + int(last[-1]))
        return [f"{n // 4:04}-Q{n % 4 + 1}" for n in span]
    if len(first) == 7:
        span = range(year * 12 + int(first[5:]) - 1, end * 12 + int(last[5:]))
        return [f"{n // 12:04}-{n % 12 + 1:02}" for n in span]
    days = range(
        datetime.date.fromisoformat(first).toordinal(), datetime.date.fromisoformat(last).toordinal() + 1
    )
    return [datetime.date.fromordinal(n).isoformat() for n in days]


def day_number(day: str) -> float:
    """A day as a year with its fraction, for an axis of time.

    >>> day_number("2030-07-02")
    2030.4986301369863
    """
    date = datetime.date.fromisoformat(day)
    return date.year + (date.timetuple().tm_yday - 1) / 365
