"""`attach`: what the buttons do, where Excel must not start a program."""

from __future__ import annotations

import sys

import click

from xlbudget.cli.group import Command
from xlbudget.domain.errors import UnknownName
from xlbudget.formats.keys import nearest


@click.command(cls=Command, name="attach")
@click.argument("action", default="说明", metavar="[说明|校验|缺口]")
@click.option("--workbook", metavar="文件名", help="打开着的哪个工作簿；缺省是当前的那个。")
def attach_to_excel(action: str, workbook: str | None) -> None:
    """接上 Excel 里打开的工作簿，做按钮做的事；用在不许 Excel 启动程序的电脑上。"""
    from xlbudget.addin import ATTACHED, attach

    if action not in ATTACHED:
        raise UnknownName(
            where="attach",
            seen=f"“{action}”",
            expected="、".join(ATTACHED),
            remedy=nearest(action, ATTACHED),
        )
    if not attach(action, workbook, click.echo):
        sys.exit(2)
