"""Articles in the formats of other tools, and annotations made there on their way back.

:func:`write` puts articles into a file or folder, :func:`read_annotated` reads what people annotated in
brat, Label Studio or doccano, ready to train on.  Each format also has a function for one article:
``to_conllu``, ``to_iob2``, ``to_brat``, ``to_label_studio``, ``to_doccano``, ``to_spacy``, ``to_tables``.

Offsets leave in the unit that the tool counts in, and come back as code points.  Nothing is moved or
dropped silently: a span that does not fit raises :class:`nqtext.errors.AlignmentError` unless the caller
says how to fit it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nqtext.formats.annotated import Annotated, Span, read_annotated
    from nqtext.formats.brat import to_brat
    from nqtext.formats.conllu import to_conllu
    from nqtext.formats.doccano import to_doccano
    from nqtext.formats.iob2 import to_iob2
    from nqtext.formats.jsonl import read_jsonl
    from nqtext.formats.label_studio import to_label_studio
    from nqtext.formats.output import Options, write, writing
    from nqtext.formats.spacy import to_spacy
    from nqtext.formats.tables import to_tables

_HOME = {
    "Annotated": "annotated",
    "Options": "output",
    "Span": "annotated",
    "read_annotated": "annotated",
    "read_jsonl": "jsonl",
    "to_brat": "brat",
    "to_conllu": "conllu",
    "to_doccano": "doccano",
    "to_iob2": "iob2",
    "to_label_studio": "label_studio",
    "to_spacy": "spacy",
    "to_tables": "tables",
    "write": "output",
    "writing": "output",
}

__all__ = [
    "Annotated",
    "Options",
    "Span",
    "read_annotated",
    "read_jsonl",
    "to_brat",
    "to_conllu",
    "to_doccano",
    "to_iob2",
    "to_label_studio",
    "to_spacy",
    "to_tables",
    "write",
    "writing",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nqtext.formats' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"nqtext.formats.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
