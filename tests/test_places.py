"""Places: spans, codes and levels by date, and which mentions mean the same place."""

from __future__ import annotations

import time

import pytest

from nqtext.entities.linking import Chain
from nqtext.entities.overlap import resolve
from nqtext.entities.places import LocationRecognizer, link_locations
from nqtext.entities.recognizer import Candidate
from nqtext.entities.territory import capital_run, territory_end
from nqtext.gazetteers import table
from nqtext.unicode import fold
from tests.contexts import context_of

PLACES = LocationRecognizer()


def mentions(text: str, published: str | None = None) -> list[Candidate]:
    context = context_of(text, published)
    return resolve([PLACES.recognize(context)], context)


def spans(text: str) -> list[str]:
    return [fold(text).text[c.start : c.end] for c in mentions(text)]


def chains(text: str, published: str | None = None) -> list[Chain]:
    context = context_of(text, published)
    return list(link_locations(context, resolve([PLACES.recognize(context)], context)))


@pytest.mark.parametrize("row", table("place_types"), ids=lambda row: row["type"])
def test_each_type_word_finds_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    assert spans(f"Đoàn đã đến {row['example']}.") == [fold(row["example"]).text]
    assert spans(f"Đoàn đã xem {row['counter_example']}.") == []


@pytest.mark.parametrize("name", ["provinces", "countries", "regions"])
def test_every_known_place_is_found_inside_a_sentence(name: str) -> None:
    for row in table(name):
        if row.get("level") == "none":
            assert spans(f"Đoàn đã gặp {row['name']} ở đây.") == []
            continue
        for spelling in (row["name"], *filter(None, row["other_names"].split(";"))):
            assert spans(f"Đoàn đã đến {spelling}.") == [fold(spelling).text], spelling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tại tỉnh Bắc Ninh và TP. Hồ Chí Minh", ["tỉnh Bắc Ninh", "TP. Hồ Chí Minh"]),
        ("nhân dân Việt Nam, các nước Lào và Anh", ["Việt Nam", "Lào", "Anh"]),
        ("vùng Đồng bằng sông Cửu Long, Tây Nguyên", ["vùng Đồng bằng sông Cửu Long", "Tây Nguyên"]),
        ("cao tốc Bắc – Nam phía Đông", ["cao tốc Bắc - Nam phía Đông"]),
        ("cao tốc Mỹ Thuận - Cần Thơ", ["cao tốc Mỹ Thuận - Cần Thơ"]),
        ("đường Vành đai 4, quốc lộ 1A, quận 3", ["đường Vành đai 4", "quốc lộ 1A", "quận 3"]),
        (
            "cửa khẩu quốc tế Na Mèo, Khu công nghệ cao Hòa Lạc",
            ["cửa khẩu quốc tế Na Mèo", "Khu công nghệ cao Hòa Lạc"],
        ),
        ("các huyện Ba Vì, Đan Phượng và Thạch Thất", ["huyện Ba Vì", "Đan Phượng", "Thạch Thất"]),
        ("xã Bắc Lý Trần Văn An ký", ["xã Bắc Lý"]),
        # lists whose members have no type word of their own
        ("2 xã Bắc Lý và Chân Lý, tỉnh Ninh Bình", ["xã Bắc Lý", "Chân Lý", "tỉnh Ninh Bình"]),
        ("huyện Sóc Sơn, Mê Linh có 4 điểm", ["huyện Sóc Sơn", "Mê Linh"]),
        ("các tỉnh Đông Nam Bộ, Tây Ninh", ["Đông Nam Bộ", "Tây Ninh"]),
        ("đến năm 2030 tỉnh Đắk Lắk trồng rừng", ["tỉnh Đắk Lắk"]),
        ("triển khai công viên địa chất Lý Sơn - Sa Huỳnh", ["công viên địa chất Lý Sơn - Sa Huỳnh"]),
        ("nhà máy bột giấy Mây Bạc, Nhà Quốc hội", ["nhà máy bột giấy Mây Bạc", "Nhà Quốc hội"]),
        # a district before its province; a country or another sea behind "biển"
        ("tại Hải Lăng, Quảng Trị (Vân Hồ, Sơn La)", ["Hải Lăng", "Quảng Trị", "Vân Hồ", "Sơn La"]),
        ("ở A-Ma-Chải, Hàn Quốc; Nà Cạn (Cao Bằng)", ["A-Ma-Chải", "Hàn Quốc", "Nà Cạn", "Cao Bằng"]),
        ("ý kiến của ĐB Bùi Quốc Minh (Cà Mau), Âu Thị Mai (Cà Mau)", ["Cà Mau", "Cà Mau"]),
        ("3 ấp: Thạnh Hòa, Thạnh Bình và Long Liềng", ["Thạnh Hòa", "Thạnh Bình", "Long Liềng"]),
        ("tuyến số 1 (Mây Bạc - Suối Hồng)", ["tuyến số 1", "Mây Bạc - Suối Hồng"]),
        ("cảng biển Việt Nam, vùng biển Vịnh Bắc Bộ", ["Việt Nam", "Vịnh Bắc Bộ"]),
        ("TỈNH CÀ MAU", ["TỈNH CÀ MAU"]),
        # lists of communes: in brackets, of two of one name, with the district behind a member
        ("gồm 2 phường (Hương Hồ, Hương An) cũ", ["Hương Hồ", "Hương An"]),
        ("các xã Vĩnh Bửu, Vĩnh Châu A và Đức Tân thành xã mới", ["xã Vĩnh Bửu", "Vĩnh Châu A", "Đức Tân"]),
        ("các xã Dân Tiến (huyện Ba Vì), Việt Hòa.", ["xã Dân Tiến", "huyện Ba Vì", "Việt Hòa"]),
        ("các xã Tân Phước Tây, Nhựt Ninh.", ["xã Tân Phước Tây", "Nhựt Ninh"]),
        # directions, quarters and the people are no places
        ("Xã ở về phía Tây Bắc; trung tâm vùng Đông Nam huyện Ba Vì", ["huyện Ba Vì"]),
        ("Vùng Tây Bắc có nhiều núi.", ["Vùng Tây Bắc"]),
        ("Thu ngân sách của tỉnh Quý III tăng.", []),
        # a street by the number of a house
        ("Ở số nhà 36B Lý Nam Đế, phường Cửa Đông.", ["Lý Nam Đế", "phường Cửa Đông"]),
        ("Đoàn Timor Leste thắng.", ["Timor Leste"]),
        # the state's own name, not the first half of it
        ("quà của Nhà nước Cộng hòa xã hội chủ nghĩa Việt Nam.", ["Cộng hòa xã hội chủ nghĩa Việt Nam"]),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Anh hùng Lao động, Mỹ thuật, Áo dài",
        "Anh nói rằng việc này khó",
        "dạy tiếng Anh, thu 5 triệu đô la Mỹ",
        "yêu cầu Bộ Y tế, giai đoạn II, họp trực tuyến Chiều nay",
        "ông Lê Đức Anh, CÁC GIẢI PHÁP",
        "Văn bản Hợp nhất, xã hội chủ nghĩa, cả nước Ta",
        "thành phố Đại học, nhà máy của họ",
        "đông đảo Nhân dân, Hòa bình và hợp tác, đầu cầu Nhà Rồng",
        "Tân Lập báo cáo",  # a ward's name without its type word
    ],
)
def test_what_only_looks_like_a_place(text: str) -> None:
    assert spans(text) == []


