"""What a file is that should have been a package and is not: one sentence for each case."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from xlbudget.domain.errors import UnreadableFile
from xlbudget.domain.records import dataclass
from xlbudget.files.system import reason
from xlbudget.files.whole import locked_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: .xls, .doc, or an encrypted .xlsx/.docx."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"mime-version")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file should have been: its kind in words, the program that opens it, and the ending
    to save it under.
    """

    words: str
    named_right: str
    program: str
    ending: str

    @property
    def save_as(self) -> str:
        """What to do with a file of another kind."""
        return f"请用 {self.program} 或 WPS 打开，另存为 {self.ending} 后再试。"

    @property
    def save_anew(self) -> str:
        """What to do with a file that is written in an odd way."""
        return f"请用 {self.program} 或 WPS 打开，另存为新文件后再试。"


WORKBOOK = Wanted(
    "表格文件（.xls、.xlsx、.xlsm、.et 或 .ods）",
    "表格文件：新格式的叫 .xlsx 或 .xlsm，旧格式的叫 .xls 或 .et",
    "Excel",
    ".xlsx",
)
DOCUMENT = Wanted(
    "说明文档（.docx、.doc、.pdf、.html 或 .txt）",
    "说明文档：新格式的叫 .docx，旧格式的叫 .doc 或 .wps",
    "Word",
    ".docx",
)

WORD_DOCUMENT = Wanted(
    "Word 文档（.docx）",
    "Word 文档：新格式的叫 .docx，旧格式的叫 .doc 或 .wps",
    "Word",
    ".docx",
)
"""A document that is to be written in: no other kind can be."""


def read_limited(path: Path, limit: int, wanted: Wanted = WORKBOOK) -> bytes:
    """The bytes of a file, at most one more than `limit`; UnreadableFile if there are none."""
    try:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
                raise _unreadable(path, "管道或设备，不是文件", "请改为指定一个文件。", wanted)
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(min(size, limit) + 1)  # read(n) 先占 n 个字节
            if len(data) > size:
                data += file.read(limit + 1 - len(data))
    except FileNotFoundError as error:
        raise UnreadableFile(
            where=str(path), seen="文件不存在", remedy="请检查文件名和文件夹。"
        ) from error
    except IsADirectoryError as error:
        raise _unreadable(path, "一个文件夹", "请指定其中的一个文件。", wanted) from error
    except OSError as error:
        raise _lock_file(path, wanted) or _unreadable(
            path, f"文件打不开（{reason(error)}）", "请检查读取权限，或关闭占用它的程序。", wanted
        ) from error
    if not data:
        raise _lock_file(path, wanted) or _unreadable(
            path, "空文件（0 字节）", "文件可能没有下载或复制完整，请重新取得。", wanted
        )
    return data


def is_encrypted(data: bytes) -> bool:
    """Whether a compound file is an Office package under a password."""
    return data.startswith(OLE) and _ENCRYPTED in data


def not_a_package(path: Path, data: bytes, wanted: Wanted = WORKBOOK) -> UnreadableFile:
    """The error for a file that does not start or end like a zip archive."""
    if lock := _lock_file(path, wanted):
        return lock
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if is_encrypted(data):
        return _unreadable(
            path,
            "设有打开密码的文件",
            f"请用 {wanted.program} 或 WPS 打开，在“文件—信息—保护”中取消密码，保存后再试。",
            wanted,
        )
    if data.startswith(OLE):
        return UnreadableFile(
            where=str(path),
            seen="旧格式文件（.xls 或 .doc）",
            expected=wanted.named_right,
            remedy=wanted.save_as,
        )
    if data.startswith(b"PK\x03\x04"):
        return damaged(path, "压缩包不完整，可能没有下载或复制完", wanted)
    like = f"只是扩展名像 {wanted.program}"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _unreadable(path, f"“XML 电子表格 2003”，{like}", wanted.save_as, wanted)
    if head.startswith(_WEB_PAGE):
        return _unreadable(path, f"网页（HTML），{like}", wanted.save_as, wanted)
    if head.startswith(b"<"):
        return _unreadable(path, "XML 或网页文本，不是 Office 文件", wanted.save_as, wanted)
    return _unreadable(path, "不是 Office 文件", "请检查是否选错了文件；" + wanted.save_as, wanted)


def damaged(path: Path, what: str, wanted: Wanted = WORKBOOK) -> UnreadableFile:
    """The error for a package that is broken: `what` says in what way."""
    return UnreadableFile(
        where=str(path),
        seen=f"文件已损坏：{what}",
        expected=f"完整的{wanted.words}",
        remedy=f"请重新取得该文件，或用 {wanted.program}、WPS 打开修复后另存。",
    )


def _lock_file(path: Path, wanted: Wanted) -> UnreadableFile | None:
    name = locked_file(path)
    if name is None:
        return None
    return _unreadable(
        path,
        f"锁定文件，是 {wanted.program}、WPS 等程序打开“{name}”时留下的，里面没有数据",
        f"请改为指定“{name}”。",
        wanted,
    )


def _unreadable(path: Path, seen: str, remedy: str, wanted: Wanted) -> UnreadableFile:
    return UnreadableFile(where=str(path), seen=seen, expected=wanted.words, remedy=remedy)
