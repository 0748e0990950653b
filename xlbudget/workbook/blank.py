"""An account whose cells stand where our workbook puts them: what `new` and `demo` build from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Line, Source, Statement
from xlbudget.formats.cases import sample
from xlbudget.formats.library import find
from xlbudget.formats.model import Format, LineDef
from xlbudget.formats.names import FigureName
from xlbudget.formats.settings import SETTINGS
from xlbudget.narrative import template
from xlbudget.narrative.nodes import compared_figures
from xlbudget.workbook import layout

Amounts = Mapping[tuple[str, str, str], Amount]
"""Amounts by table, line and column."""


def account_in_layout(
    resolved: Format,
    unit_name: str,
    file: str,
    amounts: Amounts | None = None,
    prior: Amounts | None = None,
    supplement: Mapping[str, str] | None = None,
) -> FinalAccount:
    """An account of the format's year with the given amounts; every other cell is blank."""
    return FinalAccount(
        file=file,
        unit_name=unit_name,
        year=resolved.year,
        statements={
            name: _statement(resolved, name, unit_name, file, amounts or {})
            for name in resolved.tables
        },
        prior=_prior(resolved, file, prior or {}),
        prior_unit=Source(file, layout.PRIOR, layout.PRIOR_UNIT_CELL),
        year_source=Source(file, layout.HOME, layout.YEAR_CELL),
        setting_cells={
            label: Source(file, layout.HOME, f"B{row}")
            for row, label in enumerate(SETTINGS, layout.FIRST_ROW + 3)
        },
        supplement={
            name: Entry(text, Source(file, layout.SUPPLEMENT, f"C{row}"))
            for row, name in enumerate(resolved.supplement, layout.FIRST_ROW)
            if (text := (supplement or {}).get(name, ""))
        },
    )


def _cell(source: Source, amount: Amount | None) -> Cell:
    return Cell(source) if amount is None else Cell.with_amount(source, amount)


def _statement(
    resolved: Format, name: str, unit_name: str, file: str, amounts: Amounts
) -> Statement:
    table = resolved.tables[name]
    places, sheet = layout.table_places(table), layout.table_sheet(table)
    lines = []
    for block in places.blocks:
        for line in block.block.lines:
            cells = {
                column: _cell(
                    Source(file, sheet, places.cell(line.name, column)),
                    amounts.get((name, line.name, column)),
                )
                for column in block.amounts
            }
            lines.append(Line(line.name, line.label, cells, line.group))
    unit_cell = layout.unit_cell(places)
    return Statement(
        table=name,
        title=table.title,
        file=file,
        sheet=sheet,
        unit=resolved.style.unit,
        lines=tuple(lines),
        unit_name=unit_name,
        year=resolved.year,
        unit_source=Source(file, sheet, unit_cell),
    )


def prior_lines(resolved: Format) -> Iterator[tuple[str, LineDef]]:
    """The lines whose last year's amount is asked for, with their table: those that the table
    names, and those that a template of the format compares with last year.
    """
    used = {
        (figure.table, line)
        for section in resolved.sections
        for figure in compared_figures(template.parse(section, resolved))
        for line in _lines_of(resolved, figure)
    }
    for name, table in resolved.tables.items():
        for line in table.lines():
            if line.prior or (name, line.name) in used:
                yield name, line


def _lines_of(resolved: Format, figure: FigureName) -> tuple[str, ...]:
    for agreed in resolved.tables[figure.table].agreed:
        if agreed.name == figure.line:
            return agreed.lines
    return (figure.line,)


def _prior(resolved: Format, file: str, amounts: Amounts) -> dict[tuple[str, str, str], Cell]:
    found = {}
    for row, (table, line) in enumerate(prior_lines(resolved), layout.FIRST_ROW):
        column = resolved.tables[table].default_column(line.name)
        name = (table, line.name, column)
        found[name] = _cell(Source(file, layout.PRIOR, f"C{row}"), amounts.get(name))
    return found


def prior_words(resolved: Format, table: str, line: LineDef) -> tuple[str, str]:
    """How a row of 上年数 names its table and line."""
    label = FigureName(table, line.name, "").line_label(resolved)
    return resolved.tables[table].title, label


def sample_account() -> tuple[FinalAccount, Format]:
    """The account of the embedded sample unit, and its format."""
    case = sample()
    resolved = find(case.place, case.year, case.settings)
    account = account_in_layout(
        resolved,
        case.unit_name,
        f"{case.unit_name}{case.year}.xlsx",
        case.amounts,
        case.prior,
        case.supplement,
    )
    return account, resolved
