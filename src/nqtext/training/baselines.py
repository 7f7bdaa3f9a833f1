"""What a model has to beat: a list of keywords, and the words of a paragraph alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqtext.unicode import fold_key, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["keyword_label", "words_alone"]

#: The first label one of whose words stands in a paragraph; anything else is ``other``.
_KEYWORDS = tuple(
    (label, pattern(rf"\b(?:{words})\b"))
    for label, words in (
        ("goal", "mục tiêu|mục đích|phấn đấu|tầm nhìn|đến năm 20[2-9]\\d|chỉ tiêu"),
        (
            "directive",
            "yêu cầu|giao|đề nghị|chỉ đạo|quán triệt|lưu ý|chịu trách nhiệm|có trách nhiệm|chủ trì",
        ),
        ("task", "nhiệm vụ|giải pháp|hoàn thiện|đẩy mạnh|tăng cường|nâng cao|tiếp tục|rà soát|xây dựng|sẽ"),
    )
)


def keyword_label(line: str) -> str:
    """The label that a list of keywords gives.

    >>> keyword_label("Thủ tướng yêu cầu các bộ báo cáo.")
    'directive'
    """
    key = fold_key(line)
    return next((label for label, words in _KEYWORDS if words.search(key)), "other")


def words_alone() -> Any:
    """An estimator that reads the words of a paragraph and nothing else: TF-IDF, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True, token_pattern=r"\w+"),
        LogisticRegression(C=10, max_iter=400),
    )


def words_alone_labels(lines: Sequence[str], labels: Sequence[str], unseen: Sequence[str]) -> list[str]:
    """The labels that :func:`words_alone` gives after training on some paragraphs."""
    return [str(label) for label in words_alone().fit(list(lines), list(labels)).predict(list(unseen))]
