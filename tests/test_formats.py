"""Articles in the formats of other tools, and annotations on their way back."""

from __future__ import annotations

import csv
import json
import re
import time
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nqtext
from nqtext.errors import AlignmentError, ConfigurationError, OffsetError, ReadError, SchemaError
from nqtext.formats import (
    Annotated,
    Span,
    read_annotated,
    read_jsonl,
    to_brat,
    to_conllu,
    to_doccano,
    to_iob2,
    to_label_studio,
    to_tables,
    write,
)
from nqtext.formats.alignment import split_tokens, stripped
from nqtext.formats.label_studio import label_config
from nqtext.formats.names import TargetFormat, Unit
from nqtext.formats.offsets import Offsets
from nqtext.formats.tables import COLUMNS, neutral
from nqtext.records import Mention
from nqtext.training.gold import read_gold
from tests.strategies import texts
from tests.test_display import build

LINES = (
    "😀👩\u200d💻 Tỉnh họp\r\n\r\n"
    "  Phấn đấu đến năm 2030, tỷ lệ đô thị hóa đạt 60% theo Nghị quyết số 06-NQ/TW. \n"
    f"{unicodedata.normalize('NFD', 'Giao Sở Xây dựng thực hiện Nghị quyết này 🇻🇳 ở tỉnh Bắc Ninh.')}\n"
)
MEETING = build(
    LINES,
    labels={1: "goal", 2: "directive"},
    also={0: ("goal",), 1: ("task",)},
    entities=[
        ("năm 2030", "DATE", "2030", None, {}),
        ("Nghị quyết số 06-NQ/TW", "DOCUMENT", "Nghị quyết số 06-NQ/TW", "document:06-nq-tw", {"year": 2022}),
        (unicodedata.normalize("NFD", "Sở Xây dựng"), "ORGANIZATION", "Sở Xây dựng", "organization:sxd", {}),
        (unicodedata.normalize("NFD", "tỉnh Bắc Ninh"), "LOCATION", "tỉnh Bắc Ninh", "location:bn", {}),
    ],
    metadata={"published": "2025-03-14", "title": "=Tỉnh họp"},
    id="thư mục/họp 1.txt",
)
ENTITIES = tuple(Span(m.start, m.end, m.label) for m in MEETING.entities)
#: One token a paragraph: its entity ends inside one.
CUT = build("Bộ Y tế\nSở Y tế họp", entities=[("Sở Y tế", "ORGANIZATION", "Sở Y tế", None, {})], id="x")
TOOLS = ("brat", "label-studio", "doccano")


@pytest.fixture(scope="module")
def tagged() -> nqtext.Article:
    """The same text through the pipeline: with words."""
    return nqtext.analyze(LINES, id="họp")


def annotate(path: Path, task: dict[str, Any]) -> None:
    """What Label Studio exports when an annotator accepts the predictions."""
    results = task.pop("predictions")
    exported = {"id": 7, **task, "annotations": [{"id": 1, "result": r["result"]} for r in results]}
    path.write_text(json.dumps([exported], ensure_ascii=False), encoding="utf-8")


def round_trip(article: nqtext.Article, tool: str, folder: Path, **options: Any) -> Annotated:
    path = folder / f"out-{tool}"
    assert write([article], path, tool) == 1
    if tool == "label-studio":
        annotate(path, json.loads(path.read_text(encoding="utf-8"))[0])
    (annotated,) = read_annotated(path, tool, **options)
    return annotated


class TestOffsets:
    @given(texts)
    def test_utf16_units_are_those_of_utf16(self, text: str) -> None:
        offsets = Offsets(text, Unit.UTF16)
        for i in range(len(text) + 1):
            counted = len(text[:i].encode("utf-16-le", "surrogatepass")) // 2
            assert offsets.out(i) == counted
            assert offsets.back(counted) == (i, i)

    def test_inside_a_pair(self) -> None:
        assert Offsets("a😀b", Unit.UTF16).back(2) == (1, 2)


