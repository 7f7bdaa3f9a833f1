"""The notebooks as pages of the site: what they say, their code, and their committed outputs."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent

#: Outputs that are HTML or pictures, by the mark that stands for them while Markdown is at work.
_SHOWN: dict[str, str] = {}
#: What pandas says of the looks of its tables; the site has its own.
_PLAIN = re.compile(r"<style scoped>(?:(?!</style>).)*</style>\s*<table[^>]*>", re.S)
_MARK = re.compile(r"<p>(%output \S+%)</p>")


def on_files(files: Files, config: Any) -> Files:
    """Add a page for each notebook."""
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=page_of(path)))
    return files


def on_page_content(html: str, **_: Any) -> str:
    """Put the outputs in."""
    return _MARK.sub(lambda found: _SHOWN[found[1]], html)


def page_of(path: Path) -> str:
    """A notebook in Markdown."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    pieces = []
    for cell in cells:
        source = "".join(cell["source"])
        pieces.append(source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
        pieces += [_output(output, f"{path.stem}-{len(_SHOWN)}") for output in cell.get("outputs", ())]
    return "\n\n".join(pieces)


def _output(output: dict[str, Any], name: str) -> str:
    data = {kind: "".join(value) for kind, value in output.get("data", {}).items()}
    if "text/html" in data:
        shown = _PLAIN.sub("<table>", data["text/html"])
    elif "image/png" in data:
        told = html.escape(data.get("text/plain", ""))
        shown = f'<p><img alt="{told}" src="data:image/png;base64,{data["image/png"].strip()}"></p>'
    else:
        said = "".join(output.get("text", ())) or data["text/plain"]
        return f"```text\n{said.rstrip()}\n```"
    _SHOWN[f"%output {name}%"] = shown
    return f"%output {name}%"
