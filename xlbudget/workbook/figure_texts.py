"""印法 on 分析: what the text prints of a figure, beside its number, as formulas with results."""

from __future__ import annotations

from decimal import Decimal

from xlbudget.books.formulas import HOLE, filled, marked
from xlbudget.books.port import CellWrite
from xlbudget.domain.figures import Figure
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap
from xlbudget.narrative.printing import negative
from xlbudget.workbook import expressions


@dataclass(frozen=True, slots=True)
class PartAndWhole:
    """One of the two amounts of a share: its figure, its cell, the gap where it is missing, and the
    cell that says that gap then.
    """

    figure: Figure
    at: str
    gap: str
    gap_at: str


@dataclass(slots=True)
class FigureTexts:
    """The texts of figures in one style; `switches` are its settings as expressions."""

    style: Style
    switches: expressions.Switches
    _amount: str = field(init=False)
    """The patterns that all rows have in common."""
    _change: str = field(init=False)
    _rate: str = field(init=False)
    _rate_text: str = field(init=False)

    def __post_init__(self) -> None:
        self._amount = self._money(HOLE)
        self._change = self.change_formula(HOLE)
        self._rate = self.rate_formula(HOLE)
        self._rate_text = expressions.rate_text(HOLE, self.switches.rates)

    def count(self, figure: Figure, at: str, gap: str) -> CellWrite:
        """A count, or the gap that stands for it."""
        said = gap if figure.count is None else self.style.count(figure.count)
        number = expressions.count_text(at, self.switches.separators)
        return formula_cell(said, f"IF(ISNUMBER({at}),{number},{expressions.quoted(gap)})")

    def amount(self, figure: Figure, at: str, gap: str) -> CellWrite:
        """An amount with its unit, or the gap that stands for it; a negative one is a gap too."""
        said = gap
        if figure.amount is not None:
            minus = figure.amount.fen < 0
            said = negative(figure).text if minus else self.style.amount(figure.amount)
        pattern = self._amount_pattern(negative(figure).text, gap)
        return CellWrite(said, filled(pattern, *(at,) * pattern.count(HOLE)))

    def amount_formula(self, figure: Figure, at: str, gap: str) -> str:
        """The expression of an amount's text."""
        return self._amount_pattern(negative(figure).text, gap).replace(HOLE, at)

    def _amount_pattern(self, minus: str, gap: str) -> str:
        return (
            f"IF(ISNUMBER({HOLE}),IF({HOLE}<0,{expressions.quoted(minus)},"
            f"{self._amount}),{expressions.quoted(gap)})"
        )

    def change(self, change: Figure, at: str) -> CellWrite:
        """A change without its sign: words carry it."""
        said = "" if change.amount is None else self.style.amount(abs(change.amount))
        return CellWrite(said, filled(self._change, at, at, at, at))

    def change_formula(self, at: str) -> str:
        """The expression of a change's text."""
        return f'IF(ISNUMBER({at}),{self._money(f"ABS({at})")},"")'

    def rate(self, rate: Figure, at: str) -> CellWrite:
        """A rate without its sign."""
        said = "" if rate.ratio is None else self.style.rate(abs(rate.ratio))
        return CellWrite(said, filled(self._rate, at, at, at, at))

    def rate_formula(self, at: str) -> str:
        """The expression of a rate's text; the rate is rounded already."""
        return f'IF(ISNUMBER({at}),{expressions.rate_text(at, self.switches.rates)},"")'

    def share(self, share: Figure, at: str, part: PartAndWhole, whole: PartAndWhole) -> CellWrite:
        """A share; the gap of what is missing for it, else why there is none."""
        none = Gap(f"{share.label}（总额为0，不计算占比）").text
        said = none
        if share.ratio is not None:
            said = self.style.rate(abs(share.ratio))
        elif part.figure.amount is None:
            said = part.gap
        elif whole.figure.amount is None:
            said = whole.gap
        pattern = (
            f"IF(ISNUMBER({HOLE}),{self._rate_text},"
            f"IF(ISNUMBER({HOLE}),IF(ISNUMBER({HOLE}),{expressions.quoted(none)},{HOLE}),{HOLE}))"
        )
        cells = (at, at, at, at, part.at, whole.at, whole.gap_at, part.gap_at)
        return CellWrite(said, filled(pattern, *cells))

    def _money(self, at: str) -> str:
        switches = self.switches
        number = expressions.number_text(at, switches.amount_places, switches.amounts)
        return f"{number}&{switches.unit}"


def formula_cell(value: Decimal | str, formula: str | None) -> CellWrite:
    """A formula of ours with its result; without a formula, the value alone."""
    return CellWrite(value, marked(formula)) if formula else CellWrite(value or None)
