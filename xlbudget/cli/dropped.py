"""What a person drops on the launcher: apart by kind, from whatever way the names came."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

import click

from xlbudget.batch.units import Sign, irregular, sign_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import dataclass, field
from xlbudget.intake.sources import DOCUMENTS, SPREADSHEETS
from xlbudget.workbook import layout

RAW, LAUNCHER = "XLBUDGET_DROPPED", "XLBUDGET_LAUNCHER"
"""Variables of the environment that our launcher for Windows sets: the whole line that started it,
and its own path.
"""

_ADDRESS = "file://"
_TEMPLATES = (".xltx", ".xltm")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")


@dataclass(slots=True)
class Dropped:
    """The files by kind: workbooks of ours, tables of others, documents, folders, and what is none
    of these with the reason why.
    """

    workbooks: list[Path] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    others: list[tuple[Path, str]] = field(default_factory=list)


def sorted_out(paths: Iterable[Path]) -> Dropped:
    """Each file once, by kind, in the order they were given."""
    dropped = Dropped()
    for path in dict.fromkeys(paths):
        suffix = path.suffix.lower()
        if path.is_dir():
            dropped.folders.append(path)
        elif why := _of_no_use(path, suffix):
            dropped.others.append((path, why))
        elif suffix in DOCUMENTS:
            dropped.documents.append(path)
        elif is_ours(path):
            dropped.workbooks.append(path)
        else:
            dropped.tables.append(path)
    return dropped


def is_ours(path: Path) -> bool:
    """Whether a file is a workbook of ours: one that cannot be read is none, and is told of when it
    is read for its tables.
    """
    sign = sign_of(path)
    if sign is not Sign.OTHER:
        return sign is Sign.OURS
    try:
        book = PackedBook(path)
        return any(layout.is_ours(book.read(sheet.name), layout.HOME) for sheet in book.sheets())
    except XlbudgetError:
        return False


def _of_no_use(path: Path, suffix: str) -> str:
    if not path.exists():
        return "文件不存在"
    if irregular(path):
        return "不是普通文件（管道、设备一类）"
    if path.name.startswith(("~$", ".~")):
        return "锁定文件，是别的程序打开表格时留下的，没有数据"
    if suffix in _ARCHIVES:
        return "压缩包，请先解压，再把里面的文件拖进来"
    if suffix not in (*SPREADSHEETS, *_TEMPLATES, *DOCUMENTS):
        return "不是表格，也不是说明文档"
    return ""


def named_files(given: Iterable[Path], environment: Mapping[str, str]) -> list[Path]:
    """The files that were dropped: those of the line that started our launcher where there is one,
    else those that were `given` as arguments.
    """
    raw = environment.get(RAW, "")
    launcher = environment.get(LAUNCHER, "")
    found = parted(raw, launcher) if raw and launcher else None
    return list(given) if found is None else [Path(each) for each in found]


def parted(line: str, launcher: str) -> list[str] | None:
    r"""The names after the launcher's in the line by which Windows started it; None where the line
    does not name it, as in a window where commands are typed.

    Explorer puts quotes around names with blanks alone, and cmd would cut at an `&`: so the line
    is read as it was before cmd read it.

    >>> line = r'C:\Windows\cmd.exe /c ""D:\拖到这里.bat" D:\甲&乙.xlsx "D:\丙 丁.xlsx" "'
    >>> parted(line, r"D:\拖到这里.bat")
    ['D:\\甲&乙.xlsx', 'D:\\丙 丁.xlsx']
    >>> parted(r'"C:\Windows\cmd.exe"', r"D:\拖到这里.bat") is None
    True
    """
    found = re.search(re.escape(launcher), line, re.IGNORECASE) if launcher else None
    return None if found is None else _parted(line[found.end() :].removeprefix('"'))


def _parted(rest: str) -> list[str]:
    """Names apart by blanks; those in quotes may hold blanks."""
    names: list[str] = []
    while rest := rest.strip():
        if rest.startswith('"'):
            name, _, rest = rest[1:].partition('"')
        else:
            name, _, rest = rest.partition(" ")
            name = name.rstrip('"')  # 最外面一层引号的另一半
        if name.strip():
            names.append(name)
    return names


def ask_for_files() -> list[Path]:
    """The files that a person drags into the window, as the window writes their names."""
    text = click.prompt(
        "请把工作簿、导出的表、说明文档或文件夹拖进这个窗口，再按回车（不拖就退出）",
        default="",
        show_default=False,
        prompt_suffix="：",
    )
    return [Path(each) for each in typed(text, windows=sys.platform == "win32")]


def typed(text: str, *, windows: bool) -> list[str]:
    r"""The names in a line that a window wrote when files were dragged into it.

    >>> typed(r'"D:\丙 丁.xlsx" D:\甲.xlsx', windows=True)
    ['D:\\丙 丁.xlsx', 'D:\\甲.xlsx']
    >>> typed(r"/家/丙\ 丁.xlsx '/家/甲&乙.xlsx'", windows=False)
    ['/家/丙 丁.xlsx', '/家/甲&乙.xlsx']
    """
    text = text.strip()
    if not windows:
        try:
            return [_plain(each) for each in shlex.split(text) if each]
        except ValueError:
            return [text]
    if text and '"' not in text and os.path.exists(text):  # noqa: PTH110  空格也可能是名字里的
        return [text]
    return _parted(text)


def _plain(name: str) -> str:
    """A name that some windows write as an address, as a path."""
    return unquote(name.removeprefix(_ADDRESS)) if name.startswith(_ADDRESS) else name
