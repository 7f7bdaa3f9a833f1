"""docs/reading.md says what is so: its examples run, its limits are the limits."""

from __future__ import annotations

import dataclasses
import doctest
import re
from pathlib import Path

import pytest

from nqtext.reading import Limits

PAGE = (Path(__file__).parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")


def test_its_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    test = doctest.DocTestParser().get_doctest(PAGE, {}, "reading.md", "docs/reading.md", 0)
    assert len(test.examples) > 8
    failed, _ = doctest.DocTestRunner(verbose=False).run(test)
    assert not failed, capsys.readouterr().out


def test_every_limit_is_told_with_its_default() -> None:
    told = {
        name: int(value.replace(",", ""))
        for name, value in re.findall(r"^\| `(max_\w+)` \| ([\d,]+) \|", PAGE, re.M)
    }
    assert told == dataclasses.asdict(Limits())
