"""xlbudget refresh：照 docs/word.md 用一遍。"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from tests.publish.refresh.hand_made import edited, lines, paragraph_of, say_instead
from tests.workbook.workbooks import edit, results_of, workbook_of
from xlbudget.cli.commands import main
from xlbudget.publish.word.document import word_document

FUND = "八.1"


@dataclass(frozen=True)
class Ran:
    """命令跑完以后：退出码，说了什么。"""

    returncode: int
    stdout: str
    stderr: str


def xlbudget(*args: str | Path, cwd: Path) -> Ran:
    """整个程序，连同报错和退出码，在这个进程里跑一遍。"""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["xlbudget", *map(str, args)]),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    code = ended.value.code
    assert isinstance(code, int)
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """工作簿（接待费的国内批次改成 3）和由改之前的工作簿生成、人改过一个数的文档。"""
    room = tmp_path_factory.mktemp("刷新")
    written = word_document(results_of("sample_complete"))

    def overwrite(root: object) -> None:
        say_instead(paragraph_of(root, written.trace, FUND), "25.92万元", "25.9万元")  # type: ignore[arg-type]

    (room / "说明.docx").write_bytes(edited(written.data, overwrite))
    workbook_of("sample_complete", room / "决算.xlsx")
    edit(room / "决算.xlsx", {"补充资料!公务用车保有量": 3})
    return room


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    for path in made.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_new_document_has_the_new_number_and_the_old_one_is_as_it_was(folder: Path) -> None:
    before = (folder / "说明.docx").read_bytes()
    ran = xlbudget("refresh", "说明.docx", "--workbook", "决算.xlsx", "-o", "新.docx", cwd=folder)
    assert ran.returncode == 1
    text = "".join(lines((folder / "新.docx").read_bytes(), folder / "读.docx"))
    assert "共有公务用车3辆" in text
    assert "支出25.9万元" in text
    assert (folder / "说明.docx").read_bytes() == before
    assert "冲突 1 处" in ran.stdout
    assert "【25.9万元】" in ran.stdout
    assert "已写出" in ran.stdout
    again = xlbudget("refresh", "新.docx", "--workbook", "决算.xlsx", "-o", "再.docx", cwd=folder)
    assert "文档没有要改的" in again.stdout
    assert (folder / "再.docx").read_bytes() == (folder / "新.docx").read_bytes()


def test_json_tells_all_and_nothing_else(folder: Path) -> None:
    ran = xlbudget(
        *("refresh", "说明.docx", "--workbook", "决算.xlsx", "-o", "新.docx", "--json"), cwd=folder
    )
    told = json.loads(ran.stdout)
    assert told["changed"] is True
    assert [(each["kind"], each["now"], each["was"]) for each in told["left"]] == [
        ("冲突", "25.9万元", "25.92万元")
    ]
    assert any(
        each["now"].startswith("截至2024年12月31日，部门共有公务用车3辆")
        for each in told["replaced"]
    )
    assert told["files"] == ["新.docx", "新.trace.json"]
    assert (folder / "新.trace.json").is_file()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("说明.docx", "读入的文件不会被改写"),
        ("决算.xlsx", "请把文件名改成以 .docx 结尾"),
        ("新.pdf", "请把文件名改成以 .docx 结尾"),
        ("旧.docx", "文件已经存在"),
    ],
)
def test_nothing_is_overwritten_unasked(target: str, words: str, folder: Path) -> None:
    (folder / "旧.docx").write_bytes(b"old")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = xlbudget("refresh", "说明.docx", "--workbook", "决算.xlsx", "-o", target, cwd=folder)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_document_that_a_person_went_on_editing_is_not_overwritten_even_with_force(
    folder: Path,
) -> None:
    command = ("refresh", "说明.docx", "--workbook", "决算.xlsx", "-o", "新.docx")
    xlbudget(*command, cwd=folder)
    assert xlbudget(*command, "--force", cwd=folder).returncode == 1
    shutil.copy(folder / "说明.docx", folder / "新.docx")
    ran = xlbudget(*command, "--force", cwd=folder)
    assert ran.returncode == 2
    assert "覆盖会丢掉里面人写的内容" in ran.stderr


def test_a_workbook_in_the_place_of_the_document_is_called_so(folder: Path) -> None:
    ran = xlbudget("refresh", "决算.xlsx", "--workbook", "决算.xlsx", "-o", "新.docx", cwd=folder)
    assert ran.returncode == 2
    assert "电子表格（Excel 工作簿）；应为：Word 文档（.docx）" in ran.stderr


@pytest.mark.parametrize("name", ["说明.doc", "没有.docx"])
def test_what_is_no_document_is_refused_in_words(name: str, folder: Path) -> None:
    (folder / "说明.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    ran = xlbudget("refresh", name, "--workbook", "决算.xlsx", "-o", "新.docx", cwd=folder)
    assert ran.returncode == 2
    assert "请" in ran.stderr
    assert not (folder / "新.docx").exists()
