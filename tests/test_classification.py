"""The paragraph model as a user meets it, and the features it sees."""

from __future__ import annotations

import itertools
import pickle
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import nqtext
from nqtext.classification import ParagraphClassifier
from nqtext.classification.context import SOURCES, surroundings
from nqtext.classification.encoding import Vocabulary
from nqtext.classification.features import Features, extract
from nqtext.classification.model import _rounded
from nqtext.classification.signals import COMPILED_SECTIONS, SECTIONS, SIGNALS, THEMES, compiled
from nqtext.classification.structure import VIEWS
from nqtext.entities import Candidate, Context
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.unicode import fold, lower

PLAN = """KẾ HOẠCH
I. MỤC TIÊU
1. Mục tiêu tổng quát
Xây dựng thành phố trở thành trung tâm logistics của vùng vào năm 2030.
2. Mục tiêu cụ thể
- Phấn đấu đến năm 2030, 95% số xã có đường nhựa.
II. NHIỆM VỤ, GIẢI PHÁP
1. Hoàn thiện cơ chế, chính sách
- Rà soát, sửa đổi các quy định về bến bãi.
III. TỔ CHỨC THỰC HIỆN
1. Sở Giao thông vận tải
- Chủ trì, phối hợp với các sở, ngành triển khai Kế hoạch này; báo cáo trước ngày 15 tháng 12.
"""


def _features(text: str, furniture: list[bool] | None = None) -> Features:
    folded = fold(text)
    (layer,) = segment_batch([folded], SyllableSegmenter(), None, [furniture])
    return extract([(Context.of(folded, layer), [])])


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_signals_find_their_examples_and_nothing_else(signal: object) -> None:
    assert isinstance(signal, type(SIGNALS[0]))
    expression = compiled(SIGNALS.index(signal))
    for example in signal.examples:
        assert expression.search(fold(example).text), example
    for example in signal.counter_examples:
        assert not expression.search(fold(example).text), example


