"""python-calamine's view of a file: the values, and its errors as ours."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from xlbudget.books.biff_scan import reach_of
from xlbudget.books.bounds import MOST_CELLS, MOST_TEXT, too_many_cells, too_much_text
from xlbudget.books.ods_scan import OdsSheet, scan_ods
from xlbudget.books.port import address
from xlbudget.domain.errors import UnreadableFile, UnsafeFile
from xlbudget.files.foreign import OLE, damaged, is_encrypted, not_a_package, read_limited
from xlbudget.files.package import Limits, Package

LARGEST_AREA = 5_000_000
"""A sheet whose last cell lies further out is refused: readers hold the whole rectangle."""

_LARGEST_OLD = 4 * LARGEST_AREA
"""All sheets of an .xls file, which the library lays out at once."""

LAST_ROW = 1_048_576
"""The last row that a sheet can have (ECMA-376 Part 1, 18.3.1.73)."""

_STANDARD_ERROR = 2

OLD = (".xls", ".et")
"""Files of the old kind: of Excel, and of WPS, which writes the same under a name of its own."""


def bytes_of_xls(path: Path, limits: Limits) -> bytes | None:
    """The bytes of an .xls or .et file that is one; None for what Package.open is to judge."""
    if path.suffix.lower() not in OLD:
        return None
    data = read_limited(path, limits.file)
    if not data.startswith(OLE) or len(data) > limits.file:
        return None
    if is_encrypted(data):
        raise not_a_package(path, data)
    try:
        reach = reach_of(data)
    except ValueError as error:
        raise damaged(path, "工作簿读不出来") from error
    if reach.locked:
        raise _password(path)
    if reach.height * reach.width > LARGEST_AREA or reach.area > _LARGEST_OLD:
        raise too_far(path, "", reach.height, reach.width)
    return data


def is_ods(package: Package) -> bool:
    """Whether a package is an OpenDocument file, whatever its name says."""
    return "content.xml" in package and "[Content_Types].xml" not in package


def sheets_of_ods(package: Package) -> list[OdsSheet]:
    """The sheets of an OpenDocument file, after a look at all that the library will read.

    UnreadableFile where it has a password or is no spreadsheet, UnsafeFile where a sheet is too
    large.
    """
    path = package.path
    if "META-INF/manifest.xml" in package:
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise _password(path)
    if "mimetype" in package:
        package.read("mimetype")
    try:
        sheets = scan_ods(package.xml("content.xml"))
    except ValueError as error:
        raise damaged(path, "部件“content.xml”的 XML 不合规范") from error
    text = 0
    for sheet in sheets:
        if sheet.height * sheet.width > LARGEST_AREA:
            raise too_far(path, sheet.name, sheet.height, sheet.width)
        if sheet.cells > MOST_CELLS:
            raise too_many_cells(path, sheet.name, sheet.cells)
        text += sheet.text
        if text > MOST_TEXT:
            raise too_much_text(path, sheet.name)
    if not sheets:
        raise UnreadableFile(
            where=str(path),
            seen="没有工作表的 OpenDocument 文件",
            expected="电子表格（.ods）",
            remedy="请检查是否选错了文件；文字文档请把表格另存到电子表格里。",
        )
    return sheets


def too_far(path: Path, sheet: str, height: int, width: int) -> UnsafeFile:
    """The error for a sheet that reaches too far from A1."""
    return UnsafeFile(
        where=f"{path} · {sheet}!{address(height, width)}" if sheet else str(path),
        seen=f"内容一直排到第 {height} 行、第 {width} 列",
        expected="表格紧靠左上角",
        remedy="请在 Excel 中删除表格以外的行和列（按 Ctrl+End 可看到最后一格），再保存。",
    )


def _password(path: Path) -> UnreadableFile:
    return UnreadableFile(
        where=str(path),
        seen="设有打开密码的文件",
        expected="没有密码的工作簿",
        remedy="请用 Excel 或 WPS 打开，取消密码，保存后再试。",
    )


def open_values(path: Path, data: bytes) -> calamine.CalamineWorkbook:
    """The workbook as the library opens it."""
    with library(path):
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def library(path: Path) -> Iterator[None]:
    """Errors of the library as ours; a panic of its Rust code is no Exception."""
    try:
        with _unheard():
            yield
    except calamine.PasswordError as error:
        raise _password(path) from error
    except calamine.CalamineError as error:
        raise damaged(path, "工作簿读不出来") from error
    except OverflowError as error:  # 显示成日期的数太大
        raise damaged(path, "有一个日期超出了范围") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(path, "工作簿读不出来") from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Nothing on standard error: a panic tells its own story there, in English, before it is
    caught.
    """
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:  # 没有控制台的程序，如 Excel 启动的
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
