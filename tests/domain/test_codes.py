from __future__ import annotations

import pickle

import pytest

from xlbudget.domain.codes import Catalogue, CodeName, level, parents


@pytest.mark.parametrize(
    ("code", "name", "above"),
    [
        ("201", "类", ()),
        ("20103", "款", ("201",)),
        ("2010301", "项", ("20103", "201")),
        ("301", "类", ()),
        ("30101", "款", ("301",)),
    ],
)
def test_level_and_parents(code: str, name: str, above: tuple[str, ...]) -> None:
    assert level(code) == name
    assert parents(code) == above


@pytest.mark.parametrize(
    "code", ["", "2", "20", "2010", "201030", "20103011", "20A", "２０１", " 201", "-01", "二〇一"]
)
def test_other_numbers_of_digits_are_no_code(code: str) -> None:
    with pytest.raises(ValueError, match="3、5 或 7 位数字") as caught:
        level(code)
    assert repr(code) in str(caught.value)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, None, {2018, 2019, 2020, 2021}),
        (2019, None, {2019, 2020, 2021}),
        (None, 2019, {2018, 2019}),
        (2019, 2020, {2019, 2020}),
        (2019, 2019, {2019}),
    ],
)
def test_years_of_a_name_include_both_ends(
    first: int | None, last: int | None, years: set[int]
) -> None:
    name = CodeName("207", "文化支出", first, last)
    assert {year for year in range(2018, 2022) if name.holds_in(year)} == years


CULTURE = Catalogue(
    [
        CodeName("207", "文化体育与传媒支出", None, 2018),
        CodeName("224", "灾害防治及应急管理支出", 2019),
        CodeName("207", "文化旅游体育与传媒支出", 2019),
    ]
)


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("207", 2010, "文化体育与传媒支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2019, "文化旅游体育与传媒支出"),
        ("207", 2030, "文化旅游体育与传媒支出"),
        ("224", 2018, None),
        ("224", 2019, "灾害防治及应急管理支出"),
        ("299", 2024, None),
    ],
)
def test_name_in_a_year(code: str, year: int, expected: str | None) -> None:
    assert CULTURE.name(code, year) == expected


def test_entry_in_a_year_says_all_that_is_known_of_a_code() -> None:
    noted = CodeName("22006", "耕地保护考核奖惩基金支出", 2024, None, "政府性基金；待核")
    catalogue = Catalogue([noted])
    assert catalogue.entry("22006", 2024) is noted
    assert catalogue.entry("22006", 2023) is None
    assert catalogue.entry("22007", 2024) is None


SOCIAL = Catalogue(
    [
        CodeName("208", "社会保障和就业支出"),
        CodeName("20899", "其他社会保障和就业支出"),
        CodeName("2089901", "其他社会保障和就业支出", None, 2020),
        CodeName("20828", "退役军人管理事务", 2019),
        CodeName("2089999", "其他社会保障和就业支出", 2021),
        CodeName("20805", "行政事业单位离退休", None, 2019),
        CodeName("20805", "行政事业单位养老支出", 2020),
    ]
)


@pytest.mark.parametrize(
    ("code", "year", "below"),
    [
        ("208", 2018, ("20899", "20805")),
        ("208", 2024, ("20899", "20828", "20805")),
        ("20899", 2020, ("2089901",)),
        ("20899", 2021, ("2089999",)),
        ("2089999", 2021, ()),
        ("299", 2024, ()),
    ],
)
def test_codes_right_below_one_in_a_year(code: str, year: int, below: tuple[str, ...]) -> None:
    """一个编码换过名称，也只算一次；隔一级的不算。"""
    assert SOCIAL.below(code, year) == below


def test_all_names_ever() -> None:
    assert CULTURE.names("207") == ("文化体育与传媒支出", "文化旅游体育与传媒支出")
    assert CULTURE.names("299") == ()


def test_catalogue_reads_its_entries_once() -> None:
    """一个生成器也能当目录的来源。"""
    catalogue = Catalogue(CodeName(code, "支出") for code in ("201", "202"))
    assert catalogue.name("202", 2024) == "支出"
    assert [entry.code for entry in catalogue.entries] == ["201", "202"]


def test_catalogue_travels_between_processes() -> None:
    travelled = pickle.loads(pickle.dumps(CULTURE))  # noqa: S301  自己刚写出的
    assert travelled == CULTURE
    assert travelled.name("207", 2024) == "文化旅游体育与传媒支出"
