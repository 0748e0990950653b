"""The walk of one amount through the code: the names that it tells stand there, the values hold."""

from __future__ import annotations

import importlib
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.figures import Figure
from xlbudget.domain.money import Amount, Unit
from xlbudget.domain.text import Printed
from xlbudget.pipeline.workbooks import read, run
from xlbudget.reading.recognise import head
from xlbudget.workbook.blank import sample_account
from xlbudget.workbook.build import build

ROOT = Path(__file__).parents[2]
_TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
WALK = _TEXT.split("## 一个金额从格子到句子")[1].split("\n## ")[0]
NAMED = sorted(
    set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+)\.([A-Za-z_.]+)`", WALK))
    - {
        ("formats/national/narrative/02_revenue", "txt"),
    }
)


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_a_name_of_the_walk_stands_in_the_code(module: str, name: str) -> None:
    if (ROOT / "xlbudget" / f"{module}.{name}").is_file():
        return
    found: object = importlib.import_module("xlbudget." + module.replace("/", "."))
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)


def test_the_amount_goes_the_way_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    account, resolved = sample_account()
    path.write_bytes(build(run(account, resolved)))
    book = PackedBook(path)
    grid = book.read("公开01 收入支出决算总表")
    assert grid.rows[7][2] == Decimal("25.918")
    assert head(grid, book.name, []).unit is Unit.TEN_THOUSAND_YUAN

    reading = read(book)
    line = reading.account.statements["revenue_expenditure_summary"].line(
        "government_fund_appropriation_revenue"
    )
    assert line is not None
    cell = line.cells["actual"]
    assert (cell.source.cell, cell.amount and cell.amount.fen) == ("C8", 25_918_000)

    paragraphs = run(reading.account, reading.format, reading.findings).paragraphs
    sentence = next(each for each in paragraphs if each.id == "二.1")
    printed = {span.text: span.figure for span in sentence.spans if isinstance(span, Printed)}
    share = printed["1.81%"]
    assert share.ratio == Fraction(2592, 143363)
    part, whole = (each for each in share.inputs if isinstance(each, Figure))
    assert part.amount == Amount(25_920_000, 10_000)
    assert [each.source.cell for each in (*part.cells(), *whole.cells())] == ["C8", "C33"]
