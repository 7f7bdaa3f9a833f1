"""Documents: spans, attributes and links."""

from __future__ import annotations

import time

import pytest

from nqtext.entities.documents import DocumentRecognizer, link_documents
from nqtext.entities.linking import Chain
from nqtext.entities.overlap import fit
from nqtext.entities.recognizer import Candidate, Context
from nqtext.gazetteers import table
from nqtext.unicode import fold
from tests.contexts import context_of


def found(text: str, published: str | None = None) -> list[Candidate]:
    return list(DocumentRecognizer().recognize(context_of(text, published)))


def spans(text: str) -> list[str]:
    folded = fold(text)
    return [text[slice(*folded.span(c.start, c.end))] for c in found(text)]


def chains(text: str, published: str | None = None) -> list[Chain]:
    context = context_of(text, published)
    return list(link_documents(context, list(DocumentRecognizer().recognize(context))))


# Spans


@pytest.mark.parametrize("row", table("document_types"), ids=lambda row: row["type"])
def test_each_type_of_document_is_found_and_its_anaphor_is_not(row: dict[str, str]) -> None:
    (candidate,) = found(f"Cơ quan đã ban hành {row['example']}.")
    assert candidate.norm
    assert candidate.attributes["type"] == row["type"]
    assert spans(f"Cơ quan đã ban hành {row['example']}.") == [row["example"]]
    assert spans(f"Nội dung của {row['counter_example']} rất rõ.") == []


@pytest.mark.parametrize("row", table("laws"), ids=lambda row: row["title"])
def test_each_law_is_found_by_its_title(row: dict[str, str]) -> None:
    name = f"{row['type'].capitalize()} {row['title'].replace('…', 'của các bên và')}"
    assert spans(f"Theo {name} hiện hành, việc này đã rõ.") == [name]
    assert spans(f"Theo {name} (sửa đổi), việc này đã rõ.") == [f"{name} (sửa đổi)"]


