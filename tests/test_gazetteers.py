"""The check of the gazetteers: ours pass, and each kind of wrong row is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nqtext.gazetteers import table
from nqtext.training.__main__ import main
from nqtext.training.gazetteers import check_gazetteers

if TYPE_CHECKING:
    from collections.abc import Sequence


def body(
    name: str, valid_from: str = "", valid_to: str = "", successor: str = "", short: str = ""
) -> dict[str, str]:
    return {
        "name": name,
        "abbreviations": short,
        "kind": "ministry",
        "code": "",
        "valid_from": valid_from,
        "valid_to": valid_to,
        "successor": successor,
    }


def province(name: str, code: str, valid_to: str = "", successor: str = "") -> dict[str, str]:
    row = {"name": name, "type": "tỉnh", "code": code, "valid_from": "", "valid_to": valid_to}
    return row | {"successor": successor, "other_names": ""}


def unit(parent: str, units: str) -> dict[str, str]:
    return {"level": "ward", "parent": parent, "valid_from": "", "valid_to": "", "units": units}


def example(good: str, bad: str) -> dict[str, str]:
    return {"type": "đảo", "level": "island", "example": good, "counter_example": bad}


def office(text: str, counter: str) -> dict[str, str]:
    return {"title": "Bộ trưởng", "example": text, "counter_example": counter}


def test_our_tables_are_without_problems(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteers"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("no problems")


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("bodies", [body("Bộ Mây"), body("BỘ  MÂY")], "stands twice"),
        ("bodies", [body("Bộ Mây", short="BM"), body("Bộ Mưa", short="bm")], "shares the spelling 'bm' with Bộ Mây"),
        ("bodies", [body("Bộ Mây", short="BM;BM")], "has the spelling 'BM' twice"),
        ("bodies", [body("Bộ Hòa", "2020-01-01"), body("Bộ Hoà", "", "2020-01-01")], "stands twice"),
        ("bodies", [body("Bộ Mây", "2020-01-02", "2020-01-01")], "which is before"),
        ("bodies", [body("Bộ Mây", valid_to="28/2/2025")], "is no day"),
        ("bodies", [body("Bộ Mây", valid_to="2025-02-30")], "is no day"),
        ("bodies", [body("Bộ Mây", "", "2025-02-28", "Bộ Mưa")], "is not in the table"),
        ("bodies", [body("Bộ Mây", successor="Bộ Mưa"), body("Bộ Mưa")], "no last day"),
        (
            "bodies",
            [body("Bộ Mây", "", "2025-02-28", "Bộ Mưa"), body("Bộ Mưa", "2025-04-01")],
            "did not exist after 2025-02-28",
        ),
        ("provinces", [province("Mây", "01"), province("Mưa", "01")], "stands twice"),
        ("units", [unit("99", "00001 P Tân Mây")], "the unit above is not in the tables"),
        ("units", [unit("99", "00001 Z Tân Mây")], "is no code, type and name"),
        ("units", [unit("99", "00001 P Tân Mây;00001 P Tân Mưa")], "stands twice"),
        ("place_types", [example("đảo nghèo", "đảo")], "its example 'đảo nghèo' is not found"),
        ("place_types", [example("đảo Lý Sơn", "đảo Phú Quý")], "its counter-example 'đảo Phú Quý' is found"),
        ("offices", [office("Bộ trưởng họp.", "Các Bộ trưởng họp.")], "marks no span"),
        ("offices", [office("Hai [bộ trưởng] họp.", "Các bộ trưởng họp.")], "is not found"),
        ("offices", [office("[Bộ trưởng] họp.", "Bộ trưởng Bộ Y tế họp.")], "is found"),
        ("clouds", [{"cloud": "mây"}], "has no key"),
    ],
)  # fmt: skip
def test_a_broken_table_is_named(name: str, rows: Sequence[dict[str, str]], message: str) -> None:
    assert any(
        message in str(problem) and problem.table == name for problem in check_gazetteers({name: rows})
    )


def test_one_name_may_stand_for_several_things_one_after_the_other() -> None:
    rows = [body("Bộ Mây", "", "2025-02-28", "Bộ Mưa", "BM"), body("Bộ Mưa", "2025-03-01", short="BM")]
    assert check_gazetteers({"bodies": rows}) == []


def test_the_command_fails_on_a_broken_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "surnames.tsv").write_text("surname\tcommon\nMây\tyes\nmây\t\n", encoding="utf-8")
    assert main(["gazetteers", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "surnames.tsv: mây: stands twice",
        "1 tables, 2 rows: 1 problems",
    ]


def test_the_command_says_when_there_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteers", str(tmp_path)]) == 1
    assert "there is no table" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("day", "ministries", "provinces"),
    [("2024-12-31", 22, 63), ("2025-02-28", 22, 63), ("2025-03-01", 17, 63), ("2025-06-30", 17, 63), ("2025-07-01", 17, 34)],
)  # fmt: skip
def test_the_central_level_is_complete(day: str, ministries: int, provinces: int) -> None:
    def there(row: dict[str, str]) -> bool:
        return (row["valid_from"] or "") <= day <= (row["valid_to"] or "9999")

    assert sum(there(row) for row in table("bodies") if row["kind"] == "ministry") == ministries
    assert sum(there(row) for row in table("provinces")) == provinces
    assert all(row["code"] for row in table("bodies") if row["kind"] == "ministry")
