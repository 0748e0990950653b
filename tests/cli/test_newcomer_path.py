"""新来的人手里只有 README：照“四条命令”打，从一份导出到核对过的 Word 定稿。

每条命令印的话要读得懂：中文，说了在哪里、写了什么、接着做什么；文件都在，Word 打得开，里面有数。
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from tests.docs.desk import filled_in, lay
from tests.docs.markdown import ROOT

SECTION = "从导出到定稿"
NAMES = re.compile(
    r"""
    \bxlbudget(?:\ [a-z]+)?\b | \b(?:Word|Excel|WPS|LibreOffice|PDF|JSON|README|sichuan)\b  # 名字
    | [^\s“”：、（）]*\.(?:xlsx?|docx|json|html|txt|pdf)\b               # 文件
    | [^\s，。]*![A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?                         # 表!格
    | (?<![A-Za-z])[A-Z]{1,3}\d+(?:_\d+)?(?![A-Za-z])                     # 规则、表、格的编号
    | (?<!\S)--?[a-z-]+                                                   # 选项
    """,
    re.VERBOSE,
)
"""英文只许是这些。"""


@dataclass(frozen=True)
class Said:
    """一条命令：打的字，退出码，印的话。"""

    command: str
    code: int
    out: str
    err: str


def commands() -> list[str]:
    """README 那一节的 sh 块，一行一条；注释是人要做的事。"""
    _, _, section = (ROOT / "README.md").read_text("utf-8").partition(f"## {SECTION}")
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert block
    return [line for line in block[1].splitlines() if line.strip()]


def typed(command: str, folder: Path) -> Said:
    """照打：装好的程序，在自己的文件夹里，没有别的环境变量。"""
    program, *words = shlex.split(command, comments=True)
    own = Path(sys.executable).with_name(program)
    started = [str(own)] if own.exists() else [sys.executable, "-m", program]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [*started, *words],
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Said(command.partition("#")[0].strip(), done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, room = tmp_path_factory.mktemp("新手"), tmp_path_factory.mktemp("桌上")
    for name in ("导出.xls", "上年决算.xlsx"):
        lay(name, folder, room)
    return folder


@pytest.fixture(scope="module")
def said(folder: Path) -> list[Said]:
    found = []
    for line in commands():
        if line.startswith("#"):
            filled_in(folder)
        else:
            found.append(typed(line, folder))
    return found


def test_at_most_four_commands(said: list[Said]) -> None:
    assert [each.command.split()[1] for each in said] == ["new", "report", "report", "check"]
    assert [(each.command, each.code) for each in said if each.code not in (0, 1)] == []


def test_the_last_one_finds_nothing_wrong(said: list[Said]) -> None:
    assert (said[-1].code, said[-1].err) == (0, "")
    last = said[-1].out.splitlines()[-1]
    assert last.startswith("错误 0，提醒 0")
    assert re.search(r"核到的 \d+ 项", last)


def test_every_message_can_be_read(said: list[Said]) -> None:
    for each in said:
        words = each.out + each.err
        assert "Traceback" not in words
        assert re.search("[\u4e00-\u9fff]", words), each.command
        left = re.findall(r"[A-Za-z]{2,}", NAMES.sub("", words))
        assert left == [], each.command


def test_every_message_says_what_was_written_and_what_comes_next(said: list[Said]) -> None:
    new, first, final, _ = (each.out for each in said)
    assert "已新建 决算.xlsx" in new
    assert "接着" in new
    assert "xlbudget report 决算.xlsx" in new
    for folder, out in (("决算-说明", first), ("定稿", final)):
        assert "已写出" in out
        assert f"{folder}/决算.docx" in out.replace("\\", "/")
    assert first.splitlines()[-1].strip() == (
        "接着：照上面的“待填写”改 决算.xlsx，存盘，再运行一次，加 --force。"
    )
    (told,) = re.findall("接着：再与表核对一遍：(.*)", final.replace("\\", "/"))
    assert told == said[-1].command
    gaps = re.findall(r"^待填写  .*\n +(.*)$", first, re.MULTILINE)
    assert gaps
    for line in gaps:
        assert re.search("请填在|请填上|请", line), line


def test_the_files_are_there_and_hold_the_numbers(folder: Path, said: list[Said]) -> None:
    listed = {
        line.strip().replace("\\", "/")
        for each in said
        for line in each.out.splitlines()
        if re.fullmatch(r"    (?:决算-说明|定稿)\S+", line)
    }
    assert len(listed) > 10
    assert [name for name in listed if not (folder / name).stat().st_size] == []
    shown = "\n".join(
        each.text for each in docx.Document(str(folder / "定稿" / "决算.docx")).paragraphs
    )
    text = (folder / "定稿" / "narrative.txt").read_text("utf-8")
    numbers = re.findall(r"\d+(?:\.\d+)?(?:万元|%)", text)
    assert len(numbers) > 50
    assert [number for number in numbers if number not in shown] == []
    assert "〔" not in shown
    assert "1482.22万元" in shown  # 收入支出总计，见 docs/quick-start.md 的示例
