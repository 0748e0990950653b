"""supplement.toml：只有人知道的内容，种类、何时要填、上年数、不填时的写法、拉动它的科目。"""

from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.codes import Catalogue
from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.keys import Keys
from xlbudget.formats.model import Kind, Part, SupplementField
from xlbudget.formats.supplement import parse_supplement
from xlbudget.formats.tables import Codes, parse_table

TOLLS = """
title = "过桥费收支表"
[[block]]
name = "income"
label_headers = ["项目"]
column = [{ name = "actual", headers = ["决算数"] }, { name = "budget", headers = ["预算数"] }]
line = [{ name = "carts", label = "马车", group = "tolls" }, { name = "total", label = "合计" }]
"""
HEAD = '[[field]]\nname = "甲"\nsection = "一"\nhint = "写明"\n'


def keys(text: str) -> Keys:
    return Keys(tomllib.loads(text), "甲.toml")


NOTHING = Catalogue([])
TABLES = {"tolls": parse_table("tolls", keys(TOLLS), Codes(NOTHING, NOTHING, 2024))}


def only(text: str, year: int = 2024) -> SupplementField:
    """The one field of a text."""
    (field,), _ = parse_supplement(keys(HEAD + text), TABLES, {"ferries"}, year)
    return field


def test_what_is_not_said_of_a_field() -> None:
    assert only("") == SupplementField(name="甲", section="一", hint="写明", kind=Kind.REASON)
    assert only("").drivers == ()


def test_what_may_be_said_of_a_reason() -> None:
    field = only(
        """
        required_when = "有变动"
        required_figure = "收支总表.总计"
        default = "按规定调整"
        drivers = ["tolls.tolls.*@budget", "ferries.items.*", "tolls.total"]
        """
    )
    assert (field.required_when, field.required_figure) == ("有变动", "收支总表.总计")
    assert field.default == "按规定调整"
    assert field.drivers == (
        Part(table="tolls", line="tolls", column="budget", whole_group=True),
        Part(table="tolls", line="total", column="actual"),
    )  # 没有公开的表不算


@pytest.mark.parametrize(
    ("word", "kind", "is_number"),
    [
        ("原因", Kind.REASON, False),
        ("文字", Kind.TEXT, False),
        ("多行文字", Kind.LINES, False),
        ("数量", Kind.COUNT, True),
        ("金额", Kind.AMOUNT, True),
        ("分数", Kind.SCORE, True),
    ],
)
def test_kinds(word: str, kind: Kind, *, is_number: bool) -> None:
    field = only(f'kind = "{word}"')
    assert (field.kind, field.kind.is_number) == (kind, is_number)


def test_number_with_last_year_s() -> None:
    assert only('kind = "金额"\nprior = true').prior


def test_number_of_a_department_that_is_no_sum() -> None:
    assert not only('kind = "数量"\nsummed = false').summed
    assert only('kind = "数量"').summed


@pytest.mark.parametrize(
    ("text", "year", "names"),
    [
        ("until = 2021", 2021, ["甲"]),
        ("until = 2021", 2022, []),
        ("from = 2022", 2021, []),
        ("from = 2022", 2022, ["甲"]),
    ],
)
def test_field_of_a_year(text: str, year: int, names: list[str]) -> None:
    fields, _ = parse_supplement(keys(HEAD + text), TABLES, (), year)
    assert [field.name for field in fields] == names


def test_two_fields_of_one_name_in_different_years() -> None:
    text = HEAD + "until = 2021\n" + HEAD.replace("写明", "逐项写") + "from = 2022\n"
    hints = {}
    for year in (2021, 2022):
        (field,), _ = parse_supplement(keys(text), TABLES, (), year)
        hints[year] = field.hint
    assert hints == {2021: "写明", 2022: "逐项写"}


@pytest.mark.parametrize(("year", "without"), [(2021, ["乙", "丙", "丁"]), (2022, ["丁"])])
def test_fields_that_a_place_does_not_ask_for(year: int, without: list[str]) -> None:
    text = '[[without]]\nfields = ["乙", "丙"]\nuntil = 2021\n[[without]]\nfields = ["丁"]'
    assert parse_supplement(keys(text), TABLES, (), year) == ([], without)


NEEDS = 'required_when = "有数"\nrequired_figure = "甲.乙"\n'


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('required_when = "有数"', "只写了一个"),
        ('required_figure = "甲.乙"', "只写了一个"),
        ('drivers = ["tolls.total"]', "drivers"),
        (NEEDS + 'kind = "文字"\ndrivers = ["tolls.total"]', "drivers"),
        ('kind = "数量"\ndefault = "0"', "default = '0'"),
        ('kind = "文字"\nprior = true', "prior = true"),
        ("prior = true", "prior = true"),
        ('kind = "文字"\nsummed = false', "summed = false"),
        ("from = 2023\nuntil = 2022", "from = 2023，until = 2022"),
    ],
)
def test_keys_that_do_not_go_together(text: str, seen: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        only(text)
    assert seen in caught.value.seen


def test_faults_of_other_years_are_told_too() -> None:
    with pytest.raises(BrokenFormat, match="有变化"):
        only('required_when = "有变化"\nrequired_figure = "甲.乙"\nuntil = 2021')
