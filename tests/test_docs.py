"""Every block of code in the documentation runs, and says what the documentation says it says.

Blocks of a page run in order, in a folder with sample articles under the names that pages use.  Left out are blocks
that import an engine of ``ENGINES`` which is not installed, and the lines of shell that ``ELSEWHERE`` lists.
"""

from __future__ import annotations

import contextlib
import doctest
import glob
import importlib.util
import io
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nqtext

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("notebooks/**/*.md")])
LANGUAGES = {"python", "pycon", "sh", "text", "json", "sql", "bibtex"}

#: What pages show nqtext in, and its tests do not need.
ENGINES = ("pyspark", "ray")
#: What shell blocks hold besides nqtext: what .ci/run runs, and other programs.
ELSEWHERE = (
    "make",
    "pip install",
    "python3 -m venv",
    ".venv/bin/",
    "export",
    "python -m benchmarks",
    "dask",
    "docker",
)
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
#: Pictures and networks that code writes where it runs.
_WRITTEN = re.compile(r'"([\w-]+\.(?:png|graphml))"')
#: Options that go on for ever or need another machine, with their values; the tests of the commands use them.
_APART = re.compile(r" --watch\b| --dask \S+")


@dataclass(frozen=True)
class Block:
    language: str
    code: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2], text[: found.start(2)].count("\n")) for found in _BLOCK.finditer(text)]


