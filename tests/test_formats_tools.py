"""The formats as the tools themselves read them: spaCy, conllu, and Label Studio's own checks and converter."""

from __future__ import annotations

import json
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import nqtext
from nqtext.errors import AlignmentError, MissingExtraError
from nqtext.formats import to_conllu, to_iob2, to_label_studio, to_spacy, write
from nqtext.formats.label_studio import label_config
from tests.strategies import texts
from tests.test_display import build
from tests.test_formats import CUT, ENTITIES, MEETING


def tool(name: str) -> Any:
    """A library, without its own warnings; a test that needs it is skipped where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


@pytest.fixture(scope="module")
def tagged() -> nqtext.Article:
    article = nqtext.load(pos=False)(MEETING.text, id="họp")
    assert {m.label for m in article.entities} >= {"DATE", "DOCUMENT", "ORGANIZATION", "LOCATION"}
    return article


class TestSpacy:
    @pytest.fixture(autouse=True)
    def installed(self) -> Iterator[None]:
        tool("spacy")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield

    def test_the_same_text_words_and_entities(self, tagged: nqtext.Article) -> None:
        doc = to_spacy(tagged)
        assert doc.text == tagged.text
        assert [(e.start_char, e.end_char, e.label_, e.kb_id_) for e in doc.ents] == [
            (m.start, m.end, m.label, m.link or "") for m in tagged.entities
        ]
        words = [(t.idx, t.idx + len(t)) for t in doc if not t.is_space]
        assert words == [tuple(span) for span in tagged.tokens.spans.tolist()]
        bare = [sentence.text.strip() for sentence in doc.sents]
        assert bare == [sentence.text.strip() for sentence in tagged.sentences]
        assert doc.user_data["id"] == "họp"

    def test_spans_for_paragraphs(self) -> None:
        from dataclasses import replace

        doc = to_spacy(replace(MEETING, entities=()))
        assert [(s.text.strip(), s.label_) for s in doc.spans["paragraphs"]] == [
            (p.text.strip(), p.label) for p in MEETING.paragraphs
        ]
        assert [(s.start_char, s.label_) for s in doc.spans["also"]] == [(0, "goal"), (17, "task")]

    def test_a_docbin_comes_back(self, tagged: nqtext.Article, tmp_path: Path) -> None:
        import spacy
        from spacy.tokens import DocBin

        assert write([tagged, nqtext.analyze("Họp ở Hà Nội")], tmp_path / "a.spacy", "spacy") == 2
        docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("xx").vocab))
        assert [doc.text for doc in docs] == [tagged.text, "Họp ở Hà Nội"]
        assert [(e.start_char, e.label_) for e in docs[0].ents] == [
            (m.start, m.label) for m in tagged.entities
        ]
        assert [s.label_ for s in docs[0].spans["paragraphs"]] == [p.label for p in tagged.paragraphs]
        first = (tmp_path / "a.spacy").read_bytes()
        write([tagged, nqtext.analyze("Họp ở Hà Nội")], tmp_path / "a.spacy", "spacy")
        assert (tmp_path / "a.spacy").read_bytes() == first

    def test_parts_of_speech(self) -> None:
        from dataclasses import replace

        from nqtext.tokens import Tokens

        article = build("một\n\nhai")
        doc = to_spacy(replace(article, tokens=Tokens(article.text, article.tokens.spans, ("M", "N"))))
        assert [(t.text, t.tag_) for t in doc if not t.is_space] == [("một", "M"), ("hai", "N")]

    def test_a_misaligned_entity(self) -> None:
        with pytest.raises(AlignmentError):
            to_spacy(CUT)
        (entity,) = to_spacy(CUT, misaligned="expand").ents
        assert entity.text == "Sở Y tế họp"
        doc = to_spacy(CUT, misaligned="split")
        assert (doc.text, [e.text for e in doc.ents]) == (CUT.text, ["Sở Y tế"])

    @settings(max_examples=40)
    @given(texts)
    def test_any_text(self, text: str) -> None:
        doc = to_spacy(build(text))
        assert len(doc.text) == len(text)
        assert all(a in (b, "\ufffd") for a, b in zip(doc.text, text, strict=True))


def test_without_spacy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'nqtext\[spacy\]'"):
        write([MEETING], tmp_path / "a.spacy", "spacy")
    assert list(tmp_path.iterdir()) == []


class TestConlluLibrary:
    def test_it_reads_what_was_written(self, tagged: nqtext.Article) -> None:
        sentences = tool("conllu").parse(to_conllu(tagged))
        assert len(sentences) == len(tagged.sentences)
        assert sentences[0].metadata["newdoc id"] == "họp"
        found: list[list[Any]] = []
        for sentence in sentences:
            shown = ""
            for token in sentence:
                misc = token["misc"]
                start, end = int(misc["start_char"]), int(misc["end_char"])
                assert token["form"] == " ".join(tagged.text[start:end].split())
                shown += token["form"] + ("" if misc.get("SpaceAfter") == "No" else " ")
                if misc.get("NER", "O")[:2] == "B-":
                    found.append([start, end, misc["NER"][2:], misc.get("Link")])
                elif "NER" in misc:
                    found[-1][1] = end
            assert "".join(shown.split()) == "".join(sentence.metadata["text"].split())
        assert [row[:3] for row in found] == [[m.start, m.end, m.label] for m in tagged.entities]
        assert [row[3] for row in found] == [m.link for m in tagged.entities]

    def test_it_reads_iob2_columns(self, tagged: nqtext.Article) -> None:
        sentences = tool("conllu").parse(to_iob2(tagged), fields=["form", "start", "end", "tag"])
        rows = [token for sentence in sentences[1:] for token in sentence]
        assert [[int(row["start"]), int(row["end"])] for row in rows] == tagged.tokens.spans.tolist()

    @settings(max_examples=60)
    @given(texts)
    def test_any_text(self, text: str) -> None:
        article = build(text)
        sentences = tool("conllu").parse(to_conllu(article))
        assert sum(map(len, sentences)) == len(article.tokens)


class TestLabelStudioSdk:
    def test_its_checks_accept_the_interface_and_the_tasks(self) -> None:
        interface = tool("label_studio_sdk.label_interface").LabelInterface(label_config())
        task = to_label_studio(MEETING)
        assert interface.validate_task({"data": task["data"]})
        assert interface.validate_prediction(task["predictions"][0])

    def test_its_converter_finds_the_same_entities(self, tmp_path: Path) -> None:
        module = tool("label_studio_sdk.converter")
        task = to_label_studio(MEETING)
        result = [r for r in task["predictions"][0]["result"] if r["from_name"] == "entity"]
        exported = {"id": 1, "data": task["data"], "annotations": [{"id": 1, "result": result}]}
        (tmp_path / "in.json").write_text(json.dumps([exported]), encoding="utf-8")
        converter = module.Converter(label_config(), str(tmp_path), download_resources=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            converter.convert_to_json_min(str(tmp_path / "in.json"), str(tmp_path / "out"), is_dir=False)
        (row,) = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
        assert [(r["start"], r["end"], r["labels"][0]) for r in row["entity"]] == [tuple(e) for e in ENTITIES]
        assert [row["text"][r["start"] : r["end"]] for r in row["entity"]] == [
            m.text for m in MEETING.entities
        ]
        assert unicodedata.is_normalized("NFD", row["entity"][2]["text"])
