"""名词解释：解释文中用到的名词和科目，一个不多、一个不少；自己带来的释义优先。"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.narrative.accounts import (
    GENERAL,
    account_of,
    build,
    format_of,
    narrative_of,
    of_case,
    wan,
)
from xlbudget.domain.text import Gap, Paragraph, State
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.formats.model import Format, Section
from xlbudget.narrative.term_list import category_name, item_title

LOOP = (
    "{% for 行 in 一般公共预算支出表.项 %}{{行.类名}}（类）{{行.款名}}（款）{{行.名称}}（项）\n"
    "{% endfor %}"
)
RUNNING = "一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"
OTHER = "其他支出（类）其他支出（款）其他支出（项）"
CITED = re.compile(r"[^：。\n\d.]+（类）[^：\n]+（款）[^：\n]+（项）")


def explained(
    template: str,
    codes: tuple[str, ...] = (),
    terms: dict[str, str] | None = None,
    year: int = 2024,
) -> list[Paragraph]:
    """What is explained of a text that a template writes."""
    resolved = format_of(f"甲\n{template}\n名词\n{{{{名词解释()}}}}", year=year)
    account = build(resolved, {(GENERAL, code, "total"): wan("1") for code in codes}, terms=terms)
    paragraphs = narrative_of(account, resolved).paragraphs
    begin = next(at for at, each in enumerate(paragraphs) if each.text == "名词")
    return list(paragraphs[begin + 1 :])


# --- 名词 ---


def test_a_term_is_explained_where_the_text_has_its_words() -> None:
    (term,) = explained("本年没有经营收入。")
    assert term.text == (
        "1.经营收入：指事业单位在专业活动之外，开展不单独核算的经营活动得到的收入。"
    )
    assert term.state is State.REFERENCE
    assert term.id == "一.3.经营收入"


def test_terms_stand_in_the_order_of_the_format_and_are_numbered() -> None:
    terms = explained("机关运行经费、经营收入、事业收入")
    assert [each.text.partition("：")[0] for each in terms] == [
        "1.事业收入", "2.经营收入", "3.机关运行经费",
    ]  # fmt: skip


def test_a_text_without_terms_explains_nothing() -> None:
    assert explained("没有要解释的。") == []


# --- 科目 ---


def test_items_follow_the_terms_under_their_full_title() -> None:
    terms = explained("基本支出\n" + LOOP, ("2299999", "2010301"))
    assert [each.text.partition("：")[0] for each in terms] == [
        "1.基本支出", f"2.{RUNNING}", f"3.{OTHER}",
    ]  # fmt: skip
    assert [each.id.rpartition(".")[2] for each in terms] == ["基本支出", "2010301", "2299999"]


def test_an_item_that_the_text_cites_twice_is_explained_once() -> None:
    assert len(explained(LOOP + LOOP, ("2010301",))) == 1


@pytest.mark.parametrize(
    ("year", "code", "title"),
    [
        (2024, "2010301", RUNNING),
        (2024, "2299999", OTHER),
        (
            2024,
            "2070199",
            "文化旅游体育与传媒（类）文化和旅游（款）其他文化和旅游支出（项）",
        ),
        (
            2019,
            "2080501",
            "社会保障和就业（类）行政事业单位离退休（款）归口管理的行政单位离退休（项）",
        ),
        (2020, "2299901", OTHER),
    ],
)
def test_titles_are_those_of_the_year(year: int, code: str, title: str) -> None:
    assert item_title(code, find("sichuan", year)) == title


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("201", "一般公共服务"),
        ("215", "资源勘探工业信息等"),
        ("229", "其他支出"),
        ("223", "国有资本经营预算"),
    ],
)
def test_categories_are_cited_without_the_word_expenditure(code: str, name: str) -> None:
    assert category_name(code, find("sichuan", 2024)) == name


# --- 自己带来的释义 ---


@pytest.mark.parametrize(
    "name",
    [
        RUNNING,
        "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）",
        "一般公共服务支出(类)政府办公厅(室)及相关机构事务(款)行政运行(项)：",
        " 一般公共服务（类） 政府办公厅（室）及相关机构事务（款） 行政运行（项） ",
        "2010301",
        "行政运行",
    ],
)
def test_an_explanation_of_ones_own_is_found_by_title_code_or_name(name: str) -> None:
    (term,) = explained(LOOP, ("2010301",), {name: "指自己写的释义。"})
    assert term.text == f"1.{RUNNING}：指自己写的释义。"
    assert term.state is State.READY


def test_the_full_title_comes_before_the_bare_name() -> None:
    """好几个款都有行政运行：写明是哪一款的那条只管那一款。"""
    terms = {"行政运行": "指各款的。", RUNNING: "指政府办公厅的。"}
    first, second = explained(LOOP, ("2010301", "2013601"), terms)
    assert first.text.endswith("指政府办公厅的。")
    assert second.text.endswith("指各款的。")


def test_a_term_of_ones_own_wins_and_stands_in_one_paragraph() -> None:
    (term,) = explained("经营收入", terms={"经营收入：": "指\n 自己写的。"})
    assert (term.text, term.state) == ("1.经营收入：指自己写的。", State.READY)


def test_gap_in_an_explanation_of_ones_own_is_a_gap() -> None:
    (term,) = explained("经营收入", terms={"经营收入": "指〔请填写：范围〕的收入。"})
    assert (term.gaps, term.state) == ((Gap("范围"),), State.GAP)


def test_an_explanation_that_the_text_does_not_need_is_not_printed() -> None:
    assert explained("没有", terms={"经营收入": "指收入。", "2010301": "指支出。"}) == []


def test_without_any_explanation_there_is_a_gap() -> None:
    resolved = format_of(f"{LOOP}\n{{{{名词解释()}}}}")
    resolved = replace(resolved, explanations={})
    account = build(resolved, {(GENERAL, "2010301", "total"): wan("1")})
    term = narrative_of(account, resolved).paragraphs[-1]
    assert term.text == f"1.{RUNNING}：〔请填写：{RUNNING}的释义〕"
    assert [gap.where for gap in term.gaps] == ["名词解释"]
    assert term.state is State.GAP


# --- 与正文对得上 ---


def sections(*templates: str) -> Format:
    resolved = find("sichuan", 2024)
    made = [
        Section(id=f"第{at}部分", file=f"{at}.txt", template=template)
        for at, template in enumerate(templates)
    ]
    return replace(resolved, sections=tuple(made))


def test_words_of_later_parts_are_explained_too_but_not_titles_of_tables() -> None:
    resolved = sections("名词\n{{名词解释()}}", "经营收入", "附表\n{{附表()}}")
    texts = [each.text for each in narrative_of(account_of(resolved), resolved).paragraphs]
    assert texts[0] == "名词"
    assert texts[1].startswith("1.经营收入：")
    assert texts[2] == "经营收入"
    assert texts[3] == "附表"


@pytest.mark.parametrize("name", ["sample", "sample_complete", "unit_2020", "nothing"])
def test_explained_are_exactly_the_items_and_terms_of_the_text(name: str) -> None:
    case = load_case(HOME / "sichuan" / "cases" / f"{name}.toml", "sichuan")
    resolved = find("sichuan", case.year, case.settings)
    paragraphs = narrative_of(of_case(case, resolved), resolved).paragraphs
    explained = [each for each in paragraphs if each.id.startswith("第三部分.")]
    others = [p for p in paragraphs if p.id.partition(".")[0] not in ("第三部分", "第五部分")]
    text = "\n".join(each.text for each in others)
    titles = [each.text.partition(".")[2].partition("：")[0] for each in explained]
    assert [title for title in titles if "（项）" in title] == CITED.findall(text)
    terms = [title for title in titles if "（项）" not in title]
    assert terms == [
        term.name for term in resolved.terms if any(word in text for word in term.words)
    ]
    numbers = [each.text.partition(".")[0] for each in explained]
    assert numbers == [str(number) for number in range(1, len(explained) + 1)]