@pytest.mark.parametrize("row", table("treaties"), ids=lambda row: row["abbreviation"])
def test_each_treaty_is_found_by_its_abbreviation(row: dict[str, str]) -> None:
    assert spans(f"Tận dụng ưu đãi từ {row['abbreviation']}.") == [row["abbreviation"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # numbers, with their type word and spaced
        ("Nghị quyết số 06-NQ/TW của Bộ Chính trị về đô thị", ["Nghị quyết số 06-NQ/TW"]),
        ("theo quyết định số 12/2021/QĐ-TTg về giá", ["quyết định số 12/2021/QĐ-TTg"]),
        ("Nghị quyết số 23 – NQ/TW ngày 22/3/2018", ["Nghị quyết số 23 – NQ/TW"]),
        ("Kết luận số 100 - KL/TW nêu rõ", ["Kết luận số 100 - KL/TW"]),
        ("Công điện hỏa tốc số 41/CĐ-TTg yêu cầu", ["Công điện hỏa tốc số 41/CĐ-TTg"]),
        ("Chương trình hành động số 10-CTr/TU", ["Chương trình hành động số 10-CTr/TU"]),
        ("Báo cáo thẩm tra số 15/BC-KTNS", ["Báo cáo thẩm tra số 15/BC-KTNS"]),
        ("NQ 06/TW được ban hành", ["NQ 06/TW"]),
        ("QUYẾT ĐỊNH SỐ 80/QĐ-UBND NGÀY 5/1/2026", ["QUYẾT ĐỊNH SỐ 80/QĐ-UBND"]),
        # without a type word only if unmistakable
        ("thực hiện 57-NQ/TW trong ngành", ["57-NQ/TW"]),
        ("bàn về 5-3 và 12-B ở nhà 7/AB", []),
        ("Thông tư số 30/2024/TT - BGDĐT quy định", ["Thông tư số 30/2024/TT - BGDĐT"]),
        ("Luật số 59/2020/QH14 - UBND tỉnh đã họp", ["Luật số 59/2020/QH14"]),
        (
            "tại các Văn bản: số 4104/SNV-XDCQ ngày 28/8/2025, số 5786/SNV-XDCQ ngày 13/11/2025",
            ["số 4104/SNV-XDCQ", "số 5786/SNV-XDCQ"],
        ),
        # short numbers
        ("triển khai Nghị quyết 57 và Chỉ thị 16", ["Nghị quyết 57", "Chỉ thị 16"]),
        ("Nghị định 119/2018 có hiệu lực", ["Nghị định 119/2018"]),
        ("Kế hoạch 5 năm tới và quyết định 3 nội dung, kế hoạch 2020", []),
        # lists under one type word
        ("các Nghị định 43, 44 và 45 của Chính phủ", ["Nghị định 43", "44", "45"]),
        ("Nghị quyết số 19, 20-NQ/TW", ["Nghị quyết số 19", "20-NQ/TW"]),
        ("các Nghị định số 8/2021/NĐ-CP và 9/2023/NĐ-CP", ["Nghị định số 8/2021/NĐ-CP", "9/2023/NĐ-CP"]),
        ("Nghị quyết 42 và 3 nghị định", ["Nghị quyết 42"]),
        # years
        ("Nghị quyết 57-NQ/TW năm 2024 về đột phá", ["Nghị quyết 57-NQ/TW năm 2024"]),
        ("so với Luật năm 2015, điểm mới", ["Luật năm 2015"]),
        # articles, clauses, points
        ("tại khoản 2 Điều 5 Luật Quy hoạch", ["khoản 2 Điều 5 Luật Quy hoạch"]),
        ("Điều 12 của Luật Đầu tư công", ["Điều 12 của Luật Đầu tư công"]),
        (
            "theo điểm a, điểm b khoản 2 Điều 24 và khoản 1 Điều 25 Nghị định số 58/2018/NĐ-CP",
            ["điểm a, điểm b khoản 2 Điều 24 và khoản 1 Điều 25 Nghị định số 58/2018/NĐ-CP"],
        ),
        ("tại khoản 1 Điều 12 Nghị định này", []),
        # laws
        ("dự thảo Luật Viên chức (sửa đổi) và Luật Đất đai năm 2024", ["Luật Viên chức (sửa đổi)", "Luật Đất đai năm 2024"]),
        (
            "Đó là Luật sửa đổi, bổ sung một số điều của Luật Giá.",
            ["Luật sửa đổi, bổ sung một số điều của Luật Giá"],
        ),
        # laws that no table has, or whose title tells what they amend
        ("đề cương Luật Quản lý và phát triển khu ven biển trong năm", ["Luật Quản lý và phát triển khu ven biển"]),
        ("Luật Trồng và chăm sóc cây xanh (sửa đổi)", ["Luật Trồng và chăm sóc cây xanh (sửa đổi)"]),
        ("Luật Cây xanh và các nghị định", ["Luật Cây xanh"]),
        ("Luật Cây xanh nhưng chưa ban hành", ["Luật Cây xanh"]),
        ("rà soát các Luật Quản lý chuyên ngành", []),
        ("Luật Phòng, chống sạt lở số 10/2026/QH16", ["Luật Phòng, chống sạt lở số 10/2026/QH16"]),
        ("Luật sửa đổi giáo dục đại học số 34/2018/QH14", ["Luật sửa đổi giáo dục đại học số 34/2018/QH14"]),
        ("Luật sửa đổi bổ sung một số điều của Luật Giá", ["Luật sửa đổi bổ sung một số điều của Luật Giá"]),
        ("Luật Giá sửa đổi số 44/2026/QH16", ["Luật Giá sửa đổi số 44/2026/QH16"]),
        (
            "thông qua Luật sửa đổi, bổ sung một số điều của 6 luật có liên quan đến đất đai, đầu tư công, sau khi xem",
            ["Luật sửa đổi, bổ sung một số điều của 6 luật có liên quan đến đất đai, đầu tư công"],
        ),
        (
            "dự thảo luật sửa đổi, bổ sung một số điều của 6 luật có liên quan đến đất đai, cơ quan soạn thảo đã gửi",
            ["luật sửa đổi, bổ sung một số điều của 6 luật có liên quan đến đất đai"],
        ),
        ("Luật sửa đổi các luật về thuế", []),
        ("giữa các Luật: Đất đai, Xây dựng, Đấu thầu…", ["Đất đai", "Xây dựng", "Đấu thầu"]),
        ("theo các Luật Đất đai, Nhà ở và Giá.", ["Luật Đất đai", "Nhà ở", "Giá"]),
        ("theo Luật Đất đai, Xây dựng là ngành lớn", ["Luật Đất đai"]),
        # a type word, who issued it, and the number
        ("Nghị quyết Chính phủ số 01 năm 2017", ["Nghị quyết Chính phủ số 01 năm 2017"]),
        ("Báo cáo giải trình, tiếp thu số 479/BC-UBND", ["Báo cáo giải trình, tiếp thu số 479/BC-UBND"]),
        ("ban hành Kế hoạch trồng cây xanh ven sông năm …", ["Kế hoạch trồng cây xanh ven sông"]),
        (
            "tại các Điều 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, khoản 5 Điều 27 Luật Giá",
            ["Điều 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, khoản 5 Điều 27 Luật Giá"],
        ),
        ("Luật Tổ chức Chính phủ số 63/2025/QH15", ["Luật Tổ chức Chính phủ số 63/2025/QH15"]),
        ("Luật Thuế TNCN và Luật NSNN", ["Luật Thuế TNCN", "Luật NSNN"]),
        ("pháp luật, kỷ luật, Trường Đại học Luật Hà Nội", []),
        ("Luật này, các luật khác, Luật quy định", []),
        # congresses and plenums
        ("Nghị quyết Đại hội XIII của Đảng", ["Nghị quyết Đại hội XIII"]),
        ("Văn kiện Đại hội lần thứ XIII của Đảng", ["Văn kiện Đại hội lần thứ XIII"]),
        ("Nghị quyết Trung ương 4 khóa XII về", ["Nghị quyết Trung ương 4 khóa XII"]),
        ("nghị quyết trung ương 5 khoá 9", ["nghị quyết trung ương 5 khoá 9"]),
        (
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2025 - 2030 đề ra",
            ["Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2025 - 2030"],
        ),
        ("Hội nghị Trung ương 5 khóa XIII và Đại hội XIII", []),
        # programmes, schemes, strategies
        (
            "Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045 của ngành",
            ["Chiến lược phát triển thủy lợi đến năm 2030, tầm nhìn đến năm 2045"],
        ),
        ("thực hiện Đề án 06 và Kế hoạch 02", ["Đề án 06", "Kế hoạch 02"]),
        ("Kế hoạch hoạt động năm 2025 của Ban", ["Kế hoạch hoạt động năm 2025"]),
        ('Đề án "Nâng cao kỹ năng số cho nông dân" được duyệt', ['Đề án "Nâng cao kỹ năng số cho nông dân"']),
        ("Đề án về chuyển đổi số; Kế hoạch của UBND tỉnh thực hiện", []),
        (
            "Kế hoạch triển khai thực hiện Nghị quyết số 12/2023/QH15",
            ["Nghị quyết số 12/2023/QH15"],
        ),
        (
            "UBND tỉnh ban hành Kế hoạch phát triển hạ tầng 6G, Trạm gốc tại các cảng đến năm 2031 trên địa bàn tỉnh như sau:",
            ["Kế hoạch phát triển hạ tầng 6G, Trạm gốc tại các cảng đến năm 2031 trên địa bàn tỉnh"],
        ),
        (
            "Sở ban hành Kế hoạch trồng cây xanh về ven hồ (sau đây gọi tắt là Kế hoạch), với nội dung cụ thể như sau:",
            ["Kế hoạch trồng cây xanh về ven hồ"],
        ),
        ("ban hành Chương trình hành động với các nội dung sau:", []),
        ("Đề án nâng cấp chợ đầu mối của tỉnh Nghệ An 2027 đã xong", ["Đề án nâng cấp chợ đầu mối của tỉnh Nghệ An 2027"]),
        ("thực hiện Đề án khôi phục rừng đầu nguồn để phát triển kinh tế", ["Đề án khôi phục rừng đầu nguồn"]),
        ("Kế hoạch chống hạn cho cây cà phê trước, trong và sau Tết năm 2027", ["Kế hoạch chống hạn cho cây cà phê trước, trong và sau Tết năm 2027"]),
        ("1.2. Quy hoạch chức danh cao hơn một bậc.", []),
        ("Chương trình mỗi làng một nghề (OVOC) được ưa chuộng.", ["Chương trình mỗi làng một nghề (OVOC)"]),
        ("điều chỉnh Quy hoạch chung đô thị Sao Mai đến năm 2045", ["Quy hoạch chung đô thị Sao Mai đến năm 2045"]),
        ("Kế hoạch triển khai Quyết định nói trên và việc tập huấn cho cán bộ", []),
        ("Sản phẩm: Kế hoạch 2026 Kế hoạch 2027 Kế hoạch 2028", []),
        ("Đề án đề xuất tăng số lượng trường chuẩn quốc gia", []),
        ("nêu tại Quy định 377 và quy hoạch 02 chức danh. Quy định 15 trường hợp", ["Quy định 377"]),
        ("Chương trình nghệ thuật chào mừng, chương trình phát triển đô thị", []),
        # treaties and standards
        ("các Hiệp định thương mại tự do (CPTPP, EVFTA)", ["CPTPP", "EVFTA"]),
        ("Hiệp định CPTPP", ["Hiệp định CPTPP"]),
        ("đàm phán FTA Việt Nam - Mercosur và các FTA khác", ["FTA Việt Nam - Mercosur"]),
        ("Hiệp định Đối tác Kinh tế Toàn diện Khu vực (RCEP) và các nước", ["Hiệp định Đối tác Kinh tế Toàn diện Khu vực (RCEP)"]),
        ("Công ước Quốc tế được ký, Công ước Liên hợp quốc về nước", []),
        ("Công ước Liên hợp quốc năm 1982 nêu rõ", ["Công ước Liên hợp quốc năm 1982"]),
        ("tán thành Phương án 1, Đối thoại Chiến lược quốc phòng cấp cao", []),
        ("xây dựng Đề án trồng rừng 05 năm giai đoạn trước", ["Đề án trồng rừng 05 năm"]),
        ("theo TCVN 6072:2013 và QCVN 01:2021/BXD", ["TCVN 6072:2013", "QCVN 01:2021/BXD"]),
        ("chứng nhận ISO 9001", []),
        # anaphora and generic uses
        ("Nghị quyết này, dự thảo Nghị quyết, các nghị quyết của Đảng, Quyết định của Thủ tướng", []),
    ],
)  # fmt: skip
def test_spans_follow_the_annotation_guide(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


def test_a_document_never_crosses_a_paragraph() -> None:
    assert spans("Nghị quyết số\n06-NQ/TW") == ["06-NQ/TW"]
    assert spans("theo khoản 2\nLuật Giá") == ["Luật Giá"]


def test_spans_consist_of_whole_tokens() -> None:
    text = "Theo khoản 2 Điều 5 Luật Giá, Nghị quyết số 06-NQ/TW, NQ 57, 20-NQ/TW và Kết luận số 100 - KL/TW."
    context = context_of(text)
    for candidate in DocumentRecognizer().recognize(context):
        assert fit(candidate, context) == candidate


def test_a_number_that_a_line_break_cuts_is_read_whole() -> None:
    for text in ("Nghị quyết số 06-\nNQ/TW ngày 1/2", "Nghị quyết số 06\n-NQ/TW", "Nghị quyết 06 -\n NQ/TW"):
        (candidate,) = found(text)
        assert candidate.attributes["code"] == "NQ-TW"
        assert candidate.norm == "Nghị quyết số 06-NQ/TW"
    assert found("Thực hiện Nghị quyết 57\n- KH-CN là đột phá")[0].norm == "Nghị quyết số 57"


# Attributes


def test_attributes_of_a_full_citation() -> None:
    (candidate,) = found(
        "Nghị quyết số 06-NQ/TW ngày 24/01/2022 của Bộ Chính trị về quy hoạch đô thị; các bộ thực hiện."
    )
    expected = {
        "type": "nghị quyết",
        "number": "06",
        "code": "NQ-TW",
        "year": 2022,
        "date": "2022-01-24",
        "issuer": "Bộ Chính trị",
        "subject": "quy hoạch đô thị",
        "ambiguous": False,
    }
    assert dict(candidate.attributes) == expected
    assert candidate.norm == "Nghị quyết số 06-NQ/TW"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Nghị quyết số 3/NQ-CP về trồng rừng và Chỉ thị số 8/CT-TTg ngày 6/6/2017 về chữa cháy.", "trồng rừng"),
        ("Nghị quyết số 3/NQ-CP về sửa Nghị định số 8/2020/NĐ-CP và Nghị định số 9/2020/NĐ-CP.",
         "sửa Nghị định số 8/2020/NĐ-CP và Nghị định số 9/2020/NĐ-CP"),
        ("Nghị định số 4/2025/NĐ-CP về bộ máy của Bộ Văn hóa, Thể thao và Du lịch;",
         "bộ máy của Bộ Văn hóa, Thể thao và Du lịch"),
        ("Nghị định số 4/2025/NĐ-CP về phí nước thải có hiệu lực từ hôm nay", "phí nước thải"),
        ("Nghị định số 4/2025/NĐ-CP về phí nước thải thay thế Nghị định số 9/2020/NĐ-CP", "phí nước thải"),
        ("Thông tư 2/2026/TT-BYT quy định việc thi do Bộ trưởng Bộ Y tế ban hành ====", "quy định việc thi"),
        ("Thông tư 2/2026/TT-BYT về nhà do Nhà nước đầu tư", "nhà do Nhà nước đầu tư"),
        ("Thông tư số 2/2026/TT-BYT ngày 3/1/2026 của Bộ trưởng Bộ Y tế hướng dẫn đấu thầu thuốc;",
         "hướng dẫn đấu thầu thuốc"),
        ("Quyết định số 8/QĐ-BYT ngày 3/1/2026 của Bộ Y tế về việc công bố danh mục thuốc;", "công bố danh mục thuốc"),
        ("Chỉ thị số 34/2008/CT-TTg của Thủ tướng Chính phủ Về việc dùng thư điện tử;", "dùng thư điện tử"),
        ("Quyết định số 5/QĐ-TTg của Thủ tướng Chính phủ ban hành Chương trình trồng rừng.",
         "ban hành Chương trình trồng rừng"),
        # "quy định" and "về" of the sentence
        ("Điều 7 Thông tư 16/2024/TT-BCA quy định về màu sắc", None),
        ('Điều 7 Nghị định số 8/2013/NĐ-CP ngày 2/7/2013 quy định "tổ chức nộp phí".', None),
        ("Nghị định số 4/2025/NĐ-CP hướng dẫn các bộ làm việc này", None),
    ],
)  # fmt: skip
def test_the_subject_is_what_the_document_is_about(text: str, subject: str | None) -> None:
    assert found(text)[0].attributes.get("subject") == subject


