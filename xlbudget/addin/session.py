"""One click: the workbook, the message, the log. Nothing that goes wrong goes past here."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlbudget import __version__
from xlbudget.books.excel_refusals import Outcome, said_by_excel
from xlbudget.books.xlwings_book import XlwingsBook
from xlbudget.domain.errors import ProgramMissing, SeveralErrors, UnknownName, XlbudgetError
from xlbudget.domain.records import dataclass
from xlbudget.files.log import open_log
from xlbudget.files.memory import collect_rarely
from xlbudget.workbook.vba import missing

if TYPE_CHECKING:
    import xlwings

TITLE = "xlbudget 部门决算"
_LOG = logging.getLogger(__name__)
_SHOWN = 5
"""So many errors are told in a message; the log has all."""
_LONGEST = 300
"""So long is a line of a message."""

_NOT_WPS = (
    "这是 WPS，按钮只能在 Microsoft Excel 里用。\n"
    "请把工作簿另存为 .xlsx，再在命令行运行：xlbudget report 工作簿.xlsx"
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it is called while it runs, and what it does; it returns what to tell."""

    doing: str
    do: Callable[[XlwingsBook, Say], str]


def act(action: Action, book: XlwingsBook | None = None, say: Say | None = None) -> bool:
    """Run an action on a workbook, that of the caller unless one is given; whether it succeeded.

    What there is to tell goes to `say`, a message box unless one is given. Where not even that can
    be shown, it goes to standard error, which xlwings shows when the exit code says so.
    """
    log = open_log()
    try:
        if book is None:
            collect_rarely()
            import xlwings

            book = XlwingsBook(xlwings.Book.caller())
        succeeded, message = _acted(action, book, log)
        if message:
            (say or _box(book))(message)
    except Exception:  # noqa: BLE001
        _LOG.exception("%s", action.doing)
        sys.stderr.write(f"{action.doing}：Excel 没有回应，请先结束正在编辑的单元格。日志：{log}\n")
        raise SystemExit(1) from None
    return succeeded


def _box(book: XlwingsBook) -> Say:
    return lambda text: book.say(text, TITLE)


def _acted(action: Action, book: XlwingsBook, log: Path) -> tuple[bool, str]:
    """Whether an action succeeded, and what there is to tell."""
    try:
        if book.host() == "WPS":
            return False, _NOT_WPS
        _LOG.info("%s %s %s", __version__, action.doing, book.name)
        book.calculate()
        return True, action.do(book, lambda step: _progress(book, f"{action.doing}：{step}…"))
    except XlbudgetError as error:
        _LOG.warning("%s", error)
        return False, f"{_shortened(error)}\n\n{book.outcome.value}日志：{log}"
    except KeyboardInterrupt:
        return False, f"{action.doing}中止了。{book.outcome.value}"
    except Exception as error:  # noqa: BLE001  按钮之上再没有人接，用户不该看到堆栈
        _LOG.exception("%s", action.doing)
        said = f"{action.doing}没有完成（{said_by_excel(error) or type(error).__name__}）。"
        if book.outcome is Outcome.WRITTEN:
            said = f"{action.doing}之后出了错（{said_by_excel(error) or type(error).__name__}）。"
        return False, (
            f"{said}{book.outcome.value}\n"
            "若有单元格正在编辑，请先按回车；再试仍不行，请把日志发给维护的人。"
            f"\n\n日志：{log}"
        )
    finally:
        with suppress(Exception):
            book.status(None)


def _progress(book: XlwingsBook, text: str) -> None:
    """The status bar, which is not worth failing for."""
    with suppress(Exception):
        book.status(f"xlbudget {text}")


def _shortened(error: XlbudgetError) -> str:
    """An error as a message box can hold it: the first few of several, without long quotations."""
    errors = error.errors if isinstance(error, SeveralErrors) else (error,)
    lines = [line for each in errors[:_SHOWN] for line in str(each).splitlines()]
    shown = "\n".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines)
    more = f"\n……共 {len(errors)} 处，其余见日志。" if len(errors) > _SHOWN else ""
    return shown + more


def act_on_open(action: Action, workbook: str | None, say: Say) -> bool:
    """Run an action on a workbook that is open in Excel: the active one unless one is named."""
    open_log()
    return act(action, XlwingsBook(_open_workbook(workbook)), say)


def _open_workbook(name: str | None) -> xlwings.Book:
    try:
        books = list(_open_workbooks())
    except ImportError as error:
        raise missing("xlwings") from error
    except Exception as error:
        _LOG.exception("attach")
        raise _no_excel() from error
    if not books:
        raise _no_excel()
    if name is None:
        return books[0]
    wanted = Path(name).name.casefold()
    for book in books:
        if book.name.casefold() == wanted:
            return book
    raise UnknownName(
        where="打开的工作簿",
        seen=f"“{name}”",
        expected="、".join(book.name for book in books),
        remedy="请写打开着的工作簿的文件名，带扩展名。",
    )


def _open_workbooks() -> Iterator[xlwings.Book]:
    """The workbooks of every Excel that runs, the active one first."""
    import xlwings

    if not len(xlwings.engines) or not len(xlwings.apps):
        return
    for app in sorted(xlwings.apps, key=lambda each: each != xlwings.apps.active):
        books = list(app.books)
        active = app.books.active if books else None
        yield from sorted(books, key=lambda each: each != active)


def _no_excel() -> ProgramMissing:
    return ProgramMissing(
        where="Excel",
        seen="没有找到打开着工作簿的 Excel",
        expected="Windows 或 macOS 上已打开的工作簿",
        remedy="请先用 Excel 打开工作簿；没有 Excel 时，保存后运行 xlbudget report 工作簿。",
    )
