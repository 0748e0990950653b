"""范本里的表、页眉页脚和文本框：行名和列名说得出是哪个数的才填，别的原样留着，一格一格说出来。"""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import docx
import pytest

from tests.publish.forms.blanks.blank_forms import filled as filled_text
from tests.publish.forms.blanks.blank_forms import lines, results, with_totals
from tests.publish.forms.blanks.table_forms import (
    BASIC,
    FUNDS,
    THREE_PUBLIC,
    WHOLE,
    W,
    form_of,
    tables_of,
    with_footnote,
)
from xlbudget.publish.forms.blanks.filled_form import FilledForm
from xlbudget.publish.forms.every_blank import fill_every_blank
from xlbudget.publish.forms.form import fill_form
from xlbudget.publish.refresh.document import refresh
from xlbudget.reading.documents.word import open_word
from xlbudget.results.trace import Marks, SpanKind

PART = "第二部分 20XX年度部门决算情况说明"
ALL = "一、收入支出决算总体情况说明"
TRAVEL = "七、财政拨款“三公”经费支出决算情况说明"


@cache
def filled(*parts: str, place: str = "shaanxi", case: str = "complete") -> FilledForm:
    """一份范本填好；含竖线的一段是一张表。"""
    with TemporaryDirectory() as room:
        path = form_of(Path(room) / "范本.docx", *parts)
        return fill_every_blank(open_word(path), results(place, case), Marks())


def table_of(*parts: str, place: str = "shaanxi", case: str = "complete") -> list[list[str]]:
    """最后一张表里的字。"""
    return tables_of(filled(*parts, place=place, case=case).data)[-1]


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def test_a_table_of_three_public_expenses() -> None:
    told = table_of(PART, TRAVEL, "“三公”经费支出情况表", "单位：万元", THREE_PUBLIC)
    assert told[1:] == [
        # 43−40=3，÷40=7.5%；43÷46=93.478%
        ["“三公”经费合计", "46", "43", "40", "3", "7.50%", "93.48%"],
        ["1.因公出国（境）费", "8", "8", "0", "8", "XX", "100%"],
        ["2.公务用车购置及运行维护费", "32", "30", "33", "-3", "-9.09%", "93.75%"],
        ["其中：公务用车购置费", "18", "18", "20", "-2", "-10%", "100%"],
        ["公务用车运行维护费", "14", "12", "13", "-1", "-7.69%", "85.71%"],
        ["3.公务接待费", "6", "5", "7", "-2", "-28.57%", "83.33%"],
    ]
    (left,) = filled(PART, TRAVEL, "“三公”经费支出情况表", "单位：万元", THREE_PUBLIC).left
    assert left.where == "第1张表第3行第6列"
    assert left.why == "上年为0，增减率不可比"
    assert "因公出国（境）费.增减率" in left.near


def test_a_table_of_what_the_unit_has() -> None:
    told = table_of(PART, "十、其他重要事项的情况说明", BASIC)
    assert told == [
        ["单位名称", "示例县水利局", "所属年度", "2024年"],
        ["公务用车保有量（辆）", "3", "车辆总数", "5辆"],
        ["政府采购支出总额（万元）", "60", "机关运行经费支出", "100万元"],
        ["国内公务接待批次", "20个", "国内公务接待人次", "150"],
        ["年末职工人数", "XX人", "其他事项", ""],
    ]
    made = filled(PART, "十、其他重要事项的情况说明", BASIC)
    assert [(each.where, each.why) for each in made.left] == [
        ("第1张表第5行第2列", "看不出是哪个指标")
    ]
    assert made.removed == ("（注：请据实填写）",)


