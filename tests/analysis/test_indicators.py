from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from tests.narrative.accounts import (
    APPROPRIATION,
    FUND,
    GENERAL,
    SPENDING,
    SUMMARY,
    THREE,
    account_of,
    account_with_totals,
    build,
    in_wan,
    pairs_of_amounts,
    wan,
)
from xlbudget.analysis.indicators import Figures
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.figures import Contradicted, Figure, Missing, NotComparable
from xlbudget.domain.money import EXACT, PUBLISHED, Amount
from xlbudget.domain.statements import Cell, Holds, Statement
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName, resolve
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.workbook.blank import account_in_layout

NATIONAL = find("national", 2024)
YUAN = find("national", 2024, {"计算依据": "元"})
TITLE = "收入支出决算总表"
BOTH_TOTALS = {"revenue_grand_total": "1200.50", "expenditure_grand_total": "1200.50"}
LAST_TOTALS = {"revenue_grand_total": "1000.00", "expenditure_grand_total": "1000.00"}


def figures_of(
    amounts: Mapping[str, str] | None = None, prior: Mapping[str, str] | None = None
) -> Figures:
    return Figures(account_of(NATIONAL, amounts, prior), NATIONAL)


def ask(figures: Figures, name: str) -> Figure:
    return figures.figure(resolve(NATIONAL, name.split(".")))


def places(figure: Figure) -> list[str]:
    return [f"{cell.source.sheet.split()[0]}!{cell.source.cell}" for cell in figure.cells()]


def with_statement(account: FinalAccount, statement: Statement) -> FinalAccount:
    return replace(account, statements={**account.statements, statement.table: statement})


def with_not_applicable(account: FinalAccount, line: str) -> FinalAccount:
    """The account with “—” in a line of 收支总表."""
    statement = account.statements[SUMMARY]
    lines = tuple(
        replace(
            each,
            cells={
                name: Cell(cell.source, holds=Holds.NOT_APPLICABLE)
                for name, cell in each.cells.items()
            },
        )
        if each.name == line
        else each
        for each in statement.lines
    )
    return with_statement(account, replace(statement, lines=lines))


# --- 数值、公式、来源 ---


@pytest.mark.parametrize(
    ("name", "value", "formula", "inputs", "cells"),
    [
        ("收支总表.收入总计", wan("1200.50"), "取自表中", ["C13"], ["公开01!C13"]),
        ("收支总表.收入总计.上年决算数", wan("1000.00"), "取自表中", ["C5"], ["上年数!C5"]),
        (
            "收支总表.总计",
            wan("1200.50"),
            "收入总计与支出总计相等，取其一",
            ["收支总表.收入总计.决算数", "收支总表.支出总计.决算数"],
            ["公开01!C13", "公开01!C43"],
        ),
        (
            "收支总表.总计.增减额",
            wan("200.50"),
            "决算数 − 上年决算数",
            ["收支总表.总计.决算数", "收支总表.总计.上年决算数"],
            ["公开01!C13", "公开01!C43", "上年数!C5", "上年数!C6"],
        ),
        (
            "收支总表.总计.增减率",
            Fraction(20_050, 100_000),
            "增减额 ÷ 上年决算数",
            ["收支总表.总计.增减额", "收支总表.总计.上年决算数"],
            ["公开01!C13", "公开01!C43", "上年数!C5", "上年数!C6"],
        ),
    ],
)
def test_figure_knows_how_it_came_about(
    name: str, value: Amount | Fraction, formula: str, inputs: list[str], cells: list[str]
) -> None:
    figure = ask(figures_of(BOTH_TOTALS, LAST_TOTALS), name)
    assert figure.value == value
    assert figure.formula == formula
    told = [one.label if isinstance(one, Figure) else one.source.cell for one in figure.inputs]
    assert told == inputs
    assert places(figure) == cells


def test_figure_is_named_in_identifiers_and_in_words() -> None:
    figure = ask(figures_of(), "收支总表.总计.增减率")
    assert figure.name == "revenue_expenditure_summary.grand_total.change_rate"
    assert figure.label == "收支总表.总计.增减率"


