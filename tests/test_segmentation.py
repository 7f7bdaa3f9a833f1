"""Paragraphs, sentences and words."""

from __future__ import annotations

import unicodedata
from typing import Literal

import numpy as np
import pytest
from hypothesis import given

import nqtext
from nqtext.errors import ConfigurationError
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.segmentation.paragraphs import LABELS, paragraph_blocks, paragraph_spans
from nqtext.segmentation.patterns import ATOMS, UNIT
from nqtext.unicode import LINE_BREAK, fold, pattern
from tests.strategies import texts


@given(texts)
def test_tokens_and_gaps_give_back_the_text(text: str) -> None:
    folded = fold(text)
    (layer,) = segment_batch([folded], SyllableSegmenter())
    done = 0
    for start, end in folded.spans(layer.tokens).tolist():
        assert not text[done:start].strip()
        assert text[start:end].strip() == text[start:end] != ""
        done = end
    assert not text[done:].strip()


@given(texts)
def test_tokens_lie_in_sentences_and_sentences_in_paragraphs(text: str) -> None:
    folded = fold(text)
    (layer,) = segment_batch([folded], SyllableSegmenter())
    for inner, outer in ((layer.tokens, layer.sentences), (layer.sentences, layer.paragraphs)):
        for start, end in inner.tolist():
            at = int(np.searchsorted(outer[:, 0], start, side="right")) - 1
            assert outer[at, 0] <= start < end <= outer[at, 1]


@given(texts)
def test_paragraphs_are_the_lines_that_are_not_blank(text: str) -> None:
    folded = fold(text)
    found = [text[start:end] for start, end in folded.spans(paragraph_spans(folded.text)).tolist()]
    assert found == [line for line in LINE_BREAK.split(text) if line and not line.isspace()]


@given(texts)
def test_a_heading_stands_above_what_it_opens(text: str) -> None:
    folded = fold(text).text
    for i, block in enumerate(paragraph_blocks(folded, paragraph_spans(folded))):
        assert -1 <= block.heading < i


@pytest.mark.parametrize("atom", ATOMS, ids=lambda atom: atom.name)
def test_atoms_match_their_examples_whole_and_not_their_counter_examples(atom: object) -> None:
    compiled = pattern(atom.expression)  # type: ignore[attr-defined]
    for example in atom.examples:  # type: ignore[attr-defined]
        match = UNIT.match(example)
        assert match is not None, example
        assert match.group() == example
        assert compiled.fullmatch(example), example
    for example in atom.counter_examples:  # type: ignore[attr-defined]
        assert not compiled.fullmatch(example), example


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name)
def test_numberings_match_their_examples_and_not_their_counter_examples(label: object) -> None:
    def number(line: str) -> str | None:
        text = line + "\nMột đoạn văn đủ dài để dòng trên có thể là tiêu đề của nó, nếu nó muốn như vậy."
        return paragraph_blocks(text, paragraph_spans(text))[0].number

    for line, expected in label.examples:  # type: ignore[attr-defined]
        assert number(line) == expected, line
    for line in label.counter_examples:  # type: ignore[attr-defined]
        assert number(line) is None, line


DECISION = """QUYẾT ĐỊNH
Phê duyệt Chương trình phát triển đô thị
Điều 1. Phê duyệt Chương trình với các nội dung sau:
I. MỤC TIÊU
1. Mục tiêu tổng quát
Xây dựng hệ thống đô thị xanh, thông minh, có bản sắc và sức chống chịu cao trước thiên tai.
2. Mục tiêu cụ thể
a) Đến năm 2030, tỷ lệ đô thị hóa đạt trên 50%.
b) Đến năm 2045, hình thành ít nhất 5 đô thị tầm cỡ quốc tế.
II. TỔ CHỨC THỰC HIỆN
1. Bộ Xây dựng:
- Chủ trì, phối hợp với các bộ, ngành theo dõi việc thực hiện.
- Hằng năm báo cáo Thủ tướng Chính phủ."""


