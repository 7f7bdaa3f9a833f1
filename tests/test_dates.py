"""Dates: spans, ISO values, missing years, and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqtext.entities.date_forms import FORMS, DateForm
from nqtext.entities.dates import DateRecognizer, link_dates, matches
from nqtext.entities.overlap import fit
from nqtext.entities.recognizer import Candidate
from nqtext.unicode import fold, pattern
from tests.contexts import context_of


def found(text: str, published: str | None = None) -> list[Candidate]:
    return list(DateRecognizer().recognize(context_of(text, published)))


def values(text: str, published: str | None = None) -> list[tuple[str, str]]:
    text = fold(text).text
    return [(text[c.start : c.end], c.norm) for c in found(text, published)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_forms_match_their_examples_and_not_their_counter_examples(form: DateForm) -> None:
    compiled = pattern(form.expression)
    text, value = form.example
    if form.granularity == "day of a list":
        match = compiled.match(text)
        assert match is not None
    else:
        assert compiled.fullmatch(text), text
    word = "từ" if form.granularity == "day of a list" else "đến"
    context = f"{word} {text}" if form.evidence else text
    if "point" in form.name:
        context = f"Sáng {text}"
    first = values(
        f"{context}.", "2020-10-01" if value.startswith("2020") and "2020" not in text.split("/")[0] else None
    )
    assert first[0][1] == value
    for counter in form.counter_examples:
        assert not any(c.source == f"dates: {form.name}" for c in found(counter)), counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngày 18/5/2022, Bộ họp", [("Ngày 18/5/2022", "2022-05-18")]),
        ("sáng 22/6, tại Hà Nội", [("22/6", "--06-22")]),
        ("đến năm 2030, tầm nhìn đến năm 2045", [("năm 2030", "2030"), ("năm 2045", "2045")]),
        ("giai đoạn 2021-2025 và thời kỳ 2021 – 2030", [("giai đoạn 2021-2025", "2021/2025"), ("thời kỳ 2021 - 2030", "2021/2030")]),
        ("quý III/2025; đầu quý II năm 2023", [("quý III/2025", "2025-07/2025-09"), ("quý II năm 2023", "2023-04/2023-06")]),
        ("nhiệm kỳ 2020-2025", [("nhiệm kỳ 2020-2025", "2020/2025")]),
        ("tháng 6 năm 2022", [("tháng 6 năm 2022", "2022-06")]),
        ("năm học 2025 - 2026", [("năm học 2025 - 2026", "2025-09/2026-05")]),
        ("thế kỷ XXI", [("thế kỷ XXI", "2001/2100")]),
        ("ngày 12-13/5/2021", [("ngày 12-13/5/2021", "2021-05-12/2021-05-13")]),
        ("ngày 18 và 19/5/2022", [("ngày 18", "2022-05-18"), ("19/5/2022", "2022-05-19")]),
        ("từ ngày 11 đến 13/5", [("ngày 11", "--05-11"), ("13/5", "--05-13")]),
        ("Trong ba ngày từ 21 đến 23/10", [("21", "--10-21"), ("23/10", "--10-23")]),
        ("kế hoạch 03 năm 2026 - 2028", [("2026 - 2028", "2026/2028")]),
        ("từ ngày 17 đến ngày 20 tháng 11 năm 2025", [("ngày 17", "2025-11-17"), ("ngày 20 tháng 11 năm 2025", "2025-11-20")]),
        ("trong 5 năm 2021-2025", [("2021-2025", "2021/2025")]),
        ("(2016-2020)", [("2016-2020", "2016/2020")]),
        ("Đến 2030, tỷ trọng đạt 30%", [("2030", "2030")]),
        ("nghỉ lễ 30/4 và 1/5", [("30/4", "--04-30"), ("1/5", "--05-01")]),
        ("NGÀY 05 THÁNG 9 NĂM 2025", [("NGÀY 05 THÁNG 9 NĂM 2025", "2025-09-05")]),
        ("Ngày 18/05/2022-12:33:00 PM", [("Ngày 18/05/2022", "2022-05-18")]),
        # no dates
        ("trực 24/7, hơn 2/3 đại biểu, 22/63 tỉnh, giảm 1/2 số vụ", []),
        ("Nghị định 30/2020/NĐ-CP và Quyết định số 07/2017/QĐ-TTg", []),
        ("ngày 31/02/2024, ngày 31 tháng 11 năm 2024, ngày 30/02", []),
        ("điện thoại 024.38.2022, 0912-2022-11", []),
        ("trong 5 năm, 6 tháng, hôm nay, thời gian tới, lúc 12:33", []),
        ("giai đoạn 2, giai đoạn 5 năm, khoản 2 Điều 5", []),
        ("cấp cho 2020 hộ, 2.020 người", []),
        ("trước ngày 20 hằng tháng", []),
        # terms of so many months are none
        ("Mức thu của 1 tháng 3 tháng 6 tháng 12 tháng 24 tháng 36 tháng 1 Xe tải", []),
        ("tháng 3, tháng 6 tháng này", [("tháng 3", "--03"), ("tháng 6", "--06")]),
        # the lunar calendar has no ISO value
        ("lễ hội (15 tháng 4 âm lịch)", [("15 tháng 4", "15 tháng 4 âm lịch")]),
        ("họp ở đó (3-1944)", [("3-1944", "1944-03")]),
        ("Riêng 2019, khách tăng", [("2019", "2019")]),
    ],
)  # fmt: skip
def test_spans_and_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("Sáng 18/5, Bộ họp.", "2022-05-18", "2022-05-18"),
        ("Chiều 28/12, Bộ họp.", "2021-01-03", "2020-12-28"),
        ("Trước ngày 15/1, các bộ báo cáo.", "2020-12-20", "2021-01-15"),
        ("Trong tháng 9, cả nước xuất khẩu.", "2020-10-01", "2020-09"),
        ("Trong quý I, cả nước xuất khẩu.", "2025-04-02", "2025-01/2025-03"),
        ("Sáng 29/2, Bộ họp.", "2024-03-01", "2024-02-29"),
        ("Từ ngày 30/12 - 2/1, cả nước nghỉ.", "2021-12-28", "2021-12-30/2022-01-02"),
    ],
)
def test_a_missing_year_is_the_one_nearest_to_the_article(text: str, published: str, value: str) -> None:
    (candidate,) = found(text, published)
    assert candidate.norm == value
    assert candidate.attributes["inferred"] is True


def test_without_a_date_of_the_article_the_year_stays_open() -> None:
    (candidate,) = found("Sáng 18/5, Bộ họp.")
    assert dict(candidate.attributes) == {"granularity": "day"}


def test_start_and_end_are_days() -> None:
    cases = {
        "tháng 2/2024": ("2024-02-01", "2024-02-29", "month"),
        "quý IV/2025": ("2025-10-01", "2025-12-31", "quarter"),
        "năm 2030": ("2030-01-01", "2030-12-31", "year"),
        "giai đoạn 2021-2025": ("2021-01-01", "2025-12-31", "period"),
        "năm học 2025-2026": ("2025-09-01", "2026-05-31", "school year"),
        "ngày 18/5/2022": ("2022-05-18", "2022-05-18", "day"),
    }
    for text, (start, end, granularity) in cases.items():
        (candidate,) = found(text)
        attributes = candidate.attributes
        assert (attributes["start"], attributes["end"], attributes["granularity"]) == (
            start,
            end,
            granularity,
        )
        assert "inferred" not in attributes


_PIECES = [
    *("ngày", "Ngày", "mùng", "tháng", "các tháng", "quý", "năm", "năm học", "thế kỷ", "giai đoạn", "từ", "đến", "và"),
    *(" ", " ", "/", "-", ".", ", ", " - ", "\n", "1", "12", "05", "2021", "2025", "20255", "XXI", "III", "a", "("),
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=24))
def test_a_form_is_found_wherever_its_pattern_matches(pieces: list[str]) -> None:
    text = "".join(pieces)
    tried = {(form.name, match.span()) for form, match in matches(context_of(text))}
    everywhere = {
        (form.name, match.span())
        for form in FORMS
        for match in pattern(form.expression).finditer(text)
        if form.evidence is None
    }
    assert everywhere <= tried


def test_spans_consist_of_whole_tokens() -> None:
    context = context_of(
        "Từ ngày 12-13/5/2021 đến 30/6, quý I/2024, giai đoạn 2021 - 2025, (2016-2020), năm học 2025-2026."
    )
    candidates = list(DateRecognizer().recognize(context))
    assert len(candidates) == 6
    for candidate in candidates:
        assert fit(candidate, context) == candidate


def test_equal_dates_are_one_referent_and_open_ones_none() -> None:
    text = "Ngày 18/5/2022 họp; ngày 18 tháng 5 năm 2022 kết thúc; sáng 19/5 nghỉ."
    context = context_of(text)
    (chain,) = link_dates(context, list(DateRecognizer().recognize(context)))
    assert chain.id == "date:2022-05-18"
    assert len(chain.mentions) == 2


def test_a_date_written_and_inferred_counts_as_written() -> None:
    context = context_of("Ngày 18/5 họp. Ngày 18/5/2022 kết thúc.", "2022-05-20")
    (chain,) = link_dates(context, list(DateRecognizer().recognize(context)))
    assert "inferred" not in chain.attributes


@pytest.mark.endurance
@pytest.mark.parametrize(
    "piece",
    [
        "1/",
        "1-",
        "1.",
        "ngày 1 ",
        "ngày 1, ",
        "12/12/2020 - ",
        "2020 ",
        "2020-",
        "tháng 1-",
        "năm ",
        "quý I/",
        "ngày 1 và ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(count: int) -> float:
        context = context_of(piece * count)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            list(link_dates(context, list(DateRecognizer().recognize(context))))
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(1_000), cost(4_000)
    assert large < 8 * small + 0.05