def test_columns_beyond_the_first() -> None:
    amounts = {
        (APPROPRIATION, "212", "total"): wan("61.07"),
        (APPROPRIATION, "212", "government_fund"): wan("25.92"),
    }
    account = account_in_layout(NATIONAL, "示例街道办事处", "决算.xlsx", amounts)
    figures = Figures(account, NATIONAL)
    assert ask(figures, "财政拨款总表.212").amount == wan("61.07")
    assert ask(figures, "财政拨款总表.212.政府性基金预算财政拨款").amount == wan("25.92")


def test_agreed_total_of_sides_with_different_columns() -> None:
    """公开04 左边的列叫决算数，右边的第一列叫合计。"""
    amounts = {
        (APPROPRIATION, "revenue_grand_total", "actual"): wan("88.00"),
        (APPROPRIATION, "expenditure_grand_total", "total"): wan("88.00"),
        (APPROPRIATION, "expenditure_grand_total", "government_fund"): wan("8.00"),
    }
    account = account_in_layout(NATIONAL, "示例街道办事处", "决算.xlsx", amounts)
    figure = ask(Figures(account, NATIONAL), "财政拨款总表.总计")
    assert figure.amount == wan("88.00")
    assert {cell.amount for cell in figure.cells()} == {wan("88.00")}


# --- 算不出的：缺、矛盾、不可比 ---


NOW = f"2024年度{TITLE}的收入总计"
THEN = f"2023年度{TITLE}的收入总计"


@pytest.mark.parametrize(
    ("amounts", "prior", "what"),
    [
        ({}, LAST_TOTALS, NOW),
        (BOTH_TOTALS, {}, THEN),
        ({}, {}, NOW),
        ({"revenue_grand_total": "1"}, LAST_TOTALS, f"2024年度{TITLE}的支出总计"),
        (BOTH_TOTALS, {"revenue_grand_total": "1"}, f"2023年度{TITLE}的支出总计"),
    ],
)
def test_what_is_missing_goes_through_to_change_and_rate(
    amounts: dict[str, str], prior: dict[str, str], what: str
) -> None:
    figures = figures_of(amounts, prior)
    where = f"公开01 {TITLE}" if what.startswith("2024") else "上年数"
    assert ask(figures, "收支总表.总计.增减额").value == Missing(what, where)
    assert ask(figures, "收支总表.总计.增减率").value == Missing(what, where)


def test_blank_names_its_cell_and_what_to_fill_in() -> None:
    figure = ask(figures_of(), "收支总表.210")
    assert figure.value == Missing(f"2024年度{TITLE}的卫生健康支出", f"公开01 {TITLE}")
    assert figure.formula == "表中没有这个数"
    assert places(figure) == ["公开01!C22"]


def test_not_applicable_is_told_from_blank() -> None:
    account = with_not_applicable(account_of(NATIONAL), "210")
    figure = ask(Figures(account, NATIONAL), "收支总表.210")
    assert figure.value == Missing(f"2024年度{TITLE}的卫生健康支出（表中为“—”）", f"公开01 {TITLE}")


def test_table_that_is_not_there() -> None:
    account = replace(account_of(NATIONAL, BOTH_TOTALS), statements={})
    figures = Figures(account, NATIONAL)
    assert ask(figures, "收支总表.收入总计").value == Missing(NOW, TITLE)
    assert list(ask(figures, "收支总表.收入总计").cells()) == []
    assert figures.lines(SUMMARY, "functions") == ()


@pytest.mark.parametrize(
    ("amounts", "prior", "what"),
    [
        (
            {"revenue_grand_total": "1200.50", "expenditure_grand_total": "1200.49"},
            LAST_TOTALS,
            "公开01 收入支出决算总表!C13为1200.5万元、公开01 收入支出决算总表!C43为1200.49万元",
        ),
        (
            BOTH_TOTALS,
            {"revenue_grand_total": "1000.00", "expenditure_grand_total": "0.00"},
            "上年数!C5为1000万元、上年数!C6为0万元",
        ),
    ],
)
def test_totals_that_differ_are_no_amount_anywhere(
    amounts: dict[str, str], prior: dict[str, str], what: str
) -> None:
    cells = tuple(part.split("为")[0] for part in what.split("、"))
    contradicted = Contradicted(f"收入总计与支出总计不相等（{what}）", cells)
    figures = figures_of(amounts, prior)
    assert ask(figures, "收支总表.总计.增减额").value == contradicted
    assert ask(figures, "收支总表.总计.增减率").value == contradicted


