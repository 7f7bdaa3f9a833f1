"""nqtext's own word segmenter."""

from __future__ import annotations

import json
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from nqtext.artifacts import write_artifact
from nqtext.errors import ArtifactError
from nqtext.pipeline import Pipeline
from nqtext.segmentation import WordSegmenter, segment_batch
from nqtext.segmentation.features import FAMILIES, HashedLexicon, unit_keys
from nqtext.segmentation.layers import Units
from nqtext.segmentation.linear import KIND, LinearSegmenter
from nqtext.segmentation.paragraphs import paragraph_spans
from nqtext.segmentation.patterns import UNIT
from nqtext.segmentation.units import find_units
from nqtext.training.segmenter import gold_joins
from nqtext.training.teachers import aligned
from nqtext.training.treebank import GoldText, read_conllu, read_lines, rebuild, spaced
from nqtext.unicode import fold
from tests.strategies import texts

SEGMENTER = LinearSegmenter.load()
NLP = Pipeline(segmenter=SEGMENTER)


def words(text: str) -> list[str]:
    return next(NLP.segment([text])).texts


def test_it_is_a_word_segmenter_and_names_its_version() -> None:
    assert isinstance(SEGMENTER, WordSegmenter)
    assert SEGMENTER.name == "nqtext"
    assert "+" in SEGMENTER.version


@pytest.mark.parametrize(
    "line",
    [
        "Bộ | Tài chính | công bố | thủ tục | hành chính | mới | .",
        "Ông | Nguyễn Văn Hòa | , | Phó Chủ tịch | Ủy ban | nhân dân | tỉnh | Bắc Ninh | , | chủ trì | cuộc | họp | .",
        "Người | dân | và | doanh nghiệp | phát triển | kinh tế | số | .",
        "Bộ Chính trị | và | Ban Bí thư | giao | nhiệm vụ | cho | các | tỉnh ủy | .",
        "Nhà nước | hỗ trợ | hợp tác xã | , | khuyến khích | xã hội hóa | .",
        "Theo | Quyết định | số | 1658/QĐ-TTg | ngày | 01/10/2021 | , | tổng | vốn | là | 1.234,5 | tỷ | đồng | .",
    ],
)
def test_words_follow_the_convention(line: str) -> None:
    expected = line.split(" | ")
    text = " ".join(expected).replace(" .", ".").replace(" ,", ",")
    assert words(text) == expected


SENTENCE = "Ủy ban nhân dân tỉnh Hòa Bình yêu cầu các sở, ngành đẩy mạnh cải cách thủ tục hành chính."


@pytest.mark.parametrize(
    "spelling",
    [
        unicodedata.normalize("NFD", SENTENCE),
        SENTENCE.replace("Ủy", "Uỷ").replace("Hòa", "Hoà"),
        SENTENCE.replace("đ", "ð"),
        SENTENCE.upper(),
        SENTENCE.replace(" ", "\u00a0"),
    ],
    ids=["decomposed", "new tone placement", "eth", "capitals", "non-breaking spaces"],
)
def test_spelling_changes_no_word(spelling: str) -> None:
    found = [" ".join(fold(word).lower.split()) for word in words(spelling)]
    assert found == [word.lower() for word in words(SENTENCE)]


def test_capitals_throughout_are_read_as_small_letters() -> None:
    title = "nghị quyết về phát triển kinh tế tư nhân và khoa học công nghệ"
    assert [word.lower() for word in words(title.upper())] == words(title)


def test_a_batch_says_the_same_as_its_texts_alone() -> None:
    batch = [SENTENCE, "", "Hội nghị.\n\nTổ chức thực hiện", "2030", SENTENCE.upper()]
    together = [tokens.texts for tokens in NLP.segment(batch)]
    assert together == [words(text) for text in batch]


@given(texts)
def test_any_text_gets_one_decision_a_unit(text: str) -> None:
    folded = fold(text)
    units = find_units([folded.text], [paragraph_spans(folded.text)]).split()
    (joined,) = SEGMENTER.joins(units)
    assert joined.shape == (len(units[0]),)
    assert joined.dtype == np.bool_


@given(texts)
def test_units_are_what_the_pattern_says(text: str) -> None:
    folded = fold(text).text
    (units,) = find_units([folded], [paragraph_spans(folded)]).split()
    matches = list(UNIT.finditer(folded))
    assert units.spans.tolist() == [list(match.span()) for match in matches]
    alphabetic = [m.lastindex == 1 or (not m.lastindex and m.group().isalpha()) for m in matches]
    assert units.joinable.tolist() == alphabetic


