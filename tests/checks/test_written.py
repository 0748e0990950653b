"""checks.toml 里几种少见的写法：[sums]、equal_without、adjustment_optional、left_optional。"""

from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.identities import parse_identities
from xlbudget.formats.identity_model import Identity
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import find

NATIONAL = find("national", 2024)
T1, T4 = "revenue_expenditure_summary", "appropriation_summary"
SUMS = f"""
[sums]
"其他资金" = ["{T1}.other_revenue", "-prior:{T4}.closing_carryover"]
"""
HEAD = f"""
[[identity]]
name = "one"
rule = "R00"
title = "一"
left = "{T1}.opening_carryover"
right = ["{T4}.opening_carryover"]
"""


def parsed(text: str, *unpublished: str) -> Identity:
    keys = Keys(tomllib.loads(text), "checks.toml")
    (identity,) = parse_identities(keys, NATIONAL.tables, unpublished, NATIONAL.supplement)
    return identity


def test_what_is_not_said() -> None:
    plain = parsed(HEAD)
    assert (plain.equal_without, plain.adjustment_optional, plain.left_optional) == (
        None,
        False,
        False,
    )


def test_a_named_sum() -> None:
    found = parsed(f'{SUMS}{HEAD}relation = ">="\nequal_without = "其他资金"').equal_without
    assert found is not None
    name, terms = found
    assert name == "其他资金"
    assert [(term.sign, term.prior, term.line, term.column) for term in terms] == [
        (1, False, "other_revenue", "actual"),
        (-1, True, "closing_carryover", "total"),
    ]


def test_a_table_that_is_not_published_is_left_out_of_a_sum() -> None:
    only = HEAD.replace(f"{T4}.opening_carryover", f"{T1}.closing_carryover")
    found = parsed(f'{SUMS}{only}relation = ">="\nequal_without = "其他资金"', T4).equal_without
    assert found is not None
    assert [term.line for term in found[1]] == ["other_revenue"]


def test_what_may_be_adjusted_and_what_may_be_missing() -> None:
    found = parsed(
        f'{HEAD}adjusted_by = ["年初结转调整数"]\nadjustment_optional = true\nleft_optional = true'
    )
    assert found.adjusted_by == ("年初结转调整数",)
    assert found.adjustment_optional
    assert found.left_optional


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'{SUMS}{HEAD}relation = ">="\nequal_without = "其它资金"', "是否想写“其他资金”？"),
        (f'{SUMS}{HEAD}equal_without = "其他资金"', "relation = '>='"),
        (f'[sums]\n"甲" = ["{T1}.other_revenu"]\n{HEAD}', "是否想写“other_revenue”？"),
    ],
    ids=["没有这个和", "等式不能再要求相等", "和里没有这一行"],
)
def test_wrong_writing_is_refused_with_what_was_meant(text: str, words: str) -> None:
    with pytest.raises(BrokenFormat, match=words):
        parsed(text)
