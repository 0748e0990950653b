"""The figures of an account: taken from cells, compared with last year, with the budget and with
the whole they are part of; computed when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlbudget.analysis.compositions import parts_of, whole_of
from xlbudget.domain import ratios
from xlbudget.domain.account import BUDGET_SHEET, PRIOR_SHEET, SUPPLEMENT_SHEET, FinalAccount
from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable, Value
from xlbudget.domain.money import Amount
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.formats.model import SUPPLEMENT, Composition, Format
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
    FigureName,
    default_column,
)


class Figures:
    """All figures of one account in one format; each is computed once and kept."""

    def __init__(self, account: FinalAccount, resolved: Format) -> None:
        self._account = account
        self._format = resolved
        self._known: dict[FigureName, Figure] = {}

    def figure(self, name: FigureName) -> Figure:
        """The figure of a name. What cannot be computed is in its value, never an exception."""
        if name not in self._known:
            self._known[name] = self._compute(name)
        return self._known[name]

    def lines(self, table: str, group: str) -> tuple[str, ...]:
        """The lines of a group that hold an amount in the account's table, in its order."""
        statement = self._account.statements.get(table)
        return tuple(
            line.name
            for line in (statement.group(group) if statement else ())
            if any(cell.amount is not None for cell in line.cells.values())
        )

    def parts(self, composition: Composition) -> Iterator[tuple[FigureName, str]]:
        """The parts of a composition that the account has, and what the text calls them."""
        yield from parts_of(composition, self._format, self.lines)

    def missing(self, name: FigureName) -> Missing:
        """What a person would be asked for if the amount of a name were not there."""
        if name.measure == BUDGET:
            return self._lacking_budget(name)
        for agreed in () if name.table == SUPPLEMENT else self._format.tables[name.table].agreed:
            if agreed.name == name.line:
                first = agreed.lines[0]
                name = FigureName(name.table, first, self._column(name, first), name.measure)
        return self._lacking(name, None)

    def computed(self) -> tuple[Figure, ...]:
        """The figures computed so far, in the order they were first asked for."""
        return tuple(self._known.values())

    def _compute(self, name: FigureName) -> Figure:
        if name.measure in (ACTUAL, PRIOR_ACTUAL):
            agreed = () if name.table == SUPPLEMENT else self._format.tables[name.table].agreed
            for known in agreed:
                if known.name == name.line:
                    return self._agreed(name, known.lines)
            return self._taken(name)
        computed = {
            CHANGE: self._change,
            CHANGE_RATE: self._change_rate,
            BUDGET: self._budget,
            COMPLETION_RATE: self._completion_rate,
            SHARE: self._share,
        }
        return computed[name.measure](name)

    def _make(self, name: FigureName, value: Value, formula: str, *inputs: Figure | Cell) -> Figure:
        return Figure(
            name.identifier(self._format), name.label(self._format), value, formula, inputs
        )

    def cell(self, name: FigureName) -> Cell | None:
        """The cell that a figure of this year or last year is taken from; None if it has none."""
        if name.measure == PRIOR_ACTUAL:
            return self._account.prior.get((name.table, name.line, name.column))
        if name.table == SUPPLEMENT:
            return self._account.numbers.get(name.line)
        return self._account.cell(name.table, name.line, name.column)

    def _taken(self, name: FigureName) -> Figure:
        cell = self.cell(name)
        if cell is not None and cell.count is not None:
            return self._make(name, cell.count, "取自补充资料", cell)
        return self._from_cell(name, cell, self._lacking(name, cell))

    def _from_cell(self, name: FigureName, cell: Cell | None, missing: Missing) -> Figure:
        if cell is None or cell.amount is None:
            inputs = (cell,) if cell else ()
            if self._is_nil_table(name):
                return self._make(name, Amount(0), "整张表没有数，按零计", *inputs)
            return self._make(name, missing, "表中没有这个数", *inputs)
        amount = self._format.style.basis_amount(cell.amount)
        formula = "取自表中" if amount.fen == cell.amount.fen else "取自表中，四舍五入到公开的位数"
        return self._make(name, amount, formula, cell)

    def _is_nil_table(self, name: FigureName) -> bool:
        """Whether a table of this year is left empty because there is nothing to put in it.

        A workbook in which nothing is filled in yet says nothing.
        """
        table = self._format.tables.get(name.table)
        statement = self._account.statements.get(name.table)
        if name.measure == PRIOR_ACTUAL or table is None or statement is None:
            return False
        if name.table in self._account.unfilled:
            return False
        if name.measure == BUDGET and self._account.cell(name.table, name.line, BUDGET) is None:
            return False
        first = self._account.statements.get(next(iter(self._format.tables)))
        filled = first is not None and first.is_filled
        return filled and table.nil_when_empty and not statement.has_amounts

    def _lacking(self, name: FigureName, cell: Cell | None) -> Missing:
        """What a person must fill in where an amount is not there, and on which sheet."""
        prior = name.measure == PRIOR_ACTUAL
        year = self._account.year - 1 if prior else self._account.year
        if name.table == SUPPLEMENT:
            what = f"{year}年度{name.line}" if prior else name.line
            return Missing(what, SUPPLEMENT_SHEET, self._waiting(name, cell))
        source = cell.source if cell else None
        table = self._format.tables[name.table].title
        state = "（表中为“—”）" if cell and cell.holds is Holds.NOT_APPLICABLE else ""
        statement = self._account.statements.get(name.table)
        own = PRIOR_SHEET if self._account.prior_unit else ""
        sheet = own if prior else statement.sheet if statement else table
        return Missing(f"{year}年度{table}的{self._words(name)}{state}", sheet, source)

    def _waiting(self, name: FigureName, cell: Cell | None) -> Source | None:
        """The cell of 补充资料 that waits for a number."""
        if cell is not None or name.measure == PRIOR_ACTUAL:
            return cell.source if cell else None
        return self._account.supplement_cells.get(name.line)

    def _words(self, name: FigureName) -> str:
        """A line in words; with its column where that is not the first."""
        words = name.line_label(self._format)
        if name.column == default_column(self._format, name.table, name.line):
            return words
        return f"{words}·{name.column_label(self._format)}"

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
                f"{cell.source}为{cell.amount.text(self._format.style.unit, places=6)}"
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
        current, prior = self.figure(name.of(ACTUAL)), self.figure(name.of(PRIOR_ACTUAL))
        value: Value
        if current.amount is None or prior.amount is None:
            value = _reason(current, prior)
        else:
            value = ratios.change(current.amount, prior.amount)
        return self._make(name, value, "决算数 − 上年决算数", current, prior)

    def _change_rate(self, name: FigureName) -> Figure:
        current, prior = self.figure(name.of(ACTUAL)), self.figure(name.of(PRIOR_ACTUAL))
        change = self.figure(name.of(CHANGE))
        value: Value
        if current.amount is None or prior.amount is None:
            value = _reason(current, prior)
        else:
            value = ratios.change_rate(current.amount, prior.amount)
        return self._make(name, value, "增减额 ÷ 上年决算数", change, prior)

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
        return self._from_cell(name, cell, self._lacking_budget(name, cell))

    def _lacking_budget(self, name: FigureName, cell: Cell | None = None) -> Missing:
        known = self._format.tables.get(name.table)
        base = self._format.traits.get(known.budget, "") if known else ""
        title = known.title if known else ""
        source = cell.source if cell else None
        return Missing(f"{title}的{name.line_label(self._format)}的{base}", BUDGET_SHEET, source)

    def _completion_rate(self, name: FigureName) -> Figure:
        actual, budget = self.figure(name.of(ACTUAL)), self.figure(name.of(BUDGET))
        value: Value
        if actual.amount is None or budget.amount is None:
            value = _reason(actual, budget)
        else:
            value = ratios.completion_rate(actual.amount, budget.amount)
        return self._make(name, value, "决算数 ÷ 预算数", actual, budget)

    def _share(self, name: FigureName) -> Figure:
        """The share of the whole that a composition of the format says."""
        part, whole_name = self.figure(name.of(ACTUAL)), whole_of(name, self._format)
        if whole_name is None:
            return self._make(name, NotComparable("格式中没有它的构成，不算占比"), "", part)
        whole = self.figure(whole_name)
        value: Value
        if part.amount is None or whole.amount is None:
            value = _reason(part, whole)
        else:
            value = ratios.share(part.amount, whole.amount)
        return self._make(name, value, f"决算数 ÷ {whole.label}", part, whole)


def _reason(*figures: Figure) -> NotComparable | Missing | Contradicted:
    """Why nothing can be computed from figures of which at least one is no amount."""
    for figure in figures:
        if isinstance(figure.value, NotComparable | Missing | Contradicted):
            return figure.value
    return NotComparable("不是金额")