def test_a_law_has_the_year_of_its_adoption_and_no_subject_behind_its_title() -> None:
    adopted, again = found("Luật Giá ngày 19 tháng 6 năm 2023; quy định của Luật Giá về giá điện.")
    assert adopted.attributes["year"] == 2023
    assert adopted.attributes["ambiguous"] is False
    assert "subject" not in again.attributes


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "các Nghị quyết: số 18-NQ/TW (ngày 25/10/2017), 19-NQ/TW (26/10/2017)",
            ["2017-10-25", "2017-10-26"],
        ),
        ("Nghị quyết 71 ngày 22/8/2025, 72 ngày 9/9/2025.", ["2025-08-22", "2025-09-09"]),
        # one date for all
        ("Nghị quyết số 18-NQ/TW, 19-NQ/TW và 20-NQ/TW ngày 25/10/2017", ["2017-10-25"] * 3),
        ("các Quyết định số 8/QĐ-TTg và số 96/QĐ-TTg cùng ngày 26/7/2022", ["2022-07-26"] * 2),
        # which of them it is the date of, nothing says
        ("các Quyết định số 8/QĐ-TTg, số 96/QĐ-TTg ngày 26/7/2022", [None, "2022-07-26"]),
        ("Nghị định số 14/2018/NĐ-CP, 15/2020/NĐ-CP ngày 2/2/2020", [None, "2020-02-02"]),
        ("Nghị quyết số 18-NQ/TW bàn về 19-NQ/TW ngày 25/10/2017", [None, "2017-10-25"]),
    ],
)
def test_members_of_a_list_have_their_own_date_or_the_one_of_all(text: str, dates: list[str | None]) -> None:
    assert [candidate.attributes.get("date") for candidate in found(text)] == dates


