"""图表: the points of each chart, the charts beside them, and what a run makes of them."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.workbooks import (
    SUMMARY_SHEET,
    edit,
    reported,
    results_of,
    rows,
    values,
    workbook_of,
)
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite
from xlbudget.domain.charts import ChartKind
from xlbudget.formats.library import find
from xlbudget.pipeline import report, run
from xlbudget.workbook import layout
from xlbudget.workbook.analysis_sheet import AnalysisSheet
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build
from xlbudget.workbook.chart_sheet import ChartSheet, placed_charts

COLUMNS = {word: at for at, word in enumerate(layout.HEADERS[layout.CHARTS], 1)}
ANALYSIS = {word: at for at, word in enumerate(layout.HEADERS[layout.ANALYSIS], 1)}


def sheet_of(name: str) -> ChartSheet:
    return ChartSheet(AnalysisSheet(results_of(name), ANALYSIS), COLUMNS)


@pytest.mark.parametrize(
    ("place", "year"), [("sichuan", 2024), ("sichuan", 2020), ("national", 2024)]
)
def test_seven_charts_in_the_order_of_the_text(place: str, year: int) -> None:
    titles = [chart.title for chart in placed_charts(find(place, year))]
    assert titles == [
        "收入、支出决算总计变动情况图",
        "收入决算结构图",
        "支出决算结构图",
        "财政拨款收、支决算总计变动情况",
        "一般公共预算财政拨款支出决算变动情况",
        "一般公共预算财政拨款支出决算结构",
        "“三公”经费财政拨款支出结构",
    ]


def test_charts_draw_the_numbers_of_the_text_with_its_shares() -> None:
    sheet = sheet_of("sample")
    data = [sheet.data(slot) for slot in sheet.slots]
    assert data[0].values == (Decimal("636.43"), Decimal("1482.22"))
    assert data[1].categories == (
        "一般公共预算财政拨款收入 98.19%",
        "政府性基金预算财政拨款收入 1.81%",
    )
    assert data[2].values == (Decimal("467.75"), Decimal("1014.46"))
    assert data[5].kind is ChartKind.BAR
    assert data[5].values == tuple(sorted(data[5].values, reverse=True))
    assert sum(data[5].values) == Decimal("1456.31")  # 各类公开数之和，尾差 0.01
    narrative = results_of("sample").narrative()
    for label in data[5].categories:
        name, share = label.split(" ")
        assert f"{name}" in narrative
        assert f"占{share}" in narrative


def test_every_chart_has_rows_for_all_it_may_ever_draw() -> None:
    sheet = sheet_of("sample")
    assert [slot.rows for slot in sheet.slots][:5] == [2, 8, 5, 2, 2]
    codes = {e.code for e in find("sichuan", 2024).functional.entries if e.holds_in(2024)}
    assert sheet.slots[5].rows == sum(len(code) == 3 for code in codes)
    ends = [slot.first_row + slot.rows for slot in sheet.slots]
    assert ends[:-1] == [slot.first_row for slot in sheet.slots[1:]]
    assert len(list(sheet.rows())) == ends[-1] - layout.FIRST_ROW


def test_a_chart_with_nothing_to_draw_has_no_number() -> None:
    sheet = sheet_of("nothing")
    three_public = sheet.data(sheet.slots[6])
    assert three_public.values == ()
    assert three_public.title == "“三公”经费财政拨款支出结构（万元）"


def chart_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/")]
        return {name: package.read(name) for name in names}


def test_the_charts_of_a_blank_workbook_fill_with_the_tables(tmp_path: Path) -> None:
    """空白工作簿填上数，写回以后图里就有数，和直接建的一样。"""
    full = workbook_of("sample", tmp_path / "满.xlsx")
    resolved = find("sichuan", 2024)
    blank = tmp_path / "空.xlsx"
    blank.write_bytes(build(run(account_in_layout(resolved, "", "空.xlsx"), resolved)))
    source = openpyxl.load_workbook(full, data_only=True)
    cells = {
        f"公开01!{letter}{row}": source.worksheets[1][f"{letter}{row}"].value
        for letter in "CF"
        for row in range(7, 38)
    }
    edit(blank, {at: value for at, value in cells.items() if value is not None})
    # openpyxl 存盘会重画图，这里只看写回的点
    reported(blank, tmp_path / "出.xlsx")
    points = rows(values(tmp_path / "出.xlsx"), layout.CHARTS, 5)
    revenue = [row for row in points if row[0] == "收入决算结构图" and row[3] is not None]
    assert [row[2:] for row in revenue] == [
        ("一般公共预算财政拨款收入", 1407.72, "一般公共预算财政拨款收入 98.19%"),
        ("政府性基金预算财政拨款收入", 25.92, "政府性基金预算财政拨款收入 1.81%"),
    ]


def with_more_funds(source: Path, target: Path) -> None:
    """约 10 万元从一般公共预算收入改到政府性基金收入（35.92 万元），合计不变，再写回。"""
    book = PackedBook(source)
    moved = ((CellWrite(Decimal("1397.713")),), (CellWrite(Decimal("35.92")),))
    book.apply(BookPlan((RangeWrite(SUMMARY_SHEET, 7, 3, moved),)))
    report(book)
    book.save(target)


def test_a_run_renews_the_saved_values_of_our_charts(tmp_path: Path) -> None:
    """图部件里存着的数跟着表走。"""
    source = workbook_of("sample", tmp_path / "决算.xlsx")
    with_more_funds(source, tmp_path / "出.xlsx")
    before, after = chart_parts(source), chart_parts(tmp_path / "出.xlsx")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/charts/chart2.xml"}
    assert "<c:v>35.92</c:v>" in after["xl/charts/chart2.xml"].decode()


def test_a_chart_that_a_person_renamed_is_hers(tmp_path: Path) -> None:
    source = workbook_of("sample", tmp_path / "决算.xlsx")
    patched = tmp_path / "改.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(patched, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/drawings/drawing"):
                data = data.replace('name="收入决算结构图"'.encode(), 'name="我的图"'.encode())
            new.writestr(name, data)
    with_more_funds(patched, tmp_path / "出.xlsx")
    assert chart_parts(tmp_path / "出.xlsx") == chart_parts(patched)
