"""分析: amounts, changes, rates, shares and completion of each figure as formulas over the tables,
each number beside the text that the sentences print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlbudget.analysis.compositions import whole_of
from xlbudget.analysis.indicators import Figures
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.figures import Contradicted, Figure
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Source
from xlbudget.domain.text import Gap
from xlbudget.formats.model import SUPPLEMENT, Kind
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
from xlbudget.formats.settings import chosen
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.analysed import Analysed, analysed, figure_label
from xlbudget.workbook.figure_texts import FigureTexts, PartAndWhole, formula_cell
from xlbudget.workbook.statement_areas import any_amount, area
from xlbudget.workbook.texts import Row

NOT_COMPARABLE = "不可比"
NOT_EQUAL = "不相等"
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
    first row below the header.
    """

    results: Results
    columns: Mapping[str, int]
    sheet: str = layout.ANALYSIS
    first_row: int = layout.FIRST_ROW
    found: Analysed = field(init=False)
    figures: Figures = field(init=False)
    switches: expressions.Switches = field(init=False)
    _rows: dict[FigureName, int] = field(init=False)

    def __post_init__(self) -> None:
        self.found = analysed(self.results)
        self.figures = Figures(self.results.account, self.results.format)
        self.switches = _switches(self.results)
        self._rows = {name: self.first_row + at for at, name in enumerate(self.found.figures)}

    def rows(self) -> list[Row]:
        """The rows of the figures, in the order of the header."""
        return [self._row(name) for name in self.found.figures]

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
            self._taken(known[ACTUAL], name.of(ACTUAL)),
            self._taken(known[PRIOR_ACTUAL], name.of(PRIOR_ACTUAL)),
            self._budget(known[BUDGET], name),
            formula_cell(_shown(known[CHANGE], unit), change),
            self._quotient(known[CHANGE_RATE], cells.change, cells.then),
            self._share(known[SHARE], name, cells),
            self._quotient(known[COMPLETION_RATE], cells.now, cells.budget),
            self._amount_text(known[ACTUAL], name.of(ACTUAL), cells.now),
            self._amount_text(known[PRIOR_ACTUAL], name.of(PRIOR_ACTUAL), cells.then),
            self._texts.change(known[CHANGE], cells.change),
            self._texts.rate(known[CHANGE_RATE], cells.rate),
            self._share_text(known[SHARE], name, cells),
            self._texts.rate(known[COMPLETION_RATE], cells.completion),
        )

    def _taken(self, figure: Figure, name: FigureName) -> CellWrite:
        """A figure that stands in a cell, or that two lines agree on."""
        unit = self.results.format.style.unit
        if name.table != SUPPLEMENT:
            for agreed in self.results.format.tables[name.table].agreed:
                if agreed.name == name.line:
                    return self._agreed(figure, name, agreed.lines)
        cell = self.figures.cell(name)
        if cell is None:
            return formula_cell(_shown(figure, unit), None)
        at = expressions.reference(cell.source)
        if name.table == SUPPLEMENT and self._is_count(name):
            return formula_cell(
                figure.count if figure.count is not None else "", f'IF(ISNUMBER({at}),{at},"")'
            )
        unit_source = self._unit_source(name)
        if unit_source is None:
            return formula_cell(_shown(figure, unit), None)
        blank = self._blank(name)
        formula = expressions.amount(
            cell.source, unit_source, self.results.format.style, self.switches, blank
        )
        return formula_cell(_shown(figure, unit), formula)

    def _is_count(self, name: FigureName) -> bool:
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
        return f'IF(AND(COUNT({area(own)})=0,{any_amount(first)}),0,"")'

    def _agreed(self, figure: Figure, name: FigureName, lines: tuple[str, ...]) -> CellWrite:
        table = self.results.format.tables[name.table]
        names = [FigureName(name.table, line, table.default_column(line)) for line in lines]
        word = "决算数" if name.measure == ACTUAL else "上年决算数"
        first, *others = (self.at(word, line) for line in names)
        same = ",".join(f"{first}={other}" for other in others)
        numbers = ",".join(f"ISNUMBER({at})" for at in (first, *others))
        value = _shown(figure, self.results.format.style.unit)
        if isinstance(figure.value, Contradicted):
            value = NOT_EQUAL
        return formula_cell(value, f'IF(AND({numbers}),IF(AND({same}),{first},"{NOT_EQUAL}"),"")')

    def _budget(self, figure: Figure, name: FigureName) -> CellWrite:
        """The budget: of the table where it prints one, else of 预算数 by the base on 首页."""
        table = self.results.format.tables.get(name.table)
        account, style = self.results.account, self.results.format.style
        if table is None or not table.budget:
            return formula_cell("", None)
        shown = _shown(figure, style.unit)
        formula = '""'
        base = self.results.format.traits[table.budget]
        cell = account.budgets.get((name.table, name.line, name.column, base))
        if cell is not None and account.budget_unit is not None:
            formula = expressions.amount(cell.source, account.budget_unit, style, self.switches)
        printed = account.cell(name.table, name.line, BUDGET)
        unit = account.statements[name.table].unit_source if printed else None
        if printed is not None and unit is not None:
            blank = self._blank(name)
            nil = f"IF(ISNUMBER({blank}),{blank},{formula})" if blank != '""' else formula
            formula = expressions.amount(printed.source, unit, style, self.switches, nil)
        return formula_cell(shown, formula if formula != '""' else None)

    def _quotient(self, ratio: Figure, part: str, base: str) -> CellWrite:
        places = self.switches.rate_places
        formula = (
            f"IF(AND(ISNUMBER({part}),ISNUMBER({base})),IF({base}>0,ROUND({part}/{base}*100,{places}),"
            f'"{NOT_COMPARABLE}"),"")'
        )
        return formula_cell(self._ratio(ratio), formula)

    def _share(self, ratio: Figure, name: FigureName, cells: expressions.Row) -> CellWrite:
        whole = whole_of(name, self.results.format)
        if whole is None:
            return formula_cell("", None)
        base, places = self.at("决算数", whole), self.switches.rate_places
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
    def _texts(self) -> FigureTexts:
        return FigureTexts(self.results.format.style, self.switches)

    def _amount_text(self, figure: Figure, name: FigureName, at: str) -> CellWrite:
        gap = self.gap(name)
        if name.table == SUPPLEMENT and self._is_count(name):
            return self._texts.count(figure, at, gap)
        return self._texts.amount(figure, at, gap)

    def _share_text(self, share: Figure, name: FigureName, cells: expressions.Row) -> CellWrite:
        whole = whole_of(name, self.results.format)
        if whole is None:
            return formula_cell("", None)
        return self._texts.share(
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


def _switches(results: Results) -> expressions.Switches:
    """The settings as expressions: from 首页 where they stand there, blank meaning the format's."""

    def word(label: str) -> str:
        source = results.account.setting_cells.get(label)
        if source is None:
            return expressions.quoted(chosen(results.format.style, label))
        default = expressions.quoted(chosen(results.format.own_style, label))
        at = expressions.reference(source)
        return f'IF({at}="",{default},{at})'

    return expressions.Switches(
        basis=word("计算依据"),
        amount_zeros=word("金额末尾的零"),
        rate_zeros=word("比率末尾的零"),
        rate_places=f"VALUE({word('比率小数位')})",
        separators=word("千分位"),
    )


def _shown(figure: Figure, unit: Unit) -> Decimal | str:
    return figure.amount.number(unit) if figure.amount is not None else ""
