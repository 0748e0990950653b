"""各页的 sh 块照着打一遍，python 块照着跑一遍；跑不了的写明为什么，数得出来。"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest

from tests.docs.desk import BY_HAND, MAKERS, lay
from tests.docs.markdown import NAMES, ROOT, blocks
from xlbudget.cli.commands import main

NOT_HERE = re.compile(r"不运行：\S")
IN_CI = re.compile(r"命令：(\w+)")
"""README 的两条命令由 .ci/run 照着运行。"""

MOST_NOT_RUN = 40
INPUT_ENDS = (".xlsx", ".xlsm", ".xls", ".docx", ".pdf", ".csv", ".txt", ".html")
OFFICE = re.compile(r"\bxlbudget pdf\b|--final\b|--only \S*pdf")


def pages(kind: str) -> list[str]:
    return [name for name in NAMES if any(runs(block.mark) for block in blocks(name, kind))]


def runs(mark: str) -> bool:
    return not NOT_HERE.match(mark) and not IN_CI.match(mark)


def lines_of(name: str) -> Iterator[str]:
    for block in blocks(name, "sh"):
        if runs(block.mark):
            if block.mark.startswith("先由人做："):
                yield block.mark
            yield from (line.strip() for line in block.body.replace("\\\n", " ").splitlines())


def inputs(words: list[str]) -> list[str]:
    """一条命令里像文件的词，不是它写出来的。"""
    found = []
    for before, word in zip(["", *words], words, strict=False):
        path = (word.partition("=")[2] or word).rstrip("/")
        named = path in MAKERS or (path.endswith(INPUT_ENDS) and not word.startswith("-"))
        if named and before not in ("-o", "--page", "--log"):
            found.append(path)
    return found


def output(words: list[str]) -> str | None:
    """这条命令新写的文件或文件夹。"""
    return next((after for before, after in pairwise(words) if before in ("-o", "--page")), None)


def anew(words: list[str], folder: Path) -> None:
    """前面一条写过同一个输出的，是同一件事的另一种做法：从没有它开始。"""
    written = output(words)
    if words[0] == "report" and written is None:
        written = f"{Path(words[1]).stem}-说明"
    if "--annotate" in words:
        for old in folder.rglob("*-批注.docx"):
            old.unlink()
    if written is None or "--resume" in words:
        return
    path = folder / written
    if path.is_dir():
        shutil.rmtree(path)
    for old in (path, path.with_name(f"{path.name}.log"), path.with_suffix(".trace.json")):
        old.unlink(missing_ok=True)


def xlbudget(words: list[str], folder: Path) -> tuple[int, str]:
    """整个程序在这个进程里跑一遍：退出码，说了什么不好的。"""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["xlbudget", *words]),
        mock.patch("webbrowser.open", return_value=True),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return code, err.getvalue()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("桌上")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """空文件夹；家目录在它旁边，没有桌面，免得命令动到用户自己的。"""
    (tmp_path / "家").mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "家"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "做").mkdir()
    return tmp_path / "做"


@pytest.mark.parametrize("name", pages("sh"))
def test_every_command_of_a_page_runs(
    name: str, folder: Path, room: Path, request: pytest.FixtureRequest
) -> None:
    """退出码 0 或 1（有要看的问题）；2 是照着打却不行。"""
    done = 0
    for line in lines_of(name):
        for told, do in BY_HAND.items():
            if line.startswith(told):
                do(folder)
        if line.startswith("先由人做："):
            assert line in BY_HAND, f"“{line}”没有人做：请登记在 desk.py"
            continue
        words = shlex.split(line, comments=True)
        if not words:
            continue
        assert words[0] == "xlbudget", f"“{line}”不是 xlbudget 的命令：请在块的前面写明不运行的原因"
        if OFFICE.search(line):
            request.getfixturevalue("soffice")
        for each in inputs(words[1:]):
            if not (folder / each).exists():
                assert each in MAKERS, f"“{line}”里的 {each} 没有人做：请登记在 desk.py"
                lay(each, folder, room)
        anew(words[1:], folder)
        code, said = xlbudget(words[1:], folder)
        assert code in (0, 1), f"{line}\n{said}"
        assert "Traceback" not in said
        done += 1
    assert done


def test_blocks_that_are_not_run_are_few_and_say_why() -> None:
    marked = [
        (name, block)
        for name in NAMES
        for block in blocks(name, "sh", "bat", "python")
        if not runs(block.mark)
    ]
    assert 0 < len(marked) <= MOST_NOT_RUN
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for _, block in marked:
        named = IN_CI.match(block.mark)
        assert NOT_HERE.match(block.mark) or (named and f"readme_command {named[1]}" in ci)


def test_scripts_that_are_not_run_exist_and_have_the_options() -> None:
    """跑不了的块里，仓库里的脚本都在，写的选项脚本都认。"""
    seen = 0
    for name in NAMES:
        for block in blocks(name, "sh"):
            for script, said in re.findall(r"python3? ([\w/]+\.py)([^&\n#]*)", block.body):
                path = ROOT / script
                assert path.is_file(), f"{name}：没有 {script}"
                options = re.findall(r"--[\w-]+", said)
                source = path.read_text(encoding="utf-8")
                assert [each for each in options if f'"{each}"' not in source] == [], script
                seen += 1
    assert seen > 8


@pytest.mark.parametrize("name", NAMES)
def test_commands_for_windows_are_marked(name: str) -> None:
    """cmd 的命令在这里跑不了：要么写明，要么不写成 bat 块。"""
    assert [block.line for block in blocks(name, "bat") if runs(block.mark)] == []


@pytest.mark.parametrize("name", pages("python"))
def test_every_python_block_of_a_page_runs(name: str, folder: Path, room: Path) -> None:
    bound: dict[str, object] = {}
    ran = 0
    for block in blocks(name, "python"):
        if not runs(block.mark):
            continue
        for word in re.findall(r"\"([^\"\n]+)\"", block.body):
            if word in MAKERS and not (folder / word).exists():
                lay(word, folder, room)
        with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block.body, f"{name}:{block.line}", "exec"), bound)  # noqa: S102
        ran += 1
    assert ran


def test_a_command_that_is_wrong_would_be_seen(folder: Path) -> None:
    code, said = xlbudget(["report", "没有这个.xlsx"], folder)
    assert code == 2
    assert "没有这个.xlsx" in said
    assert list(folder.iterdir()) == []
