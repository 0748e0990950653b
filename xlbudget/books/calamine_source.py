"""python-calamine's view of a file: the values, and its errors as ours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from xlbudget.domain.errors import UnreadableFile
from xlbudget.files.foreign import OLE, damaged, is_encrypted, not_a_package, read_limited
from xlbudget.files.package import Limits


def bytes_of_xls(path: Path, limits: Limits) -> bytes | None:
    """The bytes of an .xls file that is one; None for what Package.open is to judge."""
    if path.suffix.lower() != ".xls":
        return None
    data = read_limited(path, limits.file)
    if not data.startswith(OLE) or len(data) > limits.file:
        return None
    if is_encrypted(data):
        raise not_a_package(path, data)
    return data


def open_values(path: Path, data: bytes) -> calamine.CalamineWorkbook:
    """The workbook as the library opens it."""
    with library(path):
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def library(path: Path) -> Iterator[None]:
    """Errors of the library as ours; a panic of its Rust code is no Exception."""
    try:
        yield
    except calamine.PasswordError as error:
        raise UnreadableFile(
            where=str(path),
            seen="设有打开密码的文件",
            expected="没有密码的工作簿",
            remedy="请用 Excel 或 WPS 打开，取消密码，保存后再试。",
        ) from error
    except calamine.CalamineError as error:
        raise damaged(path, f"工作簿读不出来（{error}）") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(path, "工作簿读不出来") from error
