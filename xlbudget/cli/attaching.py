"""`attach`: what the buttons do, where Excel must not start a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlbudget.cli.group import Command
from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest

if TYPE_CHECKING:
    from xlbudget.books.excel_dialogs import Answer

_WORDS = {"是": "yes", "否": "no", "取消": "cancel"}


@click.command(cls=Command, name="attach")
@click.argument("action", default="说明", metavar="[说明|校验|缺口|导入|上年]")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件...]")
@click.option("--workbook", metavar="文件名", help="打开着的哪个工作簿；缺省是当前的那个。")
def attach_to_excel(action: str, files: tuple[Path, ...], workbook: str | None) -> None:
    """接上 Excel 里打开的工作簿，做按钮做的事；用在不许 Excel 启动程序的电脑上。

    “导入”“上年”后面写文件；不写的，在 Excel 里选。
    """
    from xlbudget.addin import ATTACHED, TAKES_FILES, attach

    known = (*ATTACHED, *TAKES_FILES)
    if action not in known:
        raise UnknownName(
            where="attach",
            seen=f"“{action}”",
            expected="、".join(known),
            remedy=nearest(action, known),
        )
    if files and action not in TAKES_FILES:
        raise UnknownName(
            where=f"attach {action}",
            seen=f"“{files[0]}”",
            expected="不写文件",
            remedy=f"只有{'、'.join(f'“{word}”' for word in TAKES_FILES)}后面写文件；"
            "是哪个工作簿，请写在 --workbook 后面。",
        )
    if not attach(action, workbook, click.echo, files, _ask):
        sys.exit(2)


def _ask(text: str, cancel: bool) -> Answer:
    """A question in the terminal; nobody who answers is 取消."""
    from xlbudget.books.excel_dialogs import Answer

    words = [word for word in _WORDS if cancel or word != "取消"]
    click.echo(text)
    try:
        said = click.prompt("请回答", type=click.Choice(words), prompt_suffix="：")
    except click.Abort:
        return Answer.CANCEL if cancel else Answer.NO
    return Answer(_WORDS[said])
