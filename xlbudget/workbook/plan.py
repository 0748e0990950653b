"""Results to the plan of what is written into a workbook that exists: ranges of ours only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlbudget.books.port import BookPlan, CellWrite, Grid, RangeWrite, Value, parse_address
from xlbudget.domain.money import Unit
from xlbudget.formats.versions import OURS, made_by
from xlbudget.reading.recognise import head
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.chart_sheet import ChartSheet
from xlbudget.workbook.entries import OwnSheets, as_text
from xlbudget.workbook.lists import labelled_rows, listed
from xlbudget.workbook.live_checks import live_check_rows
from xlbudget.workbook.live_text import live_paragraphs
from xlbudget.workbook.marks import mark_rows
from xlbudget.workbook.parameters import Parameters, absolute
from xlbudget.workbook.performance_entries import totals_of_projects
from xlbudget.workbook.performance_sheet import PerformanceSheet
from xlbudget.workbook.phrases import Phrases
from xlbudget.workbook.table_units import TableUnits
from xlbudget.workbook.texts import (
    driver_texts,
    finding_rows,
    narrative_rows,
    section_cells,
    state_text,
    supplement_states,
)


def plan(results: Results, sheets: OwnSheets, when: str = "") -> BookPlan:
    """Everything a run writes: state, gaps' states, 分析, text, findings. `when` is the time
    that 首页 shows.

    A sheet of ours that the workbook does not have is passed over.
    """
    phrases = _analysis(results, sheets)
    live = live_paragraphs(phrases, results.generated) if phrases else {}
    charts = _charts(phrases, sheets) if phrases else None
    return BookPlan(
        charts=charts.writes() if charts else (),
        ranges=(
            *_state(results, sheets, when),
            *_supplement(results, sheets),
            *_performance(results, sheets),
            *(_analysis_lists(phrases, sheets) if phrases else ()),
            *(listed(sheets, layout.CHARTS, list(charts.rows())) if charts else ()),
            *listed(sheets, layout.NARRATIVE, narrative_rows(results, live)),
            *_checks(results, sheets),
        ),
    )


def plan_checks(results: Results, sheets: OwnSheets, when: str = "") -> BookPlan:
    """What a run that only checks writes: the state, and the lists of 校验."""
    return BookPlan((*_state(results, sheets, when), *_checks(results, sheets)))


def plan_state(sheets: OwnSheets, text: str, when: str = "") -> BookPlan:
    """What 首页 says of a run that writes none of our lists, such as an import."""
    return BookPlan(tuple(_home_rows(sheets, {layout.STATE: text, layout.LAST_RUN: when})))


def plan_marking(sheets: OwnSheets, *, shown: bool) -> BookPlan:
    """The switch of 首页 that colours the cells of findings."""
    word = layout.YES if shown else layout.NO
    return BookPlan(tuple(_home_rows(sheets, {layout.MARKING: word})))


def _state(results: Results, sheets: OwnSheets, when: str) -> Iterator[RangeWrite]:
    yield from _home_rows(sheets, {layout.STATE: state_text(results), layout.LAST_RUN: when})
    yield from _made_by(results, sheets)


def _made_by(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    """The versions of what made the results, beside the state of 首页; not over a person's note."""
    found = sheets.table(layout.HOME)
    if found:
        grid, header, columns = found
        row = labelled_rows(grid, header, columns["项目"]).get(layout.STATE)
        standing = as_text(grid.at(row, columns["说明"])) if row else ""
        if row and (not standing or standing.startswith(OURS)):
            cell = CellWrite(made_by(results.format))
            yield RangeWrite(grid.sheet, row, columns["说明"], ((cell,),))


def _home_rows(sheets: OwnSheets, texts: Mapping[str, str]) -> Iterator[RangeWrite]:
    """Texts of 首页 by the label of their row; a row that is not there is passed over."""
    found = sheets.table(layout.HOME)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["项目"])
        for label, text in texts.items():
            if label in rows:
                cell = CellWrite(text or None)
                yield RangeWrite(grid.sheet, rows[label], columns["内容"], ((cell,),))


