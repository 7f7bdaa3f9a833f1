"""Many articles: a store to keep and ask them, tables for data frames, batches for engines that scale out.

The names are imported when they are first used; pandas, polars and pyarrow only where a call needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nqtext.corpus.batch import output_schema, tag_batch
    from nqtext.corpus.exploring.corpus import Corpus
    from nqtext.corpus.exploring.function_words import FUNCTION_WORDS
    from nqtext.corpus.exploring.network import Network
    from nqtext.corpus.exploring.plot import plot
    from nqtext.corpus.exports import export
    from nqtext.corpus.frames import to_frame
    from nqtext.corpus.inputs import FileInput, files_in, inputs_in
    from nqtext.corpus.reader import Failure, Hit, Reader, Status
    from nqtext.corpus.run import Summary, retag, tag
    from nqtext.corpus.store import Store

_HOME = {
    **dict.fromkeys(("Failure", "Hit", "Reader", "Status"), "reader"),
    **dict.fromkeys(("Summary", "retag", "tag"), "run"),
    **dict.fromkeys(("FileInput", "files_in", "inputs_in"), "inputs"),
    **dict.fromkeys(("output_schema", "tag_batch"), "batch"),
    "Corpus": "exploring.corpus",
    "FUNCTION_WORDS": "exploring.function_words",
    "Network": "exploring.network",
    "Store": "store",
    "export": "exports",
    "plot": "exploring.plot",
    "to_frame": "frames",
}

__all__ = [
    "FUNCTION_WORDS",
    "Corpus",
    "Failure",
    "FileInput",
    "Hit",
    "Network",
    "Reader",
    "Status",
    "Store",
    "Summary",
    "export",
    "files_in",
    "inputs_in",
    "output_schema",
    "plot",
    "retag",
    "tag",
    "tag_batch",
    "to_frame",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'nqtext.corpus' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"nqtext.corpus.{_HOME[name]}"), name)
    globals()[name] = value
    return value
