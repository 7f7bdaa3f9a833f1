"""docs/store.md says what is so: its queries run and answer, its columns are the columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nqtext.corpus import FileInput, Reader, Store, tag
from nqtext.corpus.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.S)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, samples: list[Path]) -> Iterator[Reader]:
    with Store(tmp_path_factory.mktemp("docs") / "corpus.db") as filled:
        tag(filled, [FileInput(str(path)) for path in (*samples, Path("missing.txt"))])
        yield filled


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:60])
def test_a_query_answers(store: Reader, query: str) -> None:
    rows = store.query(query)
    assert rows
    assert all(any(cell is not None for cell in row) for row in rows)


def test_every_kind_of_query_is_there() -> None:
    assert len(QUERIES) >= 10


def test_the_columns_are_told() -> None:
    for name, table in TABLES.items():
        lines = "\n".join(f"| `{c.name}` | {c.type} | {c.meaning} |" for c in table.columns)
        assert lines in PAGE, f"the columns of {name} have changed"


def test_every_column_of_the_store_is_told(store: Reader) -> None:
    tables = [row[0] for row in store.query("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if table.startswith(("sqlite_", "search")):
            continue
        for row in store.query(f"PRAGMA table_info({table})"):
            assert f"`{row[1]}`" in PAGE, f"{table}.{row[1]}"
