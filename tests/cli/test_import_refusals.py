"""`import` 不成的时候：说清楚为什么，一个字节也不动。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.import_runs import (
    EXPENDITURE,
    amounts,
    bring_in,
    edited,
    national,
    other_year,
    states,
    xlbudget,
)
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import (
    OutputRefused,
    SeveralErrors,
    UnknownLayout,
    UnreadableFile,
    XlbudgetError,
)
from xlbudget.domain.money import Amount
from xlbudget.intake import into, pen
from xlbudget.intake.spare_rows import SpareRows, spare_rows
from xlbudget.pipeline import read
from xlbudget.workbook import layout


def too_few_rows(book: openpyxl.Workbook) -> None:
    sheet = book[EXPENDITURE]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(12, 55)
    assert str(sheet["A12"].value).startswith("注：")


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (too_few_rows, OutputRefused, ["支出决算表", "还差", "--from 来源文件"]),
        (other_year, SeveralErrors, ["2024年度", "2023年度"]),
        (
            lambda book: book[layout.HOME].__setitem__("B4", "示例市规划局"),
            UnknownLayout,
            ["示例市规划局"],
        ),
    ],
    ids=["too-few-rows", "another-year", "another-unit"],
)
def test_a_refusal_changes_nothing(
    folder: Path,
    change: Callable[[openpyxl.Workbook], None],
    error: type[XlbudgetError],
    words: list[str],
) -> None:
    edited(folder / "决算.xlsx", change)
    before = states(folder)
    with pytest.raises(error) as refused:
        bring_in(folder)
    assert [word for word in words if word not in str(refused.value)] == []
    assert states(folder) == before


def test_the_name_that_the_sources_use_may_be_said(folder: Path) -> None:
    target = folder / "决算.xlsx"
    edited(target, lambda book: book[layout.HOME].__setitem__("B4", "示例市规划局"))
    bring_in(folder, "--unit", national().unit_name)
    assert amounts(target)
    assert read(PackedBook(target)).account.unit_name == "示例市规划局"


def test_a_workbook_that_is_open_is_not_written(folder: Path) -> None:
    (folder / "~$决算.xlsx").write_bytes(b"")
    before = states(folder)
    with pytest.raises(OutputRefused, match="打开"):
        bring_in(folder)
    assert states(folder) == before
    assert "会改" in bring_in(folder, "--dry-run").output


def test_a_file_that_cannot_be_written_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(folder)

    def fail(*_: object, **__: object) -> None:
        raise OutputRefused(where="决算.xlsx", seen="磁盘空间不足")

    monkeypatch.setattr(PackedBook, "save", fail)
    with pytest.raises(OutputRefused, match="磁盘空间不足"):
        bring_in(folder)
    assert states(folder) == before


def test_what_does_not_read_back_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(folder)

    def misplaced(*args: Any) -> SpareRows:
        found = spare_rows(*args)
        names = list(found.columns)
        turned = zip(names, [*names[1:], names[0]], strict=True)
        return replace(found, columns={name: found.columns[other] for name, other in turned})

    monkeypatch.setattr(into, "spare_rows", misplaced)
    with pytest.raises(OutputRefused, match=r"读出来的不是填的数(?s:.)*什么也没有写入"):
        bring_in(folder)
    assert states(folder) == before


def test_what_reads_back_as_another_number_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """写的是对的格、错的数：再读一遍不是空的，也不是来源的数。"""
    before = states(folder)
    monkeypatch.setattr(pen, "held", lambda amount, *_: amount + Amount(1_000_000))
    with pytest.raises(OutputRefused, match=r"读出来的不是填的数(?s:.)*什么也没有写入"):
        bring_in(folder)
    assert states(folder) == before


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("空.xls", b"", "0 字节"),
        ("网页.xls", b"<html><table></table></html>", "网页"),
        ("没有.xlsx", None, "文件不存在"),
    ],
)
def test_a_source_that_cannot_be_read_changes_nothing(
    folder: Path, name: str, data: bytes | None, words: str
) -> None:
    if data is not None:
        (folder / name).write_bytes(data)
    before = states(folder)
    with pytest.raises(UnreadableFile, match=words):
        xlbudget("import", folder / name, "--into", folder / "决算.xlsx")
    assert states(folder) == before


def test_a_known_sheet_with_a_bad_cell_is_not_proposed_as_an_unknown_layout(folder: Path) -> None:
    """该改的是这一格；照另一种对应关系读，各列会错位。"""

    def spoil(book: openpyxl.Workbook) -> None:
        (sheet,) = [sheet for sheet in book.worksheets if sheet.title.startswith("Z07 ")]
        sheet["K9"] = "¥1.00"

    edited(folder / "导出.xlsx", spoil)
    before = states(folder)
    for more in ((), ("--confirm",)):
        with pytest.raises(XlbudgetError) as refused:
            bring_in(folder, *more)
        assert "K9" in str(refused.value)
        assert "--confirm" not in str(refused.value)
    assert states(folder) == before
