"""docs/quick-start.md 的每条命令印出的，就是页上写的；中间的手工活照页上说的填。"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, blocks, text_of
from xlbudget.books.packed_book import PackedBook
from xlbudget.books.port import BookPlan, CellWrite, RangeWrite, parse_address

PAGE = "docs/quick-start.md"
COMMANDS = [block.body.strip() for block in blocks(PAGE, "sh")]
SAID = [block.body.strip("\n").splitlines() for block in blocks(PAGE, "text")]
DEMO, AGAIN, FINAL, _EXPORT, PRACTICE, BLANK, CHECK, REPORT = COMMANDS
GAPS, REASON, DONE, WRONG, REFUSED, READ, EMPTY = SAID
SUMMARY = "公开01 收入支出决算总表"


def printed(command: str, folder: Path) -> tuple[int, list[str]]:
    program, *arguments = shlex.split(command)
    assert program == "xlbudget"
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).replace("\\", "/").splitlines()


def typed(workbook: Path, sheet: str, values: dict[str, str | Decimal]) -> None:
    """What the page says to type in Excel."""
    book = PackedBook(workbook)
    writes = (
        RangeWrite(sheet, *parse_address(cell), ((CellWrite(value),),))
        for cell, value in values.items()
    )
    book.apply(BookPlan(tuple(writes)))
    book.save(workbook, force=True)


def in_order(lines: list[str], there: list[str]) -> list[str]:
    """The lines of the page that are not printed, in this order."""
    rest = iter(there)
    return [line for line in lines if line not in rest]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("上手")


def test_from_the_sample_to_the_final_document(folder: Path) -> None:
    code, lines = printed(DEMO, folder)
    assert (code, in_order(GAPS, lines)) == (0, [])
    workbook = folder / shlex.split(AGAIN)[2]
    code, lines = printed(FINAL, folder)
    assert (code, in_order(REFUSED, lines)) == (2, [])
    assert not (folder / "定稿").exists()
    cells = re.findall(r"`(D\d+)`", text_of(PAGE).partition("## 二")[2].partition("```")[0])
    assert len(cells) == 3
    (reason,) = REASON
    typed(workbook, "补充资料", dict.fromkeys(cells, reason))
    code, lines = printed(AGAIN, folder)
    assert (code, in_order(DONE, lines)) == (0, [])
    wrong, right = re.findall(r"`(1\d+\.\d+)`", text_of(PAGE))
    typed(workbook, SUMMARY, {"C37": Decimal(wrong)})
    code, lines = printed(AGAIN, folder)
    assert (code, in_order(WRONG, lines)) == (1, [])
    typed(workbook, SUMMARY, {"C37": Decimal(right)})
    assert printed(AGAIN, folder)[0] == 0
    assert printed(FINAL, folder)[0] == 0
    assert (folder / "定稿" / workbook.with_suffix(".docx").name).is_file()


def test_from_an_export_and_from_nothing(folder: Path) -> None:
    code, lines = printed(PRACTICE, folder)
    assert (code, in_order(READ, lines)) == (0, [])
    code, lines = printed(BLANK, folder)
    assert (code, in_order(EMPTY, lines)) == (0, [])
    assert printed(CHECK, folder)[0] == 0
    assert printed(REPORT, folder)[0] == 0


def test_a_printed_line_that_changed_is_seen() -> None:
    assert in_order(["甲", "乙"], ["甲", "别的", "乙"]) == []
    assert in_order(["乙", "甲"], ["甲", "乙"]) == ["甲"]
