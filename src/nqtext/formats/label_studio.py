"""Label Studio: a JSON array of tasks; offsets in code points, as it has counted since version 1.4 (2021).

What nqtext found goes in as predictions, for people to correct.  Two label sets mark one text: ``entity`` and
``paragraph``; :func:`label_config` is the labelling interface that a project needs for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from nqtext.errors import NqtextError, ReadError, SchemaError
from nqtext.formats.alignment import stripped
from nqtext.formats.annotated import Annotated, Reading, ToolSpan, annotated, written_labels
from nqtext.formats.names import Unit
from nqtext.formats.offsets import Offsets, sendable
from nqtext.records import ENTITY_LABELS, PARAGRAPH_LABELS

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from nqtext.article import Article

__all__ = ["label_config", "read_label_studio", "to_label_studio"]


def to_label_studio(article: Article, unit: str = "code-points") -> dict[str, Any]:
    """An article as a task with one prediction.

    Args:
        article: the article.
        unit: what the offsets count: ``code-points``, or ``utf-16`` for a Label Studio older than 1.4.

    Returns:
        Plain JSON values.

    >>> import nqtext
    >>> task = to_label_studio(nqtext.analyze("Theo Nghị quyết số 06-NQ/TW"))
    >>> task["predictions"][0]["result"][0]["value"]
    {'start': 5, 'end': 27, 'text': 'Nghị quyết số 06-NQ/TW', 'labels': ['DOCUMENT']}
    """
    offsets = Offsets(article.text, Unit(unit))
    text = sendable(article.text)

    def region(name: str, start: int, end: int, labels: list[str], score: float) -> dict[str, Any]:
        value = {
            "start": offsets.out(start),
            "end": offsets.out(end),
            "text": text[start:end],
            "labels": labels,
        }
        kind = {"from_name": name, "to_name": "text", "type": "labels"}
        return {"id": f"{name[0]}{start}", **kind, "value": value, "score": score}

    regions = []
    for paragraph in article.paragraphs:
        labels = written_labels(paragraph.label, paragraph.also)
        if labels:
            span = stripped(article.text, paragraph.start, paragraph.end)
            regions.append(region("paragraph", *span, labels, paragraph.scores.get(labels[0], 0.0)))
    regions += [region("entity", m.start, m.end, [m.label], m.score) for m in article.entities]
    published = article.metadata.get("published")
    known = {"article": article.id, "published": published if isinstance(published, str) else None}
    return {
        "data": {"text": text} | {key: sendable(value) for key, value in known.items() if value is not None},
        "predictions": [
            {"model_version": f"nqtext {article.versions.get('nqtext', '')}".strip(), "result": regions}
        ],
    }


def label_config(
    entities: Iterable[str] = ENTITY_LABELS, paragraphs: Iterable[str] = PARAGRAPH_LABELS
) -> str:
    """The labelling interface for the tasks: XML to paste into a project's settings.

    Args:
        entities: labels of entities.
        paragraphs: labels of paragraphs.

    >>> label_config(["DOCUMENT"], ["goal"]).splitlines()[2]
    '    <Label value="goal"/>'
    """

    def labels(name: str, values: Iterable[str]) -> list[str]:
        return [
            f'  <Labels name="{name}" toName="text" choice="multiple">',
            *(f"    <Label value={quoteattr(value)}/>" for value in values),
            "  </Labels>",
        ]

    lines = [
        "<View>",
        *labels("paragraph", paragraphs),
        *labels("entity", entities),
        '  <Text name="text" value="$text"/>',
        "</View>",
    ]
    return "".join(f"{line}\n" for line in lines)


def read_label_studio(path: str | os.PathLike[str], reading: Reading) -> Iterator[Annotated | NqtextError]:
    """The annotated tasks of a JSON export; an error in the place of a bad one.

    Of several annotations of a task the one marked as ground truth is read, else the last; cancelled
    ones are not, nor are predictions.
    """
    try:
        with open(path, "rb") as file:
            tasks = json.load(file)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SchemaError(f"{path}: is no JSON ({error}); export as JSON, not as JSON-MIN or CSV") from error
    if not isinstance(tasks, list):
        raise SchemaError(f"{path}: expected a list of tasks, found {type(tasks).__name__}; export as JSON")
    for number, task in enumerate(tasks, 1):
        where = f"{path}, task {task.get('id', number) if isinstance(task, dict) else number}"
        try:
            result = _result(task, where)
            if result is not None:
                yield _read(task, result, where, reading, str(number))
        except NqtextError as error:
            yield error


def _result(task: Any, where: str) -> list[Any] | None:
    """The regions of the annotation to read, or None where nobody has annotated the task."""
    if not isinstance(task, dict) or not isinstance(task.get("annotations"), list):
        raise SchemaError(f"{where}: has no 'annotations'; export as JSON, not as JSON-MIN")
    done = [a for a in task["annotations"] if isinstance(a, dict) and not a.get("was_cancelled")]
    best = [a for a in done if a.get("ground_truth")] or done
    if not best:
        return None
    result = best[-1].get("result")
    if not isinstance(result, list):
        raise SchemaError(f"{where}: an annotation must have a list 'result'")
    return result


def _read(task: dict[str, Any], result: list[Any], where: str, reading: Reading, number: str) -> Annotated:
    data = task.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise SchemaError(f"{where}: 'data' must have a 'text'")
    spans = [
        span
        for region in result
        if isinstance(region, dict) and region.get("type") == "labels"
        for span in _spans(region.get("value"), where)
    ]
    id = next(str(name) for name in (data.get("article"), task.get("id"), number) if name is not None)
    published = data.get("published")
    return annotated(
        data["text"],
        spans,
        reading,
        Unit.CODE_POINTS,
        id,
        where,
        published if isinstance(published, str) else None,
    )


def _spans(value: Any, where: str) -> list[ToolSpan]:
    match value:
        case {"start": int(start), "end": int(end), "labels": list(labels)}:
            held = value.get("text")
            return [
                ToolSpan(start, end, str(label), held if isinstance(held, str) else None) for label in labels
            ]
    raise SchemaError(f"{where}: a region must have start, end and labels, found {str(value)[:80]}")