def _checks(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    """校验: findings, live checks, and the cells that are coloured."""
    text = sheets.table(layout.NARRATIVE)
    sections = {}
    if text:
        grid, header, columns = text
        sections = section_cells(results, grid.sheet, header + 1, columns["正文"])
    yield from listed(sheets, layout.CHECKS, finding_rows(results.findings, sections))
    live = sheets.table(layout.CHECKS, layout.LIVE_CHECKS)
    if live:
        own = sheets.table(layout.CHECKS, layout.UNITS)
        units = TableUnits(results, own[2], own[1] + 1) if own else TableUnits(results)
        rows = [cells for _, cells in live_check_rows(results, units, live[2], live[1] + 1)]
        yield from listed(sheets, layout.CHECKS, rows, layout.LIVE_CHECKS)
        if own:
            yield from listed(sheets, layout.CHECKS, units.rows, layout.UNITS)
    marked = mark_rows(results, sheets.titles())
    yield from listed(sheets, layout.CHECKS, marked, layout.MARKS)


def _supplement(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    found = sheets.table(layout.SUPPLEMENT)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["项目"])
        moved_by = driver_texts(results)
        for name, state in supplement_states(results).items():
            if name in rows:
                moved = CellWrite(moved_by.get(name) or None)
                yield RangeWrite(grid.sheet, rows[name], columns["主要变动科目"], ((moved,),))
                yield RangeWrite(grid.sheet, rows[name], columns["状态"], ((CellWrite(state),),))


def _performance(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    """Rates and totals of the projects; formulas of ours only, where they still stand."""
    found = sheets.table(layout.PERFORMANCE)
    if not found:
        return
    grid, header, columns = found
    sheet = PerformanceSheet.on(grid, header, columns)
    for row, cell in enumerate(sheet.rates(grid), sheet.first_row):
        if not _is_typed(grid.at(row, columns["执行率"]), cell):
            yield RangeWrite(grid.sheet, row, columns["执行率"], ((cell,),))
    second = sheets.table(layout.PERFORMANCE, layout.TOTALS)
    if second:
        _, header, columns = second
        rows = labelled_rows(grid, header, columns["汇总"])
        unit = head(grid, sheets.file, []).unit or Unit.TEN_THOUSAND_YUAN
        totals = dict(totals_of_projects(results.account.projects))
        for name, cell in sheet.totals(totals, unit):
            if name in rows and not _is_typed(grid.at(rows[name], columns["数"]), cell):
                yield RangeWrite(grid.sheet, rows[name], columns["数"], ((cell,),))


def _is_typed(standing: Value, ours: CellWrite) -> bool:
    """Whether a number stands where our formula would come to another: a person's own."""
    return isinstance(standing, Decimal) and standing != ours.value


def _analysis(results: Results, sheets: OwnSheets) -> Phrases | None:
    """分析 as it is to be written; None where the workbook does not have it."""
    found = sheets.table(layout.ANALYSIS)
    second = sheets.table(layout.ANALYSIS, layout.PHRASES)
    if not found or not second:
        return None
    grid, header, columns = found
    places = _places_cell(grid, header)
    third = sheets.table(layout.ANALYSIS, layout.PARAMETERS)
    parameters = Parameters(
        results,
        grid.sheet,
        third[2] if third else None,
        third[1] + 1 if third else 0,
        absolute(*places) if places else "",
        _units(results, sheets),
    )
    sheet = AnalysisSheet(
        results,
        columns,
        grid.sheet,
        header + 1,
        parameters=parameters,
        functions=bool(places) and sheets.has_macros,
    )
    return Phrases(sheet, second[2])


def _units(results: Results, sheets: OwnSheets) -> dict[str, Unit]:
    """What the amounts of our own sheets are in, as their unit lines say."""
    account, found = results.account, {}
    for name, source in (
        (layout.PRIOR, account.prior_unit),
        (layout.BUDGET, account.budget_unit),
        (layout.SUPPLEMENT, account.supplement_unit),
    ):
        grid = sheets.grid(name)
        if source is not None and grid is not None:
            said = "".join(as_text(grid.at(*parse_address(source.cell))).split())
            ten_thousand = Unit.TEN_THOUSAND_YUAN.value in said
            found[grid.sheet] = Unit.TEN_THOUSAND_YUAN if ten_thousand else Unit.YUAN
    return found


def _places_cell(grid: Grid, header: int) -> tuple[int, int] | None:
    """The cell with the decimals of rates, beside its label above the header; None where a person
    has put something else there.
    """
    for row, column, value in grid.cells():
        if value == layout.RATE_PLACES and row < header:
            beside = grid.at(row, column + 1)
            return None if isinstance(beside, str) else (row, column + 1)
    return None


def _charts(phrases: Phrases, sheets: OwnSheets) -> ChartSheet | None:
    """图表 as it is to be written; None where the workbook does not have it."""
    found = sheets.table(layout.CHARTS)
    if not found:
        return None
    grid, header, columns = found
    return ChartSheet(phrases.analysis, columns, grid.sheet, header + 1)


def _analysis_lists(phrases: Phrases, sheets: OwnSheets) -> Iterator[RangeWrite]:
    analysis = phrases.analysis
    found = sheets.table(layout.ANALYSIS)
    if found and f"{layout.MONEY}：" in as_text(found[0].at(found[1] - 1, 1)):
        yield RangeWrite(analysis.sheet, found[1] - 1, 1, ((analysis.unit_cell(),),))
    parameters = analysis.parameters
    if parameters is not None and parameters.places_at:
        at = parse_address(parameters.places_at.replace("$", ""))
        yield RangeWrite(analysis.sheet, *at, ((analysis.places_cell(),),))
    if parameters is not None and parameters.columns:
        yield from listed(sheets, layout.ANALYSIS, parameters.rows, layout.PARAMETERS)
    yield from listed(sheets, layout.ANALYSIS, analysis.rows())
    rows = list(phrases.rows())
    averages = analysis.results.format.averages
    yield from listed(sheets, layout.ANALYSIS, rows, layout.PHRASES, averages)
