"""What the buttons and the ribbon of a macro workbook call, one function for each.

Each works on the workbook open in Excel, says in Chinese how it went, and leaves the sheets as
they were where it cannot go on. Nothing is saved: that is for the user to do.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlbudget import __version__
from xlbudget.books.port import parse_address
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.checks.own_text import GAP
from xlbudget.domain.errors import ProgramMissing, UnknownName, XlbudgetError
from xlbudget.domain.findings import Finding
from xlbudget.files.log import open_log
from xlbudget.pipeline import read, report, run
from xlbudget.results import Results
from xlbudget.workbook.entries import OwnSheets
from xlbudget.workbook.plan import plan, plan_checks, plan_marking
from xlbudget.workbook.texts import state_text

if TYPE_CHECKING:
    import xlwings

TITLE = "xlbudget 部门决算"
_LOG = logging.getLogger(__name__)
_WPS = ("wps", "kingsoft", "金山")

_SHOWN = 5
"""So many gaps are named that have no cell of their own."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it is called while it runs, and what it does; it returns what to tell."""

    doing: str
    do: Callable[[XlwingsBook, Say], str]


def check() -> None:
    """校验: the lists of 校验 and the state on 首页."""
    act(CHECK)


def narrate() -> None:
    """生成说明: everything that a run writes."""
    act(NARRATE)


def mark() -> None:
    """标出问题: colour the cells that 校验 lists."""
    act(MARK)


def unmark() -> None:
    """取消标出: no cell is coloured any more."""
    act(UNMARK)


def next_gap() -> None:
    """下一个缺口: select the next cell that waits for a person."""
    act(NEXT_GAP)


def import_exports() -> None:
    """导入决算数据."""
    act(IMPORT)


def import_last_year() -> None:
    """导入上年."""
    act(IMPORT_LAST_YEAR)


def export_word() -> None:
    """导出 Word."""
    act(EXPORT_WORD)


def refresh_word() -> None:
    """刷新 Word."""
    act(REFRESH_WORD)


def show_help() -> None:
    """帮助."""
    act(HELP)


def act(action: Action, book: XlwingsBook | None = None, say: Say | None = None) -> bool:
    """Run an action on a workbook, that of the caller unless one is given; whether it succeeded.

    What there is to tell goes to `say`, a message box unless one is given.
    """
    log = open_log()
    if book is None:
        import xlwings

        book = XlwingsBook(xlwings.Book.caller())
    tell = say or (lambda text: book.say(text, TITLE))
    try:
        if _is_wps(book):
            tell(_NOT_WPS)
            return False
        _LOG.info("%s %s %s", __version__, action.doing, book.name)
        message = action.do(book, lambda step: book.status(f"xlbudget {action.doing}：{step}…"))
    except XlbudgetError as error:
        _LOG.warning("%s", error)
        tell(f"{error}\n\n工作簿没有改动。日志：{log}")
        return False
    except Exception as error:  # noqa: BLE001  按钮之上再没有人接，用户不该看到堆栈
        _LOG.exception("%s", action.doing)
        tell(
            f"{action.doing}没有完成，工作簿没有改动（{type(error).__name__}）。\n"
            "若有单元格正在编辑，请先按回车；再试仍不行，请把日志发给维护的人。"
            f"\n\n日志：{log}"
        )
        return False
    finally:
        book.status(None)
    if message:
        tell(message)
    return True


def attach(action: str, workbook: str | None, say: Say) -> bool:
    """Run an action, by its word in ATTACHED, on a workbook that is open in Excel: the active one
    unless one is named. For machines on which Excel may not start programs.
    """
    return act(ATTACHED[action], XlwingsBook(_open_workbook(workbook)), say)