def test_a_code_of_a_party_committee_is_not_the_one_of_a_ministry() -> None:
    text = "Ban Tổ chức Huyện ủy Phú Đạo gửi Tờ trình số 87-TTr/BTC ngày 5/3/2021."
    (candidate,) = found(text)
    assert candidate.attributes["issuer"] == "Ban Tổ chức Huyện ủy Phú Đạo"
    assert candidate.attributes["ambiguous"] is True
    for other in (text.replace("87-TTr/BTC", "87/TTr-BTC"), "Tờ trình số 87-TTr/BTC"):
        assert found(other)[0].attributes["issuer"] == "Bộ Tài chính"


def test_the_type_of_the_own_number_is_in_the_heading_where_its_code_leaves_two() -> None:
    for heading in ("QUY ĐỊNH", "QUYẾT ĐỊNH"):
        (candidate,) = found(f"Số 383-QĐ/TW\n{heading}\nVề nhà công vụ")
        assert candidate.attributes["type"] == heading.lower()
    (candidate,) = found("Số 383-QĐ/TW\nVề nhà công vụ\nQUY ĐỊNH chung")
    assert candidate.attributes["type"] == "quyết định"


def test_the_body_behind_tw_comes_from_the_text_alone() -> None:
    (candidate,) = found("Nghị quyết số 06-NQ/TW nêu rõ.")
    assert "issuer" not in candidate.attributes
    assert candidate.attributes["ambiguous"] is True


