"""What is asked of a computer: by this port alone, so that any computer can be stood in for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

from xlbudget.domain.records import dataclass


class System(Enum):
    """The systems that the program runs on."""

    WINDOWS = "Windows"
    MACOS = "macOS"
    LINUX = "Linux"


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """The Python that runs the program: `version` as numbers, `bits` 32 or 64, `prefix` the folder
    that it is installed in, `encoding` that of files and file names.
    """

    version: tuple[int, int, int]
    bits: int
    executable: Path
    prefix: Path
    encoding: str
    utf8_mode: bool = False


class Machine(Protocol):
    """A computer, as far as the work needs to know it. Nothing raises: what cannot be known is None
    or empty.
    """

    @property
    def system(self) -> System:
        """Which system it runs."""

    @property
    def release(self) -> str:
        """The version of the system in words."""

    @property
    def python(self) -> Python:
        """The Python that runs the program."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables of the environment."""

    @property
    def home(self) -> Path | None:
        """The folder of the user."""

    @property
    def current(self) -> Path | None:
        """The current folder."""

    @property
    def code_page(self) -> int | None:
        """The code page of programs that are not Unicode; None but on Windows."""

    def registry(self, key: str, name: str = "") -> str | None:
        r"""A value of the registry of Windows as text, of a key such as HKCU\Software\…; without
        a name the default one.
        """

    def registry_names(self, key: str) -> tuple[str, ...]:
        """The names of the values of a key."""

    def exists(self, path: str | Path) -> bool:
        """Whether a file or folder is there."""

    def file_names(self, folder: Path) -> tuple[str, ...]:
        """The names in a folder and in those below it."""

    def which(self, program: str) -> Path | None:
        """Where a program is that can be called by its name."""

    def said(self, command: Sequence[str], seconds: float) -> str | None:
        """What a program prints; None where it cannot be started or takes too long."""

    def package(self, name: str) -> str | None:
        """The version of an installed package of Python."""

    def why_not_writable(self, folder: Path) -> str | None:
        """Why no file can be written into a folder; None where one can."""

    def free(self, folder: Path) -> int | None:
        """The free bytes of the disk that a folder is on."""

    def office(self) -> Path | None:
        """Where LibreOffice is."""

    def requirement(self, name: str) -> str | None:
        """Which version of a package the program asks for, such as 0.37.8; None where any will do
        or the program is not installed.
        """

    def macro_libraries(self) -> tuple[str, ...]:
        """The DLLs that the macros of the installed xlwings call, by their file names."""
