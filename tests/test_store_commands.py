"""``nqtext tag --store`` and ``nqtext store`` as their users meet them."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nqtext
from nqtext.cli import app
from nqtext.corpus import Reader, Store
from nqtext.corpus.watch import arrivals

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

TEXT = (
    "Ngày 14/3/2025, tỉnh họp.\nThủ tướng yêu cầu Sở Xây dựng khẩn trương thực hiện Nghị quyết số 06-NQ/TW.\n"
)
FAST = ("--segmenter", "syllable")
ANSI = re.compile("\x1b\\[[0-9;]*m")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


@pytest.fixture
def run(capsysbinary: Any) -> Run:
    def call(*args: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args], prog_name="nqtext")
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode("utf-8"), ANSI.sub("", err.decode("utf-8"))

    return call


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt", ".hidden.txt"):
        (folder / name).write_text(f"{TEXT}{name}", encoding="utf-8")
    return folder


class TestTag:
    def test_a_folder_into_a_store_that_lies_in_it(self, run: Run, inbox: Path) -> None:
        store = inbox / "corpus.db"
        code, out, err = run("tag", *FAST, inbox, "--store", store)
        assert (code, out) == (0, "")
        assert err.startswith(f"nqtext: {store}: 3 tagged, 0 unchanged, 0 failed in ")
        code, _, err = run("tag", *FAST, inbox, "--store", store, "--quiet")
        assert (code, err) == (0, "")
        with Reader(store) as opened:
            assert [a.id for a in opened.articles()] == [
                str(inbox / n) for n in ("a.txt", "b.txt", "sub/c.txt")
            ]
            assert [r["skipped"] for r in opened.status().runs] == [3, 0]

    def test_the_summary_is_for_machines(self, run: Run, inbox: Path, tmp_path: Path) -> None:
        (inbox / "bad.txt").write_bytes(bytes(range(256)) * 20)
        store, path = tmp_path / "corpus.db", tmp_path / "summary.json"
        code, out, err = run("tag", *FAST, inbox, "--store", store, "--summary", path)
        assert (code, out) == (1, "")
        assert err.splitlines()[0].startswith(f"nqtext: {inbox / 'bad.txt'}: ")
        told = json.loads(path.read_text(encoding="utf-8"))
        assert (told["tagged"], told["failed"], told["seen"], told["state"]) == (3, 1, 4, "done")
        assert told["failures"][0]["article"] == str(inbox / "bad.txt")
        code, out, _ = run("tag", *FAST, inbox, "--store", store, "--summary", "-")
        assert code == 0
        assert json.loads(out)["failed_before"] == 1
        code, out, _ = run("tag", *FAST, inbox, "--store", store, "--summary", "-", "--retry")
        assert (code, json.loads(out)["failed"]) == (1, 1)

    def test_options_that_change_the_articles_tag_anew(self, run: Run, inbox: Path, tmp_path: Path) -> None:
        store, terms = tmp_path / "corpus.db", tmp_path / "terms.tsv"

        def tagged(*options: str) -> int:
            out = run("tag", *FAST, inbox, "--store", store, "--summary", "-", *options)[1]
            return int(json.loads(out)["tagged"])

        terms.write_text("term\tlabel\nhọp\tEVENT\n", encoding="utf-8")
        assert tagged("--terms", str(terms), "--published", "2025-03") == 3
        assert tagged("--terms", str(terms), "--published", "2025-03") == 0
        terms.write_text("term\tlabel\ntỉnh\tPLACE\n", encoding="utf-8")
        assert tagged("--terms", str(terms), "--published", "2025-03") == 3
        with Reader(store) as opened:
            article = opened.article(str(inbox / "a.txt"))
            assert [m.text for m in article.select("PLACE")] == ["tỉnh"]
            assert article.metadata["published"] == "2025-03"

    def test_settings_from_the_environment(
        self, run: Run, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NQTEXT_STORE", str(tmp_path / "corpus.db"))
        monkeypatch.setenv("NQTEXT_QUIET", "1")
        assert run("tag", *FAST, inbox) == (0, "", "")
        with Reader(tmp_path / "corpus.db") as opened:
            assert len(opened) == 3

    def test_fail_fast(self, run: Run, inbox: Path, tmp_path: Path) -> None:
        missing = [tmp_path / f"{i}.txt" for i in range(3)]
        store = tmp_path / "corpus.db"
        code, out, _ = run("tag", *FAST, *missing, "--store", store, "--fail-fast", "--summary", "-")
        assert (code, json.loads(out)["failed"], json.loads(out)["state"]) == (1, 1, "stopped")
        code, out, err = run("tag", *FAST, *missing, inbox / "a.txt", "--fail-fast")
        assert (code, out, len(err.splitlines())) == (1, "", 1)

    def test_tables_of_articles(self, run: Run, tmp_path: Path) -> None:
        import csv

        inbox, store = tmp_path / "inbox", tmp_path / "corpus.db"
        inbox.mkdir()
        (inbox / "a.jsonl").write_text(
            "".join(
                json.dumps(row) + "\n"
                for row in (
                    {"id": "tin-1", "text": TEXT, "published": "2025-03-14"},
                    {"id": "tin-2"},
                    {"text": f"{TEXT}Không có mã."},
                )
            ),
            encoding="utf-8",
        )
        with open(inbox / "b.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["id", "text"], ["=1+1", "=cmd họp."], ["tin-4", TEXT]])
        (inbox / "c.csv").write_text("id,body\n1,Tỉnh họp.\n", encoding="utf-8")
        (inbox / "d.txt").write_text(TEXT, encoding="utf-8")
        told = json.loads(run("tag", *FAST, inbox, "--store", store, "--summary", "-")[1])
        assert (told["tagged"], told["failed"]) == (5, 2)
        assert {failure["article"] for failure in told["failures"]} == {
            str(inbox / "a.jsonl:2"),
            str(inbox / "c.csv:1"),
        }
        with Reader(store) as opened:
            ids = {article.id for article in opened.articles()}
            assert ids == {"tin-1", str(inbox / "a.jsonl:3"), "=1+1", "tin-4", str(inbox / "d.txt")}
            assert opened.article("tin-1").metadata["published"] == "2025-03-14"
        told = json.loads(run("tag", *FAST, inbox, "--store", store, "--summary", "-")[1])
        assert (told["skipped"], told["failed_before"], told["tagged"]) == (5, 2, 0)
        told = json.loads(
            run("tag", *FAST, inbox / "c.csv", "--text-column", "body", "--store", store, "--summary", "-")[1]
        )
        assert told["tagged"] == 1
        with Reader(store) as opened:  # a row that was put right is off the record, the others are not
            assert [failure.article for failure in opened.failures()] == [str(inbox / "a.jsonl:2")]
        run("store", "export", store, "-o", tmp_path / "out.csv", "--kind", "sentences")
        with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert {"'=1+1", "'=cmd họp."} <= cells

    @posix
    def test_lines_of_progress_without_a_total(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"text": "Tỉnh họp."}\n' * 3, encoding="utf-8")
        program = (
            "import nqtext.cli.progress as p, sys; p.INTERVAL = 0\n"
            "from nqtext.cli import main\nsys.argv[0] = 'nqtext'\nmain()"
        )
        store = str(tmp_path / "corpus.db")
        command = [sys.executable, "-c", program, "tag", *FAST, str(tmp_path / "a.jsonl"), "--store", store]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert re.search(r"nqtext: 2, \d+\.\d articles/s, time left unknown, 0 failed\n", done.stderr)

    def test_settings_of_every_kind_from_the_environment(
        self, run: Run, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NQTEXT_STORE", str(tmp_path / "corpus.db"))
        monkeypatch.setenv("NQTEXT_SUMMARY", str(tmp_path / "summary.json"))
        monkeypatch.setenv("NQTEXT_JOBS", "2")
        monkeypatch.setenv("NQTEXT_FAIL_FAST", "1")
        monkeypatch.setenv("NQTEXT_SEGMENTER", "syllable")
        assert run("tag", tmp_path / "missing.txt", inbox)[0] == 1
        assert json.loads((tmp_path / "summary.json").read_text("utf-8"))["state"] == "stopped"
        monkeypatch.setenv("NQTEXT_DASK", "tcp://127.0.0.1:9")
        code, _, err = run("tag", inbox)
        assert code == 2
        assert "--dask: the cluster has its own number of processes" in err

    @pytest.mark.parametrize(
        "options",
        [
            ("--watch",),
            ("--dask", "tcp://127.0.0.1:9"),
            ("--retry",),
            ("--summary", "x"),
            ("--store", "x.db", "-o", "y"),
            ("--store", "x.db", "--format", "text"),
            ("--store", "x.db", "--summary", "no/folder/x"),
            ("--store", "x.db", "-"),
        ],
    )
    def test_options_that_do_not_go_together(
        self, run: Run, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        code, out, err = run("tag", *FAST, inbox / "a.txt", *options)
        assert (code, out, err.count("\n")) == (2, "", 1)

    @posix
    def test_lines_of_progress_where_there_is_no_terminal(self, inbox: Path, tmp_path: Path) -> None:
        program = (
            "import nqtext.cli.progress as p, sys; p.INTERVAL = 0\n"
            "from nqtext.cli import main\nsys.argv[0] = 'nqtext'\nmain()"
        )
        store = str(tmp_path / "corpus.db")
        command = [sys.executable, "-c", program, "tag", *FAST, str(inbox), "--store", store]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert re.search(r"nqtext: 2 of 3, \d+\.\d articles/s, \d+ s left, 0 failed\n", done.stderr)

    @posix
    def test_a_bar_on_a_terminal(self, inbox: Path, tmp_path: Path) -> None:
        import pty

        (inbox / "bad.txt").write_bytes(bytes(range(256)) * 20)
        terminal, end = pty.openpty()
        store = str(tmp_path / "corpus.db")
        process = subprocess.Popen(
            [sys.executable, "-m", "nqtext", "tag", *FAST, str(inbox), "--store", store],
            stdout=end,
            stderr=end,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"},
        )
        os.close(end)
        shown = b""
        try:
            while chunk := os.read(terminal, 65536):
                shown += chunk
        except OSError:
            pass
        finally:
            os.close(terminal)
        assert process.wait(timeout=60) == 1
        text = ANSI.sub("", shown.decode("utf-8"))
        assert re.search(r"4/4 \d+\.\d/s, 1 failed", text)
        assert "3 tagged, 0 unchanged, 1 failed" in text


class TestStore:
    @pytest.fixture
    def store(self, run: Run, inbox: Path, tmp_path: Path) -> Path:
        path = tmp_path / "corpus.db"
        (inbox / "bad.txt").write_bytes(bytes(range(256)) * 20)
        run("tag", *FAST, inbox, "--store", path)
        return path

    def test_status(self, run: Run, store: Path) -> None:
        code, out, _ = run("store", "status", store)
        assert code == 0
        assert "3 articles, 9 paragraphs" in out
        assert "1 failures" in out
        assert "done: 3 tagged, 0 unchanged, 1 failed, 0 failed before" in out
        told = json.loads(run("store", "status", store, "--json")[1])
        assert (told["articles"], told["runs"][0]["failed"]) == (3, 1)

    def test_failures(self, run: Run, store: Path, inbox: Path) -> None:
        code, out, _ = run("store", "failures", store)
        assert code == 1
        assert out.startswith(f"{inbox / 'bad.txt'}: ")
        assert "(ReadError, tried 1 x, last 20" in out
        assert json.loads(run("store", "failures", store, "--json")[1])["error"] == "ReadError"
        (inbox / "bad.txt").write_text("Sửa rồi.", encoding="utf-8")
        run("tag", *FAST, inbox, "--store", store)
        assert run("store", "failures", store) == (0, "", "")

    def test_search(self, run: Run, store: Path, inbox: Path) -> None:
        code, out, _ = run("store", "search", store, "so xay dung", "--label", "directive", "-n", "2")
        assert code == 0
        assert [line.split(" ", 1)[0] for line in out.splitlines()] == [
            f"{inbox / name}:2" for name in ("a.txt", "b.txt")
        ]
        assert "[directive] Thủ tướng yêu cầu Sở Xây dựng" in out
        hit = json.loads(run("store", "search", store, "06-NQ/TW", "--json", "-n", "1")[1])
        assert hit["paragraph"] == 1
        assert run("store", "search", store, "Sợ Xây dựng") == (1, "", "")
        assert run("store", "search", store, "--", "-")[0] == 2

    def test_export(self, run: Run, store: Path, tmp_path: Path) -> None:
        assert run("store", "export", store, "-o", tmp_path / "out.jsonl") == (0, "", "")
        lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
        with Reader(store) as opened:
            assert [nqtext.from_dict(json.loads(line)) for line in lines] == list(opened.articles())
        assert run("store", "export", store, "-o", tmp_path / "out.csv", "--kind", "documents")[0] == 0
        with open(tmp_path / "out.csv", encoding="utf-8-sig", newline="") as file:
            assert [row["code"] for row in csv.DictReader(file)] == ["NQ-TW"] * 3
        assert run("store", "export", store, "-o", tmp_path / "out.xml")[0] == 2
        assert run("store", "export", store, "-o", tmp_path / "out.csv", "--kind", "words")[0] == 2

    def test_retag(self, run: Run, store: Path) -> None:
        code, out, _ = run("store", "retag", store, "--min-score", "1", *FAST)
        assert (code, json.loads(out)["tagged"]) == (0, 3)
        code, out, _ = run("store", "retag", store, "--min-score", "1", *FAST)
        assert (code, json.loads(out)["tagged"]) == (0, 0)
        code, out, _ = run("store", "retag", store, "--sentences", *FAST)
        assert (code, json.loads(out)["tagged"]) == (0, 3)
        with Reader(store) as opened:
            assert all(article.sentence_scores is not None for article in opened.articles())

    @pytest.mark.parametrize("command", ["status", "failures", "retag"])
    def test_what_is_no_store(self, run: Run, tmp_path: Path, command: str) -> None:
        path = tmp_path / "missing.db"
        code, _, err = run("store", command, path)
        assert code == 1
        assert err.startswith(f"nqtext: {path}: there is no such store")
        assert not path.exists()


class TestWatch:
    def test_a_file_that_is_being_written_waits(self, tmp_path: Path) -> None:
        old, growing = tmp_path / "old.txt", tmp_path / "growing.txt"
        old.write_text("cũ")
        os.utime(old, (1, 1))
        growing.write_text("a")
        looks = arrivals([str(tmp_path)], interval=1000, sleep=lambda seconds: None)
        assert next(looks) == [str(old)]
        growing.write_text("ab")
        assert next(looks) == []
        assert next(looks) == [str(growing)]
        assert next(looks) == []
        growing.unlink()
        assert next(looks) == []

    @posix
    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
    def test_what_arrives_is_tagged(self, inbox: Path, tmp_path: Path, how: signal.Signals) -> None:
        path = tmp_path / "corpus.db"
        process = subprocess.Popen(
            [
                sys.executable,
                *("-m", "nqtext", "tag", *FAST, str(inbox), "--store", str(path)),
                *("--watch", "--interval", "0.1", "--summary", "-", "--quiet"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        killer = threading.Timer(100, process.kill)
        killer.start()
        assert process.stdout is not None
        tagged = 0
        while tagged < 3:
            tagged += json.loads(process.stdout.readline())["tagged"]
        (inbox / "new.txt").write_text("Tin mới đến.", encoding="utf-8")
        assert json.loads(process.stdout.readline())["tagged"] == 1
        time.sleep(0.3)
        process.send_signal(how)
        out, err = process.communicate(timeout=60)
        killer.cancel()
        assert (process.returncode, out, err) == (0, "", "")
        with Store(path) as store:
            assert len(store) == 4
