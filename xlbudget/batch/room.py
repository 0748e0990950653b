"""The folder of the outputs during a run: one run at a time, and no leftovers of one that died."""

from __future__ import annotations

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
            _empty(room)
            yield room
    finally:
        if locked:
            shutil.rmtree(room, ignore_errors=True)


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


def _empty(room: Path) -> None:
    """What a run left goes; what cannot be removed is in nobody's way."""
    with suppress(OSError):
        for left in room.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
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
            raise OutputRefused(
                where=str(out),
                seen="另一个 xlbudget batch 正往里写",
                expected="没有别的程序在写的文件夹",
                remedy="请等它做完，或换一个 -o 目录。",
            ) from error
        yield
        with suppress(OSError):
            _unlock(file.fileno())


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
