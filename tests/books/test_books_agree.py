# ruff: noqa: DTZ001 — 单元格里的时间没有时区
"""Any grid and any plan: the packed book and openpyxl see the same before, after and saved."""

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.xlwings_engine.session import running_excel
from xlbudget.books.openpyxl_book import OpenpyxlBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, Grid, RangeWrite, UnsavedFormula, grid
from xlbudget.books.xlwings_book import XlwingsBook

# Neither openpyxl nor XlsxWriter writes control characters; XML makes \n of \r.
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
) | st.sampled_from([" 前后 ", "\t", "=A1", "#N/A", "0123", "a\nb", "<&>", "]]>", "\u3000全"])
CENTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents).scaleb(-2))
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
RAW = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    CENTS.map(float),
    st.floats(-1e27, 1e27, allow_subnormal=False),
    MOMENTS,
)
GRIDS = st.lists(st.lists(RAW, max_size=5), max_size=6)
FORMULAS = st.sampled_from(["=A1", "=B2*2", "=SUM(A1:C3)", '=IF(A1="","a b",1)'])
WRITES = st.one_of(
    st.builds(CellWrite, st.one_of(st.none(), TEXTS, st.booleans(), CENTS)),
    st.builds(CellWrite, st.one_of(TEXTS, st.booleans(), CENTS), FORMULAS),
)
PLANS = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.integers(1, 7),
        st.lists(st.lists(WRITES, max_size=3), max_size=3),
    ),
    max_size=3,
).map(
    lambda areas: BookPlan(
        tuple(
            RangeWrite("公开01", row, column, tuple(map(tuple, cells)))
            for row, column, cells in areas
        )
    )
)


def write_with_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "公开01"
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def write_with_xlsxwriter(path: Path, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet("公开01")
        for row, line in enumerate(rows):
            for column, value in enumerate(line):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(row, column, value, moment)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)


def without_results(seen: Grid, formulas: set[tuple[int, int]]) -> Grid:
    return grid(
        seen.sheet,
        [
            [None if (row, column) in formulas else value for column, value in enumerate(line, 1)]
            for row, line in enumerate(seen.rows, 1)
        ],
    )


def numbers_on_dates(rows: list[list[Any]], plan: BookPlan) -> bool:
    """A number under a date format: the libraries read dates before 1900 differently."""
    moments = {
        (row, column)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if isinstance(value, dt.datetime)
    }
    numbers = {
        (area.row + down, area.column + right)
        for area in plan.ranges
        for down, line in enumerate(area.cells)
        for right, cell in enumerate(line)
        if isinstance(cell.value, Decimal)
    }
    return bool(moments & numbers)


@settings(max_examples=60, deadline=None)
@given(GRIDS, PLANS, st.sampled_from([write_with_openpyxl, write_with_xlsxwriter]))
def test_packed_and_openpyxl_agree(rows: list[list[Any]], plan: BookPlan, write: Any) -> None:
    assume(not numbers_on_dates(rows, plan))
    with tempfile.TemporaryDirectory() as folder:
        path, ours, theirs = (Path(folder, name) for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
        write(path, rows)
        packed, oracle = PackedBook(path), OpenpyxlBook(path)
        assert packed.read("公开01") == oracle.read("公开01")
        assert packed.apply(plan) == oracle.apply(plan)
        applied = packed.read("公开01")
        assert applied == oracle.read("公开01")
        packed.save(ours)
        saved = OpenpyxlBook(ours).read("公开01")
        assert saved == PackedBook(ours).read("公开01")
        oracle.save(theirs)
        unsaved = OpenpyxlBook(theirs).read("公开01")
        assert unsaved == PackedBook(theirs).read("公开01")
        formulas = {
            (row, column)
            for row, column, value in unsaved.cells()
            if isinstance(value, UnsavedFormula)
        }
        assert without_results(saved, formulas) == without_results(unsaved, formulas)


@settings(max_examples=60, deadline=None)
@given(GRIDS, PLANS)
def test_excel_and_packed_agree(rows: list[list[Any]], plan: BookPlan) -> None:
    assume(not numbers_on_dates(rows, plan))
    with tempfile.TemporaryDirectory() as folder, running_excel() as excel:
        path = Path(folder, "a.xlsx")
        write_with_xlsxwriter(path, rows)
        packed, book = PackedBook(path), XlwingsBook(excel.open(path))
        assert book.read("公开01") == packed.read("公开01")
        excel.calculate_from(plan)
        assert book.apply(plan) == packed.apply(plan)
        applied = book.read("公开01")
        assert applied == packed.read("公开01")
        assert book.apply(plan) == ()  # the same again
        assert book.read("公开01") == applied
