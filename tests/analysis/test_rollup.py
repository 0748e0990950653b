"""部门汇总：各单位逐格相加，单位之间的上缴、补助抵消掉；算不准的不猜。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.consistent_accounts import Consistent, consistent_accounts
from tests.small_department import (
    BOOKS,
    BUREAU,
    CENTRE,
    RESOLVED,
    REVENUE,
    SCHOOL,
    SPENDING,
    SUMMARY,
    TOTALS,
    Key,
    department,
    unit,
    yuan,
)
from xlbudget.analysis.eliminations import PAYMENTS, Booked, booked
from xlbudget.analysis.rollup import RolledUp, department_settings, roll_up
from xlbudget.analysis.sums import UnitAccount
from xlbudget.checks.rollup import compare
from xlbudget.checks.tables import check_tables
from xlbudget.domain.errors import SeveralErrors, XlbudgetError
from xlbudget.domain.findings import Level
from xlbudget.domain.money import EXACT, PUBLISHED, Amount, Unit
from xlbudget.formats.library import find
from xlbudget.formats.settings import ADJUSTED, apply_settings
from xlbudget.workbook.department import department_account

SICHUAN = find("sichuan", 2024)
REMITTED, SUBSIDISED = PAYMENTS


def errors_of(rolled: RolledUp) -> list[str]:
    """部门自己的表相不相符。"""
    account = department_account(rolled, RESOLVED, "示例局", "部门.xlsx")
    found = check_tables(account, RESOLVED).findings
    return [finding.message for finding in found if finding.level is Level.ERROR]


@pytest.mark.parametrize("key", list(TOTALS))
def test_the_small_department_as_computed_by_hand(key: Key) -> None:
    expected = TOTALS[key]
    summed = roll_up(department(), RESOLVED).sums.get(key)
    assert (summed.fen if summed else None) == (yuan(expected).fen if expected else None)


def test_the_department_is_consistent_and_its_units_are() -> None:
    assert errors_of(roll_up(department(), RESOLVED)) == []
    for account, resolved in department():
        found = check_tables(account, resolved).findings
        assert [f.message for f in found if f.level is Level.ERROR] == []


def test_what_is_eliminated_is_told_with_its_places() -> None:
    rolled = roll_up(department(), RESOLVED)
    assert rolled.questions == ()
    told = {
        (found.payment.word, each.unit, each.side.column, each.code, each.amount.fen)
        for found in rolled.eliminations
        for each in found.booked
    }
    assert told == {
        ("上缴", SCHOOL, "superior_remittance", "2050202", 2_000_000),
        ("上缴", BUREAU, "affiliate_remittance_revenue", "2050202", 2_000_000),
        ("补助", BUREAU, "affiliate_subsidy", "2050202", 3_000_000),
        ("补助", SCHOOL, "superior_subsidy_revenue", "2050202", 3_000_000),
    }
    for found in rolled.eliminations:
        for each in found.booked:
            assert each.cell.source.file == f"{each.unit}.xlsx"
            assert each.cell.amount == each.amount


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_units_does_not_matter(order: tuple[int, ...]) -> None:
    units = department()
    one = roll_up(units, RESOLVED)
    other = roll_up([units[at] for at in order], RESOLVED)
    assert other.amounts() == one.amounts()
    assert other.labels == one.labels
    assert department_settings(units) == department_settings([units[at] for at in order])


def paying(name: str, text: str) -> dict[Key, str]:
    """本级对附属单位补助的另一个数，只改明细那一格。"""
    column = "affiliate_subsidy" if name == BUREAU else "superior_subsidy_revenue"
    return {(SPENDING if name == BUREAU else REVENUE, "2050202", column): text}


def test_sums_that_differ_are_asked_and_nothing_is_eliminated() -> None:
    units = [unit(BUREAU, paying(BUREAU, "30000.01")), unit(SCHOOL), unit(CENTRE)]
    rolled = roll_up(units, RESOLVED)
    assert [found.payment for found in rolled.eliminations] == [REMITTED]
    (question,) = rolled.questions
    assert question.payment is SUBSIDISED
    assert not question.one_sided
    assert [each.amount.fen for each in question.paid] == [3_000_001]
    assert [each.amount.fen for each in question.received] == [5_000_000, 3_000_000]
    assert rolled.sums[SPENDING, "total", "affiliate_subsidy"].fen == 3_000_000
    assert rolled.sums[SPENDING, "2050202", "affiliate_subsidy"].fen == 3_000_001


def test_a_person_says_which_part_is_internal() -> None:
    units = [unit(BUREAU, paying(BUREAU, "30000.01")), unit(SCHOOL), unit(CENTRE)]
    accounts = [each.account for each in units]
    (paid,) = booked(accounts, SUBSIDISED.paid)
    received = booked(accounts, SUBSIDISED.received)[1]
    part = yuan("30000")
    rolled = roll_up(
        units,
        RESOLVED,
        {SUBSIDISED: [replace(paid, amount=part), replace(received, amount=part)]},
    )
    assert rolled.questions == ()
    assert rolled.sums[SPENDING, "2050202", "affiliate_subsidy"].fen == 1
    assert rolled.sums[REVENUE, "2050202", "superior_subsidy_revenue"].fen == 0
    nothing: list[Booked] = [replace(each, amount=Amount(0)) for each in (paid, received)]
    rolled = roll_up(units, RESOLVED, {SUBSIDISED: nothing})
    assert [found.payment for found in rolled.eliminations] == [REMITTED]
    assert rolled.questions == ()


def flows(*rows: tuple[str, str, str]) -> list[UnitAccount]:
    """只有上缴、补助的几个单位：单位、列、金额。"""
    books: dict[str, dict[Key, Amount]] = {}
    for name, column, text in rows:
        table = REVENUE if column.endswith("revenue") else SPENDING
        book = books.setdefault(name, {})
        book[table, "2050202", column] = yuan(text)
    from xlbudget.workbook.blank import account_in_layout

    return [
        UnitAccount(account_in_layout(RESOLVED, name, f"{name}.xlsx", book), RESOLVED)
        for name, book in books.items()
    ]


PAID, GOT = "affiliate_subsidy", "superior_subsidy_revenue"
UP, DOWN = "superior_remittance", "affiliate_remittance_revenue"


@pytest.mark.parametrize(
    ("rows", "eliminated", "asked"),
    [
        # 自己付给自己不成立：数相等也不抵消
        ([("甲", PAID, "5"), ("甲", GOT, "5"), ("乙", "basic", "1")], 0, [True]),
        # 三级：甲给乙，乙给丙
        ([("甲", PAID, "5"), ("乙", GOT, "5"), ("乙", PAID, "3"), ("丙", GOT, "3")], 800, []),
        # 只有本级付，它自己收到的来自外面
        ([("甲", PAID, "5"), ("甲", GOT, "9"), ("乙", GOT, "2"), ("丙", GOT, "3")], 500, []),
        # 只有本级收，它自己上缴的交到外面
        ([("甲", DOWN, "5"), ("甲", UP, "9"), ("乙", UP, "2"), ("丙", UP, "3")], 500, []),
        # 收的比付的多：有一部分来自外面，不知道是哪一部分
        ([("甲", PAID, "5"), ("乙", GOT, "4"), ("丙", GOT, "3")], 0, [False]),
        # 两边合计相等，可是甲收的比别的单位付的还多
        ([("甲", PAID, "4"), ("甲", GOT, "4"), ("乙", PAID, "1"), ("丙", GOT, "1")], 0, [False]),
        # 都来自外面
        ([("甲", GOT, "5"), ("乙", GOT, "4")], 0, []),
        # 有补助支出而没有哪个单位收到
        ([("甲", PAID, "5"), ("乙", "basic", "1")], 0, [True]),
        ([("甲", DOWN, "5"), ("乙", "basic", "1")], 0, [True]),
        # 冲销的负数：不猜
        ([("甲", PAID, "-5"), ("乙", GOT, "-5")], 0, [False]),
    ],
)
def test_what_is_internal(
    rows: list[tuple[str, str, str]], eliminated: int, asked: list[bool]
) -> None:
    rolled = roll_up(flows(*rows), RESOLVED)
    out = sum(
        each.amount.fen
        for found in rolled.eliminations
        for each in found.booked
        if each.side == found.payment.paid
    )
    assert out == eliminated
    assert [question.one_sided for question in rolled.questions] == asked


def test_blank_and_blank_is_blank_and_blank_and_amount_is_the_amount() -> None:
    amounts = roll_up(department(), RESOLVED).amounts()
    assert (SUMMARY, "201", "actual") not in amounts
    assert amounts[SUMMARY, "207", "actual"] == yuan("200000")
    account = department_account(roll_up(department(), RESOLVED), RESOLVED, "局", "局.xlsx")
    blank = account.cell(SUMMARY, "201", "actual")
    assert blank is not None
    assert blank.amount is None


def test_the_coarser_precision_wins_table_by_table() -> None:
    key: Key = (SUMMARY, "229", "actual")
    coarse = unit(CENTRE)
    summary = coarse.account.statements[SUMMARY]
    lines = tuple(
        replace(
            line,
            cells={
                column: cell._replace(amount=cell.amount.rounded(PUBLISHED))
                if cell.amount
                else cell
                for column, cell in line.cells.items()
            },
        )
        for line in summary.lines
    )
    statements = {**coarse.account.statements, SUMMARY: replace(summary, lines=lines)}
    coarse = UnitAccount(replace(coarse.account, statements=statements), RESOLVED)
    rolled = roll_up([unit(BUREAU, {key: "149.99"}), unit(SCHOOL), coarse], RESOLVED)
    amounts = rolled.amounts()
    assert amounts[key] == Amount(10_000, PUBLISHED)  # 149.99元：0.01万元（100元）
    assert amounts[SUMMARY, "service_revenue", "actual"] == Amount.of(
        "7.00", Unit.TEN_THOUSAND_YUAN
    )
    assert amounts[REVENUE, "2050202", "service_revenue"] == Amount(7_000_035, EXACT)
    assert rolled.coarse_units == (CENTRE,)
    assert roll_up(department(), RESOLVED).coarse_units == ()


# --- 上年数、预算数、补充资料 ---

PRIOR: Key = ("general_public_budget_expenditure", "total", "total")
ITEM: Key = ("general_public_budget_expenditure", "2050101", "total")
VEHICLES = "车辆总数"


def entered(
    name: str, prior: dict[Key, str], supplement: dict[str, str] | None = None, **settings: str
) -> UnitAccount:
    made = unit(
        name,
        prior={key: yuan(text) for key, text in prior.items()},
        supplement=supplement or {},
    )
    return UnitAccount(made.account, apply_settings(RESOLVED, settings))


def test_last_year_is_summed_where_every_unit_gives_it() -> None:
    rolled = roll_up(
        [
            entered(BUREAU, {PRIOR: "10.01", ITEM: "4"}),
            entered(SCHOOL, {PRIOR: "20"}),
            entered(CENTRE, {PRIOR: "0"}),
        ],
        RESOLVED,
    )
    assert rolled.prior[PRIOR].fen == 3001
    assert rolled.prior[ITEM].fen == 400


def test_last_year_is_left_blank_where_a_unit_does_not_give_it() -> None:
    rolled = roll_up(
        [entered(BUREAU, {PRIOR: "10", ITEM: "4"}), entered(SCHOOL, {PRIOR: "20"}), unit(CENTRE)],
        RESOLVED,
    )
    assert PRIOR not in rolled.prior
    assert ITEM not in rolled.prior
    (told,) = rolled.incomplete
    assert (told.sheet, told.units) == ("上年数", (CENTRE,))
    assert any("合计" in row for row in told.rows)
    assert any("2050101" in row for row in told.rows)
    account = department_account(rolled, RESOLVED, "示例局", "部门.xlsx")
    assert account.prior[PRIOR].amount is None


def test_a_new_unit_has_no_last_year() -> None:
    rolled = roll_up(
        [entered(BUREAU, {PRIOR: "10"}), entered(SCHOOL, {PRIOR: "20"}),
         entered(CENTRE, {}, 单位沿革="新设立")],
        RESOLVED,
    )  # fmt: skip
    assert rolled.prior[PRIOR].fen == 3000
    assert rolled.incomplete == ()


def test_last_years_totals_are_unknown_where_this_years_are_reduced() -> None:
    key: Key = (SPENDING, "total", "total")
    rolled = roll_up([entered(name, {key: "7", PRIOR: "5"}) for name in BOOKS], RESOLVED)
    assert key not in rolled.prior
    assert rolled.prior[PRIOR].fen == 1500
    (told,) = rolled.incomplete
    assert (told.sheet, told.units) == ("上年数", ())
    assert "支出决算表" in told.rows[0]


def test_budgets_are_summed_by_base() -> None:
    at = ("general_public_budget_expenditure", "2050101", ADJUSTED)
    whole = ("general_public_budget_expenditure", "total", ADJUSTED)
    units = [
        unit(BUREAU, budgets={at: yuan("910000"), whole: yuan("910000")}),
        unit(SCHOOL, budgets={whole: yuan("1")}),
        unit(CENTRE, budgets={whole: yuan("2")}),
    ]
    rolled = roll_up(units, RESOLVED)
    table, line, base = at
    assert rolled.budgets[table, line, "total", base].fen == 91_000_000
    assert rolled.budgets[table, "total", "total", base].fen == 91_000_300
    account = department_account(rolled, RESOLVED, "示例局", "部门.xlsx")
    assert account.budgets[table, line, "total", base].amount == yuan("910000")


def test_numbers_are_summed_and_scores_and_texts_are_not() -> None:
    more = {"二级预算单位数": "0", "部门整体绩效得分": "90", "人员概况": "几个人"}
    units = [
        UnitAccount(replace(made.account, unit_name=name), SICHUAN)
        for name, count in (("甲", "2"), ("乙", "3"))
        for made in [_sichuan({VEHICLES: count, "政府采购支出总额": "1.5", **more})]
    ]
    rolled = roll_up(units, SICHUAN)
    assert rolled.numbers[VEHICLES].count == 5
    assert rolled.numbers["政府采购支出总额"].fen == 3_000_000
    assert not {"二级预算单位数", "部门整体绩效得分"} & rolled.numbers.keys()
    account = department_account(rolled, SICHUAN, "示例局", "部门.xlsx")
    assert account.numbers[VEHICLES].count == 5
    assert account.supplement == {}


def _sichuan(supplement: dict[str, str]) -> UnitAccount:
    from xlbudget.workbook.blank import account_in_layout

    return UnitAccount(account_in_layout(SICHUAN, "甲", "甲.xlsx", supplement=supplement), SICHUAN)


def test_a_number_that_one_unit_leaves_blank_has_no_sum() -> None:
    rolled = roll_up(
        [entered(BUREAU, {}, {VEHICLES: "2", "机关运行经费支出": "3"}, 单位性质="行政单位"),
         entered(SCHOOL, {}, {"年初结转调整数": "1"}, 单位性质="事业单位")],
        RESOLVED,
    )  # fmt: skip
    assert VEHICLES not in rolled.numbers
    assert rolled.numbers["机关运行经费支出"].fen == 3_000_000  # 事业单位没有，不必填
    assert rolled.numbers["年初结转调整数"].fen == 1_000_000
    (told,) = rolled.incomplete
    assert (told.sheet, told.rows, told.units) == ("补充资料", (VEHICLES,), (SCHOOL,))


def test_parts_of_nothing_need_not_be_filled_in() -> None:
    rolled = roll_up(
        [entered(BUREAU, {}, {"政府采购支出总额": "3", "政府采购货物支出": "3"}),
         entered(SCHOOL, {}, {"政府采购支出总额": "0"})],
        RESOLVED,
    )  # fmt: skip
    assert rolled.numbers["政府采购货物支出"].fen == 3_000_000
    assert rolled.incomplete == ()


def test_three_public_budgets_need_every_unit() -> None:
    spent: Key = ("three_public", "total", "actual")
    planned: Key = ("three_public", "total", "budget")
    units = [unit(BUREAU, {spent: "1", planned: "2"}), unit(SCHOOL, {spent: "3"}), unit(CENTRE)]
    rolled = roll_up(units, RESOLVED)
    assert rolled.sums[spent].fen == 400
    assert planned not in rolled.sums
    assert [(each.rows, each.units) for each in rolled.incomplete] == [(("预算数",), (SCHOOL,))]
    units[1] = unit(SCHOOL, {spent: "3", planned: "3"})
    assert roll_up(units, RESOLVED).sums[planned].fen == 500


# --- 不是一个部门 ---


def test_what_one_unit_withholds_the_department_does_not_publish() -> None:
    """一部分单位的数不是部门的数：涉密科目的行都不写，上级和合计不变。"""
    field = {"涉密科目": "2050299"}
    shown = {(SPENDING, "2050299", column): "1" for column in ("total", "project")}
    units = [unit(BUREAU, shown), unit(SCHOOL, supplement=field), unit(CENTRE)]
    rolled = roll_up(units, RESOLVED)
    assert rolled.withheld == ("2050299",)
    assert not [key for key in (*rolled.sums, *rolled.prior, *rolled.budgets) if "2050299" in key]
    assert (
        rolled.sums[SPENDING, "20502", "total"]
        == roll_up(department(), RESOLVED).sums[SPENDING, "20502", "total"]
    )
    account = department_account(rolled, RESOLVED, "示例局", "部门.xlsx")
    assert account.withheld == ("2050299",)
    assert errors_of(rolled) == []
    printed = department_account(roll_up(department(), RESOLVED), RESOLVED, "示例局", "对.xlsx")
    assert compare(printed, rolled, RESOLVED).findings == ()


def test_a_payment_under_a_withheld_code_is_still_eliminated() -> None:
    field = {"涉密科目": "2050202"}
    rolled = roll_up([unit(BUREAU), unit(SCHOOL), unit(CENTRE, supplement=field)], RESOLVED)
    assert [found.payment for found in rolled.eliminations] == [REMITTED, SUBSIDISED]
    whole = roll_up(department(), RESOLVED)
    key = SPENDING, "total", "total"
    assert rolled.sums[key].fen == whole.sums[key].fen


def wrong(units: list[UnitAccount]) -> str:
    with pytest.raises(XlbudgetError) as caught:
        roll_up(units, RESOLVED)
    return str(caught.value)


def test_units_that_cannot_be_summed() -> None:
    units = department()
    assert "第二次出现（第一次在 示例局本级.xlsx）" in wrong([*units, units[0]])
    nameless = UnitAccount(replace(units[0].account, unit_name=""), RESOLVED)
    assert "没有单位名称" in wrong([nameless, units[1]])
    older = UnitAccount(replace(units[1].account, year=2023), RESOLVED)
    assert "2023年度" in wrong([units[0], older])
    elsewhere = UnitAccount(units[1].account, replace(RESOLVED, place="sichuan"))
    assert "格式 sichuan" in wrong([units[0], elsewhere])
    initial = apply_settings(RESOLVED, {"三公经费预算口径": "年初预算数"})
    assert "两种预算数不能相加" in wrong([units[0], UnitAccount(units[1].account, initial)])


def test_a_unit_without_a_table_that_others_fill() -> None:
    units = department()
    statements = dict(units[1].account.statements)
    del statements[REVENUE], statements["government_fund_accounts"]
    units[1] = UnitAccount(replace(units[1].account, statements=statements), RESOLVED)
    told = wrong(units)
    assert "示例学校.xlsx" in told
    assert "收入决算表" in told
    assert "政府性基金" not in told  # 谁也没有数的表，缺了也不少数


def test_without_the_tables_by_code_nobody_sees_what_is_internal() -> None:
    units = [
        UnitAccount(
            replace(made.account, statements={SUMMARY: made.account.statements[SUMMARY]}), resolved
        )
        for made in department()
        for resolved in [made.format]
    ]
    told = wrong(units)
    for name in BOOKS:
        assert told.count(f"{name}.xlsx") == 2
    assert roll_up([units[2]], RESOLVED).sums[SUMMARY, "207", "actual"].fen == 20_000_000


def test_everything_that_is_wrong_is_told_at_once() -> None:
    older = UnitAccount(replace(department()[1].account, year=2023), RESOLVED)
    nameless = UnitAccount(replace(department()[2].account, unit_name=""), RESOLVED)
    with pytest.raises(SeveralErrors) as caught:
        roll_up([department()[0], older, nameless], RESOLVED)
    assert len(caught.value.errors) == 2


# --- 首页 ---


@pytest.mark.parametrize(
    ("natures", "together"),
    [
        (["事业单位", "事业单位"], "事业单位"),
        (["行政单位", "事业单位"], "行政和事业单位"),
        (["行政单位", "参公单位"], "行政单位"),
        (["参公单位", "参公单位"], "参公单位"),
    ],
)
def test_what_the_department_is(natures: list[str], together: str) -> None:
    units = [
        UnitAccount(made.account, apply_settings(RESOLVED, {"单位性质": nature, "千分位": "是"}))
        for made, nature in zip(department(), natures, strict=False)
    ]
    found = department_settings(units)
    assert (found["公开主体"], found["编报范围"], found["单位性质"]) == ("部门", "汇总", together)
    assert found["千分位"] == "是"
    assert "单位沿革" not in found


# --- 另一个程序 ---


def with_pandas(units: list[Consistent]) -> Iterator[tuple[Key, int]]:
    frame = pd.DataFrame(
        [(*key, amount.fen) for made in units for key, amount in made.amounts.items()],
        columns=["table", "line", "column", "fen"],
    )
    sums = frame.groupby(["table", "line", "column"])["fen"].sum()
    for key, fen in sums.items():
        yield key, int(fen)  # type: ignore[misc]


@given(st.lists(consistent_accounts(RESOLVED), min_size=2, max_size=3))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_sums_equal_those_of_pandas_and_the_department_is_consistent(
    made: list[Consistent],
) -> None:
    units = [
        UnitAccount(each.account(RESOLVED, f"示例{at}", f"{at}.xlsx"), RESOLVED)
        for at, each in enumerate(made)
    ]
    rolled = roll_up(units, RESOLVED)
    expected = dict(with_pandas(made))
    assert {k: s.fen + s.eliminated for k, s in rolled.sums.items()}.items() <= expected.items()
    lacking = expected.keys() - rolled.sums.keys()
    assert {(table, column) for table, _, column in lacking} <= {("three_public", "budget")}
    assert errors_of(rolled) == []
