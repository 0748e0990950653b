"""What a file is that should have been a package and is not: one sentence for each case."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

from xlbudget.domain.errors import UnreadableFile
from xlbudget.files.system import reason
from xlbudget.files.whole import locked_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: .xls, .doc, or an encrypted .xlsx/.docx."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"mime-version")
_WORKBOOK = "表格文件（.xls、.xlsx、.xlsm、.et 或 .ods）"
_NAMED_RIGHT = "表格文件：新格式的叫 .xlsx 或 .xlsm，旧格式的叫 .xls 或 .et"
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a file; UnreadableFile if it is absent, empty, or longer than `limit`."""
    try:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
                raise _unreadable(path, "管道或设备，不是文件", "请改为指定一个文件。")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise UnreadableFile(
            where=str(path), seen="文件不存在", remedy="请检查文件名和文件夹。"
        ) from error
    except IsADirectoryError as error:
        raise _unreadable(path, "一个文件夹", "请指定其中的一个文件。") from error
    except OSError as error:
        raise _lock_file(path) or _unreadable(
            path, f"文件打不开（{reason(error)}）", "请检查读取权限，或关闭占用它的程序。"
        ) from error
    if not data:
        raise _lock_file(path) or _unreadable(
            path, "空文件（0 字节）", "文件可能没有下载或复制完整，请重新取得。"
        )
    return data


def is_encrypted(data: bytes) -> bool:
    """Whether a compound file is an Office package under a password."""
    return data.startswith(OLE) and _ENCRYPTED in data


def not_a_package(path: Path, data: bytes) -> UnreadableFile:
    """The error for a file that does not start or end like a zip archive."""
    if lock := _lock_file(path):
        return lock
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if is_encrypted(data):
        return _unreadable(
            path,
            "设有打开密码的文件",
            "请用 Excel 或 WPS 打开，在“文件—信息—保护”中取消密码，保存后再试。",
        )
    if data.startswith(OLE):
        return UnreadableFile(
            where=str(path),
            seen="旧格式文件（.xls 或 .doc）",
            expected=_NAMED_RIGHT,
            remedy=_SAVE_AS,
        )
    if data.startswith(b"PK\x03\x04"):
        return damaged(path, "压缩包不完整，可能没有下载或复制完")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _unreadable(path, "“XML 电子表格 2003”，只是扩展名像 Excel", _SAVE_AS)
    if head.startswith(_WEB_PAGE):
        return _unreadable(path, "网页（HTML），只是扩展名像 Excel", _SAVE_AS)
    if head.startswith(b"<"):
        return _unreadable(path, "XML 或网页文本，不是 Office 文件", _SAVE_AS)
    return _unreadable(path, "不是 Office 文件", "请检查是否选错了文件；" + _SAVE_AS)


def damaged(path: Path, what: str) -> UnreadableFile:
    """The error for a package that is broken: `what` says in what way."""
    return UnreadableFile(
        where=str(path),
        seen=f"文件已损坏：{what}",
        expected=f"完整的{_WORKBOOK}",
        remedy="请重新取得该文件，或用 Excel、WPS 打开修复后另存。",
    )


def _lock_file(path: Path) -> UnreadableFile | None:
    name = locked_file(path)
    if name is None:
        return None
    return _unreadable(
        path,
        f"锁定文件，是 Excel、WPS 等程序打开“{name}”时留下的，里面没有数据",
        f"请改为指定“{name}”。",
    )


def _unreadable(path: Path, seen: str, remedy: str) -> UnreadableFile:
    return UnreadableFile(where=str(path), seen=seen, expected=_WORKBOOK, remedy=remedy)
