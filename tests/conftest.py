"""What several test modules share."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from nqtext.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

#: Property tests run the same examples every time, so that a red run can be repeated.
settings.register_profile(
    "nqtext", deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("nqtext")

SAMPLES = Path(__file__).parent.parent / "notebooks" / "articles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs the shared data: ``pytest -m shared`` runs nothing else."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample articles of the project."""
    return sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data; tests that need it are skipped where there is none."""
    folder = os.environ.get("NQTEXT_SHARED")
    if not folder:
        pytest.skip("needs the project's shared data: set NQTEXT_SHARED")
    return Path(folder)


@pytest.fixture
def run(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process: exit code, standard output, standard error."""

    def call(*args: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            app([str(arg) for arg in args], prog_name="nqtext")
        out, err = capsysbinary.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out.decode("utf-8"), err.decode("utf-8")

    return call
