"""旧格式的工作簿：读之前数它铺得多大；空格再多也不算。"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.hostile.old_books import (
    blanks,
    book,
    compound,
    filepass,
    formula,
    number,
    numbers,
    record,
    size,
)
from xlbudget.books.biff_scan import Reach, reach_of
from xlbudget.books.packed_book import PackedBook


def reach(*records: bytes, sheets: int = 1) -> Reach:
    return reach_of(compound("Workbook", book(*records, sheets=sheets)))


@pytest.mark.parametrize("cell", [number, formula, numbers])
def test_each_kind_of_cell_counts(cell: object) -> None:
    assert callable(cell)
    assert reach(number(0, 0), cell(8, 3)) == Reach(height=9, width=4, area=36)


def test_a_password_is_all_that_is_known() -> None:
    assert reach_of(filepass()) == Reach(locked=True)


def test_a_sheet_may_say_that_all_of_it_is_used() -> None:
    """WPS 给整列设了格式的表就这样写。"""
    assert reach(size(65536, 256), number(0, 0)).area == 1


@pytest.mark.parametrize(
    "wrong",
    [size(65537, 1), size(1, 257), record(0x200, bytes(4)), record(0x203, b"")],
    ids=["行太多", "列太多", "大小写了一半", "格子写了一半"],
)
def test_what_no_sheet_says(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"sheet of|too short"):
        reach(wrong)


def test_a_million_blank_cells_are_nothing(tmp_path: Path) -> None:
    """六万五千行、每行十六个只有格式的空格。"""
    path = tmp_path / "决算.xls"
    rows = b"".join(blanks(row, 16) for row in range(1, 65536))
    path.write_bytes(compound("Workbook", book(number(0, 0), rows)))
    opened = PackedBook(path)
    assert opened.read(opened.sheets()[0].name).rows == ((Decimal("1.5"),),)
