"""`report --force`：人在副本里填的数、写的话不覆盖；原工作簿里改的，照常换上。"""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.batch.damages import packed, parts
from tests.cli.import_runs import edited, xlbudget
from tests.workbook.workbooks import workbook_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address
from xlbudget.domain.errors import OutputRefused
from xlbudget.workbook import layout

SUMMARY = "公开01 收入支出决算总表"
CELL = "C7"
REWRITE = (layout.NARRATIVE, "E4")
Value = Decimal | str | None


def typed(path: Path, sheet: str, cell: str, value: Value) -> None:
    book = PackedBook(path)
    book.apply(BookPlan((RangeWrite(sheet, *parse_address(cell), ((CellWrite(value),),)),)))
    book.save(path, force=True)


def stands(path: Path, sheet: str, cell: str) -> object:
    return PackedBook(path).read(sheet).at(*parse_address(cell))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook, and what was reported of it."""
    folder = tmp_path_factory.mktemp("副本")
    path = workbook_of("sample", folder / "决算.xlsx")
    xlbudget("report", path, "--only", "docx,xlsx")
    return folder


@pytest.fixture
def workbook(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "决算.xlsx"


@pytest.fixture
def copy(workbook: Path) -> Path:
    return workbook.parent / "决算-说明" / "决算.xlsx"


def again(workbook: Path, kinds: str = "xlsx") -> None:
    xlbudget("report", workbook, "--force", "--only", kinds)


def refused(workbook: Path, where: str, seen: str) -> None:
    """Nothing is written, and what stands in the way is named."""
    folder = workbook.parent / "决算-说明"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(OutputRefused) as caught:
        again(workbook)
    assert where in caught.value.where
    assert seen in caught.value.seen
    assert "请把它抄回原工作簿" in caught.value.remedy
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "seen"),
    [
        (SUMMARY, CELL, Decimal(1500), "1500"),
        (SUMMARY, CELL, None, "空白"),
        (*REWRITE, "副本里写的话。", "副本里写的话"),
        (SUMMARY, "J40", "表外记一句", "表外记一句"),
        (layout.NARRATIVE, "K3", Decimal("98765.43"), "98765.43"),
    ],
)
def test_what_was_typed_into_the_copy_is_not_replaced(
    workbook: Path, copy: Path, sheet: str, cell: str, value: Value, seen: str
) -> None:
    typed(copy, sheet, cell, value)
    refused(workbook, f"{sheet}!{cell}", seen)


def noted(path: Path) -> None:
    """A person wrote in a note."""
    found = parts(path.read_bytes())
    note = next(part for part in found if "/comments" in part)
    found[note] = re.sub(rb"(<t\b[^>]*>)", "\\1与账核对过。".encode(), found[note], count=1)
    path.write_bytes(packed(found))


def test_what_was_noted_in_the_copy_is_not_replaced(workbook: Path, copy: Path) -> None:
    noted(copy)
    refused(workbook, " 的批注）", "与账核对过")
    noted(workbook)
    again(workbook)


def test_a_sheet_of_ones_own_in_the_copy_is_not_replaced(workbook: Path, copy: Path) -> None:
    edited(copy, lambda book: book.create_sheet("台账").__setitem__("B2", "我的台账"))
    refused(workbook, "台账!B2", "我的台账")


def test_what_was_changed_in_the_workbook_is_replaced(workbook: Path, copy: Path) -> None:
    for path in (workbook, copy):
        typed(path, SUMMARY, CELL, Decimal(1500))
        typed(path, *REWRITE, "第一次写的话。")
    again(workbook, "docx,xlsx")
    assert stands(copy, SUMMARY, CELL) == Decimal(1500)
    typed(workbook, *REWRITE, "改过的话。")
    again(workbook)
    assert stands(copy, *REWRITE) == "改过的话。"


def test_a_copy_that_was_only_saved_again_is_replaced(workbook: Path, copy: Path) -> None:
    copy.write_bytes(packed(parts(copy.read_bytes())))
    typed(workbook, SUMMARY, CELL, Decimal(1500))
    again(workbook)
    assert stands(copy, SUMMARY, CELL) == Decimal(1500)


@pytest.mark.parametrize("kinds", ["docx", "xlsx"])
def test_it_is_known_after_a_run_that_writes_less(workbook: Path, copy: Path, kinds: str) -> None:
    typed(workbook, SUMMARY, CELL, Decimal(1500))
    again(workbook, kinds)
    typed(copy, SUMMARY, "C8", Decimal(77))
    with pytest.raises(OutputRefused) as caught:
        again(workbook)
    assert f"{SUMMARY}!C8" in caught.value.where


@pytest.mark.parametrize("told", [None, b'{"copy": {"sha256": 1, "entered": 2}}'])
def test_without_a_record_texts_are_still_kept(
    workbook: Path, copy: Path, told: bytes | None
) -> None:
    beside = copy.with_name("决算.trace.json")
    if told is None:
        beside.unlink()
    else:
        beside.write_bytes(told)
    typed(copy, *REWRITE, "副本里写的话。")
    with pytest.raises(OutputRefused, match="副本里写的话"):
        again(workbook)
    typed(copy, *REWRITE, None)
    again(workbook)


def test_a_copy_that_cannot_be_read_any_more_is_not_replaced(workbook: Path, copy: Path) -> None:
    typed(copy, SUMMARY, CELL, "约一千五")
    before = copy.read_bytes()
    with pytest.raises(OutputRefused, match="写出以后存过，现在读不出来"):
        again(workbook)
    assert copy.read_bytes() == before
