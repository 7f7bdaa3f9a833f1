"""The sample articles: each is documented, dated, and says something that the library is for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nqtext

FOLDER = Path(__file__).parent.parent / "notebooks" / "articles"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".md")


def test_the_readme_lists_every_sample_once() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_is_an_article_and_no_padding(path: Path) -> None:
    if path.suffix == ".html":
        pytest.importorskip("trafilatura")
    source = nqtext.read(path)
    assert 250 <= len(source.text.split()) <= 1400
    article = nqtext.analyze(source)
    assert article.metadata["title"]
    assert "2005" <= article.metadata["published"][:4] <= "2026"
    assert {"goal", "task", "directive"} & {paragraph.label for paragraph in article.paragraphs}
    assert {"DOCUMENT", "ORGANIZATION", "DATE"} <= {entity.label for entity in article.entities}


def test_no_two_samples_share_a_sentence_of_their_own() -> None:
    """Set phrases of official papers are short; a sentence of twelve syllables in two samples is a copy."""
    seen: dict[str, str] = {}
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            for sentence in re.split(r"(?<=[.;:?!]) ", line):
                if len(sentence.split()) >= 12:
                    assert seen.setdefault(sentence, path.name) == path.name, sentence
