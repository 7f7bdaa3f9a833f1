"""docs/exploring.md says what is so; that its code prints what stands below it, tests/test_docs.py checks."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = (Path(__file__).parent.parent / "docs" / "exploring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE, re.S)


def test_every_question_is_told() -> None:
    import nqtext

    verbs = [name for name in vars(nqtext.Corpus) if not name.startswith("_")]
    assert len(verbs) >= 10
    for verb in verbs:
        assert re.search(rf"\b{verb}\b", PAGE), verb


def test_what_is_printed_is_shown() -> None:
    assert PAGE.count("```text") == sum(bool(shown) for _, shown in BLOCKS) >= 8
    for code, shown in BLOCKS:
        assert bool(shown) == ("print(" in code), code
