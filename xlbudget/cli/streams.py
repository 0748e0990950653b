"""Standard output and error: Chinese in every locale, and quiet when the reader has left."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import NoReturn

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.system import reason

ALL_WHOLE = "各个文件都是完整的，没有写了一半的。"
"""What holds however a run ends."""

STOPPED = f"已中止。{ALL_WHOLE}"
"""What is said after Ctrl-C."""

CLOSED_PIPE = 141
"""Exit code where the reader of our output has left: what shells give for it (128 + SIGPIPE)."""


def prepare() -> None:
    """Make both streams able to print whatever we say; to be called once, before any output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if _prints_chinese(stream.encoding):
                stream.reconfigure(errors="backslashreplace")
            else:
                # The C locale: arguments were read as bytes, and go out as the same bytes.
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _prints_chinese(encoding: str) -> bool:
    try:
        "决算".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def leave_closed_pipe() -> NoReturn:
    """End without a word; what is still buffered goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    sys.exit(CLOSED_PIPE)


_OF_A_STREAM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EINVAL)
"""What the system may say of a stream that it cannot write."""


def not_written_out(error: OSError) -> OutputRefused | None:
    """The error where standard output cannot be written; None where that is not what failed. What
    is still buffered goes nowhere.
    """
    if sys.stdout is None or error.errno not in _OF_A_STREAM:
        return None
    try:
        # 缓冲有时已经丢了：再写一个字节看
        sys.stdout.write(" ")
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OutputRefused(
            where="标准输出",
            seen=f"写不进去（{reason(error)}）",
            expected="能够写入的文件或程序",
            remedy=f"请把输出接到别处，再运行一次（已有输出文件的加 --force）。{ALL_WHOLE}",
        )
    return None


def refused_by_system(error: OSError) -> OutputRefused:
    """The error for what the system refused and nobody expected."""
    return not_written_out(error) or OutputRefused(
        where=os.fsdecode(error.filename)
        if isinstance(error.filename, str | bytes)
        else "xlbudget",
        seen=f"系统不允许继续（{reason(error)}）",
        expected="能够读写的文件",
        remedy=f"请检查这个文件和磁盘，再运行一次。{ALL_WHOLE}",
    )


def no_chinese_names(error: UnicodeEncodeError) -> OutputRefused:
    """The error where the system's encoding has no Chinese, and a file name needs it."""
    return OutputRefused(
        where="文件名",
        seen=f"系统的字符编码（{error.encoding}）写不出中文",
        expected="UTF-8",
        remedy="请设环境变量 PYTHONUTF8=1 再试。",
    )
