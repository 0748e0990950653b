from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.findings import Level
from xlbudget.formats.identities import parse_identities
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import find
from xlbudget.formats.model import Identity, Term
from xlbudget.formats.schema import parse_table

TOLLS = """
number = "公开99"
title = "过桥费收支表"
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
TABLES = {"tolls": parse_table("tolls", Keys(tomllib.loads(TOLLS), "表"), 2024, Catalogue([]))}
HEAD = '[[identity]]\nname = "甲"\nrule = "T01"\ntitle = "乙"\n'


def identities(text: str) -> list[Identity]:
    return parse_identities(Keys(tomllib.loads(HEAD + text), "checks.toml"), TABLES)


def written(term: Term) -> str:
    """A term as checks.toml would write it in full."""
    group = ".*" if term.whole_group else ""
    return f"{'-' if term.sign < 0 else ''}{term.table}.{term.line}{group}@{term.column}"


def sums(text: str) -> list[str]:
    return [
        f"{written(one.left)} {one.relation} {' '.join(written(term) for term in one.right)}"
        for one in identities(text)
    ]


def test_what_is_not_said_of_an_identity() -> None:
    (identity,) = identities('left = "tolls.total"\nright = ["tolls.tolls.*"]')
    assert (identity.name, identity.rule, identity.title) == ("甲", "T01", "乙")
    assert (identity.relation, identity.level) == ("=", Level.ERROR)
    assert identity.left == Term(sign=1, table="tolls", line="total", column="actual")
    assert identity.right == (
        Term(sign=1, table="tolls", line="tolls", column="actual", whole_group=True),
    )


def test_what_may_be_said_of_an_identity() -> None:
    (identity,) = identities(
        'relation = ">="\nlevel = "info"\nleft = "tolls.spent@wood"\nright = []'
    )
    assert (identity.relation, identity.level, identity.right) == (">=", Level.INFO, ())


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
}


@pytest.mark.parametrize(("text", "expected"), list(EXPANSIONS.values()), ids=list(EXPANSIONS))
def test_expansion(text: str, expected: list[str]) -> None:
    assert sums(text) == expected


# 逐条数出来的：2024 年 26 类支出；2019 年还没有 234，为 25 类。
#   单条 13：R01–R06、R15、R18、R19、R21、R22 三种资金
#   R07 三行；R16 各类加三个合计行；R17、R20 各四列
@pytest.mark.parametrize(
    ("year", "rows_of_r16", "count"), [(2024, 26 + 3, 53), (2020, 26 + 3, 53), (2019, 25 + 3, 52)]
)
def test_identities_of_the_national_format(year: int, rows_of_r16: int, count: int) -> None:
    two_tables = {"revenue_expenditure_summary", "appropriation_summary"}
    national = [one for one in find("national", year).identities if one.left.table in two_tables]
    assert len(national) == count == 13 + 3 + rows_of_r16 + 4 + 4
    rules = [one.rule for one in national]
    assert {rule: rules.count(rule) for rule in ("R07", "R16", "R17", "R20", "R22")} == {
        "R07": 3,
        "R16": rows_of_r16,
        "R17": 4,
        "R20": 4,
        "R22": 3,
    }


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
