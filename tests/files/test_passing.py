"""写到一半的文件：被杀掉的留下了，下一次清掉；正在写的不碰。"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.passing import Passing, remove_left_files
from xlbudget.files.temporary import temporary_folder
from xlbudget.files.whole import write_together, write_whole

if sys.platform != "win32":
    import fcntl

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="锁是 POSIX 的")
KILLED = """
import os, signal, sys
from pathlib import Path
from xlbudget.files.passing import Passing
Passing(Path(sys.argv[1])).write(b"half")
os.kill(os.getpid(), signal.SIGKILL)
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@POSIX
def test_what_a_killed_run_left_goes_with_the_next_file(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, tmp_path / "甲.txt"], check=False)
    assert len(names(tmp_path)) == 1
    (tmp_path / ".xlbudget-我的.tmp").write_bytes(b"mine")
    write_whole(tmp_path / "乙.txt", b"new")
    assert names(tmp_path) == {"乙.txt", ".xlbudget-我的.tmp"}


@POSIX
def test_what_is_being_written_stays(tmp_path: Path) -> None:
    passing = Passing(tmp_path / "甲.txt")
    passing.write(b"ours")
    remove_left_files(tmp_path)
    passing.take_place(force=False)
    passing.discard()
    assert names(tmp_path) == {"甲.txt"}
    assert (tmp_path / "甲.txt").read_bytes() == b"ours"


@pytest.mark.parametrize("links", [True, False], ids=["有硬链接", "没有硬链接"])
def test_a_file_that_appears_meanwhile_is_not_replaced(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "甲.txt"

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    if not links:
        monkeypatch.setattr(os, "link", refused)

    def meanwhile(file: BinaryIO) -> None:
        file.write(b"ours")
        target.write_bytes(b"theirs")

    with pytest.raises(OutputRefused, match="有了同名的文件"):
        write_whole(target, meanwhile)
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == {"甲.txt"}
    target.unlink()
    write_whole(target, b"ours")
    assert target.read_bytes() == b"ours"
    assert names(tmp_path) == {"甲.txt"}


def test_all_are_on_the_disk_before_the_first_takes_its_place(tmp_path: Path) -> None:
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_bytes(b"old")

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OutputRefused, match="磁盘空间不足") as caught:
        write_together({tmp_path / "甲.txt": b"new", tmp_path / "乙.txt": full}, force=True)
    assert "原有文件没有改动" in str(caught.value)
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}


def test_what_has_taken_its_place_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """第二个文件在放进去的时候被别的程序打开（Windows 会这样拒绝）。"""
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_bytes(b"old")
    real = Path.replace

    def shared(path: Path, target: Path) -> Path:
        if target.name == "乙.txt":
            raise PermissionError(errno.EACCES, "sharing violation")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", shared)
    with pytest.raises(OutputRefused) as caught:
        write_together({tmp_path / "甲.txt": b"new", tmp_path / "乙.txt": b"new"}, force=True)
    said = str(caught.value)
    assert "乙.txt" in said.splitlines()[0]
    assert "已经写成的有 甲.txt" in said
    assert names(tmp_path) == {"甲.txt", "乙.txt"}
    assert (tmp_path / "甲.txt").read_bytes() == b"new"
    assert (tmp_path / "乙.txt").read_bytes() == b"old"


@POSIX
def test_a_read_only_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(b"old")
    (tmp_path / "甲.txt").chmod(0o444)
    with pytest.raises(OutputRefused, match="只读"):
        write_whole(tmp_path / "甲.txt", b"new", force=True)
    os.mkfifo(tmp_path / "乙.txt")
    with pytest.raises(OutputRefused, match="不是普通文件"):
        write_whole(tmp_path / "乙.txt", b"new", force=True)


@POSIX
def test_one_that_was_taken_for_left_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """建好了还没有锁上的时候，另一个运行来清。"""
    real, cleared = fcntl.flock, list[str]()

    def meanwhile(number: int, kind: int) -> None:
        if not cleared:
            cleared.extend(names(tmp_path))
            for name in cleared:
                (tmp_path / name).unlink()
        real(number, kind)

    monkeypatch.setattr(fcntl, "flock", meanwhile)
    write_whole(tmp_path / "甲.txt", b"new")
    assert len(cleared) == 1
    assert names(tmp_path) == {"甲.txt"}
    assert (tmp_path / "甲.txt").read_bytes() == b"new"


