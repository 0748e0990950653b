"""用途：每个项级科目的钱用在哪里，人写在预算数表里；正文印出、读回，空着就是缺口。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.binding.read_text import read
from tests.narrative.accounts import (
    FILE,
    GENERAL,
    THREE,
    build,
    format_of,
    in_wan,
    narrative_of,
    text_of,
    toy_section,
)
from xlbudget.domain.account import BUDGET_SHEET, Entry, FinalAccount
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.statements import Source
from xlbudget.domain.text import State
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.names import FigureName
from xlbudget.narrative.nodes import LoopFigure, Purpose, Repeat
from xlbudget.narrative.template import parse

ITEMS = (
    "其中：\n{% for 行 in 一般公共预算支出表.项 %}{{序号}}.{{行.类全名}}（类）{{行.款名}}（款）"
    "{{行.名称}}（项）。主要用于{{行 | 用途}}。"
    "预算为{{行.预算数}}，支出决算为{{行}}。\n{% endfor %}"
)
RUNNING, SERVICES = (GENERAL, "2010301"), (GENERAL, "2010303")
HEAD = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）"


def account_with(resolved: Format, purposes: dict[tuple[str, str], str]) -> FinalAccount:
    account = build(
        resolved,
        in_wan(resolved, {GENERAL: {"2010301": "5", "2010303": "4"}}),
        budgets={
            (GENERAL, "2010301", "全年预算数"): in_wan(resolved, {GENERAL: {"total": "6"}})[
                GENERAL, "total", "total"
            ]
        },
    )
    cells = {
        key: Source(FILE, BUDGET_SHEET, f"G{row}") for row, key in enumerate((RUNNING, SERVICES), 5)
    }
    entries = {key: Entry(text, Source(FILE, BUDGET_SHEET, "G5")) for key, text in purposes.items()}
    return replace(account, purposes=entries, purpose_cells=cells)


def test_a_purpose_of_each_item_is_a_node_of_the_loop() -> None:
    (_, _, repeat) = parse(toy_section(ITEMS), find("sichuan", 2024))
    assert isinstance(repeat, Repeat)
    assert Purpose(LoopFigure(GENERAL)) in repeat.body


@pytest.mark.parametrize(
    "written", ["人员工资", "主要用于人员工资。", " 用于人员工资；", "人员工资\n"]
)
def test_a_purpose_becomes_a_clause_without_saying_anything_twice(written: str) -> None:
    resolved = format_of(ITEMS)
    paragraphs = narrative_of(account_with(resolved, {RUNNING: written}), resolved).paragraphs
    assert paragraphs[1].text == (
        f"1.{HEAD}行政运行（项）。主要用于人员工资。预算为6万元，支出决算为5万元。"
    )


def test_a_blank_purpose_is_a_gap_that_names_its_cell() -> None:
    resolved = format_of(ITEMS)
    paragraph = narrative_of(account_with(resolved, {RUNNING: "工资"}), resolved).paragraphs[2]
    assert paragraph.state is State.GAP
    assert "主要用于〔请填写：2010303 机关服务的用途〕。" in paragraph.text
    gap = paragraph.gaps[0]
    assert (gap.where, gap.cell) == (BUDGET_SHEET, Source(FILE, BUDGET_SHEET, "G6"))


def test_a_line_named_outright_has_a_purpose_too() -> None:
    resolved = format_of("公务接待费用于{{三公经费表.公务接待费 | 用途}}。")
    account = replace(
        build(resolved),
        purposes={(THREE, "official_hospitality"): Entry("来访", Source(FILE, BUDGET_SHEET, "G9"))},
    )
    assert text_of(narrative_of(account, resolved).paragraphs) == "公务接待费用于来访。"
    assert "〔请填写：财政拨款“三公”经费支出决算表的公务接待费的用途〕" in text_of(
        narrative_of(build(resolved), resolved).paragraphs
    )


def test_purposes_read_back_with_the_line_they_speak_of() -> None:
    resolved = format_of(ITEMS)
    text = text_of(narrative_of(account_with(resolved, {RUNNING: "工资"}), resolved).paragraphs)
    bindings = read(resolved, text)
    assert bindings is not None
    assert bindings.purposes == ((FigureName(*RUNNING, "total"), "工资"),)  # 缺口不是用途
    assert [(each.figure.line, each.figure.measure, each.text) for each in bindings.numbers] == [
        ("2010301", "budget", "6万元"),
        ("2010301", "actual", "5万元"),
        ("2010303", "actual", "4万元"),
    ]
    assert read(resolved, text.replace("一般公共服务支出（类）", "一般公共服务（类）")) is None


def test_terms_are_titled_as_the_text_cites_them() -> None:
    """正文写“一般公共服务支出（类）”，名词解释也这样写；单位自己的释义两种写法都认。"""
    resolved = format_of(ITEMS + "{{名词解释()}}")
    short = f"{HEAD}行政运行（项）".replace("支出（类）", "（类）")
    account = replace(
        account_with(resolved, {}),
        terms={short: Entry("指自己写的", Source(FILE, "名词解释", "B4"))},
    )
    texts = [each.text for each in narrative_of(account, resolved).paragraphs]
    assert any(text.endswith(f"{HEAD}行政运行（项）：指自己写的") for text in texts)


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("用于{{收支总表.总计 | 用途}}。", "别的表的行 | 用途"),
        ("用于{{补充资料.车辆总数 | 用途}}。", "别的表的行 | 用途"),
        ('用于{{三公经费表.合计 | 用途("总体")}}。', "用途 的参数"),
    ],
)
def test_only_lines_of_the_budget_sheet_have_a_purpose(template: str, seen: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse(toy_section(template), find("sichuan", 2024))
    assert caught.value.seen == seen
    assert caught.value.where == "甲.txt 第1行"
