from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from tests.batch.conftest import complete, folder, goods
from tests.batch.trees import tree, whole
from tests.cli.import_runs import xlbudget
from xlbudget.batch.extract import EXTRACT
from xlbudget.batch.names import OVERVIEW
from xlbudget.batch.stamp import FAILED, IMPORTED, STAMP
from xlbudget.batch.terms import ROOM, Made, State
from xlbudget.cli.batch_progress import Bar, PlainLines, Tally, progress
from xlbudget.cli.batching import batch
from xlbudget.cli.interrupts import interruptible
from xlbudget.pipeline.made_files import FILES

__all__ = ["complete", "folder", "goods"]

ROOT = Path(__file__).parents[2]
FEW = ("--only", "txt", "--jobs", "1")


@pytest.fixture(scope="module")
def done(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A run over the whole folder, in this process."""
    out = tmp_path_factory.mktemp("批量") / "输出"
    return out, xlbudget("batch", folder, "-o", out, *FEW)


def events(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_everything_good_is_written_and_the_rest_told(done: tuple[Path, Result]) -> None:
    out, result = done
    assert result.exit_code == 1
    assert "共 9 个单位。" in result.output
    assert "没有做成 2。" in result.output
    assert "    坏了：坏了.xlsx：文件已损坏" in result.output
    assert sorted(path.name for path in out.iterdir() if path.is_file()) == [
        "index.html",
        "汇总.xlsx",
    ]
    assert len([path for path in out.iterdir() if path.is_dir()]) == 9
    assert not (out / ROOM).exists()


def test_times_stand_in_the_record_beside_the_folder(done: tuple[Path, Result]) -> None:
    out, result = done
    record = out.with_name("输出.log").read_text("utf-8")
    assert "没有看 ~$上海.xlsx：锁定文件" in record
    assert "没有做成 空的" in record
    assert "输出.log" in result.output
    for path in out.rglob("*"):
        assert path.name != "输出.log"


def test_another_folder_holds_the_same_bytes(
    folder: Path, done: tuple[Path, Result], tmp_path: Path
) -> None:
    again = xlbudget("batch", folder, "-o", tmp_path / "另一处", *FEW, "--json")
    assert again.exit_code == 1
    assert tree(tmp_path / "另一处") == tree(done[0])
    told = events(again.output)
    assert [each["event"] for each in told] == ["start", *["unit"] * 9, "end"]
    assert told[0]["units"] == 9
    assert {each["folder"] for each in told[1:-1] if each["state"] == "failed"} == {"坏了", "空的"}
    assert (told[-1]["done"], told[-1]["failed"]) == (9, ["坏了", "空的"])


def test_what_stands_there_is_not_written_over_unasked(
    folder: Path, done: tuple[Path, Result]
) -> None:
    out, _ = done
    before = tree(out)
    with pytest.raises(Exception, match="已有单位的文件夹") as refused:
        xlbudget("batch", folder, "-o", out, *FEW)
    assert "--resume" in str(refused.value)
    with pytest.raises(Exception, match="两个中的一个"):
        xlbudget("batch", folder, "-o", out, *FEW, "--resume", "--force")
    resumed = xlbudget("batch", folder, "-o", out, *FEW, "--resume")
    assert "其中 7 个上次已经做好" in resumed.output
    assert tree(out) == before


def test_a_list_and_no_findings_give_exit_code_0(complete: bytes, tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(complete)
    (tmp_path / "清单.txt").write_text("甲.xlsx\t示例局\n", "utf-8")
    out = tmp_path / "输出"
    (out / "上次的").mkdir(parents=True)
    result = xlbudget("batch", tmp_path / "清单.txt", "-o", out, *FEW)
    assert result.exit_code == 0, result.output
    assert (out / "示例局" / "narrative.txt").is_file()
    assert "也在输出文件夹里的：上次的" in result.output


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("没有",), "不存在"),
        (("空",), "没有表格文件"),
        (("甲.xlsx",), "xlbudget report"),
        (("空", "--only", "pdf"), "pdf"),
        (("空", "--format", "sichuann", "--year", "2024"), "sichuan"),
        (("空", "--format", "sichuan"), "只写了一个"),
        (("空", "--jobs", "0"), "1 以上的整数"),
        (("空", "--log", "输出/a.log"), "输出文件夹以外"),
        (("空", "-o", "."), "就是要读的文件夹"),
        (("空", "--parent", "没有.xlsx"), "不存在"),
        (("空", "--formats", "没有"), "文件夹不存在"),
        (("空", "-o", Path.cwd().anchor), "就是要读的文件夹，或在它上面"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything(
    args: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空").mkdir()
    (tmp_path / "甲.xlsx").write_bytes(b"x")
    with pytest.raises(Exception, match=says):
        xlbudget("batch", "-o", "输出", *args)
    assert not (tmp_path / "输出").exists()


def test_a_file_of_somebody_is_no_record(goods: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "入").mkdir()
    workbook = tmp_path / "入" / "甲.xlsx"
    workbook.write_bytes(goods["上海"])
    with pytest.raises(Exception, match="不是批量处理的运行记录"):
        xlbudget("batch", tmp_path / "入", "-o", tmp_path / "输出", "--log", workbook, *FEW)
    assert workbook.read_bytes() == goods["上海"]


def test_without_standard_output_lines_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert isinstance(progress(Tally(1), as_json=False), PlainLines)


def started(folder: Path, out: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "xlbudget", "batch", folder, "-o", out),
            *("--only", "txt", "--jobs", "2", "--json"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def until_a_unit_is_done(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "unit":
            return
    pytest.fail(process.stderr.read() if process.stderr else "")


@pytest.fixture
def ended() -> Iterator[list[subprocess.Popen[str]]]:
    """The processes that a test started: none stays behind."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX 的信号")
