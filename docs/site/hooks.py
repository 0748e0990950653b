"""What the site does with pages that are also read in the repository: the folder of decisions as a
list, links that leave docs/ as plain words, and what a search lists first.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

FOLDER = "decisions/"
FIRST = {"checks.md": 4, "errors.md": 3, "workbook.md": 2, "quick-start.md": 2, "review.md": 2}
LAST = {"architecture.md", "contributing.md", "performance.md", "windows-acceptance.md"}
"""Pages that a search lists earlier, and those for maintainers, which it lists last."""

_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((?!\w+:|#)([^)\s]+)\)")


def _with_folders(nav: list[Any], home: Path) -> list[Any]:
    filled: list[Any] = []
    for entry in nav:
        ((title, below),) = entry.items()
        if isinstance(below, list):
            below = _with_folders(below, home)
        elif below == FOLDER:
            below = [f"{FOLDER}{path.name}" for path in sorted((home / FOLDER).glob("*.md"))]
        filled.append({title: below})
    return filled


def on_config(config: Any) -> Any:
    """The folder of decisions, in the order of their numbers."""
    config.nav = _with_folders(config.nav, Path(config.docs_dir))
    return config


def leaves(page: str, link: str) -> bool:
    """Whether a link of a page leads out of docs/.

    >>> leaves("word.md", "../README.md"), leaves("decisions/0001.md", "../word.md")
    (True, False)
    """
    depth = 0
    for part in (PurePosixPath(page).parent / link.partition("#")[0]).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links that lead out of docs/ or to a folder keep their words only."""
    name = page.file.src_uri
    late = name.startswith(FOLDER) or name in LAST
    page.meta["search"] = {"boost": 0.2 if late else FIRST.get(name, 1)}

    def kept(found: re.Match[str]) -> str:
        gone = leaves(name, found[2]) or found[2].partition("#")[0].endswith("/")
        return found[1] if gone else found[0]

    return _LINK.sub(kept, markdown)
