"""记住的答案：与现找的一样，不会越积越多，也不会把两张表认作一张。"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from xlbudget.books.port import Grid, Value, grid
from xlbudget.formats.library import find
from xlbudget.reading import transposed
from xlbudget.reading.amounts import RawCell
from xlbudget.reading.headers import Said, headers_in
from xlbudget.reading.recognise import said_titles
from xlbudget.reading.remembered import Remembered, once_for_each_table
from xlbudget.reading.sheet import Sheet
from xlbudget.reading.table_words import words_of

SICHUAN = find("sichuan", 2024)
WIDE = SICHUAN.tables["general_public_budget_detail"]


def test_no_more_answers_are_kept_than_are_allowed() -> None:
    asked: list[int] = []

    def twice(number: int) -> int:
        asked.append(number)
        return 2 * number

    known = Remembered(twice, most=3)
    assert [known[number] for number in (1, 2, 1, 3, 4, 1)] == [2, 4, 2, 6, 8, 2]
    assert asked == [1, 2, 3, 4, 1]
    assert len(known) == 2


def test_a_table_that_says_the_same_is_another_table() -> None:
    same = replace(WIDE)
    assert same == WIDE
    assert words_of(WIDE) is words_of(WIDE)
    assert words_of(same) is not words_of(WIDE)
    assert words_of(same).table is same
    renamed = replace(WIDE, titles=("另一张表",))
    assert said_titles(WIDE) != said_titles(renamed) == ("另一张表",)


def test_it_is_made_once_for_each_table() -> None:
    made: list[str] = []
    known = once_for_each_table(lambda table: made.append(table.name))
    for _ in range(2):
        for table in SICHUAN.tables.values():
            known(table)
    assert made == list(SICHUAN.tables)


def test_the_same_header_over_a_wider_sheet_is_read_anew() -> None:
    narrow = grid("表", [["项目", "决算数"], ["合计", "1"]])
    wide = grid("表", [["项目", "决算数"], ["合计", "1", "2"]])
    assert headers_in(narrow, (1,)).paths == (("项目",), ("决算数",))
    assert headers_in(wide, (1,)).paths == (("项目",), ("决算数",), ())
    assert headers_in(grid("表", [["2024年"]]), (1,), Said(year=2024)).paths == (("本年",),)
    assert headers_in(grid("表", [["2024年"]]), (1,), Said(year=2023)).paths == (("2024年",),)


CODES: st.SearchStrategy[Value] = st.sampled_from(
    [None, "2010301", "201", "30101", "301 工资福利支出", "基本工资", "行政运行", "合计", "1.5"]
)


@given(rows=st.lists(st.lists(CODES, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_functions_in_the_first_column_decide_as_the_whole_sheet_does(
    rows: list[list[Value]],
) -> None:
    sheet = Grid("表", tuple(map(tuple, rows)))
    whole = transposed.is_transposed(Grid("表", tuple((None, *row) for row in rows)), WIDE)
    assert transposed.is_transposed(sheet, WIDE) is whole


NUMBERS = st.sampled_from([None, "1.5", "—", "见附表"])


@given(
    row=st.lists(NUMBERS, min_size=1, max_size=6),
    at=st.permutations(range(1, 9)),
)
@settings(max_examples=25, deadline=None)
def test_cells_of_columns_in_any_order_are_the_same(row: list[Value], at: list[int]) -> None:
    """按表上次序的列只看有内容的格；别的次序逐列看。"""

    def read(columns: dict[str, int]) -> tuple[dict[str, RawCell], int, list[str]]:
        sheet = Sheet(Grid("表", (tuple(row),)), WIDE, "甲.xlsx")
        cells, places = sheet.cells(1, columns)
        return cells, len(sheet.errors), [places[name].cell for name in sorted(places)]

    mixed = {f"{column:02}": column for column in at}
    assert read(mixed) == read(dict(sorted(mixed.items())))
