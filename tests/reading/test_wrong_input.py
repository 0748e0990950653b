"""Input that cannot be read: the error names file, sheet, cell, what stands there, what to do."""

from __future__ import annotations

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.errors import (
    SeveralErrors,
    UnknownLayout,
    UnknownName,
    UnreadableCell,
    XlbudgetError,
)
from xlbudget.domain.findings import Level, Verdict
from xlbudget.domain.money import EXACT, PUBLISHED, Unit
from xlbudget.pipeline import Reading, Request, read

SUMMARY = """== 收支总表
2024年度收入支出决算总表
部门：示例街道办事处 | | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 决算数
一、一般公共预算财政拨款收入 | 1200.5 | 一、一般公共服务支出 | 1180.5
本年收入合计 | 1200.5 | 本年支出合计 | 1180.5
年初结转和结余 | 20 | 年末结转和结余 | 40
总计 | 1220.5 | 总计 | 1220.5
"""
APPROPRIATION = """== 拨款总表
财政拨款收入支出决算总表
部门：示例街道办事处 | | | 金额单位：万元
收入 | | 支出
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
一、一般公共预算财政拨款 | 1200.5 | 一、一般公共服务支出 | 1180.5 | 1180.5
本年收入合计 | 1200.5 | 本年支出合计 | 1180.5 | 1180.5
年初财政拨款结转和结余 | 20 | 年末财政拨款结转和结余 | 40 | 40
总计 | 1220.5 | 总计 | 1220.5 | 1220.5
"""
BOOK = SUMMARY + APPROPRIATION


def read_text(text: str) -> Reading:
    return read(MemoryBook(text, "决算.xlsx"), Request(place="national", year=2024))


def changed(old: str, new: str, text: str = BOOK) -> str:
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times"
    return text.replace(old, new)


def error_of(text: str) -> XlbudgetError:
    with pytest.raises(XlbudgetError) as caught:
        read_text(text)
    return caught.value


def test_the_base_of_these_cases_reads_without_a_word() -> None:
    assert read_text(BOOK).findings == ()


