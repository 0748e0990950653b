"""财政局的范本填好：占位符、图、表齐全，合规，审得过；填不了的原样留着，一处一处列出来。"""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import RGBColor
from openxml_audit import OpenXmlValidator

from tests.own_text import alarms, results_of_case
from tests.publish.forms.placeholder_forms import (
    bureau,
    filled,
    lines_of,
    national,
    saved,
    words_of,
)
from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.text import Printed
from xlbudget.files.package import Package
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME
from xlbudget.pipeline.documents import review
from xlbudget.publish.forms.form import Filled, fill_form, lines
from xlbudget.publish.refresh.document import refresh
from xlbudget.publish.refresh.old_generation import old_generation
from xlbudget.reading.documents import read_document
from xlbudget.results.trace import SpanKind


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    path = saved(bureau, tmp_path_factory.mktemp("form") / "范本.docx")
    return fill_form(path, national())


def figure(name: str) -> str:
    """我们的说明里印的这个数。"""
    for paragraph in national().paragraphs:
        for span in paragraph.spans:
            if isinstance(span, Printed) and span.figure.name == name:
                return span.text
    raise KeyError(name)


def test_a_form_of_sections_only_declares_what_its_controls_need(tmp_path: Path) -> None:
    """根元素不声明可以略过 w15，旧的 Word 就打不开。"""
    done = fill_form(saved(lines_of("【段：一】"), tmp_path / "范本.docx"), national())
    root = docx.Document(io.BytesIO(done.data)).element
    ignorable = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    assert "w15" in (root.get(ignorable) or "").split()
    assert root.nsmap["w15"].endswith("/word/2012/wordml")


def test_a_bureaus_form_comes_out_complete(whole: Filled) -> None:
    results = national()
    texts = words_of(whole.data)
    total = figure("revenue_expenditure_summary.grand_total.actual")
    change = figure("revenue_expenditure_summary.grand_total.change")
    assert texts[0] == f"第二部分　{results.account.year}年度决算情况说明"
    assert texts[2].startswith(f"收、支总计{total}，与{results.account.year - 1}年度相比，")
    assert change in texts[2]
    assert "（减少）" not in texts[2]
    assert not [each for each in texts if "【" in each]
    assert words_of(whole.data, "word/header1.xml")[0].startswith(results.account.unit_name)
    of_section = [each.text for each in results.paragraphs if each.id.partition(".")[0] == "二"]
    assert of_section[1] in texts
    assert texts.count("二、收入决算情况说明") == 1
    assert [each.number for each in whole.trace.charts] == [2, 3]
    assert [each.name for each in whole.trace.tables] == ["revenue_accounts"]


def test_validators_and_the_checker_find_nothing(
    whole: Filled, tmp_path: Path, sdk_validator: str
) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(whole.data)
    assert [each.description for each in OpenXmlValidator().validate(str(path)).errors] == []
    done = subprocess.run([sdk_validator, str(path)], capture_output=True, check=False)
    assert json.loads(done.stdout)["errors"] == []
    results = national()
    reviewed = review(read_document(path), (results.format,), results.account)
    found = [each for each in alarms(reviewed) if each.check != "document-tables-missing"]
    assert [each.message for each in found] == []


def test_the_format_of_a_split_run_is_kept_without_its_red(whole: Filled) -> None:
    document = docx.Document(io.BytesIO(whole.data))
    said = document.paragraphs[2]._p
    runs = [run for run in said.iter() if run.tag.endswith("}r")]
    number = next(run for run in runs if "万元" in (run.findtext("{*}t") or ""))
    names = [each.tag.rpartition("}")[2] for each in number.iterfind("{*}rPr/*")]
    assert "sz" in names
    assert not {"color", "highlight"} & set(names)


