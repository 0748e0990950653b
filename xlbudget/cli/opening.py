"""`open`: whatever a person drops on the launcher, from the file to the page in the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from xlbudget.cli.asking import has_terminal
from xlbudget.cli.dropped import ask_for_files, named_files
from xlbudget.cli.group import Command
from xlbudget.cli.opened import Opening, tell_unforeseen
from xlbudget.cli.options import confirm_option, formats_option, place_option, year_option
from xlbudget.cli.streams import STOPPED, refused_by_system
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.machine.showing import show_folder, show_page
from xlbudget.pipeline import Request

_SHOWN = 3
"""So many results are shown at once; more would bury the desktop under windows."""


@click.command(cls=Command, name="open")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="文件...")
@click.option(
    "--no-browser",
    is_flag=True,
    envvar="XLBUDGET_NO_BROWSER",
    help="不打开文件夹和浏览器，只说写在哪里；设了环境变量 XLBUDGET_NO_BROWSER=1 也是。",
)
@click.option("--wait", is_flag=True, help="做完等按回车，窗口不马上关掉（启动文件用）。")
@confirm_option
@place_option
@year_option
@formats_option
def open_files(
    files: tuple[Path, ...],
    no_browser: bool,
    wait: bool,
    confirm: bool,
    place: str | None,
    year: int | None,
    formats: tuple[Path, ...],
) -> None:
    """一步到位：工作簿、导出的表、说明文档或文件夹交给它，写出结果，打开文件夹和审核页。"""
    request = Request(place=place, year=year, formats=formats)
    show = (lambda _: None) if no_browser else _show
    code = 2
    try:
        code = _opened(files, Opening(request, _exit_code, confirm=confirm), show)
    except XlbudgetError as error:
        click.echo(str(error), err=True)
    except OSError as error:
        click.echo(str(refused_by_system(error)), err=True)
    except click.Abort:
        click.echo(STOPPED, err=True)
    except Exception as error:  # noqa: BLE001  窗口关掉以后没有人看得到它
        tell_unforeseen(error)
    finally:
        if wait and has_terminal():
            _wait()
    sys.exit(code)


def _opened(given: Sequence[Path], opening: Opening, show: Callable[[Sequence[Path]], None]) -> int:
    """Do all there is to do, show what came of it; the exit code."""
    paths = named_files(given, os.environ)
    if not paths:
        if not has_terminal():
            raise OutputRefused(
                where="xlbudget open",
                seen="没有给文件",
                expected="工作簿、导出的表、说明文档或文件夹",
                remedy="请把文件拖到启动文件的图标上，或写在命令后面：xlbudget open 决算.xlsx",
            )
        paths = ask_for_files()
    opening.take(paths)
    show(opening.results)
    return opening.code


def _exit_code(command: click.Command, **given: Any) -> int:
    """Run another command; its exit code instead of the end of the program."""
    try:
        click.get_current_context().invoke(command, **given)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _show(results: Sequence[Path]) -> None:
    """Open the page of each result and the folder that it is in; of many the first ones."""
    folders: dict[Path, None] = {}
    for page in results[:_SHOWN]:
        if page.parent not in folders:
            folders[page.parent] = None
            if not show_folder(page.parent):
                click.echo(f"没有打开文件夹，请自己打开：{page.parent}")
        if not show_page(page):
            click.echo(f"没有打开浏览器，请双击这个文件：{page}")
    if len(results) > _SHOWN:
        click.echo(f"只打开了前 {_SHOWN} 个，其余的位置见上面。")


def _wait() -> None:
    """The window stays until a person has read it."""
    try:
        click.prompt("按回车键关闭", default="", show_default=False, prompt_suffix="。")
    except click.Abort:
        return
