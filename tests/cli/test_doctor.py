"""`doctor`：看电脑、放启动文件、拿走启动文件，在命令行里。"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.import_runs import xlbudget
from tests.machine.standing_in import Computer, usual_windows
from xlbudget.cli import doctoring
from xlbudget.domain.errors import OutputRefused
from xlbudget.machine.examined import Line, bad, care, good


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    windows = usual_windows()
    monkeypatch.setattr(doctoring, "ThisMachine", lambda: windows)
    return windows


def test_each_line_says_how_it_is_and_what_to_do(computer: Computer) -> None:
    done = xlbudget("doctor")
    assert done.exit_code == 0
    assert "好  Excel：2016 以上" in done.output
    assert "注意  LibreOffice：没有装" in done.output
    assert "PDF 可以从 Word 或 WPS 里另存" in done.output
    assert done.output.splitlines()[-1].endswith("不行 0。可以用。")
    assert computer.free_bytes


def test_what_cannot_be_done_gives_exit_code_1(computer: Computer) -> None:
    del computer.packages["lxml"]
    done = xlbudget("doctor")
    assert done.exit_code == 1
    assert "不行  用到的库：没有 lxml" in done.output
    assert done.output.splitlines()[-1].endswith("不行 1。先解决“不行”的，再用。")


def test_json_has_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def examined(_: object, *, try_office: bool) -> Iterator[Line]:
        assert not try_office
        yield good("甲", "有")
        yield care("乙", "少一点", "慢", "换")
        yield bad("丙", "没有", "做不了", "装")

    monkeypatch.setattr(doctoring, "examine", examined)
    done = xlbudget("doctor", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output) == {
        "lines": [
            {"name": "甲", "state": "好", "seen": "有", "means": "", "remedy": ""},
            {"name": "乙", "state": "注意", "seen": "少一点", "means": "慢", "remedy": "换"},
            {"name": "丙", "state": "不行", "seen": "没有", "means": "做不了", "remedy": "装"},
        ],
        "bad": 1,
    }


@pytest.mark.skipif(sys.platform != "linux", reason=".desktop")
def test_launchers_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据"))
    desktop = tmp_path / "桌 面"
    done = xlbudget("doctor", "--install", "--desktop", desktop)
    assert done.exit_code == 0
    entry = desktop / "部门决算说明.desktop"
    assert f"已放好：{entry}" in done.output
    assert sys.executable in entry.read_text("utf-8")
    assert (tmp_path / "数据" / "applications" / entry.name).is_file()
    again = xlbudget("doctor", "--install", "--desktop", desktop, "--json")
    assert {each["fate"] for each in json.loads(again.output)} == {"已换成新的"}
    entry.write_text("[Desktop Entry]\nName=我的\n", encoding="utf-8")
    gone = xlbudget("doctor", "--uninstall", "--desktop", desktop)
    assert gone.exit_code == 1
    assert f"同名的文件不是本程序放的，或者有人改过：{entry}" in gone.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [entry]
    entry.unlink()
    assert "没有启动文件可拿" in xlbudget("doctor", "--uninstall", "--desktop", desktop).output


def test_a_desktop_that_cannot_be_written_keeps_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据"))
    (tmp_path / "文件").touch()
    done = xlbudget("doctor", "--install", "--desktop", tmp_path / "文件" / "桌面")
    assert done.exit_code == 1
    assert "没有做成：不能建立文件夹" in done.output
    if sys.platform == "linux":
        assert (tmp_path / "数据" / "applications" / "部门决算说明.desktop").is_file()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--install", "--uninstall"], "写在一起"),
        (["--desktop", "桌面"], "没有 --install"),
        (["--install", "--try-office"], "写在一起"),
    ],
)
def test_options_that_make_no_sense_together(args: list[str], says: str) -> None:
    with pytest.raises(OutputRefused, match=says):
        xlbudget("doctor", *args)
