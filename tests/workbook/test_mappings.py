"""首页上记下的对应关系：写进去的读得回来；看不懂的一行是错误，写明在哪一格。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.workbooks import workbook_of
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan
from xlbudget.domain.errors import UnknownLayout, XlbudgetError
from xlbudget.domain.money import Unit
from xlbudget.formats.library import find
from xlbudget.reading.mapped import Mapping
from xlbudget.reading.our_words import our_columns, our_labels
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets, read_home
from xlbudget.workbook.mappings import added_mappings, read_mappings

SICHUAN = find("sichuan", 2024)
HOME = """
== 首页
部门决算公开工作簿
.
项目 | 内容 | 说明 | | | | 对应的表 | 对应的列 | 来源表头
单位名称 | 示例局 | | | | | {} | {} | {}
年度 | 2024 | | | | | {} | {} | {}
格式 | sichuan
"""
SPENDING = Mapping(
    table="expenditure_accounts",
    title="部门支出情况表",
    columns=(("科目编码", "科目代码"), ("本年支出合计", "支出总额"), ("项目支出", "其中/项目")),
)
SUMMARY = Mapping(
    table="revenue_expenditure_summary",
    columns=(("收入 / 决算数", "收入/执行数"), ("支出 / 决算数", "支出/执行数")),
    labels=(("行：收入 / 本年收入合计", "本年收入总额"),),
    unit=Unit.YUAN,
)


def book(*rows: str) -> MemoryBook:
    words = [*rows, *[""] * 6][:6]
    return MemoryBook(HOME.format(*words), "决算.xlsx")


def own(workbook: MemoryBook) -> OwnSheets:
    return OwnSheets([workbook.read(sheet.name) for sheet in workbook.sheets()], workbook.name)


def errors_of(*rows: str) -> list[str]:
    errors: list[XlbudgetError] = []
    read_mappings(own(book(*rows)), SICHUAN, errors)
    return [str(error) for error in errors]


def test_what_is_confirmed_reads_back_the_same() -> None:
    workbook = book()
    writes = added_mappings(own(workbook), SICHUAN, (SPENDING, SUMMARY))
    workbook.apply(BookPlan(writes))
    errors: list[XlbudgetError] = []
    assert read_mappings(own(workbook), SICHUAN, errors) == (SPENDING, SUMMARY)
    assert errors == []
    assert workbook.read("首页").at(4, 7) == "支出决算表"
    home = read_home(own(workbook))
    assert home.unit_name is not None
    assert home.unit_name.text == "示例局"


def test_every_column_and_row_of_every_table_can_be_named() -> None:
    for table in SICHUAN.tables.values():
        mapping = Mapping(
            table=table.name,
            title="某表",
            columns=tuple((name, f"来源{at}") for at, name in enumerate(our_columns(table))),
            labels=tuple((name, f"行{at}") for at, name in enumerate(our_labels(table))),
        )
        workbook = book()
        workbook.apply(BookPlan(added_mappings(own(workbook), SICHUAN, [mapping])))
        errors: list[XlbudgetError] = []
        assert read_mappings(own(workbook), SICHUAN, errors) == (mapping,)
        assert errors == []


def test_what_stands_there_stays_and_is_not_written_twice() -> None:
    workbook = book("支出决算表", "标题", "部门支出情况表", "支出决算表", "项目支出", "项目")
    before = read_mappings(own(workbook), SICHUAN, [])
    writes = added_mappings(own(workbook), SICHUAN, (SUMMARY, *before))
    assert {write.row for write in writes} == {6}
    workbook.apply(BookPlan(writes))
    assert read_mappings(own(workbook), SICHUAN, []) == (*before, SUMMARY)
    assert added_mappings(own(workbook), SICHUAN, (SUMMARY, *before)) == ()


def test_two_mappings_of_one_table_begin_with_their_titles() -> None:
    other = Mapping(table=SPENDING.table, title="支出一览表", columns=(("项目支出", "项目"),))
    workbook = book()
    workbook.apply(BookPlan(added_mappings(own(workbook), SICHUAN, (SPENDING, other))))
    assert read_mappings(own(workbook), SICHUAN, []) == (SPENDING, other)


def test_an_empty_list_says_nothing() -> None:
    assert errors_of() == []
    assert read_mappings(own(book()), SICHUAN, []) == ()


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (("支出决算表格", "项目支出", "项目"), "G4", "是否想写“支出决算表”"),
        (("支出决算表", "项目之出", "项目"), "H4", "是否想写“项目支出”"),
        (("支出决算表", "收入 / 决算数", "项目"), "H4", "“支出决算表”的列或行"),
        (("支出决算表", "金额单位", "千元"), "I4", "“元”、“万元”"),
        (("支出决算表", "项目支出", ""), "I4", "空白"),
        (("", "项目支出", "项目"), "G4", "空白"),
    ],
)
def test_a_row_that_cannot_be_understood_is_an_error(
    row: tuple[str, str, str], cell: str, said: str
) -> None:
    [error] = errors_of(*row)
    assert error.startswith(f"决算.xlsx · 首页!{cell}\n")
    assert said in error


def test_an_old_workbook_has_no_list() -> None:
    old = MemoryBook(
        HOME.format(*[""] * 6).replace("对应的表 | 对应的列 | 来源表头", ""), "决算.xlsx"
    )
    assert read_mappings(own(old), SICHUAN, []) == ()
    with pytest.raises(UnknownLayout, match="没有记对应关系的一栏"):
        added_mappings(own(old), SICHUAN, (SPENDING,))


def test_the_list_of_a_new_workbook_is_empty_and_ready(tmp_path: Path) -> None:
    path = workbook_of("increase", tmp_path / "决算.xlsx")
    packed = PackedBook(path)
    sheets = OwnSheets([packed.read(sheet.name) for sheet in packed.sheets()], packed.name)
    found = sheets.table(layout.HOME, layout.MAPPING)
    assert found is not None
    assert read_mappings(sheets, SICHUAN, []) == ()
    packed.apply(BookPlan(added_mappings(sheets, SICHUAN, (SPENDING, SUMMARY))))
    packed.save(tmp_path / "新.xlsx")
    again = PackedBook(tmp_path / "新.xlsx")
    sheets = OwnSheets([again.read(sheet.name) for sheet in again.sheets()], again.name)
    assert read_mappings(sheets, SICHUAN, []) == (SPENDING, SUMMARY)
