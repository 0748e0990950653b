"""Tables of codes and of items that are not quite right: what the user is told, cell by cell."""

from __future__ import annotations

import re

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding, Verdict
from xlbudget.domain.statements import Statement
from xlbudget.formats.library import find
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, table_on

SICHUAN = find("sichuan", 2024)
REVENUE = """收入决算表
单位：万元
科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | \
附属单位上缴收入 | 其他收入
 | 合计 | 30 | 30 | 3
201 | 一般公共服务支出 | 20 | 20 | 3
20103 | 政府办公厅（室）及相关机构事务 | 20 | 20 | 3
208 | 社会保障和就业支出 | 10 | 10
20805 | 行政事业单位养老支出 | 10 | 10
"""
DETAIL = """财政拨款支出决算明细表
单位：万元
科目编码 | 科目名称 | 合计 | 工资福利支出 | | 商品和服务支出
 | | | 小计 | 基本工资 | 小计 | 办公费
 | 合计 | 30 | 20 | 20 | 10 | 10
201 | 一般公共服务支出 | 30 | 20 | 20 | 10 | 10
"""
TURNED = """财政拨款支出决算明细表
单位：万元
科目编码 | 科目名称 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
301 | 工资福利支出 | 20 | 15 | 5
30101 | 基本工资 | 20 | 15 | 5
 | 合计 | 20 | 15 | 5
"""
BASIC = """一般公共预算财政拨款基本支出决算表
单位：万元
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 20 | 302 | 商品和服务支出 | 10
30101 | 基本工资 | 20 | 30201 | 办公费 | 10
人员经费合计 | | 20 | 公用经费合计 | | 10
"""
PUBLIC = """财政拨款“三公”经费支出决算表
单位：万元
预算数 | | | | | | 决算数
合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 合计 | 因公出国（境）费 | \
公务用车购置及运行维护费 | | | 公务接待费
 | | 小计 | 购置费 | 运行维护费 | | | | 小计 | 购置费 | 运行维护费
6 | 1 | 3 | 1 | 2 | 2 | 6 | 1 | 3 | 1 | 2 | 2
"""
ITEMS = """财政拨款“三公”经费支出决算表
单位：万元
项目 | 预算数 | 决算数
合计 | 6 | 5
因公出国（境）费 | 1 | 1
公务用车购置及运行维护费 | 3 | 2
公务用车购置费 | 1 | 1
公务用车运行维护费 | 2 | 1
公务接待费 | 2 | 2
"""
Read = tuple[Statement | None, list[Finding], list[str]]


def read(text: str) -> Read:
    grid = MemoryBook("== 表\n" + text).read("表")
    table = table_on(grid, SICHUAN.tables.values())
    assert table is not None
    errors: list[XlbudgetError] = []
    found, findings, faults = extract(grid, table, head(grid, "决算.xlsx", errors), "决算.xlsx")
    assert (found is None) is bool(faults)
    assert all(finding.verdict is Verdict.UNCHECKED for finding in findings)
    return found, findings, [str(error) for error in errors + faults]


def changed(text: str, old: str, new: str) -> Read:
    assert old in text
    return read(text.replace(old, new, 1))


def said(findings: list[Finding]) -> list[tuple[str, str, str | None, str]]:
    return [(f.level.chinese, f.check, f.where.cell, f.message) for f in findings]


@pytest.mark.parametrize("text", [REVENUE, DETAIL, BASIC, PUBLIC, ITEMS])
def test_the_bases_of_these_cases_read_without_a_word(text: str) -> None:
    found, findings, errors = read(text)
    assert found is not None
    assert (findings, errors) == ([], [])


