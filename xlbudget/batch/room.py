"""The folder of the outputs during a run: one run at a time, and no leftovers of one that died."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xlbudget.batch.terms import ROOM
from xlbudget.batch.units import Unit
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.system import reason
from xlbudget.files.whole import make_folder

LOCK = "lock"
_TAKEN = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
OLD = "old"
"""What the old folder of a unit is called in the room, while the new one takes its place."""


@contextmanager
def room_in(out: Path) -> Iterator[Path]:
    """The hidden folder in OUT where folders of units are made, empty, and ours alone."""
    room = out / ROOM
    if room.is_symlink():
        raise OutputRefused(
            where=str(room),
            seen="一个链接",
            expected="还没有，或者上次留下的文件夹",
            remedy="请删去它，或换一个 -o 目录。",
        )
    make_folder(room)
    locked = False
    try:
        with _locked(room / LOCK, out):
            locked = True
            _empty(room, out)
            yield room
    finally:
        if locked:
            _empty(room, out)
            with suppress(OSError):
                (room / LOCK).unlink()
                room.rmdir()


def standing(out: Path, units: Sequence[Unit]) -> list[str]:
    """The folders of units that are in OUT already; OutputRefused for what is no folder."""
    found = []
    for unit in units:
        target = out / unit.folder
        if not os.path.lexists(target):
            continue
        if target.is_symlink() or not target.is_dir():
            raise OutputRefused(
                where=str(target),
                seen="一个链接" if target.is_symlink() else "同名的文件",
                expected="还没有，或者一个文件夹",
                remedy="单位的输出要放进这个名字的文件夹：请移走它，或换一个 -o 目录。",
            )
        found.append(unit.folder)
    return found


def others(out: Path, units: Sequence[Unit]) -> list[str]:
    """The folders in OUT that are not of these units, such as those of an earlier list."""
    known = {unit.folder for unit in units}
    return sorted(
        each.name
        for each in out.iterdir()
        if each.is_dir() and not each.name.startswith(".") and each.name not in known
    )


def leave(room: Path, target: Path) -> None:
    """Remove the room of one unit, however its run ended. The old folder of the unit, where that
    was moved aside and nothing stands in its place, is put back, or stays with the room.
    """
    aside = room / OLD
    if aside.is_dir() and not os.path.lexists(target):
        try:
            aside.rename(target)
        except OSError:
            return
    shutil.rmtree(room, ignore_errors=True)


def _empty(room: Path, out: Path) -> None:
    """What a run left goes; what cannot be removed is in nobody's way."""
    with suppress(OSError):
        for left in room.iterdir():
            if left.is_dir() and not left.is_symlink():
                leave(left, out / left.name.rpartition("-")[0])
            elif left.name != LOCK:
                left.unlink()


@contextmanager
def _locked(lock: Path, out: Path) -> Iterator[None]:
    """The lock is the system's: it ends with the process, however that ends."""
    try:
        file = lock.open("ab")
    except OSError as error:
        raise OutputRefused(
            where=str(out),
            seen=f"不能写入（{reason(error)}）",
            expected="可以写入的文件夹",
            remedy="请换一个 -o 目录，或检查权限。",
        ) from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise _not_locked(out, error) from error
        yield
        with suppress(OSError):
            _unlock(file.fileno())


def _not_locked(out: Path, error: OSError) -> OutputRefused:
    """Somebody else's lock, or a disk that has none: there two runs would remove each other's."""
    if error.errno in _TAKEN:
        return OutputRefused(
            where=str(out),
            seen="另一个 xlbudget batch 正往里写",
            expected="没有别的程序在写的文件夹",
            remedy="请等它做完，或换一个 -o 目录。",
        )
    return OutputRefused(
        where=str(out),
        seen=f"这个磁盘不能给文件上锁（{reason(error)}）",
        expected="能上锁的磁盘：两次批量同时往里写时，要靠锁分开",
        remedy="请把 -o 换成本机磁盘上的文件夹，做完再复制过去。",
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

    def _unlock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_UN)
