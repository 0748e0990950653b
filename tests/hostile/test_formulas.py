"""文字永远是文字：以 = + - @、制表符开头的，在写出的每个工作簿里都不是公式。"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.hostile.readers import GOOD, OUT, xlbudget
from tests.own_text import results_of_case
from tests.workbook.workbooks import case, place
from xlbudget.domain.records import replace
from xlbudget.pipeline import run
from xlbudget.workbook.build import build

MARK = "坏公式"
UNIT = f'=HYPERLINK("http://192.0.2.1/","{MARK}")'
REASON, REWRITTEN = f"+cmd|' /C calc'!A0{MARK}", f"\t=1+1{MARK}"
SUBJECT, REGISTERED = f"-2+3{MARK}", f"@SUM(1)*{MARK}"
"""总体变动原因、改写的一段；各表里的一个科目，和另一个只在一张表里的科目。"""


def typed(path: Path) -> None:
    """像人在设为文本的格里那样填：补充资料一项，说明的改写一处，科目名称。"""
    book = openpyxl.load_workbook(path)
    places = {
        **dict.fromkeys(named(book, "行政运行"), SUBJECT),
        named(book, "群众团体事务")[0]: REGISTERED,
        place(book, "补充资料!总体变动原因"): REASON,
        place(book, "说明!一.1"): REWRITTEN,
    }
    for (sheet, cell), words in places.items():
        sheet[cell].value = words
        sheet[cell].data_type = "s"
    book.save(path)


def named(book: openpyxl.Workbook, name: str) -> list[tuple[Worksheet, str]]:
    """写着这个科目的各格。"""
    return [
        (sheet, cell.coordinate)
        for sheet in book.worksheets
        if sheet.title.startswith("公开")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == name
    ]


def formulas(path: Path) -> list[str]:
    """写出的工作簿里，公式、定义的名称、数据验证、条件格式中有那句话的；不经过我们自己的读法。"""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and name.startswith("xl/"):
                text = archive.read(name).decode("utf-8")
                marked = re.findall(
                    r"<(?:f|definedName|formula1?|formula2)(?:\s[^>]*)?>([^<]*)<", text
                )
                found += [f"{name}: {each}" for each in marked if MARK in each]
    return found


def texts(path: Path) -> dict[str, str]:
    """那句话作为文字的各格：话和格子的类型。"""
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    said = (cell for cell in cells if isinstance(cell.value, str) and MARK in cell.value)
    return {str(cell.value): cell.data_type for cell in said}


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    known = results_of_case(case("sample_complete"))
    account = replace(known.account, unit_name=UNIT)
    (tmp_path / GOOD).write_bytes(build(run(account, known.format)))
    typed(tmp_path / GOOD)
    (tmp_path / "各单位").mkdir()
    (tmp_path / "各单位" / GOOD).write_bytes((tmp_path / GOOD).read_bytes())
    for words in (
        ("report", GOOD, "-o", OUT, "--only", "xlsx,docx"),
        ("check", f"{OUT}/好.docx", "--workbook", GOOD, "-o", "审核意见表.xlsx"),
        ("batch", "各单位", "-o", "批量", "--only", "xlsx", "--jobs", "1"),
        ("rollup", GOOD, "-o", "部门.xlsx", "--unit", UNIT),
    ):
        ran = xlbudget(*words, cwd=tmp_path)
        assert "Traceback" not in ran.said
        assert ran.code in (0, 1), ran.said
    written = [path for path in sorted(tmp_path.rglob("*.xlsx")) if path.parent.name != "各单位"]
    assert len(written) >= 6
    assert {str(path): formulas(path) for path in written if formulas(path)} == {}
    for path in written:
        assert set(texts(path).values()) <= {"s", "inlineStr"}, path
    said = {path.relative_to(tmp_path).as_posix(): "\n".join(texts(path)) for path in written}
    for name, expected in (
        (f"{OUT}/好.xlsx", (UNIT, SUBJECT, REGISTERED, REASON, REWRITTEN)),
        ("审核意见表.xlsx", (UNIT,)),
        ("批量/汇总.xlsx", (UNIT, REGISTERED)),
        ("部门.xlsx", (UNIT,)),
    ):
        assert [each for each in expected if each not in said[name]] == [], (name, said[name])