def test_headings_of_a_decision_nest() -> None:
    spans = paragraph_spans(DECISION)
    blocks = paragraph_blocks(DECISION, spans)
    lines = [DECISION[start:end] for start, end in spans.tolist()]

    def path(i: int) -> list[str]:
        above = blocks[i].heading
        return [] if above < 0 else [*path(above), lines[above]]

    at = {line[:12]: i for i, line in enumerate(lines)}
    assert path(at["Xây dựng hệ "])[-2:] == ["I. MỤC TIÊU", "1. Mục tiêu tổng quát"]
    assert path(at["b) Đến năm 2"])[-2:] == ["I. MỤC TIÊU", "2. Mục tiêu cụ thể"]
    assert path(at["- Hằng năm b"])[-2:] == ["II. TỔ CHỨC THỰC HIỆN", "1. Bộ Xây dựng:"]
    assert blocks[at["Điều 1. Phê "]].kind == "article"
    assert blocks[at["b) Đến năm 2"]].number == "b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP. Huế có 9 phường. Tỉnh đã họp.", ["TP. Huế có 9 phường.", "Tỉnh đã họp."]),
        ("GS.TS. Nguyễn Văn Bình nói. Ông cười.", ["GS.TS. Nguyễn Văn Bình nói.", "Ông cười."]),
        (
            "Ban Bí thư T.Ư. Đảng đã họp. Hội nghị kết thúc.",
            ["Ban Bí thư T.Ư. Đảng đã họp.", "Hội nghị kết thúc."],
        ),
        ("Điều 5. Hiệu lực thi hành. Nghị định này", ["Điều 5. Hiệu lực thi hành.", "Nghị định này"]),
        ("1. Bộ Tài chính chủ trì. 2. Bộ Xây dựng phối hợp.", None),
        (
            "Tăng 3.5 lần, đạt 1.234,5 tỷ đồng. Kết quả tốt.",
            ["Tăng 3.5 lần, đạt 1.234,5 tỷ đồng.", "Kết quả tốt."],
        ),
        ('Ông nói: "Phải làm ngay." Hội nghị bế mạc.', ['Ông nói: "Phải làm ngay."', "Hội nghị bế mạc."]),
        ("Vì sao chậm? Do vướng mặt bằng! Cần gỡ.", ["Vì sao chậm?", "Do vướng mặt bằng!", "Cần gỡ."]),
        (
            "Có đường, trường, trạm v.v. Người dân phấn khởi.",
            ["Có đường, trường, trạm v.v.", "Người dân phấn khởi."],
        ),
        ("Ông Nguyễn V. An phát biểu.", ["Ông Nguyễn V. An phát biểu."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("Hội nghị kết thúc./.", ["Hội nghị kết thúc./."]),
        ("Còn nhiều việc... phải làm. Xong.", ["Còn nhiều việc... phải làm.", "Xong."]),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = nqtext.sent_tokenize(text)
    if expected is None:  # a label never stands alone
        assert all(len(sentence) > 3 for sentence in found)
    else:
        assert found == expected


def test_indivisible_words_stay_whole() -> None:
    text = "Ngày 18/5/2022, Nghị quyết số 06-NQ/TW đạt 45%, 1.234,5 tỷ; xem www.mpi.gov.vn hoặc a@mpi.gov.vn, T.Ư, 2021-2025."
    words = nqtext.word_tokenize(text)
    for whole in (
        "18/5/2022",
        "06-NQ/TW",
        "45%",
        "1.234,5",
        "www.mpi.gov.vn",
        "a@mpi.gov.vn",
        "T.Ư",
        "2021-2025",
    ):
        assert whole in words
    assert nqtext.word_tokenize("23 – NQ/TW") == ["23", "–", "NQ/TW"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_all_spellings_give_the_same_words(form: Literal["NFC", "NFD"]) -> None:
    old = "Ủy ban nhân dân tỉnh hòa giải, thủy lợi và sức khỏe đến nay"
    new = "Uỷ ban nhân dân tỉnh hoà giải, thuỷ lợi và sức khoẻ ðến nay"
    expected = nqtext.word_tokenize(old)
    for text in (old, new):
        words = nqtext.word_tokenize(unicodedata.normalize(form, text))
        assert [fold(word).text for word in words] == [fold(word).text for word in expected]


def test_own_words_hold_for_one_pipeline_only() -> None:
    text = "Phát triển kinh tế số (AI+) toàn diện"
    plain = nqtext.word_tokenize(text)
    own = nqtext.load(words=["kinh tế số", "(AI+)"])
    assert "kinh tế số" in own(text).tokens.texts
    assert "(AI+)" in own(text).tokens.texts
    assert nqtext.word_tokenize(text) == plain
    assert "kinh tế số" not in plain
    decomposed = unicodedata.normalize("NFD", text.upper())
    assert any(fold(word).lower == "kinh tế số" for word in own(decomposed).tokens.texts)


@pytest.mark.parametrize("words", [["  "], [3], "no/such/file.txt"])
def test_own_words_that_are_none_are_refused(words: object) -> None:
    with pytest.raises(ConfigurationError, match="words"):
        nqtext.load(words=words)  # type: ignore[arg-type]


def test_segment_and_analyze_agree() -> None:
    samples = [
        "Bộ Kế hoạch và Đầu tư ban hành Quyết định số 12/QĐ-BKHĐT ngày 3/4/2021.",
        "",
        "  \n",
        "a\u200b b",
    ]
    for text, tokens in zip(samples, nqtext.segment(samples), strict=True):
        assert nqtext.analyze(text).tokens == tokens


def test_part_of_speech_on_demand() -> None:
    article = nqtext.load(pos=True)("Chính phủ ban hành nghị quyết.\nHà Nội phát triển.")
    assert [token.pos for token in article.tokens][:2] == ["N", "V"]
    assert nqtext.analyze("Chính phủ").tokens[0].pos is None
    assert nqtext.from_dict(article.to_dict()) == article


def test_segment_refuses_a_single_text() -> None:
    with pytest.raises(TypeError, match="texts"):
        nqtext.segment("Nghị quyết")
