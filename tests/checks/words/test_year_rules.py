"""R89：年份。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, manuscript_of, review, shown
from xlbudget.checks.words.year_rules import document_year
from xlbudget.domain.findings import Level

SECTION = f"{EXPLANATION}一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022年度本年收入合计5万元，其中：财政拨款收入5万元。", ["2022"]),
        ("2023年度本年收入合计5万元，其中：财政拨款收入5万元。", ["2023"]),
        ("2024年度收入总计5万元。与2022年度相比，收入总计增加1万元。", ["2022"]),
        ("2024年度收入总计5万元。与2024年度相比，收入总计增加1万元。", ["2024"]),
        ("2024年度公务接待费5万元，比2021年减少1万元。", ["2021"]),
        ("2023年度支出5万元。与2022年度相比，支出增加1万元。", ["2023"]),
        ("1.2022年度“三公”经费财政拨款支出决算为5万元。", ["2022"]),
    ],
)
def test_a_year_that_was_not_updated_is_found(text: str, years: list[str]) -> None:
    assert shown("year-of-text", SECTION + text) == years


@pytest.mark.parametrize(
    "text",
    [
        "2023年度收入总计5万元，2024年度收入总计6万元，与2023年度相比增加1万元。",
        "2024年度收入总计5万元。与2023年度相比，收入总计增加1万元。",
        "根据《2021—2025年规划》和示例财预〔2022〕12号文件，本年支出5万元。",
        "2022年启动的中学迁建项目本年支出5万元。",
        "主要变动原因是2021年度结转资金5万元在本年支付。",
        "本年支出5万元，主要用于2022年度考核奖。",
        "比2024年年初预算增加5万元，增长3%。",
        "结余5万元，预计2025年6月底前支付。",
        "“2022年度优秀项目”奖励5万元。",
        "与2023年的28万元相比，减少2.5万元。",
        "自2019年以来，每年安排5万元。",
        "公务接待费5万元，比2023年度减少1万元，主要原因是接待减少；比2022年度减少2万元。",
        "公务接待费5万元，较上年减少1万元，较2022年减少2万元。",
    ],
)
def test_other_years_that_belong_there_are_left_alone(text: str) -> None:
    assert shown("year-of-text", SECTION + text) == []


def test_a_text_of_another_year_than_its_tables_is_told_once_at_its_title() -> None:
    text = f"{EXPLANATION}一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n"
    (found,) = review("year-of-titles", text, year=2025)[0]
    assert (found.printed, found.expected, found.level) == ("2024", "2025", Level.ERROR)
    assert found.where.paragraph == 1
    assert "按2025年度核对" in found.message
    part = text.replace("2024年度部门", "2025年度部门")
    assert shown("year-of-titles", text) == []
    assert "按2025" not in "".join(
        one.message for one in review("year-of-titles", part, year=2025)[0]
    )


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("第二部分　2023年度部门决算情况说明\n", ["2023"]),
        ("第二部分　2024年度部门决算情况说明\n", []),
    ],
)
def test_the_titles_name_one_year(title: str, found: list[str]) -> None:
    text = (
        f"示例县林业局2024年度部门决算\n{title}一、收入支出决算总体情况说明\n"
        "2024年度收入总计9万元。\n二、收入决算情况说明\n2024年度收入合计9万元。\n"
    )
    assert shown("year-of-titles", text) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("示例县林业局202年度部门决算", ["202"]),
        ("示例县林业局20244年度部门决算", ["20244"]),
        ("示例县林业局2024年度部门决算", []),
        ("近20年度支出没有变化。", []),
    ],
)
def test_a_year_has_four_digits(title: str, found: list[str]) -> None:
    assert shown("year-complete", f"{title}\n{SECTION}") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("截至2023年12月31日，示例局共有车辆2辆。", ["2023"]),
        ("截至2024年12月31日，示例局共有车辆2辆。", []),
        ("截至2023年末共有车辆3辆，截至2024年末共有车辆2辆。", []),
        ("截至2025年6月30日，整改全部完成。", []),
    ],
)
def test_things_are_counted_at_the_end_of_the_year(text: str, found: list[str]) -> None:
    assert shown("closing-date", SECTION + text) == found


def test_the_year_is_that_of_most_titles_and_sentences() -> None:
    text = EXPLANATION.replace("2024", "2023") + (
        "一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n"
        "二、收入决算情况说明\n2024年度收入合计9万元。\n"
    )
    assert document_year(manuscript_of(text)) == 2024
    assert document_year(manuscript_of("没有年份。", year=2023)) == 2023


@pytest.mark.parametrize(("year", "found"), [("2023", ["2023"]), ("2024", [])])
def test_the_heads_of_tables_name_the_year(year: str, found: list[str]) -> None:
    text = (
        f"第一部分　部门概况\n第二部分　2024年度部门决算表\n收入决算表\n"
        f"编制单位：示例局　{year}年度　单位：万元\n第三部分　2024年度部门决算情况说明\n"
        "一、收入支出决算总体情况说明\n2024年度收入总计9万元。\n"
    )
    assert shown("year-of-titles", text) == found


@pytest.mark.parametrize(("year", "level"), [(2022, Level.ERROR), (2019, Level.WARNING)])
def test_an_old_year_may_be_meant(year: int, level: Level) -> None:
    text = f"2024年度公务接待费5万元，与{year}年相比减少1万元。"
    assert [each.level for each in review("year-of-text", SECTION + text)[0]] == [level]
