"""A file is written whole or not at all, and never over what somebody has open."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.passing import Content, Passing, remove_left_files
from xlbudget.files.system import reason, refused_name


def write_whole(
    target: Path, data: Content, *, force: bool = False, instead_of: bytes | None = None
) -> None:
    """Write a file through a temporary one beside it, so that readers see the old or the new one.

    `data` is the content, or a function that writes it into an open binary file. An existing file
    is replaced only with `force`; a file that Excel, WPS, Word or LibreOffice holds open never is.
    With `instead_of` it is replaced only while that is what it holds: two programs that write at
    the same time do not undo each other's work. Raises OutputRefused; whatever happens, no
    temporary file stays behind.
    """
    write_together({target: data}, force=force, instead_of=instead_of)


def write_together(
    contents: Mapping[Path, Content], *, force: bool = False, instead_of: bytes | None = None
) -> None:
    """Write several files as `write_whole` does, all of them to the disk before the first takes
    its place: a disk that fills up leaves all as they were. They take their places in the order
    given.
    """
    for target in contents:
        refuse_target(target, force=force)
    for folder in {Path(os.path.realpath(target)).parent for target in contents}:
        remove_left_files(folder)
    under_way: list[Passing] = []
    placed: list[Path] = []
    at = Path()
    try:
        for at, content in contents.items():
            under_way.append(Passing(at))
            under_way[-1].write(content)
        for passing in under_way:
            at = passing.target
            if instead_of is not None and passing.real.read_bytes() != instead_of:
                raise changed_meanwhile(at)
            passing.take_place(force=force)
            placed.append(at)
    except OSError as error:
        raise _refused(at, error, placed) from error
    finally:
        for passing in under_way:
            passing.discard()


def make_folder(folder: Path) -> None:
    """The folder and those above it; OutputRefused where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused(
            where=str(folder),
            seen=f"不能建立文件夹（{reason(error)}）",
            expected="可以写入的文件夹",
            remedy="请换一个文件夹，或检查权限。原有文件没有改动。",
        ) from error


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file that exists."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def changed_meanwhile(target: Path) -> OutputRefused:
    """The error for a file that another program wrote after it was read."""
    return OutputRefused(
        where=str(target),
        seen="读入以后被别的程序改过",
        expected="没有变动的工作簿",
        remedy="请关闭打开它的程序，再导入一次。文件没有改动。",
    )


def refuse_target(target: Path, *, force: bool = False) -> None:
    """Raise OutputRefused if `write_whole` would: to be asked before long work."""
    try:
        _refuse(target, force=force)
    except OSError as error:
        raise _refused(target, error) from error


def _refuse(target: Path, *, force: bool) -> None:
    folder = target.parent
    if not folder.is_dir():
        raise OutputRefused(
            where=str(target),
            seen=f"文件夹“{folder}”不存在",
            expected="一个已有的文件夹",
            remedy="请先建立该文件夹，或换一个输出位置。",
        )
    if sys.platform == "win32" and (why := refused_name(target.name)):
        raise OutputRefused(
            where=str(target),
            seen=why,
            expected="Windows 允许的文件名",
            remedy="请换一个文件名。",
        )
    if target.is_dir():
        raise OutputRefused(
            where=str(target),
            seen="同名的文件夹",
            expected="一个文件名",
            remedy="请换一个输出文件名。",
        )
    lock = open_elsewhere(target) or open_elsewhere(Path(os.path.realpath(target)))
    if lock is not None:
        raise OutputRefused(
            where=str(target),
            seen=f"文件正被 Excel、Word、WPS 或其他程序打开（有锁定文件“{lock.name}”）",
            expected="没有打开的文件",
            remedy="请先关闭该文件再试；若确认没有打开，请删除这个锁定文件。",
        )
    if target.is_symlink() and not target.exists():
        raise OutputRefused(
            where=str(target),
            seen="一个链接，指向不存在的文件",
            expected="普通文件或还不存在的文件",
            remedy="请删去这个链接，或换一个输出位置。",
        )
    if target.exists():
        _refuse_standing(target, force=force)
    elif not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "")


def _refuse_standing(target: Path, *, force: bool) -> None:
    """Refuse to replace what stands there: unasked, what is no plain file, what may not change."""
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise OutputRefused(
            where=str(target),
            seen="设备或管道，不是普通文件",
            expected="普通文件或还不存在的文件",
            remedy="请换一个输出文件名。",
        )
    if not force:
        raise OutputRefused(
            where=str(target),
            seen="文件已经存在",
            expected="一个新的文件名",
            remedy="请换一个文件名，或加 --force 覆盖它。",
        )
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise OutputRefused(
            where=str(target),
            seen="文件设为只读",
            expected="可以改写的文件",
            remedy="请换一个输出文件名；确实要换掉它的，先去掉只读（在文件管理器里右键—属性）。"
            "文件没有改动。",
        )
    with target.open("r+b"):
        """Another program may hold it open, or nobody but another user may write it."""


def open_elsewhere(target: Path) -> Path | None:
    """The lock file that an office program keeps beside a file it has open, if there is one."""
    name = target.name
    locks = ["~$" + name, f".~{name}", f".~lock.{name}#"]
    # Long names: the lock is as long as the name, `~$` stands for the first characters of it.
    dropped = min(max(len(target.stem) - 6, 0), 2)
    if dropped and not target.with_name(name[dropped:]).exists():
        locks.append("~$" + name[dropped:])
    for lock in locks:
        path = target.with_name(lock)
        if path.exists():
            return path
    return None


def locked_file(lock: Path) -> str | None:
    """The name of the file that a lock file belongs to; None if it is no lock file by its name."""
    name = lock.name
    if name.startswith(".~lock.") and name.endswith("#"):
        return name.removeprefix(".~lock.").removesuffix("#")
    if not name.startswith(("~$", ".~")):
        return None
    with suppress(OSError):
        for other in sorted(lock.parent.iterdir()):
            if other != lock and open_elsewhere(other) == lock:
                return other.name
    return name[2:]


def _refused(target: Path, error: OSError, placed: Sequence[Path] = ()) -> OutputRefused:
    """The error for what the system refused; `placed` are the files that have been written."""
    if isinstance(error, FileExistsError):
        seen, remedy = "写的时候有了同名的文件", "请换一个文件名，或加 --force 覆盖它。"
    elif error.errno == errno.EROFS:
        seen, remedy = "磁盘是只读的", "请换一个可以写入的位置。"
    elif isinstance(error, PermissionError):
        seen = "没有写入的权限，或文件正被其他程序占用"
        remedy = "请关闭打开它的程序，或换一个有写入权限的文件夹。"
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        seen, remedy = "磁盘空间不足", "请清理磁盘后再试，或换一个磁盘。"
    elif error.errno == errno.ENAMETOOLONG:
        seen, remedy = "文件名太长", "请换一个较短的文件名。"
    elif error.errno == errno.ENOENT:
        seen, remedy = (
            "文件夹在写的时候没有了",
            "请检查文件夹（网络盘、U 盘是否断开），再运行一次。",
        )
    else:
        seen, remedy = f"写入失败（{reason(error)}）", "请换一个位置再试。"
    kept = "原有文件没有改动。"
    if placed:
        names = "、".join(path.name for path in placed)
        kept = (
            f"已经写成的有 {names}，都是完整的；其余没有改动。"
            "处理好再做一次（命令行请加 --force）。"
        )
    return OutputRefused(
        where=str(target),
        seen=seen,
        expected="能够写入的文件",
        remedy=remedy + kept,
    )
