"""Real document numbers, held against the grammar: which parse, and which are found in a sentence.

A list of numbers that somebody counted holds some that are none, because a word was glued to them
(``24/2024/NĐ-CPquy``); for these the report says why.  Every other number must parse, must survive
``parse(render(parse(x)))``, and must be found whole in a plain sentence that cites it, in each of the
:data:`SPELLINGS` that careless writers, editors and scanners give it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nqtext.entities import Context
from nqtext.entities.document_numbers import issuer_of, parse, render
from nqtext.entities.document_types import type_of_code
from nqtext.entities.documents import DocumentRecognizer
from nqtext.entities.overlap import fit
from nqtext.errors import ReadError
from nqtext.segmentation import SyllableSegmenter, segment_batch
from nqtext.segmentation.patterns import DOCUMENT_NUMBER
from nqtext.unicode import fold, pattern

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["SPELLINGS", "NumbersReport", "check_numbers", "citation", "read_numbers"]

_BATCH = 500  # sentences
_ALWAYS = ("as written", "capitals")  # spellings tried on numbers that they do not change
_NUMBER = pattern(DOCUMENT_NUMBER)
_CYRILLIC = str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")
_BARE = str.maketrans("ĐƯ", "DU")


def _spaced(number: str) -> str:
    """Spaces on both sides of the separator before the code of the issuing body."""
    return re.sub(r"(?<=[A-ZĐg-r])([-/])(?=[A-ZĐ])|/(?=QH|UBTVQH)", r" \g<0> ", number, count=1)


def _first_space(number: str) -> str:
    return re.sub(r"([-/])(?=[A-ZĐƯ])", r"\1 ", number, count=1)


def _bare_codes(number: str) -> str:
    """Types and issuers without diacritics, as typewriters and file names have them."""
    return re.sub(
        r"(?<=[-/])(?:NĐ|QĐ|CĐ|HĐND|BGDĐT|BKHĐT)(?![\w&])",
        lambda match: match.group().translate(_BARE),
        number,
    )


#: How the same number may be written, each a function of the plain spelling.
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": lambda number: number,
    "spaces around a separator": _spaced,
    "space before the code": _first_space,
    "en dash": lambda number: number.replace("-", "–"),
    "non-breaking hyphen": lambda number: number.replace("-", "\u2011"),
    "zero-width space": lambda number: re.sub(r"([-/])", "\\1\u200b", number),
    "soft hyphen": lambda number: number.replace("-", "\u00ad-"),
    "decomposed letters": lambda number: unicodedata.normalize("NFD", number),
    "Cyrillic look-alikes": lambda number: number.translate(_CYRILLIC),
    "full-width slash": lambda number: number.replace("/", "／"),
    "Đ as Ð": lambda number: number.replace("Đ", "Ð"),
    "no diacritics": _bare_codes,
    "TƯ": lambda number: re.sub(r"(?<=[-/])TW(?!\w)", "TƯ", number),
    "T.Ư": lambda number: re.sub(r"(?<=[-/])TW(?!\w)", "T.Ư", number),
    "capitals": str.upper,  # in a heading that has capitals throughout
}


@dataclass(frozen=True, slots=True)
class NumbersReport:
    """What :func:`check_numbers` returns.

    Attributes:
        count: how many numbers the list holds.
        none: what is no number, with the reason.
        unparsed: numbers that do not parse, or do not survive being rendered.
        unknown: codes of issuing bodies that are in no table, with the count of numbers; "" where the number
            names no body.
        missed: by spelling, the sentences in which the number is not found whole or is read as another,
            and what is found.
    """

    count: int
    none: dict[str, str]
    unparsed: tuple[str, ...]
    unknown: dict[str, int]
    missed: dict[str, dict[str, tuple[str, ...]]]

    @property
    def numbers(self) -> int:
        """How many of them are numbers."""
        return self.count - len(self.none)

    def rate(self, spelling: str) -> float:
        """The share of the numbers found whole in a spelling."""
        return 1 - len(self.missed[spelling]) / self.numbers if self.numbers else 1.0

    def lines(self) -> list[str]:
        """The report, readable."""
        parsed = self.numbers - len(self.unparsed)
        lines = [f"{self.count} entries, {self.numbers} numbers, {parsed} of them parse and round-trip"]
        codes = {code: count for code, count in self.unknown.items() if code}
        known = self.numbers - sum(self.unknown.values())
        lines.append(
            f"  {known} name a known body, {self.unknown.get('', 0)} none, "
            f"{sum(codes.values())} a body by one of {len(codes)} codes that are in no table"
        )
        lines += [f"  {self.rate(name):.4f}  found whole, {name}" for name in self.missed]
        lines += [f"no number: {text}  ({reason})" for text, reason in self.none.items()]
        lines += [f"not parsed: {text}" for text in self.unparsed]
        lines += [f"unknown body: {code}  ({count})" for code, count in codes.items()]
        for name, sentences in self.missed.items():
            for sentence, found in sentences.items():
                lines.append(f"not found ({name}): {sentence}  found: {', '.join(found) or 'nothing'}")
        return lines


def read_numbers(path: str | os.PathLike[str]) -> list[str]:
    """The numbers in the first column of a tab-separated file.

    Args:
        path: the file, UTF-8; further columns are not looked at.

    Raises:
        ReadError: the file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read ({error}); give a list of numbers, one a line") from error
    return [line.split("\t")[0] for line in text.splitlines() if line.strip()]


