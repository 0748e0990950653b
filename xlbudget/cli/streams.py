"""Standard output and error: Chinese in every locale, and quiet when the reader has left."""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from xlbudget.domain.errors import OutputRefused

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


def no_chinese_names(error: UnicodeEncodeError) -> OutputRefused:
    """The error where the system's encoding has no Chinese, and a file name needs it."""
    return OutputRefused(
        where="文件名",
        seen=f"系统的字符编码（{error.encoding}）写不出中文",
        expected="UTF-8",
        remedy="请设环境变量 PYTHONUTF8=1 再试。",
    )