def test_nothing_to_decide_is_no_error() -> None:
    empty = Units("", np.zeros((0, 2), dtype=np.int32), np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    assert SEGMENTER.joins([]) == []
    assert [len(joined) for joined in SEGMENTER.joins([empty, empty])] == [0, 0]


@pytest.mark.endurance
@pytest.mark.parametrize("piece", ["a ", "A", "nhân dân ", "a.", "(", "1/", "\u0301", "Ông Nguyễn "])
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(repeats: int) -> float:
        folded = [fold(piece * repeats)]
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            segment_batch(folded, SEGMENTER, blocks=False)
            best = min(best, time.process_time() - start)
        return best

    assert cost(40_000) < 16 * max(cost(10_000), 0.002)  # quadratic growth would be far beyond


def test_the_lexicon_knows_its_words_and_their_ranks() -> None:
    lexicon = HashedLexicon.build({("nhân", "dân"): 3, ("hợp", "tác", "xã"): 1, ("dân",): 1})
    known = lexicon.known(unit_keys(["nhân", "dân", "hợp", "tác", "xã", "nhân"])).tolist()
    assert known == [3, 32, 8, 0, 0, 0]


def test_a_model_of_another_shape_is_refused(tmp_path: Path) -> None:
    arrays: dict[str, np.ndarray] = {
        family.name: np.zeros((8, len(family.gaps)), dtype=np.int8) for family in FAMILIES
    }
    arrays["lexicon"] = np.zeros(8, dtype=np.uint32)
    write_artifact(tmp_path, KIND, "1", {"weights.npz": arrays}, {}, {"threshold": 0})
    with pytest.raises(ArtifactError, match="unit"):
        LinearSegmenter.load(tmp_path)
    with pytest.raises(ArtifactError):
        LinearSegmenter.load(tmp_path / "absent")


def test_gold_words_become_joins_of_units() -> None:
    gold = rebuild(["Ủy ban", "nhân dân", ",", "ngày", "2/9"])
    assert gold.text == "Ủy ban nhân dân, ngày 2/9"
    (units,) = find_units([gold.text], [paragraph_spans(gold.text)]).split()
    assert gold_joins(units, gold.words).tolist() == [False, True, False, True, False, False, False]


def test_words_of_a_tool_are_placed_by_counting_characters() -> None:
    assert aligned("Uỷ ban, họp", ["Ủyban", ",", "họp"]) == [(0, 6), (6, 7), (8, 11)]
    assert aligned("Uỷ ban họp", ["Ủyban"]) is None


def test_a_treebank_file_is_read_with_its_brackets(tmp_path: Path) -> None:
    file = tmp_path / "a.conllu"
    file.write_text("# x\n1\tThủ đô\t_\n2\tLBKT\t_\n3\tHà Nội\t_\n4\tRBKT\t_\n", encoding="utf-8")
    (sentence,) = read_conllu(read_lines(file))
    assert rebuild(sentence).text == "Thủ đô (Hà Nội)"
    assert spaced(sentence).text == "Thủ đô ( Hà Nội )"


def f1(gold: list[GoldText]) -> float:
    right = expected = found = 0
    for text, tokens in zip(gold, NLP.segment([text.text for text in gold]), strict=True):
        spans = {(start, end) for start, end in tokens.spans.tolist()}
        right += len(spans & set(text.words))
        expected += len(text.words)
        found += len(spans)
    return 2 * right / (expected + found)


@pytest.mark.parametrize("layout", [spaced, rebuild])
def test_word_f1_on_the_treebank(shared: Path, layout: object) -> None:
    path = shared / "treebank" / "vi_vtb-ud-dev.conllu.gz"
    assert f1([layout(sentence) for sentence in read_conllu(read_lines(path))]) >= 0.969  # type: ignore[operator]


def test_word_f1_on_policy_sentences(shared: Path) -> None:
    gold = shared / "gold"
    articles = {}
    for line in (gold / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        articles[record["id"]] = record["text"]
    sentences = []
    for line in (gold / "words_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = articles[record["id"]][record["start"] : record["end"]]
        sentences.append(GoldText(text, tuple((start, end) for start, end in record["words"])))
    assert f1(sentences) >= 0.977