@POSIX
def test_left_files_are_locked_as_a_network_drive_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFS 不锁只能读的文件。"""
    real = fcntl.flock

    def writable_alone(number: int, kind: int) -> None:
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "not open for writing")
        real(number, kind)

    monkeypatch.setattr(fcntl, "flock", writable_alone)
    (tmp_path / ".xlbudget-1-0badcafe.tmp").write_bytes(b"half")
    remove_left_files(tmp_path)
    assert names(tmp_path) == set()


@POSIX
@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_without_locks_links_modes_and_fsync(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """有的网络盘、FUSE 没有这些；文件照样写得成。"""

    def lacking(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "旧.txt").write_bytes(b"old")
    (tmp_path / "旧.txt").chmod(0o600)
    for place, name in ((fcntl, "flock"), (os, "fsync"), (os, "link"), (shutil, "copymode")):
        monkeypatch.setattr(place, name, lacking)
    write_whole(tmp_path / "旧.txt", b"new", force=True)
    write_whole(tmp_path / "新.txt", b"new")
    assert names(tmp_path) == {"旧.txt", "新.txt"}
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"new"}


def test_a_disk_that_fails_at_fsync_is_no_such_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """网络盘满了，fsync 的时候才说。"""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused, match="磁盘空间不足"):
        write_whole(tmp_path / "新.txt", b"new")
    assert names(tmp_path) == set()


@POSIX
def test_a_file_stays_as_private_as_it_was_while_it_is_written(tmp_path: Path) -> None:
    target = tmp_path / "甲.txt"
    target.write_bytes(b"old")
    target.chmod(0o600)
    modes: list[int] = []

    def look(file: BinaryIO) -> None:
        modes.append(os.fstat(file.fileno()).st_mode & 0o777)

    write_whole(target, look, force=True)
    assert modes == [0o600]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="要能换属主")
def test_a_file_stays_whose_it_was(tmp_path: Path) -> None:
    """同一个组的人合用一个文件夹：换过的文件，同事还能写。"""
    target = tmp_path / "甲.txt"
    target.write_bytes(b"old")
    os.chown(target, 1234, 4321)
    target.chmod(0o664)
    write_whole(target, b"new", force=True)
    found = target.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (1234, 4321, 0o664)


def test_what_a_scanner_of_viruses_holds_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows 上刚写好的文件正被扫描：等一下再换；不是这样的，不等。"""
    real, held, pauses = Path.replace, [32, 5], list[float]()

    def scanned(path: Path, target: Path) -> Path:
        if held:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = held.pop()  # type: ignore[attr-defined,unused-ignore]
            raise error
        return real(path, target)

    monkeypatch.setattr(Path, "replace", scanned)
    monkeypatch.setattr(time, "sleep", pauses.append)
    write_whole(tmp_path / "甲.txt", b"old")
    write_whole(tmp_path / "甲.txt", b"new", force=True)
    assert (tmp_path / "甲.txt").read_bytes() == b"new"
    assert len(pauses) == 2
    held += [5] * 9
    with pytest.raises(OutputRefused, match="占用"):
        write_whole(tmp_path / "甲.txt", b"newer", force=True)
    assert (tmp_path / "甲.txt").read_bytes() == b"new"
    assert len(pauses) == 6
    assert sum(pauses[2:]) < 1
    held[:] = [1]
    with pytest.raises(OutputRefused):
        write_whole(tmp_path / "甲.txt", b"newer", force=True)
    assert len(pauses) == 6


@POSIX
def test_a_link_to_a_file_that_is_open(tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "真.xlsx").write_bytes(b"old")
    (tmp_path / "别处" / "~$真.xlsx").touch()
    (tmp_path / "链.xlsx").symlink_to(tmp_path / "别处" / "真.xlsx")
    with pytest.raises(OutputRefused, match="打开"):
        write_whole(tmp_path / "链.xlsx", b"new", force=True)


def test_names_that_windows_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("决算:1.xlsx", "nul.xlsx", "决算.xlsx ", "a?b.xlsx"):
        with pytest.raises(OutputRefused, match=r"文件名|设备"):
            write_whole(tmp_path / name, b"x")
    assert names(tmp_path) == set()


def test_the_temporary_folder_is_full() -> None:
    with pytest.raises(OutputRefused, match="临时文件夹") as caught, temporary_folder("test"):
        raise OSError(errno.ENOSPC, "full")
    assert "TMPDIR" in str(caught.value)
    assert "没有改动" in str(caught.value)
