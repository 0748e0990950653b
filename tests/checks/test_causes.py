from __future__ import annotations

from collections.abc import Callable

import pytest

from xlbudget.checks.causes import Cause

Causes = Callable[[str], list[Cause]]


def told(causes: list[Cause]) -> list[tuple[list[str], dict[str, str]]]:
    """Each cause as the left sides that failed, and the suspects with what they should be."""
    return [
        (
            [failure.identity.left.line for failure in cause.failures],
            {
                suspect.addend.line.name: f"{suspect.should_be.number()}万元"
                for suspect in cause.suspects
            },
        )
        for cause in causes
    ]


# 收入 = 甲 + 乙，总计 = 收入 + 年初，支出总计 = 总计
CHAIN = """
# 表 {unit}
收入 | {revenue}
甲 | {first}
乙 | 60000
年初 | {opening}
总计 | {total}
支出总计 | {spent}
? 表.收入 = 表.甲 + 表.乙
? 表.总计 = 表.收入 + 表.年初
? 表.支出总计 = 表.总计
"""


def chain(**cells: str) -> str:
    sound = {
        "unit": "元",
        "revenue": "100000",
        "first": "40000",
        "opening": "20000",
        "total": "120000",
        "spent": "120000",
    }
    return CHAIN.format(**{**sound, **cells})


ONE_CELL = {
    "收入": ({"revenue": "190000"}, (["总计", "收入"], {"收入": "10万元"})),
    "总计": ({"total": "20000"}, (["支出总计", "总计"], {"总计": "12万元"})),
    "支出总计": ({"spent": "102000"}, (["支出总计"], {"支出总计": "12万元"})),
    "年初": ({"opening": "2000"}, (["总计"], {"年初": "2万元"})),
    "年初空着": ({"opening": ""}, (["总计"], {"年初": "2万元"})),
}


@pytest.mark.parametrize(("cells", "expected"), list(ONE_CELL.values()), ids=list(ONE_CELL))
def test_one_wrong_cell_is_one_cause(
    causes: Causes,
    cells: dict[str, str],
    expected: tuple[list[str], dict[str, str]],
) -> None:
    ((failures, suspects),) = told(causes(chain(**cells)))
    assert (sorted(failures), suspects) == (sorted(expected[0]), expected[1])


def test_clearest_failure_comes_first(causes: Causes) -> None:
    """总计不等于支出总计，只有两个数；总计不等于收入加年初，有三个。"""
    (cause,) = causes(chain(total="20000"))
    assert [len(failure.filled) for failure in cause.failures] == [2, 3]


def test_nothing_wrong_is_no_cause(causes: Causes) -> None:
    assert causes(chain()) == []


def test_cells_that_explain_alike_are_all_suspects(causes: Causes) -> None:
    (cause,) = causes(chain(first="45000"))
    assert told([cause]) == [(["收入"], {"甲": "4万元", "乙": "5.5万元"})]
    assert cause.suspect is None


def test_shift_that_would_break_what_holds_is_no_cause(causes: Causes) -> None:
    """收入在总计里相符，所以不疑收入；甲和乙只在这一处。"""
    ((_, suspects),) = told(causes(chain(first="45000")))
    assert "收入" not in suspects


def test_two_independent_errors_are_two_causes(causes: Causes) -> None:
    found = told(causes(chain(spent="102000", first="45000")))
    assert sorted(found) == [
        (["支出总计"], {"支出总计": "12万元"}),
        (["收入"], {"甲": "4万元", "乙": "5.5万元"}),
    ]


def test_cause_that_explains_more_comes_first(causes: Causes) -> None:
    found = told(
        causes("""
        # 表 元
        合计 | 10
        甲 | 9
        # 总表 元
        合计 | 7
        又 | 8
        再 | 8
        ? 表.合计 = 表.甲
        ? 总表.合计 = 总表.又
        ? 总表.合计 = 总表.再
        """)
    )
    assert [failures for failures, _ in found] == [["合计", "合计"], ["合计"]]
    assert found[0][1] == {"合计": "0.0008万元"}


