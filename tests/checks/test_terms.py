"""勾稽的各种写法：逐行、下一级科目、下一级的列、上年数、登记的调整、单位情况、相等的条件。"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xlbudget.checks.outcomes import Outcome
from xlbudget.domain.findings import Verdict

Outcomes = Callable[[str], list[Outcome]]
PASS, FAIL, UNCHECKED = Verdict.PASS, Verdict.FAIL, Verdict.UNCHECKED

CODES = """
# 表 元 | 合计 | 基本
合计 | 10 | {basic}
201 | 7 |
20103 | 7 |
2010301 | 4 |
2010302 | {item} |
208 | 3 |
20805 | 3 |
2080505 | 3 |
"""


def ran(found: list[Outcome]) -> list[tuple[str, Verdict]]:
    return [(outcome.row, outcome.verdict) for outcome in found]


def test_each_line_of_a_group_that_the_account_has(outcomes: Outcomes) -> None:
    found = outcomes(
        CODES.format(item="2", basic="")
        + "? 表.{row}@合计 = 表.{row}/*@合计; rows=表.subcategories\n"
        + "? 表.{row}@合计 = 表.{row}/*@合计; rows=表.categories"
    )
    assert ran(found) == [("20103", FAIL), ("20805", PASS), ("201", PASS), ("208", PASS)]
    assert [addend.line.name for addend in found[0].right] == ["2010301", "2010302"]
    assert found[0].difference == 100


def test_columns_without_any_amount_are_one_entry(outcomes: Outcomes) -> None:
    (outcome,) = outcomes(
        CODES.format(item="3", basic="") + "? 表.{row}@基本 = 表.{row}/*@基本; rows=表.categories"
    )
    assert (outcome.verdict, outcome.remark) == (UNCHECKED, "没有填数")


def test_rows_without_any_amount_are_unchecked_one_by_one(outcomes: Outcomes) -> None:
    """合计行有基本支出，两个类都没有：各自没有填数。"""
    found = outcomes(
        CODES.format(item="3", basic="1") + "? 表.{row}@基本 = 表.{row}/*@基本; rows=表.categories"
    )
    assert ran(found) == [("201", UNCHECKED), ("208", UNCHECKED)]


@pytest.mark.parametrize(
    ("identity", "remark"),
    [
        ("表.{row}@合计 = 表.{row}/*@合计; rows=表.items", "没有下级科目"),
        ("表.{row}@合计 = 表.{row}/*@合计; rows=表.没有的组", "没有这一级科目"),
        ("表.合计@合计 = 表.没有的组.*@合计", "没有下级科目"),
    ],
)
def test_no_codes_below_leave_nothing_to_add(
    outcomes: Outcomes, identity: str, remark: str
) -> None:
    found = outcomes(f"{CODES.format(item='3', basic='')}? {identity}")
    assert {(outcome.verdict, outcome.remark) for outcome in found} == {(UNCHECKED, remark)}


def test_a_code_that_the_other_table_lacks_is_zero_without_a_word(outcomes: Outcomes) -> None:
    (outcome,) = outcomes("""
        # 甲 元
        201 | 5
        # 乙 元
        208 | 5
        ? 甲.201 = 乙.201
    """)
    assert (outcome.verdict, outcome.difference, outcome.absent) == (FAIL, 500, ())


CLASSES = """
# 表 元 | 301 | 30101 | 30102 | 302
合计 | 5 | {basic} | 3 | 7
2010301 | | | |
? 表.{{row}}@{column} = 表.{{row}}@{column}/*; rows=表.
"""


@pytest.mark.parametrize(
    ("column", "basic", "expected"),
    [("301", "2", (PASS, "")), ("301", "1", (FAIL, "")), ("302", "2", (UNCHECKED, "没有下级科目"))],
    ids=["相符", "不符", "表中没有它的款"],
)
def test_columns_right_below_a_column(
    outcomes: Outcomes, column: str, basic: str, expected: tuple[Verdict, str]
) -> None:
    first, *_ = outcomes(CLASSES.format(column=column, basic=basic))
    assert (first.verdict, first.remark) == expected


LAST_YEAR = """
# 表 元
年初 | {opening}
# 上年:表 元 | 金额 | 年末
合计 | 3 | {closing}
{more}
? 表.年初 = prior:表.合计@年末{options}
"""
ADJUSTED = "; adjusted_by=调整数"
RECORDED = "# 补充 | 调整数 | 0.0002 | 会计差错"

PRIOR = {
    "相符": ("10", "10", "", "", PASS),
    "不符": ("12", "10", "", "", FAIL),
    "没有填上年": ("12", "", "", "", UNCHECKED),
    "年初空着，上年有": ("", "10", "", "", FAIL),
    "登记了差额": ("12", "10", RECORDED, ADJUSTED, PASS),
    "登记了差额，却没有差": ("10", "10", RECORDED, ADJUSTED, FAIL),
    "登记了差额，没有差，可补可不补": ("10", "10", RECORDED, f"{ADJUSTED}; optional", PASS),
    "登记了差额，差得更多": ("13", "10", RECORDED, ADJUSTED, FAIL),
    "登记了差额，没有写原因": ("12", "10", "# 补充 | 调整数 | 0.0002", ADJUSTED, FAIL),
    "只写了原因，没有差额": ("12", "10", "# 补充 | 调整数 | | 会计差错", ADJUSTED, FAIL),
    "登记了差额，这一条不许补": ("12", "10", RECORDED, "", FAIL),
}


@pytest.mark.parametrize(
    ("opening", "closing", "more", "options", "verdict"), list(PRIOR.values()), ids=list(PRIOR)
)
def test_last_year_and_what_was_recorded(
    outcomes: Outcomes, opening: str, closing: str, more: str, options: str, verdict: Verdict
) -> None:
    (outcome,) = outcomes(
        LAST_YEAR.format(opening=opening, closing=closing, more=more, options=options)
    )
    assert outcome.verdict is verdict
    assert (outcome.remark == "没有上年数") is (verdict is UNCHECKED)


def test_an_adjustment_is_in_the_sum_and_in_the_ledger(outcomes: Outcomes) -> None:
    (outcome,) = outcomes(
        LAST_YEAR.format(opening="12", closing="10", more=RECORDED, options=ADJUSTED)
    )
    assert [addend.line.name for addend in outcome.right] == ["合计", "调整数"]
    assert outcome.remark == "已登记调整数0.0002万元：会计差错"


@pytest.mark.parametrize(
    ("opening", "names"),
    [("11", ["合计"]), ("14", ["合计", "调整数"])],
    ids=["不补更近", "补了更近"],
)
def test_an_optional_adjustment_counts_where_that_is_nearer(
    outcomes: Outcomes, opening: str, names: list[str]
) -> None:
    """上年 10，登记了 3：年初 11 差 1 或差 2，年初 14 差 4 或差 1。"""
    more = "# 补充 | 调整数 | 0.0003 | 会计差错"
    (outcome,) = outcomes(
        LAST_YEAR.format(opening=opening, closing="10", more=more, options=f"{ADJUSTED}; optional")
    )
    assert (outcome.verdict, abs(outcome.difference)) == (FAIL, 100)
    assert [addend.line.name for addend in outcome.right] == names


@pytest.mark.parametrize(("total", "verdict"), [("9", PASS), ("8", FAIL)])
def test_a_group_of_last_years_lines(outcomes: Outcomes, total: str, verdict: Verdict) -> None:
    """上年的项，连今年目录里没有的 2089901 也算；款不算。"""
    (outcome,) = outcomes(f"""
        # 上年:表 元
        合计 | {total}
        20103 | 7
        2010301 | 4
        2010302 | 3
        2089901 | 2
        ? prior:表.合计 = prior:表.items.*
    """)
    assert (outcome.verdict, len(outcome.right)) == (verdict, 3)


def test_a_group_of_last_year_without_amounts_is_unchecked(outcomes: Outcomes) -> None:
    (outcome,) = outcomes("# 上年:表 元\n合计 | 9\n2010301 |\n? prior:表.合计 = prior:表.items.*")
    assert (outcome.verdict, outcome.remark) == (UNCHECKED, "没有上年数")


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("行政单位、参公单位", (FAIL, "")),
        ("事业单位", (UNCHECKED, "不适用（单位性质为行政单位）")),
    ],
)
def test_only_for_some_kinds_of_unit(
    outcomes: Outcomes, kinds: str, expected: tuple[Verdict, str]
) -> None:
    (outcome,) = outcomes(f"# 表 元\n甲 | 1\n乙 | 2\n? 表.甲 = 表.乙; only_if=单位性质:{kinds}")
    assert (outcome.verdict, outcome.remark) == expected


# 全部不小于其中；没有其他资金，就是相等
EQUAL = {
    "有其他，多出来": ("12", "3", ">=", PASS),
    "没有其他，多出来": ("12", "0", "=", FAIL),
    "其他空着，多出来": ("12", "", "=", FAIL),
    "没有其他，相等": ("10", "0", "=", PASS),
    "有其他，少了": ("9", "3", ">=", FAIL),
    "没有其他，少了": ("9", "0", "=", FAIL),
}


@pytest.mark.parametrize(
    ("whole", "other", "relation", "verdict"), list(EQUAL.values()), ids=list(EQUAL)
)
def test_equal_where_nothing_else_is_there(
    outcomes: Outcomes, whole: str, other: str, relation: str, verdict: Verdict
) -> None:
    (outcome,) = outcomes(f"""
        # 表 元
        全部 | {whole}
        其中 | 10
        其他 | {other}
        ? 表.全部 >= 表.其中; equal_without=表.其他
    """)
    assert (outcome.relation, outcome.verdict) == (relation, verdict)


def test_what_else_there_is_may_be_a_difference(outcomes: Outcomes) -> None:
    text = """
        # 表 元
        全部 | 12
        其中 | 10
        年初 | 5
        其中年初 | {part}
        ? 表.全部 >= 表.其中; equal_without=表.年初 -表.其中年初
    """
    assert [outcomes(text.format(part=part))[0].verdict for part in ("5", "4")] == [FAIL, PASS]


def test_where_last_year_is_not_filled_in_nothing_must_be_equal(outcomes: Outcomes) -> None:
    text = """
        # 表 元
        全部 | 12
        其中 | 10
        # 上年:表 元
        总计 | {total}
        其中总计 | 7
        ? 表.全部 >= 表.其中; equal_without=prior:表.总计 -prior:表.其中总计
    """
    relations = [outcomes(text.format(total=total))[0].relation for total in ("7", "8", "")]
    assert relations == ["=", ">=", ">="]


def test_an_optional_row_is_not_missed(outcomes: Outcomes) -> None:
    missing, blank = outcomes("""
        # 表 元
        合计 |
        甲 | 5
        ? 表.总计 = 表.甲; left_optional
        ? 表.合计 = 表.甲; left_optional
    """)
    assert (missing.verdict, missing.remark) == (UNCHECKED, "表中没有这一行")
    assert blank.verdict is FAIL