class TestRoundTrips:
    @pytest.mark.parametrize("tool", TOOLS)
    def test_what_goes_out_comes_back(self, tool: str, tmp_path: Path) -> None:
        back = round_trip(MEETING, tool, tmp_path)
        assert back.text == MEETING.text
        assert back.entities == ENTITIES
        assert [[p.start, p.end] for p in back.paragraphs] == MEETING.paragraph_spans.tolist()
        assert [p.label for p in back.paragraphs] == ["other", "goal", "directive"]
        assert back.also == (("goal",), ("task",), ())

    @pytest.mark.parametrize("tool", TOOLS)
    def test_it_is_training_data(self, tool: str, tmp_path: Path) -> None:
        path = tmp_path / "gold.jsonl"
        path.write_text(round_trip(MEETING, tool, tmp_path).to_gold() + "\n", encoding="utf-8")
        (gold,) = read_gold(path).articles
        assert gold.text == MEETING.text
        assert [(p.label, p.also) for p in gold.paragraphs] == [
            ("other", ("goal",)),
            ("goal", ("task",)),
            ("directive", ()),
        ]
        assert gold.entities is not None
        assert [gold.text[e.start : e.end] for e in gold.entities] == [m.text for m in MEETING.entities]
        assert gold.published == (None if tool == "brat" else "2025-03-14")

    def test_native(self, tmp_path: Path, tagged: nqtext.Article) -> None:
        path = tmp_path / "a.jsonl"
        assert write([tagged, MEETING], path, "jsonl") == 2
        assert list(read_jsonl(path)) == [tagged, MEETING]

    @given(texts)
    def test_any_text(self, text: str) -> None:
        article = build(text)
        assert json.loads(json.dumps(to_doccano(article)))["text"].replace("\ufffd", "") == re.sub(
            "[\ud800-\udfff\ufffd]", "", text
        )
        for out in (to_brat(article)[0], to_conllu(article), to_iob2(article)):
            out.encode("utf-8")
        columns = [line.count("\t") for line in to_conllu(article).split("\n") if line and line[0] != "#"]
        assert set(columns) <= {9}

    @given(texts, st.data())
    def test_spans_anywhere_come_back(self, text: str, data: st.DataObject) -> None:
        from nqtext.formats.annotated import Reading, ToolSpan, annotated
        from nqtext.formats.names import Misaligned

        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        for choice in (Misaligned.EXPAND, Misaligned.CONTRACT):
            for unit in Unit:
                offsets = Offsets(text, unit)
                span = ToolSpan(offsets.out(start), offsets.out(end), "X", text[start:end])
                try:
                    back = annotated(text, [span], Reading(misaligned=choice), unit, "", "here")
                except (AlignmentError, SchemaError):
                    continue
                for entity in back.entities:
                    assert 0 <= entity.start < entity.end <= len(text)
                    assert len(text[entity.start : entity.end].splitlines()) >= 1
                    assert text[entity.start : entity.end].strip() == text[entity.start : entity.end]


class TestConllu:
    def test_offsets_say_where_each_word_is(self, tagged: nqtext.Article) -> None:
        rows = [line.split("\t") for line in to_conllu(tagged).split("\n") if "\t" in line]
        places = [re.search(r"start_char=(\d+)\|end_char=(\d+)", row[9]) for row in rows]
        assert [(int(p[1]), int(p[2])) for p in places if p] == [
            tuple(s) for s in tagged.tokens.spans.tolist()
        ]
        assert [row[1] for row in rows] == tagged.tokens.texts

    def test_paragraphs_carry_their_label(self) -> None:
        lines = to_conllu(replace(MEETING, entities=())).split("\n")
        assert lines[:3] == [
            "# newdoc id = thư mục/họp 1.txt",
            "# title = =Tỉnh họp",
            "# published = 2025-03-14",
        ]
        assert "# paragraph_label = goal" in lines
        assert "# paragraph_also = task" in lines

    def test_no_word_breaks_a_line(self) -> None:
        article = build("a\tb\x00\x85c\x1cd\x0b")
        (row,) = [line for line in to_conllu(article).split("\n") if line.startswith("1")]
        assert row.split("\t")[1] == "a b\ufffd c d"

    def test_an_empty_article(self) -> None:
        assert to_conllu(build("")) == "# newdoc\n\n"


class TestIob2:
    def test_columns(self, tagged: nqtext.Article) -> None:
        rows = [line.split("\t") for line in to_iob2(tagged).split("\n") if line]
        assert rows[0] == ["-DOCSTART-", "0", "0", "O"]
        found, open_ = [], False
        for word, start, end, tag in rows[1:]:
            assert word == "_".join(LINES[int(start) : int(end)].split())
            assert tag[:2] != "I-" or open_
            open_ = tag != "O"
            if tag[:2] == "B-":
                found.append(Span(int(start), int(end), tag[2:]))
            elif open_:
                found[-1] = found[-1]._replace(end=int(end))
        assert found == [Span(m.start, m.end, m.label) for m in tagged.entities]
        assert {m.label for m in tagged.entities} >= {"DATE", "DOCUMENT", "ORGANIZATION", "LOCATION"}


