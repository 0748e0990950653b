"""分析: amounts, changes, rates, shares and completion of each figure as formulas over the tables,
each number beside the text that the sentences print.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from xlbudget.analysis.indicators import Figures
from xlbudget.books.formulas import HOLE, filled, marked
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.figures import Figure
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap
from xlbudget.formats.model import SUPPLEMENT
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    PRIOR_ACTUAL,
    SHARE,
    FigureName,
)
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.amount_cells import AmountCells, shown_amount
from xlbudget.workbook.analysed import Analysed, analysed, figure_label
from xlbudget.workbook.blocks import NOT_COMPARABLE, Columns
from xlbudget.workbook.figure_texts import FigureTexts, PartAndWhole, formula_cell
from xlbudget.workbook.parameters import Parameters, rate_places
from xlbudget.workbook.texts import NOTHING, Row

_WORDS = {
    ACTUAL: "决算数印法",
    PRIOR_ACTUAL: "上年决算数印法",
    CHANGE: "增减额印法",
    CHANGE_RATE: "增减率印法",
    SHARE: "占比印法",
    COMPLETION_RATE: "完成率印法",
}
"""The header word over the printed text of each measure."""

_CHANGE = f'IF(COUNT({HOLE},{HOLE})=2,ROUND({HOLE}-{HOLE},6),"")'
_SAME_NUMBER = f'IF(ISNUMBER({HOLE}),{HOLE},"")'


@dataclass(slots=True)
class AnalysisSheet:
    """分析 as it is written: which figures and phrases stand in which rows, under which columns.

    `sheet` is its name in the workbook, `columns` the column of each header word, `first_row` the
    first row below the header. `parameters` are what its formulas all need, in cells or not. With
    `functions`, changes and rates are blocks of the functions of macro workbooks.
    """

    results: Results
    columns: Mapping[str, int]
    sheet: str = layout.ANALYSIS
    first_row: int = layout.FIRST_ROW
    parameters: Parameters | None = None
    functions: bool = False
    found: Analysed = field(init=False)
    figures: Figures = field(init=False)
    switches: expressions.Switches = field(init=False)
    outside: expressions.Switches = field(init=False)
    """The same as other sheets refer to them."""
    texts: FigureTexts = field(init=False)
    """What the text prints of figures, with the settings of 首页."""
    _texts_outside: FigureTexts = field(init=False)
    _amounts: AmountCells = field(init=False)
    _letters: dict[str, str] = field(init=False)
    _in_order: list[str] = field(init=False)
    _cells: dict[int, expressions.Row] = field(default_factory=dict)
    _gaps: dict[FigureName, str] = field(default_factory=dict)
    _rows: dict[FigureName, int] = field(init=False)

    def __post_init__(self) -> None:
        self.figures = self.results.all_figures()
        self.found = analysed(self.results, self.figures)
        parameters = self.parameters or Parameters(self.results)
        self.switches, self.outside = parameters.here, parameters.outside
        style = self.results.format.style
        self.texts = FigureTexts(style, self.switches)
        self._texts_outside = FigureTexts(style, self.outside)
        self._amounts = AmountCells(self.results, self.figures, self.switches)
        self._letters = {word: column_letters(at) for word, at in self.columns.items()}
        self._in_order = [self._letters[word] for word in layout.HEADERS[layout.ANALYSIS][1:]]
        self._rows = {name: self.first_row + at for at, name in enumerate(self.found.figures)}

    def rows(self) -> list[Row]:
        """The rows of the figures, in the order of the header."""
        rows = [self._row(name) for name in self.found.figures]
        return self._in_blocks(rows) if self.functions and rows else rows

    def places_cell(self) -> CellWrite:
        """The decimals of rates, as 首页 sets them."""
        places = Decimal(self.results.format.style.rate_places)
        return formula_cell(places, rate_places(self.results))

    def unit_cell(self) -> CellWrite:
        """What the numbers are in, as 首页 sets it."""
        before, after = f"{layout.MONEY}：", "；比率：%"
        said = f"{before}{self.results.format.style.unit.value}{after}"
        quoted = expressions.quoted
        return formula_cell(said, f"{quoted(before)}&{self.switches.unit}&{quoted(after)}")

    def _in_blocks(self, rows: list[Row]) -> list[Row]:
        """The rows with the columns of the functions as blocks."""
        last = self.first_row + len(rows) - 1

        def area(word: str) -> str:
            letters = column_letters(self.columns[word])
            return f"${letters}${self.first_row}:${letters}${last}"

        blocks = Columns(
            now=area("决算数"),
            then=area("上年决算数"),
            budget=area("预算数"),
            base=area("占比基数"),
            change=area("增减额"),
            places=self.switches.rate_places,
        )
        for word, formula in blocks.formulas().items():
            at = layout.HEADERS[layout.ANALYSIS].index(word)
            block = area(word).replace("$", "")
            rows = [
                (
                    *row[:at],
                    CellWrite(_value(row[at]), marked(formula), block),
                    *row[at + 1 :],
                )
                for row in rows
            ]
        return rows

    def at(self, word: str, name: FigureName) -> str:
        """The cell of a figure under a header word, on 分析 itself."""
        return f"{self._letters[word]}{self._rows[name.of(ACTUAL)]}"

    def cells(self, name: FigureName) -> expressions.Row:
        """All cells of a figure's row."""
        row = self._rows[name.of(ACTUAL)]
        known = self._cells.get(row)
        if known is None:
            known = self._cells[row] = expressions.Row(*[f"{at}{row}" for at in self._in_order])
        return known

    def text_at(self, name: FigureName) -> str:
        """The cell that holds what the text prints of a figure."""
        return self.at(_WORDS[name.measure], name)

    def budget_text(self, name: FigureName) -> str:
        """What the text prints of a budget, as an expression of other sheets over 分析."""
        at, gap = self.from_outside(self.at("预算数", name)), self.gap(name.of(BUDGET))
        return self._texts_outside.amount_formula(self.figures.figure(name.of(BUDGET)), at, gap)

    def number_at(self, name: FigureName) -> str:
        """The cell that holds an amount of this year or of last."""
        return self.at("上年决算数" if name.measure == PRIOR_ACTUAL else "决算数", name)

    def from_outside(self, cell: str) -> str:
        """A cell of 分析 as other sheets refer to it."""
        return expressions.reference(Source("", self.sheet, cell))

    def gap(self, name: FigureName) -> str:
        """The gap that stands where a figure's amount is missing."""
        known = self._gaps.get(name)
        if known is None:
            missing = self.figures.missing(name)
            known = self._gaps[name] = Gap(missing.what, missing.where).text
        return known

    def _row(self, name: FigureName) -> Row:
        """The cells of a figure; what nothing can ever stand behind is left out."""
        figure, cells = self.figures.figure, self.cells(name)
        actual, prior = figure(name.of(ACTUAL)), figure(name.of(PRIOR_ACTUAL))
        now = self._amounts.taken(actual, name.of(ACTUAL), self.at)
        then = self._amounts.taken(prior, name.of(PRIOR_ACTUAL), self.at)
        budget = self._amounts.budget(name)
        then_text = self._amount_text(prior, name.of(PRIOR_ACTUAL), cells.then)
        change = change_rate = change_text = rate_text = NOTHING
        if then == NOTHING:
            then_text = CellWrite(then_text.value)
        else:
            changed, rate = figure(name.of(CHANGE)), figure(name.of(CHANGE_RATE))
            change = self._change(changed, cells)
            change_rate = self._quotient(rate, cells.change, cells.then)
            change_text = self.texts.change(changed, cells.change)
            rate_text = self.texts.rate(rate, cells.rate)
        completion = completion_text = NOTHING
        if budget != NOTHING:
            completed = figure(name.of(COMPLETION_RATE))
            completion = self._quotient(completed, cells.now, cells.budget)
            completion_text = self.texts.rate(completed, cells.completion)
        base = share = share_text = NOTHING
        whole = self.found.wholes[name]
        if whole is not None:
            part = figure(name.of(SHARE))
            base, share = self._base(whole), self._share(part, cells)
            share_text = self._share_text(part, name, whole, cells)
        return (
            CellWrite(figure_label(name, self.results.format)),
            now,
            then,
            budget,
            base,
            change,
            change_rate,
            share,
            completion,
            self._amount_text(actual, name.of(ACTUAL), cells.now),
            then_text,
            change_text,
            rate_text,
            share_text,
            completion_text,
        )

    def _change(self, change: Figure, cells: expressions.Row) -> CellWrite:
        now, then = cells.now, cells.then
        shown = shown_amount(change, self.results.format.style.unit)
        return CellWrite(shown, filled(_CHANGE, now, then, now, then))

    def _quotient(self, ratio: Figure, part: str, base: str) -> CellWrite:
        pattern = _rate(">0", self.switches.rate_places)
        return CellWrite(self._ratio(ratio), filled(pattern, part, base, base, part, base))

    def _base(self, whole: FigureName) -> CellWrite:
        """What a share is a share of."""
        at = self.at("决算数", whole)
        shown = shown_amount(self.figures.figure(whole), self.results.format.style.unit)
        return CellWrite(shown, filled(_SAME_NUMBER, at, at))

    def _share(self, ratio: Figure, cells: expressions.Row) -> CellWrite:
        now, base = cells.now, cells.base
        pattern = _rate("<>0", self.switches.rate_places)
        return CellWrite(self._ratio(ratio), filled(pattern, now, base, base, now, base))

    def _ratio(self, figure: Figure) -> Decimal | str:
        style = self.results.format.style
        if figure.ratio is not None:
            return Decimal(style.scaled_rate(figure.ratio)).scaleb(-style.rate_places)
        inputs = [part for part in figure.inputs if isinstance(part, Figure)]
        known = bool(inputs) and all(part.amount is not None for part in inputs)
        return NOT_COMPARABLE if known and figure.inputs else ""

    def _amount_text(self, figure: Figure, name: FigureName, at: str) -> CellWrite:
        gap = self.gap(name)
        if name.table == SUPPLEMENT and self._amounts.is_count(name):
            return self.texts.count(figure, at, gap)
        return self.texts.amount(figure, at, gap)

    def _share_text(
        self, share: Figure, name: FigureName, whole: FigureName, cells: expressions.Row
    ) -> CellWrite:
        of = self.cells(whole)
        return self.texts.share(
            share,
            cells.share,
            PartAndWhole(self.figures.figure(name), cells.now, self.gap(name), cells.now_text),
            PartAndWhole(self.figures.figure(whole), of.now, self.gap(whole), of.now_text),
        )

    def unit_name(self) -> str:
        """The unit's name as an expression: from 首页 where it stands there."""
        source = self.results.account.unit_name_source
        if source is None:
            return expressions.quoted(self.results.account.unit_name)
        return f"TRIM({expressions.reference(source)})"


@lru_cache(maxsize=64)
def _rate(sound: str, places: str) -> str:
    """The pattern of a rate: its part and base, where the base is sound, in percent."""
    return (
        f"IF(COUNT({HOLE},{HOLE})=2,IF({HOLE}{sound},ROUND({HOLE}/{HOLE}*100,{places}),"
        f'"{NOT_COMPARABLE}"),"")'
    )


def _value(cell: CellWrite) -> Decimal | str:
    """A cell's value as a formula's result: a blank one is an empty text."""
    return cell.value if isinstance(cell.value, Decimal) else str(cell.value or "")
