"""The sheets that a person fills in beside the tables: 首页, 上年数, 预算数, 补充资料, 名词解释."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.port import CellWrite
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import SUPPLEMENT, VALUE, Kind, SupplementField
from xlbudget.formats.settings import ADJUSTED, INITIAL, LABELS, holding
from xlbudget.formats.versions import made_by
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.canvas import Canvas
from xlbudget.workbook.marks import conditions
from xlbudget.workbook.own_rows import AmountRow, budget_rows, prior_rows, purpose_tables
from xlbudget.workbook.page import Page
from xlbudget.workbook.texts import driver_texts, state_text, supplement_states, text_row

_NOTES = {
    layout.PRIOR: "上年公开表里的数。合计行必填；项级科目填上，才看得出是哪些科目拉动了变动。",
    layout.BUDGET: "完成率用哪一列，由首页的“预算口径”决定；表中已有预算数的可以不填。",
    layout.SUPPLEMENT: "只有单位自己知道的内容。不填，说明里就留下缺口，程序不代写。",
    layout.PERFORMANCE: "每个预算项目一行；右边的汇总由公式算出，用在说明第四部分。没有可以不填。"
    "要公开自评表的项目，再往右填主管部门、分资金的数和预期目标，指标填在“绩效指标”。",
    layout.INDICATORS: "要公开自评表的项目，每个指标一行，项目名称与“绩效”里一字不差；"
    "名称、一级、二级指标与上一行相同的可以空着。没有可以不填。",
    layout.TERMS: "这里填了的名词和科目，说明第三部分用这里的释义；没填的用参考释义。",
}


_PURPOSE_COLUMN = 7
"""用途 on 预算数 (G)."""

_MAPPING = "没有见过的表样：哪张表、哪一列对应来源的哪个表头。导入时确认过的写在这里，下次照用。"

_MARKING = "可选：是、否。错误红色，提醒黄色；格子自己的格式不动"


def own_page(canvas: Canvas, name: str, widths: list[float], *, landscape: bool = False) -> Page:
    """A sheet of ours: title in A1, what it is for, and its header row."""
    page = canvas.page(name, widths, landscape=landscape)
    page.text(1, 1, layout.TITLES[name], "own_title")
    for column, word in enumerate(layout.HEADERS[name], 1):
        page.text(layout.HEADER_ROW, column, word, "header")
    if name in _NOTES:
        page.note(layout.HEADER_ROW, 1, _NOTES[name])
    page.header_until(layout.HEADER_ROW, layout.HEADER_ROW)
    return page


def draw_home(canvas: Canvas, results: Results) -> Page:
    """首页: unit, year, format, what the unit is, the switches, the state of the last run."""
    page = own_page(canvas, layout.HOME, [20, 42, 62])
    resolved, styles = results.format, ["label", "entry", "note"]
    hint = f"{resolved.title}；依据：{resolved.authority}"
    year = CellWrite(Decimal(results.account.year))
    rows = [
        text_row(layout.UNIT_NAME, results.account.unit_name, "填全称；各表表头的部门应与此一致"),
        (CellWrite(layout.YEAR), year, CellWrite("决算年度")),
        text_row(layout.FORMAT, resolved.place, hint),
    ]
    for label, choices in LABELS.items():
        row = layout.FIRST_ROW + len(rows)
        page.choices(row, 2, list(choices), "设置", "请从下拉列表中选择。")
        rows.append(text_row(label, holding(resolved, label), "可选：" + "、".join(choices)))
    for row, cells in enumerate(rows, layout.FIRST_ROW):
        page.put_row(row, 1, cells, styles)
    last = layout.FIRST_ROW + len(rows)
    page.choices(last, 2, [layout.YES, layout.NO], "设置", "请从下拉列表中选择。")
    page.put_row(last, 1, text_row(layout.MARKING, layout.YES, _MARKING), styles)
    canvas.name(layout.MARKING_NAME, f"'{layout.HOME}'!$B${last}")
    state = text_row(layout.STATE, state_text(results), made_by(resolved))
    page.put_row(last + 1, 1, state, ["label", "wrapped", "note"])
    run = text_row(layout.LAST_RUN, "", "在 Excel 里用按钮运行的时间")
    page.put_row(last + 2, 1, run, ["label", "label", "note"])
    _draw_mappings(page)
    page.print_only((1, 1, last + 2, layout.MAPPING_COLUMN - 2))
    return page


def _draw_mappings(page: Page) -> None:
    """The list of confirmed mappings, right of the settings and of the buttons; empty at first."""
    first, column = layout.FIRST_ROW, layout.MAPPING_COLUMN
    page.set_widths(column - 1, [3.0, 38.0, 34.0, 34.0])
    for at, word in enumerate(layout.MAPPING, column):
        page.text(layout.HEADER_ROW, at, word, "header")
    page.note(layout.HEADER_ROW, column, _MAPPING)
    for row in range(first, first + layout.MAPPING_ROWS):
        page.put_row(row, column, (CellWrite(None),) * 3, ["entry"] * 3)


def draw_prior(canvas: Canvas, results: Results) -> None:
    """上年数: last year's amounts of the lines that are compared, and spare rows for items."""
    page = own_page(canvas, layout.PRIOR, [42, 12, 38, 30, 20])
    unit = results.format.own_style.unit
    page.text(2, 5, layout.money_words(unit), "open_right")
    rows = prior_rows(results.format, results.account.prior)
    for row, asked in enumerate(rows, layout.FIRST_ROW):
        cell = results.account.prior.get((asked.table, asked.line, asked.column))
        _asked(page, row, asked, results)
        page.put(row, 5, _amount(cell, results), "entry_amount")
    first = layout.FIRST_ROW + len(rows)
    for row in range(first, first + layout.SPARE_ENTRIES):
        _spare(page, row, 4)
        page.put(row, 5, CellWrite(None), "entry_amount")
    tables = [t.title for t in results.format.tables.values() if t.functional and t.fund]
    if tables:
        page.choices(first, 1, tables, "表", "请从下拉列表中选择。", layout.SPARE_ENTRIES)
    last = first + layout.SPARE_ENTRIES - 1
    page.numbers_only((layout.FIRST_ROW, 5, last, 5))
    page.mark((layout.FIRST_ROW, 1, last, 5), conditions(layout.TITLES[layout.PRIOR]))


