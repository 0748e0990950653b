from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from xlbudget.domain.account import Entry
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.domain.statements import Cell, Holds, Source
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find, places
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.results.official_tables import official_table, official_tables, printed_amount
from xlbudget.results.printed_tables import PrintedCell, PrintedTable, Role
from xlbudget.workbook.blank import account_of_case

PLACES = sorted(places())
FULL = ("complete", "sample", "every_section")


@cache
def results_of(place: str, name: str = "") -> Results:
    case = next(c for c in cases(place) if c.name == name or (not name and c.name in FULL))
    resolved = find(case.place, case.year, case.settings)
    return run(account_of_case(case, resolved), resolved)


def changed(results: Results, **changes: object) -> Results:
    return replace(results, account=replace(results.account, **changes))  # type: ignore[arg-type]


def by_hand(amount: Amount, unit: Unit, separators: bool) -> str:
    places = Decimal("0.01")
    exact = (Decimal(amount.fen) / unit.fen).quantize(places, ROUND_HALF_UP)
    return f"{exact:,}" if separators else f"{exact}"


def blanks(table: PrintedTable) -> list[PrintedCell]:
    """Cells of the areas of amounts in which nothing stands."""
    held = {(cell.row, cell.column) for cell in table.cells}
    return [
        PrintedCell(row, column, "", Role.AMOUNT)
        for top, left, bottom, right in table.amounts
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) not in held
    ]


def amounts(table: PrintedTable) -> Counter[str]:
    return Counter(c.text for c in table.cells if c.role is Role.AMOUNT and c.text)


@pytest.mark.parametrize("place", PLACES)
def test_every_amount_of_the_account_is_printed_once(place: str) -> None:
    results = results_of(place)
    separators = results.format.own_style.separators
    printed = official_tables(results)
    assert [table.name for table in printed] == list(results.format.tables)
    for table in printed:
        statement = results.account.statements[table.name]
        known = [
            by_hand(cell.amount, statement.unit, separators)
            for line in statement.lines
            for cell in line.cells.values()
            if cell.amount is not None
        ]
        assert amounts(table) == Counter(known)


@pytest.mark.parametrize("place", PLACES)
def test_cells_cover_the_grid_once_and_header_words_stand_over_the_columns(place: str) -> None:
    for table in official_tables(results_of(place)):
        covered = Counter(
            (row, column)
            for cell in (*table.cells, *blanks(table))
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        )
        assert set(covered.values()) == {1}
        assert len(covered) == table.rows * table.columns
        header = [cell for cell in table.cells if cell.role is Role.HEADER]
        assert max(cell.row + cell.rows - 1 for cell in header) == table.header_rows
        body = [cell.row for cell in table.cells if cell.role is not Role.HEADER]
        assert min(body) == table.header_rows + 1


def test_a_summary_has_31_rows_and_three_header_rows() -> None:
    table = official_table(results_of("sichuan"), "revenue_expenditure_summary")
    assert (table.number, table.title) == ("公开01", "收入支出决算总表")
    assert (table.rows, table.header_rows, table.columns) == (34, 3, 6)
    texts = table.texts()
    assert texts[0] == ("收入", "", "", "支出", "", "")
    assert texts[1] == ("项目", "行次", "决算数", "项目", "行次", "决算数")
    assert texts[2] == ("栏次", "", "1", "栏次", "", "1")
    assert set(table.merged()) == {(1, 1, 1, 3), (1, 4, 1, 6)}
    assert [row[4] for row in texts[3:5]] == ["32", "33"]


def test_three_public_funds_have_their_header_levels() -> None:
    table = official_table(results_of("sichuan"), "three_public")
    assert (table.rows, table.header_rows, table.columns) == (5, 4, 12)
    assert table.texts()[0] == ("预算数", *[""] * 5, "决算数", *[""] * 5)
    assert table.texts()[3] == tuple(map(str, range(1, 13)))
    assert (2, 3, 2, 5) in set(table.merged())


def test_a_published_table_has_the_codes_of_the_account_and_no_spare_row() -> None:
    results = results_of("sichuan")
    table = official_table(results, "general_public_budget_expenditure")
    codes = [row[0] for row in table.texts()[table.header_rows :]]
    statement = results.account.statements[table.name]
    known = sorted(line.name for line in statement.lines if line.name.isdecimal())
    assert codes == ["", *known]
    assert table.texts()[table.header_rows][1] == "合计"
    assert (table.total_rows, table.lead_columns) == (1, 2)
    spare = official_table(results, table.name, spare=True)
    assert spare.rows >= table.rows + 10


