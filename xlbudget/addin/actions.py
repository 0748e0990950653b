"""What each button does with the open workbook; each returns what there is to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from xlbudget import __version__
from xlbudget.books.port import BookPlan, Grid, parse_address
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.checks.own_text import GAP
from xlbudget.domain.findings import Finding, Level
from xlbudget.files.log import open_log
from xlbudget.pipeline import Planned, read, report, run
from xlbudget.results import Results
from xlbudget.workbook import layout
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.plan import plan, plan_checks, plan_marking
from xlbudget.workbook.texts import state_text

Say = Callable[[str], None]
_SHOWN = 5
"""So many gaps are named that have no cell of their own."""


def check(book: XlwingsBook, step: Say) -> str:
    """The lists of 校验 and the state on 首页."""
    return _reported(book, step, plan_checks, (layout.CHECKS,))


def narrate(book: XlwingsBook, step: Say) -> str:
    """Everything that a run writes."""
    return _reported(book, step, plan, (layout.NARRATIVE, layout.CHECKS))


def _reported(book: XlwingsBook, step: Say, planned: Planned, wanted: tuple[str, ...]) -> str:
    there: list[str] = []

    def noted(results: Results, sheets: OwnSheets, when: str) -> BookPlan:
        there.extend(name for name in wanted if sheets.grid(name) is not None)
        return planned(results, sheets, when)

    results = report(book, None, noted, when=now(), progress=step)
    told = f"{state_text(results)}。"
    if any(each.level is not Level.INFO for each in results.findings) and layout.CHECKS in there:
        told += "问题列在“校验”，点位置就到那一格。"
    for name in wanted:
        if name not in there:
            told += f"\n工作簿里没有“{name}”这张表，它的内容没有写出来。"
    return told


def now() -> str:
    """The time that 首页 shows."""
    return dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def mark(book: XlwingsBook, step: Say) -> str:
    """Colour the cells that 校验 lists."""
    return _switched(book, step, shown=True)


def unmark(book: XlwingsBook, step: Say) -> str:
    """Colour no cell any more."""
    return _switched(book, step, shown=False)


def _switched(book: XlwingsBook, step: Say, *, shown: bool) -> str:
    step("写入首页")
    home = _home(book)
    writes = plan_marking(OwnSheets([home] if home else [], book.name), shown=shown)
    if not writes.ranges:
        return f"首页没有“{layout.MARKING}”一行，没有改动。请用本程序新建的工作簿。"
    if book.apply(writes):
        return f"首页的“{layout.MARKING}”里是你的公式，没有改动。请改成“是”或“否”。"
    return ""


def _home(book: XlwingsBook) -> Grid | None:
    """首页; it is the first sheet unless somebody moved it."""
    grids = (book.read(info.name) for info in book.sheets())
    return next((grid for grid in grids if layout.is_ours(grid, layout.HOME)), None)


def next_gap(book: XlwingsBook, step: Say) -> str:
    """Select the next cell that waits for a person, after the one that is selected."""
    step("找缺口")
    reading = read(book)
    results = run(reading.account, reading.format, reading.findings)
    gaps = [finding for finding in results.findings if finding.check == GAP]
    order = {info.name: number for number, info in enumerate(book.sheets()) if info.visible}
    places = sorted(place for gap in gaps if (place := _place(gap, order)))
    if not places:
        shown = "".join(f"\n{gap.message}" for gap in gaps[:_SHOWN])
        return f"剩下的缺口没有可以直接填的格：{shown}" if gaps else "没有待填写的地方了。"
    here = book.selection()
    at = (order.get(here[0], -1), here[1], here[2]) if here else (-1, 0, 0)
    following = next((place for place in places if place > at), places[0])
    names = {number: name for name, number in order.items()}
    book.select(names[following[0]], following[1], following[2])
    return ""


def _place(gap: Finding, order: Mapping[str, int]) -> tuple[int, int, int] | None:
    sheet, cell = gap.where.sheet, gap.where.cell
    if not sheet or sheet not in order or not cell:
        return None
    return (order[sheet], *parse_address(cell))


def show_help(_book: XlwingsBook, _step: Say) -> str:
    """How the buttons are used."""
    return (
        f"xlbudget {__version__}\n\n"
        "1. 点“导入决算数据”，选部门决算系统导出的文件；点“导入上年”，选上年的工作簿、导出或说明。"
        "没有文件的，自己填“公开01”起的各表，和“上年数”“预算数”“补充资料”。\n"
        "2. 点“校验”：问题列在“校验”，点位置就到那一格，有问题的格有颜色。\n"
        "3. 点“生成说明”：正文在“说明”，不合适就在“改写”一栏写自己的话。\n"
        "4. 点“下一个缺口”：逐个填好只有单位知道的内容，再点“生成说明”。\n"
        "5. 点“导出 Word”：送审稿写在工作簿旁边的“…-说明”里；在 Word 里改过以后，"
        "点“刷新 Word”换上新的数。\n\n"
        f"日志：{open_log()}"
    )
