"""Numbers of documents: their grammar, their issuers, and the real ones."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqtext.entities.document_numbers import NUMBER, DocumentNumber, ascii_key, issuer_of, parse, render
from nqtext.errors import ReadError
from nqtext.gazetteers import table
from nqtext.training.__main__ import main
from nqtext.training.numbers import SPELLINGS, check_numbers, read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("06-NQ/TW", "06-NQ/TW"),
        ("6-NQ/TW", "06-NQ/TW"),
        ("57/NQ-TW", "57-NQ/TW"),
        ("23 – NQ/TW", "23-NQ/TW"),
        ("06-NQ/T.Ư", "06-NQ/TW"),
        ("06-NQ/TƯ", "06-NQ/TW"),
        ("06‑NQ/TW", "06-NQ/TW"),
        ("06\u200b-NQ/TW", "06-NQ/TW"),
        ("06-NQ/ТW", "06-NQ/TW"),  # the T is Cyrillic
        ("1658/QĐ-TTg", "1658/QĐ-TTg"),
        ("1658/QD-TTG", "1658/QĐ-TTg"),
        ("30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("36a/NQ-CP", "36a/NQ-CP"),
        ("59/2020/QH14", "59/2020/QH14"),
        ("63/2025/QHXV", "63/2025/QH15"),
        ("1669/NQ-UBTVQH15", "1669/NQ-UBTVQH15"),
        ("01/2014/TTLT-BTP-BNV", "01/2014/TTLT-BTP-BNV"),
        ("24/2025/TT-BGD&ĐT", "24/2025/TT-BGDĐT"),
        ("930/BGDĐT-GDTC", "930/BGDĐT-GDTC"),
        ("83-KH/TU", "83-KH/TU"),
        ("NQ79", "79/NQ"),
        ("NQ06-TW", "06-NQ/TW"),
        ("119/2018", "119/2018"),
        ("30/2024/TT - BGDĐT", "30/2024/TT-BGDĐT"),
        ("57-NQ / TW", "57-NQ/TW"),
        ("202/2025 / QH15", "202/2025/QH15"),
        ("87 /2025/QĐ-UBND", "87/2025/QĐ-UBND"),
        ("36A/NQ-CP", "36a/NQ-CP"),
        ("817/NQ-UBTQH14", "817/NQ-UBTVQH14"),
        ("786/NQ-TVQHK6", "786/NQ-UBTVQH6"),
        ("5710/QĐ-BCA-C06", "5710/QĐ-BCA-C06"),
        ("3524/QĐ-CT.UBND", "3524/QĐ-CTUBND"),
        ("15-QĐ/ThU", "15-QĐ/ThU"),
        ("3525/QĐ.CT.UBND", "3525/QĐ-CTUBND"),
        ("79/TTr-SNNMT.VP", "79/TTr-SNNMT-VP"),
        ("92/2017/NĐCP", "92/2017/NĐ-CP"),
        ("39/2018/TTBTC", "39/2018/TT-BTC"),
        ("236-VH/QĐ", "236/QĐ-VH"),
    ],
)
def test_every_spelling_of_a_number_has_one_canonical_form(spelling: str, canonical: str) -> None:
    number = parse(spelling)
    assert number is not None
    assert render(number) == canonical
    assert parse(canonical) == number


def grammar(serials: tuple[str, ...], years: tuple[int | None, ...]) -> Iterator[DocumentNumber]:
    """Every number of the grammar: types, issuers, units and partners in all their combinations."""
    types = [row["codes"].split(",")[0] for row in table("document_types") if row["codes"]]
    issuers = [row["code"] for row in table("issuers")] + ["QH15", "UBTVQH14", "UBPLTP15", "XYZ"]
    symbols: list[tuple[str, ...]] = [(), *product(types), *product(issuers), *product(types, issuers)]
    symbols += product(("QĐ", "TB"), issuers, ("PC", "C06", "V9", "P"))
    symbols += product(("TTLT", "NQLT"), ("BTP", "UBTVQH15"), ("BNV", "CP"), ("TANDTC", "ĐCTUBTWMTTQVN"))
    for serial, year, parts in product(serials, years, symbols):
        yield DocumentNumber(serial, year, parts)


def test_numbers_round_trip_over_the_whole_grammar() -> None:
    for number in grammar(("01", "36a", "14650"), (None, 1998, 2025)):
        assert parse(render(number)) == number, render(number)


@pytest.mark.parametrize("spelling", [name for name in SPELLINGS if name != "capitals"])
def test_every_spelling_of_every_number_is_read_as_the_same(spelling: str) -> None:
    for number in grammar(("06",), (None, 2025)):
        if number.symbols:
            assert parse(SPELLINGS[spelling](render(number))) == number, render(number)


@given(
    serial=st.integers(1, 999_999).map(lambda n: str(n).zfill(2)),
    year=st.none() | st.integers(1945, 2045),
    symbols=st.lists(st.from_regex(r"[A-ZĐ]{2,8}", fullmatch=True), max_size=4).map(tuple),
)
def test_any_number_survives_being_written_and_read(
    serial: str, year: int | None, symbols: tuple[str, ...]
) -> None:
    number = parse("/".join(filter(None, (serial, str(year or ""), "-".join(symbols)))))
    assert number is not None
    assert parse(render(number)) == number


@pytest.mark.parametrize(
    "text", ["", "NQ", "abc", "12:30", "06-1/2", "-NQ/TW", "Nghị quyết", "5/NĐ-CPquy", "48-CT/TW-Ngày"]
)
def test_what_is_no_number_parses_to_none(text: str) -> None:
    assert parse(text) is None


def test_a_dash_between_two_names_does_not_join_a_number() -> None:
    match = NUMBER.search("Luật số 59/2020/QH14 - UBND tỉnh đã họp")
    assert match is not None
    assert match.group() == "59/2020/QH14"


def test_codes_of_issuers_resolve_to_bodies_but_tw_stands_for_several() -> None:
    assert issuer_of("TTG") == issuer_of("TTg")
    assert (issuer_of("QH14") or {})["body"] == "Quốc hội"
    assert (issuer_of("TW") or {})["body"] == ""
    assert issuer_of("XYZ") is None
    assert (issuer_of("UBPLTP15") or {})["body"] == "Ủy ban Pháp luật và Tư pháp của Quốc hội"


def test_a_letter_of_a_tax_department_is_no_directive() -> None:
    letter, directive = parse("5421/CT-TTHT"), parse("16/CT-TTg")
    assert letter is not None
    assert directive is not None
    assert (letter.type_code, letter.issuer_code) == (None, "CT")
    assert (directive.type_code, directive.issuer_code) == ("CT", "TTg")


def test_the_tables_name_each_code_once() -> None:
    codes = [
        code for row in table("issuers") for code in (row["code"], *filter(None, row["aliases"].split(",")))
    ]
    assert len(codes) == len(set(codes))
    types = [row["type"] for row in table("document_types")]
    assert len(types) == len(set(types))
    assert types[0] == "hiến pháp"
    for row in table("issuers"):
        assert not (row["valid_from"] and row["valid_to"]) or row["valid_from"] <= row["valid_to"]


def test_ids_are_ascii() -> None:
    assert ascii_key("Quyết định 80/QĐ-UBND, Nghệ An") == "Quyet-dinh-80-QD-UBND-Nghe-An"


def test_numbers_seen_in_real_documents_are_found(shared: Path) -> None:
    numbers = read_numbers(shared / "gazetteers" / "document_numbers_seen.tsv")
    report = check_numbers(numbers, every=10)
    assert not report.unparsed
    assert report.count == len(numbers)
    assert len(report.none) < 0.01 * len(numbers)
    assert all(": " not in reason and reason for reason in report.none.values())
    assert not report.missed["as written"]
    for spelling in SPELLINGS:
        assert report.rate(spelling) >= 0.97, spelling


def test_the_report_says_why_an_entry_is_no_number_and_what_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "numbers.tsv"
    path.write_text(
        "5/QĐ-XYZ\t3\n12/NQ\t1\n06-NQ/TW\t12\n24/2024/NĐ-CPquy\t1\nkhông số\t1\n48-CT/TW-Ngày\t2\n",
        encoding="utf-8",
    )
    report = check_numbers(read_numbers(path))
    assert report.none == {
        "24/2024/NĐ-CPquy": "'quy' is glued to 24/2024/NĐ-CP",
        "48-CT/TW-Ngày": "'Ngày' is joined to 48-CT/TW",
    }
    assert report.unparsed == ("không số",)
    assert report.rate("as written") == 0.75
    assert report.unknown == {"": 1, "XYZ": 1}
    assert "unknown body: XYZ  (1)" in report.lines()
    assert "not parsed: không số" in report.lines()
    assert main(["numbers", str(path)]) == 1
    with pytest.raises(ReadError, match="cannot be read"):
        read_numbers(tmp_path / "nothing.tsv")
