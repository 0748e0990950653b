"""绩效 as it is published: a list of all projects, and the form of each that was evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.domain.text import Gap
from xlbudget.results.computed import Results
from xlbudget.results.performance_cells import NONE, Drawing
from xlbudget.results.performance_forms import ReachedForm, ScoredForm
from xlbudget.results.printed_tables import PrintedTable, Role

SUMMARY = "performance_summary"
"""The name of the list; the tables of the projects are called performance_1 and so on."""

_LISTED = (5.0, 28.0, 9.0, 11.0, 11.0, 9.0, 8.0)
"""The widths of the columns in characters, for a page of A4 upright."""


def performance_tables(results: Results) -> tuple[PrintedTable, ...]:
    """The list of all projects, then the table of each that has more than a row of money; nothing
    where no project was evaluated.
    """
    projects = results.performance.projects
    evaluated = [each for each in projects if each.project.is_evaluated]
    if not evaluated and not any(each.score.count is not None for each in projects):
        return ()
    tables = [_listed(results)]
    for number, each in enumerate(evaluated, 1):
        form = ScoredForm if each.project.is_scored else ReachedForm
        tables.append(form(each, results).table(f"performance_{number}"))
    return tuple(tables)


def performance_gaps(results: Results) -> Iterator[tuple[PrintedTable, Gap]]:
    """The gaps of all tables with the table that each stands in."""
    for table in performance_tables(results):
        for cell in table.cells:
            for span in cell.spans:
                if isinstance(span, Gap):
                    yield table, span


def _listed(results: Results) -> PrintedTable:
    """One row a project, and below them what they come to."""
    draw = Drawing(results.format, row=1)
    draw.headers(1, "序号", "项目名称", "项目类别", "预算数", "执行数", "执行率", "自评得分")
    projects = results.performance.projects
    for number, each in enumerate(projects, 1):
        draw.row += 1
        draw.put(1, str(number), Role.NUMBER)
        draw.put(2, each.project.name.text)
        draw.put(3, each.project.kind or NONE, Role.HEADER)
        for column, figure in ((4, each.budget), (5, each.executed), (6, each.rate)):
            draw.computed(column, figure)
        draw.computed(7, each.score)
    draw.row += 1
    figures = {figure.name: figure for figure in results.performance.totals}
    draw.put(1, "合计", Role.HEADER, columns=3)
    for column, measure in ((4, "budget"), (5, "executed"), (6, "execution_rate")):
        draw.figure(column, figures[f"performance.all.{measure}"])
    draw.put(7, "", Role.HEADER)
    return PrintedTable(
        name=SUMMARY,
        title=f"{results.account.year}年度项目支出绩效目标完成情况",
        widths=_LISTED,
        header_rows=1,
        cells=tuple(draw.cells),
        above=("", "", f"金额单位：{results.format.style.unit.value}"),
    )
