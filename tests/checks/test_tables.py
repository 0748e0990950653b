from __future__ import annotations

from collections.abc import Callable

import pytest

from xlbudget.checks.tables import Checked
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place

Check = Callable[[str], Checked]

TOTALS = """
# 表 {unit}
收入总计 | {left}
支出总计 | {right}
? 表.收入总计 = 表.支出总计
"""


@pytest.mark.parametrize(
    ("unit", "left", "right", "message"),
    [
        (
            "万元",
            "1482.22",
            "1482.2",
            (
                "收入总计1482.22万元（表!B1），而支出总计1482.2万元（B2），"
                "相差0.02万元（四舍五入允许0.01万元）。"
                "分不出错在哪一格：可能是收入总计（B1）应为约1482.2万元，"
                "也可能是支出总计（B2）应为约1482.22万元。请对照账表逐一核对。"
            ),
        ),
        (
            "元",
            "14822200.00",
            "14822200.01",
            (
                "收入总计14822200元（表!B1），而支出总计14822200.01元（B2），相差0.01元。"
                "分不出错在哪一格：可能是收入总计（B1）应为14822200.01元，"
                "也可能是支出总计（B2）应为14822200元。请对照账表逐一核对。"
            ),
        ),
    ],
)
def test_two_totals_that_differ_are_both_named(
    check: Check, unit: str, left: str, right: str, message: str
) -> None:
    ((finding,), _, _) = check(TOTALS.format(unit=unit, left=left, right=right))
    assert finding.message == f"表.收入总计 = 表.支出总计：{message}"


def test_what_a_finding_holds(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 表 万元
        合计 | 9
        又 | 10
        甲 | 12
        乙 | 2
        丙 |
        ? 表.合计 = 表.甲 - 表.乙 + 表.丙
        ? 表.合计 = 表.又
    """)
    assert finding == Finding(
        check="表.合计 = 表.又",
        verdict=Verdict.FAIL,
        level=Level.ERROR,
        file="决算.xlsx",
        message=finding.message,
        where=Place(sheet="表", cell="B1"),
        printed="9万元",
        expected="10万元",
        formula="10",
        basis="published",
        inputs=("表!B1", "表!B2"),
        cause="one-cell",
        follows=finding.follows,
    )
    (follower,) = finding.follows
    assert (follower.check, follower.formula, follower.inputs) == (
        "表.合计 = 表.甲 - 表.乙 + 表.丙",
        "12 − 2",
        ("表!B1", "表!B3", "表!B4"),
    )
    assert follower.where == Place(sheet="表", cell="B1")
    assert finding.message.endswith(
        "只要把合计（表!B1）从9万元改为约10万元，以下各处也都相符，请先核对它。"
    )
    assert follower.message.endswith(
        "而甲12万元（B3） − 乙2万元（B4） = 10万元，相差1万元（四舍五入允许0.015万元）。"
    )


@pytest.mark.parametrize(
    ("left", "right", "basis"),
    [("元", "元", "yuan"), ("万元", "万元", "published"), ("元", "万元", "published")],
)
def test_basis_is_what_the_amounts_are_known_to(
    check: Check, left: str, right: str, basis: str
) -> None:
    ((finding,), _, _) = check(f"""
        # 甲 {left}
        合计 | 10
        # 乙 {right}
        合计 | 99
        ? 甲.合计 = 乙.合计
    """)
    assert finding.basis == basis


def test_each_amount_is_in_the_unit_of_its_own_table(check: Check) -> None:
    """差额用左边那张表的单位；该改的格，用它自己那张表的单位。"""
    ((finding,), _, _) = check("""
        # 甲 元
        合计 | 120000
        又 | 120000
        # 乙 万元
        合计 | 13
        ? 甲.合计 = 甲.又
        ? 甲.合计 = 乙.合计
    """)
    assert finding.message == (
        "甲.合计 = 乙.合计：合计120000元（甲!B1），而合计13万元（乙!B1），"
        "相差10000元（四舍五入允许50元）。"
        "只要把合计（乙!B1）从13万元改为12万元，此处便相符，请先核对它。"
    )


def test_column_is_named_where_a_row_has_several(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 表 元 | total | government_fund
        支出 | 12 | 10
        本年支出合计 | 12 | 12
        ? 表.支出@total = 表.支出@government_fund
        ? 表.本年支出合计@total = 表.支出@total
    """)
    assert "支出·合计12元（表!B1），而政府性基金预算财政拨款10元（C1）" in finding.message
    assert "只要把支出·政府性基金预算财政拨款（表!C1）从10元改为12元" in finding.message


