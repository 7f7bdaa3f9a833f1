"""The articles that benchmarks run on: the shared ones where there are any, else the samples."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import nqtext

_SYLLABLE = re.compile(r"[^\W_]+")


def articles(limit: int = 300) -> list[str]:
    """Distinct articles, at most ``limit``."""
    shared = os.environ.get("NQTEXT_SHARED")
    if shared:
        lines = (Path(shared) / "gold" / "train.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines[:limit]]
    samples = sorted((Path(__file__).parent.parent / "notebooks" / "articles").glob("*.txt"))
    return [nqtext.read(path).text for path in samples[:limit]]


def syllables(text: str) -> int:
    """Number of syllables: runs of letters and digits."""
    return len(_SYLLABLE.findall(text))