TWICE = "请删去或合并重复的一行。"
HEADER = "请按表样改正这个表头；若不是这一列，请移到表外。"
APART = "请按表样改正这个表头；若不是表样中的列，请移到表外，与表隔一个空列。"
FAULTS = [
    pytest.param(
        (REVENUE, "208 | 社会", "201 | 社会"),
        ("A7", "“201 社会保障和就业支出”第二次出现（第一次在 A5）", "每个科目只出现一次", TWICE),
        id="科目两次",
    ),
    pytest.param(
        (REVENUE, "20805 | 行政事业单位养老支出", "合计 |"),
        ("A8", "“合计”第二次出现（第一次在 A4）", "每个科目只出现一次", TWICE),
        id="合计两次",
    ),
    pytest.param(
        (BASIC, "30201 | 办公费", "30101 | 办公费"),
        ("D5", "“30101 办公费”第二次出现（第一次在 A5）", "每个科目只出现一次", TWICE),
        id="科目在两组里",
    ),
    pytest.param(
        (REVENUE, "本年收入合计", "本年收人合计"),
        ("C3", "表头“本年收人合计”，这一列有金额却认不出", "“本年收入合计”", HEADER),
        id="列名错一个字",
    ),
    pytest.param(
        (REVENUE, "财政拨款收入 | 上级", " | 上级"),
        (
            "D3",
            "表头空白，下面有数，但没有读入",
            "表样中的列；没有找到“财政拨款收入”列",
            APART,
        ),
        id="列名空白",
    ),
    pytest.param(
        (REVENUE, "上级补助收入", "捐赠收入"),
        (
            "E3",
            "表头“捐赠收入”，下面有数，但没有读入",
            "表样中的列；没有找到“上级补助收入”列",
            APART,
        ),
        id="表内多出一列，又缺一列",
    ),
    pytest.param(
        (REVENUE, "上级补助收入", "财政拨款收入"),
        (
            "E3",
            "两列都像“财政拨款收入”：D 列“财政拨款收入”、E 列“财政拨款收入”",
            "恰有一列“财政拨款收入”",
            "请核对表头；多余的列请移到表外。",
        ),
        id="两列同名",
    ),
    pytest.param(
        (BASIC, "| 决算数\n301", "| 数额\n301"),
        ("F3", "表头：F 列“数额”", "“决算数”列", "请核对表头的文字。"),
        id="一组没有认得的列",
    ),
    pytest.param(
        (REVENUE, "10 | 10\n20805", "10 | 见附表\n20805"),
        (
            "D7",
            "“见附表”",
            "金额（数字）、空白或“—”",
            "请改成数字；没有就留空，不适用就填“—”。",
        ),
        id="金额是文字",
    ),
    pytest.param(
        (REVENUE, "单位：万元", "单位：万元 | 单位：元"),
        (
            "",
            "两种金额单位：A2“万元”、B2“元”",
            "一种金额单位",
            "请只保留一处“金额单位：万元”或“金额单位：元”。",
        ),
        id="两种单位",
    ),
    pytest.param(
        (PUBLIC, "公务接待费\n |", "公务招待费\n |"),
        ("L4", "表头“决算数 / 公务招待费”，这一列有金额却认不出", "“公务接待费”", HEADER),
        id="三公列名错一个字",
    ),
    pytest.param(
        (PUBLIC, "公务接待费 | 合计", " | 合计"),
        (
            "F5",
            "表头空白，这一列有金额却认不出",
            "表样中的列；没有找到“公务接待费”的预算数",
            HEADER,
        ),
        id="三公列名空白",
    ),
    pytest.param(
        (PUBLIC, "\n6 |", "\n5 | 5\n6 |"),
        ("A7", "第二行数（第一行在第 6 行）", "一行数", "请只保留合计的一行。"),
        id="三公两行数",
    ),
    pytest.param(
        (ITEMS, "公务接待费", "公务招待费"),
        (
            "A9",
            "“公务招待费”，这一行有金额却认不出，没有读入",
            "“公务接待费”（表中没有这一行）",
            "请改正行名；若是另外的内容，请移到别的工作表。",
        ),
        id="三公行名错一个字",
    ),
    pytest.param(
        (ITEMS, "公务用车购置费", "因公出国（境）费"),
        (
            "A7",
            "“因公出国（境）费”第二次出现（第一次在 A5）",
            "每行只出现一次",
            "请删去重复的一行。",
        ),
        id="三公一行两次",
    ),
    pytest.param(
        (ITEMS, "预算数 | 决算数", "预算数 | 决祘数"),
        (
            "C3",
            "表头“决祘数”，下面有数，但没有读入",
            "“预算数”“决算数”两列",
            "请核对表头的文字。",
        ),
        id="三公的决算数错一个字",
    ),
]


@pytest.mark.parametrize(("case", "told"), FAULTS)
def test_what_makes_a_table_unreadable(
    case: tuple[str, str, str], told: tuple[str, str, str, str]
) -> None:
    _, _, errors = changed(*case)
    cell, seen, expected, remedy = told
    where = f"决算.xlsx · 表{'!' if cell else ''}{cell}"
    assert errors == [f"{where}\n    这里是：{seen}；应为：{expected}。\n    {remedy}"]


