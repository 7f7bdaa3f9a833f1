"""A Dask cluster does the work: separate worker processes, one of them killed, the same rows."""

from __future__ import annotations

import json
import os
import re
import runpy
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nqtext
from nqtext.cli import app
from nqtext.corpus import Reader, Store, tag, tag_batch
from nqtext.errors import MissingExtraError, NqtextError, WorkerError
from nqtext.reading import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqtext.entities import Candidate, Context

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
    pytest.mark.filterwarnings("ignore"),  # those of Dask and its web server
]
TEXT = "Ngày 14/3/2025, tỉnh họp lần {}.\nThủ tướng yêu cầu Bộ Xây dựng thực hiện Nghị quyết số 06-NQ/TW.\n"


class Slow:
    """Takes long enough for a worker to be killed in the middle of it."""

    name = "slow"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        time.sleep(0.005)
        return ()


class Fatal:
    """Ends whatever process meets a certain text."""

    name = "fatal"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        if "lần 7." in context.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as running,
    ):
        yield running


def rows(path: Path) -> list[tuple[Any, ...]]:
    """All that the tables say, whatever numbers the articles have."""
    with Reader(path) as store:
        return [
            row
            for table in ("paragraphs", "sentences", "mentions", "referents", "dates")
            for row in store.query(
                f"SELECT a.article AS name, t.* FROM {table} AS t JOIN articles AS a ON a.id = t.article "
                "ORDER BY 1, 4, 5"
            )
        ]


def contents(path: Path) -> list[str]:
    with Reader(path) as store:
        return [article.to_json() for article in store.articles()]


@pytest.mark.endurance
def test_a_worker_is_killed_and_nothing_is_lost(cluster: Any, tmp_path: Path) -> None:
    nlp = nqtext.load(segmenter="syllable", recognizers=[Slow()])
    sources = [Source(TEXT.format(i), id=f"tin {i}") for i in range(400)]
    (killed, *_) = [info["pid"] for info in _workers(cluster)]
    with Store(tmp_path / "cluster.db") as store:
        count = 0

        def progress(summary: Any) -> None:
            nonlocal count
            count += 1
            if count == 60:
                os.kill(killed, signal.SIGKILL)

        done = tag(store, sources, nlp, cluster=cluster.scheduler_address, progress=progress)
        assert (done.tagged, done.failed, done.state) == (400, 0, "done")
    assert killed not in {info["pid"] for info in _workers(cluster)}
    with Store(tmp_path / "local.db") as store:
        tag(store, sources, nlp)
    assert contents(tmp_path / "cluster.db") == contents(tmp_path / "local.db")
    assert len(rows(tmp_path / "cluster.db")) == len(rows(tmp_path / "local.db")) > 2000


@pytest.mark.endurance
def test_what_kills_every_worker_is_named(cluster: Any, tmp_path: Path) -> None:
    nlp = nqtext.load(segmenter="syllable", recognizers=[Fatal()])
    sources = [Source(TEXT.format(i), id=f"tin {i}") for i in range(40)]
    with Store(tmp_path / "cluster.db") as store:
        done = tag(store, sources, nlp, cluster=cluster.scheduler_address)
        assert (done.tagged, done.failed) == (39, 1)
        (failure,) = store.failures()
        assert (failure.article, failure.error) == ("tin 7", "WorkerError")
        assert "'tin 7'" in failure.reason


def test_arrow_batches_give_the_rows_of_a_local_run(cluster: Any) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    whole = pyarrow.RecordBatch.from_pydict(
        {"id": [str(i) for i in range(40)], "text": [TEXT.format(i) for i in range(40)]}
    )
    batches = [whole.slice(i, 7) for i in range(0, 40, 7)]
    with distributed.Client(cluster) as client:
        found = [
            future.result() for future in distributed.as_completed(client.map(tag_batch, batches, pure=False))
        ]
    rows = pyarrow.Table.from_batches(found).sort_by("id")
    assert rows.equals(pyarrow.Table.from_batches([tag_batch(whole)]).sort_by("id"))


