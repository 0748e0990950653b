"""LibreOffice opens macro workbooks with their macros on: each button is clicked through its own
script, and no formula shows an error or another value than the one saved.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import openpyxl

from xlbudget.workbook.buttons import BUTTONS

SCRIPT = Path(__file__).parents[1] / "under_uno" / "click_buttons.py"


def opened(workbook: Path, soffice: Path, python: str, *, click: bool) -> dict[str, Any]:
    profile = workbook.parent / "profile"
    done = subprocess.run(
        [python, str(SCRIPT), str(soffice), str(workbook), str(profile), str(int(click))],
        capture_output=True,
        check=False,
        timeout=180,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def saved(workbook: Path) -> dict[str, object]:
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def differing(workbook: Path, computed: dict[str, Any]) -> dict[str, tuple[object, object]]:
    known = saved(workbook)
    return {
        place: (known[place], value)
        for place, value in computed.items()
        if not _same(known[place], value)
    }


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9
    return (one or "") == (other or "")


def test_every_button_runs_its_command(with_stub: Path, soffice: Path, uno_python: str) -> None:
    found = opened(with_stub, soffice, uno_python, click=True)
    assert found["clicks"] == {
        button.caption: {
            "script": f"vnd.sun.star.script:VBAProject.modButtons.{button.macro}"
            "?language=Basic&location=document",
            "command": f"import xlbudget.addin; xlbudget.addin.{button.function}()",
        }
        for button in BUTTONS
    }
    assert found["errors"] == []
    assert len(found["formulas"]) > 2000
    assert differing(with_stub, found["formulas"]) == {}


def test_the_workbook_of_users_computes_without_python(
    release: Path, soffice: Path, uno_python: str
) -> None:
    """With xlwings' own module LibreOffice runs no macro at all: the native formulas stand in."""
    found = opened(release, soffice, uno_python, click=False)
    assert found["errors"] == []
    assert len(found["formulas"]) > 2000
    assert differing(release, found["formulas"]) == {}
