"""The work on an input, wherever it is done: read it, analyse it, take it apart for the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from nqtext.corpus.inputs import FailedInput, SourceInput
from nqtext.corpus.record import pack
from nqtext.errors import ConfigurationError
from nqtext.records import thaw
from nqtext.workers import in_processes, portable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from nqtext.corpus.inputs import Input
    from nqtext.pipeline import Pipeline

__all__ = ["Chosen", "Tagging", "outcomes"]

_CHARACTERS = 500_000  # at most, of inputs that are worked on together
_INPUTS = {False: 100, True: 25}  # at most; those that travel are few, so that all have work to the end


class Chosen(NamedTuple):
    """An input that is to be tagged, with the hash of its content."""

    input: Input
    content: str

    @property
    def id(self) -> str:
        """The id of the input."""
        return self.input.id


@dataclass(frozen=True)
class Tagging:
    """Inputs to records.

    Attributes:
        pipeline: the pipeline.
        versions: what it must be of; on another machine it may be another.
    """

    pipeline: Pipeline
    versions: dict[str, Any]

    def prepare(self) -> None:
        """Load the models.

        Raises:
            ConfigurationError: they are of other versions.
        """
        found = thaw(self.pipeline("").versions)
        if found != self.versions:
            raise ConfigurationError(
                f"a worker has other versions ({found}) than the command ({self.versions}); install the same"
            )

    def __call__(self, chunk: list[Chosen]) -> list[Any]:
        """A :class:`~nqtext.corpus.record.Record` for each input, or the exception over which it failed."""
        read = [_read(item) for item in chunk]
        sources = [found for found in read if not isinstance(found, Exception)]
        analysed = iter(self.pipeline.attempt(sources, pack))
        outcomes = [found if isinstance(found, Exception) else next(analysed) for found in read]
        return [portable(found) if isinstance(found, Exception) else found for found in outcomes]


def outcomes(
    task: Tagging, inputs: Iterator[Chosen], n_process: int, cluster: str | None
) -> Generator[tuple[list[Chosen], list[Any]]]:
    """The work done here, in processes, or on a cluster.

    Args:
        task: the work.
        inputs: taken as they are needed.
        n_process: number of processes.
        cluster: address of the scheduler of a Dask cluster, or None.

    Yields:
        Chunks of inputs with their outcomes; in order, but for a cluster.
    """
    chunks = _chunks(inputs, _INPUTS[n_process > 1 or cluster is not None])
    if cluster is not None:
        from nqtext.corpus.cluster import on_cluster

        return on_cluster(task, ([_loaded(item) for item in chunk] for chunk in chunks), cluster)
    if n_process > 1:
        return in_processes(task, chunks, n_process)
    return ((chunk, task(chunk)) for chunk in chunks)


def _chunks(inputs: Iterable[Chosen], limit: int) -> Iterator[list[Chosen]]:
    chunk: list[Chosen] = []
    size = 0
    for item in inputs:
        if chunk and (len(chunk) >= limit or size + item.input.size > _CHARACTERS):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += item.input.size
    if chunk:
        yield chunk


def _read(item: Chosen) -> Any:
    try:
        return item.input.read()
    except Exception as error:  # whatever a parser stumbles over, the others go on
        return error


def _loaded(item: Chosen) -> Chosen:
    """The input with what it holds: another machine need not see the files of this one."""
    found = _read(item)
    if isinstance(found, Exception):
        return item._replace(input=FailedInput(item.id, portable(found)))
    return item._replace(input=SourceInput(found))