LAYOUTS = [
    pytest.param(
        SUMMARY,
        """决算.xlsx
    这里是：工作表：收支总表；应为：公开04“财政拨款收入支出决算总表”（按表内标题、表号或工作表名查找）。
    请补上这张表；如已改名，请在表内第一行写上原标题。""",
        id="少一张表",
    ),
    pytest.param(
        BOOK + SUMMARY.replace("== 收支总表", "== 副本 (隐藏)"),
        """决算.xlsx · 副本
    这里是：第二张“收入支出决算总表”，第一张在“收支总表”；应为：每张表只有一张工作表。
    请删去或改名多余的一张（改掉表内标题），再运行。""",
        id="同一张表两次",
    ),
    pytest.param(
        changed("2024年度", "2023年度"),
        """决算.xlsx · 收支总表
    这里是：2023年度的表；应为：2024年度。
    请换成本年度的表，或改正首页的年度。""",
        id="别的年度",
    ),
    pytest.param(
        changed("2024年度收入", "2022年收入"),
        """决算.xlsx · 收支总表
    这里是：2022年度的表；应为：2024年度。
    请换成本年度的表，或改正首页的年度。""",
        id="别的年度，没有度字",
    ),
    pytest.param(
        changed("金额单位：万元", "", SUMMARY) + APPROPRIATION,
        """决算.xlsx · 收支总表
    这里是：表头没有金额单位；应为：“金额单位：万元”或“金额单位：元”。
    请在表头写上金额单位；少了它，万元和元会差一万倍。""",
        id="没有金额单位",
    ),
    pytest.param(
        changed("部门：示例街道办事处", "单位：元", SUMMARY) + APPROPRIATION,
        """决算.xlsx · 收支总表
    这里是：两种金额单位：A2“元”、D2“万元”；应为：一种金额单位。
    请只保留一处“金额单位：万元”或“金额单位：元”。""",
        id="两种金额单位",
    ),
    pytest.param(
        changed("金额单位：万元", "金额单位：千元", SUMMARY) + APPROPRIATION,
        """决算.xlsx · 收支总表!D2
    这里是：金额单位“千元”；应为：“元”或“万元”。
    请把表中金额由千元换算成万元或元，再改这里的金额单位。""",
        id="金额单位是千元",
    ),
    pytest.param(
        changed(
            "本年收入合计 | 1200.5 | 本年支出合计 | 1180.5\n", "本年收入和计 | 1200.5\n", SUMMARY
        )
        + APPROPRIATION,
        """决算.xlsx · 收支总表!A6
    这里是：“本年收入和计”，这一行有金额却认不出，没有读入；应为：\
“本年收入合计”（表中没有这一行）。
    请改正行名；若是另外的内容，请移到别的工作表。""",
        id="行名错一个字",
    ),
    pytest.param(
        changed(
            "一般公共预算财政拨款 | 政府性基金预算财政拨款\n",
            "一般公共预算财政拨款 | 基金拨款\n",
            BOOK,
        ).replace("1180.5 | 1180.5\n", "1180.5 | 1180.5 | 7\n"),
        """决算.xlsx · 拨款总表!F4
    这里是：表头“支出 / 基金拨款”，下面有数，但没有读入；应为：\
表样中的列；没有找到“政府性基金预算财政拨款”、“国有资本经营预算财政拨款”列。
    请按表样改正这个表头；若不是表样中的列，请移到表外，与表隔一个空列。""",
        id="可缺的列改了名",
    ),
    pytest.param(
        """== 收支总表
收入支出决算总表
 | 金额单位：万元
项目 | 决算数
一、一般公共预算财政拨款收入 | 1200.5
本年收入合计 | 1200.5
"""
        + APPROPRIATION,
        """决算.xlsx · 收支总表
    这里是：没有“收入支出决算总表”支出一侧应有的行；应为：\
“一、一般公共服务支出”、“二、外交支出”、“三、国防支出”等行。
    请核对表样；若这张表不是该表，请改掉表内标题。""",
        id="只有半张表",
    ),
    pytest.param(
        changed("项目 | 决算数 | 项目 | 决算数", "项目 | 数额 | 项目 | 决算数"),
        """决算.xlsx · 收支总表!A4
    这里是：“收入”一侧的表头：B 列“收入 / 数额”；应为：恰有一列“决算数”或“金额”。
    请核对表头；多余的列请移到表外，改了名的表头请改回。""",
        id="表头缺一列",
    ),
    pytest.param(
        changed("项目 | 决算数 | 项目 | 决算数", "项目 | 决算数 | 项目 | 决算数 | 金额"),
        """决算.xlsx · 收支总表!C4
    这里是：“支出”一侧的表头：D 列“支出 / 决算数”、E 列“支出 / 金额”；应为：\
恰有一列“决算数”或“金额”。
    请核对表头；多余的列请移到表外，改了名的表头请改回。""",
        id="表头重复",
    ),
    pytest.param(
        changed("== 收支总表", "== 公开01", SUMMARY)
        .replace("2024年度收入支出决算总表\n", "")
        .replace("收入 | | 支出\n项目 | 决算数 | 项目 | 决算数\n", "")
        + APPROPRIATION,
        None,
        id="完全没有表头",
    ),
    pytest.param(
        changed("合计 | 一般公共预算财政拨款 |", "合计 | 一般公共预算拨款 |"),
        """决算.xlsx · 拨款总表!E4
    这里是：表头“支出 / 一般公共预算拨款”，这一列有金额却认不出；应为：\
“一般公共预算财政拨款”或“一般公共预算”或“公共财政预算财政拨款”。
    请按表样改正这个表头；若不是这一列，请移到表外。""",
        id="可缺的列有金额，表头差两个字",
    ),
    pytest.param(
        changed("年初结转和结余 | 20 |", "本年收入合计 | 20 |"),
        """决算.xlsx · 收支总表!A7
    这里是：“本年收入合计”第二次出现（第一次在 A6）；应为：每行只出现一次。
    请删去重复的一行。""",
        id="一行两次",
    ),
]


@pytest.mark.parametrize(("text", "message"), LAYOUTS)
def test_a_layout_that_cannot_be_read(text: str, message: str | None) -> None:
    error = error_of(text)
    if message is None:
        assert "一侧的表头：空白" in str(error)
    else:
        assert isinstance(error, UnknownLayout)
        assert str(error) == message


