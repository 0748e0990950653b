"""The launchers for Linux and macOS: a desktop entry, and a shell script for Terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

NAME = "部门决算说明"
_COMMENT = "把决算的工作簿、导出的表、说明文档或文件夹拖到这里"

MIME_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/wps-office.xlsx",
    "application/wps-office.xls",
    "application/wps-office.et",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/wps-office.docx",
)
"""What 打开方式 offers the launcher for."""

_RESERVED = frozenset('"`$\\')


def desktop_entry(python: str) -> bytes:
    """The lines of a desktop entry after its first comment."""
    command = [python, "-P", "-m", "xlbudget", "open", "--wait"]
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.0",
        f"Name={NAME}",
        f"Comment={_COMMENT}",
        f"Exec={execution(command)} %F",
        "Terminal=true",
        "Icon=x-office-spreadsheet",
        "Categories=Office;Spreadsheet;",
        f"MimeType={';'.join(MIME_TYPES)};",
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def execution(command: Sequence[str]) -> str:
    r"""The value of Exec: each argument in quotes, what is special in them escaped; then escaped
    once more as every value of a desktop entry is.

    >>> print(execution(["/opt/100%/my $py", "-m"]))
    "/opt/100%%/my \\$py" "-m"
    """
    quoted = " ".join(f'"{_escaped(each)}"' for each in command)
    return quoted.replace("\\", "\\\\").replace("%", "%%")


def _escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in _RESERVED else each for each in text)


def terminal_script(python: str) -> bytes:
    """The lines of a script that a double click opens in Terminal, after its head."""
    command = [python, "-P", "-m", "xlbudget", "open", "--wait"]
    return f'exec {shlex.join(command)} "$@"\n'.encode()
