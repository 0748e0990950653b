"""An account whose cells stand where our workbook puts them: what `new` and `demo` build from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.codes import level
from xlbudget.domain.money import Amount
from xlbudget.domain.performance import Project
from xlbudget.domain.records import replace
from xlbudget.domain.statements import Cell, Line, Source, Statement
from xlbudget.formats.cases import Case, sample
from xlbudget.formats.library import find
from xlbudget.formats.model import SUPPLEMENT, VALUE, Format, Kind
from xlbudget.formats.settings import ADJUSTED, INITIAL, LABELS
from xlbudget.formats.table_model import LEVELS, LineDef, Table
from xlbudget.results.table_places import table_places, table_sheet, unit_cell
from xlbudget.workbook import layout
from xlbudget.workbook.own_rows import budget_rows, prior_rows, purpose_tables
from xlbudget.workbook.performance_entries import filled_in
from xlbudget.workbook.performance_places import (
    placed_projects,
    placed_totals,
    projects_of_case,
)

Amounts = Mapping[tuple[str, str, str], Amount]
"""Amounts by table, line and column."""


def account_in_layout(
    resolved: Format,
    unit_name: str,
    file: str,
    amounts: Amounts | None = None,
    prior: Amounts | None = None,
    supplement: Mapping[str, str] | None = None,
    *,
    supplement_prior: Mapping[str, str] | None = None,
    budgets: Mapping[tuple[str, str, str], Amount] | None = None,
    budget_reasons: Mapping[tuple[str, str], str] | None = None,
    purposes: Mapping[tuple[str, str], str] | None = None,
    terms: Mapping[str, str] | None = None,
    labels: Mapping[tuple[str, str], str] | None = None,
    projects: Sequence[Project] = (),
) -> FinalAccount:
    """An account of the format's year with the given amounts; every other cell is blank.

    `labels` are what is printed beside a code, by table and code, where that is not its own name.

    `projects` go to 绩效 and 绩效指标, and what they come to into the blank fields of 补充资料.

    `budgets` by table, line and base; texts of `supplement` are read by the kind of their field.
    """
    account = FinalAccount(
        file=file,
        unit_name=unit_name,
        year=resolved.year,
        statements={
            name: _statement(resolved, name, unit_name, file, amounts or {}, labels or {})
            for name in resolved.tables
        },
        prior_unit=Source(file, layout.PRIOR, layout.PRIOR_UNIT_CELL),
        budget_unit=Source(file, layout.BUDGET, layout.BUDGET_UNIT_CELL),
        supplement_unit=Source(file, layout.SUPPLEMENT, layout.SUPPLEMENT_UNIT_CELL),
        year_source=Source(file, layout.HOME, layout.YEAR_CELL),
        unit_name_source=Source(file, layout.HOME, layout.UNIT_NAME_CELL),
        setting_cells={
            label: Source(file, layout.HOME, f"B{row}")
            for row, label in enumerate(LABELS, layout.FIRST_ROW + 3)
        },
        terms={
            name: Entry(text, Source(file, layout.TERMS, f"B{row}"))
            for row, (name, text) in enumerate((terms or {}).items(), layout.FIRST_ROW)
        },
    )
    account = _with_entries(
        account,
        resolved,
        prior or {},
        supplement or {},
        supplement_prior or {},
        budgets or {},
        budget_reasons or {},
    )
    account = _with_purposes(account, resolved, purposes or {})
    placed = placed_projects(projects, file)
    totals = placed_totals(placed, file)
    return replace(account, projects=placed, numbers=filled_in(account.numbers, totals))


def _with_purposes(
    account: FinalAccount, resolved: Format, purposes: Mapping[tuple[str, str], str]
) -> FinalAccount:
    """用途 on 预算数, beside the reasons of the same rows."""
    used = purpose_tables(resolved)
    cells = {
        key: Source(at.file, at.sheet, at.cell.replace("F", "G"))
        for key, at in account.budget_reason_cells.items()
        if key[0] in used
    }
    entries = {key: Entry(text, cells[key]) for key, text in purposes.items() if key in cells}
    return replace(account, purposes=entries, purpose_cells=cells)


def _with_entries(
    account: FinalAccount,
    resolved: Format,
    prior: Amounts,
    supplement: Mapping[str, str],
    supplement_prior: Mapping[str, str],
    budgets: Mapping[tuple[str, str, str], Amount],
    budget_reasons: Mapping[tuple[str, str], str],
) -> FinalAccount:
    """What stands on 上年数, 预算数 and 补充资料."""
    cells: dict[tuple[str, str, str], Cell] = {}
    for row, asked in enumerate(prior_rows(resolved, prior), layout.FIRST_ROW):
        key = (asked.table, asked.line, asked.column)
        cells[key] = _cell(Source(account.file, layout.PRIOR, f"E{row}"), prior.get(key))
    planned: dict[tuple[str, str, str, str], Cell] = {}
    reasons: dict[tuple[str, str], Entry] = {}
    given = [(table, line) for table, line, _ in budgets]
    reason_cells: dict[tuple[str, str], Source] = {}
    for row, asked in enumerate(budget_rows(resolved, account, given), layout.FIRST_ROW):
        for letter, base in zip("DE", (INITIAL, ADJUSTED), strict=True):
            source = Source(account.file, layout.BUDGET, f"{letter}{row}")
            amount = budgets.get((asked.table, asked.line, base))
            planned[asked.table, asked.line, asked.column, base] = _cell(source, amount)
        text = budget_reasons.get((asked.table, asked.line), "")
        at = Source(account.file, layout.BUDGET, f"F{row}")
        reason_cells[asked.table, asked.line] = at
        if text:
            reasons[asked.table, asked.line] = Entry(text, at)
    texts: dict[str, Entry] = {}
    numbers: dict[str, Cell] = {}
    field_cells: dict[str, Source] = {}
    for row, field in enumerate(resolved.supplement.values(), layout.FIRST_ROW):
        at, before = (Source(account.file, layout.SUPPLEMENT, f"{c}{row}") for c in "DE")
        field_cells[field.name] = at
        text = supplement.get(field.name, "")
        if field.kind.is_number:
            numbers[field.name] = _number(at, text, field.kind, resolved)
        elif text:
            texts[field.name] = Entry(text, at)
        if field.prior:
            last = _number(before, supplement_prior.get(field.name, ""), field.kind, resolved)
            cells[SUPPLEMENT, field.name, VALUE] = last
    return replace(
        account,
        prior=cells,
        budgets=planned,
        budget_reasons=reasons,
        budget_reason_cells=reason_cells,
        supplement_cells=field_cells,
        supplement=texts,
        numbers=numbers,
    )


def _number(source: Source, text: str, kind: Kind, resolved: Format) -> Cell:
    if not text:
        return Cell(source)
    if kind is Kind.AMOUNT:
        return Cell.with_amount(source, Amount.of(text, resolved.own_style.unit))
    return Cell.with_count(source, Decimal(text))


def _cell(source: Source, amount: Amount | None) -> Cell:
    return Cell(source) if amount is None else Cell.with_amount(source, amount)


def _line(table: Table, name: str, label: str | None) -> LineDef:
    """A row of a table of functional codes, as its source printed it: whether that is the code's
    name is for the checks to say.
    """
    known = table.line(name)
    if known is not None and not (name.isdecimal() and label):
        return known
    group = known.group if known else LEVELS[level(name)]
    return LineDef(name=name, label=label or "", labels=(label or "",), group=group)


def _statement(
    resolved: Format,
    name: str,
    unit_name: str,
    file: str,
    amounts: Amounts,
    labels: Mapping[tuple[str, str], str],
) -> Statement:
    table = resolved.tables[name]
    codes = {line for known, line, _ in amounts if known == name} if table.functional else set()
    codes = {code for code in codes if code.isdecimal()}
    places, sheet = table_places(table, codes), table_sheet(table)
    lines = []
    for line_name in places.rows:
        line, block = table.line(line_name), table.block_of(line_name)
        if table.functional is not None:
            line = _line(table, line_name, labels.get((name, line_name)))
        assert line is not None
        assert block is not None
        addresses = places.cells(line_name)
        cells = {
            column.name: _cell(
                Source(file, sheet, addresses[column.name]),
                amounts.get((name, line_name, column.name)),
            )
            for column in block.columns
        }
        lines.append(Line(line_name, line.label, cells, line.group))
    return Statement(
        table=name,
        title=table.title,
        file=file,
        sheet=sheet,
        unit=resolved.own_style.unit,
        lines=tuple(lines),
        unit_name=unit_name,
        year=resolved.year,
        unit_source=Source(file, sheet, unit_cell(places)),
    )


def account_of_case(case: Case, resolved: Format, file: str = "决算.xlsx") -> FinalAccount:
    """The account of a case, in the layout of our workbook."""
    return account_in_layout(
        resolved,
        case.unit_name,
        file,
        case.amounts,
        case.prior,
        case.supplement,
        supplement_prior=case.supplement_prior,
        budgets=case.budgets,
        budget_reasons=case.budget_reasons,
        purposes=case.purposes,
        terms=case.terms,
        projects=tuple(projects_of_case(case)),
    )


def sample_account() -> tuple[FinalAccount, Format]:
    """The account of the embedded sample unit, and its format."""
    case = sample()
    resolved = find(case.place, case.year, case.settings)
    return account_of_case(case, resolved, f"{case.unit_name}{case.year}.xlsx"), resolved
