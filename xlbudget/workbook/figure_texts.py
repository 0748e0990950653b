"""印法 on 分析: what the text prints of a figure, beside its number, as formulas with results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite
from xlbudget.domain.figures import Figure
from xlbudget.domain.style import Style
from xlbudget.domain.text import Gap
from xlbudget.narrative.printing import negative
from xlbudget.workbook import expressions


@dataclass(frozen=True, slots=True)
class PartAndWhole:
    """One of the two amounts of a share: its figure, its cell, and the gap where it is missing."""

    figure: Figure
    at: str
    gap: str


@dataclass(frozen=True, slots=True)
class FigureTexts:
    """The texts of figures in one style; `switches` are its settings as expressions."""

    style: Style
    switches: expressions.Switches

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
        return formula_cell(said, self.amount_formula(figure, at, gap))

    def amount_formula(self, figure: Figure, at: str, gap: str) -> str:
        """The expression of an amount's text."""
        return (
            f"IF(ISNUMBER({at}),IF({at}<0,{expressions.quoted(negative(figure).text)},"
            f"{self._money(at)}),{expressions.quoted(gap)})"
        )

    def change(self, change: Figure, at: str) -> CellWrite:
        """A change without its sign: words carry it."""
        said = "" if change.amount is None else self.style.amount(abs(change.amount))
        return formula_cell(said, self.change_formula(at))

    def change_formula(self, at: str) -> str:
        """The expression of a change's text."""
        return f'IF(ISNUMBER({at}),{self._money(f"ABS({at})")},"")'

    def rate(self, rate: Figure, at: str) -> CellWrite:
        """A rate without its sign."""
        said = "" if rate.ratio is None else self.style.rate(abs(rate.ratio))
        return formula_cell(said, self.rate_formula(at))

    def rate_formula(self, at: str) -> str:
        """The expression of a rate's text."""
        return f'IF(ISNUMBER({at}),{self._percent(at)},"")'

    def share(self, share: Figure, at: str, part: PartAndWhole, whole: PartAndWhole) -> CellWrite:
        """A share; the gap of what is missing for it, else why there is none."""
        none = Gap(f"{share.label}（总额为0，不计算占比）").text
        gaps = (
            f"IF(ISNUMBER({part.at}),IF(ISNUMBER({whole.at}),{expressions.quoted(none)},"
            f"{expressions.quoted(whole.gap)}),{expressions.quoted(part.gap)})"
        )
        said = none
        if share.ratio is not None:
            said = self.style.rate(abs(share.ratio))
        elif part.figure.amount is None:
            said = part.gap
        elif whole.figure.amount is None:
            said = whole.gap
        return formula_cell(said, f"IF(ISNUMBER({at}),{self._percent(at)},{gaps})")

    def _money(self, at: str) -> str:
        number = expressions.number_text(
            at,
            self.switches.amount_places,
            self.switches.amount_zeros,
            self.switches.separators,
        )
        return f"{number}&{self.switches.unit}"

    def _percent(self, at: str) -> str:
        switches = self.switches
        number = expressions.number_text(
            f"ABS({at})", switches.rate_places, switches.rate_zeros, switches.separators
        )
        return f'{number}&"%"'


def formula_cell(value: Decimal | str, formula: str | None) -> CellWrite:
    """A formula of ours with its result; without a formula, the value alone."""
    return CellWrite(value, marked(formula)) if formula else CellWrite(value or None)