def test_every_signal_of_a_theme_is_numbered_once() -> None:
    assert sorted(s.name for theme in THEMES for s in theme) == sorted(s.name for s in SIGNALS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_sections_find_their_examples_and_nothing_else(section: object) -> None:
    expression = next(pattern for other, pattern in COMPILED_SECTIONS if other is section)
    assert isinstance(section, type(SECTIONS[0]))
    for example in section.examples:
        assert expression.search(fold(example).text), example
    for example in section.counter_examples:
        assert not expression.search(fold(example).text), example


def test_a_plan_is_read_as_its_headings_say() -> None:
    article = nqtext.analyze(PLAN)
    labels = {p.text.strip()[:24]: p.label for p in article.paragraphs}
    assert labels["I. MỤC TIÊU"] == "goal"
    assert labels["Xây dựng thành phố trở t"] == "goal"
    assert labels["- Phấn đấu đến năm 2030,"] == "goal"
    assert labels["- Rà soát, sửa đổi các q"] == "task"
    assert labels["- Chủ trì, phối hợp với "] == "directive"


def test_a_speech_of_command_is_a_directive() -> None:
    article = nqtext.analyze(
        "Sáng 5/3, tại Hà Nội, Bộ Xây dựng đã tổ chức hội nghị tổng kết.\n"
        "Phát biểu tại hội nghị, Thủ tướng yêu cầu các bộ, ngành, địa phương khẩn trương rà soát quy hoạch.\n"
    )
    assert [p.label for p in article.paragraphs] == ["other", "directive"]


def test_scores_sum_to_one_and_the_label_is_the_largest() -> None:
    article = nqtext.analyze(PLAN)
    for paragraph in article.paragraphs:
        scores = paragraph.scores
        assert sum(round(score * 1_000_000) for score in scores.values()) == 1_000_000
        assert all(score == round(score, 6) for score in scores.values())
        assert paragraph.label == max(scores, key=lambda label: scores[label])
        assert paragraph.label not in paragraph.also


def test_what_rounding_leaves_over_goes_to_the_largest() -> None:
    rounded = _rounded(np.array([[1 / 3, 1 / 3, 1 / 3], [0.9999999, 5e-8, 5e-8]]))
    assert rounded.tolist() == [[0.333334, 0.333333, 0.333333], [1.0, 0.0, 0.0]]


def test_reasons_are_in_plain_terms() -> None:
    article = nqtext.analyze(PLAN)
    aim = next(p for p in article.paragraphs if p.text.startswith("- Phấn đấu"))
    assert 1 <= len(aim.explain()) <= 5
    texts = [reason.text for reason in aim.explain()]
    assert any("Phấn đấu" in text or "heading" in text for text in texts), texts
    for paragraph in article.paragraphs:
        weights = [reason.weight for reason in paragraph.explain()]
        assert weights == sorted(weights, reverse=True)
        assert all(weight > 0 for weight in weights)
        for reason in paragraph.explain():
            assert "{" not in reason.text
            assert "&" not in reason.text
            assert ":" not in reason.text.split("'")[0]


def test_page_furniture_is_other_without_doubt() -> None:
    classifier = ParagraphClassifier.load()
    folded = fold("Giao Bộ Xây dựng chủ trì.\nMục tiêu đến năm 2030.")
    (layer,) = segment_batch([folded], SyllableSegmenter(), None, [[True, False]])
    context = Context.of(folded, layer)
    prediction = classifier.predict(context, [])
    assert prediction.scores[0].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert prediction.also[0] == ()
    assert prediction.evidence[0][0].text == "page furniture"
    assert prediction.scores[1, 3] < 1.0


def test_the_answer_does_not_depend_on_the_batch() -> None:
    texts = [PLAN, "Thủ tướng yêu cầu các bộ báo cáo.", "", PLAN[:200]]
    together = list(nqtext.pipe(texts))
    assert [article.to_json() for article in together] == [nqtext.analyze(text).to_json() for text in texts]


def test_the_second_stage_sees_what_is_done_before_and_after_and_in_the_article() -> None:
    logits = np.zeros((4, 2))
    logits[2, 0] = (
        50.0  # the third paragraph does the first job without doubt, of the others nothing is known
    )
    around = surroundings(logits, _features("Một.\nHai.\nBa.\nBốn.\n")).reshape(4, len(SOURCES), 2)
    seen = {source: np.round(around[:, k, 0], 3).tolist() for k, source in enumerate(SOURCES)}
    assert seen["before"] == [0.0, 0.5, 0.5, 1.0]
    assert seen["after"] == [0.5, 1.0, 0.5, 0.0]
    assert seen["article"] == [0.667, 0.667, 0.5, 0.667]
    assert seen["so far"][0] == 0.0
    assert seen["so far"][3] > seen["so far"][2] > seen["so far"][1] > 0.0
    assert seen["to come"][1] > seen["to come"][0] > seen["to come"][2] > seen["to come"][3] == 0.0


def test_prediction_needs_no_scikit_learn() -> None:
    code = (
        "import sys, nqtext; a = nqtext.load(segmenter='syllable')('Mục tiêu đến năm 2030.'); "
        "assert a.paragraphs[0].explain(); "
        "print([m for m in ('sklearn', 'scipy', 'joblib', 'underthesea') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_neighbours_headings_and_lists_are_seen() -> None:
    features = _features(PLAN)
    row = {view: int(i) for view, i in zip(VIEWS, features.views[5], strict=True)}
    assert (row["self"], row["before"], row["after"], row["heading"], row["above"]) == (5, 4, 6, 4, 1)
    assert "under0:goal" in features.noticed()[5]
    assert "under0:task" in features.noticed()[8]


def test_a_list_under_an_opening_line_stands_under_what_it_announces() -> None:
    features = _features(
        "Kế hoạch quy định về mục tiêu cải cách như sau:\n(1) Cắt giảm 30% chi phí;\n(2) Số hóa hồ sơ.\n"
        "Hội nghị diễn ra trong hai ngày tại Huế."
    )
    assert features.views[:, VIEWS.index("lead-in")].tolist() == [-1, 0, 0, -1]
    assert "under0:goal" in features.noticed()[2]


def test_a_speech_goes_on_until_something_breaks_in() -> None:
    features = _features(
        "Bộ trưởng yêu cầu các sở rà soát quy hoạch.\n"
        "Cùng với đó, cần đẩy nhanh tiến độ.\n"
        "Theo báo cáo của Sở Xây dựng, đã có 5 dự án hoàn thành.\n"
        "Đồng thời, cần thêm vốn.\n"
    )
    assert "speech:next" in features.noticed()[1]
    assert not any(signal.startswith("speech:") for signal in features.noticed()[3])


def test_furniture_is_passed_over() -> None:
    features = _features("Bộ trưởng phát biểu.\nIn trang này\nĐồng thời, cần thêm vốn.", [False, True, False])
    assert features.views[2, VIEWS.index("before")] == 0


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit", ["a", "(", "1.", "giao ", "bộ ", '"', ":", "yêu cầu ", "chính phủ ", "ông a ", "- \n", "đạt "]
)
def test_features_are_linear_in_the_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            for at in range(len(SIGNALS)):
                compiled(at).search(lower(text))
            for _, section in COMPILED_SECTIONS:
                section.search(lower(text))
            best = min(best, time.process_time() - started)
        return best

    small, large = seconds(4_000), seconds(16_000)
    assert large < 10 * small + 0.05  # 4 times as long; quadratic would be 16 times


def test_a_text_of_one_paragraph_and_an_empty_one() -> None:
    assert len(nqtext.analyze("x").paragraphs[0].scores) == 4
    assert len(nqtext.analyze("").paragraphs) == 0


def test_reasons_read_late_are_those_read_at_once() -> None:
    texts = [PLAN, "", "Thủ tướng yêu cầu các bộ báo cáo.\nCùng với đó, cần thêm vốn."]
    at_once = [nqtext.analyze(text).evidence[:] for text in texts]
    articles = list(nqtext.pipe(texts))
    travelled = pickle.loads(pickle.dumps(articles[2]))  # before anybody has read one
    assert travelled.evidence == at_once[2]
    assert [article.evidence for article in articles] == at_once
    assert articles[2].evidence[-1] == at_once[2][-1]
    assert hash(articles[2].evidence) == hash(at_once[2])
    assert articles[0].evidence != articles[2].evidence


def test_threads_that_ask_together_get_the_same_reasons() -> None:
    article = next(nqtext.pipe([PLAN * 20]))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda i: article.paragraphs[i % 2].explain(), range(32)))
    assert len(set(answers[::2])) == len(set(answers[1::2])) == 1