def test_explanations_that_overlap_accuse_nobody(causes: Causes) -> None:
    """三处都差 4：乙改了补上前两处，丙改了补上后两处。说成一件事，谁也不指。"""
    found = told(
        causes("""
        # 表 元
        一 | 5
        二 | 6
        三 | 5
        乙 | 1
        丙 | 1
        ? 表.一 = 表.乙
        ? 表.二 = 表.乙 + 表.丙
        ? 表.三 = 表.丙
        """)
    )
    assert found == [(["一", "三", "二"], {})]


def test_no_single_cell_explains(causes: Causes) -> None:
    """两个合计都被别处锁住，差额落不到任何一格。"""
    found = told(
        causes("""
        # 表 元
        甲 | 1
        甲又 | 1
        乙 | 2
        乙又 | 2
        ? 表.甲 = 表.甲又
        ? 表.乙 = 表.乙又
        ? 表.甲 = 表.乙
        """)
    )
    assert found == [(["甲"], {})]


@pytest.mark.parametrize(
    ("whole", "locked", "suspects"),
    [
        # 全部 3 小于其中 5：只有一条关系，改哪边都行
        ("3", "", {"全部": "0.0005万元", "其中": "0.0003万元"}),
        # 其中又等于另一处的 5：其中被锁住，只能是全部
        ("3", "? 表.其中 = 表.另一处", {"全部": "0.0005万元"}),
    ],
)
def test_inequality(causes: Causes, whole: str, locked: str, suspects: dict[str, str]) -> None:
    text = f"""
        # 表 元
        全部 | {whole}
        其中 | 5
        另一处 | 5
        ? 表.全部 >= 表.其中
        {locked}
    """
    assert told(causes(text)) == [(["全部"], suspects)]


def test_inequality_with_room_is_no_obstacle(causes: Causes) -> None:
    """其中应为 2，改小以后仍不大于全部。"""
    (cause,) = causes("""
        # 表 元
        全部 | 9
        其中 | 5
        另一处 | 2
        再一处 | 2
        ? 表.全部 >= 表.其中
        ? 表.其中 = 表.另一处
        ? 表.其中 = 表.再一处
    """)
    assert told([cause]) == [(["其中", "其中"], {"其中": "0.0002万元"})]


def test_blank_cell_is_suspected_only_of_a_missing_amount(causes: Causes) -> None:
    """合计多出 4：也许漏填了 4；合计少 4：空格不会是 -4。"""
    text = """
        # 表 元
        合计 | {total}
        又 | {total}
        甲 | 6
        乙 |
        ? 表.合计 = 表.甲 + 表.乙
        ? 表.又 = 表.合计
    """
    assert told(causes(text.format(total="10"))) == [
        (["合计"], {"甲": "0.001万元", "乙": "0.0004万元"})
    ]
    assert told(causes(text.format(total="2"))) == [(["合计"], {"甲": "0.0002万元"})]


def test_row_with_nothing_filled_in_must_still_add_up(causes: Causes) -> None:
    """合计缺 4，乙这一行全空：只补它的合计，它自己的一行就不平，所以不疑它。"""
    ((_, suspects),) = told(
        causes("""
        # 表 元 | 金额 | 一般
        合计 | 10 |
        甲 | 6 |
        乙 | |
        ? 表.合计 = 表.甲 + 表.乙
        ? 表.乙 = 表.乙@一般
        """)
    )
    assert suspects == {"合计": "0.0006万元", "甲": "0.001万元"}


def test_amount_is_exact_only_where_no_tail_is_allowed(causes: Causes) -> None:
    exact = [
        suspect.exact
        for unit in ("元", "万元")
        for cause in causes(chain(unit=unit, total="20000"))
        for suspect in cause.suspects
    ]
    assert exact == [True, False]


def test_tails_of_opposite_signs_do_not_hide_the_cell(causes: Causes) -> None:
    """总计 15 应为 10：两处原有正负 0.01 的尾差，不能都填平，但 10 都在允许之内。"""
    found = told(
        causes("""
        # 表 万元
        总计 | 15
        甲 | 9.99
        乙 | 10.01
        ? 表.总计 = 表.甲
        ? 表.总计 = 表.乙
        """)
    )
    assert found == [(["总计", "总计"], {"总计": "10万元"})]


