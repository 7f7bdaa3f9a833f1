"""What is learned from other segmenters: labels for raw text, and which pairs of syllables are words.

Sources: output of RDRsegmenter (Nguyen et al. 2018, Apache-2.0) on raw paragraphs; the word
segmenter and the word lists in the wheel of underthesea 9.5 (Apache-2.0).  Only hashes and weights of
what is read here get into the model.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from nqtext.segmentation.underthesea import package_folder
from nqtext.training.treebank import GoldText, read_lines
from nqtext.unicode import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["aligned", "cleaned", "lexicon", "read_output", "teacher_weights"]

Word = tuple[str, ...]

#: Word lists in the wheel of underthesea, and the rank of what each holds: the smaller, the more basic.
_WORD_LISTS = (("Viet74K", 1), ("Viet39K", 1), ("Viet22K", 2), ("Viet11K", 3))
#: Log-odds from which underthesea's model is taken at its word, for and against a pair.
_FOR, _AGAINST = 0.4, -0.3
#: Titles that ``phó`` is joined to.
_TITLES = frozenset(
    "chủ tịch|chủ nhiệm|bí thư|thủ tướng|giám đốc|tổng giám đốc|thống đốc|hiệu trưởng|viện trưởng|cục trưởng|"
    "tổng cục trưởng|vụ trưởng|trưởng ban|trưởng phòng|trưởng đoàn|chánh văn phòng|chánh thanh tra".split("|")
)
#: Four syllables that teachers take for one word and the convention for two: bodies with their
#: type word apart, and two ordinary words in a row.
_TWO_WORDS = frozenset(
    map(
        fold_key,
        (
            "ủy ban nhân dân|hội đồng nhân dân|tòa án nhân dân|quản lý nhà nước|quy phạm pháp luật|"
            "công nghệ thông tin|trí tuệ nhân tạo|kinh tế thị trường|sở hữu trí tuệ|"
            "thương mại điện tử|chính phủ điện tử|trung học phổ thông|trung học cơ sở|"
            "giáo dục phổ thông|quy hoạch đô thị|an toàn lao động|khoa học xã hội|khoa học kỹ thuật|"
            "cơ quan hành chính|cơ quan chuyên môn|chính sách xã hội|xây dựng cơ bản"
        ).split("|"),
    )
)
_PAIR = re.compile(rb"T\[-1,0\]\.lower=([^\x00]+)\x00")


def read_output(raw: Path, segmented: Path) -> Iterator[GoldText]:
    """Paragraphs and the words a tool found in them; paragraphs that cannot be aligned are left out.

    Args:
        raw: one paragraph a line.
        segmented: the same lines through the tool, words joined by ``_`` and parted by spaces.
    """
    for text, line in zip(read_lines(raw), read_lines(segmented), strict=True):
        spans = None if "_" in text else aligned(text, [word.replace("_", "") for word in line.split()])
        if spans:
            yield GoldText(text, tuple(spans))


def cleaned(taught: GoldText) -> GoldText:
    """A teacher's words brought to the convention where policy text is full of cases.

    ``phó`` is one word with the title behind it, and names and terms of two words are two.

    >>> text = "Phó Chủ tịch Ủy ban nhân dân"
    >>> [text[start:end] for start, end in cleaned(GoldText(text, ((0, 3), (4, 12), (13, 28)))).words]
    ['Phó Chủ tịch', 'Ủy ban', 'nhân dân']
    """
    words: list[tuple[int, int]] = []
    for start, end in taught.words:
        word = taught.text[start:end]
        key = fold_key(word)
        if key in _TWO_WORDS:
            middle = start + len(" ".join(word.split(" ")[:2]))
            words += [(start, middle), (middle + 1, end)]
        elif words and key in _TITLES and taught.text[slice(*words[-1])].lower() == "phó":
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    return GoldText(taught.text, tuple(words))


def aligned(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Place words in a text by counting the characters that are no blanks.

    A tool may have changed characters (tone placement, quotation marks) but not their number.

    Returns:
        Half-open ranges, or None where the numbers differ.

    >>> aligned("Ủy ban  họp.", ["Uỷban", "họp", "."])
    [(0, 6), (8, 11), (11, 12)]
    """
    places = [i for i, c in enumerate(text) if not c.isspace()]
    if sum(map(len, words)) != len(places):
        return None
    spans = []
    at = 0
    for word in words:
        spans.append((places[at], places[at + len(word) - 1] + 1))
        at += len(word)
    return spans


def teacher_weights(folder: Path) -> dict[Word, float]:
    """For pairs of syllables that underthesea's model has a weight for, the log-odds that they are one word.

    The names of the features are read from the model's file, their weights asked of the model.

    Args:
        folder: the installed package underthesea.
    """
    from underthesea_core import CRFTagger

    file = folder / "pipeline" / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727" / "models.bin"
    tagger = CRFTagger()
    tagger.load(str(file))
    inside = tagger.labels().index("I-W")
    weights: dict[Word, float] = {}
    for name in sorted(set(_PAIR.findall(file.read_bytes()))):
        try:
            pair = name.decode("utf-8")
        except UnicodeDecodeError:  # bytes that only look like the name of a feature
            continue
        word = _word(pair)
        if word is None or len(word) != 2:
            continue
        share = tagger.marginals([[f"T[-1,0].lower={pair}"]])[0][inside]
        weight = math.log(share / (1 - share))
        if abs(weight) > abs(weights.get(word, 0.0)):
            weights[word] = weight
    return weights


def lexicon() -> dict[Word, int]:
    """Words and their ranks, as :class:`nqtext.segmentation.features.HashedLexicon` stores them.

    Ranks of pairs: 1 to 3 in a word list, the higher the more basic; 4 only the teacher has it;
    5 in a large list and the teacher has it; 6 in a basic list and the teacher has it; 7 in a
    list, but the teacher speaks against it.  Longer words and single syllables have ranks 1 to 3.
    """
    folder = package_folder()
    ranks: dict[Word, int] = {}
    for name, rank in _WORD_LISTS:
        for line in read_lines(folder / "corpus" / "data" / f"{name}.txt"):
            word = _word(line)
            if word is not None:
                ranks[word] = max(ranks.get(word, 0), rank)
    for word in list(ranks):
        for syllable in word:
            ranks.setdefault((syllable,), 1)
    for word, weight in teacher_weights(folder).items():
        rank = ranks.get(word, 0)
        if weight >= _FOR:
            ranks[word] = {0: 4, 1: 5}.get(rank, 6)
        elif weight <= _AGAINST and rank:
            ranks[word] = 7
    return dict(sorted(ranks.items()))


def _word(text: str) -> Word | None:
    word = tuple(fold_key(text).replace("-", " ").split())
    return word if 1 <= len(word) <= 4 and all(map(str.isalpha, word)) else None