NUMBERS = "请改成数字；没有就留空，不适用就填“—”。"
CELLS = [
    ("见附表", "“见附表”", NUMBERS),
    ("'12O0.50", "“12O0.50”", NUMBERS),
    ("'1200.5万元", "“1200.5万元”", NUMBERS),
    ("'4125.49,4143.91", "“4125.49,4143.91”", NUMBERS),
    ("TRUE", "逻辑值 TRUE", NUMBERS),
    ("FALSE", "逻辑值 FALSE", NUMBERS),
    (
        "2024-12-31",
        "日期或时间 2024-12-31",
        "这一格被设成了日期格式：请改成“数值”格式，再核对数字。",
    ),
    (
        "08:30:00",
        "日期或时间 08:30:00",
        "这一格被设成了日期格式：请改成“数值”格式，再核对数字。",
    ),
    ("#DIV/0!", "错误值 #DIV/0!", "请先改好这个公式。"),
    ("=1/0 → #REF!", "错误值 #REF!", "请先改好这个公式。"),
    (
        "=SUM(B6:B7)",
        "公式 =SUM(B6:B7)，但没有保存过计算结果",
        "请在 Excel 或 WPS 中打开这个文件，保存一次，再运行。",
    ),
]


@pytest.mark.parametrize(("value", "seen", "remedy"), CELLS)
def test_a_cell_that_is_no_amount(value: str, seen: str, remedy: str) -> None:
    error = error_of(changed("年初结转和结余 | 20 |", f"年初结转和结余 | {value} |"))
    assert isinstance(error, UnreadableCell)
    assert str(error) == (
        "决算.xlsx · 收支总表!B7\n"
        f"    这里是：{seen}；应为：金额（数字）、空白或“—”。\n"
        f"    {remedy}"
    )


def test_a_number_beyond_all_money() -> None:
    error = error_of(changed("年初结转和结余 | 20 |", "年初结转和结余 | 100000000000000000000 |"))
    assert isinstance(error, UnreadableCell)
    assert str(error) == (
        "决算.xlsx · 收支总表!B7\n"
        "    这里是：100000000000000000000；应为：金额（小于 10 亿亿）。\n"
        "    请核对这个数，是否粘贴成了别的内容。"
    )


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = changed("年初结转和结余 | 20 |", "年初结转和结余 | 见附表 |")
    text = changed("2024年度", "2023年度", text)
    text = changed("年末结转和结余 | 40", "年末结转和结余 | #N/A", text)
    text = changed("项目 | 合计 |", "项目 | 总额 |", text)
    error = error_of(text)
    assert isinstance(error, SeveralErrors)
    assert [(type(one), one.where) for one in error.errors] == [
        (UnknownLayout, "决算.xlsx · 收支总表"),
        (UnreadableCell, "决算.xlsx · 收支总表!B7"),
        (UnreadableCell, "决算.xlsx · 收支总表!D7"),
        (UnknownLayout, "决算.xlsx · 拨款总表!C4"),
    ]
    assert str(error).count("\n    这里是：") == 4


def test_no_year_said_and_none_printed() -> None:
    book = MemoryBook(BOOK.replace("2024年度", ""), "决算.xlsx")
    with pytest.raises(UnknownName, match="表头没有年度"):
        read(book, Request(place="national"))


def test_the_printed_year_is_taken_where_none_is_said() -> None:
    assert read(MemoryBook(BOOK), Request(place="national")).account.year == 2024


def test_an_unknown_row_with_an_amount_is_told_with_its_nearest_name() -> None:
    reading = read_text(changed("年初结转和结余 | 20 |", "单位以前年度结转和结余 | 20 |"))
    (finding,) = reading.findings
    assert (finding.check, finding.level) == ("row-unrecognised", Level.WARNING)
    assert finding.verdict is Verdict.UNCHECKED
    assert (finding.where.sheet, finding.where.cell) == ("收支总表", "A7")
    assert (finding.printed, finding.inputs) == ("单位以前年度结转和结余", ("收支总表!A7",))
    assert finding.message == (
        "这一行没有读入：“单位以前年度结转和结余”不是“收入支出决算总表”的行名，"
        "最接近的行名是“年初结转和结余”。请改正行名，或在格式中登记。"
    )
    assert (
        reading.account.cell("revenue_expenditure_summary", "opening_carryover", "actual") is None
    )


def test_an_unknown_row_that_is_like_no_other() -> None:
    reading = read_text(changed("年初结转和结余 | 20 |", "甲乙丙丁 | '1,000.00 |"))
    assert [finding.check for finding in reading.findings] == ["row-unrecognised"]
    (finding,) = reading.findings
    assert finding.message == (
        "这一行没有读入：“甲乙丙丁”不是“收入支出决算总表”的行名，表样中没有相近的行名。"
        "请改正行名，或在格式中登记。"
    )