def test_a_run_that_is_killed_goes_on_to_the_same_bytes(
    folder: Path, done: tuple[Path, Result], tmp_path: Path, ended: list[subprocess.Popen[str]]
) -> None:
    out = tmp_path / "输出"
    process = started(folder, out)
    ended.append(process)
    until_a_unit_is_done(process)
    time.sleep(random.uniform(0, 0.3))  # noqa: S311  随便什么时候
    process.send_signal(signal.SIGKILL)
    process.communicate()
    found = [path for path in out.iterdir() if path.is_dir() and path.name != ROOM]
    assert found
    assert all(whole(path) for path in found)
    resumed = xlbudget("batch", folder, "-o", out, *FEW, "--resume")
    assert resumed.exit_code == 1
    assert tree(out) == tree(done[0])


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX 的信号")
def test_a_run_that_is_asked_to_stop_stops_soon(
    folder: Path, tmp_path: Path, ended: list[subprocess.Popen[str]]
) -> None:
    out = tmp_path / "输出"
    process = started(folder, out)
    ended.append(process)
    until_a_unit_is_done(process)
    process.send_signal(signal.SIGINT)
    told, complaints = process.communicate(timeout=120)
    assert process.returncode == 130, complaints
    assert "马上停" in complaints
    stopped = json.loads(told.splitlines()[-1])
    assert stopped["event"] == "stopped"
    assert 0 < stopped["done"] < 9
    assert len(list(out.iterdir())) == stopped["done"]
    assert all(whole(path) for path in out.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX 的信号")
def test_the_second_wish_to_stop_is_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    monkeypatch.setattr("xlbudget.cli.interrupts.end_now", lambda: ended.append(True))
    before = signal.getsignal(signal.SIGTERM)
    with interruptible() as stopping:
        assert not stopping()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stopping()
        assert not ended
        with pytest.raises(SystemExit, match="130"):
            os.kill(os.getpid(), signal.SIGINT)
    assert ended
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_bar_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    tally = Tally(2)
    shown = progress(tally, as_json=False)
    assert isinstance(shown, Bar)
    with shown:
        for made in (
            Made(folder="甲", state=State.DONE, warnings=1),
            Made(folder="[乙]", state=State.FAILED, says="甲.xlsx：[空文件]"),
        ):
            tally.add(made)
            shown.unit(made)
    assert "没有做成 [乙]：甲.xlsx：[空文件]" in screen.getvalue()
    assert "2/2" in screen.getvalue()
    assert (tally.green, tally.amber, tally.red) == (0, 1, 1)


def test_the_handbook_names_every_option_and_every_file(done: tuple[Path, Result]) -> None:
    text = (ROOT / "docs" / "batch.md").read_text("utf-8")
    for option in (name for parameter in batch.params for name in parameter.opts):
        assert not option.startswith("-") or option in text, option
    for name in (*FILES["json"], *FILES["txt"], *OVERVIEW, STAMP, FAILED, IMPORTED, EXTRACT):
        assert name in text, name
    assert {path.name for path in (done[0] / "上海").iterdir()} == {*FILES["txt"], STAMP, EXTRACT}
