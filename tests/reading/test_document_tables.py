"""说明文档里的决算表：标题、单位在表上面的段落里，也照工作簿一样读。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Value
from xlbudget.domain.account import FinalAccount
from xlbudget.domain.documents import Document, DocumentBlock, PictureBlock, TableBlock, TextBlock
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.text import Place
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.reading.document_tables import DocumentTables, account_of_document
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

NATIONAL = find("national", 2024)
UNIT = "部门：示例街道办事处\t金额单位：万元"
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
GENERAL = "general_public_budget_expenditure"
TITLE = "一般公共预算财政拨款支出决算表"
ROWS = [
    ["", "合计", "1,180.61", "612.38", "568.23"],
    ["201", "一般公共服务支出", "702.19", "401.22", "300.97"],
    ["20103", "政府办公厅（室）及相关机构事务", "702.19", "401.22", "300.97"],
    ["2010301", "行政运行", "401.22", "401.22", "—"],
    ["2010302", "一般行政管理事务", "300.97", "", "300.97"],
    ["208", "社会保障和就业支出", "478.42", "211.16", "267.26"],
]


def document(*parts: str | Sequence[Sequence[str]], page: int | None = None) -> Document:
    """段落是文字，表是一行行的格。"""
    blocks: list[DocumentBlock] = []
    for part in parts:
        place = Place(page=page, paragraph=len(blocks) + 1)
        if isinstance(part, str):
            blocks.append(TextBlock(part, place))
        else:
            blocks.append(TableBlock(tuple(map(tuple, part)), place))
    return Document("说明.docx", tuple(blocks))


def read(*parts: str | Sequence[Sequence[str]], page: int | None = None) -> DocumentTables:
    return account_of_document(document(*parts, page=page), NATIONAL)


def checks(found: DocumentTables) -> list[str]:
    return [
        finding.check for finding in found.findings if finding.check != "document-tables-missing"
    ]


def account(found: DocumentTables) -> FinalAccount:
    assert found.account is not None
    return found.account


def test_title_and_unit_stand_above_the_table() -> None:
    found = read("三、支出情况见下表。", "公开06表", TITLE, UNIT, [HEAD, *ROWS], page=12)
    statement = account(found).statements[GENERAL]
    assert (statement.sheet, statement.unit_name) == ("第12页 " + TITLE, "示例街道办事处")
    assert account(found).unit_name == "示例街道办事处"
    assert found.blocks == {GENERAL: (4,)}
    assert checks(found) == []
    total = statement.cell("total", "total")
    assert total is not None
    # 表上面三行，表头一行，合计在第 5 行。
    assert str(total.source) == f"第12页 {TITLE}!C5"
    assert total.amount == Amount.of("1180.61", Unit.TEN_THOUSAND_YUAN, 10_000)
    blank, dash = statement.cell("2010302", "basic"), statement.cell("2010301", "project")
    assert blank is not None
    assert dash is not None
    assert (blank.holds.value, dash.holds.value) == ("空白", "不适用")


def test_title_and_unit_stand_inside_the_table() -> None:
    inside = [[TITLE, "", "", "", ""], ["部门：示例局", "", "2024年度", "", "单位：元"]]
    whole = [[cell.replace("1,180.61", "11,806,100.35") for cell in row] for row in ROWS]
    statement = account(read([*inside, HEAD, *whole])).statements[GENERAL]
    assert (statement.sheet, statement.year) == ("表1 " + TITLE, 2024)
    total = statement.cell("total", "total")
    assert total is not None
    assert total.amount == Amount.of("11806100.35", Unit.YUAN)


@pytest.mark.parametrize("between", [[], ["续表"], [TITLE + "（续）", UNIT], ["", UNIT]])
@pytest.mark.parametrize("header", [[], [HEAD]], ids=["bare", "header repeated"])
def test_a_table_in_two_blocks_is_one(between: list[str], header: list[list[str]]) -> None:
    found = read(TITLE, UNIT, [HEAD, *ROWS[:3]], *between, [*header, *ROWS[3:]])
    lines = [line.name for line in account(found).statements[GENERAL].lines]
    assert lines == ["total", "201", "20103", "2010301", "2010302", "208"]
    assert checks(found) == []
    assert [len(each) for each in found.blocks.values()] == [2]


def test_a_wide_table_goes_on_to_the_right() -> None:
    """宽表横着分到几页：编码和名称重印，跨页的表头只印在后一页。"""
    left = [["编码", "名称", "合计", "工资福利支出", ""], ["", "", "", "小计", "基本工资"]]
    left += [["", "合计", "30.00", "10.00", "10.00"], ["201", "一般公共服务支出", "30", "10", "10"]]
    left += [["20103", "政府办公厅（室）及相关机构事务", "30", "10", "10"]]
    right = [["编码", "名称", "商品和服务支出", "", ""], ["", "", "小计", "办公费", "印刷费"]]
    right += [["", "合计", "20.00", "15.00", "5.00"], ["201", "一般公共服务支出", "20", "15", "5"]]
    right += [["20103", "政府办公厅（室）及相关机构事务", "20", "15", "5"]]
    found = account_of_document(
        document("财政拨款支出决算明细表", UNIT, left, "注：略。", "财政拨款支出决算明细表", right),
        find("sichuan", 2024),
    )
    statement = account(found).statements["appropriation_detail"]
    amounts = {
        column: cell.amount.number(Unit.TEN_THOUSAND_YUAN)
        for column in ("total", "301", "30101", "302", "30201", "30202")
        if (cell := statement.cell("total", column)) and cell.amount
    }
    assert amounts == {
        "total": 30, "301": 10, "30101": 10, "302": 20, "30201": 15, "30202": 5,
    }  # fmt: skip


def test_other_tables_are_passed_over_without_a_word() -> None:
    performance = [["项目名称", "预算数", "执行数"], ["示例项目", "40.00", "38.50"]]
    found = read("项目支出绩效自评表", "（2024年度）", performance, "人员名单", [["姓名", "岗位"]])
    assert (found.account, found.findings, found.blocks) == (None, (), {})
    found = read("2024年度决算公开表目录", [["1", "收入决算表"], ["2", TITLE]])
    assert (found.account, found.findings) == (None, ())


def test_a_sentence_that_names_a_table_is_no_title() -> None:
    found = read(f"情况详见{TITLE}。", [["项目", "金额"], ["合计", "3.50"]])
    assert found.account is None


def test_absent_tables_are_told_once() -> None:
    (finding,) = read(TITLE, UNIT, [HEAD, *ROWS]).findings
    assert finding.message.startswith("文中的决算表只找到 1 张，没有找到：“收入支出决算总表”")
    assert TITLE not in finding.message


def test_a_table_without_its_unit_is_told_and_not_read() -> None:
    """少了金额单位：万元和元会差一万倍，不猜。"""
    found = read("收入决算表", UNIT, [["项目", ""]], TITLE, "部门：示例局", [HEAD, *ROWS], page=7)
    assert GENERAL not in (found.account.statements if found.account else {})
    (finding,) = [each for each in found.findings if each.where.sheet == f"第7页 {TITLE}"]
    assert finding.check == "document-table-unread"
    assert "表头没有金额单位" in finding.message
    assert (finding.where.page, finding.where.paragraph) == (7, 6)
    assert found.blocks[GENERAL] == (5,)


def test_an_unreadable_amount_is_told_with_its_cell() -> None:
    spoilt = [*ROWS[:3], ["2010301", "行政运行", "见附表", "401.22", ""]]
    found = read(TITLE, UNIT, [HEAD, *spoilt])
    assert found.account is None
    (finding,) = found.findings
    assert finding.where.cell == "C7"
    assert "“见附表”" in finding.message


def test_amounts_below_each_other_in_one_cell_are_told() -> None:
    """各行之间没有画线、几行的数挤在一格：分不清行，不读。"""
    body = ["201\n20103", "一般公共服务支出\n政府办公厅事务", "702.19\n702.19", "", ""]
    found = read(TITLE, UNIT, [HEAD, body])
    assert found.account is None
    assert "一格里有几个金额" in found.findings[0].message
    assert found.findings[0].where.cell == "C4"


def test_half_a_table_is_not_taken_for_the_whole() -> None:
    """后面一块没有标题、列数相同，却接不上（中间隔着一句话）：不把上半张当作全表。"""
    found = read(TITLE, UNIT, [HEAD, *ROWS[:3]], "说明：以下略。", ROWS[3:])
    assert found.account is None
    assert "后面还有一块列数相同、没有标题的表（表2）" in found.findings[0].message
    found = read(TITLE, UNIT, [HEAD, *ROWS], "人员情况表", [["姓名", "1", "2", "3", "4"]])
    assert checks(found) == []


def test_the_same_table_twice() -> None:
    """内容一样的用哪张都行；不一样的，不知道以哪张为准，都不用。"""
    table = [HEAD, *ROWS]
    assert checks(read(TITLE, UNIT, table, "附件", TITLE, UNIT, table)) == []
    other = [HEAD, *ROWS[:-1]]
    found = read(TITLE, UNIT, table, "附件", TITLE, UNIT, other)
    assert found.account is None
    assert checks(found) == ["document-table-twice"]
    assert found.blocks == {GENERAL: (2, 6)}
    changed = [[cell.replace("401.22", "400.22") for cell in row] for row in ROWS]
    found = read(TITLE, UNIT, table, TITLE, UNIT, [HEAD, *changed])
    assert checks(found) == ["document-table-twice"]


def test_last_years_table_is_not_this_years() -> None:
    found = read("2023年度" + TITLE, UNIT, [HEAD, *ROWS])
    assert found.account is None
    assert "标题写的是2023年度，不是2024年度" in found.findings[0].message
    both = read(
        "2023年度" + TITLE, UNIT, [HEAD, *ROWS[:2]], "2024年度" + TITLE, UNIT, [HEAD, *ROWS]
    )
    assert len(account(both).statements[GENERAL].lines) == len(ROWS)


def test_a_misspelt_title_is_told() -> None:
    found = read("一般公共预算财政拔款支出决算表", UNIT, [HEAD, *ROWS])
    assert found.account is None
    (finding,) = found.findings
    assert (finding.check, finding.expected) == ("document-table-unrecognised", TITLE)


FUND = "政府性基金预算财政拨款收入支出决算表"


@pytest.mark.parametrize(
    "note", ["注：本单位2024年度没有政府性基金预算财政拨款收入，故本表无数据。", "本表为空表。"]
)
def test_an_empty_table_counts_as_empty(note: str) -> None:
    """空表说明在空表下面，或者只有标题和说明、没有画表。"""
    head = [
        "科目编码",
        "科目名称",
        "年初结转和结余",
        "本年收入",
        "本年支出",
        "",
        "",
        "年末结转和结余",
    ]
    lower = ["", "", "", "", "小计", "基本支出", "项目支出", ""]
    for parts in ([[head, lower, ["", "合计", *[""] * 6]], note], [note]):
        found = read(TITLE, UNIT, [HEAD, *ROWS], FUND, UNIT, *parts)
        statement = account(found).statements["government_fund_accounts"]
        assert not statement.has_amounts
        assert checks(found) == []
    found = read(TITLE, UNIT, [HEAD, *ROWS], FUND, "二、国有资本经营预算")
    assert "government_fund_accounts" not in account(found).statements


def test_pictures_between_title_and_table_do_not_matter() -> None:
    given = document(TITLE, UNIT, [HEAD, *ROWS])
    blocks = (*given.blocks[:2], PictureBlock("图", Place()), given.blocks[2])
    found = account_of_document(Document("说明.docx", blocks), NATIONAL)
    assert found.blocks == {GENERAL: (3,)}


def printed(value: Value) -> str:
    """一格在公开的文档里的样子。"""
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def published(book: PackedBook, numbers: Iterable[str]) -> Document:
    """工作簿的各张表，标题等成了表上面的段落。"""
    parts: list[str | list[list[str]]] = []
    for number in numbers:
        name = next(sheet.name for sheet in book.sheets() if sheet.name.startswith(number))
        rows = [[printed(value) for value in row] for row in book.read(name).rows]
        start = next(at for at, row in enumerate(rows) if "金额单位" in "".join(row)) + 1
        parts += ["\t".join(filter(None, row)) for row in rows[:start] if any(row)]
        parts.append(rows[start:])
    return document(*parts)


@pytest.mark.parametrize(
    ("place", "case"),
    [("national", "every_section"), ("shanghai", "complete"), ("yunnan", "complete")],
)
def test_the_tables_of_a_workbook_read_the_same_in_a_document(
    place: str, case: str, tmp_path: Path
) -> None:
    """各地的表样：同一套表，从工作簿读和从文档读，一格不差（印到 0.01）。"""
    known = next(each for each in cases(place) if each.name == case)
    resolved = find(place, known.year, known.settings)
    want = account_of_case(known, resolved)
    path = tmp_path / "决算.xlsx"
    path.write_bytes(build(run(want, resolved)))
    numbers = [resolved.tables[name].number for name in want.statements]
    found = account_of_document(published(PackedBook(path), numbers), resolved)
    assert checks(found) == []
    got = account(found)
    assert got.statements.keys() == want.statements.keys()
    for name, statement in want.statements.items():
        for line in statement.lines:
            for column, cell in line.cells.items():
                amount = cell.amount
                other = got.statements[name].cell(line.name, column)
                unit = statement.unit
                shown = None if amount is None else round(amount.number(unit), 2)
                theirs = other.amount if other else None
                assert (None if theirs is None else theirs.number(unit)) == shown, (name, line.name)
