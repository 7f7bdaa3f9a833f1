"""Officials and persons: titles, names, evidence, links."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

import numpy as np
import pytest

from nqtext.entities import Candidate, Context, builtin, recognize
from nqtext.entities.bylines import authors, photographers
from nqtext.entities.linking import Chain
from nqtext.entities.names import free_names, name_end, slug
from nqtext.entities.officials import OfficialRecognizer, postposed_titles
from nqtext.entities.overlap import resolve
from nqtext.gazetteers import table
from tests.contexts import context_of


def analysed(text: str) -> tuple[list[Candidate], list[Chain]]:
    recognizers, linkers = builtin()
    entities = recognize(context_of(text), (), recognizers, linkers)
    return list(entities.mentions), list(entities.chains)


def marked(text: str, labels: Iterable[str] = ("OFFICIAL", "PERSON")) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.label) for m in analysed(text)[0] if m.label in labels]


@pytest.mark.parametrize("row", table("offices"), ids=lambda row: row["title"])
def test_every_title_by_its_example_and_counter_example(row: dict[str, str]) -> None:
    span = re.search(r"\[(.+?)\]", row["example"])
    assert span is not None
    text = row["example"].replace("[", "").replace("]", "")
    assert span[1] in [found for found, _ in marked(text)]
    lower = row["title"].lower()
    assert not [f for f, _ in marked(row["counter_example"]) if f.lower().startswith(lower)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # title and name, with a body that completes the title
        ("Bộ trưởng Bộ Xây dựng Trần Văn Nam đi thăm.", [("Bộ trưởng Bộ Xây dựng Trần Văn Nam", "OFFICIAL")]),
        # with the body above it in brackets, and a name that no table of names knows well
        (
            "Cục trưởng Cục Quản lý đê điều (Bộ Y tế) Lương Ngọc Khuê nói.",
            [("Cục trưởng Cục Quản lý đê điều (Bộ Y tế) Lương Ngọc Khuê", "OFFICIAL")],
        ),
        (
            "Cựu Cục Trưởng Cục Điện lực Phương Hoàng Kim đến.",
            [("Cục Trưởng Cục Điện lực Phương Hoàng Kim", "OFFICIAL")],
        ),
        (
            "Bổ nhiệm ông Lê Văn Tám, Giám đốc Học viện Chính trị quốc gia Hồ Chí Minh.",
            [("ông Lê Văn Tám", "OFFICIAL")],
        ),
        ("Giám đốc Sở Y tế, Thủ trưởng các sở thi hành.", [("Giám đốc Sở Y tế", "OFFICIAL")]),
        ("Bộ trưởng, Thủ trưởng cơ quan ngang bộ thi hành.", []),
        ("Giúp Bộ trưởng Bộ Y tế quản lý kho thuốc.", [("Bộ trưởng Bộ Y tế", "OFFICIAL")]),
        # the whole name of the state
        (
            "Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam quyết định.",
            [("Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam", "OFFICIAL")],
        ),
        (
            "Mời Thủ tướng Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam dự.",
            [("Thủ tướng Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam", "OFFICIAL")],
        ),
        ("Giao Giám đốc sở, Thủ trưởng các cơ quan.", []),
        (
            "Giao Chủ tịch UBND thành phố Đà Nẵng, các tổ chức.",
            [("Chủ tịch UBND thành phố Đà Nẵng", "OFFICIAL")],
        ),
        ("Giao Chủ tịch UBND tỉnh, các huyện.", []),
        # a rank that is given is not the title of who gives it
        (
            "Trao quyết định thăng cấp bậc hàm Thượng tướng, Chủ tịch nước Lê Văn Tám phát biểu.",
            [("Chủ tịch nước Lê Văn Tám", "OFFICIAL")],
        ),
        # who signs on another's behalf
        ("KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM Lê Văn Tám", [("PHÓ CHỦ NHIỆM Lê Văn Tám", "OFFICIAL")]),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn Tám", [("THỨ TRƯỞNG Lê Văn Tám", "OFFICIAL")]),
        # a given name behind the title of the full one
        (
            "Thứ trưởng Lê Văn Tám nói. Theo thứ trưởng Tám, nên làm. Bộ trưởng Tám nói.",
            [("Thứ trưởng Lê Văn Tám", "OFFICIAL"), ("thứ trưởng Tám", "OFFICIAL")],
        ),
        # titles behind a name, with party groups and committees in them
        (
            "Ông Lê Văn Tám (sinh năm 1971), Bí thư Đảng đoàn, Bí thư Đảng ủy cơ quan, Ủy viên Thường vụ Quân ủy "
            "Trung ương, Bí thư Ban cán sự Đảng, Bộ trưởng Bộ Y tế.",
            [("Ông Lê Văn Tám", "OFFICIAL")],
        ),
        ("Nơi Nguyễn Ái Quốc từng ở.", [("Nguyễn Ái Quốc", "PERSON")]),
        # ranks before a name join the span
        (
            "Dự họp có Ủy viên Bộ Chính trị, Thường trực Ban Bí thư Lê Văn Tám.",
            [("Ủy viên Bộ Chính trị, Thường trực Ban Bí thư Lê Văn Tám", "OFFICIAL")],
        ),
        # one title over several names
        (
            "Các Phó Thủ tướng dự họp; Phó Thủ tướng Trần Văn Nam, Lê Thành Đạt chủ trì.",
            [("Phó Thủ tướng Trần Văn Nam", "OFFICIAL"), ("Lê Thành Đạt", "OFFICIAL")],
        ),
        # a title that denotes one holder
        (
            "Thủ tướng giao Bộ trưởng Bộ Y tế và Chủ tịch UBND tỉnh báo cáo.",
            [
                ("Thủ tướng", "OFFICIAL"),
                ("Bộ trưởng Bộ Y tế", "OFFICIAL"),
                ("Chủ tịch UBND tỉnh", "OFFICIAL"),
            ],
        ),
        # plural and generic titles
        ("Các Bộ trưởng và Chủ tịch UBND các tỉnh dự họp.", []),
        ("Chủ tịch Ủy ban nhân dân cấp xã chịu trách nhiệm.", []),
        # titles behind the name, which make the name an official's; the short name, too
        (
            "Ông Trần Văn Nam, Giám đốc Sở Y tế, trình bày. Ông Nam nói thêm.",
            [("Ông Trần Văn Nam", "OFFICIAL"), ("Ông Nam", "OFFICIAL")],
        ),
        (
            "Dự có các đồng chí: Trần Văn Nam - Bí thư Tỉnh ủy; Lê Thị Mười - Phó Bí thư Tỉnh ủy.",
            [("Trần Văn Nam", "OFFICIAL"), ("Lê Thị Mười", "OFFICIAL")],
        ),
        # heads of associations and private companies, experts and citizens are persons
        ("Ông Trần Văn Nam, Chủ tịch Hiệp hội Cà phê, kiến nghị.", [("Ông Trần Văn Nam", "PERSON")]),
        ("Theo TS. Lê Văn Tám, giá sẽ giảm.", [("TS. Lê Văn Tám", "PERSON")]),
        ("Học tập Chủ tịch Hồ Chí Minh.", [("Chủ tịch Hồ Chí Minh", "PERSON")]),
        # ethnic-minority and foreign names
        ("Phó Chủ tịch UBND tỉnh Y Khăm Niê dự.", [("Phó Chủ tịch UBND tỉnh Y Khăm Niê", "OFFICIAL")]),
        ("Bà H'Ăng Niê kể lại.", [("Bà H'Ăng Niê", "PERSON")]),
        # capitals, as above a signature
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Nam", [("Trần Văn Nam", "OFFICIAL")]),
        # a former office behind the name makes no official
        ("Ông Trần Văn Nam, nguyên Giám đốc Sở Y tế, kể lại.", [("Ông Trần Văn Nam", "PERSON")]),
        # no persons
        ("Đoàn Hà Nam thảo luận.", []),
        ("Đường Nguyễn Văn Cừ nối Hà Nam với Thái Bình, Cao Bằng.", []),
        ("Xã đảo Cô Tô và Bà Rịa phát triển du lịch.", []),
        ("TP. Hồ Chí Minh họp.", []),
    ],
)
def test_spans_and_labels(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


def test_no_body_inside_a_title_behind_a_name() -> None:
    text = "Ông Trần Văn Nam, Giám đốc Sở Y tế tỉnh Bắc Ninh, cho biết Bộ Y tế đồng ý."
    assert [span for span, _ in marked(text, ("ORGANIZATION", "LOCATION"))] == ["Bộ Y tế"]
    recognizers, _ = builtin()
    (covered,) = postposed_titles(context_of(text), recognizers[2])
    assert text[slice(*covered)] == "Giám đốc Sở Y tế tỉnh Bắc Ninh"


def test_the_body_in_the_title_of_a_person_is_one() -> None:
    text = "Ông Trần Văn Nam, Chủ tịch Hiệp hội Cà phê - Ca cao Việt Nam, kiến nghị."
    assert marked(text, ("ORGANIZATION",))


def test_attributes() -> None:
    (mention,) = (
        m
        for m in analysed("Bộ trưởng Bộ Y tế Trần Văn Nam, Bí thư Đảng ủy Bộ, dự.")[0]
        if m.label == "OFFICIAL"
    )
    assert mention.norm == mention.attributes["name"] == "Trần Văn Nam"
    assert mention.attributes["titles"][0] == {"title": "Bộ trưởng", "organization": "Bộ Y tế"}
    assert mention.attributes["titles"][1]["title"] == "Bí thư"
    (mention,) = (m for m in analysed("Quyền Bộ trưởng Bộ Y tế Trần Văn Nam dự.")[0] if m.label == "OFFICIAL")
    assert mention.attributes["acting"] is True
    (mention,) = (m for m in analysed("Nguyên Chủ tịch nước Trần Văn Nam dự.")[0] if m.label == "OFFICIAL")
    assert mention.attributes["former"] is True
    (mention,) = (m for m in analysed("Thủ tướng Nhật Bản Suzuki Ken đến.")[0] if m.label == "OFFICIAL")
    assert mention.attributes["titles"] == [{"title": "Thủ tướng", "organization": "Nhật Bản"}]


def test_a_body_that_shares_words_with_the_title() -> None:
    text = "Chánh Văn phòng UBND tỉnh trình. Trưởng Ban Chỉ đạo quyết định."
    first, second = (m for m in analysed(text)[0] if m.label == "OFFICIAL")
    assert first.norm == "Chánh Văn phòng UBND tỉnh"
    assert first.attributes["titles"] == [{"title": "Chánh Văn phòng", "organization": "Văn phòng UBND tỉnh"}]
    assert second.norm == "Trưởng Ban Chỉ đạo"


def test_links() -> None:
    text = "Thủ tướng Trần Văn Nam chủ trì. Thủ tướng yêu cầu. Ông Nam nói. Chủ tịch nước đồng ý. Bà Lê Thị Mười vui."
    chains = {chain.id: [text[m.start : m.end] for m in chain.mentions] for chain in analysed(text)[1]}
    assert chains["official:tran-van-nam"] == ["Thủ tướng Trần Văn Nam", "Thủ tướng", "Ông Nam"]
    assert chains["official:office/chu-tich-nuoc"] == ["Chủ tịch nước"]
    assert chains["person:le-thi-muoi"] == ["Bà Lê Thị Mười"]


def test_no_link_where_two_could_be_meant() -> None:
    text = "Phó Thủ tướng Trần Văn Nam và Phó Thủ tướng Lê Văn Tám họp. Phó Thủ tướng kết luận."
    ids = [chain.id for chain in analysed(text)[1] if chain.label == "OFFICIAL"]
    assert ids == ["official:tran-van-nam", "official:le-van-tam"]
    text = "Ông Trần Văn Nam, Giám đốc Sở Y tế, và ông Lê Hoài Nam đến. Ông Nam nói."
    mentions, chains = analysed(text)
    assert text[mentions[-1].start :] == "Ông Nam nói."
    assert [c.id for c in chains if c.label in ("OFFICIAL", "PERSON")] == [
        "official:tran-van-nam",
        "person:le-hoai-nam",
    ]


def test_of_two_holders_the_one_named_nearby_is_meant() -> None:
    text = (
        "Phó Thủ tướng Trần Văn Nam dự họp.\nPhó Thủ tướng yêu cầu báo cáo. Ông Nam nói rõ.\n"
        + "Hội nghị bàn về việc làm ở nông thôn và thành thị.\n" * 12
        + "Phó Thủ tướng Lê Hoài Nam kết luận.\nPhó Thủ tướng đề nghị sớm triển khai. Ông Nam nhấn mạnh."
    )
    chains = {c.id: [text[m.start : m.end] for m in c.mentions] for c in analysed(text)[1]}
    assert chains["official:tran-van-nam"] == ["Phó Thủ tướng Trần Văn Nam", "Phó Thủ tướng", "Ông Nam"]
    assert chains["official:le-hoai-nam"] == ["Phó Thủ tướng Lê Hoài Nam", "Phó Thủ tướng", "Ông Nam"]


def test_names_that_differ_in_diacritics_alone() -> None:
    two = "Ông Nguyễn Văn Hùng, Giám đốc Sở Y tế, và ông Nguyễn Văn Hưng, Giám đốc Sở Nội vụ. Ông Hưng nói."
    chains = {c.id: len(c.mentions) for c in analysed(two)[1] if c.label == "OFFICIAL"}
    assert chains == {"official:nguyễn-văn-hùng": 1, "official:nguyễn-văn-hưng": 2}
    slip = "Bộ trưởng Bộ Y tế Nguyễn Văn Hùng nói. Bộ trưởng Bộ Y tế Nguyên Văn Hùng đáp."
    (chain,) = [c for c in analysed(slip)[1] if c.label == "OFFICIAL"]
    assert (chain.id, len(chain.mentions)) == ("official:nguyen-van-hung", 2)


def test_an_office_without_a_holder_in_all_its_spellings() -> None:
    text = "Chủ tịch UBND tỉnh yêu cầu. Tại tỉnh Gia Lai, Chủ tịch Ủy ban nhân dân tỉnh giao Sở Nội vụ."
    chains = {c.id: len(c.mentions) for c in analysed(text)[1] if c.label == "OFFICIAL"}
    assert chains == {"official:office/chu-tich-uy-ban-nhan-dan-tinh-gia-lai": 2}


def test_a_remark_behind_a_title_is_no_part_of_the_body() -> None:
    text = "Ông Lê Văn Tám, Chủ tịch UBND tỉnh Bắc Ninh (Trưởng ban), cho biết."
    (chain,) = [c for c in analysed(text)[1] if c.label == "OFFICIAL"]
    assert chain.attributes["titles"] == [{"title": "Chủ tịch", "organization": "UBND tỉnh Bắc Ninh"}]


def test_an_office_is_one_whatever_its_body_is_called() -> None:
    text = "Bộ trưởng Bộ GTVT Trần Văn Nam nói. Bộ trưởng Bộ Giao thông vận tải yêu cầu tiến độ."
    (chain,) = [c for c in analysed(text)[1] if c.label == "OFFICIAL"]
    assert len(chain.mentions) == 2
    assert chain.attributes["titles"] == [{"title": "Bộ trưởng", "organization": "Bộ GTVT"}]


def test_bylines_and_credits() -> None:
    text = (
        "Quang cảnh buổi họp. Ảnh: Q.Huy\n"
        + "Nội dung được trình bày rõ ràng. " * 8
        + "\nHoài Thu - Minh Đăng\n"
    )
    context = context_of(text)
    assert [text[a:b] for a, b in photographers(context)] == ["Q.Huy"]
    assert [text[a:b] for a, b in authors(context)] == ["Hoài Thu", "Minh Đăng"]
    assert not list(photographers(context_of("Ảnh: TTXVN. Ảnh: Internet. Ảnh: Báo Tin Sáng")))
    assert not list(authors(context_of("Hà Nội\nSáng nay, hội nghị diễn ra.")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nguyễn Thị Kim Ngân Hà chào", "Nguyễn Thị Kim Ngân Hà"),
        ("NGUYỄN VĂN TÁM", "NGUYỄN VĂN TÁM"),
        ("Miguel Díaz-Canel nói", "Miguel Díaz-Canel"),
        ("Xây dựng nhà", ""),
        ("Bộ Xây dựng", ""),
    ],
)
def test_how_far_a_name_goes(text: str, name: str) -> None:
    assert text[: name_end(text, 0)] == name


def test_slug() -> None:
    assert slug("Đỗ Thị Ý  Nhi") == "do-thi-y-nhi"


def test_a_candidate_without_a_label_suppresses_what_it_covers() -> None:
    context = context_of("Sở Y tế và Bộ Y tế")
    body, other = Candidate(0, 7, "ORGANIZATION", "Sở Y tế"), Candidate(11, 18, "ORGANIZATION", "Bộ Y tế")
    cover = Candidate(0, 10, "", "")
    assert resolve([[body, cover, other]], context) == [other]
    assert resolve([[body, other], [cover]], context) == [body, other]  # not over an earlier tier


class NoBodies:
    name = "none"

    def recognize(self, context: Context) -> Iterable[Candidate]:
        return ()


def test_titles_are_completed_without_known_bodies() -> None:
    text = "Giám đốc Sở Nội vụ tỉnh Hà Nam Trần Văn Bảy dự."
    found = [c for c in OfficialRecognizer(NoBodies()).recognize(context_of(text)) if c.label]
    assert [text[c.start : c.end] for c in found] == ["Giám đốc Sở Nội vụ tỉnh Hà Nam Trần Văn Bảy"]


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit",
    [
        "Ông ",
        "Nguyễn ",
        "Nguyễn Văn A, ",
        "Bộ trưởng, ",
        "Chủ tịch ",
        "A. ",
        "(",
        "Ảnh: ",
        "Thủ tướng ",
        "NGUYỄN ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        spans = np.array([[0, size]], dtype=np.int32)
        context = Context(text, text.lower(), spans, (), spans, spans)
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            list(OfficialRecognizer(NoBodies()).recognize(context))
            best = min(best, time.process_time() - start)
        return best

    seconds(1000)
    assert seconds(60_000) < 4 * seconds(30_000) + 0.05


def test_free_names_need_three_syllables() -> None:
    text = "Gặp Trần Văn Nam ở Cao Bằng với Lê Hoa."
    assert [text[a:b] for a, b in free_names(text)] == ["Trần Văn Nam"]


def test_a_palace_is_no_title() -> None:
    spans = [
        found for found, _ in marked("Sáng nay, tại Phủ Chủ tịch, Chủ tịch nước Trần Quốc Nam tiếp đoàn.")
    ]
    assert "Chủ tịch nước Trần Quốc Nam" in spans


def test_a_body_with_its_own_word_behind_the_title() -> None:
    text = "Ông Lê Văn Tám, Trưởng ban Ban Quản lý Khu công nghệ cao Hòa Lạc cho biết."
    (official,) = [mention for mention in analysed(text)[0] if mention.label == "OFFICIAL"]
    assert official.attributes["titles"][0]["organization"].startswith("Ban Quản lý")


def test_a_body_in_capitals_is_written_as_bodies_are() -> None:
    mentions, chains = analysed("CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ\nCăn cứ đề nghị của sở;")
    assert mentions[0].attributes["titles"][0]["organization"] == "Ủy ban nhân dân thành phố Cần Thơ"
    assert chains[0].norm == "Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"
