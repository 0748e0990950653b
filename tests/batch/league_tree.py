"""汇总表的测试用的输出文件夹：照批量处理的样子，一个单位一个文件夹。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tests.small_department import RESOLVED, Key, unit, yuan
from xlbudget.analysis.sums import UnitAccount
from xlbudget.batch.extract import EXTRACT, unit_extract
from xlbudget.batch.stamp import failure, json_bytes, stamp
from xlbudget.domain.money import Amount
from xlbudget.formats.cases import load_case
from xlbudget.formats.library import HOME, find
from xlbudget.pipeline import run
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout, account_of_case
from xlbudget.workbook.build import build

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def of_case(place: str, case: str) -> Results:
    """一个格式的一个例子，算好的。"""
    known = load_case(HOME / place / "cases" / f"{case}.toml", place)
    resolved = find(known.place, known.year, known.settings)
    return run(account_of_case(known, resolved), resolved)


def of_unit(known: UnitAccount) -> Results:
    return run(known.account, known.format)


def small(name: str, changes: Mapping[Key, str] | None = None) -> Results:
    """小部门的一个单位。"""
    return of_unit(unit(name, changes)) if changes else _unchanged(name)


@cache
def _unchanged(name: str) -> Results:
    return of_unit(unit(name))


def put(out: Path, folder: str, results: Results, **said: Any) -> None:
    """一个做成的单位；`said` 是 unit.json 里另外写的。"""
    home = out / folder
    home.mkdir(parents=True)
    files = [f"{folder}.xlsx", f"{folder}-附表.xlsx", f"{folder}.html", f"{folder}.docx"]
    known = stamp(results, {f"{folder}.xlsx": folder}, dict.fromkeys(files, ""), formats="")
    (home / "unit.json").write_bytes(json_bytes({**known, **said}))
    (home / EXTRACT).write_bytes(unit_extract(results))


def put_failed(out: Path, folder: str, errors: Iterable[Mapping[str, str]]) -> None:
    """一个没有做成的单位。"""
    (out / folder).mkdir(parents=True)
    said = failure(folder, {}, [dict(each) for each in errors])
    (out / folder / "error.json").write_bytes(json_bytes(said))


def superior(folder: Path, amounts: Mapping[Key, Amount]) -> Path:
    """小部门的上级自己的工作簿。"""
    file = folder / "示例局.xlsx"
    account = account_in_layout(RESOLVED, "示例局", file.name, amounts)
    file.write_bytes(build(run(account, RESOLVED)))
    return file


def changed(amounts: Mapping[Key, Amount], key: Key, by: str) -> dict[Key, Amount]:
    """一格差这么多元。"""
    return {**amounts, key: Amount(amounts[key].fen + yuan(by).fen)}


def sheets(book: Path) -> dict[str, list[list[str]]]:
    """各张表的字，一行一列；不经过任何表格库，按文件格式读。"""
    found: dict[str, list[list[str]]] = {}
    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as package:
        frame = ET.fromstring(package.read("xl/workbook.xml"))
        for at, sheet in enumerate(frame.iter(f"{_MAIN}sheet"), 1):
            part = ET.fromstring(package.read(f"xl/worksheets/sheet{at}.xml"))
            found[sheet.attrib["name"]] = [
                ["".join(cell.itertext()) for cell in row] for row in part.iter(f"{_MAIN}row")
            ]
    return found


def rows(book: Path, sheet: str) -> list[dict[str, str]]:
    """一张表的各行，按表头；表头是有“单位”“编号”“结果”的那一行。"""
    lines = sheets(book)[sheet]
    at = next(n for n, line in enumerate(lines) if line[0] in ("单位", "编号", "结果"))
    return [dict(zip(lines[at], line, strict=True)) for line in lines[at + 1 :]]