@pytest.mark.parametrize(
    "row", ["甲乙丙丁 | |", "甲乙丙丁 | — |", "制表人： | 甲 |", "注：共 | 2 |"]
)
def test_an_unknown_row_without_an_amount_is_passed_over(row: str) -> None:
    assert read_text(changed("年初结转和结余 | 20 |", row)).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "cell"),
    [
        ("年初结转和结余 | 20 |", "| 20 |", "A7"),
        ("年初结转和结余 | 20 |", "2024 | =B6 |", "A7"),
        ("一、一般公共预算财政拨款收入 |", "|", None),
    ],
)
def test_an_amount_without_a_row_name(old: str, new: str, cell: str | None) -> None:
    """Inside the table an amount without a name is told; 收入 above its first row as well."""
    findings = read_text(changed(old, new)).findings
    assert [finding.where.cell for finding in findings] == [cell or "A5"]
    assert "没有行名，却有金额" in findings[0].message


def test_a_name_of_blanks_is_no_name() -> None:
    (finding,) = read_text(changed("年初结转和结余 | 20 |", "'\\s | 20 |")).findings
    assert finding.where.cell == "A7"
    assert finding.message.startswith("这一行没有读入：A7 没有行名，却有金额。")


def test_an_amount_in_the_last_row_whose_name_is_gone_is_told() -> None:
    text = SUMMARY.replace("总计 | 1220.5 | 总计 |", "总计 | 1220.5 | |") + APPROPRIATION
    assert [finding.where.cell for finding in read_text(text).findings] == ["C8"]
    both = SUMMARY.replace("总计 | 1220.5 | 总计 |", "| 1220.5 | |") + APPROPRIATION
    assert [finding.where.cell for finding in read_text(both).findings] == ["A8", "C8"]


def test_an_amount_below_the_table_is_the_users_own() -> None:
    text = SUMMARY + " | 1220.5 | | 1220.5\n" + APPROPRIATION
    assert read_text(text).findings == ()


def test_unknown_rows_above_the_first_known_one_are_told() -> None:
    text = changed("一、一般公共预算财政拨款收入 |", "一、我们的收入 |")
    text = changed("一、一般公共服务支出 | 1180.5\n本年收", "一、我们的支出 | 1180.5\n本年收", text)
    assert [finding.where.cell for finding in read_text(text).findings] == ["A5", "C5"]


def test_what_lies_between_two_fen_is_rounded_and_told() -> None:
    reading = read_text(changed("年初结转和结余 | 20 |", "年初结转和结余 | 20.0000005 |"))
    (finding,) = reading.findings
    assert (finding.check, finding.level, finding.where.cell) == (
        "amount-between-fen", Level.INFO, "B7",
    )  # fmt: skip
    assert finding.message == "20.0000005万元 不足一分的部分已四舍五入到分。"
    cell = reading.account.cell("revenue_expenditure_summary", "opening_carryover", "actual")
    assert cell is not None
    assert cell.amount is not None
    assert cell.amount.fen == 20_000_001


@pytest.mark.parametrize(
    ("value", "precision"),
    [("20", PUBLISHED), ("20.1", PUBLISHED), ("'20.120", PUBLISHED), ("20.123", EXACT)],
)
def test_one_cell_with_three_decimals_makes_its_statement_exact(value: str, precision: int) -> None:
    reading = read_text(changed("年初结转和结余 | 20 |", f"年初结转和结余 | {value} |"))
    known = {
        name: {
            cell.amount.precision
            for line in statement.lines
            for cell in line.cells.values()
            if cell.amount is not None
        }
        for name, statement in reading.account.statements.items()
    }
    assert known == {
        "revenue_expenditure_summary": {precision},
        "appropriation_summary": {PUBLISHED},
    }


def test_a_table_in_yuan_is_exact_though_its_numbers_are_whole() -> None:
    text = changed("金额单位：万元", "金额单位：元", SUMMARY) + APPROPRIATION
    statement = read_text(text).account.statements["revenue_expenditure_summary"]
    cell = statement.cell("opening_carryover", "actual")
    assert statement.unit is Unit.YUAN
    assert cell is not None
    assert cell.amount is not None
    assert (cell.amount.fen, cell.amount.precision) == (2_000, EXACT)
