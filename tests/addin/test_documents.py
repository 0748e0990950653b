"""导出 Word、刷新 Word：文档写在工作簿旁边，工作表不变，人改过的文档不覆盖。"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
import xlwings as xw

from tests.workbook.workbooks import results_of, workbook_of
from tests.xlwings_engine.session import Excel
from xlbudget import addin
from xlbudget.publish.delivery import Asked, deliver

OLD, NEW = "1482.22万元", "1500.22万元"


@pytest.fixture
def book(excel: Excel, tmp_path: Path) -> xw.Book:
    return excel.open(workbook_of("sample", tmp_path / "决算.xlsx"), caller=True)


def folder(book: xw.Book) -> Path:
    return Path(book.fullname).parent / "决算-说明"


def text(document: Path) -> str:
    with zipfile.ZipFile(document) as archive:
        return archive.read("word/document.xml").decode()


def type_over(document: Path, was: str, now: str) -> None:
    """用户在 Word 里改几个字、存盘。"""
    copy = document.with_suffix(".tmp")
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert was in content.decode()
                content = content.decode().replace(was, now).encode()
            new.writestr(name, content)
    shutil.move(copy, document)


def test_the_document_stands_beside_the_workbook(excel: Excel, book: xw.Book) -> None:
    before = excel.store(book).dump()
    addin.export_word()
    (alert,) = excel.app.alerts
    assert "3 处待填写" in alert[0]
    assert str(folder(book) / "决算.docx") in alert[0]
    headless = deliver(results_of("sample"), Asked())
    assert (folder(book) / "决算.docx").read_bytes() == headless.document
    told = json.loads((folder(book) / "决算.trace.json").read_bytes())
    assert told["unit"] == results_of("sample").account.unit_name
    assert excel.store(book).dump() == before


def test_what_a_person_wrote_in_word_is_not_replaced(excel: Excel, book: xw.Book) -> None:
    addin.export_word()
    addin.export_word()
    assert "已写出" in excel.app.alerts[-1][0]
    document = folder(book) / "决算.docx"
    type_over(document, "办理群众日常事务", "办理群众的日常事务")
    written = document.read_bytes()
    addin.export_word()
    assert "改过" in excel.app.alerts[-1][0]
    assert document.read_bytes() == written


def test_renewed_into_a_new_file(excel: Excel, book: xw.Book) -> None:
    addin.refresh_word()
    assert "请先点“导出 Word”" in excel.app.alerts[-1][0]
    addin.export_word()
    addin.refresh_word()
    assert "没有要换的数" in excel.app.alerts[-1][0]
    document = folder(book) / "决算.docx"
    type_over(document, "办理群众日常事务", "办理群众的日常事务")
    written = document.read_bytes()
    summary = next(sheet for sheet in book.sheets if sheet.name.startswith("公开01"))
    totals = [
        cell
        for row in summary.used_range.value
        for cell in row
        if isinstance(cell, float) and f"{cell:g}" == OLD.removesuffix("万元")
    ]
    assert totals
    for row in range(1, 60):
        for column in range(1, 12):
            if summary.range((row, column)).value == totals[0]:
                summary.range((row, column)).value = float(NEW.removesuffix("万元"))
    addin.refresh_word()
    renewed = folder(book) / "决算-更新1.docx"
    assert str(renewed) in excel.app.alerts[-1][0]
    assert document.read_bytes() == written
    assert "办理群众的日常事务" in text(renewed)
    assert NEW in text(renewed)
    assert NEW not in text(document)


def test_a_clock_that_was_wrong_is_told(excel: Excel, book: xw.Book) -> None:
    """时间与编号不一致：说取的是哪一份，怎样取另一份。"""
    addin.export_word()
    first = folder(book) / "决算.docx"
    for number in (2, 10):
        for suffix in (".docx", ".trace.json"):
            copy = first.with_name(f"决算-更新{number}{suffix}")
            shutil.copy2(first.with_suffix(suffix), copy)
            os.utime(copy, (1000 + number, 1000 + number))
    addin.refresh_word()
    told = excel.app.alerts[-1][0]
    assert "取的是修改时间最近的“决算.docx”，不是“决算-更新10.docx”" in told
    os.utime(folder(book) / "决算-更新10.docx")
    addin.refresh_word()
    assert "取的是" not in excel.app.alerts[-1][0]
    assert "决算-更新10.docx" in excel.app.alerts[-1][0]


def test_a_workbook_that_was_never_saved_here(excel: Excel, book: xw.Book) -> None:
    shutil.rmtree(Path(book.fullname).parent)
    addin.export_word()
    assert "另存为" in excel.app.alerts[-1][0]
