"""财政局的范本填好以后：每个数是手算的数，说法随数走，说明去掉，填不了的说出来。"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from openxml_audit import OpenXmlValidator

from tests.publish.forms.blanks.blank_forms import (
    CENTRAL,
    SLASHES,
    TEN_SECTIONS,
    W,
    account,
    case,
    filled,
    form,
    lines,
    results,
    with_totals,
)
from xlbudget.domain.errors import UnknownName
from xlbudget.domain.findings import Level
from xlbudget.pipeline.documents import Against, review_file
from xlbudget.publish.forms.blanks.filled_form import FilledForm
from xlbudget.publish.forms.every_blank import fill_every_blank
from xlbudget.reading.documents.word import open_word
from xlbudget.results.trace import Marks, SpanKind

FORMS = [
    (TEN_SECTIONS, "sichuan", "sample_complete"),
    (TEN_SECTIONS, "sichuan", "nothing"),
    (CENTRAL, "shaanxi", "complete"),
    (CENTRAL, "shaanxi", "changes"),
    (SLASHES, "chongqing", "complete"),
    (SLASHES, "chongqing", "nothing"),
]
TRUE_OF_THE_FORM = {"reason-given", "leftover"}
"""范本没有问原因、有一格填不了时，审核照实说的话。"""


@cache
def done(text: str, place: str, name: str) -> FilledForm:
    with TemporaryDirectory() as room:
        return filled(text, results(place, name), Path(room), table=text is SLASHES)


def test_ten_sections() -> None:
    made = lines(done(TEN_SECTIONS, "sichuan", "sample_complete").data)
    unit = case("sichuan", "sample_complete").unit_name
    assert made[0] == f"2024年度{unit}部门决算"
    for expected in (
        # 1482.22−636.43=845.79，÷636.43=132.896%
        (
            "2024年度收、支总计均为1482.22万元。与2023年度相比，收、支总计各增加845.79万元，增长132.90%。"
            "主要变动原因是老旧小区改造项目增加771.98万元。"
        ),
        # 没有的三种收入不列
        (
            "2024年度本年收入合计1433.63万元，其中：一般公共预算财政拨款收入1407.72万元，占98.19%；"
            "政府性基金预算财政拨款收入25.92万元，占1.81%。"
        ),
        (
            "2024年度本年支出合计1482.22万元，其中：基本支出467.75万元，占31.56%；"
            "项目支出1014.46万元，占68.44%。"
        ),
        (
            "26.住房保障（类）保障性安居工程支出（款）老旧小区改造（项）：支出决算为771.98万元，"
            "完成预算100%，决算数与预算数持平。"
        ),
        # 4.53→3.82：−0.71，15.673%
        (
            "2024年度“三公”经费财政拨款支出决算为3.82万元，完成预算100%，较上年度减少0.71万元，"
            "下降15.67%。决算数与预算数持平。"
        ),
        (
            "3.公务接待费支出0万元，未安排预算。公务接待费支出决算与2023年度持平。"
            "国内公务接待0批次，0人次（不包括陪同人员）。"
        ),
        f"{unit}2024年度无国有资本经营预算财政拨款支出。",
        f"截至2024年12月31日，{unit}共有车辆2辆，其中：应急保障用车2辆、其他用车0辆。",
    ):
        assert expected in made
    items = [each for each in made if "（项）：" in each]
    assert [each.partition(".")[0] for each in items] == [str(n) for n in range(1, 29)]
    (classes,) = (each for each in made if "主要用于以下方面" in each)
    assert classes.count("（类）") == 9
    assert classes.endswith(
        "住房保障（类）支出792.65万元，占54.43%；其他支出（类）13万元，占0.89%。"
    )
    assert not any(each.startswith("1.因公出国") for each in made)


def test_nothing_of_most_funds() -> None:
    made = lines(done(TEN_SECTIONS, "sichuan", "nothing").data)
    assert "示例社区服务中心2024年度无政府性基金预算财政拨款支出。" in made
    assert not any("政府性基金预算财政拨款支出XX" in each for each in made)
    assert (
        "5.住房保障（类）住房改革支出（款）住房公积金（项）：支出决算为2.5万元，完成预算83.33%，"
        "决算数小于预算数的主要原因是一名工作人员年中调出。"
    ) in made
    assert "日常公用经费0万元。" in made
    left = {each.why for each in done(TEN_SECTIONS, "sichuan", "nothing").left}
    assert "缺机关运行经费支出（补充资料）" in left


def test_a_form_against_the_initial_budget() -> None:
    made = lines(done(CENTRAL, "shaanxi", "complete").data)
    for expected in (
        (
            "示例县水利局2024年度收、支总计1350万元。与2023年度相比，收、支总计各增加100万元，增长8%，"
            "主要原因是水库除险加固项目增加90万元。"
        ),
        (
            "2024年度一般公共预算财政拨款支出年初预算为1180万元，支出决算为1190万元，"
            "完成年初预算的100.85%。其中："
        ),
        # 600÷590=101.694%
        (
            "3.农林水（类）水利（款）行政运行（项）。年初预算为590万元，支出决算为600万元，"
            "完成年初预算的101.69%。决算数大于年初预算数的主要原因是年中按规定调整津贴补贴标准。"
        ),
        (
            "6.住房保障（类）住房改革支出（款）住房公积金（项）。年初预算为65万元，支出决算为65万元，"
            "完成年初预算的100%。决算数与年初预算数持平。"
        ),
        # 43÷46=93.478%
        (
            "2024年度“三公”经费财政拨款支出预算为46万元，支出决算为43万元，完成预算的93.48%，"
            "决算数小于预算数的主要原因是合用车辆、压减接待。"
        ),
        (
            "公务接待费支出决算为5万元，完成预算的83.33%，比上年减少2万元，下降28.57%。"
            "其中：国内公务接待20批次，150人次。"
        ),
    ):
        assert expected in made
    same = lines(done(CENTRAL, "shaanxi", "changes").data)
    assert "示例县水利局2024年度收、支总计1350万元。与2023年度相比，收、支总计持平。" in same


def test_a_form_with_slashes_and_lines() -> None:
    made = lines(done(SLASHES, "chongqing", "complete").data)
    for expected in (
        # 5500−5250=250，÷5250=4.762%
        (
            "1.总体情况。2024年度收入总计5500.00万元，支出总计5500.00万元。"
            "收支较上年决算数增加250.00万元，增长4.76%，增加的主要原因是校舍维修项目增加。"
        ),
        # 5260−4985=275，5.517%；5260−5180=80，1.544%
        (
            "2024年度一般公共预算财政拨款支出5260.00万元，较上年决算数增加275.00万元，增长5.52%，"
            "较年初预算数增加80.00万元，增长1.54%。"
        ),
        (
            "2024年度本部门“三公”经费支出共计26.90万元，较年初预算数减少3.10万元，下降10.33%，"
            "较上年支出数增加15.90万元，增长144.55%。"
        ),
        (
            "2024年度本部门因公出国（境）共计0个团组，0人；公务用车购置1辆，公务用车保有量为4辆；"
            "国内公务接待12批次130人。"
        ),
    ):
        assert expected in made
    nothing = lines(done(SLASHES, "chongqing", "nothing").data)
    assert (
        "2024年度本部门“三公”经费支出共计0.00万元，与年初预算数持平，与上年支出数持平。" in nothing
    )
    assert [(each.text, each.why) for each in done(SLASHES, "chongqing", "complete").left] == [
        ("____", "请按实际填写或选定"),
        ("XX", "看不出是哪个指标"),
    ]


@pytest.mark.parametrize(
    ("now", "prior", "expected"),
    [
        (
            "1200.50",
            "1000",
            "收、支总计各增加200.5万元，增长20.05%。主要变动原因是〔请填写：总体变动原因〕。",
        ),
        (
            "800",
            "1000",
            "收、支总计各减少200万元，下降20%。主要变动原因是〔请填写：总体变动原因〕。",
        ),
        ("1000", "1000", "收、支总计持平。"),
        ("0", "0", "收、支总计持平。"),
        (
            "350.2",
            "0",
            (
                "收、支总计各增加350.2万元（上年无此项，增长率不可比）。"
                "主要变动原因是〔请填写：总体变动原因〕。"
            ),
        ),
        (
            "0",
            "350.2",
            "收、支总计各减少350.2万元，下降100%。主要变动原因是〔请填写：总体变动原因〕。",
        ),
        (
            "100000.01",
            "100000",
            "收、支总计各增加0.01万元，增长不足0.01%。主要变动原因是〔请填写：总体变动原因〕。",
        ),
        (
            "0.01",
            "1000",
            "收、支总计各减少999.99万元，下降超过99.99%。主要变动原因是〔请填写：总体变动原因〕。",
        ),
    ],
)
def test_the_words_follow_the_amounts(now: str, prior: str, expected: str, tmp_path: Path) -> None:
    text = "\n".join(TEN_SECTIONS.splitlines()[:4])
    made = lines(filled(text, with_totals(now, prior), tmp_path).data)
    assert made[-1].partition("与2023年度相比，")[2] == expected


def test_a_paragraph_left_open_is_closed(tmp_path: Path) -> None:
    """范本以“……”收尾、没有写句号的，填好的一段照样有句号。"""
    opened = re.sub("……。(?=（注|$)", "……", TEN_SECTIONS, flags=re.MULTILINE)
    assert opened != TEN_SECTIONS
    made = lines(filled(opened, results("sichuan", "sample_complete"), tmp_path).data)
    assert made == lines(done(TEN_SECTIONS, "sichuan", "sample_complete").data)


def test_a_word_printed_for_another_year_is_turned(tmp_path: Path) -> None:
    text = (
        "第二部分 部门决算情况说明\n一、收入支出决算总体情况说明\n"
        "20XX年度收、支总计XX万元，比20XX年度增加XX万元，增长XX%。"
    )
    made = lines(filled(text, with_totals("800", "1000"), tmp_path).data)
    assert made[-1] == "2024年度收、支总计800万元，比2023年度减少200万元，下降20%。"


@pytest.mark.parametrize(("text", "place", "name"), FORMS)
def test_the_checker_has_nothing_against_the_numbers(
    text: str, place: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "成稿.docx"
    path.write_bytes(done(text, place, name).data)
    found = review_file(path, None, Against(*account(case(place, name)))).findings
    told = {each.check for each in found if each.level in (Level.ERROR, Level.WARNING)}
    assert told <= TRUE_OF_THE_FORM


@pytest.mark.parametrize(("text", "place", "name"), FORMS[::2])
def test_the_document_is_sound(text: str, place: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "成稿.docx"
    path.write_bytes(done(text, place, name).data)
    assert [each.description for each in OpenXmlValidator().validate(str(path)).errors] == []


def test_the_sdk_finds_no_error(tmp_path: Path, sdk_validator: str) -> None:
    path = tmp_path / "成稿.docx"
    path.write_bytes(done(SLASHES, "chongqing", "complete").data)
    checked = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(checked.stdout)["errors"] == []


def test_instructions_are_taken_out_and_told() -> None:
    made = done(TEN_SECTIONS, "sichuan", "sample_complete")
    text = "\n".join(lines(made.data))
    for word in ("参考样式", "请", "说明：按", "表述为", "××"):
        assert word not in text
    for word in ("（参考样式）", "（注：请写明具体事项）", "【说明：按支出功能分类科目逐项填列】"):
        assert word in made.removed
    assert "；事业收入XX万元，占XX%" in made.removed
    assert made.doubtful == ()


def test_what_the_form_never_asks_for_is_told() -> None:
    unused = done(CENTRAL, "shaanxi", "complete").unused
    assert "补充资料.车辆总数.决算数" in unused
    assert "收支总表.总计.决算数" not in unused


def test_a_condition_that_nobody_can_decide_stays(tmp_path: Path) -> None:
    text = (
        "第二部分 部门决算情况说明\n八、其他情况\n"
        "示范项目支出XX万元。（没有示范项目支出的，表述为：本单位无示范项目。）"
    )
    made = filled(text, results("sichuan", "sample_complete"), tmp_path)
    assert lines(made.data)[-1].endswith("（没有示范项目支出的，表述为：本单位无示范项目。）")
    assert made.doubtful == ("（没有示范项目支出的，表述为：本单位无示范项目。）",)
    assert [each.text for each in made.left] == ["XX"]


def test_numbers_lose_the_colour_of_the_blank_and_keep_the_rest(tmp_path: Path) -> None:
    text = "\n".join(TEN_SECTIONS.splitlines()[:4])
    path = tmp_path / "成稿.docx"
    path.write_bytes(filled(text, with_totals("800", "1000"), tmp_path).data)
    last = docx.Document(str(path)).paragraphs[-1]._p
    runs = {"".join(t.text or "" for t in each.iter(f"{W}t")): each for each in last.iter(f"{W}r")}
    number = runs["800"]
    assert number.find(f"{W}rPr/{W}color") is None
    assert number.find(f"{W}rPr/{W}highlight") is None
    assert number.find(f"{W}rPr/{W}b") is not None
    assert f"{W}sdtContent" in {each.tag for each in number.iterancestors()}


def test_every_number_is_marked_for_a_later_refresh() -> None:
    made = done(TEN_SECTIONS, "sichuan", "sample_complete")
    numbers = [each for each in made.loose if each.kind is SpanKind.FIGURE]
    assert len(numbers) == len(made.filled) > 100
    assert len({each.mark for each in made.loose}) == len(made.loose)
    assert numbers[0].name == "revenue_expenditure_summary.grand_total.actual"
    assert numbers[0].text == "1482.22"
    directions = [each.text for each in made.loose if each.kind is SpanKind.DIRECTION]
    assert directions[:2] == ["增加", "增长"]


def test_a_name_that_may_be_another_unit_s_stays(tmp_path: Path) -> None:
    text = """××局
