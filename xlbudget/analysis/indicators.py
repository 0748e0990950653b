"""The figures of an account: taken from cells, compared with last year, with the budget and with
the whole they are part of; computed when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import ClassVar

from xlbudget.analysis.averages import average, terms_of
from xlbudget.analysis.compositions import parts_of, whole_of
from xlbudget.analysis.missing import missing_amount, missing_budget
from xlbudget.analysis.prior_amounts import old_codes, prior_cells
from xlbudget.domain import ratios
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import (
    Contradicted,
    Figure,
    Missing,
    NotComparable,
    Value,
    why_none,
)
from xlbudget.domain.money import Amount, total
from xlbudget.domain.statements import Cell
from xlbudget.domain.withheld import is_withheld
from xlbudget.formats.model import AVERAGES, SUPPLEMENT, Composition, Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    BUDGET_CHANGE,
    BUDGET_CHANGE_RATE,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
    FigureName,
)
from xlbudget.formats.said_names import said_names


class Figures:
    """All figures of one account in one format; each is computed once and kept."""

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self._account = account
        self._format = resolved
        self._known: dict[FigureName, Figure] = {}
        self._lines: dict[tuple[str, str], tuple[str, ...]] = {}
        self._parts: dict[str, tuple[Composition, tuple[tuple[FigureName, str], ...]]] = {}
        self._said = said_names(resolved)
        self.prior = prior_cells(account, resolved)
        """上年数 by this year's lines."""

    @cached_property
    def old_codes(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of 上年数 that have another number now, by the number of now."""
        return old_codes(self._account, self._format)

    def figure(self, name: FigureName) -> Figure:
        """The figure of a name. What cannot be computed is in its value, never an exception."""
        figure = self._known.get(name)
        if figure is None:
            figure = self._known[name] = self._compute(name)
        return figure

    def lines(self, table: str, group: str) -> tuple[str, ...]:
        """The lines of a group that hold an amount in the account's table, in its order, without
        those that must not be published.
        """
        lines = self._lines.get((table, group))
        if lines is None:
            lines = self._lines[table, group] = self._with_amounts(table, group)
        return lines

    def _with_amounts(self, table: str, group: str) -> tuple[str, ...]:
        statement, withheld = self._account.statements.get(table), self._account.withheld
        return tuple(
            line.name
            for line in (statement.group(group) if statement else ())
            if any(cell.amount is not None for cell in line.filled.values())
            and not (line.name.isdecimal() and is_withheld(line.name, withheld))
        )

    def parts(self, composition: Composition) -> tuple[tuple[FigureName, str], ...]:
        """The parts of a composition that the account has, and what the text calls them."""
        known, parts = self._parts.get(composition.name, (None, ()))
        if known is not composition:
            parts = tuple(parts_of(composition, self._format, self.lines))
            self._parts[composition.name] = (composition, parts)
        return parts

    def missing(self, name: FigureName) -> Missing:
        """What a person would be asked for if the amount of a name were not there."""
        if name.measure == BUDGET:
            return missing_budget(name, None, self._format)
        for agreed in () if name.table == SUPPLEMENT else self._format.tables[name.table].agreed:
            if agreed.name == name.line:
                first = agreed.lines[0]
                name = FigureName(name.table, first, self._column(name, first), name.measure)
        return missing_amount(name, None, self._account, self._format)

    def computed(self) -> tuple[Figure, ...]:
        """The figures computed so far, in the order they were first asked for."""
        return tuple(self._known.values())

    def _compute(self, name: FigureName) -> Figure:
        if name.table == AVERAGES:
            return self._average(name)
        if name.measure in (ACTUAL, PRIOR_ACTUAL):
            agreed = () if name.table == SUPPLEMENT else self._format.tables[name.table].agreed
            for known in agreed:
                if known.name == name.line:
                    return self._agreed(name, known.lines)
            return self._taken(name)
        return self._computed[name.measure](self, name)

    def _make(self, name: FigureName, value: Value, formula: str, *inputs: Figure | Cell) -> Figure:
        return Figure(*self._said[name], value, formula, inputs)

    def cells(self, name: FigureName) -> tuple[Cell, ...]:
        """The cells that a figure of this year or last year is taken from: none for last year of a
        new unit, several where items of last year have become one.
        """
        if name.measure == PRIOR_ACTUAL:
            if self._format.is_new_unit:
                return ()
            return self.prior.get((name.table, name.line, name.column), ())
        if name.table == SUPPLEMENT:
            cell = self._account.numbers.get(name.line)
        else:
            cell = self._account.cell(name.table, name.line, name.column)
        return () if cell is None else (cell,)

    def _taken(self, name: FigureName) -> Figure:
        if name.measure == PRIOR_ACTUAL and self._format.is_new_unit:
            why = f"{self._account.unit_name}为{self._account.year}年新设立，无上年数"
            return self._make(name, NotComparable(why), "")
        cells = self.cells(name)
        amounts = [cell.amount for cell in cells if cell.amount is not None]
        if len(amounts) > 1:
            whole = total(map(self._format.style.basis_amount, amounts))
            return self._make(name, whole, "上年各原科目之和", *cells)
        cell = next((each for each in cells if each.amount is not None), (*cells, None)[0])
        if cell is not None and cell.count is not None:
            return self._make(name, cell.count, "取自补充资料", cell)
        return self._from_cell(name, cell)

    def _from_cell(self, name: FigureName, cell: Cell | None) -> Figure:
        if cell is None or cell.amount is None:
            inputs = (cell,) if cell else ()
            if self._is_nil_table(name):
                return self._make(name, Amount(0), "整张表没有数，按零计", *inputs)
            if name.measure == BUDGET:
                missing = missing_budget(name, cell, self._format)
            else:
                missing = missing_amount(name, cell, self._account, self._format)
            return self._make(name, missing, "表中没有这个数", *inputs)
        amount = self._format.style.basis_amount(cell.amount)
        formula = "取自表中" if amount.fen == cell.amount.fen else "取自表中，四舍五入到公开的位数"
        return self._make(name, amount, formula, cell)

    def _is_nil_table(self, name: FigureName) -> bool:
        """Whether a table of this year is left empty because there is nothing to put in it."""
        table = self._format.tables.get(name.table)
        statement = self._account.statements.get(name.table)
        if name.measure == PRIOR_ACTUAL or table is None or statement is None:
            return False
        if name.table in self._account.unfilled:
            return False
        if name.measure == BUDGET and self._account.cell(name.table, name.line, BUDGET) is None:
            return False
        begun = self._account.has_begun(self._format.tables)
        return begun and table.nil_when_empty and not statement.has_amounts

    def _agreed(self, name: FigureName, lines: tuple[str, ...]) -> Figure:
        parts = [
            self.figure(FigureName(name.table, line, self._column(name, line), name.measure))
            for line in lines
        ]
        words = "与".join(
            FigureName(name.table, line, "").line_label(self._format) for line in lines
        )
        value: Value
        cells = [cell for part in parts for cell in part.cells()]
        unknown = [part.value for part in parts if part.amount is None]
        amounts = [part.amount for part in parts if part.amount is not None]
        if unknown:
            value = unknown[0]
        elif len({cell.amount.fen for cell in cells if cell.amount is not None}) > 1:
            shown = "、".join(
                f"{cell.source}为{cell.amount.exact_text(self._format.style.unit)}"
                for cell in cells
                if cell.amount is not None
            )
            places = tuple(str(cell.source) for cell in cells)
            value = Contradicted(f"{words}不相等（{shown}）", places)
        else:
            value = amounts[0]
        return self._make(name, value, f"{words}相等，取其一", *parts)

    def _column(self, name: FigureName, line: str) -> str:
        """An agreed name stands for lines of both sides, whose first columns differ."""
        table = self._format.tables[name.table]
        block = table.block_of(line)
        known = [column.name for column in block.columns] if block else []
        return name.column if name.column in known else table.default_column(line)

    def _change(self, name: FigureName) -> Figure:
        return self._against(name, PRIOR_ACTUAL, ratios.change, "决算数 − 上年决算数")

    def _change_rate(self, name: FigureName) -> Figure:
        words = "增减额 ÷ 上年决算数"
        return self._against(name, PRIOR_ACTUAL, ratios.change_rate, words, CHANGE)

    def _against(
        self,
        name: FigureName,
        other: str,
        ratio: Callable[[Amount, Amount], Value],
        words: str,
        shown: str = ACTUAL,
    ) -> Figure:
        """An amount of this year set against another of its line; `shown` is the figure that the
        formula names instead of this year's amount.
        """
        actual, base = self.figure(name.of(ACTUAL)), self.figure(name.of(other))
        if actual.amount is None or base.amount is None:
            value: Value = why_none(actual, base)
        else:
            value = ratio(actual.amount, base.amount)
        return self._make(name, value, words, self.figure(name.of(shown)), base)

    def _budget(self, name: FigureName) -> Figure:
        """The budget of a line: from the table where it prints one, else from 预算数.

        Which of the year's budgets it is, the unit says on 首页.
        """
        known = self._format.tables.get(name.table)
        base = self._format.traits.get(known.budget, "") if known else ""
        printed = self._account.cell(name.table, name.line, BUDGET)
        cell = self._account.budgets.get((name.table, name.line, name.column, base))
        if printed is not None and printed.amount is not None:
            cell = printed
        return self._from_cell(name, cell)

    def _completion_rate(self, name: FigureName) -> Figure:
        return self._against(name, BUDGET, ratios.completion_rate, "决算数 ÷ 预算数")

    def _budget_change(self, name: FigureName) -> Figure:
        return self._against(name, BUDGET, ratios.change, "决算数 − 预算数")

    def _budget_change_rate(self, name: FigureName) -> Figure:
        words = "预算增减额 ÷ 预算数"
        return self._against(name, BUDGET, ratios.budget_change_rate, words, BUDGET_CHANGE)

    def _average(self, name: FigureName) -> Figure:
        known = self._format.averages[name.line]
        amount, count = map(self.figure, terms_of(known))
        value = average(known, amount, count, self._format.style)
        return self._make(name, value, f"{amount.label} ÷ {known.field}", amount, count)

    def _share(self, name: FigureName) -> Figure:
        """The share of the whole that a composition of the format says."""
        part, whole_name = self.figure(name.of(ACTUAL)), whole_of(name, self._format)
        if whole_name is None:
            return self._make(name, NotComparable("格式中没有它的构成，不算占比"), "", part)
        whole = self.figure(whole_name)
        value: Value
        if part.amount is None or whole.amount is None:
            value = why_none(part, whole)
        else:
            value = ratios.share(part.amount, whole.amount)
        return self._make(name, value, f"决算数 ÷ {whole.label}", part, whole)

    _computed: ClassVar[Mapping[str, Callable[[Figures, FigureName], Figure]]] = {
        CHANGE: _change,
        CHANGE_RATE: _change_rate,
        BUDGET: _budget,
        COMPLETION_RATE: _completion_rate,
        BUDGET_CHANGE: _budget_change,
        BUDGET_CHANGE_RATE: _budget_change_rate,
        SHARE: _share,
    }
    """How each measure is computed that is not taken from a cell."""
