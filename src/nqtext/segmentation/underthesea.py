"""The one module that imports underthesea: word segmentation and part-of-speech tags.

underthesea is driven the safe way:

* its models are loaded into objects of our own, under a lock: its global ones are set before
  they are loaded, so a cold start in threads fails;
* they are given our units, not text: no offset is recovered by searching, and its normaliser
  and its own tokenizer (quadratic on ``a.a.a.``) stay out of the way;
* each call is one sentence, cut into pieces when it is very long: its taggers are quadratic;
* syllables are given in the new tone placement, which its dictionary is written in (93 % of
  words with a movable tone come out whole instead of 83 %);
* importing it configures the root logger, so the import is wrapped.

Source: underthesea 9.5 (Apache-2.0), models ``ws_crf_vlsp2013_20230727`` and
``pos_crf_vlsp2013_20230303``.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqtext.segmentation.layers import Units

__all__ = ["UndertheseaSegmenter", "UndertheseaTagger", "package_folder"]

_PIECE = 120  # units; sentences of policy texts hardly ever have more
_LONGEST_UNIT = 60  # code points that the model gets to see of one unit

_OLD_TONES, _NEW_TONES = "òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤ", "oooooOOOOOuuuuuUUUUU"
_TONE_OF = {old: "\u0300\u0301\u0309\u0303\u0323"[i % 5] for i, old in enumerate(_OLD_TONES)}
_OLD_PLACEMENT = re.compile(r"([òóỏõọÒÓỎÕỌ])([aeAE])$|(?<![qQ])([ùúủũụÙÚỦŨỤ])([yY])$")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Model:
    """A CRF tagger of underthesea, loaded on first use, used by one thread at a time."""

    def __init__(self, *path: str) -> None:
        self._path = path
        self._tagger: Any = None
        self._lock = threading.Lock()

    def tags(self, items: list[str]) -> list[str]:
        with self._lock:
            if self._tagger is None:
                self._tagger = _load(*self._path)
            tags: list[str] = self._tagger.predict([[item] for item in items])
            return tags

    def __getstate__(self) -> tuple[str, ...]:
        return self._path  # the loaded tagger cannot be pickled, and need not be

    def __setstate__(self, path: tuple[str, ...]) -> None:
        self.__init__(*path)  # type: ignore[misc]


class UndertheseaSegmenter:
    """Words by underthesea's CRF.

    >>> import nqtext
    >>> [token.text for token in next(iter(nqtext.segment(["Bộ Kế hoạch và Đầu tư"])))]
    ['Bộ', 'Kế hoạch', 'và', 'Đầu tư']
    """

    name = "underthesea"

    def __init__(self) -> None:
        self.version = metadata.version("underthesea")
        self._model = _Model("word_tokenize", "models", "ws_crf_vlsp2013_20230727")

    def joins(self, batch: Sequence[Units]) -> list[NDArray[np.bool_]]:
        """See :class:`nqtext.segmentation.words.WordSegmenter`."""
        return [self._joins(units) for units in batch]

    def _joins(self, units: Units) -> NDArray[np.bool_]:
        joined = np.zeros(len(units), dtype=np.bool_)
        items = [_legible(units.text[start:end]) for start, end in units.spans.tolist()]
        for start, end in _pieces(units.first):
            tags = self._model.tags(items[start:end])
            joined[start:end] = [tag == "I-W" for tag in tags]
        return joined


class UndertheseaTagger:
    """Part-of-speech tags (VLSP 2013 tag set: N, V, A, Np, ...) by underthesea's CRF."""

    name = "underthesea"

    def __init__(self) -> None:
        self.version = metadata.version("underthesea")
        self._model = _Model("pos_tag", "models", "pos_crf_vlsp2013_20230303")

    def tag(self, words: Sequence[str], first: NDArray[np.bool_]) -> list[str]:
        """Tag the words of one text.

        Args:
            words: folded words; inner white space is read as a join.
            first: shape (n,), True where a word opens a sentence.

        Returns:
            One tag a word.
        """
        items = [" ".join(map(_legible, word.split())) for word in words]
        tags: list[str] = []
        for start, end in _pieces(first):
            tags.extend(tag.removeprefix("B-") for tag in self._model.tags(items[start:end]))
        return tags


def package_folder() -> Path:
    """Where underthesea and the models it ships are installed; imports it, the root logger left alone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        import underthesea
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    return Path(underthesea.__file__).parent


def _load(*path: str) -> Any:
    folder = package_folder()
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    tagger.load(str(folder.joinpath("pipeline", *path)))
    return tagger


def _pieces(first: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Ranges of units to tag in one call: sentences, long ones in pieces."""
    bounds = [*np.flatnonzero(first).tolist(), len(first)]
    return [
        (at, min(at + _PIECE, end)) for start, end in pairwise(bounds) for at in range(start, end, _PIECE)
    ]


def _legible(unit: str) -> str:
    """A unit as the model knows it: new tone placement, no lone surrogates, not endless."""
    unit = _SURROGATE.sub("\ufffd", unit[:_LONGEST_UNIT])
    match = _OLD_PLACEMENT.search(unit)
    if match is None:
        return unit
    toned, vowel = (group for group in match.groups() if group is not None)
    plain = _NEW_TONES[_OLD_TONES.index(toned)]
    return unit[: match.start()] + plain + unicodedata.normalize("NFC", vowel + _TONE_OF[toned])