class TestMisaligned:
    """An entity that ends inside a word."""

    @pytest.mark.parametrize("export", [to_conllu, to_iob2])
    def test_it_is_an_error(self, export: Any) -> None:
        with pytest.raises(
            AlignmentError, match=r"x: ORGANIZATION 'Sở Y tế' at 8:15 .*\(Sở Y tế họp\); choose"
        ):
            export(CUT)

    def test_the_larger_span(self) -> None:
        assert "Sở_Y_tế_họp\t8\t19\tB-ORGANIZATION" in to_iob2(CUT, "expand")

    def test_a_span_never_gets_lost(self) -> None:
        with pytest.raises(AlignmentError, match="has no token of its own; choose expand or split"):
            to_iob2(CUT, "contract")
        two = build("một hai", entities=[("một", "X", "", None, {}), ("hai", "Y", "", None, {})])
        with pytest.raises(AlignmentError, match="Y 'hai' at 4:7 has no token of its own"):
            to_iob2(two, "expand")

    def test_or_the_word_is_split(self) -> None:
        lines = to_iob2(CUT, "split").split("\n")
        assert lines[4:6] == ["Sở_Y_tế\t8\t15\tB-ORGANIZATION", "họp\t16\t19\tO"]
        assert to_conllu(CUT, "split").count("NER=B-ORGANIZATION") == 1
        two = build("một hai", entities=[("một", "X", "", None, {}), ("hai", "Y", "", None, {})])
        assert "hai\t4\t7\tB-Y" in to_iob2(two, "split")

    @given(texts, st.data())
    def test_a_split_never_loses_a_letter(self, text: str, data: st.DataObject) -> None:
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        start, end = stripped(text, start, end)
        if start >= end:
            return
        article = replace(build(text), entities=(Mention(start, end, text[start:end], "X", ""),))
        cut = split_tokens(article).tokens
        assert "".join("".join(cut.texts).split()) == "".join("".join(article.tokens.texts).split())
        assert all(word == word.strip() for word in cut.texts if word not in article.tokens.texts)

    def test_the_smaller_span(self) -> None:
        article = nqtext.load(segmenter="syllable", recognizers=[])("Sở Y tế họp")
        article = replace(article, entities=(Mention(0, 9, "Sở Y tế h", "X", "", source="t"),))
        assert to_iob2(article, "contract").count("-X") == 3
        assert to_iob2(article, "expand").count("-X") == 4

    @pytest.mark.parametrize("tool", TOOLS)
    @pytest.mark.parametrize(
        ("choice", "text"), [("expand", "Sở Y tế"), ("contract", "Sở Y"), ("keep", "Sở Y t")]
    )
    def test_coming_back(self, tool: str, choice: str, text: str, tmp_path: Path) -> None:
        article = build("Giao Sở Y tế họp", entities=[("Sở Y t", "X", "", None, {})])
        with pytest.raises(AlignmentError, match=r"cuts a word in two.*choose expand, contract or keep"):
            round_trip(article, tool, tmp_path)
        path = tmp_path / f"out-{tool}"
        (back,) = read_annotated(path, tool, misaligned=choice)
        assert [back.text[e.start : e.end] for e in back.entities] == [text]

    def test_an_accent_is_part_of_its_letter(self, tmp_path: Path) -> None:
        text = unicodedata.normalize("NFD", "Bộ")
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"text": text, "label": [[0, 2, "X"]]}))
        with pytest.raises(AlignmentError, match="parts a letter from its accent"):
            list(read_annotated(path, "doccano", misaligned="keep"))
        (back,) = read_annotated(path, "doccano", misaligned="expand")
        assert back.entities == (Span(0, len(text), "X"),)

    def test_a_paragraph_in_part(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"text": "một hai\nba\nbốn", "label": [[4, 10, "goal"]]}))
        with pytest.raises(AlignmentError, match="covers a paragraph in part"):
            list(read_annotated(path, "doccano"))
        labels = {
            choice: [p.label for p in next(read_annotated(path, "doccano", misaligned=choice)).paragraphs]
            for choice in ("expand", "contract")
        }
        assert labels == {"expand": ["goal", "goal", "other"], "contract": ["other", "goal", "other"]}


