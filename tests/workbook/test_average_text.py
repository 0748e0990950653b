"""平均数写成公式，LibreOffice 算出来和正文一字不差。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.test_recalculated import assert_recalculated
from xlbudget.formats.cases import cases
from xlbudget.formats.library import find
from xlbudget.pipeline import run
from xlbudget.workbook import layout
from xlbudget.workbook.blank import account_of_case
from xlbudget.workbook.build import build

(COMPLETE,) = (case for case in cases("chongqing") if case.name == "complete")


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize(
    ("counts", "settings", "said"),
    [
        # 24000 ÷ 1300 = 18.4615…；60000 ÷ 7 = 8571.4285…
        (
            {"国内接待总人次": "1300", "公务用车保有量": "7"},
            {"千分位": "是"},
            ("人均接待费18.46元，", "车均运行维护费0.86万元。"),
        ),
        (
            {"国内接待总人次": "16", "公务用车保有量": "7"},
            {"金额单位": "元", "金额小数位": "1", "金额末尾的零": "保留"},
            ("人均接待费1500.0元，", "车均运行维护费0.9万元。"),
        ),
        (
            {"国内接待总人次": "0", "公务用车保有量": ""},
            {},
            ("（国内接待总人次是0，不计算平均数）", "车均运行维护费〔请填写：公务用车保有量"),
        ),
    ],
)
def test_averages(
    counts: dict[str, str], settings: dict[str, str], said: tuple[str, ...], tmp_path: Path
) -> None:
    case = replace(COMPLETE, supplement={**COMPLETE.supplement, **counts})
    resolved = find(case.place, case.year, {**case.settings, **settings})
    results = run(account_of_case(case, resolved), resolved)
    (paragraph,) = (each for each in results.paragraphs if each.id == "三.9")
    for words in said:
        assert words in paragraph.text
    workbook = tmp_path / "决算.xlsx"
    workbook.write_bytes(build(results))
    sheet = openpyxl.load_workbook(workbook)[layout.NARRATIVE]
    (cell,) = (row[3] for row in sheet.iter_rows() if row[0].value == "三.9")
    assert cell.data_type == "f"
    assert assert_recalculated(workbook, tmp_path, results) > 500
