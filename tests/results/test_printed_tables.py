from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xlbudget.results.printed_tables import PrintedCell, PrintedTable, Role

CELLS = (
    PrintedCell(1, 1, "项目", Role.HEADER, rows=2),
    PrintedCell(1, 2, "决算数", Role.HEADER, columns=2),
    PrintedCell(2, 2, "基本", Role.HEADER),
    PrintedCell(2, 3, "项目", Role.HEADER),
    PrintedCell(3, 1, "合计", Role.LABEL),
    PrintedCell(3, 2, "1,234.50", Role.AMOUNT, value=Decimal("1234.495")),
    PrintedCell(3, 3, "—", Role.AMOUNT),
)
TABLE = PrintedTable(
    name="own", title="示例表", widths=(20.0, 12.0, 12.0), header_rows=2, cells=CELLS
)


def test_texts_stand_in_the_upper_left_of_merged_cells() -> None:
    assert (TABLE.rows, TABLE.columns) == (3, 3)
    assert TABLE.texts() == (
        ("项目", "决算数", ""),
        ("", "基本", "项目"),
        ("合计", "1,234.50", "—"),
    )
    assert [*TABLE.merged()] == [(1, 1, 2, 1), (1, 2, 1, 3)]


def test_areas_of_amounts_belong_to_the_table_where_nothing_stands_in_them() -> None:
    table = replace(TABLE, amounts=((3, 2, 4, 3),))
    assert (table.rows, table.columns) == (4, 3)
    assert table.texts()[2:] == (("合计", "1,234.50", "—"), ("", "", ""))
