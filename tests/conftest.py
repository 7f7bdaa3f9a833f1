"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

#: Property tests run the same examples every time, so that a red run can be repeated.
settings.register_profile(
    "nqtext", deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("nqtext")

SAMPLES = Path(__file__).parent.parent / "notebooks" / "articles"


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
