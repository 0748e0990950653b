"""The amounts on 分析 as formulas: taken from the cells of the tables, of 上年数, of 预算数."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from xlbudget.analysis.indicators import Figures
from xlbudget.books.formulas import HOLE, filled
from xlbudget.books.port import CellWrite
from xlbudget.domain.figures import Contradicted, Figure
from xlbudget.domain.money import Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.formats.model import SUPPLEMENT, Kind
from xlbudget.formats.names import ACTUAL, BUDGET, PRIOR_ACTUAL, FigureName
from xlbudget.results import Results
from xlbudget.workbook import expressions
from xlbudget.workbook.figure_texts import formula_cell
from xlbudget.workbook.statement_areas import any_amount, area

NOT_EQUAL = "不相等"

At = Callable[[str, FigureName], str]
"""The cell of a figure on 分析 under a header word."""


@dataclass(frozen=True, slots=True)
class AmountCells:
    """The cells of 决算数, 上年决算数 and 预算数."""

    results: Results
    figures: Figures
    switches: expressions.Switches
    _nil: dict[str, str] = field(default_factory=dict)
    """What a blank cell of each table that may be left empty stands for."""

    def taken(self, figure: Figure, name: FigureName, on_sheet: At) -> CellWrite:
        """A figure that stands in a cell, or that two lines agree on."""
        unit = self.results.format.style.unit
        if name.table != SUPPLEMENT:
            for agreed in self.results.format.tables[name.table].agreed:
                if agreed.name == name.line:
                    return self._agreed(figure, name, agreed.lines, on_sheet)
        cells = self.figures.cells(name)
        if not cells:
            return formula_cell(shown_amount(figure, unit), None)
        cell = cells[0]
        at = expressions.reference(cell.source)
        if name.table == SUPPLEMENT and self.is_count(name):
            return formula_cell(
                figure.count if figure.count is not None else "", f'IF(ISNUMBER({at}),{at},"")'
            )
        unit_source = self._unit_source(name)
        if unit_source is None:
            return formula_cell(shown_amount(figure, unit), None)
        shown = shown_amount(figure, unit)
        if len(cells) == 1:
            pattern = expressions.amount(unit_source, self.switches, self._blank(name))
            return CellWrite(shown, filled(pattern, at, at))
        formula = expressions.total([each.source for each in cells], unit_source, self.switches)
        return formula_cell(shown, formula)

    def is_count(self, name: FigureName) -> bool:
        """Whether a field of 补充资料 holds a count."""
        return self.results.format.supplement[name.line].kind is not Kind.AMOUNT

    def _unit_source(self, name: FigureName) -> Source | None:
        account = self.results.account
        if name.table == SUPPLEMENT:
            return account.supplement_unit
        if name.measure == PRIOR_ACTUAL:
            return account.prior_unit
        statement = account.statements.get(name.table)
        return statement.unit_source if statement else None

    def _blank(self, name: FigureName) -> str:
        """What a blank cell stands for: nothing, or zero in a table that may be left empty."""
        account, tables = self.results.account, self.results.format.tables
        table = tables.get(name.table)
        own = account.statements.get(name.table)
        first = account.statements.get(next(iter(tables)))
        if name.measure != ACTUAL or table is None or not table.nil_when_empty:
            return '""'
        if own is None or first is None or not own.lines or name.table in account.unfilled:
            return '""'
        if name.table not in self._nil:
            nil = f'IF(AND(COUNT({area(own)})=0,{any_amount(first)}),0,"")'
            self._nil[name.table] = nil
        return self._nil[name.table]

    def _agreed(
        self, figure: Figure, name: FigureName, lines: tuple[str, ...], on_sheet: At
    ) -> CellWrite:
        table = self.results.format.tables[name.table]
        names = [FigureName(name.table, line, table.default_column(line)) for line in lines]
        word = "决算数" if name.measure == ACTUAL else "上年决算数"
        first, *others = (on_sheet(word, line) for line in names)
        same = ",".join(f"{first}={other}" for other in others)
        numbers = ",".join(f"ISNUMBER({at})" for at in (first, *others))
        value = shown_amount(figure, self.results.format.style.unit)
        if isinstance(figure.value, Contradicted):
            value = NOT_EQUAL
        return formula_cell(value, f'IF(AND({numbers}),IF(AND({same}),{first},"{NOT_EQUAL}"),"")')

    def budget(self, name: FigureName) -> CellWrite:
        """The budget: of the table where it prints one, else of 预算数 by the base on 首页."""
        table = self.results.format.tables.get(name.table)
        account = self.results.account
        if table is None or not table.budget:
            return formula_cell("", None)
        figure = self.figures.figure(name.of(BUDGET))
        shown = shown_amount(figure, self.results.format.style.unit)
        formula = '""'
        base = self.results.format.traits[table.budget]
        cell = account.budgets.get((name.table, name.line, name.column, base))
        if cell is not None and account.budget_unit is not None:
            pattern = expressions.amount(account.budget_unit, self.switches)
            formula = pattern.replace(HOLE, expressions.reference(cell.source))
        printed = account.cell(name.table, name.line, BUDGET)
        unit = account.statements[name.table].unit_source if printed else None
        if printed is not None and unit is not None:
            blank = self._blank(name)
            nil = f"IF(ISNUMBER({blank}),{blank},{formula})" if blank != '""' else formula
            pattern = expressions.amount(unit, self.switches, nil)
            formula = pattern.replace(HOLE, expressions.reference(printed.source))
        return formula_cell(shown, formula if formula != '""' else None)


def shown_amount(figure: Figure, unit: Unit) -> Decimal | str:
    """An amount as a number in its unit; an empty text where there is none."""
    return figure.amount.number(unit) if figure.amount is not None else ""