def test_a_provincial_issuer_is_completed_from_the_text() -> None:
    (candidate,) = found("Quyết định số 80/QĐ-UBND ngày 05/01/2026 của UBND tỉnh Nghệ An.")
    assert candidate.attributes["issuer"] == "Ủy ban nhân dân tỉnh Nghệ An"
    assert candidate.attributes["ambiguous"] is False
    text = "UBND thành phố Hà Nội họp. Thực hiện Kế hoạch số 81/KH-UBND ngày 2/3/2025."
    (candidate,) = found(text)
    assert candidate.attributes["issuer"] == "Ủy ban nhân dân thành phố Hà Nội"
    two = "UBND tỉnh Nghệ An và UBND tỉnh Hà Tĩnh họp. Thực hiện Kế hoạch số 81/KH-UBND ngày 2/3/2025."
    (candidate,) = found(two)
    assert candidate.attributes["issuer"] == "Ủy ban nhân dân"
    assert candidate.attributes["ambiguous"] is True


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Thông tư liên tịch số 01/2014/TTLT-BTP-BNV", "Bộ Tư pháp, Bộ Nội vụ"),
        ("Hướng dẫn số 01-HD/BTCTU của Ban Tổ chức Tỉnh ủy Nghệ An", "Ban Tổ chức Tỉnh ủy Nghệ An"),
        ("Kế hoạch số 5-KH/TU, Thành ủy Đà Nẵng", "Thành ủy Đà Nẵng"),
        ("Quyết định số 12/2005/QĐ-BTM", "Bộ Thương mại"),
        ("Báo cáo số 5/BC-SYT của UBND tỉnh Nghệ An", "Sở Y tế tỉnh Nghệ An"),
        ("Quyết định số 15/QĐ-CT", None),
        ("Quyết định số 5/QĐ-UBND của UBND tỉnh Nghệ An Di tích", "Ủy ban nhân dân tỉnh Nghệ An"),
    ],
)
def test_the_issuer_is_what_the_code_says_completed_from_the_text(text: str, issuer: str | None) -> None:
    assert found(text)[0].attributes.get("issuer") == issuer


