"""docs/import.md 写到导入的每一种发现、每一个选项；例子里的命令都是对的。"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import xlbudget
from xlbudget.cli.commands import cli

PAGE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
NAME = re.compile(r"[a-z]+(?:-[a-z]+)+")
COMMANDS = re.findall(r"^(xlbudget .+)$", PAGE, re.MULTILINE)


def command_of(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


def names_in_the_source() -> Iterator[str]:
    """每一个像发现的名称的文字：小写的词用短横连着。"""
    for path in sorted((Path(xlbudget.__file__).parent / "intake").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and NAME.fullmatch(value):
                yield value


def test_every_finding_has_its_row() -> None:
    part = PAGE.partition("## 每条消息是什么意思")[2]
    rows = re.findall(r"^\| `([a-z-]+)` \| (错误|提醒|说明)", part, re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(set(names_in_the_source()))


@pytest.mark.parametrize("name", ["import", "new"])
def test_every_option_is_described(name: str) -> None:
    options = [
        param.opts[-1]
        for param in command_of(name).params
        if isinstance(param, click.Option) and param.opts != ["--python"]
    ]
    assert [option for option in options if f"`{option}" not in PAGE and option not in PAGE] == []


@pytest.mark.parametrize("line", COMMANDS)
def test_the_examples_are_commands(line: str) -> None:
    _, name, *args = shlex.split(line)
    command = command_of(name)
    assert command.make_context(name, args, resilient_parsing=False).params


def test_there_are_examples_of_both() -> None:
    assert {line.split()[1] for line in COMMANDS} == {"new", "import"}