def test_a_batch_is_answered_as_its_articles_are() -> None:
    classifier = ParagraphClassifier.load()
    folded = [
        fold(text) for text in (PLAN, "", "Thủ tướng yêu cầu các bộ báo cáo.\nCùng với đó, cần thêm vốn.")
    ]
    layers = segment_batch(folded, SyllableSegmenter(), None)
    batch: list[tuple[Context, list[Candidate]]] = [
        (Context.of(text, layer), []) for text, layer in zip(folded, layers, strict=True)
    ]
    together = classifier.predict_batch(batch)
    for (context, mentions), found in zip(batch, together, strict=True):
        alone = classifier.predict(context, mentions)
        assert found.scores.tolist() == alone.scores.tolist()
        assert (found.also, found.evidence) == (alone.also, alone.evidence)
    assert classifier.predict_batch([]) == []


def test_who_spoke_last_is_remembered_until_an_event() -> None:
    features = _features(
        "Bộ trưởng Lê An nhấn mạnh cần rà soát quy hoạch.\n"
        "Các dự án chậm tiến độ sẽ bị thu hồi.\n"
        "Chuyên gia Trần Bình cho rằng thị trường còn chậm.\n"
        "Nguồn cung còn thiếu.\n"
        "Sáng 5/3, tại Huế, Sở Xây dựng tổ chức hội nghị.\n"
        "Nhiều doanh nghiệp tham dự.\n"
    )
    voices = [[s for s in signals if s.startswith("voice")] for signals in features.noticed()]
    assert voices == [["voice:high"], ["voice on:high"], ["voice:citizen"], ["voice on:citizen"], [], []]


