from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.narrative.accounts import APPROPRIATION, GENERAL, REASON, SUMMARY, toy_section
from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.library import describe, find, places
from xlbudget.formats.model import SUPPLEMENT, VALUE
from xlbudget.formats.names import FigureName
from xlbudget.formats.schema import PREDICATES
from xlbudget.narrative.nodes import (
    Annexes,
    Branch,
    Break,
    Chart,
    Choice,
    Filled,
    Literal,
    LoopFigure,
    LoopName,
    LoopNumber,
    Node,
    Phrase,
    Reason,
    Repeat,
    Slot,
    Structure,
    Terms,
    Word,
    walk,
)
from xlbudget.narrative.template import parse

SICHUAN = find("sichuan", 2024)
TOTAL = FigureName(SUMMARY, "grand_total", "actual")
IF_MORE = "{% if 收支总表.总计 is 增加 %}"
ITEMS = (
    "{% for 行 in 一般公共预算支出表.项 %}{{序号}}.{{行.类名}}{{行.款名}}{{行.名称}}"
    '{{行 | 完成("逐项")}}{% if 行 is 超预算 %}增{% endif %}{% endfor %}'
)
RISE, FALL = Literal("增"), Literal("减")
BROKEN: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "broken_templates.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize(
    ("template", "nodes"),
    [
        ("只有文字。", [Literal("只有文字。")]),
        ("", []),
        ("{{年度}}年", [Word("年度"), Literal("年")]),
        ("{{上年度}}{{单位}}", [Word("上年度"), Word("单位")]),
        ("{{ 收支总表.总计 }}", [Slot(TOTAL)]),
        ("{{收支总表.总计.增减额}}", [Slot(TOTAL.of("change"))]),
        ('{{收支总表["总计"]}}', [Slot(TOTAL)]),
        ("{{收支总表.210}}", [Slot(FigureName(SUMMARY, "210", "actual"))]),
        ('{{收支总表["210"]}}', [Slot(FigureName(SUMMARY, "210", "actual"))]),
        (
            "{{财政拨款总表.212.政府性基金预算财政拨款}}",
            [Slot(FigureName(APPROPRIATION, "212", "government_fund"))],
        ),
        (
            '{{收支总表.总计 | 比上年("总体", "总计各")}}',
            [Phrase(TOTAL, "比上年", "总体", "总计各")],
        ),
        (f'{{{{原因("{REASON}")}}}}', [Reason(REASON)]),
        (f"{{{{原因('{REASON}')}}}}", [Reason(REASON)]),
        (
            '{{图("收入、支出决算总计变动情况图")}}',
            [Chart("收入、支出决算总计变动情况图")],
        ),
        (
            IF_MORE + "增{% elif 收支总表.总计 is 减少 %}减{% else %}平{% endif %}",
            [
                Choice(
                    (
                        Branch(TOTAL, "增加", (RISE,)),
                        Branch(TOTAL, "减少", (FALL,)),
                        Branch(None, "", (Literal("平"),)),
                    )
                )
            ],
        ),
        (
            "{% for 行 in 收支总表.按功能 %}{{行.名称}}{{行}}{{行.增减额}}；{% endfor %}",
            [
                Repeat(
                    SUMMARY,
                    "functions",
                    (
                        LoopName(),
                        Slot(LoopFigure(SUMMARY)),
                        Slot(LoopFigure(SUMMARY, ("增减额",))),
                        Literal("；"),
                    ),
                )
            ],
        ),
        (  # 循环行的列是它那一侧的列，不是表的第一侧的
            "{% for 行 in 财政拨款总表.按功能 %}{{行.政府性基金预算财政拨款}}{% endfor %}",
            [
                Repeat(
                    APPROPRIATION,
                    "functions",
                    (Slot(LoopFigure(APPROPRIATION, ("政府性基金预算财政拨款",))),),
                )
            ],
        ),
        (
            "{% for 行 in 收支总表.按功能 %}" + IF_MORE + "增{% endif %}{% endfor %}",
            [Repeat(SUMMARY, "functions", (Choice((Branch(TOTAL, "增加", (RISE,)),)),))],
        ),
        (
            ITEMS,
            [
                Repeat(
                    GENERAL,
                    "items",
                    (
                        LoopNumber(),
                        Literal("."),
                        LoopName("类名"),
                        LoopName("款名"),
                        LoopName("名称"),
                        Phrase(LoopFigure(GENERAL), "完成", "逐项"),
                        Choice((Branch(LoopFigure(GENERAL), "超预算", (RISE,)),)),
                    ),
                )
            ],
        ),
        (  # 款的行上面只有类
            "{% for 行 in 一般公共预算支出表.款 %}{{行.类名}}{{行.名称}}{% endfor %}",
            [Repeat(GENERAL, "subcategories", (LoopName("类名"), LoopName("名称")))],
        ),
        (  # 循环变量盖过同名的词
            "{% for 年度 in 收支总表.按功能 %}{{年度}}{% endfor %}{{年度}}",
            [Repeat(SUMMARY, "functions", (Slot(LoopFigure(SUMMARY)),)), Word("年度")],
        ),
        (
            "{{补充资料.公务用车保有量}}{{补充资料.机关运行经费支出.上年决算数}}",
            [
                Slot(FigureName(SUPPLEMENT, "公务用车保有量", VALUE)),
                Slot(FigureName(SUPPLEMENT, "机关运行经费支出", VALUE, "prior_actual")),
            ],
        ),
        ('{{收支总表.总计 | 完成("比率")}}', [Phrase(TOTAL, "完成", "比率")]),
        ('{{构成("收入构成", "总体")}}', [Structure("收入构成", "构成", "总体")]),
        ('{{列举("人员经费构成", "总体")}}', [Structure("人员经费构成", "列举", "总体")]),
        ('{{填写("部门职责")}}', [Filled("部门职责")]),
        ('{{填写("公务用车保有明细")}}', [Filled("公务用车保有明细")]),
        ("{{名词解释()}}", [Terms()]),
        ("{{附表()}}", [Annexes()]),
        ("{{公开主体}}{{截止日}}", [Word("公开主体"), Word("截止日")]),
        (
            "1.甲\n2、乙\n10．丙",
            [
                Literal("1.甲"),
                Break(1),
                Literal("2、乙"),
                Break(2),
                Literal("10．丙"),
            ],
        ),
        (
            "{% if 单位性质 is 事业单位 %}增{% elif 公开主体 is 部门 %}减{% endif %}",
            [
                Choice(
                    (
                        Branch(None, "事业单位", (RISE,), "单位性质"),
                        Branch(None, "部门", (FALL,), "公开主体"),
                    )
                )
            ],
        ),
        (
            "甲\n乙\n\n丙",
            [
                Literal("甲"),
                Break(1),
                Literal("乙"),
                Break(2),
                Break(3),
                Literal("丙"),
            ],
        ),
        ("\n\n甲\n\n", [Literal("甲")]),
        ("甲 \r\n乙\t\r\n", [Literal("甲"), Break(1), Literal("乙")]),
        ("甲\n　\n乙", [Literal("甲"), Break(1), Break(2), Literal("乙")]),
    ],
)
def test_what_is_allowed(template: str, nodes: list[Node]) -> None:
    assert parse(toy_section(template), SICHUAN) == tuple(nodes)


