"""Reading: what of an article comes back from the files that it was written to, and how fast.

    python -m benchmarks.reading [SHARED]

Files are written from the sample articles: at least twenty of each kind.  A paragraph counts as right where
it comes back exactly, white space apart; else it was joined with another, split, or changed.  Text lost and
furniture left in are shares of the article's words (of a real file's characters); what is marked as furniture
is not left in.  SHARED is the folder of the shared data: its real files are compared with what was taken down
by eye.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
import unicodedata
from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nqtext
from benchmarks import reading_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.reading_files import File

_FIELDS = (
    "title", "published", "author", "document_type", "document_number", "issuer", "place", "subject",
    "signer", "signer_office", "recipients", "legal_basis",
)  # fmt: skip
_WHITE = re.compile(r"\s+")
_HASHED = "sha256:"
#: The real files, read by eye: their metadata (of a list its length, of a title its hash), and by paragraph
#: how many characters it has, white space left out, and the hash of them.
_REAL = Path(__file__).parent / "reading_real.json"


class Score(NamedTuple):
    """What came back of one file."""

    paragraphs: int
    exact: int
    joined: int
    split: int
    words: int
    lost: int
    left: int
    fields: int
    right: int


def own_lines(source: nqtext.Source) -> list[str]:
    """The lines that are not marked as furniture."""
    lines, at = [], 0
    for line in source.text.split("\n"):
        if line.strip() and not any(start <= at < end for start, end in source.furniture or ()):
            lines.append(line)
        at += len(line) + 1
    return lines


def score(file: File) -> Score:
    """Read a file and compare."""
    source = nqtext.read(file.data)
    wanted = [_clean(line) for line in file.article.paragraphs]
    found = [_clean(line) for line in own_lines(source)]
    rest = Counter(found)
    missed = []
    for line in wanted:
        if rest[line]:
            rest[line] -= 1
        else:
            missed.append(line)
    joined = sum(any(line in other for other in rest.elements()) for line in missed)
    split = sum(
        not any(line in o for o in rest.elements()) and any(o in line for o in rest.elements() if len(o) > 3)
        for line in missed
    )
    ours, theirs = Counter(" ".join(found).split()), Counter(" ".join(wanted).split())
    fields = [key for key in _FIELDS if key in file.article.metadata]
    right = sum(_value(source.metadata.get(key)) == _value(file.article.metadata[key]) for key in fields)
    return Score(
        len(wanted), len(wanted) - len(missed), joined, split, theirs.total(), (theirs - ours).total(),
        (ours - theirs).total(), len(fields), right,
    )  # fmt: skip


def _clean(line: str) -> str:
    return _WHITE.sub(" ", unicodedata.normalize("NFC", line)).strip()


def _value(value: Any) -> Any:
    return (
        tuple(map(_value, value))
        if isinstance(value, tuple)
        else _clean(value)
        if isinstance(value, str)
        else value
    )


def _agrees(found: Any, known: Any) -> bool:
    """Whether a value is the known one: of a list its length is known, of words of others their hash."""
    if isinstance(known, int):
        return len(found or ()) == known
    if isinstance(known, str) and known.startswith(_HASHED):
        return hashlib.sha256(str(found).encode()).hexdigest().startswith(known.removeprefix(_HASHED))
    return bool(_value(found) == known)


def score_real(path: Path, known: dict[str, Any]) -> Score:
    """Read a real file and compare with what is known of it."""
    source = nqtext.read(path)
    bare = [_WHITE.sub("", _clean(line)) for line in own_lines(source)]
    hashes = Counter(hashlib.sha256(line.encode()).hexdigest()[:8] for line in bare)
    wanted = known["paragraphs"]
    exact = sum((hashes & Counter(code for _, code in wanted)).values())
    ends, edges = ({*accumulate(map(len, bare))}, {*accumulate(size for size, _ in wanted)})
    found, size = sum(map(len, bare)), sum(size for size, _ in wanted)
    fields = known["metadata"]
    right = sum(_agrees(source.metadata.get(key), value) for key, value in fields.items())
    return Score(
        len(wanted), exact, len(edges - ends), len(ends - edges), size, max(size - found, 0),
        max(found - size, 0), len(fields), right,
    )  # fmt: skip


def kinds() -> Iterator[tuple[str, list[File]]]:
    """Each kind of file, with files of it."""
    found = reading_files.articles()
    tables = [reading_files.tabular(article) for article in found]
    yield "HTML, four systems", reading_files.written(found, reading_files.pages)
    yield "HTML, Chromium", reading_files.saved_by_chromium(found)
    yield "DOCX, python-docx", reading_files.written(found, reading_files.word_files)
    yield "DOCX, LibreOffice", reading_files.by_libreoffice(found, "docx")
    yield "DOCX, tables", reading_files.by_libreoffice(tables, "docx")
    yield "PDF, LibreOffice", reading_files.by_libreoffice(found, "pdf")
    yield "PDF, Chromium", reading_files.printed_by_chromium(found)
    yield "PDF, reportlab", reading_files.written(found, reading_files.set_pdfs)
    yield "PDF, tables", reading_files.by_libreoffice(tables, "pdf")
    yield "text, hard-wrapped", reading_files.written(found, reading_files.texts)
    yield "text, TCVN3 and VNI", reading_files.written(reading_files.typed(found), reading_files.old_texts)


def speed(files: Sequence[File]) -> str:
    """Pages a second, beside trafilatura alone in the same run."""
    import trafilatura

    texts = [file.data.decode() for file in files]
    ours = theirs = float("inf")
    for _ in range(3):
        began = time.process_time()
        for file in files:
            nqtext.read(file.data)
        middle = time.process_time()
        for text in texts:
            trafilatura.bare_extraction(text, favor_recall=True, with_metadata=True)
        ended = time.process_time()
        ours, theirs = min(ours, middle - began), min(theirs, ended - middle)
    return f"{len(files) / ours:.0f} pages/s; trafilatura alone {len(files) / theirs:.0f} pages/s"


def measure(shared: Path | None = None) -> Iterator[str]:
    """The table, line by line."""
    names = (
        ("exact", 8),
        ("joined", 8),
        ("split", 7),
        ("lost", 7),
        ("left in", 9),
        ("metadata", 10),
        ("files/s", 9),
    )
    yield f"{'kind':22}{'files':>6}" + "".join(f"{name:>{width}}" for name, width in names)
    pages: list[File] = []
    for kind, files in kinds():
        if not files:
            yield f"{kind:22} cannot be written here"
            continue
        pages = pages or files
        began = time.process_time()
        scores = [score(file) for file in files]
        yield _row(kind, scores, time.process_time() - began)
    if shared is not None:
        real: dict[str, list[Score]] = {}
        began = time.process_time()
        for name, known in json.loads(_REAL.read_text(encoding="utf-8")).items():
            real.setdefault(Path(name).suffix[1:].upper(), []).append(
                score_real(shared / "articles" / name, known)
            )
        seconds = time.process_time() - began
        for form, scores in real.items():
            yield _row(f"real: {form}", scores, None)
        yield f"real files together: {sum(map(len, real.values())) / seconds:.0f} files/s"
    yield f"HTML: {speed(pages)}"


def _row(kind: str, scores: Sequence[Score], seconds: float | None) -> str:
    total = Score(*map(sum, zip(*scores, strict=True)))
    return (
        f"{kind:22}{len(scores):6}{total.exact / total.paragraphs:8.1%}{total.joined:8}{total.split:7}"
        f"{total.lost / total.words:7.1%}{total.left / total.words:9.1%}"
        f"{f'{total.right}/{total.fields}':>10}{'' if seconds is None else f'{len(scores) / seconds:9.0f}'}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, nargs="?")
    for line in measure(parser.parse_args().shared):
        print(line, flush=True)


if __name__ == "__main__":
    main()