def test_units_of_headings_and_rounding() -> None:
    """1310万元＝0.131亿元，上年1210万元＝12100千元；支出1300万元按 X.X 亿元是 0.1。"""
    made = filled(PART, ALL, WHOLE)
    told = tables_of(made.data)[0]
    assert told[1] == ["本年收入合计", "0.131", "12100", "XX"]
    assert told[2] == ["本年支出合计", "0.1", "12100", "无"]
    assert made.rounded == ("第1张表第3行第2列“X.X”印成 0.1，公开的数是1300万元",)
    assert any("比公开的数粗" in each for each in made.notes())


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        # 两栏都写 20XX 年：不知道哪栏是上年
        ((PART, ALL, FUNDS), "看不出是哪个指标"),
        # 没有金额单位
        ((PART, ALL, "项目|决算数\n本年收入合计|XX"), "表上没有写明金额单位"),
        # 两栏像是同一个数
        (
            (PART, ALL, "单位：万元", "项目|决算数|金额\n本年收入合计|XX|XX"),
            "表里有几格像是同一个数",
        ),
        # 列名说的比指标多
        (
            (PART, ALL, "单位：万元", "项目|其中：某项资金|备注\n本年收入合计|XX|XX"),
            "看不出是哪个指标",
        ),
        # 行上面还有一层
        (
            (PART, ALL, "单位：万元", "来源|项目|金额\n其中：财政拨款|机关运行经费支出|XX"),
            "看不出是哪个指标",
        ),
        # 别的年度的表
        (
            (PART, ALL, "2021年收支情况表", "单位：万元", "项目|决算数\n本年收入合计|XX"),
            "表上写的是2021年",
        ),
        # 预算表
        (
            (PART, ALL, "收支预算表", "单位：万元", "项目|金额\n本年收入合计|XX"),
            "看不出是预算数还是决算数",
        ),
        # 基本支出里的接待费、差旅费不是“三公”经费
        (
            (
                PART,
                "六、一般公共预算财政拨款基本支出决算情况说明",
                "单位：万元",
                "项目|决算数\n公务接待费|XX\n因公出国（境）费用|XX\n公务用车运行维护费|XX",
            ),
            "",
        ),
        # 年初预算的表，工作簿里是全年预算
        ((PART, ALL, "单位：万元", "项目|年初预算数\n本年收入合计|XX"), ""),
        # 格里是一句话
        ((PART, ALL, "项目|说明\n收入|比上年增加（减少）XX万元"), "格里的话请自己填，或换成占位符"),
    ],
)
def test_what_may_be_another_figure_stays(parts: tuple[str, ...], why: str) -> None:
    made = filled(*parts)
    given = sum(text.count("XX") for row in parts[-1].splitlines()[1:] for text in row.split("|"))
    told = [text for row in tables_of(made.data)[-1][1:] for text in row]
    assert sum(text.count("XX") for text in told) == given
    assert made.filled == ()
    whys = [each.why for each in made.left if "第1张表" in each.where and "行第" in each.where]
    assert len(whys) >= given
    assert not why or why in whys


def test_the_two_years_of_a_heading_are_not_guessed() -> None:
    made = filled(PART, ALL, FUNDS)
    assert tables_of(made.data)[0][0][1] == "20XX年决算数（亿元）"
    assert "表里有几格写着同样的年度，看不出哪一格是上年" in [each.why for each in made.left]


def test_the_same_amount_under_two_names_is_filled_twice() -> None:
    told = table_of(PART, ALL, "单位：万元", "项目|20XX年|2023年\n收入总计|XX|XX\n支出总计|XX|XX")
    assert told == [
        ["项目", "2024年", "2023年"],
        ["收入总计", "1350", "1250"],
        ["支出总计", "1350", "1250"],
    ]


def test_columns_of_items_and_rows_of_years() -> None:
    """表头是项目、一行是一种数的表。"""
    told = table_of(
        PART,
        TRAVEL,
        "单位：元",
        "类别|因公出国（境）费|公务用车购置费|公务用车运行维护费|公务接待费|合计\n"
        "预算数|XX|XX|XX|XX|XX\n决算数|XX|XX|XX|XX|XX",
    )
    assert told[1:] == [
        ["预算数", "80000", "180000", "140000", "60000", "460000"],
        ["决算数", "80000", "180000", "120000", "50000", "430000"],
    ]


def test_headers_footers_and_boxes(tmp_path: Path) -> None:
    path = form_of(
        tmp_path / "范本.docx", PART, header="20XX年度XX单位名称决算", box="XX单位\n20XX年度XX单位"
    )
    made = fill_form(path, results("shaanxi", "complete"))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert "w:sdt" not in archive.read("word/header1.xml").decode()
    document = docx.Document(io.BytesIO(made.data))
    (section,) = document.sections
    assert section.header.paragraphs[0].text == "2024年度示例县水利局决算"
    assert section.footer.paragraphs[0].text == "示例县水利局"
    (box,) = document.element.iter(f"{W}txbxContent")
    assert [text_of(each) for each in box.iter(f"{W}p")] == [
        "示例县水利局",
        "2024年度示例县水利局",
    ]
    assert {each.where for each in made.filled} >= {"页眉", "页脚"}
    assert made.left == ()


def test_several_names_in_a_box_may_be_a_list(tmp_path: Path) -> None:
    path = form_of(tmp_path / "范本.docx", PART, box="XX局\nXX中心")
    made = fill_form(path, results("shaanxi", "complete"))
    assert [each.why for each in made.left] == ["看不出是哪个单位"] * 2


def test_numbers_of_a_footnote_stay(tmp_path: Path) -> None:
    path = with_footnote(form_of(tmp_path / "范本.docx", PART), "20XX年度收入总计XX万元。")
    made = fill_form(path, results("shaanxi", "complete"))
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        notes = ET.fromstring(archive.read("word/footnotes.xml"))
    assert text_of(notes) == "2024年度收入总计XX万元。"
    assert [(each.where, each.text) for each in made.left] == [("脚注", "XX")]
    assert [each.where for each in made.filled if each.where == "脚注"] == ["脚注"]


