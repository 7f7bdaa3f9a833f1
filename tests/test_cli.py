"""The command line as its users meet it: output, errors, exit codes, signals."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nqtext
from nqtext.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

TEXT = "Sáng 14/3/2025, tỉnh họp.\nGiao Sở Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\n"
COMMAND = [sys.executable, "-m", "nqtext"]
ANSI = re.compile("\x1b\\[[0-9;]*m")
FAST = ("--segmenter", "syllable")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


@pytest.fixture
def run(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process: exit code, standard output, standard error."""
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args], prog_name="nqtext")
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode("utf-8"), ANSI.sub("", err.decode("utf-8"))

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "họp.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    (path / "sub").mkdir(parents=True)
    (path / ".hidden").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden/d.txt", ".e.txt"):
        (path / name).write_text(TEXT, encoding="utf-8")
    return path


def interruptible() -> None:
    """A test run in the background is deaf to Ctrl-C, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def environment(**variables: str) -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    }
    return {**kept, "PYTHONUNBUFFERED": "1", "TERM": "xterm-256color", **variables}


class TestTag:
    def test_a_pipe_gets_one_json_object_a_line(self, run: Run, article: Path, tmp_path: Path) -> None:
        other = tmp_path / "b.txt"
        other.write_text("Quy hoạch đô thị", encoding="utf-8")
        code, out, err = run("tag", *FAST, article, other)
        articles = [nqtext.from_dict(json.loads(line)) for line in out.split("\n")[:-1]]
        assert (code, err) == (0, "")
        assert [(a.id, a.text) for a in articles] == [(str(article), TEXT), (str(other), "Quy hoạch đô thị")]

    def test_the_report_can_be_asked_for(self, run: Run, article: Path) -> None:
        code, out, _ = run("tag", *FAST, "--format", "text", "--width", "60", article)
        assert code == 0
        assert str(article)[:20] in out
        assert "Giao " in out
        assert "\x1b" not in out
        assert max(map(len, out.splitlines())) <= 60

    def test_reports_are_told_apart(self, run: Run, article: Path) -> None:
        _, out, _ = run("tag", *FAST, "--format", "text", article, article, article)
        assert out.count("═" * 100) == 2

    def test_standard_input(self, run: Run) -> None:
        code, out, _ = run("tag", *FAST, "-", stdin=TEXT.encode("utf-16"))
        assert code == 0
        assert (json.loads(out)["id"], json.loads(out)["text"].strip()) == ("-", TEXT.strip())

    def test_one_bad_file_never_stops_the_others(self, run: Run, article: Path, tmp_path: Path) -> None:
        missing, binary = tmp_path / "thiếu.txt", tmp_path / "x.bin"
        binary.write_bytes(bytes(range(256)) * 20)
        code, out, err = run("tag", *FAST, missing, binary, tmp_path, article)
        assert code == 1
        assert [json.loads(line)["id"] for line in out.splitlines()] == [str(article)]
        lines = err.splitlines()
        assert [line.split(": ")[1] for line in lines[:3]] == [str(missing), str(binary), str(tmp_path)]
        assert "--recursive" in lines[2]
        assert lines[3:] == ["nqtext: 3 of 4 inputs failed"]

    def test_an_analysis_that_fails_is_one_bad_input(
        self, run: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("nqtext.texts.MAX_CHARACTERS", 1000)
        long = tmp_path / "long.txt"
        long.write_text("đô thị " * 200, encoding="utf-8")
        code, out, err = run("tag", *FAST, long, article)
        assert code == 1
        assert [json.loads(line)["id"] for line in out.splitlines()] == [str(article)]
        assert err.startswith(f"nqtext: {long}: the text has 1400 code points")

    def test_folders_are_read_when_asked(self, run: Run, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        code, out, err = run("tag", *FAST, "--recursive", folder, tmp_path / "empty")
        names = [json.loads(line)["id"] for line in out.splitlines()]
        assert names == [str(folder / name) for name in ("a.txt", "b.txt", "sub/c.txt")]
        assert code == 1
        assert err.splitlines()[0] == f"nqtext: {tmp_path / 'empty'}: is a folder; it holds no file to read"

    def test_own_parts(self, run: Run, article: Path, tmp_path: Path) -> None:
        terms, words = tmp_path / "terms.tsv", tmp_path / "words.txt"
        terms.write_text("term\tlabel\nhọp\tEVENT\n", encoding="utf-8")
        words.write_text("tỉnh họp\n", encoding="utf-8")
        code, out, _ = run(
            "tag",
            *FAST,
            "--terms",
            terms,
            "--words",
            words,
            "--published",
            "2025-03",
            "--min-score",
            "1",
            "--sentences",
            article,
        )
        found = nqtext.from_dict(json.loads(out))
        assert code == 0
        assert [mention.text for mention in found.select("EVENT")] == ["họp"]
        assert "tỉnh họp" in found.tokens.texts
        assert found.metadata["published"] == "2025-03"
        assert all(p.label is None or p.scores[p.label] == 1 for p in found.paragraphs)
        assert all(sentence.scores for sentence in found.sentences)

    @pytest.mark.parametrize(
        "options",
        [
            ("--segmenter", "nothing"),
            ("--words", "missing.txt"),
            ("--terms", "missing.tsv"),
            ("--paragraphs", "missing"),
            ("--published", "18/5/2022"),
            ("--min-score", "2"),
            ("--jobs", "0"),
            ("--format", "xml"),
            ("--nothing",),
            ("-o", "missing/out.jsonl"),
        ],
    )
    def test_a_wrong_option_is_told_before_anything_is_read(
        self, run: Run, article: Path, options: tuple[str, ...]
    ) -> None:
        code, out, err = run("tag", *FAST, *options, article)
        assert (code, out) == (2, "")
        assert any(option in err for option in options)

    def test_without_a_path(self, run: Run) -> None:
        assert run("tag")[0] == 2


class TestOutput:
    def test_lines_of_json(self, run: Run, article: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        code, written, _ = run("tag", *FAST, article, "-o", out)
        assert (code, written) == (0, "")
        assert json.loads(out.read_text(encoding="utf-8"))["schema"] == "nqtext/1"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["họp.txt", "out.jsonl"]

    def test_a_report(self, run: Run, article: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.txt"
        run("tag", *FAST, article, "-o", out, "--format", "text")
        assert "Giao " in out.read_text(encoding="utf-8")

    def test_what_could_be_analysed_is_written(self, run: Run, article: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        code, _, _ = run("tag", *FAST, tmp_path / "missing", article, "-o", out)
        assert (code, out.read_bytes().count(b"\n")) == (1, 1)

    def test_an_article_is_never_overwritten(self, run: Run, article: Path) -> None:
        code, _, err = run("tag", *FAST, article, "-o", article)
        assert (code, article.read_text(encoding="utf-8")) == (2, TEXT)
        assert "is one of the articles" in err

    @posix
    def test_links_devices_and_permissions_stay(self, run: Run, article: Path, tmp_path: Path) -> None:
        target, link = tmp_path / "target", tmp_path / "link"
        target.touch(0o640)
        target.chmod(0o640)
        link.symlink_to(target)
        assert run("tag", *FAST, article, "-o", link)[0] == 0
        assert link.is_symlink()
        assert (target.stat().st_mode & 0o777, target.stat().st_size > 0) == (0o640, True)
        assert run("tag", *FAST, article, "-o", "/dev/null")[0] == 0
        assert Path("/dev/null").is_char_device()

    @posix
    def test_interrupted_it_leaves_the_old_file(self, article: Path, tmp_path: Path) -> None:
        out = tmp_path / "out.jsonl"
        out.write_text("old")
        process = subprocess.Popen(
            [*COMMAND, "tag", *FAST, str(article), "-", "-o", str(out)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            preexec_fn=interruptible,
        )
        wait_until(lambda: len(list(tmp_path.iterdir())) == 3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["họp.txt", "out.jsonl"]
        assert out.read_text() == "old"


@posix
class TestProcess:
    def test_interrupt(self, article: Path) -> None:
        process = subprocess.Popen(
            [*COMMAND, "tag", *FAST, "--format", "text", str(article), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            preexec_fn=interruptible,
        )
        assert process.stdout is not None
        assert process.stdout.readline()  # the first report is there, the second waits for standard input
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")

    def test_a_reader_that_leaves(self, article: Path) -> None:
        process = subprocess.Popen(
            [*COMMAND, "tag", *FAST, "--format", "text", *[str(article)] * 50],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr:
            assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0

    @pytest.mark.parametrize(
        ("variables", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
    )
    def test_a_terminal_gets_the_report(
        self, article: Path, variables: dict[str, str], colored: bool
    ) -> None:
        import pty

        terminal, end = pty.openpty()
        process = subprocess.Popen(
            [*COMMAND, "tag", *FAST, str(article)], stdout=end, stderr=end, env=environment(**variables)
        )
        os.close(end)
        shown = b""
        try:
            while chunk := os.read(terminal, 65536):
                shown += chunk
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            os.close(terminal)
        assert process.wait(timeout=30) == 0
        assert "Giao " in ANSI.sub("", shown.decode("utf-8"))
        assert (b"\x1b[" in shown) is colored

    def test_processes_change_nothing(self, folder: Path) -> None:
        one, two = (
            subprocess.run(
                [*COMMAND, "tag", *FAST, "-r", str(folder), "-j", jobs],
                capture_output=True,
                env=environment(),
                check=True,
            ).stdout
            for jobs in "12"
        )
        assert one.count(b"\n") == 3
        assert one == two

    def test_help_loads_nothing_heavy(self) -> None:
        program = (
            "import sys\nfrom nqtext.cli import app\n"
            "try: app(['tag', '--help'])\nexcept SystemExit as ended: assert ended.code == 0\n"
            "heavy = {'numpy', 'underthesea', 'sklearn', 'ahocorasick_rs', 'nqtext.pipeline', 'nqtext.records'}\n"
            "sys.exit(', '.join(heavy & sys.modules.keys()) or 0)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment()
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "--published" in done.stdout


class TestInfo:
    def test_to_read(self, run: Run) -> None:
        code, out, err = run("info")
        assert (code, err) == (0, "")
        assert out.startswith(f"nqtext {nqtext.__version__} (Apache-2.0) in ")
        assert re.search(r"\n  underthesea 9\.\S+ \(", out)

    def test_as_json(self, run: Run) -> None:
        code, out, _ = run("info", "--json")
        facts = json.loads(out)
        assert code == 0
        assert {"numpy", "scikit-learn", "underthesea"} <= {library["name"] for library in facts["libraries"]}
        assert len(facts["gazetteers"]["version"]) == 12

    def test_models_with_hashes_and_faults(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from nqtext.artifacts import write_artifact

        folder = tmp_path / "mine"
        write_artifact(folder, "paragraphs", "3", {}, {"words.txt": "họp"}, {"licence": "CC0-1.0"})
        monkeypatch.setenv("NQTEXT_MODELS", str(tmp_path))
        (model,) = json.loads(run("info", "--json")[1])["models"]
        assert (model["name"], model["kind"], model["licence"], model["path"]) == (
            "mine",
            "paragraphs",
            "CC0-1.0",
            str(folder),
        )
        assert model["version"].startswith("3+")
        assert len(model["files"]["words.txt"]["sha256"]) == 64

        (folder / "words.txt").write_text("hop")
        code, out, _ = run("info")
        assert code == 2
        assert f"mine: FAULTY: {folder / 'words.txt'}: expected" in out

    def test_without_models(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NQTEXT_MODELS", str(tmp_path / "missing"))
        code, out, _ = run("info")
        assert code == 2
        assert "no models folder" in out

    def test_loads_neither_underthesea_nor_sklearn(self) -> None:
        program = (
            "import sys\nfrom nqtext.cli import app\n"
            "try: app(['info'])\nexcept SystemExit: pass\n"
            "sys.exit(', '.join({'underthesea', 'sklearn'} & sys.modules.keys()) or 0)"
        )
        assert subprocess.run([sys.executable, "-c", program], env=environment()).returncode == 0


def test_version(run: Run) -> None:
    assert run("--version")[:2] == (0, f"nqtext {nqtext.__version__}\n")


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