# 等于甲的一处容许 9.99 至 10.01，另一处四个数容许上下 0.02
@pytest.mark.parametrize(("more", "should_be"), [("1.03", "10.01万元"), ("0.97", "9.99万元")])
def test_amount_that_every_tolerance_allows(causes: Causes, more: str, should_be: str) -> None:
    found = told(
        causes(f"""
        # 表 万元
        总计 | 15
        甲 | 10
        乙 | 4
        丙 | 5
        丁 | {more}
        ? 表.总计 = 表.甲
        ? 表.总计 = 表.乙 + 表.丙 + 表.丁
        """)
    )
    assert found == [(["总计", "总计"], {"总计": should_be})]


def test_zero_brings_no_tolerance_of_its_own(causes: Causes) -> None:
    """总计若为 0，第二处差 0.02，三个数只允许 0.015；若为 0.01，差 0.01，四个数允许 0.02。"""
    found = told(
        causes("""
        # 表 万元
        总计 | 5
        甲 | 0.01
        乙 | -0.01
        丙 | 0.04
        丁 | -0.01
        戊 | -0.01
        ? 表.总计 = 表.甲 + 表.乙
        ? 表.总计 = 表.丙 + 表.丁 + 表.戊
        """)
    )
    assert found == [(["总计", "总计"], {"总计": "0.01万元"})]


def test_cell_that_counts_twice(causes: Causes) -> None:
    found = told(
        causes("""
        # 表 元
        合计 | 10
        又 | 10
        甲 | 4
        ? 表.合计 = 表.甲 + 表.甲
        ? 表.合计 = 表.又
        """)
    )
    assert found == [(["合计"], {"甲": "0.0005万元"})]


def test_failure_is_told_once(causes: Causes) -> None:
    """四处都差 4：乙说明前三处；丙能说明后两处，其中一处已经说过，便不再疑它。"""
    found = told(
        causes("""
        # 表 元
        一 | 5
        二 | 5
        三 | 6
        四 | 5
        乙 | 1
        丙 | 1
        ? 表.一 = 表.乙
        ? 表.二 = 表.乙
        ? 表.三 = 表.乙 + 表.丙
        ? 表.四 = 表.丙
        """)
    )
    assert found == [(["一", "二", "三"], {"乙": "0.0005万元"}), (["四"], {"四": "0.0001万元"})]


def test_a_code_without_codes_below_may_be_the_wrong_one(causes: Causes) -> None:
    """201 没有款，这一条没有核；它仍可能录错，而且在两处都对得上。"""
    found = told(
        causes("""
        # 表 元
        合计 | 10
        201 | 12
        208 | 3
        20805 | 3
        # 另 元
        201 | 7
        ? 表.合计 = 表.categories.*
        ? 表.{row} = 表.{row}/*; rows=表.categories
        ? 表.201 = 另.201
        """)
    )
    assert found == [(["201", "合计"], {"201": "0.0007万元"})]


def test_last_years_cell_and_a_recorded_amount_are_suspects_too(causes: Causes) -> None:
    found = told(
        causes("""
        # 表 元
        年初 | 15
        又 | 15
        # 上年:表 元
        年末 | 10
        # 补充 | 调整数 | 0.0002 | 会计差错
        ? 表.年初 = prior:表.年末; adjusted_by=调整数
        ? 表.年初 = 表.又
        """)
    )
    assert found == [(["年初"], {"年末": "0.0013万元", "调整数": "0.0005万元"})]


def test_errors_come_before_warnings_of_the_same_cause(causes: Causes) -> None:
    (cause,) = causes("""
        # 表 元
        合计 | 12
        又 | 10
        甲 | 4
        乙 | 6
        ? 表.合计 = 表.又; level=warning
        ? 表.合计 = 表.甲 + 表.乙
    """)
    assert [failure.identity.level.value for failure in cause.failures] == ["error", "warning"]
