"""Launchers on the desktop: made, found again, taken away; nothing of anybody else's is touched.

The head of each says the digest of the rest: only a file whose rest is what we wrote is ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from pathlib import Path

from xlbudget.domain.errors import OutputRefused
from xlbudget.domain.records import dataclass
from xlbudget.files.whole import make_folder, write_whole
from xlbudget.machine.batch_file import batch_file
from xlbudget.machine.desktop_entry import NAME, desktop_entry, terminal_script
from xlbudget.machine.folders import desktop_folder, programs_folder, send_to_folder
from xlbudget.machine.port import Machine, System

_MARK = re.compile(rb"^(?:rem|#) xlbudget launcher ([0-9a-f]{64})\r?\n", re.MULTILINE)
_LARGEST = 65536
_RUNNABLE = 0o755

_HEADS = {
    ".bat": "@echo off\r\nrem xlbudget launcher {digest}\r\n",
    ".desktop": "# xlbudget launcher {digest}\n",
    ".command": "#!/bin/sh\n# xlbudget launcher {digest}\n",
}


class Fate(Enum):
    """What became of a launcher."""

    MADE = "已放好"
    RENEWED = "已换成新的"
    KEPT = "没有动：同名的文件不是本程序放的，或者有人改过"
    REMOVED = "已拿走"


@dataclass(frozen=True, slots=True)
class Launcher:
    """A launcher: where it stands, what it holds, and what it is for."""

    path: Path
    content: bytes
    use: str


def launchers(machine: Machine, desktop: Path | None = None) -> Iterator[Launcher]:
    """The launchers that this computer can have: on the desktop (or another folder), and where the
    system looks for programs to open files with.
    """
    python = str(machine.python.executable)
    on_desktop = desktop or desktop_folder(machine)
    if machine.system is System.WINDOWS:
        content = _sealed(".bat", batch_file(python, machine.environment, machine.code_page))
        places = ((on_desktop, "把文件拖到它上面"), (send_to_folder(machine), "右键 → 发送到"))
        suffix = ".bat"
    elif machine.system is System.MACOS:
        content, suffix = _sealed(".command", terminal_script(python)), ".command"
        places = ((on_desktop, "双击，再把文件拖进窗口"), (None, ""))
    else:
        content, suffix = _sealed(".desktop", desktop_entry(python)), ".desktop"
        places = (
            (on_desktop, "把文件拖到它上面"),
            (programs_folder(machine), "右键 → 打开方式"),
        )
    for folder, use in places:
        if folder is not None:
            yield Launcher(folder / f"{NAME}{suffix}", content, use)


def install(launcher: Launcher) -> Fate:
    """Put a launcher in its place, unless something else stands there. OutputRefused where it
    cannot be written.
    """
    path = launcher.path
    there = path.is_symlink() or path.exists()
    if there and not is_ours(path):
        return Fate.KEPT
    make_folder(path.parent)
    write_whole(path, launcher.content, force=there)
    if path.suffix != ".bat":
        try:
            path.chmod(_RUNNABLE)
        except OSError as error:
            raise OutputRefused(
                where=str(path),
                seen="不能设成可以运行",
                expected="能运行的文件",
                remedy="请在它上面右键 → 属性 → 权限，勾选“允许作为程序执行”。",
            ) from error
    return Fate.RENEWED if there else Fate.MADE


def uninstall(launcher: Launcher) -> Fate | None:
    """Take a launcher away if it is ours as we wrote it; None where nothing stands there."""
    path = launcher.path
    if not (path.is_symlink() or path.exists()):
        return None
    if not is_ours(path):
        return Fate.KEPT
    try:
        path.unlink()
    except OSError as error:
        raise OutputRefused(
            where=str(path),
            seen="拿不走",
            expected="能删去的文件",
            remedy="请自己删去它。",
        ) from error
    return Fate.REMOVED


def is_ours(path: Path) -> bool:
    """Whether a file is a launcher of ours that nobody has changed."""
    if path.is_symlink() or not path.is_file():
        return False
    with suppress(OSError), path.open("rb") as file:
        data = file.read(_LARGEST)
        found = _MARK.search(data)
        return found is not None and _digest(data[found.end() :]) == found[1]
    return False


def _sealed(suffix: str, rest: bytes) -> bytes:
    return _HEADS[suffix].format(digest=_digest(rest).decode()).encode() + rest


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
