"""The functions give, in every cell of the blocks of 分析, what the sheet saves: through xlwings'
own conversion. (What LibreOffice computes natively is compared in tests/macros, tests/workbook.)
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.functions.excel_over_com import ComRange, Excel
from tests.workbook.workbooks import results_of
from xlbudget.workbook import layout
from xlbudget.workbook.blocks import NOT_COMPARABLE
from xlbudget.workbook.build import build_with_macros
from xlbudget.workbook.vba import own_modules

CASES = ("sample", "sample_complete", "nothing", "unit_2020", "units_below", "carryover",
         "totals_differ", "changes_2020")  # fmt: skip
BLOCKS = {
    "增减额": ("XB_CHANGE", ("决算数", "上年决算数")),
    "增减率": ("XB_CHANGE_RATE", ("决算数", "上年决算数")),
    "占比": ("XB_SHARE", ("决算数", "占比基数")),
    "完成率": ("XB_COMPLETION", ("决算数", "预算数")),
}


def analysis(name: str) -> dict[str, list[Any]]:
    """The columns of 分析 by their header, as saved; a blank text is nothing."""
    package = build_with_macros(results_of(name), own_modules())
    book = openpyxl.load_workbook(io.BytesIO(package), data_only=True)
    rows = list(book[layout.ANALYSIS].iter_rows(min_row=layout.HEADER_ROW, values_only=True))
    header = [str(word) for word in rows[0]]
    filled = [row for row in rows[1:] if row[0] is not None]
    return {word: [row[header.index(word)] for row in filled] for word in header[:9]}


@pytest.mark.parametrize("name", CASES)
def test_every_cell_agrees(com_excel: Excel, name: str) -> None:
    columns = analysis(name)
    compared = 0
    for word, (function, operands) in BLOCKS.items():
        blocks = [ComRange([[value] for value in columns[each]]) for each in operands]
        places = [] if function == "XB_CHANGE" else [2.0]
        answers = [row[0] for row in com_excel.call(function, *blocks, *places)]
        for row, (answer, saved) in enumerate(zip(answers, columns[word], strict=True)):
            where = (word, columns["项目"][row])
            if answer == "#VALUE!":
                operand = [columns[each][row] for each in operands]
                assert "不相等" in operand, where
                assert saved in (None, ""), where
            elif answer == "#DIV/0!":
                assert saved == NOT_COMPARABLE, where
            elif answer == "":
                assert saved in (None, ""), where
            else:
                assert answer == saved, where
                compared += 1
    assert compared >= (0 if name == "nothing" else 5)
