"""The notebooks as they are committed; ``python -m notebooks --check`` runs them (.ci/run)."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")

from notebooks import __main__ as runner  # noqa: E402

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_as_it_ran(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    kinds = [output.output_type for cell in notebook.cells for output in cell.get("outputs", ())]
    assert kinds
    assert "error" not in kinds
    assert not runner.FOREIGN.search(runner.printed(notebook))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_of_a_notebook_lead_somewhere(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", cell.source):
                assert (path.parent / target).exists(), target


def test_another_output_is_told() -> None:
    committed = nbformat.read(NOTEBOOKS[0], as_version=4)
    new = copy.deepcopy(committed)
    assert runner.difference(committed, new, "same") == []
    next(cell for cell in new.cells if cell.get("outputs")).outputs[0]["text"] = "khác\n"
    assert "+khác" in runner.difference(committed, new, "other")


def test_the_own_labels_are_of_paragraphs() -> None:
    import nqtext

    lines = (FOLDER / "own-labels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == len(set(lines)) >= 60
    lengths = {
        path.name: len(nqtext.analyze(nqtext.read(path)).paragraphs)
        for path in (FOLDER / "articles").iterdir()
        if path.suffix != ".md"
    }
    for line in lines:
        name, number, label = line.split("\t")
        assert int(number) < lengths[name], line
        assert label in ("problem", "result", "voice")


def test_the_guide_lists_the_notebooks() -> None:
    guide = (FOLDER.parent / "docs" / "guides" / "notebook.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS] == re.findall(r"\]\(\.\./\.\./notebooks/(\S+)\)", guide)