@pytest.mark.parametrize("resolved", [NATIONAL, YUAN])
def test_totals_that_differ_below_what_is_published_are_contradicted_too(resolved: Format) -> None:
    """收支应相等到分：印出来一样，也不写“均为”，因为校验说它们不等。"""
    amounts = {"revenue_grand_total": "1200.5001", "expenditure_grand_total": "1200.4999"}
    value = ask(Figures(account_of(resolved, amounts), resolved), "收支总表.总计").value
    assert isinstance(value, Contradicted)
    assert "为1200.5001万元" in value.what


@pytest.mark.parametrize(
    ("then", "reason"),
    [("0.00", "上年为0，增减率不可比"), ("-1.00", "上年为负数，增减率不可比")],
)
def test_base_that_bears_no_rate(then: str, reason: str) -> None:
    figures = figures_of({"revenue_grand_total": "5.00"}, {"revenue_grand_total": then})
    assert ask(figures, "收支总表.收入总计.增减额").value == wan("5.00") - wan(then)
    assert ask(figures, "收支总表.收入总计.增减率").value == NotComparable(reason)


# --- 计算依据 ---


@pytest.mark.parametrize(
    ("basis", "now", "change", "rate", "formula"),
    [
        # 100.0149 与 33.3351：先舍入到 100.01、33.34，再相减
        (
            "公开的数",
            "100.01",
            "66.67",
            Fraction(6_667, 3_334),
            "取自表中，四舍五入到公开的位数",
        ),
        ("元", "100.0149", "66.6798", Fraction(666_798, 333_351), "取自表中"),
    ],
)
def test_basis(basis: str, now: str, change: str, rate: Fraction, formula: str) -> None:
    resolved = find("national", 2024, {"计算依据": basis})
    line = "current_year_revenue"
    account = account_of(resolved, {line: "100.0149"}, {line: "33.3351"})
    figures = Figures(account, resolved)
    actual = ask(figures, "收支总表.本年收入合计")
    assert actual.amount == wan(now)
    assert actual.formula == formula
    assert ask(figures, "收支总表.本年收入合计.增减额").amount == wan(change)
    assert ask(figures, "收支总表.本年收入合计.增减率").ratio == rate


def test_precision_of_what_is_computed_is_that_of_its_inputs() -> None:
    line = "current_year_revenue"
    account = account_of(YUAN, {line: "100.0149"}, {line: "33.34"})
    figures = Figures(account, YUAN)
    known = [ask(figures, f"收支总表.本年收入合计{m}").amount for m in ("", ".增减额")]
    assert [amount.precision for amount in known if amount] == [EXACT, PUBLISHED]


@given(pairs_of_amounts(negative=True))
def test_change_and_rate_as_a_calculator_gives_them(pair: tuple[Amount, Amount]) -> None:
    cent = Decimal("0.01")
    for resolved in (NATIONAL, YUAN):
        now, then = (Decimal(amount.fen) / 1_000_000 for amount in pair)
        if resolved is NATIONAL:
            now, then = (number.quantize(cent, ROUND_HALF_UP) for number in (now, then))
        figures = Figures(account_with_totals(resolved, *pair), resolved)
        change = ask(figures, "收支总表.总计.增减额").amount
        assert change is not None
        assert Decimal(change.fen) == (now - then) * 1_000_000
        rate = ask(figures, "收支总表.总计.增减率")
        if then > 0:
            assert rate.ratio == (Fraction(now) - Fraction(then)) / Fraction(then)
        else:
            assert isinstance(rate.value, NotComparable)


