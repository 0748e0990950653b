"""What a person who does not know the program yet is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from xlbudget.domain.errors import OutputRefused

ROOT = Path(__file__).parents[2]
FIRST = 'title = "某县"\nextends = "sichuan"\nauthority = "示例"\nverified = false\nversion = "1"\n'


def run(
    *args: str | Path, cwd: Path, locale: dict[str, str] | None = None, stdout: int = PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xlbudget", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(locale or {})},
        stdout=stdout,
        stderr=PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("空白")
    done = run("new", "sichuan", "2024", "-o", "决算.xlsx", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return (folder / "决算.xlsx").read_bytes()


@pytest.fixture
def folder(made: bytes, tmp_path: Path) -> Path:
    (tmp_path / "决算.xlsx").write_bytes(made)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["chek"], ["“chek”", "是否想写“check”？"]),
        (["check", "甲.xlsx", "--year", "二〇"], ["--year 年度", "“二〇”", "2024"]),
        (["new", "sichuan", "20240", "-o", "甲.xlsx"], ["“20240”", "四位数"]),
        (["check", "--yaer", "2024", "甲.xlsx"], ["是否想写“--year”？"]),
        (["new", "sichuan", "2024"], ["缺少参数 -o 文件.xlsx"]),
        (["new", "sichuan", "2024", "-o"], ["选项 -o 后面要写一个值"]),
        (["check", "--json=1", "甲.xlsx"], ["选项 --json 后面不能写值"]),
        (["formats", "national", "sichuan"], ["多余的参数 sichuan"]),
    ],
)
def test_complaints_have_no_english(args: list[str], words: list[str], tmp_path: Path) -> None:
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr
    assert not re.search("No such|valid|Did you|Option|Error|Got|requires", done.stderr)


def test_help_says_required_in_chinese(tmp_path: Path) -> None:
    done = run("new", "--help", cwd=tmp_path)
    assert "（必填）" in done.stdout
    assert "required" not in done.stdout


def test_one_unreadable_file_does_not_hide_the_others(folder: Path) -> None:
    files = ["决算.xlsx", "没有.xlsx", "决算.xlsx"]
    done = run("check", *files, cwd=folder)
    assert done.returncode == 2
    assert done.stdout.count("勾稽相符") == 2
    assert done.stderr.startswith("没有.xlsx")
    told = json.loads(run("check", *files, "--json", cwd=folder).stdout)
    assert ["error" in one for one in told] == [False, True, False]
    assert told[1]["file"] == "没有.xlsx"
    assert "文件不存在" in told[1]["error"]


def test_a_lock_file_is_called_so(folder: Path) -> None:
    (folder / "~$决算.xlsx").write_bytes(b"\x05admin" + bytes(159))
    done = run("check", "~$决算.xlsx", cwd=folder)
    assert done.returncode == 2
    assert "请改为指定“决算.xlsx”" in done.stderr


def test_a_folder_of_formats_that_is_none(folder: Path) -> None:
    town = folder / "格式" / "mytown"
    town.mkdir(parents=True)
    (town / "format.toml").write_text(FIRST, encoding="utf-8")
    for args in (["check", "决算.xlsx", "决算.xlsx"], ["formats"]):
        done = run(*args, "--formats", "无", cwd=folder)
        assert (done.returncode, done.stderr.count("文件夹不存在")) == (2, 1)
        done = run(*args, "--formats", town, cwd=folder)
        assert done.returncode == 2
        assert f"上一级：“{folder / '格式'}”" in done.stderr
    assert "某县" in run("formats", "--formats", "格式", cwd=folder).stdout


def test_a_wrong_format_is_told_once(folder: Path) -> None:
    done = run("check", "决算.xlsx", "决算.xlsx", "--format", "sichun", cwd=folder)
    assert (done.returncode, done.stderr.count("是否想写“sichuan”？")) == (2, 1)


def test_the_summary_says_what_was_not_checked(folder: Path) -> None:
    done = run("check", "决算.xlsx", cwd=folder)
    found = re.search(r"应核 (\d+) 类，核到 (\d+) 类，没有核到：(R\d+ [^、。]+)", done.stdout)
    assert found
    assert int(found[2]) < int(found[1])


def test_a_sample_of_the_guide_is_complete(folder: Path) -> None:
    guide = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    sample = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    command = re.search(r"^xlbudget (report .*--formats.*)$", guide, re.MULTILINE)
    assert sample
    assert command
    town = folder / "我的格式" / "mytown"
    (town / "narrative").mkdir(parents=True)
    (town / "format.toml").write_text(sample[1], encoding="utf-8")
    (town / "narrative" / "01_overall.txt").write_text("一、总体\n本县说明。\n", encoding="utf-8")
    done = run(*command[1].split(), cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "本县说明。" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="管道")
@pytest.mark.parametrize(
    "args", [["check", "决算.xlsx", "决算.xlsx"], ["check", "--help"], [], ["formats", "--json"]]
)
def test_a_reader_who_has_left(args: list[str], folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*args, cwd=folder, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(os.name != "posix", reason="locale")
@pytest.mark.parametrize("name", ["LANG", "LC_ALL"])
def test_chinese_in_the_c_locale(name: str, folder: Path) -> None:
    locale = {"LANG": "", name: "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("check", "决算.xlsx", "没有.xlsx", cwd=folder, locale=locale)
    assert done.returncode == 2
    assert "决算.xlsx" in done.stdout
    assert "勾稽相符" in done.stdout
    assert done.stderr.startswith("没有.xlsx\n    这里是：文件不存在")
    written = run("report", "决算.xlsx", cwd=folder, locale=locale)
    assert "Traceback" not in written.stderr
    assert "PYTHONUTF8=1" in written.stderr


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    from xlbudget.files.whole import make_folder

    (tmp_path / "文件").touch()
    with pytest.raises(OutputRefused, match="（路径中有一段不是文件夹）"):
        make_folder(tmp_path / "文件" / "出")
