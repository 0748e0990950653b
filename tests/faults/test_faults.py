"""每个写文件的命令，各种故障取几处；全部由 benchmarks/faults.py 跑。"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.faults.commands import COMMANDS
from tests.faults.conditions import FRESH, STANDING, try_condition
from tests.faults.matrix import KINDS, Bench
from tests.faults.running import Asked, Fault
from tests.faults.standing import state

SNAPSHOTS = (
    "import",
    "report --force",
    "refresh -o",
    "batch --force",
)

STRIKES = (
    ("import", "杀掉", 0.5),
    ("import", "Ctrl-C", 1.0),
    ("import", "写了一半杀掉", 1.0),
    ("report --only", "目标正被打开", 0.7),
    ("report --force", "杀掉", 0.9),
    ("refresh -o", "杀掉", 0.75),
    ("check --page", "没有权限", 0.3),
    ("report --only", "磁盘只读", 0.5),
    ("batch --force", "杀掉", 0.62),
    ("batch --force", "磁盘满", 0.3),
    ("report --only", "文件夹没有了", 0.5),
    ("attach 导入", "Ctrl-C", 0.0),
    ("按钮 导入上年", "没有权限", 0.0),
    ("doctor --install", "杀掉", 0.5),
)
"""命令、故障、在全部可以发生的地方里走到多远。"""

CONDITIONS = (
    ("report --force", "Excel、Word 打开着目标"),
    ("batch --force", "WPS 打开着目标"),
    ("refresh -o", "LibreOffice 打开着目标"),
    ("check --page", "目标是只读文件"),
    ("按钮 导出 Word", "目标是文件夹"),
    ("check --page", "目标是指向别处的断链"),
    ("check --page", "目标是管道"),
    ("report --only", "别的用户的文件夹"),
    ("refresh -o", "文件大小有限额"),
    ("refresh -o", "名字太长"),
    ("report --only", "上面一段是文件"),
)


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_killed_before_any_write_nothing_is_lost(name: str, bench: Bench) -> None:
    command = COMMANDS[name]
    assert len(bench.undisturbed(command)[0].states) >= 5
    assert bench.snapshots(command) == []


@pytest.mark.parametrize(("name", "kind", "far"), STRIKES)
def test_struck_at_a_write(name: str, kind: str, far: float, bench: Bench) -> None:
    command, struck = COMMANDS[name], KINDS[kind]
    at = 1 + round(far * (bench.points(command, struck) - 1))
    assert list(bench.strike(command, struck, at)) == []


@pytest.mark.parametrize(("name", "condition"), CONDITIONS)
def test_refused_from_the_start(name: str, condition: str, bench: Bench) -> None:
    known = {each.name: each for each in (*STANDING, *FRESH)}
    if condition == "别的用户的文件夹" and os.geteuid() != 0:
        pytest.skip("不是 root，换不成别的用户")
    assert try_condition(bench, COMMANDS[name], known[condition]) == []


@pytest.mark.parametrize(
    ("stdout", "code", "says"),
    [("full", 2, "标准输出"), ("gone", 141, ""), ("closed", 0, "")],
)
def test_nobody_reads_the_output(stdout: str, code: int, says: str, bench: Bench) -> None:
    command = COMMANDS["report --only"]
    _, _, whole = bench.undisturbed(command)
    folder = bench.folder()
    ran = bench.program.run(Asked(command.args, str(folder), stdout=stdout))
    assert ran.code == code
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert state(folder) == whole


@pytest.mark.parametrize("name", ["report --only", "import", "refresh -o"])
def test_a_file_that_changes_after_it_was_read(name: str, bench: Bench) -> None:
    """写第一个字节的时候，读过的文件都成了别的：写出的还是读到的那些数，或者什么也没有写。"""
    command = COMMANDS[name]
    _, before, whole = bench.undisturbed(command)
    folder = bench.folder()
    at = 3 if name == "import" else 1
    """`import` 先看目标能不能写，再读。"""
    ran = bench.program.run(
        Asked(command.args, str(folder), Fault(at=at, kind="change", on=("mkdir", "open")))
    )
    after = state(folder)
    wrote = [file for file, digest in whole.items() if before.get(file) != digest]
    if name == "import":
        assert ran.code == 2
        assert "被别的程序改过" in ran.err
        assert "没有改动" in ran.err
        assert (folder / "空白.xlsx").read_bytes() == b"changed"
    else:
        assert ran.code == command.code
        assert {file: after[file] for file in wrote} == {file: whole[file] for file in wrote}


@pytest.mark.parametrize("clock", [86400.0, 4102444800.0], ids=["1970年", "2100年"])
def test_the_clock_changes_nothing(clock: float, bench: Bench) -> None:
    """钟错了，文件的时间也错了：写出的每个字节相同，批量接着做也不重做。"""
    import os

    command = COMMANDS["batch --resume"]
    _, _, whole = bench.undisturbed(command)
    folder = bench.folder()
    for path in (folder / "各单位").iterdir():
        os.utime(path, (clock + 10**8, clock + 10**8))
    first = bench.program.run(Asked(command.args, str(folder), clock=clock))
    assert first.code == command.code
    after = state(folder)
    assert after == whole
    if clock < 10**6:
        return
    second = bench.program.run(Asked(command.args, str(folder), clock=clock - 10**9))
    assert state(folder) == whole
    assert not [path for name, path in second.calls if "shanghai-" in path and name == "mkdir"]


def test_a_cache_of_rubbish_changes_nothing(bench: Bench) -> None:
    """缓存里的文件坏了、只有一半、是空的：结果相同，缓存重新写好，留下的半个文件清掉。"""
    command = replace(COMMANDS["report --only"])
    _, _, whole = bench.undisturbed(command)
    folder = bench.folder()
    assert bench.program.run(Asked(command.args, str(folder), cold=True)).code == command.code
    kept = sorted((folder / "cache").glob("*.kept"))
    assert kept
    good = [path.read_bytes() for path in kept]
    for number, path in enumerate(kept):
        half, turned = good[number][: len(good[number]) // 2], bytearray(good[number])
        turned[-1] ^= 1
        path.write_bytes((half, bytes(turned), b"")[number % 3])
    (folder / "cache" / ".1-00000000.tmp").write_bytes(b"half")
    ran = bench.program.run(Asked(command.again, str(folder), cold=True))
    assert ran.code == command.code
    assert state(folder) == whole
    assert [path.read_bytes() for path in kept] == good
    assert not list((folder / "cache").glob(".*"))


def test_killed_while_the_cache_is_written(bench: Bench) -> None:
    """缓存写到一半被杀掉：下一次结果相同。"""
    command = COMMANDS["report --only"]
    _, _, whole = bench.undisturbed(command)
    folder = bench.folder()
    asked = Asked(command.args, str(folder), Fault(at=1, kind="half", on=("write",)), cold=True)
    assert bench.program.run(asked).killed
    assert list((folder / "cache").glob(".*.tmp"))
    assert bench.program.run(Asked(command.again, str(folder), cold=True)).code == command.code
    assert state(folder) == whole
    assert not list((folder / "cache").glob(".*.tmp"))
