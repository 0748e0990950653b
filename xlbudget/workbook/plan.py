"""Results to the plan of what is written into a workbook that exists: ranges of ours only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xlbudget.books.port import BookPlan, CellWrite, Grid, RangeWrite, Value, address, parse_address
from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.money import Unit
from xlbudget.reading.recognise import head
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.chart_sheet import ChartSheet
from xlbudget.workbook.entries import OwnSheets, as_text
from xlbudget.workbook.live_checks import live_check_rows
from xlbudget.workbook.live_text import live_paragraphs
from xlbudget.workbook.marks import mark_rows
from xlbudget.workbook.performance_entries import read_projects, totals_of_projects
from xlbudget.workbook.performance_sheet import PerformanceSheet
from xlbudget.workbook.phrases import Phrases
from xlbudget.workbook.text_size import row_height, text_lines
from xlbudget.workbook.texts import (
    Row,
    driver_texts,
    finding_rows,
    narrative_rows,
    section_cells,
    state_text,
    supplement_states,
)

_WIDTHS = {
    layout.NARRATIVE: {"编号": 12, "类别": 8, "状态": 10, "正文": 80, "改写": 60},
    layout.CHECKS: {"级别": 8, "位置": 34, "问题": 70, "勾稽关系": 60},
    layout.CHARTS: {},
    layout.ANALYSIS: {"项目": 48, "短语": 44},
}
"""How wide the columns of the lists are built."""

_ENTRY = "改写"
"""The column of a list that people fill in."""


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
            *_performance(sheets),
            *(_analysis_lists(phrases, sheets) if phrases else ()),
            *(_listed(sheets, layout.CHARTS, list(charts.rows())) if charts else ()),
            *_listed(sheets, layout.NARRATIVE, narrative_rows(results, live)),
            *_checks(results, sheets),
        ),
    )


def plan_checks(results: Results, sheets: OwnSheets, when: str = "") -> BookPlan:
    """What a run that only checks writes: the state, and the lists of 校验."""
    return BookPlan((*_state(results, sheets, when), *_checks(results, sheets)))


def plan_marking(sheets: OwnSheets, *, shown: bool) -> BookPlan:
    """The switch of 首页 that colours the cells of findings."""
    word = layout.YES if shown else layout.NO
    return BookPlan(tuple(_home_rows(sheets, {layout.MARKING: word})))


def _state(results: Results, sheets: OwnSheets, when: str) -> Iterator[RangeWrite]:
    yield from _home_rows(sheets, {layout.STATE: state_text(results), layout.LAST_RUN: when})


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
    yield from _listed(sheets, layout.CHECKS, finding_rows(results.findings, sections))
    rows = [cells for _, cells in live_check_rows(results)]
    yield from _listed(sheets, layout.CHECKS, rows, layout.LIVE_CHECKS)
    marked = mark_rows(results, sheets.titles())
    yield from _listed(sheets, layout.CHECKS, marked, layout.MARKS)


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


def _performance(sheets: OwnSheets) -> Iterator[RangeWrite]:
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
        projects = read_projects(sheets, [])
        for name, cell in sheet.totals(dict(totals_of_projects(projects)), unit):
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
    sheet = AnalysisSheet(
        results,
        columns,
        grid.sheet,
        header + 1,
        places_at=address(*places) if places else "",
        functions=bool(places) and sheets.has_macros,
    )
    return Phrases(sheet, second[2])


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
    if analysis.places_at:
        at = parse_address(analysis.places_at)
        yield RangeWrite(analysis.sheet, *at, ((analysis.places_cell(),),))
    yield from _listed(sheets, layout.ANALYSIS, analysis.rows())
    rows = list(phrases.rows())
    yield from _listed(sheets, layout.ANALYSIS, rows, layout.PHRASES)


def labelled_rows(grid: Grid, header: int, column: int) -> Mapping[str, int]:
    """The row of each label below a header; the first one counts."""
    rows: dict[str, int] = {}
    for row in range(header + 1, grid.height + 1):
        label = as_text(grid.at(row, column))
        if label:
            rows.setdefault(label, row)
    return rows


def _listed(
    sheets: OwnSheets, sheet: str, rows: Sequence[Row], words: tuple[str, ...] = ()
) -> Iterator[RangeWrite]:
    """A list of ours from below its header on, column by column; what is left over is emptied.

    Its rows become as tall as their texts.
    """
    words = words or layout.HEADERS[sheet]
    found = sheets.table(sheet, words)
    if not found:
        return
    grid, header, columns = found
    end = layout.list_end(sheet, grid, header, columns)
    height = max(len(rows), end - header)
    covered = {word: columns[word] for word in words}
    _refuse_to_cover(sheets.file, grid, range(end + 1, header + height + 1), covered)
    listed = {
        word: [row[position] for row in rows] + [CellWrite(None)] * (height - len(rows))
        for position, word in enumerate(words)
    }
    heights = _heights(listed, _WIDTHS[sheet]) if height else ()
    for word, cells in listed.items():
        if word == _ENTRY:
            yield from _moved_entries(grid, header + 1, columns[word], cells)
        elif cells:
            column = tuple((cell,) for cell in cells)
            yield RangeWrite(grid.sheet, header + 1, columns[word], column, heights)


def _moved_entries(
    grid: Grid, first: int, column: int, cells: Sequence[CellWrite]
) -> Iterator[RangeWrite]:
    """What a person wrote, where its paragraph has moved; cells that stand as they are stay as she
    made them.
    """
    raw = {as_text(grid.at(row, column)): grid.at(row, column) for row in range(1, grid.height + 1)}
    for row, cell in enumerate(cells, first):
        text = as_text(cell.value)
        if text != as_text(grid.at(row, column)):
            standing = raw.get(text)
            value = standing if isinstance(standing, str) else cell.value
            yield RangeWrite(grid.sheet, row, column, ((CellWrite(value),),))


def _heights(
    listed: Mapping[str, Sequence[CellWrite]], widths: Mapping[str, float]
) -> tuple[float, ...]:
    """How tall rows become: as their longest text; nothing is asked for by columns of numbers."""
    columns = [
        [row_height(text_lines(as_text(cell.value), widths[word])) for cell in cells]
        for word, cells in listed.items()
        if word in widths
    ]
    return tuple(map(max, zip(*columns, strict=True)))


def _refuse_to_cover(
    file: str, grid: Grid, rows: Iterable[int], columns: Mapping[str, int]
) -> None:
    """A list that grows must not cover what a user wrote below it."""
    for row in rows:
        for column in columns.values():
            value = grid.at(row, column)
            if value is not None:
                raise OutputRefused(
                    where=f"{file} · {grid.sheet}!{address(row, column)}",
                    seen=f"“{as_text(value)}”，而本次的列表要用到这一行",
                    expected="列表下面的空行",
                    remedy="请把这些内容移到更下面，或移到列表右边；"
                    "列表中间插了空行的，请删去空行。再运行。",
                )
