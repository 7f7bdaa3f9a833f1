"""Indivisible words: each pattern against its examples, and its cost on long runs."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from nqtext.segmentation.patterns import ATOMS, DOCUMENT_NUMBER, NUMERIC_DATE, UNIT, Atom
from nqtext.unicode import pattern

_COMPILE_ALL = """
import gc, importlib, sys
from pathlib import Path
import nqtext
from nqtext.unicode import pattern
root = Path(nqtext.__file__).parent
for path in root.rglob("*.py"):
    if "= pattern(" in path.read_text("utf-8"):
        importlib.import_module(f"nqtext.{'.'.join(path.relative_to(root).with_suffix('').parts)}")
defined = [found for found in gc.get_objects() if type(found) is type(pattern(""))]
for found in defined:
    found.search("")
print(len(defined))
"""


def test_every_pattern_compiles() -> None:
    """A pattern that most texts never use would fail in the hands of a user."""
    done = subprocess.run([sys.executable, "-c", _COMPILE_ALL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 250


@pytest.mark.parametrize("atom", ATOMS, ids=lambda atom: atom.name)
def test_an_atom_matches_its_examples_whole_and_its_counter_examples_not(atom: Atom) -> None:
    compiled = pattern(atom.expression)
    for example in atom.examples:
        assert compiled.fullmatch(example), example
    for counter in atom.counter_examples:
        assert not compiled.fullmatch(counter), counter


@pytest.mark.parametrize("atom", ATOMS, ids=lambda atom: atom.name)
def test_an_example_stays_one_unit_inside_a_sentence(atom: Atom) -> None:
    for example in atom.examples:
        text = f"theo {example} thì"
        units = [match.group() for match in UNIT.finditer(text)]
        assert units == ["theo", example, "thì"], example


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Thông tư 58/2020/TT-BCAngày 16/6", "58/2020/TT-BCA"),
        ("Chỉ thị 48-CT/TW-Ngày 1/2", "48-CT/TW"),
        ("Nghị định 24/2024/NĐ-CPquy định", "24/2024/NĐ-CP"),
        ("Quyết định 1658/QĐ-TTg, ngày", "1658/QĐ-TTg"),
        ("Quyết định 86/2010/QĐ-Ttg.", "86/2010/QĐ-Ttg"),
    ],
)
def test_a_word_glued_to_a_number_is_not_part_of_it(text: str, number: str) -> None:
    match = pattern(DOCUMENT_NUMBER).search(text)
    assert match is not None
    assert match.group() == number


@pytest.mark.parametrize("text", ["30/2020/NĐ-CP", "1/2/3/4", "32/12", "18/13/2022"])
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert not pattern(NUMERIC_DATE).fullmatch(text)


@pytest.mark.endurance
@pytest.mark.parametrize(
    "piece",
    ["1", "1/", "1-", "1.", "1,", "A", "A.", "A. ", "a", "a.", "a-", "A/", "&", "1/A-", "NQ", "NQ/", "(", ".", "@", "a@", "www.",
     "http://", "-", "%", "é\u0301", "1/NQ-"],
)  # fmt: skip
def test_time_is_linear_in_a_run(piece: str) -> None:
    def cost(count: int) -> float:
        text = piece * count
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            for _ in UNIT.finditer(text):
                pass
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(10_000), cost(40_000)
    assert large < 8 * small + 0.05
