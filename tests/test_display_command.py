"""``nqtext report`` as its users meet it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nqtext.display import html_page
from tests.test_cli import environment
from tests.test_display import MEETING, Elements

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

TEXT = "Sáng 14/3/2025, tỉnh họp.\nGiao Sở Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "họp.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_one_article_is_one_page(run: Run, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", article, "-o", out) == (0, "", "")
    elements = Elements(out.read_text(encoding="utf-8"))
    assert "Nghị quyết số 06-NQ/TW" in [text for _, text in elements.all("mark")]
    assert elements.all("nav") == []


def test_many_have_an_index(run: Run, article: Path, tmp_path: Path) -> None:
    tagged, out = tmp_path / "tagged.jsonl", tmp_path / "report.html"
    tagged.write_text(MEETING.to_json() + "\n", encoding="utf-8")
    assert run("report", tagged, article, "-o", out)[0] == 0
    elements = Elements(out.read_text(encoding="utf-8"))
    links = [a["href"] for a, text in elements.all("a") if text != "↑ index"]
    assert links == [f"#{a['id']}" for a, _ in elements.all("article")] == ["#a1", "#a2"]


def test_what_was_tagged_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.jsonl"
    tagged.write_text(MEETING.to_json() + "\n", encoding="utf-8")
    assert run("report", tagged) == (0, html_page([MEETING]), "")


def test_one_bad_file_never_stops_the_others(run: Run, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    code, _, err = run("report", tmp_path / "missing", article, "-o", out)
    assert (code, len(err.splitlines())) == (1, 1)
    assert "06-NQ/TW" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "missing/out.html"), "missing/out.html: cannot be written: No such file or directory"),
        (("--nothing",), "--nothing"),
    ],
)
def test_a_wrong_option(run: Run, article: Path, options: tuple[str, ...], message: str) -> None:
    code, out, err = run("report", article, *options)
    assert (code, out) == (2, "")
    assert message in err


def test_nothing_to_show_leaves_the_old_page(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("old")
    code, _, err = run("report", tmp_path / "missing", "-o", out)
    assert (code, out.read_text()) == (2, "old")
    assert "there is no article to show" in err


def test_an_article_is_never_overwritten(run: Run, article: Path) -> None:
    code, _, err = run("report", article, "-o", article)
    assert (code, article.read_text(encoding="utf-8")) == (2, TEXT)
    assert "is one of the articles" in err


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom nqtext.cli import app\n"
        "try: app(['report', '--help'])\nexcept SystemExit as ended: assert ended.code == 0\n"
        "heavy = {'numpy', 'underthesea', 'sklearn', 'nqtext.pipeline', 'nqtext.records'}\n"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
