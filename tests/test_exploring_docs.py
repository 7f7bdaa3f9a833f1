"""docs/exploring.md says what is so: its code runs from top to bottom and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

pytest.importorskip("pandas")
pytest.importorskip("matplotlib")
pytest.importorskip("networkx")

PAGE = (Path(__file__).parent.parent / "docs" / "exploring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE, re.S)


def test_the_page_runs_and_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code, shown in BLOCKS:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "docs/exploring.md", "exec"), names)
        assert _words(printed.getvalue()) == _words(shown), code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.png", "people.graphml"]


def test_every_question_is_told() -> None:
    import nqtext

    verbs = [name for name in vars(nqtext.Corpus) if not name.startswith("_")]
    assert len(verbs) >= 10
    for verb in verbs:
        assert re.search(rf"\b{verb}\b", PAGE), verb


def test_every_table_of_text_is_compared() -> None:
    assert PAGE.count("```text") == sum(bool(shown) for _, shown in BLOCKS) >= 8


def _words(text: str) -> list[list[str]]:
    """Lines without the blanks that line columns up."""
    return [line.split() for line in text.strip().splitlines()]
