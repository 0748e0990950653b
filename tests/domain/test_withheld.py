"""涉密科目怎样写在一格里。"""

from __future__ import annotations

import pytest

from xlbudget.domain.account import Entry, FinalAccount
from xlbudget.domain.statements import Source
from xlbudget.domain.withheld import is_withheld, listed_codes

AT = Source("甲.xlsx", "补充资料", "D70")


@pytest.mark.parametrize(
    "text",
    [
        "2010308、20405",
        "2010308\n20405",
        "2010308，20405；",
        " 2010308 信访事务 、 20405 国家安全\n",
        "2010308, 20405, 2010308",
    ],
)
def test_codes_separated_in_any_way(text: str) -> None:
    assert listed_codes(text) == (("2010308", "20405"), ())


@pytest.mark.parametrize("text", ["20103081", "20", "2010", "信访事务", "二〇一〇三〇八"])
def test_what_is_no_code(text: str) -> None:
    assert listed_codes(text) == ((), (text,))


def test_nothing_listed() -> None:
    assert listed_codes(" \n ") == ((), ())


def test_a_line_below_a_withheld_one_is_withheld_too() -> None:
    assert is_withheld("2010308", ["20103"])
    assert is_withheld("20103", ["20103"])
    assert not is_withheld("20104", ["20103"])
    assert not is_withheld("201", ["20103"])


def account(**supplement: str) -> FinalAccount:
    entries = {name: Entry(text, AT) for name, text in supplement.items()}
    return FinalAccount("甲.xlsx", "示例局", 2024, {}, supplement=entries)


def test_the_account_knows_its_codes_and_names() -> None:
    given = account(涉密科目="2010308", 曾用名="示例办、示例委", 前身单位="示例站\n示例所")
    assert given.withheld == ("2010308",)
    assert given.former_names == ("示例办", "示例委")
    assert given.predecessors == ("示例站", "示例所")


def test_an_account_without_any() -> None:
    assert (account().withheld, account().former_names, account().predecessors) == ((), (), ())
