"""绩效的规则：不符的说，拿不准的不说。"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.error_folders import account_of
from xlbudget.checks.performance import prints
from xlbudget.checks.registry import PERFORMANCE_RULES, RULES
from xlbudget.checks.rules import run_rules
from xlbudget.domain.findings import Verdict
from xlbudget.domain.statements import Cell, Source

BY_NAME = {rule.name: rule for rule in PERFORMANCE_RULES}
PASS, FAIL, UNCHECKED = Verdict.PASS, Verdict.FAIL, Verdict.UNCHECKED
ROAD = '[projects."道路维修"]\n'
CARE = '[projects."社会管理"]\n'
CHECKED = '[projects."道路维修".indicators."验收合格率"]\n'


def verdicts(name: str, changes: str) -> set[Verdict]:
    account, resolved = account_of(changes)
    _, entries = run_rules([BY_NAME[name]], account, resolved)
    return {entry.verdict for entry in entries}


CASES = {
    "分值少一个、其余没有超过": ("performance-points", f'{CHECKED}"分值" = ""', {UNCHECKED}),
    "分值少一个、其余已经超过": (
        "performance-points",
        f'{CHECKED}"分值" = ""\n[projects."道路维修".indicators."居民满意度"]\n"分值" = "70"',
        {FAIL},
    ),
    "执行率另给了分值": (
        "performance-points",
        f'{ROAD}"执行率分值" = "20"\n{CHECKED}"分值" = "20"',
        {PASS},
    ),
    "指标自己就是一百分": (
        "performance-points",
        '[projects."道路维修".indicators."居民满意度"]\n"分值" = "40"',
        {PASS},
    ),
    "得分是负数": ("performance-scores", f'{CHECKED}"得分" = "-1"', {PASS, FAIL}),
    "得分没有分值可比": ("performance-scores", f'{CHECKED}"分值" = ""\n"得分" = "99"', {PASS}),
    "执行率少写几位": (
        "performance-recomputed",
        f'{ROAD}"执行数" = "142000.00"\n"执行率" = "95"\n"自评得分" = "97.47"',
        {PASS},
    ),
    "执行率不四舍五入": (
        "performance-recomputed",
        f'{ROAD}"执行数" = "142000.00"\n"执行率" = "94.66"\n"自评得分" = "97.47"',
        {PASS, FAIL},
    ),
    "没有写执行率和总分": (
        "performance-recomputed",
        f'{ROAD}"执行率" = ""\n"自评得分" = ""',
        {UNCHECKED},
    ),
    "没有评分的项目写了总分": ("performance-recomputed", f'{CARE}"自评得分" = "90"', {PASS}),
    "只填了其中一种资金": (
        "performance-funds",
        f'{ROAD}"其他资金预算数" = ""\n"其他资金执行数" = ""',
        {UNCHECKED},
    ),
    "一种资金就比总额多": (
        "performance-funds",
        f'{ROAD}"其他资金预算数" = ""\n"财政拨款预算数" = "150001.00"',
        {PASS, FAIL},
    ),
    "没有执行": ("performance-overspent", f'{CARE}"执行数" = ""', {PASS}),
    "一种资金超支": ("performance-overspent", f'{ROAD}"其他资金预算数" = "40000.00"', {PASS, FAIL}),
    "只列了部分项目": (
        "performance-counts",
        '[supplement]\n"项目总数" = "44"\n"项目预算总额" = "999"\n"结余率大于标准的项目数" = "5"',
        {PASS},
    ),
    "项目一样多、金额不等": (
        "performance-counts",
        '[supplement]\n"项目预算总额" = "25.1"',
        {PASS, FAIL},
    ),
    "补充资料没有填": (
        "performance-counts",
        "[supplement]\n"
        + "".join(
            f'"{field}" = ""\n'
            for field in ("项目总数", "项目预算总额", "项目执行总额", "结余率大于标准的项目数")
        ),
        {UNCHECKED},
    ),
    "结余大的比说的多": (
        "performance-counts",
        f'{CARE}"执行数" = "10000.00"\n[supplement]\n"项目执行总额" = "16"',
        {PASS, FAIL},
    ),
    "没有支出决算表": (
        "performance-project-spending",
        'without = ["expenditure_accounts"]',
        {UNCHECKED},
    ),
}


@pytest.mark.parametrize(("name", "changes", "expected"), CASES.values(), ids=CASES)
def test_a_rule_says_so(name: str, changes: str, expected: set[Verdict]) -> None:
    assert verdicts(name, changes) == expected


@pytest.mark.parametrize("name", BY_NAME)
def test_without_projects_nothing_is_checked(name: str) -> None:
    assert verdicts(name, 'projects = ""') == {UNCHECKED}
    assert BY_NAME[name] in RULES


@pytest.mark.parametrize(
    ("given", "exact", "same"),
    [
        ("96", "95.5", True),
        ("95", "95.5", False),
        ("95.8", "95.84", True),
        ("95.83", "95.833333", True),
        ("95.84", "95.833333", False),
        ("95.8333333333333", "95.8333333333", True),
        ("-1", "-1.4", True),
    ],
)
def test_a_printed_number_is_the_exact_one_half_up(given: str, exact: str, same: bool) -> None:
    cell = Cell.with_count(Source("", "", ""), Decimal(given))
    assert prints(cell, Fraction(exact)) is same
