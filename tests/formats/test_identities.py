"""checks.toml：勾稽写成和，逐行逐列展开。"""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.findings import Level
from xlbudget.formats.identities import parse_identities
from xlbudget.formats.identity_model import Identity, Term
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import find
from xlbudget.formats.model import Kind, SupplementField
from xlbudget.formats.tables import Codes, parse_table

TOLLS = """
number = "公开99"
title = "过桥费收支表"
[[agreed]]
name = "grand_total"
lines = ["total", "spent"]
[[block]]
name = "income"
label_headers = ["项目"]
column = [{ name = "actual", headers = ["决算数"] }]
line = [
    { name = "carts", label = "马车", group = "tolls" },
    { name = "walkers", label = "行人", group = "tolls" },
    { name = "total", label = "合计" },
]
[[block]]
name = "spending"
label_headers = ["项目"]
column = [
    { name = "sum", headers = ["合计"] },
    { name = "wood", headers = ["木料"] },
    { name = "rope", headers = ["绳索"] },
]
line = [
    { name = "repairs", label = "修缮", group = "works" },
    { name = "guards", label = "守桥", group = "works" },
    { name = "spent", label = "支出合计" },
]
"""
ACCOUNTS = """
title = "支出决算表"
layout = "codes"
functional = true
[[block]]
name = "rows"
label_headers = ["科目名称"]
column = [{ name = "total", headers = ["合计"] }, { codes = ["301"] }]
line = [{ name = "total", label = "合计" }]
"""
CODES = Codes(
    Catalogue(
        [
            CodeName("201", "一般公共服务支出"),
            CodeName("20103", "政府办公厅"),
            CodeName("2010301", "行政运行"),
        ]
    ),
    Catalogue([CodeName("301", "工资福利支出"), CodeName("30101", "基本工资")]),
    2024,
)
TABLES = {
    name: parse_table(name, Keys(tomllib.loads(text), "表"), CODES)
    for name, text in {"tolls": TOLLS, "accounts": ACCOUNTS, "other": ACCOUNTS}.items()
}
SUPPLEMENT = {
    field.name: field
    for field in (
        SupplementField(name="调整数", section="一", hint="写明", kind=Kind.AMOUNT),
        SupplementField(name="调整数原因", section="一", hint="写明", kind=Kind.TEXT),
        SupplementField(name="差额", section="一", hint="写明", kind=Kind.AMOUNT),
        SupplementField(name="座数", section="一", hint="写明", kind=Kind.COUNT),
    )
}
HEAD = '[[identity]]\nname = "甲"\nrule = "T01"\ntitle = "乙"\n'
SIDES = 'left = "tolls.total"\nright = ["tolls.tolls.*"]\n'


def identities(text: str, unpublished: tuple[str, ...] = (), before: str = "") -> list[Identity]:
    keys = Keys(tomllib.loads(before + HEAD + text), "checks.toml")
    return parse_identities(keys, TABLES, unpublished, SUPPLEMENT)


def written(term: Term) -> str:
    """A term as checks.toml would write it in full."""
    line = f"{term.line}{'.*' if term.whole_group else ''}{'/*' if term.children else ''}"
    column = f"{term.column}{'/*' if term.sub_columns else ''}"
    prior = "prior:" if term.prior else ""
    return f"{'-' if term.sign < 0 else ''}{prior}{term.table}.{line}@{column}"


def sums(text: str) -> list[str]:
    return [
        f"{written(one.left)} {one.relation} {' '.join(written(term) for term in one.right)}"
        for one in identities(text)
    ]


def test_what_is_not_said_of_an_identity() -> None:
    (identity,) = identities(SIDES)
    assert (identity.name, identity.rule, identity.title) == ("甲", "T01", "乙")
    assert (identity.relation, identity.level) == ("=", Level.ERROR)
    assert identity.left == Term(sign=1, table="tolls", line="total", column="actual")
    assert identity.right == (
        Term(sign=1, table="tolls", line="tolls", column="actual", whole_group=True),
    )
    assert (identity.each, identity.only_if, identity.adjusted_by) == (None, None, ())
    assert (identity.equal_without, identity.same_amount) == (None, False)
    assert not identity.adjustment_optional
    assert not identity.left_optional


def test_what_may_be_said_of_an_identity() -> None:
    (identity,) = identities(
        """
        relation = ">="
        level = "info"
        only_if = ["单位性质", "行政单位", "参公单位"]
        adjusted_by = ["调整数"]
        adjustment_optional = true
        left_optional = true
        left = "tolls.spent@wood"
        right = []
        """
    )
    assert (identity.relation, identity.level, identity.right) == (">=", Level.INFO, ())
    assert identity.only_if == ("单位性质", ("行政单位", "参公单位"))
    assert identity.adjusted_by == ("调整数",)
    assert identity.adjustment_optional
    assert identity.left_optional


