"""Catalogues of classification codes, read from CSV."""

from __future__ import annotations

from pathlib import Path

from xlbudget.domain.codes import Catalogue, CodeName, is_code
from xlbudget.domain.errors import BrokenFormat
from xlbudget.domain.successions import Succession, Successions
from xlbudget.formats.csv_files import load_rows

_YEAR = 4
"""Digits of a year."""


def load_codes(path: Path) -> Catalogue:
    """A catalogue of codes from CSV: code, name, valid_from, valid_to, note."""
    columns = ["code", "name", "valid_from", "valid_to", "note"]
    rows = load_rows(path, columns, "科目目录")
    entries = []
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns) or not _is_entry(row):
            raise BrokenFormat(
                where=f"{path.name} 第{number}行",
                seen="，".join(row) or "空行",
                expected="编码（3、5、7 位）、名称、起始年、终止年、备注",
                remedy="请补齐这一行；年份不限的留空。",
            )
        first, last = (int(year) if year else None for year in row[2:4])
        entries.append(CodeName(row[0], row[1], first, last, row[4]))
    return Catalogue(entries)


def _is_entry(row: list[str]) -> bool:
    """Whether a row has a code of 3, 5 or 7 digits, a name, and years or nothing."""
    code, name, *years, _ = row
    digits = "".join((code, *years))
    dated = all(len(year) in (0, _YEAR) for year in years)
    return bool(name) and len(code) in (3, 5, 7) and dated and _are_digits(digits)


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def load_successions(path: Path) -> Successions:
    """The renumberings of codes from CSV: old_code, new_code, from_year, note."""
    columns = ["old_code", "new_code", "from_year", "note"]
    rows = load_rows(path, columns, "新旧科目对照")
    found: dict[str, Succession] = {}
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns) or not _is_succession(row) or row[0] in found:
            raise BrokenFormat(
                where=f"{path.name} 第{number}行",
                seen="，".join(row) or "空行",
                expected="原编码、新编码（位数相同）、新编码的起始年、备注；一个原编码只有一行",
                remedy="请改正这一行。",
            )
        found[row[0]] = Succession(row[0], row[1], int(row[2]), row[3])
    return Successions(found.values())


def _is_succession(row: list[str]) -> bool:
    """Whether a row has two codes of the same level and a year."""
    old, new, year, _ = row
    codes = is_code(old) and is_code(new) and len(old) == len(new) and old != new
    return codes and len(year) == _YEAR and _are_digits(year)
