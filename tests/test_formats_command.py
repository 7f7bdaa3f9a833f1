"""``nqtext convert`` as its users meet it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nqtext.formats import read_jsonl, to_label_studio
from nqtext.training.gold import read_gold
from tests.test_cli import environment
from tests.test_formats import CUT, DOCS, MEETING, annotate

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

TEXT = "Sáng 14/3/2025, 😀 tỉnh họp.\nGiao Sở Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "họp.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    path = tmp_path / "tagged.jsonl"
    path.write_text(MEETING.to_json() + "\n" + CUT.to_json() + "\n", encoding="utf-8")
    return path


def test_an_article_is_analysed_first(run: Run, article: Path) -> None:
    code, out, err = run("convert", article, "-t", "conllu")
    assert (code, err) == (0, "")
    assert f"# newdoc id = {article}\n" in out
    assert "NER=B-DOCUMENT" in out


def test_what_tag_wrote_is_taken_as_it_is(run: Run, tagged: Path, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("convert", tagged, article, "-t", "jsonl", "-o", out)[0] == 0
    first, second, third = read_jsonl(out)
    assert [first, second] == [MEETING, CUT]
    assert third.text == TEXT


def test_standard_input(run: Run) -> None:
    code, out, _ = run("convert", "-", "-t", "doccano", stdin=TEXT.encode())
    assert code == 0
    assert [5, 14, "DATE"] in json.loads(out)["label"]


@pytest.mark.parametrize(("format", "name"), [("brat", "họp.ann"), ("csv", "entities.csv")])
def test_folders(run: Run, article: Path, tmp_path: Path, format: str, name: str) -> None:
    assert run("convert", article, "-t", format, "-o", tmp_path / "out")[0] == 0
    assert "06-NQ/TW" in (tmp_path / "out" / name).read_text(encoding="utf-8")
    code, _, err = run("convert", article, "-t", format, "-o", tmp_path / "out")
    assert (code, err) == (2, f"nqtext: {tmp_path / 'out'}: is not empty; give a new folder\n")


def test_there_and_back(run: Run, tagged: Path, tmp_path: Path) -> None:
    tasks, config, gold = (tmp_path / name for name in ("tasks.json", "interface.xml", "gold.jsonl"))
    assert run("convert", tagged, "-t", "label-studio", "-o", tasks, "--config", config)[0] == 0
    assert '<Label value="ORGANIZATION"/>' in config.read_text(encoding="utf-8")
    annotate(tasks, json.loads(tasks.read_text(encoding="utf-8"))[0])
    assert run("convert", tasks, "--from", "label-studio", "-o", gold)[0] == 0
    (read,) = read_gold(gold).articles
    assert (read.id, read.text) == (MEETING.id, MEETING.text)
    assert [p.label for p in read.paragraphs] == ["other", "goal", "directive"]


def test_what_cannot_be_used_never_stops_the_others(
    run: Run, article: Path, tagged: Path, tmp_path: Path
) -> None:
    tagged.write_text(CUT.to_json() + "\n{\n", encoding="utf-8")
    missing = tmp_path / "missing.txt"
    code, out, err = run("convert", missing, tagged, article, "-t", "iob2")
    assert code == 1
    assert "06-NQ/TW" in out
    lines = err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [str(missing), "x", f"{tagged}, line 2"]
    assert "choose expand, contract or split" in lines[1]
    assert run("convert", tagged, "-t", "iob2", "--misaligned", "expand")[1].count("B-ORGANIZATION") == 1


def test_a_bad_item_never_stops_the_others(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    rows = [
        {"id": k, "text": "Họp ở Hà Nội", "label": [[6, end, "LOCATION"]]}
        for k, end in enumerate((12, 10, 12))
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, err = run("convert", path, "--from", "doccano")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["0", "2"]
    assert "line 2: LOCATION: the span 6:10 cuts a word in two" in err
    code, out, _ = run(
        "convert", path, "--from", "doccano", "--misaligned", "contract", "--unlabelled", "none"
    )
    assert code == 0
    assert json.loads(out.splitlines()[1])["entities"] == [{"start": 6, "end": 8, "label": "LOCATION"}]
    assert json.loads(out.splitlines()[1])["paragraphs"][0]["label"] == "none"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "give either --to"),
        (("-t", "iob2", "--from", "brat"), "give either --to"),
        (("-t", "iob2", "--config", "x"), "--config goes with --to label-studio"),
        (("-t", "iob2", "--misaligned", "keep"), "keep goes with --from"),
        (("--from", "brat", "--misaligned", "split"), "split goes with --to"),
        (("-t", "spacy"), "cannot go to standard output"),
        (("-t", "iob2", "-o", "missing/out"), "missing/out: cannot be written: No such file or directory"),
        (("-t", "xml"), "Invalid value for"),
    ],
)
def test_a_wrong_option(run: Run, article: Path, options: tuple[str, ...], message: str) -> None:
    code, out, err = run("convert", article, *options)
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())


def test_an_article_is_never_overwritten(run: Run, article: Path) -> None:
    code, _, err = run("convert", article, "-t", "iob2", "-o", article)
    assert (code, article.read_text(encoding="utf-8")) == (2, TEXT)
    assert "is one of the articles" in err


def test_the_commands_of_the_page_run(
    run: Run, tagged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    annotate(tmp_path / "export.json", to_label_studio(MEETING))
    (lines,) = re.findall(r"```sh\n(.+?)```", DOCS, re.DOTALL)
    for line in lines.splitlines():
        assert run(*line.replace("*", "a").split()[1:])[0] == 0
    assert {"articles.conllu", "tasks.json", "interface.xml", "train.jsonl"} <= {
        p.name for p in tmp_path.iterdir()
    }


def test_folders_are_read_when_asked(run: Run, article: Path, tmp_path: Path) -> None:
    assert run("convert", tmp_path, "-t", "jsonl")[0] == 1
    code, out, _ = run("convert", "-r", tmp_path, "-t", "jsonl")
    assert (code, len(out.splitlines())) == (0, 1)


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom nqtext.cli import app\n"
        "try: app(['convert', '--help'])\nexcept SystemExit as ended: assert ended.code == 0\n"
        "heavy = {'numpy', 'underthesea', 'sklearn', 'nqtext.pipeline', 'nqtext.records', 'spacy'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
