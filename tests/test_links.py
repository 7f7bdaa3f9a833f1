"""Links: each thing once, with everything that names it or points at it, and no link rather than a wrong one."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nqtext
from nqtext.entities.anaphora import Pointer, Sighting, resolve
from nqtext.entities.body_links import link_organizations
from nqtext.entities.document_links import link_documents
from nqtext.entities.documents import DocumentRecognizer
from nqtext.entities.organizations import OrganizationRecognizer
from nqtext.entities.overlap import resolve as choose
from tests.contexts import context_of

NLP = nqtext.load(segmenter="syllable")


def chains(text: str, label: str, published: str | None = None) -> dict[str, list[str]]:
    """The mentions of each referent of a label, anaphora in brackets."""
    article = NLP(text, published=published)
    return {
        referent.id: [f"[{m.text}]" if m.kind == "anaphor" else m.text for m in referent.mentions]
        for referent in article.referents
        if referent.label == label
    }


# Pointers


def test_the_only_referent_so_far_is_meant_however_far_away() -> None:
    context = context_of("a\nb\nc\nd\ne")
    assert resolve(context, [Pointer(8, 9, "x")], [Sighting(0, "x", "one")])[0][1] == "one"
    assert resolve(context, [Pointer(0, 1, "x")], [Sighting(8, "x", "one")]) == []
    assert resolve(context, [Pointer(8, 9, "x")], [Sighting(0, "y", "one")]) == []


def test_of_several_the_one_nearby_is_meant() -> None:
    far, near = "a\n", "b" * 500 + "\n"
    context = context_of(far + near + near + "c\nd")
    end = len(context.text) - 1
    seen = [Sighting(0, "x", "one"), Sighting(len(context.text) - 3, "x", "two")]
    assert resolve(context, [Pointer(end, end + 1, "x")], seen)[0][1] == "two"
    both = [*seen, Sighting(len(context.text) - 2, "x", "three")]
    assert resolve(context, [Pointer(end, end + 1, "x")], both) == []


def test_a_pointer_keeps_its_referent_in_mind() -> None:
    line = "b" * 500 + "\n"
    context = context_of("a" + line * 8)
    seen = [Sighting(0, "x", "one"), Sighting(510, "x", "two")]
    pointers = [Pointer(510 + 501 * k, 512 + 501 * k, "x") for k in range(1, 6)]
    assert [referent for _, referent in resolve(context, pointers, seen[1:])] == ["two"] * 5
    assert [referent for _, referent in resolve(context, pointers[1:], seen)] == []


# Documents


def test_what_points_at_a_document_near_it_belongs_to_it() -> None:
    text = (
        "Nghị quyết số 06-NQ/TW và Nghị quyết Đại hội XIII được quán triệt.\n"
        "Nghị quyết số 06-NQ/TW nêu mục tiêu. Nghị quyết xác định ba nhóm giải pháp.\n"
        "Mục tiêu của Nghị quyết là rõ ràng, theo nội dung Nghị quyết quan trọng này."
    )
    found = chains(text, "DOCUMENT")
    assert found["document:nghi-quyet/06-NQ-TW/"][2:] == ["[Nghị quyết]"] * 3
    assert found["document:nghi-quyet/dai-hoi/XIII"] == ["Nghị quyết Đại hội XIII"]


def test_a_plan_issued_with_a_decision() -> None:
    text = (
        "Quyết định số 126/QĐ-BXD về Kế hoạch cải cách hành chính năm 2025 và Kế hoạch kiểm tra năm 2025.\n"
        "Mục tiêu của Kế hoạch ban hành kèm theo Quyết định số 126/QĐ-BXD gồm ba điểm."
    )
    found = chains(text, "DOCUMENT")
    assert found["document:ke-hoach/cai-cach-hanh-chinh/2025"][-1] == "[Kế hoạch]"


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 36/2009/NĐ-CP về pháo. Bộ Công an xây dựng Nghị định mới. Nghị định quy định rõ.",
        "Nghị quyết 18 của Bộ Chính trị. Hôm qua công bố 2 nghị quyết khác. Nghị quyết nêu rõ lộ trình.",
        "Nghị định này quy định về phí.\nNghị định số 85/2024/NĐ-CP đã có. Nghị định này có hiệu lực ngay.",
        "Nghị quyết số 19/NQ-CP năm 2017, Nghị quyết số 19/NQ-CP năm 2018. Nghị quyết 19 có ích. Nghị quyết nêu rõ.",
        "Theo Nghị quyết số 1402/NQ-UBTVQH15.\nTại Nghị quyết số 1403/NQ-UBTVQH15.\nViệc khác.\nViệc khác nữa.\n"
        "Tại Nghị quyết số 1404/NQ-UBTVQH15, việc này được nêu.\nNghị quyết này có hiệu lực ngay.",
        "Kế hoạch số 5/KH-UBND được ban hành. Bộ trưởng Bộ Kế hoạch và Đầu tư phát biểu.",
        "Luật Giá được nhắc đến. Luật, nghị quyết của Quốc hội được rà soát.",
        "Căn cứ Kế hoạch số 5/KH-UBND, Kế hoạch số 6/KH-UBND. Các sở căn cứ Kế hoạch này thực hiện.",
        "Thực hiện Quyết định số 5/QĐ-TTg.\nThủ tướng quyết định. Sở quyết định việc đó.",
    ],
)
def test_no_pointer_where_another_document_may_be_meant(text: str) -> None:
    article = NLP(text)
    assert article.anaphora == ()


def test_what_a_law_is_compared_with_is_not_meant() -> None:
    text = "Luật Đầu tư số 61/2020/QH14 được thông qua. So với Luật Đầu tư năm 2014, Luật có nhiều điểm mới."
    assert chains(text, "DOCUMENT")["document:luat/61-QH14/2020"][-1] == "[Luật]"


def test_of_a_law_that_an_article_is_about_another_is_only_cited() -> None:
    text = (
        "Quốc hội thông qua Luật Bảo vệ dữ liệu cá nhân.\nCác đại biểu tán thành.\nBáo cáo được trình bày.\n"
        "Việc đó phù hợp với quy định của Luật Dữ liệu.\nLuật quy định lực lượng bảo vệ. "
        "Luật này có hiệu lực từ năm 2026."
    )
    found = chains(text, "DOCUMENT")
    assert found["document:luat/bao-ve-du-lieu-ca-nhan/"][1:] == ["[Luật]", "[Luật này]"]
    assert found["document:luat/du-lieu/"] == ["Luật Dữ liệu"]


def test_a_year_behind_the_letters_of_a_law() -> None:
    text = "Luật Bảo hiểm xã hội 2024 mở rộng đối tượng. Luật Bảo hiểm xã hội (BHXH) 2014 còn hiệu lực."
    assert list(chains(text, "DOCUMENT")) == [
        "document:luat/bao-hiem-xa-hoi/2024",
        "document:luat/bao-hiem-xa-hoi/2014",
    ]


def test_the_province_that_one_mention_names_is_that_of_the_document() -> None:
    text = "Sửa đổi Quyết định 42/2025/QĐ-UBND. Quyết định số 42/2025/QĐ-UBND ngày 15/7/2025 của UBND tỉnh Nghệ An, UBND tỉnh Hà Tĩnh."
    assert list(chains(text, "DOCUMENT")) == ["document:quyet-dinh/42-QD-UBND/2025/nghe-an"]


def test_a_law_by_its_year_alone() -> None:
    text = "Luật Đầu tư năm 2014 và Luật Đầu tư năm 2020. So với Luật năm 2014 thì chặt chẽ hơn."
    assert chains(text, "DOCUMENT")["document:luat/dau-tu/2014"] == ["Luật Đầu tư năm 2014", "Luật năm 2014"]
    first = "So với Luật năm 2014, ít hơn 5 điều. Luật Đầu tư năm 2014 quy định rõ."
    assert list(chains(first, "DOCUMENT")) == ["document:luat/dau-tu/2014"]
    (alone,) = NLP("So với Luật năm 2014 thì chặt chẽ hơn.").documents
    assert alone.attributes["ambiguous"] is True


def test_a_title_in_letters() -> None:
    text = "Luật Hỗ trợ doanh nghiệp nhỏ và vừa có hiệu lực. Theo Luật Hỗ trợ DNNVV, doanh nghiệp được vay."
    assert len(chains(text, "DOCUMENT")["document:luat/ho-tro-doanh-nghiep-nho-va-vua/"]) == 2


def test_the_issuer_behind_a_list_is_said_of_all_its_members() -> None:
    text = (
        "Nghị quyết số 71-NQ/TW của Bộ Chính trị, Nghị quyết số 71/NQ-CP, Nghị quyết số 57-NQ/TW của Bộ Chính trị.\n"
        "Tải về Nghị quyết 71, Nghị quyết 57 của Bộ Chính trị."
    )
    found = chains(text, "DOCUMENT")
    assert found["document:nghi-quyet/71-NQ-TW/"] == ["Nghị quyết số 71-NQ/TW", "Nghị quyết 71"]
    assert found["document:nghi-quyet/71-NQ-CP/"] == ["Nghị quyết số 71/NQ-CP"]


def test_a_plan_and_its_period() -> None:
    text = (
        "Thực hiện Quy hoạch mạng lưới thư viện công cộng. Quy hoạch mạng lưới thư viện công cộng thời kỳ 2021-2030, "
        "tầm nhìn đến năm 2045 đã có."
    )
    (referent,) = NLP(text).documents
    assert referent.id == "document:quy-hoach/mang-luoi-thu-vien-cong-cong/2021-2030"
    assert referent.attributes["year"] is None  # a period is not the year of the document
    assert referent.attributes["ambiguous"] is False
    two = (
        "Kế hoạch phát triển thư viện công cộng giai đoạn 2016-2020 và Kế hoạch phát triển thư viện công cộng "
        "giai đoạn 2021-2025. Kế hoạch phát triển thư viện công cộng nêu rõ."
    )
    assert len(chains(two, "DOCUMENT")) >= 2


def test_congress_of_a_province_without_its_name_is_ambiguous() -> None:
    bare, named = NLP(
        "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX; Nghị quyết Đại hội Đảng bộ tỉnh Bắc Ninh lần thứ XX."
    ).documents
    assert (bare.attributes["ambiguous"], named.attributes["ambiguous"]) == (True, False)


# Bodies


def test_what_points_at_a_body() -> None:
    text = (
        "Bộ Xây dựng họp. Lãnh đạo Bộ yêu cầu tiến độ. Đồng thời, bộ này rà soát thủ tục; Bộ cũng báo cáo.\n"
        "Quỹ Hỗ trợ đầu tư (Quỹ) được thành lập. Nguồn vốn của Quỹ gồm hai phần."
    )
    found = chains(text, "ORGANIZATION")
    assert found["organization:bo-xay-dung"] == ["Bộ Xây dựng", "[Bộ]", "[bộ này]", "[Bộ]"]
    assert found["organization:quy-ho-tro-dau-tu"] == ["Quỹ Hỗ trợ đầu tư", "[Quỹ]", "[Quỹ]"]


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Xây dựng và Bộ Tài chính họp. Lãnh đạo Bộ yêu cầu tiến độ.",  # two readings
        "Bộ Xây dựng họp với các Bộ, ngành và 13 Bộ khác. Bộ phận một cửa của Bộ trưởng.",
        "Bộ Chính trị họp. Lãnh đạo Bộ yêu cầu tiến độ.",
        "Bộ Xây dựng họp. Bộ trưởng Bộ Tài chính nói. Lãnh đạo Bộ yêu cầu.",  # a body inside a title counts
        "Sở Xây dựng họp. Sở, ban, ngành liên quan phối hợp.",
        "Ngân hàng Nhà nước Việt Nam họp. Ngành Ngân hàng phát triển.",
    ],
)
def test_no_pointer_where_another_body_may_be_meant(text: str) -> None:
    assert NLP(text).anaphora == ()


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Công ty Honda Việt Nam tặng mũ. Honda Việt Nam phối hợp.", "cong-ty-honda-viet-nam"),
        ("Công an thành phố Đà Lạt điều tra. Công an Đà Lạt cho biết.", "cong-an-thanh-pho-da-lat"),
        ("Đảng ủy UBND tỉnh Bình Định họp. Đảng ủy kết luận.", "dang-uy-uy-ban-nhan-dan-tinh-binh-dinh"),
        (
            "Ban Chỉ đạo của Chính phủ về chuyển đổi số (Ban Chỉ đạo) họp. Ban Chỉ đạo kết luận.",
            "ban-chi-dao-cua-chinh-phu-ve-chuyen-doi-so",
        ),
        ("UBND tỉnh Bắc Ninh báo cáo.\nTM. ỦY BAN NHÂN DÂN", "uy-ban-nhan-dan-tinh-bac-ninh"),
        ("Cục Hải quan Quảng Ninh họp. Hải quan Quảng Ninh cho biết.", "cuc-hai-quan-quang-ninh"),
        (
            "Quỹ Bảo vệ môi trường Việt Nam và Quỹ BVMT Việt Nam.",
            "quy-bao-ve-moi-truong-viet-nam",
        ),
    ],
)
def test_a_name_in_short_is_completed_from_the_article(text: str, id: str) -> None:
    found = chains(text, "ORGANIZATION")
    assert len(found) == 1, found
    assert f"organization:{id}" in found
    assert len(found[f"organization:{id}"]) >= 2


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("UBND tỉnh Bắc Ninh họp. Sở Xây dựng chủ trì.", "so-xay-dung-tinh-bac-ninh"),
        ("Sở Xây dựng Hà Nội chủ trì. Sở Xây dựng trình.", "so-xay-dung-thanh-pho-ha-noi"),
        ("UBND Đà Nẵng họp.", "uy-ban-nhan-dan-thanh-pho-da-nang"),
        ("UBND tỉnh Bắc Ninh và UBND tỉnh Nghệ An họp. Sở Xây dựng chủ trì.", "so-xay-dung"),
        ("Tại Hà Nội, Sở Xây dựng chủ trì.", "so-xay-dung"),
        ("UBND thành phố Vinh họp. Sở Xây dựng chủ trì.", "so-xay-dung"),
    ],
)
def test_a_department_is_the_one_of_the_only_province_whose_bodies_are_named(text: str, id: str) -> None:
    assert f"organization:{id}" in chains(text, "ORGANIZATION")


def test_a_name_with_two_completions_stays_as_it_is() -> None:
    text = "Đảng ủy UBND tỉnh và Đảng ủy Quân sự tỉnh họp. Đảng ủy kết luận."
    assert "organization:dang-uy" in chains(text, "ORGANIZATION")


# Ids and referents


SPELLED = (
    "Thủ tướng Chính phủ Trần Văn Hòa ký Quyết định số 80/QĐ-UBND ngày 05/01/2026 của UBND tỉnh Khánh Hòa.\n"
    "Ủy ban Thường vụ Quốc hội thông qua Luật Thủy lợi năm 2017 và Nghị quyết số 06-NQ/TW ngày 24/01/2022."
)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("Hòa", "Hoà").replace("Ủy", "Uỷ").replace("Thủy", "Thuỷ"),
        lambda text: unicodedata.normalize("NFD", text.replace("Hòa", "Hoà").replace("Ủy", "Uỷ")),
        lambda text: text.replace("-", "\N{EN DASH}"),
    ],
    ids=["NFD", "tone placement", "both", "dashes"],
)
def test_ids_are_the_same_in_every_spelling(spelling: object) -> None:
    assert callable(spelling)
    plain, other = NLP(SPELLED), NLP(spelling(SPELLED))
    assert [referent.id for referent in other.referents] == [referent.id for referent in plain.referents]
    assert [referent.norm for referent in other.referents] == [referent.norm for referent in plain.referents]


def test_ids_are_the_same_in_capitals() -> None:
    plain = NLP("Thực hiện Nghị quyết số 06-NQ/TW ngày 24/01/2022 của Bộ Chính trị. Sở Xây dựng chủ trì.")
    upper = NLP("THỰC HIỆN NGHỊ QUYẾT SỐ 06-NQ/TW NGÀY 24/01/2022 CỦA BỘ CHÍNH TRỊ. SỞ XÂY DỰNG CHỦ TRÌ.")
    assert [referent.id for referent in upper.referents] == [referent.id for referent in plain.referents]


PIECES = (
    "Nghị quyết số 06-NQ/TW", "Nghị quyết 06", "Nghị quyết này", "Nghị quyết nêu rõ", "Nghị quyết số 06-NQ/TW năm 2022",
    "Nghị quyết số 6-NQ/TW năm 2016", "Luật Đất đai", "Luật Đất đai năm 2024", "Luật có hiệu lực", "Luật năm 2013",
    "Quyết định số 80/QĐ-UBND", "UBND tỉnh Nghệ An", "UBND tỉnh Hà Tĩnh", "UBND tỉnh", "Bộ Xây dựng", "Bộ yêu cầu",
    "Bộ Tài chính", "Quỹ Hỗ trợ đầu tư", "Quỹ có vốn", "Thủ tướng Trần Văn Nam", "Thủ tướng", "ông Nam",
    "Phó Thủ tướng Lê Hoài Nam", "Phó Thủ tướng", "Bộ trưởng Bộ Xây dựng", "bà Lê Thị Mười", "Đảng ủy", "Đảng ủy Chính phủ",
    "Kế hoạch cải cách hành chính năm 2025", "Kế hoạch ban hành kèm theo Quyết định số 80/QĐ-UBND", "các nghị quyết",
    "Chiến lược phát triển thủy lợi đến năm 2030", "dự thảo Nghị quyết", "của Bộ Chính trị", "so với Luật Đất đai năm 2013",
)  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", ", ", ". ", "\n", " và "))), max_size=25
    )
)
def test_each_mention_is_in_one_referent_and_each_thing_is_listed_once(pieces: list[tuple[str, str]]) -> None:
    article = NLP("".join(piece + glue for piece, glue in pieces))
    spans = [(m.start, m.end, m.label) for referent in article.referents for m in referent.mentions]
    assert len(spans) == len(set(spans))
    linked = {(m.start, m.end, m.label): m.link for m in (*article.entities, *article.anaphora) if m.link}
    assert set(spans) == set(linked)
    ids = [referent.id for referent in article.referents]
    assert len(ids) == len(set(ids))
    names = {(m.start, m.end) for m in article.entities}
    for referent in article.referents:
        assert [m.start for m in referent.mentions] == sorted(m.start for m in referent.mentions)
        assert any(m.kind == "name" for m in referent.mentions)
        assert {m.link for m in referent.mentions} == {referent.id}
        for mention in referent.mentions:
            if mention.kind == "anaphor":
                assert (mention.start, mention.end) not in names
    for document in article.documents:
        fields = document.id.split(":", 1)[1].split("/")
        if not document.attributes["ambiguous"]:  # what is not ambiguous says which year, term or period
            assert fields[2] or fields[0] in ("hiep-dinh", "tieu-chuan-quoc-gia"), document.id


def test_ambiguous_ids_are_marked_so_that_nothing_merges_them_over_articles() -> None:
    first, second = (
        NLP(f"UBND tỉnh {province} ban hành. Thực hiện Nghị quyết số 06-NQ/TU và Luật Đất đai.").documents
        for province in ("Nghệ An", "Hà Tĩnh")
    )
    assert [d.attributes["ambiguous"] for d in (*first, *second)] == [True] * 4
    assert first[0].id != second[0].id  # the province is known, the year is not


# Time


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit",
    [
        "Nghị quyết này. ", "Nghị quyết nêu rõ. ", "Nghị quyết số 06-NQ/TW. Nghị quyết nêu rõ.\n", "Bộ. Bộ Xây dựng. ",
        "Luật Hỗ trợ DNNVV. Luật Hỗ trợ. ", "Quỹ BVMT (Quỹ). ", "Đảng ủy A. Đảng ủy. ", "2 nghị quyết. Nghị quyết số 1-NQ/TW. ",
    ],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    bodies = OrganizationRecognizer()

    def seconds(size: int) -> float:
        context = context_of((unit * (size // len(unit) + 1))[:size])
        documents = list(DocumentRecognizer().recognize(context))
        named = choose([bodies.recognize(context)], context)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            list(link_documents(context, documents))
            list(link_organizations(context, named))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(40_000) < 3.5 * seconds(20_000) + 0.05
