"""文档里的命令要用到的文件：各页说到哪个名字，就在它的文件夹里放好哪个。

名字第一次出现就是要读的（不是 `-o` 写出来的），才放；没有登记的名字是错误，不是跳过。
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import openpyxl

from tests.intake.raw_exports import public_tables, raw_export
from tests.publish.forms.placeholder_forms import bureau, saved
from tests.reading.documents.paper import Sheet, pdf
from tests.reading.projects.forms import COMMON
from tests.small_department import BUREAU, CENTRE, RESOLVED, SCHOOL, department, unit, yuan
from tests.workbook.workbooks import case, results_of
from xlbudget.analysis.rollup import roll_up
from xlbudget.books.memory_book import MemoryBook
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.publish.delivery import Asked, deliver
from xlbudget.results import Results
from xlbudget.workbook.blank import account_in_layout, account_of_case
from xlbudget.workbook.build import build

CASE = "sample_complete"
"""四川的示例单位，什么都填齐了的。"""


UNIT = "示例街道办事处"
"""文档里建工作簿用的单位名称。"""


@cache
def of_the_unit() -> Results:
    results = results_of(CASE)
    return run(replace(results.account, unit_name=UNIT), results.format)


def workbook(path: Path) -> None:
    path.write_bytes(build(of_the_unit()))


def last_year(path: Path) -> None:
    """同一个单位上一年度的工作簿。"""
    older = replace(case(CASE), year=case(CASE).year - 1)
    resolved = find(older.place, older.year, older.settings)
    account = replace(account_of_case(older, resolved), unit_name=UNIT)
    path.write_bytes(build(run(account, resolved)))


def export(path: Path) -> None:
    """财决导出；存成 .xls 后缀的也按内容读。"""
    results = of_the_unit()
    written = raw_export(results.account, results.format, path.with_suffix(".xlsx"))
    if written != path:
        written.replace(path)


def published(path: Path) -> None:
    path.mkdir()
    results = of_the_unit()
    public_tables(results.account, results.format, path / "公开表.xlsx")


def document(path: Path) -> None:
    """一份写好的说明。"""
    written = docx.Document()
    for line in of_the_unit().narrative().splitlines():
        written.add_paragraph(line)
    written.save(str(path))


def paper(path: Path) -> None:
    """同样的说明里的几段，PDF。"""
    lines = ["2024年度部门决算情况说明", "一、收入支出决算总体情况说明"]
    path.write_bytes(pdf(Sheet().lines(80, *lines, "2024年度收入总计、支出总计均为100万元。")))


def documents(path: Path) -> None:
    path.mkdir()
    for name in ("甲街道", "乙街道"):
        document(path / f"{name}.docx")


def own_words(path: Path) -> None:
    """别人写好的一节。"""
    written = docx.Document()
    written.add_paragraph("示例街道办事处的基本情况。")
    written.save(str(path))


def form(path: Path) -> None:
    saved(bureau, path)


def made(path: Path) -> None:
    """report 写出的文档和旁边的对照。"""
    path.parent.mkdir(exist_ok=True)
    delivered = deliver(of_the_unit(), Asked())
    path.write_bytes(delivered.document)


def units(path: Path) -> None:
    path.mkdir()
    for each in department():
        (path / each.account.file).write_bytes(build(run(*each)))


def units_last_year(path: Path) -> None:
    path.mkdir()
    older = find("national", RESOLVED.year - 1)
    spent = {
        ("expenditure_accounts", line, "total"): yuan("1000000")
        for line in ("total", "205", "20501", "2050101")
    }
    account = account_in_layout(older, BUREAU, "旧.xlsx", spent)
    (path / "旧.xlsx").write_bytes(build(run(account, older)))


def of_department(name: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(build(run(*unit(name))))

    return make


def parent(path: Path) -> None:
    """部门自己的决算表，等于三个单位之和。"""
    amounts = roll_up(department(), RESOLVED).amounts()
    account = account_in_layout(RESOLVED, "示例局", path.name, amounts)
    path.write_bytes(build(run(account, RESOLVED)))


def eliminations(path: Path) -> None:
    path.write_text(
        "单位,收支项目,科目编码,金额（元）\n"
        "示例局本级,对附属单位补助支出,2050202,30000\n"
        "示例学校,上级补助收入,2050202,30000\n",
        encoding="utf-8",
    )


def listed(path: Path) -> None:
    units(path.parent / "清单里的")
    path.write_text("文件,名称\n清单里的/示例学校.xlsx,示例学校\n", encoding="utf-8")


def forms_of_projects(path: Path) -> None:
    """自评表的文件夹：一个项目一个文件。"""
    path.mkdir()
    grid = MemoryBook(COMMON.lstrip("\n"), "自评表.xlsx").read("表")
    book = openpyxl.Workbook()
    for row, column, value in grid.cells():
        book.worksheets[0].cell(row, column, str(value))
    book.save(path / "道路维修.xlsx")


def filled_in(folder: Path) -> None:
    """在 Excel 里填好、保存了 决算.xlsx。"""
    workbook(folder / "决算.xlsx")


def three_gaps(folder: Path) -> None:
    """在 Excel 里把示例的三个缺口填上，保存。"""
    (path,) = (folder / "xlbudget-示例").glob("*.xlsx")
    book = PackedBook(path)
    told = ((CellWrite("老旧小区改造项目增加771.98万元"),),)
    cells = (parse_address(cell) for cell in ("D10", "D14", "D15"))
    book.apply(BookPlan(tuple(RangeWrite("补充资料", *cell, told) for cell in cells)))
    book.save(folder / "填过.xlsx")
    (folder / "填过.xlsx").replace(path)


BY_HAND: Mapping[str, Callable[[Path], None]] = {
    "# 在 Excel 或 WPS 里": filled_in,
    "先由人做：填好决算.xlsx": filled_in,
    "先由人做：填示例的三个缺口": three_gaps,
}
"""命令之间由人做的事：块里写作注释（`# …`），或者写在块的前面（`<!-- 先由人做：… -->`）。"""

MAKERS: Mapping[str, Callable[[Path], None]] = {
    "决算.xlsx": workbook,
    "导出.xls": export,
    "导出.xlsx": export,
    "上年决算.xlsx": last_year,
    "公开表文件夹": published,
    "说明.docx": document,
    "第一稿.docx": document,
    "第二稿.docx": document,
    "说明.pdf": paper,
    "报来的说明": documents,
    "概况.docx": own_words,
    "报告.docx": own_words,
    "范本.docx": form,
    "决算-说明/决算.docx": made,
    "各单位": units,
    "各单位上年": units_last_year,
    "清单.csv": listed,
    "本级.xlsx": of_department(BUREAU),
    "学校.xlsx": of_department(SCHOOL),
    "中心.xlsx": of_department(CENTRE),
    "甲.xlsx": of_department(SCHOOL),
    "乙.xlsx": of_department(CENTRE),
    "示例局.xlsx": parent,
    "部门决算.xlsx": parent,
    "抵消.csv": eliminations,
    "自评表文件夹": forms_of_projects,
}


@cache
def _kept(name: str, room: Path) -> Path:
    home = room / str(len(list(room.iterdir())))
    home.mkdir()
    MAKERS[name](home / name)
    return home


def lay(name: str, folder: Path, room: Path) -> None:
    """一个名字的文件放进文件夹；做过一次就留着，再要就复制。"""
    for made_file in _kept(name, room).iterdir():
        target = folder / made_file.name
        if made_file.is_dir():
            shutil.copytree(made_file, target, dirs_exist_ok=True)
        elif not target.exists():
            shutil.copy(made_file, target)
