"""在另一个进程里一次又一次地跑程序，每次跑在一个分出来的进程里，带着一种故障。

先把程序都导入好，所以一次只要做事的时间。命令里的路径都相对于一个文件夹，只看这个文件夹里的写。
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """在第几次写的时候（0 是不出事）怎样。

    `kind`：kill 杀掉；half 写一半再杀掉；errno 从这一次起都是这个系统错误；once 只这一次；
    vanish 那个文件所在的文件夹没有了；interrupt 按了 Ctrl-C。`on` 只数这几种调用。
    """

    at: int = 0
    kind: str = "none"
    errno: int = 0
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """怎样结束的，说了什么，写了些什么。"""

    code: int
    out: str
    err: str
    calls: tuple[tuple[str, str], ...] = ()
    states: tuple[dict[str, str], ...] = ()

    @property
    def killed(self) -> bool:
        return self.code == -9


@dataclass(frozen=True, slots=True)
class Asked:
    """一次运行：命令，在哪个文件夹里，什么故障。"""

    args: tuple[str, ...]
    folder: str
    fault: Fault = field(default_factory=Fault)
    watch: bool = False
    """每一次写之前记下文件夹里的样子：杀在那里，留下的就是它。"""
    uid: int = 0
    largest: int = 0
    """文件最大多少字节（RLIMIT_FSIZE）；0 不限。"""
    stdout: str = ""
    """标准输出接到哪里："" 收下来，full 是满了的设备，gone 是没有人读的管道，closed 是关着的。"""
    clock: float = 0.0
    """程序看到的时间；0 是现在。"""
    cold: bool = False
    """不用已经读好的格式，重新从缓存或文件读。"""
    umask: int = 0o022


class Program:
    """跑程序的进程；用完要 `end`。"""

    def __init__(self) -> None:
        env = {**os.environ, "PYTHONUTF8": "1", "XLBUDGET_CACHE": ""}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, asked: Asked) -> Ran:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(asked)) + "\n")
        self._process.stdin.flush()
        said: dict[str, Any] = json.loads(self._process.stdout.readline())
        return Ran(
            said["code"],
            said["out"],
            said["err"],
            tuple((name, path) for name, path in said["calls"]),
            tuple(said["states"]),
        )

    def end(self) -> None:
        self._process.communicate()