class TestBrat:
    def test_the_files(self, tmp_path: Path) -> None:
        write([MEETING, MEETING, build("Họp")], tmp_path / "brat", "brat")
        names = sorted(path.name for path in (tmp_path / "brat").iterdir())
        stems = "họp_1", "họp_1-2", "article"
        files = [f"{stem}{end}" for stem in stems for end in (".txt", ".ann")]
        assert names == sorted([*files, "annotation.conf"])
        assert (tmp_path / "brat" / "họp_1.txt").read_bytes() == LINES.encode()
        assert "\nORGANIZATION\n" in (tmp_path / "brat" / "annotation.conf").read_text()

    def test_every_annotation_names_its_text(self) -> None:
        text, annotations = to_brat(MEETING)
        bound = [line.split("\t") for line in annotations.splitlines() if line[0] == "T"]
        assert len(bound) == 9
        for _, place, held in bound:
            _, start, end = place.split(" ")
            assert text[int(start) : int(end)] == held
        assert "#7\tAnnotatorNotes T7\tNghị quyết số 06-NQ/TW · document:06-nq-tw" in annotations

    def test_fragments_and_what_is_not_bound_to_text(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Sở Xây\ndựng họp", encoding="utf-8")
        (tmp_path / "a.ann").write_text(
            "T1\tORGANIZATION 0 6;7 11\tSở Xây dựng\nR1\tX Arg1:T1 Arg2:T1\nA1\tSure T1\n*\tEquiv T1 T1\n",
            encoding="utf-8",
        )
        (back,) = read_annotated(tmp_path, "brat")
        assert back.entities == (Span(0, 6, "ORGANIZATION"), Span(7, 11, "ORGANIZATION"))

    def test_a_label_that_brat_does_not_allow(self) -> None:
        with pytest.raises(SchemaError, match="'chủ đề' is no label for brat"):
            to_brat(build("Họp", entities=[("Họp", "chủ đề", "", None, {})]))

    def test_a_folder_that_is_not_empty(self, tmp_path: Path) -> None:
        (tmp_path / "x").touch()
        with pytest.raises(ConfigurationError, match="is not empty"):
            write([MEETING], tmp_path, "brat")

    @pytest.mark.parametrize(
        ("annotation", "error", "message"),
        [
            ("T1\tX 0 3 Họp", SchemaError, "line 1: is no text-bound annotation"),
            ("T1\tX 0 30\tHọp", OffsetError, "is not inside the text"),
            ("T1\tX 0 3\tHop", OffsetError, "holds 'Họp', not 'Hop'"),
            ("T1\tX 3 4\t ", SchemaError, "holds no text"),
            ("T1\tX 0 3\tHọp\nT2\tY 0 7\tHọp tối", SchemaError, "overlap; entities must be flat"),
        ],
    )
    def test_what_is_wrong_is_told(
        self, annotation: str, error: type[Exception], message: str, tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").write_text("Họp tối", encoding="utf-8")
        (tmp_path / "a.ann").write_text(annotation, encoding="utf-8")
        with pytest.raises(error, match=message):
            list(read_annotated(tmp_path, "brat"))

    def test_nothing_to_read(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"holds no \.ann file"):
            list(read_annotated(tmp_path, "brat"))
        (tmp_path / "a.ann").touch()
        with pytest.raises(ReadError, match=r"a\.txt: cannot be read"):
            list(read_annotated(tmp_path, "brat"))


class TestLabelStudio:
    def test_a_task(self) -> None:
        task = to_label_studio(MEETING)
        assert task["data"] == {"text": LINES, "article": "thư mục/họp 1.txt", "published": "2025-03-14"}
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            assert LINES[value["start"] : value["end"]] == value["text"]
        assert task["predictions"][0]["result"][1]["value"]["labels"] == ["goal", "task"]

    def test_old_versions_count_utf16_units(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        annotate(path, to_label_studio(MEETING, "utf-16"))
        with pytest.raises(OffsetError, match=r"choose the unit that the tool counts in|unit right"):
            list(read_annotated(path, "label-studio"))
        (back,) = read_annotated(path, "label-studio", unit="utf-16")
        assert back.entities == ENTITIES

    def test_which_annotation_is_read(self, tmp_path: Path) -> None:
        def annotation(label: str, **more: Any) -> dict[str, Any]:
            value = {"start": 0, "end": 3, "text": "Họp", "labels": [label]}
            return {"result": [{"type": "labels", "value": value}, {"type": "choices", "value": {}}], **more}

        data = {"text": "Họp"}
        tasks = [
            {"id": 1, "data": data, "annotations": [annotation("A", ground_truth=True), annotation("B")]},
            {"id": 2, "data": data, "annotations": [annotation("A"), annotation("B")]},
            {"id": 3, "data": data, "annotations": [annotation("A"), annotation("B", was_cancelled=True)]},
            {"id": 4, "data": data, "annotations": [], "predictions": [annotation("A")]},
        ]
        path = tmp_path / "a.json"
        path.write_text(json.dumps(tasks))
        read = list(read_annotated(path, "label-studio"))
        assert [(item.id, item.entities[0].label) for item in read] == [("1", "A"), ("2", "B"), ("3", "A")]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("{", "is no JSON"),
            ("{}", "expected a list of tasks"),
            ('[{"data": {}}]', "has no 'annotations'"),
            ('[{"data": {}, "annotations": [{"result": []}]}]', "must have a 'text'"),
            ('[{"data": {"text": ""}, "annotations": [{}]}]', "must have a list 'result'"),
            (
                '[{"data": {"text": ""}, "annotations": [{"result": [{"type": "labels", "value": {}}]}]}]',
                "a region must have start, end and labels",
            ),
        ],
    )
    def test_what_is_wrong_is_told(self, content: str, message: str, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(content)
        with pytest.raises(SchemaError, match=message):
            list(read_annotated(path, "label-studio"))

    def test_the_interface_names_every_label(self) -> None:
        config = label_config(["A & B"])
        assert '<Label value="A &amp; B"/>' in config
        assert '<Label value="directive"/>' in config

    def test_an_array_of_none(self, tmp_path: Path) -> None:
        write([], tmp_path / "a.json", "label-studio")
        assert json.loads((tmp_path / "a.json").read_text()) == []


class TestDoccano:
    def test_it_counts_as_javascript_does(self) -> None:
        units = LINES.encode("utf-16-le")
        row = to_doccano(MEETING)
        held = {label: units[2 * start : 2 * end].decode("utf-16-le") for start, end, label in row["label"]}
        assert held["DOCUMENT"] == "Nghị quyết số 06-NQ/TW"
        assert held["LOCATION"] == unicodedata.normalize("NFD", "tỉnh Bắc Ninh")

    @pytest.mark.parametrize(
        "row",
        [
            {"id": 3, "text": "😀 Họp", "label": [[3, 6, "X"]], "Comments": []},
            {"id": 3, "text": "😀 Họp", "labels": [[3, 6, "X"]], "meta": {"article": "3"}},
            {
                "id": 3,
                "text": "😀 Họp",
                "entities": [{"id": 1, "label": "X", "start_offset": 3, "end_offset": 6}],
                "relations": [],
            },
        ],
    )
    def test_the_forms_of_its_exports(self, row: dict[str, Any], tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps(row))
        (back,) = read_annotated(path, "doccano")
        assert (back.id, back.entities) == ("3", (Span(2, 5, "X"),))

    def test_half_an_emoji(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"text": "😀 Họp", "label": [[1, 6, "X"]]}))
        with pytest.raises(OffsetError, match="ends inside a character"):
            list(read_annotated(path, "doccano"))
        for choice, start in (("expand", 0), ("contract", 2)):
            (back,) = read_annotated(path, "doccano", misaligned=choice)
            assert back.entities == (Span(start, 5, "X"),)

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("{", "line 1: is no JSON"),
            ("[]", "expected an object with a text"),
            ('{"text": "a", "label": "X"}', "must be a list"),
            ('{"text": "a", "label": [[0, "X"]]}', r"expected \[start, end, label\]"),
        ],
    )
    def test_what_is_wrong_is_told(self, line: str, message: str, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(line)
        with pytest.raises(SchemaError, match=message):
            list(read_annotated(path, "doccano"))

    def test_own_labels(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"text": "một\nhai", "label": [[0, 3, "legal"], [4, 7, "goal"]]}))
        (back,) = read_annotated(path, "doccano", paragraph_labels=["legal"], unlabelled="none")
        assert [p.label for p in back.paragraphs] == ["legal", "none"]
        assert back.entities == (Span(4, 7, "goal"),)

    def test_an_entity_over_two_lines_is_one_on_each(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"text": "Sở Xây \r\n\n dựng họp", "label": [[0, 15, "X"]]}))
        (back,) = read_annotated(path, "doccano")
        assert [back.text[e.start : e.end] for e in back.entities] == ["Sở Xây", "dựng"]