def test_bare_names_count_once_the_place_is_named_in_full() -> None:
    text = "Đoàn đến xã Thạnh Hòa Tân. Tại Thạnh Hòa Tân, dân phấn khởi."
    assert spans(text) == ["xã Thạnh Hòa Tân", "Thạnh Hòa Tân"]
    (chain,) = chains(text)
    assert len(chain.mentions) == 2


@pytest.mark.parametrize(
    ("published", "code", "valid_from", "valid_to"),
    [
        ("2024-05-01", "27", None, "2025-06-30"),
        ("2025-07-01", "24", "2025-07-01", None),
        (None, None, None, None),  # the readings differ
    ],
)
def test_the_date_decides_the_code_of_a_province(
    published: str | None, code: str | None, valid_from: str | None, valid_to: str | None
) -> None:
    for text in ("Đoàn đến Bắc Ninh.", "Đoàn đến tỉnh Bắc Ninh."):
        (mention,) = mentions(text, published)
        values = mention.attributes
        assert (values["code"], values["valid_from"], values["valid_to"]) == (code, valid_from, valid_to)
        assert values["level"] == "province"
        assert mention.norm == "Tỉnh Bắc Ninh"


def test_a_province_keeps_its_id_over_the_reform() -> None:
    ids = {chains("Đoàn đến Bắc Ninh.", day)[0].id for day in ("2024-05-01", "2026-01-01")}
    assert ids == {"location:vn-bac-ninh"}


