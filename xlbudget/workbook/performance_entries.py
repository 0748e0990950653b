"""What a person entered on 绩效: the projects of the year, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlbudget.books.port import Grid, address
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.money import EXACT, Amount, Unit, total
from xlbudget.domain.statements import Cell, Source
from xlbudget.reading.amounts import RawCell, read_cell, statement_precision, to_cell
from xlbudget.reading.recognise import head
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, as_text

_TENTH = 10
"""结余率大于10%: more than one tenth of a project's budget is left."""


@dataclass(frozen=True, slots=True)
class _Project:
    kind: str
    budget: RawCell
    spent: RawCell


def read_performance(sheets: OwnSheets, errors: list[XlbudgetError]) -> dict[str, Cell]:
    """The totals of 绩效 by their names (those of the fields of 补充资料); none without projects.

    Each total is said to stand in its cell of 汇总, where a formula computes the same.
    """
    found = sheets.table(layout.PERFORMANCE)
    if found is None:
        return {}
    grid, header, columns = found
    projects = list(_projects(sheets, grid, header, columns, errors))
    if not projects:
        return {}
    above = head(grid, sheets.file, errors)
    raw = [cell for project in projects for cell in (project.budget, project.spent)]
    if above.unit is None:
        if any(cell.number is not None for cell in raw):
            errors.append(
                UnknownLayout(
                    where=f"{sheets.file} · {grid.sheet}",
                    seen="没有金额单位",
                    expected="“金额单位：万元”或“金额单位：元”",
                    remedy="请在第二行写上金额单位。",
                )
            )
        return {}
    places = _places(sheets, grid)
    return {
        name: Cell.with_amount(places[name], value)
        if isinstance(value, Amount)
        else Cell.with_count(places[name], value)
        for name, value in _totals(projects, above.unit, statement_precision(raw, above.unit))
    }


def _projects(
    sheets: OwnSheets,
    grid: Grid,
    header: int,
    columns: dict[str, int],
    errors: list[XlbudgetError],
) -> Iterator[_Project]:
    for row in range(header + 1, grid.height + 1):
        name = as_text(grid.at(row, columns["项目名称"]))
        kind = as_text(grid.at(row, columns["项目类别"]))
        try:
            budget, spent = (
                read_cell(
                    grid.at(row, columns[word]),
                    Source(sheets.file, grid.sheet, address(row, columns[word])),
                )
                for word in ("预算数", "执行数")
            )
        except XlbudgetError as error:
            errors.append(error)
            continue
        texts = [cell for cell in (budget, spent) if cell.text]
        if texts:
            errors.append(
                UnknownLayout(
                    where=texts[0].source.in_file,
                    seen=f"文本“{texts[0].text}”",
                    expected="数字",
                    remedy="请选中这一格，点旁边的感叹号，选“转换为数字”。",
                )
            )
        if not name:
            if budget.number is not None or spent.number is not None:
                errors.append(_fault(sheets, grid, row, columns["项目名称"], "空白", "项目名称"))
            continue
        if kind not in ("", *layout.PROJECT_KINDS):
            words = "、".join(layout.PROJECT_KINDS)
            errors.append(_fault(sheets, grid, row, columns["项目类别"], f"“{kind}”", words))
        yield _Project(kind, budget, spent)


def _fault(
    sheets: OwnSheets, grid: Grid, row: int, column: int, seen: str, expected: str
) -> UnknownLayout:
    return UnknownLayout(
        where=Source(sheets.file, grid.sheet, address(row, column)).in_file,
        seen=seen,
        expected=expected,
        remedy="请补齐或改正这一行，或清空它的数。",
    )


def _places(sheets: OwnSheets, grid: Grid) -> dict[str, Source]:
    """The cell of each total in 汇总; the sheet's title where there is no 汇总 any more."""
    missing = Source(sheets.file, grid.sheet, "A1")
    places = dict.fromkeys(layout.PERFORMANCE_TOTALS, missing)
    found = sheets.table(layout.PERFORMANCE, layout.TOTALS)
    if found is not None:
        _, header, columns = found
        for row in range(header + 1, grid.height + 1):
            name = as_text(grid.at(row, columns["汇总"]))
            if places.get(name) is missing:
                at = address(row, columns["数"])
                places[name] = Source(sheets.file, grid.sheet, at)
    return places


def _totals(
    projects: list[_Project], unit: Unit, precision: int
) -> Iterator[tuple[str, Amount | Decimal]]:
    for prefix, kind in (("项目", ""), *((kind, kind) for kind in layout.PROJECT_KINDS)):
        own = [project for project in projects if kind in ("", project.kind)]
        budgets = [to_cell(project.budget, unit, precision).amount for project in own]
        spent = [to_cell(project.spent, unit, precision).amount for project in own]
        count, budget, executed = layout.totals_of(prefix)
        yield count, Decimal(len(own))
        yield budget, total(amount for amount in budgets if amount is not None)
        yield executed, total(amount for amount in spent if amount is not None)
    left_over = sum(_left_over(project, unit) for project in projects)
    yield layout.LEFT_OVER, Decimal(left_over)


def _left_over(project: _Project, unit: Unit) -> bool:
    """Whether more than a tenth of a project's budget is left."""
    budget, spent = (to_cell(cell, unit, EXACT).amount for cell in (project.budget, project.spent))
    if budget is None or budget.fen <= 0:
        return False
    left = budget.fen - (spent.fen if spent is not None else 0)
    return left * _TENTH > budget.fen