# --- 每个量只算一次；列举的行 ---


def test_each_figure_is_computed_once() -> None:
    figures = figures_of(BOTH_TOTALS, LAST_TOTALS)
    rate = ask(figures, "收支总表.总计.增减率")
    change, prior = rate.inputs
    assert ask(figures, "收支总表.总计.增减率") is rate
    assert ask(figures, "收支总表.总计.增减额") is change
    assert ask(figures, "收支总表.总计.上年决算数") is prior
    names = [figure.name for figure in figures.computed()]
    assert len(set(names)) == len(names)
    assert rate in figures.computed()


def test_only_what_was_asked_for_is_computed() -> None:
    figures = figures_of(BOTH_TOTALS, LAST_TOTALS)
    assert figures.computed() == ()
    figure = ask(figures, "收支总表.收入总计")
    assert figures.computed() == (figure,)


def test_lines_of_a_group_are_those_with_an_amount_in_the_order_of_the_table() -> None:
    """空白和“—”的行不列；零是数，要列。"""
    account = account_of(NATIONAL, {"221": "3", "201": "1", "210": "0", "208": "2"})
    figures = Figures(with_not_applicable(account, "208"), NATIONAL)
    assert figures.lines(SUMMARY, "functions") == ("201", "210", "221")
    assert figures.lines(SUMMARY, "sources") == ()


def test_line_with_an_amount_in_any_column_is_listed() -> None:
    """合计空着、分栏有数的行不能悄悄漏掉。"""
    amounts = {(APPROPRIATION, "212", "government_fund"): wan("25.92")}
    account = account_in_layout(NATIONAL, "示例街道办事处", "决算.xlsx", amounts)
    assert Figures(account, NATIONAL).lines(APPROPRIATION, "functions") == ("212",)


# --- 预算：看首页的口径，表里印的预算优先 ---


SICHUAN = find("sichuan", 2024)
ITEM = "一般公共预算支出表.2010301"
BOTH_BASES = {
    (GENERAL, "2010301", ADJUSTED): wan("8"),
    (GENERAL, "2010301", INITIAL): wan("5"),
}


def figures_with(
    resolved: Format = SICHUAN,
    amounts: Mapping[str, Mapping[str, str]] | None = None,
    *,
    budgets: Mapping[tuple[str, str, str], Amount] | None = None,
    supplement: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
) -> Figures:
    known = in_wan(resolved, amounts or {})
    account = build(resolved, known, budgets=budgets, supplement=supplement, without=without)
    return Figures(account, resolved)


def said(figures: Figures, name: str, resolved: Format = SICHUAN) -> Figure:
    return figures.figure(resolve(resolved, name.split(".")))


@pytest.mark.parametrize(
    ("settings", "budget", "rate"),
    [
        ({}, "8", Fraction(10, 8)),
        ({"项级科目预算口径": "全年预算数"}, "8", Fraction(10, 8)),
        ({"项级科目预算口径": "年初预算数"}, "5", Fraction(10, 5)),
        ({"三公经费预算口径": "年初预算数"}, "8", Fraction(10, 8)),
    ],
)
def test_budget_is_of_the_base_that_the_unit_chose(
    settings: dict[str, str], budget: str, rate: Fraction
) -> None:
    resolved = find("sichuan", 2024, settings)
    figures = figures_with(resolved, {GENERAL: {"2010301": "10"}}, budgets=BOTH_BASES)
    assert said(figures, f"{ITEM}.预算数", resolved).amount == wan(budget)
    assert said(figures, f"{ITEM}.完成率", resolved).ratio == rate
    assert said(figures, f"{ITEM}.完成率", resolved).formula == "决算数 ÷ 预算数"


def test_budget_of_the_other_base_does_not_stand_in() -> None:
    figures = figures_with(
        SICHUAN,
        {GENERAL: {"2010301": "10"}},
        budgets={(GENERAL, "2010301", INITIAL): wan("5")},
    )
    missing = Missing("一般公共预算财政拨款支出决算表的行政运行的全年预算数", "预算数")
    assert said(figures, f"{ITEM}.预算数").value == missing
    assert said(figures, f"{ITEM}.完成率").value == missing


