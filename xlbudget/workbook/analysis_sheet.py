"""分析: amounts, changes, rates, shares and completion of each figure as formulas over the tables,
each number beside the text that the sentences print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xlbudget.analysis.compositions import whole_of
from xlbudget.analysis.indicators import Figures
from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, column_letters, parse_address
from xlbudget.domain.figures import Figure
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap
from xlbudget.formats.model import SUPPLEMENT
from xlbudget.formats.names import (
    ACTUAL,
    BUDGET,
    CHANGE,
    CHANGE_RATE,
    COMPLETION_RATE,
    MEASURES,
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
from xlbudget.workbook.switches import switches
from xlbudget.workbook.texts import Row

_WORDS = {
    ACTUAL: "决算数印法",
    PRIOR_ACTUAL: "上年决算数印法",
    CHANGE: "增减额印法",
    CHANGE_RATE: "增减率印法",
    SHARE: "占比印法",
    COMPLETION_RATE: "完成率印法",
}
"""The header word over the printed text of each measure."""


@dataclass(slots=True)
class AnalysisSheet:
    """分析 as it is written: which figures and phrases stand in which rows, under which columns.

    `sheet` is its name in the workbook, `columns` the column of each header word, `first_row` the
    first row below the header, `places_at` the cell with the decimals of rates. With `functions`,
    changes and rates are blocks of the functions of macro workbooks.
    """

    results: Results
    columns: Mapping[str, int]
    sheet: str = layout.ANALYSIS
    first_row: int = layout.FIRST_ROW
    places_at: str = ""
    functions: bool = False
    found: Analysed = field(init=False)
    figures: Figures = field(init=False)
    switches: expressions.Switches = field(init=False)
    places: str = field(init=False)
    """The decimals of rates as 首页 sets them, as an expression."""
    _rows: dict[FigureName, int] = field(init=False)

    def __post_init__(self) -> None:
        self.found = analysed(self.results)
        self.figures = Figures(self.results.account, self.results.format)
        self.switches = switches(self.results)
        self.places = self.switches.rate_places
        if self.places_at:
            self.switches = replace(self.switches, rate_places=_absolute(self.places_at))
        self._rows = {name: self.first_row + at for at, name in enumerate(self.found.figures)}

    def rows(self) -> list[Row]:
        """The rows of the figures, in the order of the header."""
        rows = [self._row(name) for name in self.found.figures]
        return self._in_blocks(rows) if self.functions and rows else rows

    def places_cell(self) -> CellWrite:
        """The decimals of rates, as 首页 sets them."""
        return formula_cell(Decimal(self.results.format.style.rate_places), self.places)

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
        return f"{column_letters(self.columns[word])}{self._rows[name.of(ACTUAL)]}"

    def cells(self, name: FigureName) -> expressions.Row:
        """All cells of a figure's row."""
        words = layout.HEADERS[layout.ANALYSIS][1:]
        return expressions.Row(*(self.at(word, name) for word in words))

    def text_at(self, name: FigureName) -> str:
        """The cell that holds what the text prints of a figure."""
        return self.at(_WORDS[name.measure], name)

    def budget_text(self, name: FigureName) -> str:
        """What the text prints of a budget, as an expression of other sheets over 分析."""
        at, gap = self.from_outside(self.at("预算数", name)), self.gap(name.of(BUDGET))
        return self.texts.amount_formula(self.figures.figure(name.of(BUDGET)), at, gap)

    def number_at(self, name: FigureName) -> str:
        """The cell that holds an amount of this year or of last."""
        return self.at("上年决算数" if name.measure == PRIOR_ACTUAL else "决算数", name)

    def from_outside(self, cell: str) -> str:
        """A cell of 分析 as other sheets refer to it."""
        return expressions.reference(Source("", self.sheet, cell))

    def gap(self, name: FigureName) -> str:
        """The gap that stands where a figure's amount is missing."""
        missing = self.figures.missing(name)
        return Gap(missing.what, missing.where).text

    def _row(self, name: FigureName) -> Row:
        known = {measure: self.figures.figure(name.of(measure)) for measure in MEASURES}
        cells = self.cells(name)
        unit = self.results.format.style.unit
        both = f"AND(ISNUMBER({cells.now}),ISNUMBER({cells.then}))"
        change = f'IF({both},ROUND({cells.now}-{cells.then},6),"")'
        return (
            CellWrite(figure_label(name, self.results.format)),
            self._amounts.taken(known[ACTUAL], name.of(ACTUAL)),
            self._amounts.taken(known[PRIOR_ACTUAL], name.of(PRIOR_ACTUAL)),
            self._amounts.budget(known[BUDGET], name),
            self._base(name),
            formula_cell(shown_amount(known[CHANGE], unit), change),
            self._quotient(known[CHANGE_RATE], cells.change, cells.then),
            self._share(known[SHARE], name, cells),
            self._quotient(known[COMPLETION_RATE], cells.now, cells.budget),
            self._amount_text(known[ACTUAL], name.of(ACTUAL), cells.now),
            self._amount_text(known[PRIOR_ACTUAL], name.of(PRIOR_ACTUAL), cells.then),
            self.texts.change(known[CHANGE], cells.change),
            self.texts.rate(known[CHANGE_RATE], cells.rate),
            self._share_text(known[SHARE], name, cells),
            self.texts.rate(known[COMPLETION_RATE], cells.completion),
        )

    def _quotient(self, ratio: Figure, part: str, base: str) -> CellWrite:
        places = self.switches.rate_places
        formula = (
            f"IF(AND(ISNUMBER({part}),ISNUMBER({base})),IF({base}>0,ROUND({part}/{base}*100,{places}),"
            f'"{NOT_COMPARABLE}"),"")'
        )
        return formula_cell(self._ratio(ratio), formula)

    def _base(self, name: FigureName) -> CellWrite:
        """What a share is a share of."""
        whole = whole_of(name, self.results.format)
        if whole is None:
            return formula_cell("", None)
        at = self.at("决算数", whole)
        shown = shown_amount(self.figures.figure(whole), self.results.format.style.unit)
        return formula_cell(shown, f'IF(ISNUMBER({at}),{at},"")')

    def _share(self, ratio: Figure, name: FigureName, cells: expressions.Row) -> CellWrite:
        if whole_of(name, self.results.format) is None:
            return formula_cell("", None)
        base, places = cells.base, self.switches.rate_places
        formula = (
            f"IF(AND(ISNUMBER({cells.now}),ISNUMBER({base})),IF({base}<>0,"
            f'ROUND({cells.now}/{base}*100,{places}),"{NOT_COMPARABLE}"),"")'
        )
        return formula_cell(self._ratio(ratio), formula)

    def _ratio(self, figure: Figure) -> Decimal | str:
        style = self.results.format.style
        if figure.ratio is not None:
            return Decimal(style.scaled_rate(figure.ratio)).scaleb(-style.rate_places)
        inputs = [part for part in figure.inputs if isinstance(part, Figure)]
        known = bool(inputs) and all(part.amount is not None for part in inputs)
        return NOT_COMPARABLE if known and figure.inputs else ""

    @property
    def _amounts(self) -> AmountCells:
        return AmountCells(self.results, self.figures, self.switches, self.at)

    @property
    def texts(self) -> FigureTexts:
        """What the text prints of figures, with the settings of 首页."""
        return FigureTexts(self.results.format.style, self.switches)

    def _amount_text(self, figure: Figure, name: FigureName, at: str) -> CellWrite:
        gap = self.gap(name)
        if name.table == SUPPLEMENT and self._amounts.is_count(name):
            return self.texts.count(figure, at, gap)
        return self.texts.amount(figure, at, gap)

    def _share_text(self, share: Figure, name: FigureName, cells: expressions.Row) -> CellWrite:
        whole = whole_of(name, self.results.format)
        if whole is None:
            return formula_cell("", None)
        return self.texts.share(
            share,
            cells.share,
            PartAndWhole(self.figures.figure(name), cells.now, self.gap(name)),
            PartAndWhole(self.figures.figure(whole), self.at("决算数", whole), self.gap(whole)),
        )

    def prior_year(self) -> str:
        """The prior year as an expression: from 首页 where the year stands there."""
        source = self.results.account.year_source
        if source is None:
            return expressions.quoted(str(self.results.account.year - 1))
        return f'(LEFT(TRIM({expressions.reference(source)}),4)-1)&""'

    def year(self) -> str:
        """The year as an expression."""
        source = self.results.account.year_source
        if source is None:
            return expressions.quoted(str(self.results.account.year))
        return f"LEFT(TRIM({expressions.reference(source)}),4)"

    def unit_name(self) -> str:
        """The unit's name as an expression: from 首页 where it stands there."""
        source = self.results.account.unit_name_source
        if source is None:
            return expressions.quoted(self.results.account.unit_name)
        return f"TRIM({expressions.reference(source)})"


def _absolute(cell: str) -> str:
    row, column = parse_address(cell)
    return f"${column_letters(column)}${row}"


def _value(cell: CellWrite) -> Decimal | str:
    """A cell's value as a formula's result: a blank one is an empty text."""
    return cell.value if isinstance(cell.value, Decimal) else str(cell.value or "")
