"""R60：部门的表与各单位之和逐格核对；一个原因一条问题。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.small_department import (
    BUREAU,
    CENTRE,
    RESOLVED,
    REVENUE,
    SCHOOL,
    SPENDING,
    SUMMARY,
    Key,
    department,
    unit,
    yuan,
)
from xlbudget.analysis.rollup import RolledUp, roll_up
from xlbudget.analysis.sums import UnitAccount
from xlbudget.checks.rollup import Compared, compare
from xlbudget.checks.rollup_questions import rollup_findings
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.findings import Finding, Level
from xlbudget.domain.money import PUBLISHED, Amount
from xlbudget.workbook.blank import account_in_layout

ALL = roll_up(department(), RESOLVED)


def parent(amounts: dict[Key, Amount] | None = None) -> FinalAccount:
    """部门自己的表，缺省与汇总分毫不差。"""
    return account_in_layout(
        RESOLVED, "示例局", "示例局.xlsx", ALL.amounts() if amounts is None else amounts
    )


def compared(own: FinalAccount, rolled: RolledUp = ALL) -> Compared:
    return compare(own, rolled, RESOLVED)


def messages(finding: Finding) -> list[str]:
    return [finding.message, *(each.message for each in finding.follows)]


def test_a_department_that_is_the_sum_has_no_finding() -> None:
    found = compared(parent())
    assert found.findings == ()
    assert found.cells == found.agreeing == len(ALL.sums)
    assert found.missing == ()


@pytest.mark.parametrize("name", [BUREAU, SCHOOL, CENTRE])
def test_one_unit_changed_by_a_fen_is_found(name: str) -> None:
    key: Key = (SPENDING, "total", "basic")
    before = {BUREAU: "700000", SCHOOL: "400000", CENTRE: "150000"}
    units = [unit(each, {key: f"{before[name]}.01"} if each == name else None) for each in before]
    found = compared(parent(), roll_up(units, RESOLVED))
    (finding,) = found.findings
    assert (finding.check, finding.level) == ("rollup-differs", Level.ERROR)
    assert finding.where.sheet == "公开03 支出决算表"
    assert (finding.printed, finding.expected) == ("125万元", "125.000001万元")
    for words in ("相差0.000001万元", f"{name}.xlsx · 公开03 支出决算表!", "公开03 支出决算表!D7"):
        assert words in finding.message
    assert len(finding.inputs) == 4  # 部门的一格和三个单位的
    assert finding.formula == " + ".join(
        str(yuan(f"{text}.01" if each == name else text).number()) for each, text in before.items()
    )


def test_a_unit_that_was_left_out_is_one_finding() -> None:
    without = {key: Amount(summed.fen - summed.part(CENTRE)) for key, summed in ALL.sums.items()}
    (finding,) = compared(parent(without)).findings
    assert finding.cause == "unit-left-out"
    assert f"少了“{CENTRE}”的全部数" in finding.message
    assert len(messages(finding)) == sum(bool(summed.part(CENTRE)) for summed in ALL.sums.values())


def test_a_unit_that_was_counted_twice_is_one_finding() -> None:
    twice = {key: Amount(summed.fen + summed.part(CENTRE)) for key, summed in ALL.sums.items()}
    (finding,) = compared(parent(twice)).findings
    assert finding.cause == "unit-counted-twice"
    assert f"多了一份“{CENTRE}”" in finding.message


def test_payments_that_were_not_eliminated_are_one_finding() -> None:
    plain = {key: Amount(summed.fen + summed.eliminated) for key, summed in ALL.sums.items()}
    (finding,) = compared(parent(plain)).findings
    assert finding.cause == "not-eliminated"
    assert "没有抵消它们" in finding.message
    assert any("内部往来抵消5万元" in message for message in messages(finding))


def test_one_amount_through_several_cells_is_one_finding() -> None:
    amounts = dict(ALL.amounts())
    for line in ("2050202", "20502", "205", "total"):
        for column in ("basic", "total"):
            amounts[SPENDING, line, column] += yuan("1")
    amounts[REVENUE, "total", "service_revenue"] += yuan("2")
    one, other = sorted(compared(parent(amounts)).findings, key=lambda found: len(found.follows))
    assert len(one.follows) == 0
    assert len(other.follows) == 7
    assert "2050202" in other.message  # 最下一级的科目在前


def test_a_row_that_the_department_does_not_have() -> None:
    amounts = {key: known for key, known in ALL.amounts().items() if key[1] != "2070199"}
    findings = compared(parent(amounts)).findings
    told = [message for finding in findings for message in messages(finding)]
    assert all("（" in message for message in told)
    assert any("是空白（公开03 支出决算表，没有这一行）" in message for message in told)


def test_an_amount_that_no_unit_has() -> None:
    amounts = {**ALL.amounts(), (SUMMARY, "229", "actual"): yuan("3")}
    (finding,) = compared(parent(amounts)).findings
    assert "各单位之和是0万元" in finding.message
    assert "各单位都没有这个数" in finding.message


def test_a_table_that_the_department_does_not_have_is_told() -> None:
    own = parent()
    statements = {name: each for name, each in own.statements.items() if name != REVENUE}
    found = compared(replace(own, statements=statements))
    assert found.findings == ()
    assert found.missing == ("收入决算表",)
    assert found.cells < len(ALL.sums)


@pytest.mark.parametrize(("off", "check"), [(2, "rollup-tails"), (3, "rollup-differs")])
def test_published_amounts_may_be_off_by_half_a_unit_each(off: int, check: str) -> None:
    """三个单位都只到0.01万元：加上部门那一格，容差是 4 × 0.005 = 0.02 万元。"""
    key: Key = (SPENDING, "total", "basic")
    units = [_published(each) for each in department()]
    rolled = roll_up(units, RESOLVED)
    amounts = rolled.amounts()
    amounts[key] = amounts[key] + Amount(off * 10_000, PUBLISHED)
    (finding,) = compared(parent(amounts), rolled).findings
    assert finding.check == check
    assert finding.basis == "published"
    if check == "rollup-tails":
        assert finding.level is Level.INFO
        assert "1 处差额在四舍五入允许范围内" in finding.message


def _published(made: UnitAccount) -> UnitAccount:
    amounts = {
        (table, line.name, column): cell.amount.rounded(PUBLISHED)
        for table, statement in made.account.statements.items()
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }
    name = made.account.unit_name
    return UnitAccount(account_in_layout(RESOLVED, name, f"{name}.xlsx", amounts), RESOLVED)


# --- 汇总本身要说的 ---


def told(rolled: RolledUp) -> dict[str, Finding]:
    return {found.check: found for found in rollup_findings(rolled, RESOLVED, "部门.xlsx")}


def test_nothing_to_say_of_a_clear_case() -> None:
    assert told(ALL) == {}


def test_what_must_be_asked_names_both_sums_and_all_places() -> None:
    units = [
        unit(BUREAU, {(SPENDING, "2050202", "affiliate_subsidy"): "30000.01"}),
        unit(SCHOOL),
        unit(CENTRE),
    ]
    finding = told(roll_up(units, RESOLVED))["rollup-internal"]
    assert finding.level is Level.ERROR
    for words in (
        "对附属单位补助支出共3.000001万元",
        "上级补助收入共8万元",
        f"{BUREAU} 2050202 3.000001万元 示例局本级.xlsx · 公开03 支出决算表!H",
        f"{SCHOOL} 2050202 3万元 示例学校.xlsx · 公开02 收入决算表!E",
        "--eliminations",
    ):
        assert words in finding.message
    assert len(finding.inputs) == 3


def test_a_subsidy_that_nobody_received_is_pointed_out() -> None:
    alone = [unit(BUREAU, {(REVENUE, "2050202", "affiliate_remittance_revenue"): "0"}),
             unit(CENTRE)]  # fmt: skip
    finding = told(roll_up(alone, RESOLVED))["rollup-internal"]
    assert finding.level is Level.WARNING
    assert "所属单位没有记上级补助收入" in finding.message


def test_rows_left_blank_are_told_once_for_the_same_units() -> None:
    prior: Key = ("general_public_budget_expenditure", "total", "total")
    units = [
        unit(BUREAU, prior={prior: yuan("1")}, supplement={"车辆总数": "1", "其他用车": "1"}),
        unit(CENTRE),
    ]
    findings = rollup_findings(roll_up(units, RESOLVED), RESOLVED, "部门.xlsx")
    found = [each.message for each in findings if each.check == "rollup-incomplete"]
    assert len(found) == 2
    assert "上年数：“一般公共预算财政拨款支出决算表”合计没有汇总，示例中心没有填" in found[0]
    assert "补充资料：车辆总数、其他用车没有汇总" in found[1]


def test_units_in_ten_thousands_are_named() -> None:
    rolled = roll_up([_published(unit(SCHOOL)), unit(CENTRE)], RESOLVED)
    finding = told(rolled)["rollup-coarse"]
    assert finding.level is Level.INFO
    assert finding.message.startswith(f"{SCHOOL}的数只到0.01万元")