def test_budget_printed_in_the_table_wins() -> None:
    vehicles = FigureName(THREE, "vehicles", "actual")
    budgets = {(THREE, "vehicles", ADJUSTED): wan("9")}
    printed = {THREE: {"vehicles": "3", "vehicles@budget": "4"}}
    figures = figures_with(SICHUAN, printed, budgets=budgets)
    assert figures.figure(vehicles.of("budget")).amount == wan("4")
    assert figures.figure(vehicles.of("completion_rate")).ratio == Fraction(3, 4)
    blank = figures_with(SICHUAN, {THREE: {"vehicles": "3"}}, budgets=budgets)
    assert blank.figure(vehicles.of("budget")).amount == wan("9")


@pytest.mark.parametrize(
    ("budget", "reason"),
    [("0", "预算为0，不计算完成率"), ("-1", "预算为负数，不计算完成率")],
)
def test_budget_that_bears_no_rate(budget: str, reason: str) -> None:
    figures = figures_with(
        SICHUAN,
        {GENERAL: {"2010301": "10"}},
        budgets={(GENERAL, "2010301", ADJUSTED): wan(budget)},
    )
    assert said(figures, f"{ITEM}.完成率").value == NotComparable(reason)


# --- 占比 ---


@pytest.mark.parametrize(
    ("name", "share", "formula"),
    [
        (
            "收支总表.一般公共预算财政拨款收入.占比",
            Fraction(6, 8),
            "决算数 ÷ 收支总表.本年收入合计.决算数",
        ),
        (
            "支出决算表.合计.项目支出.占比",
            Fraction(3, 10),
            "决算数 ÷ 支出决算表.合计.决算数",
        ),
        ("一般公共预算支出表.201.占比", Fraction(4, 5), "决算数 ÷ 一般公共预算支出表.合计.决算数"),
        (  # 五（一）占的是全部支出，不是一般公共预算
            "一般公共预算支出表.合计.占比",
            Fraction(5, 12),
            "决算数 ÷ 收支总表.本年支出合计.决算数",
        ),
    ],
)
def test_share_is_of_the_whole_that_the_format_says(
    name: str, share: Fraction, formula: str
) -> None:
    amounts = {
        SUMMARY: {
            "general_public_budget_appropriation_revenue": "6",
            "current_year_revenue": "8",
            "current_year_expenditure": "12",
        },
        SPENDING: {"total": "10", "total@project": "3"},
        GENERAL: {"total": "5", "201": "4"},
    }
    figure = said(figures_with(SICHUAN, amounts), name)
    assert (figure.ratio, figure.formula) == (share, formula)
    assert len(list(figure.cells())) == 2


def test_line_that_is_part_of_nothing_has_no_share() -> None:
    figure = said(
        figures_with(SICHUAN, {SUMMARY: {"opening_carryover": "5"}}), "收支总表.年初结转和结余.占比"
    )
    assert figure.value == NotComparable("格式中没有它的构成，不算占比")


def test_share_of_nothing_is_not_comparable_and_of_the_unknown_is_missing() -> None:
    name = "收支总表.其他收入.占比"
    nothing = figures_with(SICHUAN, {SUMMARY: {"other_revenue": "0", "current_year_revenue": "0"}})
    assert said(nothing, name).value == NotComparable("总额为0，不计算占比")
    unknown = figures_with(SICHUAN, {SUMMARY: {"other_revenue": "5"}})
    assert said(unknown, name).value == Missing(f"2024年度{TITLE}的本年收入合计", f"公开01 {TITLE}")


def test_parts_of_a_composition_are_lines_or_columns_under_their_own_names() -> None:
    figures = figures_with(
        SICHUAN,
        {SPENDING: {"total": "3", "total@basic": "3"}, GENERAL: {"221": "1", "201": "2"}},
    )

    def labels(name: str) -> list[str]:
        return [label for _, label in figures.parts(SICHUAN.compositions[name])]

    assert labels("支出构成") == [
        "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出",
    ]  # fmt: skip
    assert labels("一般公共预算支出构成") == ["一般公共服务支出", "住房保障支出"]
    assert labels("国有资本经营支出占比") == ["国有资本经营预算财政拨款支出"]
    assert labels("政府采购构成") == ["政府采购货物支出", "政府采购工程支出", "政府采购服务支出"]


