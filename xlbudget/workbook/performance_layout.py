"""Where things stand on 绩效: its totals, its rows for projects, its columns that may be absent."""

from __future__ import annotations

from collections.abc import Mapping

from xlbudget.books.port import Grid
from xlbudget.domain.performance import LEFT_OVER, PARTS, PROJECT_KINDS, Fund

TOTALS_COLUMN = 9
"""The column of 绩效 where the totals begin (I)."""

SPARE_PROJECTS = 60
"""Rows of projects on 绩效."""

SPARE_INDICATORS = 200
"""Rows of indicators on 绩效指标."""

DETAILS_COLUMN = 12
"""The column of 绩效 where what the published table says besides begins (L)."""

CODE, DEPARTMENT, IMPLEMENTER = "项目编码", "主管部门", "实施单位"
POINTS, GOAL = "执行率分值", "预期目标"
RATE, SCORE, ACHIEVED = "执行率", "自评得分", "目标完成情况"


def initial_of(fund: Fund) -> str:
    """The header of a fund's 年初预算数 on 绩效."""
    return "年初预算数" if fund is Fund.TOTAL else f"{fund.value}年初预算数"


def budget_of(fund: Fund) -> str:
    """The header of a fund's budget on 绩效.

    >>> budget_of(Fund.TOTAL), budget_of(Fund.OTHER)
    ('预算数', '其他资金预算数')
    """
    return "预算数" if fund is Fund.TOTAL else f"{fund.value}预算数"


def executed_of(fund: Fund) -> str:
    """The header of a fund's expenditure on 绩效."""
    return "执行数" if fund is Fund.TOTAL else f"{fund.value}执行数"


def amounts_of(fund: Fund) -> tuple[str, str, str]:
    """The headers of a fund's 年初预算数, 预算数 and 执行数."""
    return initial_of(fund), budget_of(fund), executed_of(fund)


AMOUNTS = (
    initial_of(Fund.TOTAL),
    *(word for fund in PARTS for word in amounts_of(fund)),
)
"""The amounts among the columns that may be absent."""

DETAILS = (CODE, DEPARTMENT, IMPLEMENTER, GOAL, POINTS, *AMOUNTS)
"""The columns right of the totals; a workbook may have any of them or none."""


def details_on(grid: Grid, header: int) -> Mapping[str, int]:
    """The columns that may be absent and are there, by header word."""
    found: dict[str, int] = {}
    for column in range(1, grid.width + 1):
        value = grid.at(header, column)
        if isinstance(value, str) and value.strip() in DETAILS:
            found.setdefault(value.strip(), column)
    return found


def totals_of(prefix: str) -> tuple[str, str, str]:
    """The names of the totals of all projects (项目) or of a kind: number, budget, expenditure.

    >>> totals_of("常年项目")
    ('常年项目总数', '常年项目预算总额', '常年项目执行总额')
    """
    return f"{prefix}总数", f"{prefix}预算总额", f"{prefix}执行总额"


PERFORMANCE_TOTALS = (
    *(name for prefix in ("项目", *PROJECT_KINDS) for name in totals_of(prefix)),
    LEFT_OVER,
)
"""The totals of 绩效, named as the fields of 补充资料 that they fill in."""
