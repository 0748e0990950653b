"""分析: each line's amounts, change, rate and phrase as formulas over the tables, with results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlbudget.analysis.indicators import Figures
from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.figures import Contradicted, Figure
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Cell
from xlbudget.formats.model import Format
from xlbudget.formats.names import (
    ACTUAL,
    CHANGE,
    CHANGE_RATE,
    MEASURES,
    PRIOR_ACTUAL,
    FigureName,
)
from xlbudget.formats.settings import chosen
from xlbudget.narrative import nodes, template, wording
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.texts import Row

NOT_COMPARABLE = "不可比"
NOT_EQUAL = "不相等"


def analysed_names(resolved: Format) -> Iterator[FigureName]:
    """The lines of 分析: those with last year's amount, then those printed under one name."""
    for name, table in resolved.tables.items():
        for line in table.lines():
            if line.prior:
                yield FigureName(name, line.name, table.default_column(line.name))
        for agreed in table.agreed:
            yield FigureName(name, agreed.name, table.default_column(agreed.lines[0]))


def analysis_label(name: FigureName, resolved: Format) -> str:
    """How 分析 names a line."""
    return f"{resolved.tables[name.table].title} {name.line_label(resolved)}"


def analysis_rows(
    results: Results, rows: Mapping[str, int], columns: Mapping[str, int]
) -> Iterator[tuple[str, Row]]:
    """分析: label and cells of each line, in the order of the header after 项目.

    `rows` says in which row each label stands, `columns` in which column each header word.
    """
    sheet = _Sheet(results, rows, columns)
    phrases = _phrases(results.format)
    for name in analysed_names(results.format):
        if analysis_label(name, results.format) in rows:
            yield analysis_label(name, results.format), sheet.row(name, phrases.get(name))


def _phrases(resolved: Format) -> dict[FigureName, nodes.Phrase]:
    found: dict[FigureName, nodes.Phrase] = {}
    for section in resolved.sections:
        for node in nodes.walk(template.parse(section, resolved)):
            if isinstance(node, nodes.Phrase):
                found.setdefault(node.figure, node)
    return found


class _Sheet:
    """The sheet being written: where its rows and columns stand, and the settings it follows."""

    def __init__(
        self, results: Results, rows: Mapping[str, int], columns: Mapping[str, int]
    ) -> None:
        self.account, self.format = results.account, results.format
        self.figures = Figures(results.account, results.format)
        self.rows = rows
        self.letters = {word: column_letters(column) for word, column in columns.items()}
        self.switches = _switches(results)

    def at(self, word: str, name: FigureName) -> str:
        """The cell of a line under a header word."""
        return f"{self.letters[word]}{self.rows[analysis_label(name, self.format)]}"

    def row(self, name: FigureName, phrase: nodes.Phrase | None) -> Row:
        """The cells of a line."""
        known = {measure: self.figures.figure(name.of(measure)) for measure in MEASURES}
        words = layout.HEADERS[layout.ANALYSIS][1:]
        now, then, change, rate, _, _, _ = (self.at(word, name) for word in words)
        unit, places = self.format.style.unit, self.switches.rate_places
        return (
            self._amount(known[ACTUAL], name, words[0]),
            self._amount(known[PRIOR_ACTUAL], name, words[1]),
            CellWrite(
                _shown(known[CHANGE], unit),
                f'=IF(AND(ISNUMBER({now}),ISNUMBER({then})),ROUND({now}-{then},6),"")',
            ),
            CellWrite(
                self._rate(known[CHANGE_RATE], known[CHANGE]),
                f"=IF(ISNUMBER({change}),IF({then}>0,ROUND({change}/{then}*100,{places}),"
                f'"{NOT_COMPARABLE}"),"")',
            ),
            self._phrase(known, name, phrase) if phrase else CellWrite(None),
            self._amount_text(known[CHANGE], change),
            self._rate_text(known[CHANGE_RATE], rate),
        )

    def _phrase(
        self, known: Mapping[str, Figure], name: FigureName, phrase: nodes.Phrase
    ) -> CellWrite:
        style, patterns = self.format.style, self.format.wording[phrase.filter, phrase.variant]
        said = ""
        if known[CHANGE].amount is not None:
            words = {"上年度": str(self.account.year - 1), "主语": phrase.subject}
            said = "".join(span.text for span in wording.compare(known, patterns, style, words))
        cells = expressions.Row(
            *(self.at(word, name) for word in layout.HEADERS[layout.ANALYSIS][1:])
        )
        slots = {"上年度": self._prior_year(), "主语": expressions.quoted(phrase.subject)}
        formula = expressions.comparison(cells, patterns, style, self.switches, slots)
        return CellWrite(said, f"={formula}")

    def _amount_text(self, change: Figure, at: str) -> CellWrite:
        style, switches = self.format.style, self.switches
        text = expressions.number_text(
            f"ABS({at})", str(style.amount_places), switches.amount_zeros, switches.separators
        )
        said = "" if change.amount is None else style.amount(abs(change.amount))
        return CellWrite(said.removesuffix(style.unit.value), f'=IF(ISNUMBER({at}),{text},"")')

    def _rate_text(self, rate: Figure, at: str) -> CellWrite:
        switches = self.switches
        text = expressions.number_text(
            f"ABS({at})", switches.rate_places, switches.rate_zeros, switches.separators
        )
        said = "" if rate.ratio is None else self.format.style.rate(abs(rate.ratio))
        return CellWrite(said.removesuffix("%"), f'=IF(ISNUMBER({at}),{text},"")')

    def _prior_year(self) -> str:
        """The prior year as an expression: from 首页 where the year stands there."""
        source = self.account.year_source
        if source is None:
            return expressions.quoted(str(self.account.year - 1))
        return f'(LEFT(TRIM({expressions.reference(source)}),4)-1)&""'

    def _amount(self, figure: Figure, name: FigureName, word: str) -> CellWrite:
        for agreed in self.format.tables[name.table].agreed:
            if agreed.name == name.line:
                return self._agreed(figure, name, agreed.lines, word)
        cell = next(iter(figure.inputs), None)
        statement = self.account.statements.get(name.table)
        this_year = statement.unit_source if statement else None
        prior = figure.name.endswith(PRIOR_ACTUAL)
        unit_source = self.account.prior_unit if prior else this_year
        if not isinstance(cell, Cell) or unit_source is None:
            return CellWrite(None)
        style = self.format.style
        formula = expressions.amount(cell.source, unit_source, style, self.switches)
        return CellWrite(_shown(figure, style.unit), f"={formula}")

    def _agreed(
        self, figure: Figure, name: FigureName, lines: tuple[str, ...], word: str
    ) -> CellWrite:
        names = [FigureName(name.table, line, "") for line in lines]
        if not all(analysis_label(line, self.format) in self.rows for line in names):
            return CellWrite(None)
        first, *others = (self.at(word, line) for line in names)
        same = ",".join(f"{first}={other}" for other in others)
        numbers = ",".join(f"ISNUMBER({at})" for at in (first, *others))
        value = _shown(figure, self.format.style.unit)
        if isinstance(figure.value, Contradicted):
            value = NOT_EQUAL
        return CellWrite(value, f'=IF(AND({numbers}),IF(AND({same}),{first},"{NOT_EQUAL}"),"")')

    def _rate(self, rate: Figure, change: Figure) -> Decimal | str:
        if rate.ratio is not None:
            style = self.format.style
            return Decimal(style.scaled_rate(rate.ratio)).scaleb(-style.rate_places)
        return NOT_COMPARABLE if change.amount is not None else ""


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
    return figure.value.number(unit) if isinstance(figure.value, Amount) else ""
