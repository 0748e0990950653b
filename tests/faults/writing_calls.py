"""每一次写文件的系统调用之前停一下：数它、让它失败、只写一半、在这里杀掉进程。

只管一个文件夹以内的路径。Python 写文件都经过 io 的裸文件和 os 的函数，换掉这些就够了；缓冲留在
裸文件之上，所以杀掉的时候丢的正是真会丢的那些字节。
"""

from __future__ import annotations

import builtins
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

OnCall = Callable[[str, str], int | None]
"""一次调用（名称、路径）：None 照做，一个数是只写这么多分之一就算完；也可以抛出或不再回来。"""

_OF_ONE_PATH = ("mkdir", "unlink", "remove", "rmdir", "chmod", "truncate", "utime", "symlink")
_OF_TWO_PATHS = ("rename", "replace", "link")


class _Raw(io.FileIO):
    """一个裸文件，每次写都先问。"""

    asks: OnCall
    at: str

    def write(self, data: Any, /) -> int:
        part = self.asks("write", self.at)
        if part is None:
            return super().write(data)
        whole = bytes(data)
        super().write(whole[: len(whole) // part])
        self.asks("written", self.at)
        return len(whole)


def interpose(folder: Path, asks: OnCall) -> None:
    """从现在起，这个文件夹以内的每一次写都先问 `asks`。"""
    top = os.path.realpath(folder)
    real_open = io.open

    def within(path: Any) -> str | None:
        if isinstance(path, int):
            path = os.readlink(f"/proc/self/fd/{path}")
        full = os.path.join(
            os.path.realpath(os.path.dirname(os.fspath(path)) or "."),
            os.path.basename(os.fspath(path)),
        )
        return full if os.fsdecode(full).startswith(top) else None

    def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        writes = any(letter in mode for letter in "wxa+")
        at = within(file) if writes and not isinstance(file, int) else None
        if at is None:
            return real_open(file, mode, buffering, *rest, **named)
        asks("open", at)
        names = ("encoding", "errors", "newline", "closefd", "opener")
        known = dict(zip(names, rest, strict=False)) | named
        raw = _Raw(
            file,
            mode.replace("b", "").replace("t", ""),
            known.get("closefd", True),
            known.get("opener"),
        )
        raw.asks, raw.at = asks, at
        if buffering == 0:
            return raw
        buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        return io.TextIOWrapper(
            buffered, known.get("encoding"), known.get("errors"), known.get("newline")
        )

    io.open = builtins.open = opened
    tempfile._io.open = opened  # type: ignore[attr-defined]
    for name in _OF_ONE_PATH:
        setattr(os, name, _asking(name, getattr(os, name), within, asks, 1))
    for name in _OF_TWO_PATHS:
        setattr(os, name, _asking(name, getattr(os, name), within, asks, 2))
    os.fsync = _asking("fsync", os.fsync, within, asks, 1)


def _asking(
    name: str,
    real: Callable[..., Any],
    within: Callable[[Any], str | None],
    asks: OnCall,
    paths: int,
) -> Callable[..., Any]:
    def asked(*args: Any, **named: Any) -> Any:
        if "dir_fd" in named and named["dir_fd"] is not None:
            return real(*args, **named)
        found = [at for each in args[:paths] if (at := within(each)) is not None]
        if found:
            asks(name, found[-1])
        return real(*args, **named)

    return asked


def numbered(calls: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    """各种调用是第几次。"""
    found: dict[str, list[int]] = {}
    for number, (name, _) in enumerate(calls, 1):
        found.setdefault(name, []).append(number)
    return found
