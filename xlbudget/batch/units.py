"""Which files are a unit: those of a folder, searched by rules that a person can follow."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from enum import Enum
from itertools import islice
from pathlib import Path

from xlbudget.batch.names import OVERVIEW, distinct
from xlbudget.batch.stamp import FAILED, STAMP
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import XlbudgetError
from xlbudget.domain.records import dataclass
from xlbudget.files.package import Package
from xlbudget.intake.sources import SPREADSHEETS
from xlbudget.reading.labels import plain
from xlbudget.reading.recognise import head
from xlbudget.workbook.layout import HOME

REPORT_ENDING = "-说明"
"""How the folder is called that `report` writes beside a workbook."""

_HOME = re.compile(f'<sheet [^>]*name="{HOME}"'.encode())
_LARGEST = 4 << 20
"""The list of the sheets of a workbook is far smaller."""

_SOURCE = "旁边有本程序的工作簿，这是它的来源"
_REPORT = re.compile(rf"(.+){REPORT_ENDING}\d*")
_BY_PRODUCT = re.compile(r"(.+)-(?:附表|导入前\d*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its workbook or its exports, and the name of the folder of its outputs; `name` is
    what a list says that it is called.
    """

    folder: str
    files: tuple[Path, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that was not taken, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """The units of a folder or list, in order, and what was passed over."""

    units: tuple[Unit, ...]
    passed_over: tuple[PassedOver, ...] = ()


Part = tuple[str, tuple[Path, ...]]
"""What a unit is to be called, and its files."""


def units_in(folder: Path, out: Path) -> Found:
    """The units of a folder and all folders below it, without what lies in `out`.

    Right in the folder every workbook is a unit. A folder below is one unit where it has one
    workbook, or only exports that name one unit; of those that name several each is a unit. Beside
    workbooks of ours exports are where these came from, and are passed over: right in the folder
    those that are called alike, below it all but those that name a unit without a workbook.
    """
    search = _Search(folder, Path(os.path.realpath(out)))
    parts = list(search.below(folder, ""))
    names = distinct(name for name, _ in parts)
    units = tuple(Unit(name, files) for name, (_, files) in zip(names, parts, strict=True))
    return Found(units, tuple(search.passed_over))


def divided(label: str, files: list[Path], passed_over: list[PassedOver]) -> Iterator[Part]:
    """The units that the spreadsheets of one folder are.

    Of exports the first two that name a unit decide whether all are of one: a third that names
    another is told when they are read together.
    """
    if len(files) < 2:  # noqa: PLR2004  一个文件就是一个单位
        yield from ((label, (file,)) for file in files)
        return
    signs = {file: sign_of(file) for file in files}
    if Sign.OURS in signs.values():
        ours: set[str] = set()
        if Sign.OTHER in signs.values():
            ours = {_unit_name(file) for file, sign in signs.items() if sign is Sign.OURS}
        sources = {
            file: None
            for file, sign in signs.items()
            if sign is Sign.OTHER and _unit_name(file) in {"", *ours}
        }
        passed_over += (PassedOver(str(file), _SOURCE) for file in sources)
        yield from _each(label, [file for file in files if file not in sources])
        return
    named = (name for file in files if (name := _unit_name(file)))
    if len(set(islice(named, 2))) > 1:
        yield from _each(label, files)
    else:
        yield label, tuple(files)


def _each(label: str, files: list[Path]) -> Iterator[Part]:
    """Each file is a unit. A copy that was called 区直-甲局.xlsx in OUT keeps the name of its unit
    where it is laid beside the exports.
    """
    for file in files:
        name = file.stem if file.stem.startswith(f"{label}-") else f"{label}-{file.stem}"
        yield name if len(files) > 1 else label, (file,)


def irregular(path: Path) -> bool:
    """Whether something stands there that never ends, or waits for somebody, when it is read."""
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


class Sign(Enum):
    """What a spreadsheet is at a glance."""

    OURS = "ours"
    OTHER = "other"
    UNREADABLE = "unreadable"


def sign_of(path: Path) -> Sign:
    """By the names of its sheets: many thousand files may have to be looked at."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return Sign.OTHER
    try:
        package = Package.open(path)
        parts = [name for name in package.names() if name.endswith("workbook.xml")]
        small = (name for name in parts if package.size(name) <= _LARGEST)
        ours = any(_HOME.search(package.read(name)) for name in small)
    except XlbudgetError:
        return Sign.UNREADABLE
    return Sign.OURS if ours else Sign.OTHER


def _unit_name(path: Path) -> str:
    """The unit that the first of its sheets with a head names; "" where none can be read."""
    try:
        book = PackedBook(path)
        for sheet in book.sheets():
            name = head(book.read(sheet.name), path.name, []).unit_name
            if name:
                return plain(name)
    except XlbudgetError:
        return ""  # 读不出的由做它的那一步说明
    return ""


class _Search:
    """A walk through the folders, in the order of names."""

    def __init__(self, top: Path, out: Path) -> None:
        self._top = top
        self._out = out
        self.passed_over: list[PassedOver] = []

    def below(self, folder: Path, label: str) -> Iterator[Part]:
        """The units of a folder: its own files first, then those of the folders below."""
        entries = sorted(folder.iterdir(), key=lambda each: each.name)
        folders = [each for each in entries if each.is_dir()]
        names = {each.name for each in entries}
        files = [each for each in entries if not each.is_dir() and self._taken(each, names)]
        if label:
            yield from divided(label, files, self.passed_over)
        else:
            yield from ((file.stem, (file,)) for file in self._without_sources(files))
        stems = {file.stem for file in files}
        for each in folders:
            if self._entered(each, stems):
                yield from self.below(each, f"{label}-{each.name}" if label else each.name)

    def _without_sources(self, files: list[Path]) -> list[Path]:
        """Without the exports beside which stands a workbook of ours that is called alike."""
        stems = Counter(file.stem for file in files)
        signs = {file: sign_of(file) for file in files if stems[file.stem] > 1}
        ours = {file.stem for file, sign in signs.items() if sign is Sign.OURS}
        sources = {
            file: None for file, sign in signs.items() if sign is Sign.OTHER and file.stem in ours
        }
        for file in sources:
            self._pass(file, _SOURCE)
        return [file for file in files if file not in sources]

    def _taken(self, path: Path, names: Collection[str]) -> bool:
        """Whether a file may hold a unit; `names` are all in its folder."""
        name = path.name
        if name.startswith("."):
            return False
        if name.startswith("~$"):
            return self._pass(path, "锁定文件，是别的程序打开表格时留下的")
        if path.suffix.lower() not in SPREADSHEETS:
            return self._pass(path, "不是表格文件")
        if irregular(path):
            return self._pass(path, "不是普通文件（管道、设备一类）")
        by_product = _BY_PRODUCT.fullmatch(path.stem)
        if by_product and any(by_product[1] + suffix in names for suffix in SPREADSHEETS):
            return self._pass(path, "本程序写的附表或留的原样")
        if name == OVERVIEW[0] and OVERVIEW[1] in names:
            return self._pass(path, "本程序写的汇总")
        return True

    def _entered(self, folder: Path, stems: Collection[str]) -> bool:
        """Whether a folder may hold units; `stems` are those of the workbooks beside it."""
        if folder.name.startswith("."):
            return False
        if folder.is_symlink():
            return self._pass(folder, "指向别处的链接")
        if Path(os.path.realpath(folder)) == self._out:
            return False
        report = _REPORT.fullmatch(folder.name)
        if report and report[1] in stems:
            return self._pass(folder, "本程序写的说明")
        if (folder / STAMP).is_file() or (folder / FAILED).is_file():
            return self._pass(folder, "本程序批量写的结果")
        return True

    def _pass(self, path: Path, why: str) -> bool:
        self.passed_over.append(PassedOver(str(path.relative_to(self._top)), why))
        return False
