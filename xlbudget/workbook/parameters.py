"""参数: what the formulas of 分析 all need, each in a cell of its own: the settings of 首页, the
formats that numbers are printed with, and the unit of each table.

Earlier workbooks lack these cells; their formulas hold the same expressions themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlbudget.books.port import CellWrite, column_letters
from xlbudget.domain.money import Unit, Zeros
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.domain.style import Basis
from xlbudget.formats.settings import chosen
from xlbudget.narrative.wording import bound_rate
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.expressions import Switches, quoted
from xlbudget.workbook.figure_texts import formula_cell
from xlbudget.workbook.switches import switch
from xlbudget.workbook.texts import NOTHING, Row

_AMOUNT_WHOLE, _AMOUNT, _RATE_WHOLE, _RATE = (
    "印法：整数金额",
    "印法：金额",
    "印法：整数比率",
    "印法：比率",
)
_EXACT = "印法：计算位数"
_LEAST, _MOST, _OVER = "印法：最小率", "印法：最大率", "印法：超率"


@dataclass(slots=True)
class Parameters:
    """The parameters of a run, in the order of their rows. `columns` are those of the header words
    and `first_row` the first row below the header, on the sheet called `sheet`; without `columns`
    there are no cells. `places_at` is the cell with the decimals of rates, where there is one;
    `units` are those that sheets of ours stand in, by sheet, where they are not the format's.
    """

    results: Results
    sheet: str = layout.ANALYSIS
    columns: Mapping[str, int] | None = None
    first_row: int = layout.FIRST_ROW
    places_at: str = ""
    units: Mapping[str, Unit] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    here: Switches = field(init=False)
    """The parameters as 分析 refers to them."""
    outside: Switches = field(init=False)
    """The parameters as other sheets refer to them."""
    _known: dict[str, str] = field(default_factory=dict)
    _units: dict[Source, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._settings()
        if self.places_at:
            self._known[layout.RATE_PLACES] = self.places_at
        else:
            self._known[layout.RATE_PLACES] = rate_places(self.results)
        self._formats()
        self._bounds()
        for source in _unit_sources(self.results):
            if source not in self._units:
                self._unit(source)
        self.here, self.outside = self._switches(""), self._switches(self._prefix())

    def _add(self, label: str, value: Decimal | str, expression: str) -> None:
        """A parameter in the next row, or its expression where there are no rows."""
        self._known[label] = self._cell("取值") if self.columns else expression
        if self.columns:
            self.rows.append((CellWrite(label), formula_cell(value, expression), NOTHING))

    def _cell(self, word: str) -> str:
        assert self.columns is not None
        return absolute(self.first_row + len(self.rows), self.columns[word])

    def _prefix(self) -> str:
        return f"{expressions.sheet_reference(self.sheet)}!"

    def _settings(self) -> None:
        results, style = self.results, self.results.format.style
        year = results.account.year
        for label in ("金额单位", "千分位", "零值句子"):
            self._add(f"首页：{label}", chosen(style, label), switch(results, label))
        places = f"VALUE({switch(results, '金额小数位')})"
        self._add("首页：金额小数位", Decimal(style.amount_places), places)
        source = results.account.year_source
        at = expressions.reference(source) if source else ""
        this = f"LEFT(TRIM({at}),4)" if at else quoted(str(year))
        last = f'(LEFT(TRIM({at}),4)-1)&""' if at else quoted(str(year - 1))
        self._add("首页：年度", str(year), this)
        self._add("首页：上年度", str(year - 1), last)

    def _formats(self) -> None:
        """How exactly amounts are known, and the number formats of amounts and rates."""
        results, style, known = self.results, self.results.format.style, self._known
        unit, places = known["首页：金额单位"], known["首页：金额小数位"]
        finest = len(str(style.unit.fen)) - 1
        exact = finest if style.basis is Basis.YUAN else min(style.amount_places, finest)
        limit = f'IF({unit}="元",2,6)'
        basis = switch(results, "计算依据")
        expression = f'IF({basis}="元",{limit},MIN({places},{limit}))'
        self._add(_EXACT, Decimal(exact), expression)
        for labels, word, at, decimals, zeros in (
            (
                (_AMOUNT_WHOLE, _AMOUNT),
                "金额末尾的零",
                places,
                style.amount_places,
                style.amount_zeros,
            ),
            (
                (_RATE_WHOLE, _RATE),
                "比率末尾的零",
                known[layout.RATE_PLACES],
                style.rate_places,
                style.rate_zeros,
            ),
        ):
            said = switch(results, word)
            whole = f'IF({known["首页：千分位"]}="是","#,##0","0")'
            points = f'IF({at}=0,"","."&REPT("0",{at}))'
            digits = "#,##0" if style.separators else "0"
            point = f".{'0' * decimals}" if decimals else ""
            kept = point if zeros is Zeros.KEEP else ""
            self._add(labels[0], digits + kept, f'{whole}&IF({said}="保留",{points},"")')
            shown = f".{'#' * decimals}" if zeros is Zeros.STRIP else point
            expression = f'{whole}&IF({said}="去掉","."&REPT("#",{at}),{points})'
            self._add(labels[1], digits + shown, expression)

    def _bounds(self) -> None:
        """The rates that the text names where one is not printed as it is (不足0.01%)."""
        style, at = self.results.format.style, self._known[layout.RATE_PLACES]
        whole = 100 * 10**style.rate_places
        for label, scaled, expression in (
            (_LEAST, 1, ""),
            (_MOST, whole - 1, "100-"),
            (_OVER, whole + 1, "100+"),
        ):
            pattern = f'"0"&IF({at}=0,"","."&REPT("0",{at}))'
            formula = f'TEXT({expression}10^-{at},{pattern})&"%"'
            self._add(label, bound_rate(style, scaled), formula)

    def _unit(self, source: Source) -> None:
        """What brings the amounts of a table into the unit of the figures: times, and divided by;
        one of the two is 1.
        """
        unit = self._known["首页：金额单位"]
        ten_thousand = expressions.is_ten_thousand(source)
        times = f'IF(AND({unit}="元",{ten_thousand}),10000,1)'
        over = f'IF(OR({unit}="元",{ten_thousand}),1,10000)'
        if not self.columns:
            self._units[source] = times, over
            return
        self._units[source] = self._cell("取值"), self._cell("除以")
        in_yuan = self.results.format.style.unit is Unit.YUAN
        stands = self._stands_in(source) is Unit.TEN_THOUSAND_YUAN
        values = 10000 if in_yuan and stands else 1, 1 if in_yuan or stands else 10000
        cells = (formula_cell(Decimal(v), f) for v, f in zip(values, (times, over), strict=True))
        self.rows.append((CellWrite(f"单位：{source.sheet}"), *cells))

    def _stands_in(self, source: Source) -> Unit:
        """What the amounts of a table are in now."""
        for statement in self.results.account.statements.values():
            if statement.unit_source == source:
                return statement.unit
        return self.units.get(source.sheet, self.results.format.own_style.unit)

    def _switches(self, prefix: str) -> Switches:
        def at(label: str) -> str:
            known = self._known[label]
            is_cell = self.columns or (label == layout.RATE_PLACES and self.places_at)
            return f"{prefix}{known}" if is_cell else known

        units = self._units
        if prefix and self.columns:
            units = {s: (f"{prefix}{a}", f"{prefix}{b}") for s, (a, b) in units.items()}
        return Switches(
            unit=at("首页：金额单位"),
            amount_places=at("首页：金额小数位"),
            exact=at(_EXACT),
            rate_places=at(layout.RATE_PLACES),
            separators=at("首页：千分位"),
            amounts=(at(_AMOUNT_WHOLE), at(_AMOUNT)),
            rates=(at(_RATE_WHOLE), at(_RATE)),
            bounds=(at(_LEAST), at(_MOST), at(_OVER)),
            year=at("首页：年度"),
            prior_year=at("首页：上年度"),
            nil_sentences=at("首页：零值句子"),
            units=units,
        )


def absolute(row: int, column: int) -> str:
    """A cell as formulas of other rows refer to it.

    >>> absolute(2, 9)
    '$I$2'
    """
    return f"${column_letters(column)}${row}"


def rate_places(results: Results) -> str:
    """The decimals of rates, as 首页 sets them."""
    return f"VALUE({switch(results, layout.RATE_PLACES)})"


def _unit_sources(results: Results) -> Iterator[Source]:
    """The cells that say what the amounts of our tables are in."""
    account = results.account
    for statement in account.statements.values():
        if statement.unit_source is not None:
            yield statement.unit_source
    for source in (account.prior_unit, account.budget_unit, account.supplement_unit):
        if source is not None:
            yield source
