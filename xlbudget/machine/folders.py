"""The folders that a system has for a person: desktop, documents, 发送到, list of programs."""

from __future__ import annotations

import re
from pathlib import Path

from xlbudget.machine.port import Machine, System

_SHELL_FOLDERS = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders",
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders",
)
_VARIABLE = re.compile(r"%([^%]+)%")
_PATIENCE = 5.0


def desktop_folder(machine: Machine) -> Path | None:
    """The desktop, which OneDrive or a person may have moved."""
    return _folder(machine, "Desktop", "DESKTOP", "Desktop")


def documents_folder(machine: Machine) -> Path | None:
    """The folder of documents."""
    return _folder(machine, "Personal", "DOCUMENTS", "Documents")


def send_to_folder(machine: Machine) -> Path | None:
    """The folder of what stands under 发送到 in Explorer. Windows alone."""
    if machine.system is not System.WINDOWS:
        return None
    roaming = machine.environment.get("APPDATA")
    usual = Path(roaming, "Microsoft", "Windows", "SendTo") if roaming else None
    return _shell_folder(machine, "SendTo") or usual


def programs_folder(machine: Machine) -> Path | None:
    """Where a desktop on Linux looks for programs to open files with."""
    if machine.system is not System.LINUX:
        return None
    data = machine.environment.get("XDG_DATA_HOME")
    home = machine.home
    if data:
        return Path(data, "applications")
    return home / ".local" / "share" / "applications" if home else None


def _folder(machine: Machine, shell: str, xdg: str, plain: str) -> Path | None:
    found: Path | None = None
    if machine.system is System.WINDOWS:
        found = _shell_folder(machine, shell)
    elif machine.system is System.LINUX and machine.which("xdg-user-dir"):
        said = (machine.said(["xdg-user-dir", xdg], _PATIENCE) or "").strip()
        found = Path(said) if said and Path(said) != machine.home else None
    home = machine.home
    return found or (home / plain if home else None)


def _shell_folder(machine: Machine, name: str) -> Path | None:
    known = {variable.upper(): text for variable, text in machine.environment.items()}
    for key in _SHELL_FOLDERS:
        if found := machine.registry(key, name):
            full = _VARIABLE.sub(lambda each: known.get(each[1].upper(), each[0]), found)
            if "%" not in full:
                return Path(full)
    return None