def test_spellings_of_one_place_are_one_chain() -> None:
    (chain,) = chains("TP.HCM, TPHCM, Thành phố Hồ Chí Minh và TP Hồ Chí Minh")
    assert (chain.id, chain.norm, len(chain.mentions)) == (
        "location:vn-ho-chi-minh",
        "Thành phố Hồ Chí Minh",
        4,
    )
    (country,) = chains("Hoa Kỳ và Mỹ ký kết")
    assert country.id == "location:us"


def test_wards_and_districts_have_codes_where_one_fits() -> None:
    (district,) = mentions("Đoàn đến huyện Cần Giờ.", "2024-01-01")
    assert (district.attributes["level"], district.attributes["code"]) == ("district", "787")
    alone = mentions("Đoàn đến xã Bắc Lý.", "2023-01-01")[0]
    placed = mentions("Đoàn đến xã Bắc Lý, tỉnh Hà Nam.", "2023-01-01")[0]
    assert placed.attributes["code"] is not None
    assert alone.attributes["code"] in (None, placed.attributes["code"])


def test_tables_cover_both_systems() -> None:
    provinces = table("provinces")
    assert sum(row["valid_to"] == "2025-06-30" for row in provinces) == 62  # all of the 63 but Huế
    assert sum(not row["valid_to"] for row in provinces) == 34
    current = {f"{row['type']} {row['name']}".lower() for row in provinces if not row["valid_to"]}
    assert {row["successor"].lower() for row in provinces if row["valid_to"]} <= current


def test_where_names_of_territories_end() -> None:
    text = "UBND tỉnh Bắc Ninh"
    assert territory_end(text, text.lower(), 4) == (18, True)
    assert territory_end("UBND tỉnh họp", "ubnd tỉnh họp", 4) == (9, False)
    assert territory_end("UBND xã họp", "ubnd xã họp", 4) == (4, False)
    assert capital_run("xã Nguyễn Trãi", 2) == 14


@pytest.mark.endurance
@pytest.mark.parametrize(
    "unit",
    [
        "tỉnh ",
        "xã Bắc Lý ",
        "đường A - ",
        "TP.",
        "các huyện A, ",
        "xã Hòa An Hà Nội ",
        "2 xã (A B), ",
        "vùng Tây Bắc huyện ",
        "và Nhân dân A ",
        "nhà 3 A, phường ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        context = context_of((unit * (size // len(unit) + 1))[:size])
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            found = list(PLACES.recognize(context))
            list(link_locations(context, found))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(40_000) < 3.5 * seconds(20_000) + 0.05


def test_a_member_of_a_list_has_its_own_kind() -> None:
    norms = [
        mention.norm
        for mention in mentions("Đó là các tỉnh: Hà Nam, Hà Nội. Đó là 2 xã (Tân Hà, Hải Dương).")
    ]
    assert norms == ["Tỉnh Hà Nam", "Thành phố Hà Nội", "Xã Tân Hà", "Xã Hải Dương"]


def test_the_people_are_no_part_of_a_name() -> None:
    context = context_of("Đảng bộ và Nhân dân Ba Vì")
    (people,) = [c for c in PLACES.recognize(context) if not c.label]
    assert context.text[people.start : people.end] == "Nhân dân"
    assert not [c for c in PLACES.recognize(context_of("Báo Nhân dân Hà Nội")) if not c.label]
