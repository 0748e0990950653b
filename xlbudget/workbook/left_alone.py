"""What a run did not write, as findings: formulas of the user's, and charts that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlbudget.books.port import BookPlan, LeftAlone, address, parse_address
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text

_LONGEST = 40
"""So much of a formula is quoted."""


def told(left: Iterable[LeftAlone], file: str) -> Iterator[Finding]:
    """A warning for each cell, or for cells below each other that one formula fills; one for all
    charts.
    """
    left = list(left)
    for run in _runs(cell for cell in left if not cell.chart):
        yield _cells(run, file)
    charts = [each for each in left if each.chart]
    if charts:
        names = f"{charts[0].chart}{'等' if len(charts) > 1 else ''}"
        yield Finding(
            check="chart-left-alone",
            verdict=Verdict.UNCHECKED,
            level=Level.WARNING,
            file=file,
            where=Place(sheet=charts[0].sheet),
            message=f"“{charts[0].sheet}”里没有找到 {len(charts)} 个图（{names}），它们没有更新。"
            "图是按名称认的：若在别的程序里保存过而改了名，请用新建的工作簿，或在选择窗格里改回名称。",
        )


def _runs(cells: Iterable[LeftAlone]) -> list[list[LeftAlone]]:
    """Cells right below each other with the same formula, together."""

    def place(cell: LeftAlone) -> tuple[str, int, int]:
        row, column = parse_address(cell.cell)
        return cell.sheet, column, row

    runs: list[list[LeftAlone]] = []
    for cell in sorted(cells, key=place):
        last = runs[-1][-1] if runs else None
        if last is not None and last.formula == cell.formula:
            sheet, column, row = place(last)
            if (sheet, column, row + 1) == place(cell):
                runs[-1].append(cell)
                continue
        runs.append([cell])
    return runs


def _cells(run: list[LeftAlone], file: str) -> Finding:
    first, last = run[0], run[-1]
    area = first.cell if len(run) == 1 else f"{first.cell}:{last.cell}"
    formula = first.formula
    stands = f"里是你的公式 {_shortened(formula)}" if formula else "和你的数组公式连在一起"
    return Finding(
        check="formula-left-alone",
        verdict=Verdict.UNCHECKED,
        level=Level.WARNING,
        file=file,
        where=Place(sheet=first.sheet, cell=first.cell),
        printed=formula,
        inputs=(f"{first.sheet}!{first.cell}",),
        message=f"{'这一格' if len(run) == 1 else area}{stands}，没有改写。"
        "不是有意改的，就清空它，再运行一次。",
    )


def _shortened(formula: str) -> str:
    return formula if len(formula) <= _LONGEST else f"{formula[:_LONGEST]}…"


_NAMED_BY = {
    layout.ANALYSIS: ((("项目",), layout.HEADERS[layout.ANALYSIS]), (("短语",), layout.PHRASES)),
    layout.CHARTS: ((("图", "类别"), layout.HEADERS[layout.CHARTS]),),
    layout.NARRATIVE: ((("编号",), layout.HEADERS[layout.NARRATIVE]),),
}
"""The lists whose rows are named, by sheet: the words over the names, and the header."""


def refuse_to_move(left: Iterable[LeftAlone], plan: BookPlan, sheets: OwnSheets) -> None:
    """OutputRefused if a list moves its rows while a formula of the user's stays in one of them:
    her number would stand beside the name of another.
    """
    alone = {(each.sheet, parse_address(each.cell)) for each in left if not each.chart}
    for sheet, lists in _NAMED_BY.items():
        for names, words in lists:
            found = sheets.table(sheet, words)
            if not found:
                continue
            grid, header, columns = found
            new = [_column(plan, grid.sheet, columns[name]) for name in names]
            for row in sorted({row for column in new for row in column if row > header}):
                here = [
                    columns[word] for word in words if (grid.sheet, (row, columns[word])) in alone
                ]
                standing = " ".join(as_text(grid.at(row, columns[name])) for name in names).strip()
                label = " ".join(column.get(row, "") for column in new).strip()
                if here and standing and standing != label:
                    raise OutputRefused(
                        where=f"{sheets.file} · {grid.sheet}!{address(row, here[0])}",
                        seen=f"你的公式，旁边是“{standing}”；本次这一行要换成“{label}”",
                        expected="列表里只有本程序的公式",
                        remedy="请把你的公式移到列表右边的空列，或清空这一格，再运行。",
                    )


def _column(plan: BookPlan, sheet: str, column: int) -> dict[int, str]:
    """What a plan writes into a column, by row."""
    return {
        row: as_text(cells[column - area.column].value)
        for area in plan.ranges
        if area.sheet == sheet and area.column <= column < area.column + len(area.cells[0])
        for row, cells in enumerate(area.cells, area.row)
    }
