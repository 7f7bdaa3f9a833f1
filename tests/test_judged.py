"""Figures of a model on what it has not seen: intervals, calibration, what it has to beat."""

from __future__ import annotations

import numpy as np

from nqtext.training.baselines import keyword_label, words_alone_labels
from nqtext.training.judged import Judged, calibration_bins, calibration_error, interval, macro_f1


def _judged(gold: list[int], chances: list[list[float]], articles: list[int]) -> Judged:
    count = len(gold)
    return Judged(
        ("x",) * count,
        np.array(gold),
        np.array(chances),
        ((),) * count,
        ("news",) * count,
        np.array(articles),
    )


def test_macro_f1_is_the_mean_over_labels_that_occur() -> None:
    gold = np.array([0, 0, 1, 1])
    chances = np.array([[0.9, 0.1, 0.0], [0.4, 0.6, 0.0], [0.3, 0.7, 0.0], [0.2, 0.8, 0.0]])
    assert abs(macro_f1(gold, chances) - (2 / 3 + 0.8) / 2) < 1e-12


def test_probabilities_that_mean_what_they_say_have_no_error() -> None:
    gold = np.array([0] * 8 + [1] * 2)
    chances = np.array([[0.8, 0.2]] * 10)
    said = calibration_bins(gold, chances)
    assert sum(size for _, _, size in said) == 10
    assert calibration_error(np.array([0] * 10), np.array([[1.0, 0.0]] * 10)) == 0.0
    assert abs(calibration_error(np.array([1] * 10), np.array([[1.0, 0.0]] * 10)) - 1.0) < 1e-12


def test_an_interval_holds_the_figure_and_is_wider_for_fewer_articles() -> None:
    generator = np.random.default_rng(1)
    gold = generator.integers(0, 2, 400)
    right = generator.random(400) < 0.8
    chances = np.where((gold == right)[:, None], [0.3, 0.7], [0.7, 0.3])
    few = _judged(gold.tolist(), chances.tolist(), [k // 100 for k in range(400)])
    many = _judged(gold.tolist(), chances.tolist(), [k // 4 for k in range(400)])
    low, high = interval(many, macro_f1)
    assert low < macro_f1(many.gold, many.predicted) < high
    assert interval(many, macro_f1) == (low, high)
    assert high - low < 0.2
    assert interval(few, macro_f1) != (low, high)


def test_keywords_decide_by_the_first_label_that_fits() -> None:
    assert keyword_label("Mục tiêu: 95% số xã có đường nhựa") == "goal"
    assert keyword_label("UỶ BAN giao Sở Y tế chủ trì") == "directive"
    assert keyword_label("Đẩy mạnh cải cách") == "task"
    assert keyword_label("Giao thông thuận lợi") == "directive"  # a list of keywords does not know better
    assert keyword_label("Sáng nay trời đẹp") == "other"


def test_words_alone_learn_from_words() -> None:
    lines = ["phấn đấu đạt chuẩn", "rà soát quy định"] * 6
    labels = ["goal", "task"] * 6
    assert words_alone_labels(lines, labels, ["phấn đấu đạt 90%", "rà soát hồ sơ"]) == ["goal", "task"]