# --- 整张空着的表 ---


FUND_TOTAL, FUND_PRIOR = "政府性基金表.合计", "政府性基金表.合计.上年决算数"


def test_table_left_empty_is_nil_once_the_workbook_is_filled_in() -> None:
    figures = figures_with(SICHUAN, {SUMMARY: {"current_year_revenue": "5"}})
    figure = said(figures, FUND_TOTAL)
    assert figure.amount == Amount(0)
    assert figure.formula == "整张表没有数，按零计"
    assert len(list(figure.cells())) == 1
    assert isinstance(said(figures, FUND_PRIOR).value, Missing)  # 上年没填就是没填


@pytest.mark.parametrize(
    ("amounts", "without"),
    [
        ({}, ()),  # 什么都没有填
        ({SUMMARY: {"current_year_revenue": "0"}}, ()),  # 只填了零
        ({SUMMARY: {"current_year_revenue": "5"}, FUND: {"2120803": "1"}}, ()),  # 填了一部分
        ({SUMMARY: {"current_year_revenue": "5"}}, (FUND,)),  # 没有这张表
    ],
)
def test_otherwise_a_blank_total_is_missing(
    amounts: dict[str, dict[str, str]], without: tuple[str, ...]
) -> None:
    figures = figures_with(SICHUAN, amounts, without=without)
    assert isinstance(said(figures, FUND_TOTAL).value, Missing)


def test_table_that_every_unit_fills_is_never_nil() -> None:
    figures = figures_with(SICHUAN, {SUMMARY: {"current_year_revenue": "5"}})
    assert isinstance(said(figures, "一般公共预算支出表.合计").value, Missing)


def test_budget_of_an_empty_three_public_table_is_nil_too() -> None:
    figures = figures_with(SICHUAN, {SUMMARY: {"current_year_revenue": "5"}})
    total = FigureName(THREE, "total", "actual")
    assert figures.figure(total.of("budget")).amount == Amount(0)


# --- 补充资料 ---


def test_numbers_of_the_supplement() -> None:
    figures = figures_with(SICHUAN, supplement={"公务用车保有量": "2", "政府采购支出总额": "9.1"})
    count = said(figures, "补充资料.公务用车保有量")
    assert (count.count, count.formula) == (Decimal(2), "取自补充资料")
    assert [cell.source.sheet for cell in count.cells()] == ["补充资料"]
    assert said(figures, "补充资料.政府采购支出总额").amount == wan("9.1")
    assert said(figures, "补充资料.大型设备数").value == Missing("大型设备数", "补充资料")
    prior = said(figures, "补充资料.机关运行经费支出.上年决算数")
    assert prior.value == Missing("2023年度机关运行经费支出", "补充资料")


@pytest.mark.parametrize(
    ("name", "what", "sheet"),
    [
        ("收支总表.总计", f"2024年度{TITLE}的收入总计", f"公开01 {TITLE}"),
        ("收支总表.总计.上年决算数", f"2023年度{TITLE}的收入总计", "上年数"),
        (
            "政府性基金表.合计.年初结转和结余",
            "2024年度政府性基金预算财政拨款收入支出决算表的合计·年初结转和结余",
            "公开10 政府性基金预算财政拨款收入支出决算表",
        ),
        (
            "一般公共预算支出表.2010301.预算数",
            "一般公共预算财政拨款支出决算表的行政运行的全年预算数",
            "预算数",
        ),
        ("补充资料.大型设备数", "大型设备数", "补充资料"),
    ],
)
def test_what_a_person_is_asked_for(name: str, what: str, sheet: str) -> None:
    figures = figures_with()
    assert figures.missing(resolve(SICHUAN, name.split("."))) == Missing(what, sheet)
