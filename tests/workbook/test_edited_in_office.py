"""LibreOffice rewrites the references in our formulas where rows and columns are inserted or
deleted and sheets renamed: they are still ours, and the next `report` writes them all anew.

A few workbooks hold all edits: each is opened, stored and recalculated once.
"""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.workbook.test_recalculated import assert_recalculated
from tests.workbook.workbooks import reported, results_of, workbook_of
from xlbudget.workbook import layout

SCRIPT = Path(__file__).parents[1] / "under_uno" / "edit_in_office.py"
SUMMARY, GENERAL = "公开01", "公开06"


@dataclass(frozen=True)
class Case:
    edits: tuple[tuple[object, ...], ...]
    rewritten: tuple[str, ...]
    """References that LibreOffice must have put into our formulas: the edits did reach them."""
    gains: str = ""
    """Words that the text has since the edits; without them it stays as it was."""


CASES = {
    "renamed-deleted-and-columns-inserted": Case(
        (
            ("rename", layout.HOME, "封面 一"),
            ("rename", SUMMARY, "公开01 收'支"),
            ("delete_rows", SUMMARY, 24, 1),
            ("delete_rows", layout.BUDGET, 34, 1),
            ("insert_columns", layout.ANALYSIS, "C", 1),
            ("insert_columns", layout.CHECKS, "H", 1),
        ),
        ("'封面 一'!B17", "'公开01 收''支'!C36", "'公开01 收''支'!F7:F31", "#REF!", "$J$2"),
    ),
    "rows-inserted": Case(
        (
            ("insert_rows", SUMMARY, 7, 1),
            ("insert_rows", GENERAL, 13, 1),
            ("set", GENERAL, "A13", "2010308"),
            ("set", GENERAL, "B13", "信访事务"),
            ("set", GENERAL, "C13", 12),
            ("set", GENERAL, "E13", 12),
            ("insert_rows", layout.NARRATIVE, layout.HEADER_ROW, 1),
        ),
        (
            "'公开01 收入支出决算总表'!C38",
            "'公开01 收入支出决算总表'!C8:C15",
            "'公开06 一般公共预算财政拨款支出决算表'!C14",
        ),
        gains="信访事务（项）",
    ),
}
"""The rows deleted held no amount; 预算数 34 is one that our formulas refer to alone."""


def edited(jobs: list[dict[str, object]], soffice: Path, python: str, profile: Path) -> None:
    """All jobs in one run of LibreOffice."""
    done = subprocess.run(
        [python, str(SCRIPT), str(soffice), str(profile)],
        input=json.dumps(jobs).encode(),
        capture_output=True,
        check=False,
        timeout=180,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def workbooks(
    soffice: Path, uno_python: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The sample after the edits of each case, as LibreOffice stores it."""
    room = tmp_path_factory.mktemp("改")
    source = workbook_of("sample", room / "决算.xlsx")
    targets = {name: room / f"{name}.xlsx" for name in CASES}
    jobs: list[dict[str, object]] = [
        {"source": str(source), "target": str(targets[name]), "edits": case.edits}
        for name, case in CASES.items()
    ]
    edited(jobs, soffice, uno_python, room / "profile")
    return targets


def formulas(workbook: Path) -> str:
    """All formulas of a workbook, one a line, as they stand in the file."""
    with zipfile.ZipFile(workbook) as package:
        sheets = [
            package.read(name).decode()
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    return "\n".join(
        html.unescape(found) for sheet in sheets for found in re.findall(r"<f[^>/]*>([^<]*)", sheet)
    )


@pytest.mark.parametrize("name", CASES)
def test_our_formulas_are_written_anew(
    name: str, workbooks: dict[str, Path], tmp_path: Path
) -> None:
    case, before, target = CASES[name], formulas(workbooks[name]), tmp_path / "出.xlsx"
    assert [each for each in case.rewritten if each not in before] == []
    results = reported(workbooks[name], target)
    assert [f.where for f in results.findings if f.check.endswith("left-alone")] == []
    assert "#REF!" not in formulas(target)
    assert assert_recalculated(target, tmp_path, results) > 2000
    told = {id_: paragraph.text for id_, paragraph in results.generated.items()}
    plain = {id_: paragraph.text for id_, paragraph in results_of("sample").generated.items()}
    if not case.gains:
        assert told == plain
    assert not any(case.gains in text for text in plain.values() if case.gains)
    assert any(case.gains in text for text in told.values())
