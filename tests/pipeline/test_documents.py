"""一份文档从头到尾：是哪一年度、哪个格式，与谁的表核对，文件里的表也算。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.own_text import GAPS, document_of
from tests.results.by_hand import document
from tests.workbook.workbooks import results_of, workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.documents import Document, TableBlock, TextBlock
from xlbudget.domain.errors import UnknownName, UnreadableFile, UnsafeFile
from xlbudget.domain.findings import Finding, Level, Verdict
from xlbudget.domain.text import Place
from xlbudget.formats.library import find, places
from xlbudget.pipeline import Request
from xlbudget.pipeline.documents import Against, formats_of, in_order, review, review_file
from xlbudget.results.reviewed import Standing

RESULTS = results_of("sample_complete")
TEXT, _ = document_of(RESULTS.paragraphs)
SICHUAN = (RESULTS.format,)
SUMMARY_TITLE = "收入支出决算总表"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[TableBlock, ...]:
    """工作簿里的公开各表，像是贴在说明后面的。"""
    path = workbook_of("sample_complete", tmp_path_factory.mktemp("表") / "决算.xlsx")
    book = PackedBook(path)
    names = [sheet.name for sheet in book.sheets() if sheet.name.startswith("公开")]
    blocks = []
    for at, name in enumerate(names, 1):
        rows = [["" if cell is None else str(cell) for cell in row] for row in book.read(name).rows]
        blocks.append(TableBlock(tuple(map(tuple, rows)), Place(paragraph=1000 + at)))
    return tuple(blocks)


def with_tables(text: Document, tables: tuple[TableBlock, ...]) -> Document:
    return replace(text, blocks=(*text.blocks, *tables))


def changed(text: Document, old: str, new: str) -> Document:
    found = [block for _, block in text.texts() if old in block.text]
    assert found, old
    blocks = tuple(
        replace(block, text=block.text.replace(old, new))
        if isinstance(block, TextBlock) and block in found
        else block
        for block in text.blocks
    )
    return replace(text, blocks=blocks)


def alarms(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.check not in GAPS]


def test_the_tables_in_the_file_are_those_it_is_held_against(
    tables: tuple[TableBlock, ...],
) -> None:
    reviewed = review(with_tables(TEXT, tables), SICHUAN)
    assert reviewed.account is not None
    assert reviewed.account.statements.keys() == RESULTS.account.statements.keys()
    assert (reviewed.workbook, reviewed.tables) == ("", "文件里的决算表")
    assert reviewed.unit == RESULTS.account.unit_name
    assert [each for each in alarms(reviewed.findings) if each.level is Level.ERROR] == []
    listed = {each.rule: each.standing for each in reviewed.obligations()}
    assert listed["R01"] is Standing.PASSED
    assert listed["R67"] is Standing.PASSED


def test_a_table_in_the_file_that_contradicts_itself_is_told(
    tables: tuple[TableBlock, ...],
) -> None:
    first = tables[0]
    rows = tuple(
        tuple("1443.633" if cell == "1433.633" else cell for cell in row) for row in first.rows
    )
    assert rows != first.rows
    reviewed = review(with_tables(TEXT, (replace(first, rows=rows), *tables[1:])), SICHUAN)
    (about_tables,) = (each for each in reviewed.findings if each.where.cell)
    assert SUMMARY_TITLE in str(about_tables.where.sheet)
    assert about_tables.level is Level.ERROR
    (revenue,) = (each for each in reviewed.obligations() if each.rule == "R01")
    assert revenue.standing is Standing.FAILED


def test_one_table_of_all_is_held_against_and_the_others_are_missed_once(
    tables: tuple[TableBlock, ...],
) -> None:
    reviewed = review(with_tables(TEXT, tables[:1]), SICHUAN)
    assert reviewed.account is not None
    assert list(reviewed.account.statements) == ["revenue_expenditure_summary"]
    missing = [each for each in reviewed.findings if "没有找到" in each.message]
    assert [each.check for each in missing] == ["document-tables-missing"]
    assert [each for each in alarms(reviewed.findings) if each not in missing] == []


def test_a_workbook_goes_before_the_tables_in_the_file(tables: tuple[TableBlock, ...]) -> None:
    reviewed = review(with_tables(TEXT, tables), SICHUAN, RESULTS.account)
    assert (reviewed.workbook, reviewed.account) == (RESULTS.account.file, RESULTS.account)
    (revenue,) = (each for each in reviewed.obligations() if each.rule == "R01")
    assert revenue.standing is Standing.PASSED  # 文件里的表自己也核
    alone = review(TEXT, SICHUAN, RESULTS.account)
    assert "R01" not in {each.rule for each in alone.obligations()}


def test_without_tables_nothing_of_them_is_claimed() -> None:
    reviewed = review(TEXT, SICHUAN)
    assert (reviewed.account, reviewed.tables) == (None, "没有表，只核文字自身")
    assert "R01" not in {each.rule for each in reviewed.obligations()}
    assert alarms(reviewed.findings) == []


def test_a_number_that_the_text_repeats_everywhere_is_only_wrong_against_tables() -> None:
    """“三公”经费的两处写成同一个错数：文字自己看不出，与表一比就知道。"""
    wrong = changed(TEXT, "机关运行经费支出20.97万元", "机关运行经费支出20.79万元")
    found = [each.printed for each in alarms(review(wrong, SICHUAN, RESULTS.account).findings)]
    assert any("20.79" in str(printed) for printed in found)


def test_a_list_that_a_page_cuts_is_not_taken_for_whole() -> None:
    """PDF 的一段在“；”处断成两段：前半段的各项之和当然小于总额。"""
    cut = "卫生健康支出22.28万元，占1.53%；"
    (at,) = (at for at, block in TEXT.texts() if cut in block.text)
    block = TEXT.blocks[at]
    assert isinstance(block, TextBlock)
    end = block.text.index(cut) + len(cut)
    halves = (replace(block, text=block.text[:end]), replace(block, text=block.text[end:]))
    split = replace(TEXT, blocks=(*TEXT.blocks[:at], *halves, *TEXT.blocks[at + 1 :]))
    for account in (None, RESULTS.account):
        found = alarms(review(split, SICHUAN, account).findings)
        assert [each for each in found if each.level is Level.ERROR] == []


def test_numbers_that_label_a_chart_are_no_amounts_without_a_unit() -> None:
    """PDF 里图上的字读成一行一行的，没有单位，也认不准是哪一年的。"""
    labels = ("一般公共预算财政拨款支出 608.48  2024", "一般公共预算财政拨款支出 1456.3")
    blocks = [TextBlock(text, Place(paragraph=900 + at)) for at, text in enumerate(labels)]
    for account in (None, RESULTS.account):
        reviewed = review(replace(TEXT, blocks=(*TEXT.blocks, *blocks)), SICHUAN, account)
        assert alarms(reviewed.findings) == []


def test_the_same_review_twice_is_the_same() -> None:
    assert review(TEXT, SICHUAN, RESULTS.account) == review(TEXT, SICHUAN, RESULTS.account)


def test_formats_tried_are_those_that_know_the_year() -> None:
    known = document(["示例街道办事处2024年度部门决算"])
    assert {each.place for each in formats_of(known, Request())} == set(places())
    old = document(["示例街道办事处2020年度部门决算"])
    assert "yunnan" not in {each.place for each in formats_of(old, Request())}
    (only,) = formats_of(known, Request(place="chongqing", year=2023))
    assert (only.place, only.year) == ("chongqing", 2023)


@pytest.mark.parametrize(
    ("paragraphs", "request_", "words"),
    [
        (["没有年度的话"], Request(), "请加上 --year 年度"),
        (["1999年度部门决算"], Request(), "更早年度的格式尚未收录"),
        (["2024年度部门决算"], Request(place="sichuam"), "sichuan"),
    ],
)
def test_a_year_or_place_that_is_not_known_is_told(
    paragraphs: list[str], request_: Request, words: str
) -> None:
    with pytest.raises(UnknownName) as error:
        formats_of(document(paragraphs), request_)
    assert words in str(error.value)


def test_a_file_is_known_by_its_name_and_digest_and_not_by_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text("\n".join(block.text for _, block in TEXT.texts()), encoding="utf-8")
    against = Against(RESULTS.account, find("sichuan", 2024))
    reviewed = review_file(path, None, against)
    assert reviewed.file == "说明.txt"
    assert {finding.file for finding in reviewed.findings} <= {"说明.txt"}
    assert len(reviewed.sha256) == 64
    assert str(tmp_path) not in repr(reviewed)


def test_a_file_without_a_word_is_not_called_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as error:
        review_file(path, Request(year=2024))
    assert "空.txt" in str(error.value)


def test_findings_stand_by_level_and_then_as_in_the_document() -> None:
    def one(level: Level, paragraph: int | None, start: int) -> Finding:
        where = Place(paragraph=paragraph, span=(start, start + 1))
        return Finding("check", Verdict.FAIL, level, "说明.docx", "", where)

    last, first, second = (
        one(Level.INFO, 1, 0),
        one(Level.ERROR, 9, 3),
        one(Level.ERROR, 9, 7),
    )
    third, nowhere = one(Level.WARNING, 2, 0), one(Level.WARNING, None, 0)
    assert in_order([last, nowhere, second, third, first]) == [first, second, third, nowhere, last]


def test_the_year_that_a_text_speaks_of_is_told_where_no_format_is_of_it() -> None:
    """没有说格式，就不说是哪个格式没有这一年度的：说文件的年度，和怎样改。"""
    with pytest.raises(UnknownName) as error:
        formats_of(document(["某法（2009年修正）"]), Request())
    assert "文中说得最多的年度是2009年度" in str(error.value)
    assert "--year" in str(error.value)
    assert "格式 " not in str(error.value)


def test_more_numbers_than_an_explanation_has_are_refused_before_they_are_read() -> None:
    many = document(["2024年度部门决算", "1.5万元，" * 15_001])
    with pytest.raises(UnsafeFile) as error:
        review(many, SICHUAN)
    assert "文中有 15002 个数" in str(error.value)
