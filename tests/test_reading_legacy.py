"""The old encodings of Vietnamese: converted where they are, left alone where they are not."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest

import nqtext
from nqtext.errors import ReadError
from nqtext.reading.legacy import ENCODINGS, convert, recognise
from tests.test_reading import windows_1258

SAMPLES = sorted((Path(__file__).parent.parent / "notebooks" / "articles").glob("*.txt"))
LETTERS = "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ ăâđêôơư ĂÂĐÊÔƠƯ"
#: The same letters as editors of the time wrote them.
WRITTEN = {
    "TCVN3": "µ¶·¸¹ »¼½¾Æ ÇÈÉÊË ÌÎÏÐÑ ÒÓÔÕÖ ×ØÜÝÞ ßáâãä åæçèé êëìíî ïñòóô õö÷øù úûüýþ ¨©®ª«¬\xad ¡¢§£¤¥¦",
    "VNI": "aøaûaõaùaï aèaúaüaéaë aàaåaãaáaä eøeûeõeùeï eàeåeãeáeä ìæóíò oøoûoõoùoï oàoåoãoáoä ôøôûôõôùôï "
    "uøuûuõuùuï öøöûöõöùöï yøyûyõyùî aêaâñeâoâôö AÊAÂÑEÂOÂÔÖ",
}
CAPITAL_LETTERS = "ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÈẺẼÉẸ ỀỂỄẾỆ ÌỈĨÍỊ ÒỎÕÓỌ ỒỔỖỐỘ ỜỞỠỚỢ ÙỦŨÚỤ ỪỬỮỨỰ ỲỶỸÝỴ"
CAPITALS = "AØAÛAÕAÙAÏ AÈAÚAÜAÉAË AÀAÅAÃAÁAÄ EØEÛEÕEÙEÏ EÀEÅEÃEÁEÄ ÌÆÓÍÒ OØOÛOÕOÙOÏ OÀOÅOÃOÁOÄ ÔØÔÛÔÕÔÙÔÏ UØUÛUÕUÙUÏ ÖØÖÛÖÕÖÙÖÏ YØYÛYÕYÙÎ"
TEXT = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở khẩn trương thực hiện Nghị quyết về phát triển đô thị bền vững, "
    "chậm nhất ngày 30/6 phải báo cáo bằng văn bản."
)


def old(text: str, encoding: str) -> str:
    """Text as an old editor kept it, read as Western; the capitals that TCVN3 lacks become small."""
    kept = pieces(WRITTEN["VNI"]) if encoding == "VNI" else list(WRITTEN["TCVN3"])
    table = dict(zip(LETTERS, kept, strict=True))
    if encoding == "VNI":
        table |= dict(zip(CAPITAL_LETTERS, pieces(CAPITALS), strict=True))
    composed = unicodedata.normalize("NFC", text)
    return "".join(table.get(c, table.get(c.lower(), c)) for c in composed)


def pieces(written: str) -> list[str]:
    """A letter with the marks of VNI behind it."""
    found: list[str] = []
    alone = set("ìæóíòñôöîÌÆÓÍÒÑÔÖÎ")
    for c in written:
        mark = found and found[-1][0] in "aeouyôöAEOUYÔÖ" and len(found[-1]) == 1 and not c.isspace()
        if mark and c not in alone:
            found[-1] += c
        else:
            found.append(c)
    return found


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_is_converted(encoding: str) -> None:
    assert convert(WRITTEN[encoding], encoding) == LETTERS
    if encoding == "VNI":
        assert convert(CAPITALS, encoding) == CAPITAL_LETTERS


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_come_back_from_either_encoding(path: Path, encoding: str) -> None:
    text = (
        unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        .replace("»", ">")
        .replace("Ð", "Đ")
        .replace("☆", "*")
        .replace("©", "(c)")
    )
    kept = old(text, encoding)
    assert recognise(kept) == encoding
    for data in (kept.encode("cp1252", "replace"), kept.encode(), kept.encode("utf-16")):
        read = nqtext.read(data, unwrap=False).text
        assert len(read) == len(text)
        # TCVN3 keeps no capital letter with a tone: which word began with one, nobody can tell
        assert read == text or (encoding == "TCVN3" and read.lower() == text.lower())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_other_text_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert recognise(written) is None
        assert nqtext.read(written.encode(), unwrap=False).text == written
    assert recognise(windows_1258(TEXT).decode("cp1258")) is None
    assert unicodedata.normalize("NFC", nqtext.read(windows_1258(TEXT)).text) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "Le président a déjà été reçu à l'hôtel de ville; ça va très bien, où êtes-vous passés?",
        "El año pasado, la señora Núñez llegó tarde; ¿cómo está usted? ¡Qué día!",
        "Größe und Höhe der Bäume müssen überprüft werden; schön wär's.",
        "O coração não é só emoção; às vezes é também razão, lição e ação.",
        "Nước · sông · núi: 5 µm ± 2 °C, ½ ha, § 3, © 2024, ® 1999",
        "plain letters only",
        "©",
        "",
    ],
)
def test_other_languages_and_symbols_are_left_alone(text: str) -> None:
    assert recognise(text) is None
    assert nqtext.read(text.encode()).text == text


def test_capital_words_stay_capital() -> None:
    assert convert("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "TCVN3") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert convert("Sè: 7/Q§-UBND, ý kiÕn", "TCVN3") == "Số: 7/QĐ-UBND, ý kiến"
    assert convert("Bé tr­ëng Bé KH&§T, TP §µ N½ng", "TCVN3") == "Bộ trưởng Bộ KH&ĐT, TP Đà Nẵng"
    assert convert("ý kiÕn cña tØnh v.v. ë ®©y. ë huyÖn, ý kiÕn kh¸c", "TCVN3") == (
        "ý kiến của tỉnh v.v. ở đây. Ở huyện, ý kiến khác"
    )


def test_mixed_encodings_are_one_error() -> None:
    half = old(TEXT, "TCVN3").encode("cp1252")
    with pytest.raises(ReadError, match=r"not valid UTF-8|old Vietnamese font"):
        nqtext.read(TEXT.encode() * 3 + half)


@pytest.mark.endurance
def test_time_is_linear() -> None:
    def seconds(n: int) -> float:
        text = "Céng hßa " * n
        began = time.process_time()
        assert recognise(text) == "TCVN3"
        convert(text, "TCVN3")
        convert(text, "VNI")
        return time.process_time() - began

    assert seconds(80_000) < 4 * seconds(40_000) + 0.1
