"""What is said about sheets: not needed, not known, not readable; and what was computed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlbudget.books.port import Grid
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.formats.exports import Exports, RawSheet
from xlbudget.formats.model import SUPPLEMENT, Format
from xlbudget.formats.names import FigureName
from xlbudget.intake.added import COMPUTED, INCOMPLETE
from xlbudget.intake.feeds import Fed
from xlbudget.intake.gathered import SourceFile
from xlbudget.intake.mapping import nearest_tables
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.raw_sheets import code_on, first_words

NOT_USED, UNREAD = "sheet-not-used", "sheet-unrecognised"

ROW_UNREAD = "row-unrecognised"
"""What reading says of a row of amounts that it cannot tell (`reading.sheet`)."""

_SHOWN = 8
"""So many sheets are named where none was recognised."""


class NothingRecognised(UnknownLayout):
    """No sheet of any file is one that is known."""


def unread_sheet(grid: Grid, file: str, known: Exports, resolved: Format) -> Iterator[Finding]:
    """A sheet that is not needed, or that nobody knows, with the tables that are nearest; of one
    without amounts nothing is said.
    """
    code = code_on(grid)
    if code:
        titles = known.unused.get(code, ())
        what = f"“{titles[0]}”" if titles else "这张财决表"
        message = f"{what}未用到：公开表、预算数和补充资料都不从它取数。"
        yield _told(NOT_USED, Level.INFO, grid, file, message)
    elif any(may_be_amount(value) for _, _, value in grid.cells()):
        words = "、".join(f"“{word}”" for word in first_words(grid))
        near = nearest_tables(grid, resolved)
        message = (
            f"这张工作表有数，没有读入：认不出是哪张表（开头是{words or '数字'}）。{near}"
            "如应读入，请在表内第一行写上表样的标题。"
        )
        yield _told(UNREAD, Level.WARNING, grid, file, message)


def unread_budgets(grid: Grid, file: str, faults: Sequence[XlbudgetError]) -> Iterator[Finding]:
    """Why a sheet that seems to hold budgets was not read."""
    for fault in faults:
        message = f"这张表有预算数，没有读入：{fault.seen}。{fault.remedy}"
        yield _told(UNREAD, Level.WARNING, grid, file, message)


def computed_amounts(
    fed: Fed, sheet: RawSheet, grid: Grid, file: str, resolved: Format
) -> Iterator[Finding]:
    """The amounts that a raw sheet does not print: from which cells they were computed."""
    for each in fed.computed:
        table, line, column = each.key
        what = line
        if table != SUPPLEMENT:
            what = FigureName(table, line, column).line_label(resolved)
        message = f"“{sheet.table.title}”没有“{what}”这一个数，由 {each.formula()} 算出。"
        yield _told(COMPUTED, Level.INFO, grid, file, message, *map(str, each.sources()))


def lacking_lines(
    fed: Fed, sheet: RawSheet, grid: Grid, file: str, resolved: Format
) -> Iterator[Finding]:
    """Tables that a raw sheet cannot fill because a line of it is missing or blank."""
    for table, name in fed.lacking:
        line = sheet.table.line(name)
        label = line.label if line else name
        message = (
            f"“{resolved.tables[table].title}”要从“{label}”这一行取数，"
            "这张表没有这一行，或者空着：没有填。请补上这一行，再导入。"
        )
        yield _told(INCOMPLETE, Level.WARNING, grid, file, message)


def nothing_recognised(files: Sequence[SourceFile]) -> NothingRecognised:
    """The error where no sheet was recognised: which were seen, and how they begin."""
    seen = [
        f"{file.name} · {grid.sheet}（{'、'.join(first_words(grid)) or '空白'}）"
        for file in files
        for grid in file.grids
    ]
    more = f"等 {len(seen)} 张" if len(seen) > _SHOWN else ""
    return NothingRecognised(
        where="、".join(file.name for file in files) or "没有文件",
        seen=f"没有一张认得出的决算表：{'；'.join(seen[:_SHOWN]) or '没有工作表'}{more}",
        expected="财决系统导出的表（如“Z01 收入支出决算总表”），或公开表（按表内标题认）",
        remedy="请核对是不是拿错了文件；表样与众不同的，请在表内第一行写上公开表的标题。",
    )


def _told(check: str, level: Level, grid: Grid, file: str, message: str, *inputs: str) -> Finding:
    return Finding(
        check=check,
        verdict=Verdict.UNCHECKED,
        level=level,
        file=file,
        where=Place(sheet=grid.sheet, cell=inputs[0].rpartition("!")[2] if inputs else None),
        message=message,
        inputs=inputs,
    )