def check_numbers(
    numbers: Sequence[str], spellings: Iterable[str] = tuple(SPELLINGS), every: int = 1
) -> NumbersReport:
    """Hold numbers against the grammar and the recogniser.

    Args:
        numbers: real ones.
        spellings: names in :data:`SPELLINGS`; a spelling that does not change a number is not tried on it.
        every: try the spellings other than the first on every so many numbers only.

    >>> report = check_numbers(["06-NQ/TW", "24/2024/NĐ-CPquy"])
    >>> report.none, report.unparsed, report.rate("en dash")
    ({'24/2024/NĐ-CPquy': "'quy' is glued to 24/2024/NĐ-CP"}, (), 1.0)
    """
    none = {text: reason for text in numbers if (reason := _why_none(text))}
    real = [text for text in numbers if text not in none]
    unparsed = tuple(text for text in real if not _round_trips(text))
    missed = {}
    for name in spellings:
        write = SPELLINGS[name]
        plain = real if name == "as written" else real[::every]
        pairs = [(text, write(text)) for text in plain]
        missed[name] = _missed([pair for pair in pairs if name in _ALWAYS or pair[0] != pair[1]], name)
    return NumbersReport(len(numbers), none, unparsed, _unknown(real), missed)


def citation(number: str, written: str | None = None) -> tuple[str, str]:
    """How a plain text cites a number: the sentence, and the part of it that is the document.

    Args:
        number: as it is parsed, which tells the type word.
        written: how it is spelt in the sentence, if otherwise.

    >>> citation("1658/QĐ-TTg")[1]
    'Quyết định số 1658/QĐ-TTg'
    """
    parsed = parse(number)
    types = type_of_code()
    type_ = types.get(parsed.type_code or "", "văn bản") if parsed else "văn bản"
    cited = f"{type_.capitalize()} số {written or number}"
    return f"Căn cứ {cited} ngày 5 tháng 6 năm 2019 của cơ quan có thẩm quyền;", cited


def _why_none(text: str) -> str | None:
    """Why an entry of a list is no number, or None where it may be one."""
    if parse(text) is not None:
        return None
    head = _NUMBER.match(fold(text).text)
    rest = text[head.end() :] if head else ""
    word = rest.lstrip("-/")
    if head and word and (word[0].islower() or any(c.islower() for c in word[1:])):
        return f"{word!r} is {'joined' if word != rest else 'glued'} to {head.group()}"
    return None


def _unknown(numbers: Iterable[str]) -> dict[str, int]:
    """Codes of issuing bodies that no table holds, the most frequent first."""
    codes = (number.issuer_code for text in numbers if (number := parse(text)) is not None)
    counts = Counter(code or "" for code in codes if issuer_of(code) is None)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _round_trips(text: str) -> bool:
    number = parse(text)
    return number is not None and parse(render(number)) == number


def _missed(pairs: Sequence[tuple[str, str]], spelling: str) -> dict[str, tuple[str, ...]]:
    """The sentences in which a number is not found whole, or read as another, with what is found."""
    missed: dict[str, tuple[str, ...]] = {}
    for at in range(0, len(pairs), _BATCH):
        batch = pairs[at : at + _BATCH]
        cited = [citation(number, written) for number, written in batch]
        if spelling == "capitals":
            cited = [(sentence.upper(), part.upper()) for sentence, part in cited]
        found = _documents([sentence for sentence, _ in cited])
        for (number, written), (sentence, part), documents in zip(batch, cited, found, strict=True):
            if documents != (part,) or parse(written) != parse(number):
                missed[sentence] = documents
    return missed


def _documents(sentences: Sequence[str]) -> list[tuple[str, ...]]:
    """The documents found in each sentence, as they are written."""
    folded = fold("\n".join(sentences))
    (layers,) = segment_batch([folded], SyllableSegmenter())
    context = Context.of(folded, layers)
    found: list[list[str]] = [[] for _ in sentences]
    for candidate in DocumentRecognizer().recognize(context):
        if (mention := fit(candidate, context)) is not None:
            line = int(layers.paragraphs[:, 0].searchsorted(mention.start, side="right")) - 1
            start, end = folded.span(mention.start, mention.end)
            found[line].append(folded.source[start:end])
    return [tuple(documents) for documents in found]