def test_named_sum_without_which_more_is_equal() -> None:
    before = '[sums]\n"另外的钱" = ["tolls.carts", "-prior:tolls.walkers", "ferries.total"]\n'
    text = 'relation = ">="\nequal_without = "另外的钱"\n' + SIDES
    (identity,) = identities(text, ("ferries",), before)
    assert identity.equal_without is not None
    name, terms = identity.equal_without
    assert name == "另外的钱"
    assert [written(term) for term in terms] == [
        "tolls.carts@actual",
        "-prior:tolls.walkers@actual",
    ]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('left = "tolls.total"\nright = ["tolls.spent"]', True),
        ('left = "tolls.total"\nright = ["tolls.spent@wood"]', False),  # 不是那一列
        ('left = "tolls.total"\nright = ["tolls.carts"]', False),
        ('relation = ">="\nleft = "tolls.total"\nright = ["tolls.spent"]', False),
    ],
)
def test_one_amount_printed_twice(text: str, *, same: bool) -> None:
    (identity,) = identities(text)
    assert identity.same_amount is same


def test_group_of_the_account_is_told() -> None:
    (identity,) = identities(
        'rows = ["accounts.items.*"]\nleft = "accounts.{row}"\nright = ["other.{row}"]'
    )
    assert identity.each == ("accounts", "items")