def draw_budget(canvas: Canvas, results: Results) -> None:
    """预算数: both budgets of each line, and why it differs from its budget."""
    used = purpose_tables(results.format)
    widths = [42.0, 12.0, 38.0, 18.0, 18.0, 60.0, *([60.0] if used else ())]
    page = own_page(canvas, layout.BUDGET, widths, landscape=True)
    page.text(2, 5, layout.money_words(results.format.own_style.unit), "open_right")
    if used:
        page.text(layout.HEADER_ROW, _PURPOSE_COLUMN, layout.PURPOSE, "header")
    account = results.account
    given = [(table, line) for table, line, _, _ in account.budgets]
    rows = budget_rows(results.format, account, given)
    for row, asked in enumerate(rows, layout.FIRST_ROW):
        _asked(page, row, asked, results, columns=3)
        for at, base in ((4, INITIAL), (5, ADJUSTED)):
            cell = account.budgets.get((asked.table, asked.line, asked.column, base))
            page.put(row, at, _amount(cell, results), "entry_amount")
        entry = account.budget_reasons.get((asked.table, asked.line))
        page.text(row, 6, entry.text if entry else "", "entry")
        if used:
            entry = account.purposes.get((asked.table, asked.line))
            style = "entry" if asked.table in used else "label"
            page.text(row, _PURPOSE_COLUMN, entry.text if entry else "", style)
    first = layout.FIRST_ROW + len(rows)
    for row in range(first, first + layout.SPARE_ENTRIES):
        _spare(page, row, 3)
        page.put_row(row, 4, (CellWrite(None),) * 3, ["entry_amount", "entry_amount", "entry"])
        if used:
            page.put(row, _PURPOSE_COLUMN, CellWrite(None), "entry")
    tables = [t.title for t in results.format.tables.values() if t.budget]
    page.choices(first, 1, tables, "表", "请从下拉列表中选择。", layout.SPARE_ENTRIES)
    last = first + layout.SPARE_ENTRIES - 1
    page.numbers_only((layout.FIRST_ROW, 4, last, 5))
    page.mark((layout.FIRST_ROW, 1, last, len(widths)), conditions(layout.TITLES[layout.BUDGET]))


