"""Results to the plan of what is written into a workbook that exists: ranges of ours only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlbudget.books.port import BookPlan, CellWrite, Grid, RangeWrite, Value, address
from xlbudget.domain.errors import OutputRefused
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.analysis_sheet import analysis_rows
from xlbudget.workbook.entries import OwnSheets, as_text
from xlbudget.workbook.live_checks import live_check_rows
from xlbudget.workbook.text_size import row_height, text_lines
from xlbudget.workbook.texts import (
    Row,
    finding_rows,
    narrative_rows,
    state_text,
    supplement_states,
)

_WIDTHS = {
    layout.NARRATIVE: {"编号": 12, "类别": 8, "状态": 10, "正文": 80, "改写": 60},
    layout.CHECKS: {"级别": 8, "位置": 34, "问题": 70, "勾稽关系": 60},
}
"""How wide the columns of the lists are built."""


def plan(results: Results, sheets: OwnSheets) -> BookPlan:
    """Everything a run writes: state, gaps' states, 分析 results, text, findings.

    A sheet of ours that the workbook does not have is passed over.
    """
    return BookPlan(
        (
            *_state(results, sheets),
            *_supplement(results, sheets),
            *_analysis(results, sheets),
            *_listed(sheets, layout.NARRATIVE, narrative_rows(results)),
            *_listed(sheets, layout.CHECKS, finding_rows(results.findings)),
            *_live_checks(results, sheets),
        )
    )


def _state(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    found = sheets.table(layout.HOME)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["项目"])
        if layout.STATE in rows:
            cell = CellWrite(state_text(results))
            yield RangeWrite(grid.sheet, rows[layout.STATE], columns["内容"], ((cell,),))


def _supplement(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    found = sheets.table(layout.SUPPLEMENT)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["项目"])
        for name, state in supplement_states(results).items():
            if name in rows:
                yield RangeWrite(grid.sheet, rows[name], columns["状态"], ((CellWrite(state),),))


def _analysis(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    found = sheets.table(layout.ANALYSIS)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["项目"])
        words = layout.HEADERS[layout.ANALYSIS][1:]
        for label, cells in analysis_rows(results, rows, columns):
            yield from _cells(grid, rows[label], columns, words, cells)


def _live_checks(results: Results, sheets: OwnSheets) -> Iterator[RangeWrite]:
    found = sheets.table(layout.CHECKS, layout.LIVE_CHECKS)
    if found:
        grid, header, columns = found
        rows = labelled_rows(grid, header, columns["勾稽关系"])
        for label, cells in live_check_rows(results):
            if label in rows:
                yield from _cells(grid, rows[label], columns, layout.LIVE_CHECKS, cells)


def _cells(
    grid: Grid, row: int, columns: Mapping[str, int], words: Sequence[str], cells: Row
) -> Iterator[RangeWrite]:
    """A row's cells, each below its header word: the user may have put columns between them."""
    for word, cell in zip(words, cells, strict=True):
        yield RangeWrite(grid.sheet, row, columns[word], ((cell,),))


def labelled_rows(grid: Grid, header: int, column: int) -> Mapping[str, int]:
    """The row of each label below a header; the first one counts."""
    rows: dict[str, int] = {}
    for row in range(header + 1, grid.height + 1):
        label = as_text(grid.at(row, column))
        if label:
            rows.setdefault(label, row)
    return rows


def _listed(sheets: OwnSheets, sheet: str, rows: Sequence[Row]) -> Iterator[RangeWrite]:
    """A list of ours from below its header on, column by column; what is left over is emptied.

    Its rows become as tall as their texts, and as the live checks beside them.
    """
    found = sheets.table(sheet)
    if not found:
        return
    grid, header, columns = found
    end = layout.list_end(sheet, grid, header, columns)
    height = max(len(rows), end - header)
    _refuse_to_cover(sheets.file, sheet, grid, range(end + 1, header + height + 1), columns)
    for position, word in enumerate(layout.HEADERS[sheet]):
        cells = [(row[position],) for row in rows]
        cells += [(CellWrite(None),)] * (height - len(rows))
        if cells:
            heights = _heights((cell.value for (cell,) in cells), _WIDTHS[sheet][word])
            yield RangeWrite(grid.sheet, header + 1, columns[word], tuple(cells), heights)
    live = sheets.table(sheet, layout.LIVE_CHECKS)
    if live:
        column = live[2]["勾稽关系"]
        labels = (grid.at(row, column) for row in range(header + 1, header + 1 + height))
        heights = _heights(labels, _WIDTHS[sheet]["勾稽关系"])
        yield RangeWrite(grid.sheet, header + 1, column, (), heights)


def _heights(values: Iterable[Value], width: float) -> tuple[float, ...]:
    return tuple(row_height(text_lines(as_text(value), width)) for value in values)


def _refuse_to_cover(
    file: str, sheet: str, grid: Grid, rows: Iterable[int], columns: Mapping[str, int]
) -> None:
    """A list that grows must not cover what a user wrote below it."""
    for row in rows:
        for word in layout.HEADERS[sheet]:
            value = grid.at(row, columns[word])
            if value is not None:
                raise OutputRefused(
                    where=f"{file} · {grid.sheet}!{address(row, columns[word])}",
                    seen=f"“{as_text(value)}”，而本次的列表要用到这一行",
                    expected="列表下面的空行",
                    remedy="请把这些内容移到更下面，或移到列表右边，再运行。",
                )