class TestTables:
    def rows(self, path: Path, table: str) -> list[dict[str, str]]:
        with open(path / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def test_tables_join(self, tmp_path: Path) -> None:
        write([MEETING, build("Họp")], tmp_path / "csv", "csv")
        assert [row["article"] for row in self.rows(tmp_path / "csv", "articles")] == [
            MEETING.id,
            "article 2",
        ]
        paragraphs = {(r["article"], r["paragraph"]): r for r in self.rows(tmp_path / "csv", "paragraphs")}
        for row in self.rows(tmp_path / "csv", "entities"):
            paragraph = paragraphs[row["article"], row["paragraph"]]
            start, end = (int(row[key]) - int(paragraph["start"]) for key in ("start", "end"))
            assert paragraph["text"][start:end] == row["text"]
        referents = self.rows(tmp_path / "csv", "referents")
        assert json.loads(referents[0]["attributes"]) == {"year": 2022}
        assert [len(row) for row in to_tables(MEETING)["referents"]] == [len(COLUMNS["referents"])] * 3

    @pytest.mark.parametrize("cell", ["=1+1", "+84", "-1", "- Giao Bộ", "@SUM(A1)", "\t=1", "＝1"])
    def test_no_cell_is_a_formula(self, cell: str, tmp_path: Path) -> None:
        assert neutral(cell) == f"'{cell}"
        article = build(
            cell, entities=[(cell.strip(), "X", cell, None, {})], metadata={"title": cell}, id=cell
        )
        write([article], tmp_path / "csv", "csv")
        for table in COLUMNS:
            for row in self.rows(tmp_path / "csv", table):
                assert not [c for c in row.values() if c[:1] in "=+-@＝\t" and c]

    def test_or_all_texts_are_quoted_and_unchanged(self, tmp_path: Path) -> None:
        write([build("- Giao Bộ", id="=a")], tmp_path / "csv", "csv", cells="quoted")
        lines = (tmp_path / "csv" / "paragraphs.csv").read_text(encoding="utf-8").splitlines()
        assert lines[1].startswith('"=a",1,0,9,"text",')
        assert lines[1].endswith('"- Giao Bộ"')

    def test_for_excel(self, tmp_path: Path) -> None:
        write([MEETING], tmp_path / "csv", "csv", bom=True)
        assert (tmp_path / "csv" / "articles.csv").read_bytes()[:3] == b"\xef\xbb\xbf"


@pytest.mark.endurance
def test_the_cost_of_reading_grows_with_the_text_and_no_faster(tmp_path: Path) -> None:
    def seconds(n: int) -> float:
        path = tmp_path / f"{n}.jsonl"
        marks = [[2 * i, 2 * i + 1, "X"] for i in range(n)]
        path.write_text(
            json.dumps({"text": "a\n" * n + "b" * 2 * n, "label": [*marks, [2 * n + 1, 3 * n, "Y"]]})
        )
        begin = time.process_time()
        assert len(next(read_annotated(path, "doccano", misaligned="expand")).entities) == n + 1
        return time.process_time() - begin

    assert seconds(20_000) < 3.5 * seconds(10_000) + 0.5


DOCS = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_page_names_every_format_and_its_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in TargetFormat:
        assert f"| `{name}` |" in DOCS
    (code,) = re.findall(r"```python\n(.+?)```", DOCS, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    annotate(tmp_path / "export.json", to_label_studio(MEETING))
    exec(code, {})
    assert "NER=B-ORGANIZATION" in (tmp_path / "articles.conllu").read_text(encoding="utf-8")


def test_an_output_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text("old")
    with pytest.raises(AlignmentError):
        write([MEETING, CUT], path, "iob2")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.iob2"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"format": "xml"}, "'xml' is not a valid TargetFormat"),
        ({"format": "doccano", "unit": "bytes"}, "'bytes' is not a valid Unit"),
        ({"format": "iob2", "misaligned": "drop"}, "'drop' is not a valid Misaligned"),
    ],
)
def test_a_choice_that_is_none(arguments: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        write([], tmp_path / "x", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["{", "[]", '{"schema": "nqtext/1"}'])
def test_a_line_that_is_no_article(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(SchemaError, match=r"a\.jsonl, line 2: "):
        list(read_jsonl(path))
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_jsonl(tmp_path / "missing"))