def test_the_year_of_a_new_document_is_that_of_the_article() -> None:
    text = "Thủ tướng vừa ban hành Chỉ thị số 12/CT-TTg về tiết kiệm điện."
    assert found(text, "2023-06-08")[0].attributes["year"] == 2023
    assert "year" not in found(text, "2023-01-03")[0].attributes  # it may be last year's
    assert "year" not in found("Thực hiện Chỉ thị số 12/CT-TTg.", "2023-06-08")[0].attributes


def test_a_date_before_the_name_is_its_date() -> None:
    (candidate,) = found("Ngày 24/1/2022, Bộ Chính trị đã ban hành Nghị quyết số 06-NQ/TW.")
    assert candidate.attributes["date"] == "2022-01-24"


def test_an_impossible_date_is_no_attribute() -> None:
    (candidate,) = found("Nghị định số 45/NĐ-CP ngày 31/02/2024 của Chính phủ.")
    assert "date" not in candidate.attributes


def test_parts_and_inherited_type() -> None:
    (candidate,) = found("điểm a khoản 2 Điều 41 của Luật Nhà ở")
    assert candidate.attributes["parts"] == "điểm a khoản 2 Điều 41"
    first, second = found("Nghị quyết 71, 57.")
    assert "inherited" not in first.attributes
    assert second.attributes["inherited"] == ["type"]
    assert second.attributes["type"] == "nghị quyết"


