"""The direction of flow: an import never goes up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import nqtext

#: The floors of the design, lowest first; a module may import its own floor and those below.
FLOORS = (
    {"errors", "unicode", "records", "tokens", "article", "runs", "_version"},
    {"artifacts", "gazetteers"},
    {"segmentation"},
    {"reading", "entities"},
    {"classification"},
    {"texts", "assembly", "workers", "pipeline", "functions"},
    {"schema", "display", "formats"},
    {"corpus"},
    {"training"},
    {"about", "cli", "__main__"},
)
LEVEL = {name: level for level, floor in enumerate(FLOORS) for name in floor}
ROOT = Path(nqtext.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")

#: Rendering and writing methods of an article ask for what is above them when they are called.
EXCEPTIONS = {("article", "display"), ("article", "schema")}


def imported(tree: ast.Module) -> set[str]:
    """Parts of nqtext that a module imports when it runs (not for type checking alone)."""
    names: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("nqtext."):
            names.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "nqtext":
            names.update(alias.name for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_goes_up(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert part in LEVEL, f"{part} has no floor; name it in FLOORS"
    for name in imported(ast.parse(path.read_text("utf-8"))) & set(LEVEL):
        assert LEVEL[name] <= LEVEL[part] or (part, name) in EXCEPTIONS, f"{part} imports {name}"


def test_only_one_module_imports_underthesea() -> None:
    def uses(path: Path) -> bool:
        tree = ast.parse(path.read_text("utf-8"))
        return any(
            (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "underthesea")
            or (
                isinstance(node, ast.Import)
                and any(a.name.split(".")[0] == "underthesea" for a in node.names)
            )
            for node in ast.walk(tree)
        )

    assert [path.name for path in MODULES if uses(path)] == ["underthesea.py"]
