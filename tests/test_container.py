"""The container file: what can be checked of it without a daemon that builds it."""

from __future__ import annotations

import fnmatch
import re
import shlex
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
STEPS = [
    tuple(line.split(None, 1))
    for line in re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text("utf-8")).splitlines()
    if line and not line.startswith("#")
]


def test_it_ends_as_an_ordinary_user() -> None:
    last_stage = STEPS[max(i for i, (step, _) in enumerate(STEPS) if step == "FROM") :]
    users = [what for step, what in last_stage if step == "USER"]
    assert users == ["1000"]  # a number: what runs the image can tell that it is not root
    at = [step for step, _ in last_stage].index("USER")
    assert not {"RUN", "COPY", "ADD"} & {step for step, _ in last_stage[at:]}


def test_what_it_copies_is_there_and_is_all_that_is_sent() -> None:
    copied = [
        path
        for step, what in STEPS
        if step == "COPY" and not what.startswith("--from")
        for path in shlex.split(what)[:-1]
    ]
    assert all((ROOT / path).exists() for path in copied)
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line[0] == "!"}
    assert kept == set(copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [project["readme"], *project["license-files"], "pyproject.toml", "src", "models"]
    assert all(any(fnmatch.fnmatch(path, one) for one in copied) for path in needed)


def test_it_installs_extras_that_there_are_with_a_python_that_will_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (extras,) = {found for _, what in STEPS for found in re.findall(r"\.\[([\w,]+)\]", what)}
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    images = {what.split()[0] for step, what in STEPS if step == "FROM"}
    (image,) = images
    version = re.fullmatch(r"docker\.io/library/python:(3\.\d+)-slim", image)
    assert version is not None
    assert f"Programming Language :: Python :: {version[1]}" in project["classifiers"]


def test_what_it_runs_is_a_command() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (entry,) = [what for step, what in STEPS if step == "ENTRYPOINT"]
    assert entry == '["nqtext"]'
    assert "nqtext" in project["scripts"]
