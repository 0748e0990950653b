"""没有见过的表样：提出的对应关系确认以后，读出的与已知表样一字不差；不是决算表的，不提。"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.reading import printed as codes
from tests.reading import test_round_trip as sides
from tests.reading.test_round_trip_codes import SEEDS
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid, Value, grid
from xlbudget.domain.codes import parents
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.domain.money import Unit
from xlbudget.domain.statements import Statement
from xlbudget.formats import table_model
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.intake.mapping import Mapping, not_recognised, propose, to_confirm
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head

NATIONAL = find("national", 2024)
SICHUAN = find("sichuan", 2024)
few = settings(
    phases=(Phase.reuse, Phase.generate),
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
Read = dict[tuple[str, str], tuple[str, int | None, str]]


def sheet(text: str) -> Grid:
    return MemoryBook(f"== Sheet1\n{text}").read("Sheet1")


def amounts(found: tuple[Statement | None, list[Finding], list[XlbudgetError]]) -> Read:
    """What a statement says: each cell's place, amount, and what it holds."""
    statement, _, errors = found
    assert [str(error) for error in errors] == []
    assert statement is not None
    return {
        (line.name, column): (
            cell.source.cell,
            cell.amount.fen if cell.amount is not None else None,
            cell.holds.value,
        )
        for line in statement.lines
        for column, cell in line.cells.items()
    }


def known(sheet: Grid, table: Table) -> Read:
    return amounts(extract(sheet, table, head(sheet, "来源.xlsx", []), "来源.xlsx"))


def strange(table: Table, seed: int) -> Table:
    """The table as another place might print it: another title, other words in its header."""
    chance = random.Random(seed)  # noqa: S311  不是密码
    more = chance.choice(["金额", "额", "情况"])
    title = table.title.replace("决算", chance.choice(["情况", "执行情况"]))
    crossed = table.layout is table_model.Layout.CROSSED

    def column(each: table_model.Column) -> table_model.Column:
        if each.name.isdecimal():
            return each
        return replace(
            each,
            headers=tuple(word + more for word in each.headers),
            under=tuple(word + chance.choice(["", more]) for word in each.under),
        )

    def line(each: table_model.LineDef) -> table_model.LineDef:
        if not crossed:
            return each
        return replace(each, label=each.label + more, labels=tuple(w + more for w in each.labels))

    blocks = tuple(
        replace(
            block,
            columns=tuple(map(column, block.columns)),
            lines=tuple(map(line, block.lines)),
        )
        for block in table.blocks
    )
    return replace(table, title=title, blocks=blocks)


def functional(
    table: Table, draw: st.DrawFn, layout: codes.Layout
) -> tuple[Callable[[Table], Grid], codes.Amounts]:
    """A table of functional codes with all its columns but those of codes, of which it has some."""
    assert table.functional is not None
    entries = table.functional.entries
    items = (e.code for e in entries if e.holds_in(table.year) and len(e.code) == 7)
    every = [code for code in items if not code.endswith("00")]
    chosen = draw(st.lists(st.sampled_from(every), min_size=1, max_size=3, unique=True))
    lines = sorted({code for each in chosen for code in (each, *parents(each))})
    names = [column.name for column in table.blocks[0].columns]
    wide = [name for name in names if name.isdecimal()]
    some = (
        draw(st.lists(st.sampled_from(wide), min_size=2, max_size=5, unique=True)) if wide else []
    )
    columns = [name for name in names if name in some or name not in wide]
    keys = [(line, column) for line in [table.lines()[0].name, *lines] for column in columns]
    found = full(draw, keys)
    return lambda each: codes.functional_sheet(each, found, lines, columns, layout), found


def full(draw: st.DrawFn, keys: Iterable[tuple[str, str]]) -> codes.Amounts:
    """An amount in each cell but a few: a proposal needs amounts to see the columns."""
    chance = random.Random(draw(SEEDS))  # noqa: S311  不是密码
    return {key: chance.randrange(10**6, 10**9) for key in keys if chance.random() < 0.9}


@st.composite
def pairs(draw: st.DrawFn, table: Table) -> tuple[Grid, Grid]:
    """A sheet as the format knows it, and the same as it does not."""
    seed = draw(SEEDS)
    if table.layout is table_model.Layout.SIDES:
        plain = replace(draw(sides.LAYOUTS), budget=False, three_rows=False, own_columns=False)
        keys = [(line.name, c.name) for b in table.blocks for line in b.lines for c in b.columns]
        found = dict(full(draw, keys))
        return (
            sides.rendered(table, found, plain),
            sides.rendered(strange(table, seed), found, plain),
        )
    layout = replace(draw(codes.LAYOUTS), turned=False, own_columns=False, noise=False)
    if table.functional is not None:
        printed, _ = functional(table, draw, layout)
        return printed(table), printed(strange(table, seed))
    columns = [column.name for column in table.blocks[0].columns]
    found = dict(full(draw, [(line.name, c) for line in table.lines() for c in columns]))
    crossed = table.layout is table_model.Layout.CROSSED
    print_it = codes.items_sheet if crossed else codes.basic_sheet
    return print_it(table, found, layout), print_it(strange(table, seed), found, layout)


