"""A list of units in a file: one unit a line, its files, and if need be its name."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from xlbudget.batch.names import distinct
from xlbudget.batch.units import Found, PassedOver, Unit, divided, irregular
from xlbudget.domain.errors import UnreadableFile, XlbudgetError, raise_all
from xlbudget.files.system import reason
from xlbudget.intake.sources import SPREADSHEETS

LISTS = (".csv", ".txt", ".tsv")
"""The names of files that may be a list."""

_LARGEST = 16 << 20
"""A line for each of a hundred thousand units is shorter."""

_JOINED = re.compile(r"[;；|]")
_HEADS = ("文件", "路径", "工作簿")


def units_of(path: Path) -> Found:
    """The units of a list: `文件` or `文件,名称`, columns apart by a comma (.csv) or a tab; several
    exports of one unit are joined by “;”. Paths start from the folder of the list.

    UnreadableFile where a line says nothing that can be followed, or a file stands twice.
    """
    errors: list[XlbudgetError] = []
    passed_over: list[PassedOver] = []
    rows: list[tuple[Path, str, tuple[Path, ...]]] = []
    seen: dict[str, int] = {}
    for number, fields in _lines(path):
        name = fields[1].strip() if len(fields) > 1 else ""
        given = [path.parent / each.strip() for each in _JOINED.split(fields[0]) if each.strip()]
        files = [file for each in given for file in _files(each, passed_over)]
        where = f"{path.name} 第 {number} 行"
        if not files:
            errors.append(_wrong(where, f"“{fields[0]}”里没有表格文件", "文件或文件夹的路径"))
            continue
        real = {os.path.realpath(file): file for file in files}
        twice = next((each for each in real if each in seen), None)
        if twice is not None:
            said = f"“{real[twice].name}”在第 {seen[twice]} 行也有"
            errors.append(_wrong(where, said, "一个文件一次"))
        elif len(real) < len(files):
            errors.append(_wrong(where, "一个文件写了两次", "一个文件一次"))
        seen |= dict.fromkeys(real, number)
        rows.append((given[0], name, tuple(files)))
    if not rows and not errors:
        errors.append(_wrong(path.name, "没有一行写着文件", "一行一个单位"))
    raise_all(errors)
    stems = Counter(path.stem for path, name, _ in rows if not name)
    folders = distinct(
        name or (path.stem if stems[path.stem] == 1 else f"{path.parent.name}-{path.stem}")
        for path, name, _ in rows
    )
    units = tuple(
        Unit(folder, files, name) for folder, (_, name, files) in zip(folders, rows, strict=True)
    )
    return Found(units, tuple(passed_over))


def _files(path: Path, passed_over: list[PassedOver]) -> list[Path]:
    """A file, or the spreadsheets of a folder as far as they are one unit."""
    if not os.path.isdir(path):  # noqa: PTH112  Path.is_dir 遇到太长的名字会报错
        return [] if irregular(path) else [path]
    found = [
        each
        for each in sorted(path.iterdir(), key=lambda each: each.name)
        if each.suffix.lower() in SPREADSHEETS and not each.name.startswith((".", "~$"))
    ]
    parts = list(divided(path.name, found, passed_over))
    return list(parts[0][1]) if len(parts) == 1 else found


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, with their numbers; the header and notes (#) are left out."""
    tab = "," if path.suffix.lower() == ".csv" else "\t"
    text = _text(path)
    if "\0" in text:
        raise _wrong(path.name, "不是文本文件", "一行一个单位的文本")
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=tab, strict=True)
    try:
        for fields in reader:
            first = fields[0].strip() if fields else ""
            if first and not first.startswith("#") and first not in _HEADS:
                yield reader.line_num, fields
    except csv.Error as error:
        where = f"{path.name} 第 {reader.line_num} 行"
        raise _wrong(where, "引号没有配对，或一行太长", "一行一个单位") from error


def _text(path: Path) -> str:
    """As it is saved by editors (UTF-8) or by Excel: GB 18030, and UTF-16 for “Unicode 文本”."""
    if irregular(path):
        raise _wrong(str(path), "不是普通文件（管道、设备一类）", "清单文件或文件夹")
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise _wrong(str(path), f"打不开（{reason(error)}）", "清单文件或文件夹") from error
    if len(data) > _LARGEST:
        raise _wrong(str(path), f"大于 {_LARGEST >> 20} MB", "一行一个单位的文本")
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _wrong(where: str, seen: str, expected: str) -> UnreadableFile:
    return UnreadableFile(
        where=where,
        seen=seen,
        expected=expected,
        remedy="请改清单；怎样写，见文档“批量处理”。",
    )