def _asked(page: Page, row: int, asked: AmountRow, results: Results, columns: int = 4) -> None:
    """表, 编码, 项目 and, on 上年数, 列."""
    words = asked.words(results.format)[:columns]
    styles = ["open_label", "open_code", "open_label", "open_label"][:columns]
    for at, (word, style) in enumerate(zip(words, styles, strict=True), 1):
        page.text(row, at, word, style)


def _spare(page: Page, row: int, columns: int) -> None:
    for at, style in enumerate(["entry", "entry_code", "entry", "entry"][:columns], 1):
        page.put(row, at, CellWrite(None), style)


def _amount(cell: Cell | None, results: Results) -> CellWrite:
    amount = cell.amount if cell else None
    return CellWrite(None if amount is None else amount.number(results.format.own_style.unit))


def draw_supplement(canvas: Canvas, results: Results) -> None:
    """补充资料: what only a person knows, and beside each reason the items that moved the total."""
    before = layout.money_width(14.0, results.format.own_style.unit)
    widths = [9.0, 22.0, 10.0, 52.0, before, 44.0, 44.0, 10.0]
    page = own_page(canvas, layout.SUPPLEMENT, widths, landscape=True)
    page.text(2, 5, layout.money_words(results.format.own_style.unit), "open_right")
    states, drivers = supplement_states(results), driver_texts(results)
    for row, field in enumerate(results.format.supplement.values(), layout.FIRST_ROW):
        page.put_row(
            row,
            1,
            text_row(field.section, field.name, field.kind.value),
            ["label", "label", "label"],
        )
        _value(page, row, field, results)
        page.text(row, 6, hint(field), "wrapped")
        page.text(row, 7, drivers.get(field.name, ""), "wrapped")
        page.text(row, 8, states[field.name], "label")
    last = layout.HEADER_ROW + len(results.format.supplement)
    page.mark((layout.FIRST_ROW, 1, last, 5), conditions(layout.TITLES[layout.SUPPLEMENT]))


def hint(field: SupplementField) -> str:
    """How to fill a field in: what it is, when it is needed, what stands there otherwise."""
    text = field.hint
    if field.required_when:
        text += f"（{field.required_figure}{field.required_when}时必填）"
    if field.required_if:
        trait, words = field.required_if
        text += f"（{trait}为{'、'.join(words)}时必填）"
    return f"{text}（不填按“{field.default}”写）" if field.default else text


def _value(page: Page, row: int, field: SupplementField, results: Results) -> None:
    """内容 and 上年 of a field."""
    before = results.account.prior.get((SUPPLEMENT, field.name, VALUE)) if field.prior else None
    page.put(row, 5, _number(before, results), _style(field) if field.prior else "label")
    if not field.kind.is_number:
        entry = results.account.supplement.get(field.name)
        page.text(row, 4, entry.text if entry else "", "entry")
        return
    page.put(row, 4, _number(results.account.numbers.get(field.name), results), _style(field))
    page.numbers_only((row, 4, row, 5), whole=field.kind is Kind.COUNT)


def _style(field: SupplementField) -> str:
    return "entry_amount" if field.kind is Kind.AMOUNT else "entry_count"


def _number(cell: Cell | None, results: Results) -> CellWrite:
    if cell is not None and cell.count is not None:
        return CellWrite(cell.count)
    return _amount(cell, results)


def draw_terms(canvas: Canvas, results: Results) -> None:
    """名词解释: the unit's own list."""
    page = own_page(canvas, layout.TERMS, [46, 90, 30], landscape=True)
    rows = [text_row(name, entry.text, "") for name, entry in results.account.terms.items()]
    rows += [text_row("", "", "")] * layout.SPARE_ENTRIES
    for row, cells in enumerate(rows, layout.FIRST_ROW):
        page.put_row(row, 1, cells, ["entry", "entry", "entry"])
