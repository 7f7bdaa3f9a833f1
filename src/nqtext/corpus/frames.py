"""Articles as data frames, for whichever of pandas, polars and pyarrow is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nqtext.article import Article
from nqtext.corpus.tables import Column, Table, table
from nqtext.errors import ConfigurationError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["clean_row", "columns_of", "frame", "known_library", "records", "rows_of", "to_frame"]

#: In the order in which they are looked for.
LIBRARIES = ("pandas", "polars", "pyarrow")
_PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
_POLARS = {"text": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean"}
_EXTRAS = {"pandas": "pandas", "polars": "polars", "pyarrow": "tables"}
_ARTICLE = Column("article", "text", "id of the article, or null")


def to_frame(
    articles: Article | Iterable[Article], kind: str = "paragraphs", library: str | None = None
) -> Any:
    """Articles as a data frame.

    Args:
        articles: one article or many, such as ``nqtext.pipe(...)`` or ``store.articles()``.
        kind: what a row is: ``"articles"``, ``"paragraphs"``, ``"sentences"``, ``"tokens"``, ``"mentions"``,
            ``"referents"``, ``"documents"``, ``"officials"`` or ``"dates"``.  docs/store.md has the columns;
            the first is ``article``, the id.
        library: ``"pandas"``, ``"polars"`` or ``"pyarrow"``; None takes the first that is installed.

    Returns:
        ``pandas.DataFrame`` (types string, Int64, Float64, boolean), ``polars.DataFrame`` (String, Int64,
        Float64, Boolean) or ``pyarrow.Table`` (string, int64, double, bool); what is not known is null.

    Raises:
        ConfigurationError: there is no such kind or library.
        MissingExtraError: the library is not installed.

    >>> import nqtext
    >>> article = nqtext.analyze("Chính phủ ban hành Nghị quyết số 76/NQ-CP.", id="a")
    >>> frame = nqtext.to_frame(article, "documents", "pyarrow")  # doctest: +SKIP
    >>> frame.select(["article", "norm"]).to_pylist()  # doctest: +SKIP
    [{'article': 'a', 'norm': 'Nghị quyết số 76/NQ-CP'}]
    """
    found = table(kind)
    chosen = known_library(library)
    given = [articles] if isinstance(articles, Article) else articles
    return frame(columns_of(found), [row for article in given for row in rows_of(article, found)], chosen)


def frame(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], library: str | None = None) -> Any:
    """Rows as a data frame, as :func:`to_frame` has them."""
    chosen = known_library(library)
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    named = list(zip(columns, cells, strict=True))
    if chosen == "pandas":
        pandas = import_module("pandas")
        return pandas.DataFrame({c.name: pandas.array(list(cell), _PANDAS[c.type]) for c, cell in named})
    if chosen == "polars":
        polars = import_module("polars")
        return polars.DataFrame(
            [polars.Series(c.name, cell, getattr(polars, _POLARS[c.type])) for c, cell in named]
        )
    pyarrow = import_module("pyarrow")
    schema = _arrow_schema(columns)
    return pyarrow.table(
        [pyarrow.array(cell, field.type) for cell, field in zip(cells, schema, strict=True)], schema=schema
    )


def columns_of(found: Table) -> tuple[Column, ...]:
    """The columns of a frame: those of the table after the id of the article."""
    return _ARTICLE, *found.columns


def rows_of(article: Article, found: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame; lone surrogates, which no library holds, are written out."""
    rows = ((article.id, *row) for row in found.rows(article))
    if _encodes(article.text) and _encodes(article.id or ""):
        return rows
    return map(clean_row, rows)


def clean_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row with its lone surrogates written out."""
    return tuple(map(_clean, row))


def arrow_schema(found: Table) -> Any:
    """The columns of a frame as a schema of pyarrow."""
    return _arrow_schema(columns_of(found))


def _arrow_schema(columns: Sequence[Column]) -> Any:
    pyarrow = import_module("pyarrow")
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    return pyarrow.schema([(column.name, types[column.type]) for column in columns])


def known_library(asked: str | None) -> str:
    """The library asked for, or the first that is installed.

    Raises:
        ConfigurationError, MissingExtraError: as of :func:`to_frame`.
    """
    if asked is not None and asked not in LIBRARIES:
        raise ConfigurationError(f"library: {asked!r} is not known; give one of {', '.join(LIBRARIES)}")
    for name in LIBRARIES if asked is None else (asked,):
        if find_spec(name) is not None:
            return name
    raise MissingExtraError(
        f"a data frame of {asked or 'pandas, polars or pyarrow'}", _EXTRAS[asked or "pyarrow"]
    )


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _clean(cell: Any) -> Any:
    return cell.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(cell, str) else cell


def records(given: Any) -> list[dict[str, Any]]:
    """The rows of a data frame of any of the libraries, with None for null.

    Raises:
        TypeError: it is none.
    """
    if hasattr(given, "to_pylist"):
        return list(given.to_pylist())
    if hasattr(given, "to_dicts"):
        return list(given.to_dicts())
    if not hasattr(given, "itertuples"):
        raise TypeError(f"table: expected a data frame, got {type(given).__name__}")
    names = list(map(str, given.columns))
    cells = given.astype(object).where(given.notna(), None)
    return [dict(zip(names, row, strict=True)) for row in cells.itertuples(index=False, name=None)]
