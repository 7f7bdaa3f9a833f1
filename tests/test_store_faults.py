"""Faults that really happen to it: nothing lost, nothing twice, the reason on record."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nqtext
from nqtext.corpus import FileInput, Reader, Store, files_in, tag
from nqtext.errors import StoreError
from nqtext.reading import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities import Candidate, Context

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(os.name != "posix", reason="signals, limits and permissions of POSIX"),
]

TEXT = "Ngày 14/3/2025, tỉnh họp lần {}.\nThủ tướng yêu cầu Bộ Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\n"
COMMAND = [sys.executable, "-m", "nqtext", "tag", "--segmenter", "syllable"]
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534


@pytest.fixture(scope="module")
def nlp() -> nqtext.Pipeline:
    return nqtext.load(segmenter="syllable")


def fill(folder: Path, count: int) -> Path:
    folder.mkdir()
    for i in range(count):
        (folder / f"{i:04}.txt").write_text(TEXT.format(i), encoding="utf-8")
    return folder


def tagging(inbox: Path, store: Path, *options: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, str(inbox), "--store", str(store), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def check(path: Path, inbox: Path, nlp: nqtext.Pipeline) -> None:
    """Every article of the folder is there once, whole, in every table and in the index."""
    with Reader(path) as store:
        assert store.query("PRAGMA integrity_check") == [("ok",)]
        kept = {article.id: article for article in store.articles()}
        files = list(files_in([str(inbox)]))
        assert sorted(map(str, kept)) == files
        assert len(store) == len(files)
        fresh = list(nlp.pipe(FileInput(file).read() for file in files))
        assert all(kept[article.id] == article for article in fresh)
        for table, rows in (
            ("paragraphs", sum(len(article.paragraphs) for article in fresh)),
            ("sentences", sum(len(article.sentences) for article in fresh)),
            ("mentions", sum(len(article.entities) + len(article.anaphora) for article in fresh)),
            ("referents", sum(len(article.referents) for article in fresh)),
            ("search_docsize", sum(len(article.paragraphs) for article in fresh)),
        ):
            assert store.query(f"SELECT count(*) FROM {table}") == [(rows,)], table
        assert store.failures() == []
        assert len(store.search('"nghi quyet" 06-NQ/TW', limit=10_000)) == len(files)


COUNT = 2000  # more than ten runs tag before they are killed, on a fast machine, too


def test_killed_ten_times_at_random_moments(nlp: nqtext.Pipeline, tmp_path: Path) -> None:
    inbox, path = fill(tmp_path / "inbox", COUNT), tmp_path / "corpus.db"
    moment = random.Random(20250314)
    before = 0
    for round in range(10):
        process = tagging(inbox, path, "--jobs", str(1 + round % 2))
        try:
            while (stored := count(path)) == before:  # it has begun to store
                assert process.poll() is None, process.communicate()
                time.sleep(0.01)
            time.sleep(moment.random() * 0.05)
            assert process.poll() is None, "it was done before it could be killed; give it more articles"
        finally:
            process.kill()
            process.communicate()
        stored = count(path)
        assert stored > before
        before = stored
    process = tagging(inbox, path, "--summary", "-")
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert f'"tagged": {COUNT - before}, "skipped": {before}' in out
    check(path, inbox, nlp)
    with Reader(path) as store:
        states = [state for (state,) in store.query("SELECT state FROM runs ORDER BY id")]
        assert states == ["running"] * 10 + ["done"]


def count(path: Path) -> int:
    try:
        with Reader(path) as store:
            return len(store)
    except StoreError:  # it is being made
        return 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted(nlp: nqtext.Pipeline, tmp_path: Path, jobs: str) -> None:
    inbox, path = fill(tmp_path / "inbox", 400), tmp_path / "corpus.db"
    process = tagging(inbox, path, "--quiet", "--summary", "-", "--jobs", jobs)
    while count(path) == 0:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    told = json.loads(out)
    assert told["state"] == "interrupted"
    with Reader(path) as store:
        assert store.status().runs[0]["state"] == "interrupted"
        assert len(store) in (told["tagged"], told["tagged"] + 1)
    process = tagging(inbox, path)
    process.communicate()
    assert process.returncode == 0
    check(path, inbox, nlp)


def test_two_writers_at_once(nlp: nqtext.Pipeline, tmp_path: Path) -> None:
    inbox, path = fill(tmp_path / "inbox", 200), tmp_path / "corpus.db"
    processes = [tagging(inbox, path) for _ in range(2)]
    for process in processes:
        out, err = process.communicate()
        assert process.returncode == 0, (out, err)
    check(path, inbox, nlp)


class TestDiskFull:
    def test_a_limit_of_file_sizes(self, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        import resource

        inbox, path = fill(tmp_path / "inbox", 200), tmp_path / "corpus.db"

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

        process = tagging(inbox, path, preexec_fn=limit)
        _, err = process.communicate()
        self.check_and_go_on(process.returncode, err, path, inbox, nlp)

    @pytest.mark.skipif(not ROOT, reason="only root can mount a small file system")
    def test_a_small_file_system(self, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        inbox, disk = fill(tmp_path / "inbox", 200), tmp_path / "disk"
        disk.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "nqtext-test", str(disk)], capture_output=True
        )
        if mounted.returncode:
            pytest.skip("file systems cannot be mounted here")
        try:
            process = tagging(inbox, disk / "corpus.db")
            _, err = process.communicate()
            # More room: what is stored is taken along and the run goes on.
            for file in disk.iterdir():
                shutil.copy(file, tmp_path)
        finally:
            subprocess.run(["umount", str(disk)], check=True)
        assert "the disk is full; free some space and run again" in err
        self.check_and_go_on(process.returncode, err, tmp_path / "corpus.db", inbox, nlp)

    @staticmethod
    def check_and_go_on(code: int, err: str, path: Path, inbox: Path, nlp: nqtext.Pipeline) -> None:
        assert code == 1
        assert "Traceback" not in err
        assert "what is stored stays" in err
        stored = count(path)
        assert 0 < stored < 200
        process = tagging(inbox, path, "--summary", "-")
        out, _ = process.communicate()
        assert f'"tagged": {200 - stored}, "skipped": {stored}' in out
        check(path, inbox, nlp)


@pytest.fixture
def ordinary_user(tmp_path: Path, nlp: nqtext.Pipeline) -> Iterator[None]:
    """For root every file can be read and every folder written to: be somebody else."""
    with Store(tmp_path / "warm.db") as store:  # what is imported late is imported now
        tag(store, [FileInput(str(tmp_path / "missing")), Source("Tỉnh họp.", id="a")], nlp)
        store.search("tinh")
    os.chmod(tmp_path, 0o777)
    if not ROOT:
        yield
        return
    folder = tmp_path.parent
    while folder != folder.parent:  # pytest keeps its folders to root
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o011)
        folder = folder.parent
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.usefixtures("ordinary_user")
class TestPermissions:
    def test_a_folder_that_is_read_only(self, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir()
        with Store(closed / "made.db") as store:
            store.put(nlp("Tỉnh họp."), "a")
        (closed / "made.db").chmod(0o444)
        closed.chmod(0o555)
        try:
            for name in ("new.db", "made.db"):
                with pytest.raises(StoreError, match=f"{name}: cannot be opened for writing"):
                    Store(closed / name)
            with Reader(closed / "made.db") as reader:
                assert [hit.article for hit in reader.search("tinh")] == ["a"]
            assert os.listdir(closed) == ["made.db"]
        finally:
            closed.chmod(0o755)

    def test_a_store_that_cannot_be_read(self, tmp_path: Path) -> None:
        path = tmp_path / "private.db"
        Store(path).close()
        path.chmod(0)
        with pytest.raises(StoreError, match=r"private\.db: cannot be opened for reading"):
            Reader(path)

    def test_a_file_that_cannot_be_read(self, nlp: nqtext.Pipeline, tmp_path: Path) -> None:
        inbox = fill(tmp_path / "inbox", 3)
        closed = inbox / "0001.txt"
        closed.chmod(0)
        with Store(tmp_path / "corpus.db") as store:
            files = [FileInput(file) for file in files_in([str(inbox)])]
            assert (tag(store, files, nlp).failed, len(store)) == (1, 2)
            (failure,) = store.failures()
            assert failure.article == str(closed)
            assert "Permission denied" in failure.reason
            assert tag(store, files, nlp).failed_before == 1
            closed.chmod(0o644)  # there is no need to ask for it again
            assert (tag(store, files, nlp).tagged, store.failures()) == (1, [])


def test_odd_names_of_files(nlp: nqtext.Pipeline, tmp_path: Path) -> None:
    inbox, path = tmp_path / "in\nbox '=;--", tmp_path / "kho %20 #?.db"
    inbox.mkdir()
    names = [
        b"\xff\xfe not utf-8.txt",
        b"b\xff.txt",
        b"b\xfe.txt",
        "họp.txt".encode(),
        "ho\u0323p.txt".encode(),
        b"=cmd.txt",
        b"-rf",
        b"new\nline.txt",
        b" \t",
        b"'; DROP TABLE articles; --",
        b"%s{}$HOME*?.txt",
        "🎉".encode() * 60,
        b"a" * 255,
    ]
    for i, name in enumerate(names):
        Path(os.path.join(inbox, os.fsdecode(name))).write_text(TEXT.format(i), encoding="utf-8")
    for tagged in (len(names), 0):
        process = tagging(inbox, path, "--summary", "-")
        out, err = process.communicate()
        assert process.returncode == 0, err
        assert f'"tagged": {tagged}' in out
    check(path, inbox, nlp)


def test_a_file_that_is_written_to_all_the_time(nlp: nqtext.Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT.format(0), encoding="utf-8")
    done = threading.Event()

    def write() -> None:
        i = 0
        while not done.is_set():
            i += 1
            with open(file, "w", encoding="utf-8") as out:
                for line in TEXT.format(i).splitlines(keepends=True) * 50:
                    out.write(line)
                    out.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with Store(tmp_path / "corpus.db") as store:
            runs = [tag(store, [FileInput(str(file))], nlp) for _ in range(25)]
    finally:
        done.set()
        writer.join()
    assert all(run.tagged + run.failed + run.skipped + run.failed_before == 1 for run in runs)
    with Store(tmp_path / "corpus.db") as store:
        reasons = {f["reason"] for run in runs for f in run.failures}
        assert all("changed while it was read" in reason for reason in reasons)
        tag(store, [FileInput(str(file))], nlp)
        assert store.article(str(file)).text == file.read_text(encoding="utf-8")
        assert (len(store), store.failures()) == (1, [])


class Fragile:
    """A recogniser over which memory runs out, softly or as the system has it."""

    name = "fragile"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        if "lần 7." in context.text:
            bytearray(1 << 60)
        if "lần 42." in context.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


def test_a_worker_that_runs_out_of_memory(tmp_path: Path) -> None:
    nlp = nqtext.load(segmenter="syllable", recognizers=[Fragile()])
    sources = [Source(TEXT.format(i), id=f"tin {i}") for i in range(100)]
    with Store(tmp_path / "corpus.db") as store:
        done = tag(store, sources, nlp, n_process=2)
        assert (done.tagged, done.failed) == (98, 2)
        killed, short = store.failures()
        assert (killed.article, killed.error, short.article) == ("tin 42", "WorkerError", "tin 7")
        assert "killed by SIGKILL" in killed.reason
        assert "'tin 42'" in killed.reason
        assert "MemoryError" in short.reason
        assert [article.id for article in store.articles()] == sorted(
            source.id or "" for source in sources if source.id not in ("tin 7", "tin 42")
        )
        again = tag(store, sources, nqtext.load(segmenter="syllable"), n_process=2, retry=True)
        assert (again.tagged, again.skipped, store.failures()) == (2, 98, [])
