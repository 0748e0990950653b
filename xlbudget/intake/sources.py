"""The files that a person hands in: single workbooks, or a folder of one-table files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from xlbudget.books.port import Book, Grid
from xlbudget.domain.errors import UnreadableFile, XlbudgetError, raise_all
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.intake.gathered import SourceFile
from xlbudget.reading.amounts import may_be_amount

SPREADSHEETS = (".xls", ".xlsx", ".xlsm", ".ods", ".et")
"""The names of files that may hold tables."""

DOCUMENTS = (
    *(".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".txt", ".md"),
    *(".html", ".htm", ".mht", ".mhtml"),
)
"""The names of files that hold a text."""

PASSED_OVER, HIDDEN = "file-passed-over", "sheet-hidden"

Opener = Callable[[Path], Book]
"""Opens a file of values; raises UnreadableFile where it cannot be read."""


def read_sources(
    paths: Iterable[Path], open_book: Opener
) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
    """The sheets of all files, in the order they were named, those of a folder by name; what a
    folder holds beside tables is told.

    All files that cannot be read are raised together. A file that is named twice is read once.
    """
    errors: list[XlbudgetError] = []
    findings: list[Finding] = []
    files: list[SourceFile] = []
    named = [each for path in paths for each in _files(path, findings, errors)]
    seen: set[Path] = set()
    for path, name in named:
        real = Path(os.path.realpath(path))
        if real in seen:
            continue
        seen.add(real)
        try:
            book = open_book(path)
            sheets = book.sheets()
            grids = tuple(book.read(sheet.name) for sheet in sheets)
        except XlbudgetError as error:
            errors.append(error)
        else:
            files.append(SourceFile(name, grids))
            shown = {sheet.name for sheet in sheets if sheet.visible}
            hidden = [each for each in grids if each.sheet not in shown]
            findings += [_hidden(name, each) for each in hidden if _holds_amounts(each)]
    raise_all(errors)
    return tuple(files), tuple(findings)


def _files(
    path: Path, findings: list[Finding], errors: list[XlbudgetError]
) -> Iterator[tuple[Path, str]]:
    """A file with its name, or those of a folder and of the folders right below it."""
    if not path.is_dir():
        yield path, path.name
        return
    found = list(_spreadsheets(path, "", findings))
    if not found:
        errors.append(
            UnreadableFile(
                where=str(path),
                seen="文件夹里没有表格文件",
                expected="、".join(SPREADSHEETS),
                remedy="请检查是否选错了文件夹；压缩包请先解压。",
            )
        )
    yield from found


def _spreadsheets(folder: Path, above: str, findings: list[Finding]) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{above}{path.name}"
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if above:
                findings.append(_passed_over(name, "更深一层的文件夹没有看"))
            else:
                yield from _spreadsheets(path, f"{path.name}/", findings)
        elif path.name.startswith(("~$", ".~")):
            findings.append(_passed_over(name, "锁定文件，是别的程序打开表格时留下的，没有数据"))
        elif path.suffix.lower() not in SPREADSHEETS:
            findings.append(_passed_over(name, "不是表格文件"))
        else:
            yield path, name


def _passed_over(name: str, why: str) -> Finding:
    return Finding(
        check=PASSED_OVER,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=name,
        message=f"“{name}”没有读入：{why}。",
    )


def _holds_amounts(grid: Grid) -> bool:
    return any(may_be_amount(value) for _, _, value in grid.cells())


def _hidden(name: str, grid: Grid) -> Finding:
    """A hidden sheet is read like any other: the person may not know that it is there."""
    return Finding(
        check=HIDDEN,
        verdict=Verdict.UNCHECKED,
        level=Level.INFO,
        file=name,
        where=Place(sheet=grid.sheet),
        message=f"工作表“{grid.sheet}”是隐藏的，照样看了；不该用的，请删去再导入。",
    )
