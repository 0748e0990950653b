"""`doctor`: what of the work this computer can do; and the launchers on the desktop."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from xlbudget.cli.group import Command
from xlbudget.cli.options import json_option
from xlbudget.cli.terminal import print_json
from xlbudget.domain.errors import OutputRefused, XlbudgetError
from xlbudget.machine.examination import examine
from xlbudget.machine.examined import Line, State
from xlbudget.machine.launchers import Fate, Launcher, install, launchers, uninstall
from xlbudget.machine.this_machine import ThisMachine

_COLOURS = {State.GOOD: "green", State.CARE: "yellow", State.BAD: "red"}


@click.command(cls=Command)
@click.option("--install", "installs", is_flag=True, help="在桌面上放启动文件，把文件拖上去就做。")
@click.option("--uninstall", "removes", is_flag=True, help="拿走启动文件；别的同名文件不动。")
@click.option(
    "--desktop",
    type=click.Path(path_type=Path),
    metavar="目录",
    help="启动文件放在这里，不放在桌面上。",
)
@click.option("--try-office", is_flag=True, help="用 LibreOffice 试转一个小文件，要几秒。")
@json_option
def doctor(
    installs: bool, removes: bool, desktop: Path | None, try_office: bool, as_json: bool
) -> None:
    """看这台电脑缺什么：Python、Excel、WPS、字体、读写，怎么办；--install 放启动文件。"""
    _refuse_to_mix(installs=installs, removes=removes, desktop=desktop, try_office=try_office)
    machine = ThisMachine()
    if installs or removes:
        act = install if installs else uninstall
        _launchers(tuple(launchers(machine, desktop)), act, as_json=as_json)
        return
    lines = list(examine(machine, try_office=try_office))
    bad = sum(line.state is State.BAD for line in lines)
    if as_json:
        print_json({"lines": [line.json() for line in lines], "bad": bad})
    else:
        for line in lines:
            _print(line)
        counts = "，".join(
            f"{state.value} {sum(line.state is state for line in lines)}" for state in State
        )
        click.echo(f"{counts}。" + ("先解决“不行”的，再用。" if bad else "可以用。"))
    sys.exit(1 if bad else 0)


def _print(line: Line) -> None:
    click.echo(
        f"{click.style(line.state.value, fg=_COLOURS[line.state])}  {line.name}：{line.seen}"
    )
    for said in (line.means, line.remedy):
        if said:
            click.echo(f"    {said}")


def _refuse_to_mix(
    *, installs: bool, removes: bool, desktop: Path | None, try_office: bool
) -> None:
    wrong = ""
    if installs and removes:
        wrong = "--install 和 --uninstall 写在一起"
    elif desktop is not None and not (installs or removes):
        wrong = "有 --desktop，没有 --install 或 --uninstall"
    elif try_office and (installs or removes):
        wrong = "--try-office 和 --install、--uninstall 写在一起"
    if wrong:
        raise OutputRefused(
            where="xlbudget doctor",
            seen=wrong,
            expected="--install [--desktop 目录]，或 --uninstall [--desktop 目录]，或都不写",
            remedy="请分开运行。",
        )


def _launchers(
    made: tuple[Launcher, ...], act: Callable[[Launcher], Fate | None], *, as_json: bool
) -> None:
    """Make or remove each launcher; what is wrong with one keeps none of the others."""
    fates: list[tuple[Launcher, str, bool]] = []
    for launcher in made:
        try:
            fate = act(launcher)
        except XlbudgetError as error:
            fates.append((launcher, f"没有做成：{error.seen}。{error.remedy}", False))
        else:
            if fate is not None:
                fates.append((launcher, fate.value, fate is not Fate.KEPT))
    if as_json:
        print_json(
            [{"path": str(each.path), "fate": said, "done": done} for each, said, done in fates]
        )
    else:
        for each, said, _ in fates:
            click.echo(f"{said}：{each.path}")
            if said in (Fate.MADE.value, Fate.RENEWED.value):
                click.echo(f"    怎样用：{each.use}。见文档“拖放使用”")
        if not fates:
            click.echo("没有启动文件可拿。" if made else "找不到桌面：请用 --desktop 目录 写明。")
    if not made or not all(done for *_, done in fates):
        sys.exit(1)
