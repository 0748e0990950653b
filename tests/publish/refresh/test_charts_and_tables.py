"""图和附表：没有人动过的换成新的，动过的不动并列出来；用程序写出的整份文档。"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from docx.oxml import parse_xml
from docx.table import Table
from lxml import etree

from tests.publish.refresh.hand_made import W, case, edited, part, results, with_parts
from xlbudget.domain.documents import ChartBlock, TableBlock, TextBlock
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME
from xlbudget.publish.refresh import LeftKind, Refreshed, refresh
from xlbudget.publish.word.document import word_document
from xlbudget.reading.documents import read_document
from xlbudget.results import Results
from xlbudget.results.printed_tables import PrintedTable

SUMMARY = "revenue_expenditure_summary"
GENERAL_FUNDS = (SUMMARY, "general_public_budget_appropriation_revenue", "actual")
GOVERNMENT_FUND = (SUMMARY, "government_fund_appropriation_revenue", "actual")


@cache
def sichuan(*, moved: bool) -> Results:
    """四川的示例；`moved`：十万元从政府性基金收入挪到一般公共预算收入。"""
    moved_to = {GENERAL_FUNDS: "14177150", GOVERNMENT_FUND: "159180"}
    return results(case("sample_complete"), moved_to if moved else None)


def run(data: bytes, now: Results, room: Path) -> Refreshed:
    path = room / "说明.docx"
    path.write_bytes(data)
    done = refresh(path, now)
    path.write_bytes(done.data)
    assert refresh(path, now).data == done.data
    return done


def seen(data: bytes, path: Path) -> list[object]:
    """读者看到的段、表和图里的数。"""
    path.write_bytes(data)
    found: list[object] = []
    for block in read_document(path).blocks:
        if isinstance(block, TextBlock):
            found.append(block.text)
        elif isinstance(block, TableBlock):
            found.append(block.rows)
        elif isinstance(block, ChartBlock):
            found.append([(each.categories, each.values) for each in block.series])
    return found


def test_a_chart_that_a_person_changed_is_a_conflict(tmp_path: Path) -> None:
    data = word_document(sichuan(moved=False)).data
    name = "word/charts/chart2.xml"
    chart = part(data, name).replace(b"1407.72", b"1400")
    done = run(with_parts(data, {name: chart}), sichuan(moved=True), tmp_path)
    assert part(done.data, name) == chart
    told = [each for each in done.left if each.kind is LeftKind.CHART]
    assert [each.what for each in told] == ["图2：收入决算结构图"]
    assert "1400" in told[0].now
    assert "1407.72" in told[0].was
    assert "1417.72" in told[0].new


def test_a_chart_is_drawn_anew_and_its_description_with_it(tmp_path: Path) -> None:
    data = word_document(sichuan(moved=False)).data
    done = run(data, sichuan(moved=True), tmp_path)
    text = part(done.data, "word/document.xml").decode()
    assert "一般公共预算财政拨款收入 98.89%：1417.72万元" in text
    assert "1407.72" not in text
    assert done.left == ()
    assert "rIdNone" not in text


def test_charts_are_found_where_another_program_dropped_the_namespace_of_controls(
    tmp_path: Path,
) -> None:
    """新的句子带控件进来，根元素要补声明命名空间：图不因此丢。"""
    data = word_document(of("national", "government_fund_ceased")).data
    text = part(data, "word/document.xml").decode()
    text = re.sub(r'<w15:[^>]*/>| xmlns:w15="[^"]*"| mc:Ignorable="[^"]*"', "", text)
    foreign = with_parts(data, {"word/document.xml": text.encode()})
    done = run(foreign, of("national", "government_fund_new"), tmp_path)
    assert b'mc:Ignorable="w15"' in part(done.data, "word/document.xml")
    assert done.left == ()


PAIRS = [
    ("national", "increase", "decrease"),
    ("national", "both_nil", "about_equal"),
    ("national", "government_fund_ceased", "government_fund_new"),
    ("shanghai", "decrease", "ceased"),
]


@cache
def of(place: str, name: str) -> Results:
    known = load_case(HOME / place / "cases" / f"{name}.toml", place)
    return results(replace(known, unit_name="示例街道办事处"))


@pytest.mark.parametrize(("place", "one", "other"), PAIRS)
def test_what_nobody_touched_becomes_the_document_of_this_run(
    place: str, one: str, other: str, tmp_path: Path
) -> None:
    """刷新后与重新生成的一样（图不增不删，另行列出）。"""
    for was, now in ((one, other), (other, one)):
        done = run(word_document(of(place, was)).data, of(place, now), tmp_path)
        fresh = word_document(of(place, now)).data
        assert {each.kind for each in done.left} <= {LeftKind.CHART}
        assert texts(seen(done.data, tmp_path / "1.docx")) == texts(
            seen(fresh, tmp_path / "2.docx")
        )


def texts(blocks: list[object]) -> list[object]:
    return [
        block
        for block in blocks
        if not isinstance(block, list) and not (isinstance(block, str) and block.startswith("（图"))
    ]


def embedded(*, more: bool) -> Results:
    found = of("shanghai", "decrease")
    if not more:
        return found
    known = load_case(HOME / "shanghai" / "cases" / "decrease.toml", "shanghai")
    keys = [key for key, amount in known.amounts.items() if amount.fen and key[0] == SUMMARY]
    changed = {key: str(known.amounts[key].number(known.unit) + 5) for key in keys[:2]}
    return results(replace(known, unit_name="示例街道办事处"), changed)


def test_a_cell_that_a_person_changed_is_a_conflict_and_the_others_are_new(
    tmp_path: Path,
) -> None:
    before, after = embedded(more=False), embedded(more=True)
    written = word_document(before)
    data, trace = written.data, written.trace
    fresh = word_document(after).trace
    cells = [
        (table.name, row, column, was, now)
        for table, other in zip(trace.tables, fresh.tables, strict=True)
        for row, (texts_of, others) in enumerate(zip(table.rows, other.rows, strict=True))
        for column, (was, now) in enumerate(zip(texts_of, others, strict=True))
        if was != now
    ]
    assert cells
    name, row, column, was, now = cells[0]
    mark = next(table.mark for table in trace.tables if table.name == name)

    def edit(root: etree._Element) -> None:
        cell = cell_of(root, mark, row, column)
        next(cell.iter(f"{W}t")).text = "7.77"

    done = run(edited(data, edit), after, tmp_path)
    told = [each for each in done.left if each.kind is LeftKind.TABLE]
    assert [(each.now, each.was, each.new) for each in told] == [("7.77", was, now)]
    root = etree.fromstring(part(done.data, "word/document.xml"))
    assert "".join(t.text or "" for t in cell_of(root, mark, row, column).iter(f"{W}t")) == "7.77"
    for _, at, beside, _, wanted in [each for each in cells[1:] if each[0] == name]:
        words = "".join(t.text or "" for t in cell_of(root, mark, at, beside).iter(f"{W}t"))
        assert words == wanted


def cell_of(root: etree._Element, mark: str, row: int, column: int) -> etree._Element:
    """一张没有合并单元格的行里的格（python-docx 认格子）。"""
    start = root.find(f".//{W}bookmarkStart[@{W}name='{mark}']")
    assert start is not None
    table = next(each for each in start.itersiblings() if each.tag == f"{W}tbl")
    parsed: Any = parse_xml(etree.tostring(table))
    place = Table(parsed, cast("Any", None)).cell(row, column)._tc
    rows = table.findall(f"{W}tr")
    cells = list(parsed.tr_lst[row].tc_lst)
    return rows[row].findall(f"{W}tc")[cells.index(place)]


def in_parts(table: PrintedTable, _longest: Sequence[float], _width: int) -> list[tuple[int, ...]]:
    """有编码和名称的表分成左右两部分，编码和名称两边都有。"""
    lead, end = table.lead_columns, table.columns + 1
    middle = (lead + end) // 2 + 1
    if not lead:
        return [(*range(1, end),)]
    return [(*range(1, middle),), (*range(1, lead + 1), *range(middle, end))]


def ceased(code: str = "2120803") -> Results:
    """上海的一个案例，政府性基金支出用的是另一个科目：行数一样。"""
    known = load_case(HOME / "shanghai" / "cases" / "decrease.toml", "shanghai")
    amounts = {
        (table, code if line == "2120803" else line, column): amount
        for (table, line, column), amount in known.amounts.items()
    }
    return results(replace(known, amounts=amounts))


def test_the_first_columns_of_a_parted_table_follow_in_every_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.publish.word.tables.panels", in_parts)
    data, after = word_document(ceased()).data, ceased("2120804")
    assert part(data, "word/document.xml").count(b">2120803<") > 1
    done = run(data, after, tmp_path)
    assert b">2120803<" not in part(done.data, "word/document.xml")
    fresh = seen(word_document(after).data, tmp_path / "2.docx")
    assert texts(seen(done.data, tmp_path / "1.docx")) == texts(fresh)
    assert [each for each in seen(done.data, tmp_path / "1.docx") if isinstance(each, tuple)] == [
        each for each in fresh if isinstance(each, tuple)
    ]


def test_words_in_a_further_part_of_a_table_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlbudget.publish.word.tables.panels", in_parts)
    data = word_document(ceased()).data

    def edit(root: etree._Element) -> None:
        [*(each for each in root.iter(f"{W}t") if each.text == "2120803")][-1].text = "见注"

    done = run(edited(data, edit), ceased("2120804"), tmp_path)
    assert "见注" in part(done.data, "word/document.xml").decode()
    assert [each.now for each in done.left if each.kind is LeftKind.TABLE] == ["见注"]


@pytest.mark.parametrize("held", ["footnoteReference", "drawing"])
def test_a_table_with_something_of_a_person_is_not_drawn_anew(held: str, tmp_path: Path) -> None:
    data = word_document(of("shanghai", "decrease")).data
    trace = word_document(of("shanghai", "decrease")).trace
    after = word_document(of("shanghai", "ceased")).trace
    longer = [
        table.mark
        for table, other in zip(trace.tables, after.tables, strict=True)
        if len(table.rows) != len(other.rows)
    ]
    assert longer

    def edit(root: etree._Element) -> None:
        for mark in longer:
            paragraph = cell_of(root, mark, 3, 0).find(f"{W}p")
            assert paragraph is not None
            run = etree.SubElement(paragraph, f"{W}r")
            etree.SubElement(run, f"{W}{held}").set(f"{W}id", "1")

    done = run(edited(data, edit), of("shanghai", "ceased"), tmp_path)
    kept = etree.fromstring(part(done.data, "word/document.xml"))
    assert len([*kept.iter(f"{W}{held}")]) >= len(longer)
    told = [each.remedy for each in done.left if each.kind is LeftKind.TABLE]
    assert len([each for each in told if "图、脚注或批注" in each]) == len(longer)
