"""每一张财决表：手写的小表，手算的数。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlbudget.books.memory_book import MemoryBook
from xlbudget.domain.findings import Level
from xlbudget.formats.library import find
from xlbudget.formats.settings import ADJUSTED, INITIAL
from xlbudget.intake.gather import gather
from xlbudget.intake.gathered import Gathered, SourceFile

NATIONAL, SICHUAN = find("national", 2024), find("sichuan", 2024)


def read(text: str, place: str = "national") -> Gathered:
    """What one file of sheets says."""
    resolved = SICHUAN if place == "sichuan" else NATIONAL
    return gather([file_of(text)], resolved)


def file_of(text: str, name: str = "导出.xls") -> SourceFile:
    book = MemoryBook(text, name)
    return SourceFile(name, tuple(book.read(sheet.name) for sheet in book.sheets()))


def yuan(gathered: Gathered, table: str) -> dict[tuple[str, str], str]:
    """The amounts of a table in 元, by line and column."""
    return {
        (line, column): f"{Decimal(cell.amount.fen) / 100:f}"
        for (name, line, column), cell in gathered.amounts.items()
        if name == table and cell.amount is not None
    }


HEAD = "编制单位：示例市规划局 | | | 2024年度 | | 金额单位：元\n"

Z01 = f"""
== Z01 收入支出决算总表(财决01表)
收入支出决算总表
| | | | | | | | | | | | | | 财决01表
{HEAD}收入 | | | | | 支出
项目 | 行次 | 年初预算数 | 全年预算数 | 决算数 | 项目（按功能分类） | 行次 | 年初预算数 | 全年预算数 | 决算数 | 项目（按支出性质和经济分类） | 行次 | 年初预算数 | 全年预算数 | 决算数
栏次 | | 1 | 2 | 3 | 栏次 | | 4 | 5 | 6 | 栏次 | | 7 | 8 | 9
一、一般公共预算财政拨款收入 | 1 | 100 | 120 | 110.55 | 一、一般公共服务支出 | 32 | 90 | 100 | 95.5 | 一、基本支出 | 63 | — | — | 60
二、政府性基金预算财政拨款收入 | 2 | — | 一 | 一 | 八、社会保障和就业支出 | 39 | 10 | 20 | 5.05 | 二、项目支出 | 64 | — | — | 40.55
八、其他收入 | 8 | 0 | 0 | 0.45 | | | | | | 工资福利支出 | 70 | — | — | 60
本年收入合计 | 27 | 100 | 120 | 111 | {{total}} | 85 | 100 | 120 | 100.55
年初结转和结余 | 29 | — | — | 2 | 年末结转和结余 | | | | | | 87 | — | — | 12.45
总计 | 31 | 100 | 120 | 113 | 总计 | | | | | | 89 | 100 | 120 | 113
"""  # noqa: E501
MERGED = "本年支出合计 | | | | | "
IN_LAST_SIDE = "| | | | | 本年支出合计"


@pytest.mark.parametrize("total", [MERGED, IN_LAST_SIDE])
def test_z01_reads_three_sides_and_totals_in_the_last(total: str) -> None:
    found = read(Z01.format(total=total))
    assert yuan(found, "revenue_expenditure_summary") == {
        ("general_public_budget_appropriation_revenue", "actual"): "110.55",
        ("other_revenue", "actual"): "0.45",
        ("current_year_revenue", "actual"): "111",
        ("opening_carryover", "actual"): "2",
        ("revenue_grand_total", "actual"): "113",
        ("201", "actual"): "95.5",
        ("208", "actual"): "5.05",
        ("current_year_expenditure", "actual"): "100.55",
        ("closing_carryover", "actual"): "12.45",
        ("expenditure_grand_total", "actual"): "113",
    }
    assert not [f for f in found.findings if f.level is not Level.INFO]
    total_cell = found.amounts["revenue_expenditure_summary", "current_year_expenditure", "actual"]
    assert total_cell.source.cell == "O10"


OLDER = """
== Z01 收入支出决算总表(财决01表)
收入支出决算总表 | | | | | 财决01表
编制单位：示例市规划局 | | 2019年度 | | 金额单位：元
收入 | | | | | 支出
项目 | 行次 | 年初预算数 | 全年（调整）预算数 | 决算数 | 项目（按功能分类） | 行次 | 年初预算数 | 全年（调整）预算数 | 决算数 | 项目（按支出性质和经济分类） | 行次 | 年初预算数 | 全年（调整）预算数 | 决算数
三、上级补助收入 | 3 | 1 | 1 | 2 | 一、一般公共服务支出 | 40 | 1 | 1 | 4 | 一、基本支出 | 70 | — | — | 4
四、事业收入 | 4 | 1 | 1 | 3 | 二、外交支出 | 41 | | | | 其中：人员经费 | 71 | — | — | 4
其中：教育收费 | 5 | 1 | 1 | 1 | | | | | | 日常公用经费 | 72 | — | — | 0
| | | | | | | | | | 支出经济分类 | 73 | — | — | 4
本年收入合计 | 20 | 1 | 1 | 5 | 本年支出合计 | | | | | | 90 | 1 | 1 | 4
用事业基金弥补收支差额 | 21 | — | — | 0.5 | 结余分配 | | | | | | 91 | — | — | 1
年初结转和结余 | 22 | — | — | 6 | 其中：提取职工福利基金 | | | | | | 92 | — | — | 1
其中：基本支出结转 | 23 | — | — | 2 | 年末结转和结余 | | | | | | 93 | — | — | 6.5
项目支出结转和结余 | 24 | — | — | 4 | 其中：项目支出结转和结余 | | | | | | 94 | — | — | 6.5
总计 | 25 | 1 | 1 | 11.5 | 总计 | | | | | | 95 | 1 | 1 | 11.5
"""  # noqa: E501


def test_z01_of_2019_with_rows_that_later_years_lack() -> None:
    found = gather([file_of(OLDER)], find("national", 2019))
    amounts = {line: text for (line, _), text in yuan(found, "revenue_expenditure_summary").items()}
    assert amounts == {
        "superior_subsidy_revenue": "2",
        "service_revenue": "3",
        "current_year_revenue": "5",
        "surplus_used": "0.5",
        "opening_carryover": "6",
        "revenue_grand_total": "11.5",
        "201": "4",
        "current_year_expenditure": "4",
        "surplus_distribution": "1",
        "closing_carryover": "6.5",
        "expenditure_grand_total": "11.5",
    }
    assert found.findings == ()


def test_z01_of_two_sides_is_read_as_the_public_table() -> None:
    """没有“按支出性质”的一栏：照公开表的样子读。"""
    text = "\n".join(
        " | ".join(line.split(" | ")[:10]) for line in Z01.format(total=MERGED).splitlines()[:-4]
    )
    found = read(text)
    assert yuan(found, "revenue_expenditure_summary")["201", "actual"] == "95.5"
    assert [sheet.read_as for sheet in found.sheets] == ["收入支出决算总表"]


def test_z01_1_reads_actuals_by_fund_and_the_budget_of_the_whole() -> None:
    found = read(f"""
