"""A new workbook for a format, filled with the results of a run."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.port import CellWrite
from xlbudget.formats.settings import SETTINGS, chosen
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.analysis_sheet import analysed_names, analysis_label, analysis_rows
from xlbudget.workbook.blank import prior_lines, prior_words
from xlbudget.workbook.canvas import Canvas, Page
from xlbudget.workbook.live_checks import live_check_rows
from xlbudget.workbook.table_sheet import draw_table
from xlbudget.workbook.texts import (
    Row,
    finding_rows,
    narrative_rows,
    state_text,
    supplement_states,
    text_row,
)


def build(results: Results) -> bytes:
    """The workbook of a run, as the bytes of an .xlsx package."""
    canvas = Canvas(layout.TITLES[layout.HOME])
    _home(canvas, results)
    for name in results.format.tables:
        draw_table(canvas, results, name)
    _prior(canvas, results)
    _supplement(canvas, results)
    _analysis(canvas, results)
    _narrative(canvas, results)
    _checks(canvas, results)
    return canvas.close()


def _own_page(canvas: Canvas, name: str, widths: list[float], *, landscape: bool = False) -> Page:
    page = canvas.page(name, widths, landscape=landscape)
    page.text(1, 1, layout.TITLES[name], "own_title")
    for column, word in enumerate(layout.HEADERS[name], 1):
        page.text(layout.HEADER_ROW, column, word, "header")
    page.header_until(layout.HEADER_ROW, layout.HEADER_ROW)
    return page


def _home(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.HOME, [18, 42, 62])
    resolved, styles = results.format, ["label", "entry", "note"]
    hint = f"{resolved.title}；依据：{resolved.authority}"
    rows = [
        text_row(layout.UNIT_NAME, results.account.unit_name, "填全称；各表表头的部门应与此一致"),
        (
            CellWrite(layout.YEAR),
            CellWrite(Decimal(results.account.year)),
            CellWrite("决算年度"),
        ),
        text_row(layout.FORMAT, resolved.place, hint),
    ]
    for label, (_, words) in SETTINGS.items():
        page.choices(layout.FIRST_ROW + len(rows), 2, words, "设置", "请从下拉列表中选择。")
        rows.append(text_row(label, chosen(resolved.style, label), "可选：" + "、".join(words)))
    for row, cells in enumerate(rows, layout.FIRST_ROW):
        page.put_row(row, 1, cells, styles)
    state = text_row(layout.STATE, state_text(results), "")
    page.put_row(layout.FIRST_ROW + len(rows), 1, state, ["label", "wrapped", "note"])


def _prior(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.PRIOR, [34, 30, 20])
    unit = results.format.style.unit
    page.text(2, 3, layout.money_words(unit), "right")
    for row, (table, line) in enumerate(prior_lines(results.format), layout.FIRST_ROW):
        column = results.format.tables[table].default_column(line.name)
        cell = results.account.prior.get((table, line.name, column))
        amount = cell.amount if cell else None
        title, words = prior_words(results.format, table, line)
        shown = CellWrite(None if amount is None else amount.number(unit))
        cells = (CellWrite(title), CellWrite(words), shown)
        page.put_row(row, 1, cells, ["label", "label", "entry_amount"])


def _supplement(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.SUPPLEMENT, [6, 20, 60, 50, 10], landscape=True)
    states = supplement_states(results)
    for row, field in enumerate(results.format.supplement.values(), layout.FIRST_ROW):
        entry = results.account.supplement.get(field.name)
        text = entry.text if entry else ""
        when = f"{field.required_figure}{field.required_when}"
        hint = f"{field.hint}（{when}时必填）" if when else field.hint
        cells = text_row(field.section, field.name, text, hint, states[field.name])
        page.put_row(row, 1, cells, ["label", "label", "entry", "wrapped", "label"])


def _analysis(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.ANALYSIS, [40, 16, 16, 16, 12, 70, 14, 12], landscape=True)
    page.text(2, 1, f"金额单位：{results.format.style.unit.value}；增减率：%", "note")
    rows = {
        analysis_label(name, results.format): row
        for row, name in enumerate(analysed_names(results.format), layout.FIRST_ROW)
    }
    styles = ["amount", "amount", "amount", "rate", "wrapped", "number", "number"]
    columns = {word: at for at, word in enumerate(layout.HEADERS[layout.ANALYSIS], 1)}
    for label, cells in analysis_rows(results, rows, columns):
        page.text(rows[label], 1, label, "label")
        page.put_row(rows[label], 2, cells, styles)


def _list(page: Page, rows: list[Row], styles: list[str]) -> None:
    """Rows from below the header on, and spare rows ready for more."""
    empty = tuple(CellWrite(None) for _ in styles)
    spare = [empty] * max(layout.SPARE_PARAGRAPHS - len(rows), 0)
    for row, cells in enumerate([*rows, *spare], layout.FIRST_ROW):
        page.put_row(row, 1, cells, styles)


def _narrative(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.NARRATIVE, [12, 8, 10, 80, 60], landscape=True)
    styles = ["label", "label", "label", "wrapped", "entry"]
    _list(page, narrative_rows(results), styles)


def _checks(canvas: Canvas, results: Results) -> None:
    page = _own_page(canvas, layout.CHECKS, [8, 34, 70, 3, 3], landscape=True)
    _list(page, finding_rows(results.findings), ["label", "wrapped", "wrapped"])
    first = layout.LIVE_COLUMN
    page.set_widths(first, [8, 60, 16, 16, 14, 12, 10])
    for column, word in enumerate(layout.LIVE_CHECKS, first):
        page.text(layout.HEADER_ROW, column, word, "header")
    styles = ["label", "label", "amount", "amount", "amount", "tolerance", "label"]
    for row, (_, cells) in enumerate(live_check_rows(results), layout.FIRST_ROW):
        page.put_row(row, first, cells, styles)
