"""建成工作簿，再读回来：每个地方的每个齐全的案例，一字不差，问题也一样。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.filled import account_of, complete_cases
from xlbudget.books.packed_book import PackedBook
from xlbudget.formats.cases import Case
from xlbudget.pipeline import read, run
from xlbudget.workbook.build import build


@pytest.mark.parametrize("case", complete_cases(), ids=lambda case: f"{case.place}-{case.name}")
def test_the_workbook_gives_the_same_text(case: Case, tmp_path: Path) -> None:
    results, path = run(*account_of(case)), tmp_path / "决算.xlsx"
    path.write_bytes(build(results))
    reading = read(PackedBook(path))
    assert reading.format.place == case.place
    again = run(reading.account, reading.format, reading.findings)
    assert [each.text for each in again.paragraphs] == [each.text for each in results.paragraphs]
    told = [[finding.check for finding in each.findings] for each in (again, results)]
    assert told[0] == told[1]
