"""The folder of a unit comes in place whole, and what a person wrote in an old one is not lost."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlbudget.batch.copies import refuse_to_lose_entered
from xlbudget.batch.extract import EXTRACT
from xlbudget.batch.room import OLD
from xlbudget.batch.stamp import FAILED, STAMP, WORKBOOK, digests, read_stamp
from xlbudget.books.packed_book import PackedBook
from xlbudget.domain.errors import OutputRefused
from xlbudget.files.passing import patiently
from xlbudget.files.system import reason
from xlbudget.files.whole import open_elsewhere
from xlbudget.results import Results

_OF_ONE_FILE = (
    *(errno.ENAMETOOLONG, errno.EINVAL, errno.EACCES, errno.EPERM, errno.EBUSY),
    *(errno.EEXIST, errno.ENOTEMPTY),
)
"""What may be wrong with one file or folder while others can be written."""


class OutOfReach(OutputRefused):
    """Nothing can be written to OUT any more, or the workers are no match: the run ends."""


def write(path: Path, data: bytes) -> None:
    """A file in a folder that nobody sees yet; the folder is made."""
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def save(book: PackedBook, path: Path) -> None:
    """The copy of a workbook, in a folder that nobody sees yet."""
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            book.save(path)
        except OutputRefused as error:
            if isinstance(error.__cause__, OSError):
                raise error.__cause__ from error
            raise


def publish(
    made: Path,
    target: Path,
    book: PackedBook,
    results: Results,
    formats: tuple[Path, ...] = (),
) -> None:
    """Put a finished folder in its place. An old one goes, unless somebody wrote in it or added to
    it: then OutputRefused. `book` is the workbook with what the run wrote, `formats` are the
    folders of formats beside ours.
    """
    with _writing(target):
        if not os.path.lexists(target):
            patiently(lambda: made.rename(target))
            return
        _refuse_to_lose(target, book, results, formats)
        aside = made.with_name(OLD)
        patiently(lambda: target.rename(aside))
        try:
            patiently(lambda: made.rename(target))
        except OSError:
            patiently(lambda: aside.rename(target))
            raise


def publish_failure(said: bytes, target: Path, room: Path) -> None:
    """Say in a unit's folder why it failed; outputs of an earlier run that stand there stay.

    What stands there and is no folder is left alone.
    """
    passing = room / f"{target.name}-{os.urandom(4).hex()}"
    try:
        write(passing / FAILED, said)
        with _writing(target):
            if not os.path.lexists(target):
                passing.rename(target)
            elif target.is_dir() and not target.is_symlink():
                (passing / FAILED).replace(target / FAILED)
    except OutOfReach:
        raise
    except OutputRefused:
        return
    finally:
        shutil.rmtree(passing, ignore_errors=True)


def _refuse_to_lose(
    folder: Path, book: PackedBook, results: Results, formats: tuple[Path, ...]
) -> None:
    """OutputRefused where the old folder of a unit holds what the program cannot make again."""
    from xlbudget.publish.delivery import refuse_edited

    if folder.is_symlink() or not folder.is_dir():
        raise OutputRefused(
            where=str(folder),
            seen="一个链接" if folder.is_symlink() else "同名的文件",
            expected="文件夹",
            remedy="请把它移到别处，或换一个 -o 目录。",
        )
    known = read_stamp(folder) or {}
    written: dict[str, str] = known.get("files", {})
    ours = {STAMP, FAILED, EXTRACT, *written}
    paths = sorted(folder.iterdir())
    for path in paths:
        if lock := open_elsewhere(path):
            raise OutputRefused(
                where=str(path),
                seen=f"正被别的程序打开（有锁定文件“{lock.name}”）",
                expected="没有打开的文件",
                remedy="请关闭它再运行。",
            )
    for path in paths:
        if path.name not in ours or not path.is_file():
            raise OutputRefused(
                where=str(path),
                seen="批量处理没有写过的文件",
                expected="只有程序写的文件",
                remedy="重做这个单位会丢掉它：请移到别处再运行。",
            )
        if path.suffix == ".docx":
            refuse_edited(path)
        elif path.name in written and _changed(path, written[path.name]):
            if path.name != known[WORKBOOK]:
                raise OutputRefused(
                    where=str(path),
                    seen="写出以后改过",
                    expected="程序写的、没有动过的文件",
                    remedy="重做这个单位会丢掉改的内容：请把它移到别处再运行。",
                )
            refuse_to_lose_entered(book, results, path, formats)


def _changed(path: Path, digest: str) -> bool:
    """Whether a file is no more what was written; one that a power cut left behind is empty."""
    return bool(path.stat().st_size) and digests([path])[path.name] != digest


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the system refuses: of one file OutputRefused, of the whole disk OutOfReach."""
    try:
        yield
    except OSError as error:
        kind = OutputRefused if error.errno in _OF_ONE_FILE else OutOfReach
        raise kind(
            where=str(path),
            seen=f"不能写入（{reason(error)}）",
            expected="可以写入的文件夹",
            remedy="请腾出空间，再加 --resume 接着做。"
            if error.errno in (errno.ENOSPC, errno.EDQUOT)
            else "请关闭打开着它的程序，检查磁盘和权限。",
        ) from error
