"""一套自洽的账，各张表印成任何一种样子，放进一个文件，读出来还是那套账。

排法见 printed.py 和 test_round_trip.py：编码一列或三列、合计在前在后、一组到三组、“三公”四种、元或
万元、文本数字、栏次行次、空行空列、网页零碎。这里再加：列的次序、拆碎的字、标题与单位行的各种写法、
中间的空列、表下的注。
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.consistent_accounts import Consistent, consistent_accounts
from tests.reading import printed as codes
from tests.reading import test_round_trip as sides
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.port import Grid, Value, grid
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.money import PUBLISHED, Unit
from xlbudget.formats import table_model
from xlbudget.formats.library import find
from xlbudget.formats.model import Format
from xlbudget.formats.table_model import Table
from xlbudget.reading.amounts import may_be_amount
from xlbudget.reading.extract import extract
from xlbudget.reading.recognise import head, recognise

FORMATS = [find("national", 2024), find("sichuan", 2024), find("sichuan", 2020)]
SEEDS = st.integers(0, 2**32 - 1)
UNIT = "示例街道办事处"
few = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SPACES = (" ", "\n", "　", "  ")
WIDTHS = str.maketrans("（）：", "():")


@dataclass(frozen=True, slots=True)
class Printed:
    """一套账，和它印成的各张工作表。"""

    account: Consistent
    sheets: tuple[Grid, ...]


def cents_of(account: Consistent, table: str) -> dict[tuple[str, str], int]:
    """一张表的金额，0.01 万元的整数。"""
    return {
        (line, column): amount.fen // PUBLISHED
        for (name, line, column), amount in account.amounts.items()
        if name == table
    }


def reordered(table: Table, chance: random.Random) -> Table:
    """列换了次序的表：上面同一个字的几列还在一起；按编码的列不动。"""
    blocks = []
    for block in table.blocks:
        groups: dict[str, list[table_model.Column]] = {}
        for column in block.columns:
            groups.setdefault(column.parent or column.name, []).append(column)
        order = list(groups.values())
        if not any(column.name.isdecimal() for column in block.columns):
            chance.shuffle(order)
        blocks.append(replace(block, columns=tuple(c for group in order for c in group)))
    return replace(table, blocks=tuple(blocks))


def sheet_of(table: Table, account: Consistent, draw: st.DrawFn) -> Grid:
    """一张表印成的一种样子。"""
    chance = random.Random(draw(SEEDS))  # noqa: S311  不是密码
    cells = cents_of(account, table.name)
    if table.layout is table_model.Layout.SIDES:
        own = replace(draw(sides.LAYOUTS), three_rows=False)
        return disguised(sides.rendered(table, cells, own), table, chance)
    layout = draw(codes.LAYOUTS)
    if table.layout is table_model.Layout.CROSSED:
        return disguised(codes.items_sheet(table, cells, layout), table, chance)
    if table.functional is None:
        return disguised(codes.basic_sheet(table, cells, layout), table, chance)
    lines = sorted({line for line, _ in cells if line.isdecimal()})
    used = {column for _, column in cells}
    columns = [c.name for c in table.blocks[0].columns if c.name in used or not c.name.isdecimal()]
    if layout.codes == "padded" and any(code.endswith("00") for code in lines):
        layout = replace(layout, codes="text")
    shown = reordered(table, chance)
    return disguised(codes.functional_sheet(shown, cells, lines, columns, layout), table, chance)


def disguised(plain: Grid, table: Table, chance: random.Random) -> Grid:
    """同一张表，字拆碎了，标题和单位行换了写法，下面添了注，中间或许有一个空列。"""
    rows = [list(values) for values in plain.rows]
    at = next(
        row for row, values in enumerate(rows) if any(str(v).startswith("编制单位") for v in values)
    )
    body = [[broken(value, chance) for value in values] for values in rows[at + 1 :]]
    money = next(str(v) for v in rows[at] if str(v).startswith("金额单位")).partition("：")[2]
    left = next(column for column, value in enumerate(rows[at]) if value is not None)
    above = [[None] * left + line for line in heads(table, money, chance)]
    if chance.random() < 0.3:
        last = max(map(len, body)) - 1
        body = [[*line[:last], None, *line[last:]] for line in body]
    notes: list[list[Value]] = [
        ["注：1. 本表金额单位转换时可能存在尾差。"],
        ["2. 数据来源于决算。"],
    ]
    return grid(f"表{table.number}", [*above, *body, *(notes if chance.random() < 0.5 else [])])


def heads(table: Table, money: str, chance: random.Random) -> list[list[Value]]:
    """标题和单位行的几种写法。"""
    title = chance.choice([*table.titles])
    dated = chance.choice(["", f"{table.year}年度", f"{UNIT}{table.year}年度", f"{table.year}年"])
    number = chance.choice([None, f"{table.number}表", f"表号：{table.number}表"])
    lines: list[list[list[Value]]] = [
        [[dated + title, None, number], [f"部门：{UNIT}", None, f"金额单位：{money}"]],
        [[number], [dated + title], [f"编制单位：{UNIT}", f"{table.year}年度", f"单位：{money}"]],
        [
            [f"{dated}{title}"],
            [None, None, number],
            [f"公开部门：{UNIT}", None, f"金额单位:{money}"],
        ],
        [[" ".join(title)], [f"单位名称：{UNIT}"], [None, None, f"（单位：{money}）"]],
        [[dated + title], ["部门：", UNIT, None, "金额单位：", money]],
    ]
    return chance.choice(lines)


def broken(value: Value, chance: random.Random) -> Value:
    """一个词像从 PDF 里贴出来的那样断开，或者括号变了宽度。"""
    if not isinstance(value, str) or len(value) < 2 or may_be_amount(value):
        return value
    if any(map(str.isdecimal, value)) or chance.random() < 0.6:
        return value
    if chance.random() < 0.3:
        return value.translate(WIDTHS)
    at = chance.randrange(1, len(value))
    return value[:at] + chance.choice(SPACES) + value[at:]


@st.composite
def printed_accounts(draw: st.DrawFn, resolved: Format) -> Printed:
    account = draw(consistent_accounts(resolved, unit=Unit.TEN_THOUSAND_YUAN, with_gaps=False))
    sheets = [sheet_of(table, account, draw) for table in resolved.tables.values()]
    return Printed(account, tuple(draw(st.permutations(sheets))))


def read_all(sheets: Sequence[Grid], resolved: Format) -> dict[tuple[str, str, str], int]:
    errors: list[XlbudgetError] = []
    found = recognise(sheets, resolved, "决算.xlsx", errors)
    assert [str(error) for error in errors] == []
    assert found.others == ()
    cells: dict[tuple[str, str, str], int] = {}
    for name, sheet in found.tables.items():
        above = head(sheet, "决算.xlsx", errors)
        statement, findings, faults = extract(sheet, resolved.tables[name], above, "决算.xlsx")
        assert [str(error) for error in errors + faults] == []
        assert [f.message for f in findings if f.check != "amount-as-text"] == []
        assert statement is not None
        assert statement.unit_name == UNIT
        for line in statement.lines:
            for column, cell in line.cells.items():
                if cell.amount is not None:
                    cells[name, line.name, column] = cell.amount.fen
    return cells


@pytest.mark.parametrize("resolved", FORMATS, ids=lambda each: f"{each.place}{each.year}")
def test_an_account_printed_in_any_way_reads_back_the_same(resolved: Format) -> None:
    @few
    @given(printed_accounts(resolved))
    def reads_back(printed: Printed) -> None:
        given = {key: amount.fen for key, amount in printed.account.amounts.items()}
        assert read_all(printed.sheets, resolved) == given

    reads_back()


def test_three_public_with_operating_expenses_below_reads_the_same() -> None:
    """“三公”经费的第四种排法：一行一项，下面还接着机关运行经费，认不出的行要说出来。"""
    resolved = FORMATS[0]
    text = """
