"""审核页画表的哪些格：有金额的，和有地方引用的；空白格大多不必看。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.error_folders import result
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Cell, Line, RowCells, Source, Statement
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.pipeline import run
from xlbudget.publish.page import page
from xlbudget.publish.page_grid import grid
from xlbudget.results import Results
from xlbudget.results.official_tables import official_tables
from xlbudget.workbook.blank import account_of_case

TABLE = "general_public_budget_expenditure"
COLUMNS = {"total": "C", "basic": "D", "project": "E"}


def the_format() -> Format:
    return find("sichuan", 2024)


def place(column: str, row: int) -> Source:
    return Source("示例.xlsx", "公开06", f"{column}{row}")


def line(name: str, row: int, **fen: int) -> Line:
    cells = {
        column: Cell.with_amount(place(letter, row), Amount(fen[column]))
        if column in fen
        else Cell(place(letter, row))
        for column, letter in COLUMNS.items()
    }
    return Line(name, f"示例{name}", cells)


def in_rows(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same lines, as reading gives them: blank cells are made when somebody asks."""
    return tuple(replace(each, cells=RowCells(each.filled, each.places)) for each in lines)


def statement(*lines: Line) -> Statement:
    return Statement(
        TABLE, "示例表", "示例.xlsx", "公开06", Unit.YUAN, lines, "示例街道办事处", 2024
    )


LINES = (
    line("grand_total", 7, total=300, basic=300),
    line("201", 8, total=300, basic=300),
    line("2010301", 9, total=0),
    line("2010302", 10),
)


@pytest.mark.parametrize("lines", [LINES, in_rows(LINES)])
@pytest.mark.parametrize(
    ("needed", "rows", "letters"),
    [
        ((), [7, 8], ("C", "D")),
        (("C7",), [7, 8], ("C", "D")),
        (("C9",), [7, 8, 9], ("C", "D")),
        (("E10",), [7, 8, 10], ("C", "D", "E")),
        (("E8", "A1"), [7, 8], ("C", "D", "E")),
    ],
)
def test_rows_and_columns_with_amounts_or_that_are_led_to(
    lines: tuple[Line, ...], needed: tuple[str, ...], rows: list[int], letters: tuple[str, ...]
) -> None:
    drawn = grid(statement(*lines), the_format().tables[TABLE], needed)
    assert [number for number, _ in drawn.rows] == rows
    (side,) = drawn.sides
    assert side.letters == letters
    assert (drawn.rows_left_out, drawn.columns_left_out) == (4 - len(rows), 3 - len(letters))
    assert drawn.blank == set(needed) & {"E10", "E8", "A1"}


def kept_in_rows(results: Results) -> Results:
    statements = {
        name: replace(each, lines=in_rows(each.lines))
        for name, each in results.account.statements.items()
    }
    return replace(results, account=replace(results.account, statements=statements))


def of_case(place: str, name: str) -> Results:
    case = next(each for each in cases(place) if each.name == name)
    resolved = find(case.place, case.year, case.settings)
    return run(account_of_case(case, resolved), resolved)


@pytest.mark.parametrize("name", ["gap", "table-empty", "detail-total", "three-public-total"])
def test_a_page_is_the_same_however_blank_cells_are_kept(name: str) -> None:
    results = result(name)
    assert page(kept_in_rows(results)) == page(results)


def test_so_are_the_public_tables() -> None:
    results = of_case("sichuan", "sample")
    assert official_tables(kept_in_rows(results)) == official_tables(results)
