"""The file that stands in for another while it is written, and those that killed runs left."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

Content = bytes | Callable[[BinaryIO], None]
"""What a file holds, or a function that writes it into an open binary file."""

_LACKING = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What a disk says that has no such call: some network drives and FUSE."""

_HELD, _PAUSES = (5, 32), (0.05, 0.1, 0.2, 0.4)
"""What Windows says of a file that another program holds, such as a scanner of viruses, which looks
into each new file for a moment; and how long is waited for it.
"""

_LEFT = re.compile(r"\.xlbudget-\d+-[0-9a-f]{8}\.tmp")


class Passing:
    """A file beside its target, under a name of ours, until it is whole and takes its place.

    On POSIX it stays open and locked until then: the lock ends with the process, however that
    ends, and tells a file that is being written from one that a killed run left.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.real = Path(os.path.realpath(target))
        self._path = self._named()
        self._file: BinaryIO | None = None

    def write(self, content: Content) -> None:
        """Write it, to the disk itself; OSError where the system refuses."""
        self._file = file = self._open()
        if self.real.exists():
            _take_after(self._path, self.real)
        if callable(content):
            content(file)
        else:
            file.write(content)
        file.flush()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in _LACKING:
                raise
        if sys.platform == "win32":
            self._close()

    def _named(self) -> Path:
        return self.real.with_name(f".xlbudget-{os.getpid()}-{os.urandom(4).hex()}.tmp")

    def _open(self) -> BinaryIO:
        """The file, locked; another one where somebody took it for left before it was."""
        while True:
            file = self._path.open("xb")
            if _lock(file.fileno()) and self._path.exists():
                return file
            file.close()
            self._path = self._named()

    def take_place(self, *, force: bool) -> None:
        """Become the target; one that appeared meanwhile is replaced only with `force`."""
        if force:
            patiently(lambda: self._path.replace(self.real))
        elif sys.platform == "win32":
            # Windows 的 rename 遇到已有的文件会拒绝
            patiently(lambda: self._path.rename(self.real))
        else:
            self._take_free_place()

    def _take_free_place(self) -> None:
        try:
            os.link(self._path, self.real)
        except FileExistsError:
            raise
        except OSError:
            # 有的磁盘没有硬链接
            if self.real.exists():
                raise FileExistsError from None
            self._path.rename(self.real)

    def discard(self) -> None:
        """Whatever happened, nothing stays behind."""
        with suppress(OSError):
            self._close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def patiently(move: Callable[[], object]) -> None:
    """Do it, again and again for a moment while Windows says that somebody holds the file."""
    for pause in _PAUSES:
        try:
            move()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return
    move()


def remove_left_files(folder: Path) -> None:
    """Remove what killed runs left half-written in a folder; what is being written now stays."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if _LEFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _remove_unless_locked(Path(entry.path))


if sys.platform == "win32":

    def _lock(_: int) -> bool:
        """An open file cannot be renamed on Windows, so that a lock would tell nothing."""
        return True

    def _remove_unless_locked(path: Path) -> None:
        """Nobody knows whether it is still being written: it stays."""

    def _take_after(path: Path, old: Path) -> None:
        """The folder says who may read and write a file."""
else:
    import fcntl

    def _lock(number: int) -> bool:
        """Whether the file is ours; a disk without locks says that it is."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        else:
            return True

    def _remove_unless_locked(path: Path) -> None:
        # 网络盘（NFS）只肯锁能写的文件
        with suppress(OSError), path.open("r+b") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()

    def _take_after(path: Path, old: Path) -> None:
        """A file belongs to whom the one before it did, as far as the system allows, and is as open
        to others; colleagues who share a folder by their group go on sharing.
        """
        known, made = old.stat(), path.stat()
        if os.geteuid() == 0 and made.st_uid != known.st_uid:
            with suppress(OSError):
                os.chown(path, known.st_uid, -1)
        if made.st_gid != known.st_gid:
            with suppress(OSError):
                os.chown(path, -1, known.st_gid)
        if path.stat().st_mode != known.st_mode:
            try:
                shutil.copymode(old, path)
            except OSError as error:
                if error.errno not in (*_LACKING, errno.EPERM):
                    raise
