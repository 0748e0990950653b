from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal

import pytest

from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.money import PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Line, RowCells, Source, Statement

SHEET = "公开01 收入支出决算总表"


def cell(place: str, wan: str) -> Cell:
    amount = Amount.of(wan, Unit.TEN_THOUSAND_YUAN)
    return Cell.with_amount(Source("决算.xlsx", SHEET, place), amount)


BLANK = Cell(Source("决算.xlsx", SHEET, "F7"))
DASH = Cell(Source("决算.xlsx", SHEET, "F8"), holds=Holds.NOT_APPLICABLE)
LINES = (
    Line("service_revenue", "五、事业收入", {"actual": cell("C9", "12.5")}, "sources"),
    Line("current_year_revenue", "本年收入合计", {"actual": cell("C15", "12.5")}),
    Line("201", "一、一般公共服务支出", {"actual": cell("F6", "12.5")}, "functions"),
    Line("202", "二、外交支出", {"actual": BLANK}, "functions"),
    Line("203", "三、国防支出", {"actual": DASH}, "functions"),
)
STATEMENT = Statement(
    table="revenue_expenditure_summary",
    title="收入支出决算总表",
    file="决算.xlsx",
    sheet=SHEET,
    unit=Unit.TEN_THOUSAND_YUAN,
    lines=LINES,
    unit_name="样例局",
    year=2024,
)
ACCOUNT = FinalAccount(
    file="决算.xlsx",
    unit_name="样例局",
    year=2024,
    statements={STATEMENT.table: STATEMENT},
)


def test_places_are_written_as_excel_writes_them() -> None:
    source = Source("决算.xlsx", SHEET, "C15")
    assert str(source) == "公开01 收入支出决算总表!C15"
    assert source.in_file == "决算.xlsx · 公开01 收入支出决算总表!C15"


def test_cell_with_an_amount_holds_it() -> None:
    found = cell("C15", "12.5")
    assert found.holds is Holds.AMOUNT
    assert found.amount == Amount(12_500_000, PUBLISHED)


def test_blank_is_not_zero_and_a_dash_is_neither() -> None:
    zero = cell("F7", "0")
    assert BLANK.holds is Holds.BLANK
    assert (BLANK.amount, DASH.amount) == (None, None)
    assert len({zero.holds, BLANK.holds, DASH.holds}) == 3


def test_cell_with_a_count_holds_no_amount() -> None:
    found = Cell.with_count(Source("决算.xlsx", "补充资料", "D4"), Decimal(2))
    assert (found.holds, found.count, found.amount) == (Holds.COUNT, Decimal(2), None)
    assert cell("C15", "2").count is None


@pytest.mark.parametrize(
    ("cells", "has_amounts", "is_filled"),
    [
        ((), False, False),
        ((BLANK, DASH), False, False),
        ((BLANK, cell("F7", "0")), True, False),  # 填了零也是填了
        ((cell("F7", "0"), cell("F8", "-0.01")), True, True),
    ],
)
def test_table_without_amounts_and_table_of_zeros(
    cells: tuple[Cell, ...], *, has_amounts: bool, is_filled: bool
) -> None:
    lines = tuple(Line(str(number), "", {"actual": each}) for number, each in enumerate(cells))
    statement = replace(STATEMENT, lines=lines)
    assert (statement.has_amounts, statement.is_filled) == (has_amounts, is_filled)


def test_line_by_name() -> None:
    assert STATEMENT.line("current_year_revenue") is LINES[1]
    assert STATEMENT.line("201") is LINES[2]
    assert STATEMENT.line("本年收入合计") is None


def test_cell_by_line_and_column() -> None:
    assert STATEMENT.cell("201", "actual") is LINES[2].cells["actual"]
    assert STATEMENT.cell("202", "actual") is BLANK
    assert STATEMENT.cell("201", "budget") is None
    assert STATEMENT.cell("299", "actual") is None


def test_lines_of_a_group_in_their_order() -> None:
    assert [line.name for line in STATEMENT.group("functions")] == ["201", "202", "203"]
    assert [line.name for line in STATEMENT.group("sources")] == ["service_revenue"]
    assert STATEMENT.group("funds") == ()


def test_group_of_a_dated_table_may_stand_in_several_places() -> None:
    apart = Statement(
        table="x", title="x", file="x", sheet="x", unit=Unit.YUAN,
        lines=(LINES[2], LINES[1], LINES[3]),
    )  # fmt: skip
    assert [line.name for line in apart.group("functions")] == ["201", "202"]


def test_statement_travels_between_processes() -> None:
    travelled = pickle.loads(pickle.dumps(STATEMENT))  # noqa: S301  自己刚写出的
    assert travelled == STATEMENT
    assert travelled.cell("201", "actual") == LINES[2].cells["actual"]


def test_cell_of_an_account() -> None:
    found = ACCOUNT.cell("revenue_expenditure_summary", "201", "actual")
    assert found is LINES[2].cells["actual"]
    assert ACCOUNT.cell("revenue_expenditure_summary", "299", "actual") is None
    assert ACCOUNT.cell("appropriation_summary", "201", "actual") is None


def test_account_without_anything_beside_its_tables() -> None:
    given = (ACCOUNT.prior, ACCOUNT.supplement, ACCOUNT.numbers, ACCOUNT.terms)
    assert (*given, ACCOUNT.budgets, ACCOUNT.budget_reasons) == ({}, {}, {}, {}, {}, {})
    assert (ACCOUNT.rewrites, ACCOUNT.settings) == ({}, {})


def test_last_year_is_no_cell_of_this_year() -> None:
    key = ("revenue_expenditure_summary", "201", "prior_actual")
    account = FinalAccount(
        file="决算.xlsx",
        unit_name="样例局",
        year=2024,
        statements=ACCOUNT.statements,
        prior={key: cell("D6", "3")},
        supplement={"总体变动原因": Entry("新增项目", Source("决算.xlsx", "补充资料", "E3"))},
    )
    assert account.cell(*key) is None


def test_row_makes_its_blank_cells_when_asked_and_only_once() -> None:
    dash, amount = DASH.source, cell("F9", "12.5")
    places = {"total": BLANK.source, "basic": amount.source, "project": dash}
    row = RowCells({"basic": amount, "project": DASH}, places)
    line = Line("201", "一般公共服务支出", row)
    assert dict(row) == {"total": BLANK, "basic": amount, "project": DASH}
    assert list(row) == list(places)
    assert row["total"] is row["total"]
    assert "total" in row
    assert "other" not in row
    assert row.get("other") is None
    assert line.filled == {"basic": amount, "project": DASH}
    assert Line("201", "一般公共服务支出", dict(row)).filled == line.filled
    assert pickle.loads(pickle.dumps(line)) == line  # noqa: S301  自己刚写出的
    with pytest.raises(KeyError):
        row["other"]
