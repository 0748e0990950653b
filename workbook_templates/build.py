"""Builds the ready workbooks of this folder, one for each format."""

from __future__ import annotations

from pathlib import Path

from xlbudget.formats.library import find, places
from xlbudget.pipeline import run
from xlbudget.workbook.blank import account_in_layout
from xlbudget.workbook.build import build

YEAR = 2024
"""The year of the forms that the formats were made from; 首页 and the tables' heads say it."""

HOME = Path(__file__).parent


def templates() -> dict[str, bytes]:
    """File names and contents of all ready workbooks."""
    found = {}
    for place in places():
        resolved = find(place, YEAR)
        name = f"{place}-{YEAR}.xlsx"
        found[name] = build(run(account_in_layout(resolved, "", name), resolved))
    return found


if __name__ == "__main__":
    for name, content in templates().items():
        (HOME / name).write_bytes(content)
        print(name)