== 三公
“三公”经费、机关运行经费支出决算表
部门：示例街道办事处 | | 公开07表
. | | 金额单位：元
项目 | 行次 | 预算数 | 统计数
一、“三公”经费支出 | 1 | 90000 | 80000
（一）支出合计 | 2 | 90000 | 80000
1．因公出国（境）费 | 3 | 0 | 0
2．公务用车购置及运行维护费 | 4 | 60000 | 55000
（1）公务用车购置费 | 5 | — | —
（2）公务用车运行维护费 | 6 | 60000 | 55000
3．公务接待费 | 7 | 30000 | 25000
二、机关运行经费 | 8 | — | 1234567.89
"""
    sheet = MemoryBook(text, "决算.xlsx").read("三公")
    table = resolved.tables["three_public"]
    statement, findings, errors = extract(sheet, table, head(sheet, "决算.xlsx", []), "决算.xlsx")
    assert errors == []
    assert statement is not None
    read = {
        (line.name, column): cell.amount.fen
        for line in statement.lines
        for column, cell in line.cells.items()
        if cell.amount is not None
    }
    assert read == {
        ("total", "budget"): 9000000,
        ("total", "actual"): 8000000,
        ("overseas_visits", "budget"): 0,
        ("overseas_visits", "actual"): 0,
        ("vehicles", "budget"): 6000000,
        ("vehicles", "actual"): 5500000,
        ("vehicle_running", "budget"): 6000000,
        ("vehicle_running", "actual"): 5500000,
        ("official_hospitality", "budget"): 3000000,
        ("official_hospitality", "actual"): 2500000,
    }
    told = [(f.check, f.where.cell) for f in findings]
    assert told == [("row-unrecognised", "A6"), ("row-unrecognised", "A12")]
