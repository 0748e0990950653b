"""陕西：表序分年份，“三公”经费表另有会议费、培训费而小计不含它们；三种版式都读得进。"""

from __future__ import annotations

from dataclasses import replace

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.statements import Statement
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.formats.settings import ADJUSTED
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import SourceFile
from xlbudget.pipeline import run
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head
from xlbudget.workbook.blank import account_of_case

SHAANXI = find("shaanxi", 2024)
CASES = {case.name: case for case in cases("shaanxi")}
THREE = "three_public"
TITLE = "财政拨款“三公”经费及会议费、培训费支出决算表"

AS_ROWS = f"""== 公开09
{TITLE}
部门：示例县水利局||金额单位：万元
项目|预算数|决算数
合计|46|43
1.因公出国（境）费用|8|8
2.公务接待费|6|5
3.公务用车购置及运行维护费|32|30
其中：公务用车购置费|18|18
公务用车运行维护费|14|12
会议费|7|6
培训费|9|9
"""
UNDER_A_HEADER = f"""== 公开09
{TITLE}
部门：示例县水利局||||||||金额单位：万元
项目|“三公”经费||||||会议费|培训费
|小计|因公出国（境）费用|公务接待费|公务用车购置及运行维护费||||
||||小计|公务用车购置费|公务用车运行维护费||
栏次|1|2|3|4|5|6|7|8
预算数|46|8|6|32|18|14|7|9
决算数|43|8|5|30|18|12|6|9
注：本表反映本年度支出情况。
"""
AMOUNTS = {
    ("total", "budget"): "46",
    ("total", "actual"): "43",
    ("overseas_visits", "budget"): "8",
    ("overseas_visits", "actual"): "8",
    ("vehicles", "budget"): "32",
    ("vehicles", "actual"): "30",
    ("vehicle_purchase", "budget"): "18",
    ("vehicle_purchase", "actual"): "18",
    ("vehicle_running", "budget"): "14",
    ("vehicle_running", "actual"): "12",
    ("official_hospitality", "budget"): "6",
    ("official_hospitality", "actual"): "5",
    ("conferences", "budget"): "7",
    ("conferences", "actual"): "6",
    ("training", "budget"): "9",
    ("training", "actual"): "9",
}


def read(text: str) -> tuple[Statement | None, list[str], list[XlbudgetError]]:
    book, errors = MemoryBook(text, "决算.xlsx"), list[XlbudgetError]()
    grid = book.read(book.sheets()[0].name)
    above = head(grid, "决算.xlsx", errors)
    statement, findings, faults = extract(grid, SHAANXI.tables[THREE], above, "决算.xlsx")
    return statement, [finding.message for finding in findings], [*errors, *faults]


@pytest.mark.parametrize(("year", "number"), [(2021, "公开07"), (2022, "公开09"), (2024, "公开09")])
def test_where_the_table_stands(year: int, number: str) -> None:
    tables = find("shaanxi", year).tables
    assert len(tables) == 9
    assert (tables[THREE].number, tables[THREE].title) == (number, TITLE)


@pytest.mark.parametrize(("year", "first"), [(2021, "第二部分"), (2024, "一")])
def test_tables_stand_before_the_text_until_2021(year: int, first: str) -> None:
    ids = [section.id for section in find("shaanxi", year).sections]
    tables = "第二部分" if year == 2021 else "第三部分"
    assert min([tables, "一"], key=ids.index) == first


def test_three_public_expenses_leave_out_conferences_and_training() -> None:
    summed = {
        line.name for line in SHAANXI.tables[THREE].lines() if line.group == "three_public_items"
    }
    assert summed == {"overseas_visits", "vehicles", "official_hospitality"}
    (whole,) = {
        identity.right[0].line
        for identity in SHAANXI.identities
        if identity.name == "three-public-total"
    }
    assert whole == "three_public_items"


@pytest.mark.parametrize("text", [AS_ROWS, UNDER_A_HEADER], ids=["每项一行", "每数一行"])
def test_both_layouts_are_read(text: str) -> None:
    statement, told, faults = read(text)
    assert (told, faults) == ([], [])
    assert statement is not None
    found = {
        (line.name, column): cell.amount
        for line in statement.lines
        for column, cell in line.cells.items()
    }
    assert found == {key: Amount.of(text, Unit.TEN_THOUSAND_YUAN) for key, text in AMOUNTS.items()}


def test_a_column_under_no_item_is_told() -> None:
    text = UNDER_A_HEADER.replace("会议费|培训费\n", "会议费|研讨费\n")
    statement, told, _ = read(text)
    assert statement is not None
    assert statement.line("training") is None
    assert len(told) == 1
    assert "研讨费" in told[0]


def test_a_row_of_words_in_place_of_an_amount_is_refused() -> None:
    statement, _, faults = read(UNDER_A_HEADER.replace("决算数|43|8", "决算数|43|八"))
    assert statement is None
    assert ["八" in str(fault) for fault in faults] == [True]


def test_the_raw_sheet_fills_in_conferences_and_training() -> None:
    text = """== F03 机构运行信息表
机构运行信息表||||财决附03表
编制单位：示例县水利局||||金额单位：元
项目|预算数|统计数|项目|统计数
一、“三公”经费支出|—|—|四、机关运行经费|1000000
（一）支出合计|60000|50000|（一）行政单位|1000000
1.因公出国（境）费|0|0||
2.公务用车购置及运行维护费|0|0||
（1）公务用车购置费|0|0||
（2）公务用车运行维护费|0|0||
3.公务接待费|60000|50000||
二、会议费|70000|60000||
三、培训费|90000|90000||
"""
    book = MemoryBook(text, "导出.xls")
    grids = tuple(book.read(info.name) for info in book.sheets())
    found = gather([SourceFile("导出.xls", grids)], SHAANXI).amounts
    read_in = {line: found[THREE, line, "actual"].amount for line in ("conferences", "training")}
    assert read_in == {
        "conferences": Amount.of("60000", Unit.YUAN),
        "training": Amount.of("90000", Unit.YUAN),
    }


def test_budget_of_the_budget_sheet_where_the_table_prints_none() -> None:
    """表中没有印预算数，正文里的“预算为”取预算数表的。"""
    case = CASES["complete"]
    resolved = find("shaanxi", 2024, case.settings)
    amounts = {
        key: amount for key, amount in case.amounts.items() if (key[0], key[2]) != (THREE, "budget")
    }
    budgets = {
        (THREE, line, ADJUSTED): Amount.of(text, Unit.TEN_THOUSAND_YUAN)
        for (line, column), text in AMOUNTS.items()
        if column == "budget"
    }
    changed = replace(case, amounts=amounts, budgets={**case.budgets, **budgets})
    results = run(account_of_case(changed, resolved), resolved)
    written = {each.id: each.text for each in results.paragraphs}
    assert {id_: written[id_] for id_ in case.paragraphs if id_.startswith("七")} == {
        id_: text for id_, text in case.paragraphs.items() if id_.startswith("七")
    }
