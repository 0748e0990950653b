"""一个人在生成的文档里改句子、改数、删控件、加图、加粗；工作簿改五格，一个方向变了。"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.publish.refresh.hand_made import (
    Key,
    W,
    add_picture,
    case,
    edited,
    lines,
    paragraph_of,
    part,
    results,
    sample,
    say_instead,
    traced,
    with_parts,
)
from xlbudget.publish.refresh import LeftKind, Refreshed, refresh
from xlbudget.publish.word.document import word_document
from xlbudget.results import Results
from xlbudget.results.trace import Trace
from xlbudget.results.trace_json import trace_json

SUMMARY, SPENT = "revenue_expenditure_summary", "expenditure_accounts"
CHANGES: dict[Key, str] = {
    (SUMMARY, "general_public_budget_appropriation_revenue", "actual"): "14177150",
    (SUMMARY, "government_fund_appropriation_revenue", "actual"): "159180",
    (SPENT, "total", "basic"): "4777530",
    (SPENT, "total", "project"): "10044640",
    ("government_fund_accounts", "total", "expenditure"): "300000",
}
"""元。一般公共预算收入加十万元，政府性基金收入减十万元；基本支出加十万元，项目支出减十万元；
政府性基金支出 25.92 万元变为 30 万元，上年 27.95 万元：由减少变为增加。"""

REVENUE = (
    "2024年度本年收入合计1433.63万元，其中：一般公共预算财政拨款收入1417.72万元，占98.89%；"
    "政府性基金预算财政拨款收入15.92万元，占1.11%。"
)
FUND = (
    "2024年度政府性基金预算财政拨款支出30万元，占本年支出合计的2.02%。与2023年度相比，"
    "政府性基金预算财政拨款支出增加2.05万元，增长7.33%。主要变动原因是当年安排的基金项目减少。"
)
"""手算：30−27.95=2.05，2.05÷27.95=7.33%；30÷1482.22=2.02%。"""


@cache
def now() -> Results:
    return results(case("sample_complete"), CHANGES)


@cache
def by_the_person() -> tuple[bytes, Trace]:
    written = word_document(sample())
    data, trace = written.data, written.trace

    def edit(root: etree._Element) -> None:
        say_instead(paragraph_of(root, trace, "二.1"), "，其中：", "，从来源看：")
        say_instead(paragraph_of(root, trace, "三.1"), "467.75万元", "467.7万元")
        bold(paragraph_of(root, trace, "八.1"), "减少")
        delete_control(paragraph_of(root, trace, "四.1"), trace, "四.1")
        say_instead(paragraph_of(root, trace, "五.8"), "决算数为", "决算为")

    return add_picture(edited(data, edit), "二.1", trace), trace


def bold(paragraph: etree._Element, words: str) -> None:
    for text in paragraph.iter(f"{W}t"):
        if text.text == words:
            run = text.getparent()
            assert run is not None
            properties = etree.Element(f"{W}rPr")
            etree.SubElement(properties, f"{W}b")
            run.insert(0, properties)


def delete_control(paragraph: etree._Element, trace: Trace, id_: str) -> None:
    """把一段里第一个数连控件、书签一起删掉。"""
    mark = next(span.mark for span in traced(trace, id_).spans if span.mark)
    start = paragraph.find(f"{W}bookmarkStart[@{W}name='{mark}']")
    assert start is not None
    control, end = start.getnext(), None
    assert control is not None
    end = control.getnext()
    assert end is not None
    for each in (start, control, end):
        paragraph.remove(each)


def run(data: bytes, room: Path, made: Results | None = None) -> Refreshed:
    path = room / "说明.docx"
    path.write_bytes(data)
    return refresh(path, made or now())


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("refresh")


@pytest.fixture(scope="module")
def done(room: Path) -> Refreshed:
    return run(by_the_person()[0], room)


@pytest.fixture(scope="module")
def text(done: Refreshed, room: Path) -> list[str]:
    return lines(done.data, room / "读.docx")


def test_numbers_left_alone_are_new_in_a_sentence_that_was_rewritten(text: list[str]) -> None:
    assert REVENUE.replace("，其中：", "，从来源看：") in text


def test_a_direction_flips_with_its_number_and_stays_bold(done: Refreshed, text: list[str]) -> None:
    assert FUND in text
    root = etree.fromstring(part(done.data, "word/document.xml"))
    runs = [each for each in root.iter(f"{W}r") if each.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs] == ["增加"]


def test_an_overwritten_number_is_never_overwritten(done: Refreshed, text: list[str]) -> None:
    assert (
        "2024年度本年支出合计1482.22万元，其中：基本支出467.7万元，占32.23%；"
        "项目支出1004.46万元，占67.77%。"
    ) in text
    conflicts = [each for each in done.left if each.kind is LeftKind.CONFLICT]
    assert [(each.now, each.was, each.new) for each in conflicts] == [
        ("467.7万元", "467.75万元", "477.75万元")
    ]
    assert conflicts[0].where.section == "三"
    assert "467.7万元" in (conflicts[0].where.quote or "")


def test_a_deleted_control_is_listed_and_stays_deleted(done: Refreshed, text: list[str]) -> None:
    removed = [each for each in done.left if each.kind is LeftKind.REMOVED]
    assert [(each.where.section, each.was, each.new) for each in removed] == [
        ("四", "1482.22万元", "1482.22万元")
    ]
    assert "2024年度财政拨款收入、支出总计均为。与2023年度相比" in "".join(text)


def test_the_picture_of_the_person_stays_and_her_number_is_listed(
    done: Refreshed, text: list[str]
) -> None:
    assert text[text.index("街道办事处全景，占地3.5亩。") - 1].startswith("2024年度本年收入合计")
    assert part(done.data, "word/media/photo.png").startswith(b"\x89PNG")
    assert b"rIdPicture" in part(done.data, "word/document.xml")
    untagged = [each for each in done.left if each.kind is LeftKind.UNTAGGED]
    assert [each.now for each in untagged] == ["3.5亩"]


def test_nothing_but_what_changed_is_told(done: Refreshed) -> None:
    kinds = [each.kind for each in done.left]
    assert sorted(kind.value for kind in kinds) == ["冲突", "已删除", "未登记"]


def test_charts_are_drawn_anew_in_part_and_workbook(done: Refreshed, tmp_path: Path) -> None:
    import openpyxl

    book = tmp_path / "图.xlsx"
    book.write_bytes(part(done.data, "word/embeddings/chart2.xlsx"))
    sheet = openpyxl.load_workbook(book).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 1417.72 in cells
    assert 15.92 in cells
    chart = part(done.data, "word/charts/chart2.xml").decode()
    assert "<c:v>1417.72</c:v>" in chart
    assert "1407.72" not in chart
    assert "1407.72" not in part(done.data, "word/document.xml").decode()


def test_only_the_text_the_map_and_two_charts_change(done: Refreshed, room: Path) -> None:
    before, _ = by_the_person()
    names = zipfile.ZipFile(room / "说明.docx").namelist()
    changed = [name for name in names if part(before, name) != part(done.data, name)]
    assert sorted(changed) == [
        "customXml/item1.xml",
        "docProps/core.xml",
        "word/charts/chart2.xml",
        "word/charts/chart3.xml",
        "word/document.xml",
        "word/embeddings/chart2.xlsx",
        "word/embeddings/chart3.xlsx",
    ]


def test_a_second_run_changes_no_byte(done: Refreshed, room: Path) -> None:
    again = run(done.data, room)
    assert again.data == done.data
    assert not again.changed
    assert again.replaced == ()
    assert [(each.kind, each.now, each.new) for each in again.left] == [
        (each.kind, each.now, each.new) for each in done.left
    ]


def test_a_third_run_with_the_old_numbers_goes_back(done: Refreshed, room: Path) -> None:
    back = run(done.data, room, sample())
    before, _ = by_the_person()
    assert lines(back.data, room / "读.docx") == lines(before, room / "读2.docx")


@pytest.mark.parametrize("lost", ["tags", "marks", "map", "all"])
def test_what_another_program_loses_is_found_again(lost: str, done: Refreshed, room: Path) -> None:
    """控件的标记、书签、文档里的对照逐一丢掉，旁边有 .trace.json：结果一样。"""
    data, trace = by_the_person()
    path = room / f"{lost}.docx"
    path.write_bytes(without(data, lost))
    path.with_suffix(".trace.json").write_text(trace_json(trace), encoding="utf-8")
    again = refresh(path, now())
    assert lines(again.data, room / "读2.docx") == lines(done.data, room / "读.docx")
    assert [(each.kind, each.now, each.new) for each in again.left] == [
        (each.kind, each.now, each.new) for each in done.left
    ]


def without(data: bytes, lost: str) -> bytes:
    def edit(root: etree._Element) -> None:
        if lost in ("tags", "all"):
            for control in [*root.iter(f"{W}sdt")]:
                content = control.find(f"{W}sdtContent")
                for child in list(content) if content is not None else ():
                    control.addprevious(child)
                parent = control.getparent()
                assert parent is not None
                parent.remove(control)
        if lost in ("marks", "all"):
            for mark in [*root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                parent = mark.getparent()
                assert parent is not None
                parent.remove(mark)

    data = edited(data, edit)
    if lost in ("map", "all"):
        links = part(data, "word/_rels/document.xml.rels").decode()
        links = re.sub(r"<Relationship [^>]*customXml/item1[^>]*/>", "", links)
        data = with_parts(
            data,
            {
                "customXml/item1.xml": None,
                "customXml/itemProps1.xml": None,
                "customXml/_rels/item1.xml.rels": None,
                "word/_rels/document.xml.rels": links.encode(),
            },
        )
    return data


def test_a_trip_through_libreoffice_loses_nothing_that_is_needed(
    soffice: Path, done: Refreshed, room: Path
) -> None:
    trip = room / "lo"
    trip.mkdir()
    source = room / "往返.docx"
    source.write_bytes(by_the_person()[0])
    subprocess.run(
        [
            str(soffice),
            f"-env:UserInstallation=file://{room / 'profile'}",
            *("--headless", "--convert-to", "docx", "--outdir", str(trip), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    back = refresh(trip / "往返.docx", now())
    body = lines(back.data, room / "读2.docx")
    expected = lines(done.data, room / "读.docx")
    assert [line for line in body if line in expected] == expected
    assert [each.now for each in back.left if each.kind is LeftKind.CONFLICT] == ["467.7万元"]
    again = run(back.data, room)
    assert again.data == back.data


def test_the_validators_find_nothing(done: Refreshed, tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    path.write_bytes(done.data)
    assert [error.description for error in OpenXmlValidator().validate(str(path)).errors] == []
    sdk = shutil.which("ooxml-validator")
    if sdk is not None:
        told = subprocess.run([sdk, str(path)], capture_output=True, check=False)
        assert json.loads(told.stdout)["errors"] == []
