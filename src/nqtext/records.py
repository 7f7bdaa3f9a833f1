"""Plain records: what an :class:`nqtext.article.Article` is made of.

Frozen and hashable, with no behaviour of their own.  Every offset is a half-open range of code
points into the text that the record belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = [
    "ATTRIBUTES",
    "ENTITY_LABELS",
    "PARAGRAPH_KINDS",
    "PARAGRAPH_LABELS",
    "SCHEMA",
    "Block",
    "FrozenDict",
    "Issue",
    "Mention",
    "Reason",
    "Referent",
]

SCHEMA = "nqtext/1"
PARAGRAPH_LABELS = ("goal", "task", "directive", "other")
ENTITY_LABELS = ("DOCUMENT", "OFFICIAL", "PERSON", "ORGANIZATION", "LOCATION", "DATE")
PARAGRAPH_KINDS = ("heading", "item", "article", "clause", "point", "caption", "text")

#: The attributes of each entity label; one that is not known is None.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "DOCUMENT": (
        "type",
        "number",
        "year",
        "term",
        "code",
        "issuer",
        "date",
        "subject",
        "parts",
        "ambiguous",
        "inherited",
    ),
    "OFFICIAL": ("name", "titles", "former", "acting"),
    "PERSON": ("name", "titles"),
    "ORGANIZATION": ("kind", "code", "valid_from", "valid_to", "successor"),
    "LOCATION": ("code", "level", "valid_from", "valid_to"),
    "DATE": ("start", "end", "granularity", "inferred"),
}
_ABSENT: dict[str, dict[str, Any]] = {label: dict.fromkeys(keys) for label, keys in ATTRIBUTES.items()}


class FrozenDict(Mapping[str, Any]):
    """A small read-only mapping that hashes and pickles; nested values are frozen, too.

    >>> FrozenDict({"titles": [{"title": "Bộ trưởng"}]})["titles"][0]["title"]
    'Bộ trưởng'
    """

    __slots__ = ("_items",)
    _items: dict[str, Any]

    def __init__(self, items: Mapping[str, Any] | None = None) -> None:
        object.__setattr__(self, "_items", {key: _freeze(value) for key, value in (items or {}).items()})

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def get(self, key: str, default: Any = None) -> Any:  # that of Mapping raises and catches
        """The value of a key, or the default where there is none."""
        return self._items.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("this mapping cannot be changed")

    def __eq__(self, other: object) -> bool:
        if type(other) is FrozenDict:  # Mapping would make a dict of either first
            return self._items == other._items
        return Mapping.__eq__(self, other)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[Any, ...]:
        return _frozen, (self._items,)

    @classmethod
    def of_label(cls, label: str, values: Mapping[str, Any]) -> FrozenDict:
        """Attributes with every key that the label has; what is absent is None."""
        items = dict(_ABSENT.get(label, {}))
        for key, value in values.items():
            items[key] = value if value is None or type(value) is str else _freeze(value)
        attributes = cls.__new__(
            cls
        )  # the commonest case made straight: its values are mostly frozen already
        object.__setattr__(attributes, "_items", items)
        return attributes

    def known(self) -> dict[str, Any]:
        """Plain JSON values of what is not None."""
        return {
            key: value if type(value) is str else thaw(value)
            for key, value in self._items.items()
            if value is not None
        }


class Reason(NamedTuple):
    """One reason for a paragraph's label: in plain terms, with its weight in log-odds."""

    text: str
    weight: float


class Issue(NamedTuple):
    """Something a reader of the result should know: a guard that tripped, a part not analysed."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """What a paragraph is in the layout of its article.

    Attributes:
        kind: one of :data:`PARAGRAPH_KINDS`; ``article`` is an Điều, ``clause`` a khoản, ``point`` a điểm.
        number: its numbering as written (``"I"``, ``"2.1"``, ``"a"``, ``"Thứ nhất"``), or None.
        heading: index of the paragraph that is the heading above it, or -1.
        furniture: whether it belongs to the page and not to the article.
    """

    kind: str = "text"
    number: str | None = None
    heading: int = -1
    furniture: bool = False

    def __reduce__(self) -> tuple[Any, ...]:  # far faster than the way of frozen dataclasses
        return Block, (self.kind, self.number, self.heading, self.furniture)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text names (or, as an anaphor, points at) a document, person, body, place or date.

    Attributes:
        start: first code point in the article's text.
        end: one past the last.
        text: ``article.text[start:end]``.
        label: one of :data:`ENTITY_LABELS`, or a label of the caller's own recogniser.
        norm: the readable canonical form; for dates ISO 8601.
        attributes: what is known of the thing meant, by label as in :data:`ATTRIBUTES`.
        link: id of the :class:`Referent` meant, or None.
        kind: ``name`` or ``anaphor``.
        source: the recogniser and rule, or the model, that made it.
        score: how sure it is, 0 to 1.
    """

    start: int
    end: int
    text: str
    label: str
    norm: str
    attributes: FrozenDict = field(default_factory=FrozenDict)
    link: str | None = None
    kind: str = "name"
    source: str = ""
    score: float = 1.0

    def __reduce__(self) -> tuple[Any, ...]:
        return Mention, (
            self.start,
            self.end,
            self.text,
            self.label,
            self.norm,
            self.attributes,
            self.link,
            self.kind,
            self.source,
            self.score,
        )


@dataclass(frozen=True, slots=True)
class Referent:
    """One document, official, person, body, place or date that the article speaks of.

    Attributes:
        id: stable identifier; the same in every article that means the same thing, except where
            ``attributes["ambiguous"]`` is true.
        label: entity label.
        norm: readable canonical name.
        attributes: what the mentions together say of it.
        mentions: every mention in order of the text, anaphora included.
    """

    id: str
    label: str
    norm: str
    attributes: FrozenDict
    mentions: tuple[Mention, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        return Referent, (self.id, self.label, self.norm, self.attributes, self.mentions)


def _frozen(items: dict[str, Any]) -> FrozenDict:
    """What comes out of a pickle: its values are frozen already."""
    mapping = FrozenDict.__new__(FrozenDict)
    object.__setattr__(mapping, "_items", items)
    return mapping


def _freeze(value: Any) -> Any:
    if value is None or isinstance(value, str | FrozenDict):
        return value
    if isinstance(value, Mapping):
        return FrozenDict(value)
    if isinstance(value, list | tuple):
        return tuple(_freeze(item) for item in value)
    return value


def thaw(value: Any) -> Any:
    """Plain JSON values of a frozen one: dictionaries and lists."""
    if isinstance(value, FrozenDict):
        return {key: thaw(item) for key, item in value._items.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
