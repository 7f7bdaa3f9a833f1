"""Many articles: tables, folders, patterns and standard input."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.cli import app
from nqtext.errors import ConfigurationError, LimitError, MissingExtraError, ReadError
from nqtext.reading import Limits

pyarrow = pytest.importorskip("pyarrow")

ROWS: list[dict[str, Any]] = [
    {
        "ma": "b1",
        "noi_dung": "Sáng 12/3, tỉnh họp.\nGiao Sở Xây dựng chủ trì.",
        "ngay": "2024-03-12",
        "bao": "Báo A",
    },
    {"ma": "b2", "noi_dung": 'Ông nói: "Làm ngay", rồi ký; không chậm trễ.', "ngay": "2024-03-13", "bao": ""},
    {"ma": "", "noi_dung": "", "ngay": "", "bao": ""},
]
NAMED = {"text": "noi_dung", "id": "ma", "metadata": {"published": "ngay", "publisher": "bao"}}


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_table(rows: list[dict[str, Any]], divider: str = ",") -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=divider)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def parquet(rows: list[dict[str, Any]]) -> bytes:
    from pyarrow import parquet as format

    stream = io.BytesIO()
    format.write_table(pyarrow.Table.from_pylist(rows), stream)
    return stream.getvalue()


def zstd(data: bytes, folder: Path) -> bytes:
    path = folder / "packed"
    with pyarrow.CompressedOutputStream(str(path), "zstd") as packed:
        packed.write(data)
    return path.read_bytes()


TABLES = {
    "a.jsonl": json_lines(ROWS),
    "a.ndjson": b"\xef\xbb\xbf" + json_lines(ROWS),
    "a.csv": csv_table(ROWS),
    "b.csv": csv_table(ROWS, ";"),
    "a.tsv": csv_table(ROWS, "\t"),
    "a.parquet": parquet(ROWS),
    "a.jsonl.gz": gzip.compress(json_lines(ROWS)),
    "a.csv.gz": gzip.compress(csv_table(ROWS)),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_its_articles_whatever_its_form(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(TABLES[name])
    articles = list(nqtext.read_many(path, **NAMED))  # type: ignore[call-overload]
    assert [article.text for article in articles] == [row["noi_dung"] for row in ROWS]
    assert [article.id for article in articles] == ["b1", "b2", f"{path}:3"]
    assert dict(articles[0].metadata) == {"published": "2024-03-12", "publisher": "Báo A"}
    assert dict(articles[1].metadata) == {"published": "2024-03-13"}
    assert articles[0].furniture == ()


def test_columns_of_the_usual_names_need_no_naming(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": 7, "text": "Tỉnh họp.", "title": "Họp", "published": "2024-03", "other": [1]}
    path.write_bytes(json_lines([row]))
    (article,) = nqtext.read_many(path)
    assert (article.id, dict(article.metadata)) == ("7", {"title": "Họp", "published": "2024-03"})
    (article,) = nqtext.read_many(path, metadata=["other"])
    assert dict(article.metadata) == {"other": (1,)}


def test_zstandard_is_unpacked_in_tables_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(zstd(json_lines(ROWS), tmp_path))
    (tmp_path / "a.txt.zst").write_bytes(zstd("Tỉnh họp.".encode(), tmp_path))
    assert len(list(nqtext.read_many(tmp_path / "a.jsonl.zst", text="noi_dung"))) == 3
    assert nqtext.read(tmp_path / "a.txt.zst").text == "Tỉnh họp."
    cut = (tmp_path / "a.txt.zst").read_bytes()[:-3]
    with pytest.raises(ReadError, match="broken or truncated"):
        nqtext.read(cut)


def test_dates_of_a_parquet_table_are_written_as_iso(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet([{"text": "Tỉnh họp.", "published": datetime.date(2024, 3, 12)}]))
    (article,) = nqtext.read_many(path)
    assert article.metadata["published"] == "2024-03-12"


def test_texts_of_a_table_can_be_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = (
        "Ủy ban nhân dân tỉnh yêu cầu các sở khẩn trương thực hiện Nghị quyết về phát triển đô thị bền vững."
    )
    path.write_bytes(json_lines([{"text": f"<html><body><p>{line}</p><p>{line}</p></body></html>"}]))
    (article,) = nqtext.read_many(path, format="html")
    assert article.text == f"{line}\n{line}"


def test_folders_and_patterns_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "con").mkdir()
    for name in ("b.txt", "a.txt", "con/c.txt", ".kín.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "d.jsonl").write_bytes(json_lines([{"text": "dòng"}]))
    assert [article.text for article in nqtext.read_many(tmp_path)] == ["a.txt", "b.txt", "dòng", "con/c.txt"]
    assert [article.text for article in nqtext.read_many(f"{tmp_path}/**/*.txt")] == [
        "a.txt",
        "b.txt",
        "con/c.txt",
    ]
    several: list[str | Path] = [tmp_path / "b.txt", str(tmp_path / "con")]
    assert [article.id for article in nqtext.read_many(several)] == [
        str(tmp_path / "b.txt"),
        str(tmp_path / "con/c.txt"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (json_lines(ROWS[:2]), [row["noi_dung"] for row in ROWS[:2]]),
        ("Tỉnh họp.".encode("utf-16"), ["Tỉnh họp."]),
    ],
    ids=["json lines", "an article"],
)
def test_standard_input(data: bytes, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [article.text for article in nqtext.read_many("-", text="noi_dung")] == expected


# -- what goes wrong -------------------------------------------------------------------------------


def test_an_error_ends_the_reading_or_stands_in_its_place(tmp_path: Path) -> None:
    good = tmp_path / "a.jsonl"
    good.write_bytes(b'{"text": "m\xe1"}\n{"text": 7}\n{"body": "x"}\n{"text": \n[1]\n' + b'{"text": "hai"}')
    missing = tmp_path / "none.txt"
    found = list(nqtext.read_many([missing, good, f"{tmp_path}/*.html"], errors="yield"))
    assert [str(item).replace(str(tmp_path), "") for item in found if isinstance(item, Exception)] == [
        "/none.txt: there is no such file",
        "/a.jsonl, row 1: not valid JSON ('utf-8' codec can't decode byte 0xe1 in position 11: invalid continuation byte)",
        "/a.jsonl, row 2: the column 'text' holds no text",
        "/a.jsonl, row 3: no column 'text' with the text (there are: body); name it",
        "/a.jsonl, row 4: not valid JSON (Expecting value: line 2 column 1 (char 10))",
        "/a.jsonl, row 5: a JSON object is expected, with its columns",
        "/*.html: no file matches the pattern",
    ]
    assert [item.text for item in found if isinstance(item, nqtext.Source)] == ["hai"]
    with pytest.raises(ReadError, match="no such file"):
        list(nqtext.read_many([missing, good]))
    with pytest.raises(ConfigurationError, match="errors"):
        nqtext.read_many(good, errors="ignore")


def test_broken_tables_are_one_error_each(tmp_path: Path) -> None:
    broken = {
        "a.parquet": parquet(ROWS)[:200],
        "b.parquet": b"",
        "c.csv.gz": gzip.compress(csv_table(ROWS))[:-12],
        "d.csv": b'text\n"a',
        "e.csv": "text\nngh\u1ecb".encode("utf-8")[:-1],
        "f.jsonl.gz": b"\x1f\x8b\x08" + bytes(30),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        found = list(nqtext.read_many(tmp_path / name, text="text", errors="yield"))
        assert isinstance(found[-1], ReadError), name
        assert str(found[-1]).startswith(str(tmp_path / name)), name


def test_bombs_are_stopped_by_limits_that_are_named(tmp_path: Path) -> None:
    endless = b'{"text": "' + b"a" * 5_000_000
    bombs = {"a.jsonl.gz": gzip.compress(endless), "b.csv.gz": gzip.compress(b"text\n" + b"a" * 5_000_000)}
    limits = Limits(max_bytes=100_000, max_unpacked_bytes=100_000)
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(LimitError, match="the limit max_bytes is 100000"):
            list(nqtext.read_many(tmp_path / name, limits=limits))
    (tmp_path / "c.parquet").write_bytes(parquet([{"text": "a" * 5_000_000}]))
    with pytest.raises(LimitError, match="the limit max_unpacked_bytes is 100000"):
        list(nqtext.read_many(tmp_path / "c.parquet", limits=limits))
    with pytest.raises(LimitError, match="the limit max_unpacked_bytes is 100000"):
        nqtext.read(gzip.compress(bytes(5_000_000)), limits=limits)
    with pytest.raises(LimitError, match="the limit max_unpacked_bytes is 100000"):
        nqtext.read(zstd(bytes(5_000_000), tmp_path), limits=limits)


def test_what_is_missing_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(TABLES["a.parquet"])
    packed = zstd(b"abc", tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for attempt in (lambda: list(nqtext.read_many(tmp_path / "a.parquet")), lambda: nqtext.read(packed)):
        with pytest.raises(MissingExtraError, match=r"pip install 'nqtext\[tables\]'"):
            attempt()


def test_the_command_line_reads_tables(tmp_path: Path, capsysbinary: Any) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_table(ROWS[:2]))
    (tmp_path / "b.jsonl").write_bytes(b'{"noi_dung": 7}\n')
    columns = ["--text-column", "noi_dung", "--id-column", "ma", "--metadata-column", "ngay"]
    with pytest.raises(SystemExit) as ended:
        app(
            ["tag", "--segmenter", "syllable", *columns, str(path), str(tmp_path / "b.jsonl")],
            prog_name="nqtext",
        )
    out, err = capsysbinary.readouterr()
    articles = [json.loads(line) for line in out.splitlines()]
    assert ended.value.code == 1
    assert [(a["id"], a["metadata"]["ngay"]) for a in articles] == [
        ("b1", "2024-03-12"),
        ("b2", "2024-03-13"),
    ]
    assert err.decode().splitlines() == [
        f"nqtext: {tmp_path / 'b.jsonl'}, row 1: the column 'noi_dung' holds no text",
        "nqtext: 1 of 3 inputs failed",
    ]
