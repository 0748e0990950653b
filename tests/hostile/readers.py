"""用户能把一个文件交给程序的每一处：一处一条命令。"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from xlbudget.cli.commands import main

GOOD, DOCUMENT, FOLDER, OUT = "好.xlsx", "说明.docx", "各单位", "出"
"""每间屋子里都有的：好的工作簿、由它生成的文档、批量的文件夹、只许写在这里面的输出文件夹。"""

Words = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reader:
    """一处入口：名称、命令；`folder` 是先放进文件夹的一个文件；`told` 是批量这样不停下的命令把
    错误写在哪里。
    """

    name: str
    words: Words
    folder: str = ""
    told: str = ""
    code: int = 2


def _at(*words: str) -> Words:
    """一条命令，“*”是坏文件。"""
    return lambda file: tuple(word.replace("*", file) for word in words)


_NEW = ("new", "sichuan", "2024", "-o", f"{OUT}/新.xlsx")
_INTO = ("import", "--into", GOOD, "-o", f"{OUT}/新.xlsx")
_ROLLED = ("-o", f"{OUT}/部门.xlsx", "--unit", "示例局")
_REPORT = ("report", GOOD, "-o", OUT, "--only", "docx")
_BATCH = ("batch", FOLDER, "-o", OUT, "--only", "txt", "--jobs", "1")

WORKBOOK_READERS = (
    Reader("check", _at("check", "*")),
    Reader("report", _at("report", "*", "-o", OUT)),
    Reader("explain", _at("explain", "*", "收支总表.总计.增减率")),
    Reader("new --from", _at(*_NEW, "--from", "*")),
    Reader("new --last-year", _at(*_NEW, "--unit", "示例街道办事处", "--last-year", "*")),
    Reader("import", _at(*_INTO, "*")),
    Reader("import --into", _at("import", GOOD, "--into", "*", "-o", f"{OUT}/新.xlsx")),
    Reader("import --last-year", _at(*_INTO, "--last-year", "*")),
    Reader("rollup", _at("rollup", GOOD, "*", *_ROLLED)),
    Reader("rollup --against", _at("rollup", GOOD, *_ROLLED, "--against", "*")),
    Reader("check --workbook", _at("check", DOCUMENT, "--workbook", "*")),
    Reader(
        "refresh --workbook", _at("refresh", DOCUMENT, "--workbook", "*", "-o", f"{OUT}/新.docx")
    ),
    Reader("batch", _at(*_BATCH), folder="*", told="error.json", code=1),
    Reader("batch --parent", _at(*_BATCH, "--parent", "*"), folder=GOOD),
)
"""要表的各处。"""

DOCUMENT_READERS = (
    Reader("check", _at("check", "*")),
    Reader("check --workbook", _at("check", "*", "--workbook", GOOD)),
    Reader("check --against", _at("check", DOCUMENT, "--workbook", GOOD, "--against", "*")),
    Reader("check --annotate", _at("check", "*", "--annotate", "-o", f"{OUT}/意见.xlsx")),
    Reader("refresh", _at("refresh", "*", "--workbook", GOOD, "-o", f"{OUT}/新.docx")),
    Reader("report --template", _at(*_REPORT, "--template", "*")),
    Reader("report --section", _at(*_REPORT, "--section", "第四部分=*")),
    Reader("import --last-year", _at(*_INTO, "--last-year", "*")),
)
"""要文档的各处。"""

LIST_READERS = (
    Reader("rollup --eliminations", _at("rollup", GOOD, *_ROLLED, "--eliminations", "*")),
    Reader("batch", _at("batch", "*", "-o", OUT, "--only", "txt", "--jobs", "1")),
)
"""要清单的各处。"""


@dataclass(frozen=True, slots=True)
class Ran:
    """命令跑完以后：退出码，说了什么。"""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def xlbudget(*args: str, cwd: Path) -> Ran:
    """整个程序，连同报错和退出码，在这个进程里跑一遍。"""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["xlbudget", *args]),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    assert isinstance(ended.value.code, int)
    return Ran(ended.value.code, out.getvalue(), err.getvalue())
