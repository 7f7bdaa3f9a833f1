"""Metadata of official documents, whatever form the document has, each with where it is written."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import nqtext
from nqtext.reading import read_text
from nqtext.reading.findings import mapped
from nqtext.reading.official_foot import describe_foot

SAMPLES = Path(__file__).parent.parent / "notebooks" / "articles"
BODY = [
    "Điều 1. Giao Sở Xây dựng chủ trì, phối hợp với các xã rà soát quy hoạch trong năm nay.",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký.",
]
DECISION = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH PHÚ THỌ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 27 / QĐ-UBND",
    "Phú Thọ, ngày 12 tháng 3 năm 2025",
    "QUYẾT ĐỊNH",
    "Về việc phê duyệt  quy hoạch",
    "các đô thị trong tỉnh",
    "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014;",
    "Căn cứ Nghị định số 37/2010/NĐ-CP của Chính phủ;",
    "Theo đề nghị của Giám đốc Sở Xây dựng,",
    "QUYẾT ĐỊNH:",
    *BODY,
]
FOOT = {
    "a line each": ["Nơi nhận:", "- Như Điều 2;", "- Bộ Xây dựng (để báo cáo);", "- Lưu: VT, XD.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Lê Thị Bình"],
    "signature first": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Bình", "Nơi nhận:", "- Như Điều 2;", "- Bộ Xây dựng (để báo cáo);", "- Lưu: VT, XD."],
    "one line": ["Nơi nhận: - Như Điều 2; - Bộ Xây dựng (để báo cáo); - Lưu: VT, XD. TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Thị Bình"],
    "two cells": ["Nơi nhận: - Như Điều 2; - Bộ Xây dựng (để báo cáo); - Lưu: VT, XD. | TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Thị Bình"],
}  # fmt: skip
EXPECTED = {
    "document_type": "QUYẾT ĐỊNH",
    "document_number": "27/QĐ-UBND",
    "issuer": "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ",
    "place": "Phú Thọ",
    "published": "2025-03-12",
    "subject": "Về việc phê duyệt quy hoạch các đô thị trong tỉnh",
    "title": "QUYẾT ĐỊNH Về việc phê duyệt quy hoạch các đô thị trong tỉnh",
    "legal_basis": ("Luật Xây dựng ngày 18 tháng 6 năm 2014", "Nghị định số 37/2010/NĐ-CP của Chính phủ"),
    "recipients": ("Như Điều 2", "Bộ Xây dựng (để báo cáo)"),
    "signer": "Lê Thị Bình",
    "signer_office": "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
}


def metadata(lines: list[str]) -> tuple[str, dict[str, Any]]:
    source = read_text("\n".join(lines), None, {})
    return source.text, dict(source.metadata)


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
@pytest.mark.parametrize("annex", [[], ["PHỤ LỤC I", "DANH MỤC CÁC ĐÔ THỊ", "1. Thị trấn Hạ Hòa", *["2. Một xã khác trong tỉnh."] * 40]], ids=["", "annex"])  # fmt: skip
def test_all_of_a_documents_metadata_are_found_with_their_places(foot: list[str], annex: list[str]) -> None:
    text, found = metadata([*DECISION, *foot, *annex])
    spans = found.pop("spans")
    assert found == EXPECTED
    written = {key: [text[start:end] for start, end in places] for key, places in spans.items()}
    assert written["document_number"] == ["27 / QĐ-UBND"]
    assert written["published"] == ["12 tháng 3 năm 2025"]
    assert written["issuer"] == ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"]
    assert written["subject"] == ["Về việc phê duyệt  quy hoạch", "các đô thị trong tỉnh"]
    assert written["title"] == ["QUYẾT ĐỊNH", *written["subject"]]
    assert " ".join(written["signer_office"]) == EXPECTED["signer_office"]
    for key in ("legal_basis", "recipients"):
        assert tuple(written[key]) == EXPECTED[key]
    for key in ("place", "signer", "document_type"):
        assert written[key] == [EXPECTED[key]]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_spans_of_samples_survive_analysis_json_and_back(path: Path) -> None:
    source = nqtext.read(path)
    article = nqtext.load(segmenter="syllable")(source)
    spans = article.metadata["spans"]
    for places in spans.values():
        assert all(0 <= start < end <= len(article.text) for start, end in places)
    again = nqtext.from_dict(json.loads(article.to_json()))
    assert again.metadata == article.metadata
    assert json.loads(article.to_json())["metadata"]["spans"]["title"] == [
        list(span) for span in spans["title"]
    ]


def test_a_letter_has_its_subject_behind_its_mark() -> None:
    _, found = metadata(
        [
            "BỘ XÂY DỰNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 512/BXD-QHKT", "V/v rà soát quy hoạch",
            "các đô thị loại V", "Hà Nội, ngày 3 tháng 4 năm 2024", "Kính gửi: Ủy ban nhân dân các tỉnh", *BODY,
            "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lê Văn An",
        ]
    )  # fmt: skip
    assert found["subject"] == found["title"] == "rà soát quy hoạch các đô thị loại V"
    assert (found["issuer"], found["signer"]) == ("BỘ XÂY DỰNG", "Lê Văn An")
    assert "document_type" not in found


def test_a_document_of_the_party() -> None:
    _, found = metadata(
        [
            "TỈNH ỦY KON TUM", "*", "Số 15-NQ/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Kon Tum, ngày 4 tháng 5 năm 2023",
            "NGHỊ QUYẾT", "về phát triển cây dược liệu", "I. Mục tiêu", *BODY, "Nơi nhận:", "- Các ban của Tỉnh ủy,",
            "- Các huyện ủy,", "- Lưu Văn phòng Tỉnh ủy.", "T/M BAN CHẤP HÀNH", "BÍ THƯ", "A Phong",
        ]
    )  # fmt: skip
    assert found["document_number"] == "15-NQ/TU"
    assert found["issuer"] == "TỈNH ỦY KON TUM"
    assert found["subject"] == "về phát triển cây dược liệu"
    assert found["recipients"] == ("Các ban của Tỉnh ủy", "Các huyện ủy")


@pytest.mark.parametrize(
    "lines",
    [
        ["Nơi nhận lại tài sản là kho bạc.", "Ông Lê An nói vậy.", "Hết."],
        ["Tỉnh đã xác định nơi nhận hàng cứu trợ", "- xã A", "CHỦ TỊCH"],
        [],
    ],
)
def test_other_text_has_no_foot(lines: list[str]) -> None:
    assert describe_foot(lines).values == {}


def test_ranges_of_a_collapsed_line_are_mapped_to_the_line() -> None:
    raw = "  Số:   27 /\tQĐ-UBND "
    collapsed = " ".join(raw.split())
    for start in range(len(collapsed)):
        for end in range(start + 1, len(collapsed) + 1):
            if not collapsed[start].isspace() and not collapsed[end - 1].isspace():
                ((low, high),) = mapped(raw, [(start, end)])
                assert " ".join(raw[low:high].split()) == collapsed[start:end]


@pytest.mark.endurance
@pytest.mark.parametrize("unit", ["- A B, ", "TM. CHỦ TỊCH ", "KT. ", "Lê An ", "Nơi nhận: - "])
def test_time_is_linear(unit: str) -> None:
    def seconds(n: int) -> float:
        lines = ["Nơi nhận: - " + unit * n, *[unit] * n]
        began = time.process_time()
        describe_foot(lines)
        return time.process_time() - began

    assert seconds(4000) < 4 * seconds(2000) + 0.1


def test_a_value_from_elsewhere_has_no_place_in_the_text() -> None:
    source = read_text(
        "\n".join([*DECISION, *FOOT["one line"]]), "a", {"published": "2025-04-01", "place": "Phú Thọ"}
    )
    assert source.metadata["published"] == "2025-04-01"
    assert "published" not in source.metadata["spans"]
    assert "place" in source.metadata["spans"]


@pytest.mark.parametrize("between", ["\t", "    ", " | "])
def test_a_head_whose_columns_stand_on_one_line(between: str) -> None:
    head = [
        f"ỦY BAN NHÂN DÂN{between}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"TỈNH PHÚ THỌ{between}Độc lập - Tự do - Hạnh phúc",
        f"Số: 27/QĐ-UBND{between}Phú Thọ, ngày 12 tháng 3 năm 2025",
    ]
    text, found = metadata([*head, *DECISION[6:], *FOOT["one line"]])
    spans = found.pop("spans")
    assert found == EXPECTED
    assert [text[start:end] for start, end in spans["issuer"]] == ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"]


def test_the_foot_may_be_the_second_sign_of_a_document() -> None:
    lines = ["KẾ HOẠCH", "PHÒNG BỆNH SAU LŨ", "Do mưa lớn kéo dài, nhiều xã còn ngập.", *BODY]
    assert "document_type" not in metadata(lines)[1]
    _, found = metadata([*lines, *FOOT["one line"]])
    assert (found["title"], found["signer"]) == ("KẾ HOẠCH PHÒNG BỆNH SAU LŨ", "Lê Thị Bình")
