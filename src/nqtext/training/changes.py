"""What a change of the code changed in the entities: a diff of two snapshots, read in context."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqtext.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nqtext.training.snapshots import Entity, Snapshot

__all__ = ["KINDS", "Change", "change_lines", "compare", "compare_entities"]

#: Kinds of change, in the order in which they are printed.
KINDS = ("lost", "gained", "relabelled", "moved", "norm", "link")
_SIGNS = dict(zip(KINDS, "-+!>~~", strict=True))
_AROUND = 40  # code points of context on each side


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two snapshots.

    Attributes:
        kind: one of :data:`KINDS`; ``moved`` has other edges under the same label.
        article: its id.
        old: the entity as it was; None where it is gained.
        new: the entity as it is; None where it is lost.
    """

    kind: str
    article: str
    old: Entity | None
    new: Entity | None

    @property
    def label(self) -> str:
        """The label under which it is listed: the old one, where there is one."""
        entity = self.old or self.new
        assert entity is not None
        return entity.label


def compare(old: Snapshot, new: Snapshot) -> list[Change]:
    """Every change from one snapshot to another, in order of the articles.

    Raises:
        SchemaError: they are not of the same texts.
    """
    if missing := sorted(old.articles.keys() ^ new.articles.keys()):
        raise SchemaError(
            f"{len(missing)} articles stand in one snapshot only, the first is {missing[0]!r}; "
            "compare snapshots of the same texts"
        )
    changes: list[Change] = []
    for id, (sha256, before) in old.articles.items():
        other, after = new.articles[id]
        if other != sha256:
            raise SchemaError(f"article {id!r} has another text than before; take the old snapshot again")
        changes += compare_entities(id, before, after)
    return changes


def compare_entities(article: str, old: Sequence[Entity], new: Sequence[Entity]) -> list[Change]:
    """The changes in one article, in order of the text.

    Args:
        article: its id.
        old: entities in order, none overlapping another.
        new: the same.
    """
    spans = {(entity.start, entity.end): entity for entity in new}
    changes: list[Change] = []
    lost: list[Entity] = []
    for before in old:
        after = spans.pop((before.start, before.end), None)
        if after is None:
            lost.append(before)
        elif kind := _difference(before, after):
            changes.append(Change(kind, article, before, after))
    gained = [entity for entity in new if (entity.start, entity.end) in spans]
    changes += _moved(article, lost, gained)
    changes += [Change("lost", article, entity, None) for entity in lost]
    changes += [Change("gained", article, None, entity) for entity in gained]
    return sorted(changes, key=lambda change: (change.old or change.new, KINDS.index(change.kind)))


def _difference(old: Entity, new: Entity) -> str | None:
    if old.label != new.label:
        return "relabelled"
    if old.norm != new.norm:
        return "norm"
    return "link" if old.link != new.link else None


def _moved(article: str, lost: list[Entity], gained: list[Entity]) -> list[Change]:
    """Pairs of one label that overlap; they are taken out of both lists."""
    pairs: list[Change] = []
    for label in {entity.label for entity in lost}:
        rest = [entity for entity in gained if entity.label == label]
        at = 0
        for before in [entity for entity in lost if entity.label == label]:
            while at < len(rest) and rest[at].end <= before.start:
                at += 1
            if at < len(rest) and rest[at].start < before.end:
                pairs.append(Change("moved", article, before, rest[at]))
                at += 1
    old, new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    lost[:] = [entity for entity in lost if entity not in old]
    gained[:] = [entity for entity in gained if entity not in new]
    return pairs


def change_lines(changes: Iterable[Change], texts: Mapping[str, str], limit: int | None = None) -> list[str]:
    """A readable report: by label and kind, each change in its context.

    Args:
        changes: from :func:`compare`.
        texts: text by article; an article that is not in it is shown without context.
        limit: how many of a kind are shown for a label.
    """
    by_label: dict[str, dict[str, list[Change]]] = {}
    for change in changes:
        by_label.setdefault(change.label, {}).setdefault(change.kind, []).append(change)
    lines: list[str] = []
    for label, kinds in sorted(by_label.items()):
        counts = ", ".join(f"{len(kinds[kind])} {_named(kind)}" for kind in KINDS if kind in kinds)
        lines += ["", f"{label}: {counts}"]
        for kind in KINDS:
            found = kinds.get(kind, [])
            for change in found[:limit]:
                lines += _lines(change, texts.get(change.article))
            if limit is not None and len(found) > limit:
                lines.append(f"  {_SIGNS[kind]} … and {len(found) - limit} more {_named(kind)}")
    totals = Counter(
        change.kind for entries in by_label.values() for kind in entries.values() for change in kind
    )
    summary = ", ".join(f"{totals[kind]} {_named(kind)}" for kind in KINDS if totals[kind])
    return [*lines, "", summary or "no change"]


def _named(kind: str) -> str:
    return {"norm": "with another norm", "link": "with another link"}.get(kind, kind)


def _lines(change: Change, text: str | None) -> list[str]:
    old, new = change.old, change.new
    first = old or new
    assert first is not None
    head = f"  {_SIGNS[change.kind]} {change.article}:{first.start}  {_in_context(text, first)}"
    if old is None or new is None:
        return [head]
    if change.kind == "relabelled":
        return [f"{head}  -> {new.label}"]
    if change.kind == "moved":
        return [head, f"    -> {_in_context(text, new)}"]
    values = (old.norm, new.norm) if change.kind == "norm" else (old.link, new.link)
    return [head, f"    {values[0]} -> {values[1]}"]


def _in_context(text: str | None, entity: Entity) -> str:
    """The mention between double brackets, on one line."""
    if text is None:
        return f"[[{entity.norm}]] {entity.start}:{entity.end}"
    before, inside, after = (
        " ".join(part.split())
        for part in (
            text[max(0, entity.start - _AROUND) : entity.start],
            text[entity.start : entity.end],
            text[entity.end : entity.end + _AROUND],
        )
    )
    return f"…{before} [[{inside}]] {after}…"
