"""一台假的电脑：注册表、文件、程序都由测试写明。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlbudget.machine.port import Python, System

APP_PATHS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
EXCEL_PATH = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
PRIVATE = r"C:\Users\zhang\AppData\Local\xlbudget\python\python.exe"
FONTS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
GIGABYTE = 1 << 30


@dataclass
class Computer:
    """What the port asks for, as plain data."""

    system: System = System.WINDOWS
    release: str = "Windows-10"
    python: Python = field(
        default_factory=lambda: Python(
            version=(3, 11, 9),
            bits=64,
            executable=Path(PRIVATE),
            prefix=Path(PRIVATE).parent,
            encoding="cp936",
        )
    )
    environment: Mapping[str, str] = field(
        default_factory=lambda: {"LOCALAPPDATA": r"C:\Users\zhang\AppData\Local"}
    )
    home: Path | None = Path("/home/zhang")
    current: Path | None = Path("/home/zhang/决算")
    code_page: int | None = 936
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)
    programs: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str | None] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    requirements: dict[str, str] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()
    unwritable: dict[str, str] = field(default_factory=dict)
    free_bytes: int | None = 50 * GIGABYTE
    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    office_program: Path | None = None

    def registry(self, key: str, name: str = "") -> str | None:
        return self.keys.get((key, name))

    def registry_names(self, key: str) -> tuple[str, ...]:
        return tuple(name for known, name in self.keys if known == key)

    def exists(self, path: str | Path) -> bool:
        return str(path) in self.there

    def file_names(self, folder: Path) -> tuple[str, ...]:
        return self.files.get(str(folder), ())

    def which(self, program: str) -> Path | None:
        found = self.programs.get(program)
        return Path(found) if found else None

    def said(self, command: Sequence[str], seconds: float) -> str | None:
        assert seconds > 0
        return self.answers.get(Path(command[0]).name)

    def package(self, name: str) -> str | None:
        return self.packages.get(name)

    def why_not_writable(self, folder: Path) -> str | None:
        return self.unwritable.get(str(folder))

    def free(self, folder: Path) -> int | None:
        assert folder.parts
        return self.free_bytes

    def office(self) -> Path | None:
        return self.office_program

    def requirement(self, name: str) -> str | None:
        return self.requirements.get(name)

    def macro_libraries(self) -> tuple[str, ...]:
        return self.libraries


def usual_windows() -> Computer:
    """Excel 365, 64 位，中文 Windows，私有 Python 装好了。"""
    folder = str(Path(PRIVATE).parent)
    libraries = ("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll")
    click_to_run = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
    return Computer(
        keys={
            (rf"{APP_PATHS}\excel.exe", ""): f'"{EXCEL_PATH}"',
            (click_to_run, "VersionToReport"): "16.0.17328.20162",
            (click_to_run, "Platform"): "x64",
            **{
                (FONTS, name): f"{number}.ttf"
                for number, name in enumerate(
                    (
                        "宋体 & 新宋体 (TrueType)",
                        "黑体 (TrueType)",
                        "仿宋 (TrueType)",
                        "楷体 (TrueType)",
                        "方正小标宋简体 (TrueType)",
                    )
                )
            },
        },
        there={EXCEL_PATH, PRIVATE, *(str(Path(folder, name)) for name in libraries)},
        packages={
            **dict.fromkeys(
                (
                    *("python-calamine", "openpyxl", "XlsxWriter", "Jinja2", "click"),
                    *("pandas", "lxml", "pypdfium2", "rich"),
                ),
                "1",
            ),
            "xlwings": "0.37.8",
            "pyOpenVBA": "6.5.0",
        },
        requirements={"xlwings": "0.37.8", "pyOpenVBA": "6.5.0"},
        libraries=libraries,
    )