def test_the_recipe_of_the_page(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow

    page = (Path(__file__).parent.parent / "docs" / "scaling.md").read_text(encoding="utf-8")
    recipes = re.findall(r"```python\n(.*?)```", page, re.S)
    for recipe in recipes:
        compile(recipe, "docs/scaling.md", "exec")
    dask, *_, asked = recipes
    assert "from distributed import" in dask
    assert "import polars" in asked
    (tmp_path / "articles").mkdir()
    whole = pyarrow.table({"id": [str(i) for i in range(9)], "text": [TEXT.format(i) for i in range(9)]})
    for i in range(3):
        parquet.write_table(whole.slice(i * 3, 3), tmp_path / "articles" / f"{i}.parquet")
    (tmp_path / "recipe.py").write_text(
        dask.replace("tcp://10.0.0.1:8786", cluster.scheduler_address).replace(
            'Path("', f'Path("{tmp_path}", "'
        ),
        encoding="utf-8",
    )
    runpy.run_path(str(tmp_path / "recipe.py"), run_name="__main__")
    tagged = parquet.read_table(tmp_path / "tagged")
    assert tagged.equals(pyarrow.Table.from_batches([tag_batch(whole.to_batches()[0])]))
    pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    exec(asked, found)
    assert found["documents"].collect().rows() == [("Nghị quyết số 06-NQ/TW", 9)]


def test_the_command(cluster: Any, tmp_path: Path, capsysbinary: Any) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "corpus.db"
    inbox.mkdir()
    for i in range(30):
        (inbox / f"{i:02}.txt").write_text(TEXT.format(i), encoding="utf-8")
    (inbox / "bad.txt").write_bytes(bytes(range(256)) * 20)
    command = ["tag", "--segmenter", "syllable", str(inbox), "--store", str(store), "--summary", "-"]
    for tagged, failed in ((30, 1), (0, 0)):
        with pytest.raises(SystemExit) as ended:
            app([*command, "--dask", cluster.scheduler_address], prog_name="nqtext")
        told = json.loads(capsysbinary.readouterr()[0])
        assert (told["tagged"], told["failed"]) == (tagged, failed)
        assert (ended.value.code or 0) == (1 if failed else 0)
    with Reader(store) as opened:
        assert opened.article(str(inbox / "00.txt")).text == TEXT.format(0)
        assert opened.failures()[0].error == "ReadError"


def test_workers_of_other_versions_are_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nqtext.pipeline.__version__", "0.0.1")
    with (
        Store(tmp_path / "corpus.db") as store,
        pytest.raises(NqtextError, match="a worker has other versions"),
    ):
        tag(
            store,
            [Source("Tỉnh họp.", id="a")],
            nqtext.load(segmenter="syllable"),
            cluster=cluster.scheduler_address,
        )


def test_no_cluster_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nqtext.corpus.cluster._PATIENCE", 1)
    sources, nlp = [Source("Tỉnh họp.", id="a")], nqtext.load(segmenter="syllable")
    with Store(tmp_path / "corpus.db") as store:
        with pytest.raises(WorkerError, match="no Dask scheduler answers"):
            tag(store, sources, nlp, cluster="tcp://127.0.0.1:9")
        with (
            distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty,
            pytest.raises(WorkerError, match="has no workers"),
        ):
            tag(store, sources, nlp, cluster=empty.scheduler_address)
        monkeypatch.setattr("nqtext.corpus.cluster.find_spec", lambda name: None)
        with pytest.raises(MissingExtraError, match=r"nqtext\[dask\]"):
            tag(store, sources, nlp, cluster="tcp://127.0.0.1:9")


@pytest.mark.endurance
def test_a_scheduler_that_goes_ends_the_run_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    import dask

    program = (
        "import distributed, time\n"
        "if __name__ == '__main__':\n"
        "    c = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=':0')\n"
        "    print(c.scheduler_address, flush=True)\n"
        "    time.sleep(300)\n"
    )
    monkeypatch.setattr("nqtext.corpus.cluster._PATIENCE", 5)  # for so long Dask looks for it again
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    nlp, sources = (
        nqtext.load(segmenter="syllable"),
        (Source(TEXT.format(i), id=str(i)) for i in range(10**6)),
    )

    def progress(summary: Any) -> None:
        if summary.tagged == 60:
            process.kill()

    with (
        Store(tmp_path / "corpus.db") as store,
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        process.stdout,
    ):
        with pytest.raises(WorkerError, match="the Dask scheduler has gone"):
            tag(store, sources, nlp, cluster=address, progress=progress)
        process.wait()
        assert len(store) >= 60
        assert store.status().runs[0]["state"] == "broken"


def test_only_as_much_is_sent_as_there_are_workers_for(cluster: Any, tmp_path: Path) -> None:
    taken, stored = 0, 0

    def sources() -> Iterator[Source]:
        nonlocal taken
        for i in range(600):
            taken += 1
            assert taken - stored < 300
            yield Source(f"Tỉnh họp lần {i}.", id=str(i))

    def progress(summary: Any) -> None:
        nonlocal stored
        stored = summary.tagged

    with Store(tmp_path / "corpus.db") as store:
        nlp = nqtext.load(segmenter="syllable")
        tag(store, sources(), nlp, cluster=cluster.scheduler_address, progress=progress)
        assert len(store) == 600


def _workers(cluster: Any) -> list[dict[str, Any]]:
    """The workers that are there, once there are two: a nanny starts one for one that was killed."""
    end = time.monotonic() + 60
    while True:
        with distributed.Client(cluster) as client:
            found = list(client.run(_info).values())
        if len(found) == 2:
            return found
        assert time.monotonic() < end
        time.sleep(0.1)


def _info() -> dict[str, Any]:
    return {"pid": os.getpid(), "thread": threading.current_thread().name}
