"""一个地方各年不同：表的清单、节、图、补充资料；不公开的表，连同说到它的图和项目，都不要。"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from xlbudget.formats.library import find
from xlbudget.formats.model import Format, Language, Part

Lay = Callable[[Mapping[str, str]], Path]
FORMAT = "toyland/format.toml"
HEAD = """
title = "童话镇部门决算公开格式"
extends = "national"
authority = "待核"
verified = false
version = "1"
"""
SUMMARY = 'tables = ["revenue_expenditure_summary"]\n'
NATIONAL = find("national", 2024)


def toyland(home: Path, year: int = 2024, settings: Mapping[str, str] | None = None) -> Format:
    return find("toyland", year, settings, extra=[home])


# --- 表 ---


@pytest.mark.parametrize(
    ("year", "tables"),
    [
        (2020, ["bridge_tolls", "revenue_expenditure_summary"]),
        (2021, ["bridge_tolls", "revenue_expenditure_summary"]),
        (2022, ["revenue_expenditure_summary"]),
        (2024, ["revenue_expenditure_summary", "appropriation_summary"]),
    ],
)
def test_edition_of_a_year_says_which_tables_in_which_order(
    lay: Lay, year: int, tables: list[str]
) -> None:
    editions = """
        [[edition]]
        until = 2021
        tables = ["bridge_tolls", "revenue_expenditure_summary"]
        [[edition]]
        from = 2023
        tables = ["revenue_expenditure_summary", "appropriation_summary"]
        """
    found = toyland(lay({FORMAT: HEAD + SUMMARY + editions, "toyland/checks.toml": ""}), year)
    assert list(found.tables) == tables
    numbers = [table.number for table in found.tables.values() if table.name != "bridge_tolls"]
    assert numbers == [f"公开0{tables.index(name) + 1}" for name in tables if "bridge" not in name]


def test_table_of_another_year_is_known_but_not_published(lay: Lay) -> None:
    """只在别的年份公开的表：说到它的勾稽不核，但不是写错。"""
    edition = '[[edition]]\nuntil = 2021\ntables = ["revenue_expenditure_summary", "bridge_tolls"]'
    home = lay({FORMAT: HEAD + SUMMARY + edition})
    names = {year: {one.name for one in toyland(home, year).identities} for year in (2021, 2022)}
    assert "tolls-total" in names[2021]
    assert "tolls-total" not in names[2022]


SICHUAN = [
    "revenue_expenditure_summary",
    "revenue_accounts",
    "expenditure_accounts",
    "appropriation_summary",
    "appropriation_detail",
    "general_public_budget_expenditure",
    "general_public_budget_detail",
    "general_public_budget_basic",
    "general_public_budget_project",
]


@pytest.mark.parametrize(
    ("year", "last"),
    [
        (2019, ["three_public", "government_fund_accounts", "state_capital_expenditure"]),
        (2021, ["three_public", "government_fund_accounts", "state_capital_expenditure"]),
        (
            2022,
            [
                "government_fund_accounts",
                "state_capital_accounts",
                "state_capital_expenditure",
                "three_public",
            ],
        ),
        (
            2024,
            [
                "government_fund_accounts",
                "state_capital_accounts",
                "state_capital_expenditure",
                "three_public",
            ],
        ),
    ],
)
def test_tables_of_sichuan(year: int, last: list[str]) -> None:
    tables = find("sichuan", year).tables
    assert list(tables) == [*SICHUAN, *last]
    assert [table.number for table in tables.values()] == [
        f"公开{number:02d}" for number in range(1, len(tables) + 1)
    ]


# --- 节 ---

SECTIONS = """
sections_replace = true
[[section]]
id = "一"
template = "01_overall"
from = 2022
[[section]]
id = "一"
template = "old_overall"
until = 2021
[[section]]
id = "桥"
template = "bridges"
"""


@pytest.mark.parametrize(("year", "file"), [(2021, "old_overall"), (2022, "01_overall")])
def test_section_of_a_year(lay: Lay, year: int, file: str) -> None:
    texts = {f"toyland/narrative/{name}.txt": "" for name in ("old_overall", "bridges")}
    found = toyland(lay({FORMAT: HEAD + SECTIONS, "toyland/checks.toml": "", **texts}), year)
    assert [section.id for section in found.sections] == ["一", "桥"]
    assert found.sections[0].file.endswith(f"/narrative/{file}.txt")


def test_sections_come_after_the_parent_s_where_they_do_not_replace_them(lay: Lay) -> None:
    text = HEAD + SECTIONS.replace("sections_replace = true", "")
    texts = {f"toyland/narrative/{name}.txt": "" for name in ("old_overall", "bridges")}
    found = toyland(lay({FORMAT: text, "toyland/checks.toml": "", **texts}))
    assert [one.id for one in found.sections] == [*(one.id for one in NATIONAL.sections), "桥"]


# --- 图、构成 ---


@pytest.mark.parametrize(("year", "kind"), [(2021, "柱状图"), (2022, "饼图")])
def test_chart_of_a_year(lay: Lay, year: int, kind: str) -> None:
    charts = "".join(
        f'[[chart]]\ntitle = "桥图"\nkind = "{kind}"\nseries = "桥"\ncomposition = "收入构成"\n'
        f"{when}\n"
        for kind, when in (("柱状图", "until = 2021"), ("饼图", "from = 2022"))
    )
    found = toyland(lay({FORMAT: HEAD + charts, "toyland/checks.toml": ""}), year)
    assert found.charts["桥图"].kind == kind


def test_chart_and_composition_of_a_table_that_is_not_published_are_left_out(lay: Lay) -> None:
    found = toyland(lay({FORMAT: HEAD + SUMMARY, "toyland/checks.toml": ""}))
    assert set(found.charts) == {"收入、支出决算总计变动情况图", "收入决算结构图"}
    assert "支出构成" not in found.compositions
    assert found.compositions["收入构成"] == NATIONAL.compositions["收入构成"]


def test_composition_of_one_s_own_replaces_the_parent_s(lay: Lay) -> None:
    own = """
        [[composition]]
        name = "收入构成"
        whole = "revenue_expenditure_summary.current_year_revenue"
        parts = ["revenue_expenditure_summary.service_revenue"]
        """
    found = toyland(lay({FORMAT: HEAD + own, "toyland/checks.toml": ""}))
    assert found.compositions["收入构成"].parts == (
        Part(table="revenue_expenditure_summary", line="service_revenue", column="actual"),
    )
    assert set(found.compositions) == set(NATIONAL.compositions)


# --- 补充资料 ---


def test_field_about_a_table_that_is_not_published_is_not_asked(lay: Lay) -> None:
    found = toyland(lay({FORMAT: HEAD + SUMMARY, "toyland/checks.toml": ""}))
    assert "总体变动原因" in found.supplement
    assert "财政拨款变动原因" not in found.supplement
    assert found.supplement["总体变动原因"].drivers == ()  # 科目表都没有公开


@pytest.mark.parametrize(("year", "asked"), [(2021, False), (2022, True)])
def test_field_that_a_place_does_not_ask_for(lay: Lay, year: int, *, asked: bool) -> None:
    without = '[[without]]\nfields = ["机要通信用车"]\nuntil = 2021'
    found = toyland(lay({"toyland/supplement.toml": without}), year)
    assert ("机要通信用车" in found.supplement) is asked


def test_fields_stand_in_the_order_of_the_sections(lay: Lay) -> None:
    fields = """
        [[field]]
        name = "桥的现状"
        section = "一"
        hint = "能走还是不能走"
        [[field]]
        name = "杂项"
        section = "校验"
        hint = "随便写"
        """
    names = list(toyland(lay({"toyland/supplement.toml": fields})).supplement)
    of_one = [name for name in names if name in ("总体变动原因", "桥的现状", "财政拨款变动原因")]
    assert of_one == ["总体变动原因", "桥的现状", "财政拨款变动原因"]  # 同一节里，上级的在前
    assert names[-1] == "杂项"


# --- 单位情况、固定说法、应当核对的事项 ---


def test_traits_words_and_obligations_add_up(lay: Lay) -> None:
    own = '[traits]\n"单位性质" = "事业单位"\n[words]\n"过桥钱" = "2文"\n'
    duties = '[obligations]\nT01 = "过桥费合计"\nR01 = "镇里的说法"\n'
    home = lay({FORMAT: HEAD + own, "toyland/checks.toml": "", "toyland/obligations.toml": duties})
    found = toyland(home)
    assert found.traits == {**NATIONAL.traits, "单位性质": "事业单位"}
    assert found.words == {**NATIONAL.words, "过桥钱": "2文"}
    assert found.obligations == {
        **NATIONAL.obligations,
        "T01": "过桥费合计",
        "R01": "镇里的说法",
    }
    changed = toyland(home, 2024, {"单位性质": "行政单位"})
    assert changed.traits["单位性质"] == "行政单位"  # 首页上的说法盖过格式的


# --- 模板的语言 ---


def test_settings_change_no_word_of_the_language() -> None:
    plain, switched = (
        Language(find("sichuan", 2024, settings))
        for settings in (None, {"千分位": "是", "单位性质": "事业单位"})
    )
    assert plain == switched
    assert hash(plain) == hash(switched)
    assert plain.format != switched.format


def test_another_year_or_place_speaks_another_language(lay: Lay) -> None:
    languages = [
        Language(find("sichuan", 2024)),
        Language(find("sichuan", 2022)),
        Language(find("sichuan", 2020)),
        Language(NATIONAL),
        Language(toyland(lay({}))),
    ]
    assert len(set(languages)) == len(languages)


def test_format_is_read_once_for_a_place_and_year() -> None:
    assert find("sichuan", 2024) is find("sichuan", 2024)
    assert find("sichuan", 2024, {"千分位": "是"}).tables is find("sichuan", 2024).tables
