"""每个格式新建的工作簿，马上再运行：读得回来，列表一格不变。"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import Grid, Value, grid
from xlbudget.formats.cases import Case, cases
from xlbudget.formats.library import find, places
from xlbudget.pipeline import report, run
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_in_layout, account_of_case, sample_account
from xlbudget.workbook.build import build
from xlbudget.workbook.list_ends import list_end

YEAR = 2024
MOST = 2


def _sampled(place: str) -> list[Case]:
    """Some of a format's cases, from all over."""
    known = list(cases(place))
    return known[:: -(-len(known) // MOST)]


SAMPLED = [case for place in places() for case in _sampled(place)]
LISTS = (layout.ANALYSIS, layout.CHARTS, layout.NARRATIVE, layout.CHECKS)


def lists(book: PackedBook) -> dict[str, list[tuple[str, ...]]]:
    """The cells of our lists; a formula that gives an empty text counts as blank."""
    return {sheet: [tuple(map(shown, row)) for row in book.read(sheet).rows] for sheet in LISTS}


def shown(value: Value) -> str:
    return str(value) if isinstance(value, str | Decimal) else ""


@pytest.mark.parametrize("place", places())
def test_a_new_workbook_of_every_format(place: str, tmp_path: Path) -> None:
    resolved = find(place, YEAR)
    path = tmp_path / "新.xlsx"
    path.write_bytes(build(run(account_in_layout(resolved, "", path.name), resolved)))
    assert_unchanged(path)


@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: f"{case.place}-{case.name}")
def test_a_filled_workbook(case: Case, tmp_path: Path) -> None:
    resolved = find(case.place, case.year, case.settings)
    path = tmp_path / "决算.xlsx"
    path.write_bytes(build(run(account_of_case(case, resolved, path.name), resolved)))
    assert_unchanged(path)


def test_no_phrase_is_cut(tmp_path: Path) -> None:
    """短语的右边是收起来的“参数”：不换行的长句印出来会断在一个数的中间。"""
    account, resolved = sample_account()
    path = tmp_path / account.file
    path.write_bytes(build(run(account, resolved)))
    sheet = load_workbook(path, data_only=True)[layout.ANALYSIS]
    column = layout.PHRASE_COLUMN + 1
    labels = [str(sheet.cell(at, column - 1).value) for at in range(1, sheet.max_row + 1)]
    row = labels.index("一般公共预算支出构成：构成（总体）全文") + 1
    cell = sheet.cell(row, column)
    assert len(str(cell.value)) > 150
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[row].height >= 3 * 15
    assert all(sheet.cell(at, column).alignment.wrap_text for at in range(4, len(labels)))


def assert_unchanged(path: Path) -> None:
    before, book = lists(PackedBook(path)), PackedBook(path)
    results = report(book)
    assert not [each for each in results.findings if each.check.endswith("left-alone")]
    book.save(path, force=True)
    assert lists(PackedBook(path)) == before


def _grid(*labels: str) -> Grid:
    return grid("分析", [("短语", "文字"), *((label, "18.46元") for label in labels)])


def test_averages_of_earlier_workbooks_are_rows_of_ours() -> None:
    """重庆的平均数从前只用一个词作短语。"""
    named = find("chongqing", YEAR).averages
    assert list_end("分析", _grid(*named), 1, {"短语": 1, "文字": 2}, named) == 1 + len(named)
    assert list_end("分析", _grid("我的平均"), 1, {"短语": 1, "文字": 2}, named) == 1
