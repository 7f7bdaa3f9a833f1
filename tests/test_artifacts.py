"""Model files that are not what they should be are refused by name, with expected and found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import nqtext
from nqtext.artifacts import Artifact, find_artifact, models_folder, write_artifact
from nqtext.errors import ArtifactError


@pytest.fixture
def artifact(tmp_path: Path) -> Path:
    return write_artifact(
        tmp_path / "model",
        "toy",
        "1",
        {"weights.npz": {"weights": np.arange(6, dtype=np.float64).reshape(2, 3)}},
        {"vocabulary.txt": "mục tiêu\nnhiệm vụ\n"},
        {"labels": ["goal", "task"]},
    )


def test_round_trip(artifact: Path) -> None:
    opened = Artifact.open(artifact, "toy")
    assert opened.arrays("weights.npz")["weights"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert opened.lines("vocabulary.txt") == ["mục tiêu", "nhiệm vụ"]
    assert opened.manifest["labels"] == ["goal", "task"]


def test_the_same_content_gives_the_same_bytes(artifact: Path, tmp_path: Path) -> None:
    again = write_artifact(
        tmp_path / "again",
        "toy",
        "1",
        {"weights.npz": {"weights": np.arange(6, dtype=np.float64).reshape(2, 3)}},
        {"vocabulary.txt": "mục tiêu\nnhiệm vụ\n"},
        {"labels": ["goal", "task"]},
    )
    for file in artifact.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()


def test_a_truncated_file(artifact: Path) -> None:
    file = artifact / "weights.npz"
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:-7])
    with pytest.raises(ArtifactError, match=rf"weights\.npz: expected {size} bytes, found {size - 7}"):
        Artifact.open(artifact, "toy")


def test_a_tampered_file(artifact: Path) -> None:
    file = artifact / "vocabulary.txt"
    content = bytearray(file.read_bytes())
    content[0] ^= 1
    file.write_bytes(content)
    with pytest.raises(
        ArtifactError, match=r"vocabulary\.txt: expected SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}"
    ):
        Artifact.open(artifact, "toy")


def test_a_missing_file(artifact: Path) -> None:
    (artifact / "weights.npz").unlink()
    with pytest.raises(ArtifactError, match=r"weights\.npz: cannot be read"):
        Artifact.open(artifact, "toy")


def test_a_swapped_model(artifact: Path) -> None:
    with pytest.raises(ArtifactError, match="expected a model of kind 'paragraphs', found 'toy'"):
        Artifact.open(artifact, "paragraphs")


def test_arrays_of_another_shape(artifact: Path) -> None:
    manifest = json.loads((artifact / "manifest.json").read_text("utf-8"))
    manifest["files"]["weights.npz"]["arrays"]["weights"] = ["float64", 3, 2]
    (artifact / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ArtifactError, match="expected the arrays"):
        Artifact.open(artifact, "toy").arrays("weights.npz")


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"format": "other"}', '{"format": "nqtext-artifact/1", "kind": "toy"}']
)
def test_a_manifest_that_is_none(artifact: Path, manifest: str) -> None:
    (artifact / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(ArtifactError, match=r"manifest\.json"):
        Artifact.open(artifact, "toy")


def test_a_manifest_cannot_reach_outside_its_folder(artifact: Path) -> None:
    manifest = json.loads((artifact / "manifest.json").read_text("utf-8"))
    manifest["files"]["../model/weights.npz"] = manifest["files"].pop("weights.npz")
    (artifact / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ArtifactError, match="no plain file name"):
        Artifact.open(artifact, "toy")


def test_our_own_models_are_whole_and_small() -> None:
    folder = models_folder()
    opened = [find_artifact(path.name, path.name) for path in folder.iterdir() if path.is_dir()]
    assert opened
    for model in opened:
        assert (model.path / "CARD.md").read_text("utf-8").strip()
    assert sum(file.stat().st_size for file in folder.rglob("*")) < 30_000_000


def test_a_pipeline_says_which_model_is_broken(tmp_path: Path) -> None:
    copy = tmp_path / "paragraphs"
    shutil.copytree(models_folder() / "paragraphs", copy)
    assert nqtext.load(paragraphs=copy)("Mục tiêu đến năm 2030.").paragraphs[0].label is not None
    victim = next(file for file in sorted(copy.iterdir()) if file.suffix == ".npz")
    victim.write_bytes(victim.read_bytes() + b"x")
    with pytest.raises(ArtifactError, match=victim.name):
        nqtext.load(paragraphs=copy)


def test_models_can_be_overridden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NQTEXT_MODELS", str(tmp_path / "none"))
    with pytest.raises(ArtifactError, match="NQTEXT_MODELS"):
        models_folder()
    monkeypatch.setenv("NQTEXT_MODELS", str(tmp_path))
    assert models_folder() == tmp_path
