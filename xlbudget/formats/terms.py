"""名词解释: defined terms with our working explanations, and explanations of functional codes."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.errors import BrokenFormat
from xlbudget.formats.csv_files import rows_of
from xlbudget.formats.model import DefinedTerm


def load_terms(path: Path) -> tuple[DefinedTerm, ...]:
    """terms.csv: 名词, the words that call for it (divided by 、), 参考释义."""
    return tuple(
        DefinedTerm(name=name, words=tuple(words.split("、")), explanation=explanation)
        for name, words, explanation in _rows(path, ["名词", "出现的词", "参考释义"])
    )


def load_explanations(path: Path) -> dict[str, str]:
    """explanations.csv: functional code and working explanation."""
    return {row[0]: row[1] for row in _rows(path, ["code", "explanation"])}


def _rows(path: Path, header: list[str]) -> list[list[str]]:
    rows = rows_of(path)
    for number, row in enumerate(rows[:1] or [[]], 1):
        if row != header:
            raise _broken(path, number, row, ",".join(header))
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header) or not all(row):
            raise _broken(path, number, row, "、".join(header) + f"共 {len(header)} 列，都有内容")
        if row[0] in seen:
            raise _broken(path, number, row, f"每个{header[0]}只有一行")
        seen.add(row[0])
    return rows[1:]


def _broken(path: Path, number: int, row: list[str], expected: str) -> BrokenFormat:
    return BrokenFormat(
        where=f"{path.name} 第{number}行",
        seen="，".join(row) or "空行",
        expected=expected,
        remedy="请补齐或删去这一行。",
    )