def test_a_cell_keeps_its_format_without_the_red(tmp_path: Path) -> None:
    path = tmp_path / "成稿.docx"
    path.write_bytes(filled(PART, TRAVEL, "单位：万元", THREE_PUBLIC).data)
    cell = docx.Document(str(path)).tables[0].cell(1, 2)._tc
    (number,) = [each for each in cell.iter(f"{W}r") if each.findtext(f"{W}t") == "43"]
    assert number.find(f"{W}rPr/{W}color") is None
    assert number.find(f"{W}rPr/{W}highlight") is None
    assert number.find(f"{W}rPr/{W}b") is not None
    rate = docx.Document(str(path)).tables[0].cell(3, 5)._tc
    assert text_of(rate) == "-9.09%"
    assert not [*rate.iter(f"{W}color", f"{W}highlight")]  # 后面的 % 也去掉了颜色


def test_numbers_of_tables_are_marked_and_renewed(tmp_path: Path) -> None:
    made = filled(PART, TRAVEL, "单位：万元", THREE_PUBLIC)
    numbers = [each for each in made.loose if each.kind is SpanKind.FIGURE]
    assert len(numbers) == len([each for each in made.filled if "张表" in each.where]) == 35
    path = form_of(tmp_path / "范本.docx", PART, TRAVEL, "单位：万元", THREE_PUBLIC)
    out = tmp_path / "说明.docx"
    out.write_bytes(fill_form(path, results("shaanxi", "complete")).data)
    again = refresh(out, results("shaanxi", "complete"))
    assert not again.changed
    renewed = tables_of(refresh(out, results("shaanxi", "changes")).data)[0]
    # 换了一份账：35−47=−12，÷47=25.532%；35÷46=76.087%；原来填不了的还空着
    assert renewed[1] == ["“三公”经费合计", "46", "35", "47", "-12", "-25.53%", "76.09%"]
    assert renewed[2] == ["1.因公出国（境）费", "8", "0", "8", "-8", "XX", "0%"]


def test_a_number_in_a_larger_unit_is_renewed_as_the_form_prints_it(tmp_path: Path) -> None:
    text = "收、支总计XX亿元，与20XX年度相比，收、支总计各增加（减少）XX千元。"
    path = form_of(tmp_path / "范本.docx", PART, ALL, "收、支总计X.X亿元。", text)
    out = tmp_path / "说明.docx"
    out.write_bytes(fill_form(path, with_totals("800", "1000")).data)
    assert not refresh(out, with_totals("800", "1000")).changed
    renewed = refresh(out, with_totals("1200.5", "1000"))
    assert lines(renewed.data)[-2:] == [
        "收、支总计0.1亿元。",
        "收、支总计0.12005亿元，与2023年度相比，收、支总计各增加2005千元。",
    ]


def test_amounts_in_larger_units(tmp_path: Path) -> None:
    text = (
        f"{PART}\n{ALL}\n20XX年度收、支总计均为XX亿元。与20XX年度相比，收、支总计各增加（减少）"
        "XX千元，增长（下降）XX%。"
    )
    made = filled_text(text, results("shaanxi", "complete"), tmp_path)
    # 1350万元＝0.135亿元；比1250万元多100万元＝1000千元，8%
    assert lines(made.data)[-1] == (
        "2024年度收、支总计均为0.135亿元。与2023年度相比，收、支总计各增加1000千元，增长8%。"
    )
    text = f"{PART}\n{ALL}\n收、支总计X.X亿元。"
    made = filled_text(text, results("shaanxi", "complete"), tmp_path)
    assert lines(made.data)[-1] == "收、支总计0.1亿元。"
    assert made.rounded == ("第3段“X.X”印成 0.1，公开的数是1350万元",)


def test_decimals_that_would_make_nothing_of_an_amount(tmp_path: Path) -> None:
    text = f"{PART}\n{TRAVEL}\n“三公”经费支出决算为X.XX亿元。"
    made = filled_text(text, results("shaanxi", "complete"), tmp_path)
    assert lines(made.data)[-1].endswith("X.XX亿元。")
    assert [each.why for each in made.left] == ["43万元按范本的 2 位小数会印成零"]


def test_the_document_is_sound(tmp_path: Path, sdk_validator: str) -> None:
    path = form_of(
        tmp_path / "范本.docx",
        *(PART, ALL, WHOLE, FUNDS, TRAVEL, "单位：万元", THREE_PUBLIC, BASIC),
        header="20XX年度XX单位名称决算",
        box="XX单位",
    )
    out = tmp_path / "说明.docx"
    out.write_bytes(fill_form(path, results("shaanxi", "complete")).data)
    checked = subprocess.run([sdk_validator, str(out)], capture_output=True, check=False)
    assert json.loads(checked.stdout)["errors"] == []