def test_a_header_without_budget_and_actual_is_told_with_what_stands_there() -> None:
    _, _, (error,) = changed(PUBLIC, "预算数 | | | | | | 决算数\n", "")
    assert error.startswith("决算.xlsx · 表!A4\n    这里是：表头：合计、因公出国(境)费、")
    assert "应为：预算数、决算数各一组：合计、因公出国（境）费、" in error


ROW = "请改正科目编码，或删去这一行的金额。"
ROWS = [
    pytest.param(
        (REVENUE, "20103 |", "201030 |"),
        (
            "A6",
            (
                "编码“201030”（政府办公厅（室）及相关机构事务）不是支出功能分类科目的编码，"
                "最接近的是“20103 政府办公厅(室)及相关机构事务”。"
            ),
        ),
        id="编码六位",
    ),
    pytest.param(
        (REVENUE, "20103 | 政府办公厅（室）及相关机构事务", " | 行政事业单位养老文出"),
        (
            "A6",
            (
                "“行政事业单位养老文出”没有科目编码，也不是合计行，"
                "最接近的是“20805 行政事业单位养老支出”。"
            ),
        ),
        id="没有编码，名称错一个字",
    ),
    pytest.param(
        (REVENUE, "20103 | 政府办公厅（室）及相关机构事务", " |"),
        ("A6", "A6 没有科目编码和名称，却有金额，目录中没有相近的科目。"),
        id="没有编码和名称",
    ),
    pytest.param(
        (REVENUE, " | 合计 |", " | 合汁 |"),
        ("A4", "“合汁”没有科目编码，也不是合计行，最接近的是“合计”。"),
        id="合计错一个字",
    ),
    pytest.param(
        (REVENUE, " | 合计 |", " |  |"),
        ("A4", "A4 没有科目编码和名称，却有金额，目录中没有相近的科目。"),
        id="合计两字删了，在第一行",
    ),
    pytest.param(
        (BASIC, "30201 | 办公费", "20103 | 办公费"),
        (
            "D5",
            "编码“20103”（办公费）不是支出经济分类科目的编码，最接近的是“30201 办公费”。",
        ),
        id="功能分类的编码在经济分类的表里",
    ),
    pytest.param(
        (BASIC, "公用经费合计", "共用经费合计"),
        ("D6", "“共用经费合计”没有科目编码，也不是合计行，最接近的是“公用经费合计”。"),
        id="公用经费合计错一个字",
    ),
]


@pytest.mark.parametrize(("case", "told"), ROWS)
def test_a_row_that_cannot_be_told_is_named_with_the_nearest(
    case: tuple[str, str, str], told: tuple[str, str]
) -> None:
    found, findings, errors = changed(*case)
    assert errors == []
    cell, what = told
    assert said(findings) == [("提醒", "row-unrecognised", cell, f"这一行没有读入：{what}{ROW}")]
    assert found is not None
    assert cell not in {c.source.cell for line in found.lines for c in line.cells.values()}


COLUMN = "请按表样改正表头，或在表头写上科目编码；若是另外的内容，请移到表外。"
OF_DETAIL = "不是“财政拨款支出决算明细表”的列。"
COLUMNS = [
    pytest.param(
        (DETAIL, "办公费", "办公费用"),
        ("G4", f"表头“商品和服务支出 / 办公费用”{OF_DETAIL}最接近的列是“30201 办公费”。"),
        id="款名多一个字",
    ),
    pytest.param(
        (DETAIL, "工资福利支出", "职工薪酬"),
        ("D4", f"表头“职工薪酬 / 小计”{OF_DETAIL}"),
        id="类名不认识，小计不知是谁的",
    ),
    pytest.param(
        (DETAIL, "基本工资", "杂项"),
        ("E4", f"表头“工资福利支出 / 杂项”{OF_DETAIL}"),
        id="款名不认识，不能当成类",
    ),
]


@pytest.mark.parametrize(("case", "told"), COLUMNS)
def test_a_column_of_a_wide_table_that_cannot_be_told_is_named(
    case: tuple[str, str, str], told: tuple[str, str]
) -> None:
    found, findings, errors = changed(*case)
    assert errors == []
    cell, what = told
    assert said(findings) == [
        ("提醒", "column-unrecognised", cell, f"这一列没有读入：{what}{COLUMN}")
    ]
    assert found is not None
    assert cell[0] not in {c.source.cell[0] for line in found.lines for c in line.cells.values()}


