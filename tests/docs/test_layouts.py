"""docs/layouts.md 里的例子是真的：那张表提出的正是那些对应关系，写到的列名程序都认得。"""

from __future__ import annotations

import re
from pathlib import Path

from xlbudget.books.memory_book import MemoryBook
from xlbudget.formats.library import find
from xlbudget.intake.mapping import propose
from xlbudget.reading.our_words import our_columns, our_labels
from xlbudget.workbook.layout import MAPPING
from xlbudget.workbook.mappings import TITLE, UNIT

PAGE = (Path(__file__).parents[2] / "docs" / "layouts.md").read_text(encoding="utf-8")


def test_the_example_is_what_is_proposed() -> None:
    sheet, said = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    grid = MemoryBook(f"== Sheet1\n{sheet}", "来源.xlsx").read("Sheet1")
    proposal = propose(grid, find("national", 2024), "来源.xlsx")
    assert proposal is not None
    assert said == "\n".join(proposal.lines()) + "\n"


def test_the_names_of_columns_and_rows_are_known() -> None:
    rows = re.findall(r"^\| (`.+?) \| ", PAGE.partition("### 记在首页")[2], re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`(.+?)`", row)]
    known = {TITLE, UNIT}
    for table in find("sichuan", 2024).tables.values():
        known |= {*our_columns(table), *our_labels(table)}
    assert len(names) == 9
    assert set(names) <= known


def test_the_headings_of_the_list_are_named() -> None:
    assert "“对应的表”“对应的列”“来源表头”" in PAGE
    assert MAPPING == ("对应的表", "对应的列", "来源表头")