TABLES = [
    pytest.param(found, name, id=f"{found.place}-{name}")
    for found in (NATIONAL, SICHUAN)
    for name in found.tables
    if found is NATIONAL or name not in NATIONAL.tables
]


@pytest.mark.parametrize(("found", "name"), TABLES)
def test_a_confirmed_mapping_reads_what_the_known_layout_reads(found: Format, name: str) -> None:
    @few
    @given(pairs(found.tables[name]), st.integers(0, 3))
    def reads_the_same(both: tuple[Grid, Grid], above: int) -> None:
        usual, unusual = both
        table = found.tables[name]
        proposal = propose(unusual, found, "来源.xlsx")
        assert proposal is not None, str(not_recognised(unusual, found, "来源.xlsx"))
        mapping = proposal.mapping
        assert (mapping.table, mapping.applies(unusual, found)) == (name, True)
        assert amounts(mapping.extract(unusual, found, "来源.xlsx")) == known(usual, table)
        moved = Grid("Sheet1", (*((None,) * unusual.width,) * above, *unusual.rows))
        assert mapping.applies(moved, found)
        assert [v[1:] for v in amounts(mapping.extract(moved, found, "来源.xlsx")).values()] == [
            v[1:] for v in known(usual, table).values()
        ]

    reads_the_same()


THREE_PUBLIC = """
2024年度财政拨款“三公”经费支出决算表
编制单位：示例街道办事处 | | 金额单位：万元
项目 | 预算数 | 决算数
合计 | 30 | 28
因公出国（境）费 | 5 | 5
公务用车购置及运行维护费 | 20 | 20
公务用车购置费 | 3 | 3
公务用车运行维护费 | 17 | 17
公务接待费 | 5 | 3
"""
NAMES = ("合计", "因公出国（境）费", "公务用车购置费", "公务接待费")


@pytest.mark.parametrize("nothing", ["— | —", "- | ", " | "])
@pytest.mark.parametrize("name", NAMES)
def test_a_row_without_amounts_is_proposed_and_read_too(name: str, nothing: str) -> None:
    lines = [
        f"{name} | {nothing}" if line.startswith(f"{name} |") else line
        for line in THREE_PUBLIC.splitlines()
    ]
    usual = "\n".join(lines)
    strange_words = [re.sub(r"^([^ 项2编]+) \|", r"\1金额 |", line) for line in lines]
    unusual = "\n".join(strange_words).replace("支出决算表", "支出情况表")
    assert unusual.count("金额 |") == 6
    proposal = propose(sheet(unusual), NATIONAL, "来源.xlsx")
    assert proposal is not None
    mapping = proposal.mapping
    assert dict(mapping.columns) == {"预算数": "预算数", "决算数": "决算数"}
    assert dict(mapping.labels)[f"行：{name}"] == f"{name}金额"
    read = amounts(mapping.extract(sheet(unusual), NATIONAL, "来源.xlsx"))
    assert read == known(sheet(usual), NATIONAL.tables["three_public"])
    assert len(read) == 12


SPENDING = """
2024年部门支出情况表
部门：示例局 | | | | 金额单位：万元
科目代码 | 科目说明 | 支出总额 | 基本支出数 | 项目支出数 | 上年支出总额
201 | 一般公共服务支出 | 12.00 | 10.00 | 2.00 | 1
20103 | 政府办公厅（室）及相关机构事务 | 12.00 | 10.00 | 2.00 | 1
2010301 | 行政运行 | 10.00 | 10.00 | | 1
2010302 | 一般行政管理事务 | 2.00 | | 2.00 |
 | 合计 | 12.00 | 10.00 | 2.00 | 2
"""


