"""CSV tables: a folder with ``articles``, ``paragraphs``, ``entities`` and ``referents``; code points, UTF-8.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a text from the
web may hold one that does harm.  Such cells get an apostrophe in front (``neutral``); or the text is left
alone, and every text stands in quotation marks (``quoted``), for programs that are no spreadsheet.
"""

from __future__ import annotations

import csv
import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Literal

from nqtext.formats.names import Cells
from nqtext.formats.offsets import sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nqtext.article import Article
    from nqtext.formats.output import Options

__all__ = ["COLUMNS", "neutral", "to_tables", "writing_tables"]

#: The columns of each table.
COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": ("article", "title", "published", "paragraphs", "tokens", "entities"),
    "paragraphs": (
        *("article", "paragraph", "start", "end", "kind", "number", "heading", "furniture", "label", "score"),
        *("also", "text"),
    ),
    "entities": ("article", "paragraph", "start", "end", "label", "text", "norm", "link", "source", "score"),
    "referents": ("article", "link", "label", "norm", "mentions", "attributes"),
}

#: What opens a formula, in the wide forms of East Asian input, too; tab and line break let one slip in.
_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")


def to_tables(article: Article, id: str | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of an article in each table, in the order of :data:`COLUMNS`.

    Args:
        article: the article.
        id: its identifier in the column ``article``; by default the article's own.

    Returns:
        By table, rows of str, int, float, or None for an empty cell.

    >>> import nqtext
    >>> to_tables(nqtext.analyze("Theo Nghị quyết 57", id="a"))["entities"]
    [('a', 1, 5, 18, 'DOCUMENT', 'Nghị quyết 57', 'Nghị quyết số 57', 'document:nghi-quyet/57...', ...)]
    """
    import json

    key = id if id is not None else article.id or ""
    paragraphs: list[tuple[Any, ...]] = []
    entities: list[tuple[Any, ...]] = []
    for number, paragraph in enumerate(article.paragraphs, 1):
        place = key, number, paragraph.start, paragraph.end
        layout = paragraph.kind, paragraph.number, paragraph.heading.index + 1 if paragraph.heading else None
        score = None if paragraph.label is None else paragraph.scores[paragraph.label]
        label = int(paragraph.furniture), paragraph.label, score, " ".join(paragraph.also)
        paragraphs.append((*place, *layout, *label, paragraph.text))
        entities += [
            (key, number, m.start, m.end, m.label, m.text, m.norm, m.link, m.source, m.score)
            for m in paragraph.entities
        ]
    title, published = (article.metadata.get(name) for name in ("title", "published"))
    counts = len(article.paragraph_spans), len(article.tokens), len(article.entities)
    return {
        "articles": [(key, title, published, *counts)],
        "paragraphs": paragraphs,
        "entities": entities,
        "referents": [
            (
                key,
                r.id,
                r.label,
                r.norm,
                len(r.mentions),
                json.dumps(r.attributes.known(), ensure_ascii=False),
            )
            for r in article.referents
        ],
    }


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("Giao Bộ Y tế")
    ("'=1+1", 'Giao Bộ Y tế')
    """
    return f"'{cell}" if cell[:1] in _FORMULA and cell else cell


@contextmanager
def writing_tables(folder: str, options: Options) -> Iterator[Callable[[Article], object]]:
    """A function that adds an article to the tables of a new folder."""
    from nqtext.formats.output import new_folder

    new_folder(folder)
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if options.cells is Cells.QUOTED else csv.QUOTE_MINIMAL
    with ExitStack() as stack:
        writers = {}
        for name, columns in COLUMNS.items():
            path = os.path.join(folder, f"{name}.csv")
            file = stack.enter_context(
                open(path, "w", encoding="utf-8-sig" if options.bom else "utf-8", newline="")
            )
            writers[name] = csv.writer(file, quoting=quoting, lineterminator="\n")
            writers[name].writerow(columns)
        count = 0

        def add(article: Article) -> None:
            nonlocal count
            rows = to_tables(article, article.id or f"article {count + 1}")
            for name, writer in writers.items():
                writer.writerows(_cells(row, options.cells) for row in rows[name])
            count += 1

        yield add


def _cells(row: Iterable[Any], cells: Cells) -> list[Any]:
    shown = (
        "" if cell is None else cell if isinstance(cell, int | float) else sendable(str(cell)) for cell in row
    )
    if cells is Cells.QUOTED:
        return list(shown)
    return [neutral(cell) if isinstance(cell, str) else cell for cell in shown]
