"""The unit of each table on 校验, once for all live checks: what its amounts are in yuan, and how
far the last printed digit of one may be off, in yuan. Earlier workbooks lack these cells; there
the checks hold the same expressions themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xlbudget.books.port import CellWrite
from xlbudget.domain.money import PUBLISHED, Unit
from xlbudget.domain.records import dataclass, field
from xlbudget.domain.statements import Source
from xlbudget.results import Results
from xlbudget.workbook import expressions, layout
from xlbudget.workbook.figure_texts import formula_cell
from xlbudget.workbook.parameters import absolute
from xlbudget.workbook.texts import Row

_TAIL = Decimal(PUBLISHED) / 2 / Unit.YUAN.fen
"""Half a last digit of tables with two decimals in 万元."""


class TableUnit(NamedTuple):
    """The two expressions of a table."""

    in_yuan: str
    tail: str


@dataclass(slots=True)
class TableUnits:
    """The units of all tables by their sheets, in rows below the header words in `columns`, from
    `first_row` on; without `columns` there are no rows.
    """

    results: Results
    columns: Mapping[str, int] | None = None
    first_row: int = layout.FIRST_ROW
    rows: list[Row] = field(default_factory=list)
    of_sheet: dict[str, TableUnit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for statement in self.results.account.statements.values():
            if statement.unit_source is not None:
                self._add(statement.unit_source, statement.unit)

    def _add(self, source: Source, unit: Unit) -> None:
        ten_thousand = expressions.is_ten_thousand(source)
        said = TableUnit(f"IF({ten_thousand},10000,1)", f"IF({ten_thousand},{_TAIL:f},0)")
        if not self.columns:
            self.of_sheet[source.sheet] = said
            return
        row = self.first_row + len(self.rows)
        cells = [absolute(row, self.columns[word]) for word in ("合元", "尾差")]
        self.of_sheet[source.sheet] = TableUnit(*cells)
        coarse = unit is Unit.TEN_THOUSAND_YUAN
        values = Decimal(unit.fen) / Unit.YUAN.fen, _TAIL if coarse else Decimal(0)
        written = (formula_cell(v, f) for v, f in zip(values, said, strict=True))
        self.rows.append((CellWrite(f"单位：{source.sheet}"), *written))
