"""The figures of an account: taken from cells, compared with last year, computed when asked for."""

from __future__ import annotations

from xlbudget.domain import ratios
from xlbudget.domain.account import PRIOR_SHEET, FinalAccount
from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable, Value
from xlbudget.domain.statements import Cell, Holds
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    CHANGE,
    CHANGE_RATE,
    PRIOR_ACTUAL,
    FigureName,
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

    def computed(self) -> tuple[Figure, ...]:
        """The figures computed so far, in the order they were first asked for."""
        return tuple(self._known.values())

    def _compute(self, name: FigureName) -> Figure:
        if name.measure in (ACTUAL, PRIOR_ACTUAL):
            for agreed in self._format.tables[name.table].agreed:
                if agreed.name == name.line:
                    return self._agreed(name, agreed.lines)
            return self._taken(name)
        if name.measure == CHANGE:
            return self._change(name)
        if name.measure == CHANGE_RATE:
            return self._change_rate(name)
        raise AssertionError(name.measure)

    def _make(self, name: FigureName, value: Value, formula: str, *inputs: Figure | Cell) -> Figure:
        return Figure(
            name.identifier(self._format), name.label(self._format), value, formula, inputs
        )

    def _taken(self, name: FigureName) -> Figure:
        prior = name.measure == PRIOR_ACTUAL
        where = (name.table, name.line, name.column)
        cell = self._account.prior.get(where) if prior else self._account.cell(*where)
        if cell is None or cell.amount is None:
            year = self._account.year - 1 if prior else self._account.year
            table = self._format.tables[name.table].title
            state = "（表中为“—”）" if cell and cell.holds is Holds.NOT_APPLICABLE else ""
            statement = self._account.statements.get(name.table)
            own = PRIOR_SHEET if self._account.prior_unit else ""
            sheet = own if prior else statement.sheet if statement else table
            what = f"{year}年度{table}的{name.line_label(self._format)}{state}"
            missing = Missing(what, sheet)
            return self._make(name, missing, "表中没有这个数", *((cell,) if cell else ()))
        amount = self._format.style.basis_amount(cell.amount)
        formula = "取自表中" if amount.fen == cell.amount.fen else "取自表中，四舍五入到公开的位数"
        return self._make(name, amount, formula, cell)

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


def _reason(*figures: Figure) -> NotComparable | Missing | Contradicted:
    """Why nothing can be computed from figures of which at least one is no amount."""
    for figure in figures:
        if isinstance(figure.value, NotComparable | Missing | Contradicted):
            return figure.value
    raise AssertionError(figures)