@pytest.fixture
def folder(tmp_path: Path, samples: list[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with what the pages speak of."""
    (tmp_path / "notebooks").mkdir()
    for name in ("articles", "inbox", "INBOX", "HOP-THU", "hop-thu", "notebooks/articles"):
        (tmp_path / name).mkdir()
        for path in samples:
            shutil.copy(path, tmp_path / name)
    shown = ROOT / "notebooks" / "articles" / "nghi-quyet-06-do-thi-cong-bo.txt"
    for name in ("article.txt", "bai-viet.txt", f"notebooks/articles/{shown.name}"):
        shutil.copy(shown, tmp_path / name)
    (tmp_path / "tagged.jsonl").write_text(nqtext.analyze(nqtext.read(shown)).to_json(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for option in ("STORE", "SUMMARY", "JOBS", "QUIET"):
        monkeypatch.delenv(f"NQTEXT_{option}", raising=False)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_blocks_run(page: Path, folder: Path, run: Run) -> None:
    names: dict[str, Any] = {}
    printed = None  # by the block before, if that was Python
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        assert block.language in LANGUAGES, f"{where}: a block of {block.language or 'no language'}"
        if block.language == "python" and not _foreign(block.code):
            _prepare(block.code, folder, run)
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block.code, where, "exec"), names)
            printed = out.getvalue()
            for name in _WRITTEN.findall(block.code):
                assert (folder / name).stat().st_size, f"{where}: {name}"
            continue
        if block.language == "pycon":
            _session(block.code, where, names)
        elif block.language == "text" and printed is not None:
            assert _words(printed) == _words(block.code), where
        elif block.language == "sh":
            for line in block.code.replace("\\\n", " ").splitlines():
                _shell(line, where, folder, run)
        elif block.language == "text" and block.code.startswith("$ nqtext "):
            _transcript(block.code, where, run)
        elif block.language == "json":
            json.loads(block.code)
        printed = None


def _session(code: str, where: str, names: dict[str, Any]) -> None:
    """What is typed at the prompt, and the answers."""
    test = doctest.DocTestParser().get_doctest(code, names, where, None, 0)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        failed, _ = doctest.DocTestRunner(verbose=False).run(test, clear_globs=False)
    assert not failed, out.getvalue()
    names.update(test.globs)


def _words(text: str) -> list[list[str]]:
    """Lines without the blanks that line columns up: versions of pandas differ in these."""
    return [line.split() for line in text.splitlines()]


def _foreign(code: str) -> bool:
    used = [name for name in ENGINES if re.search(rf"^(?:import|from) {name}\b", code, re.M)]
    return any(importlib.util.find_spec(name) is None for name in used)


def _prepare(code: str, folder: Path, run: Run) -> None:
    """What earlier steps of a reader have made, where a page begins in the middle."""
    if "corpus.db" in code and not (folder / "corpus.db").exists():
        assert run("tag", "articles", "--store", "corpus.db", "--quiet")[0] == 0
    if ("export.json" in code or "annotated" in code) and not (folder / "export.json").exists():
        _annotate(folder)
    if "own.jsonl" in code and not (folder / "own.jsonl").exists():
        _label(folder)
    if "tagged/" in code and not (folder / "tagged").exists():
        _batch(folder)


def _annotate(folder: Path) -> None:
    """An export of Label Studio in which somebody took over what nqtext predicted."""
    from nqtext import formats

    articles = nqtext.pipe(nqtext.read(path) for path in sorted((folder / "articles").iterdir()))
    formats.write(articles, "tasks.json", "label-studio")
    tasks = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = [{"result": task.pop("predictions")[0]["result"]}]
    (folder / "export.json").write_text(json.dumps(tasks), encoding="utf-8")


def _label(folder: Path) -> None:
    """A gold file with labels of one's own: here the usual ones, as nqtext gives them."""
    with (folder / "own.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted((folder / "articles").iterdir()):
            article = nqtext.analyze(nqtext.read(path))
            paragraphs = [{"start": p.start, "end": p.end, "label": p.label} for p in article.paragraphs]
            file.write(json.dumps({"id": path.name, "text": article.text, "paragraphs": paragraphs}) + "\n")


def _batch(folder: Path) -> None:
    """A folder of Parquet, as an engine leaves it."""
    import pyarrow.parquet

    from nqtext.corpus import tag_batch

    texts = [nqtext.read(path).text for path in sorted((folder / "articles").iterdir())]
    batch = tag_batch(pyarrow.RecordBatch.from_pydict({"text": texts}))
    (folder / "tagged").mkdir()
    pyarrow.parquet.write_table(pyarrow.Table.from_batches([batch]), "tagged/0.parquet")


def _shell(line: str, where: str, folder: Path, run: Run) -> None:
    words = shlex.split(_APART.sub("", line), comments=True)
    if not words or line.lstrip().startswith(ELSEWHERE):
        return
    if "--store" not in words:
        _prepare(line, folder, run)
    if words[:3] == ["python", "-m", "nqtext.training"]:
        _training(words[3:], where)
        return
    assert words[0] == "nqtext", f"{where}: what is this line? {line}"
    arguments = [
        name for word in words[1:] for name in (sorted(glob.glob(word)) if "*" in word else [word]) or [word]
    ]
    code, _, err = run(*arguments)
    listing = words[1:3] == ["store", "failures"]
    assert code == 0 or (listing and code == 1), f"{where}: {line}\n{err}"


def _training(arguments: list[str], where: str) -> None:
    """Run what needs no data but the reader's; of the rest check that the program knows it."""
    run_whole = Path(arguments[1]).exists() if len(arguments) > 1 else arguments == ["gazetteers"]
    command = [
        sys.executable,
        "-m",
        "nqtext.training",
        *(arguments if run_whole else [arguments[0], "--help"]),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 0, f"{where}: {ended.stderr}"
    if not run_whole:
        for option in (word for word in arguments if word.startswith("-")):
            assert option in ended.stdout, f"{where}: {arguments[0]} has no option {option}"


def _transcript(code: str, where: str, run: Run) -> None:
    """Each stretch between blank lines and ``...`` is in what the command says, one after the other."""
    command, _, shown = code.partition("\n")
    code_, out, err = run(*shlex.split(command)[2:], "--format", "text", "--width", "92")
    assert code_ == 0, err
    said, at = "".join(out.split()), 0
    for stretch in re.split(r"\.\.\.|\n\s*\n", shown):
        found = said.find("".join(stretch.split()), at)
        assert found >= 0, f"{where}: the program does not say (any more): {stretch.strip()}"
        at = found


def test_no_page_hides_all_its_code() -> None:
    assert sum(len(blocks(page)) for page in PAGES) >= 40


def test_every_command_is_told_of_somewhere() -> None:
    import typer

    from nqtext.cli import app

    def commands(name: str, command: Any) -> list[str]:
        below = getattr(command, "commands", {})
        return [full for key, value in below.items() for full in commands(f"{name} {key}", value)] or [name]

    told = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name in commands("nqtext", typer.main.get_command(app)):
        assert name in told, name


def test_the_site_leaves_no_page_out() -> None:
    """What is in docs/ is in the navigation; sections taken from elsewhere are there."""
    pytest.importorskip("mkdocs")
    hooks = runpy.run_path(str(ROOT / "docs" / "hooks.py"))
    navigation, taken = (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), 0
    for path in ROOT.glob("notebooks/*.ipynb"):
        assert f": notebooks/{path.stem}.md\n" in navigation, path.name
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert f": {name}\n" in navigation, name
        for found in hooks["SECTION"].finditer(page.read_text(encoding="utf-8")):
            assert hooks["section"](found["file"], found["heading"])
            taken += 1
    assert taken >= 5


def test_examples_of_docstrings_become_code() -> None:
    pytest.importorskip("griffe")
    fenced = runpy.run_path(str(ROOT / "docs" / "examples.py"))["fenced"]
    said = "A word.\n\n>>> 1 + 1  # doctest: +SKIP\n2\n\nMore."
    assert fenced(said) == "A word.\n\n```pycon\n>>> 1 + 1\n2\n```\n\nMore."
