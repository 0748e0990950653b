"""A new workbook for a format, filled with the results of a run."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.books.port import column_letters
from xlbudget.results import Results
from xlbudget.workbook import layout, macro_sheets, vba
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.chart_sheet import ChartSheet
from xlbudget.workbook.entry_sheets import (
    draw_budget,
    draw_home,
    draw_prior,
    draw_supplement,
    draw_terms,
    own_page,
)
from xlbudget.workbook.live_checks import live_check_rows
from xlbudget.workbook.live_text import live_paragraphs
from xlbudget.workbook.marks import mark_rows
from xlbudget.workbook.page import Page
from xlbudget.workbook.parameters import Parameters, absolute
from xlbudget.workbook.performance_drawing import draw_indicators, draw_performance
from xlbudget.workbook.phrases import Phrases
from xlbudget.workbook.ribbon import with_ribbon
from xlbudget.workbook.table_sheet import draw_table
from xlbudget.workbook.table_units import TableUnits
from xlbudget.workbook.texts import NOTHING, Row, finding_rows, narrative_rows, section_cells


def build(results: Results) -> bytes:
    """The workbook of a run, as the bytes of an .xlsx package."""
    canvas = Canvas(layout.TITLES[layout.HOME])
    _draw(canvas, results, functions=False)
    return canvas.close()


def build_with_macros(
    results: Results, modules: Mapping[str, str], python: str = macro_sheets.PYTHON
) -> bytes:
    """The same workbook with buttons, ribbon and functions, as the bytes of an .xlsm package.

    `modules` are the VBA modules by name, xlwings' own among them; `python` is the Python that
    the buttons start.
    """
    canvas = Canvas(layout.TITLES[layout.HOME])
    home = _draw(canvas, results, functions=True)
    macro_sheets.draw_buttons(home)
    macro_sheets.draw_conf(canvas, python)
    sheets = [vba.code_name(number) for number in range(1, canvas.sheets + 1)]
    canvas.macros(vba.vba_project(canvas.sheets, modules), vba.WORKBOOK_MODULE, sheets)
    return with_ribbon(canvas.close())


def _draw(canvas: Canvas, results: Results, *, functions: bool) -> Page:
    """All sheets; 首页 is returned."""
    home = draw_home(canvas, results)
    for name in results.format.tables:
        draw_table(canvas, results, name)
    draw_prior(canvas, results)
    draw_budget(canvas, results)
    draw_supplement(canvas, results)
    draw_performance(canvas, results)
    draw_indicators(canvas, results)
    draw_terms(canvas, results)
    phrases = _analysis(canvas, results, functions=functions)
    _charts(canvas, phrases.analysis)
    _narrative(canvas, results, phrases)
    _checks(canvas, results)
    return home


def _analysis(canvas: Canvas, results: Results, *, functions: bool) -> Phrases:
    """分析: the figures, and to their right the phrases."""
    money = layout.money_width(14.0, results.format.style.unit)
    figures, phrase = [48.0, *[money] * 5, *[14.0] * 3], 44.0
    behind = [phrase, sum(figures) - phrase, 3.0]  # 两页一样宽，才断在数与短语之间
    widths = [*figures, *[16.0] * 6, 3.0, *behind, 30.0, 14.0, 14.0, 3.0]
    page = own_page(canvas, layout.ANALYSIS, widths, landscape=True)
    page.print_on("A3", pages_wide=2)
    columns = _columns(layout.HEADERS[layout.ANALYSIS])
    at = columns["完成率"]
    above = layout.HEADER_ROW - 1
    first = layout.PARAMETER_COLUMN
    places = _columns(layout.PARAMETERS, first)
    parameters = Parameters(results, columns=places, places_at=absolute(above, at))
    sheet = AnalysisSheet(results, columns, parameters=parameters, functions=functions)
    page.put(above, 1, sheet.unit_cell(), "note_line")
    page.text(above, at - 1, layout.RATE_PLACES, "note_right")
    page.put(above, at, sheet.places_cell(), "note_whole")
    styles = ["label", *["amount"] * 5, *["rate"] * 3, *["number"] * 6]
    _list(page, sheet.rows(), styles)
    _header(page, layout.PHRASES, layout.PHRASE_COLUMN)
    page.fold(columns["决算数印法"], columns["完成率印法"])
    phrases = Phrases(sheet, _columns(layout.PHRASES, layout.PHRASE_COLUMN))
    _list(page, list(phrases.rows()), ["label", "label"], layout.PHRASE_COLUMN)
    _header(page, layout.PARAMETERS, first)
    for row, cells in enumerate(parameters.rows, layout.FIRST_ROW):
        page.put_row(row, first, cells, ["unseen", "number", "number"])
    page.fold(first, first + len(layout.PARAMETERS) - 1)
    return phrases


def _columns(words: tuple[str, ...], first: int = 1) -> dict[str, int]:
    """The column of each word of a header."""
    return {word: at for at, word in enumerate(words, first)}


def _header(page: Page, words: tuple[str, ...], first: int) -> None:
    for column, word in enumerate(words, first):
        page.text(layout.HEADER_ROW, column, word, "header")


_CHART_COLUMN = 7
"""The column of 图表 where the charts begin (G)."""

_CHART_SIZE = (520, 300)
"""Width and height of a chart in pixels; one with many points is half as high again."""

_TALL = 12
_ROW_PIXELS = 20


def _charts(canvas: Canvas, analysis: AnalysisSheet) -> None:
    """图表: the points in a list, and beside them the charts, two in a row."""
    money = layout.money_width(14.0, analysis.results.format.style.unit)
    page = own_page(canvas, layout.CHARTS, [30, 44, 32, money, 40, 3])
    sheet = ChartSheet(analysis, _columns(layout.HEADERS[layout.CHARTS]))
    styles = ["number", "label", "label", "amount", "label"]
    for row, cells in enumerate(sheet.rows(), layout.FIRST_ROW):
        page.put_row(row, 1, cells, styles)
    width, height = _CHART_SIZE
    rows = [layout.FIRST_ROW, layout.FIRST_ROW]
    for number, slot in enumerate(sheet.slots):
        side = number % 2
        tall = height * 3 // 2 if slot.rows > _TALL else height
        at = (rows[side], _CHART_COLUMN + 9 * side)
        canvas.chart(page, at, (width, tall), slot.chart.title, sheet.data(slot))
        rows[side] += tall // _ROW_PIXELS + 1
    page.print_only((layout.FIRST_ROW, _CHART_COLUMN, max(rows), _CHART_COLUMN + 17))


def _list(page: Page, rows: list[Row], styles: list[str], first: int = 1) -> None:
    """Rows from below the header on, and spare rows ready for more."""
    empty = (NOTHING,) * len(styles)
    spare = [empty] * max(layout.SPARE_PARAGRAPHS - len(rows), 0)
    for row, cells in enumerate([*rows, *spare], layout.FIRST_ROW):
        page.put_row(row, first, cells, styles)


def _narrative(canvas: Canvas, results: Results, phrases: Phrases) -> None:
    page = own_page(canvas, layout.NARRATIVE, [12, 8, 10, 80, 60], landscape=True)
    styles = ["label", "label", "label", "wrapped", "entry"]
    live = live_paragraphs(phrases, results.generated)
    _list(page, narrative_rows(results, live), styles)


def _checks(canvas: Canvas, results: Results) -> None:
    page = own_page(canvas, layout.CHECKS, [8, 34, 70, 3, 3], landscape=True)
    text = layout.HEADERS[layout.NARRATIVE].index("正文") + 1
    sections = section_cells(results, layout.NARRATIVE, layout.FIRST_ROW, text)
    _list(page, finding_rows(results.findings, sections), ["label", "link", "wrapped"])
    first = layout.LIVE_COLUMN
    money = layout.money_width(16.0, results.format.own_style.unit)
    page.set_widths(first, [8, 60, money, money, money - 2, 12, 10])
    _header(page, layout.LIVE_CHECKS, first)
    styles = ["label", "label", "amount", "amount", "amount", "tolerance", "label"]
    units = TableUnits(results, _columns(layout.UNITS, layout.UNIT_COLUMN))
    live = live_check_rows(results, units, _columns(layout.LIVE_CHECKS, first))
    _list(page, [cells for _, cells in live], styles, first)
    _folded_units(page, units)
    at = layout.MARK_COLUMN
    page.set_widths(at, [40.0, 3.0])
    page.fold(at, at)
    page.text(layout.HEADER_ROW, at, layout.MARKS[0], "header")
    own = {sheet: layout.TITLES[sheet] for sheet in layout.TITLES}
    _list(page, mark_rows(results, own), ["unseen"], at)
    letters, top = column_letters(at), layout.FIRST_ROW
    area = f"${letters}${top}:${letters}${top + layout.MOST_MARKS - 1}"
    canvas.name(layout.MARKS_NAME, f"'{layout.CHECKS}'!{area}")


def _folded_units(page: Page, units: TableUnits) -> None:
    first = layout.UNIT_COLUMN
    page.set_widths(first, [30.0, 10.0, 10.0, 3.0])
    _header(page, layout.UNITS, first)
    for row, cells in enumerate(units.rows, layout.FIRST_ROW):
        page.put_row(row, first, cells, ["unseen", "number", "number"])
    page.fold(first, first + len(layout.UNITS) - 1)
