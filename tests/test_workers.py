"""Worker processes of ``pipe``: deaths survived and named, bounded work under way, nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import nqtext
from nqtext.errors import WorkerError
from nqtext.reading import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities import Candidate, Context

pytestmark = [pytest.mark.endurance, pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")]


class Killer:
    """Ends its process where it sees a certain text, as the system does when memory is short."""

    name = "killer"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        if "hết bộ nhớ" in context.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


class Late:
    """Brings down the process that it is sent to."""

    name = "late"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        return ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _leave, (os.getpid(),)


def _leave(home: int) -> Late:
    if os.getpid() != home:
        os._exit(3)
    return Late()


@pytest.fixture(scope="module")
def fragile() -> nqtext.Pipeline:
    return nqtext.load(recognizers=[Killer()], segmenter="syllable")


def test_the_death_of_a_worker_costs_one_article(fragile: nqtext.Pipeline) -> None:
    texts: list[Any] = [f"Tỉnh họp lần {i}." for i in range(100)]
    texts[3] = Source("Phiên họp này hết bộ nhớ.", id="inbox/3.txt")
    texts[97] = "Và phiên này cũng hết bộ nhớ."
    outcomes = list(fragile.pipe(texts, n_process=2, errors="yield"))
    assert len(outcomes) == 100
    dead = {i: str(outcome) for i, outcome in enumerate(outcomes) if isinstance(outcome, WorkerError)}
    assert set(dead) == {3, 97}
    assert "'inbox/3.txt'" in dead[3]
    assert "SIGKILL" in dead[3]
    assert "that begins 'Và phiên này" in dead[97]
    for i, outcome in enumerate(outcomes):
        assert i in dead or outcome.text is texts[i]


def test_the_death_of_a_worker_is_raised_by_default(fragile: nqtext.Pipeline) -> None:
    with pytest.raises(WorkerError, match="SIGKILL"):
        list(fragile.pipe(["Chính phủ họp.", "Nơi này hết bộ nhớ."], n_process=2))
    assert not multiprocessing.active_children()


def test_a_worker_that_cannot_start_ends_the_run() -> None:
    nlp = nqtext.load(recognizers=[Late()], segmenter="syllable")
    assert pickle.loads(pickle.dumps(nlp))
    with pytest.raises(WorkerError, match=r"could not start \(exit code 3\)"):
        list(nlp.pipe(["Chính phủ họp."], n_process=2, errors="yield"))


def test_little_is_taken_ahead_and_nothing_is_left_behind() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"Chính phủ họp lần {taken}."

    articles = nqtext.load("syllable").pipe(endless(), n_process=2)
    for i in range(1, 400):
        assert f"lần {i}." in next(articles).text
        assert taken - i < 300
    assert len(multiprocessing.active_children()) == 2
    articles.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_workers_end_with_their_parent() -> None:
    import subprocess

    program = (
        "import nqtext, itertools, multiprocessing\n"
        "if __name__ == '__main__':\n"
        "    articles = nqtext.load('syllable').pipe(itertools.repeat('Tỉnh họp.'), n_process=2)\n"
        "    for _ in range(200): next(articles)\n"
        "    print(*(p.pid for p in multiprocessing.active_children()), flush=True)\n"
        "    for _ in articles: pass\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    end = time.monotonic() + 30
    while any(map(_alive, workers)):
        assert time.monotonic() < end, "a worker outlived its parent"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"  # a zombie is its reaper's to clear away
    except (ProcessLookupError, FileNotFoundError):
        return False


class Bound:
    """Cannot be sent to a worker at all."""

    name = "bound"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        return ()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("cannot pickle 'Bound'")


def test_a_pipeline_that_does_not_pickle_is_told() -> None:
    nlp = nqtext.load(recognizers=[Bound()], segmenter="syllable")
    with pytest.raises(TypeError, match="cannot pickle 'Bound'"):
        list(nlp.pipe(["Chính phủ họp."] * 100, n_process=2))
    assert not multiprocessing.active_children()


def test_a_worker_that_dies_before_it_has_its_task() -> None:
    nlp = nqtext.load()
    assert len(pickle.dumps(nlp)) > 1 << 20  # more than a pipe takes from one who finds nobody to read it
    multiprocessing.set_executable("/bin/false")
    try:
        with pytest.raises(WorkerError, match="could not start"):
            list(nlp.pipe(["Chính phủ họp."] * 100, n_process=2))
    finally:
        multiprocessing.set_executable(sys.executable)
    assert not multiprocessing.active_children()
