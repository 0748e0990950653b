"""The cells of the tables of 绩效: figures, amounts and gaps as they are printed there."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.analysis.performance import score_text
from xlbudget.domain.figures import Figure, Missing
from xlbudget.domain.money import Amount
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Cell
from xlbudget.domain.text import Gap, Printed, Span
from xlbudget.formats.model import Format
from xlbudget.results.printed_tables import PrintedCell, Role

NONE = "—"
"""What stands where there can be no number."""


@dataclass
class Drawing:
    """Cells that are put below each other, row by row."""

    format: Format
    cells: list[PrintedCell] = field(default_factory=list)
    row: int = 0

    def put(
        self,
        column: int,
        what: str | tuple[Span, ...],
        role: Role = Role.LABEL,
        *,
        columns: int = 1,
        rows: int = 1,
        value: Decimal | None = None,
    ) -> None:
        """A cell of the row that is drawn."""
        spans = () if isinstance(what, str) else what
        text = what if isinstance(what, str) else "".join(span.text for span in what)
        cell = PrintedCell(self.row, column, text, role, rows, columns, value, spans)
        self.cells.append(cell)

    def headers(self, column: int, *words: str) -> None:
        """Header cells beside each other."""
        for at, word in enumerate(words, column):
            self.put(at, word, Role.HEADER)

    def figure(self, column: int, figure: Figure) -> None:
        """A number that we computed or took over; a gap where it is missing."""
        spans, value = printed(figure, self.format)
        role = Role.HEADER if figure.amount is None else Role.AMOUNT
        self.put(column, spans or NONE, role, value=value)

    def computed(self, column: int, figure: Figure) -> None:
        """A number that rests on others: the gap stands at them, not here again."""
        if isinstance(figure.value, Missing):
            self.put(column, NONE, Role.HEADER)
        else:
            self.figure(column, figure)

    def amount(self, column: int, cell: Cell | None) -> None:
        """An amount that was given; blank where none was."""
        amount = cell.amount if cell is not None else None
        text = bare(amount, self.format) if amount is not None else ""
        value = amount.number(self.format.style.unit) if amount is not None else None
        self.put(column, text, Role.AMOUNT, value=value)


def bare(amount: Amount, resolved: Format) -> str:
    """An amount as printed, without its unit, which the header says."""
    return resolved.style.amount(amount).removesuffix(resolved.style.unit.value)


def printed(figure: Figure, resolved: Format) -> tuple[tuple[Span, ...], Decimal | None]:
    """A figure as the tables print it, and the number; nothing where it cannot be computed."""
    value = figure.value
    if isinstance(value, Amount):
        text = bare(value, resolved)
        return (Printed(text, figure),), value.number(resolved.style.unit)
    if isinstance(value, Decimal):
        return (Printed(score_text(value), figure),), None
    if figure.ratio is not None:
        return (Printed(resolved.style.rate(figure.ratio), figure),), None
    if isinstance(value, Missing):
        return (Gap.of(value),), None
    return (), None
