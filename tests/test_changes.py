"""The diff of entities: what a change of the code gained and lost over a fixed set of articles."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqtext.errors import ReadError, SchemaError
from nqtext.reading.source import Source
from nqtext.training.__main__ import main
from nqtext.training.changes import Change, change_lines, compare, compare_entities
from nqtext.training.snapshots import (
    Entity,
    Snapshot,
    read_snapshot,
    read_texts,
    take_snapshot,
    write_snapshot,
)

TEXT = "Bộ Xây dựng thực hiện Nghị quyết số 06-NQ/TW năm 2022 tại Hà Nội."
BODY = Entity(0, 11, "ORGANIZATION", "Bộ Xây dựng", "organization:bxd")
RESOLUTION = Entity(22, 44, "DOCUMENT", "Nghị quyết số 06-NQ/TW", "document:nghi-quyet/06-NQ-TW/")
PLACE = Entity(58, 64, "LOCATION", "Hà Nội", None)


def kinds(old: list[Entity], new: list[Entity]) -> list[str]:
    return [change.kind for change in compare_entities("a", old, new)]


def test_equal_entities_are_no_change() -> None:
    assert kinds([BODY, RESOLUTION, PLACE], [BODY, RESOLUTION, PLACE]) == []


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (Entity(22, 44, "DATE", RESOLUTION.norm, RESOLUTION.link), "relabelled"),
        (Entity(22, 44, "DOCUMENT", "Nghị quyết số 6", RESOLUTION.link), "norm"),
        (Entity(22, 44, "DOCUMENT", RESOLUTION.norm, None), "link"),
        (Entity(22, 53, "DOCUMENT", RESOLUTION.norm, RESOLUTION.link), "moved"),
        (Entity(36, 44, "DOCUMENT", RESOLUTION.norm, RESOLUTION.link), "moved"),
    ],
)
def test_each_kind_of_change_is_told_apart(new: Entity, kind: str) -> None:
    (change,) = compare_entities("a", [BODY, RESOLUTION], [BODY, new])
    assert change == Change(kind, "a", RESOLUTION, new)
    assert change.label == "DOCUMENT"


def test_a_span_that_overlaps_under_another_label_is_lost_and_gained() -> None:
    assert kinds([RESOLUTION], [Entity(36, 53, "DATE", "2022", None)]) == ["lost", "gained"]


def test_an_entity_is_moved_once() -> None:
    halves = [Entity(22, 33, "DOCUMENT", "a", None), Entity(34, 44, "DOCUMENT", "b", None)]
    assert kinds([RESOLUTION], halves) == ["moved", "gained"]
    assert kinds(halves, [RESOLUTION]) == ["moved", "lost"]


@st.composite
def entities(draw: st.DrawFn) -> list[Entity]:
    edges = sorted(draw(st.sets(st.integers(0, 60), max_size=12)))
    labels = st.sampled_from(["DOCUMENT", "DATE"])
    norms = st.sampled_from(["x", "y"])
    return [
        Entity(a, b, draw(labels), draw(norms), draw(st.none() | norms))
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]


@given(old=entities(), new=entities())
def test_every_entity_is_accounted_for_once(old: list[Entity], new: list[Entity]) -> None:
    changes = compare_entities("a", old, new)
    before = [change.old for change in changes if change.old]
    after = [change.new for change in changes if change.new]
    assert len(before) == len(set(before))
    assert len(after) == len(set(after))
    assert set(old) - set(new) <= set(before) <= set(old)
    assert set(new) - set(old) <= set(after) <= set(new)
    assert sorted(set(old) - set(before)) == sorted(set(new) - set(after))
    assert (changes == []) == (old == new)


def test_the_report_shows_each_change_in_its_context() -> None:
    wider = Entity(22, 53, "DOCUMENT", RESOLUTION.norm, RESOLUTION.link)
    named = Entity(0, 11, "ORGANIZATION", "Bộ Xây dựng Việt Nam", BODY.link)
    changes = compare_entities("a.txt", [BODY, RESOLUTION], [named, wider, PLACE])
    assert change_lines(changes, {"a.txt": TEXT}) == [
        "",
        "DOCUMENT: 1 moved",
        "  > a.txt:22  …Bộ Xây dựng thực hiện [[Nghị quyết số 06-NQ/TW]] năm 2022 tại Hà Nội.…",
        "    -> …Bộ Xây dựng thực hiện [[Nghị quyết số 06-NQ/TW năm 2022]] tại Hà Nội.…",
        "",
        "LOCATION: 1 gained",
        "  + a.txt:58  …iện Nghị quyết số 06-NQ/TW năm 2022 tại [[Hà Nội]] .…",
        "",
        "ORGANIZATION: 1 with another norm",
        "  ~ a.txt:0  … [[Bộ Xây dựng]] thực hiện Nghị quyết số 06-NQ/TW năm 20…",
        "    Bộ Xây dựng -> Bộ Xây dựng Việt Nam",
        "",
        "1 gained, 1 moved, 1 with another norm",
    ]
    assert change_lines([], {}) == ["", "no change"]
    many = [Change("lost", "a", None, PLACE)] * 3
    assert change_lines(many, {}, limit=1)[3] == "  - … and 2 more lost"


def test_a_snapshot_survives_its_file_and_holds_no_text(tmp_path: Path) -> None:
    snapshot = take_snapshot([Source(TEXT, id="a"), Source("Không có gì. \ud800", id="b")])
    write_snapshot(snapshot, tmp_path / "one.jsonl")
    assert read_snapshot(tmp_path / "one.jsonl") == snapshot
    write_snapshot(
        take_snapshot([Source(TEXT, id="a"), Source("Không có gì. \ud800", id="b")]), tmp_path / "two.jsonl"
    )
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert "thực hiện" not in json.dumps(
        [json.loads(line) for line in (tmp_path / "one.jsonl").read_text("utf-8").splitlines()]
    )


def test_texts_come_from_lines_of_json_and_from_files(tmp_path: Path) -> None:
    lines = tmp_path / "texts.jsonl.gz"
    rows = [{"id": "a", "text": TEXT, "published": "2022-02-01"}, {"paragraphs": ["Một.", "Hai."]}]
    lines.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    plain = tmp_path / "b.txt"
    plain.write_text(TEXT, "utf-8")
    first, second, third = read_texts([lines, plain])
    assert (first.id, first.text, first.metadata["published"]) == ("a", TEXT, "2022-02-01")
    assert (second.id, second.text) == ("texts.jsonl.gz:2", "Một.\nHai.")
    assert (third.id, third.text) == (str(plain), TEXT)


@pytest.mark.parametrize("line", ["[]", "{", '{"text": 3}', '{"paragraphs": "x"}'])
def test_a_line_that_is_no_article_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"text": "Một."}\n' + line + "\n", "utf-8")
    with pytest.raises(SchemaError, match=r"texts\.jsonl, line 2"):
        list(read_texts([path]))


def test_what_is_no_snapshot_or_of_other_texts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    for content in (
        "",
        "{}",
        '{"schema": "x", "versions": {}}',
        '{"schema": "nqtext-entities/1", "versions": {}}\n{}',
    ):
        path.write_text(content, "utf-8")
        with pytest.raises(SchemaError, match="is no snapshot"):
            read_snapshot(path)
    with pytest.raises(ReadError):
        read_snapshot(tmp_path / "nothing.jsonl")
    one, two = Snapshot({}, {"a": ("1", ())}), Snapshot({}, {"a": ("2", ())})
    with pytest.raises(SchemaError, match="another text"):
        compare(one, two)
    with pytest.raises(SchemaError, match="one snapshot only"):
        compare(one, Snapshot({}, {}))
    with pytest.raises(SchemaError, match="two articles have the id"):
        take_snapshot([Source("a", id="x"), Source("b", id="x")])


def test_the_commands_exit_as_diff_does(
    samples: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, old, new = str(samples[0]), tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    assert main(["entities", texts, "-o", str(old)]) == 0
    assert main(["changes", str(old), texts]) == 0
    assert "no change" in capsys.readouterr().out
    snapshot = read_snapshot(old)
    (id,) = snapshot.articles
    sha256, found = snapshot.articles[id]
    write_snapshot(Snapshot(snapshot.versions, {id: (sha256, found[1:])}), new)
    assert main(["changes", str(old), texts, "--new", str(new)]) == 1
    assert "1 lost" in capsys.readouterr().out
    assert main(["changes", str(old)]) == 2
    assert main(["changes", str(tmp_path / "nothing.jsonl"), texts]) == 2
    assert "cannot be read" in capsys.readouterr().err
