"""点一下按钮，或从终端接上：测试用的 Excel 里打开着一个工作簿，做完看它里面成了什么样子。"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from tests.xlwings_engine.session import Excel, running_excel
from xlbudget import addin
from xlbudget.workbook import layout

IN_EXCEL = "Excel 里的{}.json"
"""做完以后工作簿在 Excel 里的样子：按钮不存盘，别处看不出。"""


def click(name: str, args: Sequence[str], begin: Callable[[], None]) -> None:
    """点一下，要选文件就选 `args` 里工作簿后面的，问什么都答是；说了什么照样说。"""
    workbook, *files = map(Path, args)
    with _opened(workbook) as excel:
        excel.picks(*(file.absolute() for file in files))
        excel.app.answers = ["yes"] * 3
        begin()
        getattr(addin, name)()
        for text, *_ in excel.app.alerts:
            sys.stdout.write(f"{text}\n")


def attached(workbook: str, program: Callable[[], object], begin: Callable[[], None]) -> None:
    """在打开着工作簿的时候运行程序，问什么都答是。"""
    sys.stdin = io.StringIO("是\n" * 3)
    with _opened(Path(workbook)):
        begin()
        program()


def keep_as_opened(workbook: Path) -> None:
    """没有点按钮的时候，工作簿在 Excel 里的样子。"""
    with _opened(workbook):
        pass


@contextmanager
def _opened(workbook: Path) -> Iterator[Excel]:
    with running_excel() as excel:
        book = excel.open(workbook.absolute(), caller=True)
        excel.calculate_as_before(book)
        try:
            yield excel
        finally:
            _keep(excel, book, workbook.with_name(IN_EXCEL.format(workbook.stem)))


def _keep(excel: Excel, book: xw.Book, target: Path) -> None:
    """各格的样子，运行的时间不算；写的时候不再出事。"""
    lines = []
    for sheet in excel.store(book).sheets:
        timed = {at[0] for at, cell in sheet.cells.items() if cell.value == layout.LAST_RUN}
        lines += [
            f"{sheet.name} {at} {cell}"
            for at, cell in sorted(sheet.cells.items())
            if at[0] not in timed
        ]
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(file, "\n".join(lines).encode())
    os.close(file)
