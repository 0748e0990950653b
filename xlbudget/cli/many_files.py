"""The files that `check` is given: those of a folder, and the sum of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.records import dataclass, field

ANNOTATED = "-批注"
"""How the name of our copy with comments ends, before the suffix."""


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that were named, and the documents of each folder in the order of their names.
    What other programs only keep there for a while (~$…, hidden files) is no document, nor is the
    copy with comments that stands beside its document.
    """
    from xlbudget.intake.sources import DOCUMENTS

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [
            each
            for each in sorted(path.iterdir())
            if each.suffix.lower() in DOCUMENTS
            and not each.name.startswith(("~$", "."))
            and not _is_annotated(each)
        ]
        if not found:
            raise OutputRefused(
                where=str(path),
                seen="一个文件夹，里面没有文档",
                expected="文件，或放着文档的文件夹",
                remedy="文件夹里只取文档（.docx、.doc、.pdf、.html、.txt 等）；工作簿请逐个写上。",
            )
        yield from found


def _is_annotated(path: Path) -> bool:
    original = path.stem.removesuffix(ANNOTATED)
    return original != path.stem and path.with_name(f"{original}{path.suffix}").exists()


@dataclass(slots=True)
class Checked:
    """What came of all files: the JSON of each, and whether any had errors or was unreadable."""

    elements: list[dict[str, object]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    errors: int = 0
    unreadable: int = 0

    def add(self, name: str, found: dict[str, object], counts: Sequence[tuple[str, int]]) -> None:
        """A file that was read, with how many findings of each level it has, errors first."""
        self.elements.append(found)
        self.errors += bool(counts[0][1])
        said = "，".join(f"{word} {count}" for word, count in counts)
        self.lines.append(f"{name}：{said}")

    def refused(self, name: str, message: str) -> None:
        """A file that could not be read."""
        self.elements.append({"file": name, "error": message})
        self.unreadable += 1
        self.lines.append(f"{name}：没有读成")

    def print_sum(self) -> None:
        """One line a file, where there are several."""
        if len(self.lines) > 1:
            unread = f"，{self.unreadable} 个没有读成" if self.unreadable else ""
            head = f"共 {len(self.lines)} 个文件，{self.errors} 个有错误{unread}："
            click.echo(click.style(head, bold=True))
            for line in self.lines:
                click.echo(f"    {line}")
