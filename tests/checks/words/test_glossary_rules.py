"""R93：名词解释与正文的科目、旧名、错名、重复。"""

from __future__ import annotations

import pytest

from tests.checks.words.reviewing import EXPLANATION, TERMS, review, shown
from xlbudget.domain.findings import Level, Verdict

SECTION = f"{EXPLANATION}五、一般公共预算财政拨款支出决算情况说明\n"
OFFICE = "政府办公厅（室）及相关机构事务（款）"
USED = (
    f"1.一般公共服务（类）{OFFICE}行政运行（项）：支出决算数为5万元。\n"
    "2.社会保障和就业（类）退役军人管理事务（款）拥军优属（项）：支出决算数为3万元。\n"
    "3.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算数为2万元。\n"
)
EXPLAINED = (
    f"1.一般公共服务支出（类）{OFFICE}行政运行（项）：反映行政单位的基本支出。\n"
    "2.社会保障和就业支出（类）退役军人管理事务（款）拥军优属（项）：开展拥军优属活动的支出。\n"
    "3.住房保障支出（类）住房改革支出（款）住房公积金（项）：单位缴存的住房公积金。\n"
)


def text_of(used: str = USED, explained: str = EXPLAINED) -> str:
    return SECTION + used + TERMS + explained


def test_the_same_items_under_slightly_other_names_agree() -> None:
    for explained in (
        EXPLAINED,
        EXPLAINED.replace("（", "(").replace("）", ")"),
        EXPLAINED.replace("住房改革支出（款）", "住房改革（款）"),
        EXPLAINED.replace("支出（类）", "支出支出（类）"),
        EXPLAINED.replace("拥军优属（项）", "拥军拥属（项）"),
    ):
        assert shown("item-explained", text_of(explained=explained)) == []
        assert shown("item-used", text_of(explained=explained)) == []


def test_what_is_not_explained_is_one_finding_with_the_list() -> None:
    explained = EXPLAINED.splitlines(keepends=True)[0]
    findings, _ = review("item-explained", text_of(explained=explained))
    assert len(findings) == 1
    assert "2 个" in findings[0].message
    assert "住房公积金" in findings[0].message
    assert "拥军优属" in findings[0].message


def test_explanations_without_their_heading_are_known_by_having_no_amount() -> None:
    explained = "".join(EXPLAINED.splitlines(keepends=True)[:2]).replace("：反映", "：")
    (finding,) = review("item-explained", SECTION + USED + explained)[0]
    assert "1 个" in finding.message
    assert "住房公积金" in finding.message
    assert shown("item-explained", SECTION + USED) == []


def test_what_is_not_used_is_a_note_without_the_tables() -> None:
    more = "4.教育支出（类）普通教育（款）小学教育（项）：举办小学的支出。\n"
    findings, _ = review("item-used", text_of(explained=EXPLAINED + more))
    assert [each.level for each in findings] == [Level.INFO]
    assert "小学教育" in findings[0].message


def test_funds_are_itemised_in_the_tables_only() -> None:
    group = "城乡社区支出（类）国有土地使用权出让收入安排的支出（款）"
    more = f"4.{group}农村社会事业支出（项）：指用于农村。\n"
    assert shown("item-used", text_of(explained=EXPLAINED + more)) == []


@pytest.mark.parametrize("rule", ["item-explained", "item-used"])
def test_a_glossary_without_items_is_not_compared(rule: str) -> None:
    findings, entries = review(rule, text_of(explained="1.基本支出：指运转支出。\n"))
    assert findings == []
    assert [entry.verdict for entry in entries] == [Verdict.UNCHECKED]


def test_a_term_explained_twice_is_found() -> None:
    twice = EXPLAINED + "4.住房保障（类）住房改革支出（款）住房公积金（项）：缴存的公积金。\n"
    assert len(shown("term-once", text_of(explained=twice))) == 1
    assert shown("term-once", text_of()) == []


def test_one_explanation_under_two_items_is_found() -> None:
    words = "指为职工缴存的长期住房储金，包括单位缴存部分。"
    two = (
        f"1.住房保障支出（类）住房改革支出（款）住房公积金（项）：{words}\n"
        f"2.社会保障和就业支出（类）退役军人管理事务（款）拥军优属（项）：{words}\n"
    )
    assert len(shown("explanation-own", text_of(explained=two))) == 1


