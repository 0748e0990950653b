"""Shows a folder, or a page in the browser, by the programs that the system has for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path

_ADDRESSED = ("DISPLAY", "WAYLAND_DISPLAY")
"""Where a desktop is named on Linux; without one a browser would run in the terminal."""


def has_desktop() -> bool:
    """Whether somebody sits before a desktop where something can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in _ADDRESSED)


def show_page(page: Path) -> bool:
    """Open a page in the browser; False where that cannot be."""
    try:
        return has_desktop() and webbrowser.open(page.absolute().as_uri())
    except (OSError, ValueError, webbrowser.Error):
        return False


def show_folder(folder: Path) -> bool:
    """Open a folder in the file manager; False where that cannot be."""
    path = str(folder.absolute())
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606
            return True
        program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if program is None or not has_desktop():
            return False
        quiet = subprocess.DEVNULL
        subprocess.Popen(  # noqa: S603
            [program, path], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError:
        return False
    return True