def test_a_wide_table_has_a_section_of_its_own(whole: Filled) -> None:
    document = docx.Document(io.BytesIO(whole.data))
    turned = [section.orientation for section in document.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert document.paragraphs[-1].text == "以上各表请看。"
    assert len(document.tables) == 2


def test_every_mark_of_the_map_stands_in_the_document(whole: Filled) -> None:
    with zipfile.ZipFile(io.BytesIO(whole.data)) as archive:
        text = archive.read("word/document.xml").decode()
    marks = [span.mark for span in whole.trace.spans()]
    marks += [each.mark for each in whole.trace.paragraphs]
    marks += [each.mark for each in whole.trace.tables]
    assert len(marks) == len(set(marks)) > 5
    assert all(text.count(f'w:name="{mark}"') == 1 for mark in marks)
    loose = [span.name for span in whole.trace.loose if span.kind is SpanKind.FIGURE]
    assert "expenditure_accounts.total.actual" in loose
    package = Package.of_bytes(whole.data, Path("说明.docx"))
    found = old_generation(package)
    assert found is not None
    assert found.trace == whole.trace


def test_parts_that_are_not_ours_stay_as_they_are(whole: Filled, tmp_path: Path) -> None:
    form = saved(bureau, tmp_path / "范本.docx")
    ours = ("word/document.xml", "word/header1.xml", "[Content_Types].xml")
    with zipfile.ZipFile(form) as before, zipfile.ZipFile(io.BytesIO(whole.data)) as after:
        for name in before.namelist():
            if name not in (*ours, "word/_rels/document.xml.rels", "docProps/core.xml"):
                assert after.read(name) == before.read(name), name


def test_what_is_not_known_stays_and_is_told_with_the_nearest(tmp_path: Path) -> None:
    done = filled(
        tmp_path,
        "收入【收入总记】，【】和【没有的名称啊】",
        "看【段：二】和【图9】",
        "【图9】",
        "【目录】",
        "【公务接待费】",
        "落单的【收支总表",
    )
    assert words_of(done.data)[0] == "收入【收入总记】，【】和【没有的名称啊】"
    told = [each.line() for each in done.left]
    assert "是否想写“收入总计”" in told[0]
    assert told[0].startswith("第1段“【收入总记】”")
    assert "空的占位符" in told[1]
    assert "没有这个名称" in told[2]
    assert "单独占一段" in told[3]
    assert "没有这幅图" in told[5]
    assert "目录由 Word 生成" in told[6]
    assert "几个指标" in told[7]
    assert "三公经费表.公务接待费" in told[7]
    assert "括号不成对" in told[8]
    assert lines(done)[1].startswith("有 9 处没有填")


def test_a_short_name_is_of_the_whole_unit_unless_a_fund_is_spoken_of(tmp_path: Path) -> None:
    done = filled(tmp_path, "收入总计【收入总计】。", "财政拨款收入总计【收入总计】。")
    assert words_of(done.data)[0].endswith("万元。")
    (left,) = done.left
    assert left.where == "第2段"
    assert "财政拨款" in left.near


def test_a_unit_that_stands_behind_is_not_printed_twice(tmp_path: Path) -> None:
    done = filled(tmp_path, "甲【收支总表.总计】万元。", "乙【收支总表.总计】亿元。")
    total = figure("revenue_expenditure_summary.grand_total.actual")
    assert words_of(done.data)[0] == f"甲{total}。"
    assert "亿元" in done.left[0].why


def test_a_phrase_says_it_as_the_format_does(tmp_path: Path) -> None:
    done = filled(tmp_path, "总计【收支总表.总计 ｜ 比上年】。", "【收支总表.总计|比上年（总题）】")
    change = figure("revenue_expenditure_summary.grand_total.change")
    assert change in words_of(done.data)[0]
    assert "是否想写“总体”" in done.left[0].near


def test_blanks_and_placeholders_go_together(tmp_path: Path) -> None:
    done = filled(
        tmp_path,
        "一、收入支出决算总体情况说明",
        "20XX年度收、支总计均为【收支总表.总计】。与20XX年度相比，"
        "收、支总计各增加（减少）XX万元，增长（下降）XX%。",
        "二、收入决算情况说明",
        "【段：二】",
    )
    texts = words_of(done.data)
    total = figure("revenue_expenditure_summary.grand_total.actual")
    change = figure("revenue_expenditure_summary.grand_total.change")
    assert f"总计均为{total}" in texts[1]
    assert f"增加{change}" in texts[1]
    assert texts[3].startswith("2024年度本年收入合计")
    assert done.left == ()


def test_a_table_without_a_budget_has_no_phrase_of_it(tmp_path: Path) -> None:
    done = filled(tmp_path, "【收支总表.总计|完成】", "【三公经费表.合计|完成】")
    (left,) = done.left
    assert "不与预算比" in left.why
    assert "预算" in words_of(done.data)[1]


def test_what_is_missing_stands_as_a_gap_and_is_told(tmp_path: Path) -> None:
    results = results_of_case(load_case(HOME / "national/cases/missing_prior.toml", "national"))
    done = filled(tmp_path, "上年总计【收支总表.总计.上年决算数】。", results=results)
    (said,) = words_of(done.data)
    assert said.startswith("上年总计〔请填写：2023年度")
    assert [each.text for each in done.left] == [said[4:-1]]


def test_refresh_renews_what_was_filled_in(whole: Filled, tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(whole.data)
    again = refresh(path, national())
    assert not again.changed
    assert again.left == ()
    less, more = (
        results_of_case(load_case(HOME / f"national/cases/{name}.toml", "national"))
        for name in ("decrease", "increase")
    )
    text = "收、支总计【收支总表.总计】，增加（减少）【收支总表.总计.增减额】。"
    path.write_bytes(filled(tmp_path, text, results=less).data)
    said = words_of(path.read_bytes())[0]
    renewed = words_of(refresh(path, more).data)[0]
    assert "，减少" in said
    assert "，增加" in renewed
    assert renewed == words_of(filled(tmp_path, text, results=more).data)[0]


def test_a_number_of_a_paragraph_that_goes_is_not_missed_later(tmp_path: Path) -> None:
    results = results_of_case(load_case(HOME / "sichuan/cases/sample_complete.toml", "sichuan"))
    form = docx.Document()
    form.add_heading("一、收入支出决算总体情况说明", 1)
    form.add_paragraph("20XX年度收入、支出总计均为XX万元。")
    form.add_heading("七、财政拨款“三公”经费支出决算情况说明", 1)
    note = form.add_paragraph("公务接待费【三公经费表.公务接待费】，")
    note.add_run("（没有此项支出的请删除本段）").font.color.rgb = RGBColor(255, 0, 0)
    form.add_paragraph("总计【收支总表.总计】。")
    path = tmp_path / "范本.docx"
    form.save(str(path))
    done = fill_form(path, results)
    assert [line[:2] for line in words_of(done.data)] == ["一、", "20", "七、", "总计"]
    path.write_bytes(done.data)
    assert refresh(path, results).left == ()


def test_what_the_form_never_asks_for_is_told(whole: Filled) -> None:
    assert "图1（收入、支出决算总计变动情况图）" in whole.unused
    assert any("支出决算情况说明" in each for each in whole.unused)
    assert not any(each.startswith("图3") for each in whole.unused)


def test_the_same_paragraph_or_chart_is_placed_once(tmp_path: Path) -> None:
    done = filled(tmp_path, "【段：三】", "【段：三.1】", "【图3】", "【图3】", "【段：没有】")
    assert ["放过" in each.why for each in done.left] == [True, True, False]


def test_text_boxes_notes_and_plain_controls_are_filled(tmp_path: Path) -> None:
    path = saved(lines_of("甲", "乙"), tmp_path / "范本.docx")
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>【年度】</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r></w:p>"
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>"
        "【收支总表.总计】</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    _edited(path, "<w:sectPr", f"{box}<w:sectPr")
    done = fill_form(path, national())
    texts = words_of(done.data)
    total = figure("revenue_expenditure_summary.grand_total.actual")
    assert str(national().account.year) in texts
    assert total in texts
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "showingPlcHdr" not in text
    assert text.count("<w:sdt>") == 1
    assert done.left == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [("范本.doc", "旧格式"), ("范本.docm", "带宏"), ("范本.wps", "WPS")],
)
def test_another_kind_of_file_is_refused_with_what_to_do(
    name: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(UnreadableFile, match=said) as caught:
        fill_form(path, national())
    assert "另存为" in str(caught.value)


def test_tracked_changes_and_an_empty_form_are_refused(tmp_path: Path) -> None:
    path = saved(lines_of("甲"), tmp_path / "范本.docx")
    with pytest.raises(UnreadableFile, match="没有可填的地方"):
        fill_form(path, national())
    ins = '<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>【年度】</w:t></w:r></w:ins></w:p>'
    _edited(path, "<w:sectPr", f"{ins}<w:sectPr")
    with pytest.raises(UnreadableFile, match="1 处修订"):
        fill_form(path, national())


def test_a_form_of_some_sections_gets_no_others(tmp_path: Path) -> None:
    """范本只要两节，次序是它自己的：更新时不把别的节的标题放进财政部门的文档。"""
    path = tmp_path / "范本.docx"
    path.write_bytes(fill_form(saved(lines_of("【节：三】", "【节：一】"), path), national()).data)
    before = path.read_bytes()
    done = refresh(path, national())
    assert done.data == before
    assert done.left == ()


def test_a_package_without_types_is_told(tmp_path: Path) -> None:
    path = saved(lines_of("【段：一】"), tmp_path / "范本.docx")
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            if each != "[Content_Types].xml":
                archive.writestr(each, content)
    with pytest.raises(UnreadableFile, match="缺少部件"):
        fill_form(path, national())


def test_a_template_becomes_a_document(tmp_path: Path) -> None:
    path = saved(lines_of("【年度】"), tmp_path / "范本.dotx")
    _edited(path, "document.main+xml", "template.main+xml", part="[Content_Types].xml")
    done = fill_form(path, national())
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    assert "template.main" not in types
    assert "wordprocessingml.document.main+xml" in types


def test_a_final_document_has_no_marks(tmp_path: Path) -> None:
    path = saved(lines_of("共【收支总表.总计】。", "【图3】"), tmp_path / "范本.docx")
    done = fill_form(path, national(), final=True)
    assert done.left == ()
    with zipfile.ZipFile(io.BytesIO(done.data)) as archive:
        assert not [name for name in archive.namelist() if b"urn:xlbudget" in archive.read(name)]
        text = archive.read("word/document.xml").decode()
    assert "_xb" not in text
    assert "<w:sdt>" not in text
    path = tmp_path / "定稿.docx"
    path.write_bytes(done.data)
    assert [each.description for each in OpenXmlValidator().validate(str(path)).errors] == []


def _edited(path: Path, old: str, new: str, part: str = "word/document.xml") -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].decode().replace(old, new, 1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
