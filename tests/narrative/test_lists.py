"""构成与列举：列哪些、怎么列、没有可列的时候说什么。"""

from __future__ import annotations

import pytest

from tests.narrative.accounts import (
    BASIC,
    GENERAL,
    SPENDING,
    SUMMARY,
    THREE,
    build,
    format_of,
    in_wan,
    narrative_of,
    texts_of,
)
from xlbudget.domain.text import State

REVENUE = '{{构成("收入构成", "总体")}}'
NATURE = '{{构成("支出构成", "总体")}}'
CATEGORIES = '{{构成("一般公共预算支出构成", "总体")}}'
THREE_PUBLIC = '{{构成("三公经费构成", "三公")}}'
PROCURED = '{{构成("政府采购构成", "全列")}}'
PERSONNEL = '{{列举("人员经费构成", "总体")}}'

ALL_KINDS = (
    "基本支出1万元，占10%；项目支出2万元，占20%；上缴上级支出3万元，占30%；经营支出2万元，占20%；"
    "对附属单位补助支出2万元，占20%"
)
GENERAL_REVENUE = "general_public_budget_appropriation_revenue"


def said(
    template: str,
    tables: dict[str, dict[str, str]],
    settings: dict[str, str] | None = None,
    supplement: dict[str, str] | None = None,
) -> str:
    """What a template of one paragraph says of amounts in 万元 by table and line."""
    resolved = format_of(template, settings)
    account = build(resolved, in_wan(resolved, tables), supplement=supplement)
    (text,) = texts_of(account, resolved)
    return text


@pytest.mark.parametrize(
    ("template", "tables", "text"),
    [
        (
            REVENUE,
            {
                SUMMARY: {
                    "current_year_revenue": "8",
                    GENERAL_REVENUE: "6",
                    "service_revenue": "1.5",
                    "other_revenue": "0.5",
                }
            },
            "一般公共预算财政拨款收入6万元，占75%；事业收入1.5万元，占18.75%；其他收入0.5万元，占6.25%",
        ),
        (  # 零、空白都不列
            REVENUE,
            {
                SUMMARY: {
                    "current_year_revenue": "6",
                    GENERAL_REVENUE: "6",
                    "service_revenue": "0",
                }
            },
            "一般公共预算财政拨款收入6万元，占100%",
        ),
        (  # 一行的各列
            NATURE,
            {SPENDING: {"total": "3", "total@basic": "1", "total@project": "2"}},
            "基本支出1万元，占33.33%；项目支出2万元，占66.67%",
        ),
        (
            NATURE,
            {
                SPENDING: {
                    "total": "10",
                    "total@basic": "1",
                    "total@project": "2",
                    "total@superior_remittance": "3",
                    "total@commercial": "2",
                    "total@affiliate_subsidy": "2",
                }
            },
            ALL_KINDS,
        ),
        (  # 类按表里的次序，用全称
            CATEGORIES,
            {GENERAL: {"total": "4", "201": "1", "229": "3"}},
            "一般公共服务支出1万元，占25%；其他支出3万元，占75%",
        ),
        (  # “三公”各项是零的也列
            THREE_PUBLIC,
            {THREE: {"total": "2", "overseas_visits": "0", "vehicles": "2"}},
            "因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算2万元，占100%",
        ),
        (  # 款按表里的次序，只写名称，零的不写
            PERSONNEL,
            {BASIC: {"personnel_total": "3", "30101": "1", "30103": "0", "30305": "2"}},
            "基本工资、生活补助",
        ),
    ],
)
def test_lists(template: str, tables: dict[str, dict[str, str]], text: str) -> None:
    assert said(template, tables) == text


def test_parts_that_print_as_zero_are_not_listed() -> None:
    tables = {
        SUMMARY: {
            "current_year_revenue": "6.0049",
            GENERAL_REVENUE: "6",
            "other_revenue": "0.0049",
        }
    }
    assert said(REVENUE, tables, {"计算依据": "元"}) == "一般公共预算财政拨款收入6万元，占99.92%"


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("不列", "一般公共预算财政拨款收入6万元，占100%"),
        (
            "列出",
            "一般公共预算财政拨款收入6万元，占100%；事业收入0万元，占0%",
        ),
    ],
)
def test_switch_of_nil_items_lists_what_holds_a_zero(setting: str, text: str) -> None:
    """列出的是填了零的，空白的不列。"""
    tables = {SUMMARY: {"current_year_revenue": "6", GENERAL_REVENUE: "6", "service_revenue": "0"}}
    assert said(REVENUE, tables, {"零值项目": setting}) == text


def test_part_of_nothing_has_no_share() -> None:
    """合计为零，分项不为零：表有错，占比不算。"""
    tables = {SUMMARY: {"current_year_revenue": "0", GENERAL_REVENUE: "6"}}
    assert said(REVENUE, tables) == "一般公共预算财政拨款收入6万元"


@pytest.mark.parametrize(
    ("template", "tables", "text"),
    [
        # 合计没有填
        (REVENUE, {}, "〔请填写：2024年度收入支出决算总表的本年收入合计〕"),
        (PERSONNEL, {}, "〔请填写：2024年度一般公共预算财政拨款基本支出决算表的人员经费〕"),
        # 合计是零
        (REVENUE, {SUMMARY: {"current_year_revenue": "0"}}, "各项均为零"),
        (PERSONNEL, {BASIC: {"personnel_total": "0"}}, "无"),
        # 合计有数，分项一个也没有填：不说“没有”，请人填
        (
            REVENUE,
            {SUMMARY: {"current_year_revenue": "6"}},
            "〔请填写：收入支出决算总表中本年收入合计的各项明细〕",
        ),
        (
            CATEGORIES,
            {GENERAL: {"total": "6"}},
            "〔请填写：一般公共预算财政拨款支出决算表中合计的各项明细〕",
        ),
        (
            PERSONNEL,
            {BASIC: {"personnel_total": "6"}},
            "〔请填写：一般公共预算财政拨款基本支出决算表中人员经费的各项明细〕",
        ),
        # 分项填了零
        (
            REVENUE,
            {SUMMARY: {"current_year_revenue": "6", GENERAL_REVENUE: "0"}},
            "各项均为零",
        ),
    ],
)
def test_nothing_to_list(template: str, tables: dict[str, dict[str, str]], text: str) -> None:
    assert said(template, tables) == text


def test_gap_of_a_list_sends_to_the_sheet_of_the_whole() -> None:
    resolved = format_of(CATEGORIES)
    account = build(resolved, in_wan(resolved, {GENERAL: {"total": "6"}}))
    (paragraph,) = narrative_of(account, resolved).paragraphs
    assert paragraph.state is State.GAP
    assert paragraph.gaps[0].where == "公开06 一般公共预算财政拨款支出决算表"


def test_numbers_of_the_supplement_are_all_listed() -> None:
    supplement = {"政府采购支出总额": "5", "政府采购货物支出": "5", "政府采购工程支出": "0"}
    assert said(PROCURED, {}, supplement=supplement) == (
        "政府采购货物支出5万元、政府采购工程支出0万元、政府采购服务支出〔请填写：政府采购服务支出〕"
    )


def test_negative_part_is_a_gap() -> None:
    tables = {SUMMARY: {"current_year_revenue": "6", GENERAL_REVENUE: "7", "other_revenue": "-1"}}
    text = said(REVENUE, tables)
    assert text.startswith("一般公共预算财政拨款收入7万元，占116.67%；其他收入〔请填写：")
    assert "-" not in text
