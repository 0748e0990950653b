"""财决导出的说明（formats/exports）：严格读取；用到的表、列、项目确实有。"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from xlbudget.domain.errors import BrokenFormat, UnknownName
from xlbudget.formats.catalogue import load_codes
from xlbudget.formats.exports import RawSheet, exports, parse_raw_sheet
from xlbudget.formats.keys import Keys
from xlbudget.formats.library import HOME, find, places
from xlbudget.formats.model import Format
from xlbudget.formats.tables import Codes

YEARS = (2019, 2021, 2024)
CODES = Codes(
    load_codes(HOME / "codes" / "functional.csv"),
    load_codes(HOME / "codes" / "economic.csv"),
    2024,
)
SMALL = """
code = "Z04"
title = "支出决算表"
layout = "codes"
functional = true
[[block]]
name = "rows"
code_headers = ["科目编码"]
label_headers = ["科目名称"]
[[block.column]]
name = "total"
headers = ["合计"]
[[block.line]]
name = "total"
label = "合计"
"""


def parse(text: str, name: str = "Z04") -> RawSheet:
    return parse_raw_sheet(Keys(tomllib.loads(text), "exports/Z04.toml"), name, CODES)


def formats() -> Iterator[Format]:
    for place in places():
        for year in YEARS:
            with suppress(UnknownName):  # 有的地方的格式从后来的年度起
                yield find(place, year)


def test_every_sheet_of_the_system_is_known() -> None:
    known = exports(2024)
    assert set(known.sheets) == {
        *("Z01", "Z01_1", "Z03", "Z04", "Z07", "Z08", "Z08_1", "Z08_2", "Z09", "Z10", "Z11"),
        "F03",
    }
    unused = {"Z05", "Z05_1", "Z05_2", "Z05_3", "Z10_1", "Z10_2", "F01", "CS03", "Z12"}
    assert unused <= set(known.unused)
    assert not set(known.unused) & set(known.sheets)


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_its_codes(year: int) -> None:
    sheets = exports(year).sheets
    functions = {line.name for line in sheets["Z01"].table.lines()}
    assert ("234" in functions) is (find("national", year).functional.name("234", year) is not None)
    assert {"301", "302", "303", "310"} <= set(sheets["Z08"].table.blocks[0].column_names)


def test_feeds_name_tables_lines_and_columns_of_some_format() -> None:
    every = list(formats())
    for sheet in exports(2024).sheets.values():
        for feed in sheet.feeds:
            found = [f.tables[feed.table] for f in every if feed.table in f.tables]
            columns = {c for table in found for block in table.blocks for c in block.column_names}
            assert found, feed.table
            assert set(feed.columns) <= columns
            for name in (*feed.lines, *feed.sums):
                assert any(table.line(name) for table in found), name


def test_numbers_are_fields_of_some_format() -> None:
    fields = {
        name for f in formats() for name, known in f.supplement.items() if known.kind.is_number
    }
    named = {n.field for sheet in exports(2024).sheets.values() for n in sheet.numbers}
    assert named <= fields


def test_titles_tell_the_sheets_apart() -> None:
    titles = [title for sheet in exports(2024).sheets.values() for title in sheet.table.titles]
    assert len(titles) == len(set(titles))


def test_smallest_file() -> None:
    sheet = parse(SMALL + '[[feed]]\ntable = "expenditure_accounts"\n')
    assert (sheet.code, sheet.table.title) == ("Z04", "支出决算表")
    (feed,) = sheet.feeds
    assert (feed.table, feed.turned, feed.added) == ("expenditure_accounts", "", False)


def test_signs_of_a_number() -> None:
    sheet = parse(SMALL + '[[supplement_feed]]\nfield = "甲"\nlines = ["total", "-total"]\n')
    assert sheet.numbers[0].lines == ((1, "total"), (-1, "total"))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", "没有写用到哪里"),
        ('[[feed]]\ntable = "a"\ncolums = 1\n', "未知键 'colums'"),
        ('[[feed]]\ntable = "a"\n[feed.lines]\nb = ["totl"]\n', "行 'totl'"),
        ('[[feed]]\ntable = "a"\n[feed.columns]\nb = ["totl"]\n', "列 'totl'"),
        ('[[feed]]\ntable = "a"\nturned = "totl"\n', "行 'totl'"),
        ('[[feed]]\ntable = "a"\n[feed.sums]\nb = ["301"]\n', "写了 sums"),
        ('[[feed]]\ntable = "a"\nturned = "total"\nadded = true\n', "turned 与"),
        ('[[budget_feed]]\ntable = "a"\nbase = "年中"\ncolumn = "total"\n', "base = '年中'"),
        ('[[budget_feed]]\ntable = "a"\nbase = "年初预算数"\ncolumn = "x"\n', "列 'x'"),
        ('[[supplement_feed]]\nfield = "a"\nlines = ["-x"]\n', "行 'x'"),
        ('[[number]]\nfield = "a"\n', "number = "),
    ],
)
def test_mistakes_are_told_with_the_place(text: str, seen: str) -> None:
    with pytest.raises(BrokenFormat) as caught:
        parse(SMALL + text)
    assert str(caught.value).startswith("exports/Z04.toml")
    assert seen in str(caught.value)


def test_file_is_called_after_its_sheet() -> None:
    with pytest.raises(BrokenFormat, match="同文件名"):
        parse(SMALL + '[[feed]]\ntable = "a"\n', "Z05")


def test_every_file_says_that_no_real_export_was_seen() -> None:
    for path in sorted(Path(HOME / "exports").glob("[ZF]*.toml")):
        assert "待核" in path.read_text(encoding="utf-8").splitlines()[0], path.name