def test_a_speech_is_seen_from_the_paragraphs_that_go_on_with_it() -> None:
    features = _features(
        "Sáng 5/3, Bộ Xây dựng họp.\n"
        "Bộ trưởng yêu cầu các sở rà soát quy hoạch.\n"
        "Cùng với đó, cần đẩy nhanh tiến độ.\n"
        "Theo báo cáo của Sở Xây dựng, đã có 5 dự án hoàn thành.\n"
    )
    assert features.views[:, VIEWS.index("speech")].tolist() == [-1, -1, 1, -1]
    assert features.views[:, VIEWS.index("title")].tolist() == [-1, -1, 0, 0]


@pytest.mark.endurance
@pytest.mark.parametrize("unit", ["a\n", "- a;\n", "i. mục tiêu\n", "giao bộ\n", "a:\n", '"a\n'])
def test_paragraphs_are_classified_in_linear_time(unit: str) -> None:
    classifier = ParagraphClassifier.load()

    def seconds(count: int) -> float:
        folded = fold(unit * count)
        (layer,) = segment_batch([folded], SyllableSegmenter(), None)
        context = Context.of(folded, layer)
        best = 9.0
        for _ in range(2):
            started = time.process_time()
            classifier.predict(context, [])
            best = min(best, time.process_time() - started)
        return best

    small, large = seconds(1_500), seconds(6_000)
    assert large < 10 * small + 0.05  # 4 times as long; quadratic would be 16 times


def test_words_count_as_often_as_they_stand_but_not_said_over_and_over() -> None:
    features = _features("Sở Y tế, Sở Nội vụ và các xã các xã.\nxã xã xã xã\nxã")
    vocabulary = Vocabulary(["w các xã", "w nội", "w sở", "w xã"])
    encoded = vocabulary.encode(features, np.ones(4))
    bounds = [*encoded.starts.tolist(), len(encoded.ids)]
    counts = [Counter(encoded.ids[a : b - 1].tolist()) for a, b in itertools.pairwise(bounds)]
    assert counts == [{0: 2, 1: 1, 2: 2, 3: 2}, {3: 1}, {3: 1}]


@pytest.mark.parametrize("line", ["số " * 300, '" ' * 40, '"' * 300, "- " * 50, "2030 " * 100, "a" * 5000])
def test_a_line_that_says_one_thing_over_and_over_is_no_sure_order(line: str) -> None:
    (paragraph,) = nqtext.analyze(line.strip()).paragraphs
    assert max(paragraph.scores[label] for label in ("goal", "task", "directive")) < 0.5
    assert all(reason.weight < 5 for reason in paragraph.explain())


def test_features_are_known_by_their_names() -> None:
    features = _features(PLAN + "Bộ trưởng yêu cầu các sở phải rà soát quy hoạch, đạt 95% trong năm 2030.\n")
    words, signals = features.word_names(), features.signal_names()
    assert "w rà soát" in words[-1]
    assert "speaker_command" in signals[-1]
    assert "must + speaker_command" in signals[-1]
    assert any(name.endswith(" & speaker_command") for name in signals[-1])
    vocabulary = Vocabulary(sorted({name for names in (*words, *signals) for name in names})[::2])
    encoded = vocabulary.encode(features, np.ones(len(vocabulary)))
    for i, (start, end) in enumerate(itertools.pairwise([*encoded.starts.tolist(), len(encoded.ids)])):
        found = [vocabulary.names[k] for k in encoded.ids[start : end - 1].tolist()]
        assert set(found) == {name for name in vocabulary.names if name in words[i] or name in signals[i]}
        assert all(name in words[i] for name, times in Counter(found).items() if times > 1)
        of_words = encoded.values[start:end][np.append(vocabulary.is_word, False)[encoded.ids[start:end]]]
        assert not len(of_words) or abs((of_words**2).sum() - 1) < 1e-12