def test_details_of_a_column_that_is_read_are_told_together() -> None:
    text = REVENUE.replace("上级补助收入 | 事业收入 |", "上级补助收入 | 事业收入 | |").replace(
        "\n | 合计", "\n | | | | | 小计 | 其中：教育收费\n | 合计"
    )
    text = text.replace("30 | 30 | 3", "30 | 30 | 3 | 8 | 5")
    found, findings, errors = read(text)
    assert errors == []
    assert found is not None
    assert said(findings) == [
        (
            "说明",
            "column-unrecognised",
            "G4",
            "G 列“事业收入 / 其中:教育收费”是已读入的列的明细，没有读入。",
        )
    ]
    cell = found.cell("total", "service_revenue")
    assert cell is not None
    assert cell.source.cell == "F5"


def test_funds_beside_the_total_of_a_table_laid_the_other_way_are_details() -> None:
    found, findings, errors = read(TURNED)
    assert errors == []
    assert said(findings) == [
        (
            "说明",
            "column-unrecognised",
            "D3",
            (
                "D 列“一般公共预算财政拨款”、E 列“政府性基金预算财政拨款”"
                "是已读入的列的明细，没有读入。"
            ),
        )
    ]
    assert found is not None
    assert [(line.name, sorted(line.cells)) for line in found.lines] == [
        ("total", ["301", "30101", "total"])
    ]


def test_a_column_of_three_public_that_the_table_does_not_have_is_told() -> None:
    text = PUBLIC.replace("公务接待费\n |", "公务接待费 | 会议费\n |").replace(
        "2 | 2\n", "2 | 2 | 7\n"
    )
    found, findings, errors = read(text)
    assert errors == []
    assert found is not None
    assert said(findings) == [
        (
            "提醒",
            "column-unrecognised",
            "M4",
            (
                "这一列没有读入：表头“决算数 / 会议费”不是“财政拨款“三公”经费支出决算表”的列。"
                "请按表样改正表头；若是另外的内容，请移到表外。"
            ),
        )
    ]


def test_of_two_budgets_that_of_the_whole_year_is_read() -> None:
    text = ITEMS.replace("项目 | 预算数 |", "项目 | 年初预算数 | 全年预算数 |")
    text = text.replace("合计 | 6 |", "合计 | 6 | 7 |").replace("费 | 1 | 1", "费 | 1 | 2 | 1", 1)
    found, findings, errors = read(text)
    assert errors == []
    assert said(findings) == [
        (
            "说明",
            "column-unrecognised",
            "B3",
            "B 列“年初预算数”没有读入，读入的是 C 列“全年预算数”。",
        )
    ]
    assert found is not None
    cell = found.cell("total", "budget")
    assert cell is not None
    assert cell.source.cell == "C4"


def test_another_table_beside_the_items_is_told() -> None:
    text = ITEMS.replace("预算数 | 决算数", "预算数 | 决算数 | 项目 | 统计数")
    text = text.replace("合计 | 6 | 5", "合计 | 6 | 5 | 机关运行经费 | 88")
    found, findings, errors = read(text)
    assert errors == []
    assert found is not None
    assert said(findings) == [
        ("说明", "column-unrecognised", "D3", "从 D 列“项目”起是另一张表，没有读入。")
    ]


def test_many_rows_that_cannot_be_told_are_told_in_short() -> None:
    _, findings, errors = read(REVENUE + "".join(f" | 甲乙丙 | {n}\n" for n in range(1, 31)))
    assert errors == []
    assert len(findings) == 21
    assert findings[-1].where.cell == "A29"
    assert findings[-1].message == (
        "“收入决算表”还有 10 行有金额却认不出，没有读入，从 A29 起。请核对这些行。"
    )


def test_a_code_that_the_catalogue_does_not_know_is_read() -> None:
    found, findings, errors = changed(
        REVENUE, "20103 | 政府办公厅（室）及相关机构事务", "20177 | 新的事务"
    )
    assert (findings, errors) == ([], [])
    assert found is not None
    line = found.line("20177")
    assert line is not None
    assert (line.label, line.group) == ("新的事务", "subcategories")


def test_a_code_completed_from_above_must_not_contradict_its_name() -> None:
    """类一格删去后，款的“05”不能接到上一类后面：名称是另一个科目的。"""
    text = """收入决算表
单位：万元
类 | 款 | 科目名称 | 本年收入合计 | 财政拨款收入
201 | | 一般公共服务支出 | 20 | 20
 | 03 | 政府办公厅（室）及相关机构事务 | 20 | 20
 | 05 | 行政事业单位养老支出 | 10 | 10
"""
    found, findings, errors = read(text)
    assert errors == []
    assert found is not None
    assert [line.name for line in found.lines] == ["201", "20103"]
    assert [finding.where.cell for finding in findings] == ["A6"]
    assert "最接近的是“20805 行政事业单位养老支出”" in findings[0].message


