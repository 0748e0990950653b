"""示例单位 2024 年度、2020 年度公开文本里的数：对的，说明里一节不差地都有；错的，说明里是对的那个。

公开文本里的错有：截断的比率（1.8%、31.55%、1.74%）、132.91%、把 35.16 万元写成元、
把含政府性基金的 61.07 万元写进一般公共预算的构成（占 4.19%）。2020 年度的一、四两节把本年收入、本年
支出写成了总计，收支两个总计不等，这里印的是两边相等的总计。
"""

from __future__ import annotations

import pytest

from xlbudget.domain.account import FinalAccount
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_of_case, sample_account

PUBLISHED = {
    "一": ["1482.22万元", "845.79万元"],
    "二": ["1433.63万元", "1407.72万元", "98.19%", "25.92万元"],
    "三": ["1482.22万元", "467.75万元", "1014.46万元", "68.44%"],
    "四": ["1482.22万元", "845.79万元"],
    "五": [
        *("1456.3万元", "98.25%", "847.82万元", "139.33%"),
        *("467.88万元", "32.13%", "6.45万元", "0.44%", "108.05万元", "7.42%"),
        *("22.28万元", "1.53%", "9.84万元", "0.68%", "1万元", "0.07%"),
        *("792.65万元", "54.43%", "13万元", "0.89%"),
        *("122.01万元", "64.84万元", "92.94万元", "184.17万元", "0.07万元", "3万元", "0.85万元"),
        *("1.5万元", "4.95万元", "0.05万元", "1.02万元", "24.25万元", "0.65万元", "0.5万元"),
        *("81.58万元", "0.23万元", "6.76万元", "6.75万元", "4.89万元", "3.65万元", "1.84万元"),
        *("5万元", "771.98万元", "20.67万元", "完成预算100%"),
    ],
    "六": ["467.75万元", "446.78万元", "20.97万元"],
    "七": ["3.82万元", "0.71万元", "15.67%", "占100%", "占0%", "完成预算100%"],
    "八": ["25.92万元", "2.03万元", "7.26%"],
    "十": ["20.97万元", "0.92万元", "159.72万元", "78.68万元", "49.26%", "共有车辆2辆", "96分"],
}
CORRECTED = {
    "一": ("132.90%", "132.91%"),
    "二": ("占1.81%", "占1.8%"),
    "三": ("占31.56%", "占31.55%"),
    "四": ("132.90%", "132.91%"),
    "五": ("城乡社区支出35.16万元，占2.41%", "61.07"),
    "八": ("1.75%", "1.74%"),
}


PUBLISHED_2020 = {
    "一": ["483.15万元"],
    "二": ["444.71万元", "438.61万元", "占98.63%", "6.1万元", "占1.37%"],
    "三": ["483.15万元", "416.72万元", "66.42万元"],
    "五": [
        *("471.26万元", "占本年支出合计的97.54%", "减少72.75万元"),
        *("404.89万元", "4.1万元", "0.87%", "22.77万元", "14.12万元", "占3%", "0.84万元", "0.18%"),
        *("3万元，占0.64%", "21.54万元，占4.57%", "完成预算100%"),
    ],
    "六": ["416.72万元", "日常公用经费17.32万元"],
    "七": [
        "2.5万元",
        "完成预算100%",
        "决算数与预算数持平",
        "占100%",
        "共有公务用车1辆",
        "与2019年度持平",
    ],
    "八": ["2020年政府性基金预算拨款支出6.1万元"],
    "九": ["2020年无国有资本经营预算拨款支出"],
    "十": [
        *("机关运行经费支出17.32万元", "政府采购支出总额9.1万元", "政府采购货物支出9.1万元"),
        *("截至2020年12月31日", "共有车辆1辆", "部级领导干部用车0辆", "一般公务用车1辆"),
        *("单价50万元以上通用设备0台（套）", "单价100万元以上专用设备0台（套）", "5个项目"),
    ],
}
CORRECTED_2020 = {
    "三": ("占86.25%", "占86.3%"),
    "五": ("一般公共服务支出404.89万元，占85.92%", "85.91%"),
    "六": ("人员经费399.4万元", "399.42"),
}


def by_section(account: FinalAccount, resolved: Format) -> dict[str, str]:
    texts: dict[str, str] = {}
    for paragraph in run(account, resolved).paragraphs:
        section = paragraph.id.partition(".")[0]
        texts[section] = texts.get(section, "") + paragraph.text + "\n"
    return texts


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    return by_section(*sample_account())


@pytest.fixture(scope="module")
def sections_2020() -> dict[str, str]:
    case = load_case(HOME / "sichuan" / "cases" / "unit_2020.toml", "sichuan")
    resolved = find("sichuan", 2020, case.settings)
    return by_section(account_of_case(case, resolved), resolved)


@pytest.mark.parametrize("section", PUBLISHED)
def test_every_right_figure_stands_in_its_section(sections: dict[str, str], section: str) -> None:
    assert [figure for figure in PUBLISHED[section] if figure not in sections[section]] == []


@pytest.mark.parametrize("section", CORRECTED)
def test_where_the_publication_is_wrong_the_text_is_right(
    sections: dict[str, str], section: str
) -> None:
    right, wrong = CORRECTED[section]
    assert right in sections[section]
    assert wrong not in sections[section]


def test_no_amount_of_the_general_budget_is_printed_in_yuan(sections: dict[str, str]) -> None:
    assert "其他城乡社区管理事务支出（项）：支出决算数为35.16万元" in sections["五"]
    assert "35.16元" not in sections["五"]


def test_the_items_that_carry_basic_expenditure_are_named_one_by_one(
    sections: dict[str, str],
) -> None:
    personnel = (
        "基本工资、津贴补贴、奖金、绩效工资、机关事业单位基本养老保险缴费、职业年金缴费、"
        "职工基本医疗保险缴费、公务员医疗补助缴费、其他社会保障缴费、住房公积金、"
        "其他工资福利支出、生活补助。"
    )
    operating = "办公费、水费、电费、差旅费、工会经费、福利费、公务用车运行维护费、其他交通费用"
    assert personnel in sections["六"]
    assert operating in sections["六"]


# --- 2020 年度 ---


@pytest.mark.parametrize("section", PUBLISHED_2020)
def test_facts_of_2020_can_be_told_in_its_own_words(
    sections_2020: dict[str, str], section: str
) -> None:
    text = sections_2020[section]
    assert [figure for figure in PUBLISHED_2020[section] if figure not in text] == []


@pytest.mark.parametrize("section", CORRECTED_2020)
def test_where_the_publication_of_2020_is_wrong_the_text_is_right(
    sections_2020: dict[str, str], section: str
) -> None:
    right, wrong = CORRECTED_2020[section]
    assert right in sections_2020[section]
    assert wrong not in sections_2020[section]


def test_forms_of_2020_have_their_own_headings(sections_2020: dict[str, str]) -> None:
    assert "一、基本职能及主要工作" in sections_2020["第一部分"]
    assert "（二）2020年重点工作完成情况" in sections_2020["第一部分"]
    assert sections_2020["七"].startswith("七、“三公”经费财政拨款支出决算情况说明")