@pytest.mark.parametrize("predicate", PREDICATES)
def test_every_predicate_is_allowed(predicate: str) -> None:
    template = f"{{% if 收支总表.总计 is {predicate} %}}增{{% endif %}}"
    (choice,) = parse(toy_section(template), SICHUAN)
    assert choice == Choice((Branch(TOTAL, predicate, (RISE,)),))


@pytest.mark.parametrize(
    "template",
    ["甲\n{% if 收支总表.总计 is 增加 %}乙", "甲\n{{年度 + }}", "甲\n{{}}", "甲\n{% endfor %}"],
)
def test_syntax_errors_have_no_english(template: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse(toy_section(template), find("national", 2024))
    assert "第2行" in caught.value.where
    assert not re.search("[A-Za-z]{2}", caught.value.seen.replace("endfor", ""))


@pytest.mark.parametrize(
    ("place", "year"),
    [
        (place, year)
        for place in places()
        for year in (2019, 2021, 2022, 2024)
        if year >= int(str(describe(place)["first_year"]))
    ],
)
def test_templates_of_every_format_parse(place: str, year: int) -> None:
    resolved = find(place, year)
    for section in resolved.sections:
        assert parse(section, resolved)


def test_a_walk_comes_by_what_branches_and_loops_hold() -> None:
    template = "{% for 行 in 收支总表.按功能 %}{% if 行 is 有数 %}{{年度}}{% endif %}{% endfor %}"
    found = list(walk(parse(toy_section(template), SICHUAN)))
    assert [type(node) for node in found] == [Repeat, Choice, Word]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_broken_template_is_refused_with_its_place_and_the_way_out(case: dict[str, Any]) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse(toy_section(case["template"]), SICHUAN)
    message = str(caught.value)
    where, stands, remedy = message.splitlines()
    assert where == f"甲.txt 第{case['line']}行"
    assert stands.startswith("    这里是：")
    assert remedy.strip()
    for word in case["words"]:
        assert word in message


def test_broken_cases_have_names_of_their_own() -> None:
    names = [case["name"] for case in BROKEN]
    assert len(set(names)) == len(names)


def test_same_template_in_another_format_is_read_anew() -> None:
    """部门职责只有四川要填；同一个模板在全国格式里是错的，不能从缓存里拿。"""
    section = toy_section('{{填写("部门职责")}}')
    assert parse(section, SICHUAN)
    with pytest.raises(BrokenFormat):
        parse(section, find("national", 2024))


@pytest.mark.parametrize(
    "text",
    ["{{" + "(" * 3000, "{% if 收支总表.总计 is 有变动 %}" * 2000, "{{ a" + ".a" * 3000 + " }}"],
)
def test_absurd_depth_is_an_error_with_its_file(text: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse(toy_section(text), SICHUAN)
    assert toy_section(text).file in str(caught.value)
