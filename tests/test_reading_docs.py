"""docs/reading.md says what is so: its limits are the limits."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from nqtext.reading import Limits

PAGE = (Path(__file__).parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")


def test_every_limit_is_told_with_its_default() -> None:
    told = {
        name: int(value.replace(",", ""))
        for name, value in re.findall(r"^\| `(max_\w+)` \| ([\d,]+) \|", PAGE, re.M)
    }
    assert told == dataclasses.asdict(Limits())