def test_own_columns_are_passed_over_where_nothing_is_missing() -> None:
    text = REVENUE.replace("其他收入\n", "其他收入 | 核对\n").replace(
        "30 | 30 | 3\n", "30 | 30 | 3 | | | | | 0\n"
    )
    found, findings, errors = read(text)
    assert (findings, errors) == ([], [])
    assert found is not None


EMPTY = [
    (name, table.empty_note)
    for name, table in SICHUAN.tables.items()
    if table.empty_note and name != "three_public"
]


@pytest.mark.parametrize(("name", "note"), EMPTY)
def test_an_empty_table_with_its_note_holds_nothing(name: str, note: str) -> None:
    table = SICHUAN.tables[name]
    words = " | ".join(
        [
            table.blocks[0].code_headers[0],
            table.blocks[0].label_headers[0],
            *(column.headers[0] for column in table.blocks[0].columns[:3]),
        ]
    )
    found, findings, errors = read(
        f"{table.title}\n单位：万元\n{words}\n合计 |\n.\n{note}\n注：无。"
    )
    assert (findings, errors) == ([], [])
    assert found is not None
    assert not found.has_amounts


@pytest.mark.parametrize("note", ["", "本年度没有财政拨款“三公”经费支出，故本表无数据。\n"])
def test_an_empty_table_of_three_public_holds_nothing(note: str) -> None:
    rows = PUBLIC.rpartition("\n6 |")[0]
    found, findings, errors = read(f"{rows}\n{note}")
    assert (findings, errors) == ([], [])
    assert found is not None
    assert not found.has_amounts


def test_in_a_padded_table_a_code_that_ends_in_zeros_is_that_of_its_subcategory() -> None:
    """2121100 是一个项；整张表都补零到七位时，它是款 21211。"""
    text = REVENUE.replace("20805 | 行政事业单位养老支出", "2121100 | 农业土地开发资金安排的支出")
    padded = text.replace("201 |", "2010000 |").replace("208 |", "2080000 |")
    for given, expected in ((text, "2121100"), (padded, "21211")):
        found, findings, errors = read(given)
        assert (findings, errors) == ([], [])
        assert found is not None
        assert [line.name for line in found.lines][-1] == expected


def test_amounts_that_look_like_the_numbers_of_columns_are_read() -> None:
    """只填了合计：预算数 1、决算数 2，不是栏次。"""
    text = PUBLIC.replace("6 | 1 | 3 | 1 | 2 | 2 | 6 | 1 | 3 | 1 | 2 | 2", "1 | | | | | | 2")
    for given in (
        text,
        text.replace("\n1 | |", "\n" + " | ".join(map(str, range(1, 13))) + "\n1 | |"),
    ):
        found, findings, errors = read(given)
        assert (findings, errors) == ([], [])
        assert found is not None
        amounts = {
            (line.name, column): cell.amount.fen
            for line in found.lines
            for column, cell in line.cells.items()
            if cell.amount
        }
        assert amounts == {("total", "budget"): 1_000_000, ("total", "actual"): 2_000_000}


@pytest.mark.parametrize("spoilt", ["¥{}", "{}元", "***", "{}E+02"])
def test_amounts_that_are_all_spoilt_are_told_not_left_out(spoilt: str) -> None:
    """合计行也是这样写的，读不成数：不能当作表头，把整张表读成空表。"""
    head_rows, total, rest = REVENUE.partition("合计 |")
    text = head_rows + re.sub(
        r"(?<=\| )[\d.]+", lambda number: spoilt.format(number[0]), total + rest
    )
    found, _, errors = read(text)
    assert found is None
    assert errors
    assert all("应为：金额（数字）" in error for error in errors)


def test_codes_that_were_numbers_on_their_way_are_read() -> None:
    expected, _, _ = read(REVENUE)
    found, findings, errors = read(re.sub(r"(?m)^(\d+) ", r"'\1.0 ", REVENUE))
    assert (findings, errors) == ([], [])
    assert found == expected


def test_the_nearest_code_is_the_one_of_that_name_with_most_of_its_digits() -> None:
    _, findings, _ = changed(
        REVENUE, "20103 | 政府办公厅（室）及相关机构事务", "9010301 | 行政运行"
    )
    (told,) = [finding for finding in findings if finding.check == "row-unrecognised"]
    assert "最接近的是“2010301 行政运行”" in told.message