def test_what_all_of_a_kind_share_is_left_alone() -> None:
    words = "反映行政单位未单独设置项级科目的其他项目支出。"
    two = (
        f"1.一般公共服务支出（类）{OFFICE}一般行政管理事务（项）：{words}\n"
        f"2.一般公共服务支出（类）群众团体事务（款）一般行政管理事务（项）：{words}\n"
        f"3.农林水支出（类）农业农村（款）事业运行（项）：{words}\n"
    )
    assert shown("explanation-own", text_of(explained=two)) == []


@pytest.mark.parametrize(
    ("purpose", "found"),
    [
        ("主要用于优抚对象的节日慰问", ["优抚对象的节日慰问"]),
        ("主要用于工作人员工资和日常办公", []),
        ("主要用于慰问", []),
    ],
)
def test_one_purpose_under_two_categories_is_found(purpose: str, found: list[str]) -> None:
    used = "".join(f"{line[:-1]}{purpose}。\n" for line in USED.splitlines()[1:])
    assert shown("explanation-own", text_of(used=used)) == found


@pytest.mark.parametrize(
    ("purpose", "found"),
    [
        ("主要用于职工基本医疗保险缴费", ["医疗保险"]),
        ("主要用于按规定为职工缴存的住房公积金", []),
        ("主要用于缴存公积金，与医疗保险缴费基数相同", []),
    ],
)
def test_the_purpose_of_another_item_is_found(purpose: str, found: list[str]) -> None:
    used = f"1.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算数为2万元，{purpose}。\n"
    assert shown("purpose-own", text_of(used=used)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("文化体育与传媒（类）文化（款）图书馆（项）", ["文化体育与传媒", "文化"]),
        ("医疗卫生与计划生育支出（类）公共卫生（款）卫生监督机构（项）", ["医疗卫生与计划生育"]),
        (
            "资源勘探信息等（类）支持中小企业发展和管理支出（款）科技型中小企业（项）",
            ["资源勘探信息等"],
        ),
        ("国土海洋气象等支出（类）气象事务（款）气象服务（项）", ["国土海洋气象等"]),
        ("文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）", []),
        ("卫生健康支出（类）公共卫生（款）卫生监督机构（项）", []),
    ],
)
def test_former_names_are_found(name: str, found: list[str]) -> None:
    text = text_of(explained=f"1.{name}：指某项支出。\n2.{name}：指某项支出。\n")
    assert shown("subject-former", text) == found


def test_a_former_name_was_right_in_its_year() -> None:
    text = text_of(explained="1.农林水支出（类）扶贫（款）生产发展（项）：指某项支出。\n")
    assert shown("subject-former", text, "sichuan", 2024) == ["扶贫"]
    assert shown("subject-former", text, "sichuan", 2020) == []


def test_a_word_of_everyday_is_no_former_name() -> None:
    used = "支出9万元，主要用于以下方面：农业支出5万元，占56%；林业支出4万元，占44%。\n"
    assert shown("subject-former", text_of(used=used)) == []


@pytest.mark.parametrize(
    ("used", "found"),
    [
        ("1.社会保障和就业（类）退役军人管理事务（款）拥军拥属（项）：支出5万元。", ["拥军拥属"]),
        ("1.社会保障和就业（类）退役军人管理事务（款）拥军优属（项）：支出5万元。", []),
        ("1.卫生健康（类）行政事业单位医疗支出（款）行政单位医疗（项）：支出5万元。", []),
        ("1.一般公共服务（类）群众团体事务（款）自定义事项（项）：支出5万元。", []),
        ("支出9万元，主要用于以下方面：城乡支出5万元，占56%；其他支出4万元，占44%。", ["城乡"]),
        ("支出9万元，主要用于以下方面：城乡社区支出5万元，占56%；教育（类）支出4万元，占44%。", []),
    ],
)
def test_names_with_a_sign_wrong_are_found(used: str, found: list[str]) -> None:
    assert shown("subject-spelt", text_of(used=f"{used}\n")) == found
