"""A folder for what is needed in between: for LibreOffice, which works on copies."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlbudget.domain.errors import OutputRefused
from xlbudget.files.system import reason


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """A folder in the system's temporary folder, gone afterwards; OutputRefused where it cannot be
    made or written.
    """
    try:
        with tempfile.TemporaryDirectory(
            prefix=f"xlbudget-{purpose}-", ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
    except OSError as error:
        raise OutputRefused(
            where=f"临时文件夹 {_place()}",
            seen=f"写不进去（{reason(error)}）",
            expected="写得进去、有空间的临时文件夹",
            remedy="请清理磁盘，或用环境变量（Windows 是 TEMP，别的系统是 TMPDIR）另指一个文件夹，"
            "再运行一次。原有文件没有改动。",
        ) from error


def _place() -> str:
    """Where it is; what the variable says where none can be used."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR") or os.environ.get("TEMP") or ""
