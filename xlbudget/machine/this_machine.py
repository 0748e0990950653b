"""The computer that the program runs on, behind the port."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xlbudget.domain.errors import ProgramMissing, XlbudgetError
from xlbudget.files.system import reason
from xlbudget.machine.port import Python, System

_TRIAL = "xlbudget-试写-"
_LIBRARY = re.compile(r'"(xlwings\d\d-[\w.]+\.dll)"')
_MOST = 20_000
"""So many names of fonts are looked at."""


class ThisMachine:
    """The computer itself."""

    @property
    def system(self) -> System:
        """Which system it runs."""
        known = {"win32": System.WINDOWS, "darwin": System.MACOS}
        return known.get(sys.platform, System.LINUX)

    @property
    def release(self) -> str:
        """The version of the system in words."""
        if self.system is System.LINUX:
            with suppress(OSError, KeyError):
                return platform.freedesktop_os_release()["PRETTY_NAME"]
        return platform.platform(terse=True)

    @property
    def python(self) -> Python:
        """The Python that runs the program."""
        return Python(
            version=sys.version_info[:3],
            bits=64 if sys.maxsize > 2**32 else 32,
            executable=Path(sys.executable),
            prefix=Path(sys.prefix),
            encoding=locale.getpreferredencoding(do_setlocale=False),
            utf8_mode=bool(sys.flags.utf8_mode),
        )

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of the environment."""
        return os.environ

    @property
    def home(self) -> Path | None:
        """The folder of the user."""
        try:
            return Path.home()
        except RuntimeError:
            return None

    @property
    def current(self) -> Path | None:
        """The current folder."""
        try:
            return Path.cwd()
        except OSError:
            return None

    @property
    def code_page(self) -> int | None:
        """The code page of programs that are not Unicode; None but on Windows."""
        if sys.platform != "win32":
            return None
        import ctypes

        return int(ctypes.windll.kernel32.GetACP())

    def registry(self, key: str, name: str = "") -> str | None:
        """A value of the registry as text."""
        with _key(key) as (winreg, opened):
            if opened is None:
                return None
            with suppress(OSError):
                return str(winreg.QueryValueEx(opened, name)[0])
        return None

    def registry_names(self, key: str) -> tuple[str, ...]:
        """The names of the values of a key."""
        found: list[str] = []
        with _key(key) as (winreg, opened):
            if opened is not None:
                with suppress(OSError):
                    found += (winreg.EnumValue(opened, number)[0] for number in range(_MOST))
        return tuple(found)

    def exists(self, path: str | Path) -> bool:
        """Whether a file or folder is there."""
        return os.path.exists(path)  # noqa: PTH110  太长的路径只是没有

    def file_names(self, folder: Path) -> tuple[str, ...]:
        """The names in a folder and in those below it."""
        found: list[str] = []
        for _, _, files in os.walk(folder):
            found += files
            if len(found) > _MOST:
                break
        return tuple(found)

    def which(self, program: str) -> Path | None:
        """Where a program is that can be called by its name."""
        found = shutil.which(program)
        return Path(found) if found else None

    def said(self, command: Sequence[str], seconds: float) -> str | None:
        """What a program prints."""
        try:
            done = subprocess.run(  # noqa: S603
                list(command),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
        return done.stdout.decode("utf-8", "replace")

    def package(self, name: str) -> str | None:
        """The version of an installed package of Python."""
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return None

    def why_not_writable(self, folder: Path) -> str | None:
        """Why no file can be written into a folder, by writing one that goes at once."""
        try:
            with tempfile.NamedTemporaryFile(prefix=_TRIAL, dir=folder) as file:
                file.write(b"xlbudget")
                file.flush()
        except (OSError, UnicodeEncodeError) as error:
            return reason(error) if isinstance(error, OSError) else "系统的字符编码写不出中文"
        return None

    def free(self, folder: Path) -> int | None:
        """The free bytes of the disk that a folder is on."""
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return None

    def office(self) -> Path | None:
        """Where LibreOffice is."""
        from xlbudget.files.office import find_office

        try:
            return find_office()
        except ProgramMissing:
            return None

    def requirement(self, name: str) -> str | None:
        """Which version of a package the program asks for."""
        with suppress(importlib.metadata.PackageNotFoundError):
            for each in importlib.metadata.requires("xlbudget") or ():
                if found := re.match(rf"{name}==([\w.]+)", each, re.IGNORECASE):
                    return found[1]
        return None

    def macro_libraries(self) -> tuple[str, ...]:
        """The DLLs that the macros of the installed xlwings call."""
        from xlbudget.workbook.vba import xlwings_modules

        try:
            macros = xlwings_modules()["xlwings"]
        except (XlbudgetError, OSError, ValueError):
            return ()
        return tuple(sorted(set(_LIBRARY.findall(macros))))


@contextmanager
def _key(key: str) -> Iterator[tuple[Any, Any]]:
    """The module of the registry and a key of it, open for reading; None where there is none."""
    if sys.platform != "win32":
        yield None, None
        return
    import winreg

    root, _, rest = key.partition("\\")
    roots = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    try:
        opened = winreg.OpenKey(roots[root], rest)
    except OSError:
        yield winreg, None
        return
    with opened:
        yield winreg, opened