def test_the_term_of_the_assembly_and_of_a_congress() -> None:
    assert found("Nghị quyết số 1669/NQ-UBTVQH15")[0].attributes["term"] == "XV"
    assert found("Nghị quyết Đại hội XIII")[0].attributes["term"] == "XIII"
    assert found("Nghị quyết Trung ương 5 khóa 9")[0].attributes["term"] == "IX"


# Links


def test_all_spellings_of_one_document_are_one_chain() -> None:
    text = (
        "Nghị quyết số 06-NQ/TW ngày 24/01/2022 của Bộ Chính trị đã ban hành. Nghị quyết 06-NQ/TW nêu rõ mục tiêu.\n"
        "Thực hiện NQ 06/TW, các tỉnh học tập Nghị quyết 06 và khoản 2 mục III Nghị quyết số 6/NQ-TW."
    )
    (chain,) = chains(text)
    assert chain.id == "document:nghi-quyet/06-NQ-TW/2022"
    assert len(chain.mentions) == 5
    assert chain.norm == "Nghị quyết số 06-NQ/TW năm 2022"
    assert chain.attributes["ambiguous"] is False


def test_an_unknown_year_leaves_the_id_empty_and_ambiguous() -> None:
    (chain,) = chains("Thực hiện Quyết định số 1658/QĐ-TTg.")
    assert chain.id == "document:quyet-dinh/1658-QD-TTg/"
    assert chain.attributes["ambiguous"] is True


def test_the_same_number_of_two_years_is_two_documents_and_a_bare_one_is_neither() -> None:
    result = chains(
        "Nghị quyết số 01/NQ-CP năm 2020 và Nghị quyết số 01/NQ-CP năm 2021. Nghị quyết số 01/NQ-CP nêu rõ."
    )
    assert [chain.id for chain in result] == [
        "document:nghi-quyet/01-NQ-CP/2020",
        "document:nghi-quyet/01-NQ-CP/2021",
    ]
    assert [len(chain.mentions) for chain in result] == [1, 1]


def test_a_short_number_with_two_readings_has_no_link() -> None:
    result = chains("Nghị quyết số 71-NQ/TW và Nghị quyết số 71/NQ-CP. Theo Nghị quyết 71, các bộ họp.")
    assert [len(chain.mentions) for chain in result] == [1, 1]


def test_a_short_number_goes_to_its_issuer() -> None:
    text = (
        "Nghị quyết số 71-NQ/TW của Bộ Chính trị và Nghị quyết số 71/NQ-CP. Nghị quyết 71 của Chính phủ nêu."
    )
    by_id = {chain.id: len(chain.mentions) for chain in chains(text)}
    assert by_id == {"document:nghi-quyet/71-NQ-TW/": 1, "document:nghi-quyet/71-NQ-CP/": 2}


def test_provinces_keep_equal_numbers_apart() -> None:
    text = (
        "Quyết định số 80/QĐ-UBND ngày 05/01/2026 của UBND tỉnh Nghệ An.\n"
        "Quyết định số 80/QĐ-UBND ngày 07/01/2026 của UBND tỉnh Hà Tĩnh."
    )
    assert [chain.id for chain in chains(text)] == [
        "document:quyet-dinh/80-QD-UBND/2026/nghe-an",
        "document:quyet-dinh/80-QD-UBND/2026/ha-tinh",
    ]


def test_a_bare_law_joins_the_dated_one_before_it_but_never_one_behind() -> None:
    (chain,) = chains("Luật Đất đai năm 2024 có hiệu lực. Luật Đất đai quy định rõ.")
    assert chain.id == "document:luat/dat-dai/2024"
    result = chains("Luật Đất đai vừa được thông qua. So với Luật Đất đai năm 2013, có nhiều điểm mới.")
    assert [chain.id for chain in result] == ["document:luat/dat-dai/", "document:luat/dat-dai/2013"]