== Z01_1 财政拨款收入支出决算总表(财决01-1表)
财政拨款收入支出决算总表
{HEAD}收入 | | | | | 支出
项目 | 行次 | 年初预算数 | 全年预算数 | 决算数 | 项目（按功能分类） | 行次 | 年初预算数 | | 全年预算数 | | 决算数
| | | | | | | 合计 | 一般公共预算财政拨款 | 合计 | 一般公共预算财政拨款 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款
一、一般公共预算财政拨款 | 1 | 100 | 120 | 110 | 一、一般公共服务支出 | 31 | 90 | 80 | 100 | 95 | 91 | 90 | 1 | —
本年收入合计 | 2 | 100 | 120 | 111 | 本年支出合计 | 32 | 90 | 80 | 100 | 95 | 91 | 90 | 1 | 0
年初财政拨款结转和结余 | 3 | — | — | 5 | 年末财政拨款结转和结余 | 33 | — | — | — | — | 25 | 25 | 0 | 0
一、一般公共预算财政拨款 | 4 | — | — | 4
总计 | 5 | 100 | 120 | 116 | 总计 | 34 | 90 | 80 | 100 | 95 | 116 | 115 | 1 | 0
""")  # noqa: E501
    amounts = yuan(found, "appropriation_summary")
    assert amounts["201", "total"] == "91"
    assert amounts["201", "general_public_budget"] == "90"
    assert ("201", "state_capital") not in amounts
    assert amounts["opening_general_public_budget", "actual"] == "4"
    assert amounts["general_public_budget", "actual"] == "110"
    assert amounts["expenditure_grand_total", "general_public_budget"] == "115"
    table, line = "general_public_budget_expenditure", "total"
    budgets = {base: found.budgets[table, line, "total", base] for base in (INITIAL, ADJUSTED)}
    assert {base: cell.amount and cell.amount.fen for base, cell in budgets.items()} == {
        INITIAL: 80_00,
        ADJUSTED: 95_00,
    }


LEAD = "项目 | | | | "
CODES = "支出功能分类科目编码 | | | 科目名称\n"


def test_z03_with_education_fees_apart() -> None:
    found = read(f"""
== Z03 收入决算表(财决03表)
收入决算表
{HEAD}{LEAD}本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | | 经营收入 | 其他收入
| | | | | | | 小计 | 其中：教育收费
{CODES}类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7
| | | 合计 | 12 | 9 | 0 | 3 | 1 | — | 0
2010301 | | | 行政运行 | 12 | 9 | 0 | 3 | 1 | — | 0
""")
    amounts = yuan(found, "revenue_accounts")
    assert amounts["total", "total"] == "12"
    assert amounts["2010301", "appropriation_revenue"] == "9"
    assert amounts["2010301", "service_revenue"] == "3"
    assert ("2010301", "commercial_revenue") not in amounts
    assert not any(column == "education_fees" for _, column in amounts)


@pytest.mark.parametrize(
    "row", ["2010301 | | ", "'2010301 | | ", "201 | 03 | 01", "'201 | '03 | '01"]
)
def test_z04_with_codes_merged_or_in_three_columns(row: str) -> None:
    found = read(f"""
== Z04 支出决算表(财决04表)
支出决算表
{HEAD}{LEAD}本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
{CODES}类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6
| | | 合计 | 7.77 | 5 | 2.77 | 0 | 0 | 0
{row} | 行政运行 | 7.77 | 5 | 2.77 | 0 | 0 | 0
""")
    amounts = yuan(found, "expenditure_accounts")
    assert [amounts["2010301", c] for c in ("total", "basic", "project")] == ["7.77", "5", "2.77"]
    assert amounts["total", "total"] == "7.77"


ACCOUNTS = (
    f"{LEAD}年初结转和结余 | | | 本年收入 | | | 本年支出 | | | | | 年末结转和结余\n"
    "| | | | 合计 | 基本支出结转 | 项目支出结转和结余 | 合计 | 基本支出 | 项目支出 | 合计 "
    "| 基本支出 | | | 项目支出 | 合计 | 基本支出结转 | 项目支出结转和结余\n"
    f"| | | | | | | | | | | 小计 | 人员经费 | 日常公用经费\n{CODES}"
    "类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14\n"
    "| | | 合计 | 3 | 1 | 2 | 50 | 30 | 20 | 48 | 28 | 18 | 10 | 20 | 5 | 3 | 2\n"
    "{code} | | | {name} | 3 | 1 | 2 | 50 | 30 | 20 | 48 | 28 | 18 | 10 | 20 | 5 | 3 | 2\n"
)
OF_ACCOUNTS = {
    "opening_carryover": "3",
    "revenue": "50",
    "expenditure": "48",
    "basic": "28",
    "project": "20",
    "closing_carryover": "5",
}


def test_z07_gives_the_expenditure_of_the_general_public_budget() -> None:
    body = ACCOUNTS.format(code="2010301", name="行政运行")
    title = "一般公共预算财政拨款收入支出决算表"
    found = read(f"== Z07 {title}(财决07表)\n{title}\n{HEAD}{body}")
    assert yuan(found, "general_public_budget_expenditure") == {
        (line, column): amount
        for line in ("total", "2010301")
        for column, amount in (("total", "48"), ("basic", "28"), ("project", "20"))
    }
    assert not found.findings


@pytest.mark.parametrize(
    ("code", "number", "fund", "table", "line", "name"),
    [
        ("Z09", "09", "政府性基金预算", "government_fund_accounts", "2120803", "城市建设支出"),
        ("Z11", "11", "国有资本经营预算", "state_capital_accounts", "2230102", "移交补助支出"),
    ],
)
def test_accounts_of_the_other_funds(
    code: str, number: str, fund: str, table: str, line: str, name: str
) -> None:
    title = f"{fund}财政拨款收入支出决算表"
    body = ACCOUNTS.format(code=line, name=name)
    found = read(f"== {code} {title}(财决{number}表)\n{title}\n{HEAD}{body}")
    assert yuan(found, table) == {
        (each, column): amount for each in ("total", line) for column, amount in OF_ACCOUNTS.items()
    }


def test_z11_gives_the_expenditure_table_of_sichuan_too() -> None:
    title = "国有资本经营预算财政拨款收入支出决算表"
    body = ACCOUNTS.format(code="2230102", name="三供一业移交补助支出")
    found = read(f"== Z11 {title}(财决11表)\n{title}\n{HEAD}{body}", "sichuan")
    assert yuan(found, "state_capital_expenditure")["2230102", "total"] == "48"
    assert yuan(found, "state_capital_accounts")["2230102", "expenditure"] == "48"


ECONOMIC = (
    f"{LEAD}合计 | 工资福利支出 | | 商品和服务支出 | | | 对个人和家庭的补助 | | 资本性支出\n"
    "| | | | | 小计 | 基本工资 | 小计 | 办公费 | 差旅费 | 小计 | 生活补助 | 小计 | 办公设备购置\n"
    f"{CODES}类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10\n"
)


def economic(code: str, title: str, number: str, *rows: str) -> str:
    name = f"{code} {title}({number})"[:31]
    return f"== {name}\n{title}\n{HEAD}{ECONOMIC}" + "\n".join(rows) + "\n"


BASIC = economic(
    "Z08_1", "一般公共预算财政拨款基本支出决算明细表", "财决08-1表",
    "| | | 合计 | 100.03 | 60.01 | 60.01 | 30 | 10 | 20 | 5.02 | 5.02 | 5 | 5",
    "2010301 | | | 行政运行 | 100.03 | 60.01 | 60.01 | 30 | 10 | 20 | 5.02 | 5.02 | 5 | 5",
)  # fmt: skip


def test_z08_1_is_turned_and_its_two_totals_are_computed_and_said() -> None:
    found = read(BASIC)
    amounts = {line: text for (line, _), text in yuan(found, "general_public_budget_basic").items()}
    assert amounts == {
        "total": "100.03",
        "301": "60.01",
        "30101": "60.01",
        "302": "30",
        "30201": "10",
        "30211": "20",
        "303": "5.02",
        "30305": "5.02",
        "310": "5",
        "31002": "5",
        "personnel_total": "65.03",
        "operating_total": "35",
    }
    told = [f.message for f in found.findings if f.check == "amount-computed"]
    assert [text.partition("没有")[2] for text in told] == [
        "“人员经费”这一个数，由 F7 + K7 算出。",
        "“公用经费”这一个数，由 H7 + M7 算出。",
    ]


@pytest.mark.parametrize("total", ["", "\n| | | 合计"])
def test_z08_1_without_its_total_is_told(total: str) -> None:
    head, _, rest = BASIC.partition("\n| | | 合计 |")
    found = read(head + total + "\n" + rest.partition("\n")[2])
    assert yuan(found, "general_public_budget_basic") == {}
    (told,) = [f for f in found.findings if f.check == "sum-incomplete"]
    assert told.level is Level.WARNING
    assert "“一般公共预算财政拨款基本支出决算表”要从“合计”这一行取数" in told.message


def test_cut_name_and_no_name_at_all() -> None:
    sheet = BASIC.splitlines()[1 - 1].removeprefix("== ")
    assert len(sheet) == 31
    without = BASIC.replace(f"== {sheet}", "== Sheet1").replace(
        "基本支出决算明细表\n", "基本支出决算明细表 | 财决08-1表\n"
    )
    assert yuan(read(without), "general_public_budget_basic") == yuan(
        read(BASIC), "general_public_budget_basic"
    )


DETAIL = economic(
    "Z08", "一般公共预算财政拨款支出决算明细表", "财决08表",
    "| | | 合计 | 70 | 60 | 60 | 10 | 10 | 0 | 0 | 0 | 0 | 0",
    "2010301 | | | 行政运行 | 70 | 60 | 60 | 10 | 10 | 0 | 0 | 0 | 0 | 0",
)  # fmt: skip
FUND_DETAIL = economic(
    "Z10", "政府性基金预算财政拨款支出决算明细表", "财决10表",
    "| | | 合计 | 9 | 0 | 0 | 4 | 4 | 0 | 0 | 0 | 5 | 5",
    "2120803 | | | 城市建设支出 | 9 | 0 | 0 | 4 | 4 | 0 | 0 | 0 | 5 | 5",
)  # fmt: skip


def accounts_of(code: str, fund: str, body: str) -> str:
    title = f"{fund}财政拨款收入支出决算表"
    return f"== {code} {title}(财决{code[1:]}表)\n{title}\n{HEAD}{body}"


EMPTY = ACCOUNTS[: ACCOUNTS.index("| | | 合计 | 3")] + "| | | 合计\n"
NO_STATE_CAPITAL = accounts_of("Z11", "国有资本经营预算", EMPTY)
SOME_STATE_CAPITAL = accounts_of(
    "Z11", "国有资本经营预算", ACCOUNTS.format(code="2230102", name="三供一业移交补助支出")
)


def test_z08_and_z10_are_added_up() -> None:
    found = read(DETAIL + FUND_DETAIL + NO_STATE_CAPITAL, "sichuan")
    amounts = yuan(found, "appropriation_detail")
    assert amounts["total", "total"] == "79"
    assert amounts["total", "302"] == "14"
    assert amounts["total", "31002"] == "5"
    assert amounts["2010301", "total"] == "70"
    assert amounts["2120803", "302"] == "4"
    (told,) = (each for each in found.findings if each.check == "amount-computed")
    assert {
        "Z08 一般公共预算财政拨款支出决算明细表(财决08表)!H7",
        "Z10 政府性基金预算财政拨款支出决算明细表(财决10表)!H7",
    } <= set(told.inputs)
    assert yuan(found, "general_public_budget_detail")["total", "total"] == "70"


def test_a_sheet_handed_in_twice_is_not_added_twice() -> None:
    once = DETAIL + FUND_DETAIL + NO_STATE_CAPITAL
    both = gather([file_of(once), file_of(once, "再导.xls")], SICHUAN)
    assert yuan(both, "appropriation_detail")["total", "total"] == "79"


def test_two_versions_of_a_part_are_told() -> None:
    once, other = DETAIL + FUND_DETAIL + NO_STATE_CAPITAL, FUND_DETAIL.replace(" 9 ", " 8 ")
    found = gather([file_of(once), file_of(other, "旧.xls")], SICHUAN)
    told = [f.message for f in found.findings if f.check == "sources-disagree"]
    assert len(told) == 2  # 合计、项各一处
    assert all("“财政拨款支出决算明细表”" in text and "旧.xls" in text for text in told)


def test_without_a_part_there_is_no_sum() -> None:
    found = read(DETAIL + NO_STATE_CAPITAL, "sichuan")
    assert yuan(found, "appropriation_detail") == {}
    (told,) = [f for f in found.findings if f.check == "sum-incomplete"]
    assert told.level is Level.WARNING
    assert "只有Z08“一般公共预算财政拨款支出决算明细表”、Z11" in told.message
    assert "缺Z10“政府性基金预算财政拨款支出决算明细表”" in told.message


def test_a_part_that_is_nil_by_its_accounts_is_not_missed() -> None:
    nil = accounts_of("Z09", "政府性基金预算", EMPTY)
    found = read(DETAIL + nil + NO_STATE_CAPITAL, "sichuan")
    assert yuan(found, "appropriation_detail")["total", "total"] == "70"


def test_state_capital_has_no_economic_classes() -> None:
    found = read(DETAIL + FUND_DETAIL + SOME_STATE_CAPITAL, "sichuan")
    amounts = yuan(found, "appropriation_detail")
    assert amounts["total", "total"] == "127"
    assert amounts["2230102", "total"] == "48"
    assert ("total", "302") not in amounts  # 国有资本的那一部分不知道，不填不全的数
    assert amounts["2120803", "302"] == "4"
    (told,) = [f for f in found.findings if f.check == "sum-incomplete"]
    assert "没有按经济分类的明细" in told.message


def test_z08_2_gives_the_projects() -> None:
    text = economic(
        "Z08_2", "一般公共预算财政拨款项目支出决算明细表", "财决08-2表",
        "2010302 | | | 一般行政管理事务 | 12 | 0 | 0 | 12 | 2 | 10 | 0 | 0 | 0 | 0",
        "| | | 合计 | 12 | 0 | 0 | 12 | 2 | 10 | 0 | 0 | 0 | 0",
    )  # fmt: skip
    amounts = yuan(read(text, "sichuan"), "general_public_budget_project")
    assert (amounts["2010302", "30211"], amounts["total", "302"]) == ("10", "12")


F03 = f"""
== F03 机构运行信息表(财决附03表)
机构运行信息表
{HEAD}项目 | 行次 | {{budget}} | 统计数 | 项目 | 行次 | 统计数
栏次 | | 1 | 2 | 栏次 | | 3
一、“三公”经费支出 | 1 | — | — | 二、机关运行经费 | 22 | 480000.5
（一）支出合计 | 2 | 120000 | 100000 | （一）行政单位 | 23 | {{administrative}}
1．因公出国（境）费 | 3 | 0 | 0 | （二）参照公务员法管理事业单位 | 24 | 80000.5
2．公务用车购置及运行维护费 | 4 | 100000 | 80000 | 三、国有资产占用情况 | 25 | —
（1）公务用车购置费 | 5 | 0 | 0 | （一）车辆数合计（辆） | 26 | 3
（2）公务用车运行维护费 | 6 | 100000 | 80000 | 3．机要通信用车 | 27 | 1
3．公务接待费 | 7 | 20000 | 20000 | 8．其他用车 | 28 | 2
（1）国内接待费 | 8 | — | 20000 | （二）单价100万元（含）以上设备（不含车辆）（台/套） | 29 | 4
其中：外事接待费 | 9 | — | 3000
（2）国（境）外接待费 | 10 | — | 一
（二）相关统计数 | 11 | — | —
1．因公出国（境）团组数（个） | 12 | — | 0
4．公务用车保有量（辆） | 13 | — | 2
5．国内公务接待批次（个） | 14 | — | 12
其中：外事接待批次（个） | 15 | — | 2
"""


def f03(budget: str = "预算数", administrative: str = "400000") -> str:
    return F03.format(budget=budget, administrative=administrative)


def test_f03_gives_three_public_and_the_numbers() -> None:
    found = read(f03())
    amounts = yuan(found, "three_public")
    assert amounts["total", "budget"] == "120000"
    assert amounts["total", "actual"] == "100000"
    assert amounts["vehicle_running", "actual"] == "80000"
    counts = {name: cell.count for name, cell in found.numbers.items() if cell.count is not None}
    assert counts == {
        "因公出国团组数": 0,
        "公务用车保有量": 2,
        "国内公务接待批次": 10,
        "外事接待批次": 2,
        "车辆总数": 3,
        "机要通信用车": 1,
        "其他用车": 2,
        "大型设备数": 4,
    }
    money = {name: cell.amount.fen for name, cell in found.numbers.items() if cell.amount}
    assert money == {
        "国内公务接待支出": 17_000_00,
        "外事接待支出": 3_000_00,
        "机关运行经费支出": 480_000_50,
    }
    told = [f.message for f in found.findings]
    assert any(
        text.endswith("没有“国内公务接待支出”这一个数，由 D12 - D13 算出。") for text in told
    )
    assert not [f for f in found.findings if f.level is not Level.INFO]
    assert found.budgets == {}  # “预算数”没有说是年初还是全年


def test_f03_whose_parts_do_not_make_the_whole() -> None:
    """机关运行经费 480000.50，行政单位和参公单位合起来是 480001.50。"""
    found = read(f03(administrative="400001"))
    (told,) = [f for f in found.findings if f.check == "sources-disagree"]
    assert "“机关运行经费支出”" in told.message
    assert told.inputs == (
        "导出.xls · F03 机构运行信息表(财决附03表)!G5",
        "导出.xls · F03 机构运行信息表(财决附03表)!G6",
    )


@pytest.mark.parametrize(("header", "base"), [("全年预算数", ADJUSTED), ("年初预算数", INITIAL)])
def test_f03_whose_budget_says_which_one_it_is(header: str, base: str) -> None:
    found = read(f03(budget=header))
    assert yuan(found, "three_public")["total", "budget"] == "120000"
    assert {key[3] for key in found.budgets} == {base}
    cell = found.budgets["three_public", "total", "actual", base]
    assert cell.amount
    assert cell.amount.fen == 120_000_00


BY_CODE = """
== Sheet1
{title}
编制单位：示例市规划局 | | {year} | 金额单位：{unit}
科目编码 | 科目名称 | {columns}
| 合计 | 30 | 33
2010301 | 行政运行 | 10 | 11
2120803 | 城市建设支出 | 20 | 22
"""


def by_code(
    title: str = "一般公共预算财政拨款支出预算执行表",
    year: str = "2024年度",
    columns: str = "年初预算数 | 全年（调整）预算数",
    unit: str = "元",
) -> str:
    return BY_CODE.format(title=title, year=year, columns=columns, unit=unit)


def budgets(found: Gathered) -> dict[tuple[str, str], int]:
    return {(key[1], key[3]): cell.amount.fen for key, cell in found.budgets.items() if cell.amount}


def test_budgets_by_code_of_both_bases() -> None:
    assert budgets(read(by_code())) == {
        ("total", INITIAL): 30_00,
        ("total", ADJUSTED): 33_00,
        ("2010301", INITIAL): 10_00,
        ("2010301", ADJUSTED): 11_00,
        ("2120803", INITIAL): 20_00,
        ("2120803", ADJUSTED): 22_00,
    }


def test_budgets_of_all_appropriations_go_by_the_fund_of_the_code() -> None:
    found = read(by_code("财政拨款支出预算执行表"))
    assert budgets(found) == {("2010301", INITIAL): 10_00, ("2010301", ADJUSTED): 11_00}


def test_budget_table_that_the_department_publishes() -> None:
    found = read(by_code("2024年一般公共预算支出表", "", "合计 | 2023年执行数", "万元"))
    assert budgets(found)["2010301", INITIAL] == 10 * 1_000_000
    assert {base for _, base in budgets(found)} == {INITIAL}


def test_budgets_under_each_base_with_details() -> None:
    text = """
== 指标
一般公共预算指标表
单位：示例市规划局 | | 金额单位：元
科目编码 | 科目名称 | 年初预算数 | | 全年预算数
| | 合计 | 基本支出 | 合计 | 基本支出
201 | 一般公共服务支出 | 10 | 4 | 11 | 5
20103 | 政府办公厅（室）及相关机构事务 | 10 | 4 | 11 | 5
2010301 | 行政运行 | 10 | 4 | 11 | 5
"""
    assert budgets(read(text)) == {
        (code, base): fen
        for code in ("201", "20103", "2010301")
        for base, fen in ((INITIAL, 10_00), (ADJUSTED, 11_00))
    }


def test_budgets_beside_the_actuals_of_a_public_table() -> None:
    found = read("""
== 表五
一般公共预算财政拨款支出决算表
单位：示例市规划局 | | 2024年度 | 金额单位：万元
科目编码 | 科目名称 | 年初预算数 | 合计 | 基本支出
| 合计 | 9.5 | 8 | 8
2010301 | 行政运行 | 9.5 | 8 | 8
""")
    assert budgets(found) == {("total", INITIAL): 9_500_000, ("2010301", INITIAL): 9_500_000}
    amounts = yuan(found, "general_public_budget_expenditure")
    assert amounts["2010301", "total"] == "80000"


SIDE_BY_SIDE = """
== 预算数
预算数

部门：示例街道办事处 | | | | 2024年度 | | 金额单位：元
功能分类科目编码 | | | 科目名称 | {general} | | {fund} | | 完成预算（%）
类 | 款 | 项 | | 年初预算数 | 全年预算数 | 年初预算数 | 全年预算数
栏次 | | | | 1 | 2 | 3 | 4 | 5
合计 | | | | 10 | 14 | 20 | 22
201 | 03 | 01 | 行政运行 | 10 | 11 | 0 | 0
201 | 03 | 99 | 其他政府办公厅（室）及相关机构事务支出 | 0 | 3 | 0 | 0
201 | 05 | 07 | 专项普查活动 | 0 | 0 | 0 | 0
212 | 08 | 03 | 城市建设支出 | 0 | 0 | 20 | 22
"""


@pytest.mark.parametrize("end", ["财政拨款", "", "拨款"])
def test_budgets_of_several_funds_side_by_side(end: str) -> None:
    """别的基金的科目在这一列是 0：那不是这本账的预算；目录里就是这本账的科目，0 就是 0。"""
    text = SIDE_BY_SIDE.format(general=f"一般公共预算{end}", fund=f"政府性基金预算{end}")
    found = read(text)
    assert {key[0] for key in found.budgets} == {"general_public_budget_expenditure"}
    assert budgets(found) == {
        ("total", INITIAL): 10_00,
        ("total", ADJUSTED): 14_00,
        ("2010301", INITIAL): 10_00,
        ("2010301", ADJUSTED): 11_00,
        ("2010399", INITIAL): 0,
        ("2010399", ADJUSTED): 3_00,
        ("2010507", INITIAL): 0,
        ("2010507", ADJUSTED): 0,
    }
    assert found.findings == ()


@pytest.mark.parametrize("at", ["前", "后"])
def test_sum_of_all_funds_beside_them_is_nobodys_budget(at: str) -> None:
    """并排的还有一栏合计，是几本账之和：不能当作其中一本的。"""
    whole, fund = "财政拨款合计 | ", "一般公共预算 | | 政府性基金预算 | "
    bases = "年初预算数 | 全年预算数 | "
    found = read(f"""
== 预算
预算数
单位：示例街道办事处 | | 2024年度 | | 金额单位：元
科目编码 | 科目名称 | {f"{whole} | {fund}" if at == "前" else f"{fund} | {whole}"}
 | | {bases * 3}
2010301 | 行政运行 | {"17 | 18 | 10 | 11 | 7 | 7" if at == "前" else "10 | 11 | 7 | 7 | 17 | 18"}
""")
    assert budgets(found) == {("2010301", INITIAL): 10_00, ("2010301", ADJUSTED): 11_00}


def test_columns_of_funds_that_hold_no_budgets_change_nothing() -> None:
    """年初预算数写在各本账的上面，合计归科目所属的那一本：照旧。"""
    found = read("""
== 预算
财政拨款支出预算表
单位：示例街道办事处 | | 2024年度 | | 金额单位：元
科目编码 | 科目名称 | 年初预算数
 | | 合计 | 一般公共预算 | 政府性基金预算
2010301 | 行政运行 | 10 | 10 | 0
""")
    assert budgets(found) == {("2010301", INITIAL): 10_00}


def test_budgets_side_by_side_that_do_not_say_whose_they_are_are_told() -> None:
    found = read(SIDE_BY_SIDE.format(general="甲类", fund="乙类") + BASIC)
    assert found.budgets == {}
    assert [f.where.sheet for f in found.findings if f.check == "sheet-unrecognised"] == ["预算数"]


TWO_SUMS = """
== 公开08
一般公共预算财政拨款基本支出决算明细表
部门：示例街道办事处 | | | | 2024年度 | 金额单位：万元
经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 60.01 | 302 | 商品和服务支出 | 9.5
30101 | 基本工资 | 60.01 | 30201 | 办公费 | 9.5
人员经费合计 | | 60.01 | 公用经费合计 | | {operating}
"""


def test_total_that_a_public_table_does_not_print_is_computed_and_told() -> None:
    found = read(TWO_SUMS.format(operating="9.5"))
    amounts = yuan(found, "general_public_budget_basic")
    assert amounts["total", "actual"] == "695100"
    (told,) = [f for f in found.findings if f.check == "amount-computed"]
    assert (told.level, told.where.sheet) == (Level.INFO, "公开08")
    assert told.message.endswith("没有印“合计”，由 C6 + F6 算出。")


@pytest.mark.parametrize(
    "text",
    [
        TWO_SUMS.format(operating=""),
        TWO_SUMS.format(operating="9.5") + "合计 | | | | |\n",
    ],
    ids=["缺一部分", "有这一行而空着"],
)
def test_total_is_not_computed_where_a_part_is_missing_or_its_row_is_blank(text: str) -> None:
    found = read(text)
    amounts = yuan(found, "general_public_budget_basic")
    assert ("total", "actual") not in amounts
    assert not [f for f in found.findings if f.check == "amount-computed"]


def test_sheet_of_budgets_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    found = read(by_code(columns="年初预算数 | 年初预算数") + BASIC)
    assert found.budgets == {}
    (told,) = [f for f in found.findings if f.check == "sheet-unrecognised"]
    assert told.message.startswith("这张表有预算数，没有读入：两列都像“年初预算数”")
    assert found.amounts


def test_sheet_of_budgets_that_says_no_fund_is_told() -> None:
    found = read(by_code("部门支出预算表") + DETAIL, "sichuan")
    assert found.budgets == {}
    (told,) = [f for f in found.findings if f.check == "sheet-unrecognised"]
    assert (told.level, told.where.sheet) == (Level.WARNING, "Sheet1")
    assert "“部门支出预算表”" in told.message


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("Z05_2 项目支出决算明细表(财决05-2表)", "项目支出决算明细表"),
        ("CS03 其他收入等明细情况表", "其他收入等明细情况表"),
        ("QB04 本市补充资料表", "本市补充资料表"),
    ],
)
def test_sheets_that_are_not_needed_are_told(sheet: str, title: str) -> None:
    found = read(f"== {sheet}\n{title}\n项目 | 金额\n甲 | 5\n" + BASIC)
    (told,) = [f for f in found.findings if f.check == "sheet-not-used"]
    assert (told.level, told.where.sheet) == (Level.INFO, sheet)
    assert "未用到" in told.message


def test_own_sheets_of_a_workbook_are_passed_over() -> None:
    found = read("== 首页\n部门决算公开工作簿\n年度 | 2023\n" + BASIC)
    assert [(sheet.sheet[:2], bool(sheet.read_as)) for sheet in found.sheets] == [
        ("首页", False),
        ("Z0", True),
    ]


def test_blank_sheets_and_tables_without_rows_are_no_errors() -> None:
    header = ECONOMIC[: ECONOMIC.index("支出功能分类")]
    text = f"== Z07 空表\n== Z10 空表\n{BASIC}== Z08_2\n项目支出\n{HEAD}{header}"
    found = read(text, "sichuan")
    assert yuan(found, "general_public_budget_basic")["total", "actual"] == "100.03"
    assert [sheet.sheet for sheet in found.sheets if not sheet.read_as] == ["Z07 空表", "Z10 空表"]
    assert not [f for f in found.findings if f.level is not Level.INFO]