def test_the_proposal_shows_our_columns_with_theirs() -> None:
    proposal = propose(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert proposal is not None
    said = "\n".join(proposal.lines())
    assert said.startswith("来源.xlsx · Sheet1：像“支出决算表”（相似 0.8")
    assert "标题“部门支出情况表”，表头在第 3 行，100% 的行认得出" in said
    assert "    本年支出合计 ← 支出总额（C3，相似 0.80，如 12）" in said
    assert "    项目支出 ← 项目支出数（E3，相似 0.89，如 2）" in said
    assert "    来源没有的列：上缴上级支出、经营支出、对附属单位补助支出" in said
    assert "    标题没有写“决算”：采用前请核对这不是预算的表" in said
    assert "上年" not in said
    error = str(to_confirm(proposal))
    assert "没有读入" in error
    assert "加 --confirm 采用" in error
    assert "本年支出合计 ← 支出总额（C3" in error


def test_a_confirmed_mapping_reads_each_amount_in_its_place() -> None:
    proposal = propose(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert proposal is not None
    statement, findings, errors = proposal.mapping.extract(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert (errors, findings) == ([], [])
    assert statement is not None
    assert (statement.table, statement.unit, statement.unit_name, statement.year) == (
        *("expenditure_accounts", Unit.TEN_THOUSAND_YUAN, "示例局", 2024),
    )
    read = {
        f"{line.name} {name}": f"{cell.source.cell} {cell.amount.text()}"
        for line in statement.lines
        for name, cell in line.cells.items()
        if cell.amount is not None
    }
    assert read["2010301 total"] == "C6 10万元"
    assert read["2010302 project"] == "E7 2万元"
    assert read["total basic"] == "D8 10万元"
    assert len(read) == 13


def test_a_mapping_applies_to_next_years_sheet_and_to_no_other() -> None:
    proposal = propose(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert proposal is not None
    mapping = proposal.mapping
    assert mapping.applies(sheet(".\n.\n" + SPENDING.replace("2024年", "2025年")), NATIONAL)
    assert not mapping.applies(
        sheet(SPENDING.replace("部门支出情况表", "部门收入情况表")), NATIONAL
    )
    assert not mapping.applies(sheet(SPENDING.replace("支出总额", "支出净额")), NATIONAL)
    untitled = replace(mapping, title="")
    assert untitled.applies(sheet(SPENDING.replace("2024年部门支出情况表", "附件")), NATIONAL)
    assert not untitled.applies(sheet(SPENDING), NATIONAL)
    assert not Mapping(table="没有的表", columns=mapping.columns).applies(sheet(SPENDING), NATIONAL)


def test_without_a_unit_of_money_a_person_must_say_it() -> None:
    bare = sheet(SPENDING.replace(" | | | | 金额单位：万元", ""))
    proposal = propose(bare, NATIONAL, "来源.xlsx")
    assert proposal is not None
    assert "表内没有金额单位" in proposal.lines()[-1]
    statement, _, errors = proposal.mapping.extract(bare, NATIONAL, "来源.xlsx")
    assert statement is None
    assert "没有金额单位" in str(errors[0])
    told = replace(proposal.mapping, unit=Unit.YUAN)
    statement, _, errors = told.extract(bare, NATIONAL, "来源.xlsx")
    assert errors == []
    assert statement is not None
    cell = statement.cell("total", "total")
    assert cell is not None
    assert cell.amount is not None
    assert (statement.unit, cell.amount.fen) == (Unit.YUAN, 1200)


@pytest.mark.parametrize(
    ("ours", "name", "cell"), [("项目支出", "project", "E3"), ("基本支出", "basic", "D3")]
)
def test_a_column_that_the_mapping_leaves_out_is_not_read_but_told(
    ours: str, name: str, cell: str
) -> None:
    proposal = propose(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert proposal is not None
    columns = tuple(pair for pair in proposal.mapping.columns if pair[0] != ours)
    mapping = replace(proposal.mapping, columns=columns)
    statement, findings, errors = mapping.extract(sheet(SPENDING), NATIONAL, "来源.xlsx")
    assert errors == []
    assert statement is not None
    assert all(name not in line.cells for line in statement.lines)
    assert [finding.check for finding in findings] == ["column-unrecognised"]
    assert findings[0].where.cell == cell


def test_labels_are_proposed_beside_the_columns() -> None:
    both = sheet("""
部门收支总体情况表
单位名称：示例局 | | | 单位：万元
收入 | | 支出 |
收入项目 | 执行数 | 支出项目 | 执行数
一、一般公共预算财政拨款 | 10.00 | 一、一般公共服务支出 | 9.00
二、政府性基金预算财政拨款 | 1.00 | 八、社会保障和就业支出 | 2
本年收入总额 | 11.00 | 本年支出总额 | 11.00
年初结转结余资金 | 1.00 | 年末结转结余资金 | 1
总计 | 12 | 总计 | 12
""")
    proposal = propose(both, NATIONAL, "来源.xlsx")
    assert proposal is not None
    assert dict(proposal.mapping.labels) == {
        "行：收入 / 本年收入合计": "本年收入总额",
        "行：收入 / 年初结转和结余": "年初结转结余资金",
        "行：支出 / 本年支出合计": "本年支出总额",
        "行：支出 / 年末结转和结余": "年末结转结余资金",
    }
    statement, findings, errors = proposal.mapping.extract(both, NATIONAL, "来源.xlsx")
    assert (errors, findings) == ([], [])
    assert statement is not None
    places = {
        line.name: line.cells["actual"].source.cell
        for line in statement.lines
        if line.cells["actual"].amount
    }
    assert places["opening_carryover"] == "B8"
    assert places["closing_carryover"] == "D8"
    assert places["208"] == "D6"


WRONG = {
    "银行对账单": """
2024年银行对账单
户名：示例局 | | | 单位：元
日期 | 摘要 | 借方金额 | 贷方金额 | 余额
20240103 | 工资 | 201.00 | | 301
20240203 | 办公费 | 20.00 | | 281
20240303 | 水费 | 201 | | 80
""",
    "资产负债简表": """
资产负债简表
单位：示例局 | | | 金额单位：元
资产 | 年末数 | 负债和净资产 | 年末数
货币资金 | 10 | 应付账款 | 3
固定资产 | 90 | 累计盈余 | 97
资产总计 | 100 | 负债和净资产总计 | 100
""",
    "工资表": """
2024年12月工资表
姓名 | 岗位 | 基本工资 | 津贴补贴 | 实发合计
张某 | 科员 | 30101 | 201 | 30302
李某 | 科员 | 301 | 20103 | 20404
合计 | | 30402 | 20304 | 50706
""",
    "目录": """
目录
1 | 收入支出决算总表
2 | 收入决算表
3 | 支出决算表
""",
    "项目绩效": """
项目支出绩效自评汇总表
序号 | 项目名称 | 预算数 | 执行数 | 得分
1 | 办公楼维修 | 20 | 18 | 95
2 | 信息系统运维 | 30 | 30 | 98
合计 | | 50 | 48 |
""",
    "只有文字": "说明\n本单位没有相关支出。",
    "空表": "",
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("found", [NATIONAL, SICHUAN], ids=["national", "sichuan"])
def test_a_wrong_sheet_gets_no_proposal(name: str, found: Format) -> None:
    wrong = sheet(WRONG[name])
    assert propose(wrong, found, "来源.xlsx") is None
    assert "认不出这张表" in str(not_recognised(wrong, found, "来源.xlsx"))


@pytest.mark.parametrize("title", ["2025年部门支出预算总表", "一般公共预算支出预算表"])
def test_a_table_of_budgets_gets_no_proposal(title: str) -> None:
    budget = sheet(SPENDING.replace("2024年部门支出情况表", title))
    assert propose(budget, NATIONAL, "来源.xlsx") is None
    assert "这是预算的表" in str(not_recognised(budget, NATIONAL, "来源.xlsx"))


@pytest.mark.parametrize("name", [name for name in SICHUAN.tables if name not in NATIONAL.tables])
def test_a_table_of_another_format_gets_no_proposal(name: str) -> None:
    @few
    @given(pairs(SICHUAN.tables[name]))
    def is_not_proposed(both: tuple[Grid, Grid]) -> None:
        assert propose(both[0], NATIONAL, "来源.xlsx") is None

    is_not_proposed()


def test_two_tables_that_fit_as_well_get_no_proposal() -> None:
    untitled = sheet("""
单位：示例局 | | | | 金额单位：万元
编码 | 名称 | 合计额 | 基本支出额 | 项目支出额
201 | 一般公共服务支出 | 12.00 | 10.00 | 2.00
20103 | 政府办公厅（室）及相关机构事务 | 12.00 | 10.00 | 2.00
2010301 | 行政运行 | 12.00 | 10.00 | 2.00
""")
    assert propose(untitled, SICHUAN, "来源.xlsx") is None
    said = str(not_recognised(untitled, SICHUAN, "来源.xlsx"))
    assert "分不清是哪一张" in said
    assert "“一般公共预算财政拨款支出决算表”" in said


NOISE = st.one_of(
    st.none(),
    st.sampled_from(
        ["合计", "金额", "项目", "日期", "摘要", "单位", "数量", "备注", "张某", "办公费"]
    ),
    st.integers(0, 10**7).map(Decimal),
)


@few
@given(st.lists(st.lists(NOISE, min_size=1, max_size=8), max_size=30))
def test_noise_gets_no_proposal(rows: list[list[Value]]) -> None:
    noise = grid("Sheet1", rows)
    assert propose(noise, NATIONAL, "来源.xlsx") is None
    assert str(not_recognised(noise, NATIONAL, "来源.xlsx"))
