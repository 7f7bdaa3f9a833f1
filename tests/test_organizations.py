"""Organisations: spans, canonical names, what a date changes, and which mentions mean the same body."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nqtext.entities.addresses import AddressRecognizer
from nqtext.entities.bodies import canonical, known_bodies, slug
from nqtext.entities.committees import task_end
from nqtext.entities.linking import Chain
from nqtext.entities.organizations import OrganizationRecognizer, link_organizations
from nqtext.entities.overlap import resolve
from nqtext.entities.recognizer import Candidate
from nqtext.gazetteers import table
from nqtext.unicode import fold
from tests.contexts import context_of

BODIES = OrganizationRecognizer()


def mentions(text: str, published: str | None = None) -> list[Candidate]:
    context = context_of(text, published)
    return resolve([BODIES.recognize(context)], context)


def spans(text: str) -> list[str]:
    return [fold(text).text[c.start : c.end] for c in mentions(text)]


def chains(text: str, published: str | None = None) -> list[Chain]:
    context = context_of(text, published)
    return list(link_organizations(context, resolve([BODIES.recognize(context)], context)))


@pytest.mark.parametrize("row", table("body_types"), ids=lambda row: row["type"])
def test_each_type_word_finds_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    example = fold(row["example"]).text
    assert example in spans(f"Ngày 5/3, {example} họp."), example
    assert row["type"] not in " ".join(spans(f"Ngày 5/3, {row['counter_example']} được nêu.")).split(",")
    assert fold(row["counter_example"]).text not in spans(f"Ngày 5/3, {row['counter_example']} được nêu.")


@pytest.mark.parametrize(
    "row", [r for r in table("bodies") if r["kind"] != "none"], ids=lambda row: row["name"]
)
def test_each_known_body_is_found_under_every_spelling(row: dict[str, str]) -> None:
    for spelling in (row["name"], *filter(None, row["abbreviations"].split(";"))):
        assert fold(spelling).text in spans(f"Theo {spelling}, việc này đã xong."), spelling


def test_successors_are_bodies_of_the_table() -> None:
    names = {row["name"] for row in table("bodies")}
    assert {row["successor"] for row in table("bodies")} - {""} <= names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the full official name, its territory included
        ("UBND tỉnh Bắc Ninh giao Công an tỉnh chủ trì.", ["UBND tỉnh Bắc Ninh", "Công an tỉnh"]),
        ("Sở Nông nghiệp và Môi trường phối hợp thực hiện.", ["Sở Nông nghiệp và Môi trường"]),
        ("Sở Y tế Hà Nội tham mưu cho thành phố.", ["Sở Y tế Hà Nội"]),
        ("SỞ XÂY DỰNG TỈNH CÀ MAU", ["SỞ XÂY DỰNG TỈNH CÀ MAU"]),
        ("Uỷ ban nhân dân thành phố Đà Nẵng họp.", ["Ủy ban nhân dân thành phố Đà Nẵng"]),
        ("UBND TP.HCM và UBND TP. Cần Thơ họp.", ["UBND TP.HCM", "UBND TP. Cần Thơ"]),
        ("Ban Thường vụ Đảng ủy UBND tỉnh họp.", ["Ban Thường vụ Đảng ủy UBND tỉnh"]),
        ("Cổng thông tin điện tử Bộ Y tế đăng tin.", ["Cổng thông tin điện tử Bộ Y tế"]),
        ("Chi cục Hải quan cửa khẩu cảng Nghi Sơn thu thuế.", ["Chi cục Hải quan cửa khẩu cảng Nghi Sơn"]),
        ("Vụ Tổ chức - Biên chế trình hồ sơ.", ["Vụ Tổ chức - Biên chế"]),
        (
            "Cục Cạnh tranh và bảo vệ người tiêu dùng nêu ý kiến.",
            ["Cục Cạnh tranh và bảo vệ người tiêu dùng"],
        ),
        ("Bảo hiểm xã hội (BHXH) Việt Nam cho biết.", ["Bảo hiểm xã hội (BHXH) Việt Nam"]),
        # terms stay in the span
        ("Quốc hội khóa XV bế mạc.", ["Quốc hội khóa XV"]),
        ("Ban Chấp hành Trung ương Đảng khóa XIII họp.", ["Ban Chấp hành Trung ương Đảng khóa XIII"]),
        # one type word over several bodies
        ("Bộ Tài chính, Xây dựng và Y tế góp ý.", ["Bộ Tài chính", "Xây dựng", "Y tế"]),
        ("Giao các Bộ: Quốc phòng, Công an phối hợp.", ["Quốc phòng", "Công an"]),
        ("Các sở: Tài chính, Nội vụ và Y tế báo cáo.", ["Tài chính", "Nội vụ", "Y tế"]),
        ("Bộ Tài chính, Bộ Xây dựng góp ý.", ["Bộ Tài chính", "Bộ Xây dựng"]),
        ("các đại biểu Quốc hội, Ủy viên Bộ Chính trị dự họp", ["Quốc hội", "Bộ Chính trị"]),
        # one territory for several
        ("Lãnh đạo HĐND, UBND tỉnh Bắc Ninh dự.", ["HĐND", "UBND tỉnh Bắc Ninh"]),
        ("Huyện ủy - HĐND - UBND huyện Hoài Ân.", ["Huyện ủy", "HĐND", "UBND huyện Hoài Ân"]),
        ("HĐND, UBND các cấp và HĐND, UBND cấp xã họp.", []),
        # where names stop
        ("Bộ Tài chính nghiên cứu, trình Chính phủ.", ["Bộ Tài chính", "Chính phủ"]),
        ("Cục Hải quan kiểm tra lô hàng.", ["Cục Hải quan"]),
        ("Sở Tài chính và cơ quan thuế phối hợp.", ["Sở Tài chính"]),
        ("Sở Y tế Nguyễn Văn An ký.", ["Sở Y tế"]),
        ("Công an xã Bắc Lý Trần Văn Bình báo cáo.", ["Công an xã Bắc Lý"]),
        ("Vụ Tín dụng - Ngân hàng Nhà nước họp.", ["Vụ Tín dụng", "Ngân hàng Nhà nước"]),
        # companies, schools, hospitals
        ("Công ty TNHH Trần Liên Hưng nộp hồ sơ.", ["Công ty TNHH Trần Liên Hưng"]),
        ("Công ty Cổ phần thép Bình Minh nộp thuế.", ["Công ty Cổ phần thép Bình Minh"]),
        ("Trường Đại học Bách khoa Hà Nội tuyển sinh.", ["Trường Đại học Bách khoa Hà Nội"]),
        ("ngân hàng SCB và công ty Samsung Việt Nam", ["ngân hàng SCB", "công ty Samsung Việt Nam"]),
        # trades that no table knows, closed by a territory or an abbreviation
        ("Hiệp hội Nuôi tôm sú Cà Mau họp.", ["Hiệp hội Nuôi tôm sú Cà Mau"]),
        ("Công ty CP xây lắp mỏ Việt Nam đấu thầu.", ["Công ty CP xây lắp mỏ Việt Nam"]),
        ("Công ty Cổ phần nghe nhìn Ánh Sao (ANS) ký.", ["Công ty Cổ phần nghe nhìn Ánh Sao", "ANS"]),
        ("Công ty cổ phần Điện mặt trời Ánh Dương ký.", ["Công ty cổ phần Điện mặt trời Ánh Dương"]),
        ("Công ty TNHH Hoàng Long khởi công Nhà máy Minh Đức.", ["Công ty TNHH Hoàng Long"]),
        ("Ban Chỉ đạo đổi mới doanh nghiệp Lê Văn Tám dự.", ["Ban Chỉ đạo đổi mới doanh nghiệp"]),
        ("Công ty Bình Minh mở nhà máy tại Việt Nam.", ["Công ty Bình Minh"]),
        # names without a type word
        (
            "Theo Blue Whale Lines và Kraftwerk Việt Nam, giá tăng.",
            ["Blue Whale Lines", "Kraftwerk Việt Nam"],
        ),
        # headings of a page, and lines of capitals
        ("UBND TỈNH CÀ MAU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["UBND TỈNH CÀ MAU"]),
        ("QUỐC HỘI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ["QUỐC HỘI"]),
        ("NHIỆM VỤ CỦA SỞ NỘI VỤ TRONG VIỆC PHỤC VỤ NHÂN DÂN", ["SỞ NỘI VỤ"]),
        # no bodies: numbers of documents, persons, congresses, many of a kind
        ("Số: 12/QĐ-UBND Cà Mau; Nguyễn Trường Giang ký.", []),
        ("Đại hội Đảng toàn quốc lần thứ XIV; các Tổ chức phi chính phủ", []),
        # other countries' bodies
        ("Chính phủ Lào và Bộ Ngoại giao Trung Quốc", ["Chính phủ Lào", "Bộ Ngoại giao Trung Quốc"]),
        # the whole name of the state, and the term
        (
            "Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV thông qua.",
            ["Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV"],
        ),
        (
            "CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            ["CHÍNH PHỦ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ),
        ("Bộ Chính trị khóa 13 họp.", ["Bộ Chính trị khóa 13"]),
        # what a title in capitals begins with is no part of its issuer
        ("Nghị định của Chính phủ Quản lý, cung cấp dịch vụ;", ["Chính phủ"]),
        ("Thông tư của Bộ Y tế Quy định giá thuốc", ["Bộ Y tế"]),
        # lists under a joint type word
        (
            "đại diện các Bộ, cơ quan: Tài chính, Xây dựng, Dân tộc và Tôn giáo.",
            ["Tài chính", "Xây dựng", "Dân tộc và Tôn giáo"],
        ),
        # committees of districts that no table has
        ("Huyện ủy Phú Đạo họp.", ["Huyện ủy Phú Đạo"]),
        ("HUYỆN ỦY PHÚ ĐẠO\n*", ["HUYỆN ỦY PHÚ ĐẠO"]),
        ("Ban Tổ chức Huyện ủy Phú Đạo trình.", ["Ban Tổ chức Huyện ủy Phú Đạo"]),
        ("Huyện ủy Nguyễn Văn An", []),
        ("UBND tỉnh ủy quyền cho Sở Y tế.", ["UBND tỉnh", "Sở Y tế"]),
        # words that begin like a country's name
        ("Ban Pháp chế Hội đồng nhân dân Thành phố thẩm tra.", ["Ban Pháp chế Hội đồng nhân dân Thành phố"]),
        # words that "Đảng" begins
        ("Mỗi Đảng ủy xã, phường và Đảng phí", []),
        # decomposed accents are folded before
        ("Bộ Tư pháp", ["Bộ Tư pháp"]),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "các bộ, ngành, địa phương và cơ quan chức năng",
        "UBND các tỉnh, UBND cấp xã, Ủy ban nhân dân các cấp",
        "UBND tỉnh, thành phố trực thuộc Trung ương",
        "lực lượng Công an nhân dân, ngành Hải quan",
        "Đảng viên, Bộ luật Dân sự, Chính phủ điện tử",
        "thị trường Việt Nam, các công ty Nhật Bản",
        "Hội đồng thẩm định, Ban giám sát, Văn phòng đại diện",
        "Phòng ngừa, Ban hành, Hội nghị, Vụ việc, Báo cáo, Sở dĩ",
        "Trung tâm tài chính được xây dựng",
        "cơ sở Văn hóa",
        "các xã Mỹ Hội Đông, Long Giang và Nhơn Mỹ",
        "các trường ĐH, CĐ, Hội đồng trường ĐH và hiệp hội DN",
        "Tổ chức Thanh tra quốc phòng\nLực lượng gồm hai phần",
        "CÔNG TÁC VĂN PHÒNG TỈNH ỦY, THÀNH ỦY",
        "VỀ TỔ CHỨC XÂY DỰNG LỰC LƯỢNG, PHÒNG CHỐNG RỬA TIỀN",
        "Ngân hàng thương mại 100% vốn nước ngoài",
    ],
)
def test_generic_bodies_are_none(text: str) -> None:
    assert spans(text) == []


def test_steering_committees_end_where_the_clause_turns() -> None:
    name = "Ban Chỉ đạo của Chính phủ về phát triển kinh tế biển, đổi mới sáng tạo và Đề án 06"
    assert spans(f"{name} yêu cầu các bộ báo cáo.") == [name]
    assert spans("Ban Chỉ đạo đã họp.") == ["Ban Chỉ đạo"]
    assert task_end("Ban Chỉ đạo họp", 11) == 11


def test_short_names_in_brackets_are_the_body_from_there_on() -> None:
    text = "Hiệp hội Vận tải hàng hóa (VTHH) họp. VTHH cho rằng phí cao; đơn vị vthh thì không."
    first, short, again = mentions(text)
    assert (first.norm, short.norm, again.norm) == (first.norm,) * 3
    assert len(chains(text)) == 1
    assert spans("VTHH cho rằng phí cao.") == []


def test_company_names_stand_alone_once_the_company_is_named() -> None:
    assert spans("Công ty Zenfaro Việt mở xưởng. Zenfaro Việt tuyển người.")[1] == "Zenfaro Việt"


def test_abbreviation_and_full_name_are_one_chain() -> None:
    (chain,) = chains("Bộ KH&ĐT (MPI) họp; Bộ Kế hoạch và Đầu tư và Bộ KHĐT báo cáo.")
    assert chain.id == "organization:bo-ke-hoach-va-dau-tu"
    assert chain.norm == "Bộ Kế hoạch và Đầu tư"
    assert len(chain.mentions) == 4
    assert chain.attributes["code"] == "BKHĐT"
    assert chain.attributes["valid_to"] == "2025-02-28"
    assert chain.attributes["successor"] == "Bộ Tài chính"


def test_department_under_its_abbreviation_is_one_chain() -> None:
    (chain,) = chains("Sở NN&MT báo cáo. Sở Nông nghiệp và Môi trường trình.")
    assert chain.id == "organization:so-nong-nghiep-va-moi-truong"


@pytest.mark.parametrize(
    ("published", "norm", "code"),
    [
        ("2024-05-01", "Bộ Nông nghiệp và Phát triển nông thôn", "BNNPTNT"),
        ("2025-05-01", "Bộ Nông nghiệp và Môi trường", "BNNMT"),
    ],
)
def test_the_date_decides_what_a_short_name_means(published: str, norm: str, code: str) -> None:
    (mention,) = mentions("Bộ Nông nghiệp báo cáo.", published)
    assert (mention.norm, mention.attributes["code"]) == (norm, code)


def test_without_a_date_an_ambiguous_short_name_has_no_code() -> None:
    (mention,) = mentions("Bộ Nông nghiệp báo cáo.")
    assert mention.attributes["kind"] == "ministry"
    assert mention.attributes["code"] is None


def test_a_name_before_its_first_day_has_no_attributes_of_the_later_body() -> None:
    (before,) = mentions("Cục Thuế báo cáo.", "2020-01-01")
    (after,) = mentions("Cục Thuế báo cáo.", "2025-09-01")
    assert before.attributes.get("valid_from") is None
    assert after.attributes["valid_from"] == "2025-03-01"


def test_provincial_bodies_get_the_only_province() -> None:
    (only,) = chains("UBND tỉnh Bắc Ninh họp. UBND tỉnh giao việc.")
    assert only.norm == "Ủy ban nhân dân tỉnh Bắc Ninh"
    assert len(only.mentions) == 2
    (named,) = chains("Tại Lào Cai, Tỉnh ủy họp.")
    assert named.id == "organization:tinh-uy-lao-cai"
    (open_,) = chains("Tại Lào Cai và Hà Giang, Tỉnh ủy họp.", "2024-01-01")
    assert open_.id == "organization:tinh-uy"


def test_a_merged_province_has_no_body_any_more() -> None:
    text = "Cơ quan của tỉnh Bắc Ninh theo UBND tỉnh. Bãi bỏ quyết định của UBND tỉnh Bắc Giang."
    for published, province in (("2025-11-21", "Bắc Ninh"), ("2024-11-21", "Bắc Giang")):
        names = [
            chain.norm for chain in chains(text, published) if len(chain.mentions) > 1 or "Ninh" in chain.norm
        ]
        assert names == [f"Ủy ban nhân dân tỉnh {province}"]


def test_departments_get_the_only_province() -> None:
    text = "UBND tỉnh Nghệ An, Sở Y tế và Sở Du lịch Nghệ An họp."
    assert [chain.norm for chain in chains(text)] == [
        "Ủy ban nhân dân tỉnh Nghệ An",
        "Sở Y tế tỉnh Nghệ An",
        "Sở Du lịch tỉnh Nghệ An",
    ]


def test_nothing_is_named_in_an_address() -> None:
    context = context_of("Xem https://trang.vn/tin-ASEAN-hop hay www.trang.vn/ASEAN về ASEAN.")
    (mention,) = resolve([[*BODIES.recognize(context), *AddressRecognizer().recognize(context)]], context)
    assert context.text[mention.end :] == "."


def test_the_site_of_a_byline() -> None:
    assert spans("(tinmoi.com.vn) - Sáng nay, hội nghị khai mạc.") == ["tinmoi.com.vn"]
    assert spans("Xem thêm tại tinmoi.com.vn (xem tinmoi.vn).") == []


def test_signature_without_a_name() -> None:
    assert spans("TM. ỦY BAN NHÂN DÂN") == ["ỦY BAN NHÂN DÂN"]
    assert spans("Ủy ban nhân dân có trách nhiệm báo cáo.") == []


def test_canonical_names_and_slugs() -> None:
    assert canonical("HĐND TP Hà Nội") == "Hội đồng nhân dân Thành phố Hà Nội"
    assert canonical("Ủy ban nhân dân (UBND) thành phố Huế") == "Ủy ban nhân dân thành phố Huế"
    assert canonical("HUYỆN ỦY PHÚ ĐẠO") == "Huyện ủy Phú Đạo"
    assert canonical("BỘ TƯ PHÁP") == "Bộ Tư pháp"
    assert canonical("SỞ XÂY DỰNG") == "Sở Xây dựng"
    (term,) = mentions("Bộ Chính trị khóa 13 họp.")
    assert term.norm == "Bộ Chính trị khóa XIII"
    assert canonical("Sở GD&ĐT") == "Sở Giáo dục và Đào tạo"
    assert slug("Đảng ủy Quốc hội") == "dang-uy-quoc-hoi"
    assert len({slug(body.name) for bodies in [known_bodies().get("Bộ Y tế") or ()] for body in bodies}) == 1


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit",
    [
        "Bộ ",
        "Sở Y tế, ",
        "UBND tỉnh ",
        "Công ty A (B) ",
        "Đảng ủy ",
        "Ban Chỉ đạo về ",
        "các Bộ: Y tế, ",
        "các Bộ, cơ quan: Y tế, ",
        "Huyện ủy Phú Đạo ",
        "HUYỆN ỦY ",
        "Bộ Y tế Quy định ",
        "(",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        context = context_of((unit * (size // len(unit) + 1))[:size])
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            found = list(BODIES.recognize(context))
            list(link_organizations(context, found))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(40_000) < 3.5 * seconds(20_000) + 0.05


def test_known_bodies_of_the_shared_list_are_found(shared: Path) -> None:
    path = shared / "gazetteers" / "issuing_bodies.tsv"
    names = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    councils = [name for name in names if name.startswith(("ỦY BAN NHÂN DÂN ", "HỘI ĐỒNG NHÂN DÂN "))]
    assert councils
    missed = [name for name in councils if spans(name) != [fold(name).text]]
    assert missed == []


def test_a_name_over_two_lines_has_a_span_on_each() -> None:
    text = "Theo Bộ Văn hóa, Thể\nthao và Du lịch, Sở Y tế\nvà các địa phương, việc này đã xong."
    assert spans(text) == ["Bộ Văn hóa, Thể", "thao và Du lịch", "Sở Y tế"]
    assert len({mention.norm for mention in mentions(text)[:2]}) == 1
    assert spans("Theo Bộ Y tế\n\nthao trường mở cửa\nBộ Tài chính\nChính phủ") == [
        "Bộ Y tế",
        "Bộ Tài chính",
        "Chính phủ",
    ]
