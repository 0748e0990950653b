"""The CSV files of the formats: rows below a header that must stand as it is."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.keys import load_text


def load_rows(path: Path, columns: Sequence[str], called: str) -> list[list[str]]:
    """The rows of a file, from its second line on; `called` is what messages call it (词汇表)."""
    import csv

    rows = list(csv.reader(StringIO(load_text(path, path.name))))
    if not rows or rows[0] != [*columns]:
        raise BrokenFormat(
            where=f"{path.name} 第1行",
            seen=",".join(rows[0]) if rows else "空文件",
            expected=",".join(columns),
            remedy=f"请恢复{called}的表头。",
        )
    return rows[1:]