def test_a_cell_that_would_turn_negative_is_named_last(check: Check) -> None:
    """合计空着：漏填合计比某一项是负数更像。"""
    ((finding,), _, _) = check("# 表 元\n合计 |\n甲 | 0\n乙 | 5\n? 表.合计 = 表.甲 + 表.乙")
    assert finding.message.endswith(
        "可能是合计（B1）漏填了5元，也可能是甲（B2）应为-5元。请对照账表逐一核对。"
    )


def test_many_cells_are_listed_by_address(check: Check) -> None:
    parts = "\n".join(f"各项/第{at}项 | 1" for at in range(7))
    ((finding,), _, _) = check(
        f"# 表 元\n合计 | 8\n又 | 8\n{parts}\n? 表.合计 = 表.各项.*\n? 表.合计 = 表.又"
    )
    assert finding.message == (
        "表.合计 = 表.各项.*：合计8元（表!B1），"
        "而其余 7 格（B3、B4、B5、B6、B7、B8、B9）合计7元，相差1元。"
        "分不出错在哪一格：可能是B3、B4、B5、B6、B7、B8、B9 这 7 格中的一格。请对照账表逐一核对。"
    )


BLANKS = {
    "两格以内点名": (2, "也可能是空1（B4）漏填了4元，也可能是空2（B5）漏填了4元"),
    "再多只说几格": (3, "也可能是空着的 3 格中漏填了一格"),
}


@pytest.mark.parametrize(("count", "words"), list(BLANKS.values()), ids=list(BLANKS))
def test_blank_cells_that_may_have_been_left_out(check: Check, count: int, words: str) -> None:
    blanks = "\n".join(f"各项/空{at} |" for at in range(1, count + 1))
    ((finding,), _, _) = check(
        f"# 表 元\n合计 | 10\n又 | 10\n各项/甲 | 6\n{blanks}\n"
        "? 表.合计 = 表.各项.*\n? 表.合计 = 表.又"
    )
    assert f"可能是甲（B3）应为10元，{words}。请对照账表逐一核对。" in finding.message
    assert finding.cause == "one-of-several-cells"
    assert finding.inputs == ("表!B1", "表!B3", *(f"表!B{4 + at}" for at in range(count)))


MESSAGES = {
    "不小于": (
        "? 表.合计 >= 表.甲",
        "合计10元（表!B1），应不小于甲12元（B2），相差2元。",
    ),
    "不为负数": (
        "? 表.负数 >= 0",
        "负数-5元（表!B4），不应小于0。",
    ),
    "左边没有这一行": (
        "? 表.总数 = 表.甲",
        "“总数”按0计，而甲12元（表!B2），相差12元。表中没有“总数”这一行，按0计。",
    ),
    "右边没有这一行": (
        "? 表.合计 = 表.甲 + 表.结余",
        "合计10元（表!B1），而甲12元（B2），相差2元。表中没有“结余”这一行，按0计。",
    ),
    "没有这一列": (
        "? 表.合计 = 表.甲 + 表.乙@基金",
        "合计10元（表!B1），而甲12元（B2），相差2元。表中没有“基金”这一列，按0计。",
    ),
    "右边一格，空着": (
        "? 表.合计 = 表.乙",
        "合计10元（表!B1），而乙空白（B3），相差10元。",
    ),
    "右边几格，都空着": (
        "? 表.合计 = 表.乙 + 表.不用",
        "合计10元（表!B1），而其余各格都没有填数，相差10元。",
    ),
    "不小于空着的几格": (
        "? 表.负数 >= 表.乙 + 表.不用",
        "负数-5元（表!B4），应不小于0，相差5元。",
    ),
    "左边空着": (
        "? 表.乙 = 表.甲",
        "乙空白（表!B3），而甲12元（B2），相差12元。",
    ),
    "左边不适用": (
        "? 表.不用 = 表.甲",
        "不用不适用（表!B5），而甲12元（B2），相差12元。",
    ),
    "带负号": (
        "? 表.合计 = - 表.甲",
        "合计10元（表!B1），而−甲12元（B2） = -12元，相差22元。",
    ),
}


@pytest.mark.parametrize(("identity", "words"), list(MESSAGES.values()), ids=list(MESSAGES))
def test_how_both_sides_are_told(check: Check, identity: str, words: str) -> None:
    finding, *_ = check(f"""
        # 表 元
        合计 | 10
        甲 | 12
        乙 |
        负数 | -5
        不用 | —
        {identity}
    """).findings
    assert finding.message.partition("：")[2].startswith(words)


def test_no_cell_that_would_explain_is_said_plainly(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 表 元
        甲 | 1
        甲又 | 1
        乙 | 2
        乙又 | 2
        ? 表.甲 = 表.甲又
        ? 表.乙 = 表.乙又
        ? 表.甲 = 表.乙
    """)
    assert finding.cause is None
    assert finding.message.endswith(
        "单改其中任何一格都不能使各处相符，可能不止一格有错，请逐一核对。"
    )


def test_tails_are_folded_into_one_that_is_no_error(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 表 万元
        合计 | 10.01
        甲 | 4
        乙 | 6
        丙 | 4.01
        ? 表.合计 = 表.甲 + 表.乙
        ? 表.丙 = 表.甲
        ? 表.合计 >= 表.乙
    """)
    assert (finding.check, finding.level, finding.basis, finding.cause) == (
        "rounding-tails",
        Level.INFO,
        "published",
        "rounding",
    )
    assert finding.message == "有 2 处差额在四舍五入允许范围内，不算错误。"
    assert [(tail.where.cell, tail.level, tail.expected) for tail in finding.follows] == [
        ("B1", Level.INFO, "10万元"),
        ("B4", Level.INFO, "4万元"),
    ]
    assert finding.inputs == ("表!B1", "表!B2", "表!B3", "表!B4")


def test_nothing_is_said_of_what_could_not_be_checked(check: Check) -> None:
    found, ledger, outcomes = check("# 表 元\n合计 |\n? 表.合计 >= 0\n? 表.合计 = 没有的表.合计")
    assert found == []
    assert [outcome.verdict for outcome in outcomes] == [Verdict.UNCHECKED] * 2
    assert ledger.count(Verdict.UNCHECKED) == len(ledger.entries)


def test_cells_of_another_sheet_are_named_with_their_sheet(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 甲 元
        合计 | 10
        又 | 10
        # 乙 元
        一 | 4
        二 | 5
        ? 甲.合计 = 乙.一 + 乙.二
        ? 甲.合计 = 甲.又
    """)
    assert "可能是一（乙!B1）应为5元，也可能是二（乙!B2）应为6元" in finding.message


def test_last_year_is_told_as_last_year(check: Check) -> None:
    ((finding,), _, _) = check("""
        # 甲 元
        年初 | 10
        # 上年:甲 元 | 金额 | 年末
        合计 | 3 | 12
        ? 甲.年初 = prior:甲.合计@年末; level=warning
    """)
    assert finding.level is Level.WARNING
    assert finding.message.startswith(
        "甲.年初 = prior:甲.合计@年末：年初10元（甲!B1），而上年合计·年末0.0012万元（上年:甲!C1），"
    )


# 一行里只有财政拨款，没有别的资金：不小于就是相等
@pytest.mark.parametrize(
    ("other", "words"), [("0", "；没有表.其他，两边应相等。"), ("5", None)], ids=["没有", "有"]
)
def test_must_be_equal_where_there_is_nothing_else(
    check: Check, other: str, words: str | None
) -> None:
    found = check(f"""
        # 表 元
        全部 | 12
        其中 | 10
        其他 | {other}
        ? 表.全部 >= 表.其中; equal_without=表.其他
    """).findings
    assert bool(found) == bool(words)
    assert words is None or f"而其中10元（B2），相差2元{words}" in found[0].message


def test_an_error_is_told_before_the_warnings_of_its_cause(check: Check) -> None:
    """年初录错：两个数的提醒更清楚，三个数的错误更要紧。"""
    ((finding,), _, _) = check("""
        # 表 元
        年初 | 12
        收入 | 5
        总计 | 15
        # 上年:表 元
        年末 | 10
        ? 表.年初 = prior:表.年末; level=warning
        ? 表.总计 = 表.收入 + 表.年初
    """)
    assert (finding.level, finding.where.cell) == (Level.ERROR, "B1")
    assert [follower.level for follower in finding.follows] == [Level.WARNING]


def test_a_negative_amount_of_a_sum_that_fails_is_no_finding_of_its_own(check: Check) -> None:
    found = check("""
        # 表 元
        合计 | 10
        又 | 10
        甲 | -10
        ? 表.合计 = 表.甲
        ? 表.合计 = 表.又
    """).findings
    assert [finding.check for finding in found] == ["表.合计 = 表.甲"]
    assert [follower.check for follower in found[0].follows] == ["negative-amounts"]


def test_a_negative_amount_elsewhere_is(check: Check) -> None:
    found = check("""
        # 表 元
        合计 | 10
        甲 | 12
        乙 | -1
        ? 表.合计 = 表.甲
    """).findings
    assert [finding.check for finding in found] == ["表.合计 = 表.甲", "negative-amounts"]


def test_a_table_that_the_format_has_and_the_workbook_lacks(check: Check) -> None:
    ((finding,), _, _) = check("# 甲 元\n合计 | 1\n# 上年:乙 元\n合计 | 1")
    assert (finding.check, finding.verdict, finding.level) == (
        "table-missing",
        Verdict.UNCHECKED,
        Level.WARNING,
    )
    assert finding.message.startswith("没有“乙”：")


EMPTY = """
# 甲 元
合计 | 10
其他 | {other}
# 乙 元
合计 |
其他 |
# 丙 元
合计 | 10
其他 | {other}
? 甲.合计 = 丙.合计
? 甲.其他 = 丙.其他
? 甲.合计 = 乙.合计
? 甲.其他 = 乙.其他; level=warning
"""


def test_all_that_an_empty_table_contradicts_is_one_finding(check: Check) -> None:
    ((finding,), _, _) = check(EMPTY.format(other="3"))
    assert (finding.check, finding.level, finding.where.sheet) == ("table-empty", Level.ERROR, "乙")
    assert [follower.inputs[0] for follower in finding.follows] == ["甲!B1", "甲!B2"]
    assert "与别的表有 2 处对不上" in finding.message


def test_an_empty_table_that_nothing_contradicts_is_none(check: Check) -> None:
    assert check(EMPTY.format(other="").replace("合计 | 10", "合计 | 0")).findings == []
    assert check(EMPTY.format(other="0").replace("合计 | 10", "合计 |")).findings == []


def test_a_cell_that_explains_is_not_put_on_an_empty_table(check: Check) -> None:
    """乙整张空着；甲的合计在甲里也不对，错的是它。"""
    ((finding,), _, _) = check("""
        # 甲 元
        合计 | 10
        又 | 0
        再 | 0
        # 乙 元
        合计 |
        ? 甲.合计 = 甲.又
        ? 甲.合计 = 甲.再
        ? 甲.合计 = 乙.合计
    """)
    assert (finding.where.sheet, finding.where.cell, finding.cause) == ("甲", "B1", "one-cell")
    assert len(finding.follows) == 2


def test_an_empty_table_that_could_not_mend_a_sum_is_not_told_of(check: Check) -> None:
    """乙填上什么数，甲也不会够：不说是乙漏填了。"""
    ((finding,), _, _) = check("""
        # 甲 元
        合计 | 10
        # 丙 元
        合计 | 12
        # 乙 元
        合计 |
        ? 甲.合计 >= 丙.合计 + 乙.合计
    """)
    assert (finding.check, finding.where.sheet) == ("甲.合计 >= 丙.合计 + 乙.合计", "甲")


SEVERAL = """
# 甲 元
合计 | 15
捐款 | 10
利息 | 5
# 乙 元
捐款 |
利息 | 5
# 丙 元
合计 |
捐款 |
# 丁 元
合计 | {total}
捐款 | {total}
别的 | 1
? 甲.合计 = 甲.捐款 + 甲.利息
? 甲.捐款 = 乙.捐款 + 丙.捐款
? 乙.捐款 = 丁.别的 - 丁.别的
? 丁.合计 = 丁.捐款
? 丁.合计 = 丙.合计
"""


@pytest.mark.parametrize(
    ("total", "expected"), [("", "甲.捐款 = 乙.捐款 + 丙.捐款"), ("10", "table-empty")]
)
def test_a_sum_of_several_tables_lacks_no_table_that_is_confirmed_to_be_empty(
    check: Check, total: str, expected: str
) -> None:
    """丁说丙没有，甲多出的一项就不是丙漏填的；丁说丙有，就是。"""
    findings = check(SEVERAL.format(total=total)).findings
    assert [finding.check for finding in findings] == [expected]


UNITS = """
# 甲 万元
合计 | 100
一 | 70
二 | 30
# 乙 {unit}
合计 | {total}
一 | {one}
二 | {two}
# 丙 万元
合计 | 100
一 | 70
? 甲.合计 = 乙.合计
? 甲.一 = 乙.一
? 甲.二 = 乙.二
? 丙.合计 = 乙.合计
? 丙.一 = 乙.一
"""


@pytest.mark.parametrize(
    ("unit", "total", "one", "two", "said"),
    [
        ("元", "100", "70", "30", "写的是“元”，与别的表有 5 处对不上；照“万元”读，就都相符"),
        (
            "万元",
            "1000000.00",
            "700000.00",
            "300000.00",
            "写的是“万元”，与别的表有 5 处对不上；照“元”读，就都相符",
        ),
    ],
)
def test_a_table_in_the_wrong_unit_is_one_finding(
    check: Check, unit: str, total: str, one: str, two: str, said: str
) -> None:
    ((finding,), _, _) = check(UNITS.format(unit=unit, total=total, one=one, two=two))
    assert (finding.check, finding.level, finding.where.sheet) == ("table-unit", Level.ERROR, "乙")
    assert said in finding.message
    assert len(finding.follows) == 5


def test_a_unit_is_accused_only_where_all_would_hold_and_no_other_table_is_as_likely(
    check: Check,
) -> None:
    """一处不同的倍数，或只有两张表、分不清哪张写错：不说是单位。"""
    one_off = check(UNITS.format(unit="元", total="100", one="70", two="31")).findings
    two_tables = check("""
        # 甲 万元
        合计 | 100
        一 | 70
        二 | 30
        # 乙 元
        合计 | 100
        一 | 70
        二 | 30
        ? 甲.合计 = 乙.合计
        ? 甲.一 = 乙.一
        ? 甲.二 = 乙.二
    """).findings
    assert "table-unit" not in {each.check for each in (*one_off, *two_tables)}
