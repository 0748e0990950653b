"""一张表印出来的次序可以和列出的次序不同：列的次序、合计的位置、“三公”经费的预算决算。"""

from __future__ import annotations

import tomllib

import pytest

from xlbudget.domain.codes import Catalogue, CodeName
from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.keys import Keys
from xlbudget.formats.table_model import Table
from xlbudget.formats.tables import Codes, parse_table
from xlbudget.results.table_places import table_places

CODES = Codes(
    Catalogue([CodeName("201", "一般公共服务支出"), CodeName("207", "文化支出")]),
    Catalogue([CodeName("301", "工资福利支出")]),
    2024,
)
FUND = """
title = "基金表"
layout = "codes"
functional = true
{table}
[[block]]
name = "rows"
code_headers = ["编码"]
label_headers = ["名称"]
{block}
[[block.column]]
name = "spent"
headers = ["支出"]
[[block.column]]
name = "opening"
headers = ["年初"]
[[block.line]]
name = "total"
label = "合计"
"""
THREE = """
title = "三公"
layout = "crossed"
{table}
[[block]]
name = "items"
label_headers = ["项目"]
[[block.column]]
name = "actual"
headers = ["决算数"]
[[block.column]]
name = "budget"
headers = ["预算数"]
[[block.line]]
name = "total"
label = "合计"
[[block.line]]
name = "visits"
label = "出国"
"""


def table(text: str, *, whole: str = "", block: str = "") -> Table:
    keys = Keys(tomllib.loads(text.format(table=whole, block=block)), "表.toml")
    return parse_table("甲", keys, CODES)


def test_columns_are_printed_in_their_order_and_the_first_listed_is_still_meant() -> None:
    plain, turned = table(FUND), table(FUND, block='order = ["opening", "spent"]')
    for known in (plain, turned):
        assert known.default_column("total") == "spent"
    assert table_places(plain).blocks[0].amounts == {"spent": 3, "opening": 4}
    assert table_places(turned).blocks[0].amounts == {"opening": 3, "spent": 4}
    assert [column.name for column in turned.blocks[0].printed_columns] == ["opening", "spent"]


@pytest.mark.parametrize(
    "order", ['["opening"]', '["opening", "spent", "spent"]', '["a", "spent"]']
)
def test_an_order_names_every_column_once(order: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        table(FUND, block=f"order = {order}")
    assert "order = " in caught.value.seen
    assert "spent、opening" in caught.value.expected


def test_the_total_is_first_unless_the_table_says_last() -> None:
    first = table_places(table(FUND), ["201", "207"])
    last = table_places(table(FUND, whole="totals_last = true"), ["201", "207"])
    assert first.rows == {"total": 7, "201": 8, "207": 9}
    assert last.rows == {"total": 19, "201": 7, "207": 8}
    assert first.last_row == last.last_row == 19


def test_budget_and_actual_stand_apart_or_under_each_item() -> None:
    apart = table_places(table(THREE)).crossed
    together = table_places(table(THREE, whole="interleaved = true")).crossed
    assert apart == {
        ("total", "budget"): 1,
        ("visits", "budget"): 2,
        ("total", "actual"): 3,
        ("visits", "actual"): 4,
    }
    assert together == {
        ("total", "budget"): 1,
        ("total", "actual"): 2,
        ("visits", "budget"): 3,
        ("visits", "actual"): 4,
    }
