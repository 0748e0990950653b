"""The CSV files of the formats: rows below a header that must stand as it is."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.keys import load_text


def load_rows(path: Path, columns: Sequence[str], called: str) -> list[list[str]]:
    """The rows of a file, from its second line on; `called` is what messages call it (词汇表)."""
    rows = rows_of(path)
    if not rows or rows[0] != [*columns]:
        raise BrokenFormat(
            where=f"{path.name} 第1行",
            seen=",".join(rows[0]) if rows else "空文件",
            expected=",".join(columns),
            remedy=f"请恢复{called}的表头。",
        )
    return rows[1:]


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a file, the header too; BrokenFormat where quotes are not closed."""
    import csv

    reader = csv.reader(StringIO(load_text(path, path.name)))
    try:
        return list(reader)
    except csv.Error as error:
        raise BrokenFormat(
            where=f"{path.name} 第{reader.line_num}行",
            seen="引号没有配对，或一行太长",
            expected="逗号分开的表",
            remedy="请检查这一行的引号。",
        ) from error
