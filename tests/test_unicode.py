"""Folding: the map back is exact, whatever comes in."""

from __future__ import annotations

import pickle
import re
import time
import unicodedata

import pytest
from hypothesis import given

from nqtext.unicode import fold, fold_key, lower, pattern
from tests.strategies import SYLLABLES, texts


@given(texts)
def test_the_pieces_behind_the_folded_characters_are_the_source(text: str) -> None:
    folded = fold(text)
    pieces = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(start < end for start, end in pieces)


@given(texts)
def test_locate_is_the_way_in(text: str) -> None:
    folded = fold(text)
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert folded.locate(start) == i
        assert folded.locate(end - 1) == i


@given(texts)
def test_folding_is_idempotent_and_lower_has_equal_length(text: str) -> None:
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    assert len(folded.lower) == len(folded.text)


@given(texts)
def test_composition_alone_changes_the_length(text: str) -> None:
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if visible == text and unicodedata.is_normalized("NFC", text):
        assert len(fold(text).text) == len(text)


@given(texts)
def test_nfc_and_nfd_fold_alike(text: str) -> None:
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(nfc).text == fold(nfd).text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("hoà bình", "hòa bình"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ, thuỷ, uỷ", "khỏe, thủy, ủy"),
        ("quý hoàn thuyết khuỷu ngoài", "quý hoàn thuyết khuỷu ngoài"),
        ("Ðắk Lắk, ðến", "Đắk Lắk, đến"),
        ("06\u2011NQ\u2215TW", "06-NQ/TW"),
        ("06-NQ/\u200bТW", "06-NQ/TW"),
        ("Москва", "Москва"),
        ("a\xa0b\u2009c\u3000d", "a b c d"),
        ("“Đảng” ‘ta’ H’Mông", "\"Đảng\" 'ta' H'Mông"),
        ("ＮＱ", "NQ"),
        ("a\r\nb\u2028c", "a\n\nb\nc"),
    ],
)
def test_spellings_that_mean_the_same(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_every_syllable_has_one_key_in_every_composition() -> None:
    for syllable in SYLLABLES:
        keys = {fold_key(unicodedata.normalize(form, syllable)) for form in ("NFC", "NFD")}
        assert len(keys) == 1


def test_a_zero_width_space_belongs_to_the_character_it_touches() -> None:
    folded = fold("a\u200b b")
    assert folded.text == "a b"
    assert folded.span(0, 1) == (0, 2)


def test_lower_keeps_the_length_of_a_letter_that_grows() -> None:
    assert len("İ".lower()) == 2
    assert lower("İSTANBUL") == "İstanbul"


@pytest.mark.endurance
@pytest.mark.parametrize("piece", ["o\u0300a ", "\u0301", "a\u200b", "06-NQ/Т ", "Т", "a", "\u1160", "uỷ "])
def test_folding_is_linear(piece: str) -> None:
    """A generous bound: a quadratic pass over 400,000 characters would take minutes."""
    started = time.process_time()
    fold(piece * 400_000)
    assert time.process_time() - started < 20


def test_a_pattern_is_good_for_what_a_compiled_one_is() -> None:
    written = "(?P<body>uỷ ban) (\\w+)"
    compiled = re.compile(written.replace("uỷ", "ủy"), re.IGNORECASE)
    text = fold("Uỷ ban huyện, uỷ ban xã").text
    for used in (False, True):
        found = pattern(written, re.IGNORECASE)
        if used:
            found.search(text)
        sent = pickle.loads(pickle.dumps(found))
        assert sent.sub(lambda m: m["body"], text, count=1) == compiled.sub(
            lambda m: m["body"], text, count=1
        )
        assert [m.span(2) for m in found.finditer(text)] == [m.span(2) for m in compiled.finditer(text)]
        assert found.findall(text) == compiled.findall(text)
        assert found.split(text) == compiled.split(text)
        assert found.subn("-", text) == compiled.subn("-", text)
        assert found.match(text, 6) is None
        assert found.fullmatch(text, 0, 12) is not None
