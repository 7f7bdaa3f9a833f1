"""What the site takes from elsewhere in the repository, so that nothing is written twice.

* Pages that are files outside ``docs/``: model cards, changelog, contributing, licences.
* A line ``See [Heading](../README.md#heading).`` stands for the section below that heading.
* The page of the command line is made from the program itself.
* Links to files of the repository become links to their pages (notebooks: ``docs/notebook_pages.py``).
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent

#: Where a file of the repository stands in the site.
PAGES = {
    "README.md": "index.md",
    "README.vi.md": "vi.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "LICENSE": "LICENSE.txt",
    "NOTICE": "NOTICE.txt",
    "CITATION.cff": "CITATION.cff",
    "src/nqtext/nqtext-1.schema.json": "nqtext-1.schema.json",
    **{
        card.relative_to(ROOT).as_posix(): f"models/{card.parent.name}.md"
        for card in sorted(ROOT.glob("models/*/CARD.md"))
    },
}
_NOTEBOOKS = {
    f"notebooks/{path.name}": f"notebooks/{path.stem}.md" for path in ROOT.glob("notebooks/*.ipynb")
}
_PAGE_OF = PAGES | _NOTEBOOKS
_HOME = {page: source for source, page in _PAGE_OF.items()}
SECTION = re.compile(r"^(?:See|Xem) \[(?P<heading>[^]]+)\]\(\.\./(?P<file>[\w.]+)#[^)]+\)\.$", re.M)
#: A link; blocks of code are taken as they are.
_LINK = re.compile(r"(?P<code>^```.*?^```$)|(?<=\]\()(?!\w+:|#)(?P<target>[^)\s#]+)", re.S | re.M)
_ROLE = re.compile(r":(?:func|class|meth|attr|data|mod):<code>~?")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages whose source is not in ``docs/``."""
    for source, page in PAGES.items():
        if files.get_file_from_path(page) is None:
            files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    files.append(File.generated(config, "reference/command-line.md", content=command_line()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Take in sections of other files, and turn links to files into links to pages."""
    here = page.file.src_uri
    source = here if page.file.generated_by is None else _HOME.get(here, here)
    folder = posixpath.dirname(source if page.file.generated_by else f"docs/{source}")
    pieces, at = [], 0
    for found in SECTION.finditer(markdown):
        pieces += [_localised(markdown[at : found.start()], folder, here)]
        pieces += [_localised(section(found["file"], found["heading"]), "", here)]
        at = found.end()
    return "".join([*pieces, _localised(markdown[at:], folder, here)])


def on_page_content(html: str, **_: Any) -> str:
    """Docstrings name things in the manner of Sphinx; here the name alone is enough."""
    return _ROLE.sub("<code>", html)


def section(name: str, heading: str) -> str:
    """What stands below a heading of a file of the repository.

    Raises:
        KeyError: there is no such heading.
    """
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)\n", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading].strip()


def command_line() -> str:
    """The commands of ``nqtext``, their arguments and options, in Markdown."""
    import typer

    from nqtext.cli import app

    lines = ["# Command line", ""]
    for name, command in _commands("nqtext", typer.main.get_command(app)):
        lines += [f"## `{name}`", "", command.help or "", "", "| argument or option | |", "|---|---|"]
        for parameter in command.params:
            options = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
            shown = (
                options
                if parameter.param_type_name == "option"
                else f"`{(parameter.metavar or parameter.name).upper()}`"
            )
            told = " ".join((getattr(parameter, "help", "") or "").split()).replace("|", "\\|")
            lines.append(f"| {shown} | {told} |")
        lines.append("")
    return "\n".join(lines)


def _commands(name: str, command: Any) -> list[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        return [(name, command)]
    return [found for key, below in command.commands.items() for found in _commands(f"{name} {key}", below)]


def _localised(markdown: str, folder: str, here: str) -> str:
    """Links of a file in ``folder`` of the repository, as they have to be on the page ``here``."""

    def moved(found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        target = posixpath.normpath(posixpath.join(folder, found["target"]))
        page = _PAGE_OF.get(target, target.removeprefix("docs/"))
        return posixpath.relpath(page, posixpath.dirname(here) or ".")

    return _LINK.sub(moved, markdown)