@pytest.mark.parametrize("reference", ["left", "right"])
def test_identity_of_a_table_that_is_not_published_is_left_out(reference: str) -> None:
    text = SIDES.replace("tolls.total" if reference == "left" else "tolls.tolls.*", "ferries.total")
    assert identities(text, ("ferries",)) == []
    with pytest.raises(BrokenFormat, match="ferries"):
        identities(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('adjusted_by = ["座数"]\n' + SIDES, "adjusted_by 中的 '座数'"),  # 不是金额
        ('adjusted_by = ["差额"]\n' + SIDES, "adjusted_by 中的 '差额'"),  # 没有它的原因
        ('adjusted_by = ["调正数"]\n' + SIDES, "adjusted_by 中的 '调正数'"),
        ('only_if = ["性质", "行政单位"]\n' + SIDES, "only_if 中的 '性质'"),
        ('only_if = ["单位性质", "企业"]\n' + SIDES, "only_if 中的 '企业'"),
        ('only_if = ["单位性质"]\n' + SIDES, "only_if 只写了"),
        ('equal_without = "另外的钱"\n' + SIDES, "equal_without = '另外的钱'"),
        ('rows = ["accounts.item.*"]\n' + SIDES, "rows 中的 'accounts.item.*'"),
        (SIDES + HEAD + SIDES, "“甲”第二次出现"),
    ],
)
def test_words_that_mean_nothing(text: str, seen: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        identities(text)
    assert seen in caught.value.seen


EXPANSIONS = {
    "带负号的项": (
        """
        left = "tolls.total"
        right = ["tolls.carts", "-tolls.walkers"]
        """,
        ["tolls.total@actual = tolls.carts@actual -tolls.walkers@actual"],
    ),
    "没有写列的，取这一行所在一侧的第一列": (
        """
        left = "tolls.spent"
        right = ["tolls.works.*"]
        """,
        ["tolls.spent@sum = tolls.works.*@sum"],
    ),
    "带负号、带列的行组": (
        """
        left = "tolls.spent@rope"
        right = ["-tolls.works.*@rope"]
        """,
        ["tolls.spent@rope = -tolls.works.*@rope"],
    ),
    "逐行，与零比较": (
        """
        rows = ["total", "carts"]
        relation = ">="
        left = "tolls.{row}"
        right = []
        """,
        ["tolls.total@actual >= ", "tolls.carts@actual >= "],
    ),
    "行组逐行，再加一行": (
        """
        rows = ["works.*", "spent"]
        left = "tolls.{row}@sum"
        right = ["tolls.{row}@wood", "tolls.{row}@rope"]
        """,
        [
            "tolls.repairs@sum = tolls.repairs@wood tolls.repairs@rope",
            "tolls.guards@sum = tolls.guards@wood tolls.guards@rope",
            "tolls.spent@sum = tolls.spent@wood tolls.spent@rope",
        ],
    ),
    "逐列": (
        """
        columns = ["sum", "wood"]
        left = "tolls.spent@{column}"
        right = ["tolls.works.*@{column}"]
        """,
        ["tolls.spent@sum = tolls.works.*@sum", "tolls.spent@wood = tolls.works.*@wood"],
    ),
    "逐行逐列": (
        """
        rows = ["works.*"]
        columns = ["wood", "rope"]
        relation = ">="
        left = "tolls.spent@{column}"
        right = ["tolls.{row}@{column}"]
        """,
        [
            "tolls.spent@wood >= tolls.repairs@wood",
            "tolls.spent@rope >= tolls.repairs@rope",
            "tolls.spent@wood >= tolls.guards@wood",
            "tolls.spent@rope >= tolls.guards@rope",
        ],
    ),
    "逐列，* 是左边这一行的每一列": (
        """
        columns = ["*"]
        left = "tolls.spent@{column}"
        right = ["tolls.works.*@{column}"]
        """,
        [
            "tolls.spent@sum = tolls.works.*@sum",
            "tolls.spent@wood = tolls.works.*@wood",
            "tolls.spent@rope = tolls.works.*@rope",
        ],
    ),
    "账上有的每一行，行是科目": (
        """
        rows = ["accounts.items.*"]
        left = "accounts.{row}@total"
        right = ["accounts.{row}@301"]
        """,
        ["accounts.{row}@total = accounts.{row}@301"],
    ),
    "账上有的每一行，与另一张表的同一科目": (
        """
        rows = ["accounts.items.*"]
        left = "accounts.{row}"
        right = ["-other.{row}"]
        """,
        ["accounts.{row}@total = -other.{row}@total"],
    ),
    "下一级各科目之和，逐列": (
        """
        rows = ["accounts.categories.*"]
        columns = ["*"]
        left = "accounts.{row}@{column}"
        right = ["accounts.{row}/*@{column}"]
        """,
        [
            "accounts.{row}@total = accounts.{row}/*@total",
            "accounts.{row}@301 = accounts.{row}/*@301",
            "accounts.{row}@30101 = accounts.{row}/*@30101",
        ],
    ),
    "下一级各列之和": (
        """
        columns = ["301"]
        left = "accounts.total@{column}"
        right = ["accounts.total@{column}/*"]
        """,
        ["accounts.total@301 = accounts.total@301/*"],
    ),
    "科目组之和": (
        """
        left = "accounts.total@301"
        right = ["accounts.categories.*@301"]
        """,
        ["accounts.total@301 = accounts.categories.*@301"],
    ),
    "上年数，可带负号": (
        """
        left = "tolls.total"
        right = ["prior:tolls.carts", "-prior:tolls.works.*@wood"]
        """,
        ["tolls.total@actual = prior:tolls.carts@actual -prior:tolls.works.*@wood"],
    ),
    "写出的科目": (
        """
        left = "accounts.2010301"
        right = ["other.201"]
        """,
        ["accounts.2010301@total = other.201@total"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), list(EXPANSIONS.values()), ids=list(EXPANSIONS))
def test_expansion(text: str, expected: list[str]) -> None:
    assert sums(text) == expected


# 本年的，逐条数出来的：2024 年 26 类支出；2019 年还没有 234，为 25 类。
#   R07 三行；R16 各类加三个合计行；R17、R20 各四列；R22 三种资金
@pytest.mark.parametrize(("year", "categories"), [(2024, 26), (2020, 26), (2019, 25)])
def test_identities_inside_the_two_summaries(year: int, categories: int) -> None:
    rules = Counter(
        one.rule
        for one in find("national", year).identities
        if {term.table for term in (one.left, *one.right)}
        <= {"revenue_expenditure_summary", "appropriation_summary"}
        and one.rule < "R37"
        and not one.left.prior
    )
    single = ["R01", "R02", "R03", "R04", "R05", "R06", "R15", "R18", "R19", "R21"]
    assert {rule: rules[rule] for rule in single} == dict.fromkeys(single, 1)
    expected = {"R07": 3, "R16": categories + 3, "R17": 4, "R20": 4, "R22": 3}
    assert {rule: rules[rule] for rule in expected} == expected
    assert set(rules) == {*single, *expected}


def test_closing_carryover_is_what_is_left() -> None:
    (closing,) = [one for one in find("national", 2024).identities if one.rule == "R06"]
    assert closing.left.line == "closing_carryover"
    assert [(term.sign, term.line) for term in closing.right] == [
        (1, "opening_carryover"),
        (1, "surplus_used"),
        (1, "current_year_revenue"),
        (-1, "current_year_expenditure"),
        (-1, "surplus_distribution"),
    ]


@pytest.mark.parametrize("year", [2020, 2024])
def test_detail_of_sichuan_splits_into_basic_and_project_in_every_column(year: int) -> None:
    """明细表的每一列都等于基本支出表与项目支出表之和，一列不漏。"""
    resolved = find("sichuan", year)
    split = [one for one in resolved.identities if one.name == "basic-and-project-agree"]
    columns = resolved.tables["general_public_budget_detail"].blocks[0].column_names
    assert [one.left.column for one in split] == list(columns)
    for one in split:
        basic, project = one.right
        assert (basic.table, basic.line) == ("general_public_budget_basic", one.left.column)
        assert (project.table, project.column) == (
            "general_public_budget_project",
            one.left.column,
        )


@pytest.mark.parametrize("rule", ["R45", "R49", "R50", "R65"])
@pytest.mark.parametrize("year", [2019, 2022, 2024])
def test_sichuan_checks_state_capital_in_every_edition(rule: str, year: int) -> None:
    """2021 年及以前没有收支表，这几条按支出表核。"""
    terms = {
        term.table
        for one in find("sichuan", year).identities
        if one.rule == rule
        for term in (one.left, *one.right)
    }
    assert "state_capital_expenditure" in terms
    assert ("state_capital_accounts" in terms) <= (year >= 2022)