def _open_workbook(name: str | None) -> xlwings.Book:
    import xlwings

    try:
        books = list(xlwings.books) if len(xlwings.engines) and len(xlwings.apps) else []
        active = xlwings.books.active if books else None
    except Exception as error:
        _LOG.exception("attach")
        raise _no_excel() from error
    if active is None:
        raise _no_excel()
    if name is None:
        return active
    for book in books:
        if book.name == name:
            return book
    raise UnknownName(
        where="打开的工作簿",
        seen=f"“{name}”",
        expected="、".join(book.name for book in books),
        remedy="请写打开着的工作簿的文件名，带扩展名。",
    )


def _no_excel() -> ProgramMissing:
    return ProgramMissing(
        where="Excel",
        seen="没有找到打开着工作簿的 Excel",
        expected="Windows 或 macOS 上已打开的工作簿",
        remedy="请先用 Excel 打开工作簿；没有 Excel 时，保存后运行 xlbudget report 工作簿。",
    )


def _is_wps(book: XlwingsBook) -> bool:
    host = book.host().casefold()
    return any(word in host for word in _WPS)


def _check(book: XlwingsBook, step: Say) -> str:
    return _told(report(book, None, plan_checks, when=_now(), progress=step))


def _narrate(book: XlwingsBook, step: Say) -> str:
    return _told(report(book, None, plan, when=_now(), progress=step))


def _told(results: Results) -> str:
    where = "。问题列在“校验”，点位置就到那一格。" if results.findings else "。"
    return state_text(results) + where


def _now() -> str:
    return dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def _switched(shown: bool) -> Callable[[XlwingsBook, Say], str]:
    def switch(book: XlwingsBook, step: Say) -> str:
        step("写入首页")
        sheets = OwnSheets([book.read(info.name) for info in book.sheets()], book.name)
        writes = plan_marking(sheets, shown=shown)
        if not writes.ranges:
            return "首页没有“标出问题格”一行，没有改动。请用本程序新建的工作簿。"
        book.apply(writes)
        return ""

    return switch


def _next_gap(book: XlwingsBook, step: Say) -> str:
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


def _not_yet(what: str, instead: str) -> Callable[[XlwingsBook, Say], str]:
    return lambda _book, _step: f"{what}还没有做好；{instead}"


def _help(_book: XlwingsBook, _step: Say) -> str:
    return (
        f"xlbudget {__version__}\n\n"
        "1. 填“公开01”起的各表，和“上年数”“预算数”“补充资料”。\n"
        "2. 点“校验”：问题列在“校验”，点位置就到那一格，有问题的格有颜色。\n"
        "3. 点“生成说明”：正文在“说明”，不合适就在“改写”一栏写自己的话。\n"
        "4. 点“下一个缺口”：逐个填好只有单位知道的内容，再点“生成说明”。\n\n"
        f"日志：{open_log()}"
    )


_NOT_WPS = (
    "这是 WPS，按钮只能在 Microsoft Excel 里用。\n"
    "请把工作簿另存为 .xlsx，再在命令行运行：xlbudget report 工作簿.xlsx"
)

CHECK = Action("校验", _check)
NARRATE = Action("生成说明", _narrate)
MARK = Action("标出问题", _switched(shown=True))
UNMARK = Action("取消标出", _switched(shown=False))
NEXT_GAP = Action("找下一个缺口", _next_gap)
IMPORT = Action("导入决算数据", _not_yet("导入", "请把导出的表贴进“公开01”起的各表。"))
IMPORT_LAST_YEAR = Action("导入上年", _not_yet("导入上年", "请把上年的数填进“上年数”。"))
EXPORT_WORD = Action("导出 Word", _not_yet("导出 Word", "正文在“说明”的“正文”一栏。"))
REFRESH_WORD = Action("刷新 Word", _not_yet("刷新 Word", "正文在“说明”的“正文”一栏。"))
HELP = Action("帮助", _help)

ATTACHED: Mapping[str, Action] = {"说明": NARRATE, "校验": CHECK, "缺口": NEXT_GAP}
"""What `attach` offers, by the word that a person types."""
