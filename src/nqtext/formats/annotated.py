"""Texts that somebody annotated in a tool, as training reads them: a label a paragraph, flat entities."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nqtext.errors import NqtextError, OffsetError, SchemaError
from nqtext.formats.alignment import Words, fit_lines, stripped
from nqtext.formats.names import Misaligned, SourceFormat, Unit
from nqtext.formats.offsets import Offsets, sendable
from nqtext.records import PARAGRAPH_LABELS
from nqtext.unicode import LINE_BREAK

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from nqtext.article import Article

__all__ = ["Annotated", "Reading", "Span", "ToolSpan", "annotated", "labelled_spans", "read_annotated"]


class Span(NamedTuple):
    """A labelled range of code points."""

    start: int
    end: int
    label: str


class ToolSpan(NamedTuple):
    """A labelled range as a tool wrote it, in the tool's unit; with the text it is said to hold, if any."""

    start: int
    end: int
    label: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated text, ready to train on.

    Attributes:
        id: its identifier.
        text: the text that offsets point into.
        paragraphs: a label for each line that is not blank; a second label of the same line is in ``also``.
        also: the secondary labels of each paragraph.
        entities: in order, not overlapping.
        published: ISO 8601, or None.
    """

    id: str
    text: str
    paragraphs: tuple[Span, ...]
    also: tuple[tuple[str, ...], ...]
    entities: tuple[Span, ...]
    published: str | None = None

    def to_gold(self) -> str:
        """One line of a gold file, as ``python -m nqtext.training`` reads it.

        >>> Annotated("a", "Họp", (Span(0, 3, "other"),), ((),), ()).to_gold()
        '{"id": "a", "published": null, "text": "Họp", "paragraphs": [{"start": 0, "end": 3, "label": "other",
        "also": []}], "entities": []}'
        """
        paragraphs = [
            {**span._asdict(), "also": list(also)}
            for span, also in zip(self.paragraphs, self.also, strict=True)
        ]
        row = {
            "id": self.id,
            "published": self.published,
            "text": sendable(self.text),
            "paragraphs": paragraphs,
            "entities": [span._asdict() for span in self.entities],
        }
        return json.dumps(row, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """How annotations are read.

    Attributes:
        unit: what the tool counts in; None is the format's usual unit.
        misaligned: what to do with a span that cuts a word or a paragraph in two.
        paragraph_labels: the labels that mean paragraphs; all others are entities.
        unlabelled: the label of a paragraph that nobody labelled.
    """

    unit: Unit | None = None
    misaligned: Misaligned = Misaligned.RAISE
    paragraph_labels: Collection[str] = PARAGRAPH_LABELS
    unlabelled: str = "other"


def read_annotated(
    path: str | os.PathLike[str],
    format: str,
    *,
    unit: str | None = None,
    misaligned: str = "raise",
    paragraph_labels: Collection[str] = PARAGRAPH_LABELS,
    unlabelled: str = "other",
) -> Iterator[Annotated]:
    """What people annotated in brat, Label Studio or doccano.

    Outer white space of a span is left out; an entity over several lines becomes one on each line.

    Args:
        path: brat: a folder; Label Studio: its JSON export; doccano: its JSONL export.
        format: ``brat``, ``label-studio`` or ``doccano``.
        unit: ``code-points`` or ``utf-16``; by default the format's usual unit (UTF-16 for doccano).
        misaligned: ``raise``, ``expand``, ``contract``; or ``keep``: an entity may end inside a word.
        paragraph_labels: the labels that mean paragraphs; all others are entities.
        unlabelled: the label of a paragraph that nobody labelled.

    Yields:
        The texts that were annotated, in order; tasks that nobody has annotated yet are left out.

    Raises:
        ReadError: the file cannot be read.
        SchemaError: it does not have the form that the tool writes, or entities overlap.
        OffsetError: a span does not hold the text it is said to hold, as when the unit is wrong.
        AlignmentError: a span cuts a word or a paragraph in two.
        ValueError: there is no such format, unit or way to fit.

    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "a.jsonl")
    ...     with open(path, "w", encoding="utf-8") as file:
    ...         _ = file.write('{"text": "Bộ Y tế họp", "label": [[0, 7, "ORGANIZATION"]]}')
    ...     [article] = read_annotated(path, "doccano")
    >>> article.entities
    (Span(start=0, end=7, label='ORGANIZATION'),)
    """
    reading = Reading(
        None if unit is None else Unit(unit), Misaligned(misaligned), paragraph_labels, unlabelled
    )
    for item in read_items(path, SourceFormat(format), reading):
        if isinstance(item, NqtextError):
            raise item
        yield item


def read_items(
    path: str | os.PathLike[str], format: SourceFormat, reading: Reading
) -> Iterator[Annotated | NqtextError]:
    """As :func:`read_annotated`, with an error in the place of an item that cannot be used."""
    if format is SourceFormat.BRAT:
        from nqtext.formats.brat import read_brat as read
    elif format is SourceFormat.LABEL_STUDIO:
        from nqtext.formats.label_studio import read_label_studio as read
    else:
        from nqtext.formats.doccano import read_doccano as read
    return read(path, reading)


def labelled_spans(article: Article) -> list[Span]:
    """The paragraph labels of an article, secondary ones behind, then its entities, as spans.

    Outer blanks are left out, and so are paragraphs that are just ``other`` or have no label.
    """
    spans: list[Span] = []
    text = article.text
    for (start, end), label, also in zip(
        article.paragraph_spans.tolist(), article.decided, article.also, strict=True
    ):
        start, end = stripped(text, start, end)
        spans += [Span(start, end, name) for name in written_labels(label, also)]
    return spans + [Span(mention.start, mention.end, mention.label) for mention in article.entities]


def written_labels(label: str | None, also: Sequence[str]) -> list[str]:
    """The labels of a paragraph that are written: none where it is just ``other``.

    >>> written_labels("other", ()), written_labels("other", ("goal",))
    ([], ['other', 'goal'])
    """
    names = [name for name in (label, *also) if name is not None]
    return names if names != ["other"] else []


def annotated(
    text: str,
    spans: Iterable[ToolSpan],
    reading: Reading,
    unit: Unit,
    id: str,
    where: str,
    published: str | None = None,
) -> Annotated:
    """The annotated text that a tool's spans make.

    Args:
        text: the text as the tool has it.
        spans: in the order that decides which label of a paragraph comes first.
        reading: what the caller chose.
        unit: the format's usual unit.
        id: the identifier of the text.
        where: the place for messages.
        published: its date, or None.

    Raises:
        SchemaError: two entities overlap.
        OffsetError: a span does not hold the text it is said to hold.
        AlignmentError: a span cuts a word or a paragraph in two.
    """
    offsets = Offsets(text, reading.unit or unit)
    words = Words(text)
    lines = _lines(text)
    bare = [stripped(text, start, end) for start, end in lines]
    starts, ends = [start for start, _ in bare], [end for _, end in bare]
    labels: list[list[str]] = [[] for _ in lines]
    entities: set[Span] = set()
    for raw in spans:
        start, end = stripped(text, *_points(text, raw, offsets, reading, where))
        if start >= end:
            raise SchemaError(f"{where}: {raw.label} at {raw.start}:{raw.end} holds no text")
        if raw.label in reading.paragraph_labels:
            for i in fit_lines(starts, ends, start, end, reading.misaligned, f"{where}: {raw.label}"):
                if raw.label not in labels[i]:
                    labels[i].append(raw.label)
            continue
        for i in range(bisect_right(ends, start), bisect_right(starts, end - 1)):
            piece = max(start, starts[i]), min(end, ends[i])
            fitted = words.fit(*piece, reading.misaligned, f"{where}: {raw.label}")
            entities.add(Span(*fitted, raw.label))
    ordered = sorted(entities)
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise SchemaError(
                f"{where}: {one.label} {text[one.start : one.end]!r} at {one.start} and {other.label} "
                f"{text[other.start : other.end]!r} at {other.start} overlap; entities must be flat"
            )
    return Annotated(
        id,
        text,
        tuple(
            Span(start, end, (own or [reading.unlabelled])[0])
            for (start, end), own in zip(lines, labels, strict=True)
        ),
        tuple(tuple(own[1:]) for own in labels),
        tuple(ordered),
        published,
    )


def _lines(text: str) -> list[tuple[int, int]]:
    """The lines that are not blank, as segmentation makes paragraphs of them."""
    breaks = [*(match.span() for match in LINE_BREAK.finditer(text)), (len(text), len(text))]
    lines, at = [], 0
    for start, end in breaks:
        if not text[at:start].isspace() and at < start:
            lines.append((at, start))
        at = end
    return lines


def _points(text: str, raw: ToolSpan, offsets: Offsets, reading: Reading, where: str) -> tuple[int, int]:
    """The span in code points, checked against the text it is said to hold."""
    (low_start, high_start), (low_end, high_end) = offsets.back(raw.start), offsets.back(raw.end)
    if low_start != high_start or low_end != high_end:
        if reading.misaligned not in (Misaligned.EXPAND, Misaligned.CONTRACT):
            raise OffsetError(
                f"{where}: {raw.label} at {raw.start}:{raw.end} ends inside a character; is the unit right? "
                "if it is, choose expand or contract"
            )
        expand = reading.misaligned is Misaligned.EXPAND
        start, end = (low_start, high_end) if expand else (high_start, low_end)
    else:
        start, end = low_start, low_end
    if not 0 <= start <= end <= len(text):
        raise OffsetError(
            f"{where}: {raw.label} at {raw.start}:{raw.end} is not inside the text; is the unit right?"
        )
    if raw.text is not None and _bare(raw.text) != _bare(text[start:end]) and low_start == high_start:
        raise OffsetError(
            f"{where}: {raw.label} at {raw.start}:{raw.end} holds {text[start:end]!r}, not {raw.text!r}; "
            "choose the unit that the tool counts in"
        )
    return start, end


def _bare(text: str) -> str:
    """Without white space: brat writes a line break as a blank, Label Studio as a backslash and an n."""
    return "".join(text.replace("\\n", " ").split())
