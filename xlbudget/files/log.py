"""The log of runs inside Excel, where nobody sees a terminal: what went wrong stands in a file."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "xlbudget"
"""The logger that all modules of the program write to, each under its own name."""

_FILE = "xlbudget.log"
_LARGEST = 1_000_000
_KEPT = 2


def log_folder() -> Path:
    """Where the log stands: %LOCALAPPDATA%\\xlbudget\\log on Windows, the user's state folder
    elsewhere.
    """
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "xlbudget" / "log"
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "xlbudget" / "log"


def open_log() -> Path:
    """Write the log to its file from now on, in the temporary folder where its own cannot be.

    A file of more than a megabyte is put aside; two older ones are kept.
    """
    logger = logging.getLogger(NAME)
    for handler in logger.handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    path = log_folder() / _FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _handler(path)
    except OSError:
        try:
            path = Path(tempfile.gettempdir()) / _FILE
            handler = _handler(path)
        except OSError:
            # 哪里都写不进去：日志没有了，按钮照样做事
            logger.propagate = False
            return path
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return path


class _Log(RotatingFileHandler):
    """A disk that is full ends no run: what cannot be logged is not."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Nothing: the library would print a traceback."""


def _handler(path: Path) -> RotatingFileHandler:
    handler = _Log(
        path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler
