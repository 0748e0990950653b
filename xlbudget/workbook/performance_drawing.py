"""绩效 and 绩效指标 in a new workbook: rows for projects and indicators, the totals by formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlbudget.books.port import CellWrite, Grid, Value, grid
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.performance import PARTS, PROJECT_KINDS, Funding, Indicator, Project
from xlbudget.domain.statements import Cell, Entry, Source
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook import performance_layout as places
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.entry_sheets import own_page
from xlbudget.workbook.marks import conditions
from xlbudget.workbook.page import Page
from xlbudget.workbook.performance_entries import totals_of_projects
from xlbudget.workbook.performance_sheet import PerformanceSheet

_WIDTHS = {
    places.CODE: 16.0,
    places.DEPARTMENT: 24.0,
    places.IMPLEMENTER: 24.0,
    places.GOAL: 44.0,
    places.POINTS: 12.0,
}


def draw_performance(canvas: Canvas, results: Results) -> None:
    """绩效: rows for projects with their rate of execution, what they come to, and right of that
    what only the published table says.
    """
    unit, projects = results.format.own_style.unit, results.account.projects
    money = layout.money_width(16.0, unit)
    widths = [40, 14, money, money, 12, 12, 44, 3, 30, money, 3]
    widths += [_WIDTHS.get(word, money) for word in places.DETAILS]
    page = own_page(canvas, layout.PERFORMANCE, widths, landscape=True)
    page.print_on("A3", pages_wide=2)
    page.text(2, 4, layout.money_words(unit), "open_right")
    words = layout.HEADERS[layout.PERFORMANCE]
    columns = {word: at for at, word in enumerate(words, 1)}
    first = layout.FIRST_ROW
    rows = max(places.SPARE_PROJECTS, len(projects) + places.SPARE_PROJECTS // 2)
    sheet = PerformanceSheet(columns, first, first + rows - 1)
    spare = [Project(name=Entry("", Source("", layout.PERFORMANCE, "")))] * (rows - len(projects))
    for row, (project, rate) in enumerate(
        zip([*projects, *spare], sheet.rates(_money_of(projects, unit)), strict=True), first
    ):
        _project(page, row, project, rate, unit)
    for at, word in enumerate(places.DETAILS, places.DETAILS_COLUMN):
        page.text(layout.HEADER_ROW, at, word, "header")
    page.choices(first, 2, PROJECT_KINDS, "项目类别", "请选择。", rows)
    last = sheet.last_row
    page.numbers_only((first, 3, last, 4))
    page.numbers_only((first, 6, last, 6))
    end = places.DETAILS_COLUMN + len(places.DETAILS) - 1
    page.numbers_only((first, end - len(places.AMOUNTS), last, end))
    page.mark((first, 1, last, end), conditions(layout.TITLES[layout.PERFORMANCE]))
    _totals(page, results, sheet)


def _totals(page: Page, results: Results, sheet: PerformanceSheet) -> None:
    """汇总, right of the rows."""
    unit = results.format.own_style.unit
    for at, word in enumerate(layout.TOTALS, places.TOTALS_COLUMN):
        page.text(layout.HEADER_ROW, at, word, "header")
    known = dict(totals_of_projects(results.account.projects))
    for row, (name, cell) in enumerate(sheet.totals(known, unit), layout.FIRST_ROW):
        style = "amount" if name.endswith("总额") else "whole"
        page.text(row, places.TOTALS_COLUMN, name, "label")
        page.put(row, places.TOTALS_COLUMN + 1, cell, style)


def _project(page: Page, row: int, project: Project, rate: CellWrite, unit: Unit) -> None:
    """A row of 绩效; of a project without a name a blank one."""
    whole = project.whole
    cells = [
        _text(project.name),
        CellWrite(project.kind or None),
        _amount(whole.budget, unit),
        _amount(whole.executed, unit),
        rate,
        _count(project.printed_score),
        _text(project.achieved),
    ]
    styles = ["entry", "entry", "entry_amount", "entry_amount", "rate", "entry_count", "entry"]
    page.put_row(row, 1, cells, styles)
    texts = [project.code, project.department, project.implementer, project.goal]
    styles = ["entry_code", "entry", "entry", "entry", "entry_count"]
    cells = [*map(_text, texts), _count(project.points)]
    page.put_row(row, places.DETAILS_COLUMN, cells, styles)
    amounts = [whole.initial]
    for fund in PARTS:
        funding = project.funds.get(fund, Funding())
        amounts += [funding.initial, funding.budget, funding.executed]
    column = places.DETAILS_COLUMN + len(cells)
    page.put_row(
        row, column, [_amount(cell, unit) for cell in amounts], ["entry_amount"] * len(amounts)
    )


def draw_indicators(canvas: Canvas, results: Results) -> None:
    """绩效指标: the indicators of all projects below each other, and spare rows."""
    widths = [34.0, 12.0, 20.0, 30.0, 26.0, 26.0, 8.0, 8.0, 40.0]
    page = own_page(canvas, layout.INDICATORS, widths, landscape=True)
    first, styles = layout.FIRST_ROW, ["entry"] * 6 + ["entry_count"] * 2 + ["entry"]
    row = first
    for project in results.account.projects:
        for indicator in project.indicators:
            page.put_row(row, 1, _indicator(project, indicator), styles)
            row += 1
    last = row + places.SPARE_INDICATORS - 1
    for spare in range(row, last + 1):
        page.put_row(spare, 1, [CellWrite(None)] * len(styles), styles)
    page.numbers_only((first, 7, last, 8))
    page.mark((first, 1, last, len(styles)), conditions(layout.TITLES[layout.INDICATORS]))


def _indicator(project: Project, indicator: Indicator) -> list[CellWrite]:
    return [
        _text(project.name),
        *(CellWrite(word or None) for word in (indicator.first, indicator.second, indicator.third)),
        _text(indicator.target),
        _text(indicator.actual),
        _count(indicator.points),
        _count(indicator.score),
        _text(indicator.reason),
    ]


def _money_of(projects: Sequence[Project], unit: Unit) -> Grid:
    """The rows of the projects as the rates see them."""
    rows: list[list[Value]] = [
        [project.name.text, None, *(_number(a, unit) for a in (project.budget, project.executed))]
        for project in projects
    ]
    return grid(layout.PERFORMANCE, [*[[None]] * layout.HEADER_ROW, *rows])


def _number(amount: Amount | None, unit: Unit) -> Decimal | None:
    return None if amount is None else amount.number(unit)


def _text(entry: Entry | None) -> CellWrite:
    return CellWrite(entry.text if entry and entry.text else None)


def _amount(cell: Cell | None, unit: Unit) -> CellWrite:
    return CellWrite(_number(cell.amount if cell else None, unit))


def _count(cell: Cell | None) -> CellWrite:
    return CellWrite(cell.count if cell else None)