def test_a_law_with_number_and_its_title_alone_are_one() -> None:
    (chain,) = chains("Luật Tổ chức Chính phủ số 63/2025/QH15 được ban hành. Luật Tổ chức Chính phủ nêu rõ.")
    assert len(chain.mentions) == 2


def test_congress_documents_in_two_wordings_are_one() -> None:
    (chain,) = chains("Nghị quyết Đại hội XIII và Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII.")
    assert chain.id == "document:nghi-quyet/dai-hoi/XIII"
    assert chain.attributes["ambiguous"] is False


def test_anaphora_point_at_the_only_antecedent() -> None:
    context = context_of(
        "Nghị quyết số 06-NQ/TW được ban hành. Mục tiêu của Nghị quyết là rõ. Nghị quyết này quan trọng."
    )
    (chain,) = link_documents(context, list(DocumentRecognizer().recognize(context)))
    assert [context.text[a.start : a.end] for a in chain.anaphora] == ["Nghị quyết", "Nghị quyết này"]


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết này quan trọng. Nghị quyết số 06-NQ/TW được ban hành.",  # nothing before it
        "Nghị quyết số 06-NQ/TW và Nghị quyết số 57-NQ/TW. Nghị quyết này quan trọng.",  # two readings
        "Nghị quyết số 06-NQ/TW. Quốc hội xem xét dự thảo Nghị quyết. Các Nghị quyết của Đảng.",
        "Căn cứ Nghị quyết số 06-NQ/TW;\nĐiều 1. Phạm vi\nNghị quyết này quy định về đô thị.",  # the article itself
    ],
)
def test_no_link_rather_than_a_wrong_one(text: str) -> None:
    assert all(not chain.anaphora for chain in chains(text))


def test_ids_are_unique_in_an_article() -> None:
    text = "Luật Giá. Luật giá. Luật Giá năm 2023. Đề án 06. Quyết định số 5/QĐ-TTg. 05/QĐ-TTg. Kế hoạch hoạt động năm 2025."
    ids = [chain.id for chain in chains(text)]
    assert len(ids) == len(set(ids))


# Time


@pytest.mark.endurance
@pytest.mark.parametrize(
    "piece",
    ["1/", "1-", "A", "NQ/", "06-NQ/TW, ", "khoản 1 ", "Điều 1, ", "Luật ", "Luật A ", "Đề án a ", "Kế hoạch x, ",
     "Nghị quyết ", "số ", "1 - ", "Đại hội ", "Chương trình mục tiêu ", "Điều 1 của ", "TCVN 1:", "&A", "(sửa đổi) ",
     "1/2020/", "1 / QĐ - ", "NQ1", "1/QĐ-A.", "1/TTLT - BTP - ", "FTA ASEAN - A", "ban hành Kế hoạch a b c d e (gọi tắt ",
     "Nghị quyết 1-\nNQ", "Hiệp định A ABC) ", "a) Kế hoạch b c d e ", "(Kế hoạch a)", "điểm a, b và ", 'Kế hoạch "a ',
     "Luật sửa đổi, bổ sung một số điều của ", "các Luật: Giá, ", "của 6 luật liên quan đến a, ", "Luật Quản lý và ",
     "Nghị quyết số 1/NQ-CP của Bộ Y tế, ", "1/QĐ-TTg, ", "1/QĐ-TTg về a và Nghị định 1 "],
)  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(count: int) -> float:
        context = context_of(piece * count)
        return min(_timed(context) for _ in range(3))

    small, large = cost(1_000), cost(4_000)
    assert large < 8 * small + 0.1


def test_time_grows_with_a_list_that_shares_its_date() -> None:
    def cost(count: int) -> float:
        text = "Quyết định " + ", ".join(f"số {i}/QĐ-TTg" for i in range(1, count)) + " cùng ngày 2/2/2020"
        context = context_of(text)
        return min(_timed(context) for _ in range(3))

    assert cost(4_000) < 8 * cost(1_000) + 0.1


def _timed(context: Context) -> float:
    start = time.process_time()
    list(link_documents(context, list(DocumentRecognizer().recognize(context))))
    return time.process_time() - start