20XX年度部门决算
第一部分 部门概况
一、机构设置
XX单位下属二级预算单位2个，包括：
××局
××中心"""
    made = filled(text, results("shaanxi", "complete"), tmp_path)
    told = lines(made.data)
    assert told[0] == "示例县水利局"
    assert told[4] == "示例县水利局下属二级预算单位2个，包括："
    assert told[5:] == ["××局", "××中心"]
    assert [each.text for each in made.left] == ["××局", "××中心"]


def test_the_items_of_the_glossary_are_those_of_the_text(tmp_path: Path) -> None:
    text = """第三部分 名词解释
1.财政拨款收入：指单位从财政部门取得的资金。
2.一般公共服务（类）……（款）……（项）：指……。
3.外交（类）……（款）……（项）：指……。
（请根据本部门实际列支情况增减。）
……"""
    made = filled(text, results("sichuan", "nothing"), tmp_path)
    told = lines(made.data)
    assert len(told) == 7
    assert told[2].startswith(
        "2.一般公共服务（类）政府办公厅（室）及相关机构事务（款）事业运行（项）：指"
    )
    assert told[-1].startswith("6.住房保障（类）住房改革支出（款）住房公积金（项）：指")
    assert made.left == ()
    assert any("参考释义" in each for each in made.notes())


def test_a_form_of_another_year_is_refused(tmp_path: Path) -> None:
    path = form(
        "第二部分 2023年度部门决算情况说明\n2023年度收入总计XX万元。", tmp_path / "范本.docx"
    )
    with pytest.raises(UnknownName, match="2023年度"):
        fill_every_blank(open_word(path), results("sichuan", "sample_complete"), Marks())


def test_a_form_without_blanks_stays_byte_for_byte(tmp_path: Path) -> None:
    path = form("第一部分 概况\n本单位负责示例工作。", tmp_path / "范本.docx")
    made = fill_every_blank(open_word(path), results("sichuan", "sample_complete"), Marks())
    assert made.data == path.read_bytes()
