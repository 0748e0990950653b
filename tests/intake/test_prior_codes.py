"""科目换了编码：上年数写在今年的编码下；不知道对应的，照原编码写，并说出来。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from xlbudget.books.port import Grid
from xlbudget.domain.findings import Level
from xlbudget.domain.money import Amount, Unit
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.intake.gathered import SourceFile
from xlbudget.intake.prior import gather_prior
from xlbudget.intake.prior_keys import this_years_key

GENERAL = "general_public_budget_expenditure"
TOTAL, OLD_OTHER, NEW_OTHER = (GENERAL, "total", "total"), "2089901", "2089999"


def table(year: int, *rows: tuple[str, str, str]) -> SourceFile:
    """A public table of 一般公共预算 with rows of code, name and amount in 万元."""
    lines = [(code, name, Decimal(amount), None, None) for code, name, amount in rows]
    total = sum((line[2] for line in lines if len(line[0]) == 3), Decimal(0))
    grid = Grid(
        "05",
        (
            ("一般公共预算财政拨款支出决算表", None, None, None, None),
            (f"部门：示例街道办事处　　{year}年度", None, None, None, "金额单位：万元"),
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("合计", None, total, None, None),
            *lines,
        ),
    )
    return SourceFile(f"{year}.xlsx", (grid,))


OTHER_2020 = (
    ("208", "社会保障和就业支出", "5.5"),
    ("20899", "其他社会保障和就业支出", "5.5"),
    (OLD_OTHER, "其他社会保障和就业支出", "5.5"),
)


def test_an_old_code_comes_under_its_number_of_now() -> None:
    cells, findings = gather_prior([table(2020, *OTHER_2020)], find("national", 2021))
    assert {key: cell.amount for key, cell in cells.items()} == {
        TOTAL: Amount.of("5.5", Unit.TEN_THOUSAND_YUAN, 10_000),
        (GENERAL, NEW_OTHER, "total"): Amount.of("5.5", Unit.TEN_THOUSAND_YUAN, 10_000),
    }
    (told,) = (each for each in findings if each.check == "prior-renumbered")
    assert told.level is Level.INFO
    assert "2089901 其他社会保障和就业支出今年是 2089999" in told.message
    assert (told.where.sheet, told.where.cell) == ("05", "C7")


def test_an_uncertain_successor_is_a_warning() -> None:
    letters = (
        ("201", "一般公共服务支出", "3"),
        ("20103", "政府办公厅（室）及相关机构事务", "3"),
        ("2010308", "信访事务", "3"),
    )
    cells, findings = gather_prior([table(2023, *letters)], find("national", 2024))
    assert (GENERAL, "2014004", "total") in cells
    (told,) = (each for each in findings if each.check == "prior-renumbered")
    assert told.level is Level.WARNING
    assert "待核" in told.message


def test_several_old_codes_that_became_one_are_summed() -> None:
    broadcast = (
        ("207", "文化旅游体育与传媒支出", "9"),
        ("20708", "广播电视", "9"),
        ("2070804", "广播", "4"),
        ("2070805", "电视", "5"),
    )
    cells, _ = gather_prior([table(2020, *broadcast)], find("national", 2021))
    assert cells[GENERAL, "2070808", "total"].amount == Amount.of(
        "9", Unit.TEN_THOUSAND_YUAN, 10_000
    )


def test_a_code_that_ended_keeps_its_number_and_is_told() -> None:
    patents = (
        ("201", "一般公共服务支出", "2"),
        ("20114", "知识产权事务", "2"),
        ("2011407", "专利执法", "2"),
    )
    cells, findings = gather_prior([table(2020, *patents)], find("national", 2021))
    assert (GENERAL, "2011407", "total") in cells
    (told,) = (each for each in findings if each.check == "prior-code-ended")
    assert told.level is Level.INFO
    assert "2011407 专利执法在 2021 年的目录里没有" in told.message


def test_lines_and_columns_that_both_editions_have_keep_their_names() -> None:
    last, now = find("sichuan", 2021), find("sichuan", 2022)
    for key in (TOTAL, ("government_fund_accounts", "total", "closing_carryover")):
        assert this_years_key(key, last, now) == key


def test_a_table_that_the_place_no_longer_has_is_left_out() -> None:
    last, now = find("sichuan", 2024), find("national", 2025)
    key = ("general_public_budget_project", "2010302", "total")
    assert this_years_key(key, last, now) is None


def test_every_line_of_an_unchanged_edition_keeps_its_name() -> None:
    last, now = find("sichuan", 2024), find("sichuan", 2025)
    for name, before in last.tables.items():
        for block in before.blocks:
            for key in ((name, line.name, c) for line in block.lines for c in block.column_names):
                assert this_years_key(key, last, now) == key


def renamed(resolved: Format, table: str, new_table: str, line: str, new_line: str) -> Format:
    """An edition in which a table and one of its lines, and the columns, have other names."""
    known = resolved.tables[table]
    blocks = tuple(
        replace(
            block,
            lines=tuple(
                replace(each, name=new_line if each.name == line else each.name)
                for each in block.lines
            ),
            columns=tuple(replace(each, name=f"old_{each.name}") for each in block.columns),
        )
        for block in known.blocks
    )
    tables = {new_table: replace(known, name=new_table, blocks=blocks, agreed=())}
    return replace(resolved, tables=tables)


def test_other_names_are_found_by_title_label_and_header() -> None:
    now = find("national", 2025)
    last = renamed(now, "three_public", "san_gong", "vehicles", "cars")
    key = ("san_gong", "cars", "old_actual")
    assert this_years_key(key, last, now) == ("three_public", "vehicles", "actual")
