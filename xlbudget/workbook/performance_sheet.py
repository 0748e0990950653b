"""绩效: the rate of execution of each project and the totals, as formulas with their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from xlbudget.books.formulas import marked
from xlbudget.books.port import CellWrite, Grid, column_letters
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.performance import LEFT_OVER, PROJECT_KINDS
from xlbudget.domain.records import dataclass
from xlbudget.workbook import layout
from xlbudget.workbook import performance_layout as places

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PerformanceSheet:
    """The sheet as it is written: the column of each header word, and the rows for projects."""

    columns: Mapping[str, int]
    first_row: int = layout.FIRST_ROW
    last_row: int = layout.FIRST_ROW + places.SPARE_PROJECTS - 1

    @classmethod
    def on(cls, grid: Grid, header: int, columns: Mapping[str, int]) -> PerformanceSheet:
        """The sheet of a workbook, with the rows that people inserted or added below."""
        named = (r for r in range(1, grid.height + 1) if grid.at(r, columns["项目名称"]))
        last = max(named, default=header)
        return cls(columns, header + 1, max(last, header + places.SPARE_PROJECTS))

    def rates(self, grid: Grid | None = None) -> Iterator[CellWrite]:
        """执行率 of each row; a project without a budget, or not yet carried out, has none."""
        budget, spent = (column_letters(self.columns[word]) for word in ("预算数", "执行数"))
        for row in range(self.first_row, self.last_row + 1):
            planned = grid.at(row, self.columns["预算数"]) if grid else None
            executed = grid.at(row, self.columns["执行数"]) if grid else None
            rate: Decimal | str = ""
            if isinstance(planned, Decimal) and planned > 0 and isinstance(executed, Decimal):
                rate = (executed / planned * 100).quantize(_CENT, ROUND_HALF_UP).normalize()
            formula = (
                f"IF(AND(N({budget}{row})>0,ISNUMBER({spent}{row})),"
                f'ROUND({spent}{row}/{budget}{row}*100,2),"")'
            )
            yield CellWrite(rate, marked(formula))

    def totals(
        self, known: Mapping[str, Amount | Decimal], unit: Unit
    ) -> Iterator[tuple[str, CellWrite]]:
        """Name and cell of each total; `known` are their values, none meaning zero."""
        for name, formula in self._formulas():
            value = known.get(name, Decimal(0))
            number = value.number(unit) if isinstance(value, Amount) else value
            yield name, CellWrite(number, marked(formula))

    def _formulas(self) -> Iterator[tuple[str, str]]:
        named, kinds, planned, spent = (
            self._area(word) for word in ("项目名称", "项目类别", "预算数", "执行数")
        )
        count, budget, executed = places.totals_of("项目")
        yield count, f"COUNTA({named})"
        yield budget, f"ROUND(SUM({planned}),6)"
        yield executed, f"ROUND(SUM({spent}),6)"
        for kind in PROJECT_KINDS:
            count, budget, executed = places.totals_of(kind)
            yield count, f'COUNTIF({kinds},"{kind}")'
            yield budget, f'ROUND(SUMIF({kinds},"{kind}",{planned}),6)'
            yield executed, f'ROUND(SUMIF({kinds},"{kind}",{spent}),6)'
        left = f"({planned}>0)*(ROUND({planned}-{spent}-0.1*{planned},8)>0)"
        yield LEFT_OVER, f"SUMPRODUCT({left})"

    def _area(self, word: str) -> str:
        letters = column_letters(self.columns[word])
        return f"${letters}${self.first_row}:${letters}${self.last_row}"
