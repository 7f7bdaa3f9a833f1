"""What is installed: versions, models, tables, licences, and where they are."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import Any

from nqtext._version import __version__
from nqtext.errors import ArtifactError

__all__ = ["about", "about_text"]

_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"](\w+)['\"]")
_DEVELOPMENT = "dev"


def about() -> dict[str, Any]:
    """What ``nqtext info --json`` writes.

    Libraries are looked up, not imported; every file of every model is checked against its manifest.

    Returns:
        Plain JSON values with the keys ``nqtext``, ``python``, ``platform``, ``licence``, ``package``,
        ``libraries``, ``models`` (one with a fault has an ``error``) and ``gazetteers``.

    >>> about()["licence"]
    'Apache-2.0'
    """
    return {
        "nqtext": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "licence": _licence("nqtext"),
        "package": str(Path(__file__).parent),
        "libraries": _libraries(),
        "models": _models(),
        "gazetteers": _gazetteers(),
    }


def about_text(facts: dict[str, Any]) -> str:
    """The same to read."""
    lines = [
        f"nqtext {facts['nqtext']} ({facts['licence']}) in {facts['package']}",
        f"Python {facts['python']} on {facts['platform']}",
        "",
        "Libraries",
    ]
    for library in facts["libraries"]:
        extra = f", optional: nqtext[{library['extra']}]" if library["extra"] else ""
        lines.append(
            f"  {library['name']} {library['version'] or 'not installed'} ({library['licence']}{extra})"
        )
    lines += ["", "Models", *(() if facts["models"] else ("  none",))]
    for model in facts["models"]:
        if "error" in model:
            lines.append(f"  {model['name']}: FAULTY: {model['error']}")
            continue
        lines.append(
            f"  {model['name']} {model['version']} ({model['kind']}; {model['licence']}) in {model['path']}"
        )
        lines += [
            f"    {name}: {file['size']} bytes, SHA-256 {file['sha256']}"
            for name, file in model["files"].items()
        ]
    tables = facts["gazetteers"]
    lines += [
        "",
        "Gazetteers",
        f"  {len(tables['tables'])} tables, version {tables['version']}, in {tables['path']}",
    ]
    lines.append(f"  sources and licences: {tables['sources']}")
    return "\n".join(lines) + "\n"


def _libraries() -> list[dict[str, str | None]]:
    """What nqtext requires, as its package says; each with the extra that asks for it."""
    try:
        requirements = metadata.requires("nqtext") or []
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        requirements = []
    found = []
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        extra = _EXTRA.search(requirement)
        name = match.group() if match else requirement
        if name == "nqtext" or (extra and extra[1] in (_DEVELOPMENT, "all")):
            continue
        try:
            version: str | None = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = None
        found.append(
            {
                "name": name,
                "version": version,
                "licence": _licence(name),
                "extra": extra[1] if extra else None,
            }
        )
    return found


def _licence(package: str) -> str:
    try:
        about_package = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return "licence unknown"
    stated: str = (about_package.get_all("License-Expression") or about_package.get_all("License") or [""])[0]
    if stated and len(stated) < 80 and "\n" not in stated:
        return stated
    classifiers = about_package.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License :: ")]
    return ", ".join(named) or "licence unknown"


def _models() -> list[dict[str, Any]]:
    from nqtext.artifacts import Artifact, models_folder

    try:
        folder = models_folder()
    except ArtifactError as error:
        return [{"name": "models", "error": str(error)}]
    models: list[dict[str, Any]] = []
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.name.startswith("."):
            continue
        try:
            manifest = json.loads((path / "manifest.json").read_bytes())
            artifact = Artifact.open(path, manifest["kind"])
        except ArtifactError as error:
            models.append({"name": path.name, "path": str(path), "error": str(error)})
        except (OSError, ValueError, KeyError, TypeError) as error:
            models.append({"name": path.name, "path": str(path), "error": f"no manifest to read: {error}"})
        else:
            files = {
                name: {"size": file["size"], "sha256": file["sha256"]}
                for name, file in manifest["files"].items()
            }
            models.append(
                {
                    "name": path.name,
                    "kind": manifest["kind"],
                    "version": artifact.version,
                    "licence": manifest.get("licence") or manifest.get("license") or "licence unknown",
                    "path": str(path),
                    "files": files,
                }
            )
    return models


def _gazetteers() -> dict[str, Any]:
    from nqtext import gazetteers

    folder = Path(gazetteers.__file__).parent
    return {
        "version": gazetteers.version(),
        "path": str(folder),
        "sources": str(folder / "SOURCES.md"),
        "tables": {
            table.name: hashlib.sha256(table.read_bytes()).hexdigest()
            for table in sorted(folder.glob("*.tsv"))
        },
    }