def test_withheld_codes_are_left_out_and_sums_stay() -> None:
    results = results_of("sichuan")
    name = "general_public_budget_expenditure"
    statement = results.account.statements[name]
    code = next(
        line.name for line in statement.lines if len(line.name) == 5 and line.name.isdecimal()
    )
    entry = Entry(code, Source("决算.xlsx", "补充资料", "D9"))
    hidden = changed(results, supplement={**results.account.supplement, "涉密科目": entry})
    shown = [row[0] for row in official_table(hidden, name).texts()]
    assert not [each for each in shown if each.startswith(code)]
    assert code[:3] in shown
    kept = [row[0] for row in official_table(hidden, name, spare=True).texts()]
    assert code in kept


def test_an_empty_table_says_so_below_its_header() -> None:
    results = results_of("sichuan")
    table = official_table(results, "state_capital_accounts")
    assert table.notes[-1] == "本年度没有国有资本经营预算财政拨款收入和支出，故本表无数据。"
    assert table.rows == table.header_rows + 1
    assert not amounts(table)
    unfilled = changed(results, unfilled=frozenset({"state_capital_accounts"}))
    assert len(official_table(unfilled, "state_capital_accounts").notes) == len(table.notes) - 1


def test_a_table_that_the_account_lacks_is_a_visible_gap() -> None:
    results = results_of("sichuan")
    statements = {n: s for n, s in results.account.statements.items() if n != "three_public"}
    table = official_table(changed(results, statements=statements), "three_public")
    assert table.notes[-1] == "〔请填写：公开13表，工作簿里没有这张表〕"
    assert not amounts(table)


def test_not_applicable_is_a_dash_blank_is_blank_and_zero_is_printed() -> None:
    results = results_of("sichuan")
    name = "revenue_expenditure_summary"
    statement = results.account.statements[name]
    held = dict(zip((Holds.NOT_APPLICABLE, Holds.BLANK), statement.lines, strict=False))
    zero = statement.lines[2]

    def of(line_name: str) -> Cell:
        source = Source("决算.xlsx", "公开01", "C9")
        for holds, line in held.items():
            if line.name == line_name:
                return Cell(source, None, holds)
        return Cell.with_amount(source, Amount(0, PUBLISHED))

    lines = tuple(
        replace(line, cells={"actual": of(line.name)}) if line in (*held.values(), zero) else line
        for line in statement.lines
    )
    made = replace(statement, lines=lines)
    statements = {**results.account.statements, name: made}
    table = official_table(changed(results, statements=statements), name)
    assert [row[2] for row in table.texts()[3:6]] == ["—", "", "0.00"]


@pytest.mark.parametrize(
    ("fen", "unit", "separators", "text"),
    [
        (1_482_225_000, Unit.TEN_THOUSAND_YUAN, False, "1482.23"),
        (1_482_224_999, Unit.TEN_THOUSAND_YUAN, True, "1,482.22"),
        (-1_482_225_000, Unit.TEN_THOUSAND_YUAN, False, "-1482.23"),
        (-4_999, Unit.TEN_THOUSAND_YUAN, False, "0.00"),
        (1_482_225_001, Unit.YUAN, True, "14,822,250.01"),
        (0, Unit.YUAN, False, "0.00"),
    ],
)
def test_amounts_are_printed_to_the_cent_halves_away_from_zero(
    fen: int, unit: Unit, separators: bool, text: str
) -> None:
    assert printed_amount(Amount(fen, EXACT), unit, separators=separators) == text


def test_what_is_known_beyond_the_cent_stays_in_the_value_alone() -> None:
    for table in official_tables(results_of("sichuan")):
        for cell in table.cells:
            if cell.role is Role.AMOUNT and cell.value is not None:
                known = Decimal(cell.text.replace(",", ""))
                assert abs(known - cell.value) <= Decimal("0.005")


def test_a_table_is_laid_out_once_for_a_run() -> None:
    results = results_of("sichuan")
    first = official_tables(results)
    assert all(a is b for a, b in zip(first, official_tables(results), strict=True))
    other = changed(results, unit_name="示例二街道办事处")
    assert official_tables(other)[0] is not first[0]
    assert official_tables(other) == first  # 表上的单位名称来自报表


def test_blank_cells_of_amounts_are_told_as_areas() -> None:
    table = official_table(results_of("sichuan"), "state_capital_accounts")
    ((top, left, bottom, right),) = table.amounts
    assert (top, bottom, right) == (table.header_rows + 1, table.rows, table.columns)
    assert left == table.lead_columns + 1
    held = [cell for cell in table.cells if cell.role is Role.AMOUNT]
    assert all(cell.text for cell in held)
    area = (bottom + 1 - top) * (right + 1 - left)
    assert len(held) + len(blanks(table)) == area
