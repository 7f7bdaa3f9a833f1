"""Run the notebooks from top to bottom: ``python -m notebooks [--check] [NOTEBOOK...]``.

Without ``--check`` each is written with its new outputs.  With it nothing is written: the exit code is 1 if
one fails, or if a text that it prints differs from the committed one (pictures may differ: fonts do).
"""

from __future__ import annotations

import argparse
import copy
import difflib
import re
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent
#: What outputs must not hold: places of a machine, and what differs from run to run.
FOREIGN = re.compile(r"/tmp/|/home/|/root/|/Users/|site-packages|\bobject at 0x")


def main() -> int:
    """Run the notebooks; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m notebooks", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="notebooks (default: all)")
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    options = parser.parse_args()
    bad = 0
    for path in options.notebooks or sorted(FOLDER.glob("*.ipynb")):
        began = time.monotonic()
        committed = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        try:
            new = executed(committed)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            bad += 1
            continue
        complaints = [f"{path.name}: an output holds {word!r}" for word in FOREIGN.findall(printed(new))]
        if options.check:
            complaints += difference(committed, new, path.name)
        elif not complaints:
            nbformat.write(new, path)  # type: ignore[no-untyped-call]
        print(f"{path.name}: {time.monotonic() - began:.0f} s", *complaints, sep="\n", flush=True)
        bad += bool(complaints)
    return 1 if bad else 0


def executed(notebook: Any) -> Any:
    """A copy of a notebook with the outputs of a new run, and nothing of the machine that it ran on.

    Warnings are said on standard error; they hang on the versions and the load of the machine.
    """
    new = copy.deepcopy(notebook)
    NotebookClient(new, timeout=170, resources={"metadata": {"path": str(FOLDER)}}).execute()
    new.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(new.cells):
        cell.id, cell.metadata = f"cell-{number}", {}
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                print(output["text"], file=sys.stderr)
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    return new


def printed(notebook: Any) -> str:
    """The text of all outputs but pictures, cell by cell; without the blanks that line columns up."""
    lines = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "image/png" in data:
                continue
            said = output.get("text") or data.get("text/html") or data.get("text/plain", "")
            lines += [" ".join(line.split()) for line in said.splitlines()]
    return "\n".join(lines)


def difference(committed: Any, new: Any, name: str) -> list[str]:
    """What the outputs say now, beside what they said; at most forty lines."""
    lines = difflib.unified_diff(
        printed(committed).splitlines(),
        printed(new).splitlines(),
        f"{name}, committed",
        f"{name}, now",
        lineterm="",
        n=1,
    )
    found = list(lines)[:40]
    return [*found, "run python -m notebooks, read the outputs, and commit them"] if found else []


if __name__ == "__main__":
    sys.exit(main())
