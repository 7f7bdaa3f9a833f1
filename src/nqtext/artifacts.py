"""Files of ``models/``: found, checked and opened.

An artifact is a folder with a ``manifest.json``, which names every other file with its size and
SHA-256 and, for arrays, their shapes and types.  Nothing is opened that does not agree with
it, and nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nqtext.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["FORMAT", "Artifact", "find_artifact", "models_folder", "write_artifact"]

FORMAT = "nqtext-artifact/1"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Artifact:
    """An artifact whose files agree with its manifest.

    Attributes:
        path: its folder.
        manifest: the manifest, parsed.
    """

    path: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, path: str | os.PathLike[str], kind: str) -> Artifact:
        """Open a folder and check size and hash of every file in it.

        Args:
            path: the folder.
            kind: what it must be, e.g. ``"paragraphs"``.

        Raises:
            ArtifactError: a file is missing, of another size or content, or of another kind.
        """
        folder = Path(path)
        manifest_file = folder / _MANIFEST
        try:
            manifest = json.loads(manifest_file.read_bytes())
        except OSError as error:
            raise ArtifactError(
                f"{manifest_file}: cannot be read ({error.strerror}); is this a model folder?"
            ) from error
        except ValueError as error:
            raise ArtifactError(f"{manifest_file}: is not JSON ({error}); install the model again") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            found = manifest.get("format") if isinstance(manifest, dict) else type(manifest).__name__
            raise ArtifactError(f"{manifest_file}: expected format {FORMAT!r}, found {found!r}")
        if manifest.get("kind") != kind:
            raise ArtifactError(
                f"{manifest_file}: expected a model of kind {kind!r}, found {manifest.get('kind')!r}"
            )
        files = manifest.get("files")
        if not isinstance(files, dict) or not isinstance(manifest.get("version"), str):
            raise ArtifactError(f"{manifest_file}: names no files or no version; install the model again")
        artifact = cls(folder, manifest)
        for name in files:
            artifact.read(name)
        return artifact

    @property
    def version(self) -> str:
        """The model's version, with the first 8 digits of the hash of its manifest."""
        digest = hashlib.sha256(json.dumps(self.manifest, sort_keys=True).encode()).hexdigest()
        return f"{self.manifest['version']}+{digest[:8]}"

    def read(self, name: str) -> bytes:
        """The content of a file.

        Raises:
            ArtifactError: it is not in the manifest, or is not what the manifest says.
        """
        expected = self.manifest["files"].get(name)
        if not isinstance(expected, dict):
            raise ArtifactError(f"{self.path / _MANIFEST}: does not name the file {name!r}")
        file = self.path / name
        if Path(name).name != name:
            raise ArtifactError(f"{self.path / _MANIFEST}: {name!r} is no plain file name")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ArtifactError(
                f"{file}: cannot be read ({error.strerror}); install the model again"
            ) from error
        if len(content) != expected.get("size"):
            raise ArtifactError(f"{file}: expected {expected.get('size')} bytes, found {len(content)}")
        found = hashlib.sha256(content).hexdigest()
        if found != expected.get("sha256"):
            raise ArtifactError(f"{file}: expected SHA-256 {expected.get('sha256')}, found {found}")
        return content

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays of an ``.npz`` file, checked against the shapes and types of the manifest.

        Raises:
            ArtifactError: an array is missing or of another shape or type.
        """
        expected: dict[str, Any] = self.manifest["files"].get(name, {}).get("arrays", {})
        try:
            with np.load(io.BytesIO(self.read(name)), allow_pickle=False) as stored:
                arrays = {key: stored[key] for key in stored.files}
        except (ValueError, OSError, KeyError) as error:
            raise ArtifactError(f"{self.path / name}: is no file of arrays ({error})") from error
        found = {key: [str(array.dtype), *array.shape] for key, array in arrays.items()}
        if found != expected:
            raise ArtifactError(f"{self.path / name}: expected the arrays {expected}, found {found}")
        return arrays

    def lines(self, name: str) -> list[str]:
        """The lines of a text file."""
        return self.read(name).decode("utf-8").removesuffix("\n").split("\n")


def models_folder() -> Path:
    """Where models are: ``$NQTEXT_MODELS``, else inside the package, else in the checkout.

    Raises:
        ArtifactError: there is none.
    """
    override = os.environ.get("NQTEXT_MODELS")
    package = Path(__file__).parent
    candidates = [Path(override)] if override else [package / "models", package.parent.parent / "models"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    where = " nor ".join(str(folder) for folder in candidates)
    raise ArtifactError(f"no models folder: neither {where} exists; reinstall nqtext or set NQTEXT_MODELS")


def find_artifact(name: str, kind: str) -> Artifact:
    """Open one of nqtext's own artifacts by name."""
    return Artifact.open(models_folder() / name, kind)


def write_artifact(
    folder: str | os.PathLike[str],
    kind: str,
    version: str,
    arrays: Mapping[str, Mapping[str, NDArray[Any]]],
    texts: Mapping[str, str],
    about: Mapping[str, Any],
) -> Path:
    """Write an artifact, byte for byte the same for the same content.

    Args:
        folder: where to; created, and files of the same names replaced.
        kind: what it is.
        version: its version.
        arrays: for each ``.npz`` file its arrays.
        texts: for each text file its content.
        about: what else the manifest says (labels, settings, data).

    Returns:
        The folder.
    """
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {}
    for name, group in sorted(arrays.items()):
        content = _npz(group)
        (path / name).write_bytes(content)
        files[name] = {
            **_fingerprint(content),
            "arrays": {key: [str(array.dtype), *array.shape] for key, array in sorted(group.items())},
        }
    for name, text in sorted(texts.items()):
        content = text.encode("utf-8")
        (path / name).write_bytes(content)
        files[name] = _fingerprint(content)
    manifest = {"format": FORMAT, "kind": kind, "version": version, **about, "files": files}
    (path / _MANIFEST).write_text(
        json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    return path


def _fingerprint(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An ``.npz`` without time stamps (``numpy.savez`` writes none of its own choosing, zip does)."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, array in sorted(arrays.items()):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{key}.npy", (1980, 1, 1, 0, 0, 0)),
                member.getvalue(),
                zipfile.ZIP_DEFLATED,
                9,
            )
    return buffer.getvalue()
